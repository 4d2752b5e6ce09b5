//! Says once that what a person sets and writes can't be kept.

use leptos::prelude::*;

use crate::ui::notice;
use crate::ui::session::store_handle::StoreHandle;

use super::banner::Banner;

/// The store's problem, until the person has read it.
#[component]
pub fn StoreNotice(
    /// Whose problem.
    store: StoreHandle,
) -> impl IntoView {
    move || {
        store.problem.get().map(|problem| {
            view! {
                <div class="store-notice">
                    <Banner notice=notice::store_error(problem)>
                        <button type="button" class="button" on:click=move |_| store.told()>
                            "Understood"
                        </button>
                    </Banner>
                </div>
            }
        })
    }
}
