//! Approves or denies a request: read again, judged, written once, read back.

use crate::github::error::{CallError, TransportError};
use crate::github::exemption::{ExemptionRequest, Response, ResponseStatus};
use crate::github::review_request::{Decision, ReviewRequest};
use crate::transport::Transport;
use crate::triage::guard::{PageUser, may_write};
use crate::triage::recheck::{same_request, still_reviewable};

use super::locate::{LocateError, Located, Route, Unsettled, item_numbers, locate, read_again};
use super::operation::{Review, Target};
use super::permit::Permit;
use super::write::{NotSent, Shown, WriteOutcome, lacks_its_answer, write};

/// Reviews a request as the user `login`, at the page of `page_user`.
pub async fn review(
    transport: &impl Transport,
    login: &str,
    page_user: &PageUser,
    review: &Permit<Review>,
) -> WriteOutcome {
    let (seen, read) = match read_now(transport, &review.seen).await {
        Ok(both) => both,
        Err(why) => return WriteOutcome::NotSent(why),
    };
    let seen = &seen;
    let number = match seen.route {
        Route::Item(number) | Route::ListOnly(number) => number,
        Route::Unsettled(why) => return WriteOutcome::NotSent(NotSent::Unsettled(why)),
        Route::NotTried => return WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::NoIdentity)),
    };
    if let Err(change) = still_reviewable(transport.now(), &seen.request, &read) {
        return WriteOutcome::NotSent(NotSent::Changed(change, Box::new(read)));
    }
    // Judged by what GitHub says now, not by what a view sent along.
    if let Err(refusal) = may_write(login, page_user, &read) {
        return WriteOutcome::NotSent(NotSent::Refused(refusal));
    }
    if matches!(seen.route, Route::ListOnly(_)) && item_numbers(&read) != [number] {
        return WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::NumbersDiffer));
    }
    let Some(repo) = read.repo() else {
        return WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::NoIdentity));
    };
    let endpoint = ReviewRequest {
        repo,
        number,
        decision: review.decision,
        message: review.message.as_str().to_owned(),
    };
    let shows = |after: &ExemptionRequest| shown(&read, after, login, review.decision);
    write(transport, seen, &endpoint, shows).await
}

/// What was looked at with the way its item is reached, and the request as it is now.
async fn read_now(
    transport: &impl Transport,
    seen: &Located,
) -> Result<(Located, ExemptionRequest), NotSent> {
    let route = match seen.route {
        Route::Unsettled(why) => return Err(NotSent::Unsettled(why)),
        Route::NotTried => {
            let target = Target::Listed(Box::new(seen.request.clone()));
            let found = locate(transport, &target).await.map_err(NotSent::NotReadAgain)?;
            if let Route::Item(_) = found.route {
                return Ok((Located { route: found.route, ..seen.clone() }, found.request));
            }
            found.route
        }
        route => route,
    };
    let seen = Located { route, ..seen.clone() };
    if let Route::Unsettled(why) = route {
        return Err(NotSent::Unsettled(why));
    }
    let read = read_again(transport, &seen).await.map_err(NotSent::NotReadAgain)?;
    Ok((seen, read))
}

/// Finds out whether GitHub recorded a review that was broken off: what came of it, or `None` if the
/// request is without it.
///
/// # Errors
/// Says why that can't be known yet.
pub async fn look_back(
    transport: &impl Transport,
    login: &str,
    review: &Review,
) -> Result<Option<WriteOutcome>, CallError> {
    // It may have left before it was broken off: only a route that never let it says that it didn't.
    let unknown = |read_back| {
        let error = CallError::Transport(TransportError::Interrupted);
        Ok(Some(WriteOutcome::Unknown { error, read_back }))
    };
    match read_now(transport, &review.seen).await {
        Ok((seen, read)) => match shown(&seen.request, &read, login, review.decision) {
            Shown::Recorded => Ok(Some(WriteOutcome::FoundRecorded(Box::new(read)))),
            Shown::NotRecorded => Ok(None),
            Shown::Unclear => unknown(Ok(Box::new(read))),
        },
        Err(NotSent::NotReadAgain(LocateError::Call(error))) => Err(error),
        Err(NotSent::NotReadAgain(error)) => unknown(Err(error)),
        Err(why) if matches!(review.seen.route, Route::Unsettled(_)) => {
            Ok(Some(WriteOutcome::NotSent(why)))
        }
        Err(_) => unknown(Err(LocateError::NotFound)),
    }
}

/// Whether `after` holds a response of `login` with this decision that `before` didn't have.
fn shown(
    before: &ExemptionRequest,
    after: &ExemptionRequest,
    login: &str,
    decision: Decision,
) -> Shown {
    if !same_request(before, after) {
        return Shown::Unclear;
    }
    let decided = match decision {
        Decision::Approve => ResponseStatus::Approved,
        Decision::Deny => ResponseStatus::Denied,
    };
    // Absent where GitHub doesn't say enough to tell.
    let is_it = |response: &Response| {
        let reviewer = response.reviewer.as_ref().and_then(|it| it.actor_name.as_deref());
        let by_login = reviewer.map(|name| name.eq_ignore_ascii_case(login));
        let as_decided = match &response.status {
            None | Some(ResponseStatus::Other(_)) => None,
            Some(status) => Some(*status == decided),
        };
        match (by_login, as_decided) {
            (Some(true), Some(true)) => Some(true),
            (Some(false), _) | (_, Some(false)) => Some(false),
            _ => None,
        }
    };
    let is_new = |response: &&Response| !before.responses().contains(response);
    let new: Vec<Option<bool>> = after.responses().iter().filter(is_new).map(is_it).collect();
    match () {
        () if new.contains(&Some(true)) => Shown::Recorded,
        () if new.contains(&None) || lacks_its_answer(after) => Shown::Unclear,
        () => Shown::NotRecorded,
    }
}

#[cfg(test)]
mod tests;
