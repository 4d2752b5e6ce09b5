//! Performs operations over a transport, one write per request at a time.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::github::ids::RequestId;
use crate::transport::Transport;
use crate::transport::patient::Patient;
use crate::triage::guard::PageUser;

use super::dismiss::dismiss;
use super::list::list_page_anew;
use super::locate::{Unsettled, locate};
use super::operation::{Dismissal, Operation, Outcome, Review};
use super::organizations::organizations_page;
use super::permit::{Permit, Presses};
use super::probe::probe;
use super::review::review;
use super::write::{NotSent, WriteOutcome};

/// The requests that a write is under way for, in this program, and the presses that permitted a
/// dismissal.
#[derive(Debug, Default)]
pub struct UnderWay {
    requests: RefCell<HashSet<RequestId>>,
    presses: RefCell<Presses>,
}

/// Holds a request's place in [`UnderWay`] until it is dropped.
struct Place<'a> {
    under_way: &'a UnderWay,
    id: RequestId,
}

impl UnderWay {
    fn take(&self, id: RequestId) -> Option<Place<'_>> {
        // Made only when it is free: dropping a second one would free the first one's place.
        let is_free = self.requests.borrow_mut().insert(id);
        is_free.then(|| Place { under_way: self, id })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.under_way.requests.borrow_mut().remove(&self.id);
    }
}

/// Performs `operation` as the user `login`, at the page of `page_user`.
pub async fn perform(
    transport: &impl Transport,
    under_way: &UnderWay,
    login: &str,
    page_user: &PageUser,
    operation: &Operation,
) -> Outcome {
    let patient = &Patient::new(transport);
    match operation {
        // Whoever reads a whole list sees to its pages: which come again, and when.
        Operation::List(list) => match list_page_anew(transport, list).await {
            Ok(Some(page)) => Outcome::List(Ok(page)),
            Ok(None) => Outcome::NotModified,
            Err(error) => Outcome::List(Err(error)),
        },
        Operation::ListOrganizations(list) => {
            Outcome::Organizations(organizations_page(transport, list).await)
        }
        // What the API does in practice shows without patience alone.
        Operation::Probe(it) => Outcome::Probe(Box::new(probe(transport, it).await)),
        Operation::Locate(target) => Outcome::Locate(locate(patient, target).await.map(Box::new)),
        Operation::Dismiss(press, order) => {
            let Some(id) = order.seen.request.id else {
                let why = NotSent::Unsettled(Unsettled::NoIdentity);
                return Outcome::Dismiss(Box::new(WriteOutcome::NotSent(why)));
            };
            // A press is by this computer's clock.
            let now = transport.now().plus(-transport.clock_difference());
            let now = now.unix().saturating_mul(1_000);
            let dismissal = Dismissal::clone(order);
            let permit = under_way.presses.borrow_mut().grant(now, Some(press), id, dismissal);
            let outcome = match (permit, under_way.take(id)) {
                (Err(why), _) => WriteOutcome::NotSent(NotSent::NotPermitted(why)),
                (Ok(permit), Some(_place)) => dismiss(patient, login, page_user, &permit).await,
                (Ok(_), None) => WriteOutcome::NotSent(NotSent::UnderWay),
            };
            Outcome::Dismiss(Box::new(outcome))
        }
    }
}

/// Approves or denies as the user `login`, at the page of `page_user`.
pub async fn perform_review(
    transport: &impl Transport,
    under_way: &UnderWay,
    login: &str,
    page_user: &PageUser,
    order: &Permit<Review>,
) -> WriteOutcome {
    let Some(id) = order.seen.request.id else {
        return WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::NoIdentity));
    };
    match under_way.take(id) {
        Some(_place) => review(&Patient::new(transport), login, page_user, order).await,
        None => WriteOutcome::NotSent(NotSent::UnderWay),
    }
}

#[cfg(test)]
mod tests;
