//! The requests of a scope as a table: filtered, waiting ones first, soonest expiry first.

use std::sync::Arc;

use leptos::prelude::*;

use crate::github::exemption::ExemptionRequest;
use crate::inbox::ledger::Missing;
use crate::inbox::load::Known;
use crate::inbox::rows::Row;
use crate::triage::filter::matches;
use crate::triage::order::soonest_expiry_first;
use crate::triage::verdict::{Verdict, awaits_review, verdict};

use super::banner::Banner;
use super::focus::{focus_if_lost, focus_or};
use super::icon::{Icon, Octicon};
use super::labels;
use super::moment::Moment;
use super::notice;
use super::progress::Progress;
use super::route::Route;
use super::session::Session;
use super::status_label::StatusLabel;

/// How a row opens its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// By an address of ours, so that Back works; a request without a page opens in place.
    ByAddress,
    /// In place: the address isn't ours.
    InPlace,
}

/// The requests of the scope that the session's list is at.
#[component]
pub fn Inbox(
    /// Whom to ask.
    session: Session,
    /// The text in the filter.
    filter: RwSignal<String>,
    /// How a row opens its request.
    opening: Opening,
    /// Opens a request in place.
    on_open: Callback<ExemptionRequest>,
) -> impl IntoView {
    let list = session.list;
    let load = list.load;
    // A list page's panel is for what waits there; the inbox shows all that was loaded.
    let waiting_only = RwSignal::new(opening == Opening::InPlace);
    // Rows are chosen anew when one runs out, not every second.
    let waiting = Memo::new(move |_| load.with(|load| load.waiting(session.now.get())));
    let rows = Memo::new(move |_| {
        waiting.get();
        let now = session.now.get_untracked();
        let fits = |row: &&Row| {
            (!waiting_only.get() || awaits_review(now, &row.request))
                && filter.with(|filter| matches(&row.request, filter))
        };
        let mut rows: Vec<Row> = load.with(|load| load.rows().filter(fits).cloned().collect());
        soonest_expiry_first(now, &mut rows);
        rows
    });
    let count = move || rows.with(|rows| load.with(|load| load.count_in_words(rows.len())));
    let read = Memo::new(move |_| {
        let at = load.with(|load| load.read_at())?;
        Some(labels::read(session.now.get() - at))
    });
    let progress = Memo::new(move |_| load.with(|load| load.progress(session.now.get())));
    let missing = Memo::new(move |_| load.with(|load| load.missing()));
    let known = Memo::new(move |_| load.with(|load| load.known()));
    let is_reading = move || progress.with(Option::is_some);
    let done = Signal::derive(move || {
        let progress = progress.get()?;
        Some((progress.pages_read, progress.pages?))
    });
    let words = Signal::derive(move || match progress.get() {
        Some(progress) if progress.requests > 0 => labels::progress(&progress),
        _ => "Loading requests…".to_owned(),
    });
    if let Some(id) = list.opened.get_untracked() {
        list.opened.set(None);
        focus_or(format!("#open-request-{id}"), ".inbox h1");
    }
    let heading = move || {
        list.scopes.get().map(|scopes| {
            let (kind, name) = labels::scopes(&scopes);
            view! {
                <h1 tabindex="-1">"Bypass requests"</h1>
                <p class="inbox-scope">
                    {kind} " " <bdi>{name}</bdi>
                </p>
            }
        })
    };
    let retry = move |_| {
        list.retry();
        // This button goes with the failure.
        focus_if_lost(".inbox-reload");
    };
    let problems = move || {
        let missing = missing.get();
        let can_retry = missing.iter().any(Missing::can_be_asked_again);
        let banners = notice::missing(&missing).into_iter();
        let banners = banners.map(|notice| view! { <Banner notice /> }).collect_view();
        let retry = can_retry.then(|| {
            view! {
                <button type="button" class="button" on:click=retry>
                    "Retry"
                </button>
            }
        });
        view! {
            {banners}
            {retry}
        }
    };
    let empty = move || {
        let none = rows.with(Vec::is_empty);
        let nothing_known = matches!(known.get(), Known::Nothing | Known::Failure);
        (none && !nothing_known).then(|| {
            let partial = load.with(|load| load.is_partial());
            let filtered = !filter.with(|filter| filter.trim().is_empty());
            let what = match (filtered, waiting_only.get()) {
                (true, true) => "No waiting request matches the filter",
                (true, false) => "No request matches the filter",
                (false, true) => "No requests are waiting",
                (false, false) => "There are no requests of the past month",
            };
            let text = if partial {
                format!("{what} among those loaded. The list is partial.")
            } else {
                format!("{what}.")
            };
            view! {
                <div class="inbox-empty">
                    <Icon octicon=Octicon::Inbox />
                    <p>{text}</p>
                </div>
            }
        })
    };
    let segment = move |text: &'static str, value: bool| {
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || (waiting_only.get() == value).to_string()
                on:click=move |_| waiting_only.set(value)
            >
                {text}
            </button>
        }
    };
    view! {
        <section class="inbox">
            <header class="inbox-head">{heading}</header>
            <div class="inbox-tools">
                <div class="segments" role="group" aria-label="Requests to show">
                    {segment("Waiting", true)} {segment("All", false)}
                </div>
                <input
                    type="search"
                    class="field inbox-filter"
                    aria-label="Filter requests"
                    placeholder="Filter"
                    dir="auto"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                />
                <button
                    type="button"
                    class="button inbox-reload"
                    aria-disabled=move || is_reading().then_some("true")
                    on:click=move |_| {
                        if !untrack(is_reading) {
                            list.reload();
                        }
                    }
                >
                    <Icon octicon=Octicon::Sync />
                    "Reload"
                </button>
            </div>
            <div class="inbox-state">
                <p role="status" aria-label="Requests shown">
                    {count}
                </p>
                <p>{read}</p>
            </div>
            <Show when=is_reading>
                <Progress label="Loading requests" done words />
            </Show>
            {problems}
            <table class="requests" role="table" aria-label="Requests">
                <thead role="rowgroup">
                    <tr role="row">
                        {[
                            "Request",
                            "Status",
                            "Requester",
                            "Secret type",
                            "Reason",
                            "Path",
                            "Expires",
                        ]
                            .map(|name| {
                                view! {
                                    <th role="columnheader" scope="col">
                                        {name}
                                    </th>
                                }
                            })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || rows.get() key=|row| (row.key, row.version) let:row>
                        <RequestRow session row opening on_open />
                    </For>
                </tbody>
            </table>
            {empty}
        </section>
    }
}

/// One row.
#[component]
fn RequestRow(
    session: Session,
    row: Row,
    opening: Opening,
    on_open: Callback<ExemptionRequest>,
) -> impl IntoView {
    let request = row.request;
    let standing = {
        let request = Arc::clone(&request);
        Memo::new(move |_| verdict(session.now.get(), &request))
    };
    let status = request.status.clone();
    let id = request.id;
    let link_id = id.map(|id| format!("open-request-{id}"));
    let name = labels::request_name(&request);
    let hidden = view! { <span class="visually-hidden">"Open request "</span> };
    let on_our_host = request.page().is_some_and(|page| session.web_host() == Some(page.web_host));
    let open = match request.page().filter(|_| opening == Opening::ByAddress && on_our_host) {
        Some(page) => {
            let address = Route::Request { repo: page.repo, number: page.number };
            let note = move |_| session.list.opened.set(id);
            view! {
                <a id=link_id class="requests-open" href=address.to_string() on:click=note>
                    {hidden}
                    <bdi>{name}</bdi>
                </a>
            }
            .into_any()
        }
        None => {
            let request = Arc::clone(&request);
            let open = move |_| {
                session.list.opened.set(id);
                on_open.run((*request).clone());
            };
            view! {
                <button id=link_id type="button" class="requests-open" on:click=open>
                    {hidden}
                    <bdi>{name}</bdi>
                </button>
            }
            .into_any()
        }
    };
    let requester = request.requester_name().unwrap_or(labels::NOT_GIVEN).to_owned();
    let paths = labels::paths(&request);
    let expires_at = request.expires_at;
    let urgent = move || {
        standing.get() == Verdict::AwaitingReview
            && expires_at.is_some_and(|at| at - session.now.get() < 24 * 3_600)
    };
    view! {
        <tr role="row">
            <td role="cell" class="requests-request">
                {open}
            </td>
            <td role="cell" class="requests-status">
                <StatusLabel verdict=standing status=Signal::stored(status) />
            </td>
            <td role="cell" data-label="Requester">
                <bdi title=requester.clone()>{requester.clone()}</bdi>
            </td>
            <td role="cell" data-label="Secret type">
                <bdi>{labels::secret_types(&request)}</bdi>
            </td>
            <td role="cell" data-label="Reason">
                <bdi>{labels::reasons(&request)}</bdi>
            </td>
            <td role="cell" data-label="Path" class="requests-path">
                <code dir="auto" title=paths.clone()>
                    {paths.clone()}
                </code>
            </td>
            <td role="cell" data-label="Expires" class:requests-urgent=urgent>
                <Moment at=expires_at now=session.now />
            </td>
        </tr>
    }
}
