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
        let requests: Vec<&ExemptionRequest> = requests.into_iter().collect();
        Self {
            totals: Totals::of(now, &requests),
            breakdowns: Dimension::ALL
                .iter()
                .map(|dimension| Breakdown::of(now, *dimension, &requests))
                .collect(),
            per_day: PerDay::of(now, offset_at, &requests),
            response_times: ResponseTimes::of(now, &requests),
            pattern: Pattern::of(offset_at, &requests),
        }
    }

    /// The requests by what they have in common.
    pub fn by(&self, dimension: Dimension) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)
    }
}

#[cfg(test)]
mod tests;
