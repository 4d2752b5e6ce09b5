//! Says once what goes wrong with the local history.

use leptos::prelude::*;

use crate::ui::notice;
use crate::ui::session::history_handle::HistoryHandle;

use super::banner::Banner;

/// The history's problem, until the person has read it.
#[component]
pub fn HistoryNotice(
    /// Whose problem.
    history: HistoryHandle,
) -> impl IntoView {
    move || {
        history.problem.get().map(|problem| {
            view! {
                <div class="history-notice">
                    <Banner notice=notice::history_error(problem)>
                        <button
                            type="button"
                            class="button"
                            on:click=move |_| history.problem.set(None)
                        >
                            "Understood"
                        </button>
                    </Banner>
                </div>
            }
        })
    }
}
