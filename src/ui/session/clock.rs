//! The time by GitHub's clock, once a second, shared by every view, and what the person's clock makes
//! of it.

use std::time::Duration;

use leptos::prelude::*;

use crate::github::time::Timestamp;
use crate::ui::lasting::LastingSignal;

/// The time now by this computer's clock.
fn own_now() -> Timestamp {
    // Whole seconds: the fraction is cut off on purpose.
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 53 bits")]
    let seconds = (js_sys::Date::now() / 1_000.0).floor() as i64;
    Timestamp::from_unix(seconds)
}

/// The time that the views go by.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The time now, by GitHub's clock as far as that is known.
    pub now: Signal<Timestamp>,
    /// How far GitHub's clock is ahead of this computer's, in seconds; 0 where they may agree.
    pub difference: LastingSignal<i64>,
    time: StoredValue<Timestamp>,
    // Neither a signal nor a memo: those keep something of every row and label that ever followed
    // them, and the time lives as long as the page. A trigger lets go of all each time it is pulled,
    // and whoever looks at the time again is known again.
    passes: StoredValue<ArcTrigger>,
}

impl Clock {
    /// This computer's, as long as the owner lives, until something is learned of GitHub's.
    pub fn ticking() -> Self {
        let (time, passes) = (StoredValue::new(own_now()), ArcTrigger::new());
        let follow = passes.clone();
        let now = Signal::derive(move || {
            follow.track();
            time.get_value()
        });
        let difference = LastingSignal::new(0);
        let clock = Self { now, difference, time, passes: StoredValue::new(passes) };
        let tick = move || {
            let difference = difference.try_get_untracked().unwrap_or_default();
            clock.set(own_now().plus(difference));
        };
        match set_interval_with_handle(tick, Duration::from_secs(1)) {
            Ok(interval) => on_cleanup(move || interval.clear()),
            // Then the time stands still, and an expired request is refused by the re-read before the
            // write.
            Err(error) => leptos::logging::warn!("no interval: {error:?}"),
        }
        clock
    }

    /// One that somebody else sets.
    pub fn showing(now: Signal<Timestamp>) -> Self {
        let time = StoredValue::new(now.get_untracked());
        let passes = StoredValue::new(ArcTrigger::new());
        Self { now, difference: LastingSignal::new(0), time, passes }
    }

    fn set(self, time: Timestamp) {
        let is_new = self.time.try_get_value().is_some_and(|before| before != time);
        if is_new && let Some(passes) = self.passes.try_get_value() {
            self.time.set_value(time);
            passes.notify();
        }
    }

    /// Takes in what became known with an operation.
    pub fn learn(self, difference: Option<i64>) {
        let (Some(difference), Some(known)) = (difference, self.difference.try_get_untracked())
        else {
            return;
        };
        if difference != known {
            self.difference.try_set(difference);
            if let Some(time) = self.time.try_get_value() {
                self.set(time.plus(difference - known));
            }
        }
    }
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
