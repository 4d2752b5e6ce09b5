//! Puts text into a field as if a person had typed it, so that the browser's own undo takes it back.

use std::ops::Range;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventInit, HtmlDocument, HtmlTextAreaElement};

/// Puts `text` in at the cursor, behind what is selected, apart from the word before it; in place of
/// everything where there is nothing but white space. The field gets the focus.
pub fn insert(field: &HtmlTextAreaElement, text: &str) {
    let value = field.value();
    if value.trim().is_empty() {
        replace_all(field, text);
        return;
    }
    let end = field.selection_end().ok().flatten().unwrap_or(u32::MAX);
    let before: Vec<u16> = value.encode_utf16().take(end as usize).collect();
    let before = String::from_utf16_lossy(&before);
    let begins_apart = before.is_empty() || before.ends_with(char::is_whitespace);
    let gap = if begins_apart { "" } else { " " };
    focus(field);
    // Fails for no field of text.
    let _ = field.set_selection_range(end, end);
    type_in(field, &format!("{gap}{text}"));
}

/// Puts `text` in place of all that is there.
pub fn replace_all(field: &HtmlTextAreaElement, text: &str) {
    focus(field);
    field.select();
    type_in(field, text);
}

/// Selects what stands at `place`, in bytes of the field's text.
pub fn select(field: &HtmlTextAreaElement, place: &Range<usize>) {
    let value = field.value();
    let units = |bytes: usize| {
        let before = value.get(..bytes).unwrap_or(&value);
        u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    };
    focus(field);
    // Fails for no field of text.
    let _ = field.set_selection_range(units(place.start), units(place.end));
}

fn focus(field: &HtmlTextAreaElement) {
    // Fails for no element; the text is put in all the same.
    let _ = field.focus();
}

fn type_in(field: &HtmlTextAreaElement, text: &str) {
    let typed = document().dyn_ref::<HtmlDocument>().is_some_and(|document| {
        let typed = document.exec_command_with_show_ui_and_value("insertText", false, text);
        typed.unwrap_or(false)
    });
    if typed {
        return;
    }
    // A browser without it has no undo for this, but puts it in.
    let _ = field.set_range_text(text);
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &bubbles) {
        let _ = field.dispatch_event(&event);
    }
}
