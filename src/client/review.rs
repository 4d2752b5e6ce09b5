//! Approves or denies a request: read again, judged, written once, read back.

use crate::github::exemption::{ExemptionRequest, Response, ResponseStatus};
use crate::github::review_request::{Decision, ReviewRequest};
use crate::transport::Transport;
use crate::triage::guard::{PageUser, may_write};
use crate::triage::recheck::{same_request, still_reviewable};

use super::locate::{Route, Unsettled, item_numbers, read_again};
use super::operation::Review;
use super::write::{NotSent, WriteOutcome, write};

/// Reviews a request as the user `login`, at the page of `page_user`.
pub async fn review(
    transport: &impl Transport,
    login: &str,
    page_user: &PageUser,
    review: &Review,
) -> WriteOutcome {
    let seen = &review.seen;
    let number = match seen.route {
        Route::Item(number) | Route::ListOnly(number) => number,
        Route::Unsettled(why) => return WriteOutcome::NotSent(NotSent::Unsettled(why)),
    };
    let read = match read_again(transport, seen).await {
        Ok(read) => read,
        Err(error) => return WriteOutcome::NotSent(NotSent::NotReadAgain(error)),
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
    let shows = |shown: &ExemptionRequest| is_recorded(&read, shown, login, review.decision);
    write(transport, seen, &endpoint, shows).await
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
