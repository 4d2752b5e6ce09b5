//! Requests that the tests of the query language ask about.

use crate::github::exemption::{
    Actor, BypassReason, ExemptionRequest, Finding, Organization, Repository, RequestStatus,
    Response, ResponseStatus,
};
use crate::github::shared::Shared;
use crate::github::time::Timestamp;

use super::matching::Context;

pub const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);
pub const HOUR: i64 = 3_600;
pub const CONTEXT: Context<'_> = Context { now: NOW, viewer: Some("Hubot"), offset_at: &|_| 3_600 };

/// A waiting request of monalisa in octo-org/smile, made two days ago, that expires in five.
pub fn request() -> ExemptionRequest {
    ExemptionRequest {
        repository: Some(
            Repository { full_name: Some("octo-org/smile".into()), ..Repository::default() }.into(),
        ),
        organization: Some(Organization { id: None, name: Some("octo-org".into()) }.into()),
        requester: actor("monalisa"),
        data: Some(vec![
            finding("adafruit_io_key", "fix_later", "/tests/README.md:16:0"),
            finding("npm_access_token", "used_in_tests", "src/Main.rs:3:1"),
        ]),
        resource_identifier: Some("827efc6d56897b048c772eb4087f854f46256132".into()),
        status: Some(RequestStatus::Pending),
        requester_comment: Some("An old key, Straße 7".to_owned()),
        expires_at: Some(NOW.plus(5 * 24 * HOUR)),
        created_at: Some(NOW.plus(-2 * 24 * HOUR)),
        html_url: Some("https://github.com/octo-org/smile/exemptions/17".into()),
        ..ExemptionRequest::default()
    }
}

/// The same, denied by hubot after octocat's response was dismissed.
pub fn denied() -> ExemptionRequest {
    ExemptionRequest {
        status: Some(RequestStatus::Denied),
        responses: Some(vec![
            response("octocat", ResponseStatus::Dismissed),
            response("hubot", ResponseStatus::Denied),
        ]),
        ..request()
    }
}

/// One of which GitHub says nothing.
pub fn bare() -> ExemptionRequest {
    ExemptionRequest::default()
}

pub fn finding(kind: &str, reason: &str, path: &str) -> Finding {
    Finding {
        secret_type: Some(kind.into()),
        bypass_reason: Some(BypassReason::from(reason)),
        path: Some(path.to_owned()),
        branch: Some("refs/heads/feature/Login".into()),
    }
}

pub fn actor(login: &str) -> Option<Shared<Actor>> {
    Some(Actor { actor_id: None, actor_name: Some(login.into()) }.into())
}

pub fn response(login: &str, status: ResponseStatus) -> Response {
    Response { reviewer: actor(login), status: Some(status), ..Response::default() }
}
