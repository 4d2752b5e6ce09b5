//! In how many requests each value occurs.

use std::borrow::Cow;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;
use crate::triage::verdict::verdict;

use super::fields;
use super::fold::fold;
use super::term::{Key, Standing};

/// The values of one key, counted.
#[derive(Debug)]
pub(super) struct Tally<'r> {
    key: Key,
    /// By a quick hash, as `summary::breakdown` says.
    counts: HashMap<Cow<'r, str>, usize, FxBuildHasher>,
    /// One request's values, to be used again.
    values: Vec<Cow<'r, str>>,
}

impl<'r> Tally<'r> {
    pub fn of(key: Key) -> Self {
        Self { key, counts: HashMap::default(), values: Vec::new() }
    }

    /// Counts each value of a request once.
    pub fn add(&mut self, now: Timestamp, request: &'r ExemptionRequest) {
        if self.key == Key::Is {
            self.values.push(Cow::Borrowed(Standing::of(verdict(now, request)).word()));
        } else {
            fields::offered(self.key, request, &mut self.values);
        }
        for value in self.values.drain(..) {
            *self.counts.entry(value).or_default() += 1;
        }
    }

    /// Each value whatever its case, written as most requests do; the most frequent first, then by
    /// name.
    pub fn into_sorted(self) -> Vec<(String, usize)> {
        let mut spellings: Vec<(Cow<'r, str>, usize)> = self.counts.into_iter().collect();
        spellings.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut values: Vec<(String, usize)> = Vec::new();
        for (spelling, count) in spellings {
            let place = *places.entry(fold(&spelling)).or_insert(values.len());
            match values.get_mut(place) {
                Some((_, sum)) => *sum += count,
                None => values.push((spelling.into_owned(), count)),
            }
        }
        values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        values
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{NOW, finding, request};
    use super::*;

    fn sorted(key: Key, requests: &[ExemptionRequest]) -> Vec<(String, usize)> {
        let mut tally = Tally::of(key);
        requests.iter().for_each(|request| tally.add(NOW, request));
        tally.into_sorted()
    }

    fn of_types(kinds: &[&str]) -> ExemptionRequest {
        let data = Some(kinds.iter().map(|kind| finding(kind, "fix_later", "/a b:1:0")).collect());
        ExemptionRequest { data, ..request() }
    }

    #[test]
    fn a_value_counts_once_in_a_request_and_names_in_any_case_are_one() {
        let requests = [
            of_types(&["b", "b", "a"]),
            of_types(&["A", "a"]),
            of_types(&["A"]),
            of_types(&["", "c"]),
        ];
        let counts = [("A", 3), ("b", 1), ("c", 1)].map(|(name, count)| (name.to_owned(), count));
        assert_eq!(sorted(Key::Type, &requests), counts);
    }

    #[test]
    fn paths_come_without_their_line_and_branches_without_their_ref() {
        assert_eq!(sorted(Key::Path, &[of_types(&["x"])]), [("a b".to_owned(), 1)]);
        assert_eq!(sorted(Key::Branch, &[of_types(&["x"])]), [("feature/Login".to_owned(), 1)]);
        assert_eq!(sorted(Key::Is, &[request()]), [("open".to_owned(), 1)]);
    }
}
