//! One row of the grid: a request in its columns, its check box and what opens it.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::github::exemption::{ExemptionRequest, Response};
use crate::github::time::Timestamp;
use crate::inbox::rows::{RowKey, Via};
use crate::triage::expiry;
use crate::triage::urgency::{Urgency, expires_before_next_working_day};
use crate::triage::verdict::verdict;
use crate::triage::visible::visible;
use crate::ui::columns::Column;
use crate::ui::inbox::Opening;
use crate::ui::labels;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::moment::exact;
use crate::ui::parts::status_label::StatusLabel;
use crate::ui::route::Route;
use crate::ui::session::Session;
use crate::ui::session::clock::utc_offset;
use crate::ui::session::grid_handle::GridHandle;

use super::request_grid::{Placed, Shared};

/// One row. It stands for its key as long as that is made; what it shows of it may change.
#[component]
pub fn RequestRow(
    /// What the rows share.
    shared: Shared,
    /// The row as it is made.
    placed: Placed,
) -> impl IntoView {
    let Shared { session, opening, made, row_height, columns, tab_stop, .. } = shared;
    let grid = session.grid;
    let key = placed.row.key;
    let placed = Memo::new(move |before: Option<&Placed>| {
        let found = made.with(|made| made.iter().find(|it| it.row.key == key).cloned());
        found.or_else(|| before.cloned()).unwrap_or_else(|| placed.clone())
    });
    let index = Memo::new(move |_| placed.with(|placed| placed.index));
    let request = Memo::new(move |_| placed.with(|placed| Arc::clone(&placed.row.request)));
    let selected = Memo::new(move |_| grid.selection.with(|selection| selection.contains(key)));
    let is_active = move || grid.active_index() == Some(index.get());
    let is_open = move || grid.opened_index() == Some(index.get());
    let tab_index = move || if tab_stop.get() == index.get() { "0" } else { "-1" };
    let top = move || {
        #[allow(clippy::cast_precision_loss, reason = "rows are far fewer than 2^53")]
        let top = index.get() as f64 * row_height.get();
        format!("{top}px")
    };
    let click = move |event: MouseEvent| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let is_in = |selector: &str| {
            target.as_ref().is_some_and(|it| it.closest(selector).ok().flatten().is_some())
        };
        if event.default_prevented() || is_in("a, button, input") {
            return;
        }
        if event.shift_key() {
            grid.extend_to(key);
        } else if is_in(".request-row-check") || event.ctrl_key() || event.meta_key() {
            grid.selection.update(|selection| selection.toggle(key));
        } else if !is_text_selected() {
            grid.activate(index.get_untracked());
            grid.open_active();
        }
    };
    // With the shift key a click would select text.
    let press = move |event: MouseEvent| {
        if event.shift_key() {
            event.prevent_default();
        }
    };
    let via = Memo::new(move |_| placed.with(|placed| placed.row.via.clone()));
    let cells = move || {
        let (request, via) = (request.get(), via.get());
        let columns = columns.get().into_iter();
        columns.map(|column| cell(shared, column, &request, &via)).collect_view()
    };
    let news = move || {
        let change = grid.state.with(|state| state.as_ref()?.changes.get(&key).copied())?;
        let words = labels::change(change);
        Some(view! {
            <span class="request-row-news" title=words>
                {words}
            </span>
        })
    };
    view! {
        <div
            class="request-row"
            class:request-row-active=is_active
            class:request-row-open=is_open
            role="row"
            aria-rowindex=move || (index.get() + 2).to_string()
            aria-selected=move || selected.get().to_string()
            aria-current=move || is_open().then_some("true")
            tabindex=tab_index
            style:position="absolute"
            style:top=top
            style:height=move || format!("{}px", row_height.get())
            on:focusin=move |_| grid.activate(index.get_untracked())
            on:mousedown=press
            on:click=click
        >
            <div class="request-row-check" role="gridcell">
                <SelectBox grid key selected tab_index request />
            </div>
            <div class="request-row-request" role="gridcell">
                <OpenLink session opening request tab_index index />
                {news}
            </div>
            {cells}
        </div>
    }
}

/// Whether a part of the document's text is marked: the click that ended it opens nothing.
fn is_text_selected() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}

/// The box that selects the row; with the shift key, the rows up to it.
#[component]
fn SelectBox(
    grid: GridHandle,
    key: RowKey,
    selected: Memo<bool>,
    tab_index: impl Fn() -> &'static str + Send + Sync + Copy + 'static,
    request: Memo<Arc<ExemptionRequest>>,
) -> impl IntoView {
    let box_ref = NodeRef::<html::Input>::new();
    let name = move || request.with(|request| format!("Select {}", labels::request_name(request)));
    let click = move |event: MouseEvent| {
        if event.shift_key() {
            grid.extend_to(key);
        } else {
            grid.selection.update(|selection| selection.toggle(key));
        }
        // The browser turned it already, which a range may not have meant.
        if let Some(it) = box_ref.get_untracked() {
            it.set_checked(selected.get_untracked());
        }
    };
    view! {
        <input
            type="checkbox"
            aria-label=name
            tabindex=tab_index
            node_ref=box_ref
            prop:checked=selected
            on:click=click
        />
    }
}

/// What opens the request: a link where it has an address of ours, else a button.
#[component]
fn OpenLink(
    session: Session,
    opening: Opening,
    request: Memo<Arc<ExemptionRequest>>,
    tab_index: impl Fn() -> &'static str + Send + Sync + Copy + 'static,
    index: Memo<usize>,
) -> impl IntoView {
    let grid = session.grid;
    let number = move || request.with(|request| labels::number(request));
    let rest = move || request.with(|request| labels::in_repository(request));
    let name = move || {
        view! {
            <span class="visually-hidden">"Open request "</span>
            <bdi>{number}</bdi>
            <span class="visually-hidden">" " {rest}</span>
        }
    };
    let address = Memo::new(move |_| {
        let page = request.with(|request| request.page())?;
        let is_ours = opening == Opening::ByAddress && session.web_host() == Some(page.web_host);
        is_ours.then(|| Route::Request { repo: page.repo, number: page.number }.to_string())
    });
    move || match address.get() {
        Some(address) => view! {
            <a class="request-row-link" href=address tabindex=tab_index>
                {name()}
            </a>
        }
        .into_any(),
        None => {
            let open = move |_| {
                grid.activate(index.get_untracked());
                grid.open_active();
            };
            view! {
                <button type="button" class="request-row-link" tabindex=tab_index on:click=open>
                    {name()}
                </button>
            }
            .into_any()
        }
    }
}

/// What a column shows of a request. It is made anew when the request changes.
fn cell(shared: Shared, column: Column, request: &Arc<ExemptionRequest>, via: &Via) -> AnyView {
    let class = class_of(column);
    let text = match column {
        Column::Status => return status_cell(shared, class, request),
        Column::Age => return age_cell(shared, class, request.created_at),
        Column::Expires => return expires_cell(shared, class, request),
        Column::Requester => request.requester_name().unwrap_or(labels::NOT_GIVEN).to_owned(),
        Column::Repository => {
            let repo = request.repo().map(|repo| repo.to_string());
            return name_cell(class, repo.unwrap_or_else(|| labels::NOT_GIVEN.to_owned()));
        }
        Column::Organization => {
            request.organization_name().unwrap_or_else(|| labels::NOT_GIVEN.to_owned())
        }
        Column::SecretType => labels::secret_types(request),
        Column::Reason => labels::reasons_in_short(request),
        Column::Path => return name_cell(class, labels::paths(request)),
        Column::AnsweredBy => labels::answered_by(request),
        Column::Source => {
            let Via::Scope(scope) = via;
            labels::scope(scope).1
        }
    };
    let text = visible(&text);
    let title = text.clone();
    // On a card it doesn't say by itself what it is, and isn't there where there is nothing to say.
    let label = (column == Column::AnsweredBy).then_some("By");
    let is_empty =
        column == Column::AnsweredBy && !request.responses().iter().any(Response::stands);
    view! {
        <bdi
            class=class
            class:request-row-nobody=is_empty
            role="gridcell"
            title=title
            data-label=label
        >
            {text}
        </bdi>
    }
    .into_any()
}

/// A cell of which the last name is to be read, whatever room there is: where it stands is cut first.
fn name_cell(class: &'static str, text: String) -> AnyView {
    let text = visible(&text);
    let parts = text.rsplit_once('/').filter(|_| !text.contains(", "));
    let Some((place, name)) = parts else {
        let title = text.clone();
        return view! {
            <bdi class=class role="gridcell" title=title>
                {text}
            </bdi>
        }
        .into_any();
    };
    let (place, name) = (place.to_owned(), format!("/{name}"));
    view! {
        // Two boxes would be read as two words.
        <bdi class=class role="gridcell" aria-label=text.clone() title=text.clone()>
            <span class="request-row-place">{place}</span>
            <span class="request-row-name">{name}</span>
        </bdi>
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

fn status_cell(shared: Shared, class: &'static str, request: &Arc<ExemptionRequest>) -> AnyView {
    let Session { now, writes, .. } = shared.session;
    let status = Signal::stored(request.status.clone());
    let id = request.id;
    let under_way = Memo::new(move |_| id.and_then(|id| writes.sending(id)));
    let request = Arc::clone(request);
    let standing = Memo::new(move |_| verdict(now.get(), &request));
    view! {
        <div class=class role="gridcell">
            <StatusLabel verdict=standing status under_way />
        </div>
    }
    .into_any()
}

fn age_cell(shared: Shared, class: &'static str, created_at: Option<Timestamp>) -> AnyView {
    let Some(at) = created_at else {
        return view! {
            <div class=class role="gridcell">
                {labels::NOT_GIVEN}
            </div>
        }
        .into_any();
    };
    let age = move || {
        shared.minute.track();
        expiry::roughly(shared.session.now.get_untracked() - at)
    };
    view! {
        <time class=class role="gridcell" datetime=at.to_string() title=exact(at)>
            {age}
        </time>
    }
    .into_any()
}

fn expires_cell(shared: Shared, class: &'static str, request: &Arc<ExemptionRequest>) -> AnyView {
    let now = shared.session.now;
    let expires_at = request.expires_at;
    let request = Arc::clone(request);
    let urgency = Memo::new(move |_| Urgency::of(now.get(), &request));
    let is_lost = Memo::new(move |_| {
        shared.minute.track();
        let now = now.get_untracked();
        urgency.get() != Urgency::None
            && expires_at.is_some_and(|at| expires_before_next_working_day(now, &utc_offset, at))
    });
    let marker = move || {
        is_lost.get().then(|| {
            view! {
                <span class="request-row-lost" title=labels::BEFORE_NEXT_WORKING_DAY>
                    <Icon octicon=Octicon::AlertFill />
                    <span class="visually-hidden">{labels::BEFORE_NEXT_WORKING_DAY}</span>
                </span>
            }
        })
    };
    let left = expires_at.map_or_else(
        || labels::NOT_GIVEN.into_any(),
        |at| {
            view! {
                <time datetime=at.to_string() title=exact(at)>
                    {move || expiry::relative_in_short(at - now.get())}
                </time>
            }
            .into_any()
        },
    );
    view! {
        <div
            class=class
            class:request-row-hours=move || urgency.get() == Urgency::Hours
            class:request-row-day=move || urgency.get() == Urgency::Day
            class:request-row-soon=move || urgency.get() == Urgency::Soon
            role="gridcell"
        >
            {marker}
            {left}
        </div>
    }
    .into_any()
}
