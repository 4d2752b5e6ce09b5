//! Runs commands by keys: the one place that listens for them.

pub mod command_keys;
pub mod command_palette;
pub mod commands;
pub mod key_hint;
pub(crate) mod list_commands;
pub mod shortcut_help;
pub(crate) mod typing;
pub(crate) mod view_commands;

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use self::commands::Commands;
use super::chord::{KeyPress, Place, Platform, SECOND_KEY_WITHIN_MS};
use super::keymap::{Keymap, Outcome, Waiting};
use super::lasting::LastingSignal;
use super::preferences::Preferences;

/// Elements into which text goes, or in which letters choose.
const TEXT: &str = "textarea, select, input, [role=textbox], [role=searchbox], [role=combobox], \
                    [role=spinbutton]";

/// The inputs among them that take none.
const NO_TEXT: &str = "input:is([type=checkbox], [type=radio], [type=button], [type=submit], \
                       [type=reset], [type=file], [type=image], [type=color], [type=range])";

/// Elements that Enter or the space bar work.
const CONTROL: &str = "a[href], button, summary, input, [role=button], [role=link], \
                       [role=checkbox], [role=switch], [role=radio], [role=tab], [role=option], \
                       [role=menuitem]";

/// Which key is the one for commands here.
pub fn platform() -> Platform {
    let name = window().navigator().platform().unwrap_or_default();
    let apple = ["Mac", "iPhone", "iPad"].iter().any(|its| name.starts_with(its));
    if apple { Platform::Apple } else { Platform::Other }
}

/// The keymap of the preferences, without what is switched off.
pub fn keymap(preferences: &Preferences) -> Keymap {
    let keymap = Keymap::new(&preferences.keys, platform());
    if preferences.single_key_shortcuts { keymap } else { keymap.without_characters() }
}

/// Runs commands by keys while the caller's view is there and `active` says so. Gives the keymap.
pub fn run_by_keys(
    commands: Commands,
    preferences: LastingSignal<Preferences>,
    active: impl Into<Signal<bool>>,
) -> Memo<Keymap> {
    let active = active.into();
    let keymap = Memo::new(move |_| preferences.with(keymap));
    let waiting = StoredValue::new(Waiting::default());
    let turn = StoredValue::new(0_u32);
    // What may follow is told only for as long as it may.
    let note_begun = move || {
        let first = waiting.with_value(|waiting| waiting.first().cloned());
        let is_begun = first.is_some();
        if commands.begun.with_untracked(|before| *before != first) {
            commands.begun.set(first);
        }
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let own = turn.get_value();
        if is_begun {
            let over = move || {
                if turn.try_get_value() == Some(own) {
                    commands.begun.try_set(None);
                }
            };
            set_timeout(over, Duration::from_secs_f64(SECOND_KEY_WITHIN_MS / 1_000.0));
        }
    };
    let listener = window_event_listener(ev::keydown, move |event| {
        // Whoever prevented it has used it.
        if event.default_prevented() || active.try_get_untracked() != Some(true) {
            return;
        }
        let press = key_press(&event);
        let at = event.time_stamp();
        let outcome = waiting.try_update_value(|waiting| {
            keymap.try_with_untracked(|keymap| keymap.press(waiting, &press, at))
        });
        note_begun();
        let is_used = match outcome.flatten() {
            Some(Outcome::Run(command)) => {
                commands.run(command, super::session::press::press(&event))
            }
            Some(Outcome::Pending | Outcome::Spent) => true,
            Some(Outcome::None) | None => false,
        };
        if is_used {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
    keymap
}

/// What an event says.
pub fn key_press(event: &KeyboardEvent) -> KeyPress {
    KeyPress {
        key: event.key(),
        code: event.code(),
        ctrl: event.ctrl_key(),
        meta: event.meta_key(),
        alt: event.alt_key(),
        shift: event.shift_key(),
        alt_graph: event.get_modifier_state("AltGraph"),
        repeat: event.repeat(),
        // The key that ends a composition doesn't say so everywhere. Source: UI Events, 7.3.1.
        composing: event.is_composing() || event.key_code() == 229,
        place: place(event),
    }
}

fn place(event: &KeyboardEvent) -> Place {
    if document().query_selector("dialog[open]").ok().flatten().is_some() {
        return Place::Dialog;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return Place::Page };
    let is = |selector: &str| target.matches(selector).unwrap_or(false);
    let editable = target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
    if editable || (is(TEXT) && !is(NO_TEXT)) {
        Place::Text
    } else if is(CONTROL) {
        Place::Control
    } else {
        Place::Page
    }
}
