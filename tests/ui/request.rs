//! What is shown of one request.

use gatehouse::client::locate::{LocateError, Located, Route, Unsettled};
use gatehouse::client::operation::{Outcome, Target};
use gatehouse::github::exemption::{ExemptionRequest, RequestPage, RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::request_detail::RequestDetail;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::stage::*;

#[wasm_bindgen_test]
async fn a_request_shows_every_field() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let text = stage.text();
    for shown in [
        "Bypass request #1",
        "octo-org/smile",
        "octo-org",
        "monalisa",
        "Adafruit IO Key",
        "adafruit_io_key",
        "I'll fix it later",
        "tests/README.md",
        "line 16, column 3",
        "feature/x",
        "827efc6",
        "1 hour ago",
        "in 2 hours",
        "02:00:00 left",
        "No responses yet",
    ] {
        assert!(text.contains(shown), "{shown} is missing in {text}");
    }
    let comment = stage.find("blockquote").unwrap().text_content();
    assert_eq!(comment.as_deref(), Some("two\n  lines"));
    assert_eq!(stage.status("Request status"), "Pending");
    let commit = stage.find("a[href$='/commit/827efc6d56897b048c772eb4087f854f46256132']");
    assert!(commit.is_some());
}

#[wasm_bindgen_test]
async fn what_is_missing_is_said_and_nothing_can_be_written() {
    let mut stage = Stage::new(PageUser::NoPage);
    let nothing = ExemptionRequest::default();
    let route = Route::Unsettled(Unsettled::NoIdentity);
    stage.show_detail(Located { request: nothing, route }).await;
    let text = stage.text();
    for shown in ["Not given", "No comment", "GitHub gives no details of the secret"] {
        assert!(text.contains(shown), "{shown} is missing in {text}");
    }
    assert_eq!(stage.status("Request status"), "Unknown");
    assert!(stage.buttons("Approve").is_empty());
    assert!(stage.alerts().contains("can't be reviewed from here"));
}

#[wasm_bindgen_test]
async fn an_unknown_status_is_shown_as_it_came_and_not_reviewed() {
    let mut stage = Stage::new(PageUser::NoPage);
    let odd = RequestStatus::from("waiting_for_godot");
    stage.show_detail(located(ExemptionRequest { status: Some(odd), ..pending(1) })).await;
    assert_eq!(stage.status("Request status"), "waiting_for_godot");
    assert!(stage.buttons("Approve").is_empty());
}

#[wasm_bindgen_test]
async fn a_comment_is_text_and_never_markup() {
    let mut stage = Stage::new(PageUser::NoPage);
    let comment = Some("<img src=x onerror=alert(1)>".to_owned());
    stage.show_detail(located(ExemptionRequest { requester_comment: comment, ..pending(1) })).await;
    assert!(stage.text().contains("<img src=x"));
    assert!(stage.find("img").is_none());
}

#[wasm_bindgen_test]
async fn a_request_that_is_not_found_is_said_and_can_be_tried_again() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::Locate(Err(LocateError::NotFound)));
    let target =
        Target::Page(RequestPage::parse("https://github.com/octo-org/smile/exemptions/9").unwrap());
    stage.show(|session| view! { <RequestDetail session target /> }.into_any()).await;
    assert!(stage.text().contains("Bypass request #9"));
    assert!(stage.alerts().contains("another kind"));
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(9))))));
    stage.click("Try again").await;
    assert_eq!(stage.alerts(), "");
    assert_eq!(stage.status("Request status"), "Pending");
}

#[wasm_bindgen_test]
async fn a_busy_button_keeps_the_focus_and_does_nothing() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let release = stage.client.then_held(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    let again = stage.button("Read again");
    again.focus().unwrap();
    stage.click("Read again").await;
    stage.click("Read again").await;
    assert_eq!(stage.client.asked.borrow().len(), 2);
    assert_eq!(again.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(document().active_element().is_some_and(|it| it == *again.unchecked_ref::<Element>()));
    release.send(()).unwrap();
    settle().await;
    assert_eq!(again.get_attribute("aria-disabled"), None);
}

#[wasm_bindgen_test]
async fn the_status_is_one_lasting_element_whose_text_changes() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let before = stage.find("[role=status]").expect("the status");
    assert_eq!(before.text_content().as_deref(), Some("Pending"));
    stage.now.set(NOW.plus(7_200));
    settle().await;
    assert_eq!(stage.status("Request status"), "Expired");
    assert!(stage.find("[role=status]").is_some_and(|now| now == before));
}

#[wasm_bindgen_test]
async fn what_github_leaves_out_is_not_made_up() {
    let mut stage = Stage::new(PageUser::NoPage);
    let bare = ExemptionRequest { organization: None, responses: None, ..pending(1) };
    stage.show_detail(located(bare)).await;
    let text = stage.text();
    assert!(text.contains("GitHub gives no responses."), "{text}");
    let facts = stage.find(".facts").unwrap().text_content().unwrap();
    assert!(facts.contains("OrganizationNot given"), "{facts}");
}

#[wasm_bindgen_test]
async fn a_response_shows_its_exact_time() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage
        .show_detail(located(answered(1, RequestStatus::Approved, ResponseStatus::Approved)))
        .await;
    let line = stage.find(".response-history-row time").unwrap().text_content().unwrap();
    assert!(line.contains("2027"), "{line}");
}
