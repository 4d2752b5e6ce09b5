//! The summary of a scope: its figures, where its marks lead, what marks it partial; the ledger and
//! the export beside it.

use gatehouse::client::list::{Gap, ListPage};
use gatehouse::client::operation::Outcome;
use gatehouse::github::exemption::{ExemptionRequest, RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use gatehouse::triage::query::{Context, parse};
use gatehouse::ui::summary::Summary;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlDetailsElement, HtmlElement};

use super::stage::*;

/// Five requests: two wait, one of them for long; one is denied, one approved, one expired.
fn requests() -> Vec<ExemptionRequest> {
    let later = ExemptionRequest { expires_at: Some(NOW.plus(5 * 86_400)), ..pending(2) };
    let approved = ExemptionRequest {
        requester: actor("hubot"),
        ..answered(4, RequestStatus::Approved, ResponseStatus::Approved)
    };
    let expired = ExemptionRequest { expires_at: Some(NOW.plus(-60)), ..pending(5) };
    let denied = answered(3, RequestStatus::Denied, ResponseStatus::Denied);
    vec![pending(1), later, denied, approved, expired]
}

async fn show_summary(stage: &mut Stage, page: ListPage, filter: &'static str) {
    stage.client.then(Outcome::List(Ok(page)));
    stage.session.list.show("org:octo-org".parse().unwrap());
    stage
        .show(move |session| {
            let filter = RwSignal::new(filter.to_owned());
            view! { <Summary session filter /> }.into_any()
        })
        .await;
    settle().await;
}

fn all(root: &Element, selector: &str) -> Vec<Element> {
    let found = root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|index| found.get(index).unwrap().unchecked_into()).collect()
}

fn text(element: &Element) -> String {
    let words = element.text_content().unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The query of a link to the inbox.
fn query(link: &Element) -> String {
    let href = link.get_attribute("href").unwrap();
    let address =
        href.strip_prefix("#/inbox?scope=org:octo-org&q=").unwrap_or_else(|| panic!("{href}"));
    js_sys::decode_uri_component(address).unwrap().into()
}

/// How many of the requests a query leaves.
fn left(query: &str) -> usize {
    let context = Context { now: NOW, viewer: Some("octocat"), offset_at: &|_| 0 };
    let query = parse(query).unwrap();
    requests().iter().filter(|request| query.matches(&context, request)).count()
}

#[wasm_bindgen_test]
async fn figures_are_those_of_the_requests_and_lead_to_them() {
    let mut stage = Stage::new(PageUser::NoPage);
    show_summary(&mut stage, page(requests(), None), "").await;
    assert_eq!(stage.status("Requests counted"), "5 requests counted");
    let totals = all(&stage.root, ".summary-totals-item");
    let told: Vec<String> = totals.iter().map(text).collect();
    assert_eq!(
        told,
        [
            "2 waiting",
            "1 expiring within 24 hours",
            "2 answered 1 approved, 0 approved and pushed, 1 denied",
            "1 expired without an answer of 1 expired",
            "5 in all",
        ]
    );
    let queries: Vec<String> =
        all(&stage.root, "a.summary-totals-figure")[..4].iter().map(query).collect();
    assert_eq!(queries, ["is:open", "is:open expires:<24h", "is:answered", "is:expired"]);
    let rows = all(&stage.root, ".breakdown-chart:nth-of-type(5) tbody tr");
    let told: Vec<String> = rows.iter().map(text).collect();
    assert_eq!(told, ["monalisa480 %2", "hubot120 %0"]);
    let requester = rows[1].query_selector("a").unwrap().unwrap();
    assert_eq!(query(&requester), "requester:hubot");
    for row in all(&stage.root, ".breakdown-chart tbody tr") {
        let link = row.query_selector("a").unwrap().unwrap();
        let count = row.query_selector("td").unwrap().unwrap();
        assert_eq!(text(&count), left(&query(&link)).to_string(), "{}", text(&row));
    }
    assert!(stage.find(".partial-mark").is_none());
}

#[wasm_bindgen_test]
async fn the_table_of_days_says_what_the_chart_draws() {
    let mut stage = Stage::new(PageUser::NoPage);
    show_summary(&mut stage, page(requests(), None), "").await;
    let segments: Vec<(String, String)> = all(&stage.root, ".day-chart-plot a[aria-hidden]")
        .iter()
        .map(|link| (query(link), text(link).rsplit_once(": ").unwrap().1.to_owned()))
        .collect();
    let words: Vec<&str> = segments.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["2 pending", "1 approved", "1 denied", "1 expired"]);
    let days = all(&stage.root, ".day-chart-day");
    assert_eq!(days.len(), 1);
    let name = days[0].get_attribute("aria-label").unwrap();
    assert!(name.ends_with(": 5 requests, 2 pending, 1 approved, 1 denied, 1 expired"), "{name}");
    let details: HtmlDetailsElement = stage.find(".day-chart-details").unwrap().unchecked_into();
    details.set_open(true);
    settle().await;
    let cells = all(&stage.root, ".day-chart-table tbody td a");
    let mut in_table: Vec<(String, String)> =
        cells.iter().map(|link| (query(link), text(link))).collect();
    assert_eq!(in_table.remove(0).1, "5", "all of the day");
    let drawn: Vec<(String, String)> = segments
        .into_iter()
        .map(|(query, words)| (query, words.split(' ').next().unwrap().to_owned()))
        .collect();
    assert_eq!(in_table, drawn);
}

#[wasm_bindgen_test]
async fn a_filter_is_kept_by_every_mark() {
    let mut stage = Stage::new(PageUser::NoPage);
    show_summary(
        &mut stage,
        page(requests(), None),
        "requester:monalisa requester:hubot is:answered",
    )
    .await;
    assert_eq!(stage.status("Requests counted"), "2 requests counted");
    for link in all(&stage.root, ".summary a[href^='#/inbox']").iter().skip(1) {
        assert!(query(link).contains("requester:"), "{}", query(link));
        assert!(left(&query(link)) <= 2);
    }
    let hubot =
        all(&stage.root, ".breakdown-chart-value").into_iter().find(|it| text(it) == "hubot");
    assert_eq!(query(&hubot.unwrap()), "is:answered requester:hubot");
}

#[wasm_bindgen_test]
async fn a_filter_that_cannot_be_understood_has_no_figures() {
    let mut stage = Stage::new(PageUser::NoPage);
    show_summary(&mut stage, page(requests(), None), "is:opn").await;
    assert!(stage.alerts().contains("Did you mean is:open?"));
    assert!(stage.find(".summary-totals").is_none());
}

#[wasm_bindgen_test]
async fn partial_figures_are_marked_everywhere_and_the_ledger_says_why() {
    let mut stage = Stage::new(PageUser::NoPage);
    let gap = Gap::SsoOrganizations { ids: vec!["5".to_owned()] };
    let partial = ListPage { gaps: vec![gap], ..page(requests(), None) };
    show_summary(&mut stage, partial, "").await;
    assert_eq!(stage.status("Requests counted"), "5 requests counted partial");
    let headings = all(&stage.root, ".summary h2");
    let charts = headings.iter().filter(|heading| heading.closest("dialog").unwrap().is_none());
    for heading in charts {
        assert!(text(heading).ends_with("partial"), "{}", text(heading));
    }
    for total in all(&stage.root, ".summary-totals-item") {
        assert!(total.query_selector(".partial-mark").unwrap().is_some());
    }
    stage.click("How complete is this?").await;
    let report = text(&stage.find(".ledger-report").unwrap());
    for words in [
        "Something is missing, or may be.",
        "single sign-on",
        "The past month, the most that GitHub's API gives",
        "Organization octo-org",
        "1 of 1",
        "GitHub left something out.",
    ] {
        assert!(report.contains(words), "{words}: {report}");
    }
    assert!(!report.contains("Nothing is missing"));
}

#[wasm_bindgen_test]
async fn nothing_is_missing_is_said_of_a_whole_list_only() {
    let mut stage = Stage::new(PageUser::NoPage);
    let release = stage.client.then_held(Outcome::List(Ok(page(requests(), None))));
    stage.session.list.show("org:octo-org".parse().unwrap());
    stage
        .show(|session| {
            let filter = RwSignal::new(String::new());
            view! { <Summary session filter /> }.into_any()
        })
        .await;
    stage.click("How complete is this?").await;
    let report = |stage: &Stage| text(&stage.find(".ledger-report").unwrap());
    assert!(report(&stage).contains("It is still being read."), "{}", report(&stage));
    assert!(stage.find(".summary-totals").is_none());
    release.send(()).unwrap();
    settle().await;
    assert!(report(&stage).contains("Nothing is missing."), "{}", report(&stage));
}

#[wasm_bindgen_test]
async fn figures_change_when_a_request_expires() {
    let mut stage = Stage::new(PageUser::NoPage);
    show_summary(&mut stage, page(requests(), None), "").await;
    stage.now.set(NOW.plus(7_199));
    settle().await;
    assert!(stage.text().contains("1 expiring within 24 hours"), "{}", stage.text());
    stage.now.set(NOW.plus(7_200));
    settle().await;
    let totals: Vec<String> = all(&stage.root, ".summary-totals-item").iter().map(text).collect();
    assert_eq!(totals[..2], ["1 waiting", "0 expiring within 24 hours"]);
    let waiting_soon = stage.find(".summary-totals-item:nth-child(2) a");
    assert!(waiting_soon.is_none(), "nothing leads to nothing");
}

#[wasm_bindgen_test]
async fn an_empty_list_is_told_from_a_partial_one() {
    let mut stage = Stage::new(PageUser::NoPage);
    let unclear = ListPage { gaps: vec![Gap::UnclearPaging], ..page(vec![], None) };
    show_summary(&mut stage, unclear, "").await;
    assert!(stage.text().contains("among those loaded. The list is partial."));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    stage.click("Reload").await;
    assert!(stage.text().contains("There are no requests of the past month."));
}

#[wasm_bindgen_test]
async fn an_export_says_how_many_and_is_named_for_its_time() {
    let mut stage = Stage::new(PageUser::NoPage);
    show_summary(&mut stage, page(requests(), None), "is:open").await;
    stage.click("Export…").await;
    let dialog = stage.find(".export-dialog").unwrap();
    assert!(text(&dialog).contains("2 requests"), "{}", text(&dialog));
    assert!(text(&dialog).contains("Filter: is:open"));
    for (index, end) in [(0, ".csv"), (1, ".json"), (2, ".md")] {
        let radios = all(&dialog, "input[type=radio]");
        radios[index].unchecked_ref::<HtmlElement>().click();
        stage.click("Download").await;
        let told = text(&dialog);
        assert!(
            told.contains(&format!("saves it as bypass-requests-20270115T080000Z{end}")),
            "{told}"
        );
    }
}
