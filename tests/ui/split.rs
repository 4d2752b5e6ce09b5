//! The list and the open request: side by side, or one in the other's place.

use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::grid::numbers;
use super::stage::*;

/// One that expires after those with a smaller number.
fn request(id: u64) -> ExemptionRequest {
    let expires_at = Some(NOW.plus(86_400 + i64::try_from(id).unwrap()));
    ExemptionRequest { expires_at, ..pending(id) }
}

async fn list_in(stage: &mut Stage, width: &str, count: u64) {
    web_sys::HtmlElement::style(&stage.root).set_property("width", width).unwrap();
    stage.client.then(Outcome::List(Ok(page((1..=count).map(request).collect(), None))));
    stage.show_inbox().await;
}

async fn open(stage: &Stage, id: u64) {
    stage.client.then(Outcome::Locate(Ok(Box::new(located(request(id))))));
    stage.click(&format!("Open request #{id} in octo-org/smile")).await;
    settle().await;
}

async fn turn(stage: &Stage, button: &str, to: u64) {
    stage.client.then(Outcome::Locate(Ok(Box::new(located(request(to))))));
    stage.button(button).focus().unwrap();
    stage.click(button).await;
    settle().await;
    assert!(stage.text().contains(&format!("Bypass request #{to}")), "{}", stage.text());
}

fn is_disabled(stage: &Stage, button: &str) -> bool {
    stage.button(button).get_attribute("aria-disabled").as_deref() == Some("true")
}

fn focused() -> web_sys::Element {
    document().active_element().unwrap()
}

#[wasm_bindgen_test]
async fn where_there_is_room_the_list_stays_beside_the_request() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_in(&mut stage, "1200px", 3).await;
    open(&stage, 2).await;
    assert_eq!(numbers(&stage), [1, 2, 3]);
    assert_eq!(focused().id(), "request-heading");
    assert!(stage.text().contains("2 of 3"));
    let current = stage.find(".request-row[aria-current=true]").expect("the open row");
    assert!(current.text_content().unwrap().contains("#2"));
    turn(&stage, "Next request", 3).await;
    assert!(is_disabled(&stage, "Next request") && !is_disabled(&stage, "Previous request"));
    assert_eq!(focused().get_attribute("aria-label").as_deref(), Some("Next request"));
    turn(&stage, "Previous request", 2).await;
    stage.click("Back to list").await;
    settle().await;
    assert!(stage.find("#request-heading").is_none());
    assert!(focused().text_content().unwrap().contains("#2"));
}

#[wasm_bindgen_test]
async fn a_request_that_left_the_list_is_followed_by_the_one_in_its_place() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_in(&mut stage, "1200px", 3).await;
    open(&stage, 2).await;
    stage.session.list.replace(&answered(2, RequestStatus::Denied, ResponseStatus::Denied));
    eventually("the others", || numbers(&stage) == [1, 3]).await;
    turn(&stage, "Next request", 3).await;
    turn(&stage, "Previous request", 1).await;
}

#[wasm_bindgen_test]
async fn where_there_is_little_room_the_list_comes_back_as_it_was_left() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_in(&mut stage, "600px", 200).await;
    assert!(stage.find(".request-grid-cards").is_some());
    window().scroll_to_with_x_and_y(0.0, 12_000.0);
    settle().await;
    settle().await;
    let made = numbers(&stage);
    let id = made[made.len() / 2];
    stage.session.grid.selection.update(|selection| {
        let row = stage.session.grid.rows.with_untracked(|rows| rows[3].key);
        selection.toggle(row);
    });
    let top = || {
        let name = format!("Open request #{id} in octo-org/smile");
        stage.button(&name).get_bounding_client_rect().top()
    };
    let before = top();
    open(&stage, id).await;
    assert!(numbers(&stage).is_empty(), "the request is in the list's place");
    turn(&stage, "Next request", id + 1).await;
    turn(&stage, "Previous request", id).await;
    stage.click("Back to list").await;
    let is_there = || numbers(&stage).contains(&id) && (top() - before).abs() < 2.0;
    eventually("the row where it was", is_there).await;
    assert!(focused().text_content().unwrap().contains(&format!("#{id}")));
    assert_eq!(stage.session.grid.selected_rows().len(), 1);
    window().scroll_to_with_x_and_y(0.0, 0.0);
}
