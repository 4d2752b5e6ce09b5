//! The keyboard in the settings: single keys on or off, and other keys for each command.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html::Button;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use crate::ui::chord::{Chord, Keys, SECOND_KEY_WITHIN_MS};
use crate::ui::command::{Command, Group};
use crate::ui::keyboard::command_keys::CommandKeys;
use crate::ui::keyboard::commands::Commands;
use crate::ui::keyboard::{key_press, platform};
use crate::ui::keymap::Keymap;
use crate::ui::lasting::LastingSignal;
use crate::ui::notice;
use crate::ui::preferences::Preferences;
use crate::ui::session::press::press;

/// The switch and the table.
#[component]
pub fn KeyboardSettings(
    /// What is set.
    preferences: LastingSignal<Preferences>,
    /// What can be done, of which the help is one.
    commands: Commands,
) -> impl IntoView {
    let single = move || preferences.with(|preferences| preferences.single_key_shortcuts);
    let any_changed = move || preferences.with(|preferences| !preferences.keys.is_empty());
    // Those that are switched off included.
    let keymap = Memo::new(move |_| {
        preferences.with(|preferences| Keymap::new(&preferences.keys, platform()))
    });
    let recording = RwSignal::new(None::<Command>);
    let group = move |group: Group| {
        let of_group = Command::ALL.into_iter().filter(move |command| command.group() == group);
        let rows = of_group
            .map(|command| view! { <CommandRow preferences keymap recording command /> })
            .collect_view();
        view! {
            <tbody>
                <tr>
                    <th class="keyboard-settings-group" colspan="3" scope="rowgroup">
                        {group.label()}
                    </th>
                </tr>
                {rows}
            </tbody>
        }
    };
    view! {
        <section class="keyboard-settings" aria-labelledby="keyboard-settings-heading">
            <h2 id="keyboard-settings-heading">"Keyboard"</h2>
            <div class="keyboard-settings-switch">
                <input
                    type="checkbox"
                    role="switch"
                    id="single-key-shortcuts"
                    aria-describedby="single-key-shortcuts-hint"
                    prop:checked=single
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        preferences.update(|preferences| preferences.single_key_shortcuts = on);
                    }
                />
                <label class="field-label" for="single-key-shortcuts">
                    "Single-key shortcuts"
                </label>
                <p id="single-key-shortcuts-hint" class="field-hint">
                    "Letters and signs alone, such as J, run commands. Switch them off if you use \
                     speech input or press keys by accident; keys with Ctrl, Cmd or Alt stay."
                </p>
            </div>
            <table class="keyboard-settings-table" aria-label="Commands and their keys">
                <thead>
                    <tr>
                        <th scope="col">"Command"</th>
                        <th scope="col">"Keys"</th>
                        <th scope="col">
                            <span class="visually-hidden">"Change"</span>
                        </th>
                    </tr>
                </thead>
                {Group::ALL.map(group).collect_view()}
            </table>
            <div class="keyboard-settings-buttons">
                <Show when=move || commands.is_available(Command::Help)>
                    <button
                        type="button"
                        class="button"
                        on:click=move |event| {
                            commands.run(Command::Help, press(&event));
                        }
                    >
                        "Show keyboard shortcuts"
                    </button>
                </Show>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || (!any_changed()).then_some("true")
                    on:click=move |_| preferences.update(|preferences| preferences.keys.clear())
                >
                    "Reset all keys"
                </button>
            </div>
        </section>
    }
}

/// One command with its keys.
#[component]
fn CommandRow(
    preferences: LastingSignal<Preferences>,
    keymap: Memo<Keymap>,
    /// Whose keys are being pressed.
    recording: RwSignal<Option<Command>>,
    command: Command,
) -> impl IntoView {
    let problem = RwSignal::new(None::<String>);
    // What was pressed so far, and when it is taken for all.
    let first = RwSignal::new(None::<Chord>);
    let ends = StoredValue::new(None::<TimeoutHandle>);
    let is_recording = Memo::new(move |_| recording.get() == Some(command));
    let is_changed = move || preferences.with(|it| it.keys.contains_key(command.name()));
    let has_keys = move || keymap.with(|keymap| keymap.keys(command).next().is_some());
    let change = move |change: &dyn Fn(&mut BTreeMap<String, String>)| {
        problem.set(None);
        preferences.update(|preferences| change(&mut preferences.keys));
    };
    let stop_waiting = move || {
        first.set(None);
        if let Some(handle) = ends.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let cancel = move || {
        stop_waiting();
        if is_recording.get_untracked() {
            recording.set(None);
        }
    };
    let take = move |keys: Keys| {
        cancel();
        let clash = keymap.with_untracked(|keymap| keymap.taken(command, &keys));
        match (keys.problem(), clash) {
            (Some(reserved), _) => problem.set(Some(notice::keys_problem(reserved).to_owned())),
            (None, Some(other)) => {
                problem.set(Some(notice::keys_taken(&keys.words(platform()), other)));
            }
            (None, None) => change(&|all| {
                all.insert(command.name().to_owned(), keys.to_string());
            }),
        }
    };
    let changer = NodeRef::<Button>::new();
    let reset = move |_| {
        change(&|all| {
            all.remove(command.name());
        });
        // The button for it goes with the change.
        if let Some(changer) = changer.get_untracked() {
            let _ = changer.focus();
        }
    };
    let key = move |event: KeyboardEvent| {
        if !is_recording.get_untracked() {
            return;
        }
        if event.key() == "Tab" {
            cancel();
            return;
        }
        event.prevent_default();
        // Not to the commands that the keys run as yet, nor to what Escape closes.
        event.stop_propagation();
        if event.repeat() {
            return;
        }
        if event.key() == "Escape" {
            cancel();
            return;
        }
        let press = key_press(&event);
        let Some(chord) = Chord::of(&press, platform()) else { return };
        match first.get_untracked() {
            Some(first) => take(Keys { first, second: Some(chord) }),
            None => {
                first.set(Some(chord.clone()));
                let alone = move || take(Keys { first: chord.clone(), second: None });
                let within = Duration::from_millis(SECOND_KEY_WITHIN_MS as u64);
                ends.set_value(set_timeout_with_handle(alone, within).ok());
            }
        }
    };
    on_cleanup(move || {
        if let Some(handle) = ends.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    });
    let conflicts = move || {
        keymap.with(|keymap| {
            let conflicts = keymap.conflicts();
            let hidden = conflicts.iter().filter(|conflict| conflict.is_hidden == command);
            hidden
                .map(|conflict| {
                    notice::keys_conflict(&conflict.keys.words(keymap.platform()), conflict)
                })
                .map(|text| view! { <p class="field-error">{text}</p> })
                .collect_view()
        })
    };
    let prompt = move || match (is_recording.get(), first.get()) {
        (false, _) => "Change".to_owned(),
        (true, None) => "Press keys, Esc cancels".to_owned(),
        (true, Some(chord)) => format!("{}, then one more or wait", chord.words(platform())),
    };
    let name = move || match is_recording.get() {
        true => None,
        false => Some(format!("Change the keys of {command}")),
    };
    view! {
        <tr>
            <th scope="row">
                <span>{command.label()}</span>
                <p class="field-hint">{command.explanation()}</p>
                {conflicts}
                <p class="field-error" role="alert">
                    {problem}
                </p>
            </th>
            <td>
                <Show when=has_keys fallback=|| "None">
                    <CommandKeys command keymap />
                </Show>
            </td>
            <td>
                <div class="keyboard-settings-buttons">
                    <button
                        type="button"
                        class="button button-small"
                        node_ref=changer
                        aria-label=name
                        aria-live="polite"
                        on:keydown=key
                        on:blur=move |_| cancel()
                        on:click=move |_| {
                            problem.set(None);
                            recording.set(Some(command));
                        }
                    >
                        {prompt}
                    </button>
                    <button
                        type="button"
                        class="button button-small"
                        aria-label=format!("Remove the keys of {command}")
                        aria-disabled=move || (!has_keys()).then_some("true")
                        on:click=move |_| change(&|all| {
                            all.insert(command.name().to_owned(), String::new());
                        })
                    >
                        "Remove"
                    </button>
                    <Show when=is_changed>
                        <button
                            type="button"
                            class="button button-small"
                            aria-label=format!("Reset the keys of {command}")
                            on:click=reset
                        >
                            "Reset"
                        </button>
                    </Show>
                </div>
            </td>
        </tr>
    }
}
