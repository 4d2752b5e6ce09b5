//! An instant for people: how long ago or ahead, and exactly.

use js_sys::Intl::DateTimeFormat;
use js_sys::{Array, Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::github::time::Timestamp;
use crate::triage::expiry;
use crate::triage::local_time::{DAY, LocalDay};
use crate::ui::labels::NOT_GIVEN;

thread_local! {
    // Making one takes longer than using it a hundred times.
    static EXACT: DateTimeFormat = format(&[
        ("year", "numeric"),
        ("month", "short"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ]);
    static WEEKDAY_AND_DAY: DateTimeFormat = format(&[
        ("weekday", "short"),
        ("month", "short"),
        ("day", "numeric"),
        ("timeZone", "UTC"),
    ]);
    static DAY_OF_MONTH: DateTimeFormat =
        format(&[("month", "short"), ("day", "numeric"), ("timeZone", "UTC")]);
}

fn format(parts: &[(&str, &str)]) -> DateTimeFormat {
    let options = Object::new();
    for (name, value) in parts {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    DateTimeFormat::new(&Array::new(), &options)
}

/// `None` where the browser can't format it.
fn formatted(at: Timestamp, format: &DateTimeFormat) -> Option<String> {
    #[allow(clippy::cast_precision_loss, reason = "dates are far below 2^53 milliseconds")]
    let date = Date::new(&JsValue::from_f64(at.unix() as f64 * 1_000.0));
    format.format().call1(&JsValue::UNDEFINED, &date).ok()?.as_string()
}

/// A day of the local calendar with its weekday, in the person's form.
pub fn weekday_and_day(day: LocalDay) -> String {
    WEEKDAY_AND_DAY.with(|format| of_day(day, format))
}

/// A day of the local calendar in short, in the person's form.
pub fn day_of_month(day: LocalDay) -> String {
    DAY_OF_MONTH.with(|format| of_day(day, format))
}

fn of_day(day: LocalDay, format: &DateTimeFormat) -> String {
    // Its own midnight in UTC is on the same day of the calendar.
    let midnight = Timestamp::from_unix(day.0.saturating_mul(DAY));
    formatted(midnight, format).unwrap_or_else(|| day.to_string())
}

/// The instant in the person's own time zone and form; in UTC where the browser can't format it.
pub fn exact(at: Timestamp) -> String {
    EXACT.with(|format| formatted(at, format)).unwrap_or_else(|| at.to_string())
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
