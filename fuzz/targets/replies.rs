//! What GitHub's API says: whole replies, and the `Link` header.

use gatehouse::github::clock::ServerClock;
use gatehouse::github::dismiss_response::DismissResponse;
use gatehouse::github::endpoint::{Endpoint, HttpReply};
use gatehouse::github::error::{ApiError, ApiErrorKind, CallError};
use gatehouse::github::exemption::{ExemptionRequest, RequestPage};
use gatehouse::github::get_request::GetRequest;
use gatehouse::github::get_viewer::GetViewer;
use gatehouse::github::host::Host;
use gatehouse::github::list_organizations::ListOrganizations;
use gatehouse::github::list_requests::ListRequests;
use gatehouse::github::paging::{Following, following};
use gatehouse::github::review_request::ReviewRequest;
use gatehouse::inbox::history::Kept;
use gatehouse::triage::export::{Provenance, csv::csv, json::json, markdown::markdown};
use gatehouse::triage::hints::hints;
use gatehouse::triage::order::soonest_expiry_first;
use gatehouse::triage::recheck::same_request;
use gatehouse::triage::summary::Summary;
use gatehouse::triage::template::{Placeholder, fill};
use gatehouse::triage::urgency::{Urgency, expires_before_next_working_day};
use gatehouse::triage::verdict::{awaits_review, verdict};

use super::{NOW, is_seen, survives};

/// A reply: a line with the endpoint and the status, lines `name: value`, an empty line, the body.
pub fn reply(data: &[u8]) {
    let Some((endpoint, reply)) = taken_apart(data) else { return };
    let mut clock = ServerClock::default();
    clock.learn(&reply, NOW);
    clock.learn(&reply, NOW.plus(clock.difference()));
    match endpoint {
        "list" => {
            let Some(rows) = read::<ListRequests>(&reply) else { return };
            look_at(&rows.requests);
        }
        "get" => {
            let Some(request) = read::<GetRequest>(&reply) else { return };
            look_at(&[request]);
        }
        "viewer" => {
            if let Some(viewer) = read::<GetViewer>(&reply) {
                survives(&viewer);
            }
        }
        "organizations" => drop(read::<ListOrganizations>(&reply)),
        "review" => drop(read::<ReviewRequest>(&reply)),
        "dismiss" => drop(read::<DismissResponse>(&reply)),
        _ => {}
    }
}

fn taken_apart(data: &[u8]) -> Option<(&str, HttpReply)> {
    let mut rest = data;
    let mut line = || {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (line, behind) = rest.split_at(end);
        rest = &behind[1..];
        std::str::from_utf8(line).ok()
    };
    let (endpoint, status) = line()?.split_once(' ')?;
    let mut reply = HttpReply { status: status.parse().ok()?, ..HttpReply::default() };
    loop {
        let (name, value) = match line()? {
            "" => break,
            header => header.split_once(": ")?,
        };
        reply.headers.push((name.to_owned(), value.to_owned()));
    }
    reply.body = rest.to_vec();
    Some((endpoint, reply))
}

fn read<E: Endpoint>(reply: &HttpReply) -> Option<E::Reply> {
    match E::read_reply(reply, &Host::GithubCom, NOW) {
        Ok(reply) => Some(reply),
        Err(error) => {
            // It travels between the extension's parts.
            survives(&error);
            if let CallError::Api(ApiError {
                kind: ApiErrorKind::SsoRequired { url: Some(url) },
                ..
            }) = &error
            {
                let behind = url.strip_prefix("https://github.com").expect("a page of the host's");
                assert!(behind.is_empty() || behind.starts_with(['/', '?', '#']), "{url}");
            }
            if let CallError::Decode { detail, .. } = error {
                let is_ours = |c: char| c.is_ascii_alphanumeric() || c == ' ';
                assert!(detail.chars().all(is_ours), "nothing of the reply: {detail}");
            }
            None
        }
    }
}

/// Does with requests all that is done without a person.
fn look_at(requests: &[ExemptionRequest]) {
    for request in requests {
        survives(request);
        look_at_one(request, requests);
    }
    let mut sorted: Vec<&ExemptionRequest> = requests.iter().collect();
    soonest_expiry_first(NOW, &mut sorted);
    assert_eq!(sorted.len(), requests.len());

    let summary = Summary::of(NOW, &|_| 3_600, requests);
    let provenance = Provenance {
        query: String::new(),
        scopes: vec!["org:octo-org".to_owned()],
        window: "the last month".to_owned(),
        is_partial: false,
        notes: Vec::new(),
        at: NOW,
        by: None,
    };
    is_seen(&markdown(&provenance, &summary, requests));
    has_no_formula(&csv(&provenance, requests));
    let written = json(&provenance, requests).expect("is written");
    let read: serde_json::Value = serde_json::from_str(&written).expect("is JSON");
    assert_eq!(read["requests"].as_array().map(Vec::len), Some(requests.len()));
}

fn look_at_one(request: &ExemptionRequest, all: &[ExemptionRequest]) {
    let awaits = awaits_review(NOW, request);
    assert_eq!(awaits, Urgency::of(NOW, request) != Urgency::None);
    let _ = verdict(NOW, request);
    if let Some(at) = request.expires_at {
        let _ = expires_before_next_working_day(NOW, &|_| -7_200, at);
    }
    for finding in request.findings() {
        let _ = (finding.location(), finding.short_branch());
    }
    if let Some(page) = request.page() {
        assert_eq!(RequestPage::parse(&page.url()).as_ref(), Some(&page));
        assert!(page.same_as(&page));
    }
    let can_be_told = request.id.is_some() && request.page().is_some();
    assert_eq!(same_request(request, request), can_be_told);
    for hint in hints(NOW, request, all.iter()) {
        assert!(hint.pages.len() <= hint.others.total());
        let _ = (hint.in_words(), hint.explanation());
    }
    for placeholder in Placeholder::ALL {
        is_seen(&placeholder.value(request));
    }
    assert!(fill("{{{requester}}}", request).is_ok_and(|text| text.starts_with('{')));
    if let Some(kept) = Kept::of(request, NOW) {
        assert_eq!(Kept::read(&kept.text()), Some(kept));
    }
}

/// Checks that no cell of CSV is one that a spreadsheet computes.
fn has_no_formula(text: &str) {
    let mut is_quoted = false;
    let mut at_start = true;
    for c in text.chars() {
        match c {
            '"' => {
                is_quoted = !is_quoted;
                continue;
            }
            ',' | '\n' | '\r' if !is_quoted => at_start = true,
            '=' | '+' | '-' | '@' | '\t' | '\r' if at_start => panic!("a formula in {text:?}"),
            _ => at_start = false,
        }
    }
    assert!(!is_quoted, "a cell that doesn't end: {text:?}");
}

/// A `Link` header: what follows leads forward.
pub fn link(text: &str) {
    for current in [1, 7, u32::MAX] {
        if let Following::Page { next, .. } = following(Some(text), current) {
            assert!(next > current, "it would loop");
        }
    }
}
