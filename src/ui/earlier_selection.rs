//! A selection as it is kept between visits: which requests, of which lists, and until when it is
//! worth coming back to.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::github::ids::RequestId;
use crate::github::scope::Scopes;
use crate::github::time::Timestamp;

/// For how long a selection is still what the person has in mind, in seconds: a working day.
const KEPT_FOR: i64 = 12 * 3_600;

/// Since when something has been selected that wasn't in this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Before the page was loaded, in the same tab.
    Load,
    /// Before the program was ended or updated, in a tab that is gone.
    Run,
}

/// The selected requests of some lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierSelection {
    /// Since when it is so, in seconds since 1970-01-01T00:00:00Z.
    at: i64,
    /// The lists.
    scopes: Vec<String>,
    /// The requests. Those without an id can't be known again.
    requests: BTreeSet<RequestId>,
}

impl EarlierSelection {
    /// What is selected of `scopes` at `now`.
    pub fn new(
        now: Timestamp,
        scopes: &Scopes,
        requests: impl IntoIterator<Item = RequestId>,
    ) -> Self {
        Self { at: now.unix(), scopes: names(scopes), requests: requests.into_iter().collect() }
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// The text to be kept.
    pub fn text(&self) -> String {
        // Nothing in it can fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The requests of a kept text that are still selected of `scopes` at `now`: none of other lists,
    /// of a text that can't be read, or of one that is from long ago or to come.
    pub fn read(text: Option<&str>, now: Timestamp, scopes: &Scopes) -> BTreeSet<RequestId> {
        let kept = text.and_then(|text| serde_json::from_str::<Self>(text).ok());
        let is_still_so = |kept: &Self| kept.scopes == names(scopes) && kept.is_recent(now);
        kept.filter(is_still_so).map(|kept| kept.requests).unwrap_or_default()
    }

    /// Whether the person may still have it in mind at `now`.
    fn is_recent(&self, now: Timestamp) -> bool {
        (0..=KEPT_FOR).contains(&now.unix().saturating_sub(self.at))
    }
}

/// A selection as a tab keeps it beyond its own end, for when the whole program ends with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LeftSelection {
    /// The run of the program that the tab is of.
    run: String,
    selection: EarlierSelection,
}

impl EarlierSelection {
    /// The text to be kept beyond the tab's end, in this run of the program.
    pub fn text_for_others(self, run: &str) -> String {
        let left = LeftSelection { run: run.to_owned(), selection: self };
        // Nothing in it can fail.
        serde_json::to_string(&left).unwrap_or_default()
    }
}

/// What a tab does with the selections that tabs kept beyond their end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inheritance {
    /// What it selects; nothing if there is none for it.
    pub requests: BTreeSet<RequestId>,
    /// The key of what it takes that from: no other tab is to take it, too.
    pub from: Option<String>,
    /// The keys of what nobody will come back to.
    pub stale: Vec<String>,
}

impl Inheritance {
    /// What a tab of this `run` that shows `scopes` takes over at `now`, out of what is kept under each key:
    /// of tabs of other runs, which are all gone, the one of these lists that was changed last.
    pub fn of(
        kept: impl IntoIterator<Item = (String, String)>,
        run: &str,
        now: Timestamp,
        scopes: &Scopes,
    ) -> Self {
        let mut inheritance = Self::default();
        let mut left = Vec::new();
        for (key, text) in kept {
            match serde_json::from_str::<LeftSelection>(&text) {
                Ok(it) if it.run == run => {}
                Ok(LeftSelection { selection, .. }) if selection.is_recent(now) => {
                    left.push((key, selection));
                }
                // Too old, or of a version that wrote it otherwise.
                _ => inheritance.stale.push(key),
            }
        }
        let here = names(scopes);
        left.retain(|(_, selection)| selection.scopes == here);
        left.sort_by_key(|(_, selection)| Reverse(selection.at));
        if let Some((key, selection)) = left.into_iter().next() {
            inheritance.requests = selection.requests;
            inheritance.from = Some(key);
        }
        inheritance
    }
}

/// In the lists' own order: another order is the same lists.
fn names(scopes: &Scopes) -> Vec<String> {
    let mut names: Vec<String> =
        scopes.iter().map(|scope| scope.to_string().to_ascii_lowercase()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_720_000_000);

    fn scopes(names: &[&str]) -> Scopes {
        let parsed = names.iter().map(|name| name.parse().expect("a scope"));
        Scopes::new(parsed.collect::<Vec<_>>()).expect("some")
    }

    fn found(kept: &EarlierSelection, after: i64, of: &[&str]) -> Vec<u64> {
        let requests = EarlierSelection::read(Some(&kept.text()), NOW.plus(after), &scopes(of));
        requests.into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn it_is_found_again_for_the_same_lists_and_for_a_working_day() {
        let requests = [RequestId(9_007_199_254_740_993), RequestId(1)];
        let kept = EarlierSelection::new(NOW, &scopes(&["org:Octo-Org", "repo:o/r"]), requests);
        let same = ["repo:o/r", "org:octo-org"];
        for after in [0, KEPT_FOR] {
            assert_eq!(found(&kept, after, &same), [1, 9_007_199_254_740_993], "{after}");
        }
        for after in [-1, KEPT_FOR + 1] {
            assert_eq!(found(&kept, after, &same), [0; 0], "{after}");
        }
        for other in [&["org:octo-org"][..], &["repo:o/r", "org:other"]] {
            assert_eq!(found(&kept, 0, other), [0; 0], "{other:?}");
        }
    }

    #[test]
    fn what_a_tab_of_another_run_left_is_taken_over_once_by_one_of_the_same_lists() {
        let of = |at: i64, lists: &[&str], id: u64| {
            EarlierSelection::new(NOW.plus(at), &scopes(lists), [RequestId(id)])
        };
        let here = ["org:octo-org"];
        let kept = [
            ("alive", of(-1, &here, 1).text_for_others("this")),
            ("elder", of(-9, &here, 2).text_for_others("before")),
            ("last", of(-2, &["org:Octo-Org"], 3).text_for_others("before")),
            ("of others", of(-1, &["org:other"], 4).text_for_others("before")),
            ("too old", of(-KEPT_FOR - 1, &here, 5).text_for_others("long ago")),
            ("unread", "{}".to_owned()),
        ];
        let kept = kept.map(|(key, text)| (key.to_owned(), text));
        let taken = |kept: &[(String, String)], run: &str| {
            Inheritance::of(kept.iter().cloned(), run, NOW, &scopes(&here))
        };
        let stale = vec!["too old".to_owned(), "unread".to_owned()];
        let found = taken(&kept, "this");
        assert_eq!(found.from.as_deref(), Some("last"));
        assert_eq!(found.requests, BTreeSet::from([RequestId(3)]));
        assert_eq!(found.stale, stale);
        let rest: Vec<_> = kept.iter().filter(|(key, _)| key != "last").cloned().collect();
        assert_eq!(taken(&rest, "this").from.as_deref(), Some("elder"));
        // In the run before, those tabs are there.
        let before = taken(&kept, "before");
        assert_eq!((before.from.as_deref(), before.stale), (Some("alive"), stale));
        assert_eq!(taken(&kept[..1], "this"), Inheritance::default());
    }

    #[test]
    fn what_is_no_selection_selects_nothing() {
        for text in [None, Some(""), Some("{}"), Some(r#"{"at":0,"scopes":[],"requests":[-1]}"#)] {
            assert!(EarlierSelection::read(text, NOW, &scopes(&["org:o"])).is_empty(), "{text:?}");
        }
    }
}
