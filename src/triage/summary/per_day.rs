//! How many requests came on each local day, and what became of them.

use crate::triage::local_time::LocalDay;
use crate::triage::query::{Span, Test};
use crate::triage::verdict::{Verdict, Verdicts};

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

/// The days while requests are counted.
pub(super) struct Counting {
    today: LocalDay,
    per_day: PerDay,
    /// By how many days it is before today.
    by_age: Vec<Verdicts>,
}

impl Counting {
    pub fn until(today: LocalDay) -> Self {
        Self { today, per_day: PerDay::default(), by_age: Vec::new() }
    }

    /// Counts a request that was made on this day.
    pub fn add(&mut self, made: Option<LocalDay>, verdict: Verdict) {
        let Some(day) = made else {
            self.per_day.not_given += 1;
            return;
        };
        let age = self.today.0.saturating_sub(day.0);
        match (age, usize::try_from(age)) {
            (MAX_DAYS.., _) => self.per_day.earlier += 1,
            (_, Err(_)) => self.per_day.later += 1,
            (_, Ok(age)) => {
                if age >= self.by_age.len() {
                    self.by_age.resize(age + 1, Verdicts::default());
                }
                if let Some(verdicts) = self.by_age.get_mut(age) {
                    verdicts.add(verdict);
                }
            }
        }
    }

    pub fn finish(self) -> PerDay {
        let Self { today, mut per_day, by_age } = self;
        let days = (0..).zip(by_age).map(|(age, verdicts)| {
            let day = LocalDay(today.0.saturating_sub(age));
            Day { day, verdicts, test: Test::Created(Span::On(day)) }
        });
        per_day.days = days.collect();
        per_day.days.reverse();
        per_day
    }
}

impl PerDay {
    /// How many requests the days have.
    pub fn covered(&self) -> usize {
        self.days.iter().map(|day| day.verdicts.total()).sum()
    }
}
