//! The keys of a command, as on the board.

use leptos::prelude::*;

use crate::ui::command::Command;
use crate::ui::keymap::Keymap;

/// The keys of a command; nothing where it has none.
#[component]
pub fn CommandKeys(
    /// Whose keys.
    command: Command,
    /// Which keys run what.
    keymap: Memo<Keymap>,
) -> impl IntoView {
    let keys = move || {
        keymap.with(|keymap| {
            let each = |(at, keys): (usize, &crate::ui::chord::Keys)| {
                let first = keys.first.words(keymap.platform());
                let second = keys.second.as_ref().map(|second| {
                    let second = second.words(keymap.platform());
                    view! {
                        " then "
                        <kbd class="key">{second}</kbd>
                    }
                });
                view! {
                    {(at > 0).then_some(" or ")}
                    <kbd class="key">{first}</kbd>
                    {second}
                }
            };
            keymap.keys(command).enumerate().map(each).collect_view()
        })
    };
    view! { <span class="command-keys">{keys}</span> }
}
