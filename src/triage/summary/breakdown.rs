//! How many requests each organization, repository, secret type, reason, requester or reviewer has.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::github::exemption::{ExemptionRequest, Finding};
use crate::github::time::Timestamp;
use crate::triage::query::{Key, Login, Test};
use crate::triage::verdict::awaits_review;

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

    /// The query's test that asks for a value of it.
    pub fn test(self, value: String) -> Test {
        match self {
            Self::Organization => Test::Org(value),
            Self::Repository => Test::Repo(value),
            Self::SecretType => Test::Type(value),
            Self::Reason => Test::Reason(value),
            Self::Requester => Test::Requester(Login::Name(value)),
            Self::Reviewer => Test::Reviewer(Login::Name(value)),
        }
    }

    /// The query's test that asks for requests without a value of it.
    pub fn lacked(self) -> Test {
        Test::No(match self {
            Self::Organization => Key::Org,
            Self::Repository => Key::Repo,
            Self::SecretType => Key::Type,
            Self::Reason => Key::Reason,
            Self::Requester => Key::Requester,
            Self::Reviewer => Key::Reviewer,
        })
    }

    /// The request's values, each once, by [`folded`] value: as GitHub gives them, those that are
    /// not empty.
    pub fn values(self, request: &ExemptionRequest) -> BTreeMap<String, String> {
        let of_findings = |of: &dyn Fn(&Finding) -> Option<String>| -> Vec<String> {
            request.findings().iter().filter_map(of).collect()
        };
        let values = match self {
            Self::Organization => request.organization_name().into_iter().collect(),
            Self::Repository => request.repo().map(|repo| repo.to_string()).into_iter().collect(),
            Self::SecretType => of_findings(&|finding| finding.secret_type.clone()),
            Self::Reason => {
                of_findings(&|finding| Some(finding.bypass_reason.as_ref()?.word().to_owned()))
            }
            Self::Requester => request.requester_name().map(str::to_owned).into_iter().collect(),
            Self::Reviewer => {
                let responses = request.responses().iter();
                responses.filter_map(|it| it.reviewer.as_ref()?.actor_name.clone()).collect()
            }
        };
        let mut by_folded = BTreeMap::new();
        for value in values.into_iter().filter(|value| !value.is_empty()) {
            by_folded.entry(folded(&value)).or_insert(value);
        }
        by_folded
    }
}

/// A value without what GitHub and the query language ignore of it: its case.
pub fn folded(value: &str) -> String {
    value.chars().flat_map(char::to_lowercase).collect()
}

/// The requests that have one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The value as GitHub first gave it; `None` stands for the requests that have none.
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
    /// The breakdown at `now`. A request counts once for each of its values.
    pub fn of(now: Timestamp, dimension: Dimension, requests: &[&ExemptionRequest]) -> Self {
        let mut counts: BTreeMap<Option<String>, (Option<String>, usize, usize)> = BTreeMap::new();
        for request in requests {
            let waiting = usize::from(awaits_review(now, request));
            let values = dimension.values(request);
            let mut add = |key: Option<String>, value: Option<String>| {
                let entry = counts.entry(key).or_insert((value, 0, 0));
                entry.1 += 1;
                entry.2 += waiting;
            };
            if values.is_empty() {
                add(None, None);
            }
            for (folded, value) in values {
                add(Some(folded), Some(value));
            }
        }
        let bar = |(value, count, waiting): (Option<String>, usize, usize)| Bar {
            share: share(count, requests.len()),
            test: value.clone().map_or_else(|| dimension.lacked(), |value| dimension.test(value)),
            value,
            count,
            waiting,
        };
        let mut bars: Vec<Bar> = counts.into_values().map(bar).collect();
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
