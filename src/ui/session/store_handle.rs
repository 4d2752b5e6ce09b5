//! The store as the views have it: what fails is said once.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::lasting::LastingSignal;
use crate::ui::store::{Store, StoreError};

/// A store in the views' hands.
#[derive(Debug, Clone, Copy)]
pub struct StoreHandle {
    store: StoredValue<Rc<dyn Store>, LocalStorage>,
    /// What nobody was told of yet.
    pub problem: LastingSignal<Option<StoreError>>,
    told: StoredValue<Option<StoreError>>,
}

impl StoreHandle {
    /// A handle of `store`.
    pub fn new(store: Rc<dyn Store>) -> Self {
        Self {
            store: StoredValue::new_local(store),
            problem: LastingSignal::new(None),
            told: StoredValue::new(None),
        }
    }

    /// The text under `key`; `None` when there is none.
    ///
    /// # Errors
    /// See [`StoreError`]; it is said, too.
    pub async fn get(self, key: &str) -> Result<Option<String>, StoreError> {
        let Some(asked) = self.store.try_with_value(|store| store.get(key)) else {
            return Ok(None);
        };
        self.say(asked.await)
    }

    /// The keys that begin with `prefix`, sorted.
    ///
    /// # Errors
    /// See [`StoreError`]; it is said, too.
    pub async fn keys(self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let Some(asked) = self.store.try_with_value(|store| store.keys(prefix)) else {
            return Ok(Vec::new());
        };
        self.say(asked.await)
    }

    /// What tells this run of the program from others, see [`Store::run`].
    ///
    /// # Errors
    /// See [`StoreError`]; it is said, too.
    pub async fn run(self) -> Result<Option<String>, StoreError> {
        let Some(asked) = self.store.try_with_value(|store| store.run()) else { return Ok(None) };
        self.say(asked.await)
    }

    /// Keeps `text` under `key`. What fails is said.
    pub fn set(self, key: &str, text: &str) {
        if let Some(asked) = self.store.try_with_value(|store| store.set(key, text)) {
            spawn_local(async move {
                let _ = self.say(asked.await);
            });
        }
    }

    /// Removes what is under `key`. What fails is said.
    pub fn remove(self, key: &str) {
        if let Some(asked) = self.store.try_with_value(|store| store.remove(key)) {
            spawn_local(async move {
                let _ = self.say(asked.await);
            });
        }
    }

    /// The person was told of the problem.
    pub fn told(self) {
        self.problem.try_set(None);
    }

    /// The same failure isn't said at every key that is typed; another one is, and one that comes
    /// after something worked again.
    fn say<T>(self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        let error = result.as_ref().err().copied();
        let before = self.told.try_update_value(|told| std::mem::replace(told, error)).flatten();
        if before != error {
            self.problem.try_set(error);
        }
        result
    }
}
