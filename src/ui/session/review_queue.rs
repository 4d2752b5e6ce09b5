//! The queue of reviews as the views know it: asked for while it moves, and told what to do.

use std::rc::Rc;

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::Client;
use crate::client::permit::Press;
use crate::client::queue::{Command, QueueError, View};
use crate::ui::lasting::LastingSignal;
use crate::ui::queue_bar::Edge;
use crate::ui::queue_state::QueueState;
use crate::ui::session::Session;

use super::writes;

/// How often a queue that moves is asked for, in milliseconds.
const LOOK_EVERY: u64 = 100;

/// The same for one that rests while reviews wait in it: another window may wake it.
const LOOK_EVERY_AT_REST: u64 = 2_000;

/// The queue of one session.
#[derive(Debug, Clone, Copy)]
pub struct ReviewQueue {
    client: StoredValue<Rc<dyn Client>, LocalStorage>,
    /// How it stands.
    pub state: LastingSignal<QueueState>,
    /// Why it couldn't be asked the last time.
    pub problem: LastingSignal<Option<QueueError>>,
    /// At which edge its bar is.
    pub edge: LastingSignal<Edge>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl ReviewQueue {
    /// The queue of `client`.
    pub fn new(client: StoredValue<Rc<dyn Client>, LocalStorage>) -> Self {
        Self {
            client,
            state: LastingSignal::default(),
            problem: LastingSignal::new(None),
            edge: LastingSignal::default(),
            timer: StoredValue::new(None),
        }
    }
}

/// Asks how the queue stands, now and for as long as reviews wait in it.
pub fn look(session: Session) {
    spawn_local(async move {
        // What went wrong is shown; a failed look changes nothing else.
        let _ = tell(session, Command::Look, None).await;
    });
}

/// Tells the queue what to do, without waiting for it. What lets reviews leave takes a press, see
/// [`order_by`].
pub fn order(session: Session, command: Command) {
    send(session, command, None);
}

/// The same, for who pressed.
pub fn order_by(session: Session, press: Press, command: Command) {
    send(session, command, Some(press));
}

fn send(session: Session, command: Command, press: Option<Press>) {
    spawn_local(async move {
        // What went wrong is shown by the queue's bar.
        let _ = tell(session, command, press).await;
    });
}

/// Tells the queue what to do and takes in how it stands then.
///
/// # Errors
/// See [`QueueError`].
pub async fn tell(
    session: Session,
    command: Command,
    press: Option<Press>,
) -> Result<(), QueueError> {
    let queue = session.queue;
    let Some(client) = queue.client.try_get_value() else { return Ok(()) };
    let since = queue.state.try_with_untracked(|state| state.version()).unwrap_or_default();
    // What isn't put in is told by who wanted it in.
    let is_told = matches!(command, Command::Add { .. });
    let answer = client.queue(command, press, since).await;
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
    let problem = result.clone().err().filter(|_| !is_told);
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
        view.version < state.version() && view.changed.len() < view.ids.len()
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
        let known = before.items.iter().find(|known| known.id == item.id);
        // What was over before anyone looked is told by the bar; what it read is old by now.
        let is_news = known.is_some() || item.state.is_open();
        if is_news && known != Some(item) {
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
