//! Review messages that are not sent yet, kept until they are: one per request, and one for many.

use std::collections::HashMap;
use std::fmt;

use leptos::prelude::*;

use crate::client::queue::Item;
use crate::github::ids::RequestId;
use crate::ui::lasting::LastingSignal;

use super::store_handle::StoreHandle;

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One request.
    Request(RequestId),
    /// Whichever requests are selected.
    Bulk,
}

impl From<RequestId> for Subject {
    fn from(id: RequestId) -> Self {
        Self::Request(id)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(id) => write!(f, "{id}"),
            Self::Bulk => f.write_str("bulk"),
        }
    }
}

/// The drafts of one session, in memory and in its store: they outlive a view, a reload and the
/// browser's end.
#[derive(Debug, Clone, Copy)]
pub struct Drafts {
    store: StoreHandle,
    writer: Signal<Option<String>>,
    last_writer: StoredValue<String>,
    texts: LastingSignal<HashMap<String, String>>,
}

impl Drafts {
    /// The drafts in `store`. `writer` is who writes them and for which host, which keeps those of
    /// others apart; while that is unknown it is the last one.
    pub fn new(store: StoreHandle, writer: Signal<Option<String>>) -> Self {
        Self { store, writer, last_writer: StoredValue::default(), texts: LastingSignal::default() }
    }

    /// The draft for a subject; empty when there is none.
    pub fn text(self, of: impl Into<Subject>) -> String {
        let key = self.key(of.into());
        self.texts.with(|texts| texts.get(&key).cloned().unwrap_or_default())
    }

    /// Fetches a draft from the store, unless memory holds one.
    pub async fn recall(self, of: impl Into<Subject>) {
        let key = self.key(of.into());
        let is_held = |texts: &HashMap<String, String>| texts.contains_key(&key);
        if self.texts.try_with_untracked(is_held) != Some(false) {
            return;
        }
        // That it couldn't be read is said by the store.
        if let Ok(Some(text)) = self.store.get(&key).await {
            self.texts.try_update(|texts| texts.entry(key).or_insert(text).len());
        }
    }

    /// Keeps a draft; an empty one is no draft. It is stored at once, each time something is typed: a page
    /// that goes, by the person's own doing or the browser's, may get no time for it.
    pub fn keep(self, of: impl Into<Subject>, text: String) {
        let of = of.into();
        if text.is_empty() {
            self.discard(of);
            return;
        }
        let key = self.key(of);
        self.store.set(&key, &text);
        self.texts.try_update(|texts| texts.insert(key, text));
    }

    /// Forgets a draft.
    pub fn discard(self, of: impl Into<Subject>) {
        let key = self.key(of.into());
        self.store.remove(&key);
        self.texts.try_update(|texts| texts.remove(&key));
    }

    /// Forgets a draft that `review` settles, see [`Item::settles`].
    pub async fn sent(self, of: impl Into<Subject>, review: &Item) {
        let of = of.into();
        self.recall(of).await;
        let key = self.key(of);
        let is_settled =
            |texts: &HashMap<String, String>| texts.get(&key).is_some_and(|it| review.settles(it));
        if self.texts.try_with_untracked(is_settled) == Some(true) {
            self.discard(of);
        }
    }

    fn key(self, of: Subject) -> String {
        let writer = self.writer.try_get_untracked().flatten();
        if let Some(writer) = writer {
            self.last_writer.try_set_value(writer);
        }
        format!("draft.{}.{of}", self.last_writer.try_get_value().unwrap_or_default())
    }
}
