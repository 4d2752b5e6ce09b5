//! Approving, denying and dismissing.

use gatehouse::client::operation::{Outcome, Target};
use gatehouse::client::write::{NotSent, WriteOutcome};
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::github::ids::RequestId;
use gatehouse::triage::guard::PageUser;
use gatehouse::triage::recheck::Change;
use gatehouse::ui::request_detail::RequestDetail;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::*;

#[wasm_bindgen_test]
async fn approving_needs_a_message() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    assert!(stage.button("Approve").disabled() && stage.button("Deny").disabled());
    assert!(stage.text().contains("Write a message first."));
    stage.write(" \n\u{a0}").await;
    assert!(stage.button("Approve").disabled());
    stage.write("fine").await;
    assert!(!stage.button("Approve").disabled() && !stage.button("Deny").disabled());
    stage.write(&"a".repeat(2049)).await;
    assert!(stage.button("Approve").disabled());
    assert!(stage.text().contains("1 character too long"));
}

#[wasm_bindgen_test]
async fn the_counter_counts_code_points() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("😀é").await;
    assert!(stage.text().contains("2 / 2,048 characters"), "{}", stage.text());
}

#[wasm_bindgen_test]
async fn clicking_twice_sends_once_and_shows_what_was_recorded() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    let approve = stage.button("Approve");
    approve.click();
    approve.click();
    stage.button("Deny").click();
    settle().await;
    stage.look().await;
    assert_eq!(stage.client.writes(), 1);
    assert!(stage.button("Approve").disabled());
    assert!(stage.find("[role=progressbar][aria-label='Sending review']").is_some());
    release.send(()).unwrap();
    stage.look().await;
    assert_eq!(stage.client.writes(), 1);
    assert_eq!(stage.status("Request status"), "Approved");
    let said = stage.find("[aria-live=polite]").unwrap().text_content().unwrap();
    assert!(said.contains("Approved. GitHub recorded it."), "{said}");
    assert!(stage.buttons("Approve").is_empty());
    assert_eq!(stage.session.drafts.text(RequestId(1)), "");
}

#[wasm_bindgen_test]
async fn a_refused_review_keeps_the_message_and_github_s_words() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    stage.client.then(rejected());
    stage.click("Deny").await;
    assert_eq!(stage.message().value(), "fine");
    let alerts = stage.alerts();
    assert!(alerts.contains("Validation Failed") && alerts.contains("message: is too long"));
    assert!(stage.find("a[href='https://docs.github.com/rest']").is_some());
    assert_eq!(stage.status("Request status"), "Pending");
    assert!(!stage.button("Deny").disabled());
}

#[wasm_bindgen_test]
async fn a_request_that_was_answered_meanwhile_is_shown_and_the_message_kept() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let denied = answered(1, RequestStatus::Denied, ResponseStatus::Denied);
    let changed = NotSent::Changed(Change::Answered, Box::new(denied));
    stage.client.then(WriteOutcome::NotSent(changed));
    stage.click("Approve").await;
    assert!(stage.alerts().contains("Nothing was sent.Someone answered it meanwhile."));
    assert_eq!(stage.status("Request status"), "Denied");
    assert_eq!(stage.message().value(), "fine");
    assert!(stage.button("Approve").disabled());
    stage.click("Discard message").await;
    assert!(stage.buttons("Approve").is_empty());
}

#[wasm_bindgen_test]
async fn another_request_under_the_same_number_never_takes_its_place() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let other =
        ExemptionRequest { id: Some(RequestId(2)), requester: actor("mallory"), ..pending(2) };
    let changed = NotSent::Changed(Change::OtherRequest, Box::new(other));
    stage.client.then(WriteOutcome::NotSent(changed));
    stage.click("Approve").await;
    assert!(stage.text().contains("monalisa") && !stage.text().contains("mallory"));
}

#[wasm_bindgen_test]
async fn an_outcome_never_appears_on_another_request() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    let which = stage.owner.with(|| RwSignal::new(1_u64));
    stage
        .show(move |session| {
            (move || {
                let target = Target::Listed(Box::new(pending(which.get())));
                view! { <RequestDetail session target /> }
            })
            .into_any()
        })
        .await;
    stage.write("fine").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    stage.click("Approve").await;
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(2))))));
    which.set(2);
    settle().await;
    release.send(()).unwrap();
    settle().await;
    assert!(stage.text().contains("Bypass request #2"));
    assert_eq!(stage.status("Request status"), "Pending");
    assert!(!stage.text().contains("GitHub recorded it"));
    assert_eq!(stage.message().value(), "");
}

#[wasm_bindgen_test]
async fn a_draft_survives_going_away_and_coming_back() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("half a thou").await;
    stage.unmount.take().unwrap()();
    stage.show_detail(located(pending(1))).await;
    assert_eq!(stage.message().value(), "half a thou");
}

#[wasm_bindgen_test]
async fn expiring_while_looking_blocks_the_buttons_and_keeps_the_message() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    stage.now.set(NOW.plus(7_199));
    settle().await;
    assert!(stage.text().contains("00:00:01 left"));
    assert!(!stage.button("Approve").disabled());
    stage.now.set(NOW.plus(7_200));
    settle().await;
    assert_eq!(stage.status("Request status"), "Expired");
    assert!(stage.button("Approve").disabled() && stage.button("Deny").disabled());
    assert!(stage.text().contains("has expired"));
    assert_eq!(stage.message().value(), "fine");
}

#[wasm_bindgen_test]
async fn a_write_as_someone_else_is_refused_with_the_reason() {
    let mut stage = Stage::new(PageUser::Login("hubot".to_owned()));
    let standing = answered(1, RequestStatus::Pending, ResponseStatus::Dismissed);
    stage.show_detail(located(standing)).await;
    stage.write("fine").await;
    assert!(stage.button("Approve").disabled());
    assert!(stage.alerts().contains("signed in as hubot, but the token is octocat's"));
}

#[wasm_bindgen_test]
async fn one_s_own_request_is_not_reviewed() {
    let mut stage = Stage::new(PageUser::NoPage);
    let own = ExemptionRequest { requester: actor("OctoCat"), ..pending(1) };
    stage.show_detail(located(own)).await;
    stage.write("fine").await;
    assert!(stage.button("Approve").disabled());
    assert!(stage.alerts().contains("your own request"));
}

#[wasm_bindgen_test]
async fn a_response_is_dismissed_only_after_a_confirmation() {
    let mut stage = Stage::new(PageUser::NoPage);
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    stage.show_detail(located(approved)).await;
    stage.click("Dismiss response").await;
    assert_eq!(stage.client.writes(), 0);
    let dialog = stage.find("dialog[open]").expect("the dialog");
    assert!(dialog.text_content().unwrap().contains("can't be recalled"));
    stage.click("Cancel").await;
    assert_eq!(stage.client.writes(), 0);
    assert!(stage.find("dialog[open]").is_none());
    stage.click("Dismiss response").await;
    let dismissed = answered(1, RequestStatus::Pending, ResponseStatus::Dismissed);
    let outcome = WriteOutcome::Sent { is_shown: true, read_back: Ok(Box::new(dismissed)) };
    stage.client.then(Outcome::Dismiss(Box::new(outcome)));
    stage.click("Yes, dismiss it").await;
    assert_eq!(stage.client.writes(), 1);
    assert!(stage.text().contains("Response dismissed. GitHub recorded it."));
    assert_eq!(stage.status("Request status"), "Pending");
    assert!(stage.buttons("Dismiss response").is_empty());
}

#[wasm_bindgen_test]
async fn a_late_read_never_overwrites_what_a_write_brought() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let release = stage.client.then_held(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.click("Read again").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    stage.client.then(sent(approved));
    stage.click("Approve").await;
    assert_eq!(stage.status("Request status"), "Approved");
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.status("Request status"), "Approved");
    assert!(stage.buttons("Approve").is_empty());
}

#[wasm_bindgen_test]
async fn nothing_is_read_again_while_a_review_is_sent() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    stage.click("Approve").await;
    assert_eq!(stage.client.asked.borrow().len(), 1);
    stage.click("Read again").await;
    assert_eq!(stage.client.asked.borrow().len(), 1);
    release.send(()).unwrap();
    stage.look().await;
    assert_eq!(stage.status("Request status"), "Approved");
}

#[wasm_bindgen_test]
async fn the_message_is_described_by_why_it_cannot_be_sent() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let described = stage.message().get_attribute("aria-describedby").unwrap();
    let texts: String = described
        .split(' ')
        .map(|id| stage.find(&format!("#{id}")).expect(id).text_content().unwrap())
        .collect();
    assert!(texts.contains("Write a message first."), "{texts}");
}

#[wasm_bindgen_test]
async fn a_write_that_is_not_shown_yet_is_not_called_recorded() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let read_back = Ok(Box::new(pending(1)));
    let outcome = WriteOutcome::Sent { is_shown: false, read_back };
    stage.client.then(outcome);
    stage.click("Approve").await;
    let text = stage.text();
    assert!(text.contains("GitHub took the review, but doesn't show it yet."), "{text}");
    assert!(!text.contains("recorded"), "{text}");
}

#[wasm_bindgen_test]
async fn a_response_to_one_s_own_request_is_not_dismissed() {
    let mut stage = Stage::new(PageUser::NoPage);
    let answered = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let own = ExemptionRequest { requester: actor("octocat"), ..answered };
    stage.show_detail(located(own)).await;
    assert!(stage.button("Dismiss response").disabled());
    assert!(stage.text().contains("This is your own request."));
}
