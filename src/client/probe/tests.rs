//! Tests of probing: nothing is written, and what an error reply shows is kept.

use futures::executor::block_on;

use super::*;
use crate::client::script::{NOW, Sent, bad, get, good, pending, playing, repo};
use crate::github::endpoint::HttpReply;
use crate::github::ids::ItemNumber;

fn with_headers(reply: Sent, headers: &[(&str, &str)]) -> Sent {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    reply.map(|reply| HttpReply { headers: headers.collect(), ..reply })
}

const LIST: &str = "/repos/octo-org/smile/bypass-requests/secret-scanning";

fn listing(replies: Vec<Sent>) -> Probed {
    let transport = playing(replies.into_iter().map(|reply| ("GET", LIST.to_owned(), reply)));
    let probed = block_on(probe(&transport, &Probe::List(Scope::Repository(repo()))));
    assert_eq!(transport.left(), 0);
    let tags: Vec<_> =
        transport.sent.borrow().iter().skip(1).map(|it| it.if_none_match.clone()).collect();
    assert!(tags.iter().all(|tag| tag.as_deref() == Some("\"1\"")), "{tags:?}");
    probed
}

#[test]
fn a_list_is_read_twice_where_it_gives_an_etag() {
    let link = r#"<https://api.github.com/x?page=2>; rel="next""#;
    let first = with_headers(good(&[pending()]), &[("etag", "\"1\""), ("link", link)]);
    let unchanged = Ok(HttpReply { status: 304, ..HttpReply::default() });
    let probed = listing(vec![first.clone(), unchanged]);
    let Ok(Found::List {
        count: 1,
        sample: Some(_),
        has_more: true,
        names_last_page,
        revalidates,
        ..
    }) = probed.found
    else {
        panic!("{probed:?}")
    };
    assert_eq!((names_last_page, revalidates), (Some(false), Some(true)));
    let again = listing(vec![first.clone(), first]);
    assert!(matches!(again.found, Ok(Found::List { revalidates: Some(false), .. })));
    let without = listing(vec![good(&[pending()])]);
    assert!(matches!(without.found, Ok(Found::List { revalidates: None, has_more: false, .. })));
}

#[test]
fn what_an_error_reply_shows_is_kept() {
    let http_date = "Wed, 03 Jul 2024 09:46:50 GMT";
    let headers = [
        ("date", http_date),
        ("x-github-sso", "required; url=https://github.com/orgs/o/sso"),
        ("x-ratelimit-remaining", "4999"),
        ("x-ratelimit-limit", "5000"),
    ];
    let probed = listing(vec![with_headers(bad(403), &headers)]);
    assert!(probed.found.is_err());
    let practice = probed.practice.expect("a reply came");
    assert_eq!(practice.clock_difference, Some(10));
    assert_eq!(practice.calls_left, Some((4_999, 5_000)));
    assert!(practice.sso.is_some_and(|sso| sso.starts_with("required")));
    assert_eq!(NOW.unix(), 1_720_000_000);
    let without = listing(vec![bad(403)]).practice.expect("a reply came");
    assert_eq!(without.clock_difference, None);
}

#[test]
fn organizations_left_out_are_noticed() {
    let partial =
        with_headers(good(&[pending()]), &[("x-github-sso", "partial-results; organizations=1")]);
    let probed = listing(vec![partial]);
    assert!(matches!(probed.found, Ok(Found::List { leaves_out_for_sso: true, .. })));
}

#[test]
fn organizations_that_cannot_be_read_are_counted_too() {
    let entries = [serde_json::json!({ "login": "octo-org" }), serde_json::json!({ "id": 1 })];
    let transport = playing([("GET", "/user/orgs".to_owned(), good(&entries))]);
    let probed = block_on(probe(&transport, &Probe::Organizations));
    assert_eq!(probed.found, Ok(Found::Organizations { count: 2 }));
}

#[test]
fn an_item_is_read_and_never_written() {
    let transport = playing([get(1, good(&pending()))]);
    let probed = block_on(probe(&transport, &Probe::Item(Box::new(pending()))));
    let route = Route::Item(ItemNumber(1));
    assert_eq!(probed.found, Ok(Found::Item { route, number: Some(1) }));
    assert_eq!(transport.writes(), 0);
}
