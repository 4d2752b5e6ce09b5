//! Copying the address of what is shown.

use gatehouse::triage::guard::PageUser;
use gatehouse::ui::inbox::copy_link::CopyLink;
use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::*;

/// A clipboard in the place of the browser's, which asks the person.
struct Clipboard {
    written: Array,
}

impl Clipboard {
    fn new(takes: bool) -> Self {
        let written = Array::new();
        let make = Function::new_with_args(
            "written, takes",
            "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { \
             writeText: (text) => { written.push(text); \
             return takes ? Promise.resolve() : Promise.reject(new Error('refused')); } } });",
        );
        make.call2(&JsValue::NULL, &written, &takes.into()).unwrap();
        Self { written }
    }

    fn written(&self) -> Vec<String> {
        self.written.iter().filter_map(|text| text.as_string()).collect()
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        Reflect::delete_property(&window().navigator(), &"clipboard".into()).unwrap();
    }
}

#[wasm_bindgen_test]
async fn the_address_of_what_is_shown_is_copied_and_that_is_said() {
    let clipboard = Clipboard::new(true);
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show(|_| view! { <CopyLink /> }.into_any()).await;
    assert_eq!(stage.status("Link"), "");
    stage.click("Copy link").await;
    assert_eq!(clipboard.written(), [window().location().href().unwrap()]);
    assert_eq!(stage.status("Link"), "Copied");
}

#[wasm_bindgen_test]
async fn where_the_browser_refuses_to_copy_the_other_way_is_said() {
    let clipboard = Clipboard::new(false);
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show(|_| view! { <CopyLink /> }.into_any()).await;
    stage.click("Copy link").await;
    assert_eq!(clipboard.written().len(), 1);
    assert_eq!(stage.status("Link"), "Copy it from the address bar");
}
