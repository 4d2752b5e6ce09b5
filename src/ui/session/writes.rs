//! Reviews and dismissals under way and what came of them, tied to the request they were made for:
//! a view that shows another request by then shows nothing of it.

use std::collections::{HashMap, VecDeque};

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::locate::Located;
use crate::client::operation::{Dismissal, Review};
use crate::client::permit::Press;
use crate::client::queue::{Command, Item, Order, State};
use crate::client::write::{NotSent, WriteOutcome};
use crate::github::error::TransportError;
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::{RequestId, ResponseId};
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;
use crate::inbox::rows::RowKey;
use crate::triage::message::ReviewMessage;
use crate::triage::recheck::same_request;
use crate::ui::lasting::LastingSignal;
use crate::ui::notice::{self, Notice};
use crate::ui::session::Session;
use crate::vault::status::HeldStatus;

use super::ask;
use super::drafts::Subject;
use super::review_queue;

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A review that waits in the queue.
    Wait(Decision),
    /// A review.
    Review(Decision),
    /// A dismissal of a response.
    Dismiss,
}

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// It is under way.
    Sending(Action),
    /// It is over.
    Over {
        /// What came of it.
        notice: Notice,
        /// The request as it was read after or instead of the write; absent where it wasn't.
        fresh: Option<Box<ExemptionRequest>>,
    },
}

/// Of how many requests it is kept what came of the last write until somebody sees it, those of the bulk
/// reviews among them: of older ones the request itself says what GitHub has.
const MAX_OVER: usize = 100;

/// The last write to each request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Writes(LastingSignal<HashMap<RequestId, Write>>, StoredValue<VecDeque<RequestId>>);

impl Writes {
    /// The last write to a request.
    pub fn of(self, id: RequestId) -> Option<Write> {
        self.0.with(|writes| writes.get(&id).cloned())
    }

    /// What is being written to a request.
    pub fn sending(self, id: RequestId) -> Option<Action> {
        self.0.with(|writes| match writes.get(&id) {
            Some(Write::Sending(action)) => Some(*action),
            _ => None,
        })
    }

    /// Takes the request's place; `false` when a write to it is under way.
    fn begin(self, id: RequestId, action: Action) -> bool {
        self.0
            .try_update(|writes| match writes.get(&id) {
                Some(Write::Sending(_)) => false,
                _ => {
                    writes.insert(id, Write::Sending(action));
                    true
                }
            })
            .unwrap_or(false)
    }

    fn set(self, id: RequestId, write: Write) {
        self.0.try_update(|writes| writes.insert(id, write));
    }

    /// A review that waited doesn't any more.
    fn take_back(self, id: RequestId) {
        if self.0.try_with_untracked(|writes| writes.contains_key(&id)) == Some(true) {
            self.0.try_update(|writes| writes.remove(&id));
        }
    }

    fn end(self, id: RequestId, notice: Notice, fresh: Option<Box<ExemptionRequest>>) {
        let oldest = self.1.try_update_value(|over| {
            over.retain(|other| *other != id);
            over.push_back(id);
            (over.len() > MAX_OVER).then(|| over.pop_front()).flatten()
        });
        self.0.try_update(|writes| {
            if let Some(oldest) = oldest.flatten()
                && matches!(writes.get(&oldest), Some(Write::Over { .. }))
            {
                writes.remove(&oldest);
            }
            writes.insert(id, Write::Over { notice, fresh })
        });
    }

    /// Forgets what came of the last write, when it was seen.
    pub fn seen(self, id: RequestId) {
        let over =
            self.0.try_with_untracked(|writes| matches!(writes.get(&id), Some(Write::Over { .. })));
        if over == Some(true) {
            self.0.try_update(|writes| writes.remove(&id));
        }
    }
}

/// Approves or denies, once however often it is called meanwhile: puts the review into the queue, where
/// it can be taken back for a moment. The message was made from what was `written`.
pub fn review(
    session: Session,
    press: Press,
    seen: Located,
    decision: Decision,
    message: ReviewMessage,
    written: String,
) {
    let Some(id) = seen.request.id else { return };
    if !session.writes.begin(id, Action::Wait(decision)) {
        return;
    }
    let delay_in = session.undo_delay_in();
    let host = session.held_untracked().map(|held| held.host);
    let written = (written != message.as_str()).then_some(written);
    let order = Order { review: Review { seen, decision, message }, written, in_bulk: false };
    spawn_local(async move {
        let add = Command::Add { orders: vec![order], delay_in };
        if let Err(error) = review_queue::tell(session, add, Some(press)).await {
            let notice = notice::queue::not_put_in(&error);
            session.writes.end(id, notice, None);
        } else if session.queue.state.with_untracked(|state| state.of(host.as_ref(), id).is_none())
        {
            let notice = notice::transport_error(&TransportError::NoToken);
            session.writes.end(id, notice, None);
        }
    });
}

/// For how long what came of a review is news where no list was read since, in seconds.
const NEWS_FOR: i64 = 60;

/// Takes in how far a review in the queue has come, also one that was put in elsewhere. The draft that
/// it was made from goes when it was recorded, and not before.
pub fn queue_changed(session: Session, item: &Item) {
    let Some(id) = item.request() else { return };
    // What another user ordered, or for another GitHub, is the bar's alone: the same id is another request there.
    let account = &item.account;
    let of_another = |held: HeldStatus| held.host != account.host || held.login != account.login;
    if session.held_untracked().is_some_and(of_another) {
        return;
    }
    let decision = item.review.decision;
    // What is ordered isn't selected any more, unless it is taken back.
    match &item.state {
        State::TakenBack => session.grid.take_up(RowKey::Request(id)),
        state => session.grid.put_aside(RowKey::Request(id), state.is_open()),
    }
    match &item.state {
        State::Waiting => session.writes.set(id, Write::Sending(Action::Wait(decision))),
        State::Sending | State::Interrupted => {
            session.writes.set(id, Write::Sending(Action::Review(decision)));
        }
        State::TakenBack => session.writes.take_back(id),
        State::Over(outcome) => {
            let Some(now) = session.now.try_get_untracked() else { return };
            let at = Timestamp::from_unix(item.changed_at / 1_000);
            if item.state.is_recorded() {
                session.templates.used(decision, item.written().to_owned(), at);
                let of = if item.in_bulk { Subject::Bulk } else { Subject::Request(id) };
                let item = item.clone();
                spawn_local(async move { session.drafts.sent(of, &item).await });
            }
            let outcome = Ok((**outcome).clone());
            let notice = notice::review_outcome(now, decision, &outcome);
            // It may be long over, and the list newer.
            let read_at = session.list.load.try_with_untracked(|load| load.read_at()).flatten();
            let is_news = at >= read_at.unwrap_or(now.plus(-NEWS_FOR));
            finish(session, id, &item.review.seen.request, notice, outcome, is_news);
        }
    }
}

/// Takes a response back, once however often it is called meanwhile.
pub fn dismiss(session: Session, press: Press, seen: Located, response: ResponseId) {
    let (Some(id), Some(client)) = (seen.request.id, session.client()) else { return };
    if !session.writes.begin(id, Action::Dismiss) {
        return;
    }
    spawn_local(async move {
        let request = seen.request.clone();
        let outcome =
            ask::dismiss(&*client, session.clock, press, Dismissal { seen, response }).await;
        let notice = notice::dismiss_outcome(&outcome);
        finish(session, id, &request, notice, outcome, true);
    });
}

fn finish(
    session: Session,
    id: RequestId,
    seen: &ExemptionRequest,
    notice: Notice,
    outcome: Result<WriteOutcome, TransportError>,
    is_news: bool,
) {
    let fresh = match outcome {
        Ok(WriteOutcome::Sent { read_back: Ok(fresh), .. })
        | Ok(WriteOutcome::Unknown { read_back: Ok(fresh), .. })
        | Ok(WriteOutcome::FoundRecorded(fresh))
        | Ok(WriteOutcome::NotSent(NotSent::Changed(_, fresh))) => Some(fresh),
        _ => None,
    };
    // What was read may be another request under the same number: that one must not take its place.
    let fresh = fresh.filter(|fresh| same_request(seen, fresh));
    if let Some(fresh) = fresh.as_ref().filter(|_| is_news) {
        session.list.replace(fresh);
    }
    session.writes.end(id, notice, fresh);
}
