//! The time, once a second, shared by every view, and what the person's clock makes of it.

use std::time::Duration;

use leptos::prelude::*;

use crate::github::time::Timestamp;

/// The time now.
fn now() -> Timestamp {
    // Whole seconds: the fraction is cut off on purpose.
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 53 bits")]
    let seconds = (js_sys::Date::now() / 1_000.0).floor() as i64;
    Timestamp::from_unix(seconds)
}

/// The time, as long as the owner that asks for it lives.
pub fn ticking() -> Signal<Timestamp> {
    let time = RwSignal::new(now());
    let tick = move || {
        time.try_set(now());
    };
    match set_interval_with_handle(tick, Duration::from_secs(1)) {
        Ok(interval) => on_cleanup(move || interval.clear()),
        // Then the time stands still, and an expired request is refused by the re-read before the
        // write.
        Err(error) => leptos::logging::warn!("no interval: {error:?}"),
    }
    time.into()
}

/// How many seconds the person's clock is ahead of UTC at an instant.
pub fn utc_offset(at: Timestamp) -> i32 {
    #[allow(clippy::cast_precision_loss, reason = "dates are far below 2^53 milliseconds")]
    let date = js_sys::Date::new(&(at.unix() as f64 * 1_000.0).into());
    // Minutes behind UTC; no number for a date beyond the calendar, which ends as 0.
    #[allow(clippy::cast_possible_truncation, reason = "a day has 1,440 minutes")]
    let behind = date.get_timezone_offset() as i32;
    behind.saturating_mul(-60)
}
