//! The requests of a scope.

use gatehouse::client::list::{Gap, ListPage};
use gatehouse::client::operation::Outcome;
use gatehouse::github::error::{ApiError, ApiErrorKind, CallError};
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlInputElement};

use super::stage::*;

/// One that waiting doesn't mend.
fn refusal() -> CallError {
    CallError::Api(ApiError {
        kind: ApiErrorKind::MissingPermission,
        status: 403,
        message: None,
        documentation_url: None,
        errors: Vec::new(),
    })
}

#[wasm_bindgen_test]
async fn a_partial_list_says_so_and_goes_on_at_the_failed_page() {
    let mut stage = Stage::new(PageUser::NoPage);
    let first = ListPage { last: Some(2), ..page(vec![pending(1)], Some(2)) };
    stage.client.then(Outcome::List(Ok(first.clone())));
    stage.client.then(Outcome::List(Err(refusal())));
    stage.show_inbox().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests partial");
    assert!(stage.alerts().contains("One page of the list of octo-org couldn't be read."));
    let denied = answered(2, RequestStatus::Denied, ResponseStatus::Denied);
    stage.client.then(Outcome::List(Ok(page(vec![denied.clone()], None))));
    // The edge between them, and the first page once more.
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), denied], None))));
    stage.client.then(Outcome::List(Ok(first)));
    stage.button("Retry").focus().unwrap();
    stage.click("Retry").await;
    assert_eq!(stage.client.lists(), [1, 2, 2, 2, 1]);
    let reload = stage.button("Reload");
    let has_focus = || document().active_element().is_some_and(|it| it == *reload.unchecked_ref());
    eventually("the focus on Reload", has_focus).await;
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    stage.click("All").await;
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
}

#[wasm_bindgen_test]
async fn pages_appear_as_they_arrive() {
    let mut stage = Stage::new(PageUser::NoPage);
    let first = ListPage { last: Some(2), ..page(vec![pending(1)], Some(2)) };
    stage.client.then(Outcome::List(Ok(first.clone())));
    let release = stage.client.then_held(Outcome::List(Ok(page(vec![pending(2)], None))));
    stage.show_inbox().await;
    assert!(stage.find("[role=progressbar]").is_some());
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests partial");
    assert_eq!(stage.buttons("Open request #1 in octo-org/smile").len(), 1);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    stage.client.then(Outcome::List(Ok(first)));
    release.send(()).unwrap();
    settle().await;
    assert!(stage.find("[role=progressbar]").is_none());
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
}

#[wasm_bindgen_test]
async fn loading_can_be_cancelled_and_goes_on_where_it_stopped() {
    let mut stage = Stage::new(PageUser::NoPage);
    let first = ListPage { last: Some(2), ..page(vec![pending(1)], Some(2)) };
    stage.client.then(Outcome::List(Ok(first.clone())));
    let release = stage.client.then_held(Outcome::List(Err(refusal())));
    stage.show_inbox().await;
    stage.button("Cancel").focus().unwrap();
    stage.click("Cancel").await;
    assert!(stage.find("[role=progressbar]").is_none());
    assert!(stage.alerts().contains("The loading was stopped."));
    let reload = stage.button("Reload");
    let has_focus = || document().active_element().is_some_and(|it| it == *reload.unchecked_ref());
    eventually("the focus on Reload", has_focus).await;
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests partial");
    stage.client.then(Outcome::List(Ok(page(vec![pending(2)], None))));
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    stage.client.then(Outcome::List(Ok(first)));
    stage.click("Retry").await;
    assert_eq!(stage.client.lists(), [1, 2, 2, 2, 1]);
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
}

#[wasm_bindgen_test]
async fn nothing_waiting_is_said_only_of_a_complete_list() {
    let mut stage = Stage::new(PageUser::NoPage);
    let gap = Gap::SsoOrganizations { ids: vec!["5".to_owned()] };
    stage.client.then(Outcome::List(Ok(ListPage { gaps: vec![gap], ..page(vec![], None) })));
    stage.show_inbox().await;
    assert!(stage.text().contains("among those loaded"));
    assert!(stage.alerts().contains("single sign-on"));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    stage.click("Reload").await;
    assert!(stage.text().contains("No requests are waiting."));
    assert_eq!(stage.status("Requests shown"), "0 of 0 requests");
}

#[wasm_bindgen_test]
async fn the_filter_leaves_what_matches() {
    let mut stage = Stage::new(PageUser::NoPage);
    let other = ExemptionRequest { requester: actor("hubot"), ..pending(2) };
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), other], None))));
    stage.show_inbox().await;
    let search: HtmlInputElement = stage.find("input[type=search]").unwrap().unchecked_into();
    assert_eq!(search.get_attribute("aria-label").as_deref(), Some("Filter requests"));
    search.set_value("HUBOT");
    search.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    assert!(stage.buttons("Open request #1 in octo-org/smile").is_empty());
}

#[wasm_bindgen_test]
async fn a_waiting_row_leaves_when_it_expires() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1)], None))));
    stage.show_inbox().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests");
    stage.now.set(NOW.plus(7_200));
    settle().await;
    assert_eq!(stage.status("Requests shown"), "0 of 1 requests");
}

#[wasm_bindgen_test]
async fn a_list_that_is_old_is_read_again_on_arrival_and_keeps_its_rows_meanwhile() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    stage.show_inbox().await;
    assert!(stage.text().contains("Read less than a minute ago"), "{}", stage.text());
    stage.now.set(NOW.plus(59));
    stage.session.list.show("org:octo-org".parse().unwrap());
    assert_eq!(stage.client.lists(), [1]);
    stage.now.set(NOW.plus(150));
    settle().await;
    assert!(stage.text().contains("Read 2 minutes ago"));
    let release = stage.client.then_held(Outcome::List(Ok(page(vec![pending(2)], None))));
    let row = stage.button("Open request #2 in octo-org/smile");
    row.focus().unwrap();
    stage.session.list.show("org:octo-org".parse().unwrap());
    settle().await;
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests partial");
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests");
    assert!(stage.text().contains("Read less than a minute ago"));
    assert!(document().active_element().is_some_and(|it| it == *row.unchecked_ref::<Element>()));
}

#[wasm_bindgen_test]
async fn a_list_page_that_comes_late_does_not_undo_what_was_read_meanwhile() {
    let mut stage = Stage::new(PageUser::NoPage);
    let release = stage.client.then_held(Outcome::List(Ok(page(vec![pending(1)], None))));
    stage.show_inbox().await;
    stage.session.list.replace(&answered(1, RequestStatus::Denied, ResponseStatus::Denied));
    release.send(()).unwrap();
    let shown = || stage.status("Requests shown");
    eventually("no waiting request", || shown() == "0 of 1 requests").await;
    settle().await;
    assert_eq!(shown(), "0 of 1 requests");
}
