//! How many requests came on each local day, and what became of them.

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;
use crate::triage::local_time::LocalDay;
use crate::triage::verdict::Verdicts;

/// The most days that are counted one by one, back from today: a date that is far off, by mistake or
/// not, must not make a million.
pub const MAX_DAYS: i64 = 1_100;

/// The requests of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: LocalDay,
    /// What became of its requests.
    pub verdicts: Verdicts,
    /// The query term that asks for exactly these; `None` where the language has none.
    pub term: Option<String>,
}

/// The requests by day of creation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerDay {
    /// Every day from the first request's to today, those without requests too; none where no
    /// request has a usable date.
    pub days: Vec<Day>,
    /// How many requests are dated more than [`MAX_DAYS`] ago.
    pub earlier: usize,
    /// How many requests are dated after today.
    pub later: usize,
    /// How many requests have no date.
    pub not_given: usize,
}

impl PerDay {
    /// The requests at `now` by day.
    pub fn of(
        now: Timestamp,
        offset_at: &dyn Fn(Timestamp) -> i32,
        requests: &[&ExemptionRequest],
    ) -> Self {
        let _ = (now, offset_at, requests);
        Self::default()
    }
}
