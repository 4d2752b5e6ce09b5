//! What a person set and wrote, kept as text by key on their own machine.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

/// Why something couldn't be kept or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreError {
    /// There is no room left.
    Full,
    /// The browser refuses.
    Refused,
}

impl StoreError {
    /// From the browser's own words, which in every browser say `quota` when there is no room left.
    pub fn from_words(words: &str) -> Self {
        if words.to_ascii_lowercase().contains("quota") { Self::Full } else { Self::Refused }
    }
}

/// Where text is kept by key, beyond a reload and the browser's end.
///
/// What was asked first happens first.
pub trait Store {
    /// The text under `key`; `None` when there is none.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn get(&self, key: &str) -> LocalBoxFuture<'static, Result<Option<String>, StoreError>>;

    /// Keeps `text` under `key`, in place of what was there.
    ///
    /// # Errors
    /// See [`StoreError`]. What was there is then still there.
    fn set(&self, key: &str, text: &str) -> LocalBoxFuture<'static, Result<(), StoreError>>;

    /// Removes what is under `key`; nothing where there is none.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn remove(&self, key: &str) -> LocalBoxFuture<'static, Result<(), StoreError>>;

    /// The keys that begin with `prefix`, sorted.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn keys(&self, prefix: &str) -> LocalBoxFuture<'static, Result<Vec<String>, StoreError>>;

    /// What tells this run of the program from others, which all pages of one run share: it lasts until the
    /// browser ends or the program is updated, and no page outlives it. `None` where there is no such thing.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn run(&self) -> LocalBoxFuture<'static, Result<Option<String>, StoreError>> {
        ready(Ok(None)).boxed_local()
    }
}

/// The part of another store whose keys begin with a prefix; nothing else of it is in reach.
pub struct Part {
    of: Rc<dyn Store>,
    prefix: &'static str,
}

impl Part {
    /// The part of `of` below `prefix`.
    pub fn new(of: Rc<dyn Store>, prefix: &'static str) -> Self {
        Self { of, prefix }
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

impl Store for Part {
    fn get(&self, key: &str) -> LocalBoxFuture<'static, Result<Option<String>, StoreError>> {
        self.of.get(&self.key(key))
    }

    fn set(&self, key: &str, text: &str) -> LocalBoxFuture<'static, Result<(), StoreError>> {
        self.of.set(&self.key(key), text)
    }

    fn remove(&self, key: &str) -> LocalBoxFuture<'static, Result<(), StoreError>> {
        self.of.remove(&self.key(key))
    }

    fn keys(&self, prefix: &str) -> LocalBoxFuture<'static, Result<Vec<String>, StoreError>> {
        let own = self.prefix;
        let without = move |key: String| key.strip_prefix(own).map(str::to_owned);
        self.of
            .keys(&self.key(prefix))
            .map(move |keys| Ok(keys?.into_iter().filter_map(without).collect()))
            .boxed_local()
    }

    fn run(&self) -> LocalBoxFuture<'static, Result<Option<String>, StoreError>> {
        self.of.run()
    }
}

/// Keeps in memory alone.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    texts: Rc<RefCell<BTreeMap<String, String>>>,
    fails: Rc<RefCell<Option<StoreError>>>,
    run: Rc<RefCell<Option<String>>>,
}

impl MemoryStore {
    /// Refuses everything from now on with `error`, or nothing any more.
    pub fn fail(&self, error: Option<StoreError>) {
        *self.fails.borrow_mut() = error;
    }

    /// Another run begins, with this name.
    pub fn begin_run(&self, name: &str) {
        *self.run.borrow_mut() = Some(name.to_owned());
    }

    fn answer<T: 'static>(
        &self,
        act: impl FnOnce(&mut BTreeMap<String, String>) -> T,
    ) -> LocalBoxFuture<'static, Result<T, StoreError>> {
        let failure = *self.fails.borrow();
        let answer = match failure {
            Some(error) => Err(error),
            None => Ok(act(&mut self.texts.borrow_mut())),
        };
        ready(answer).boxed_local()
    }
}

impl Store for MemoryStore {
    fn get(&self, key: &str) -> LocalBoxFuture<'static, Result<Option<String>, StoreError>> {
        self.answer(|texts| texts.get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> LocalBoxFuture<'static, Result<(), StoreError>> {
        self.answer(|texts| {
            texts.insert(key.to_owned(), text.to_owned());
        })
    }

    fn remove(&self, key: &str) -> LocalBoxFuture<'static, Result<(), StoreError>> {
        self.answer(|texts| {
            texts.remove(key);
        })
    }

    fn keys(&self, prefix: &str) -> LocalBoxFuture<'static, Result<Vec<String>, StoreError>> {
        self.answer(|texts| texts.keys().filter(|key| key.starts_with(prefix)).cloned().collect())
    }

    fn run(&self) -> LocalBoxFuture<'static, Result<Option<String>, StoreError>> {
        let run = self.run.borrow().clone();
        self.answer(|_| run)
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;

    #[test]
    fn a_part_reaches_nothing_but_itself() {
        let whole = MemoryStore::default();
        let part = Part::new(Rc::new(whole.clone()), "demo.");
        block_on(async {
            whole.set("credential", "ghp_canary").await.unwrap();
            part.set("credential", "mine").await.unwrap();
            part.set("view.b", "2").await.unwrap();
            part.set("view.a", "1").await.unwrap();
            assert_eq!(part.get("credential").await.unwrap().as_deref(), Some("mine"));
            assert_eq!(part.keys("").await.unwrap(), ["credential", "view.a", "view.b"]);
            assert_eq!(part.keys("view.").await.unwrap(), ["view.a", "view.b"]);
            part.remove("credential").await.unwrap();
            assert_eq!(part.get("credential").await.unwrap(), None);
            assert_eq!(whole.get("credential").await.unwrap().as_deref(), Some("ghp_canary"));
            assert_eq!(whole.keys("").await.unwrap(), ["credential", "demo.view.a", "demo.view.b"]);
        });
    }

    #[test]
    fn the_browsers_words_for_no_room_are_understood() {
        for words in [
            "QuotaExceededError: The quota has been exceeded.",
            "Error: QUOTA_BYTES quota exceeded",
            "QuotaExceededError: storage.local API call exceeded its quota limitations.",
        ] {
            assert_eq!(StoreError::from_words(words), StoreError::Full, "{words}");
        }
        assert_eq!(StoreError::from_words("SecurityError: denied"), StoreError::Refused);
    }
}
