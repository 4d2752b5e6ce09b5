//! The inbox's rows as a grid: as many of them as are in view, in columns or, where there is little
//! room, as cards.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::inbox::rows::Row;
use crate::ui::columns::{Column, least_width, template};
use crate::ui::inbox::Opening;
use crate::ui::lasting::LastingMemo;
use crate::ui::session::Session;
use crate::ui::session::grid_handle::GridHandle;
use crate::ui::window::{in_view, window};

use super::grid_viewport::GridViewport;
use super::request_grid_head::RequestGridHead;
use super::request_row::RequestRow;

/// A row that is made, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// From 0.
    pub index: usize,
    /// The row.
    pub row: Row,
}

/// What the rows share.
#[derive(Debug, Clone, Copy)]
pub struct Shared {
    /// Whose rows.
    pub session: Session,
    /// How a row opens its request.
    pub opening: Opening,
    /// The rows that are made.
    pub made: LastingMemo<Vec<Placed>>,
    /// How high each is, in CSS pixels.
    pub row_height: LastingMemo<f64>,
    /// What they show.
    pub columns: LastingMemo<Vec<Column>>,
    /// Which of them the Tab key comes to.
    pub tab_stop: LastingMemo<usize>,
    /// The present minute: what needn't change with every second changes with it.
    pub minute: LastingMemo<i64>,
}

/// The rows of the session's grid.
#[component]
pub fn RequestGrid(
    /// Whose rows.
    session: Session,
    /// How a row opens its request.
    opening: Opening,
) -> impl IntoView {
    let grid = session.grid;
    let fell_back = Memo::new(move |_| {
        grid.state.with(|state| state.as_ref().is_some_and(|state| state.fell_back))
    });
    let sort = Memo::new(move |_| session.preferences.with(|it| it.sort));
    let count = Memo::new(move |_| grid.rows.with(|rows| rows.len()));
    let viewport = GridViewport::new(grid, sort);
    let GridViewport { root, body, cards, row_height, view, room, .. } = viewport;
    let columns = LastingMemo::memo(move |_| {
        // A card has room for all.
        let room = if cards.get() { f64::MAX } else { room.get() };
        session.preferences.with(|it| it.columns.shown_in(room, fell_back.get()))
    });
    let made = LastingMemo::memo(move |_| {
        let active = grid.active_index();
        let (view, height) = (view.get(), row_height.get());
        grid.rows.with(|rows| {
            let window = window(view, height, rows.len());
            let place = |index: usize| Some(Placed { index, row: rows.get(index)?.clone() });
            // The active row may have the focus, which must not go when it is scrolled away.
            let beside = active.filter(|index| !window.contains(index));
            let above = beside.filter(|index| *index < window.start).and_then(place);
            let below = beside.filter(|index| *index >= window.end).and_then(place);
            above.into_iter().chain(window.filter_map(place)).chain(below).collect::<Vec<_>>()
        })
    });
    let tab_stop = LastingMemo::memo(move |_| {
        let first = || in_view(view.get(), row_height.get(), count.get()).start;
        grid.active_index().unwrap_or_else(first)
    });
    let minute = LastingMemo::memo(move |_| session.now.get().unix().div_euclid(60));
    let shared = Shared { session, opening, made, row_height, columns, tab_stop, minute };
    viewport.keep_focus(move || made.track());
    let is_busy = move || grid.is_look_due.get() || grid.is_query_due.get();
    let height = move || {
        #[allow(clippy::cast_precision_loss, reason = "rows are far fewer than 2^53")]
        let height = count.get() as f64 * row_height.get();
        format!("{height}px")
    };
    view! {
        <div
            class="request-grid"
            class:request-grid-cards=move || cards.get()
            role="grid"
            aria-label="Requests"
            aria-multiselectable="true"
            aria-busy=move || is_busy().then_some("true")
            aria-rowcount=move || (count.get() + 1).to_string()
            hidden=move || count.get() == 0
            node_ref=root
            style:--request-grid-columns=move || columns.with(|columns| template(columns))
            style:--request-grid-width=move || format!("{}rem", columns.with(|it| least_width(it)))
            on:keydown=move |event| press(grid, &event)
        >
            <RequestGridHead session columns sort />
            <div
                class="request-grid-body"
                role="rowgroup"
                node_ref=body
                style:position="relative"
                style:height=height
            >
                <For each=move || made.get() key=|placed| placed.row.key let:placed>
                    <RequestRow shared placed />
                </For>
            </div>
        </div>
    }
}

/// The keys of the ARIA grid pattern, with the focus on a row or on something in it.
fn press(grid: GridHandle, event: &KeyboardEvent) {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let row = target.as_ref().and_then(|it| it.closest(".request-row").ok().flatten());
    let (Some(target), Some(row)) = (target, row) else { return };
    if event.default_prevented() || event.alt_key() {
        return;
    }
    let on_row = target == row;
    let page = isize::try_from(grid.page_step.get_value()).unwrap_or(1);
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        if key != "a" {
            return;
        }
        grid.select_all(true);
    } else {
        let go =
            |rows: isize| if event.shift_key() { grid.extend_by(rows) } else { grid.move_by(rows) };
        match key.as_str() {
            "ArrowDown" => go(1),
            "ArrowUp" => go(-1),
            "PageDown" => go(page),
            "PageUp" => go(-page),
            "Home" => go(isize::MIN),
            "End" => go(isize::MAX),
            "ArrowRight" | "ArrowLeft" => step_in(&row, &target, key == "ArrowRight"),
            "Enter" if on_row => grid.open_active(),
            " " if on_row && event.shift_key() => grid.extend_to_active(),
            " " if on_row => grid.toggle_active(),
            _ => return,
        }
    }
    event.prevent_default();
}

/// From the row to what is in it that can be used, and back.
fn step_in(row: &Element, from: &Element, onward: bool) {
    let Ok(found) = row.query_selector_all("input, a, button") else { return };
    let inner =
        (0..found.length()).filter_map(|index| found.get(index)?.dyn_into::<Element>().ok());
    let stops: Vec<Element> = std::iter::once(row.clone()).chain(inner).collect();
    let Some(at) = stops.iter().position(|stop| stop == from) else { return };
    let to = if onward { at + 1 } else { at.saturating_sub(1) };
    if let Some(stop) = stops.get(to).and_then(|stop| stop.dyn_ref::<HtmlElement>()) {
        // Fails for no element.
        let _ = stop.focus();
    }
}
