//! What becomes of a selection when its page, its tab or the whole program goes.

use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::ExemptionRequest;
use gatehouse::github::ids::RequestId;
use gatehouse::inbox::rows::RowKey;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::session::kept_selection::kept_selection;
use gatehouse::ui::store::{MemoryStore, Store};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::*;

/// Longer than a selection may take to be stored.
const STORED_MS: u32 = 400;

/// A tab without a past.
fn new_tab() {
    window().session_storage().unwrap().unwrap().clear().unwrap();
}

/// An inbox with these requests whose selection is kept.
async fn inbox(kept: MemoryStore, requests: Vec<ExemptionRequest>) -> Stage {
    let mut stage = Stage::with_kept(PageUser::NoPage, holding(token()), kept);
    stage.owner.with(|| kept_selection(stage.session));
    stage.client.then(Outcome::List(Ok(page(requests, None))));
    stage.show_inbox().await;
    settle().await;
    stage
}

fn three() -> Vec<ExemptionRequest> {
    vec![pending(1), pending(2), pending(3)]
}

fn selected(stage: &Stage) -> Vec<u64> {
    let rows = untrack(|| stage.session.grid.selected_rows());
    let mut ids: Vec<u64> = rows.iter().map(|row| row.request.id.unwrap().0).collect();
    ids.sort_unstable();
    ids
}

async fn left(kept: &MemoryStore) -> usize {
    kept.keys("selection.").await.unwrap().len()
}

/// Two of three are selected in a tab of the run `before`.
async fn left_by_a_tab() -> MemoryStore {
    new_tab();
    let kept = MemoryStore::default();
    kept.begin_run("before");
    let stage = inbox(kept.clone(), three()).await;
    stage.session.grid.select_all(true);
    stage.session.grid.selection.update(|it| it.toggle(RowKey::Request(RequestId(3))));
    TimeoutFuture::new(STORED_MS).await;
    assert_eq!((selected(&stage), left(&kept).await), (vec![1, 2], 1));
    kept
}

#[wasm_bindgen_test]
async fn a_selection_outlives_the_program_and_one_new_tab_takes_it_over() {
    let kept = left_by_a_tab().await;
    new_tab();
    kept.begin_run("after");
    let stage = inbox(kept.clone(), three()).await;
    assert_eq!(selected(&stage), [1, 2]);
    let text = stage.text();
    assert!(text.contains("2 selected Some since before Gatehouse was restarted"), "{text}");
    assert_eq!(left(&kept).await, 1, "it is the new tab's now");
    new_tab();
    let other = inbox(kept.clone(), three()).await;
    assert_eq!(selected(&other), [0; 0], "what another tab has isn't meant here");
    drop(other);
    stage.session.grid.clear_selection();
    TimeoutFuture::new(STORED_MS).await;
    assert_eq!(left(&kept).await, 0);
    assert!(!stage.text().contains("Some since before"));
    new_tab();
}

#[wasm_bindgen_test]
async fn a_new_tab_of_the_same_run_takes_over_nothing() {
    let kept = left_by_a_tab().await;
    new_tab();
    let stage = inbox(kept.clone(), three()).await;
    assert_eq!((selected(&stage), left(&kept).await), (vec![], 1));
    new_tab();
}

#[wasm_bindgen_test]
async fn what_is_selected_before_the_rest_comes_stays() {
    let kept = left_by_a_tab().await;
    new_tab();
    kept.begin_run("after");
    // The rows of those that were selected come later.
    let stage = inbox(kept.clone(), vec![pending(3)]).await;
    stage.session.grid.select_all(true);
    TimeoutFuture::new(STORED_MS).await;
    stage.client.then(Outcome::List(Ok(page(three(), None))));
    stage.click("Reload").await;
    assert_eq!(selected(&stage), [1, 2, 3]);
    new_tab();
}
