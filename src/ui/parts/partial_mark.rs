//! A mark beside every figure of which something may be missing.

use leptos::prelude::*;

/// `partial`, where it is.
#[component]
pub fn PartialMark(
    /// Whether something may be missing.
    #[prop(into)]
    is_partial: Signal<bool>,
) -> impl IntoView {
    view! {
        <Show when=move || is_partial.get()>
            " "
            <span class="partial-mark" title="Something may be missing, so this may be too low">
                "partial"
            </span>
        </Show>
    }
}
