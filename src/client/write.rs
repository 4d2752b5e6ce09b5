//! One write: sent once, read back, and never believed to have failed while it may not have.

use serde::{Deserialize, Serialize};

use crate::github::endpoint::Endpoint;
use crate::github::error::{ApiError, ApiErrorKind, CallError, TransportError};
use crate::github::exemption::ExemptionRequest;
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
        /// What GitHub showed right after, without the write; or why it couldn't be read back.
        read_back: Result<Box<ExemptionRequest>, LocateError>,
    },
}

/// Sends `endpoint`, a write to the request `seen`, and reads back. `shows` says whether a request
/// read afterwards shows the write.
pub(super) async fn write<E: Endpoint>(
    transport: &impl Transport,
    seen: &Located,
    endpoint: &E,
    shows: impl Fn(&ExemptionRequest) -> bool,
) -> WriteOutcome {
    let error = match call(transport, endpoint).await {
        Ok(_) => {
            let read_back = read_again(transport, seen).await.map(Box::new);
            let is_shown = read_back.as_ref().is_ok_and(|read| shows(read));
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
    match (read_again(transport, seen).await.map(Box::new), error) {
        (Ok(read), _) if shows(&read) => WriteOutcome::FoundRecorded(read),
        (Ok(_), CallError::Api(error)) if was_refused(&error) => WriteOutcome::Rejected(error),
        (read_back, error) => WriteOutcome::Unknown { error, read_back },
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
/// believed only when reading back shows no write.
fn was_refused(error: &ApiError) -> bool {
    !matches!(error.kind, ApiErrorKind::Server | ApiErrorKind::Unexpected)
}
