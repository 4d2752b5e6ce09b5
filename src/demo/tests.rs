//! Tests of the demo: the world is the one promised, and reviews work in it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

use futures::executor::block_on;

use super::*;
use crate::client::list::ListPage;
use crate::client::locate::{Located, Route};
use crate::client::operation::{Dismissal, Outcome, Review, Target};
use crate::client::queue::{Order, State};
use crate::client::write::{NotSent, WriteOutcome};
use crate::github::endpoint::{Endpoint, HttpRequest, Method};
use crate::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use crate::github::get_viewer::GetViewer;
use crate::github::ids::ItemNumber;
use crate::github::list_requests::{ListFilter, ListRequests, StatusFilter, TimePeriod};
use crate::github::review_request::Decision;
use crate::github::scope::Scope;
use crate::transport::Transport;
use crate::triage::guard::Refusal;
use crate::triage::verdict::{Verdict, awaits_review, verdict};

const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);

fn demo() -> DemoClient {
    DemoClient::new(|| NOW)
}

fn perform(demo: &DemoClient, operation: Operation) -> Result<Outcome, TransportError> {
    block_on(demo.perform(operation)).map(|performed| performed.outcome)
}

fn page(demo: &DemoClient, list: ListRequests) -> ListPage {
    match perform(demo, Operation::List(list)) {
        Ok(Outcome::List(Ok(page))) => page,
        other => panic!("{other:?}"),
    }
}

/// Everything a filter leaves in a scope, page by page.
fn listed(demo: &DemoClient, scope: &str, filter: &ListFilter) -> Vec<ExemptionRequest> {
    let mut requests = Vec::new();
    let mut next = Some(1);
    while let Some(number) = next {
        let list = ListRequests::page_of(scope.parse().expect("a scope"), number);
        let read = page(demo, ListRequests { filter: filter.clone(), ..list });
        assert_eq!(read.gaps, []);
        requests.extend(read.requests);
        next = read.next;
    }
    requests
}

fn all(demo: &DemoClient) -> Vec<ExemptionRequest> {
    listed(demo, SCOPE, &ListFilter::default())
}

fn located(demo: &DemoClient, target: Target) -> Located {
    match perform(demo, Operation::Locate(target)) {
        Ok(Outcome::Locate(Ok(located))) => *located,
        other => panic!("{other:?}"),
    }
}

/// A person's, unlike any other.
fn press() -> Press {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let id = LAST.fetch_add(1, Ordering::Relaxed);
    Press { id, at: NOW.unix() * 1_000, is_trusted: true, is_active: true, is_covered: false }
}

fn reviewed(demo: &DemoClient, seen: Located, decision: Decision) -> WriteOutcome {
    let message = "Looks fine.".to_owned().try_into().expect("a message");
    let review = Review { seen, decision, message };
    let add =
        Command::Add { orders: vec![Order { review, written: None, in_bulk: false }], delay_in: 0 };
    let put_in = block_on(demo.queue(add, Some(press()), 0)).expect("is put in").ids;
    let view = block_on(demo.queue(Command::Look, None, 0)).expect("tells");
    let item = view.changed.into_iter().find(|item| Some(&item.id) == put_in.last());
    match item.expect("is in the queue").state {
        State::Over(outcome) => *outcome,
        other => panic!("{other:?}"),
    }
}

fn answered(
    github: &DemoGithub,
    method: Method,
    path: &str,
    body: Option<&str>,
) -> (u16, serde_json::Value) {
    let request = HttpRequest {
        method,
        path: path.to_owned(),
        query: Vec::new(),
        body: body.map(str::to_owned),
        if_none_match: None,
    };
    let reply = block_on(github.send(&request)).expect("a reply");
    (reply.status, serde_json::from_slice(&reply.body).expect("JSON"))
}

fn a_waiting_one(demo: &DemoClient) -> ExemptionRequest {
    let mut requests = all(demo).into_iter();
    let suits = |request: &ExemptionRequest| {
        let other = request.requester_name().is_some_and(|name| name != world::LOGIN);
        other && awaits_review(NOW, request)
    };
    requests.find(suits).expect("one that waits")
}

#[test]
fn the_enterprise_has_four_organizations_sixty_repositories_and_three_hundred_requests() {
    let requests = all(&demo());
    assert_eq!(requests.len(), 300);
    let repos: HashSet<_> = requests.iter().filter_map(ExemptionRequest::repo).collect();
    assert_eq!(repos.len(), 60);
    let organizations: HashSet<_> =
        requests.iter().filter_map(ExemptionRequest::organization_name).collect();
    assert_eq!(organizations.len(), 4);
    let ids: HashSet<_> = requests.iter().filter_map(|request| request.id).collect();
    assert_eq!(ids.len(), 300);
    assert_eq!(SCOPE.parse::<Scope>(), Ok(Scope::Enterprise(world::ENTERPRISE.to_owned())));
}

#[test]
fn every_status_occurs_and_every_date_lies_in_the_past_thirty_days() {
    let requests = all(&demo());
    for status in RequestStatus::KNOWN {
        let count = requests.iter().filter(|it| it.status == Some((*status).into())).count();
        assert!(count >= 10, "{status}: {count}");
    }
    for request in &requests {
        let at = request.created_at.expect("a date");
        assert!(at <= NOW && NOW - at < 30 * 86_400, "{at}");
        for response in request.responses() {
            let then = response.created_at.expect("a date");
            assert!(at < then && then <= NOW, "{at} {then}");
        }
    }
}

#[test]
fn expiries_spread_from_minutes_to_seven_days() {
    let requests = all(&demo());
    let waiting: Vec<i64> = requests
        .iter()
        .filter(|request| awaits_review(NOW, request))
        .filter_map(|request| Some(request.expires_at? - NOW))
        .collect();
    let within = |seconds| waiting.iter().filter(|left| **left <= seconds).count();
    assert!(within(600) >= 2, "{}", within(600));
    assert!(within(86_400) >= 10 && within(86_400) < waiting.len() / 2, "{}", within(86_400));
    assert!(waiting.len() - within(5 * 86_400) >= 10);
    assert!(within(7 * 86_400) == waiting.len());
}

#[test]
fn responses_fit_the_statuses() {
    for request in all(&demo()) {
        let standing: Vec<_> = request
            .responses()
            .iter()
            .filter(|response| response.stands())
            .filter_map(|response| response.status.clone())
            .collect();
        let expected = match verdict(NOW, &request) {
            Verdict::Approved | Verdict::Completed => vec![ResponseStatus::Approved],
            Verdict::Denied => vec![ResponseStatus::Denied],
            _ => vec![],
        };
        assert_eq!(standing, expected, "{:?}", request.status);
        assert_ne!(verdict(NOW, &request), Verdict::Unknown);
    }
}

#[test]
fn it_has_what_makes_reality_hard() {
    let requests = all(&demo());
    let count =
        |suits: fn(&ExemptionRequest) -> bool| requests.iter().filter(|it| suits(it)).count();
    assert!(count(|it| it.requester_comment.is_none()) > 20);
    assert!(
        count(|it| it.requester_comment.as_deref().is_some_and(|text| text.contains('\n'))) > 3
    );
    assert!(count(|it| it.requester_comment.as_deref().is_some_and(|text| !text.is_ascii())) > 10);
    assert!(count(|it| it.requester_comment.as_deref().is_some_and(|text| text.len() > 400)) > 3);
    assert!(count(|it| it.findings().len() > 1) > 20);
    assert!(count(|it| it.data.is_none()) >= 1);
    assert!(count(|it| it.requester.is_none()) >= 1);
    assert!(count(|it| it.organization.is_none()) >= 1);
    assert!(count(|it| it.responses.is_none()) >= 1);
    assert!(count(|it| it.requester_name() == Some(world::LOGIN)) >= 3);
    assert!(count(|it| it.number != it.page().map(|page| page.number.0)) > 20);
    assert!(count(|it| it.number == it.page().map(|page| page.number.0)) > 200);
    let types: HashSet<_> = requests
        .iter()
        .flat_map(|it| it.findings())
        .filter_map(|it| it.secret_type.clone())
        .collect();
    assert!(types.len() >= 20, "{}", types.len());
}

#[test]
fn it_is_the_same_every_time() {
    assert_eq!(world::requests(NOW), world::requests(NOW));
}

#[test]
fn every_request_can_be_reached_from_the_list_and_from_its_page() {
    let demo = demo();
    let requests = all(&demo);
    let mut pages = HashMap::new();
    for request in requests {
        let page = request.page().expect("a page");
        let by_page = located(&demo, Target::Page(page.clone()));
        assert_eq!(by_page.request, request);
        let by_list = located(&demo, Target::Listed(Box::new(request)));
        assert_eq!(by_list, by_page);
        assert_eq!(by_list.route, Route::Item(ItemNumber(page.number.0)));
        assert!(pages.insert(page, ()).is_none());
    }
}

#[test]
fn lists_are_filtered_as_asked() {
    let demo = demo();
    let count = |scope: &str, filter: ListFilter| listed(&demo, scope, &filter).len();
    let any = ListFilter::default;
    let with_status = |request_status| ListFilter { request_status, ..any() };
    assert_eq!(count(SCOPE, with_status(StatusFilter::Open)), 110);
    assert_eq!(count(SCOPE, with_status(StatusFilter::Expired)), 25);
    assert_eq!(count(SCOPE, with_status(StatusFilter::Deleted)), 0);
    let in_org = count("org:octo-mobile", any());
    assert!(in_org > 30);
    let organization_name = Some("Octo-Mobile".to_owned());
    assert_eq!(count(SCOPE, ListFilter { organization_name, ..any() }), in_org);
    let in_repo = count("repo:octo-mobile/ios-app", any());
    assert!(in_repo > 0);
    let repository_name = Some("ios-app".to_owned());
    assert_eq!(count("org:octo-mobile", ListFilter { repository_name, ..any() }), in_repo);
    let own = ListFilter { requester: Some("Octocat".to_owned()), ..any() };
    assert!((3..20).contains(&count(SCOPE, own)));
    let reviewed = ListFilter { reviewer: Some("octocat".to_owned()), ..any() };
    assert!((10..100).contains(&count(SCOPE, reviewed)));
    let periods: Vec<usize> = TimePeriod::ALL
        .iter()
        .map(|period| count(SCOPE, ListFilter { time_period: *period, ..any() }))
        .collect();
    assert!(
        periods.is_sorted() && periods[1] < periods[2] && periods[2] < periods[3],
        "{periods:?}"
    );
}

#[test]
fn the_last_page_is_known_from_the_first() {
    let first = page(&demo(), ListRequests::page_of(SCOPE.parse().expect("a scope"), 1));
    assert_eq!((first.requests.len(), first.next, first.last), (100, Some(2), Some(3)));
}

#[test]
fn what_is_not_there_is_not_found() {
    let github = DemoGithub::new(|| NOW);
    for path in [
        "/enterprises/other/bypass-requests/secret-scanning",
        "/orgs/other/bypass-requests/secret-scanning",
        "/repos/octo-mobile/other/bypass-requests/secret-scanning",
        "/repos/octo-mobile/ios-app/bypass-requests/secret-scanning/999",
        "/rate_limit",
    ] {
        let (status, body) = answered(&github, Method::Get, path, None);
        assert_eq!((status, body["message"].as_str()), (404, Some("Not Found")), "{path}");
    }
}

#[test]
fn a_review_that_is_not_valid_is_refused_in_github_s_words() {
    let github = DemoGithub::new(|| NOW);
    let demo = demo();
    let path = a_waiting_one(&demo).url.expect("an address").to_string();
    let path = path.trim_start_matches("https://api.github.com");
    for (body, expected, field) in [
        (r#"{"status":"approve","message":" "}"#, 422, Some("message")),
        (r#"{"status":"deny","message":"no"}"#, 422, Some("status")),
        ("not JSON", 400, None),
    ] {
        let (status, body) = answered(&github, Method::Patch, path, Some(body));
        assert_eq!((status, body["errors"][0]["field"].as_str()), (expected, field));
    }
    let good = r#"{"status":"reject","message":"no"}"#;
    assert_eq!(answered(&github, Method::Patch, path, Some(good)).0, 200);
    assert_eq!(answered(&github, Method::Patch, path, Some(good)).0, 422, "it is answered");
}

#[test]
fn a_review_is_recorded_and_its_response_can_be_dismissed() {
    for (decision, status) in
        [(Decision::Approve, RequestStatus::Approved), (Decision::Deny, RequestStatus::Denied)]
    {
        let demo = demo();
        let request = a_waiting_one(&demo);
        let seen = located(&demo, Target::Listed(Box::new(request)));
        let WriteOutcome::Sent { is_shown: true, read_back: Ok(recorded) } =
            reviewed(&demo, seen.clone(), decision)
        else {
            panic!("not sent")
        };
        assert_eq!(recorded.status, Some(status));
        let response = recorded.responses().last().cloned().expect("a response");
        assert_eq!(response.created_at, Some(NOW));

        let seen = Located { request: *recorded, route: seen.route };
        let dismissal = Dismissal { seen, response: response.id.expect("an id") };
        let again = dismissal.clone();
        let dismiss = |dismissal| perform(&demo, Operation::Dismiss(press(), Box::new(dismissal)));
        let Ok(Outcome::Dismiss(outcome)) = dismiss(dismissal) else { panic!("not performed") };
        let WriteOutcome::Sent { is_shown: true, read_back: Ok(recorded) } = *outcome else {
            panic!("not sent")
        };
        assert!(awaits_review(NOW, &recorded));
        let Ok(Outcome::Dismiss(outcome)) = dismiss(again) else { panic!("not performed") };
        assert!(matches!(*outcome, WriteOutcome::NotSent(NotSent::Changed(..))));
    }
}

#[test]
fn one_s_own_request_is_not_reviewed() {
    let demo = demo();
    let own = ListFilter {
        requester: Some(world::LOGIN.to_owned()),
        request_status: StatusFilter::Open,
        ..ListFilter::default()
    };
    let request = listed(&demo, SCOPE, &own).into_iter().next().expect("an own request");
    let seen = located(&demo, Target::Listed(Box::new(request)));
    let outcome = reviewed(&demo, seen, Decision::Approve);
    assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Refused(Refusal::OwnRequest)));
}

#[test]
fn requests_expire_while_one_looks() {
    use std::cell::Cell;
    thread_local!(static CLOCK: Cell<i64> = const { Cell::new(0) });
    let demo = DemoClient::new(|| NOW.plus(CLOCK.get()));
    let expired = ListFilter { request_status: StatusFilter::Expired, ..ListFilter::default() };
    assert_eq!(listed(&demo, SCOPE, &expired).len(), 25);
    CLOCK.set(3_600);
    assert!(listed(&demo, SCOPE, &expired).len() > 25);
}

#[test]
fn octocat_is_signed_in_until_forgotten_and_any_token_signs_in_again() {
    let demo = demo();
    let list = || Operation::List(ListRequests::page_of(SCOPE.parse().expect("a scope"), 1));
    let Ok(VaultStatus::Holding(status)) = block_on(demo.vault_status()) else { panic!("empty") };
    assert_eq!((status.login.as_str(), status.tokens[0].kind), ("octocat", TokenKind::Classic));
    assert_eq!(status.tokens[0].shortcomings(), []);

    block_on(demo.forget()).expect("forgotten");
    assert_eq!(block_on(demo.vault_status()), Ok(VaultStatus::Empty));
    assert_eq!(perform(&demo, list()), Err(TransportError::NoToken));

    let entered = |host: Host, typed: &str| Entered {
        host,
        typed: typed.to_owned(),
        owner: None,
        remember: None,
    };
    let sign_in = |typed: &str| block_on(demo.sign_in(entered(Host::GithubCom, typed)));
    assert!(matches!(sign_in(" "), Err(SignInError::Token(_))));
    let elsewhere = block_on(demo.sign_in(entered(Host::GheCom("octo".to_owned()), "ghp_x")));
    assert_eq!(elsewhere, Err(SignInError::HostNotAllowed));
    assert_eq!(sign_in("ghp_x"), Ok(VaultStatus::Holding(status)));
    assert!(perform(&demo, list()).is_ok());
}

#[test]
fn the_token_s_user_is_octocat() {
    let reply = block_on(DemoGithub::new(|| NOW).send(&GetViewer.to_request())).expect("a reply");
    assert_eq!(
        GetViewer::read_reply(&reply, &Host::GithubCom, NOW).expect("a user").login,
        world::LOGIN
    );
    assert_eq!(reply.header("x-oauth-scopes"), Some(NEEDED_SCOPE));
}
