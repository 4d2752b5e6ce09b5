//! The queue of reviews as the views know it: asked for while it moves, and told what to do.

use std::rc::Rc;

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::Client;
use crate::client::queue::{Command, Item, ItemId, Pause, QueueError, State, View};
use crate::github::ids::RequestId;
use crate::github::time::Timestamp;

use super::session::Session;
use super::writes;

/// How often a queue that moves is asked for, in milliseconds.
const LOOK_EVERY: u64 = 300;

/// The same for one that rests while reviews wait in it: another window may wake it.
const LOOK_EVERY_AT_REST: u64 = 2_000;

/// What is known of the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueState {
    version: u64,
    /// Its items, in the order of sending.
    pub items: Vec<Item>,
    /// Why nothing is sent.
    pub pause: Option<Pause>,
    /// GitHub asked to wait until then.
    pub held_until: Option<Timestamp>,
}

impl QueueState {
    /// Takes in what a look brought.
    fn merge(&mut self, view: &View) {
        let mut items: Vec<Item> = Vec::with_capacity(view.ids.len());
        for id in &view.ids {
            let is_it = |item: &&Item| item.id == *id;
            let known = view.changed.iter().find(is_it).or_else(|| self.items.iter().find(is_it));
            items.extend(known.cloned());
        }
        *self = Self {
            version: view.version,
            items,
            pause: view.pause.clone(),
            held_until: view.held_until,
        };
    }

    /// The item of a request; the newest where there were several.
    pub fn of(&self, request: RequestId) -> Option<&Item> {
        self.items.iter().rev().find(|item| item.request() == Some(request))
    }

    /// Whether a review waits or is under way.
    pub fn is_open(&self) -> bool {
        self.items.iter().any(|item| item.state.is_open())
    }
}

/// The queue of one session.
#[derive(Debug, Clone, Copy)]
pub struct ReviewQueue {
    client: StoredValue<Rc<dyn Client>, LocalStorage>,
    /// How it stands.
    pub state: RwSignal<QueueState>,
    /// Why it couldn't be asked the last time.
    pub problem: RwSignal<Option<QueueError>>,
    /// Which of the timers is the last.
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl ReviewQueue {
    /// The queue of `client`.
    pub fn new(client: StoredValue<Rc<dyn Client>, LocalStorage>) -> Self {
        Self {
            client,
            state: RwSignal::default(),
            problem: RwSignal::new(None),
            timer: StoredValue::new(None),
        }
    }
}

/// Asks how the queue stands, now and for as long as reviews wait in it.
pub fn look(session: Session) {
    spawn_local(async move {
        // What went wrong is shown; a failed look changes nothing else.
        let _ = tell(session, Command::Look).await;
    });
}

/// Tells the queue what to do, without waiting for it.
pub fn order(session: Session, command: Command) {
    spawn_local(async move {
        // What went wrong is shown by the queue's bar.
        let _ = tell(session, command).await;
    });
}

/// Tells the queue what to do and takes in how it stands then.
///
/// # Errors
/// See [`QueueError`].
pub async fn tell(session: Session, command: Command) -> Result<(), QueueError> {
    let queue = session.queue;
    let Some(client) = queue.client.try_get_value() else { return Ok(()) };
    let since = queue.state.try_with_untracked(|state| state.version).unwrap_or_default();
    let answer = client.queue(command, since).await;
    if queue.state.is_disposed() {
        return Ok(());
    }
    let result = match answer {
        Ok(view) => {
            take_in(session, &view);
            Ok(())
        }
        Err(error) => Err(error),
    };
    let problem = result.clone().err();
    if queue.problem.with_untracked(|before| *before != problem) {
        queue.problem.set(problem);
    }
    look_again(session);
    result
}

fn take_in(session: Session, view: &View) {
    let queue = session.queue;
    // Answers may overtake each other; a queue made anew begins lower, with all its items.
    let is_older = queue.state.with_untracked(|state| {
        view.version < state.version && view.changed.len() < view.ids.len()
    });
    if is_older {
        return;
    }
    let before = queue.state.with_untracked(Clone::clone);
    let mut now = before.clone();
    now.merge(view);
    if now == before {
        return;
    }
    queue.state.set(now.clone());
    for item in &now.items {
        if before.items.iter().find(|known| known.id == item.id) != Some(item) {
            writes::queue_changed(session, item);
        }
    }
}

/// Looks again soon while reviews wait.
fn look_again(session: Session) {
    let queue = session.queue;
    let Some((is_open, rests)) =
        queue.state.try_with_untracked(|state| (state.is_open(), state.pause.is_some()))
    else {
        return;
    };
    if let Some(timer) = queue.timer.try_update_value(Option::take).flatten() {
        timer.clear();
    }
    if !is_open {
        return;
    }
    let wait = if rests { LOOK_EVERY_AT_REST } else { LOOK_EVERY };
    let wait = std::time::Duration::from_millis(wait);
    if let Ok(timer) = set_timeout_with_handle(move || look(session), wait) {
        queue.timer.try_set_value(Some(timer));
    }
}

/// The reviews that can still be taken back.
pub fn waiting(state: &QueueState) -> Vec<ItemId> {
    let waits = |item: &&Item| item.state == State::Waiting;
    state.items.iter().filter(waits).map(|item| item.id).collect()
}
