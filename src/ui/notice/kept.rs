//! Words for what goes wrong with what a person sets and keeps.

use crate::ui::chord::KeysProblem;
use crate::ui::command::Command;
use crate::ui::keymap::Conflict;
use crate::ui::preferences::MAX_UNDO_DELAY_IN;
use crate::ui::store::StoreError;

use super::Notice;

/// What a person set or wrote can't be kept.
pub fn store_error(error: StoreError) -> Notice {
    match error {
        StoreError::Full => {
            Notice::attention("There is no room left to keep drafts and settings in this browser.")
                .explained("What you write is kept only while this page is open.")
                .next("Free the browser's storage, or copy what you want to keep.")
        }
        StoreError::Refused => Notice::attention(
            "The browser doesn't let Gatehouse keep drafts and settings.",
        )
        .explained("What you write is kept only while this page is open.")
        .next("Allow storage for it in the browser's settings, or copy what you want to keep."),
    }
}

/// What is kept as message templates is none.
pub fn templates_unreadable() -> Notice {
    Notice::critical("The saved templates can't be read, so none can be saved.")
        .explained("They were damaged, or another program keeps something in their place.")
        .next("Erase them in the settings to begin anew.")
}

/// Keys can't be a command's.
pub fn keys_problem(problem: KeysProblem) -> &'static str {
    match problem {
        KeysProblem::Reserved => "The browser needs this key. Choose another one.",
    }
}

/// Keys are another command's, or begin as its keys do.
pub fn keys_taken(words: &str, by: Command) -> String {
    format!("{words} would get in the way of “{by}”. Choose other keys, or change those first.")
}

/// Two commands have the same keys.
pub fn keys_conflict(words: &str, conflict: &Conflict) -> String {
    format!("{words} runs “{}” instead. Change one of the two.", conflict.runs)
}

/// What was typed is no delay.
pub fn undo_delay_problem() -> String {
    format!("Enter a whole number from 0 to {MAX_UNDO_DELAY_IN}.")
}
