//! Views: those that come with Gatehouse, and those that are saved.

use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::{RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::store::{MemoryStore, Store, StoreError};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use super::search::type_query;
use super::stage::*;

const KEY: &str = "views.api.github.com.octocat";

async fn inbox(kept: &MemoryStore) -> Stage {
    let holding = holding(token());
    let mut stage = Stage::with_kept(PageUser::NoPage, holding, kept.clone());
    let denied = answered(2, RequestStatus::Denied, ResponseStatus::Denied);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), denied], None))));
    stage.show_inbox().await;
    stage
}

/// The views with their counts, as the open dialog lists them.
fn listed(stage: &Stage) -> Vec<String> {
    let found = stage.root.query_selector_all(".views-menu-view").unwrap();
    (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
}

async fn name(stage: &Stage, selector: &str, name: &str) {
    let field: HtmlInputElement = stage.find(selector).expect("a name").unchecked_into();
    field.set_value(name);
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
}

async fn save(stage: &Stage, query: &str, as_name: &str) {
    type_query(stage, query).await;
    stage.click("Views").await;
    name(stage, ".views-menu-form input", as_name).await;
    stage.click("Save view").await;
}

fn query(stage: &Stage) -> String {
    stage.find("input[type=search]").unwrap().unchecked_into::<HtmlInputElement>().value()
}

fn focused() -> String {
    let focused = document().active_element().expect("a focus");
    focused.get_attribute("aria-label").or_else(|| focused.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_built_in_view_says_how_much_it_leaves_and_is_gone_to() {
    let kept = MemoryStore::default();
    let stage = inbox(&kept).await;
    stage.click("Views").await;
    let counts = [
        "Waiting 1",
        "Expiring within 24 hours 1",
        "My reviews 1",
        "Mine to answer again 0",
        "Stale 0",
    ];
    assert_eq!(listed(&stage), counts);
    let current = stage.find(".views-menu-view[aria-current]").expect("the one shown");
    assert_eq!(current.text_content().unwrap(), "Waiting 1");
    stage.click("My reviews 1").await;
    assert_eq!(query(&stage), "reviewer:@me");
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    assert!(stage.find("dialog[open]").is_none());
}

#[wasm_bindgen_test]
async fn a_saved_view_is_there_after_a_reload_and_counts() {
    let kept = MemoryStore::default();
    let stage = inbox(&kept).await;
    save(&stage, "is:denied  smile", " Denied smiles ").await;
    assert_eq!(stage.status("Saved view"), "Saved Denied smiles.");
    drop(stage);
    let stage = inbox(&kept).await;
    stage.click("Views").await;
    assert_eq!(listed(&stage)[5..], ["Denied smiles 1"]);
    stage.click("Denied smiles 1").await;
    assert_eq!(query(&stage), "is:denied  smile");
}

#[wasm_bindgen_test]
async fn saved_views_are_renamed_moved_deleted_and_put_back() {
    let kept = MemoryStore::default();
    let stage = inbox(&kept).await;
    save(&stage, "is:denied", "One").await;
    name(&stage, ".views-menu-form input", "Two").await;
    stage.click("Save view").await;
    assert_eq!(listed(&stage)[5..], ["One 1", "Two 1"]);
    stage.click("Move down One").await;
    assert_eq!(listed(&stage)[5..], ["Two 1", "One 1"]);
    assert_eq!(focused(), "Move down One");
    stage.click("Rename One").await;
    name(&stage, "#views-menu-new-name", "two").await;
    stage.click("Rename").await;
    assert!(stage.alerts().contains("Another view has this name."), "{}", stage.alerts());
    name(&stage, "#views-menu-new-name", "Three").await;
    stage.click("Rename").await;
    assert_eq!(listed(&stage)[5..], ["Two 1", "Three 1"]);
    stage.click("Delete Two").await;
    assert_eq!(listed(&stage)[5..], ["Three 1"]);
    assert_eq!(focused(), "Put it back");
    stage.click("Put it back").await;
    assert_eq!(listed(&stage)[5..], ["Two 1", "Three 1"]);
    let text = kept.get(KEY).await.unwrap().expect("is kept");
    assert!(text.find("Two") < text.find("Three"), "{text}");
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_not_stored_over() {
    let kept = MemoryStore::default();
    kept.set(KEY, "[").await.unwrap();
    let stage = inbox(&kept).await;
    save(&stage, "is:denied", "One").await;
    assert!(stage.alerts().contains("The saved views can't be read here"), "{}", stage.alerts());
    assert_eq!(kept.get(KEY).await.unwrap().as_deref(), Some("["));
    drop(stage);
    kept.remove(KEY).await.unwrap();
    let stage = inbox(&kept).await;
    type_query(&stage, "is:denied").await;
    stage.click("Views").await;
    name(&stage, ".views-menu-form input", "One").await;
    kept.fail(Some(StoreError::Refused));
    stage.click("Save view").await;
    assert!(stage.alerts().contains("nothing was changed"), "{}", stage.alerts());
    kept.fail(None);
    stage.click("Save view").await;
    assert_eq!(stage.status("Saved view"), "Saved One.");
}

#[wasm_bindgen_test]
async fn a_name_that_is_taken_can_be_given_the_query_at_hand() {
    let kept = MemoryStore::default();
    let stage = inbox(&kept).await;
    save(&stage, "is:denied", "One").await;
    stage.click("Close").await;
    save(&stage, "is:open", "one").await;
    assert!(stage.alerts().contains("Another view has this name."));
    stage.click("Replace the one there is").await;
    stage.click("Close").await;
    type_query(&stage, "").await;
    stage.click("Views").await;
    assert!(stage.text().contains("To save a view, type a filter first."));
    stage.click("One 1").await;
    assert_eq!(query(&stage), "is:open");
}
