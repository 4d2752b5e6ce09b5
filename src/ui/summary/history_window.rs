//! What a summary is made from: the month that GitHub's API gives, or the local history, too. How far
//! that reaches is the chart's to say.

use leptos::prelude::*;

use crate::ui::history_words as words;
use crate::ui::parts::moment::exact;
use crate::ui::session::history_handle::{HistoryHandle, SummaryWindow};

/// The choice, where the history is switched on.
#[component]
pub fn HistoryWindow(
    /// Whose history.
    history: HistoryHandle,
) -> impl IntoView {
    let coverage = Memo::new(move |_| history.coverage());
    let since = move || coverage.with(|coverage| coverage.reach()).map(|reach| exact(reach.from));
    let choice = move |its: SummaryWindow, name: &'static str, hint: Signal<String>| {
        view! {
            <label class="history-window-choice">
                <input
                    type="radio"
                    name="history-window"
                    prop:checked=move || history.window() == its
                    on:change=move |_| history.choose(its)
                />
                <span>
                    {name} " " <span class="field-hint">{hint}</span>
                </span>
            </label>
        }
    };
    let month_hint = Signal::stored("from GitHub's API".to_owned());
    let history_hint = Signal::derive(move || match since() {
        Some(since) => format!("since {since}"),
        None => "it begins with the next complete load".to_owned(),
    });
    let told = move || {
        let history = history.held()?;
        let paragraph = |text: String| view! { <p>{text}</p> };
        let texts = [
            words::unreadable(&history),
            Some(format!("{} {}", words::UNSEEN_END, words::NO_LINKS)),
        ];
        Some(texts.into_iter().flatten().map(paragraph).collect_view())
    };
    view! {
        <Show when=move || history.is_on()>
            <div class="history-window">
                <fieldset class="history-window-choices">
                    <legend>"Window"</legend>
                    {choice(SummaryWindow::Month, "Past month", month_hint)}
                    {choice(SummaryWindow::History, "Local history", history_hint)}
                </fieldset>
                <div class="history-window-told field-hint" aria-live="polite">
                    {told}
                </div>
            </div>
        </Show>
    }
}
