//! The values that occur among requests, by key, with what completion needs of them.

use crate::github::exemption::ExemptionRequest;

use super::matching::Context;
use super::tally::Tally;
use super::term::{Key, Standing};

/// The values that occur, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    by_key: Vec<(Key, Vec<(String, usize)>)>,
    viewer: Option<String>,
}

impl Values {
    /// Counts in how many requests each value occurs.
    pub fn of<'r>(
        context: &Context<'_>,
        requests: impl Iterator<Item = &'r ExemptionRequest>,
    ) -> Self {
        let counted = |key: &Key| !matches!(key, Key::Expires | Key::Created | Key::No);
        let mut tallies: Vec<(Key, Tally<'r>)> =
            Key::ALL.into_iter().filter(counted).map(|key| (key, Tally::of(key))).collect();
        for request in requests {
            for (_, tally) in &mut tallies {
                tally.add(context.now, request);
            }
        }
        let by_key = tallies.into_iter().map(|(key, tally)| (key, tally.into_sorted())).collect();
        Self { by_key, viewer: context.viewer.map(str::to_owned) }
    }

    /// The values of a key with the number of requests that have them, the most frequent first,
    /// then by name. Names that differ in case only are one. None for [`Key::Expires`],
    /// [`Key::Created`] and [`Key::No`]; branches are short, paths without their line.
    pub fn get(&self, key: Key) -> &[(String, usize)] {
        self.by_key.iter().find(|(its, _)| *its == key).map_or(&[], |(_, values)| values)
    }

    /// The token's user, where it is known.
    pub(super) fn viewer(&self) -> Option<&str> {
        self.viewer.as_deref()
    }

    /// How many requests stand so.
    pub(super) fn standing(&self, standing: Standing) -> usize {
        let covered = |(word, _): &&(String, usize)| {
            let own = Standing::from_word(word);
            own.is_some_and(|own| standing.includes(own))
        };
        self.get(Key::Is).iter().filter(covered).map(|(_, count)| count).sum()
    }
}
