//! A dialog that lists what can be done here, to choose by words.

use leptos::ev::{Event, KeyboardEvent};
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::ui::command::Command;
use crate::ui::keymap::Keymap;
use crate::ui::labels;
use crate::ui::session::press::press;

use super::command_keys::CommandKeys;
use super::commands::Commands;

/// The palette; it opens by its own command.
#[component]
pub fn CommandPalette(
    /// What can be done.
    commands: Commands,
    /// Which keys do it.
    keymap: Memo<Keymap>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let field = NodeRef::<Input>::new();
    // A closed palette has no field in the document.
    let is_open = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        words.with(|words| {
            let is_found = |command: &Command| {
                *command != Command::Palette
                    && command.matches(words)
                    && commands.is_available(*command)
            };
            Command::ALL.into_iter().filter(is_found).collect::<Vec<_>>()
        })
    });
    let chosen = Memo::new(move |_| found.with(|found| found.get(at.get()).copied()));
    let open = Callback::new(move |()| {
        words.set(String::new());
        at.set(0);
        is_open.set(true);
    });
    commands.register(Command::Palette, open);
    Effect::new(move || {
        if let (Some(field), Some(dialog)) = (field.get(), dialog.get_untracked()) {
            // Fails only where it is open already; and focusing, for no element.
            let _ = dialog.show_modal().and_then(|()| field.focus());
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let run = move |command: Command, event: &Event| {
        // The command finds the focus where it was.
        close();
        commands.run(command, press(event));
    };
    let key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = if *at == 0 { last } else { *at - 1 }),
            "Enter" if !event.repeat() => {
                if let Some(command) = chosen.get_untracked() {
                    run(command, &event);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move || {
        let Some(command) = chosen.get() else { return };
        request_animation_frame(move || {
            if let Some(option) = document().get_element_by_id(&option_id(command)) {
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        });
    });
    let option = move |command: Command| {
        let is_chosen = move || chosen.get() == Some(command);
        let choose = move |_| {
            let place = found.with_untracked(|found| found.iter().position(|it| *it == command));
            at.set(place.unwrap_or_default());
        };
        view! {
            <li
                id=option_id(command)
                class="command-palette-option"
                role="option"
                aria-selected=move || is_chosen().to_string()
                on:pointermove=choose
                on:click=move |event| run(command, &event)
            >
                <span>
                    <span class="command-palette-group">{command.group().label()} ": "</span>
                    {command.label()}
                </span>
                <CommandKeys command keymap />
                <span class="command-palette-explanation">{command.explanation()}</span>
            </li>
        }
    };
    let count = move || labels::commands(found.with(Vec::len));
    let content = move || {
        view! {
            <input
                type="text"
                class="field"
                node_ref=field
                role="combobox"
                aria-label="Find a command"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls="command-palette-options"
                aria-activedescendant=move || chosen.get().map(option_id)
                placeholder="Find a command"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || words.get()
                on:input=move |event| {
                    words.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=key
            />
            <ul
                id="command-palette-options"
                class="command-palette-options"
                role="listbox"
                aria-label="Commands"
            >
                <For each=move || found.get() key=|command| *command let:command>
                    {option(command)}
                </For>
            </ul>
            <p class="field-hint" role="status">
                {count}
            </p>
        }
    };
    view! {
        <dialog
            class="dialog command-palette"
            node_ref=dialog
            closedby="any"
            aria-label="Command palette"
            on:close=move |_| is_open.set(false)
        >
            <Show when=move || is_open.get()>{content()}</Show>
        </dialog>
    }
}

fn option_id(command: Command) -> String {
    format!("command-palette-{}", command.name())
}
