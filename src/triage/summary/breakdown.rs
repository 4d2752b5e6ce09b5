//! How many requests each organization, repository, secret type, reason, requester or reviewer has.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::triage::query::{Key, Login, Spellings, Test, fold, offered};
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
}

/// What was counted for each value whatever its case, in the order of the values; the value is
/// spelt as the one with the most, by `size`, does. What was counted for no value comes first, if anything
/// was.
pub(super) fn by_value<T: Default>(
    none: T,
    spellings: Spellings<T>,
    size: impl Fn(&T) -> usize,
    mut join: impl FnMut(&mut T, T),
) -> Vec<(Option<String>, T)> {
    let mut spellings = spellings.into_sorted(&mut join);
    spellings.sort_by_key(|(_, counted)| Reverse(size(counted)));
    let mut values: BTreeMap<String, (Option<String>, T)> = BTreeMap::new();
    for (spelling, counted) in spellings {
        match values.entry(fold(&spelling)) {
            Entry::Occupied(mut entry) => join(&mut entry.get_mut().1, counted),
            Entry::Vacant(entry) => {
                entry.insert((Some(spelling.into()), counted));
            }
        }
    }
    let none = (size(&none) > 0).then_some((None, none));
    none.into_iter().chain(values.into_values()).collect()
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

/// How many there are, and how many of them await a review.
type Counts = (usize, usize);

/// A breakdown while requests are counted.
pub(super) struct Counting {
    dimension: Dimension,
    counts: Spellings<Counts>,
    none: Counts,
    all: usize,
}

impl Counting {
    pub fn of(dimension: Dimension) -> Self {
        Self { dimension, counts: Spellings::default(), none: (0, 0), all: 0 }
    }

    /// A request counts once for each of its values.
    pub fn add(&mut self, Judged { request, verdict }: Judged<'_>) {
        let waiting = usize::from(verdict == Verdict::AwaitingReview);
        self.all += 1;
        let mut has_any = false;
        offered(self.dimension.key(), request, |value| {
            has_any = true;
            if let Some((count, its_waiting)) = self.counts.of(value) {
                *count += 1;
                *its_waiting += waiting;
            }
        });
        if !has_any {
            self.none.0 += 1;
            self.none.1 += waiting;
        }
    }

    pub fn finish(self) -> Breakdown {
        let Self { dimension, counts, none, all } = self;
        let join = |all: &mut Counts, more: Counts| *all = (all.0 + more.0, all.1 + more.1);
        let mut bars: Vec<Bar> = by_value(none, counts, |(count, _)| *count, join)
            .into_iter()
            .map(|(value, (count, waiting))| Bar {
                share: share(count, all),
                test: dimension.test(value.clone()),
                value,
                count,
                waiting,
            })
            .collect();
        // They are in the order of their values; this keeps it where counts are equal.
        bars.sort_by_key(|bar| (bar.value.is_none(), Reverse(bar.count)));
        Breakdown { dimension, bars, all }
    }
}

impl Breakdown {
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
