//! An instant for people: how long ago or ahead, and exactly.

use js_sys::Intl::DateTimeFormat;
use js_sys::{Array, Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::github::time::Timestamp;
use crate::triage::expiry;

use super::labels::NOT_GIVEN;

thread_local! {
    // Making one takes longer than using it a hundred times.
    static EXACT: DateTimeFormat = exact_format();
}

fn exact_format() -> DateTimeFormat {
    let options = Object::new();
    for (name, value) in [
        ("year", "numeric"),
        ("month", "short"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ] {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    DateTimeFormat::new(&Array::new(), &options)
}

/// The instant in the person's own time zone and form; in UTC where the browser can't format it.
pub fn exact(at: Timestamp) -> String {
    #[allow(clippy::cast_precision_loss, reason = "dates are far below 2^53 milliseconds")]
    let date = Date::new(&JsValue::from_f64(at.unix() as f64 * 1_000.0));
    EXACT.with(|format| {
        format
            .format()
            .call1(&JsValue::UNDEFINED, &date)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| at.to_string())
    })
}

/// An instant: relative, with the exact time beside it or, where there is little room, on hover.
#[component]
pub fn Moment(
    /// The instant; absent where GitHub gives none.
    at: Option<Timestamp>,
    /// The time now.
    now: Signal<Timestamp>,
    /// Whether the exact time stands beside it.
    #[prop(optional)]
    beside: bool,
    /// Whether it can't be ahead: GitHub's clock may be, by some seconds.
    #[prop(optional)]
    past: bool,
) -> impl IntoView {
    let Some(at) = at else {
        return view! { <span class="moment moment-absent">{NOT_GIVEN}</span> }.into_any();
    };
    let exactly = exact(at);
    let relative = move || {
        let ahead = at - now.get();
        expiry::relative(if past { ahead.min(0) } else { ahead })
    };
    if beside {
        view! {
            <time class="moment" datetime=at.to_string()>
                {relative}
                <span class="moment-exact">{exactly}</span>
            </time>
        }
        .into_any()
    } else {
        view! {
            <time class="moment" datetime=at.to_string() title=exactly>
                {relative}
            </time>
        }
        .into_any()
    }
}
