//! What a reviewer does from beginning to end, on the demo's GitHub, as a view asks for it.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::sync::atomic::{AtomicU64, Ordering};

use futures::executor::block_on;

use gatehouse::client::Client;
use gatehouse::client::locate::Located;
use gatehouse::client::operation::{Dismissal, Operation, Outcome, Review, Target};
use gatehouse::client::permit::Press;
use gatehouse::client::queue::{Command, Order, State, View};
use gatehouse::client::write::{NotSent, WriteOutcome};
use gatehouse::demo::{DemoClient, SCOPE};
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus};
use gatehouse::github::list_requests::{ListFilter, ListRequests, StatusFilter};
use gatehouse::github::review_request::Decision;
use gatehouse::github::time::Timestamp;
use gatehouse::triage::guard::{PageUser, may_write};
use gatehouse::triage::order::soonest_expiry_first;
use gatehouse::triage::recheck::Change;
use gatehouse::triage::verdict::{Verdict, awaits_review, verdict};

const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);

fn demo() -> DemoClient {
    DemoClient::new(|| NOW)
}

/// Performs an operation the way the extension does: it and its outcome travel as JSON.
fn perform(client: &DemoClient, operation: &Operation) -> Outcome {
    let sent = serde_json::to_string(operation).expect("encodes");
    let arrived: Operation = serde_json::from_str(&sent).expect("decodes");
    assert_eq!(&arrived, operation);
    let outcome = block_on(client.perform(arrived)).expect("performed").outcome;
    let sent = serde_json::to_string(&outcome).expect("encodes");
    let arrived: Outcome = serde_json::from_str(&sent).expect("decodes");
    assert_eq!(arrived, outcome);
    arrived
}

/// The waiting requests of a scope, soonest expiry first.
fn waiting(client: &DemoClient, scope: &str) -> Vec<ExemptionRequest> {
    let filter = ListFilter { request_status: StatusFilter::Open, ..ListFilter::default() };
    let mut requests = Vec::new();
    let mut next = Some(1);
    while let Some(page) = next {
        let list = ListRequests::page_of(scope.parse().expect("a scope"), page);
        let list = ListRequests { filter: filter.clone(), ..list };
        let Outcome::List(Ok(read)) = perform(client, &Operation::List(list)) else {
            panic!("no list")
        };
        requests.extend(read.requests);
        next = read.next;
    }
    requests.retain(|request| awaits_review(NOW, request));
    soonest_expiry_first(NOW, &mut requests);
    requests
}

fn locate(client: &DemoClient, target: Target) -> Located {
    match perform(client, &Operation::Locate(target)) {
        Outcome::Locate(Ok(located)) => *located,
        other => panic!("{other:?}"),
    }
}

fn review(client: &DemoClient, seen: &Located, decision: Decision) -> WriteOutcome {
    let message = "Reviewed.\nPlease rotate it — 🙏".to_owned().try_into().expect("a message");
    let review = Review { seen: seen.clone(), decision, message };
    let add =
        Command::Add { orders: vec![Order { review, written: None, in_bulk: false }], delay_in: 0 };
    let put_in = queue(client, &add).ids;
    let view = queue(client, &Command::Look);
    let item = view.changed.into_iter().find(|item| Some(&item.id) == put_in.last());
    match item.expect("is in the queue").state {
        State::Over(outcome) => *outcome,
        other => panic!("{other:?}"),
    }
}

/// A person's, unlike any other.
fn press() -> Press {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let id = LAST.fetch_add(1, Ordering::Relaxed);
    Press { id, at: NOW.unix() * 1_000, is_trusted: true, is_active: true, is_covered: false }
}

/// Asks the queue the way the extension does: what is asked and answered travels as JSON.
fn queue(client: &DemoClient, command: &Command) -> View {
    let sent = serde_json::to_string(command).expect("encodes");
    let arrived: Command = serde_json::from_str(&sent).expect("decodes");
    assert_eq!(&arrived, command);
    let view = block_on(client.queue(arrived, Some(press()), 0)).expect("answers");
    let sent = serde_json::to_string(&view).expect("encodes");
    let arrived: View = serde_json::from_str(&sent).expect("decodes");
    assert_eq!(arrived, view);
    arrived
}

/// The most urgent request that octocat may review, as the detail view holds it.
fn most_urgent(client: &DemoClient) -> Located {
    let mut requests = waiting(client, SCOPE).into_iter();
    let first = requests.find(|it| may_write("octocat", &PageUser::NoPage, it).is_ok());
    locate(client, Target::Listed(Box::new(first.expect("a request"))))
}

#[test]
fn the_most_urgent_request_is_denied_then_reopened_then_approved() {
    let client = demo();
    let before = waiting(&client, SCOPE);
    assert!(before.windows(2).all(|pair| {
        pair[0].expires_at.map_or(i64::MAX, Timestamp::unix)
            <= pair[1].expires_at.map_or(i64::MAX, Timestamp::unix)
    }));
    let seen = most_urgent(&client);

    let WriteOutcome::Sent { read_back: Ok(denied), .. } = review(&client, &seen, Decision::Deny)
    else {
        panic!("not sent")
    };
    assert_eq!(verdict(NOW, &denied), Verdict::Denied);
    assert_eq!(waiting(&client, SCOPE).len(), before.len() - 1);

    let response =
        denied.responses().iter().find(|response| response.stands()).and_then(|it| it.id);
    let seen = Located { request: *denied, route: seen.route };
    let dismissal = Dismissal { seen: seen.clone(), response: response.expect("an id") };
    let Outcome::Dismiss(outcome) =
        perform(&client, &Operation::Dismiss(press(), Box::new(dismissal)))
    else {
        panic!("not dismissed")
    };
    let WriteOutcome::Sent { read_back: Ok(reopened), .. } = *outcome else {
        panic!("{outcome:?}")
    };
    assert!(awaits_review(NOW, &reopened));
    assert_eq!(waiting(&client, SCOPE).len(), before.len());

    let seen = Located { request: *reopened, route: seen.route };
    let WriteOutcome::Sent { read_back: Ok(approved), .. } =
        review(&client, &seen, Decision::Approve)
    else {
        panic!("not sent")
    };
    assert_eq!(approved.status, Some(RequestStatus::Approved));
    assert_eq!(approved.responses().len(), seen.request.responses().len() + 1, "the history stays");
}

#[test]
fn two_views_of_one_request_make_one_review() {
    let client = demo();
    let one = most_urgent(&client);
    let two = locate(&client, Target::Page(one.request.page().expect("a page")));
    assert_eq!(one, two);
    assert!(matches!(review(&client, &one, Decision::Approve), WriteOutcome::Sent { .. }));
    let WriteOutcome::NotSent(NotSent::Changed(Change::Answered, now)) =
        review(&client, &two, Decision::Deny)
    else {
        panic!("sent twice")
    };
    assert_eq!(verdict(NOW, &now), Verdict::Approved, "the person sees what happened meanwhile");
}

#[test]
fn a_request_found_in_any_scope_is_the_same_request() {
    let client = demo();
    let urgent = most_urgent(&client).request;
    let repo = urgent.repo().expect("a repository");
    for scope in [format!("org:{}", repo.owner), format!("repo:{repo}")] {
        assert!(waiting(&client, &scope).contains(&urgent), "{scope}");
    }
}
