//! Bulk review: only what is selected and shown is reviewed, each with its own message, approvals
//! with a second step; what was written stays until it is sent.
//!
//! Accessible names: buttons `Approve selected`, `Deny selected`; the dialog `Bulk review`; radio
//! buttons `Approve` and `Deny`; text box `Review message`; a check box `Approve … can then be pushed`;
//! buttons `Confirm approvals` or `Confirm denials`, and `Cancel`.

use gatehouse::client::list::{Gap, ListPage};
use gatehouse::client::operation::Outcome;
use gatehouse::client::queue::{Command, State};
use gatehouse::github::exemption::{ExemptionRequest, Organization, RequestStatus, ResponseStatus};
use gatehouse::github::ids::RequestId;
use gatehouse::github::review_request::Decision;
use gatehouse::inbox::rows::RowKey;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::session::drafts::Subject;
use gatehouse::ui::session::review_queue;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::keyboard::press;
use super::stage::*;

/// A list of these, all shown and selected.
async fn all_selected(requests: Vec<ExemptionRequest>) -> Stage {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::List(Ok(page(requests, None))));
    stage.show_inbox().await;
    stage.click("All").await;
    stage.session.grid.select_all(true);
    settle().await;
    stage
}

fn of(id: u64, requester: &str, repo: &str) -> ExemptionRequest {
    let (owner, _) = repo.split_once('/').unwrap();
    ExemptionRequest {
        requester: actor(requester),
        repository: None,
        organization: Some(Organization { id: None, name: Some(owner.into()) }.into()),
        html_url: Some(format!("https://github.com/{repo}/exemptions/{id}").into()),
        ..pending(id)
    }
}

async fn write(stage: &Stage, text: &str) {
    let field: HtmlTextAreaElement =
        stage.find("#bulk-review-message").expect("the message").unchecked_into();
    field.set_value(text);
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
}

async fn filter(stage: &Stage, text: &str) {
    let search: HtmlInputElement = stage.find("input[type=search]").unwrap().unchecked_into();
    search.set_value(text);
    search.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
}

fn dialog(stage: &Stage) -> String {
    stage.find("dialog[open]").map(|it| it.text_content().unwrap()).unwrap_or_default()
}

fn agreement(stage: &Stage) -> HtmlInputElement {
    stage.find("dialog[open] input[type=checkbox]").expect("the second step").unchecked_into()
}

/// What was ordered: the request and its message, in the order of sending.
fn ordered(stage: &Stage) -> Vec<(u64, String)> {
    let queue = stage.client.queue.borrow();
    let items = queue.items().iter();
    items.map(|item| (item.request().unwrap().0, item.review.message.as_str().to_owned())).collect()
}

/// The selected rows that are shown, by id; those without one are 0.
fn selected(stage: &Stage) -> Vec<u64> {
    let rows = untrack(|| stage.session.grid.selected_rows());
    rows.iter().map(|row| row.request.id.map_or(0, |id| id.0)).collect()
}

/// What the rows say of where they stand, by id.
fn statuses(stage: &Stage) -> Vec<String> {
    let cells = stage.root.query_selector_all(".request-row-status").unwrap();
    let mut said: Vec<(String, String)> = (0..cells.length())
        .filter_map(|at| cells.get(at)?.dyn_into::<Element>().ok())
        .map(|cell| {
            let row = cell.closest(".request-row").unwrap().unwrap();
            let link = row.query_selector(".request-row-link").unwrap().unwrap();
            (link.text_content().unwrap(), cell.text_content().unwrap())
        })
        .collect();
    said.sort();
    said.into_iter().map(|(_, said)| said).collect()
}

/// The delay in which the reviews can be undone; while it lasts nothing is sent.
fn wait_before_sending(stage: &Stage) {
    stage.session.preferences.update(|preferences| preferences.undo_delay_in = 30);
}

#[wasm_bindgen_test]
async fn only_what_is_selected_and_shown_is_reviewed_each_with_its_own_message() {
    let requests = vec![
        of(1, "mona", "octo-org/a"),
        of(2, "hubot", "octo-org/b"),
        of(3, "mona", "other-org/c"),
    ];
    let stage = all_selected(requests).await;
    wait_before_sending(&stage);
    filter(&stage, "org:octo-org").await;
    stage.click("Deny selected").await;
    let text = dialog(&stage);
    assert!(
        text.contains("1 selected request is hidden by the filter and not included."),
        "{text}"
    );
    assert!(text.contains("octo-org") && text.contains("in 2 repositories"), "{text}");
    assert!(!text.contains("other-org"), "{text}");
    assert!(stage.button("Confirm denials").disabled());
    write(&stage, "No, {requester}: not in {repository}.").await;
    let preview = stage.find("dialog[open] [aria-label=Preview]").unwrap().text_content().unwrap();
    assert!(preview.contains("No, hubot: not in octo-org/b."), "{preview}");
    stage.click("Confirm denials").await;
    let mut told = ordered(&stage);
    told.sort();
    assert_eq!(
        told,
        [
            (1, "No, mona: not in octo-org/a.".to_owned()),
            (2, "No, hubot: not in octo-org/b.".to_owned()),
        ]
    );
    assert!(stage.find("dialog[open]").is_none());
    filter(&stage, "").await;
    assert_eq!(selected(&stage), [3], "what was put in is no longer selected");
}

#[wasm_bindgen_test]
async fn approvals_take_a_second_step_that_is_of_these_requests_and_this_message() {
    let stage = all_selected(vec![of(1, "mona", "o/a"), of(2, "hubot", "o/b")]).await;
    wait_before_sending(&stage);
    stage.click("Approve selected").await;
    write(&stage, "Fine.").await;
    assert!(dialog(&stage).contains("Approve 2 requests: their secrets can then be pushed"));
    assert!(stage.button("Confirm approvals").disabled());
    agreement(&stage).click();
    settle().await;
    assert!(!stage.button("Confirm approvals").disabled());
    write(&stage, "Fine, all of it.").await;
    assert!(!agreement(&stage).checked(), "it was for another message");
    assert!(stage.button("Confirm approvals").disabled());
    agreement(&stage).click();
    settle().await;
    // Someone else answers one of them meanwhile.
    let denied = ExemptionRequest { status: Some(RequestStatus::Denied), ..of(2, "hubot", "o/b") };
    stage.session.list.replace(&denied);
    settle().await;
    assert!(dialog(&stage).contains("Approve 1 request: their secrets"), "{}", dialog(&stage));
    assert!(stage.button("Confirm approvals").disabled(), "it was for two");
    agreement(&stage).click();
    settle().await;
    stage.click("Confirm approvals").await;
    assert_eq!(ordered(&stage), [(1, "Fine, all of it.".to_owned())]);
    let queue = stage.client.queue.borrow();
    assert_eq!(queue.items()[0].review.decision, Decision::Approve);
}

#[wasm_bindgen_test]
async fn what_cannot_be_reviewed_is_left_out_and_listed_with_the_reason() {
    let requests = vec![
        of(1, "mona", "o/a"),
        of(2, "octocat", "o/b"),
        answered(3, RequestStatus::Denied, ResponseStatus::Denied),
        ExemptionRequest { id: None, ..of(4, "mona", "o/d") },
        ExemptionRequest { html_url: None, ..of(5, "mona", "o/e") },
    ];
    let stage = all_selected(requests).await;
    wait_before_sending(&stage);
    stage.click("Deny selected").await;
    let text = dialog(&stage);
    assert!(text.contains("4 selected requests are left out"), "{text}");
    for why in
        ["This is your own request", "This request is denied", "GitHub gives no id or no page"]
    {
        assert!(text.contains(why), "{why} is missing in {text}");
    }
    write(&stage, "No.").await;
    stage.click("Confirm denials").await;
    assert_eq!(ordered(&stage), [(1, "No.".to_owned())]);
    assert_eq!(selected(&stage), [0_u64; 0], "there is nothing to be done with them");
    stage.session.grid.select_all(true);
    settle().await;
    stage.click("Deny selected").await;
    assert!(dialog(&stage).contains("None of the selected requests can be reviewed."));
    assert!(stage.button("Confirm denials").disabled());
}

#[wasm_bindgen_test]
async fn rows_say_what_is_being_done_to_them_and_are_selected_again_when_it_is_taken_back() {
    let requests = vec![of(1, "mona", "o/a"), of(2, "hubot", "o/b"), of(3, "mona", "o/c")];
    let stage = all_selected(requests).await;
    wait_before_sending(&stage);
    stage
        .session
        .grid
        .selection
        .update(|selection| selection.toggle(RowKey::Request(RequestId(3))));
    stage.click("Deny selected").await;
    write(&stage, "No.").await;
    stage.click("Confirm denials").await;
    assert_eq!(statuses(&stage), ["Queued to be denied", "Queued to be denied", "Pending"]);
    assert_eq!(selected(&stage), [0_u64; 0]);
    let ids: Vec<_> = stage.client.queue.borrow().items().iter().map(|item| item.id).collect();
    review_queue::order(stage.session, Command::TakeBack(vec![ids[1]]));
    settle().await;
    assert_eq!(statuses(&stage), ["Queued to be denied", "Pending", "Pending"]);
    assert_eq!(selected(&stage), [2], "it is as before");
    let denied = answered(1, RequestStatus::Denied, ResponseStatus::Denied);
    let release = stage.client.then_held(sent(ExemptionRequest {
        status: denied.status,
        responses: denied.responses,
        ..of(1, "mona", "o/a")
    }));
    review_queue::order_by(stage.session, new_press(), Command::SendNow(vec![ids[0]]));
    settle().await;
    stage.look().await;
    assert_eq!(statuses(&stage), ["Denying…", "Pending", "Pending"]);
    release.send(()).unwrap();
    stage.look().await;
    assert_eq!(statuses(&stage), ["Denied", "Pending", "Pending"]);
    assert_eq!(selected(&stage), [2]);
}

#[wasm_bindgen_test]
async fn the_message_stays_until_one_with_it_is_recorded() {
    let stage = all_selected(vec![of(1, "mona", "o/a"), of(2, "hubot", "o/b")]).await;
    stage.click("Deny selected").await;
    write(&stage, "No, {requester}.").await;
    stage.click("Cancel").await;
    assert!(stage.find("dialog[open]").is_none());
    stage.click("Deny selected").await;
    let field: HtmlTextAreaElement = stage.find("#bulk-review-message").unwrap().unchecked_into();
    assert_eq!(field.value(), "No, {requester}.");
    let draft = || stage.session.drafts.text(Subject::Bulk);
    stage.client.then(rejected());
    let recorded = ExemptionRequest { requester: actor("hubot"), ..of(2, "hubot", "o/b") };
    let release = stage.client.then_held(sent(recorded));
    stage.click("Confirm denials").await;
    stage.look().await;
    assert_eq!(draft(), "No, {requester}.", "the first was refused");
    release.send(()).unwrap();
    stage.look().await;
    assert_eq!(draft(), "", "the second was recorded");
    let queue = stage.client.queue.borrow();
    assert!(queue.items()[0].state.can_be_retried() && queue.items()[1].state.is_recorded());
}

#[wasm_bindgen_test]
async fn taken_back_they_can_be_ordered_again_with_the_same_message() {
    let stage = all_selected(vec![of(1, "mona", "o/a"), of(2, "hubot", "o/b")]).await;
    wait_before_sending(&stage);
    stage.click("Deny selected").await;
    write(&stage, "No.").await;
    stage.click("Confirm denials").await;
    let ids = stage.client.queue.borrow().items().iter().map(|item| item.id).collect();
    review_queue::order(stage.session, Command::TakeBack(ids));
    settle().await;
    stage.session.grid.select_all(true);
    settle().await;
    stage.click("Deny selected").await;
    let field: HtmlTextAreaElement = stage.find("#bulk-review-message").unwrap().unchecked_into();
    assert_eq!(field.value(), "No.");
    stage.click("Confirm denials").await;
    let queue = stage.client.queue.borrow();
    assert_eq!(queue.items().len(), 2);
    assert!(queue.items().iter().all(|item| item.state == State::Waiting));
}

#[wasm_bindgen_test]
async fn more_than_five_hundred_are_refused() {
    let stage = all_selected((1..=501).map(|id| of(id, "mona", "o/a")).collect()).await;
    stage.click("Deny selected").await;
    write(&stage, "No.").await;
    assert!(dialog(&stage).contains("501 requests are too many at once."), "{}", dialog(&stage));
    assert!(stage.button("Confirm denials").disabled());
    assert_eq!(ordered(&stage), []);
}

#[wasm_bindgen_test]
async fn a_partial_list_is_told() {
    let mut stage = Stage::new(PageUser::NoPage);
    let gap = Gap::SsoOrganizations { ids: vec!["5".to_owned()] };
    let part = ListPage { gaps: vec![gap], ..page(vec![of(1, "mona", "o/a")], None) };
    stage.client.then(Outcome::List(Ok(part)));
    stage.show_inbox().await;
    stage.click("All").await;
    stage.session.grid.select_all(true);
    settle().await;
    stage.click("Deny selected").await;
    assert!(dialog(&stage).contains("The list is partial."), "{}", dialog(&stage));
}

#[wasm_bindgen_test]
async fn keys_among_the_rows_open_it_and_b_asks_which_decision() {
    let stage = all_selected(vec![of(1, "mona", "o/a"), of(2, "hubot", "o/b")]).await;
    stage.owner.with(|| {
        let session = stage.session;
        gatehouse::ui::keyboard::run_by_keys(session.commands, session.preferences, true);
    });
    assert!(!press("a").await, "the focus is elsewhere");
    assert!(press("b").await);
    assert!(dialog(&stage).contains("Choose approve or deny first."), "{}", dialog(&stage));
    assert!(stage.button("Confirm").disabled());
    stage.click("Cancel").await;
    stage
        .find("[role=row][tabindex='0']")
        .unwrap()
        .unchecked_into::<HtmlElement>()
        .focus()
        .unwrap();
    assert!(press("d").await);
    assert!(stage.button("Confirm denials").disabled());
    let focused = document().active_element().unwrap();
    assert_eq!(focused.id(), "bulk-review-message");
    assert_eq!(stage.session.drafts.text(RequestId(1)), "");
}
