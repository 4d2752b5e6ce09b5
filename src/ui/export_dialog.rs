//! A button that exports requests: as which kind of file, how many, and whether they are all.

use std::sync::Arc;

use leptos::prelude::*;

use crate::github::time::Timestamp;
use crate::inbox::history::History;
use crate::inbox::load::Load;
use crate::inbox::rows::Row;
use crate::triage::export::csv::csv;
use crate::triage::export::json::json;
use crate::triage::export::markdown::{MAX_REQUESTS, markdown};
use crate::triage::export::{Format, Provenance, file_name};
use crate::triage::order::sorted;
use crate::triage::query::parse;
use crate::triage::summary::Summary;
use crate::triage::visible::visible;

use super::history_words;
use super::labels;
use super::ledger_dialog::ledger_report::LedgerReport;
use super::ledger_words;
use super::notice;
use super::parts::banner::Banner;
use super::parts::download::download;
use super::parts::icon::{Icon, Octicon};
use super::parts::modal::Modal;
use super::parts::partial_mark::PartialMark;
use super::session::clock::utc_offset;
use super::session::history_handle::SummaryWindow;
use super::session::{Session, Source};
use super::summary::figures::{Unreadable, matching};

/// Said in every export of the demo.
const DEMO: &str = "This is Gatehouse's demo data, not GitHub's.";

/// What became of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// The browser has a file of this name.
    Made(String),
    Failed,
}

/// The button, and the dialog that it opens.
#[component]
pub fn ExportDialog(
    /// Whose requests.
    session: Session,
    /// The query that leaves them; empty for all.
    #[prop(into)]
    query: Signal<String>,
    /// What the figures beside it are made from.
    #[prop(optional, into)]
    window: Signal<SummaryWindow>,
) -> impl IntoView {
    let dialog = Modal::new();
    let format = RwSignal::new(Format::Csv);
    let outcome = RwSignal::new(None::<Outcome>);
    let open = move |_| {
        outcome.set(None);
        dialog.open();
    };
    let export = move |_| {
        if let Ok(chosen) = chosen(session, &query.get_untracked(), history_of(session, window)) {
            let made = made(session, &chosen, format.get_untracked());
            outcome.set(Some(made.map_or(Outcome::Failed, Outcome::Made)));
        }
    };
    let choice = move |its: Format| {
        let (name, explanation) = words(its);
        view! {
            <label class="export-dialog-format">
                <input
                    type="radio"
                    name="export-format"
                    prop:checked=move || format.get() == its
                    on:change=move |_| format.set(its)
                />
                <span>
                    {name} <span class="field-hint">{explanation}</span>
                </span>
            </label>
        }
    };
    let content = move || {
        let load = session.list.load;
        let count = Memo::new(move |_| {
            load.track();
            let chosen = chosen(session, &query.get(), history_of(session, window))?;
            Ok::<_, Unreadable>((chosen.rows.len(), chosen.query))
        });
        let can_export = move || count.with(Result::is_ok);
        let is_partial = Memo::new(move |_| {
            let of_history = history_of(session, window).is_some_and(|it| it.is_partial());
            load.with(|load| load.is_partial()) || of_history
        });
        let counted = move || match count.get() {
            Ok((count, query)) => {
                let query = match query {
                    query if query.is_empty() => "No filter: every request.".into_any(),
                    query => {
                        view! { "Filter: " <code dir="auto">{visible(&query)}</code> }.into_any()
                    }
                };
                view! {
                    <p>{labels::requests(count)} <PartialMark is_partial /></p>
                    <p>{query}</p>
                }
                .into_any()
            }
            Err(errors) => {
                view! { <Banner notice=notice::unreadable_filter(&errors) quiet=true /> }.into_any()
            }
        };
        let told = move || match outcome.get() {
            None => ().into_any(),
            Some(Outcome::Made(name)) => view! {
                <p>
                    "The browser saves it as " <code>{name}</code> "."
                </p>
            }
            .into_any(),
            Some(Outcome::Failed) => view! { <Banner notice=notice::export_failed() /> }.into_any(),
        };
        view! {
            {counted}
            <fieldset class="export-dialog-formats">
                <legend>"Format"</legend>
                {Format::ALL.map(choice).collect_view()}
            </fieldset>
            <details class="export-dialog-ledger">
                <summary>"How complete is this?"</summary>
                <LedgerReport session window />
            </details>
            <p class="field-hint">
                "The file says by which filter, from which scopes, when and how completely it was made. \
                 It names people and paths: share it with care."
            </p>
            <div aria-live="polite">{told}</div>
            <div class="dialog-buttons">
                <button type="button" class="button" on:click=move |_| dialog.close()>
                    "Close"
                </button>
                <button
                    type="button"
                    class="button button-primary"
                    aria-disabled=move || (!can_export()).then_some("true")
                    on:click=export
                >
                    "Download"
                </button>
            </div>
        }
    };
    view! {
        <button type="button" class="button" aria-haspopup="dialog" on:click=open>
            <Icon octicon=Octicon::Download />
            "Export…"
        </button>
        <dialog
            class="dialog export-dialog"
            node_ref=dialog.node
            closedby="any"
            aria-label="Export requests"
            on:close=move |_| dialog.closed()
        >
            <h2>"Export requests"</h2>
            <Show when=move || dialog.is_open.get()>{content()}</Show>
        </dialog>
    }
}

/// A format's name, and what it is for.
fn words(format: Format) -> (&'static str, String) {
    match format {
        Format::Csv => ("CSV", "For spreadsheets; no cell of it is a formula.".to_owned()),
        Format::Json => ("JSON", "For programs; with GitHub's own field names.".to_owned()),
        Format::Markdown => (
            "Markdown report",
            format!("The figures, and the first {MAX_REQUESTS} requests that wait."),
        ),
    }
}

/// What is exported.
struct Chosen {
    /// What asks for it; empty for all.
    query: String,
    /// In the order in which the inbox shows them.
    rows: Vec<Row>,
    /// The local history, where rows are of it, too.
    history: Option<Arc<History>>,
}

/// The local history, where the figures are made from it.
fn history_of(session: Session, window: Signal<SummaryWindow>) -> Option<Arc<History>> {
    (window.get() == SummaryWindow::History).then(|| session.history.held()).flatten()
}

/// # Errors
/// What can't be understood of the query.
fn chosen(
    session: Session,
    text: &str,
    history: Option<Arc<History>>,
) -> Result<Chosen, Unreadable> {
    let query = parse(text)?;
    let now = session.now.get_untracked();
    let viewer = untrack(|| session.held()).map(|token| token.login);
    let viewer = viewer.as_deref();
    let sort = session.preferences.with_untracked(|preferences| preferences.sort);
    let matching = |load: &Load| matching(load, history.as_deref(), &query, viewer, now);
    let rows = session.list.load.with_untracked(matching);
    Ok(Chosen { query: query.to_string(), rows: sorted(now, sort, rows), history })
}

/// Makes the file and gives it to the browser; its name. `None` where that failed.
fn made(session: Session, chosen: &Chosen, format: Format) -> Option<String> {
    let provenance = provenance(session, chosen, session.now.get_untracked());
    let requests = || chosen.rows.iter().map(|row| &*row.request);
    let text = match format {
        Format::Csv => csv(&provenance, requests()),
        Format::Json => json(&provenance, requests()).ok()?,
        Format::Markdown => {
            let summary = Summary::of(provenance.at, &utc_offset, requests());
            markdown(&provenance, &summary, requests())
        }
    };
    let name = file_name(format, &provenance);
    download(&name, format.media_type(), &text).ok()?;
    Some(name)
}

/// Where an export made `at` this time comes from.
fn provenance(session: Session, chosen: &Chosen, at: Timestamp) -> Provenance {
    let ledger = session.list.load.with_untracked(|load| load.ledger(at));
    let demo = (session.source == Source::Demo).then(|| DEMO.to_owned());
    let scopes = session.list.scopes.get_untracked();
    let scopes = scopes.iter().flat_map(|scopes| scopes.iter()).map(ToString::to_string);
    let history = chosen.history.as_deref();
    let say = |at: Timestamp| at.to_string();
    let of_history = history.map(|history| history_words::notes(history, &say));
    let window = match history {
        None => ledger_words::window(ledger.window).to_owned(),
        Some(history) => history_words::window(&history.coverage, &say),
    };
    Provenance {
        query: chosen.query.clone(),
        scopes: scopes.collect(),
        window,
        is_partial: ledger.is_partial() || history.is_some_and(History::is_partial),
        notes: demo
            .into_iter()
            .chain(ledger_words::notes(&ledger, history))
            .chain(of_history.into_iter().flatten())
            .collect(),
        at,
        by: untrack(|| session.held()).map(|token| token.login),
    }
}
