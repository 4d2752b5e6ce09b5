//! One write: sent once, read back, and never believed to have failed while it may not have.

use serde::{Deserialize, Serialize};

use crate::github::endpoint::Endpoint;
use crate::github::error::{ApiError, ApiErrorKind, CallError, TransportError};
use crate::github::exemption::{ExemptionRequest, RequestStatus, Response};
use crate::transport::Transport;
use crate::triage::guard::Refusal;
use crate::triage::recheck::Change;

use super::call::call;
use super::locate::{LocateError, Located, Unsettled, read_again};
use super::permit::NoPermit;

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSent {
    /// No person pressed for it.
    NotPermitted(NoPermit),
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

/// What came of a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WriteOutcome {
    /// Nothing was sent.
    NotSent(NotSent),
    /// GitHub refused it: nothing was recorded.
    Rejected(ApiError),
    /// GitHub took it.
    Sent {
        /// Whether what was read back shows it.
        is_shown: bool,
        /// What GitHub recorded, or why it couldn't be read back.
        read_back: Result<Box<ExemptionRequest>, LocateError>,
    },
    /// It was sent, and no usable reply came; read back, GitHub shows it.
    FoundRecorded(Box<ExemptionRequest>),
    /// It was sent, and no usable reply came: whether it was recorded isn't known. It is not sent
    /// again.
    Unknown {
        /// What came instead of a usable reply.
        error: CallError,
        /// What GitHub showed right after, which doesn't show the write; or why it couldn't be read
        /// back.
        read_back: Result<Box<ExemptionRequest>, LocateError>,
    },
}

/// What a request that was read after a write says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// GitHub recorded it.
    Recorded,
    /// GitHub didn't record it, or not yet.
    NotRecorded,
    /// Neither: what would tell is missing, or not known to this version, or it's another request.
    Unclear,
}

/// Whether a request is answered by its status, and no response that GitHub gives is the answer: some are
/// missing.
pub(super) fn lacks_its_answer(request: &ExemptionRequest) -> bool {
    let is_answered = matches!(
        request.status,
        Some(RequestStatus::Approved | RequestStatus::Denied | RequestStatus::Completed)
    );
    is_answered && !request.responses().iter().any(Response::stands)
}

/// Sends `endpoint`, a write to the request `seen`, and reads back. `shows` says what a request read
/// afterwards says of the write.
pub(super) async fn write<E: Endpoint>(
    transport: &impl Transport,
    seen: &Located,
    endpoint: &E,
    shows: impl Fn(&ExemptionRequest) -> Shown,
) -> WriteOutcome {
    let error = match call(transport, endpoint).await {
        Ok(_) => {
            let read_back = read_again(transport, seen).await.map(Box::new);
            let is_shown = read_back.as_ref().is_ok_and(|read| shows(read) == Shown::Recorded);
            return WriteOutcome::Sent { is_shown, read_back };
        }
        Err(CallError::Transport(error)) if error.never_sent() => {
            return WriteOutcome::NotSent(NotSent::NotDelivered(error));
        }
        Err(CallError::Api(error)) if was_turned_away(&error) => {
            return WriteOutcome::Rejected(error);
        }
        Err(error) => error,
    };
    let read_back = read_again(transport, seen).await.map(Box::new);
    match (read_back.as_ref().map_or(Shown::Unclear, |read| shows(read)), read_back, error) {
        (Shown::Recorded, Ok(read), _) => WriteOutcome::FoundRecorded(read),
        (Shown::NotRecorded, _, CallError::Api(error)) if was_refused(&error) => {
            WriteOutcome::Rejected(error)
        }
        (_, read_back, error) => WriteOutcome::Unknown { error, read_back },
    }
}

/// Whether GitHub turned the call away before it looked at what it asks for.
fn was_turned_away(error: &ApiError) -> bool {
    matches!(
        error.kind,
        ApiErrorKind::BadToken
            | ApiErrorKind::RateLimited { .. }
            | ApiErrorKind::SsoRequired { .. }
    )
}

/// Whether GitHub refused what the call asks for. A browser repeats a request by itself when its
/// connection breaks, and GitHub then refuses the repetition of what it has recorded: so a refusal is
/// believed only when what is read back is without the write.
fn was_refused(error: &ApiError) -> bool {
    !matches!(error.kind, ApiErrorKind::Server | ApiErrorKind::Unexpected)
}
