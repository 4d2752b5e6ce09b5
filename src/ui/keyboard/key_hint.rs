//! What may be pressed after a first key, while it waits for a second one.

use leptos::prelude::*;

use crate::ui::command::Command;
use crate::ui::keymap::Keymap;

use super::commands::Commands;

/// The hint. It is there while a first key waits.
#[component]
pub fn KeyHint(
    /// What can be run, and which key was pressed.
    commands: Commands,
    /// Which keys run what.
    keymap: Memo<Keymap>,
) -> impl IntoView {
    let following = Memo::new(move |_| {
        let first = commands.begun.get()?;
        let found: Vec<(String, Command)> = keymap.with(|keymap| {
            let able = keymap.after(&first).filter(|(_, command)| commands.is_available(*command));
            able.map(|(second, command)| (second.words(keymap.platform()), command)).collect()
        });
        let first = keymap.with(|keymap| first.words(keymap.platform()));
        (!found.is_empty()).then_some((first, found))
    });
    let hint = move || {
        let (first, found) = following.get()?;
        let each = |(keys, command): (String, Command)| {
            view! {
                <li>
                    <kbd class="key">{keys}</kbd>
                    " "
                    {command.label()}
                </li>
            }
        };
        Some(view! {
            <div class="key-hint">
                <p>
                    <kbd class="key">{first}</kbd>
                    " then"
                </p>
                <ul>{found.into_iter().map(each).collect_view()}</ul>
            </div>
        })
    };
    // Made once: only an element that lasts is read out when its text changes.
    view! {
        <div role="status" aria-label="Keys that may follow">
            {hint}
        </div>
    }
}
