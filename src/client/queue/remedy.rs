//! What the outcome of one review means for those that wait behind it.

use crate::client::locate::LocateError;
use crate::client::write::{NotSent, WriteOutcome};
use crate::github::error::{ApiErrorKind, CallError};
use crate::github::time::Timestamp;

use super::Pause;

/// What an outcome means for those behind it.
pub(super) enum Remedy {
    /// Nothing.
    None,
    /// GitHub says when the next may be sent.
    WaitUntil(Timestamp),
    /// They wait until the person has seen it.
    Pause(Pause),
}

pub(super) fn remedy(outcome: &WriteOutcome) -> Remedy {
    match outcome {
        WriteOutcome::Rejected(error) => of_call(&CallError::Api(error.clone())),
        WriteOutcome::NotSent(NotSent::NotReadAgain(LocateError::Call(error))) => of_call(error),
        WriteOutcome::NotSent(NotSent::NotDelivered(error)) => {
            Remedy::Pause(Pause::Failed(CallError::Transport(error.clone())))
        }
        WriteOutcome::Unknown { .. } => Remedy::Pause(Pause::Unclear),
        _ => Remedy::None,
    }
}

fn of_call(error: &CallError) -> Remedy {
    match error {
        CallError::Api(api) => match api.kind {
            ApiErrorKind::RateLimited { retry_at } => Remedy::WaitUntil(retry_at),
            ApiErrorKind::BadToken => Remedy::Pause(Pause::Failed(error.clone())),
            _ => Remedy::None,
        },
        // Without a network the next fails the same way.
        CallError::Transport(_) => Remedy::Pause(Pause::Failed(error.clone())),
        CallError::Decode { .. } => Remedy::None,
    }
}

/// Whether a write left this computer.
pub(super) fn was_written(outcome: &WriteOutcome) -> bool {
    !matches!(outcome, WriteOutcome::NotSent(_))
}
