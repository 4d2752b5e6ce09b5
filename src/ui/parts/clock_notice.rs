//! Says that this computer's clock is wrong, as long as it is.

use leptos::prelude::*;

use crate::ui::notice;
use crate::ui::session::clock::Clock;

use super::banner::Banner;

/// How far the clocks may be apart before it matters to a person, in seconds.
const TOLERANCE: u64 = 600;

/// That the clocks differ, where they do.
#[component]
pub fn ClockNotice(
    /// Whose time.
    clock: Clock,
) -> impl IntoView {
    let difference = Memo::new(move |_| {
        let difference = clock.difference.get();
        (difference.unsigned_abs() > TOLERANCE).then_some(difference)
    });
    move || {
        difference.get().map(|difference| {
            view! {
                <div class="clock-notice">
                    <Banner notice=notice::wrong_clock(difference) />
                </div>
            }
        })
    }
}
