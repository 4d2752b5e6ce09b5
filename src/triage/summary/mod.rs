//! Figures over many requests: totals, what they have in common, when they came and were answered.
//!
//! # Layout
//! - [`totals`] how many wait, were answered, expired …
//! - [`breakdown`] how many per organization, repository, secret type, reason, requester, reviewer
//! - [`per_day`] how many came on each day, and what became of them
//! - [`response_time`] how long the first response took, and how many came in time
//! - [`pattern`] at which hours of which weekdays requests come

pub mod breakdown;
pub mod pattern;
pub mod per_day;
pub mod response_time;
pub mod totals;

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;
use crate::triage::local_time::{DAY, LocalDay, Offsets, hour};
use crate::triage::verdict::{Judged, awaits_review};

use breakdown::{Breakdown, Dimension};
use pattern::Pattern;
use per_day::PerDay;
use response_time::ResponseTimes;
use totals::Totals;

/// Every figure over the requests of a filter.
///
/// It knows only what it was given: whether that is all there is, is for the completeness ledger to
/// say, beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// How many there are of each kind.
    pub totals: Totals,
    /// One for each of [`Dimension::ALL`], in its order.
    pub breakdowns: Vec<Breakdown>,
    /// By the local day of their creation.
    pub per_day: PerDay,
    /// How long answers took.
    pub response_times: ResponseTimes,
    /// By local weekday and hour of their creation.
    pub pattern: Pattern,
}

impl Summary {
    /// The figures at `now` over `requests`, each of which counts as it comes: the same request
    /// twice counts twice. `offset_at` gives the seconds east of UTC at an instant.
    pub fn of<'a>(
        now: Timestamp,
        offset_at: &dyn Fn(Timestamp) -> i32,
        requests: impl IntoIterator<Item = &'a ExemptionRequest>,
    ) -> Self {
        // Asking a browser for an offset takes longer than all else that is done with an instant.
        let offsets = Offsets::new(offset_at);
        let mut totals = Totals::default();
        let mut breakdowns = Dimension::ALL.map(breakdown::Counting::of);
        let mut per_day = per_day::Counting::until(LocalDay::of(now, offset_at));
        let mut response_times = response_time::Counting::default();
        let mut pattern = Pattern::default();
        // Once through all of them: each is somewhere else in memory.
        for request in requests {
            let judged = Judged::at(now, request);
            totals.add(now, judged);
            breakdowns.iter_mut().for_each(|its| its.add(judged));
            let made = request.created_at.map(|at| {
                let offset = offsets.at(at);
                (LocalDay::of(at, &|_| offset), hour(at, &|_| offset))
            });
            per_day.add(made.map(|(day, _)| day), judged.verdict);
            pattern.add(made);
            response_times.add(judged);
        }
        Self {
            totals,
            breakdowns: breakdowns.map(breakdown::Counting::finish).into(),
            per_day: per_day.finish(),
            response_times: response_times.finish(),
            pattern,
        }
    }

    /// The requests by what they have in common.
    pub fn by(&self, dimension: Dimension) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)
    }
}

/// When the figures at `now` over `requests` are others next though the requests stay as they are:
/// one of them begins to expire within 24 hours, one expires, or the local day ends.
pub fn changes_at<'a>(
    now: Timestamp,
    offset_at: &dyn Fn(Timestamp) -> i32,
    requests: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> Timestamp {
    let midnight = LocalDay::of(now, offset_at).next().at_hour(0, offset_at);
    let waiting = requests.into_iter().filter(|request| awaits_review(now, request));
    let changes = waiting.filter_map(|request| request.expires_at);
    // Exactly 24 hours are not less than 24 hours.
    let changes = changes.flat_map(|at| [at.plus(1 - DAY), at]).chain([midnight]);
    // In an hour that comes twice, midnight may be behind.
    changes.filter(|at| *at > now).min().unwrap_or(now.plus(DAY))
}

#[cfg(test)]
mod tests;
