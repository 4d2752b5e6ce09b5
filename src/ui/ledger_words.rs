//! What stands behind the figures, in words: for the ledger's report and for exports.

use crate::github::error::CallError;
use crate::github::list_requests::TimePeriod;
use crate::inbox::history::History;
use crate::inbox::ledger::{Compared, Ledger, Part};

use super::labels;
use super::notice;

/// The most lists that an export names one by one.
const MAX_NAMED: usize = 100;

/// How far back the lists go.
pub fn window(window: TimePeriod) -> &'static str {
    match window {
        TimePeriod::Hour => "The past hour",
        TimePeriod::Day => "The past 24 hours",
        TimePeriod::Week => "The past 7 days",
        TimePeriod::Month => "The past month, the most that GitHub's API gives",
    }
}

/// What is to be known of the window.
pub const WINDOW_HINT: &str =
    "GitHub doesn't document whether a request's creation or its last change counts.";

/// How many of a list's pages were read: `3 of 3`.
pub fn pages(part: &Part) -> String {
    let read = labels::grouped(part.pages_read as usize);
    match part.pages {
        Some(all) => format!("{read} of {}", labels::grouped(all as usize)),
        None => read,
    }
}

/// Whether a list was shown to be stable while it was read.
pub fn compared(compared: Compared) -> &'static str {
    match compared {
        Compared::NotYet => "Not known yet",
        Compared::NotNeeded => "It is one page",
        Compared::Shown => "Shown to be stable",
        Compared::KeptChanging => "Kept changing",
        Compared::WithoutIds => "Can't be shown: requests without ids",
    }
}

/// What came of a list, in one sentence.
pub fn outcome(part: &Part) -> String {
    let why = |error: &CallError| notice::call_error(error).title;
    if let Some(error) = &part.refused {
        return format!("Not given. {}", why(error));
    }
    if let Some(first) = part.failed.first() {
        return match part.failed.len() {
            1 => format!("Page {} couldn't be read. {}", first.page, why(&first.error)),
            pages => {
                format!("{} pages couldn't be read. {}", labels::grouped(pages), why(&first.error))
            }
        };
    }
    if !part.gaps.is_empty() {
        return "GitHub left something out.".to_owned();
    }
    match part.compared {
        Compared::NotNeeded | Compared::Shown => "Read to its end.".to_owned(),
        Compared::NotYet if part.pages_read == 0 => "Not read yet.".to_owned(),
        Compared::NotYet => "Being read.".to_owned(),
        Compared::KeptChanging | Compared::WithoutIds => "Requests may be missing.".to_owned(),
    }
}

/// How often calls for a list were made again; absent where they weren't.
pub fn retries(part: &Part) -> Option<String> {
    match part.retries {
        0 => None,
        1 => Some("1 call was made again".to_owned()),
        retries => Some(format!("{} calls were made again", labels::grouped(retries as usize))),
    }
}

/// The name of a list, such as `Organization octo-org`.
pub fn list_name(part: &Part) -> String {
    let (kind, name) = labels::scope(&part.scope);
    format!("{kind} {name}")
}

/// What an export has to say of its requests, and of the local history where some are of that, a
/// sentence each.
pub fn notes(ledger: &Ledger, history: Option<&History>) -> Vec<String> {
    let of_history = history.and_then(|it| notice::history_completeness(ledger, it));
    let headline = of_history.unwrap_or_else(|| notice::completeness(ledger));
    let mut notes = vec![headline.text()];
    notes.extend(notice::missing(&ledger.missing).iter().map(notice::Notice::text));
    notes.push(format!("{}. {WINDOW_HINT}", window(ledger.window)));
    if let Some(at) = ledger.read_at {
        notes.push(format!("The requests are as GitHub had them at {at}."));
    }
    notes.extend(ledger.parts.iter().take(MAX_NAMED).map(|part| {
        let requests = labels::requests(part.requests);
        let (name, pages, outcome) = (list_name(part), pages(part), outcome(part));
        format!("{name}: {requests}; pages read: {pages}. {outcome}")
    }));
    let more = ledger.parts.len().saturating_sub(MAX_NAMED);
    if more > 0 {
        notes.push(format!("And {} more lists.", labels::grouped(more)));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::list::Gap;
    use crate::github::error::TransportError;
    use crate::github::time::Timestamp;
    use crate::inbox::history::{Held, Reading, Record};
    use crate::inbox::ledger::{FailedPage, Missing};
    use crate::ui::notice::Tone;

    fn part() -> Part {
        Part {
            scope: "org:octo-org".parse().unwrap(),
            stands_in_for: None,
            pages_read: 3,
            pages: Some(3),
            requests: 250,
            refused: None,
            failed: Vec::new(),
            gaps: Vec::new(),
            compared: Compared::Shown,
            retries: 0,
            read_at: None,
        }
    }

    fn ledger(parts: Vec<Part>, missing: Vec<Missing>) -> Ledger {
        Ledger {
            window: TimePeriod::Month,
            parts,
            requests: 250,
            read_at: Some(Timestamp::from_unix(0)),
            organizations: None,
            waits_until: None,
            calls_left: None,
            missing,
        }
    }

    #[test]
    fn nothing_is_missing_only_where_that_is_known() {
        let said = |missing| notice::completeness(&ledger(vec![part()], missing)).title;
        assert_eq!(said(Vec::new()), "Nothing is missing.");
        let scope = || part().scope;
        for missing in [
            Missing::Unread,
            Missing::Cancelled,
            Missing::Stopped { error: CallError::Transport(TransportError::NoToken) },
            Missing::TokenRefused {
                owner: None,
                scopes: Vec::new(),
                error: CallError::Transport(TransportError::NoToken),
            },
            Missing::KeptChanging { scope: scope() },
            Missing::WithoutIds { scope: scope() },
            Missing::StoodIn { scope: scope() },
            Missing::LeftOut { scope: scope(), gap: Gap::UnclearPaging },
        ] {
            let notice = notice::completeness(&ledger(vec![part()], vec![missing.clone()]));
            assert_ne!(notice.tone, Tone::Success, "{missing:?}");
            assert!(notice.text().contains("too low"));
        }
    }

    #[test]
    fn a_history_that_lacks_something_is_never_said_to_be_all() {
        // Nothing is kept, so nothing is known of the past.
        let empty = History::default();
        let whole = || ledger(vec![part()], Vec::new());
        for ledger in [whole(), ledger(vec![part()], vec![Missing::Cancelled])] {
            let notes = notes(&ledger, Some(&empty));
            assert!(notes[0].starts_with("Something of the local history is missing"), "{notes:?}");
            assert!(!notes.iter().any(|note| note.contains("Nothing is missing")), "{notes:?}");
        }
        let now = Timestamp::from_unix(1_800_000_000);
        let reading = Reading { scope: part().scope, at: now, is_whole: true, rows: Vec::new() };
        let mut record = Record::new(part().scope);
        record.finish(&reading);
        let known = History::of([Held { record, texts: Vec::new() }]);
        assert!(notes(&whole(), Some(&known))[0].starts_with("Nothing is missing."));
    }

    #[test]
    fn what_came_of_a_list_is_told_with_its_cause() {
        let error = CallError::Transport(TransportError::TimedOut);
        let failed = |page| FailedPage { page, error: error.clone() };
        let unread = Part { compared: Compared::NotYet, pages_read: 0, pages: None, ..part() };
        for (part, told) in [
            (part(), "Read to its end."),
            (unread, "Not read yet."),
            (Part { compared: Compared::KeptChanging, ..part() }, "Requests may be missing."),
            (Part { gaps: vec![Gap::UnclearPaging], ..part() }, "GitHub left something out."),
            (
                Part { failed: vec![failed(2)], ..part() },
                "Page 2 couldn't be read. GitHub didn't reply in time.",
            ),
            (
                Part { failed: vec![failed(2), failed(4)], ..part() },
                "2 pages couldn't be read. GitHub didn't reply in time.",
            ),
            (
                Part { refused: Some(error.clone()), ..part() },
                "Not given. GitHub didn't reply in time.",
            ),
        ] {
            assert_eq!(outcome(&part), told);
        }
    }

    #[test]
    fn an_export_says_what_was_asked_and_what_is_missing() {
        let notes = notes(&ledger(vec![part()], vec![Missing::Cancelled]), None);
        assert_eq!(
            notes,
            [
                "Something is missing, or may be. So every figure is of what was read, and may be \
                 too low.",
                "The loading was stopped. What wasn't read is missing.",
                "The past month, the most that GitHub's API gives. GitHub doesn't document whether a \
                 request's creation or its last change counts.",
                "The requests are as GitHub had them at 1970-01-01T00:00:00Z.",
                "Organization octo-org: 250 requests; pages read: 3 of 3. Read to its end.",
            ]
        );
    }
}
