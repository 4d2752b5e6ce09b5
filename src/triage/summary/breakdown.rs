//! How many requests each organization, repository, secret type, reason, requester or reviewer has.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxBuildHasher;

use crate::github::exemption::ExemptionRequest;
use crate::triage::query::{Key, Login, Test, fold, offered};
use crate::triage::verdict::{Judged, Verdict};

/// What requests are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The repository's organization.
    Organization,
    /// The repository.
    Repository,
    /// The types of the secrets found.
    SecretType,
    /// The requester's reasons.
    Reason,
    /// Who asked.
    Requester,
    /// Who responded, also where the response was dismissed since.
    Reviewer,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 6] = [
        Self::Organization,
        Self::Repository,
        Self::SecretType,
        Self::Reason,
        Self::Requester,
        Self::Reviewer,
    ];

    /// The key of the query's terms that ask for it.
    pub fn key(self) -> Key {
        match self {
            Self::Organization => Key::Org,
            Self::Repository => Key::Repo,
            Self::SecretType => Key::Type,
            Self::Reason => Key::Reason,
            Self::Requester => Key::Requester,
            Self::Reviewer => Key::Reviewer,
        }
    }

    /// The query's test that asks for a value of it, or with `None` for requests without one.
    pub fn test(self, value: Option<String>) -> Test {
        let Some(value) = value else { return Test::No(self.key()) };
        match self {
            Self::Organization => Test::Org(value),
            Self::Repository => Test::Repo(value),
            Self::SecretType => Test::Type(value),
            Self::Reason => Test::Reason(value),
            Self::Requester => Test::Requester(Login::Name(value)),
            Self::Reviewer => Test::Reviewer(Login::Name(value)),
        }
    }

    /// Puts the request's values into `values`, emptied first: as GitHub gives them, those that are
    /// not empty, each once whatever its case.
    pub fn values<'r>(self, request: &'r ExemptionRequest, values: &mut Vec<Cow<'r, str>>) {
        offered(self.key(), request, values);
    }
}

/// What is counted for each value as it is spelt. By a quick hash, although requesters choose some of the values: the ten
/// thousands of requests whose values it would take to slow it down are a greater nuisance by themselves.
pub(super) type BySpelling<'r, T> = HashMap<Option<Cow<'r, str>>, T, FxBuildHasher>;

/// What was counted for each value whatever its case, in the order of the values; the value is
/// spelt as the one with the most, by `size`, does. What was counted for no value comes first.
pub(super) fn by_value<T>(
    by_spelling: BySpelling<'_, T>,
    size: impl Fn(&T) -> usize,
    mut join: impl FnMut(&mut T, T),
) -> Vec<(Option<String>, T)> {
    let mut spellings: Vec<(Option<Cow<'_, str>>, T)> = by_spelling.into_iter().collect();
    spellings.sort_by(|one, other| size(&other.1).cmp(&size(&one.1)).then(one.0.cmp(&other.0)));
    let mut values: BTreeMap<Option<String>, (Option<String>, T)> = BTreeMap::new();
    for (spelling, counted) in spellings {
        match values.entry(spelling.as_deref().map(fold)) {
            Entry::Occupied(mut entry) => join(&mut entry.get_mut().1, counted),
            Entry::Vacant(entry) => {
                entry.insert((spelling.map(Cow::into_owned), counted));
            }
        }
    }
    values.into_values().collect()
}

/// The requests that have one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The value as most requests spell it; `None` stands for the requests that have none.
    pub value: Option<String>,
    /// How many requests have it.
    pub count: usize,
    /// `count` in all requests, from 0 to 1. A request may have several values, so shares may add
    /// up to more than 1.
    pub share: f64,
    /// How many of them await a review.
    pub waiting: usize,
    /// What asks for exactly these, beside the query whose summary it is.
    pub test: Test,
}

/// The requests by what they have in one respect.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// In which respect.
    pub dimension: Dimension,
    /// Most requests first, then by value; the one without a value last, if there are such requests.
    /// Values that differ only in their case are one.
    pub bars: Vec<Bar>,
    /// How many requests it is about, those without a value among them.
    pub all: usize,
}

impl Breakdown {
    /// A request counts once for each of its values.
    pub fn of<'r>(dimension: Dimension, requests: &[Judged<'r>]) -> Self {
        let mut counts: BySpelling<'r, (usize, usize)> = BySpelling::default();
        let mut values = Vec::new();
        for Judged { request, verdict } in requests {
            let waiting = usize::from(*verdict == Verdict::AwaitingReview);
            let mut add = |value: Option<Cow<'r, str>>| {
                let (count, its_waiting) = counts.entry(value).or_default();
                *count += 1;
                *its_waiting += waiting;
            };
            dimension.values(request, &mut values);
            if values.is_empty() {
                add(None);
            }
            values.drain(..).map(Some).for_each(add);
        }
        let join = |all: &mut (usize, usize), more: (usize, usize)| {
            *all = (all.0 + more.0, all.1 + more.1);
        };
        let mut bars: Vec<Bar> = by_value(counts, |(count, _)| *count, join)
            .into_iter()
            .map(|(value, (count, waiting))| Bar {
                share: share(count, requests.len()),
                test: dimension.test(value.clone()),
                value,
                count,
                waiting,
            })
            .collect();
        // They are in the order of their values; this keeps it where counts are equal.
        bars.sort_by_key(|bar| (bar.value.is_none(), Reverse(bar.count)));
        Self { dimension, bars, all: requests.len() }
    }

    /// How many requests have no value.
    pub fn not_given(&self) -> usize {
        self.bars.iter().find(|bar| bar.value.is_none()).map_or(0, |bar| bar.count)
    }
}

/// `count` in `whole`, from 0 to 1; 0 of nothing.
#[allow(clippy::cast_precision_loss, reason = "there are less than 2^52 requests")]
pub fn share(count: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count as f64 / whole as f64 }
}

/// A share in words: `42 %`. What is neither nothing nor all is never called so.
pub fn percent(share: f64) -> String {
    match share {
        share if share <= 0.0 => "0 %".to_owned(),
        share if share < 0.01 => "<1 %".to_owned(),
        share if share >= 1.0 => "100 %".to_owned(),
        share => format!("{:.0} %", (share * 100.0).min(99.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nothing_is_0_percent_and_only_all_is_100() {
        for (count, whole, words) in [
            (0, 0, "0 %"),
            (0, 9, "0 %"),
            (1, 9_999, "<1 %"),
            (1, 100, "1 %"),
            (1, 3, "33 %"),
            (9_999, 10_000, "99 %"),
            (9, 9, "100 %"),
        ] {
            assert_eq!(percent(share(count, whole)), words);
        }
    }
}
