//! The views that a person saved, kept per host and login.

use std::collections::VecDeque;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::triage::views::{SavedViews, ViewProblem};
use crate::ui::lasting::LastingSignal;
use crate::ui::session::Session;

use super::store_handle::StoreHandle;

/// What is done with the views, and what to do then.
type Change = Box<dyn FnOnce(Result<&mut SavedViews, ViewProblem>)>;

/// The saved views of whoever has the token.
#[derive(Debug, Clone, Copy)]
pub struct SavedViewsHandle {
    store: StoreHandle,
    /// Where they are kept; nobody's are where there is no token.
    key: StoredValue<Option<String>>,
    /// As they were when they were last read or changed.
    pub views: LastingSignal<SavedViews>,
    /// What is still to be done, one after the other: two at once would each lose the other's.
    waiting: StoredValue<VecDeque<Change>, LocalStorage>,
    is_busy: StoredValue<bool>,
}

impl SavedViewsHandle {
    /// Those of the session's token, not read yet.
    pub fn new(session: Session) -> Self {
        let key = session.writer().map(|writer| format!("views.{writer}"));
        Self {
            store: session.store,
            key: StoredValue::new(key),
            views: LastingSignal::default(),
            waiting: StoredValue::new_local(VecDeque::new()),
            is_busy: StoredValue::new(false),
        }
    }

    /// Reads them: another page may have changed them.
    pub fn read(self) {
        self.do_next(Box::new(|_| {}));
    }

    /// Changes what is kept, and then says how it went.
    pub fn change<T: 'static>(
        self,
        change: impl FnOnce(&mut SavedViews) -> Result<T, ViewProblem> + 'static,
        then: impl FnOnce(Result<T, ViewProblem>) + 'static,
    ) {
        self.do_next(Box::new(move |views| {
            then(views.and_then(change));
        }));
    }

    fn do_next(self, change: Change) {
        self.waiting.try_update_value(|waiting| waiting.push_back(change));
        if self.is_busy.try_get_value() != Some(false) {
            return;
        }
        self.is_busy.set_value(true);
        spawn_local(async move {
            while let Some(change) = self.waiting.try_update_value(VecDeque::pop_front).flatten() {
                self.run(change).await;
            }
            self.is_busy.try_set_value(false);
        });
    }

    async fn run(self, change: Change) {
        let Some(key) = self.key.try_get_value() else { return };
        let Some(key) = key else { return change(Err(ViewProblem::Unreadable)) };
        // Why the store can't be read is said by it.
        let kept = self.store.get(&key).await.ok();
        let Some(mut views) = kept.and_then(|text| SavedViews::read(text.as_deref()).ok()) else {
            return change(Err(ViewProblem::Unreadable));
        };
        let before = views.clone();
        change(Ok(&mut views));
        if views != before {
            self.store.set(&key, &views.to_text());
        }
        if self.views.try_with_untracked(|shown| *shown != views) == Some(true) {
            self.views.set(views);
        }
    }
}
