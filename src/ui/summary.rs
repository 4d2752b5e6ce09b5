//! The figures over the requests of a scope: what waits, what came when and from whom, how quickly
//! it was answered.

pub mod breakdown_chart;
pub mod day_chart;
pub mod figures;
pub mod history_window;
pub mod response_times;
pub mod summary_state;
pub mod summary_totals;
pub mod week_pattern;

use std::sync::Arc;

use leptos::prelude::*;

use crate::triage::summary::Summary as Values;
use crate::triage::summary::breakdown::{Breakdown, Dimension};
use crate::triage::visible::visible;

use self::breakdown_chart::BreakdownChart;
use self::day_chart::DayChart;
use self::figures::{Figures, figures};
use self::history_window::HistoryWindow;
use self::response_times::ResponseTimes;
use self::summary_state::SummaryState;
use self::summary_totals::SummaryTotals;
use self::week_pattern::WeekPattern;
use super::export_dialog::ExportDialog;
use super::inbox_links::InboxLinks;
use super::labels;
use super::ledger_dialog::LedgerDialog;
use super::notice;
use super::parts::banner::Banner;
use super::parts::icon::{Icon, Octicon};
use super::parts::partial_mark::PartialMark;
use super::route::Route;
use super::session::Session;
use super::session::history_handle::SummaryWindow;

/// The figures over what the filter leaves of the session's list.
#[component]
pub fn Summary(
    /// Whose list.
    session: Session,
    /// The text in the filter.
    filter: RwSignal<String>,
) -> impl IntoView {
    let list = session.list;
    let text = Memo::new(move |_| filter.get());
    let history = session.history;
    let window = Memo::new(move |_| history.window());
    let found = figures(session, text.into(), window.into());
    let made = Memo::new(move |_| match found.get() {
        Some(Ok(figures)) => Some(figures),
        _ => None,
    });
    let is_partial = Memo::new(move |_| {
        let now = list.load.with(|load| load.is_partial());
        now || made.with(|made| made.as_ref().is_some_and(|made| made.is_partial))
    });
    let links = Memo::new(move |_| {
        // The inbox has nothing of the history.
        let query = made.with(|made| {
            let made = made.as_ref().filter(|made| made.coverage.is_none());
            made.map(|made| made.query.clone())
        })?;
        let viewer = session.held().map(|token| token.login);
        Some(InboxLinks { scopes: list.scopes.get()?, query, viewer })
    });
    let has_some = Memo::new(move |_| {
        made.with(|made| made.as_ref().is_some_and(|made| made.summary.totals.all > 0))
    });
    let unreadable = move || match found.get() {
        Some(Err(errors)) => Some(view! { <Banner notice=notice::unreadable_filter(&errors) /> }),
        _ => None,
    };
    let scope = move || {
        list.scopes.get().map(|scopes| {
            let (kind, name) = labels::scopes(&scopes);
            view! {
                <p class="summary-scope">
                    {kind} " " <bdi>{name}</bdi>
                </p>
            }
        })
    };
    view! {
        <section class="summary">
            <header class="summary-head">
                <div>
                    <h1 tabindex="-1">"Summary"</h1>
                    {scope}
                </div>
                <div class="summary-tools">
                    <ExportDialog session query=text window />
                    <Reload session />
                </div>
            </header>
            <FilterLine session text />
            <div class="summary-state">
                <p role="status" aria-label="Requests counted">
                    {move || made.get().map(|made| counted(&made))}
                    <PartialMark is_partial />
                </p>
                <LedgerDialog session window />
            </div>
            <HistoryWindow history />
            <SummaryState session />
            {unreadable}
            {move || empty(made.get().as_deref(), is_partial.get(), &text.get(), window.get())}
            <Show when=move || has_some.get()>
                <Charts made links is_partial />
            </Show>
        </section>
    }
}

fn counted(made: &Figures) -> String {
    format!("{} counted", labels::requests(made.summary.totals.all))
}

/// What is said where there is nothing to count.
fn empty(
    made: Option<&Figures>,
    is_partial: bool,
    filter: &str,
    window: SummaryWindow,
) -> Option<impl IntoView + use<>> {
    made.filter(|made| made.summary.totals.all == 0)?;
    let what = match (filter.trim().is_empty(), window) {
        (true, SummaryWindow::Month) => "There are no requests of the past month",
        (true, SummaryWindow::History) => "There are no requests in the history",
        (false, _) => "No request matches the filter",
    };
    let text = if is_partial {
        format!("{what} among those loaded. The list is partial.")
    } else {
        format!("{what}.")
    };
    Some(view! {
        <div class="summary-empty">
            <Icon octicon=Octicon::Graph />
            <p>{text}</p>
        </div>
    })
}

/// Reads the list again.
#[component]
fn Reload(session: Session) -> impl IntoView {
    let list = session.list;
    let is_reading = Memo::new(move |_| list.load.with(|load| load.is_reading()));
    view! {
        <button
            type="button"
            class="button summary-reload"
            aria-disabled=move || is_reading.get().then_some("true")
            on:click=move |_| {
                if !is_reading.get_untracked() {
                    list.reload();
                }
            }
        >
            <Icon octicon=Octicon::Sync />
            "Reload"
        </button>
    }
}

/// Which filter the figures are of, and the ways to another one.
#[component]
fn FilterLine(session: Session, text: Memo<String>) -> impl IntoView {
    let to_inbox = move || {
        let scopes = session.list.scopes.get()?;
        Some(Route::Inbox { scopes, filter: text.get() }.to_string())
    };
    let to_all = move || {
        let scopes = session.list.scopes.get()?;
        Some(Route::Summary { scopes, filter: String::new() }.to_string())
    };
    view! {
        <Show when=move || text.with(|text| !text.trim().is_empty())>
            <p class="summary-filter">
                "Filter: " <code dir="auto">{move || text.with(|text| visible(text))}</code> " " <a href=to_inbox>"Change in the inbox"</a>
                " " <a href=to_all>"Count all requests"</a>
            </p>
        </Show>
    }
}

/// Everything that is drawn. Each part is drawn anew only when its own figures changed.
#[component]
fn Charts(
    made: Memo<Option<Arc<Figures>>>,
    links: Memo<Option<InboxLinks>>,
    is_partial: Memo<bool>,
) -> impl IntoView {
    let breakdown = move |dimension: Dimension| {
        let breakdown = part(made, move |values| values.by(dimension).cloned());
        let breakdown = Memo::new(move |_| {
            let none = Breakdown { dimension, bars: Vec::new(), all: 0 };
            breakdown.get().flatten().unwrap_or(none)
        });
        view! { <BreakdownChart breakdown links is_partial /> }
    };
    let totals = part(made, |values| values.totals);
    let per_day = part(made, |values| values.per_day.clone());
    let times = part(made, |values| values.response_times.clone());
    let pattern = part(made, |values| values.pattern.clone());
    let coverage =
        Memo::new(move |_| made.with(|made| made.as_ref().and_then(|made| made.coverage.clone())));
    view! {
        <SummaryTotals totals links is_partial />
        <DayChart per_day links is_partial coverage />
        <div class="summary-breakdowns">{Dimension::ALL.map(breakdown).collect_view()}</div>
        <ResponseTimes times links is_partial />
        <WeekPattern pattern links is_partial />
    }
}

/// One part of the figures.
fn part<T: Clone + PartialEq + Send + Sync + 'static>(
    made: Memo<Option<Arc<Figures>>>,
    of: impl Fn(&Values) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    Memo::new(move |_| made.with(|made| made.as_ref().map(|made| of(&made.summary))))
}
