//! How long a review waits before it is sent, in the settings.

use leptos::prelude::*;

use crate::ui::lasting::LastingSignal;
use crate::ui::notice;
use crate::ui::preferences::{MAX_UNDO_DELAY_IN, Preferences};

/// The field for the delay. What is no delay changes nothing.
#[component]
pub fn UndoSettings(
    /// What is set.
    preferences: LastingSignal<Preferences>,
) -> impl IntoView {
    let delay = Memo::new(move |_| preferences.with(|preferences| preferences.undo_delay_in));
    let typed = RwSignal::new(None::<String>);
    let problem =
        move || typed.with(|typed| typed.as_deref().is_some_and(|typed| read(typed).is_none()));
    let text = move || typed.get().unwrap_or_else(|| delay.get().to_string());
    let type_in = move |text: String| {
        if let Some(delay) = read(&text) {
            preferences.update(|preferences| preferences.undo_delay_in = delay);
        }
        typed.set(Some(text));
    };
    view! {
        <section class="undo-settings" aria-labelledby="undo-settings-heading">
            <h2 id="undo-settings-heading">"Undo"</h2>
            <div class="form-field">
                <label class="field-label" for="undo-delay">
                    "Undo delay in seconds"
                </label>
                <input
                    type="number"
                    id="undo-delay"
                    class="field"
                    inputmode="numeric"
                    min="0"
                    max=MAX_UNDO_DELAY_IN.to_string()
                    step="1"
                    aria-describedby="undo-delay-hint undo-delay-problem"
                    aria-invalid=move || problem().then_some("true")
                    prop:value=text
                    on:input=move |event| type_in(event_target_value(&event))
                    on:blur=move |_| typed.set(None)
                />
                <p id="undo-delay-problem" class="field-error" aria-live="polite">
                    {move || problem().then(notice::undo_delay_problem)}
                </p>
                <p id="undo-delay-hint" class="field-hint">
                    "A review waits this long before it is sent, and until then it can be undone. \
                     With 0 it is sent at once. Afterwards only a dismissal takes it back."
                </p>
            </div>
        </section>
    }
}

fn read(typed: &str) -> Option<u8> {
    typed.trim().parse().ok().filter(|delay| *delay <= MAX_UNDO_DELAY_IN)
}
