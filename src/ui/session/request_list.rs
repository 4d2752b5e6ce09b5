//! Drives the reading of the requests: makes the calls that [`Load`] names, several at once.

use std::rc::Rc;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, ready};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::Client;
use crate::client::session_rows::SessionRows;
use crate::github::exemption::ExemptionRequest;
use crate::github::scope::Scopes;
use crate::github::time::Timestamp;
use crate::inbox::load::{Ask, BoundTo, KeptRows, Load, Next};
use crate::inbox::memory::Memory;
use crate::ui::lasting::LastingSignal;

use super::clock::Clock;
use super::store_handle::StoreHandle;

/// How long what was read of a list will do, in seconds.
const FRESH_FOR: i64 = 60;

/// How much time lies between two moments at which the views are told of what came, in milliseconds:
/// with thousands of rows they have much to do each time.
const TOLD_EVERY: u32 = 100;

/// How long after a reading rows are kept for the session's next page, in milliseconds: the views go first.
const KEPT_AFTER: u32 = 250;

/// Where it is kept what is remembered, and of whom, and with what it is read.
#[derive(Debug, Clone, Copy)]
pub struct Notebook {
    /// Where.
    pub store: StoreHandle,
    /// Whose token it is and for which host; absent while that isn't known.
    pub writer: Signal<Option<String>>,
    /// What the tokens for that host are bound to; none while that isn't known.
    pub tokens: Signal<Vec<BoundTo>>,
}

impl Notebook {
    fn writer(self) -> Option<String> {
        self.writer.try_get_untracked().flatten()
    }

    fn key(self) -> Option<String> {
        self.writer().map(|writer| format!("inbox.{writer}"))
    }
}

/// Begins to ask now, and not behind the tasks that wait already: views that are made meanwhile take their time.
fn begun<T: 'static>(asks: impl Future<Output = T> + 'static) -> LocalBoxFuture<'static, T> {
    let mut asks = asks.boxed_local();
    match untrack(|| (&mut asks).now_or_never()) {
        Some(answer) => ready(answer).boxed_local(),
        None => asks,
    }
}

/// The requests of some scopes, which outlive the view that shows them: coming back to them soon
/// reads nothing again.
#[derive(Debug, Clone, Copy)]
pub struct RequestList {
    client: StoredValue<Rc<dyn Client>, LocalStorage>,
    clock: Clock,
    now: Signal<Timestamp>,
    /// Whose requests; absent before any were asked for.
    pub scopes: LastingSignal<Option<Scopes>>,
    /// What is known of them.
    pub load: LastingSignal<Load>,
    /// The scopes of the last visit, and where to look when a list is refused.
    pub memory: LastingSignal<Memory>,
    /// The key of the person it is remembered of; absent while there is none.
    remembers: StoredValue<Option<String>>,
    notebook: Notebook,
    /// When it is woken next.
    wakes_at: StoredValue<Option<Timestamp>>,
    /// Whether the views were told just now, and if so whether something came since.
    told: StoredValue<Option<bool>>,
    /// With which tokens the scopes at hand are read, as who keeps rows tells them apart; absent where no rows are kept.
    turn: StoredValue<Option<String>>,
    /// The mark of the rows that were kept last.
    kept: StoredValue<Option<u64>>,
    /// Counts what was to be shown, and cleared.
    shown: StoredValue<u32>,
}

impl RequestList {
    /// One that asks `client`.
    pub fn new(
        client: StoredValue<Rc<dyn Client>, LocalStorage>,
        clock: Clock,
        notebook: Notebook,
    ) -> Self {
        let list = Self {
            client,
            clock,
            now: clock.now,
            scopes: LastingSignal::new(None),
            load: LastingSignal::default(),
            memory: LastingSignal::default(),
            remembers: StoredValue::new(None),
            notebook,
            wakes_at: StoredValue::new(None),
            told: StoredValue::new(None),
            turn: StoredValue::new(None),
            kept: StoredValue::new(None),
            shown: StoredValue::new(0),
        };
        Effect::new(move || {
            notebook.writer.track();
            list.turn_to_person();
            list.recall();
        });
        list
    }

    /// Forgets what is remembered of anyone but the person at hand. Another effect may note something
    /// of them before the one above ran.
    fn turn_to_person(self) {
        let key = self.notebook.key();
        let before = self.remembers.try_update_value(|of| std::mem::replace(of, key.clone()));
        if before.is_some_and(|before| before != key) {
            self.memory.try_set(Memory::default());
        }
    }

    /// Reads what is remembered, from when it was another page or another visit.
    fn recall(self) {
        let Some(key) = self.notebook.key() else { return };
        spawn_local(async move {
            // That it couldn't be read is said by the store.
            let Ok(Some(text)) = self.notebook.store.get(&key).await else { return };
            if self.notebook.key().as_ref() != Some(&key) {
                return;
            }
            self.memory.try_update(|memory| memory.merge(Memory::read(Some(&text))));
            if let Some(memory) = self.memory.try_get_untracked() {
                self.load.try_update(|load| load.know(memory.fallback));
                self.go_on();
            }
        });
    }

    /// Changes what is remembered; `change` says whether it did.
    fn note(self, change: impl FnOnce(&mut Memory) -> bool) {
        self.turn_to_person();
        let mut is_new = false;
        self.memory.try_maybe_update(|memory| {
            is_new = change(memory);
            (is_new, ())
        });
        let (true, Some(key)) = (is_new, self.notebook.key()) else { return };
        spawn_local(async move {
            let Ok(text) = self.notebook.store.get(&key).await else { return };
            let Some(mut memory) = self.memory.try_get_untracked() else { return };
            memory.merge(Memory::read(text.as_deref()));
            if self.notebook.key().as_ref() == Some(&key) {
                self.notebook.store.set(&key, &memory.text());
            }
        });
    }

    /// Remembers that the person chose `scopes`.
    pub fn remember(self, scopes: &Scopes) {
        self.note(|memory| memory.choose(scopes));
    }

    /// The scopes at hand, or else those of the last visit.
    pub fn last_scopes(self) -> Option<Scopes> {
        self.scopes.get().or_else(|| self.memory.with(|memory| memory.scopes.clone()))
    }

    /// What was to be shown before isn't any more.
    fn next_show(self) -> u32 {
        let next = |shown: &mut u32| {
            *shown = shown.wrapping_add(1);
            *shown
        };
        self.shown.try_update_value(next).unwrap_or_default()
    }

    /// As [`Self::show`], behind what the views ask for that are made meanwhile.
    pub fn show_after_views(self, scopes: Scopes) {
        let own = self.next_show();
        spawn_local(async move {
            if self.shown.try_get_value() == Some(own) {
                self.show(scopes);
            }
        });
    }

    /// Reads scopes from their first pages, unless they are the ones at hand and were read just now.
    pub fn show(self, scopes: Scopes) {
        self.next_show();
        if self.scopes.get_untracked().as_ref() == Some(&scopes) {
            self.refresh();
            return;
        }
        let now = self.now.get_untracked();
        self.scopes.set(Some(scopes.clone()));
        let fallback = self.memory.with_untracked(|memory| memory.fallback.clone());
        self.load.update(|load| load.turn_to(scopes.clone(), fallback, now));
        self.recall_rows(scopes);
        self.go_on();
    }

    /// Shows the rows that a page of this session kept, until GitHub gives its own.
    fn recall_rows(self, scopes: Scopes) {
        self.turn.set_value(None);
        self.kept.set_value(None);
        let (Some(client), Some(writer)) = (self.client.try_get_value(), self.notebook.writer())
        else {
            return;
        };
        let kept = begun(async move { client.kept_rows().await });
        spawn_local(async move {
            let Some((turn, text)) = kept.await else { return };
            let is_at_hand = self.scopes.try_get_untracked().flatten().as_ref() == Some(&scopes);
            if !is_at_hand || self.notebook.writer().as_ref() != Some(&writer) {
                return;
            }
            self.turn.try_set_value(Some(turn));
            let kept = text.and_then(|text| KeptRows::read(&text, &writer, &scopes));
            let Some(kept) = kept else { return };
            if self.load.try_update_untracked(|load| load.seed(kept)) == Some(true) {
                self.tell(true);
            }
        });
    }

    /// Keeps rows for the session's next page, once a reading is over.
    fn keep_rows(self) {
        spawn_local(async move {
            TimeoutFuture::new(KEPT_AFTER).await;
            let (Some(client), Some(Some(turn)), Some(writer), Some(now)) = (
                self.client.try_get_value(),
                self.turn.try_get_value(),
                self.notebook.writer(),
                self.now.try_get_untracked(),
            ) else {
                return;
            };
            let rows = self.load.try_with_untracked(|load| load.rows_to_keep(&writer, now));
            let Some(Some(rows)) = rows else { return };
            let before = self.kept.try_update_value(|kept| kept.replace(rows.mark));
            if before != Some(Some(rows.mark)) {
                client.keep_rows(SessionRows { turn, writer, text: rows.text }).await;
            }
        });
    }

    /// Reads the scopes at hand again unless they were read just now.
    pub fn refresh(self) {
        let now = self.now.get_untracked();
        if self.load.with_untracked(|load| load.is_older_than(FRESH_FOR, now)) {
            self.reload();
        }
    }

    /// Reads the scopes at hand again. What is shown stays until then.
    pub fn reload(self) {
        let now = self.now.get_untracked();
        self.load.update(|load| load.begin_again(now));
        self.go_on();
    }

    /// Asks again for what failed, or goes on where it was cancelled.
    pub fn retry(self) {
        let now = self.now.get_untracked();
        self.load.update(|load| load.resume(now));
        self.go_on();
    }

    /// Stops asking; what is there stays.
    pub fn cancel(self) {
        self.load.update(Load::cancel);
    }

    /// Forgets everything, as after the token changed.
    pub fn clear(self) {
        self.next_show();
        self.scopes.set(None);
        self.load.update(Load::clear);
    }

    /// Puts what was read anew of a request in its place.
    pub fn replace(self, fresh: &ExemptionRequest) {
        self.load.try_update(|load| load.replace(fresh));
    }

    /// Makes every call that may be made now.
    fn go_on(self) {
        let (Some(client), Some(now)) = (self.client.try_get_value(), self.now.try_get_untracked())
        else {
            return;
        };
        let tokens = self.notebook.tokens.try_get_untracked().unwrap_or_default();
        self.load.try_update_untracked(|load| load.know_tokens(tokens));
        loop {
            match self.load.try_update_untracked(|load| load.next(now)) {
                Some(Next::Ask(ask)) => self.make(Rc::clone(&client), ask),
                Some(Next::WaitUntil(at)) => return self.wake_at(at, now),
                Some(Next::Nothing) | None => return,
            }
        }
    }

    fn make(self, client: Rc<dyn Client>, ask: Box<Ask>) {
        let operation = ask.operation();
        let performed = begun(async move { client.perform(operation).await });
        spawn_local(async move {
            let outcome = performed.await.map(|performed| {
                self.clock.learn(performed.clock_difference);
                performed.outcome
            });
            // The views may be gone.
            let Some(now) = self.now.try_get_untracked() else { return };
            let is_reading = self.load.try_update_untracked(|load| {
                load.arrived(&ask, outcome, now);
                load.is_reading()
            });
            self.tell(is_reading == Some(true));
            if is_reading == Some(false) {
                self.learn();
                self.keep_rows();
            }
            self.go_on();
        });
    }

    /// Tells the views what came: at once when it is the first for a while, or the last.
    fn tell(self, more_follows: bool) {
        let Some(told) = self.told.try_get_value() else { return };
        if more_follows && told.is_some() {
            self.told.set_value(Some(true));
            return;
        }
        self.load.try_update(|_| ());
        self.told.set_value(Some(false));
        if told.is_some() {
            return;
        }
        spawn_local(async move {
            TimeoutFuture::new(TOLD_EVERY).await;
            let untold = self.told.try_update_value(Option::take).flatten() == Some(true);
            if untold {
                self.tell(true);
            }
        });
    }

    fn learn(self) {
        self.note(|memory| self.load.try_with_untracked(|load| memory.learn(load)) == Some(true));
    }

    fn wake_at(self, at: Timestamp, now: Timestamp) {
        let wakes_earlier = |before: Option<Timestamp>| before.is_some_and(|before| before <= at);
        if self.wakes_at.try_get_value().is_none_or(wakes_earlier) {
            return;
        }
        self.wakes_at.set_value(Some(at));
        // Many who wait for the same moment shouldn't all come in it.
        let jitter = js_sys::Math::random() * 1_000.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 1,000")]
        let jitter = jitter as u32;
        let wait = u32::try_from(at - now).unwrap_or(1).clamp(1, 3_600) * 1_000;
        spawn_local(async move {
            TimeoutFuture::new(wait + jitter).await;
            if self.wakes_at.try_get_value() == Some(Some(at)) {
                self.wakes_at.set_value(None);
                self.go_on();
            }
        });
    }
}
