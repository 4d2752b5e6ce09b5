//! Read-only probes: what a token can read, and what the API does in practice.

use serde::{Deserialize, Serialize};

use crate::github::endpoint::{Endpoint, HttpReply};
use crate::github::error::CallError;
use crate::github::exemption::ExemptionRequest;
use crate::github::get_viewer::GetViewer;
use crate::github::list_organizations::ListOrganizations;
use crate::github::list_requests::ListRequests;
use crate::github::paging::{Following, following};
use crate::github::scope::Scope;
use crate::github::time::Timestamp;
use crate::transport::Transport;

use super::locate::{LocateError, Route, locate};
use super::operation::Target;

/// What is probed. None of them changes anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Probe {
    /// Whose token it is.
    Viewer,
    /// The organizations that the token may name.
    Organizations,
    /// Whether the requests of a scope can be listed.
    List(Scope),
    /// Whether a listed request can be read by itself, and by which number.
    Item(Box<ExemptionRequest>),
}

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probed {
    /// What the reply says.
    pub found: Result<Found, CallError>,
    /// What the API does in practice; absent when no reply came, and for [`Probe::Item`].
    pub practice: Option<Practice>,
}

/// What a good reply says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found {
    /// Of [`Probe::Viewer`].
    Viewer {
        /// The token's user.
        login: String,
    },
    /// Of [`Probe::Organizations`].
    Organizations {
        /// How many its first page names.
        count: usize,
    },
    /// Of [`Probe::List`].
    List {
        /// How many requests its first page holds.
        count: usize,
        /// The first of them that has an identity, to be probed by itself.
        sample: Option<Box<ExemptionRequest>>,
        /// Whether organizations were left out for single sign-on.
        leaves_out_for_sso: bool,
        /// Whether further pages follow.
        has_more: bool,
        /// Whether the number of the last page is given; absent when there is one page.
        names_last_page: Option<bool>,
        /// Whether a second call with the first one's `ETag` was answered "not modified"; absent when
        /// there was no `ETag`.
        revalidates: Option<bool>,
    },
    /// Of [`Probe::Item`].
    Item {
        /// How it is reached.
        route: Route,
        /// The request's own number, where it has one.
        number: Option<u64>,
    },
    /// Of [`Probe::Item`], when the request couldn't be found again.
    ItemLost,
}

/// What one reply shows of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// The names of the headers that this program can see.
    pub headers: Vec<String>,
    /// The scopes of a classic token.
    pub scopes: Option<Vec<String>>,
    /// When the token expires, in GitHub's words.
    pub token_expires: Option<String>,
    /// How many calls are left in this hour, of how many.
    pub calls_left: Option<(u32, u32)>,
    /// GitHub's clock less ours, in seconds; absent where the browser doesn't show it.
    pub clock_difference: Option<i64>,
    /// What `X-GitHub-SSO` says.
    pub sso: Option<String>,
    /// Whether there is an `ETag`.
    pub has_etag: bool,
}

impl Practice {
    /// Read at `now`, by a clock that was put right by `corrected` seconds.
    fn of(reply: &HttpReply, now: Timestamp, corrected: i64) -> Self {
        let number = |name: &str| reply.header(name).and_then(|value| value.trim().parse().ok());
        let mut headers: Vec<String> = reply.headers.iter().map(|(name, _)| name.clone()).collect();
        headers.sort();
        Self {
            headers,
            scopes: reply.header("x-oauth-scopes").map(|scopes| {
                let scopes = scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty());
                scopes.map(str::to_owned).collect()
            }),
            token_expires: reply
                .header("github-authentication-token-expiration")
                .map(str::to_owned),
            calls_left: number("x-ratelimit-remaining").zip(number("x-ratelimit-limit")),
            clock_difference: reply
                .header("date")
                .and_then(Timestamp::parse_http)
                .map(|theirs| theirs - now + corrected)
                .or((corrected != 0).then_some(corrected)),
            sso: reply.header("x-github-sso").map(str::to_owned),
            has_etag: reply.header("etag").is_some(),
        }
    }
}

/// Probes one thing.
pub async fn probe(transport: &impl Transport, probe: &Probe) -> Probed {
    match probe {
        Probe::Viewer => {
            let (found, reply) = ask(transport, &GetViewer).await;
            let found = found.map(|viewer| Found::Viewer { login: viewer.login });
            probed(found, reply, transport)
        }
        Probe::Organizations => {
            let (found, reply) = ask(transport, &ListOrganizations { page: 1 }).await;
            let found = found
                .map(|page| Found::Organizations { count: page.logins.len() + page.unreadable });
            probed(found, reply, transport)
        }
        Probe::List(scope) => list(transport, scope).await,
        Probe::Item(request) => {
            let found = match locate(transport, &Target::Listed(request.clone())).await {
                Ok(located) => {
                    Ok(Found::Item { route: located.route, number: located.request.number })
                }
                Err(LocateError::Call(error)) => Err(error),
                Err(_) => Ok(Found::ItemLost),
            };
            Probed { found, practice: None }
        }
    }
}

async fn list(transport: &impl Transport, scope: &Scope) -> Probed {
    let first = ListRequests::page_of(scope.clone(), 1);
    let (rows, reply) = ask(transport, &first).await;
    let (rows, sent) = match (rows, &reply) {
        (Ok(rows), Some(reply)) => (rows, reply),
        (Ok(_), None) => return Probed { found: Ok(Found::ItemLost), practice: None },
        (Err(error), _) => return probed(Err(error), reply, transport),
    };
    let revalidates = match sent.header("etag") {
        None => None,
        Some(etag) => {
            let again = ListRequests { if_none_match: Some(etag.to_owned()), ..first };
            let reply = transport.send(&again.to_request()).await;
            reply.ok().map(|reply| reply.status == 304)
        }
    };
    let (has_more, names_last_page) = match following(sent.header("link"), 1) {
        Following::Page { last, .. } => (true, Some(last.is_some())),
        Following::Nothing | Following::Unclear => (false, None),
    };
    let has_identity = |it: &&ExemptionRequest| it.id.is_some() && it.page().is_some();
    let found = Found::List {
        count: rows.requests.len() + rows.unreadable,
        sample: rows.requests.iter().find(has_identity).cloned().map(Box::new),
        leaves_out_for_sso: sent
            .header("x-github-sso")
            .is_some_and(|sso| sso.trim().starts_with("partial-results")),
        has_more,
        names_last_page,
        revalidates,
    };
    probed(Ok(found), reply, transport)
}

/// One call; its reply is kept though it is an error.
async fn ask<E: Endpoint>(
    transport: &impl Transport,
    endpoint: &E,
) -> (Result<E::Reply, CallError>, Option<HttpReply>) {
    match transport.send(&endpoint.to_request()).await {
        Ok(reply) => (E::read_reply(&reply, &transport.host(), transport.now()), Some(reply)),
        Err(error) => (Err(CallError::Transport(error)), None),
    }
}

fn probed(
    found: Result<Found, CallError>,
    reply: Option<HttpReply>,
    transport: &impl Transport,
) -> Probed {
    let practice = |reply| Practice::of(&reply, transport.now(), transport.clock_difference());
    Probed { found, practice: reply.map(practice) }
}

#[cfg(test)]
mod tests;
