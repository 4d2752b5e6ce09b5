//! How many requests came on each local day, and what became of them.

use std::collections::BTreeMap;

use crate::github::time::Timestamp;
use crate::triage::local_time::LocalDay;
use crate::triage::query::{Span, Test};
use crate::triage::verdict::{Judged, Verdicts};

/// The most days that are counted one by one, today and those before it: a date that is far off must
/// not make a million of them.
pub const MAX_DAYS: i64 = 1_100;

/// The requests of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: LocalDay,
    /// What became of its requests.
    pub verdicts: Verdicts,
    /// What asks for exactly these, beside the query whose summary it is.
    pub test: Test,
}

/// The requests by day of creation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerDay {
    /// Every day from the first request's to today, those without requests too; none where there is
    /// no request in them at all.
    pub days: Vec<Day>,
    /// How many requests are dated before those [`MAX_DAYS`].
    pub earlier: usize,
    /// How many requests are dated after today, as when a clock is wrong.
    pub later: usize,
    /// How many requests have no date.
    pub not_given: usize,
}

impl PerDay {
    /// The requests by day, seen at `now`.
    pub fn of(
        now: Timestamp,
        offset_at: &dyn Fn(Timestamp) -> i32,
        requests: &[Judged<'_>],
    ) -> Self {
        let today = LocalDay::of(now, offset_at);
        let mut per_day = Self::default();
        let mut by_day: BTreeMap<LocalDay, Verdicts> = BTreeMap::new();
        for Judged { request, verdict } in requests {
            let Some(at) = request.created_at else {
                per_day.not_given += 1;
                continue;
            };
            let day = LocalDay::of(at, offset_at);
            match today.0.saturating_sub(day.0) {
                ..0 => per_day.later += 1,
                0..MAX_DAYS => by_day.entry(day).or_default().add(*verdict),
                MAX_DAYS.. => per_day.earlier += 1,
            }
        }
        if let Some(first) = by_day.keys().next() {
            per_day.days = (first.0..=today.0)
                .map(LocalDay)
                .map(|day| {
                    let verdicts = by_day.get(&day).copied().unwrap_or_default();
                    Day { day, verdicts, test: Test::Created(Span::On(day)) }
                })
                .collect();
        }
        per_day
    }

    /// How many requests the days have.
    pub fn covered(&self) -> usize {
        self.days.iter().map(|day| day.verdicts.total()).sum()
    }
}
