//! Review messages that are not sent yet, kept per request until they are.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::github::ids::RequestId;

/// The drafts of one session. They live in memory, and in the tab's session storage so that a
/// reload doesn't lose them; where that is refused, memory alone holds them.
#[derive(Debug, Clone, Copy)]
pub struct Drafts {
    of: &'static str,
    texts: RwSignal<HashMap<RequestId, String>>,
}

impl Drafts {
    /// The drafts of the session named `of`, which keeps those of others apart.
    pub fn new(of: &'static str) -> Self {
        Self { of, texts: RwSignal::default() }
    }

    /// A request's draft; empty when there is none.
    pub fn text(self, id: RequestId) -> String {
        self.texts.with(|texts| texts.get(&id).cloned().unwrap_or_default())
    }

    /// Fetches a request's draft from the storage, unless memory holds one.
    pub fn recall(self, id: RequestId) {
        let held = self.texts.with_untracked(|texts| texts.contains_key(&id));
        if held {
            return;
        }
        let stored = storage().and_then(|storage| storage.get_item(&self.key(id)).ok().flatten());
        if let Some(text) = stored {
            self.texts.update(|texts| {
                texts.insert(id, text);
            });
        }
    }

    /// Keeps a request's draft; an empty one is no draft.
    pub fn keep(self, id: RequestId, text: String) {
        if text.is_empty() {
            self.discard(id);
            return;
        }
        if let Some(storage) = storage() {
            // Full or forbidden: memory holds it.
            let _ = storage.set_item(&self.key(id), &text);
        }
        self.texts.try_update(|texts| texts.insert(id, text));
    }

    /// Forgets a request's draft.
    pub fn discard(self, id: RequestId) {
        if let Some(storage) = storage() {
            // What can't be removed was never stored.
            let _ = storage.remove_item(&self.key(id));
        }
        self.texts.try_update(|texts| texts.remove(&id));
    }

    fn key(self, id: RequestId) -> String {
        format!("gatehouse.draft.{}.{id}", self.of)
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
