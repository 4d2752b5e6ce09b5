//! The requests of a scope: what is known of the list, what leaves rows out, and the rows.

pub mod bulk_review;
pub mod column_menu;
pub mod copy_link;
pub mod facets;
pub(crate) mod grid_viewport;
pub(crate) mod inbox_rows;
pub mod inbox_toolbar;
pub mod query_errors;
pub mod request_grid;
pub mod request_grid_head;
pub mod request_row;
pub mod search_box;
pub mod selection_bar;
pub mod views_menu;

use leptos::prelude::*;

use crate::inbox::ledger::Missing;
use crate::inbox::load::Known;
use crate::triage::query::{Standing, Test};

use self::facets::Facets;
use self::inbox_toolbar::InboxToolbar;
use self::request_grid::RequestGrid;
use self::selection_bar::SelectionBar;
use super::export_dialog::ExportDialog;
use super::labels;
use super::ledger_dialog::LedgerDialog;
use super::notice;
use super::parts::banner::Banner;
use super::parts::focus::focus_if_lost;
use super::parts::icon::{Icon, Octicon};
use super::parts::progress::Progress;
use super::session::Session;

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
    /// What stands between the heading and the list.
    #[prop(optional, into)]
    summary: ViewFn,
) -> impl IntoView {
    let list = session.list;
    let load = list.load;
    let grid = session.grid;
    let count = move || grid.state.get().map(|state| state.count_in_words);
    let read = Memo::new(move |_| {
        let at = load.with(|load| load.read_at())?;
        Some(labels::read(session.now.get() - at))
    });
    let progress = Memo::new(move |_| load.with(|load| load.progress(session.now.get())));
    let missing = Memo::new(move |_| load.with(|load| load.missing()));
    let is_reading = Signal::derive(move || progress.with(Option::is_some));
    let done = Signal::derive(move || {
        let progress = progress.get()?;
        Some((progress.pages_read, progress.pages?))
    });
    let words = Signal::derive(move || match progress.get() {
        Some(progress) if progress.requests > 0 => labels::progress(&progress),
        _ => "Loading requests…".to_owned(),
    });
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
    let cancel = move |_| {
        list.cancel();
        // This button goes with the loading.
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
        // Of what the rows were chosen from: what came since may have some.
        let state = grid.state.get()?;
        let none = grid.rows.with(|rows| rows.is_empty());
        let is_known = !matches!(state.known, Known::Nothing | Known::Failure);
        (none && is_known).then(|| {
            let (filtered, waiting_only) = grid.query.with(|query| {
                let waits = query.has(&Test::Is(Standing::Open), false);
                (query.terms.len() > usize::from(waits), waits)
            });
            let what = match (filtered, waiting_only) {
                (true, true) => "No waiting request matches the filter",
                (true, false) => "No request matches the filter",
                (false, true) => "No requests are waiting",
                (false, false) => "There are no requests of the past month",
            };
            let text = if state.is_partial {
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
    view! {
        <section class="inbox">
            <header class="inbox-head">{heading}</header>
            {summary.run()}
            <InboxToolbar session filter has_address=opening == Opening::ByAddress is_reading />
            <div class="inbox-state">
                <p role="status" aria-label="Requests shown">
                    {count}
                </p>
                // One takes the other's place: rows that move when the loading ends slip away below the
                // pointer.
                <Show when=move || is_reading.get() fallback=move || view! { <p>{read}</p> }>
                    <div class="inbox-loading">
                        <Progress label="Loading requests" done words />
                        <button type="button" class="button button-small" on:click=cancel>
                            "Cancel"
                        </button>
                    </div>
                </Show>
                <LedgerDialog session />
                <ExportDialog session query=filter />
            </div>
            {problems}
            <SelectionBar session />
            <div class="inbox-body">
                <Facets session filter /> <RequestGrid session opening /> {empty}
            </div>
        </section>
    }
}
