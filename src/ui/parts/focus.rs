//! Where the keyboard focus goes when a view replaces another.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Focuses the first element that `selector` finds, once the views have settled.
pub fn focus(selector: String) {
    request_animation_frame(move || {
        if let Ok(Some(element)) = document().query_selector(&selector) {
            focus_element(&element);
        }
    });
}

/// The same, with a second choice.
pub fn focus_or(selector: String, otherwise: &'static str) {
    request_animation_frame(move || {
        let find = |selector: &str| document().query_selector(selector).ok().flatten();
        if let Some(element) = find(&selector).or_else(|| find(otherwise)) {
            focus_element(&element);
        }
    });
}

/// Focuses what `selector` finds, unless something in `within` has the focus.
pub fn focus_unless_in(selector: &'static str, within: &'static str) {
    request_animation_frame(move || {
        let has_focus = document()
            .active_element()
            .is_some_and(|element| element.closest(within).ok().flatten().is_some());
        if !has_focus && let Ok(Some(element)) = document().query_selector(selector) {
            focus_element(&element);
        }
    });
}

/// Focuses what `selector` finds if what had the focus is gone or can't have it any more.
pub fn focus_if_lost(selector: &'static str) {
    request_animation_frame(move || {
        let lost = match document().active_element() {
            None => true,
            Some(element) => element.tag_name() == "BODY" || element.has_attribute("disabled"),
        };
        if lost && let Ok(Some(element)) = document().query_selector(selector) {
            focus_element(&element);
        }
    });
}

fn focus_element(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // Fails for no element; then the focus stays where it is.
        let _ = element.focus();
    }
}
