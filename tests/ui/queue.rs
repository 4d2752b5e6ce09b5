//! The queue of reviews in the views: undo, outcomes, and what another window put in.

use gatehouse::client::Client;
use gatehouse::client::queue::{Command, Order};
use gatehouse::github::exemption::{RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::queue_bar::QueueBar;
use gatehouse::ui::request_detail::RequestDetail;
use gatehouse::ui::session::review_queue;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::keyboard::press;
use crate::stage::{Stage, answered, located, new_press, pending, rejected, sent, settle};
use gatehouse::client::operation::{Outcome, Review, Target};
use gatehouse::github::review_request::Decision;

/// A request's detail with the bar below it.
async fn stage_with_bar() -> Stage {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    let target = Target::Listed(Box::new(pending(1)));
    stage
        .show(move |session| {
            view! {
                <RequestDetail session target />
                <QueueBar session />
            }
            .into_any()
        })
        .await;
    stage
}

#[wasm_bindgen_test]
async fn a_review_can_be_undone_until_it_is_sent() {
    let stage = stage_with_bar().await;
    stage.session.preferences.update(|preferences| preferences.undo_delay_in = 5);
    stage.write("fine").await;
    stage.click("Approve").await;
    assert!(stage.status("Review to be sent").starts_with("Approve #1 in octo-org/smile"));
    assert!(stage.button("Approve").disabled(), "one review at a time");
    assert_eq!(stage.client.writes(), 0);
    stage.click("Undo").await;
    assert!(!stage.button("Approve").disabled());
    assert_eq!(stage.message().value(), "fine", "the message is still there");
    assert_eq!(stage.client.writes(), 0);
    assert_eq!(stage.status("Reviews sent"), "1 review taken back.");
}

#[wasm_bindgen_test]
async fn sending_now_ends_the_wait() {
    let stage = stage_with_bar().await;
    stage.session.preferences.update(|preferences| preferences.undo_delay_in = 30);
    stage.write("fine").await;
    stage.click("Deny").await;
    stage.client.then(sent(answered(1, RequestStatus::Denied, ResponseStatus::Denied)));
    stage.click("Send now").await;
    assert_eq!(stage.client.writes(), 1);
    assert_eq!(stage.status("Request status"), "Denied");
    assert!(stage.status("Reviews sent").starts_with("1 review recorded."));
}

#[wasm_bindgen_test]
async fn what_waits_in_another_window_blocks_the_form_here() {
    let stage = stage_with_bar().await;
    stage.write("fine").await;
    stage.session.preferences.update(|preferences| preferences.undo_delay_in = 30);
    stage.click("Approve").await;
    // Another window pauses it.
    review_queue::order(stage.session, Command::Pause);
    settle().await;
    assert!(stage.alerts().contains("1 review waits"), "{}", stage.alerts());
    assert!(stage.button("Approve").disabled());
    stage.click("Cancel the rest").await;
    assert!(!stage.button("Approve").disabled());
}

#[wasm_bindgen_test]
async fn what_was_over_when_the_page_first_looked_changes_no_view() {
    let stage = stage_with_bar().await;
    stage.write("fine").await;
    // Another page sent a review with the same words, which this one never saw on its way.
    let review = Review {
        seen: located(pending(1)),
        decision: Decision::Approve,
        message: "fine".to_owned().try_into().unwrap(),
    };
    let order = Order { review, written: None, in_bulk: false };
    stage.client.then(sent(answered(1, RequestStatus::Approved, ResponseStatus::Approved)));
    let add = Command::Add { orders: vec![order], delay_in: 0 };
    stage.client.queue(add, Some(new_press()), 0).await.unwrap();
    settle().await;
    assert_eq!(stage.client.writes(), 1);
    review_queue::order(stage.session, Command::Look);
    settle().await;
    assert!(stage.status("Reviews sent").starts_with("1 review recorded."), "the bar tells it");
    assert_eq!(stage.status("Request status"), "Pending", "what was read here is newer");
    let outcome = stage.find(".request-detail-outcome").unwrap().text_content();
    assert_eq!(outcome.as_deref(), Some(""));
    assert_eq!(stage.message().value(), "fine");
    assert!(!stage.button("Approve").disabled());
}

#[wasm_bindgen_test]
async fn what_the_bar_does_is_done_by_keys_too() {
    let stage = stage_with_bar().await;
    stage.owner.with(|| {
        let session = stage.session;
        gatehouse::ui::keyboard::run_by_keys(session.commands, session.preferences, true);
    });
    stage.session.preferences.update(|preferences| preferences.undo_delay_in = 30);
    let keys = async |second| {
        assert!(press("q").await);
        press(second).await
    };
    assert!(!keys("p").await, "there is nothing to pause");
    stage.write("fine").await;
    stage.click("Deny").await;
    assert!(keys("p").await);
    assert!(stage.alerts().contains("Paused: 1 review waits."), "{}", stage.alerts());
    assert!(keys("p").await);
    assert!(stage.find("[role=status][aria-label='Review to be sent']").is_some(), "it goes on");
    stage.client.then(rejected());
    assert!(keys("n").await);
    stage.look().await;
    assert!(stage.status("Reviews sent").starts_with("1 review not recorded."));
    stage.client.then(sent(answered(1, RequestStatus::Denied, ResponseStatus::Denied)));
    assert!(keys("r").await);
    stage.look().await;
    stage.look().await;
    assert!(stage.status("Reviews sent").starts_with("1 review recorded."));
    assert!(keys("c").await);
    assert!(stage.find(".queue-bar").is_none());
    assert_eq!(stage.client.writes(), 2);
}
