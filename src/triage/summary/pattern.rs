//! At which hours of which weekdays requests are made, on the local clock.

use crate::github::time::Timestamp;
use crate::triage::local_time::{LocalDay, WeekHour, hour};
use crate::triage::query::{Span, Test};
use crate::triage::verdict::Judged;

/// How many requests were made in each hour of the week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    /// By weekday, Monday first, then by hour.
    pub counts: [[usize; 24]; 7],
    /// How many requests have no date.
    pub not_given: usize,
}

impl Pattern {
    /// Counts the requests.
    pub fn of(offset_at: &dyn Fn(Timestamp) -> i32, requests: &[Judged<'_>]) -> Self {
        let mut pattern = Self::default();
        for Judged { request, .. } in requests {
            let cell = request.created_at.and_then(|at| {
                let weekday = LocalDay::of(at, offset_at).weekday();
                pattern.counts.get_mut(weekday)?.get_mut(hour(at, offset_at))
            });
            match cell {
                Some(count) => *count += 1,
                None => pattern.not_given += 1,
            }
        }
        pattern
    }
}

/// What asks for exactly the requests of one hour of the week, beside the query whose summary it is.
/// `None` for a weekday above 6 or an hour above 23.
pub fn test(weekday: usize, hour: usize) -> Option<Test> {
    WeekHour::new(weekday, hour).map(|hour| Test::Created(Span::In(hour)))
}
