//! The button that brings further rows of a long table.

use leptos::prelude::*;

use crate::ui::labels;

/// How many rows a long table shows at first.
pub const FIRST: usize = 10;

/// How many more are shown with each press.
const MORE: usize = 500;

/// Raises `shown` as long as there are more rows; not there when all are shown.
#[component]
pub fn ShowMore(
    /// How many rows are shown.
    shown: RwSignal<usize>,
    /// How many there are.
    count: Memo<usize>,
    /// What they are, as several.
    several: &'static str,
) -> impl IntoView {
    let words = move || {
        let count = count.get();
        match count.saturating_sub(shown.get()) {
            0 => None,
            left if left <= MORE => Some(format!("Show all {} {several}", labels::grouped(count))),
            _ => Some(format!("Show {MORE} more {several}")),
        }
    };
    view! {
        <Show when=move || words().is_some()>
            <button
                type="button"
                class="button button-invisible button-small"
                on:click=move |_| shown.update(|shown| *shown += MORE)
            >
                {words}
            </button>
        </Show>
    }
}
