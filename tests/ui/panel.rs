//! The panel on a GitHub page.

use gatehouse::client::list::ListPage;
use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::page::mark::SeenLinks;
use gatehouse::page::meaning::meaning;
use gatehouse::page::panel::{Layout, PanelState};
use gatehouse::page::theme::Theme;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::panel::Panel;
use gatehouse::ui::{PanelContext, PanelHandle};
use gatehouse::vault::status::VaultStatus;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use super::stage::*;

fn panel_handle(stage: &Stage) -> (PanelHandle, RwSignal<u32>) {
    stage.owner.with(|| {
        let calls = RwSignal::new(0);
        let count = move || calls.update(|calls| *calls += 1);
        let handle = PanelHandle {
            context: RwSignal::new(None),
            set_open: Callback::new(move |_| count()),
            set_width: Callback::new(move |_| count()),
            open_settings: Callback::new(move |()| count()),
            set_marks: Callback::new(|_| ()),
            escape: Callback::new(move |()| count()),
        };
        (handle, calls)
    })
}

fn context(url: &str, open: bool) -> Option<PanelContext> {
    Some(PanelContext {
        meaning: meaning(url).unwrap(),
        page_user: PageUser::Login("octocat".to_owned()),
        theme: Theme::default(),
        panel: PanelState::default().with_open(open),
        layout: Layout::Beside,
        vault: holding(token()),
        links: SeenLinks::default(),
        wanted: None,
    })
}

#[wasm_bindgen_test]
async fn a_panel_that_was_not_admitted_shows_nothing_and_asks_nothing() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, calls) = panel_handle(&stage);
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    assert_eq!(stage.text().trim(), "");
    assert!(stage.find("button, a, input, textarea, [tabindex]").is_none());
    assert!(stage.client.asked.borrow().is_empty());
    assert_eq!(calls.get_untracked(), 0);
}

#[wasm_bindgen_test]
async fn a_closed_panel_is_a_tab_with_the_number_waiting() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, calls) = panel_handle(&stage);
    let denied = answered(2, RequestStatus::Denied, ResponseStatus::Denied);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), denied], None))));
    handle.context.set(context("https://github.com/octo-org/smile/exemptions", false));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    stage.click("Open Gatehouse: 1 request waiting").await;
    assert_eq!(calls.get_untracked(), 1);
}

#[wasm_bindgen_test]
async fn without_a_token_the_panel_leads_to_where_one_is_entered() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    let (handle, calls) = panel_handle(&stage);
    let here = context("https://github.com/octo-org/smile/exemptions/1", true).unwrap();
    handle.context.set(Some(PanelContext { vault: VaultStatus::Empty, ..here.clone() }));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    assert!(stage.client.asked.borrow().is_empty());
    assert!(stage.find("input, textarea").is_none());
    stage.click("Enter a token").await;
    assert_eq!(calls.get_untracked(), 1);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    handle.context.set(Some(here));
    settle().await;
    assert_eq!(stage.status("Request status"), "Pending");
}

#[wasm_bindgen_test]
async fn a_late_reply_for_the_page_before_is_ignored() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    // The detail asks before the list does, since the list waits for the views to settle.
    let release = stage.client.then_held(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    handle.context.set(context("https://github.com/octo-org/smile/exemptions/1", true));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    let second = ExemptionRequest { requester: actor("hubot"), ..pending(2) };
    stage.client.then(Outcome::Locate(Ok(Box::new(located(second)))));
    handle.context.set(context("https://github.com/octo-org/smile/exemptions/2", true));
    settle().await;
    release.send(()).unwrap();
    settle().await;
    let text = stage.text();
    assert!(text.contains("Bypass request #2") && text.contains("hubot"), "{text}");
    assert!(!text.contains("monalisa"), "{text}");
}

#[wasm_bindgen_test]
async fn a_token_for_another_github_is_not_used() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    handle.context.set(context("https://octo.ghe.com/octo-org/smile/exemptions/1", true));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    assert!(stage.alerts().contains("Your token is for github.com."));
    assert!(stage.client.asked.borrow().is_empty());
}

const LIST_PAGE: &str = "https://github.com/octo-org/smile/exemptions";

#[wasm_bindgen_test]
async fn the_closed_tab_counts_again_on_another_page_a_minute_later() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1)], None))));
    handle.context.set(context(&format!("{LIST_PAGE}/1"), false));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    stage.now.set(NOW.plus(50));
    handle.context.set(context(&format!("{LIST_PAGE}/2"), false));
    settle().await;
    assert_eq!(stage.client.lists(), [1]);
    stage.now.set(NOW.plus(100));
    settle().await;
    assert_eq!(stage.client.lists(), [1]);
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    handle.context.set(context(&format!("{LIST_PAGE}/3"), false));
    settle().await;
    assert_eq!(stage.client.lists(), [1, 1]);
    assert_eq!(stage.buttons("Open Gatehouse: 0 requests waiting").len(), 1);
}

#[wasm_bindgen_test]
async fn a_list_in_the_panel_is_as_it_was_left_when_the_panel_opens_again() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    handle.context.set(context(LIST_PAGE, true));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    let search: HtmlInputElement = stage.find("input[type=search]").unwrap().unchecked_into();
    search.set_value("#2");
    search.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
    for _ in 0..2 {
        stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(2))))));
    }
    stage.click("Open request #2 in octo-org/smile").await;
    for open in [false, true] {
        handle.context.set(context(LIST_PAGE, open));
        settle().await;
    }
    assert!(stage.text().contains("Bypass request #2"));
    stage.click("Back to list").await;
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    handle.context.set(context("https://github.com/octo-org/other/exemptions", true));
    settle().await;
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
}

#[wasm_bindgen_test]
async fn the_figures_over_a_list_filter_it_and_say_what_is_missing() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    let denied = answered(2, RequestStatus::Denied, ResponseStatus::Denied);
    let expired = answered(3, RequestStatus::Expired, ResponseStatus::Approved);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), denied, expired], None))));
    handle.context.set(context(LIST_PAGE, true));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    let pressed = |name: &str| stage.button(name).get_attribute("aria-pressed");
    assert_eq!(pressed("1 waiting").as_deref(), Some("true"));
    assert_eq!(pressed("1 expiring within 24 hours").as_deref(), Some("false"));
    assert_eq!(stage.buttons("0 expired without an answer, of 1 expired").len(), 1);
    stage.click("1 answered").await;
    assert_eq!(stage.status("Requests shown"), "1 of 3 requests");
    assert!(stage.text().contains("#2"), "{}", stage.text());
    assert_eq!(pressed("1 answered").as_deref(), Some("true"));
    assert_eq!(pressed("1 waiting").as_deref(), Some("false"));
    stage.click("1 answered").await;
    assert_eq!(stage.status("Requests shown"), "3 of 3 requests");
    assert!(!stage.text().contains("partial"));
    let first = ListPage { last: Some(2), ..page(vec![pending(1)], Some(2)) };
    stage.client.then(Outcome::List(Ok(first.clone())));
    let release = stage.client.then_held(Outcome::List(Ok(page(vec![pending(4)], None))));
    handle.context.set(context("https://github.com/octo-org/other/exemptions", true));
    settle().await;
    assert_eq!(stage.buttons("1 partial waiting").len(), 1, "{}", stage.text());
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(4)], None))));
    stage.client.then(Outcome::List(Ok(first)));
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.buttons("2 waiting").len(), 1, "{}", stage.text());
}

#[wasm_bindgen_test]
async fn a_sheet_has_no_edge_to_move_and_dragging_sets_one_width_a_frame() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, calls) = panel_handle(&stage);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    let beside = context(&format!("{LIST_PAGE}/1"), true).unwrap();
    handle.context.set(Some(beside.clone()));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    let edge = stage.find("[role=separator]").expect("the edge");
    let pointer = |kind: &str, x: i32| {
        let make = "return new PointerEvent(kind, { screenX, bubbles: true })";
        let event = js_sys::Function::new_with_args("kind, screenX", make)
            .call2(&JsValue::NULL, &kind.into(), &x.into())
            .unwrap();
        edge.dispatch_event(&event.unchecked_into()).unwrap();
    };
    pointer("pointerdown", 500);
    for x in [490, 480, 470, 460] {
        pointer("pointermove", x);
    }
    pointer("pointerup", 460);
    settle().await;
    assert_eq!(calls.get_untracked(), 1);
    handle.context.set(Some(PanelContext { layout: Layout::Sheet, ..beside }));
    settle().await;
    assert!(stage.find("[role=separator]").is_none());
}
