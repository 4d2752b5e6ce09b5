//! The local history: wanted or not, what a summary makes of it, its size, erasing it, what goes wrong
//! with it; and the browser's own database.

use std::rc::Rc;
use std::sync::Arc;

use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::github::scope::Scope;
use gatehouse::inbox::history::Reading;
use gatehouse::inbox::rows::{Row, RowKey, Via};
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::history_store::{HistoryError, HistoryStore, MemoryHistory};
use gatehouse::ui::parts::history_notice::HistoryNotice;
use gatehouse::ui::session::Session;
use gatehouse::ui::session::history_database::{HistoryDatabase, NAME, VERSION};
use gatehouse::ui::settings::history_settings::HistorySettings;
use gatehouse::ui::settings::token_settings::TokenSettings;
use gatehouse::ui::store::{MemoryStore, Store};
use gatehouse::ui::summary::Summary;
use gatehouse::vault::status::TokenStatus;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use super::stage::*;

const DAY: i64 = 86_400;
const OCTOCAT: &str = "api.github.com.octocat";

/// One browser: what is kept in it outlives a stage.
#[derive(Clone, Default)]
struct Browser {
    kept: MemoryStore,
    history: MemoryHistory,
}

impl Browser {
    fn open(&self, login: &str) -> Stage {
        let token = TokenStatus { login: login.to_owned(), ..token() };
        let history: Rc<dyn HistoryStore> = Rc::new(self.history.clone());
        let vault = holding(token);
        Stage::with_history(PageUser::NoPage, vault, self.kept.clone(), Some(history))
    }

    /// The lists of which `owner` keeps a history, with the number of requests.
    async fn sizes(&self, owner: &str) -> Vec<(String, Option<usize>)> {
        let listed = self.history.listed(owner).await.unwrap();
        listed.into_iter().map(|its| (its.key, its.record.map(|record| record.requests))).collect()
    }
}

fn scope(text: &str) -> Scope {
    text.parse().unwrap()
}

async fn load(stage: &Stage, of: &str, requests: Vec<ExemptionRequest>) {
    stage.client.then(Outcome::List(Ok(page(requests, None))));
    stage.session.list.show(scope(of).into());
    settle().await;
}

async fn reload(stage: &Stage, days: i64, requests: Vec<ExemptionRequest>) {
    stage.now.set(NOW.plus(days * DAY));
    stage.client.then(Outcome::List(Ok(page(requests, None))));
    stage.session.list.reload();
    settle().await;
}

fn denied(id: u64) -> ExemptionRequest {
    answered(id, RequestStatus::Denied, ResponseStatus::Denied)
}

/// A request of the day so many days after the others.
fn later(request: ExemptionRequest, days: i64) -> ExemptionRequest {
    let expires_at = Some(NOW.plus((days + 6) * DAY));
    ExemptionRequest { created_at: Some(NOW.plus(days * DAY - 60)), expires_at, ..request }
}

fn summary(session: Session) -> AnyView {
    let filter = RwSignal::new(String::new());
    view! {
        <HistoryNotice history=session.history />
        <Summary session filter />
    }
    .into_any()
}

fn settings(session: Session) -> AnyView {
    view! {
        <HistorySettings session token=held(vec![token()]) />
        <TokenSettings session held=held(vec![token()]) on_changed=Some(Callback::new(|_| ())) />
    }
    .into_any()
}

async fn choose(stage: &Stage, index: usize) {
    let all = stage.root.query_selector_all(".history-window input").unwrap();
    all.get(u32::try_from(index).unwrap()).unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
}

fn words(stage: &Stage, selector: &str) -> String {
    let text = stage.find(selector).and_then(|it| it.text_content()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[wasm_bindgen_test]
async fn nothing_is_kept_unless_it_is_wanted() {
    let browser = Browser::default();
    let mut stage = browser.open("octocat");
    load(&stage, "org:octo-org", vec![pending(1)]).await;
    stage.show(summary).await;
    assert_eq!(browser.sizes(OCTOCAT).await, []);
    assert!(stage.find(".history-window").is_none());
    stage.session.history.switch(true);
    settle().await;
    assert_eq!(browser.sizes(OCTOCAT).await, [("org:octo-org".to_owned(), Some(1))]);
    assert!(stage.find(".history-window").is_some());
}

#[wasm_bindgen_test]
async fn figures_reach_as_far_as_the_history_and_say_where_it_has_gaps() {
    let browser = Browser::default();
    let mut stage = browser.open("octocat");
    stage.session.history.switch(true);
    load(&stage, "org:octo-org", vec![pending(1), denied(2)]).await;
    reload(&stage, 20, vec![denied(1), denied(2), later(denied(3), 20)]).await;
    stage.show(summary).await;
    reload(&stage, 40, vec![later(denied(3), 20), later(pending(4), 40)]).await;
    assert_eq!(stage.status("Requests counted"), "2 requests counted");
    choose(&stage, 1).await;
    assert_eq!(stage.status("Requests counted"), "4 requests counted");
    let told = words(&stage, ".day-chart-reach");
    assert!(told.starts_with("Every request made from") && told.ends_with("is counted."), "{told}");
    // What the lists lack leads nowhere, but is drawn.
    assert!(stage.find(".summary a[href^='#/inbox?scope=org:octo-org&q=']").is_none());
    let drawn = stage.root.query_selector_all(".day-chart-segment").unwrap().length();
    assert_eq!(drawn, 3, "two days of denied ones, one of one that waits");
    assert!(stage.find(".partial-mark").is_none());
    // Then nobody looked for longer than GitHub remembers.
    reload(&stage, 100, vec![later(denied(5), 99)]).await;
    assert_eq!(stage.status("Requests counted"), "5 requests counted partial");
    let told = words(&stage, ".day-chart-reach");
    assert!(told.contains("but for gaps. Not everything is known from"), "{told}");
    assert!(stage.find(".day-chart-plot .day-chart-lacking").is_some());
    // The fourth waited when it was seen last.
    assert!(words(&stage, ".day-chart-legend").contains("Unknown"));
    assert!(words(&stage, ".summary-totals").contains("0 waiting"));
    stage.click("How complete is this?").await;
    let report = words(&stage, ".ledger-report");
    assert!(report.contains("Local history, Organization octo-org: 5 requests."), "{report}");
    assert!(report.contains("Not everything is known"), "{report}");
    assert!(report.starts_with("Something of the local history is missing"), "{report}");
    assert!(!report.contains("Nothing is missing"), "{report}");
    stage.click("Close").await;
    choose(&stage, 0).await;
    assert_eq!(stage.status("Requests counted"), "1 request counted");
    assert!(stage.find(".day-chart-reach").is_none());
}

#[wasm_bindgen_test]
async fn an_export_follows_the_summary_s_window() {
    let browser = Browser::default();
    let mut stage = browser.open("octocat");
    stage.session.history.switch(true);
    load(&stage, "org:octo-org", vec![denied(1)]).await;
    stage.show(summary).await;
    reload(&stage, 20, vec![later(denied(3), 20)]).await;
    stage.click("Export…").await;
    assert!(words(&stage, ".export-dialog").contains("1 request"));
    choose(&stage, 1).await;
    assert!(words(&stage, ".export-dialog").contains("2 requests"));
    assert!(words(&stage, ".export-dialog").contains("What requesters wrote isn't kept"));
}

#[wasm_bindgen_test]
async fn one_person_s_history_is_not_another_s() {
    let browser = Browser::default();
    let mut stage = browser.open("octocat");
    stage.session.history.switch(true);
    load(&stage, "org:octo-org", vec![pending(1)]).await;
    stage.show(settings).await;
    assert!(words(&stage, ".history-settings").contains("Organization octo-org"));
    drop(stage);
    let mut stage = browser.open("hubot");
    load(&stage, "org:octo-org", vec![pending(1)]).await;
    stage.show(settings).await;
    assert!(!words(&stage, ".history-settings").contains("Organization octo-org"));
    assert!(!stage.find("#history-switch").unwrap().unchecked_into::<HtmlInputElement>().checked());
    assert_eq!(browser.sizes("api.github.com.hubot").await, []);
    drop(stage);
    // After a reload it is still wanted.
    let stage = browser.open("octocat");
    load(&stage, "org:octo-labs", vec![pending(7)]).await;
    let labs = ("org:octo-labs".to_owned(), Some(1));
    assert_eq!(browser.sizes(OCTOCAT).await, [labs, ("org:octo-org".to_owned(), Some(1))]);
}

#[wasm_bindgen_test]
async fn it_is_erased_list_by_list_or_all_at_once_and_only_when_confirmed() {
    let browser = Browser::default();
    let mut stage = browser.open("octocat");
    stage.session.history.switch(true);
    load(&stage, "org:a", vec![pending(1)]).await;
    load(&stage, "org:b", vec![pending(2), pending(3)]).await;
    stage.show(settings).await;
    let told = words(&stage, ".history-settings");
    assert!(
        told.contains("3 requests, ") && told.contains("bytes in all")
            || told.contains("kB in all"),
        "{told}"
    );
    stage.click("Erase the history of Organization a").await;
    assert!(words(&stage, ".history-settings-dialog").contains("history of Organization a?"));
    stage.click("Cancel").await;
    assert_eq!(browser.sizes(OCTOCAT).await.len(), 2);
    stage.click("Erase the history of Organization a").await;
    stage.click("Erase history").await;
    assert_eq!(browser.sizes(OCTOCAT).await, [("org:b".to_owned(), Some(2))]);
    assert_eq!(stage.status("Erasing"), "Erased: the local history of Organization a.");
    assert!(stage.buttons("Erase all histories").is_empty(), "there is only one left");
    load(&stage, "org:a", vec![pending(1)]).await;
    stage.click("Erase all histories").await;
    stage.click("Erase history").await;
    assert_eq!(browser.sizes(OCTOCAT).await, []);
    assert!(words(&stage, ".history-settings").contains("Nothing is kept yet."));
}

#[wasm_bindgen_test]
async fn what_goes_wrong_is_said_once_and_takes_nothing_else_away() {
    let browser = Browser::default();
    let mut stage = browser.open("octocat");
    stage.session.history.switch(true);
    stage.show(summary).await;
    for (error, said) in [
        (HistoryError::Full, "There is no room left for the local history"),
        (HistoryError::Refused, "doesn't let Gatehouse keep a local history"),
        (HistoryError::Newer, "A newer version of Gatehouse"),
    ] {
        browser.history.fail(Some(error));
        load(&stage, "org:octo-org", vec![pending(1)]).await;
        assert!(stage.alerts().contains(said), "{}", stage.alerts());
        assert_eq!(stage.status("Requests counted"), "1 request counted");
        stage.click("Understood").await;
        reload(&stage, 1, vec![pending(1), pending(2)]).await;
        assert_eq!(stage.alerts(), "", "said again");
        // Of another list, so that the next one begins anew.
        browser.history.fail(None);
        load(&stage, "org:other", vec![]).await;
    }
    browser.history.fail(Some(HistoryError::Failed));
    load(&stage, "org:octo-org", vec![pending(1)]).await;
    choose(&stage, 1).await;
    assert!(stage.alerts().contains("can't be used just now"));
    assert_eq!(stage.status("Requests counted"), "1 request counted", "the month stays");
}

#[wasm_bindgen_test]
async fn a_damaged_history_stays_until_it_is_erased() {
    let browser = Browser::default();
    let mut stage = browser.open("octocat");
    stage.session.history.switch(true);
    load(&stage, "org:octo-org", vec![pending(1)]).await;
    browser.history.damage(OCTOCAT, &scope("org:octo-org"));
    reload(&stage, 1, vec![pending(1)]).await;
    stage
        .show(|session| {
            view! {
                <HistoryNotice history=session.history />
                <HistorySettings session token=held(vec![token()]) />
            }
            .into_any()
        })
        .await;
    assert!(stage.alerts().contains("can't be read, so nothing is added to it"));
    assert!(words(&stage, ".history-settings").contains("It can't be read"));
    stage.click("Erase the history of Organization octo-org").await;
    stage.click("Erase history").await;
    reload(&stage, 2, vec![pending(1)]).await;
    assert_eq!(browser.sizes(OCTOCAT).await, [("org:octo-org".to_owned(), Some(1))]);
    assert_eq!(stage.alerts(), "");
}

#[wasm_bindgen_test]
async fn what_another_page_switched_off_is_off() {
    let browser = Browser::default();
    let stage = browser.open("octocat");
    stage.session.history.switch(true);
    load(&stage, "org:octo-org", vec![pending(1)]).await;
    browser.kept.set("history.api.github.com.octocat", "off").await.unwrap();
    reload(&stage, 1, vec![pending(1), pending(2)]).await;
    assert_eq!(browser.sizes(OCTOCAT).await, [("org:octo-org".to_owned(), Some(1))]);
    assert!(!untrack(|| stage.session.history.is_on()));
}

#[wasm_bindgen_test]
async fn forgetting_the_token_erases_it_only_if_asked_to() {
    let browser = Browser::default();
    for erases in [false, true] {
        let mut stage = browser.open("octocat");
        stage.session.history.switch(true);
        load(&stage, "org:octo-org", vec![pending(1)]).await;
        stage.show(settings).await;
        if erases {
            let choice = stage.find(".token-settings-history input").unwrap();
            choice.unchecked_into::<HtmlElement>().click();
        }
        stage.click("Forget token").await;
        assert_eq!(browser.sizes(OCTOCAT).await.is_empty(), erases);
    }
}

/// What a list gave at a time, as a database takes it.
fn reading(of: &str, days: i64, requests: Vec<ExemptionRequest>) -> Reading {
    let via = Via::Scope(Arc::new(scope(of)));
    let row = |request: ExemptionRequest| Row {
        key: RowKey::Request(request.id.unwrap()),
        version: 1,
        request: Arc::new(request),
        via: via.clone(),
    };
    let rows = requests.into_iter().map(row).collect();
    Reading { scope: scope(of), at: NOW.plus(days * DAY), is_whole: true, rows }
}

#[wasm_bindgen_test]
async fn the_browser_s_database_keeps_what_the_store_in_memory_keeps() {
    let database = HistoryDatabase;
    let memory = MemoryHistory::default();
    let owners = ["test.one", "test.two"];
    for owner in owners {
        database.erase(owner, None).await.unwrap();
    }
    let many = (1..=600).map(pending).collect();
    let readings = [
        ("test.one", reading("org:A", 0, many)),
        ("test.one", reading("org:b", 0, vec![pending(7)])),
        ("test.two", reading("org:a", 0, vec![pending(8)])),
        ("test.one", reading("org:a", 1, vec![denied(1), pending(601)])),
    ];
    for (owner, reading) in readings {
        let kept = database.merge(owner, reading.clone()).await.unwrap();
        assert_eq!(memory.merge(owner, reading).await.unwrap(), kept);
    }
    let assert_same = async || {
        for owner in owners {
            assert_eq!(database.listed(owner).await, memory.listed(owner).await);
            for of in ["org:a", "org:b", "org:none"] {
                let mut kept = database.read(owner, &scope(of)).await.unwrap();
                let mut expected = memory.read(owner, &scope(of)).await.unwrap();
                kept.texts.sort();
                expected.texts.sort();
                assert_eq!(kept, expected, "{owner} {of}");
            }
        }
    };
    assert_same().await;
    let record = &database.listed("test.one").await.unwrap()[0].record.clone().unwrap();
    assert_eq!(record.requests, 601);
    for (owner, key) in [("test.one", Some("org:b")), ("test.one", None), ("test.two", None)] {
        database.erase(owner, key).await.unwrap();
        memory.erase(owner, key).await.unwrap();
        assert_same().await;
    }
}

#[wasm_bindgen_test]
async fn a_newer_form_of_the_database_is_left_alone_and_said() {
    // Another database of the same kind can't be had: this one's version is raised, then lowered.
    let factory = idb::Factory::new().unwrap();
    factory.delete(NAME).unwrap().await.unwrap();
    let newer = factory.open(NAME, Some(VERSION + 1)).unwrap().await.unwrap();
    newer.close();
    let error = HistoryDatabase.listed("test.one").await;
    assert_eq!(error, Err(HistoryError::Newer));
    let error = HistoryDatabase.merge("test.one", reading("org:a", 0, vec![pending(1)])).await;
    assert_eq!(error, Err(HistoryError::Newer));
    factory.delete(NAME).unwrap().await.unwrap();
    assert_eq!(HistoryDatabase.listed("test.one").await, Ok(vec![]));
}
