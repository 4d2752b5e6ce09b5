//! The inbox's rows as a grid: as many of them as are in view, in columns or, where there is little
//! room, as cards.

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::inbox::rows::{Row, RowKey};
use crate::ui::columns::{Column, least_width, template};
use crate::ui::inbox::Opening;
use crate::ui::lasting::LastingMemo;
use crate::ui::recycling::slots;
use crate::ui::session::Session;
use crate::ui::session::grid_handle::GridHandle;
use crate::ui::window::{in_view, steady, window};

use super::grid_viewport::GridViewport;
use super::request_grid_head::RequestGridHead;
use super::request_row::RequestRow;

/// A row that is made, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Which element shows it.
    pub slot: usize,
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
    /// The rows that are made, in their order.
    pub made: LastingMemo<Vec<Placed>>,
    /// How high each is, in CSS pixels.
    pub row_height: LastingMemo<f64>,
    /// What they show.
    pub columns: LastingMemo<Vec<Column>>,
    /// Which of them the Tab key comes to.
    pub tab_stop: LastingMemo<usize>,
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
    let made = LastingMemo::memo(move |before: Option<&Vec<Placed>>| {
        let active = grid.active_index();
        let (view, height) = (view.get(), row_height.get());
        let before: Vec<(usize, RowKey)> =
            before.into_iter().flatten().map(|it| (it.slot, it.row.key)).collect();
        grid.rows.with(|rows| {
            let needed = window(view, height, rows.len());
            // The active row may have the focus, which must not go when it is scrolled away.
            let active = active.filter(|index| *index < rows.len());
            let beside = active.filter(|index| !needed.contains(index));
            let others = before.len().saturating_sub(usize::from(beside.is_some()));
            let window = steady(needed, others, rows.len());
            let above = beside.filter(|index| *index < window.start);
            let below = beside.filter(|index| *index >= window.end);
            let indices = above.into_iter().chain(window).chain(below);
            let placed: Vec<(usize, &Row)> =
                indices.filter_map(|index| Some((index, rows.get(index)?))).collect();
            let keys: Vec<RowKey> = placed.iter().map(|(_, row)| row.key).collect();
            let placed = placed.into_iter().zip(slots(&before, &keys));
            placed.map(|((index, row), slot)| Placed { slot, index, row: row.clone() }).collect()
        })
    });
    // In an order of their own: an element that is there moves by `keep_order` alone.
    let elements = Memo::new(move |_| {
        let mut slots = made.with(|made| made.iter().map(|it| it.slot).collect::<Vec<_>>());
        slots.sort_unstable();
        slots
    });
    let tab_stop = LastingMemo::memo(move |_| {
        let first = || in_view(view.get(), row_height.get(), count.get()).start;
        grid.active_index().unwrap_or_else(first)
    });
    let shared = Shared { session, opening, made, row_height, columns, tab_stop };
    viewport.keep_order(made);
    viewport.keep_focus(move || made.track());
    let row = move |slot: usize| {
        let first = made.with_untracked(|made| made.iter().find(|it| it.slot == slot).cloned());
        first.map(|first| view! { <RequestRow shared first /> })
    };
    let row_of = move |event: &Event| -> Option<(Element, Placed)> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let slot = slot_of(&target.closest(".request-row").ok().flatten()?)?;
        let placed = made.with_untracked(|made| made.iter().find(|it| it.slot == slot).cloned());
        Some((target, placed?))
    };
    let click = move |event: MouseEvent| {
        if let Some((target, placed)) = row_of(&event) {
            click(grid, &event, &target, &placed);
        }
    };
    let focus = move |event: FocusEvent| {
        if let Some((_, placed)) = row_of(&event) {
            grid.activate(placed.index);
        }
    };
    // With the shift key a click would select text.
    let press_down = move |event: MouseEvent| {
        if event.shift_key() && row_of(&event).is_some() {
            event.prevent_default();
        }
    };
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
                on:focusin=focus
                on:mousedown=press_down
                on:click=click
            >
                <For each=move || elements.get() key=|slot| *slot children=row />
            </div>
        </div>
    }
}

/// The slot that an element of a row is.
pub(super) fn slot_of(row: &Element) -> Option<usize> {
    row.get_attribute("data-slot")?.parse().ok()
}

/// A click in a row: on its check box, on what opens it, or beside both.
fn click(grid: GridHandle, event: &MouseEvent, target: &Element, placed: &Placed) {
    if event.default_prevented() {
        return;
    }
    let key = placed.row.key;
    let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
    let select = || match event.shift_key() {
        true => grid.extend_to(key),
        false => grid.selection.update(|selection| selection.toggle(key)),
    };
    let open = || {
        grid.activate(placed.index);
        grid.open_active();
    };
    if let Some(it) = target.dyn_ref::<HtmlInputElement>() {
        select();
        // The browser turned it already, which a range may not have meant.
        it.set_checked(grid.selection.with_untracked(|selection| selection.contains(key)));
    } else if is_in("button") {
        open();
    } else if is_in("a") {
        // An address of ours, which the browser follows.
    } else if event.shift_key()
        || is_in(".request-row-check")
        || event.ctrl_key()
        || event.meta_key()
    {
        select();
    } else if !is_text_selected() {
        open();
    }
}

/// Whether a part of the document's text is marked: the click that ended it opens nothing.
fn is_text_selected() -> bool {
    leptos::prelude::window()
        .get_selection()
        .ok()
        .flatten()
        .is_some_and(|selection| !selection.is_collapsed())
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
