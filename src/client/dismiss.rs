//! Takes a response to a request back: read again, judged, written once, read back.

use crate::github::dismiss_response::DismissResponse;
use crate::github::exemption::{ExemptionRequest, RequestStatus, Response, ResponseStatus};
use crate::github::ids::ResponseId;
use crate::transport::Transport;
use crate::triage::guard::{PageUser, may_write};
use crate::triage::recheck::{same_request, still_dismissible};

use super::locate::{Route, Unsettled, read_again};
use super::operation::Dismissal;
use super::permit::Permit;
use super::write::{NotSent, Shown, WriteOutcome, lacks_its_answer, write};

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
    let shows = |after: &ExemptionRequest| shown(&read, after, dismissal.response);
    write(transport, seen, &endpoint, shows).await
}

/// Whether the response, which stood in `before`, no longer stands in `after`. That it is missing tells so
/// only where the rest fits: what GitHub leaves out isn't gone.
fn shown(before: &ExemptionRequest, after: &ExemptionRequest, response: ResponseId) -> Shown {
    if !same_request(before, after) {
        return Shown::Unclear;
    }
    let responses = after.responses();
    if let Some(it) = responses.iter().find(|it| it.id == Some(response)) {
        return match &it.status {
            Some(ResponseStatus::Dismissed) => Shown::Recorded,
            Some(ResponseStatus::Approved | ResponseStatus::Denied) => Shown::NotRecorded,
            Some(ResponseStatus::Other(_)) | None => Shown::Unclear,
        };
    }
    let may_be_it =
        |it: &Response| it.id.is_none() || (it.stands() && !before.responses().contains(it));
    let has_known_status = !matches!(after.status, Some(RequestStatus::Other(_)) | None);
    if !has_known_status || lacks_its_answer(after) || responses.iter().any(may_be_it) {
        return Shown::Unclear;
    }
    Shown::Recorded
}

#[cfg(test)]
mod tests;
