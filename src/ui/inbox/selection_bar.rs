//! What is selected, and what can be done with it.

use leptos::prelude::*;

use crate::ui::labels;
use crate::ui::session::Session;

use super::bulk_review::BulkReview;

/// How many rows are selected, shown or not. While there are none it takes no room, yet is there to
/// be read out.
#[component]
pub fn SelectionBar(
    /// Whose rows.
    session: Session,
) -> impl IntoView {
    let grid = session.grid;
    let selected = Memo::new(move |_| grid.selection.with(|selection| selection.len()));
    let hidden = Memo::new(move |_| selected.get().saturating_sub(grid.selected_shown.get()));
    let words = move || match selected.get() {
        0 => String::new(),
        selected => labels::selected(selected, hidden.get()),
    };
    let is_understood = move || grid.query_errors.with(Vec::is_empty);
    view! {
        <div class="selection-bar" class:selection-bar-empty=move || selected.get() == 0>
            <p aria-live="polite">
                {words}
                {move || grid.earlier.get().map(labels::selected_since)}
            </p>
            <Show when=move || { selected.get() > 0 && !is_understood() }>
                <p>"Correct the filter to do something with them."</p>
            </Show>
            <BulkReview session />
            <Show when=move || { selected.get() > 0 }>
                <button
                    type="button"
                    class="button button-small"
                    on:click=move |_| {
                        grid.clear_selection();
                        grid.reveal_active();
                    }
                >
                    "Clear selection"
                </button>
            </Show>
        </div>
    }
}
