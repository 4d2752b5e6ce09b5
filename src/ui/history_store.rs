//! Where the history of lists is kept, per person and list, and what can go wrong with it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use crate::github::scope::Scope;
use crate::inbox::history::{Held, Kept, Reading, Record};
use crate::triage::coverage::Coverage;

/// Why a history can't be kept, read or erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryError {
    /// There is no room left.
    Full,
    /// The browser doesn't let us keep anything.
    Refused,
    /// A newer version of this program keeps it in another form.
    Newer,
    /// What is known of it can't be read. It stays as it is.
    Unreadable,
    /// The browser says something else.
    Failed,
}

impl HistoryError {
    /// From the browser's own words, which begin with the error's name.
    pub fn from_words(words: &str) -> Self {
        let says = |name: &str| words.contains(name);
        if words.to_ascii_lowercase().contains("quota") {
            Self::Full
        } else if says("VersionError") {
            Self::Newer
        } else if ["SecurityError", "InvalidStateError", "NotAllowedError", "denied permission"]
            .into_iter()
            .any(says)
        {
            // Where nothing may be kept, Firefox says the second and Chromium the last.
            Self::Refused
        } else {
            Self::Failed
        }
    }
}

/// One list of which a history is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What tells it from the person's other lists: see [`key`].
    pub key: String,
    /// What is known of it; absent where that can't be read.
    pub record: Option<Record>,
}

/// What tells the history of a list from those of a person's other lists.
pub fn key(scope: &Scope) -> String {
    // GitHub ignores the case of names.
    scope.to_string().to_ascii_lowercase()
}

/// Of which times every request of all these lists is kept.
pub fn coverage(listed: &[Listed], lists: &[Scope]) -> Coverage {
    let of = |scope: &Scope| {
        let key = key(scope);
        let its = listed.iter().find(|its| its.key == key).and_then(|its| its.record.as_ref());
        its.map(|record| record.coverage.clone()).unwrap_or_default()
    };
    lists.iter().map(of).reduce(|one, other| one.and(&other)).unwrap_or_default()
}

/// What a store answers.
pub type Answer<T> = LocalBoxFuture<'static, Result<T, HistoryError>>;

/// Where histories are kept. Those of one owner, which is a login on a host, are out of another's
/// reach.
pub trait HistoryStore {
    /// The lists of which `owner` keeps a history, by key.
    ///
    /// # Errors
    /// See [`HistoryError`].
    fn listed(&self, owner: &str) -> Answer<Vec<Listed>>;

    /// What is kept of a list; an empty record where nothing is.
    ///
    /// # Errors
    /// See [`HistoryError`].
    fn read(&self, owner: &str, scope: &Scope) -> Answer<Held>;

    /// Brings a reading into the history of its list: all of it or nothing.
    ///
    /// # Errors
    /// See [`HistoryError`].
    fn merge(&self, owner: &str, reading: Reading) -> Answer<Record>;

    /// Erases the history of the list with this key, or of every list.
    ///
    /// # Errors
    /// See [`HistoryError`]. Then all of it is still there.
    fn erase(&self, owner: &str, key: Option<&str>) -> Answer<()>;
}

/// The histories of an owner's list, by owner and key: the record's text, and those of the requests.
type Lists = BTreeMap<(String, String), (String, BTreeMap<u64, String>)>;

/// Keeps in memory alone.
#[derive(Debug, Clone, Default)]
pub struct MemoryHistory {
    lists: Rc<RefCell<Lists>>,
    fails: Rc<RefCell<Option<HistoryError>>>,
}

impl MemoryHistory {
    /// Refuses everything from now on with `error`, or nothing any more.
    pub fn fail(&self, error: Option<HistoryError>) {
        *self.fails.borrow_mut() = error;
    }

    /// Puts something else in place of what is known of a list.
    pub fn damage(&self, owner: &str, scope: &Scope) {
        if let Some((record, _)) = self.lists.borrow_mut().get_mut(&(owner.to_owned(), key(scope)))
        {
            "damaged".clone_into(record);
        }
    }

    fn answer<T: 'static>(
        &self,
        act: impl FnOnce(&mut Lists) -> Result<T, HistoryError>,
    ) -> Answer<T> {
        let failure = *self.fails.borrow();
        let answer = match failure {
            Some(error) => Err(error),
            None => act(&mut self.lists.borrow_mut()),
        };
        ready(answer).boxed_local()
    }
}

impl HistoryStore for MemoryHistory {
    fn listed(&self, owner: &str) -> Answer<Vec<Listed>> {
        self.answer(|lists| {
            let own = lists.iter().filter(|((its_owner, _), _)| its_owner == owner);
            let listed = own.map(|((_, key), (text, _))| Listed {
                key: key.clone(),
                record: Record::read(text),
            });
            Ok(listed.collect())
        })
    }

    fn read(&self, owner: &str, scope: &Scope) -> Answer<Held> {
        self.answer(|lists| match lists.get(&(owner.to_owned(), key(scope))) {
            None => Ok(Held { record: Record::new(scope.clone()), texts: Vec::new() }),
            Some((text, texts)) => Ok(Held {
                record: Record::read(text).ok_or(HistoryError::Unreadable)?,
                texts: texts.values().cloned().collect(),
            }),
        })
    }

    fn merge(&self, owner: &str, reading: Reading) -> Answer<Record> {
        self.answer(|lists| {
            let at = (owner.to_owned(), key(&reading.scope));
            let new = || (Record::new(reading.scope.clone()).text(), BTreeMap::new());
            let (text, texts) = lists.entry(at).or_insert_with(new);
            let mut record = Record::read(text).ok_or(HistoryError::Unreadable)?;
            for kept in reading.rows.iter().filter_map(|row| Kept::of(&row.request, reading.at)) {
                let Some(id) = kept.request.id else { continue };
                let before = texts.get(&id.0).map(String::as_str);
                if let Some(text) = record.keep(before, &kept) {
                    texts.insert(id.0, text);
                }
            }
            record.finish(&reading);
            *text = record.text();
            Ok(record)
        })
    }

    fn erase(&self, owner: &str, key: Option<&str>) -> Answer<()> {
        self.answer(|lists| {
            lists.retain(|(its_owner, its_key), _| {
                its_owner != owner || key.is_some_and(|key| its_key != key)
            });
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::time::Timestamp;
    use futures::executor::block_on;

    #[test]
    fn what_browsers_say_is_told_apart() {
        for (words, error) in [
            ("QuotaExceededError: The operation failed", HistoryError::Full),
            ("VersionError: The requested version (1) is less than …", HistoryError::Newer),
            ("SecurityError: access denied", HistoryError::Refused),
            (
                "UnknownError: The user denied permission to access the database.",
                HistoryError::Refused,
            ),
            ("indexed db not found", HistoryError::Failed),
            ("UnknownError: Internal error", HistoryError::Failed),
        ] {
            assert_eq!(HistoryError::from_words(words), error, "{words}");
        }
    }

    #[test]
    fn one_person_s_history_is_out_of_another_s_reach_and_stays_when_that_is_erased() {
        let store = MemoryHistory::default();
        let scope: Scope = "org:Octo-Org".parse().expect("valid");
        let at = Timestamp::from_unix(0);
        let reading = Reading { scope: scope.clone(), at, is_whole: true, rows: Vec::new() };
        for owner in ["api.github.com.octocat", "api.github.com.hubot"] {
            block_on(store.merge(owner, reading.clone())).expect("merges");
        }
        let other = Reading { scope: "org:other".parse().expect("valid"), ..reading };
        block_on(store.merge("api.github.com.octocat", other)).expect("merges");
        let listed = |owner: &str| {
            let listed = block_on(store.listed(owner)).expect("lists");
            listed.into_iter().map(|its| its.key).collect::<Vec<_>>()
        };
        assert_eq!(listed("api.github.com.octocat"), ["org:octo-org", "org:other"]);
        assert_eq!(listed("api.github.com"), [""; 0]);
        block_on(store.erase("api.github.com.octocat", Some("org:other"))).expect("erases");
        assert_eq!(listed("api.github.com.octocat"), ["org:octo-org"]);
        block_on(store.erase("api.github.com.octocat", None)).expect("erases");
        assert_eq!(listed("api.github.com.octocat"), [""; 0]);
        assert_eq!(listed("api.github.com.hubot"), ["org:octo-org"]);
    }

    #[test]
    fn what_cannot_be_read_is_neither_read_as_empty_nor_written_over() {
        let store = MemoryHistory::default();
        let scope: Scope = "org:a".parse().expect("valid");
        let at = Timestamp::from_unix(0);
        let reading = Reading { scope: scope.clone(), at, is_whole: true, rows: Vec::new() };
        block_on(store.merge("me", reading.clone())).expect("merges");
        store.damage("me", &scope);
        assert_eq!(block_on(store.read("me", &scope)), Err(HistoryError::Unreadable));
        assert_eq!(block_on(store.merge("me", reading)), Err(HistoryError::Unreadable));
        assert_eq!(block_on(store.listed("me")).expect("lists")[0].record, None);
    }
}
