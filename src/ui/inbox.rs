//! The requests of a scope as a table: filtered, waiting ones first, soonest expiry first.

use std::sync::Arc;

use leptos::prelude::*;

use crate::github::exemption::ExemptionRequest;
use crate::triage::verdict::{Verdict, verdict};

use super::banner::Banner;
use super::focus::{focus_if_lost, focus_or};
use super::icon::{Icon, Octicon};
use super::labels;
use super::listing::{Reading, Row, Shown};
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
    let listing = list.listing;
    // A list page's panel is for what waits there; the inbox shows all that was loaded.
    let waiting_only = RwSignal::new(opening == Opening::InPlace);
    // Rows are chosen anew when one runs out, not every second.
    let waiting = Memo::new(move |_| listing.with(|listing| listing.waiting(session.now.get())));
    let rows = Memo::new(move |_| {
        waiting.get();
        let shown = Shown { waiting_only: waiting_only.get(), filter: filter.get() };
        let now = session.now.get_untracked();
        listing.with(|listing| listing.rows(now, &shown))
    });
    let count =
        move || rows.with(|rows| listing.with(|listing| listing.count_in_words(rows.len())));
    let read = Memo::new(move |_| {
        let at = listing.with(|listing| listing.read_at)?;
        Some(labels::read(session.now.get() - at))
    });
    let reading = Memo::new(move |_| listing.with(|listing| listing.reading.clone()));
    let gaps = Memo::new(move |_| listing.with(|listing| listing.gaps.clone()));
    let page = move || match reading.get() {
        Reading::Page(page) => Some(page),
        _ => None,
    };
    let done = Signal::derive(move || {
        let last = listing.with(|listing| listing.last_page)?;
        Some((page()?.saturating_sub(1), last))
    });
    let words = Signal::derive(move || {
        let loaded = listing.with(|listing| labels::requests(listing.requests().len()));
        match (page(), listing.with(|listing| listing.last_page)) {
            (Some(page), Some(last)) => format!("{loaded} loaded, reading page {page} of {last}"),
            (Some(page @ 2..), None) => format!("{loaded} loaded, reading page {page}"),
            _ => "Loading requests…".to_owned(),
        }
    });
    if let Some(id) = list.opened.get_untracked() {
        list.opened.set(None);
        focus_or(format!("#open-request-{id}"), ".inbox h1");
    }
    let heading = move || {
        list.scope.get().map(|scope| {
            let (kind, name) = labels::scope(&scope);
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
    let failure = move || match reading.get() {
        Reading::Failed(_, error) => Some(view! {
            <Banner notice=notice::call_error(&error)>
                <button type="button" class="button" on:click=retry>
                    "Retry"
                </button>
            </Banner>
        }),
        _ => None,
    };
    let gap_notices = move || {
        gaps.get().iter().map(|gap| view! { <Banner notice=notice::gap(gap) /> }).collect_view()
    };
    let empty = move || {
        let none = rows.with(Vec::is_empty);
        let loading =
            matches!(reading.get(), Reading::Page(1) | Reading::Idle | Reading::Failed(1, _));
        (none && !loading).then(|| {
            let partial = listing.with(|listing| listing.is_partial());
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
                    aria-disabled=move || page().is_some().then_some("true")
                    on:click=move |_| {
                        if untrack(page).is_none() {
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
            <Show when=move || page().is_some()>
                <Progress label="Loading requests" done words />
            </Show>
            {failure}
            {gap_notices}
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
                    <For each=move || rows.get() key=|row| row.key let:row>
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
