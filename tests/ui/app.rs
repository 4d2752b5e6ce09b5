//! The app on a page of its own, and its connect form.

use std::rc::Rc;

use gatehouse::client::Client;
use gatehouse::client::operation::Outcome;
use gatehouse::demo::DemoClient;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::app::App;
use gatehouse::ui::session::{Around, Session, Source};
use gatehouse::ui::store::MemoryStore;
use gatehouse::vault::status::VaultStatus;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use super::keyboard::press;
use super::stage::*;

/// The app at an address, with nobody's token and the demo.
async fn app_at(stage: &mut Stage, address: &str) {
    let path = window().location().pathname().unwrap();
    let history = window().history().unwrap();
    history.push_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{address}"))).unwrap();
    let now = stage.now;
    let demo = stage.owner.with(|| {
        let client: Rc<dyn Client> = Rc::new(DemoClient::new(|| NOW));
        let around = around(now, PageUser::NoPage, MemoryStore::default());
        let around = Around { commands: stage.session.commands, ..around };
        Session::new(client, Source::Demo, around)
    });
    stage
        .show(move |live| view! { <App live demo token_only=false sends_itself=true /> }.into_any())
        .await;
    settle().await;
}

/// The address behind the path.
fn address() -> String {
    window().location().search().unwrap() + &window().location().hash().unwrap()
}

const DEMO_INBOX: &str = "?demo#/inbox?scope=enterprise:octo-demo";

#[wasm_bindgen_test]
async fn the_demo_is_in_the_address_and_never_asks_github() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    app_at(&mut stage, "#/").await;
    stage.click("Explore with demo data").await;
    settle().await;
    assert_eq!(address(), DEMO_INBOX);
    assert!(stage.status("Requests shown").ends_with("of 300 requests"));
    stage.find("a.request-row-link").unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
    let request = address();
    assert!(request.starts_with("?demo#/request/"), "{request}");
    assert!(stage.find("[role=status][aria-label='Request status']").is_some());
    assert!(stage.find("a[href^='https:']").is_none(), "nothing of the demo is at GitHub");
    stage.click("Leave demo").await;
    settle().await;
    assert_eq!(address(), "#/");
    assert!(stage.text().contains("Connect to GitHub"));
    window().history().unwrap().back().unwrap();
    settle().await;
    settle().await;
    assert_eq!(address(), request);
    assert!(stage.text().contains("Demo data"));
    assert!(stage.client.asked.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn the_query_is_in_the_address_and_keys_go_to_views() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    app_at(&mut stage, &format!("{DEMO_INBOX}&q=is:denied")).await;
    let query = || stage.find("input[type=search]").unwrap().unchecked_into::<HtmlInputElement>();
    assert_eq!(query().value(), "is:denied");
    assert!(press("g").await && press("w").await);
    assert_eq!(query().value(), "is:open");
    assert_eq!(address(), format!("{DEMO_INBOX}&q=is:open"));
    window().location().set_hash("#/settings").unwrap();
    settle().await;
    settle().await;
    assert!(stage.find("input[type=search]").is_none());
    assert!(press("g").await && press("e").await);
    settle().await;
    assert_eq!(address(), format!("{DEMO_INBOX}&q=is:open%20expires:%3C24h"));
    assert_eq!(query().value(), "is:open expires:<24h");
}

#[wasm_bindgen_test]
async fn with_demo_in_the_address_every_view_is_the_demo_s() {
    for (from, to) in [
        ("?demo", DEMO_INBOX),
        ("?demo#/inbox?scope=org:octo-demo", "?demo#/inbox?scope=org:octo-demo"),
        ("?demo#/settings", "?demo#/settings"),
    ] {
        let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
        app_at(&mut stage, from).await;
        assert_eq!(address(), to);
        assert!(stage.text().contains("Demo data"), "{from}");
        stage.click("Leave demo").await;
        assert_eq!(address(), "#/");
        assert!(stage.text().contains("Connect to GitHub"));
    }
}

#[wasm_bindgen_test]
async fn connected_is_said_in_the_view_that_follows() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    app_at(&mut stage, "#/").await;
    let said = stage.find(".app-said").unwrap();
    for (field, text) in [("#scope", "org:octo-org"), ("#token", "ghp_good")] {
        let input: HtmlInputElement = stage.find(field).unwrap().unchecked_into();
        input.set_value(text);
        input.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    }
    stage.client.signs_in.set(true);
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    stage.click("Connect").await;
    settle().await;
    assert_eq!(address(), "#/inbox?scope=org:octo-org");
    assert_eq!(said.text_content().as_deref(), Some("Connected."));
    assert!(stage.find(".app-said").is_some_and(|now| now == said));
}

#[wasm_bindgen_test]
async fn the_scopes_of_the_last_visit_are_shown_again() {
    const SCOPES: &str = "#/inbox?scope=org:octo-org,org:octo-labs";
    let nothing = || Outcome::List(Ok(page(vec![], None)));
    let mut first = Stage::new(PageUser::NoPage);
    first.client.then(nothing());
    first.client.then(nothing());
    app_at(&mut first, SCOPES).await;
    assert!(first.text().contains("octo-org, octo-labs"));
    let kept = first.kept.clone();
    drop(first);
    let mut second = Stage::with_kept(PageUser::NoPage, holding(token()), kept);
    second.client.then(nothing());
    second.client.then(nothing());
    app_at(&mut second, "#/").await;
    settle().await;
    assert_eq!(address(), SCOPES);
    assert_eq!(second.client.lists(), [1, 1]);
}

#[wasm_bindgen_test]
async fn a_clock_that_is_wrong_is_told_and_put_right() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    app_at(&mut stage, "#/").await;
    let clock = stage.session.clock;
    for (difference, told) in [
        (0, None),
        (-300, None),
        (-172_800, Some("This computer's clock is 2 days ahead of GitHub's.")),
        (7_200, Some("This computer's clock is 2 hours behind GitHub's.")),
        (0, None),
    ] {
        clock.learn(Some(difference));
        settle().await;
        let notice = stage.find(".clock-notice").and_then(|it| it.text_content());
        assert_eq!(notice.is_some(), told.is_some(), "{difference}: {notice:?}");
        assert!(told.is_none_or(|told| notice.is_some_and(|it| it.contains(told))));
    }
}
