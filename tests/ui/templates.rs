//! Templates: filled in before sending, chosen into the field, saved, the last used, managed.

use gatehouse::client::list::{Gap, ListPage};
use gatehouse::client::operation::{Outcome, Target};
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::github::ids::RequestId;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::request_detail::RequestDetail;
use gatehouse::ui::settings::template_settings::TemplateSettings;
use gatehouse::ui::store::Store;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::stage::*;

const KEY: &str = "templates.api.github.com";

/// The open dialog's button whose text has these words.
fn choice(stage: &Stage, words: &str) -> HtmlButtonElement {
    let all = stage.root.query_selector_all("dialog[open] li button").unwrap();
    (0..all.length())
        .map(|index| all.get(index).unwrap().unchecked_into::<HtmlButtonElement>())
        .find(|button| button.text_content().unwrap_or_default().contains(words))
        .unwrap_or_else(|| panic!("no choice {words}"))
}

async fn choose(stage: &Stage, words: &str) {
    stage.click("Templates").await;
    choice(stage, words).click();
    settle().await;
    assert!(stage.find("dialog[open]").is_none(), "the dialog is closed");
}

async fn type_in(stage: &Stage, selector: &str, text: &str) {
    let field = stage.find(selector).unwrap_or_else(|| panic!("no {selector}"));
    match field.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.set_value(text),
        None => field.unchecked_ref::<HtmlTextAreaElement>().set_value(text),
    }
    let bubbles = web_sys::EventInit::new();
    bubbles.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict("input", &bubbles).unwrap();
    field.dispatch_event(&event).unwrap();
    settle().await;
}

#[wasm_bindgen_test]
async fn placeholders_are_filled_in_and_shown_before_they_are_sent() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("Fine, {requester}: {{no}} secret in {repository}").await;
    let filled = "Fine, monalisa: {no} secret in octo-org/smile";
    let preview = stage.find("[aria-label=Preview]").expect("a preview");
    assert!(preview.text_content().unwrap().contains(filled));
    let count = format!("{} / 2,048 characters", filled.len());
    assert!(stage.text().contains(&count), "{}", stage.text());
    stage.client.then(sent(answered(1, RequestStatus::Approved, ResponseStatus::Approved)));
    stage.click("Approve").await;
    assert_eq!(stage.client.reviews.borrow()[0].message.as_str(), filled);
    assert_eq!(stage.session.drafts.text(RequestId(1)), "");
}

#[wasm_bindgen_test]
async fn a_wrong_placeholder_blocks_and_is_told_at_its_place() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("Ask ü {reviewer}").await;
    assert!(stage.button("Approve").disabled() && stage.button("Deny").disabled());
    assert!(stage.text().contains("There is no such placeholder"));
    assert!(stage.find("[aria-label=Preview]").is_none());
    stage.click("Select {reviewer}").await;
    let field = stage.message();
    let chosen = (field.selection_start().unwrap(), field.selection_end().unwrap());
    assert_eq!(chosen, (Some(6), Some(16)));
    stage.click("Send these braces as they are").await;
    assert_eq!(stage.message().value(), "Ask ü {{reviewer}}");
    assert!(!stage.button("Approve").disabled());
}

#[wasm_bindgen_test]
async fn a_choice_replaces_nothing_that_was_typed() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    choose(&stage, "revoked already").await;
    let first = stage.message().value();
    assert!(first.starts_with("Approved: the secret is revoked already."), "{first}");
    stage.write("Hello").await;
    stage.message().set_selection_range(0, 5).unwrap();
    choose(&stage, "{requester}").await;
    assert_eq!(stage.message().value(), "Hello {requester}");
    assert_eq!(stage.session.drafts.text(RequestId(1)), "Hello {requester}", "it is kept");
    let field: HtmlElement = stage.message().unchecked_into();
    assert!(document().active_element().is_some_and(|it| it == *field.unchecked_ref()));
    document()
        .unchecked_ref::<web_sys::HtmlDocument>()
        .exec_command("undo")
        .expect("the browser's own undo");
    settle().await;
    assert_eq!(stage.message().value(), "Hello");
}

#[wasm_bindgen_test]
async fn what_was_written_is_saved_and_chosen_for_its_organization() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("Revoke it, {requester}.").await;
    stage.click("Templates").await;
    stage.click("Save as template…").await;
    assert!(stage.button("Save template").disabled(), "a template has a name");
    type_in(&stage, "#review-message-template-name", "Revoke").await;
    stage
        .find("dialog[open] input[type=checkbox]")
        .unwrap()
        .unchecked_into::<HtmlElement>()
        .click();
    stage.click("Save template").await;
    let kept = stage.kept.get(KEY).await.unwrap().expect("is kept");
    assert!(kept.contains("Revoke it, {requester}.") && kept.contains("octo-org"), "{kept}");
    stage.click("Close").await;
    assert_eq!(stage.message().value(), "Revoke it, {requester}.");
    stage.write("").await;
    choose(&stage, "Revoke").await;
    assert_eq!(stage.message().value(), "Revoke it, {requester}.");

    let mut elsewhere = Stage::with_kept(PageUser::NoPage, holding(token()), stage.kept.clone());
    let mut other = pending(2);
    other.organization = None;
    other.repository = None;
    other.html_url = Some("https://github.com/other/repo/exemptions/2".into());
    elsewhere.show_detail(located(other)).await;
    elsewhere.click("Templates").await;
    let dialog = elsewhere.find("dialog[open]").unwrap().text_content().unwrap();
    assert!(!dialog.contains("Revoke it, {requester}."), "{dialog}");
}

#[wasm_bindgen_test]
async fn the_last_recorded_template_is_offered_for_its_decision() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("No, {requester}.").await;
    stage.client.then(rejected());
    stage.click("Deny").await;
    assert_eq!(stage.kept.get(KEY).await.unwrap(), None, "it wasn't recorded");
    stage.client.then(sent(answered(1, RequestStatus::Denied, ResponseStatus::Denied)));
    stage.click("Deny").await;
    settle().await;
    let mut again = Stage::with_kept(PageUser::NoPage, holding(token()), stage.kept.clone());
    again.show_detail(located(pending(2))).await;
    again.click("Templates").await;
    let text = choice(&again, "Last used").text_content().unwrap();
    assert!(text.contains("No, {requester}."), "{text}");
    let list = again.find("dialog[open] [aria-label='For a denial']").unwrap();
    assert!(list.text_content().unwrap().contains("Last used"));
}

#[wasm_bindgen_test]
async fn a_draft_that_was_changed_while_its_review_was_sent_stays() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("first").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    stage.click("Approve").await;
    stage.write("second thoughts").await;
    release.send(()).unwrap();
    stage.look().await;
    assert_eq!(stage.session.drafts.text(RequestId(1)), "second thoughts");
}

#[wasm_bindgen_test]
async fn templates_are_renamed_edited_and_deleted_in_the_settings() {
    let mut stage = Stage::new(PageUser::NoPage);
    let stored = r#"{"saved":[{"name":"One","text":"1"},{"name":"Two","text":"2"}],"newer":1}"#;
    stage.kept.set(KEY, stored).await.unwrap();
    stage.show(|session| view! { <TemplateSettings session /> }.into_any()).await;
    stage.click("Edit One").await;
    type_in(&stage, "#template-settings-name", "two ").await;
    assert!(stage.button("Save template").disabled());
    assert!(stage.text().contains("Another template has this name."));
    type_in(&stage, "#template-settings-name", "First").await;
    type_in(&stage, "#template-settings-text", "{nobody}").await;
    assert!(stage.text().contains("There is no such placeholder"));
    type_in(&stage, "#template-settings-text", "1, {requester}").await;
    stage.click("Save template").await;
    stage.click("Delete Two").await;
    let kept = || async { stage.kept.get(KEY).await.unwrap().unwrap() };
    let now: serde_json::Value = serde_json::from_str(&kept().await).unwrap();
    assert_eq!(
        now,
        serde_json::json!({"saved": [{"name": "First", "text": "1, {requester}"}], "newer": 1})
    );
    stage.click("Undo deletion").await;
    assert!(kept().await.contains("Two"));
}

#[wasm_bindgen_test]
async fn what_is_no_templates_is_left_alone_until_it_is_erased() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.kept.set(KEY, "[]").await.unwrap();
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    let target = Target::Listed(Box::new(pending(1)));
    stage
        .show(move |session| {
            view! {
                <RequestDetail session target />
                <TemplateSettings session />
            }
            .into_any()
        })
        .await;
    stage.write("fine").await;
    stage.client.then(sent(answered(1, RequestStatus::Approved, ResponseStatus::Approved)));
    stage.click("Approve").await;
    settle().await;
    assert_eq!(stage.kept.get(KEY).await.unwrap().as_deref(), Some("[]"));
    assert!(stage.alerts().contains("can't be read"));
    stage.click("Erase templates").await;
    assert_eq!(stage.kept.get(KEY).await.unwrap(), None);
    assert!(stage.text().contains("There are none yet."));
}

#[wasm_bindgen_test]
async fn hints_say_what_they_are_made_from_and_lead_to_the_others() {
    let mut stage = Stage::new(PageUser::NoPage);
    let other = ExemptionRequest { requester: actor("Monalisa"), ..pending(2) };
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), other], None))));
    stage.session.list.show("org:octo-org".parse().unwrap());
    settle().await;
    stage.show_detail(located(pending(1))).await;
    let hints = stage.find(".request-hints").unwrap();
    let text = hints.text_content().unwrap();
    assert!(text.contains("Made from 2 requests loaded of the past month."), "{text}");
    assert!(text.contains("1 other request by this requester, in this repository"), "{text}");
    assert!(text.contains("tests/README.md") && text.contains("looks like"), "{text}");
    assert!(hints.query_selector("a[href='#/request/octo-org/smile/2']").unwrap().is_some());
    let marks = hints.query_selector_all(".request-hint").unwrap().length();
    assert_eq!(hints.query_selector_all(".request-hint-mark").unwrap().length(), marks);
    assert_eq!(hints.query_selector_all("details").unwrap().length(), marks);
}

#[wasm_bindgen_test]
async fn hints_from_a_partial_list_say_so() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    assert!(stage.text().contains("no others are loaded"), "{}", stage.text());
    drop(stage);
    let mut stage = Stage::new(PageUser::NoPage);
    let gap = Gap::SsoOrganizations { ids: vec!["5".to_owned()] };
    let part = ListPage { gaps: vec![gap], ..page(vec![pending(1)], None) };
    stage.client.then(Outcome::List(Ok(part)));
    stage.session.list.show("org:octo-org".parse().unwrap());
    settle().await;
    stage.show_detail(located(pending(1))).await;
    assert!(stage.text().contains("The list is partial"), "{}", stage.text());
}
