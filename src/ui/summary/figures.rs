//! The figures over those of the session's requests, and those of the local history, that the filter
//! leaves, kept up to date.

use std::sync::Arc;

use leptos::prelude::*;

use crate::github::time::Timestamp;
use crate::inbox::history::History;
use crate::inbox::load::{Known, Load};
use crate::inbox::rows::Row;
use crate::triage::coverage::Coverage;
use crate::triage::query::{Context, Query, QueryError, Span, Test, parse};
use crate::triage::summary::{Summary, changes_at};
use crate::ui::session::Session;
use crate::ui::session::clock::utc_offset;
use crate::ui::session::history_handle::SummaryWindow;

/// While pages arrive, at most this part of the time goes into figures.
const SHARE: f64 = 10.0;

/// How long the figures of a query that asks how far away something is are kept, in seconds.
const SPAN_FOR: i64 = 60;

/// Figures, and what they are of.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Which requests.
    pub query: Query,
    /// The figures.
    pub summary: Summary,
    /// How much was known of the requests.
    pub known: Known,
    /// Whether something was missing or may have been.
    pub is_partial: bool,
    /// Of which times every request is counted; absent where the local history isn't.
    pub coverage: Option<Coverage>,
}

/// Why there are none: what can't be understood of the filter.
pub type Unreadable = Vec<QueryError>;

/// What the figures on the screen were made from.
struct Made {
    query: Query,
    viewer: Option<String>,
    window: SummaryWindow,
    /// How often the load or the history had changed.
    changes: u64,
    at: Timestamp,
    /// For how long they do while pages arrive, in seconds.
    keep_for: i64,
    stale_at: Timestamp,
}

/// The rows that a query leaves at `now`: of the load, and of the history those that it lacks.
pub fn matching(
    load: &Load,
    history: Option<&History>,
    query: &Query,
    viewer: Option<&str>,
    now: Timestamp,
) -> Vec<Row> {
    let matcher = query.compile(&Context { now, viewer, offset_at: &utc_offset });
    let beside = history.into_iter().flat_map(|history| history.rows_beside(load));
    load.rows().chain(beside).filter(|row| matcher.matches(&row.request)).cloned().collect()
}

/// Figures as long as the owner lives: made once for each change, and while pages arrive not more
/// often than that pays. Absent before anything is known of the requests, and while the history is
/// read.
pub fn figures(
    session: Session,
    filter: Signal<String>,
    window: Signal<SummaryWindow>,
) -> Signal<Option<Result<Arc<Figures>, Unreadable>>> {
    let load = session.list.load;
    let figures = RwSignal::new(None);
    let query = Memo::new(move |_| filter.with(|filter| parse(filter)));
    let viewer = Memo::new(move |_| session.held().map(|token| token.login));
    let changes = Memo::new(move |count: Option<&u64>| {
        load.track();
        session.history.held();
        count.map_or(0, |count| count.wrapping_add(1))
    });
    let made = StoredValue::new(None::<Made>);
    Effect::new(move || {
        let (now, changes, viewer) = (session.now.get(), changes.get(), viewer.get());
        let window = window.get();
        let history = match window {
            SummaryWindow::Month => None,
            SummaryWindow::History => match untrack(|| session.history.held()) {
                None => {
                    made.set_value(None);
                    return figures.set(None);
                }
                held => held,
            },
        };
        let query = match query.get() {
            Ok(query) => query,
            Err(errors) => {
                made.set_value(None);
                figures.set(Some(Err(errors)));
                return;
            }
        };
        let stays = made.with_value(|made| {
            made.as_ref().is_some_and(|made| {
                let is_reading = load.with_untracked(Load::is_reading);
                let may_wait = is_reading && now - made.at < made.keep_for;
                made.query == query
                    && made.viewer == viewer
                    && made.window == window
                    && now < made.stale_at
                    && (made.changes == changes || may_wait)
            })
        });
        if stays {
            return;
        }
        let begun = js_sys::Date::now();
        let (found, mut stale_at) = load.with_untracked(|load| {
            let rows = matching(load, history.as_deref(), &query, viewer.as_deref(), now);
            let requests = rows.iter().map(|row| &*row.request);
            let found = Figures {
                query: query.clone(),
                summary: Summary::of(now, &utc_offset, requests),
                known: load.known(),
                is_partial: load.is_partial()
                    || history.as_ref().is_some_and(|history| history.is_partial()),
                coverage: history.as_ref().map(|history| history.coverage.clone()),
            };
            (found, changes_at(now, &utc_offset, load.requests()))
        });
        if query.terms.iter().any(|term| is_distance(&term.test)) {
            stale_at = stale_at.min(now.plus(SPAN_FOR));
        }
        // A load that is quickly gone through is so at once.
        #[allow(clippy::cast_possible_truncation, reason = "some seconds")]
        let keep_for = ((js_sys::Date::now() - begun) * SHARE / 1_000.0).clamp(0.0, 5.0) as i64;
        made.set_value(Some(Made { query, viewer, window, changes, at: now, keep_for, stale_at }));
        figures.set((found.known != Known::Nothing).then(|| Ok(Arc::new(found))));
    });
    figures.into()
}

/// Whether what passes the test changes as the time goes by.
fn is_distance(test: &Test) -> bool {
    matches!(
        test,
        Test::Expires(Span::Within(..) | Span::Beyond(..))
            | Test::Created(Span::Within(..) | Span::Beyond(..))
    )
}
