//! The exchanges that the tests of the operations are scripted with.

use serde::Serialize;
use serde_json::json;

use crate::client::locate::{Located, Route};
use crate::client::permit::{Permit, Press, Presses};
use crate::github::endpoint::{Endpoint, HttpReply};
use crate::github::error::TransportError;
use crate::github::exemption::{
    Actor, ExemptionRequest, Finding, Repository, RequestPage, RequestStatus, RequestType,
    Response, ResponseStatus,
};
use crate::github::get_request::GetRequest;
use crate::github::host::Host;
use crate::github::ids::{ItemNumber, PageNumber, RepoName, RequestId, ResponseId};
use crate::github::time::Timestamp;
use crate::transport::scripted::{Exchange, Scripted};

/// When every test begins.
pub const NOW: Timestamp = Timestamp::from_unix(1_720_000_000);

/// Whose token it is.
pub const LOGIN: &str = "octocat";

/// A press of a person's at [`NOW`], unlike any other with another id.
pub fn press(id: u64) -> Press {
    Press { id, at: NOW.unix() * 1_000, is_trusted: true, is_active: true, is_covered: false }
}

/// A permit for `what`.
pub fn permit<T>(what: T) -> Permit<T> {
    let press = press(0);
    Presses::default().grant(press.at, Some(&press), RequestId(21), what).expect("permitted")
}

/// What a transport brings.
pub type Sent = Result<HttpReply, TransportError>;

pub fn repo() -> RepoName {
    RepoName { owner: "octo-org".to_owned(), name: "smile".to_owned() }
}

pub fn page(number: u64) -> RequestPage {
    RequestPage { web_host: Host::GithubCom.web_host(), repo: repo(), number: PageNumber(number) }
}

fn actor(login: &str) -> Actor {
    Actor { actor_id: None, actor_name: Some(login.into()) }
}

/// A pending request of monalisa's: its `number`, and the number in its addresses.
pub fn request(id: u64, number: u64, in_addresses: u64) -> ExemptionRequest {
    let item = GetRequest { repo: repo(), number: ItemNumber(in_addresses) };
    ExemptionRequest {
        id: Some(RequestId(id)),
        number: Some(number),
        repository: Some(
            Repository { id: None, name: None, full_name: Some(repo().to_string().into()) }.into(),
        ),
        requester: Some(actor("monalisa").into()),
        request_type: Some(RequestType::SecretScanning),
        data: Some(vec![Finding { path: Some("a.txt:1:0".to_owned()), ..Finding::default() }]),
        status: Some(RequestStatus::Pending),
        created_at: Some(NOW.plus(-60)),
        expires_at: Some(NOW.plus(60)),
        responses: Some(vec![]),
        url: Some(item.to_request().url(&Host::GithubCom).into()),
        html_url: Some(page(in_addresses).url().into()),
        ..ExemptionRequest::default()
    }
}

/// The request that most tests are about: id 21, every number 1.
pub fn pending() -> ExemptionRequest {
    request(21, 1, 1)
}

/// The same, by another requester.
pub fn requested_by(login: &str) -> ExemptionRequest {
    ExemptionRequest { requester: Some(actor(login).into()), ..pending() }
}

/// `request` with a response in front of those it has.
pub fn answered(
    mut request: ExemptionRequest,
    id: u64,
    by: &str,
    request_status: RequestStatus,
    status: ResponseStatus,
) -> ExemptionRequest {
    let response = Response {
        id: Some(ResponseId(id)),
        reviewer: Some(actor(by).into()),
        status: Some(status),
        created_at: Some(NOW),
    };
    request.status = Some(request_status);
    request.responses.get_or_insert_default().insert(0, response);
    request
}

/// The request approved by `by`, in response 7.
pub fn approved_by(by: &str) -> ExemptionRequest {
    answered(pending(), 7, by, RequestStatus::Approved, ResponseStatus::Approved)
}

/// A request that was looked at and is reached by item `number`.
pub fn seen(request: ExemptionRequest, number: u64) -> Located {
    Located { request, route: Route::Item(ItemNumber(number)) }
}

pub fn good(body: &impl Serialize) -> Sent {
    let body = serde_json::to_vec(body).expect("encodes");
    Ok(HttpReply { status: 200, headers: Vec::new(), body })
}

pub fn good_with(body: &impl Serialize, header: &str, value: &str) -> Sent {
    let reply = good(body)?;
    Ok(HttpReply { headers: vec![(header.to_owned(), value.to_owned())], ..reply })
}

pub fn bad(status: u16) -> Sent {
    let body = json!({ "message": "no", "documentation_url": "https://docs.github.com/x" });
    good(&body).map(|reply| HttpReply { status, ..reply })
}

pub fn no_content() -> Sent {
    Ok(HttpReply { status: 204, ..HttpReply::default() })
}

/// The reply to a review.
pub fn recorded(review: u64) -> Sent {
    good(&json!({ "bypass_review_id": review }))
}

pub fn get(number: u64, reply: Sent) -> Exchange {
    ("GET", format!("{LIST}/{number}"), reply)
}

pub fn list(reply: Sent) -> Exchange {
    ("GET", LIST.to_owned(), reply)
}

pub fn patch(number: u64, reply: Sent) -> Exchange {
    ("PATCH", format!("{LIST}/{number}"), reply)
}

pub fn delete(response: u64, reply: Sent) -> Exchange {
    ("DELETE", format!("/repos/octo-org/smile/bypass-responses/secret-scanning/{response}"), reply)
}

/// Written out, as a check on the endpoints.
const LIST: &str = "/repos/octo-org/smile/bypass-requests/secret-scanning";

/// A transport that plays the exchanges.
pub fn playing(script: impl IntoIterator<Item = Exchange>) -> Scripted {
    Scripted::new(NOW, script)
}
