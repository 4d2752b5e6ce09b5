//! Tests of locating: both readings of the item number, and when nothing can be settled.

use futures::executor::block_on;

use super::*;
use crate::client::script::{
    bad, get, good, good_with, list, page, pending, playing, request, seen,
};
use crate::github::error::TransportError;
use crate::github::exemption::Repository;
use crate::transport::scripted::{Exchange, Scripted};

/// Locates to the script's end.
fn located(
    target: Target,
    script: impl IntoIterator<Item = Exchange>,
) -> Result<Located, LocateError> {
    let transport = playing(script);
    let located = block_on(locate(&transport, &target));
    assert_eq!((transport.left(), transport.writes()), (0, 0));
    located
}

fn listed(request: &ExemptionRequest) -> Target {
    Target::Listed(Box::new(request.clone()))
}

fn again(located: &Located, transport: &Scripted) -> Result<ExemptionRequest, LocateError> {
    let read = block_on(read_again(transport, located));
    assert_eq!(transport.left(), 0);
    read
}

#[test]
fn where_the_item_route_takes_the_page_s_number_one_call_settles_it() {
    let it = request(21, 42, 1);
    let found = located(Target::Page(page(1)), [get(1, good(&it))]);
    assert_eq!(found, Ok(Located { request: it, route: Route::Item(ItemNumber(1)) }));
}

#[test]
fn where_the_item_route_takes_number_the_page_s_request_is_found_by_its_address() {
    let (it, other) = (request(21, 42, 1), request(12, 1, 99));
    let found = located(
        Target::Page(page(1)),
        [get(1, good(&other)), list(good(&[&other, &it])), get(42, good(&it))],
    );
    assert_eq!(found, Ok(Located { request: it, route: Route::Item(ItemNumber(42)) }));
}

#[test]
fn a_listed_request_is_first_sought_under_the_number_in_its_address() {
    let (it, other) = (request(21, 42, 1), request(12, 1, 99));
    let found = located(listed(&it), [get(1, good(&it))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Item(ItemNumber(1))));
    let found = located(listed(&it), [get(1, good(&other)), get(42, good(&it))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Item(ItemNumber(42))));
    let found = located(listed(&it), [get(1, bad(404)), get(42, good(&it))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Item(ItemNumber(42))));
}

#[test]
fn what_the_item_route_gives_is_newer_than_what_the_list_gave() {
    let mut newer = pending();
    newer.requester_comment = Some("new".to_owned());
    let found = located(listed(&pending()), [get(1, good(&newer))]);
    assert_eq!(found.map(|found| found.request), Ok(newer));
}

#[test]
fn other_requests_under_every_number_leave_it_unsettled() {
    let (it, one, two) = (request(21, 42, 1), request(12, 7, 8), request(13, 9, 10));
    let found = located(listed(&it), [get(1, good(&one)), get(42, good(&two))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Unsettled(Unsettled::OtherRequest)));
    let found = located(listed(&it), [get(1, bad(404)), get(42, good(&two))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Unsettled(Unsettled::OtherRequest)));
}

#[test]
fn the_same_id_at_another_page_is_another_request() {
    let found = located(listed(&pending()), [get(1, good(&request(21, 1, 5)))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Unsettled(Unsettled::OtherRequest)));
}

#[test]
fn a_token_that_may_list_but_not_get_works_where_the_numbers_agree() {
    for refusal in [403, 404] {
        let found =
            located(Target::Page(page(1)), [get(1, bad(refusal)), list(good(&[pending()]))]);
        let route = Route::ListOnly(ItemNumber(1));
        assert_eq!(found, Ok(Located { request: pending(), route }), "{refusal}");
    }
}

#[test]
fn a_token_that_may_list_but_not_get_settles_nothing_where_the_numbers_differ() {
    let it = request(21, 42, 1);
    let found =
        located(Target::Page(page(1)), [get(1, bad(403)), list(good(&[&it])), get(42, bad(403))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Unsettled(Unsettled::NumbersDiffer)));
}

#[test]
fn a_request_without_an_identity_is_never_written_to() {
    let mut without_id = pending();
    without_id.id = None;
    let mut without_page = pending();
    without_page.html_url = None;
    let mut elsewhere = pending();
    elsewhere.html_url = Some("https://octo.ghe.com/octo-org/smile/exemptions/1".into());
    let mut other_repo = pending();
    other_repo.html_url = Some("https://github.com/octo-org/frown/exemptions/1".into());
    for it in [without_id, without_page, elsewhere, other_repo] {
        let found = located(listed(&it), []);
        assert_eq!(
            found.map(|found| found.route),
            Ok(Route::Unsettled(Unsettled::NoIdentity)),
            "{it:?}"
        );
    }
}

#[test]
fn a_page_s_request_without_an_id_is_sought_in_the_list_and_left_unsettled() {
    let mut it = pending();
    it.id = None;
    let found = located(Target::Page(page(1)), [get(1, good(&it)), list(good(&[&it]))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Unsettled(Unsettled::NoIdentity)));
}

#[test]
fn a_request_of_another_kind_is_said_to_be_so() {
    for kind in ["push_ruleset_bypass", "code_scanning"] {
        let mut it = pending();
        it.request_type = Some(kind.into());
        let found = located(Target::Page(page(1)), [get(1, good(&it))]);
        assert_eq!(found, Err(LocateError::OtherKind(kind.into())));
    }
    let mut it = pending();
    it.request_type = None;
    assert!(located(Target::Page(page(1)), [get(1, good(&it))]).is_ok(), "GitHub may leave it out");
}

#[test]
fn a_page_that_neither_route_knows_is_not_found() {
    let found =
        located(Target::Page(page(1)), [get(1, bad(404)), list(good(&[request(12, 2, 2)]))]);
    assert_eq!(found, Err(LocateError::NotFound));
}

#[test]
fn every_page_of_the_list_is_searched() {
    let next = r#"<https://api.github.com/x?page=2>; rel="next""#;
    let first = list(good_with(&[request(12, 2, 2)], "link", next));
    let transport = playing([get(1, bad(404)), first, list(good(&[pending()])), get(1, bad(404))]);
    // Known to be refused, it isn't asked for again.
    let found = block_on(locate(&transport, &Target::Page(page(1))));
    assert_eq!(found.map(|found| found.route), Ok(Route::ListOnly(ItemNumber(1))));
    assert_eq!(transport.left(), 1);
    assert!(transport.sent.borrow()[2].query.contains(&("page", "2".to_owned())));
}

#[test]
fn in_an_incomplete_list_nothing_is_said_to_be_missing() {
    for (header, value) in
        [("link", "nonsense"), ("x-github-sso", "partial-results; organizations=1")]
    {
        let reply = good_with(&[request(12, 2, 2)], header, value);
        let found = located(Target::Page(page(1)), [get(1, bad(404)), list(reply)]);
        assert_eq!(found, Err(LocateError::ListIncomplete), "{header}");
    }
}

#[test]
fn a_failure_settles_nothing() {
    let found = located(Target::Page(page(1)), [get(1, bad(500))]);
    assert!(matches!(found, Err(LocateError::Call(CallError::Api(_)))), "{found:?}");
    let timed_out = Err(TransportError::TimedOut);
    let found = located(listed(&request(21, 42, 1)), [get(1, bad(404)), get(42, timed_out)]);
    assert_eq!(found, Err(LocateError::Call(CallError::Transport(TransportError::TimedOut))));
}

#[test]
fn reading_again_goes_the_way_that_was_settled() {
    let it = request(21, 42, 1);
    let read = again(&seen(it.clone(), 42), &playing([get(42, good(&it))]));
    assert_eq!(read, Ok(it.clone()));
    let by_list = Located { request: it.clone(), route: Route::ListOnly(ItemNumber(1)) };
    let read = again(&by_list, &playing([list(good(&[&request(12, 1, 1), &it]))]));
    assert_eq!(read, Ok(it));
    let read = again(&by_list, &playing([list(good(&[request(12, 1, 1)]))]));
    assert_eq!(read, Err(LocateError::NotFound));
}

#[test]
fn a_page_s_request_whose_fields_name_another_repository_is_left_unsettled() {
    let mut it = pending();
    it.repository =
        Some(Repository { full_name: Some("octo-org/frown".into()), ..Default::default() }.into());
    let found = located(Target::Page(page(1)), [get(1, good(&it)), list(good(&[&it]))]);
    assert_eq!(found.map(|found| found.route), Ok(Route::Unsettled(Unsettled::NoIdentity)));
}
