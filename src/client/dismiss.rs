//! Takes a response to a request back: read again, written once, read back.

use serde::{Deserialize, Serialize};

use crate::github::dismiss_response::DismissResponse;
use crate::github::error::{ApiError, ApiErrorKind, CallError};
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::ResponseId;
use crate::transport::Transport;
use crate::triage::guard::{PageUser, may_write};
use crate::triage::recheck::{Change, still_dismissible};

use super::call::call;
use super::locate::{LocateError, Route, Unsettled, read_again};
use super::operation::Dismissal;
use super::review::{NotSent, is_definite};

/// What came of a dismissal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DismissOutcome {
    /// Nothing was sent.
    NotSent(NotSent),
    /// GitHub refused it: nothing was recorded.
    Rejected(ApiError),
    /// GitHub took it.
    Sent {
        /// What GitHub recorded, or why it couldn't be read back.
        read_back: Result<Box<ExemptionRequest>, LocateError>,
    },
    /// It was sent, and no usable reply came; read back, the response no longer stands.
    FoundRecorded(Box<ExemptionRequest>),
    /// It was sent, and no usable reply came: whether it was recorded isn't known. It is not sent
    /// again.
    Unknown {
        /// What came instead of a reply.
        error: CallError,
        /// What GitHub showed right after; or why it couldn't be read back.
        read_back: Result<Box<ExemptionRequest>, LocateError>,
    },
}

/// Dismisses a response as the user `login`, at the page of `page_user`.
pub async fn dismiss(
    transport: &impl Transport,
    login: &str,
    page_user: &PageUser,
    dismissal: &Dismissal,
) -> DismissOutcome {
    let seen = &dismissal.seen;
    if let Err(refusal) = may_write(login, page_user) {
        return DismissOutcome::NotSent(NotSent::Refused(refusal));
    }
    if let Route::Unsettled(why) = seen.route {
        return DismissOutcome::NotSent(NotSent::Unsettled(why));
    }
    let read = match read_again(transport, seen).await {
        Ok(read) => read,
        Err(error) => return DismissOutcome::NotSent(NotSent::NotReadAgain(error)),
    };
    if let Err(change) = still_dismissible(&seen.request, &read, dismissal.response) {
        return DismissOutcome::NotSent(NotSent::Changed(change, Box::new(read)));
    }
    let Some(repo) = read.repo() else {
        return DismissOutcome::NotSent(NotSent::Unsettled(Unsettled::NoIdentity));
    };
    let endpoint = DismissResponse { repo, response: dismissal.response };
    match call(transport, &endpoint).await {
        Ok(_) => {
            DismissOutcome::Sent { read_back: read_again(transport, seen).await.map(Box::new) }
        }
        // As with a review: a repetition by the browser is refused for the success of the first.
        Err(CallError::Api(error))
            if matches!(error.kind, ApiErrorKind::Rejected | ApiErrorKind::NotFoundOrHidden) =>
        {
            match read_again(transport, seen).await {
                Ok(shown) if is_gone(&seen.request, &shown, dismissal.response) => {
                    DismissOutcome::FoundRecorded(Box::new(shown))
                }
                Ok(_) => DismissOutcome::Rejected(error),
                Err(why) => {
                    DismissOutcome::Unknown { error: CallError::Api(error), read_back: Err(why) }
                }
            }
        }
        Err(CallError::Api(error)) if is_definite(&error) => DismissOutcome::Rejected(error),
        Err(CallError::Transport(error)) if error.never_sent() => {
            DismissOutcome::NotSent(NotSent::NotDelivered(error))
        }
        Err(error) => match read_again(transport, seen).await.map(Box::new) {
            Ok(shown) if is_gone(&seen.request, &shown, dismissal.response) => {
                DismissOutcome::FoundRecorded(shown)
            }
            read_back => DismissOutcome::Unknown { error, read_back },
        },
    }
}

/// Whether the response no longer stands in what is shown of the same request.
fn is_gone(seen: &ExemptionRequest, shown: &ExemptionRequest, response: ResponseId) -> bool {
    still_dismissible(seen, shown, response) == Err(Change::ResponseGone)
}

#[cfg(test)]
mod tests;
