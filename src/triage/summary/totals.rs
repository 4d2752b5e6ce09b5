//! How many requests there are, and how many of them stand where.

use crate::github::exemption::{ExemptionRequest, Response};
use crate::github::time::Timestamp;
use crate::triage::local_time::DAY;
use crate::triage::verdict::{Verdict, verdict};

/// How many requests stand where. `waiting`, the four answered ones, `expired_unanswered`,
/// `cancelled` and `unknown` add up to `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Every request.
    pub all: usize,
    /// Await a review.
    pub waiting: usize,
    /// Of those that wait: expire in less than 24 hours.
    pub expiring_in_24_hours: usize,
    /// Approved; the push is still to come.
    pub approved: usize,
    /// Denied.
    pub denied: usize,
    /// Approved, and pushed.
    pub completed: usize,
    /// Answered, and expired since: GitHub says `expired`, and a response stands. Such is an
    /// approval after which nobody pushed.
    pub expired_answered: usize,
    /// Expired, and no response stands.
    pub expired_unanswered: usize,
    /// Withdrawn by the requester.
    pub cancelled: usize,
    /// Of a status that nobody knows.
    pub unknown: usize,
}

impl Totals {
    /// The totals at `now`.
    pub fn of(now: Timestamp, requests: &[&ExemptionRequest]) -> Self {
        let mut totals = Self { all: requests.len(), ..Self::default() };
        for request in requests {
            match verdict(now, request) {
                Verdict::AwaitingReview => {
                    totals.waiting += 1;
                    let is_soon = request.expires_at.is_some_and(|at| at - now < DAY);
                    totals.expiring_in_24_hours += usize::from(is_soon);
                }
                Verdict::Approved => totals.approved += 1,
                Verdict::Denied => totals.denied += 1,
                Verdict::Completed => totals.completed += 1,
                Verdict::Cancelled => totals.cancelled += 1,
                Verdict::Unknown => totals.unknown += 1,
                Verdict::Expired if request.responses().iter().any(Response::stands) => {
                    totals.expired_answered += 1;
                }
                Verdict::Expired => totals.expired_unanswered += 1,
            }
        }
        totals
    }

    /// Every request that a reviewer answered.
    pub fn answered(&self) -> usize {
        self.approved + self.denied + self.completed + self.expired_answered
    }
}
