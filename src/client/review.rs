//! Approves or denies a request: read again, written once, read back.

use serde::{Deserialize, Serialize};

use crate::github::error::{ApiError, ApiErrorKind, CallError, TransportError};
use crate::github::exemption::{ExemptionRequest, Response, ResponseStatus};
use crate::github::ids::ReviewId;
use crate::github::review_request::{Decision, ReviewRequest};
use crate::transport::Transport;
use crate::triage::guard::{PageUser, Refusal, may_review};
use crate::triage::recheck::{Change, same_request, still_reviewable};

use super::call::call;
use super::locate::{LocateError, Route, Unsettled, read_again};
use super::operation::Review;

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSent {
    /// This person may not.
    Refused(Refusal),
    /// Which number the item route takes isn't settled.
    Unsettled(Unsettled),
    /// The request changed meanwhile; it is given as it is now.
    Changed(Change, Box<ExemptionRequest>),
    /// It couldn't be read again.
    NotReadAgain(LocateError),
    /// The call never left this computer.
    NotDelivered(TransportError),
    /// A write to the same request is under way.
    UnderWay,
}

/// What came of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewOutcome {
    /// Nothing was sent.
    NotSent(NotSent),
    /// GitHub refused it: nothing was recorded.
    Rejected(ApiError),
    /// GitHub took it.
    Sent {
        /// The review's number; absent where GitHub doesn't give it.
        review_id: Option<ReviewId>,
        /// What GitHub recorded, or why it couldn't be read back.
        read_back: Result<Box<ExemptionRequest>, LocateError>,
    },
    /// It was sent, and no usable reply came; read back, GitHub shows it.
    FoundRecorded(Box<ExemptionRequest>),
    /// It was sent, and no usable reply came: whether it was recorded isn't known. It is not sent
    /// again.
    Unknown {
        /// What came instead of a reply.
        error: CallError,
        /// What GitHub showed right after, without the review; or why it couldn't be read back.
        read_back: Result<Box<ExemptionRequest>, LocateError>,
    },
}

/// Reviews a request as the user `login`, at the page of `page_user`.
pub async fn review(
    transport: &impl Transport,
    login: &str,
    page_user: &PageUser,
    review: &Review,
) -> ReviewOutcome {
    let seen = &review.seen;
    let number = match seen.route {
        Route::Item(number) | Route::ListOnly(number) => number,
        Route::Unsettled(why) => return ReviewOutcome::NotSent(NotSent::Unsettled(why)),
    };
    let read = match read_again(transport, seen).await {
        Ok(read) => read,
        Err(error) => return ReviewOutcome::NotSent(NotSent::NotReadAgain(error)),
    };
    if let Err(change) = still_reviewable(transport.now(), &seen.request, &read) {
        return ReviewOutcome::NotSent(NotSent::Changed(change, Box::new(read)));
    }
    // Judged by what GitHub says now, not by what a view sent along.
    if let Err(refusal) = may_review(login, page_user, &read) {
        return ReviewOutcome::NotSent(NotSent::Refused(refusal));
    }
    let Some(repo) = read.repo() else {
        return ReviewOutcome::NotSent(NotSent::Unsettled(Unsettled::NoIdentity));
    };
    let endpoint = ReviewRequest {
        repo,
        number,
        decision: review.decision,
        message: review.message.as_str().to_owned(),
    };
    let written = call(transport, &endpoint).await;
    match written {
        Ok((reviewed, _)) => ReviewOutcome::Sent {
            review_id: reviewed.bypass_review_id,
            read_back: read_again(transport, seen).await.map(Box::new),
        },
        // A browser repeats a request by itself when its connection breaks, and GitHub then refuses
        // the repetition of what it has recorded: a refusal is believed after reading back only.
        Err(CallError::Api(error)) if error.kind == ApiErrorKind::Rejected => {
            match read_again(transport, seen).await {
                Ok(shown) if is_recorded(&read, &shown, login, review.decision) => {
                    ReviewOutcome::FoundRecorded(Box::new(shown))
                }
                Ok(_) => ReviewOutcome::Rejected(error),
                Err(why) => {
                    ReviewOutcome::Unknown { error: CallError::Api(error), read_back: Err(why) }
                }
            }
        }
        Err(CallError::Api(error)) if is_definite(&error) => ReviewOutcome::Rejected(error),
        Err(CallError::Transport(error)) if error.never_sent() => {
            ReviewOutcome::NotSent(NotSent::NotDelivered(error))
        }
        Err(error) => {
            let now_shown = read_again(transport, seen).await.map(Box::new);
            match now_shown {
                Ok(shown) if is_recorded(&read, &shown, login, review.decision) => {
                    ReviewOutcome::FoundRecorded(shown)
                }
                read_back => ReviewOutcome::Unknown { error, read_back },
            }
        }
    }
}

/// Whether an error reply means that nothing was written. A server error may come after it was.
pub(super) fn is_definite(error: &ApiError) -> bool {
    !matches!(error.kind, ApiErrorKind::Server | ApiErrorKind::Unexpected)
}

/// Whether `after` holds a response of `login` with this decision that `before` didn't have.
fn is_recorded(
    before: &ExemptionRequest,
    after: &ExemptionRequest,
    login: &str,
    decision: Decision,
) -> bool {
    let status = match decision {
        Decision::Approve => ResponseStatus::Approved,
        Decision::Deny => ResponseStatus::Denied,
    };
    let by_login = |response: &&Response| {
        response
            .reviewer
            .as_ref()
            .and_then(|reviewer| reviewer.actor_name.as_deref())
            .is_some_and(|name| name.eq_ignore_ascii_case(login))
    };
    same_request(before, after)
        && after.responses().iter().filter(by_login).any(|response| {
            response.status == Some(status.clone()) && !before.responses().contains(response)
        })
}

#[cfg(test)]
mod tests;
