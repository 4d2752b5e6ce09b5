//! Drives the reading of the requests: makes the calls that [`Load`] names, several at once.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::Client;
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::scope::Scopes;
use crate::github::time::Timestamp;
use crate::inbox::fallback::Fallback;
use crate::inbox::load::{Ask, Load, Next};

/// How long what was read of a list will do, in seconds.
const FRESH_FOR: i64 = 60;

/// The requests of some scopes, which outlive the view that shows them: coming back to them soon
/// reads nothing again.
#[derive(Debug, Clone, Copy)]
pub struct RequestList {
    client: StoredValue<Rc<dyn Client>, LocalStorage>,
    now: Signal<Timestamp>,
    /// Whose requests; absent before any were asked for.
    pub scopes: RwSignal<Option<Scopes>>,
    /// What is known of them.
    pub load: RwSignal<Load>,
    /// The request that was opened last, to which the focus returns.
    pub opened: RwSignal<Option<RequestId>>,
    /// When it is woken next.
    wakes_at: StoredValue<Option<Timestamp>>,
}

impl RequestList {
    /// One that asks `client`.
    pub fn new(client: StoredValue<Rc<dyn Client>, LocalStorage>, now: Signal<Timestamp>) -> Self {
        Self {
            client,
            now,
            scopes: RwSignal::new(None),
            load: RwSignal::default(),
            opened: RwSignal::new(None),
            wakes_at: StoredValue::new(None),
        }
    }

    /// Reads scopes from their first pages, unless they are the ones at hand and were read just now.
    pub fn show(self, scopes: Scopes) {
        if self.scopes.get_untracked().as_ref() == Some(&scopes) {
            self.refresh();
            return;
        }
        let now = self.now.get_untracked();
        self.scopes.set(Some(scopes.clone()));
        self.load.update(|load| load.turn_to(scopes, Fallback::default(), now));
        self.go_on();
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
        self.scopes.set(None);
        self.opened.set(None);
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
        loop {
            match self.load.try_update_untracked(|load| load.next(now)) {
                Some(Next::Ask(ask)) => self.make(Rc::clone(&client), ask),
                Some(Next::WaitUntil(at)) => return self.wake_at(at, now),
                Some(Next::Nothing) | None => return,
            }
        }
    }

    fn make(self, client: Rc<dyn Client>, ask: Box<Ask>) {
        spawn_local(async move {
            let outcome = client.perform(ask.operation()).await;
            // The views may be gone.
            let Some(now) = self.now.try_get_untracked() else { return };
            self.load.try_update(|load| load.arrived(&ask, outcome, now));
            self.go_on();
        });
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
