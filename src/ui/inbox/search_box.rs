//! The field for the query: completion of what is typed, and what can't be understood marked at its
//! place.

use std::ops::Range;
use std::time::Duration;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{InputEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::triage::query::{Completion, QueryError, Values, complete};
use crate::triage::visible::visible;
use crate::ui::caret::{byte_at, units_before};
use crate::ui::labels;
use crate::ui::session::Session;

use super::query_errors::{QUERY_ERRORS, QueryErrors};

/// Where what may come next is listed.
const OPTIONS: &str = "search-box-options";

/// The search box.
#[component]
pub fn SearchBox(
    /// Whose requests.
    session: Session,
    /// The query as it is typed.
    filter: RwSignal<String>,
) -> impl IntoView {
    let grid = session.grid;
    let field = NodeRef::<html::Input>::new();
    let marks = NodeRef::<html::Div>::new();
    // In bytes of the text.
    let cursor = RwSignal::new(0_usize);
    let is_open = RwSignal::new(false);
    // What the option says that Enter takes: others may come while requests are read.
    let chosen = RwSignal::new(None::<String>);
    // Counted when it is needed, and then once for what was read.
    let values = Memo::new(move |_| {
        grid.looks.track();
        session.in_context(|context| {
            session.list.load.with_untracked(|load| Values::of(context, load.requests()))
        })
    });
    let found = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        filter.with(|text| values.with(|values| complete(text, cursor.get(), values)))
    });
    let shows = Memo::new(move |_| found.with(|found| !found.is_empty()));
    let place = Memo::new(move |_| {
        chosen.with(|chosen| {
            let chosen = chosen.as_deref()?;
            found.with(|found| found.iter().position(|completion| completion.shown == chosen))
        })
    });
    // What is still being typed is no error yet.
    let errors = Memo::new(move |_| {
        let mut errors = grid.query_errors.get();
        if shows.get() {
            let cursor = cursor.get();
            filter.with(|text| errors.retain(|error| !is_at(text, &error.span, cursor)));
        }
        errors
    });

    let scroll_marks = move || {
        // The view may be gone by the frame that this waits for.
        let field = field.try_get_untracked().flatten();
        let marks = marks.try_get_untracked().flatten();
        if let (Some(field), Some(marks)) = (field, marks) {
            marks.set_scroll_left(field.scroll_left());
        }
    };
    let note_cursor = move || {
        let Some(field) = field.get_untracked() else { return };
        let units = field.selection_start().ok().flatten().unwrap_or_default();
        let at = filter.with_untracked(|text| byte_at(text, units));
        if cursor.get_untracked() != at {
            cursor.set(at);
        }
        // Only then has the browser scrolled the field.
        request_animation_frame(scroll_marks);
    };
    let close = move || {
        chosen.set(None);
        is_open.set(false);
    };
    let take = move || {
        let Some(element) = field.get_untracked() else { return };
        filter.set(element.value());
        chosen.set(None);
        note_cursor();
        is_open.set(true);
    };
    let input = move |event: ev::Event| {
        // What is being composed is taken when it is done.
        let composing = event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing);
        if !composing {
            take();
        }
    };
    let accept = move |shown: &str| {
        let is_it = |completion: &&Completion| completion.shown == shown;
        let completion = found.with_untracked(|found| found.iter().find(is_it).cloned());
        let Some(Completion { replace, insert, .. }) = completion else { return };
        let mut text = filter.get_untracked();
        // It was made for the text as it was then.
        if text.get(replace.clone()).is_none() {
            return;
        }
        let at = replace.start + insert.len();
        text.replace_range(replace, &insert);
        if let Some(field) = field.get_untracked() {
            field.set_value(&text);
            let units = units_before(&text, at);
            // Fails for no field of this type.
            let _ = field.set_selection_range(units, units).and_then(|()| field.focus());
        }
        filter.set(text);
        cursor.set(at);
        chosen.set(None);
        // Behind a key its values come.
        is_open.set(insert.ends_with(':'));
        request_animation_frame(scroll_marks);
    };
    let go = move |down: bool| {
        let count = found.with_untracked(Vec::len);
        // Before the first and behind the last comes the text itself.
        let next = match (place.get_untracked(), down) {
            (None, true) => Some(0),
            (None, false) => count.checked_sub(1),
            (Some(at), true) => Some(at + 1).filter(|at| *at < count),
            (Some(at), false) => at.checked_sub(1),
        };
        chosen.set(next.and_then(|at| found.with_untracked(|it| Some(it.get(at)?.shown.clone()))));
    };
    let key = move |event: ev::KeyboardEvent| {
        // The key that ends a composition doesn't say so everywhere. Source: UI Events, 7.3.1.
        let composing = event.is_composing() || event.key_code() == 229;
        if composing || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let shows = shows.get_untracked();
        let has_chosen = place.get_untracked().is_some();
        match event.key().as_str() {
            "ArrowDown" if !shows => {
                note_cursor();
                is_open.set(true);
            }
            "ArrowDown" => go(true),
            "ArrowUp" if shows => go(false),
            "Enter" | "Tab" if has_chosen && !event.shift_key() => {
                if let Some(shown) = chosen.get_untracked() {
                    accept(&shown);
                }
            }
            "Enter" => {
                close();
                if grid.query_errors.with_untracked(Vec::is_empty) {
                    grid.move_by(0);
                }
            }
            "Escape" if shows => close(),
            // Else the browser empties the field.
            "Escape" if filter.with_untracked(|text| !text.is_empty()) => {
                if grid.rows.with_untracked(|rows| rows.is_empty()) {
                    // Fails for no element.
                    let _ = field.get_untracked().map(|field| field.blur());
                } else {
                    grid.move_by(0);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        request_animation_frame(move || {
            if let Some(option) = document().get_element_by_id(&option_id(place)) {
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        });
    });

    let option = move |(index, completion): (usize, Completion)| {
        let Completion { shown, explanation, count, .. } = completion;
        let taken = shown.clone();
        view! {
            <li
                id=option_id(index)
                class="search-box-option"
                role="option"
                aria-selected=move || (place.get() == Some(index)).to_string()
                on:click=move |_| accept(&taken)
            >
                <bdi class="search-box-shown">{visible(&shown)}</bdi>
                " "
                <span class="search-box-explanation">{explanation}</span>
                " "
                <span class="search-box-count">{count.map(labels::grouped)}</span>
            </li>
        }
    };
    let options = move || {
        view! {
            <ul
                id=OPTIONS
                class="search-box-options"
                role="listbox"
                aria-label="Suggestions"
                // The focus stays in the field.
                on:mousedown=|event| event.prevent_default()
            >
                <For
                    each=move || found.get().into_iter().enumerate()
                    key=|(index, it)| (*index, it.shown.clone(), it.count)
                    children=option
                />
            </ul>
        }
    };
    let count = move || {
        let count = found.with(Vec::len);
        (count > 0).then(|| labels::suggestions(count))
    };
    let marked = move || {
        let parts = filter.with(|text| errors.with(|errors| parts(text, errors)));
        let part = |(text, is_wrong): (String, bool)| {
            view! { <span class:search-box-mark=is_wrong>{text}</span> }
        };
        parts.into_iter().map(part).collect_view()
    };
    view! {
        <div class="search-box">
            <div class="search-box-frame">
                <input
                    type="search"
                    class="field search-box-field"
                    node_ref=field
                    aria-label="Filter requests"
                    aria-autocomplete="list"
                    aria-controls=move || shows.get().then_some(OPTIONS)
                    aria-activedescendant=move || place.get().map(option_id)
                    aria-describedby=QUERY_ERRORS
                    aria-invalid=move || errors.with(|errors| !errors.is_empty()).then_some("true")
                    placeholder="Filter, such as is:open org:…"
                    dir="auto"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    prop:value=move || filter.get()
                    on:input=input
                    on:compositionend=move |_| take()
                    on:keydown=key
                    on:keyup=move |_| note_cursor()
                    on:focus=move |_| {
                        // Counted now, it doesn't keep the first letter waiting.
                        set_timeout(move || { values.try_with_untracked(|_| ()); }, Duration::ZERO);
                    }
                    on:click=move |_| {
                        note_cursor();
                        is_open.set(true);
                    }
                    on:blur=move |_| close()
                    on:scroll=move |_| scroll_marks()
                />
                <div class="search-box-marks" dir="auto" aria-hidden="true" node_ref=marks>
                    {marked}
                </div>
                <Show when=move || shows.get()>{options()}</Show>
                <p class="visually-hidden" role="status" aria-label="Suggestions">
                    {count}
                </p>
            </div>
            <QueryErrors text=filter errors />
        </div>
    }
}

fn option_id(index: usize) -> String {
    format!("search-box-option-{index}")
}

/// Whether the cursor is in the word that has the error.
fn is_at(text: &str, span: &Range<usize>, cursor: usize) -> bool {
    let to_cursor = text.get(span.start..cursor);
    let behind = text.get(span.end..cursor).unwrap_or_default();
    to_cursor.is_some() && !behind.contains(char::is_whitespace)
}

/// The text in parts, and whether each can't be understood; none where there is nothing to mark.
fn parts(text: &str, errors: &[QueryError]) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    let mut at = 0;
    for QueryError { span, .. } in errors {
        // Of a text that has changed meanwhile.
        let (Some(before), Some(wrong)) = (text.get(at..span.start), text.get(span.clone())) else {
            return Vec::new();
        };
        parts.push((before.to_owned(), false));
        parts.push((wrong.to_owned(), true));
        at = span.end;
    }
    parts
}
