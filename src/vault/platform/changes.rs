//! Tells the other pages of the same origin that the vault changed, and not how: they ask.

use wasm_bindgen::prelude::*;

/// The channel's name.
const CHANNEL: &str = "gatehouse.vault";

#[wasm_bindgen]
extern "C" {
    /// Source: https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts
    type BroadcastChannel;

    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &BroadcastChannel, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter, js_name = onmessage)]
    fn set_on_message(this: &BroadcastChannel, listener: &JsValue);
}

thread_local! {
    /// One for telling; it doesn't hear itself, and stays open so that nothing told is lost.
    static TELLS: Option<BroadcastChannel> = BroadcastChannel::new(CHANNEL).ok();
}

/// Says that something changed.
pub fn tell() {
    // Who doesn't hear of it asks when somebody comes back to the page.
    TELLS.with(|channel| channel.as_ref().map(|it| it.post_message(&JsValue::NULL)).is_some());
}

/// Calls `heard` at each change, for as long as the page lives.
pub fn listen(heard: impl Fn() + 'static) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let listener = Closure::<dyn Fn()>::new(heard);
    channel.set_on_message(listener.as_ref());
    listener.forget();
    // An open channel with a listener isn't collected, but our handle to it may go.
    std::mem::forget(channel);
}
