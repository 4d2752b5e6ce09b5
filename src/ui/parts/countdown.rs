//! The time a request has left, ticking.

use leptos::prelude::*;

use crate::github::time::Timestamp;
use crate::triage::expiry;

/// A countdown to `at`. It ticks silently: assistive technology reads it when asked.
#[component]
pub fn Countdown(
    /// The end.
    at: Timestamp,
    /// The time now.
    now: Signal<Timestamp>,
) -> impl IntoView {
    /// From here on it stands out, in seconds.
    const URGENT_IN: i64 = 24 * 3_600;
    let left = move || at - now.get();
    view! {
        <span class="countdown" class:countdown-urgent=move || left() < URGENT_IN role="timer">
            {move || expiry::countdown(left())}
            " left"
        </span>
    }
}
