//! Chooses and sorts the inbox's rows, once for each change, and not more often than that pays.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::github::time::Timestamp;
use crate::inbox::choice::{chosen, in_order, narrowed};
use crate::inbox::ledger::Missing;
use crate::triage::order::Sort;
use crate::triage::query::{Key, Query, Term, parse};
use crate::triage::verdict::awaits_review;
use crate::ui::session::Session;
use crate::ui::session::grid_handle::{ListState, set_if_changed};

/// While pages arrive, choosing rows takes at most one in so many parts of the time.
const SHARE: f64 = 10.0;

/// While pages arrive, rows are chosen no more often than this, in milliseconds: each time what is in view
/// is laid out and painted anew.
const ARRIVING: f64 = 400.0;

/// What takes no longer than this, in milliseconds, is done at once.
const AT_ONCE: f64 = 20.0;

/// Where choosing takes longer, it waits for so long a pause in the typing.
const PAUSE: Duration = Duration::from_millis(150);

/// Keeps the rows of the session's grid those that its list holds, the filter leaves and the
/// preferences sort, as long as the owner lives.
pub fn inbox_rows(session: Session, filter: RwSignal<String>) {
    let grid = session.grid;
    let load = session.list.load;
    let looks = grid.looks;
    let look = move || {
        looks.try_update(|looks| *looks = looks.wrapping_add(1));
    };
    let took = StoredValue::new(0.0);
    let chosen_at = StoredValue::new(f64::NEG_INFINITY);
    Effect::new(move |was_reading: Option<bool>| {
        let is_reading = load.with(|load| load.is_reading());
        let Some(was_reading) = was_reading else { return is_reading };
        // What was read last isn't waited for, nor what comes first.
        let ends = was_reading && !is_reading;
        let has_rows = grid.rows.with_untracked(|rows| !rows.is_empty());
        let least = if is_reading && has_rows { ARRIVING } else { 0.0 };
        let rest = chosen_at.get_value() + least - js_sys::Date::now();
        let is_due = grid.is_look_due.get_untracked();
        if ends || !is_due && took.get_value() <= AT_ONCE && rest <= 0.0 {
            set_if_changed(grid.is_look_due, false);
            look();
        } else if !is_due {
            let wait = match took.get_value() {
                short if short <= AT_ONCE => 0.0,
                long => long * SHARE,
            };
            grid.is_look_due.set(true);
            let late = move || {
                if grid.is_look_due.try_get_untracked() == Some(true) {
                    grid.is_look_due.set(false);
                    look();
                }
            };
            let wait = wait.max(rest).clamp(0.0, 5_000.0);
            set_timeout(late, Duration::from_secs_f64(wait / 1_000.0));
        }
        is_reading
    });

    // Rows are chosen anew when one runs out, not every second.
    let runs_out_at = StoredValue::new(None::<Timestamp>);
    Effect::new(move || {
        let now = session.now.get();
        if runs_out_at.get_value().is_some_and(|at| at <= now) {
            look();
        }
    });
    let sort = Memo::new(move |_| session.preferences.with(|preferences| preferences.sort));
    let query = grid.query;
    if let Ok(valid) = parse(&filter.get_untracked()) {
        query.set(valid);
    }
    // Raised by each text that can be understood: only the last one's rows are chosen.
    let turn = StoredValue::new(0_u32);
    let choose_by = move |valid: Query| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        set_if_changed(grid.is_query_due, false);
        if query.with_untracked(|before| *before == valid) {
            return;
        }
        if took.get_value() <= AT_ONCE {
            query.set(valid);
            return;
        }
        grid.is_query_due.set(true);
        let own = turn.get_value();
        let late = move || {
            // The views may be gone.
            let current = turn.try_get_value();
            if current.is_none_or(|current| current == own) {
                grid.is_query_due.try_set(false);
            }
            if current == Some(own) {
                query.try_set(valid);
            }
        };
        set_timeout(late, PAUSE);
    };
    Effect::new(move || match parse(&filter.get()) {
        Ok(valid) => {
            choose_by(valid);
            grid.set_query_errors(Vec::new());
        }
        // The rows of the last valid one stay.
        Err(errors) => grid.set_query_errors(errors),
    });
    // What is so and so far away changes with the time.
    let minute = Memo::new(move |_| session.now.get().unix().div_euclid(60));
    Effect::new(move || {
        minute.track();
        let is_of_time = |term: &Term| matches!(term.test.key(), Some(Key::Expires | Key::Created));
        if query.with_untracked(|query| query.terms.iter().any(is_of_time)) {
            look();
        }
    });
    let scopes = session.list.scopes;
    Effect::new(move || grid.begin_list(scopes.get()));
    let viewer = Memo::new(move |_| session.held().map(|held| held.login));
    Effect::new(move |before: Option<(Basis, Sort, Query)>| {
        let basis = Basis { look: looks.get(), viewer: viewer.get() };
        let (sort, query) = (sort.get(), query.get());
        let now = session.now.get_untracked();
        // Only then are the grid's rows of before chosen from what there is now.
        let before = before
            .filter(|(before, ..)| *before == basis && grid.state.with_untracked(Option::is_some));
        let begun = js_sys::Date::now();
        if let Some((_, _, same)) = &before
            && *same == query
        {
            // Another order of what was chosen already takes no choosing.
            let rows = grid.rows.get_untracked();
            grid.reorder(session.in_context(|context| in_order(context, sort, rows.iter())));
            return (basis, sort, query);
        }
        let (rows, state) = session.in_context(|context| {
            let load = load.read_untracked();
            let fewer = before.filter(|(_, its, _)| *its == sort).and_then(|(.., wider)| {
                grid.rows.with_untracked(|rows| narrowed(context, &query, &wider, rows))
            });
            let rows = fewer.unwrap_or_else(|| {
                let keys = load.rows().map(|row| row.key);
                grid.selection.maybe_update(|selection| selection.keep_known(keys));
                let waiting = load.requests().filter(|request| awaits_review(now, request));
                runs_out_at.set_value(waiting.filter_map(|request| request.expires_at).min());
                chosen(context, &query, sort, load.rows())
            });
            let stands_in = |missing: &Missing| matches!(missing, Missing::StoodIn { .. });
            let state = ListState {
                count_in_words: load.count_in_words(rows.len()),
                is_partial: load.is_partial(),
                known: load.known(),
                fell_back: load.missing().iter().any(stands_in),
                changes: Arc::new(load.changed_since_last_look()),
            };
            (rows, state)
        });
        grid.set_rows(rows, state);
        let ended = js_sys::Date::now();
        took.set_value(ended - begun);
        chosen_at.set_value(ended);
        (basis, sort, query)
    });
}

/// What rows are chosen from, beside the query: where it is the same, so are the requests.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    look: u32,
    viewer: Option<String>,
}
