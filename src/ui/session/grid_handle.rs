//! What the inbox's grid is about, beyond the views that show it: its rows, which of them is at
//! hand, which are selected and which is open.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use leptos::prelude::*;

use crate::client::operation::Target;
use crate::github::exemption::ExemptionRequest;
use crate::github::scope::Scopes;
use crate::inbox::load::Known;
use crate::inbox::rows::{Change, Row, RowKey};
use crate::triage::query::{Query, QueryError};
use crate::ui::earlier_selection::Since;
use crate::ui::lasting::{LastingMemo, LastingSignal};
use crate::ui::selection::Selection;

/// A row and where it stood when it was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    key: RowKey,
    index: usize,
}

impl Cursor {
    /// On the row at `index`; `None` behind the last.
    fn at(rows: &[Row], index: usize) -> Option<Self> {
        Some(Self { key: rows.get(index)?.key, index })
    }

    /// Where its row stands among `rows`; `None` when it is not among them.
    fn find(self, rows: &[Row]) -> Option<usize> {
        let is_it = |row: &Row| row.key == self.key;
        match rows.get(self.index) {
            Some(row) if is_it(row) => Some(self.index),
            _ => rows.iter().position(is_it),
        }
    }
}

/// What was known of the list when rows were chosen from it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListState {
    /// How many rows of how many requests, and whether something is missing.
    pub count_in_words: String,
    /// Whether something is missing or may be.
    pub is_partial: bool,
    /// How much is known.
    pub known: Known,
    /// Whether other lists stand in for one that was refused.
    pub fell_back: bool,
    /// What is new or changed since the last look.
    pub changes: Arc<HashMap<RowKey, Change>>,
}

/// What is to be done with the active row once it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Nothing.
    #[default]
    Nothing,
    /// It is to be in view.
    InView,
    /// It is to be in view and to have the focus.
    Focus,
}

/// A request to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The request.
    pub request: Arc<ExemptionRequest>,
    /// Whether it takes the place of the one that is open, so that Back leads to what was before
    /// that one.
    pub instead: bool,
}

/// The state of a grid and what can be done with it, by pointer, key or command. It outlives the
/// views: coming back finds it as it was left.
#[derive(Debug, Clone, Copy)]
pub struct GridHandle {
    /// The rows shown, in their order.
    pub rows: LastingSignal<Arc<Vec<Row>>>,
    /// What they were chosen from; absent before they were.
    pub state: LastingSignal<Option<ListState>>,
    /// Which rows are selected, shown or not.
    pub selection: LastingSignal<Selection<RowKey>>,
    /// How many of the rows shown are selected.
    pub selected_shown: LastingMemo<usize>,
    /// Since when some have been selected, where that is before the page was loaded.
    pub earlier: LastingSignal<Option<Since>>,
    /// What the rows are chosen by: the last query that could be understood.
    pub query: LastingSignal<Query>,
    /// What can't be understood of the query; meanwhile the rows are those of the last one that was.
    pub query_errors: LastingSignal<Vec<QueryError>>,
    /// Raised whenever what the list holds is looked at anew: often enough, and not at every page.
    pub looks: LastingSignal<u32>,
    /// Whether what came is to be looked at a little later.
    pub is_look_due: LastingSignal<bool>,
    /// Whether the rows are to be chosen by another query a little later.
    pub is_query_due: LastingSignal<bool>,
    /// How far it is scrolled, in rows; absent before it ever was.
    pub scrolled: StoredValue<Option<f64>>,
    /// How many rows Page Down goes on.
    pub page_step: StoredValue<usize>,
    /// Opens a request; absent while no grid is there.
    pub opener: StoredValue<Option<Callback<Opened>>>,
    scopes: StoredValue<Option<Scopes>>,
    /// Rows that are selected again if nothing comes of what is being done to them.
    aside: StoredValue<HashSet<RowKey>>,
    active: LastingSignal<Option<Cursor>>,
    opened: LastingSignal<Option<Cursor>>,
    wanted: LastingSignal<Wanted>,
}

impl Default for GridHandle {
    fn default() -> Self {
        let rows = LastingSignal::<Arc<Vec<Row>>>::default();
        let selection = LastingSignal::<Selection<RowKey>>::default();
        let selected_shown = LastingMemo::memo(move |_| {
            selection.with(|selection| {
                rows.with(|rows| selection.count_in(rows.iter().map(|row| row.key)))
            })
        });
        Self {
            rows,
            state: LastingSignal::new(None),
            selection,
            selected_shown,
            earlier: LastingSignal::new(None),
            query: LastingSignal::default(),
            looks: LastingSignal::new(0),
            is_look_due: LastingSignal::new(false),
            is_query_due: LastingSignal::new(false),
            query_errors: LastingSignal::default(),
            scrolled: StoredValue::new(None),
            page_step: StoredValue::new(1),
            opener: StoredValue::new(None),
            scopes: StoredValue::new(None),
            aside: StoredValue::default(),
            active: LastingSignal::new(None),
            opened: LastingSignal::new(None),
            wanted: LastingSignal::default(),
        }
    }
}

impl GridHandle {
    /// Shows other rows. The active row stays; where it is gone, the one in its place is active.
    pub fn set_rows(self, rows: Vec<Row>, state: ListState) {
        self.state.set(Some(state));
        self.reorder(rows);
    }

    /// Shows the same rows in another order.
    pub fn reorder(self, rows: Vec<Row>) {
        let place = |cursor: Cursor| cursor.find(&rows).unwrap_or(cursor.index);
        let active = self
            .active
            .get_untracked()
            .and_then(|cursor| Cursor::at(&rows, place(cursor).min(rows.len().checked_sub(1)?)));
        let opened =
            self.opened.get_untracked().map(|cursor| Cursor { index: place(cursor), ..cursor });
        self.rows.set(Arc::new(rows));
        set_if_changed(self.active, active);
        set_if_changed(self.opened, opened);
    }

    /// Takes note of what can't be understood of the query.
    pub fn set_query_errors(self, errors: Vec<QueryError>) {
        if self.query_errors.with_untracked(|before| *before != errors) {
            self.query_errors.set(errors);
        }
    }

    /// Forgets how the list of other scopes was left.
    pub fn begin_list(self, scopes: Option<Scopes>) {
        if self.scopes.with_value(|before| *before == scopes) {
            return;
        }
        self.scopes.set_value(scopes);
        self.rows.set(Arc::default());
        self.state.set(None);
        self.selection.update(Selection::clear);
        self.aside.set_value(HashSet::new());
        self.scrolled.set_value(None);
        set_if_changed(self.active, None);
        set_if_changed(self.opened, None);
    }

    /// Where the active row stands; absent while none was ever active.
    pub fn active_index(self) -> Option<usize> {
        self.active.get().map(|cursor| cursor.index)
    }

    /// Where the open request stands; absent when it is not among the rows.
    pub fn opened_index(self) -> Option<usize> {
        let cursor = self.opened.get()?;
        self.rows.with(|rows| cursor.find(rows))
    }

    /// Makes a row the active one, where the keyboard is.
    pub fn activate(self, index: usize) {
        let cursor = self.rows.with_untracked(|rows| Cursor::at(rows, index));
        if cursor.is_some() {
            set_if_changed(self.active, cursor);
        }
    }

    /// Brings the active row into view and gives it the focus, once it is there.
    pub fn reveal_active(self) {
        self.wanted.set(Wanted::Focus);
    }

    /// What is still to be done with the active row.
    pub fn wanted(self) -> Wanted {
        self.wanted.get()
    }

    /// It was done.
    pub fn revealed(self) {
        self.wanted.try_set(Wanted::Nothing);
    }

    /// Goes so many rows down, or up; from nowhere to the first.
    pub fn move_by(self, rows: isize) {
        let Some(last) = self.last() else { return };
        let to = match self.active.get_untracked() {
            Some(cursor) => cursor.index.saturating_add_signed(rows).min(last),
            None => 0,
        };
        self.activate(to);
        self.reveal_active();
    }

    /// Goes to the first row.
    pub fn to_first(self) {
        self.move_by(isize::MIN);
    }

    /// Goes to the last row.
    pub fn to_last(self) {
        if let Some(last) = self.last() {
            self.activate(last);
            self.reveal_active();
        }
    }

    /// Selects the active row, or deselects it.
    pub fn toggle_active(self) {
        if let Some(cursor) = self.active.get_untracked() {
            self.selection.update(|selection| selection.toggle(cursor.key));
        }
    }

    /// Selects the rows up to the active one.
    pub fn extend_to_active(self) {
        if let Some(cursor) = self.active.get_untracked() {
            self.extend_to(cursor.key);
        }
    }

    /// Goes so many rows down, or up, and selects those on the way.
    pub fn extend_by(self, rows: isize) {
        let is_selected = |cursor: Cursor| {
            self.selection.with_untracked(|selection| selection.contains(cursor.key))
        };
        if self.active.get_untracked().is_some_and(|cursor| !is_selected(cursor)) {
            self.toggle_active();
        }
        self.move_by(rows);
        self.extend_to_active();
    }

    /// Selects the rows up to this one.
    pub fn extend_to(self, key: RowKey) {
        let shown = self.shown_keys();
        self.selection.update(|selection| selection.extend_to(&shown, key));
    }

    /// Selects or deselects all rows shown.
    pub fn select_all(self, selected: bool) {
        let shown = self.shown_keys();
        self.selection.update(|selection| selection.set_all(shown.into_iter(), selected));
    }

    /// Deselects a row that something is being done to; with `for_now` it may be selected again.
    pub fn put_aside(self, key: RowKey, for_now: bool) {
        let is_selected = self.selection.try_with_untracked(|it| it.contains(key)) == Some(true);
        if is_selected {
            self.selection.update(|selection| selection.remove(key));
        }
        self.aside.try_update_value(|aside| match for_now {
            true if is_selected => {
                aside.insert(key);
            }
            true => {}
            false => {
                aside.remove(&key);
            }
        });
    }

    /// Selects a row again that was put aside for now: nothing was done to it.
    pub fn take_up(self, key: RowKey) {
        if self.aside.try_update_value(|aside| aside.remove(&key)) == Some(true) {
            self.selection.update(|selection| selection.add(key));
        }
    }

    /// Selects nothing.
    pub fn clear_selection(self) {
        self.selection.update(Selection::clear);
    }

    /// The selected rows that are shown, in their order: what is done to many is done to these. None
    /// while the query can't be understood: what is shown isn't what was asked for then.
    pub fn selected_rows(self) -> Vec<Row> {
        let is_understood = self.query_errors.with(Vec::is_empty);
        self.selection.with(|selection| {
            if selection.is_empty() || !is_understood {
                return Vec::new();
            }
            self.rows.with(|rows| {
                rows.iter().filter(|row| selection.contains(row.key)).cloned().collect()
            })
        })
    }

    /// Whether there are any such rows.
    pub fn has_selected_rows(self) -> bool {
        self.query_errors.with(Vec::is_empty) && self.selected_shown.get() > 0
    }

    /// Opens the active row's request.
    pub fn open_active(self) {
        if let Some(cursor) = self.active.get_untracked() {
            self.open(cursor.index, false);
        }
    }

    /// Opens the request behind the one that is open.
    pub fn open_next(self) {
        if let Some(index) = untrack(|| self.next_index()) {
            self.open(index, true);
        }
    }

    /// Opens the request before the one that is open.
    pub fn open_previous(self) {
        if let Some(index) = untrack(|| self.previous_index()) {
            self.open(index, true);
        }
    }

    /// Where the request behind the open one stands: in the open one's place where that is gone.
    pub fn next_index(self) -> Option<usize> {
        let cursor = self.opened.get()?;
        self.rows.with(|rows| {
            let next = cursor.find(rows).map_or(cursor.index, |index| index + 1);
            (next < rows.len()).then_some(next)
        })
    }

    /// Where the request before the open one stands.
    pub fn previous_index(self) -> Option<usize> {
        let cursor = self.opened.get()?;
        self.rows
            .with(|rows| cursor.find(rows).unwrap_or(cursor.index).min(rows.len()).checked_sub(1))
    }

    fn open(self, index: usize, instead: bool) {
        let row = self.rows.with_untracked(|rows| rows.get(index).cloned());
        let opener = self.opener.try_get_value().flatten();
        if let (Some(row), Some(opener)) = (row, opener) {
            self.activate(index);
            self.wanted.set(Wanted::InView);
            opener.run(Opened { request: row.request, instead });
        }
    }

    /// Takes note of which request is open, whoever opened it; `true` when it is among the rows.
    pub fn note_opened(self, target: Option<&Target>) -> bool {
        let cursor = target.and_then(|target| {
            self.rows.with_untracked(|rows| Cursor::at(rows, place_of(rows, target)?))
        });
        set_if_changed(self.opened, cursor);
        if cursor.is_some() {
            set_if_changed(self.active, cursor);
        }
        cursor.is_some()
    }

    fn last(self) -> Option<usize> {
        self.rows.with_untracked(|rows| rows.len().checked_sub(1))
    }

    fn shown_keys(self) -> Vec<RowKey> {
        self.rows.with_untracked(|rows| rows.iter().map(|row| row.key).collect())
    }
}

/// Where the request stands that a view is about.
fn place_of(rows: &[Row], target: &Target) -> Option<usize> {
    match target {
        Target::Listed(request) if request.id.is_some() => {
            rows.iter().position(|row| row.request.id == request.id)
        }
        Target::Listed(request) => rows.iter().position(|row| *row.request == **request),
        Target::Page(page) => {
            // Taking every row's address apart would take long.
            let end = format!("/exemptions/{}", page.number);
            rows.iter().position(|row| {
                row.request.html_url.as_ref().is_some_and(|url| url.to_string().contains(&end))
                    && row.request.page().is_some_and(|its| its.same_as(page))
            })
        }
    }
}

/// Sets a signal if that changes it, and if it is still there.
pub fn set_if_changed<T: PartialEq>(signal: impl GetUntracked<Value = T> + Set<Value = T>, to: T) {
    if signal.try_get_untracked().is_some_and(|now| now != to) {
        signal.set(to);
    }
}
