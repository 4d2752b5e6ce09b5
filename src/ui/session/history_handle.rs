//! The local history in the views' hands: whether it is wanted, what loads bring into it, what of it
//! is shown.

use std::rc::Rc;
use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::github::scope::Scope;
use crate::github::time::Timestamp;
use crate::inbox::history::{History, Reading};
use crate::inbox::load::Load;
use crate::triage::coverage::Coverage;
use crate::ui::history_store::{HistoryError, HistoryStore, Listed, coverage, key};
use crate::ui::lasting::LastingSignal;

use super::store_handle::StoreHandle;

/// Where histories are kept; absent where none can be: in the panel's frame a browser has a storage
/// of its own for each page around it, which nobody could erase in the settings.
pub type HistoryPlace = StoredValue<Option<Rc<dyn HistoryStore>>, LocalStorage>;

/// What is kept where a person switched the history on.
const ON: &str = "on";

/// And where they switched it off again. Where there is neither, there is no history at all.
const OFF: &str = "off";

/// What the figures of a summary are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SummaryWindow {
    /// What GitHub's API gives: the past month.
    #[default]
    Month,
    /// That and the local history.
    History,
}

/// What tells whether a reading has been kept: its list, its time and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Print(String, Timestamp, bool, usize, u64);

impl Print {
    fn of(reading: &Reading) -> Self {
        let Reading { scope, at, is_whole, rows } = reading;
        let content = rows.iter().fold(0_u64, |sum, row| sum.wrapping_add(row.version.into()));
        Self(key(scope), *at, *is_whole, rows.len(), content)
    }
}

/// The local history of whoever has the token.
#[derive(Debug, Clone, Copy)]
pub struct HistoryHandle {
    place: HistoryPlace,
    store: StoreHandle,
    /// The host and login of the token, whose histories are kept apart from everyone else's.
    owner: Signal<Option<String>>,
    load: LastingSignal<Load>,
    /// The lists at hand.
    lists: Memo<Vec<Scope>>,
    is_on: LastingSignal<bool>,
    /// The lists of which a history is kept.
    pub listed: LastingSignal<Vec<Listed>>,
    window: LastingSignal<SummaryWindow>,
    held: LastingSignal<Option<Arc<History>>>,
    /// What nobody was told of yet.
    pub problem: LastingSignal<Option<HistoryError>>,
    told: StoredValue<Option<HistoryError>>,
    recorded: StoredValue<Vec<Print>>,
    is_recording: StoredValue<bool>,
    /// Counts what happens to the histories, so that what is shown of them is read again.
    changes: LastingSignal<u32>,
    /// Counts what makes a recording under way pointless: an erasure, another person.
    breaks: StoredValue<u32>,
    reads: StoredValue<u32>,
}

impl HistoryHandle {
    /// That of `owner`, into which comes what `load` reads once it is switched on.
    pub fn new(
        place: HistoryPlace,
        store: StoreHandle,
        owner: Signal<Option<String>>,
        load: LastingSignal<Load>,
    ) -> Self {
        let lists = Memo::new(move |_| load.with(Load::given_lists));
        let handle = Self {
            place,
            store,
            owner,
            load,
            lists,
            is_on: LastingSignal::new(false),
            listed: LastingSignal::new(Vec::new()),
            window: LastingSignal::default(),
            held: LastingSignal::new(None),
            problem: LastingSignal::new(None),
            told: StoredValue::new(None),
            recorded: StoredValue::new(Vec::new()),
            is_recording: StoredValue::new(false),
            changes: LastingSignal::new(0),
            breaks: StoredValue::new(0),
            reads: StoredValue::new(0),
        };
        if place.with_value(Option::is_none) {
            return handle;
        }
        let owner = Memo::new(move |_| owner.get());
        Effect::new(move || {
            owner.track();
            handle.breaks.update_value(|breaks| *breaks += 1);
            handle.is_on.set(false);
            handle.window.set(SummaryWindow::Month);
            handle.listed.set(Vec::new());
            handle.look();
        });
        // Another page of ours may have switched it on or off, or erased it.
        let focused = window_event_listener(ev::focus, move |_| handle.look());
        on_cleanup(move || focused.remove());
        Effect::new(move || {
            load.track();
            if handle.is_on.get() {
                handle.record();
            }
        });
        Effect::new(move || {
            handle.changes.track();
            match (handle.window(), owner.get()) {
                (SummaryWindow::History, Some(owner)) => handle.read(owner, lists.get()),
                _ => {
                    handle.reads.update_value(|reads| *reads += 1);
                    handle.held.maybe_update(|held| held.take().is_some());
                }
            }
        });
        handle
    }

    /// Whether it is switched on.
    pub fn is_on(self) -> bool {
        self.is_on.get()
    }

    /// What summaries are made from.
    pub fn window(self) -> SummaryWindow {
        if self.is_on.get() { self.window.get() } else { SummaryWindow::Month }
    }

    /// Makes summaries from something else.
    pub fn choose(self, window: SummaryWindow) {
        self.window.set(window);
    }

    /// What is kept of the lists at hand, where summaries are made from it; absent while it is read.
    pub fn held(self) -> Option<Arc<History>> {
        let held = self.held.get()?;
        // What was of other lists before is read anew.
        self.lists.with(|lists| held.is_of(lists)).then_some(held)
    }

    /// Of which times every request of the lists at hand is kept.
    pub fn coverage(self) -> Coverage {
        self.lists.with(|lists| self.listed.with(|listed| coverage(listed, lists)))
    }

    fn store_of(self, owner: &Option<String>) -> Option<(Rc<dyn HistoryStore>, String)> {
        let store = self.place.try_get_value().flatten()?;
        Some((store, owner.clone()?))
    }

    fn owner_now(self) -> Option<String> {
        self.owner.try_get_untracked().flatten()
    }

    fn switch_key(owner: &str) -> String {
        format!("history.{owner}")
    }

    /// Looks whether it is switched on, and what is kept.
    pub fn look(self) {
        let owner = self.owner_now();
        let Some((_, name)) = self.store_of(&owner) else { return };
        spawn_local(async move {
            // That it couldn't be read is said by the store.
            let Ok(text) = self.store.get(&Self::switch_key(&name)).await else { return };
            if self.owner_now() != owner {
                return;
            }
            let is_on = text.as_deref() == Some(ON);
            if self.is_on.try_get_untracked().is_some_and(|before| before != is_on) {
                self.is_on.set(is_on);
            }
            if text.is_some() {
                self.list(owner).await;
            }
        });
    }

    /// Reads which histories there are.
    async fn list(self, owner: Option<String>) {
        let Some((store, name)) = self.store_of(&owner) else { return };
        let listed = store.listed(&name).await;
        if self.owner_now() != owner {
            return;
        }
        let listed = match listed {
            Ok(listed) => listed,
            Err(error) => return self.say(Err(error)),
        };
        if self.listed.try_with_untracked(|before| *before != listed) == Some(true) {
            self.listed.set(listed);
            self.changes.update(|changes| *changes += 1);
        }
    }

    /// Switches it on or off. What is kept stays.
    pub fn switch(self, on: bool) {
        let Some(owner) = self.owner_now() else { return };
        let key = Self::switch_key(&owner);
        self.store.set(&key, if on { ON } else { OFF });
        self.told.set_value(None);
        self.recorded.set_value(Vec::new());
        self.is_on.set(on);
    }

    /// Brings into it what was read, unless that is in it already.
    fn record(self) {
        if self.is_recording.try_get_value() != Some(false) {
            return;
        }
        let owner = self.owner_now();
        let Some((store, name)) = self.store_of(&owner) else { return };
        let readings = self.load.with_untracked(Load::readings);
        let prints: Vec<Print> = readings.iter().map(Print::of).collect();
        if readings.is_empty() || self.recorded.with_value(|recorded| *recorded == prints) {
            return;
        }
        self.is_recording.set_value(true);
        self.recorded.set_value(prints);
        let breaks = self.breaks.get_value();
        spawn_local(async move {
            // Another page of ours may have switched it off.
            let switch = self.store.get(&Self::switch_key(&name)).await;
            let is_on = switch.is_ok_and(|text| text.as_deref() == Some(ON));
            if !is_on && self.owner_now() == owner {
                self.is_on.try_set(false);
            }
            let mut outcome = Ok(());
            for reading in readings.into_iter().filter(|_| is_on) {
                if self.breaks.try_get_value() != Some(breaks) {
                    break;
                }
                // One that can't be kept keeps no other out.
                outcome = outcome.and(store.merge(&name, reading).await.map(drop));
            }
            self.say(outcome);
            self.list(owner).await;
            self.is_recording.try_set_value(false);
            // What was read meanwhile.
            if self.is_on.try_get_untracked() == Some(true) {
                self.record();
            }
        });
    }

    /// Reads what is kept of lists.
    fn read(self, owner: String, lists: Vec<Scope>) {
        let Some((store, name)) = self.store_of(&Some(owner)) else { return };
        self.reads.update_value(|reads| *reads += 1);
        let turn = self.reads.get_value();
        spawn_local(async move {
            let mut held = Vec::new();
            for scope in &lists {
                if self.reads.try_get_value() != Some(turn) {
                    return;
                }
                match store.read(&name, scope).await {
                    Ok(list) => held.push(list),
                    Err(error) => {
                        self.say(Err(error));
                        self.window.try_set(SummaryWindow::Month);
                        return;
                    }
                }
            }
            if self.reads.try_get_value() == Some(turn) {
                self.held.try_set(Some(Arc::new(History::of(held))));
            }
        });
    }

    /// Erases the history of the list with this key, or of every list.
    ///
    /// # Errors
    /// See [`HistoryError`]. Then nothing was erased.
    pub async fn erase(self, key: Option<String>) -> Result<(), HistoryError> {
        let owner = self.owner_now();
        let Some((store, name)) = self.store_of(&owner) else { return Ok(()) };
        self.breaks.try_update_value(|breaks| *breaks += 1);
        store.erase(&name, key.as_deref()).await?;
        self.told.try_set_value(None);
        self.problem.try_set(None);
        self.list(owner).await;
        Ok(())
    }

    /// The same failure isn't said after every load; another one is, and one that comes after
    /// something worked again.
    fn say(self, result: Result<(), HistoryError>) {
        let error = result.err();
        let before = self.told.try_update_value(|told| std::mem::replace(told, error)).flatten();
        if before != error && error.is_some() {
            self.problem.try_set(error);
        }
    }
}
