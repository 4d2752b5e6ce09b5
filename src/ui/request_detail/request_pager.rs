//! What stands over an open request that came from a list: back to it, and on to its neighbours.

use leptos::prelude::*;

use crate::ui::labels;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::session::grid_handle::GridHandle;

/// The bar over an open request. It stays when another request opens, and so does the focus on it.
#[component]
pub fn RequestPager(
    /// The list.
    grid: GridHandle,
    /// Goes back to it.
    on_back: Callback<()>,
) -> impl IntoView {
    let place = move || {
        let index = grid.opened_index()?;
        let count = grid.rows.with(|rows| rows.len());
        Some(format!("{} of {}", labels::grouped(index + 1), labels::grouped(count)))
    };
    let is_none = |index: Option<usize>| index.is_none().then_some("true");
    view! {
        <nav class="request-pager" aria-label="Requests of the list">
            <button type="button" class="button button-invisible" on:click=move |_| on_back.run(())>
                <Icon octicon=Octicon::ArrowLeft />
                "Back to list"
            </button>
            <span class="request-pager-place" aria-live="polite">
                {place}
            </span>
            <button
                type="button"
                class="button button-invisible button-icon"
                aria-label="Previous request"
                aria-disabled=move || is_none(grid.previous_index())
                on:click=move |_| grid.open_previous()
            >
                <Icon octicon=Octicon::ChevronUp />
            </button>
            <button
                type="button"
                class="button button-invisible button-icon"
                aria-label="Next request"
                aria-disabled=move || is_none(grid.next_index())
                on:click=move |_| grid.open_next()
            >
                <Icon octicon=Octicon::ChevronDown />
            </button>
        </nav>
    }
}
