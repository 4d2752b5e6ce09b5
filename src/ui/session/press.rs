//! What an event shows of who made it: a person's press, which lets reviews and dismissals leave.

use js_sys::{Date, Math, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::Event;

use crate::client::permit::Press;
use crate::ui::panel::cover_watch::is_covered;

/// The press that `event` is. Only of use in the event's own handler: a while later the browser no longer
/// says that somebody acted.
pub fn press(event: &Event) -> Press {
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 53 bits")]
    let at = Date::now() as i64;
    Press {
        id: random(),
        at,
        is_trusted: event.is_trusted(),
        is_active: is_active(),
        is_covered: is_covered(),
    }
}

/// Two presses have different names, and two tabs: nobody has to be unable to guess one.
pub(super) fn random() -> u64 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 up to 2^32, without it"
    )]
    let half = || (Math::random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
}

/// Whether the browser saw somebody act in this document right before. Source: HTML, "Tracking user
/// activation": a click, a tap, or a key other than Escape.
fn is_active() -> bool {
    let of = |object: &JsValue, key: &str| Reflect::get(object, &JsValue::from_str(key)).ok();
    let activation = of(&window().navigator(), "userActivation");
    let is_active = activation.and_then(|it| of(&it, "isActive"));
    is_active.and_then(|it| it.as_bool()).unwrap_or(false)
}
