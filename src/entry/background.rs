//! The background program: holds the token and makes every call. `service_worker.js` loads it and
//! passes events on.

use gatehouse::webext::background::Background;
use wasm_bindgen::prelude::*;

thread_local! {
    static BACKGROUND: &'static Background = Box::leak(Box::default());
}

fn main() {
    console_error_panic_hook::set_once();
}

/// `runtime.onMessage`: the answer as JSON text.
///
/// # Errors
/// The browser's.
#[wasm_bindgen]
pub async fn on_message(text: String, sender: JsValue) -> Result<String, JsValue> {
    BACKGROUND.with(|background| *background).on_message(&text, &sender).await
}

/// `alarms.onAlarm`, of which there is one.
///
/// # Errors
/// The browser's.
#[wasm_bindgen]
pub async fn on_alarm() -> Result<(), JsValue> {
    BACKGROUND.with(|background| *background).on_alarm().await
}

/// `action.onClicked`, by button or keyboard.
///
/// # Errors
/// The browser's.
#[wasm_bindgen]
pub async fn on_action(tab: Option<i32>) -> Result<(), JsValue> {
    BACKGROUND.with(|background| *background).on_action(tab).await
}

/// Another program takes this one's place.
#[wasm_bindgen]
pub fn halt() {
    gatehouse::transport::fetch::halt();
}
