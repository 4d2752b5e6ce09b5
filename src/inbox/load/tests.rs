//! Tests of loading: which calls are made, and what is said to be missing.

use crate::client::list::{Gap, ListPage};
use crate::github::error::ApiErrorKind;
use crate::github::ids::RepoName;
use crate::inbox::ledger::{Compared, Missing, Organizations};
use crate::inbox::rows::{Change, RowKey, Via};

mod again;
mod kept_rows;
mod without_id;

use super::moving::{Event, Moving, NOW, api_error, held, read_all, request};
use super::*;

fn begin(scopes: &str) -> Load {
    Load::begin(scopes.parse().expect("valid"), Fallback::default(), NOW)
}

/// Every call that may be made at `now`.
fn asks(load: &mut Load, now: Timestamp) -> Vec<Ask> {
    std::iter::from_fn(|| match load.next(now) {
        Next::Ask(ask) => Some(*ask),
        _ => None,
    })
    .collect()
}

/// The only call to be made at `now`.
fn ask(load: &mut Load, now: Timestamp) -> Ask {
    let mut asks = asks(load, now);
    assert_eq!(asks.len(), 1, "{asks:?}");
    asks.remove(0)
}

fn call(ask: &Ask) -> ListRequests {
    match ask.operation() {
        Operation::List(call) => call,
        other => panic!("{other:?}"),
    }
}

/// The pages that calls are for, with their size where it isn't the usual one.
fn pages(asks: &[Ask]) -> Vec<String> {
    let page = |ask: &Ask| match call(ask) {
        call if call.per_page == 100 => format!("{} {}", call.scope, call.page),
        call => format!("{} {} of {}", call.scope, call.page, call.per_page),
    };
    asks.iter().map(page).collect()
}

fn page(requests: Vec<ExemptionRequest>, next: Option<u32>) -> Result<Outcome, TransportError> {
    Ok(Outcome::List(Ok(ListPage { requests, next, ..ListPage::default() })))
}

fn refusal() -> Result<Outcome, TransportError> {
    Ok(Outcome::List(Err(api_error(ApiErrorKind::NotFoundOrHidden, 404))))
}

fn pending(ids: impl IntoIterator<Item = u64>) -> Vec<ExemptionRequest> {
    ids.into_iter().map(|id| request(id, "pending")).collect()
}

/// Reads everything from a list of so many requests.
fn read(load: &mut Load, github: &mut Moving) {
    read_all(load, github, 7, NOW);
}

#[test]
fn one_page_is_whole_with_one_call() {
    let mut load = begin("org:a");
    assert!(load.is_partial() && load.ledger(NOW).is_partial());
    assert_eq!(load.known(), Known::Nothing);
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending(1..=3), None), NOW);
    assert_eq!(load.next(NOW), Next::Nothing);
    assert_eq!((load.is_partial(), load.known(), load.len()), (false, Known::Whole, 3));
    assert_eq!(load.missing(), []);
    assert!(!load.ledger(NOW).is_partial());
    assert_eq!(load.ledger(NOW).parts[0].compared, Compared::NotNeeded);
}

#[test]
fn calls_double_with_every_round_trip_and_are_never_more_than_eight() {
    let mut load = begin("org:a");
    let github = Moving::with(10_000);
    let mut at_once = Vec::new();
    let mut on_their_way = asks(&mut load, NOW);
    while !on_their_way.is_empty() {
        at_once.push(on_their_way.len());
        let round = std::mem::take(&mut on_their_way);
        for ask in round {
            load.arrived(&ask, Ok(Outcome::List(Ok(github.page(&call(&ask))))), NOW);
        }
        on_their_way = asks(&mut load, NOW);
    }
    assert_eq!(&at_once[..5], [1, 2, 4, 8, 8]);
    assert_eq!(at_once.iter().sum::<usize>(), 118 + 1, "pages that overlap, and the front");
    assert_eq!((load.len(), load.missing()), (10_000, vec![]));
}

#[test]
fn without_a_last_page_it_is_read_ahead() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending(1..=100), Some(2)), NOW);
    let two = asks(&mut load, NOW);
    assert_eq!(pages(&two), ["org:a 2 of 95", "org:a 3 of 92"]);
    load.arrived(&two[1], page(vec![], None), NOW);
    load.arrived(&two[0], page(pending(96..=110), None), NOW);
    let front = ask(&mut load, NOW);
    assert_eq!(pages(std::slice::from_ref(&front)), ["org:a 1"]);
    assert!(load.is_partial());
    load.arrived(&front, page(pending(1..=100), Some(2)), NOW);
    assert_eq!((load.missing(), load.len()), (vec![], 110));
}

#[test]
fn an_edge_over_which_a_request_may_have_slipped_is_read_until_it_is_sure() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending(1..=100), Some(2)), NOW);
    let two = asks(&mut load, NOW);
    // Request 101 stood on the first page's far side, and 5 left meanwhile.
    load.arrived(&two[0], page(pending(102..=150), None), NOW);
    load.arrived(&two[1], page(vec![], None), NOW);
    let across = ask(&mut load, NOW);
    let moved = (68..=150).filter(|id| ![70, 71, 72].contains(id));
    load.arrived(&across, page(pending(moved), None), NOW);
    assert!(held(&load).contains(&101));
    let compared = |load: &Load| load.progress(NOW).map(|it| (it.stage, it.pages_read, it.pages));
    assert_eq!(
        compared(&load),
        Some((Stage::Comparing, 1, Some(2))),
        "the edge, and not yet the front"
    );
    let front = ask(&mut load, NOW);
    load.arrived(&front, page(pending((1..=101).filter(|id| *id != 5)), Some(2)), NOW);
    assert_eq!(load.missing(), []);
}

#[test]
fn a_list_that_moves_less_than_its_pages_share_needs_no_other_call() {
    let calls = |gone: u8| {
        let mut github = Moving::with(1_000);
        github.events = [(6, Event::Leave { behind: 0, count: gone })].into();
        github.watch();
        let mut load = begin("org:a");
        read(&mut load, &mut github);
        assert_eq!(load.missing(), []);
        assert!(github.stayed.is_subset(&held(&load)));
        github.calls.len()
    };
    assert_eq!(calls(4), 12 + 1, "pages, and the front");
    assert_eq!(calls(30), 12 + 2 + 1, "two edges, too");
}

#[test]
fn a_list_that_keeps_changing_is_said_to() {
    let mut load = begin("org:a");
    let mut fresh = 1_000;
    let mut calls = Vec::new();
    loop {
        let asks = asks(&mut load, NOW);
        if asks.is_empty() {
            break;
        }
        for ask in asks {
            calls.push((call(&ask).page, call(&ask).per_page));
            let next = (call(&ask).page == 1 && call(&ask).per_page == 100).then_some(2);
            load.arrived(&ask, page(pending(fresh..fresh + 100), next), NOW);
            fresh += 100;
        }
    }
    let scope = "org:a".parse().expect("valid");
    assert_eq!(load.missing(), [Missing::KeptChanging { scope }]);
    let pages = [(1, 100), (2, 95), (3, 92)];
    // Two edges: over them, then the page behind them, then the page before.
    let edges = [(2, 67), (3, 76), (2, 95), (3, 92), (1, 100), (2, 95)];
    assert_eq!(calls, [pages.as_slice(), &edges].concat());
}

#[test]
fn what_was_moved_to_the_front_meanwhile_is_found_there() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending(1..=100), Some(2)), NOW);
    // 150 is moved to the front before the second page is read.
    let second = asks(&mut load, NOW);
    let rest = (100..=199).filter(|id| *id != 150);
    load.arrived(&second[0], page(pending(rest), None), NOW);
    load.arrived(&second[1], page(vec![], None), NOW);
    let front = ask(&mut load, NOW);
    assert!(!held(&load).contains(&150));
    load.arrived(&front, page(pending(std::iter::once(150).chain(1..=99)), Some(2)), NOW);
    assert!(held(&load).contains(&150));
    assert_eq!(load.missing(), []);
    // Where it was seen at both places, the order isn't one that shows anything.
    load.begin_again(NOW);
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending(1..=100), Some(2)), NOW);
    let second = asks(&mut load, NOW);
    load.arrived(&second[0], page(pending(100..=199), None), NOW);
    load.arrived(&second[1], page(vec![], None), NOW);
    let front = ask(&mut load, NOW);
    load.arrived(&front, page(pending(std::iter::once(150).chain(1..=99)), Some(2)), NOW);
    assert!(matches!(load.missing()[..], [Missing::KeptChanging { .. }]));
}

#[test]
fn a_failed_call_is_made_three_times_more_with_growing_waits_and_the_others_go_on() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    let whole = ListPage { last: Some(2), ..ListPage::default() };
    let whole = ListPage { requests: pending(1..=100), next: Some(2), ..whole };
    load.arrived(&first, Ok(Outcome::List(Ok(whole))), NOW);
    let mut now = NOW;
    let mut waits = Vec::new();
    for _ in 0..3 {
        let second = ask(&mut load, now);
        load.arrived(&second, Err(TransportError::NoReply), now);
        let Next::WaitUntil(at) = load.next(now) else { panic!("no wait") };
        waits.push(at - now);
        now = at;
    }
    for (waited, wait) in waits.iter().zip([1, 2, 4]) {
        assert!((wait..=2 * wait).contains(waited), "{waits:?}");
    }
    let second = ask(&mut load, now);
    load.arrived(&second, Err(TransportError::NoReply), now);
    assert_eq!(load.next(now), Next::Nothing);
    let missing = load.missing();
    assert!(matches!(missing[..], [Missing::Failed { pages: Some(1), .. }]), "{missing:?}");
    assert_eq!((load.len(), load.known()), (100, Known::Part));
    let ledger = load.ledger(now);
    assert_eq!((ledger.parts[0].retries, ledger.parts[0].pages_read), (3, 1));
    load.resume(now);
    assert_eq!(pages(&asks(&mut load, now)), ["org:a 2 of 95"], "and nothing else");
}

#[test]
fn a_limit_is_waited_for_and_then_there_is_one_call_at_a_time() {
    let mut load = begin("org:a,org:b,org:c");
    let mut now = NOW;
    let first = ask(&mut load, now);
    load.arrived(&first, page(pending([1]), None), now);
    let two = asks(&mut load, now);
    let limit = || {
        let kind = ApiErrorKind::RateLimited { retry_at: NOW.plus(60) };
        Ok(Outcome::List(Err(api_error(kind, 403))))
    };
    load.arrived(&two[0], limit(), now);
    load.arrived(&two[1], limit(), now);
    assert_eq!(load.next(now), Next::WaitUntil(NOW.plus(60)), "one limit, however often it is met");
    assert_eq!(load.progress(now).and_then(|it| it.waits_until), Some(NOW.plus(60)));
    assert_eq!(load.ledger(now).waits_until, Some(NOW.plus(60)));
    assert!(load.is_partial() && load.is_reading());
    now = NOW.plus(60);
    let again = ask(&mut load, now);
    load.arrived(&again, page(pending([2]), None), now);
    let last = ask(&mut load, now);
    load.arrived(&last, page(pending([3]), None), now);
    assert_eq!((load.missing(), load.len()), (vec![], 3));
}

#[test]
fn a_token_that_is_no_longer_valid_stops_everything() {
    let mut load = begin("org:a,org:b,org:c,org:d");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1]), None), NOW);
    let two = asks(&mut load, NOW);
    let bad = || Ok(Outcome::List(Err(api_error(ApiErrorKind::BadToken, 401))));
    load.arrived(&two[0], bad(), NOW);
    assert_eq!(load.next(NOW), Next::Nothing);
    assert!(!load.is_reading() && load.is_partial());
    assert!(matches!(load.missing()[0], Missing::Stopped { .. }));
    load.arrived(&two[1], page(pending([2]), None), NOW);
    assert_eq!(load.next(NOW), Next::Nothing);
    load.resume(NOW);
    assert_eq!(pages(&asks(&mut load, NOW)), ["org:b 1"]);
}

#[test]
fn nothing_is_asked_after_cancelling_and_what_was_read_is_not_read_again() {
    let mut load = begin("org:a,org:b,org:c");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1]), None), NOW);
    let two = asks(&mut load, NOW);
    load.cancel();
    load.arrived(&two[0], page(pending([2]), None), NOW);
    assert_eq!(load.next(NOW), Next::Nothing);
    assert_eq!((load.missing(), load.len()), (vec![Missing::Cancelled], 2));
    assert!(load.progress(NOW).is_none() && load.is_partial());
    load.arrived(&two[1], Err(TransportError::NoReply), NOW);
    load.resume(NOW.plus(10));
    assert_eq!(pages(&asks(&mut load, NOW.plus(10))), ["org:c 1"]);
}

#[test]
fn a_request_of_two_lists_is_one_row() {
    let mut load = begin("org:a,repo:a/b");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1, 2]), None), NOW);
    let second = ask(&mut load, NOW);
    load.arrived(&second, page(vec![request(2, "denied"), request(3, "pending")], None), NOW);
    let rows: Vec<_> = load.rows().map(|row| (row.key, row.via.clone())).collect();
    let via = |scope: &str| Via::Scope(Arc::new(scope.parse().expect("valid")));
    let key = |id| RowKey::Request(RequestId(id));
    assert_eq!(rows, [(key(1), via("org:a")), (key(2), via("org:a")), (key(3), via("repo:a/b"))]);
    assert_eq!(load.waiting(NOW), 2, "the later call is believed");
    let ledger = load.ledger(NOW);
    let counts: Vec<usize> = ledger.parts.iter().map(|part| part.requests).collect();
    assert_eq!((counts, ledger.requests), (vec![2, 2], 3));
}

#[test]
fn a_reply_to_an_earlier_call_does_not_undo_what_was_read_later() {
    let mut load = begin("org:a,org:b,org:c");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(vec![], None), NOW);
    let two = asks(&mut load, NOW);
    load.replace(&request(1, "denied"));
    load.arrived(&two[1], page(pending([1]), None), NOW);
    assert_eq!((load.waiting(NOW), load.len()), (0, 1), "it was read anew after the call");
    load.arrived(&two[0], page(pending([1]), None), NOW);
    assert_eq!(load.waiting(NOW), 0);
    load.begin_again(NOW);
    let later = ask(&mut load, NOW);
    load.arrived(&later, page(pending([1]), None), NOW);
    assert_eq!((load.waiting(NOW), load.len()), (1, 1), "this call was made after that");
}

#[test]
fn reading_again_keeps_the_rows_until_the_new_pages_are_there() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1, 2]), None), NOW);
    assert_eq!(load.read_at(), Some(NOW));
    assert!(!load.is_older_than(60, NOW.plus(60)));
    assert!(load.is_older_than(60, NOW.plus(61)));
    let later = NOW.plus(61);
    load.begin_again(later);
    assert!(!load.is_older_than(60, NOW.plus(200)), "it is being read");
    assert_eq!((load.read_at(), load.len(), load.is_partial()), (Some(NOW), 2, true));
    assert_eq!(load.known(), Known::Whole, "it was, and nothing says that it isn't");
    let again = ask(&mut load, later);
    load.arrived(&again, page(vec![request(2, "denied"), request(3, "pending")], None), later);
    assert_eq!(load.read_at(), Some(later));
    assert_eq!(held(&load), [2, 3].into());
    let key = |id| RowKey::Request(RequestId(id));
    let changes = load.changed_since_last_look();
    assert_eq!(changes, [(key(2), Change::Changed), (key(3), Change::New)].into());
}

#[test]
fn what_the_person_did_is_no_news_to_them() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1]), None), NOW);
    assert!(load.changed_since_last_look().is_empty());
    load.begin_again(NOW);
    load.replace(&request(1, "denied"));
    let again = ask(&mut load, NOW);
    load.arrived(&again, page(vec![request(1, "denied")], None), NOW);
    assert!(load.changed_since_last_look().is_empty());
}

#[test]
fn a_row_is_the_same_whatever_becomes_of_it_and_its_version_is_its_content() {
    let row = |status: &str| {
        let mut load = begin("org:a");
        let first = ask(&mut load, NOW);
        load.arrived(&first, page(vec![request(1, status)], None), NOW);
        load.rows().next().expect("a row").clone()
    };
    let (pending, denied) = (row("pending"), row("denied"));
    assert_eq!(pending.key, denied.key);
    assert_ne!(pending.version, denied.version);
    assert_eq!(row("pending").version, pending.version);
}

#[test]
fn pages_that_did_not_change_bring_nothing_and_keep_their_rows() {
    let mut github = Moving::with(250);
    github.tags = true;
    let mut load = begin("org:a");
    read(&mut load, &mut github);
    let calls = github.calls.len();
    assert_eq!(github.unchanged, 1, "the first page at the end");
    let rows: Vec<_> = load.rows().cloned().collect();
    load.begin_again(NOW);
    read(&mut load, &mut github);
    assert_eq!(github.unchanged, 1 + calls, "every one of {calls}");
    assert_eq!((load.missing(), load.rows().cloned().collect::<Vec<_>>()), (vec![], rows));
    assert!(load.changed_since_last_look().is_empty());
}

#[test]
fn after_a_failure_a_call_is_made_without_a_condition() {
    let mut github = Moving::with(3);
    github.tags = true;
    let mut load = begin("org:a");
    read(&mut load, &mut github);
    load.begin_again(NOW);
    let conditional = ask(&mut load, NOW);
    assert!(call(&conditional).if_none_match.is_some());
    load.arrived(&conditional, Err(TransportError::NoReply), NOW);
    let again = ask(&mut load, NOW.plus(2));
    assert_eq!(call(&again).if_none_match, None);
}

#[test]
fn what_github_left_out_is_said_once_and_rows_that_cannot_be_read_are_counted() {
    let mut load = begin("org:a");
    let gaps = || vec![Gap::Unreadable { rows: 2 }, Gap::SsoOrganizations { ids: vec![] }];
    let first = ask(&mut load, NOW);
    let two = ListPage { requests: pending([1]), last: Some(2), ..ListPage::default() };
    let two = ListPage { next: Some(2), gaps: gaps(), ..two };
    load.arrived(&first, Ok(Outcome::List(Ok(two))), NOW);
    let second = ask(&mut load, NOW);
    let rest = ListPage { requests: pending([2]), gaps: gaps(), ..ListPage::default() };
    load.arrived(&second, Ok(Outcome::List(Ok(rest))), NOW);
    let parts = load.ledger(NOW).parts;
    let all = [Gap::SsoOrganizations { ids: vec![] }, Gap::Unreadable { rows: 4 }];
    assert_eq!(parts[0].gaps, all);
    assert!(load.is_partial());
}

fn enterprise(fallback: Fallback) -> (Load, Ask) {
    let scopes = "enterprise:e".parse().expect("valid");
    let mut load = Load::begin(scopes, fallback, NOW);
    let first = ask(&mut load, NOW);
    load.arrived(&first, refusal(), NOW);
    let organizations = ask(&mut load, NOW);
    (load, organizations)
}

fn organizations(logins: &[&str]) -> Result<Outcome, TransportError> {
    let logins = logins.iter().map(|login| (*login).to_owned()).collect();
    Ok(Outcome::Organizations(Ok(OrganizationsPage { logins, next: None })))
}

#[test]
fn organizations_stand_in_for_an_enterprise_whose_list_is_refused() {
    let mut fallback = Fallback::default();
    assert!(fallback.note_seen("E", "seen-before"));
    assert!(!fallback.note_seen("e", "SEEN-before"));
    assert!(fallback.note(&"org:named".parse().expect("valid")));
    let (mut load, list) = enterprise(fallback);
    // While one call is allowed at a time: organizations known from before come first.
    assert_eq!(pages(std::slice::from_ref(&list)), ["org:seen-before 1"]);
    load.arrived(&list, page(pending([1]), None), NOW);
    let two = asks(&mut load, NOW);
    assert_eq!(pages(&two[..1]), ["org:named 1"]);
    assert_eq!(two[1].operation(), Operation::ListOrganizations(ListOrganizations { page: 1 }));
    load.arrived(&two[0], page(pending([2]), None), NOW);
    load.arrived(&two[1], organizations(&["Named", "found", "../user"]), NOW);
    let found = ask(&mut load, NOW);
    assert_eq!(pages(std::slice::from_ref(&found)), ["org:found 1"]);
    load.arrived(&found, page(pending([3]), None), NOW);
    assert_eq!(load.next(NOW), Next::Nothing);
    assert_eq!((load.len(), load.known()), (3, Known::Part));
    let scope = || "enterprise:e".parse().expect("valid");
    let missing = load.missing();
    assert!(matches!(&missing[0], Missing::Refused { scope: its, .. } if *its == scope()));
    assert_eq!(missing[1..], [Missing::StoodIn { scope: scope() }]);
    let ledger = load.ledger(NOW);
    assert!(ledger.parts[1..].iter().all(|part| part.stands_in_for == Some(scope())));
    assert_eq!(ledger.organizations, Some(Organizations { found: 3, refused: None }));
    let third = load.rows().nth(2).map(|row| row.via.clone());
    assert_eq!(third, Some(Via::Scope(Arc::new("org:found".parse().expect("valid")))));
}

#[test]
fn where_else_to_look_may_be_learnt_late() {
    let (mut load, list) = enterprise(Fallback::default());
    load.arrived(&list, organizations(&[]), NOW);
    assert!(!load.is_reading());
    let mut fallback = Fallback::default();
    fallback.note_seen("e", "a");
    load.know(fallback);
    assert_eq!(pages(&asks(&mut load, NOW)), ["org:a 1"]);
}

#[test]
fn that_the_organizations_are_refused_too_is_noted_and_not_fatal() {
    let (mut load, list) = enterprise(Fallback::default());
    let error = api_error(ApiErrorKind::MissingPermission, 403);
    load.arrived(&list, Ok(Outcome::Organizations(Err(error.clone()))), NOW);
    assert_eq!(load.next(NOW), Next::Nothing);
    assert_eq!((load.known(), load.is_reading()), (Known::Failure, false));
    let noted = load.ledger(NOW).organizations;
    assert_eq!(noted, Some(Organizations { found: 0, refused: Some(error) }));
    load.resume(NOW);
    assert_eq!(pages(&asks(&mut load, NOW)), ["enterprise:e 1"]);
}

#[test]
fn the_organizations_are_asked_for_once_and_after_a_failure_not_before_their_time() {
    let (mut load, list) = enterprise(Fallback::default());
    assert!(asks(&mut load, NOW).is_empty(), "they are on their way");
    load.arrived(&list, Err(TransportError::NoReply), NOW);
    assert!(asks(&mut load, NOW).is_empty(), "they wait");
    let Next::WaitUntil(at) = load.next(NOW) else { panic!("they are asked for again") };
    assert!(at > NOW);
    assert_eq!(ask(&mut load, at).operation(), list.operation());
}

#[test]
fn named_repositories_stand_in_for_an_organization_whose_list_is_refused() {
    let mut fallback = Fallback::default();
    for repo in ["A/one", "b/two"] {
        fallback.note(&Scope::Repository(RepoName::parse(repo).expect("valid")));
    }
    let mut load = Load::begin("org:a".parse().expect("valid"), fallback, NOW);
    let first = ask(&mut load, NOW);
    load.arrived(&first, refusal(), NOW);
    assert_eq!(pages(&asks(&mut load, NOW)), ["repo:A/one 1"]);
}

#[test]
fn an_enterprise_that_is_given_again_needs_no_one_to_stand_in() {
    let (mut load, list) = enterprise(Fallback::default());
    load.arrived(&list, organizations(&["a"]), NOW);
    let stand_in = ask(&mut load, NOW);
    load.arrived(&stand_in, page(pending([1, 2]), None), NOW);
    load.begin_again(NOW);
    let again = ask(&mut load, NOW);
    assert_eq!(held(&load), [1, 2].into());
    load.arrived(&again, page(pending([2, 3]), None), NOW);
    assert_eq!((held(&load), load.missing()), ([2, 3].into(), vec![]));
    assert_eq!(load.ledger(NOW).parts.len(), 1);
}

#[test]
fn replies_to_what_was_left_are_passed_over_but_their_calls_count_until_then() {
    let mut load = begin("org:a");
    let old = ask(&mut load, NOW);
    load.turn_to("org:b".parse().expect("valid"), Fallback::default(), NOW);
    let new = ask(&mut load, NOW);
    load.arrived(&old, page(pending([1]), None), NOW);
    assert_eq!(load.len(), 0);
    load.arrived(&new, page(pending([2]), None), NOW);
    assert_eq!((held(&load), load.missing()), ([2].into(), vec![]));
}

#[test]
fn nothing_asked_for_is_nothing_known() {
    let mut load = Load::default();
    assert_eq!(
        (load.next(NOW), load.known(), load.is_partial()),
        (Next::Nothing, Known::Nothing, true)
    );
    assert!(!load.is_older_than(0, NOW.plus(10)));
}
