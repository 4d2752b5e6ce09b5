//! Something that takes its time.

use leptos::prelude::*;

/// A progress bar with a name, and beside it how far it is where that is known.
#[component]
pub fn Progress(
    /// Its name.
    label: &'static str,
    /// How far it is, of how much; absent where that isn't known.
    #[prop(into, optional)]
    done: Signal<Option<(u32, u32)>>,
    /// The same in words.
    #[prop(into, optional)]
    words: Signal<String>,
) -> impl IntoView {
    let now = move || done.get().map(|(now, _)| now.to_string());
    let max = move || done.get().map(|(_, max)| max.to_string());
    let scale =
        |(now, max): (u32, u32)| format!("scaleX({})", f64::from(now) / f64::from(max.max(1)));
    let transform = move || done.get().map(scale);
    view! {
        <div class="progress">
            <div
                class="progress-track"
                class:progress-unknown=move || done.get().is_none()
                role="progressbar"
                aria-label=label
                aria-valuemin=move || done.get().map(|_| "0")
                aria-valuenow=now
                aria-valuemax=max
            >
                <div class="progress-bar" style:transform=move || transform().unwrap_or_default()></div>
            </div>
            <span class="progress-words">
                {move || {
                    let words = words.get();
                    if words.is_empty() { format!("{label}…") } else { words }
                }}
            </span>
        </div>
    }
}
