//! How much room an element has, and which part of it is in view, whatever scrolls it.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ResizeObserver};

use crate::ui::window::View;

/// Runs `changed` in the frame after an element's size changed, as long as the owner lives.
pub fn on_resize(element: &Element, changed: impl Fn() + Clone + 'static) {
    // Not at once: what changes the layout while sizes are told is an error to the browser.
    let told = Closure::<dyn Fn()>::new(move || {
        request_animation_frame(changed.clone());
    });
    // Fails for no function; what was measured first then stays.
    let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) else { return };
    observer.observe(element);
    let kept = StoredValue::new_local((observer, told));
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}

/// Runs `scrolled` whenever anything in the document scrolls, as long as the owner lives.
pub fn on_scroll(scrolled: impl Fn() + 'static) {
    let told = Closure::<dyn Fn()>::new(scrolled);
    let listen = |function: &JsValue| {
        // Only on its way down does the event of another element come by here.
        window().add_event_listener_with_callback_and_bool("scroll", function.unchecked_ref(), true)
    };
    // Fails for no function.
    let _ = listen(told.as_ref());
    let kept = StoredValue::new_local(told);
    on_cleanup(move || {
        kept.try_with_value(|told| {
            let function = told.as_ref().unchecked_ref();
            // What isn't there needs no removing.
            let _ = window().remove_event_listener_with_callback_and_bool("scroll", function, true);
        });
    });
}

/// What scrolls an element: the nearest around it with `overflow-y: auto` or `scroll`, else the
/// document.
fn scroller(element: &Element) -> Option<Element> {
    let mut next = element.parent_element();
    while let Some(around) = next {
        let style = window().get_computed_style(&around).ok().flatten();
        let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
        // The document's own overflow is the window's.
        let is_document = matches!(around.tag_name().as_str(), "BODY" | "HTML");
        if !is_document && matches!(overflow.as_deref(), Some("auto" | "scroll")) {
            return Some(around);
        }
        next = around.parent_element();
    }
    None
}

/// The upper and the lower edge of what is in view there, in the window's coordinates.
fn edges(scroller: Option<&Element>) -> (f64, f64) {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let Some(scroller) = scroller else { return (0.0, height) };
    let rect = scroller.get_bounding_client_rect();
    (rect.top().max(0.0), rect.bottom().min(height))
}

/// Which part of an element is in view.
pub fn view(element: &Element) -> View {
    let (top, bottom) = edges(scroller(element).as_ref());
    let from = element.get_bounding_client_rect().top();
    View { top: top - from, bottom: bottom - from }
}

/// Scrolls so that what is `by` CSS pixels further down stands where something else stands now.
pub fn scroll_by(element: &Element, by: f64) {
    match scroller(element) {
        Some(scroller) => scroller.scroll_by_with_x_and_y(0.0, by),
        None => window().scroll_by_with_x_and_y(0.0, by),
    }
}

/// How wide an element is inside, in CSS pixels.
pub fn width(element: &Element) -> f64 {
    f64::from(element.client_width())
}

/// How many CSS pixels a rem is: the person's own font size.
pub fn rem() -> f64 {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| size.strip_suffix("px")?.parse().ok()).unwrap_or(16.0)
}
