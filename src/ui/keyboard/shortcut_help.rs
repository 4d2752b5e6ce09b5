//! A dialog with every command and its keys.

use leptos::ev::MouseEvent;
use leptos::html::{Button, Dialog};
use leptos::prelude::*;

use crate::ui::command::{Command, Group};
use crate::ui::keymap::Keymap;
use crate::ui::lasting::LastingSignal;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::preferences::Preferences;
use crate::ui::session::press::press;

use super::command_keys::CommandKeys;
use super::commands::Commands;

/// The help; it opens by its own command.
#[component]
pub fn ShortcutHelp(
    /// What can be done.
    commands: Commands,
    /// Which keys do it.
    keymap: Memo<Keymap>,
    /// Whether single keys do.
    preferences: LastingSignal<Preferences>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let closer = NodeRef::<Button>::new();
    let is_open = RwSignal::new(false);
    commands.register(Command::Help, Callback::new(move |()| is_open.set(true)));
    Effect::new(move || {
        if let (Some(_), Some(dialog)) = (closer.get(), dialog.get_untracked()) {
            // Fails only where it is open already.
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let to_settings = move |event: MouseEvent| {
        close();
        commands.run(Command::GoSettings, press(&event));
    };
    let row = move |command: Command| {
        let has_keys = move || keymap.with(|keymap| keymap.keys(command).next().is_some());
        view! {
            <Show when=has_keys>
                <div class="shortcut-help-row">
                    <dt>
                        <CommandKeys command keymap />
                    </dt>
                    <dd>
                        <span>{command.label()}</span>
                        <span class="field-hint">{command.explanation()}</span>
                    </dd>
                </div>
            </Show>
        }
    };
    let group = move |group: Group| {
        let of_group = Command::ALL.into_iter().filter(move |command| command.group() == group);
        view! {
            <section>
                <h3>{group.label()}</h3>
                <dl class="shortcut-help-rows">{of_group.map(row).collect_view()}</dl>
            </section>
        }
    };
    let single = move || preferences.with(|preferences| preferences.single_key_shortcuts);
    let content = move || {
        view! {
            <header class="shortcut-help-head">
                <h2>"Keyboard shortcuts"</h2>
                <button
                    type="button"
                    node_ref=closer
                    class="button button-invisible button-icon"
                    aria-label="Close keyboard shortcuts"
                    on:click=move |_| close()
                >
                    <Icon octicon=Octicon::X />
                </button>
            </header>
            <div class="shortcut-help-groups" tabindex="0" role="group" aria-label="Shortcuts">
                <Show when=move || !single()>
                    <p>"Single-key shortcuts are switched off in the settings."</p>
                </Show>
                {Group::ALL.map(group).collect_view()}
            </div>
            <div class="dialog-buttons">
                <Show when=move || commands.is_available(Command::GoSettings)>
                    <button type="button" class="button" on:click=to_settings>
                        "Change shortcuts"
                    </button>
                </Show>
            </div>
        }
    };
    view! {
        <dialog
            class="dialog shortcut-help"
            node_ref=dialog
            closedby="any"
            aria-label="Keyboard shortcuts"
            on:close=move |_| is_open.set(false)
        >
            <Show when=move || is_open.get()>{content()}</Show>
        </dialog>
    }
}
