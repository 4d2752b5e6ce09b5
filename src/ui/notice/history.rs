//! Puts into words what goes wrong with the local history.

use crate::ui::history_store::HistoryError;

use super::Notice;

/// A history can't be kept, read or erased. Everything else works as before.
pub fn history_error(error: HistoryError) -> Notice {
    const GOES_ON: &str = "What GitHub gives is shown as always.";
    match error {
        HistoryError::Full => {
            Notice::attention("There is no room left for the local history in this browser.")
                .explained(format!("What was loaded last isn't in it. {GOES_ON}"))
                .next(
                    "Free the browser's storage, or erase histories that you don't need in the \
                     settings, then reload the requests.",
                )
        }
        HistoryError::Refused => {
            Notice::attention("The browser doesn't let Gatehouse keep a local history.")
                .explained(format!("So it is in private windows and where storage is blocked. {GOES_ON}"))
                .next("Allow storage for it in the browser's settings, or switch the history off.")
        }
        HistoryError::Newer => {
            Notice::attention("A newer version of Gatehouse keeps the local history.")
                .explained(format!("This page can't read it any more, and leaves it alone. {GOES_ON}"))
                .next("Reload this page.")
        }
        HistoryError::Unreadable => {
            Notice::attention("A local history can't be read, so nothing is added to it.")
                .explained(format!("It was damaged, and is left as it is. {GOES_ON}"))
                .next("Erase it in the settings to begin anew.")
        }
        HistoryError::Failed => {
            Notice::attention("The local history can't be used just now.").explained(GOES_ON).next(
                "Reload this page. If that doesn't help, erase the history in the settings to begin \
                 anew.",
            )
        }
    }
}

/// A history wasn't erased.
pub fn history_not_erased(error: HistoryError) -> Notice {
    history_error(error).under(super::Tone::Critical, "Nothing was erased.")
}
