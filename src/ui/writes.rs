//! Reviews and dismissals under way and what came of them, tied to the request they were made for:
//! a view that shows another request by then shows nothing of it.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::locate::Located;
use crate::client::operation::{Dismissal, Review};
use crate::client::write::{NotSent, WriteOutcome};
use crate::github::error::TransportError;
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::{RequestId, ResponseId};
use crate::github::review_request::Decision;
use crate::triage::message::ReviewMessage;
use crate::triage::recheck::same_request;

use super::ask;
use super::notice::{self, Notice};
use super::session::Session;

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A review.
    Review,
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

/// The last write to each request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Writes(RwSignal<HashMap<RequestId, Write>>);

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

    fn end(self, id: RequestId, notice: Notice, fresh: Option<Box<ExemptionRequest>>) {
        self.0.try_update(|writes| writes.insert(id, Write::Over { notice, fresh }));
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

/// Approves or denies, once however often it is called meanwhile. The draft goes when it was
/// recorded, and not before.
pub fn review(session: Session, seen: Located, decision: Decision, message: ReviewMessage) {
    let (Some(id), Some(client)) = (seen.request.id, session.client()) else { return };
    if !session.writes.begin(id, Action::Review) {
        return;
    }
    spawn_local(async move {
        let request = seen.request.clone();
        let outcome = ask::review(&*client, Review { seen, decision, message }).await;
        if let Ok(WriteOutcome::Sent { .. } | WriteOutcome::FoundRecorded(_)) = &outcome {
            session.drafts.discard(id);
        }
        let Some(now) = session.now.try_get_untracked() else { return };
        let notice = notice::review_outcome(now, decision, &outcome);
        finish(session, id, &request, notice, outcome);
    });
}

/// Takes a response back, once however often it is called meanwhile.
pub fn dismiss(session: Session, seen: Located, response: ResponseId) {
    let (Some(id), Some(client)) = (seen.request.id, session.client()) else { return };
    if !session.writes.begin(id, Action::Dismiss) {
        return;
    }
    spawn_local(async move {
        let request = seen.request.clone();
        let outcome = ask::dismiss(&*client, Dismissal { seen, response }).await;
        let notice = notice::dismiss_outcome(&outcome);
        finish(session, id, &request, notice, outcome);
    });
}

fn finish(
    session: Session,
    id: RequestId,
    seen: &ExemptionRequest,
    notice: Notice,
    outcome: Result<WriteOutcome, TransportError>,
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
    if let Some(fresh) = &fresh {
        session.list.replace(fresh);
    }
    session.writes.end(id, notice, fresh);
}
