//! At which hours of which weekdays requests are made, on the local clock.

use crate::triage::local_time::{LocalDay, WeekHour};
use crate::triage::query::{Span, Test};

/// How many requests were made in each hour of the week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    /// By weekday, Monday first, then by hour.
    pub counts: [[usize; 24]; 7],
    /// How many requests have no date.
    pub not_given: usize,
}

impl Pattern {
    /// Counts a request that was made on this day in this hour.
    pub(super) fn add(&mut self, made: Option<(LocalDay, usize)>) {
        let cell = made.and_then(|(day, hour)| self.counts.get_mut(day.weekday())?.get_mut(hour));
        match cell {
            Some(count) => *count += 1,
            None => self.not_given += 1,
        }
    }
}

/// What asks for exactly the requests of one hour of the week, beside the query whose summary it is.
/// `None` for a weekday above 6 or an hour above 23.
pub fn test(weekday: usize, hour: usize) -> Option<Test> {
    WeekHour::new(weekday, hour).map(|hour| Test::Created(Span::In(hour)))
}
