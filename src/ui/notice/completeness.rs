//! Puts into words whether what was loaded is all there is, and what stands in the way of figures and
//! exports.

use crate::inbox::history::History;
use crate::inbox::ledger::{Ledger, Missing};
use crate::triage::query::QueryError;

use super::Notice;

/// Whether something is missing. "Nothing is missing" is said only where that is known.
pub fn completeness(ledger: &Ledger) -> Notice {
    let nothing_came = ledger.read_at.is_none();
    let notice = match ledger.missing.as_slice() {
        [] => {
            return Notice::success("Nothing is missing.").explained(
                "Every list was read to its end, and nothing that was there all the time is missing \
                 from it.",
            );
        }
        [Missing::Unread] if ledger.parts.is_empty() => {
            return Notice::attention("Nothing has been asked for yet.");
        }
        [Missing::Unread] => Notice::attention("It is still being read."),
        _ if nothing_came => return Notice::critical("Nothing is known: no list could be read."),
        _ => Notice::attention("Something is missing, or may be."),
    };
    notice.explained("So every figure is of what was read, and may be too low.")
}

/// The same where the local history counts, too; absent where that is as complete as can be.
pub fn history_completeness(ledger: &Ledger, history: &History) -> Option<Notice> {
    let lists = match (history.is_partial(), ledger.is_partial()) {
        (false, _) => return None,
        (true, false) => "GitHub's lists of the past month were read to their end.",
        (true, true) => "Something of GitHub's lists is missing, or may be, too.",
    };
    let notice = Notice::attention("Something of the local history is missing, or may be.");
    Some(notice.explained(format!(
        "{lists} Every figure is of what is known, and may be too low for the times named below."
    )))
}

/// An export that the browser didn't take.
pub fn export_failed() -> Notice {
    Notice::critical("The file couldn't be made.")
        .explained("The browser may be short of memory.")
        .next("Close other tabs or export fewer requests, then try again.")
}

/// A filter of which there are no figures.
pub fn unreadable_filter(errors: &[QueryError]) -> Notice {
    let problems: Vec<String> = errors.iter().map(|error| error.problem.in_words()).collect();
    Notice::attention("The filter can't be understood, so nothing can be counted.")
        .explained(problems.join(" "))
        .next("Change the filter in the inbox.")
}
