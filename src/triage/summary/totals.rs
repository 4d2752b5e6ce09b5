//! How many requests there are, and how many of them stand where.

use crate::github::exemption::Response;
use crate::github::time::Timestamp;
use crate::triage::local_time::DAY;
use crate::triage::query::{Query, Span, Standing, Term, Test, Unit};
use crate::triage::verdict::{Judged, Verdict};

/// How many requests stand where. `waiting`, `answered()`, the two kinds of expired ones,
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
    /// Expired, and no response stands.
    pub expired_unanswered: usize,
    /// Expired, though a response stands; such is an approval after which nobody pushed.
    pub expired_answered: usize,
    /// Withdrawn by the requester.
    pub cancelled: usize,
    /// Of a status that nobody knows.
    pub unknown: usize,
}

impl Totals {
    /// The totals at `now`.
    pub fn of<'r>(now: Timestamp, requests: impl IntoIterator<Item = Judged<'r>>) -> Self {
        let mut totals = Self::default();
        requests.into_iter().for_each(|judged| totals.add(now, judged));
        totals
    }

    /// Counts one more.
    pub(super) fn add(&mut self, now: Timestamp, Judged { request, verdict }: Judged<'_>) {
        self.all += 1;
        match verdict {
            Verdict::AwaitingReview => {
                self.waiting += 1;
                let is_soon = request.expires_at.is_some_and(|at| at - now < DAY);
                self.expiring_in_24_hours += usize::from(is_soon);
            }
            Verdict::Approved => self.approved += 1,
            Verdict::Denied => self.denied += 1,
            Verdict::Completed => self.completed += 1,
            Verdict::Cancelled => self.cancelled += 1,
            Verdict::Unknown => self.unknown += 1,
            Verdict::Expired if request.responses().iter().any(Response::stands) => {
                self.expired_answered += 1;
            }
            Verdict::Expired => self.expired_unanswered += 1,
        }
    }

    /// Approved, denied or completed.
    pub fn answered(&self) -> usize {
        self.approved + self.denied + self.completed
    }
}

/// One of the totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// [`Totals::all`]
    All,
    /// [`Totals::waiting`]
    Waiting,
    /// [`Totals::expiring_in_24_hours`]
    ExpiringIn24Hours,
    /// [`Totals::answered`]
    Answered,
    /// [`Totals::approved`]
    Approved,
    /// [`Totals::denied`]
    Denied,
    /// [`Totals::completed`]
    Completed,
    /// Both kinds of expired ones.
    Expired,
    /// [`Totals::cancelled`]
    Cancelled,
    /// [`Totals::unknown`]
    Unknown,
}

impl Figure {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Waiting,
        Self::ExpiringIn24Hours,
        Self::Answered,
        Self::Approved,
        Self::Denied,
        Self::Completed,
        Self::Expired,
        Self::Cancelled,
        Self::Unknown,
    ];

    /// How many it is.
    pub fn count(self, totals: &Totals) -> usize {
        match self {
            Self::All => totals.all,
            Self::Waiting => totals.waiting,
            Self::ExpiringIn24Hours => totals.expiring_in_24_hours,
            Self::Answered => totals.answered(),
            Self::Approved => totals.approved,
            Self::Denied => totals.denied,
            Self::Completed => totals.completed,
            Self::Expired => totals.expired_unanswered + totals.expired_answered,
            Self::Cancelled => totals.cancelled,
            Self::Unknown => totals.unknown,
        }
    }

    /// What asks for exactly these requests, beside the query whose summary it is.
    pub fn query(self) -> Query {
        let is = |standing| vec![Test::Is(standing)];
        let tests = match self {
            Self::All => Vec::new(),
            Self::Waiting => is(Standing::Open),
            Self::ExpiringIn24Hours => {
                vec![Test::Is(Standing::Open), Test::Expires(Span::Within(24, Unit::Hour))]
            }
            Self::Answered => is(Standing::Answered),
            Self::Approved => is(Standing::Approved),
            Self::Denied => is(Standing::Denied),
            Self::Completed => is(Standing::Completed),
            Self::Expired => is(Standing::Expired),
            Self::Cancelled => is(Standing::Cancelled),
            Self::Unknown => is(Standing::Unknown),
        };
        let term = |test| Term { negated: false, test };
        Query { terms: tests.into_iter().map(term).collect() }
    }
}
