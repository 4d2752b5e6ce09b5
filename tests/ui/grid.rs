//! The rows of the inbox: a window of them, sorted, selected, worked by keyboard.

use std::cell::Cell;
use std::rc::Rc;

use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::keyboard::press;
use super::stage::*;

/// The list with so many waiting requests, the first to expire first.
async fn list_of(stage: &mut Stage, count: u64) {
    let requests = (1..=count).map(|id| ExemptionRequest {
        expires_at: Some(NOW.plus(86_400 + i64::try_from(id).unwrap())),
        ..pending(id)
    });
    list_with(stage, requests.collect()).await;
}

async fn list_with(stage: &mut Stage, requests: Vec<ExemptionRequest>) {
    stage.client.then(Outcome::List(Ok(page(requests, None))));
    stage.show_inbox().await;
}

fn all(stage: &Stage, selector: &str) -> Vec<HtmlElement> {
    let found = stage.root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|index| found.get(index).unwrap().unchecked_into()).collect()
}

/// The numbers of the rows that are made, in their order.
pub fn numbers(stage: &Stage) -> Vec<u64> {
    all(stage, ".request-row-link bdi")
        .iter()
        .map(|it| it.text_content().unwrap().trim_start_matches('#').parse().unwrap())
        .collect()
}

fn row(stage: &Stage, number: u64) -> HtmlElement {
    let rows = all(stage, ".request-row");
    let has = |row: &&HtmlElement| {
        let link = row.query_selector(".request-row-link bdi").unwrap().unwrap();
        link.text_content().unwrap() == format!("#{number}")
    };
    rows.iter().find(has).unwrap_or_else(|| panic!("no row #{number}")).clone()
}

fn select_box(stage: &Stage, number: u64) -> HtmlInputElement {
    row(stage, number).query_selector("input").unwrap().unwrap().unchecked_into()
}

fn selected(stage: &Stage) -> Vec<u64> {
    let selected = stage.session.grid.selected_rows().into_iter();
    selected.map(|row| row.request.id.unwrap().0).collect()
}

async fn click_with_shift(element: &HtmlElement) {
    let make =
        "return new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true })";
    let event = js_sys::Function::new_no_args(make).call0(&JsValue::NULL).unwrap();
    element.dispatch_event(&event.unchecked_into()).unwrap();
    settle().await;
}

async fn filter(stage: &Stage, text: &str) {
    filter_at_once(stage, text);
    settle().await;
}

fn filter_at_once(stage: &Stage, text: &str) {
    let search: HtmlInputElement = stage.find("input[type=search]").unwrap().unchecked_into();
    search.set_value(text);
    search.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
}

/// Whether the next frame is drawn.
fn frame() -> Rc<Cell<bool>> {
    let drawn = Rc::new(Cell::new(false));
    let draws = Rc::clone(&drawn);
    request_animation_frame(move || draws.set(true));
    drawn
}

/// Lets everything run that is due within this turn of the event loop.
async fn turns() {
    for _ in 0..20 {
        JsFuture::from(js_sys::Promise::resolve(&JsValue::NULL)).await.unwrap();
    }
}

fn nodes_below(element: &Element) -> f64 {
    let count = "let all = 0; for (const walker = document.createTreeWalker(root); walker.nextNode();) all++; \
                 return all";
    let count = js_sys::Function::new_with_args("root", count);
    count.call1(&JsValue::NULL, element).unwrap().as_f64().unwrap()
}

fn focused() -> Element {
    document().active_element().unwrap()
}

#[wasm_bindgen_test]
async fn of_ten_thousand_rows_those_in_view_are_made() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 10_000).await;
    let grid = stage.find("[role=grid][aria-label='Requests']").expect("the grid");
    assert_eq!(grid.get_attribute("aria-rowcount").as_deref(), Some("10001"));
    assert_eq!(stage.status("Requests shown"), "10,000 of 10,000 requests");
    assert_eq!(numbers(&stage)[..3], [1, 2, 3]);
    assert!(nodes_below(&stage.root) < 2_500.0, "{}", nodes_below(&stage.root));
    window().scroll_to_with_x_and_y(0.0, 200_000.0);
    settle().await;
    settle().await;
    let made = numbers(&stage);
    assert!(made.len() < 60 && made[0] > 4_000 && made.is_sorted(), "{made:?}");
    assert!(nodes_below(&stage.root) < 2_500.0);
    let middle = row(&stage, made[made.len() / 2]);
    let index: u64 = middle.get_attribute("aria-rowindex").unwrap().parse().unwrap();
    assert_eq!(index, made[made.len() / 2] + 1);
    let rect = middle.get_bounding_client_rect();
    let height = window().inner_height().unwrap().as_f64().unwrap();
    assert!(rect.top() > 0.0 && rect.bottom() < height, "it is not where it is seen");
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

#[wasm_bindgen_test]
async fn headings_sort_and_turn_the_order_round() {
    let mut stage = Stage::new(PageUser::NoPage);
    let by = |id: u64, name: &str| ExemptionRequest { requester: actor(name), ..pending(id) };
    list_with(&mut stage, vec![by(1, "zed"), by(2, "amy"), by(3, "Bob")]).await;
    let heading = |name: &str| stage.button(name).closest("[role=columnheader]").unwrap().unwrap();
    let direction = |name: &str| heading(name).get_attribute("aria-sort");
    assert_eq!(numbers(&stage), [1, 2, 3]);
    assert_eq!(direction("Expires").as_deref(), Some("ascending"));
    stage.click("Requester").await;
    assert_eq!(numbers(&stage), [2, 3, 1]);
    assert_eq!(direction("Requester").as_deref(), Some("ascending"));
    assert_eq!(direction("Expires"), None);
    stage.click("Requester").await;
    assert_eq!(numbers(&stage), [1, 3, 2]);
    assert_eq!(direction("Requester").as_deref(), Some("descending"));
    assert!(stage.session.preferences.with_untracked(|it| it.sort.descending));
}

#[wasm_bindgen_test]
async fn a_range_is_selected_and_what_the_filter_hides_is_said_and_not_acted_on() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 12).await;
    select_box(&stage, 2).click();
    settle().await;
    click_with_shift(&select_box(&stage, 5)).await;
    assert_eq!(selected(&stage), [2, 3, 4, 5]);
    assert!(select_box(&stage, 4).checked() && !select_box(&stage, 6).checked());
    assert_eq!(row(&stage, 4).get_attribute("aria-selected").as_deref(), Some("true"));
    assert!(stage.text().contains("4 selected"), "{}", stage.text());
    click_with_shift(&select_box(&stage, 3)).await;
    assert_eq!(selected(&stage), [2, 3]);
    assert!(select_box(&stage, 3).checked(), "the box shows what is so");
    filter(&stage, "#3").await;
    assert_eq!(numbers(&stage), [3]);
    assert!(stage.text().contains("2 selected, 1 of them hidden by the filter"));
    assert_eq!(selected(&stage), [3]);
    filter(&stage, "").await;
    assert_eq!(selected(&stage), [2, 3]);
    stage.click("Clear selection").await;
    assert!(selected(&stage).is_empty() && !select_box(&stage, 3).checked());
}

#[wasm_bindgen_test]
async fn the_box_in_the_heading_selects_what_is_shown() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 3).await;
    let head =
        || -> HtmlInputElement { stage.find(".request-grid-head input").unwrap().unchecked_into() };
    assert_eq!(head().get_attribute("aria-label").as_deref(), Some("Select all 3 requests shown"));
    select_box(&stage, 2).click();
    settle().await;
    assert!(head().indeterminate() && !head().checked());
    head().click();
    settle().await;
    assert!(head().checked() && !head().indeterminate());
    assert_eq!(selected(&stage), [1, 2, 3]);
    head().click();
    settle().await;
    assert!(!head().checked() && selected(&stage).is_empty());
}

#[wasm_bindgen_test]
async fn the_keys_of_a_grid_move_select_and_open() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 500).await;
    let stops = all(&stage, ".request-row[tabindex='0']");
    assert_eq!(stops.len(), 1);
    stops[0].focus().unwrap();
    assert!(press("ArrowDown").await);
    assert!(focused() == *row(&stage, 2));
    assert!(press(" ").await);
    assert_eq!(selected(&stage), [2]);
    press("ArrowRight").await;
    assert!(focused() == **select_box(&stage, 2));
    press("ArrowLeft").await;
    press("End").await;
    settle().await;
    assert!(focused() == *row(&stage, 500));
    assert!(row(&stage, 500).get_bounding_client_rect().top() > 0.0);
    press("PageUp").await;
    let at: u64 = focused().get_attribute("aria-rowindex").unwrap().parse().unwrap();
    assert!((440..500).contains(&at), "{at}");
    press("Home").await;
    settle().await;
    assert!(focused() == *row(&stage, 1));
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    assert!(press("Enter").await);
    assert!(stage.text().contains("Bypass request #1"));
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

#[wasm_bindgen_test]
async fn the_focus_goes_along_before_another_frame_is_drawn() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 4).await;
    row(&stage, 1).focus().unwrap();
    // A dialog that another key opens in the same frame gives the focus back to where it is then.
    let drawn = frame();
    stage.session.grid.move_by(1);
    stage.session.grid.move_by(1);
    turns().await;
    assert!(focused() == *row(&stage, 3) && !drawn.get());
}

#[wasm_bindgen_test]
async fn the_focus_goes_on_from_a_row_that_leaves_before_another_frame_is_drawn() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 4).await;
    row(&stage, 2).focus().unwrap();
    settle().await;
    // The next key is meant for the rows, whenever it comes.
    let drawn = frame();
    filter_at_once(&stage, "-#2");
    turns().await;
    assert!(focused() == *row(&stage, 3) && !drawn.get(), "{}", focused().outer_html());
}

#[wasm_bindgen_test]
async fn the_focus_stays_on_its_row_and_goes_on_to_the_next_where_that_is_gone() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 4).await;
    row(&stage, 3).focus().unwrap();
    let sooner = ExemptionRequest { expires_at: Some(NOW.plus(60)), ..pending(3) };
    stage.session.list.replace(&sooner);
    settle().await;
    assert_eq!(numbers(&stage), [3, 1, 2, 4]);
    assert!(focused() == *row(&stage, 3));
    let denied = answered(3, RequestStatus::Denied, ResponseStatus::Denied);
    stage.session.list.replace(&denied);
    settle().await;
    settle().await;
    assert_eq!(numbers(&stage), [1, 2, 4]);
    assert!(focused() == *row(&stage, 1), "{}", focused().outer_html());
}

#[wasm_bindgen_test]
async fn a_query_with_an_error_keeps_the_rows_and_stops_what_is_done_to_many() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 3).await;
    select_box(&stage, 2).click();
    filter(&stage, "#2").await;
    assert_eq!(selected(&stage), [2]);
    filter(&stage, "#2 is:opne").await;
    assert_eq!(numbers(&stage), [2]);
    assert!(selected(&stage).is_empty());
    let text = stage.text();
    assert!(text.contains("opne at character 7: There is no is:opne."), "{text}");
    let search = stage.find("input[type=search]").unwrap();
    assert_eq!(search.get_attribute("aria-invalid").as_deref(), Some("true"));
    filter(&stage, "#2 is:open").await;
    assert_eq!(search.get_attribute("aria-invalid"), None);
    assert_eq!(selected(&stage), [2]);
}

#[wasm_bindgen_test]
async fn columns_are_chosen_and_kept() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 2).await;
    let headings = || -> Vec<String> {
        let all = all(&stage, "[role=columnheader]");
        all.iter().map(|it| it.text_content().unwrap()).collect()
    };
    let shows = |name: &str| headings().iter().any(|heading| heading.contains(name));
    assert!(shows("Requester"));
    stage.click("Columns").await;
    let choices = all(&stage, ".column-menu-choice");
    let requester = choices.iter().find(|it| it.text_content().unwrap() == "Requester").unwrap();
    requester.click();
    settle().await;
    assert!(!shows("Requester"));
    assert!(!row(&stage, 1).text_content().unwrap().contains("monalisa"));
    stage.click("Show the usual ones").await;
    assert!(shows("Requester"));
    assert!(row(&stage, 1).text_content().unwrap().contains("monalisa"));
    stage.click("Done").await;
}

#[wasm_bindgen_test]
async fn what_came_since_the_last_look_is_marked() {
    let mut stage = Stage::new(PageUser::NoPage);
    list_of(&mut stage, 2).await;
    assert!(stage.find(".request-row-news").is_none());
    let other = ExemptionRequest { requester: actor("hubot"), ..pending(2) };
    let came = page(vec![pending(1), other, pending(3)], None);
    stage.client.then(Outcome::List(Ok(came)));
    stage.click("Reload").await;
    assert!(row(&stage, 3).text_content().unwrap().contains("New"));
    assert!(row(&stage, 2).text_content().unwrap().contains("Updated"));
}
