//! The query above the rows: completing it, what can't be understood of it, and facets that edit it.

use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::{
    ExemptionRequest, Organization, Repository, RequestStatus, ResponseStatus,
};
use gatehouse::triage::guard::PageUser;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::keyboard::press;
use super::stage::*;

fn by(id: u64, requester: &str) -> ExemptionRequest {
    ExemptionRequest { requester: actor(requester), ..pending(id) }
}

fn of_org(id: u64, org: &str) -> ExemptionRequest {
    let full_name = Some(format!("{org}/smile"));
    ExemptionRequest {
        repository: Some(
            Repository { full_name: full_name.map(Into::into), ..Repository::default() }.into(),
        ),
        organization: Some(Organization { id: None, name: Some(org.into()) }.into()),
        html_url: Some(format!("https://github.com/{org}/smile/exemptions/{id}").into()),
        ..pending(id)
    }
}

async fn list_of(stage: &mut Stage, requests: Vec<ExemptionRequest>) {
    stage.client.then(Outcome::List(Ok(page(requests, None))));
    stage.show_inbox().await;
}

fn field(stage: &Stage) -> HtmlInputElement {
    stage.find("input[type=search]").expect("the search box").unchecked_into()
}

/// Types a text, with the cursor behind it.
pub async fn type_query(stage: &Stage, text: &str) {
    let field = field(stage);
    field.focus().unwrap();
    field.set_value(text);
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
}

fn texts(stage: &Stage, selector: &str) -> Vec<String> {
    let found = stage.root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
}

fn options(stage: &Stage) -> Vec<String> {
    texts(stage, "[role=option] .search-box-shown")
}

fn active_option(stage: &Stage) -> Option<String> {
    let id = field(stage).get_attribute("aria-activedescendant")?;
    let option = stage.find(&format!("#{id}")).expect("the option");
    assert_eq!(option.get_attribute("aria-selected").as_deref(), Some("true"));
    option.query_selector(".search-box-shown").unwrap().unwrap().text_content()
}

fn is_focused(element: &Element) -> bool {
    document().active_element().is_some_and(|it| it == *element)
}

#[wasm_bindgen_test]
async fn keys_and_values_that_occur_are_completed_by_keyboard() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![by(1, "mona"), by(2, "hubot"), by(3, "mona")]).await;
    let field = field(&stage);
    assert_eq!((field.type_().as_str(), field.get_attribute("role")), ("search", None));
    type_query(&stage, "is:open reque").await;
    assert_eq!(options(&stage), ["requester:"]);
    assert_eq!(active_option(&stage), None, "Enter takes nothing that nobody chose");
    assert!(press("ArrowDown").await);
    assert_eq!(active_option(&stage).as_deref(), Some("requester:"));
    assert!(press("Tab").await);
    assert_eq!(field.value(), "is:open requester:");
    assert_eq!(options(&stage), ["requester:@me", "requester:mona", "requester:hubot"]);
    assert_eq!(texts(&stage, ".search-box-count"), ["0", "2", "1"]);
    assert_eq!(stage.status("Suggestions"), "3 suggestions");
    press("ArrowUp").await;
    assert_eq!(active_option(&stage).as_deref(), Some("requester:hubot"));
    press("ArrowDown").await;
    assert_eq!(active_option(&stage), None);
    press("ArrowDown").await;
    press("ArrowDown").await;
    assert!(press("Enter").await);
    assert_eq!(field.value(), "is:open requester:mona ");
    assert_eq!(field.selection_start().unwrap(), Some(23));
    assert!(options(&stage).is_empty() && is_focused(&field));
    assert_eq!(stage.status("Requests shown"), "2 of 3 requests");
}

#[wasm_bindgen_test]
async fn a_suggestion_in_the_middle_leaves_what_is_behind_the_cursor() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![by(1, "mona")]).await;
    type_query(&stage, "ä🦀 requester:m is:open").await;
    field(&stage).set_selection_range(15, 15).unwrap();
    field(&stage).click();
    settle().await;
    let option: HtmlElement = stage.find("[role=option]").expect("an option").unchecked_into();
    option.click();
    settle().await;
    assert_eq!(field(&stage).value(), "ä🦀 requester:mona is:open");
    assert_eq!(field(&stage).selection_start().unwrap(), Some(18));
    assert!(is_focused(&field(&stage)));
}

#[wasm_bindgen_test]
async fn escape_closes_the_suggestions_and_then_goes_to_the_rows_and_the_text_stays() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![by(1, "mona")]).await;
    type_query(&stage, "mon").await;
    assert!(!options(&stage).is_empty());
    assert!(press("Escape").await);
    assert!(options(&stage).is_empty() && is_focused(&field(&stage)));
    assert!(press("Escape").await);
    assert!(document().active_element().unwrap().closest("[role=grid]").unwrap().is_some());
    assert_eq!(field(&stage).value(), "mon");
}

#[wasm_bindgen_test]
async fn what_is_being_composed_is_taken_when_it_is_done() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![by(1, "mona")]).await;
    let field = field(&stage);
    field.focus().unwrap();
    field.set_value("n");
    let make = "return new InputEvent('input', { bubbles: true, isComposing: true })";
    let event = js_sys::Function::new_no_args(make).call0(&JsValue::NULL).unwrap();
    field.dispatch_event(&event.unchecked_into()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests");
    field.set_value("に");
    field.dispatch_event(&web_sys::Event::new("compositionend").unwrap()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "0 of 1 requests");
    assert_eq!(field.value(), "に");
}

#[wasm_bindgen_test]
async fn what_cannot_be_understood_is_marked_at_its_place_and_the_rows_stay() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![by(1, "mona"), by(2, "hubot")]).await;
    type_query(&stage, "hubot").await;
    type_query(&stage, "ß is:opne foo:x hubot").await;
    assert_eq!(texts(&stage, ".search-box-mark"), ["opne", "foo"]);
    assert_eq!(texts(&stage, ".search-box-marks"), ["ß is:opne foo"]);
    assert_eq!(field(&stage).get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = field(&stage).get_attribute("aria-describedby").expect("a description");
    let words = stage.find(&format!("#{described}")).unwrap().text_content().unwrap();
    assert!(words.contains("opne") && words.contains("Did you mean is:open?"), "{words}");
    assert!(words.contains("There is no foo: here."), "{words}");
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    type_query(&stage, "is:open hubot").await;
    assert_eq!(field(&stage).get_attribute("aria-invalid"), None);
    assert!(texts(&stage, ".search-box-mark").is_empty());
}

#[wasm_bindgen_test]
async fn what_is_still_being_typed_is_no_error_until_it_is_left() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![by(1, "mona")]).await;
    type_query(&stage, "is:op").await;
    assert!(texts(&stage, ".search-box-mark").is_empty());
    assert!(press("Enter").await);
    assert_eq!(texts(&stage, ".search-box-mark"), ["op"]);
    assert!(is_focused(&field(&stage)), "it is to be corrected");
}

/// The facet button of a value with its count.
fn choice(stage: &Stage, name: &str) -> web_sys::HtmlButtonElement {
    stage.button(name)
}

fn is_pressed(element: &Element) -> bool {
    element.get_attribute("aria-pressed").as_deref() == Some("true")
}

/// Lets the facets be counted anew.
async fn counted() {
    gloo_timers::future::TimeoutFuture::new(250).await;
    settle().await;
}

#[wasm_bindgen_test]
async fn a_facet_edits_the_query_and_keeps_the_focus() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![of_org(1, "a-org"), of_org(2, "b-org"), of_org(3, "b-org")]).await;
    type_query(&stage, "smile").await;
    counted().await;
    let b = choice(&stage, "b-org 2");
    b.focus().unwrap();
    b.click();
    counted().await;
    assert_eq!(field(&stage).value(), "smile org:b-org");
    assert_eq!(stage.status("Requests shown"), "2 of 3 requests");
    assert!(is_pressed(&b) && is_focused(&b));
    // Alternatives keep their counts.
    choice(&stage, "a-org 1").click();
    counted().await;
    assert_eq!(field(&stage).value(), "smile org:b-org org:a-org");
    b.click();
    counted().await;
    assert_eq!(field(&stage).value(), "smile org:a-org");
    assert!(!is_pressed(&b));
    stage.click("Leave out a-org").await;
    assert_eq!(field(&stage).value(), "smile -org:a-org");
    assert!(is_pressed(&stage.button("Leave out a-org")));
    assert_eq!(stage.status("Requests shown"), "2 of 3 requests");
    stage.click("Leave out a-org").await;
    assert_eq!(field(&stage).value(), "smile");
}

#[wasm_bindgen_test]
async fn a_facet_shows_the_first_values_and_more_on_demand() {
    let mut stage = Stage::new(PageUser::NoPage);
    let requests = (1..=12).map(|id| of_org(id, &format!("org-{id:02}"))).collect();
    list_of(&mut stage, requests).await;
    let names = |stage: &Stage| texts(stage, "[aria-labelledby=facets-org] .facets-name");
    assert_eq!(names(&stage).len(), 8);
    type_query(&stage, "is:open -org:org-12").await;
    counted().await;
    assert_eq!(names(&stage).len(), 9, "what the query names is always there");
    stage.click("3 more of Organization").await;
    assert_eq!(names(&stage).len(), 12);
}

#[wasm_bindgen_test]
async fn a_facet_s_click_loses_nothing_of_what_cannot_be_understood() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, vec![of_org(1, "a-org")]).await;
    type_query(&stage, "is:opne x").await;
    choice(&stage, "a-org 1").click();
    settle().await;
    assert_eq!(field(&stage).value(), "is:opne x org:a-org");
}

#[wasm_bindgen_test]
async fn waiting_and_all_are_a_part_of_the_query() {
    let mut stage = Stage::new(PageUser::NoPage);
    let denied = answered(2, RequestStatus::Denied, ResponseStatus::Denied);
    list_of(&mut stage, vec![pending(1), denied]).await;
    assert_eq!(field(&stage).value(), "is:open", "a list page's panel is for what waits");
    assert!(is_pressed(&stage.button("Waiting")) && !is_pressed(&stage.button("All")));
    type_query(&stage, "is:open smile").await;
    stage.click("All").await;
    assert_eq!(field(&stage).value(), "smile");
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
    type_query(&stage, "is:denied smile").await;
    assert!(!is_pressed(&stage.button("Waiting")) && !is_pressed(&stage.button("All")));
    stage.click("Waiting").await;
    assert_eq!(field(&stage).value(), "smile is:open");
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
}
