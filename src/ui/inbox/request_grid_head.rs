//! The headings of the grid's columns: what they sort by, and the box that selects all rows.

use leptos::html;
use leptos::prelude::*;

use crate::triage::order::Sort;
use crate::ui::columns::Column;
use crate::ui::labels;
use crate::ui::lasting::LastingMemo;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::selection::Extent;
use crate::ui::session::Session;
use crate::ui::session::grid_handle::GridHandle;

/// The row of headings.
#[component]
pub fn RequestGridHead(
    /// Whose preferences change when a heading is chosen.
    session: Session,
    /// The columns shown.
    columns: LastingMemo<Vec<Column>>,
    /// In which order the rows stand.
    sort: Memo<Sort>,
) -> impl IntoView {
    let headings = move || {
        let columns = columns.get().into_iter();
        columns.map(|column| view! { <Heading session column sort /> }).collect_view()
    };
    view! {
        <div class="request-grid-head" role="rowgroup">
            <div class="request-grid-head-row" role="row" aria-rowindex="1">
                <div class="request-grid-head-check" role="columnheader">
                    <SelectAll grid=session.grid />
                </div>
                <div class="request-grid-head-cell" role="columnheader">
                    "Request"
                </div>
                {headings}
            </div>
        </div>
    }
}

/// One heading; choosing it sorts by it, and choosing it again the other way round.
#[component]
fn Heading(session: Session, column: Column, sort: Memo<Sort>) -> impl IntoView {
    let Some(key) = column.sort_key() else {
        return view! {
            <div class="request-grid-head-cell" role="columnheader">
                {column.name()}
            </div>
        }
        .into_any();
    };
    let direction = Memo::new(move |_| {
        let sort = sort.get();
        (sort.key == key).then_some(sort.descending)
    });
    let aria_sort =
        move || direction.get().map(|down| if down { "descending" } else { "ascending" });
    let arrow = move || {
        direction.get().map(|down| {
            let octicon = if down { Octicon::ArrowDown } else { Octicon::ArrowUp };
            view! { <Icon octicon /> }
        })
    };
    let choose = move |_| {
        session.preferences.update(|preferences| preferences.sort = preferences.sort.chosen(key))
    };
    view! {
        <div class="request-grid-head-cell" role="columnheader" aria-sort=aria_sort>
            <button type="button" class="request-grid-head-sort" on:click=choose>
                {column.name()}
                {arrow}
            </button>
            // Where there are cards, the button goes and the heading stays for screen readers.
            <span class="request-grid-head-name">{column.name()}</span>
        </div>
    }
    .into_any()
}

/// The box that selects all rows shown.
#[component]
fn SelectAll(grid: GridHandle) -> impl IntoView {
    let box_ref = NodeRef::<html::Input>::new();
    let extent = Memo::new(move |_| {
        Extent::of(grid.selected_shown.get(), grid.rows.with(|rows| rows.len()))
    });
    let show = move |extent: Extent| {
        if let Some(it) = box_ref.get_untracked() {
            it.set_checked(extent == Extent::All);
            it.set_indeterminate(extent == Extent::Some);
        }
    };
    Effect::new(move || {
        if box_ref.get().is_some() {
            show(extent.get());
        }
    });
    let name =
        move || format!("Select all {} shown", labels::requests(grid.rows.with(|rows| rows.len())));
    let click = move |_| {
        grid.select_all(extent.get_untracked() != Extent::All);
        // The browser turned it already, and a memo that stays says nothing.
        show(extent.get_untracked());
    };
    view! { <input type="checkbox" aria-label=name node_ref=box_ref on:click=click /> }
}
