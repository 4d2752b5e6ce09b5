//! Names that many requests share, each kept once for all of them.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxBuildHasher;
use serde::{Serialize, Serializer};

use super::from_text::from_text;
use super::ids::RepoName;

/// A text of which there is one copy, however many have it: a login, a repository, a type of secret, a
/// branch. A hundred thousand requests have some thousand such. It is as small as a pointer, two are
/// compared without a look at their letters, and what was found out of one needn't be asked again of
/// the others (see [`Name::id`]).
///
/// It is text, byte by byte as it came; case and form are told apart.
#[derive(Clone)]
pub struct Name(Arc<Entry>);

struct Entry {
    id: u32,
    /// Of the text, the same in every run.
    hash: u64,
    is_repository: bool,
    text: Box<str>,
}

/// The first number of a name; those below belong to the words of the API's enums.
const FIRST: u32 = 64;

/// Found by its text.
struct Known(Name);

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        *self.0.0.text == *other.0.0.text
    }
}

impl Eq for Known {}

impl Hash for Known {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (*self.0.0.text).hash(state);
    }
}

impl Borrow<str> for Known {
    fn borrow(&self) -> &str {
        &self.0.0.text
    }
}

/// Every name that is in use, and some that were.
struct Table {
    names: HashSet<Known, FxBuildHasher>,
    /// From how many on it is looked which are in use still.
    limit: usize,
}

/// How many names are kept in any case.
const FEW: usize = 4_096;

static TABLE: Mutex<Table> =
    Mutex::new(Table { names: HashSet::with_hasher(FxBuildHasher), limit: FEW });

static NEXT: AtomicU32 = AtomicU32::new(FIRST);

impl Table {
    /// The name of this text. Names that nothing has any more are let go of once there are twice as
    /// many as were in use when that was done last, so that what gives ever new ones fills no memory.
    fn name(&mut self, text: &str) -> Name {
        if let Some(Known(name)) = self.names.get(text) {
            return name.clone();
        }
        if self.names.len() >= self.limit {
            self.names.retain(|Known(name)| Arc::strong_count(&name.0) > 1);
            self.limit = FEW.max(self.names.len().saturating_mul(2));
        }
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let name = Name(Arc::new(Entry {
            id: NEXT.fetch_add(1, Ordering::Relaxed).max(FIRST),
            hash: hasher.finish(),
            is_repository: RepoName::split(text).is_some(),
            text: text.into(),
        }));
        self.names.insert(Known(name.clone()));
        name
    }
}

impl Name {
    /// A number that no other name has as long as the program runs, also after this one is gone. Words
    /// of [`super::open_enum`] have theirs below all of them.
    pub fn id(&self) -> u32 {
        self.0.id
    }

    /// Above the number of every name that there is.
    pub fn end() -> u32 {
        NEXT.load(Ordering::Relaxed)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Whether it is `OWNER/REPO`, as [`RepoName::split`] says.
    pub fn is_repository(&self) -> bool {
        self.0.is_repository
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        TABLE.lock().unwrap_or_else(PoisonError::into_inner).name(text)
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        self
    }
}

/// There is one of each text.
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Name {}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

from_text!(Name, "a name");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_name_and_another_text_another() {
        let one = Name::from("mona-lisa");
        assert_eq!(one, Name::from("mona-lisa".to_owned()));
        assert_eq!(one.id(), Name::from("mona-lisa").id());
        assert_ne!(one, Name::from("Mona-Lisa"));
        assert_ne!(one.id(), Name::from("Mona-Lisa").id());
        assert!(one.id() >= FIRST && one.id() < Name::end());
    }

    #[test]
    fn it_travels_as_the_text_that_it_is() {
        for text in ["", "octo-org/smile", "\u{202e}\"\\\n\u{1f600}"] {
            let json = serde_json::to_string(text).expect("text");
            let name: Name = serde_json::from_str(&json).expect("a name");
            assert_eq!(name, text);
            assert_eq!(serde_json::to_string(&name).expect("text"), json);
        }
        assert!(serde_json::from_str::<Name>("7").is_err());
    }

    #[test]
    fn a_repository_is_told_from_other_names() {
        assert!(Name::from("octo-org/smile").is_repository());
        for other in ["smile", "octo-org/../x", "a/b/c", ""] {
            assert!(!Name::from(other).is_repository(), "{other}");
        }
    }

    #[test]
    fn names_that_nothing_has_any_more_are_let_go_of_and_others_stay() {
        let mut table = Table { names: HashSet::default(), limit: FEW };
        let kept: Vec<Name> = (0..10).map(|at| table.name(&format!("kept {at}"))).collect();
        for at in 0..10 * FEW {
            table.name(&format!("gone {at}"));
            assert!(table.names.len() <= FEW);
        }
        for (at, name) in kept.iter().enumerate() {
            assert_eq!(table.name(&format!("kept {at}")), *name);
        }
        let again = table.name("gone 0").id();
        assert!(kept.iter().all(|name| name.id() != again));
    }
}
