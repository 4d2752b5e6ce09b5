//! Takes a response to a request back: read again, judged, written once, read back.

use crate::github::dismiss_response::DismissResponse;
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::ResponseId;
use crate::transport::Transport;
use crate::triage::guard::{PageUser, may_write};
use crate::triage::recheck::{Change, still_dismissible};

use super::locate::{Route, Unsettled, read_again};
use super::operation::Dismissal;
use super::permit::Permit;
use super::write::{NotSent, WriteOutcome, write};

/// Dismisses a response as the user `login`, at the page of `page_user`.
pub async fn dismiss(
    transport: &impl Transport,
    login: &str,
    page_user: &PageUser,
    dismissal: &Permit<Dismissal>,
) -> WriteOutcome {
    let seen = &dismissal.seen;
    match seen.route {
        Route::Unsettled(why) => return WriteOutcome::NotSent(NotSent::Unsettled(why)),
        Route::NotTried => return WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::NoIdentity)),
        Route::Item(_) | Route::ListOnly(_) => {}
    }
    let read = match read_again(transport, seen).await {
        Ok(read) => read,
        Err(error) => return WriteOutcome::NotSent(NotSent::NotReadAgain(error)),
    };
    if let Err(change) = still_dismissible(&seen.request, &read, dismissal.response) {
        return WriteOutcome::NotSent(NotSent::Changed(change, Box::new(read)));
    }
    if let Err(refusal) = may_write(login, page_user, &read) {
        return WriteOutcome::NotSent(NotSent::Refused(refusal));
    }
    let Some(repo) = read.repo() else {
        return WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::NoIdentity));
    };
    let endpoint = DismissResponse { repo, response: dismissal.response };
    let shows = |shown: &ExemptionRequest| is_gone(&seen.request, shown, dismissal.response);
    write(transport, seen, &endpoint, shows).await
}

/// Whether the response no longer stands in what is shown of the same request.
fn is_gone(seen: &ExemptionRequest, shown: &ExemptionRequest, response: ResponseId) -> bool {
    still_dismissible(seen, shown, response) == Err(Change::ResponseGone)
}

#[cfg(test)]
mod tests;
