//! What is above the inbox's rows to choose them: the filter, and whether only waiting ones are
//! shown; their order and columns; and reading them again.

use leptos::prelude::*;

use crate::triage::order::Sort;
use crate::triage::query::{Key, Standing, Test, text_with_only};
use crate::ui::columns::Column;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::session::Session;

use super::column_menu::ColumnMenu;
use super::copy_link::CopyLink;
use super::search_box::SearchBox;
use super::views_menu::ViewsMenu;

/// The inbox's toolbar.
#[component]
pub fn InboxToolbar(
    /// Whose list.
    session: Session,
    /// The text in the filter.
    filter: RwSignal<String>,
    /// Whether what is shown has an address of ours.
    has_address: bool,
    /// Whether the list is being read.
    is_reading: Signal<bool>,
) -> impl IntoView {
    let query = session.grid.query;
    let open = || Test::Is(Standing::Open);
    let waits = move || query.with(|query| query.has(&open(), false));
    let is_any =
        move || query.with(|query| query.terms.iter().all(|term| term.test.key() != Some(Key::Is)));
    let show = move |only: Option<Test>| {
        filter.update(|text| *text = text_with_only(text, Key::Is, only.as_ref()));
    };
    view! {
        <div class="inbox-toolbar">
            <div class="segments" role="group" aria-label="Requests to show">
                <button
                    type="button"
                    class="segment"
                    aria-pressed=move || waits().to_string()
                    on:click=move |_| show(Some(open()))
                >
                    "Waiting"
                </button>
                <button
                    type="button"
                    class="segment"
                    aria-pressed=move || is_any().to_string()
                    on:click=move |_| show(None)
                >
                    "All"
                </button>
            </div>
            <SearchBox session filter />
            <ViewsMenu session filter />
            {has_address.then(|| view! { <CopyLink /> })}
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
