//! Whether something of the page around the panel lies over it, or makes it hard to see.
//!
//! A browser that can tell (`IntersectionObserver` version 2, in Chromium) says of an element whether
//! something lies over it, also in the pages around; of a frame it says so for the whole frame. What is
//! watched is an element of our own that nothing of ours covers, wherever the views are scrolled.

use std::cell::Cell;

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Element;

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

/// Watches for as long as the document lives; tells `covered` of every change. Where the browser can't
/// tell, only what makes the frame disappear is noticed.
pub fn watch(covered: RwSignal<bool>) {
    let Ok(watched) = document().create_element("div") else { return };
    watched.set_class_name("cover-watch");
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
        // The browser keeps an observer for as long as what it observes.
        told.forget();
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
