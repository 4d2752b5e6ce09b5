//! What is kept: drafts and preferences, over a reload and where the browser keeps nothing.

use gatehouse::client::operation::{Outcome, Target};
use gatehouse::github::exemption::{RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::parts::store_notice::StoreNotice;
use gatehouse::ui::request_detail::RequestDetail;
use gatehouse::ui::store::{MemoryStore, Store, StoreError};
use gatehouse::vault::status::TokenStatus;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::*;

/// The same browser after a reload.
fn reloaded(stage: Stage) -> Stage {
    let kept = stage.kept.clone();
    drop(stage);
    Stage::with_kept(PageUser::NoPage, holding(token()), kept)
}

async fn drafts(kept: &MemoryStore) -> Vec<String> {
    kept.keys("draft.").await.unwrap()
}

#[wasm_bindgen_test]
async fn a_draft_survives_a_reload_until_it_is_sent() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("half a thou").await;
    let mut stage = reloaded(stage);
    stage.show_detail(located(pending(1))).await;
    assert_eq!(stage.message().value(), "half a thou");
    assert_eq!(drafts(&stage.kept).await, ["draft.api.github.com.octocat.1"]);
    stage.client.then(sent(answered(1, RequestStatus::Approved, ResponseStatus::Approved)));
    stage.click("Approve").await;
    assert!(drafts(&stage.kept).await.is_empty());
    let mut stage = reloaded(stage);
    stage.show_detail(located(pending(1))).await;
    assert_eq!(stage.message().value(), "");
}

#[wasm_bindgen_test]
async fn what_is_typed_is_stored_at_once() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    for typed in ["half", "half a thou"] {
        stage.write(typed).await;
        let text = stage.kept.get("draft.api.github.com.octocat.1").await.unwrap();
        assert_eq!(text.as_deref(), Some(typed));
    }
    stage.write("").await;
    assert!(drafts(&stage.kept).await.is_empty(), "an emptied draft is none");
}

#[wasm_bindgen_test]
async fn another_s_draft_is_not_shown() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("mine").await;
    let kept = stage.kept.clone();
    drop(stage);
    let hubot = TokenStatus { login: "hubot".to_owned(), ..token() };
    let mut stage = Stage::with_kept(PageUser::NoPage, holding(hubot), kept);
    stage.show_detail(located(pending(1))).await;
    assert_eq!(stage.message().value(), "");
    assert_eq!(drafts(&stage.kept).await.len(), 1);
}

#[wasm_bindgen_test]
async fn what_cannot_be_kept_is_said_once_and_stays_in_memory() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage
        .show(|session| {
            let target = Target::Listed(Box::new(pending(1)));
            view! {
                <StoreNotice store=session.store />
                <RequestDetail session target />
            }
            .into_any()
        })
        .await;
    stage.kept.fail(Some(StoreError::Full));
    stage.write("fine").await;
    assert!(stage.alerts().contains("There is no room left"), "{}", stage.alerts());
    stage.click("Understood").await;
    stage.write("fine with me").await;
    assert_eq!(stage.alerts(), "");
    assert_eq!(stage.message().value(), "fine with me");
    stage.kept.fail(None);
    stage.write("fine with us").await;
    stage.kept.fail(Some(StoreError::Refused));
    stage.write("fine").await;
    assert!(stage.alerts().contains("doesn't let Gatehouse keep"), "{}", stage.alerts());
}

#[wasm_bindgen_test]
async fn preferences_are_read_when_the_views_come_and_every_change_is_kept() {
    let stage = Stage::new(PageUser::NoPage);
    stage.kept.set("preferences", r#"{"undo_delay_in":9,"newer":1}"#).await.unwrap();
    let stage = reloaded(stage);
    settle().await;
    assert_eq!(stage.session.preferences.get_untracked().undo_delay_in, 9);
    stage.session.preferences.update(|preferences| preferences.single_key_shortcuts = false);
    settle().await;
    let kept = stage.kept.get("preferences").await.unwrap().unwrap();
    assert!(kept.contains(r#""newer":1"#) && kept.contains(r#""undo_delay_in":9"#), "{kept}");
    let stage = reloaded(stage);
    settle().await;
    let preferences = stage.session.preferences.get_untracked();
    assert!(!preferences.single_key_shortcuts && preferences.undo_delay_in == 9);
}

#[wasm_bindgen_test]
async fn a_change_before_the_preferences_are_read_undoes_none_of_them() {
    let stage = Stage::new(PageUser::NoPage);
    stage.kept.set("preferences", r#"{"single_key_shortcuts":false}"#).await.unwrap();
    let stage = reloaded(stage);
    stage.session.preferences.update(|preferences| preferences.undo_delay_in = 0);
    settle().await;
    let preferences = stage.session.preferences.get_untracked();
    assert!(!preferences.single_key_shortcuts && preferences.undo_delay_in == 0);
    let kept = stage.kept.get("preferences").await.unwrap().unwrap();
    assert!(kept.contains(r#""single_key_shortcuts":false"#), "{kept}");
    assert!(kept.contains(r#""undo_delay_in":0"#), "{kept}");
}

#[wasm_bindgen_test]
async fn what_another_page_set_is_taken_over_on_coming_back() {
    let stage = Stage::new(PageUser::NoPage);
    settle().await;
    let come_back = async || {
        window().dispatch_event(&web_sys::Event::new("focus").unwrap()).unwrap();
        settle().await;
    };
    stage.session.preferences.update(|preferences| preferences.undo_delay_in = 7);
    come_back().await;
    assert_eq!(stage.session.preferences.get_untracked().undo_delay_in, 7);
    stage.kept.set("preferences", r#"{"undo_delay_in":0}"#).await.unwrap();
    come_back().await;
    assert_eq!(stage.session.preferences.get_untracked().undo_delay_in, 0);
    let kept = stage.kept.get("preferences").await.unwrap();
    assert_eq!(kept.as_deref(), Some(r#"{"undo_delay_in":0}"#), "nothing was changed here");
}
