//! The values beside the rows, with counts: a click asks for one in the query, or leaves it out.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::triage::query::{Facet, FacetValue, Key, Query, Test, facets, toggled_text};
use crate::triage::visible::visible;
use crate::ui::labels;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::viewport;
use crate::ui::session::Session;

/// From this width of what the rows and they share, in CSS pixels, they stand beside the rows.
const BESIDE_FROM: f64 = 900.0;

/// How many values of a facet are shown at first, and how many more each time.
const FIRST: usize = 8;
const MORE: usize = 25;

/// Typing comes before counting, by so much.
const COUNTED_WITHIN: Duration = Duration::from_millis(200);

/// While pages arrive, values are counted no more often than this: who chooses by them waits for the end.
const COUNTED_WHILE_READING: Duration = Duration::from_millis(1_000);

/// The facets; where there is little room, behind a button.
#[component]
pub fn Facets(
    /// Whose requests.
    session: Session,
    /// The query as it is typed.
    filter: RwSignal<String>,
) -> impl IntoView {
    let root = NodeRef::<html::Aside>::new();
    let has_room = RwSignal::new(false);
    let is_expanded = RwSignal::new(false);
    Effect::new(move || {
        let around = root.get().and_then(|it| it.parent_element());
        let around = around.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
        let Some(around) = around else { return };
        let element = around.clone();
        let measure = move || {
            let wide = viewport::width(&element) >= BESIDE_FROM;
            if has_room.try_get_untracked().is_some_and(|before| before != wide) {
                has_room.set(wide);
            }
        };
        measure();
        viewport::on_resize(&around, measure);
    });
    let shows = Memo::new(move |_| has_room.get() || is_expanded.get());
    view! {
        <aside
            class="facets"
            class:facets-beside=has_room
            aria-label="Filters"
            node_ref=root
        >
            <Show when=move || !has_room.get()>
                <button
                    type="button"
                    class="button facets-toggle"
                    aria-expanded=move || is_expanded.get().to_string()
                    on:click=move |_| is_expanded.update(|it| *it = !*it)
                >
                    <Icon octicon=Octicon::Filter />
                    "Filters"
                </button>
            </Show>
            <Show when=move || shows.get()>
                <AllFacets session filter />
            </Show>
        </aside>
    }
}

/// Every facet that has a value.
#[component]
fn AllFacets(session: Session, filter: RwSignal<String>) -> impl IntoView {
    let grid = session.grid;
    let counted = RwSignal::new(Vec::<Facet>::new());
    let count = move || {
        let counts = session.in_context(|context| {
            session.list.load.with_untracked(|load| {
                grid.query.with_untracked(|query| facets(context, query, load.requests()))
            })
        });
        counted.try_set(counts);
    };
    // What is to be counted later, by its turn; and whether that is soon.
    let turn = StoredValue::new(0_u32);
    let due = StoredValue::new(None::<bool>);
    Effect::new(move |before: Option<Query>| {
        grid.looks.track();
        let query = grid.query.get();
        let Some(before) = before else {
            count();
            return query;
        };
        let is_reading = session.list.load.with_untracked(|load| load.is_reading());
        let is_soon = before != query || !is_reading;
        if due.get_value().is_some_and(|before| before || !is_soon) {
            return query;
        }
        due.set_value(Some(is_soon));
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let own = turn.get_value();
        let late = move || {
            // The views may be gone.
            if turn.try_get_value() == Some(own) {
                due.set_value(None);
                untrack(count);
            }
        };
        set_timeout(late, if is_soon { COUNTED_WITHIN } else { COUNTED_WHILE_READING });
        query
    });
    let is_partial = Memo::new(move |_| {
        grid.state.with(|state| state.as_ref().is_some_and(|state| state.is_partial))
    });
    let keys = Memo::new(move |_| {
        counted.with(|all| {
            let with_values = all.iter().filter(|facet| !facet.values.is_empty());
            with_values.map(|facet| facet.key).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || is_partial.get()>
            <p class="facets-partial">"The list is partial: counts are of what was loaded."</p>
        </Show>
        <div class="facets-all">
            <For each=move || keys.get() key=|key| *key let:key>
                <OneFacet session filter counted key is_partial />
            </For>
        </div>
    }
}

#[component]
fn OneFacet(
    session: Session,
    filter: RwSignal<String>,
    counted: RwSignal<Vec<Facet>>,
    key: Key,
    is_partial: Memo<bool>,
) -> impl IntoView {
    let grid = session.grid;
    let most = RwSignal::new(FIRST);
    let values = Memo::new(move |_| {
        counted.with(|all| {
            let it = all.iter().find(|facet| facet.key == key);
            it.map(|facet| facet.values.clone()).unwrap_or_default()
        })
    });
    // What the query names is always there to be clicked away.
    let shown = Memo::new(move |_| {
        let most = most.get();
        values.with(|values| {
            let shown = values.iter().enumerate();
            let shown = shown.filter(|(at, it)| *at < most || it.chosen || it.excluded);
            shown.map(|(_, it)| it.clone()).collect::<Vec<_>>()
        })
    });
    let hidden = Memo::new(move |_| values.with(Vec::len) - shown.with(Vec::len));
    let value = move |first: FacetValue| {
        let name = first.value.to_lowercase();
        // It stays while its counts change, and the focus with it.
        let now = Memo::new(move |before: Option<&FacetValue>| {
            let found = values
                .with(|values| values.iter().find(|it| it.value.to_lowercase() == name).cloned());
            found.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        });
        let words = move || now.with(|it| visible(&labels::facet_value(key, &it.value)));
        let is = move |negated: bool| {
            now.with(|value| grid.query.with(|query| query.has(&value.test, negated)))
        };
        let toggle = move |negated: bool| {
            let test: Test = now.with_untracked(|value| value.test.clone());
            filter.update(|text| *text = toggled_text(text, &test, negated));
        };
        let click = move |event: MouseEvent| toggle(event.alt_key() || event.shift_key());
        let count = move || {
            let count = labels::grouped(now.with(|it| it.count));
            if is_partial.get() { format!("{count}+") } else { count }
        };
        view! {
            <li class="facets-value" class:facets-excluded=move || is(true)>
                <button
                    type="button"
                    class="facets-choice"
                    aria-pressed=move || is(false).to_string()
                    on:click=click
                >
                    <bdi class="facets-name">{words}</bdi>
                    " "
                    <span class="facets-count">{count}</span>
                </button>
                <button
                    type="button"
                    class="facets-not"
                    aria-label=move || format!("Leave out {}", words())
                    title=move || format!("Leave out {}", words())
                    aria-pressed=move || is(true).to_string()
                    on:click=move |_| toggle(true)
                >
                    <Icon octicon=Octicon::CircleSlash />
                </button>
            </li>
        }
    };
    let heading = || format!("facets-{}", key.word());
    view! {
        <div class="facets-facet" role="group" aria-labelledby=heading()>
            <h2 class="facets-heading" id=heading()>
                {labels::facet(key)}
            </h2>
            <ul>
                <For
                    each=move || shown.get()
                    key=|value| value.value.to_lowercase()
                    children=value
                />
            </ul>
            <Show when=move || { hidden.get() > 0 }>
                <button
                    type="button"
                    class="facets-more"
                    on:click=move |_| most.update(|most| *most += MORE)
                >
                    {move || labels::more(hidden.get())}
                    <span class="visually-hidden">" of " {labels::facet(key)}</span>
                </button>
            </Show>
        </div>
    }
}
