//! What is in view of the grid, and scrolling it: to where it was left, to a row, and along with
//! rows that come in above.

use std::sync::Arc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::inbox::rows::{Row, RowKey};
use crate::triage::order::Sort;
use crate::ui::lasting::{LastingMemo, LastingSignal};
use crate::ui::parts::viewport;
use crate::ui::recycling::moves;
use crate::ui::session::grid_handle::{GridHandle, Wanted};
use crate::ui::window::{View, in_view, page_step};

use super::request_grid::{Placed, slot_of};

/// Below this width, in CSS pixels, a row is a card.
const TABLE_FROM: f64 = 700.0;

/// How high a row is, in rem.
const ROW_HEIGHT: f64 = 2.5;

/// How high a card is, in rem.
const CARD_HEIGHT: f64 = 6.75;

/// How the grid looks at the width it has.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Layout {
    cards: bool,
    row_height: f64,
}

impl Layout {
    fn at(width: f64, rem: f64) -> Self {
        // What isn't laid out has no width.
        let cards = width > 0.0 && width < TABLE_FROM;
        let height = if cards { CARD_HEIGHT } else { ROW_HEIGHT };
        Self { cards, row_height: (height * rem).round() }
    }
}

/// The grid's elements and what is measured of them.
#[derive(Debug, Clone, Copy)]
pub struct GridViewport {
    /// The grid.
    pub root: NodeRef<html::Div>,
    /// What its rows stand in.
    pub body: NodeRef<html::Div>,
    /// Whether rows are cards.
    pub cards: LastingMemo<bool>,
    /// How high a row is, in CSS pixels.
    pub row_height: LastingMemo<f64>,
    /// What is in view.
    pub view: LastingSignal<View>,
    /// How wide it is, in rem; more than anything needs as long as it isn't measured.
    pub room: LastingSignal<f64>,
    layout: LastingSignal<Layout>,
    grid: GridHandle,
    /// Whether it is scrolled to where it was left.
    is_restored: StoredValue<bool>,
    /// Where a row was when its form was left for the other one.
    left: StoredValue<Option<Place>>,
}

/// Where a row stood.
#[derive(Debug, Clone, Copy)]
struct Place {
    cards: bool,
    row: usize,
    /// In CSS pixels below the upper edge of what was in view.
    offset: f64,
}

impl GridViewport {
    /// The viewport of a grid that comes into the document, where it follows it as long as the owner
    /// lives.
    pub fn new(grid: GridHandle, sort: Memo<Sort>) -> Self {
        let layout = LastingSignal::new(Layout::at(0.0, viewport::rem()));
        let this = Self {
            root: NodeRef::new(),
            body: NodeRef::new(),
            cards: LastingMemo::memo(move |_| layout.get().cards),
            row_height: LastingMemo::memo(move |_| layout.get().row_height),
            // Until it is measured: as much as a screen shows.
            view: LastingSignal::new(View { top: 0.0, bottom: 1_000.0 }),
            room: LastingSignal::new(f64::MAX),
            layout,
            grid,
            is_restored: StoredValue::new(false),
            left: StoredValue::new(None),
        };
        Effect::new(move || {
            let Some(root) = this.root.get() else { return };
            this.measure();
            viewport::on_resize(&root, move || this.measure());
            // What stands above the rows moves them without a scroll.
            if let Some(around) = root.parent_element() {
                viewport::on_resize(&around, move || this.measure());
            }
        });
        viewport::on_scroll(move || this.measure());
        this.restore();
        this.follow_rows(sort);
        this.reveal_when_wanted();
        this
    }

    fn measure(self) {
        let elements = self.root.try_get_untracked().flatten();
        let elements = elements.zip(self.body.try_get_untracked().flatten());
        let Some((root, body)) = elements else { return };
        // As long as there are no rows the grid isn't laid out, but what it stands in is: its first rows
        // come in the form that they will keep.
        let around = || root.parent_element().map_or(0.0, |around| viewport::width(&around));
        let own = viewport::width(&root);
        let (width, rem) = (if own > 0.0 { own } else { around() }, viewport::rem());
        let layout = Layout::at(width, rem);
        // What isn't laid out has no width.
        let room = if width > 0.0 { width / rem } else { f64::MAX };
        if (self.room.get_untracked() - room).abs() > f64::EPSILON {
            self.room.set(room);
        }
        let before = self.layout.get_untracked();
        if before != layout {
            self.keep_place(before, layout);
            self.layout.set(layout);
        }
        let view = viewport::view(&body);
        if self.view.get_untracked() != view {
            self.view.set(view);
        }
        self.grid.page_step.set_value(page_step(view, layout.row_height));
        if self.is_restored.get_value() {
            self.grid.scrolled.set_value(Some(view.top / layout.row_height));
        }
    }

    /// Keeps the active row where it is seen, or else the first one in view, when rows become cards or
    /// the other way round. Back in a form that was left with the same row, that is where it was then.
    fn keep_place(self, before: Layout, after: Layout) {
        let (view, height) = (self.view.get_untracked(), before.row_height);
        let rows = self.grid.rows.with_untracked(|rows| rows.len());
        let seen = in_view(view, height, rows);
        if seen.is_empty() || !self.is_restored.get_value() {
            return;
        }
        let active = untrack(|| self.grid.active_index());
        let row = active.filter(|active| seen.contains(active)).unwrap_or(seen.start);
        #[allow(clippy::cast_precision_loss, reason = "rows are far fewer than 2^53")]
        let at = row as f64;
        let place = Place { cards: before.cards, row, offset: at * height - view.top };
        let left = self.left.try_update_value(|left| left.replace(place)).flatten();
        let offset = match left {
            Some(left) if left.cards == after.cards && left.row == row => left.offset,
            _ => place.offset.min(view.bottom - view.top - after.row_height).max(0.0),
        };
        self.is_restored.set_value(false);
        request_animation_frame(move || {
            self.scroll_to(at - offset / after.row_height);
            self.is_restored.try_set_value(true);
        });
    }

    fn scroll_by(self, rows: f64) {
        if let Some(body) = self.body.try_get_untracked().flatten() {
            viewport::scroll_by(&body, rows * self.row_height.get_untracked());
            self.measure();
        }
    }

    /// Brings this row to the upper edge.
    fn scroll_to(self, row: f64) {
        if let Some(body) = self.body.try_get_untracked().flatten() {
            let now = viewport::view(&body).top / self.row_height.get_untracked();
            self.scroll_by(row - now);
        }
    }

    /// Scrolls to where it was left, once there are rows to scroll.
    fn restore(self) {
        let grid = self.grid;
        let has_rows = Memo::new(move |_| grid.rows.with(|rows| !rows.is_empty()));
        Effect::new(move || {
            if !has_rows.get() || self.body.get().is_none() || self.is_restored.get_value() {
                return;
            }
            self.measure();
            request_animation_frame(move || {
                if self.is_restored.try_get_value() != Some(false) {
                    return;
                }
                if let Some(row) = grid.scrolled.get_value() {
                    self.scroll_to(row);
                }
                self.is_restored.set_value(true);
            });
        });
    }

    /// Keeps what is in view where it is while rows come and go above it; another order is shown
    /// from its top.
    fn follow_rows(self, sort: Memo<Sort>) {
        Effect::new(move |before: Option<(Arc<Vec<Row>>, Sort)>| {
            let (rows, sort) = (self.grid.rows.get(), sort.get_untracked());
            let Some((before, sorted)) = before else { return (rows, sort) };
            let by = if sorted == sort {
                self.moved(&before, &rows)
            } else {
                (self.view.get_untracked().top > 0.0)
                    .then(|| -self.view.get_untracked().top / self.row_height.get_untracked())
            };
            if let Some(by) = by.filter(|_| self.is_restored.get_value()) {
                // Once the rows are as high together as they will be.
                request_animation_frame(move || self.scroll_by(by));
            }
            (rows, sort)
        });
    }

    /// By how many rows the first row in view moved; at the very top what comes is to be seen.
    fn moved(self, before: &[Row], after: &[Row]) -> Option<f64> {
        let view = self.view.get_untracked();
        let first = in_view(view, self.row_height.get_untracked(), before.len()).start;
        let row = before.get(first).filter(|_| first > 0)?;
        let now = after.iter().position(|it| it.key == row.key)?;
        #[allow(clippy::cast_precision_loss, reason = "rows are far fewer than 2^53")]
        let by = now as f64 - first as f64;
        (now != first).then_some(by)
    }

    fn reveal_when_wanted(self) {
        Effect::new(move || {
            let has_rows = self.grid.rows.with(|rows| !rows.is_empty());
            let wanted = self.grid.wanted();
            if has_rows && wanted != Wanted::Nothing && self.body.get().is_some() {
                let with_focus = wanted == Wanted::Focus;
                // Before another key comes: a dialog that it opens gives the focus back to where it was.
                spawn_local(async move { self.reveal(with_focus) });
                // And once the rows are where they stay: one that changes places loses the focus.
                request_animation_frame(move || {
                    self.reveal(with_focus);
                    self.grid.revealed();
                });
            }
        });
    }

    /// Brings the active row into view and, if so wanted, gives it the focus.
    fn reveal(self, with_focus: bool) {
        let body = self.body.try_get_untracked().flatten();
        let row = body.and_then(|it| it.query_selector(".request-row-active").ok().flatten());
        let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        nearest.set_inline(ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&nearest);
        if with_focus {
            // Fails for no element.
            let _ = row.focus();
        }
    }

    /// Keeps the elements in the order of the rows that they show, and the focus off one that shows another row now.
    pub fn keep_order(self, made: LastingMemo<Vec<Placed>>) {
        Effect::new(move |before: Option<Vec<(usize, RowKey)>>| {
            let now: Vec<(usize, RowKey)> =
                made.with(|made| made.iter().map(|it| (it.slot, it.row.key)).collect());
            if before.as_ref() == Some(&now) {
                return now;
            }
            let focused = document().active_element();
            let row = focused.as_ref().and_then(|it| it.closest(".request-row").ok().flatten());
            let slot = row.and_then(|row| slot_of(&row));
            let key_in = |rows: &[(usize, RowKey)]| {
                rows.iter().find(|(its, _)| Some(*its) == slot).map(|(_, key)| *key)
            };
            let shows_another = before.is_some_and(|before| key_in(&before) != key_in(&now));
            if let Some(element) =
                focused.filter(|_| shows_another).and_then(|it| it.dyn_into::<HtmlElement>().ok())
            {
                // Fails for no element.
                let _ = element.blur();
            }
            // Once those that are new are there.
            spawn_local(async move { self.order(made) });
            now
        });
    }

    fn order(self, made: LastingMemo<Vec<Placed>>) {
        let Some(body) = self.body.try_get_untracked().flatten() else { return };
        let Some(wanted) = made
            .try_with_untracked(|made| made.iter().map(|placed| placed.slot).collect::<Vec<_>>())
        else {
            return;
        };
        let mut here = Vec::with_capacity(wanted.len());
        let mut next = body.first_element_child();
        while let Some(element) = next {
            next = element.next_element_sibling();
            if let Some(slot) = slot_of(&element) {
                here.push((slot, element));
            }
        }
        let now: Vec<usize> = here.iter().map(|(slot, _)| *slot).collect();
        let element = |slot: usize| here.iter().find(|(its, _)| *its == slot).map(|(_, it)| it);
        for (slot, before) in moves(&now, &wanted) {
            if let Some(moved) = element(slot) {
                let before = before.and_then(element).map(AsRef::as_ref);
                // Fails for no child.
                let _ = body.insert_before(moved, before);
            }
        }
    }

    /// Keeps the focus in the grid while rows come, go and change places, which takes it from them.
    /// `changes` is asked when they do.
    pub fn keep_focus(self, changes: impl Fn() + 'static) {
        // What has the focus, as far as the person is concerned.
        let focused = StoredValue::new_local(None::<Element>);
        let note = move |target: Option<web_sys::EventTarget>| {
            let target = target.and_then(|target| target.dyn_into::<Element>().ok());
            let root = self.root.try_get_untracked().flatten();
            let inside = target.filter(|it| root.is_some_and(|root| root.contains(Some(it))));
            focused.try_set_value(inside);
        };
        let came = window_event_listener(ev::focusin, move |event| note(event.target()));
        // A press on nothing takes the focus on purpose.
        let pressed = window_event_listener(ev::pointerdown, move |event| note(event.target()));
        on_cleanup(move || {
            came.remove();
            pressed.remove();
        });
        let give_back = move || {
            let nowhere = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
            // The element that had it may show another row now.
            let is_itself = |element: &Element| {
                let is_in = |selector| element.closest(selector).ok().flatten().is_some();
                element.is_connected() && (!is_in(".request-row") || is_in(".request-row-active"))
            };
            match focused.try_get_value().flatten() {
                Some(element) if nowhere && is_itself(&element) => {
                    if let Some(element) = element.dyn_ref::<HtmlElement>() {
                        let stay = FocusOptions::new();
                        stay.set_prevent_scroll(true);
                        // Fails for no element.
                        let _ = element.focus_with_options(&stay);
                    }
                }
                Some(_) if nowhere => self.reveal(true),
                _ => {}
            }
        };
        Effect::new(move || {
            changes();
            // Before another key comes, which would be meant for the rows; and once they are where they stay.
            spawn_local(async move { give_back() });
            request_animation_frame(give_back);
        });
    }
}
