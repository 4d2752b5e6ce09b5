//! What changed between looking at a request and writing to it.

use serde::{Deserialize, Serialize};

use crate::github::exemption::{ExemptionRequest, Response};
use crate::github::ids::ResponseId;
use crate::github::time::Timestamp;

use super::verdict::{Verdict, verdict};

/// Why a write no longer fits the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// It's not the request that was looked at.
    OtherRequest,
    /// Someone answered it.
    Answered,
    /// The requester withdrew it.
    Cancelled,
    /// Its time is over.
    Expired,
    /// The push was made.
    Completed,
    /// It has a status that this version doesn't know.
    UnknownStatus,
    /// What is asked for is no longer what was looked at.
    Edited,
    /// The response no longer stands.
    ResponseGone,
}

/// Whether both are the same request: the same `id`, the same page, the same repository by name.
pub fn same_request(seen: &ExemptionRequest, read: &ExemptionRequest) -> bool {
    let same_id = seen.id.is_some() && seen.id == read.id;
    let same_page = match (seen.page(), read.page()) {
        (Some(seen), Some(read)) => seen.same_as(&read),
        _ => false,
    };
    let same_repo = match (seen.repo(), read.repo()) {
        (Some(seen), Some(read)) => seen.same_as(&read),
        _ => false,
    };
    same_id && same_page && same_repo
}

/// Whether the request `read` just now may be reviewed by someone who looked at `seen`.
///
/// # Errors
/// Says what changed.
pub fn still_reviewable(
    now: Timestamp,
    seen: &ExemptionRequest,
    read: &ExemptionRequest,
) -> Result<(), Change> {
    if !same_request(seen, read) {
        return Err(Change::OtherRequest);
    }
    match verdict(now, read) {
        Verdict::AwaitingReview => {}
        Verdict::Approved | Verdict::Denied => return Err(Change::Answered),
        Verdict::Cancelled => return Err(Change::Cancelled),
        Verdict::Completed => return Err(Change::Completed),
        Verdict::Expired => return Err(Change::Expired),
        Verdict::Unknown => return Err(Change::UnknownStatus),
    }
    let what_is_asked = |request: &ExemptionRequest| {
        (
            request.data.clone(),
            request.resource_identifier.clone(),
            request.requester_comment.clone(),
            request.requester.clone(),
            request.request_type.clone(),
        )
    };
    if what_is_asked(seen) == what_is_asked(read) { Ok(()) } else { Err(Change::Edited) }
}

/// The response of the request `read` just now that a dismissal names, if it still stands.
///
/// # Errors
/// Says what changed.
pub fn still_dismissible<'a>(
    seen: &ExemptionRequest,
    read: &'a ExemptionRequest,
    response: ResponseId,
) -> Result<&'a Response, Change> {
    if !same_request(seen, read) {
        return Err(Change::OtherRequest);
    }
    read.responses()
        .iter()
        .find(|candidate| candidate.id == Some(response) && candidate.stands())
        .ok_or(Change::ResponseGone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::{RequestStatus, ResponseStatus};
    use crate::github::ids::RequestId;

    const NOW: Timestamp = Timestamp::from_unix(1_000);

    fn pending() -> ExemptionRequest {
        ExemptionRequest {
            id: Some(RequestId(21)),
            status: Some(RequestStatus::Pending),
            expires_at: Some(NOW.plus(60)),
            html_url: Some("https://github.com/octo-org/smile/exemptions/1".into()),
            ..ExemptionRequest::default()
        }
    }

    #[test]
    fn the_same_request_unchanged_may_be_reviewed() {
        assert_eq!(still_reviewable(NOW, &pending(), &pending()), Ok(()));
    }

    #[test]
    fn another_id_or_another_page_is_another_request() {
        let mut read = pending();
        read.id = Some(RequestId(22));
        assert_eq!(still_reviewable(NOW, &pending(), &read), Err(Change::OtherRequest));
        let mut read = pending();
        read.html_url = Some("https://github.com/octo-org/smile/exemptions/42".into());
        assert_eq!(still_reviewable(NOW, &pending(), &read), Err(Change::OtherRequest));
        let mut read = pending();
        read.html_url = None;
        assert_eq!(still_reviewable(NOW, &pending(), &read), Err(Change::OtherRequest));
    }

    #[test]
    fn without_an_id_nothing_is_the_same() {
        let mut seen = pending();
        seen.id = None;
        assert!(!same_request(&seen, &seen.clone()));
    }

    #[test]
    fn every_end_of_a_request_stops_the_write() {
        for (status, change) in [
            (RequestStatus::Approved, Change::Answered),
            (RequestStatus::Denied, Change::Answered),
            (RequestStatus::Cancelled, Change::Cancelled),
            (RequestStatus::Completed, Change::Completed),
            (RequestStatus::Expired, Change::Expired),
            (RequestStatus::from("godot"), Change::UnknownStatus),
        ] {
            let read = ExemptionRequest { status: Some(status), ..pending() };
            assert_eq!(still_reviewable(NOW, &pending(), &read), Err(change));
        }
        assert_eq!(still_reviewable(NOW.plus(60), &pending(), &pending()), Err(Change::Expired));
    }

    #[test]
    fn an_edited_request_must_be_looked_at_again() {
        let read = ExemptionRequest { requester_comment: Some("new".to_owned()), ..pending() };
        assert_eq!(still_reviewable(NOW, &pending(), &read), Err(Change::Edited));
    }

    #[test]
    fn only_a_standing_response_is_dismissed() {
        let with = |status| ExemptionRequest {
            responses: Some(vec![Response {
                id: Some(ResponseId(7)),
                status: Some(status),
                ..Response::default()
            }]),
            ..pending()
        };
        let seen = with(ResponseStatus::Approved);
        assert!(still_dismissible(&seen, &seen, ResponseId(7)).is_ok());
        assert_eq!(still_dismissible(&seen, &seen, ResponseId(8)), Err(Change::ResponseGone));
        let read = with(ResponseStatus::Dismissed);
        assert_eq!(still_dismissible(&seen, &read, ResponseId(7)), Err(Change::ResponseGone));
    }
}
