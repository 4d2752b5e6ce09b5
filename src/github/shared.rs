//! What many requests have alike, each kept once for all of them: a repository, a person.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value of which there is one copy, however many have it: as small as a pointer, and read like the value.
/// To change one, make another of its copy.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Shared<T>(Arc<T>);

/// Those that are in use, and some that were.
pub struct Table<T> {
    kept: HashSet<Arc<T>, FxBuildHasher>,
    /// From how many on it is looked which are in use still.
    limit: usize,
}

/// How many are kept in any case.
const FEW: usize = 1_024;

impl<T> Table<T> {
    /// With nothing in it.
    pub const fn new() -> Self {
        Self { kept: HashSet::with_hasher(FxBuildHasher), limit: FEW }
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Eq + Hash> Table<T> {
    /// As `name::Table` does, lets go of what nothing has any more before there is twice as much.
    fn share(&mut self, value: T) -> Shared<T> {
        if let Some(kept) = self.kept.get(&value) {
            return Shared(Arc::clone(kept));
        }
        if self.kept.len() >= self.limit {
            self.kept.retain(|kept| Arc::strong_count(kept) > 1);
            self.limit = FEW.max(self.kept.len().saturating_mul(2));
        }
        let value = Arc::new(value);
        self.kept.insert(Arc::clone(&value));
        Shared(value)
    }
}

/// What can be [`Shared`].
pub trait Share: Eq + Hash + Sized + 'static {
    /// Where they are kept.
    fn table() -> &'static Mutex<Table<Self>>;
}

impl<T: Share> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        T::table().lock().unwrap_or_else(PoisonError::into_inner).share(value)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Share + Deserialize<'de>> Deserialize<'de> for Shared<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_has_any_more_is_let_go_of_and_what_is_alike_is_one() {
        let mut table: Table<usize> = Table::new();
        let kept = table.share(1);
        for at in 0..10 * FEW {
            table.share(at);
            assert!(table.kept.len() <= FEW);
        }
        assert!(Arc::ptr_eq(&kept.0, &table.share(1).0));
        assert_ne!(kept, table.share(2));
    }
}
