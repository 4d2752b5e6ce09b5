//! The local history in words: for the summary, the ledger's report and exports.

use crate::github::time::Timestamp;
use crate::inbox::history::{History, HistorySource};
use crate::triage::coverage::{Coverage, Stretch};

use super::labels;

/// How an instant is written.
pub type Say<'a> = &'a dyn Fn(Timestamp) -> String;

/// What a history doesn't know of a request.
pub const UNSEEN_END: &str = "What waited when it was read last, and isn't in GitHub's lists any more, \
                              counts as unknown: nobody saw how it ended.";

/// What isn't in a history.
pub const COMMENTS: &str =
    "What requesters wrote isn't kept, so a filter doesn't find words in it there.";

/// Where the figures over a history lead: nowhere.
pub const NO_LINKS: &str =
    "These figures lead to no requests: the inbox shows what GitHub's API gives, the past month.";

fn stretch(Stretch { from, until }: Stretch, say: Say<'_>) -> String {
    format!("from {} to {}", say(from), say(until))
}

/// From when to when every request is known.
pub fn covered(coverage: &Coverage, say: Say<'_>) -> String {
    match coverage.reach() {
        None => "Of no time is it known that every request is in it.".to_owned(),
        Some(reach) if coverage.gaps().is_empty() => {
            format!("Every request made {} is counted.", stretch(reach, say))
        }
        Some(reach) => {
            format!("Every request made {} is counted, but for gaps.", stretch(reach, say))
        }
    }
}

/// Where requests may be missing; absent where none are.
pub fn gaps(coverage: &Coverage, say: Say<'_>) -> Option<String> {
    let gaps = coverage.gaps();
    let words: Vec<String> = gaps.into_iter().map(|gap| stretch(gap, say)).collect();
    let words = words.join("; ");
    (!words.is_empty()).then(|| {
        format!("Not everything is known {words}: nothing was loaded for more than four weeks.")
    })
}

/// What can't be read of it; absent where everything can.
pub fn unreadable(history: &History) -> Option<String> {
    (history.unreadable > 0).then(|| {
        format!("{} of it can't be read, and aren't counted.", labels::requests(history.unreadable))
    })
}

/// One list's share: `Organization octo-org: 1,234 requests`.
pub fn source(source: &HistorySource) -> String {
    let (kind, name) = labels::scope(&source.scope);
    format!("{kind} {name}: {}", labels::requests(source.requests))
}

/// How far back it reaches.
pub fn window(coverage: &Coverage, say: Say<'_>) -> String {
    match coverage.reach() {
        None => "The local history, beside the past month of GitHub's API".to_owned(),
        Some(reach) => format!(
            "The local history since {}, beside the past month of GitHub's API",
            say(reach.from)
        ),
    }
}

/// An amount of storage: `980 bytes`, `12 kB`, `3.4 MB`.
pub fn bytes(count: usize) -> String {
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{} kB", count.div_ceil(1_000).min(999)),
        _ => {
            let tenths = count.div_ceil(100_000);
            format!("{}.{} MB", labels::grouped(tenths / 10), tenths % 10)
        }
    }
}

/// What an export over it has to say of it, a sentence each.
pub fn notes(history: &History, say: Say<'_>) -> Vec<String> {
    let sources = history.sources.iter().map(|its| format!("Local history, {}.", source(its)));
    sources
        .chain([covered(&history.coverage, say)])
        .chain(gaps(&history.coverage, say))
        .chain(unreadable(history))
        .chain([UNSEEN_END.to_owned(), COMMENTS.to_owned()])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage(stretches: &[(i64, i64)]) -> Coverage {
        let at = Timestamp::from_unix;
        let stretches = stretches.iter().map(|(from, until)| (at(*from), at(*until)));
        let stretches = stretches.map(|(from, until)| Stretch { from, until });
        Coverage::from(stretches.collect::<Vec<_>>())
    }

    fn say(at: Timestamp) -> String {
        at.unix().to_string()
    }

    #[test]
    fn gaps_are_named_and_without_them_none_are() {
        let whole = coverage(&[(1, 5)]);
        assert_eq!(covered(&whole, &say), "Every request made from 1 to 5 is counted.");
        assert_eq!(gaps(&whole, &say), None);
        let holed = coverage(&[(1, 5), (7, 9), (10, 20)]);
        assert_eq!(
            covered(&holed, &say),
            "Every request made from 1 to 20 is counted, but for gaps."
        );
        let gaps = gaps(&holed, &say).expect("gaps");
        assert!(gaps.starts_with("Not everything is known from 5 to 7; from 9 to 10:"), "{gaps}");
        assert!(covered(&Coverage::default(), &say).starts_with("Of no time"));
    }

    #[test]
    fn the_window_is_told_as_far_as_it_reaches() {
        let beside = ", beside the past month of GitHub's API";
        assert_eq!(
            window(&coverage(&[(1, 5), (7, 9)]), &say),
            format!("The local history since 1{beside}")
        );
        assert_eq!(window(&Coverage::default(), &say), format!("The local history{beside}"));
    }

    #[test]
    fn an_amount_of_storage_is_rounded_up() {
        for (count, words) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (999_999, "999 kB"),
            (1_000_000, "1.0 MB"),
            (3_410_000, "3.5 MB"),
        ] {
            assert_eq!(bytes(count), words);
        }
    }

    #[test]
    fn an_export_names_its_sources_and_what_they_lack() {
        let sources = vec![HistorySource {
            scope: "org:octo-org".parse().expect("valid"),
            requests: 1_234,
            coverage: coverage(&[(1, 5)]),
        }];
        let mut history = History::default();
        (history.coverage, history.sources) = (coverage(&[(1, 5)]), sources);
        let notes = notes(&history, &say);
        assert_eq!(notes[0], "Local history, Organization octo-org: 1,234 requests.");
        assert_eq!(notes.len(), 4, "{notes:?}");
        history.unreadable = 2;
        assert_eq!(
            unreadable(&history).as_deref(),
            Some("2 requests of it can't be read, and aren't counted.")
        );
    }
}
