//! Tests of lists: which page follows, and what is missing.

use futures::executor::block_on;
use serde_json::json;

use super::*;
use crate::client::script::{Sent, bad, good, good_with, list, pending, playing, repo};
use crate::github::error::TransportError;
use crate::github::scope::Scope;

const BASE: &str = "https://api.github.com/repositories/1/bypass-requests/secret-scanning";

/// A list's page `page`, two requests a page.
fn asked(page: u32) -> ListRequests {
    ListRequests { per_page: 2, ..ListRequests::page_of(Scope::Repository(repo()), page) }
}

fn read(page: u32, reply: Sent) -> Result<ListPage, CallError> {
    let transport = playing([list(reply)]);
    let read = block_on(list_page(&transport, &asked(page)));
    assert_eq!(transport.left(), 0);
    read
}

fn full() -> Vec<ExemptionRequest> {
    vec![pending(), pending()]
}

#[test]
fn the_link_says_which_page_follows_and_which_is_the_last() {
    let link = format!(r#"<{BASE}?per_page=2&page=2>; rel="next", <{BASE}?page=9>; rel="last""#);
    let page = read(1, good_with(&full(), "link", &link)).expect("reads");
    assert_eq!(
        (page.requests.len(), page.next, page.last, page.gaps),
        (2, Some(2), Some(9), vec![])
    );
}

#[test]
fn the_page_asked_for_is_the_one_in_the_query() {
    let transport = playing([list(good(&full()))]);
    block_on(list_page(&transport, &asked(3))).expect("reads");
    let query = transport.sent.borrow()[0].query.clone();
    for pair in
        [("page", "3"), ("per_page", "2"), ("time_period", "month"), ("request_status", "all")]
    {
        assert!(query.contains(&(pair.0, pair.1.to_owned())), "{pair:?} in {query:?}");
    }
}

#[test]
fn a_short_page_without_a_link_is_the_last() {
    let page = read(1, good(&[pending()])).expect("reads");
    assert_eq!((page.next, page.gaps), (None, vec![]));
    assert_eq!(read(1, good(&json!([]))).expect("reads").next, None);
}

#[test]
fn a_full_page_without_a_link_proves_nothing_so_the_next_is_asked_for() {
    let page = read(4, good(&full())).expect("reads");
    assert_eq!((page.next, page.last, page.gaps), (Some(5), None, vec![]));
}

#[test]
fn a_full_page_whose_link_has_no_next_is_the_last() {
    let link = format!(r#"<{BASE}?page=1>; rel="prev", <{BASE}?page=1>; rel="first""#);
    let page = read(2, good_with(&full(), "link", &link)).expect("reads");
    assert_eq!((page.next, page.gaps), (None, vec![]));
}

#[test]
fn a_link_that_makes_no_sense_is_a_gap() {
    for link in [
        "nonsense",
        r#"<https://x.test/?page=1>; rel="next""#,
        r#"<https://x.test/?after=a>; rel="next""#,
    ] {
        let page = read(1, good_with(&full(), "link", link)).expect("reads");
        assert_eq!((page.next, page.gaps), (None, vec![Gap::UnclearPaging]), "{link}");
    }
}

#[test]
fn organizations_left_out_for_single_sign_on_are_a_gap() {
    let sso = "partial-results; organizations=21955855, 20582480";
    let page = read(1, good_with(&[pending()], "x-github-sso", sso)).expect("reads");
    let ids = vec!["21955855".to_owned(), "20582480".to_owned()];
    assert_eq!(page.gaps, [Gap::SsoOrganizations { ids }]);
    let page = read(1, good_with(&[pending()], "x-github-sso", "partial-results")).expect("reads");
    assert_eq!(page.gaps, [Gap::SsoOrganizations { ids: vec![] }]);
}

#[test]
fn a_failed_page_is_a_failure_and_not_an_empty_one() {
    assert!(matches!(read(1, bad(404)), Err(CallError::Api(_))));
    let offline = Err(TransportError::Offline);
    assert_eq!(read(1, offline), Err(CallError::Transport(TransportError::Offline)));
    assert!(matches!(read(1, good(&json!({}))), Err(CallError::Decode { .. })));
}

#[test]
fn what_is_no_request_is_a_gap() {
    let read = read(1, good(&json!([null, { "id": 1 }]))).expect("reads");
    assert_eq!((read.requests.len(), read.gaps), (1, vec![Gap::Unreadable { rows: 1 }]));
}

#[test]
fn a_list_that_never_ends_is_left_off_and_said_to_go_on() {
    let last = MAX_REQUESTS / 2;
    let read = |page: u32| {
        let link = format!(r#"<https://api.github.com/x?page={}>; rel="next""#, page + 1);
        read(page, good_with(&json!([]), "link", &link)).expect("reads")
    };
    assert_eq!((read(last - 1).next, read(last - 1).gaps), (Some(last), vec![]));
    assert_eq!((read(last).next, read(last).gaps), (None, vec![Gap::UnclearPaging]));
}

#[test]
fn only_a_304_that_a_tag_asked_for_says_that_nothing_changed() {
    let anew = |tag: Option<&str>, reply: Sent| {
        let asked = ListRequests { if_none_match: tag.map(str::to_owned), ..asked(1) };
        block_on(list_page_anew(&playing([list(reply)]), &asked))
    };
    assert_eq!(anew(Some("\"1\""), bad(304)), Ok(None));
    assert!(matches!(anew(None, bad(304)), Err(CallError::Api(_))));
    let page = anew(Some("\"1\""), good(&full())).expect("reads").expect("another page");
    assert_eq!(page.requests.len(), 2);
    assert!(matches!(anew(Some("\"1\""), bad(500)), Err(CallError::Api(_))));
}
