//! Answers API calls as GitHub does, from requests held in memory.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::github::endpoint::{HttpReply, HttpRequest, Method};
use crate::github::error::TransportError;
use crate::github::exemption::{Actor, ExemptionRequest, RequestStatus, Response, ResponseStatus};
use crate::github::host::Host;
use crate::github::ids::ResponseId;
use crate::github::list_requests::{MAX_PER_PAGE, StatusFilter, TimePeriod};
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;
use crate::transport::Transport;
use crate::triage::message::ReviewMessage;
use crate::triage::verdict::awaits_review;
use crate::vault::status::NEEDED_SCOPE;

use super::world::{ENTERPRISE, LOGIN, requests};

const DOCUMENTATION: &str =
    "https://docs.github.com/enterprise-cloud@latest/rest/secret-scanning/delegated-bypass";

/// Where GitHub starts when a call doesn't say. Source: REST docs, parameter `per_page`.
const DEFAULT_PER_PAGE: usize = 30;

/// The first number of what is made later: behind every response the world has.
const FIRST_NEW_ID: u64 = 90_001;

/// A GitHub with one enterprise, whose user is [`LOGIN`]. A clone is the same GitHub.
#[derive(Clone)]
pub struct DemoGithub {
    now: fn() -> Timestamp,
    requests: Rc<RefCell<Vec<ExemptionRequest>>>,
    next_id: Rc<Cell<u64>>,
}

/// An error reply: its status, its words, and the field of a 422.
struct Refusal(u16, &'static str, Option<&'static str>);

const NOT_FOUND: Refusal = Refusal(404, "Not Found", None);

fn invalid(field: &'static str) -> Refusal {
    Refusal(422, "Validation Failed", Some(field))
}

impl Refusal {
    fn reply(&self) -> HttpReply {
        let Self(status, message, field) = *self;
        let mut body = json!({ "message": message, "documentation_url": DOCUMENTATION });
        match field {
            Some(field) => body["errors"] = json!([{ "field": field, "code": "invalid" }]),
            None => body["status"] = json!(status.to_string()),
        }
        reply(status, &body)
    }
}

fn reply(status: u16, body: &Value) -> HttpReply {
    let scopes = ("x-oauth-scopes".to_owned(), NEEDED_SCOPE.to_owned());
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    HttpReply { status, headers: vec![scopes], body }
}

impl DemoGithub {
    /// With the world as it is at the time that `now` tells first.
    pub fn new(now: fn() -> Timestamp) -> Self {
        Self {
            now,
            requests: Rc::new(RefCell::new(requests(now()))),
            next_id: Rc::new(Cell::new(FIRST_NEW_ID)),
        }
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpReply, Refusal> {
        self.expire();
        let decoded: Vec<String> = request
            .path
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = decoded.iter().skip(1).map(String::as_str).collect();
        match (request.method, segments.as_slice()) {
            (Method::Get, ["user"]) => Ok(reply(200, &json!({ "login": LOGIN }))),
            (Method::Get, ["user", "orgs"]) => Ok(reply(200, &self.organizations())),
            (Method::Get, ["enterprises", slug, "bypass-requests", "secret-scanning"]) => {
                let is_it = slug.eq_ignore_ascii_case(ENTERPRISE);
                self.list(request, |_| is_it)
            }
            (Method::Get, ["orgs", org, "bypass-requests", "secret-scanning"]) => {
                self.list(request, |candidate| is_of(candidate, org))
            }
            (Method::Get, ["repos", owner, repo, "bypass-requests", "secret-scanning"]) => {
                self.list(request, |candidate| is_in(candidate, owner, repo))
            }
            (Method::Get, ["repos", owner, repo, "bypass-requests", "secret-scanning", number]) => {
                self.item(owner, repo, number, |item| Ok(json!(item)))
            }
            (
                Method::Patch,
                ["repos", owner, repo, "bypass-requests", "secret-scanning", number],
            ) => {
                let (decision, now, id) = (decision(request)?, (self.now)(), self.next_id.get());
                self.next_id.set(id + 1);
                self.item(owner, repo, number, |item| review(item, decision, now, id))
            }
            (Method::Delete, ["repos", owner, repo, "bypass-responses", "secret-scanning", id]) => {
                self.dismiss(owner, repo, id)
            }
            _ => Err(NOT_FOUND),
        }
    }

    /// GitHub ends requests when their time comes.
    fn expire(&self) {
        let now = (self.now)();
        for request in self.requests.borrow_mut().iter_mut() {
            let pending =
                matches!(request.status, Some(RequestStatus::Pending | RequestStatus::Open));
            if pending && request.expires_at.is_some_and(|at| at <= now) {
                request.status = Some(RequestStatus::Expired);
            }
        }
    }

    /// Every organization; there are few enough for one page.
    fn organizations(&self) -> Value {
        let held = self.requests.borrow();
        let logins = held.iter().filter_map(ExemptionRequest::organization_name);
        let logins: BTreeSet<String> = logins.collect();
        logins.into_iter().map(|login| json!({ "login": login })).collect()
    }

    fn list(
        &self,
        request: &HttpRequest,
        is_in_scope: impl Fn(&ExemptionRequest) -> bool,
    ) -> Result<HttpReply, Refusal> {
        let parameter = |name: &str| {
            request.query.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
        };
        let number = |name: &str| parameter(name).and_then(|value| value.parse::<usize>().ok());
        let per_page =
            number("per_page").unwrap_or(DEFAULT_PER_PAGE).clamp(1, MAX_PER_PAGE as usize);
        let page = number("page").unwrap_or(1).max(1);
        let period = word(TimePeriod::ALL, TimePeriod::word, parameter("time_period"))
            .map_err(|()| invalid("time_period"))?
            .unwrap_or(TimePeriod::Day);
        let status = word(StatusFilter::ALL, StatusFilter::word, parameter("request_status"))
            .map_err(|()| invalid("request_status"))?
            .unwrap_or(StatusFilter::All);
        let since = (self.now)().plus(-match period {
            TimePeriod::Hour => 3_600,
            TimePeriod::Day => 86_400,
            TimePeriod::Week => 7 * 86_400,
            TimePeriod::Month => 30 * 86_400,
        });
        let held = self.requests.borrow();
        let mut in_scope = held.iter().filter(|request| is_in_scope(request)).peekable();
        if in_scope.peek().is_none() {
            return Err(NOT_FOUND);
        }
        let found: Vec<&ExemptionRequest> = in_scope
            .filter(|request| request.created_at.is_none_or(|at| at >= since))
            .filter(|request| has_status(request, status))
            .filter(|request| is_named(parameter("requester"), request.requester.as_deref()))
            .filter(|request| {
                let mut reviewers =
                    request.responses().iter().map(|response| response.reviewer.as_deref());
                let wanted = parameter("reviewer");
                wanted.is_none() || reviewers.any(|reviewer| is_named(wanted, reviewer))
            })
            .filter(|request| {
                parameter("organization_name").is_none_or(|name| is_of(request, name))
            })
            .filter(|request| {
                let repo = request.repo();
                parameter("repository_name").is_none_or(|name| {
                    repo.is_some_and(|repo| repo.name.eq_ignore_ascii_case(name))
                })
            })
            .collect();
        let shown: Vec<_> = found.iter().skip((page - 1) * per_page).take(per_page).collect();
        let mut reply = reply(200, &json!(shown));
        let last = found.len().div_ceil(per_page);
        if let Some(link) = link(request, page, last) {
            reply.headers.push(("link".to_owned(), link));
        }
        Ok(reply)
    }

    /// Answers from the request whose address in the API ends with `number`.
    fn item(
        &self,
        owner: &str,
        repo: &str,
        number: &str,
        answer: impl FnOnce(&mut ExemptionRequest) -> Result<Value, Refusal>,
    ) -> Result<HttpReply, Refusal> {
        let mut held = self.requests.borrow_mut();
        let item = held.iter_mut().find(|request| {
            let url = request.url.as_ref().map(ToString::to_string);
            url.as_deref().and_then(|url| url.rsplit('/').next()) == Some(number)
                && is_in(request, owner, repo)
        });
        Ok(reply(200, &answer(item.ok_or(NOT_FOUND)?)?))
    }

    fn dismiss(&self, owner: &str, repo: &str, id: &str) -> Result<HttpReply, Refusal> {
        let mut held = self.requests.borrow_mut();
        for request in held.iter_mut().filter(|request| is_in(request, owner, repo)) {
            let mut responses = request.responses.iter_mut().flatten();
            let Some(response) = responses.find(|response| id_is(response.id, id)) else {
                continue;
            };
            if !response.stands() {
                return Err(invalid("bypass_response_id"));
            }
            response.status = Some(ResponseStatus::Dismissed);
            // What was pushed stays pushed.
            if matches!(request.status, Some(RequestStatus::Approved | RequestStatus::Denied)) {
                request.status = Some(RequestStatus::Pending);
            }
            drop(held);
            self.expire();
            return Ok(reply(204, &Value::Null));
        }
        Err(NOT_FOUND)
    }
}

impl Transport for DemoGithub {
    fn host(&self) -> Host {
        Host::GithubCom
    }

    fn now(&self) -> Timestamp {
        (self.now)()
    }

    async fn wait(&self, _: i64) {}

    fn chance(&self) -> f64 {
        0.0
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        Ok(self.answer(request).unwrap_or_else(|refusal| refusal.reply()))
    }
}

/// The decision of a review's body.
fn decision(request: &HttpRequest) -> Result<Decision, Refusal> {
    let body: Value = request
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str(body).ok())
        .ok_or(Refusal(400, "Problems parsing JSON", None))?;
    let message = body["message"].as_str().unwrap_or_default();
    ReviewMessage::try_from(message.to_owned()).map_err(|_| invalid("message"))?;
    word(Decision::ALL, Decision::word, body["status"].as_str())
        .ok()
        .flatten()
        .ok_or(invalid("status"))
}

fn review(
    item: &mut ExemptionRequest,
    decision: Decision,
    now: Timestamp,
    id: u64,
) -> Result<Value, Refusal> {
    if item.requester_name() == Some(LOGIN) {
        return Err(Refusal(403, "You can't review your own bypass request.", None));
    }
    if !awaits_review(now, item) {
        return Err(invalid("status"));
    }
    let (status, given) = match decision {
        Decision::Approve => (RequestStatus::Approved, ResponseStatus::Approved),
        Decision::Deny => (RequestStatus::Denied, ResponseStatus::Denied),
    };
    item.status = Some(status);
    item.responses.get_or_insert_default().push(Response {
        id: Some(ResponseId(id)),
        reviewer: Some(Actor { actor_id: None, actor_name: Some(LOGIN.into()) }.into()),
        status: Some(given),
        created_at: Some(now),
    });
    Ok(json!({ "bypass_review_id": id }))
}

/// The value that `said` names; none where nothing was said, an error for an unknown word.
fn word<T: Copy>(
    all: &[T],
    word: fn(T) -> &'static str,
    said: Option<&str>,
) -> Result<Option<T>, ()> {
    let Some(said) = said else { return Ok(None) };
    all.iter().copied().find(|value| word(*value) == said).map(Some).ok_or(())
}

fn has_status(request: &ExemptionRequest, filter: StatusFilter) -> bool {
    match (filter, &request.status) {
        (StatusFilter::All, _)
        | (StatusFilter::Open, Some(RequestStatus::Pending | RequestStatus::Open)) => true,
        (filter, Some(status)) => filter.word() == status.word(),
        (_, None) => false,
    }
}

fn is_named(login: Option<&str>, actor: Option<&Actor>) -> bool {
    let name = actor.and_then(|actor| actor.actor_name.as_deref());
    login.is_none_or(|login| name.is_some_and(|name| name.eq_ignore_ascii_case(login)))
}

fn is_of(request: &ExemptionRequest, org: &str) -> bool {
    request.organization_name().is_some_and(|name| name.eq_ignore_ascii_case(org))
}

fn is_in(request: &ExemptionRequest, owner: &str, name: &str) -> bool {
    request.repo().is_some_and(|repo| {
        repo.owner.eq_ignore_ascii_case(owner) && repo.name.eq_ignore_ascii_case(name)
    })
}

fn id_is(id: Option<ResponseId>, text: &str) -> bool {
    id.is_some_and(|id| id.to_string() == text)
}

/// The `Link` header of a page; none where everything is on one.
fn link(request: &HttpRequest, page: usize, last: usize) -> Option<String> {
    let to = |to: usize, relation: &str| {
        let mut request = request.clone();
        request.query.retain(|(name, _)| *name != "page");
        request.query.push(("page", to.to_string()));
        format!("<{}>; rel=\"{relation}\"", request.url(&Host::GithubCom))
    };
    let mut links = Vec::new();
    if page > 1 {
        links.push(to(page - 1, "prev"));
    }
    if page < last {
        links.push(to(page + 1, "next"));
        links.push(to(last, "last"));
    }
    if page > 1 {
        links.push(to(1, "first"));
    }
    (!links.is_empty()).then(|| links.join(", "))
}
