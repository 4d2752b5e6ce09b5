//! The message templates as the store has them, and what is changed in them here.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::github::review_request::Decision;
use crate::github::time::Timestamp;
use crate::triage::template::Templates;
use crate::ui::lasting::LastingSignal;

use super::store_handle::StoreHandle;

/// What is stored isn't templates: it is left alone, for a person may have written it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

type Change = Box<dyn FnOnce(&mut Templates)>;

/// The templates for one GitHub host.
#[derive(Debug, Clone, Copy)]
pub struct KeptTemplates {
    store: StoreHandle,
    host: Signal<Option<String>>,
    /// As far as is known here; absent before they were looked at.
    pub known: LastingSignal<Option<Result<Templates, Unreadable>>>,
    /// What is to be done to what the store has.
    changes: StoredValue<Vec<Change>, LocalStorage>,
}

impl KeptTemplates {
    /// Those in `store` for `host`; none without one.
    pub fn new(store: StoreHandle, host: Signal<Option<String>>) -> Self {
        Self {
            store,
            host,
            known: LastingSignal::new(None),
            changes: StoredValue::new_local(Vec::new()),
        }
    }

    /// Reads them, as another page may have changed them.
    pub fn look(self) {
        let Some(key) = self.key() else { return };
        spawn_local(async move {
            self.read(&key).await;
        });
    }

    /// Changes them, and keeps that. What can't be read isn't changed.
    pub fn change(self, change: impl FnOnce(&mut Templates) + 'static) {
        let Some(key) = self.key() else { return };
        let begins = self.changes.try_update_value(|changes| {
            changes.push(Box::new(change));
            changes.len() == 1
        });
        if begins != Some(true) {
            return;
        }
        spawn_local(async move {
            // Another page's changes are in what the store has now.
            let is_read = self.read(&key).await;
            // One that comes after this begins a turn of its own, and reads what this one stores.
            let changes = self.changes.try_update_value(std::mem::take).unwrap_or_default();
            let Some(Some(Ok(before))) = self.known.try_get_untracked() else { return };
            let mut templates = before.clone();
            for change in changes {
                change(&mut templates);
            }
            if templates != before {
                // What couldn't be read must not be written over: there may be more of it.
                if is_read {
                    self.store.set(&key, &templates.to_text());
                }
                self.known.try_set(Some(Ok(templates)));
            }
        });
    }

    /// A decision was given with this template at this time.
    pub fn used(self, decision: Decision, template: String, at: Timestamp) {
        self.change(move |templates| templates.used(decision, &template, at));
    }

    /// Gives up what can't be read.
    pub fn erase(self) {
        if let Some(key) = self.key() {
            self.store.remove(&key);
            self.known.set(Some(Ok(Templates::default())));
        }
    }

    /// Reads them; whether the store could be asked.
    async fn read(self, key: &str) -> bool {
        let asked = self.store.get(key).await;
        let is_read = asked.is_ok();
        let read = match asked {
            Ok(text) => Templates::read(text.as_deref()).map_err(|_| Unreadable),
            // The store has said so. What is changed then holds as long as the page.
            Err(_) => self.known.try_get_untracked().flatten().unwrap_or(Ok(Templates::default())),
        };
        if self.known.try_with_untracked(|known| known.as_ref() != Some(&read)) == Some(true) {
            self.known.set(Some(read));
        }
        is_read
    }

    fn key(self) -> Option<String> {
        Some(format!("templates.{}", self.host.try_get_untracked()??))
    }
}
