//! Asks a client for one operation and takes the outcome of its name out.

use crate::client::Client;
use crate::client::locate::{LocateError, Located};
use crate::client::operation::{Dismissal, Operation, Outcome, Target};
use crate::client::permit::Press;
use crate::client::probe::{Probe, Probed};
use crate::client::write::WriteOutcome;
use crate::github::error::{CallError, TransportError};

use super::clock::Clock;

/// An outcome of another operation is as good as a reply that broke off.
const NO_OUTCOME: TransportError = TransportError::Interrupted;

async fn outcome_of(
    client: &dyn Client,
    clock: Clock,
    operation: Operation,
) -> Result<Outcome, TransportError> {
    let performed = client.perform(operation).await?;
    clock.learn(performed.clock_difference);
    Ok(performed.outcome)
}

/// Finds a request.
///
/// # Errors
/// See [`LocateError`].
pub async fn locate(
    client: &dyn Client,
    clock: Clock,
    target: Target,
) -> Result<Located, LocateError> {
    match outcome_of(client, clock, Operation::Locate(target)).await {
        Ok(Outcome::Locate(located)) => located.map(|located| *located),
        Ok(_) => Err(LocateError::Call(CallError::Transport(NO_OUTCOME))),
        Err(error) => Err(LocateError::Call(CallError::Transport(error))),
    }
}

/// Takes a response back.
///
/// # Errors
/// Says why no outcome came; whether the dismissal was sent is then unknown, unless the error says
/// that it never left.
pub async fn dismiss(
    client: &dyn Client,
    clock: Clock,
    press: Press,
    dismissal: Dismissal,
) -> Result<WriteOutcome, TransportError> {
    match outcome_of(client, clock, Operation::Dismiss(press, Box::new(dismissal))).await? {
        Outcome::Dismiss(outcome) => Ok(*outcome),
        _ => Err(NO_OUTCOME),
    }
}

/// Probes one thing.
pub async fn probe(client: &dyn Client, clock: Clock, probe: Probe) -> Probed {
    let error = match outcome_of(client, clock, Operation::Probe(probe)).await {
        Ok(Outcome::Probe(probed)) => return *probed,
        Ok(_) => NO_OUTCOME,
        Err(error) => error,
    };
    Probed { found: Err(CallError::Transport(error)), practice: None }
}
