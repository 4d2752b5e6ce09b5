//! A selection as it is kept between visits: which requests, of which lists, and until when it is
//! worth coming back to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::github::ids::RequestId;
use crate::github::scope::Scopes;
use crate::github::time::Timestamp;

/// For how long a selection is still what the person has in mind, in seconds: a working day.
const KEPT_FOR: i64 = 12 * 3_600;

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
        let is_still_so = |kept: &Self| {
            kept.scopes == names(scopes)
                && (0..=KEPT_FOR).contains(&now.unix().saturating_sub(kept.at))
        };
        kept.filter(is_still_so).map(|kept| kept.requests).unwrap_or_default()
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
    fn what_is_no_selection_selects_nothing() {
        for text in [None, Some(""), Some("{}"), Some(r#"{"at":0,"scopes":[],"requests":[-1]}"#)] {
            assert!(EarlierSelection::read(text, NOW, &scopes(&["org:o"])).is_empty(), "{text:?}");
        }
    }
}
