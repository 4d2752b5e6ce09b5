//! Whether something of the page around the panel lies over it, or makes it hard to see.
//!
//! A browser that can tell (`IntersectionObserver` version 2, in Chromium) says of an element whether
//! something lies over it, also in the pages around; of a frame it says so for the whole frame. What is
//! watched is an element of our own that nothing of ours covers, wherever the views are scrolled.

use std::cell::Cell;

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::ui::lasting::LastingSignal;

/// How often at most the browser tells, in milliseconds: the least that it takes.
const TELLS_EVERY: u32 = 100;

#[wasm_bindgen]
extern "C" {
    /// Source: <https://w3c.github.io/IntersectionObserver/v2/>.
    #[wasm_bindgen(js_name = IntersectionObserver)]
    type Observer;

    #[wasm_bindgen(constructor, catch, js_class = "IntersectionObserver")]
    fn new(told: &JsValue, options: &Object) -> Result<Observer, JsValue>;

    #[wasm_bindgen(method)]
    fn observe(this: &Observer, element: &Element);

    #[wasm_bindgen(method)]
    fn disconnect(this: &Observer);

    type Entry;

    #[wasm_bindgen(method, getter, js_name = isIntersecting)]
    fn is_intersecting(this: &Entry) -> bool;

    /// Absent where the browser can't tell.
    #[wasm_bindgen(method, getter, js_name = isVisible)]
    fn is_visible(this: &Entry) -> Option<bool>;
}

thread_local! {
    static IS_COVERED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this document is covered, as far as the browser can tell.
pub fn is_covered() -> bool {
    IS_COVERED.get()
}

/// How the watched element stands: over everything of ours, and for nobody's eyes.
const STYLE: [(&str, &str); 6] = [
    ("position", "fixed"),
    ("z-index", "2147483647"),
    ("inset", "0 auto auto 50%"),
    ("width", "2px"),
    ("height", "2px"),
    ("pointer-events", "none"),
];

/// Watches for as long as the caller's view is there; tells `covered` of every change. Where the browser
/// can't tell, only what makes the frame disappear is noticed.
pub fn watch(covered: LastingSignal<bool>) {
    let Ok(watched) = document().create_element("div") else { return };
    let Ok(watched) = watched.dyn_into::<HtmlElement>() else { return };
    // A style sheet that comes late would make it look covered.
    for (property, value) in STYLE {
        // Fails for no property that there is.
        let _ = watched.style().set_property(property, value);
    }
    let _ = watched.set_attribute("aria-hidden", "true");
    let told = {
        let watched = watched.clone();
        Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            let last: Entry = entries.get(entries.length().saturating_sub(1)).unchecked_into();
            // Our own dialogs lie over everything but what is in them: there it is judged anew.
            if put_on_top(&watched) {
                return;
            }
            let is_covered = !last.is_intersecting() || last.is_visible() == Some(false);
            IS_COVERED.set(is_covered);
            covered.try_set(is_covered);
        })
    };
    let options = Object::new();
    for (key, value) in [("trackVisibility", JsValue::TRUE), ("delay", TELLS_EVERY.into())] {
        // Fails for no object of our own.
        let _ = Reflect::set(&options, &key.into(), &value);
    }
    put_on_top(&watched);
    if let Ok(observer) = Observer::new(told.as_ref(), &options) {
        observer.observe(&watched);
        let kept = StoredValue::new_local((observer, told, watched));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _, watched)| {
                observer.disconnect();
                watched.remove();
            });
            IS_COVERED.set(false);
        });
    }
}

/// Puts the element into the last of our open dialogs, or into the body; whether it was elsewhere.
fn put_on_top(watched: &Element) -> bool {
    let dialogs = document().query_selector_all("dialog:modal").ok();
    let last = dialogs.and_then(|all| all.item(all.length().checked_sub(1)?));
    let Some(place) = last.or_else(|| document().body().map(Into::into)) else { return false };
    if watched.parent_node().as_ref() == Some(&place) {
        return false;
    }
    // Fails for no element that is in the document.
    let _ = place.append_child(watched);
    true
}
