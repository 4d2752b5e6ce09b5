//! In how many requests each value occurs.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;
use crate::triage::verdict::verdict;

use super::fields::{self, Value};
use super::fold::{fold, same};
use super::spellings::Spellings;
use super::term::{Key, Standing};

/// The values of one key, counted.
#[derive(Debug)]
pub(super) struct Tally<'r> {
    key: Key,
    counts: Spellings<usize>,
    /// Paths, which have no numbers. By a quick hash, although requesters choose them: the ten thousands of
    /// requests that it would take to slow it down are a greater nuisance by themselves.
    paths: HashMap<&'r str, usize, FxBuildHasher>,
    /// One request's paths, to be used again.
    its: Vec<&'r str>,
}

impl<'r> Tally<'r> {
    pub fn of(key: Key) -> Self {
        Self { key, counts: Spellings::default(), paths: HashMap::default(), its: Vec::new() }
    }

    /// Counts each value of a request once.
    pub fn add(&mut self, now: Timestamp, request: &'r ExemptionRequest) {
        let counts = &mut self.counts;
        let mut add = |value: Value<'_>| {
            if let Some(count) = counts.of(value) {
                *count += 1;
            }
        };
        match self.key {
            Key::Is => {
                let standing = Standing::of(verdict(now, request));
                add(Value { text: standing.word(), id: Some(standing as u32) });
            }
            Key::Path => {
                self.its.clear();
                for path in fields::paths(request) {
                    if !self.its.iter().any(|other| same(other, path)) {
                        self.its.push(path);
                        *self.paths.entry(path).or_default() += 1;
                    }
                }
            }
            key => fields::offered(key, request, add),
        }
    }

    /// Each value whatever its case, written as most requests do; the most frequent first, then by
    /// name.
    pub fn into_sorted(self) -> Vec<(String, usize)> {
        let paths = self.paths.into_iter().map(|(path, count)| (path.into(), count));
        let mut spellings: Vec<(Box<str>, usize)> =
            self.counts.into_sorted(|all, more| *all += more).into_iter().chain(paths).collect();
        spellings.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut values: Vec<(String, usize)> = Vec::new();
        for (spelling, count) in spellings {
            let place = *places.entry(fold(&spelling)).or_insert(values.len());
            match values.get_mut(place) {
                Some((_, sum)) => *sum += count,
                None => values.push((spelling.into(), count)),
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
