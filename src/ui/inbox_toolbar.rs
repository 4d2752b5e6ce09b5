//! What is above the inbox's rows to choose them: the filter, and whether only waiting ones are
//! shown; their order and columns; and reading them again.

use leptos::prelude::*;

use crate::triage::order::Sort;

use super::column_menu::ColumnMenu;
use super::columns::Column;
use super::icon::{Icon, Octicon};
use super::query_errors::{QUERY_ERRORS, QueryErrors};
use super::session::Session;

/// The inbox's toolbar.
#[component]
pub fn InboxToolbar(
    /// Whose list.
    session: Session,
    /// The text in the filter.
    filter: RwSignal<String>,
    /// Whether only waiting requests are shown.
    waiting_only: Signal<bool>,
    /// Whether the list is being read.
    is_reading: Signal<bool>,
) -> impl IntoView {
    let segment = move |text: &'static str, value: bool| {
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || (waiting_only.get() == value).to_string()
                on:click=move |_| session.grid.waiting_only.set(Some(value))
            >
                {text}
            </button>
        }
    };
    let errors = session.grid.query_errors;
    view! {
        <div class="inbox-toolbar">
            <div class="segments" role="group" aria-label="Requests to show">
                {segment("Waiting", true)} {segment("All", false)}
            </div>
            <input
                type="search"
                class="field inbox-toolbar-filter"
                aria-label="Filter requests"
                placeholder="Filter"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=QUERY_ERRORS
                aria-invalid=move || errors.with(|errors| !errors.is_empty()).then_some("true")
                prop:value=move || filter.get()
                on:input=move |event| filter.set(event_target_value(&event))
            />
            <SortChoice session />
            <ColumnMenu session />
            <button
                type="button"
                class="button inbox-reload"
                aria-disabled=move || is_reading.get().then_some("true")
                on:click=move |_| {
                    if !is_reading.get_untracked() {
                        session.list.reload();
                    }
                }
            >
                <Icon octicon=Octicon::Sync />
                "Reload"
            </button>
            <QueryErrors text=filter errors />
        </div>
    }
}

/// What the rows are sorted by, where there are no headings to choose it by.
#[component]
fn SortChoice(session: Session) -> impl IntoView {
    let orders = StoredValue::new(orders());
    let sort = Memo::new(move |_| session.preferences.with(|it| it.sort));
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok();
        let order = chosen.and_then(|index| orders.with_value(|it| Some(it.get(index)?.1)));
        if let Some(order) = order {
            session.preferences.update(|preferences| preferences.sort = order);
        }
    };
    let options = orders.get_value().into_iter().enumerate().map(|(index, (name, order))| {
        let selected = move || sort.get() == order;
        view! {
            <option value=index.to_string() prop:selected=selected>
                {name}
            </option>
        }
    });
    view! {
        <select class="field inbox-toolbar-sort" aria-label="Sort by" on:change=choose>
            {options.collect_view()}
        </select>
    }
}

/// Every order there is, with its name.
fn orders() -> Vec<(String, Sort)> {
    let keys = Column::ALL.into_iter().filter_map(|column| Some((column, column.sort_key()?)));
    keys.flat_map(|(column, key)| {
        let name = column.name();
        let order = |descending| Sort { key, descending };
        [(name.to_owned(), order(false)), (format!("{name}, other way round"), order(true))]
    })
    .collect()
}
