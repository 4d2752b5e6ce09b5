//! Where a request stands, decided from its status, its standing responses and its expiry.

use crate::github::exemption::{ExemptionRequest, RequestStatus, Response, ResponseStatus};
use crate::github::time::Timestamp;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A reviewer's answer is still to come, and still possible.
    AwaitingReview,
    /// Approved; the push is still to come.
    Approved,
    /// Denied.
    Denied,
    /// Withdrawn by the requester.
    Cancelled,
    /// Approved, and pushed.
    Completed,
    /// Its time is over.
    Expired,
    /// GitHub gives no status, or one that this version doesn't know: never taken for approved.
    Unknown,
}

/// Where `request` stands at `now`.
///
/// GitHub may still say `pending` for a while after a request expired or was answered, so its
/// status alone doesn't decide.
pub fn verdict(now: Timestamp, request: &ExemptionRequest) -> Verdict {
    match &request.status {
        Some(RequestStatus::Pending | RequestStatus::Open) => match last_standing(request) {
            Some(ResponseStatus::Approved) => Verdict::Approved,
            Some(ResponseStatus::Denied) => Verdict::Denied,
            _ if request.expires_at.is_some_and(|at| at <= now) => Verdict::Expired,
            _ => Verdict::AwaitingReview,
        },
        Some(RequestStatus::Approved) => Verdict::Approved,
        Some(RequestStatus::Denied) => Verdict::Denied,
        Some(RequestStatus::Cancelled) => Verdict::Cancelled,
        Some(RequestStatus::Completed) => Verdict::Completed,
        Some(RequestStatus::Expired) => Verdict::Expired,
        Some(RequestStatus::Other(_)) | None => Verdict::Unknown,
    }
}

/// Whether a review of `request` is still possible at `now`.
pub fn awaits_review(now: Timestamp, request: &ExemptionRequest) -> bool {
    verdict(now, request) == Verdict::AwaitingReview
}

fn last_standing(request: &ExemptionRequest) -> Option<&ResponseStatus> {
    request
        .responses()
        .iter()
        .filter(|response| response.stands())
        .max_by_key(|response| response.created_at)
        .and_then(|response: &Response| response.status.as_ref())
}

/// A request, and where it stands at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'r> {
    /// The request.
    pub request: &'r ExemptionRequest,
    /// Where it stands.
    pub verdict: Verdict,
}

impl<'r> Judged<'r> {
    /// At `now`.
    pub fn at(now: Timestamp, request: &'r ExemptionRequest) -> Self {
        Self { request, verdict: verdict(now, request) }
    }
}

/// How many requests stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdicts {
    /// Await a review.
    pub waiting: usize,
    /// Approved; the push is still to come.
    pub approved: usize,
    /// Denied.
    pub denied: usize,
    /// Approved, and pushed.
    pub completed: usize,
    /// Withdrawn.
    pub cancelled: usize,
    /// Their time was over.
    pub expired: usize,
    /// Of a status that nobody knows.
    pub unknown: usize,
}

impl Verdicts {
    /// Counts one more.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::AwaitingReview => self.waiting += 1,
            Verdict::Approved => self.approved += 1,
            Verdict::Denied => self.denied += 1,
            Verdict::Completed => self.completed += 1,
            Verdict::Cancelled => self.cancelled += 1,
            Verdict::Expired => self.expired += 1,
            Verdict::Unknown => self.unknown += 1,
        }
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.waiting
            + self.approved
            + self.denied
            + self.completed
            + self.cancelled
            + self.expired
            + self.unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_000);

    fn request(status: RequestStatus) -> ExemptionRequest {
        ExemptionRequest {
            status: Some(status),
            expires_at: Some(NOW.plus(1)),
            ..ExemptionRequest::default()
        }
    }

    fn response(status: ResponseStatus, at: i64) -> Response {
        Response {
            status: Some(status),
            created_at: Some(Timestamp::from_unix(at)),
            ..Response::default()
        }
    }

    #[test]
    fn pending_and_open_await_review() {
        assert!(awaits_review(NOW, &request(RequestStatus::Pending)));
        assert!(awaits_review(NOW, &request(RequestStatus::Open)));
    }

    #[test]
    fn a_request_expires_at_the_very_second() {
        let mut pending = request(RequestStatus::Pending);
        pending.expires_at = Some(NOW);
        assert_eq!(verdict(NOW, &pending), Verdict::Expired);
        assert_eq!(verdict(NOW.plus(-1), &pending), Verdict::AwaitingReview);
    }

    #[test]
    fn without_an_expiry_github_s_status_counts() {
        let mut pending = request(RequestStatus::Pending);
        pending.expires_at = None;
        assert_eq!(verdict(NOW, &pending), Verdict::AwaitingReview);
    }

    #[test]
    fn a_standing_response_answers_a_pending_request() {
        let mut pending = request(RequestStatus::Pending);
        pending.responses = Some(vec![
            response(ResponseStatus::Denied, 900),
            response(ResponseStatus::Approved, 800),
        ]);
        assert_eq!(verdict(NOW, &pending), Verdict::Denied);
        pending.responses = Some(vec![response(ResponseStatus::Dismissed, 900)]);
        assert_eq!(verdict(NOW, &pending), Verdict::AwaitingReview);
    }

    #[test]
    fn an_unknown_status_never_counts_as_approved_or_waiting() {
        assert_eq!(
            verdict(NOW, &request(RequestStatus::from("waiting_for_godot"))),
            Verdict::Unknown
        );
        assert_eq!(verdict(NOW, &ExemptionRequest::default()), Verdict::Unknown);
    }
}
