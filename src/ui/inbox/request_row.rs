//! One row of the grid: a request in its columns, its check box and what opens it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::github::exemption::{ExemptionRequest, Response};
use crate::inbox::rows::Via;
use crate::triage::expiry;
use crate::triage::urgency::{Urgency, expires_before_next_working_day};
use crate::triage::verdict::{Verdict, verdict};
use crate::triage::visible::visible;
use crate::ui::columns::Column;
use crate::ui::inbox::Opening;
use crate::ui::labels;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::moment::exact;
use crate::ui::parts::status_label::{look, more_words, words};
use crate::ui::route::Route;
use crate::ui::session::clock::utc_offset;
use crate::ui::session::writes::Action;

use super::request_grid::{Placed, Shared};

/// How the grid sees the row.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    index: usize,
    /// In CSS pixels.
    height: f64,
    is_active: bool,
    is_open: bool,
    is_selected: bool,
    /// Whether the Tab key comes to it.
    is_tab_stop: bool,
}

/// What it says of its request, whatever the time.
#[derive(Debug, Clone, PartialEq)]
struct Facts {
    number: String,
    repository: String,
    name: String,
    /// Its page among ours; absent where a button opens it in place.
    address: Option<String>,
    news: Option<&'static str>,
    cells: Vec<Cell>,
}

/// What a column shows.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text {
        column: Column,
        text: String,
        /// On a card it isn't there where there is nothing to say.
        is_empty: bool,
    },
    /// A name that is to be read to its end, whatever room there is: where it stands is cut first.
    Name {
        column: Column,
        text: String,
        place: String,
        name: String,
    },
    Status,
    /// With the instant, exactly.
    Age(Option<(String, String)>),
    /// The same.
    Expires(Option<(String, String)>),
}

/// What it says that changes with the time.
#[derive(Debug, Clone, PartialEq)]
struct Standing {
    verdict: Verdict,
    under_way: Option<Action>,
    status: String,
    urgency: Urgency,
    is_lost: bool,
    left: String,
    age: String,
}

/// One row. Which one it shows changes: it is made anew for none, and what it says is compared with what it said. What is
/// done to it by pointer or key the grid hears.
#[component]
pub fn RequestRow(
    /// What the rows share.
    shared: Shared,
    /// The row that it shows first.
    first: Placed,
) -> impl IntoView {
    let Shared { session, made, row_height, columns, tab_stop, .. } = shared;
    let grid = session.grid;
    let slot = first.slot;
    let placed = Memo::new(move |before: Option<&Placed>| {
        let found = made.with(|made| made.iter().find(|it| it.slot == slot).cloned());
        found.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let frame = Memo::new(move |_| {
        let (index, key) = placed.with(|placed| (placed.index, placed.row.key));
        Frame {
            index,
            height: row_height.get(),
            is_active: grid.active_index() == Some(index),
            is_open: grid.opened_index() == Some(index),
            is_selected: grid.selection.with(|selection| selection.contains(key)),
            is_tab_stop: tab_stop.get() == index,
        }
    });
    let facts = Memo::new(move |_| {
        let Placed { row, .. } = placed.get();
        let change = grid
            .state
            .with(|state| state.as_ref().and_then(|state| state.changes.get(&row.key).copied()));
        let columns = columns.get().into_iter();
        Facts {
            number: labels::number(&row.request),
            repository: labels::in_repository(&row.request),
            name: labels::request_name(&row.request),
            address: address(shared, &row.request),
            news: change.map(labels::change),
            cells: columns.map(|column| cell(column, &row.request, &row.via)).collect(),
        }
    });
    let standing = Memo::new(move |_| {
        let request = placed.with(|placed| Arc::clone(&placed.row.request));
        let now = session.now.get();
        let under_way = request.id.and_then(|id| session.writes.sending(id));
        let verdict = verdict(now, &request);
        let urgency = Urgency::of(now, &request);
        let ends_soon =
            |at| urgency != Urgency::None && expires_before_next_working_day(now, &utc_offset, at);
        Standing {
            verdict,
            under_way,
            status: words(verdict, request.status.as_ref(), under_way),
            urgency,
            is_lost: request.expires_at.is_some_and(ends_soon),
            left: request
                .expires_at
                .map(|at| expiry::relative_in_short(at - now))
                .unwrap_or_default(),
            age: request.created_at.map(|at| expiry::roughly(now - at)).unwrap_or_default(),
        }
    });
    move || {
        let frame = frame.get();
        let tab_index = if frame.is_tab_stop { "0" } else { "-1" };
        #[allow(clippy::cast_precision_loss, reason = "rows are far fewer than 2^53")]
        let top = frame.index as f64 * frame.height;
        let (check_name, opener, news) = facts.with(|facts| {
            let news = facts.news.map(|words| {
                view! {
                    <span class="request-row-news" title=words>
                        {words}
                    </span>
                }
            });
            (format!("Select {}", facts.name), opener(facts, tab_index), news)
        });
        let cells = facts.with(|facts| {
            standing
                .with(|standing| facts.cells.iter().map(|cell| show(cell, standing)).collect_view())
        });
        view! {
            <div
                class=class(frame)
                role="row"
                data-slot=slot
                aria-rowindex=frame.index + 2
                aria-selected=if frame.is_selected { "true" } else { "false" }
                aria-current=frame.is_open.then_some("true")
                tabindex=tab_index
                style:position="absolute"
                style:top=format!("{top}px")
                style:height=format!("{}px", frame.height)
            >
                <div class="request-row-check" role="gridcell">
                    <input
                        type="checkbox"
                        aria-label=check_name
                        tabindex=tab_index
                        prop:checked=frame.is_selected
                    />
                </div>
                <div class="request-row-request" role="gridcell">
                    {opener}
                    {news}
                </div>
                {cells}
            </div>
        }
    }
}

fn class(frame: Frame) -> &'static str {
    match (frame.is_active, frame.is_open) {
        (true, true) => "request-row request-row-active request-row-open",
        (true, false) => "request-row request-row-active",
        (false, true) => "request-row request-row-open",
        (false, false) => "request-row",
    }
}

fn address(shared: Shared, request: &ExemptionRequest) -> Option<String> {
    let page = request.page()?;
    let is_ours = shared.opening == Opening::ByAddress
        && shared.session.web_host().as_ref() == Some(&page.web_host);
    is_ours.then(|| Route::Request { repo: page.repo, number: page.number }.to_string())
}

/// What opens the request: a link where it has an address of ours, else a button.
fn opener(facts: &Facts, tab_index: &'static str) -> AnyView {
    let name = view! {
        <span class="visually-hidden">"Open request "</span>
        <bdi>{facts.number.clone()}</bdi>
        <span class="visually-hidden">" " {facts.repository.clone()}</span>
    };
    match facts.address.clone() {
        Some(address) => view! {
            <a class="request-row-link" href=address tabindex=tab_index>
                {name}
            </a>
        }
        .into_any(),
        None => view! {
            <button type="button" class="request-row-link" tabindex=tab_index>
                {name}
            </button>
        }
        .into_any(),
    }
}

/// What a column shows of a request.
fn cell(column: Column, request: &ExemptionRequest, via: &Via) -> Cell {
    let text = match column {
        Column::Status => return Cell::Status,
        Column::Age => return Cell::Age(request.created_at.map(|at| (at.to_string(), exact(at)))),
        Column::Expires => {
            return Cell::Expires(request.expires_at.map(|at| (at.to_string(), exact(at))));
        }
        Column::Requester => request.requester_name().unwrap_or(labels::NOT_GIVEN).to_owned(),
        Column::Repository => {
            let repo = request.repo().map(|repo| repo.to_string());
            return name(column, &repo.unwrap_or_else(|| labels::NOT_GIVEN.to_owned()));
        }
        Column::Organization => {
            request.organization_name().unwrap_or_else(|| labels::NOT_GIVEN.to_owned())
        }
        Column::SecretType => labels::secret_types(request),
        Column::Reason => labels::reasons_in_short(request),
        Column::Path => return name(column, &labels::paths(request)),
        Column::AnsweredBy => labels::answered_by(request),
        Column::Source => {
            let Via::Scope(scope) = via;
            labels::scope(scope).1
        }
    };
    let is_empty =
        column == Column::AnsweredBy && !request.responses().iter().any(Response::stands);
    Cell::Text { column, text: visible(&text), is_empty }
}

fn name(column: Column, text: &str) -> Cell {
    let text = visible(text);
    match text.rsplit_once('/').filter(|_| !text.contains(", ")) {
        Some((place, name)) => {
            let (place, name) = (place.to_owned(), format!("/{name}"));
            Cell::Name { column, text, place, name }
        }
        None => Cell::Text { column, text, is_empty: false },
    }
}

fn show(cell: &Cell, standing: &Standing) -> AnyView {
    match cell {
        Cell::Text { column, text, is_empty } => {
            let class = if *is_empty {
                "request-row-answered request-row-nobody"
            } else {
                class_of(*column)
            };
            // On a card it doesn't say by itself what it is.
            let label = (*column == Column::AnsweredBy).then_some("By");
            view! {
                <bdi class=class role="gridcell" title=text.clone() data-label=label>
                    {text.clone()}
                </bdi>
            }
            .into_any()
        }
        Cell::Name { column, text, place, name } => view! {
            // Two boxes would be read as two words.
            <bdi
                class=class_of(*column)
                role="gridcell"
                aria-label=text.clone()
                title=text.clone()
            >
                <span class="request-row-place">{place.clone()}</span>
                <span class="request-row-name">{name.clone()}</span>
            </bdi>
        }
        .into_any(),
        Cell::Status => {
            let (octicon, look) = look(standing.verdict, standing.under_way);
            let more = more_words(standing.under_way)
                .map(|words| view! { <span class="visually-hidden">{words}</span> });
            view! {
                <div class=class_of(Column::Status) role="gridcell">
                    <span class=look>
                        <Icon octicon />
                        <bdi>{standing.status.clone()}</bdi>
                        {more}
                    </span>
                </div>
            }
            .into_any()
        }
        Cell::Age(None) => view! {
            <div class=class_of(Column::Age) role="gridcell">
                {labels::NOT_GIVEN}
            </div>
        }
        .into_any(),
        Cell::Age(Some((at, exact))) => view! {
            <time
                class=class_of(Column::Age)
                role="gridcell"
                datetime=at.clone()
                title=exact.clone()
            >
                {standing.age.clone()}
            </time>
        }
        .into_any(),
        Cell::Expires(at) => expires_cell(at.as_ref(), standing),
    }
}

fn expires_cell(at: Option<&(String, String)>, standing: &Standing) -> AnyView {
    let class = match standing.urgency {
        Urgency::Hours => "request-row-expires request-row-hours",
        Urgency::Day => "request-row-expires request-row-day",
        Urgency::Soon => "request-row-expires request-row-soon",
        Urgency::Later | Urgency::Unknown | Urgency::None => class_of(Column::Expires),
    };
    let marker = standing.is_lost.then(|| {
        view! {
            <span class="request-row-lost" title=labels::BEFORE_NEXT_WORKING_DAY>
                <Icon octicon=Octicon::AlertFill />
                <span class="visually-hidden">{labels::BEFORE_NEXT_WORKING_DAY}</span>
            </span>
        }
    });
    let left = match at {
        None => labels::NOT_GIVEN.into_any(),
        Some((at, exact)) => view! {
            <time datetime=at.clone() title=exact.clone()>
                {standing.left.clone()}
            </time>
        }
        .into_any(),
    };
    view! {
        <div class=class role="gridcell">
            {marker}
            {left}
        </div>
    }
    .into_any()
}

fn class_of(column: Column) -> &'static str {
    match column {
        Column::Status => "request-row-status",
        Column::Requester => "request-row-requester",
        Column::Repository => "request-row-repository",
        Column::Organization => "request-row-organization",
        Column::SecretType => "request-row-type",
        Column::Reason => "request-row-reason",
        Column::Path => "request-row-path",
        Column::Age => "request-row-age",
        Column::Expires => "request-row-expires",
        Column::AnsweredBy => "request-row-answered",
        Column::Source => "request-row-source",
    }
}
