//! Days, weekdays and hours as a clock on the wall shows them, for a given offset from UTC.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use crate::github::time::Timestamp;

/// Seconds in a day without a change of the clocks.
pub const DAY: i64 = 86_400;

/// Seconds in an hour.
pub const HOUR: i64 = 3_600;

/// A day of the local calendar, counted from 1970-01-01. Written `2026-11-22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalDay(pub i64);

impl LocalDay {
    /// The day on which `at` falls; `offset_at` gives the seconds east of UTC at an instant.
    pub fn of(at: Timestamp, offset_at: &dyn Fn(Timestamp) -> i32) -> Self {
        Self(wall(at, offset_at).div_euclid(DAY))
    }

    /// From `2026-11-22`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let is_date = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let midnight = is_date.then(|| Timestamp::parse(&format!("{text}T00:00:00Z")))??;
        Some(Self(midnight.unix().div_euclid(DAY)))
    }

    /// From 0, a Monday, to 6, a Sunday.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        usize::try_from(self.0.saturating_add(3).rem_euclid(7)).unwrap_or(0)
    }

    /// Monday to Friday. Holidays are not known here.
    pub fn is_working_day(self) -> bool {
        self.weekday() < 5
    }

    /// The day after.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The instant at which the clock shows `hour`:00 on this day. Where the clocks are set forward
    /// over that hour, it is an instant within an hour of it.
    pub fn at_hour(self, hour: i64, offset_at: &dyn Fn(Timestamp) -> i32) -> Timestamp {
        let shown = self.0.saturating_mul(DAY).saturating_add(hour.saturating_mul(HOUR));
        let before = Timestamp::from_unix(shown);
        let near = before.plus(-i64::from(offset_at(before)));
        before.plus(-i64::from(offset_at(near)))
    }
}

impl fmt::Display for LocalDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let midnight = Timestamp::from_unix(self.0.saturating_mul(DAY)).to_string();
        f.write_str(midnight.split('T').next().unwrap_or_default())
    }
}

/// An hour of the week on the local clock. Written `mon-09`, which is Monday from 9:00 to 9:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekHour {
    weekday: usize,
    hour: usize,
}

/// The weekdays as they are written, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl WeekHour {
    /// From a weekday, 0 for Monday to 6, and an hour from 0 to 23; `None` for anything else.
    pub fn new(weekday: usize, hour: usize) -> Option<Self> {
        (weekday < 7 && hour < 24).then_some(Self { weekday, hour })
    }

    /// The hour in which `at` falls; `offset_at` gives the seconds east of UTC at an instant.
    pub fn of(at: Timestamp, offset_at: &dyn Fn(Timestamp) -> i32) -> Self {
        let weekday = LocalDay::of(at, offset_at).weekday();
        Self { weekday, hour: hour(at, offset_at) }
    }

    /// From `mon-09`, in any case; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, hour) = text.split_once('-')?;
        let weekday = WEEKDAYS.iter().position(|weekday| weekday.eq_ignore_ascii_case(day))?;
        let is_hour = hour.len() == 2 && hour.bytes().all(|b| b.is_ascii_digit());
        Self::new(weekday, is_hour.then(|| hour.parse().ok())??)
    }
}

impl fmt::Display for WeekHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weekday = WEEKDAYS.get(self.weekday).copied().unwrap_or_default();
        write!(f, "{weekday}-{:02}", self.hour)
    }
}

/// An `offset_at` that remembers, so that many instants near one another are asked for once.
pub struct Offsets<'a> {
    offset_at: &'a dyn Fn(Timestamp) -> i32,
    known: RefCell<HashMap<i64, i32, FxBuildHasher>>,
    /// The quarter of an hour that was asked for last: what lies together is mostly asked for together.
    last: Cell<Option<(i64, i32)>>,
}

impl<'a> Offsets<'a> {
    /// Remembers what `offset_at` says.
    pub fn new(offset_at: &'a dyn Fn(Timestamp) -> i32) -> Self {
        Self { offset_at, known: RefCell::default(), last: Cell::default() }
    }

    /// The seconds east of UTC at `at`. Clocks are changed at quarters of an hour of UTC alone, since every offset in use is a
    /// number of them.
    pub fn at(&self, at: Timestamp) -> i32 {
        let quarter = at.unix().div_euclid(HOUR / 4);
        if let Some((_, offset)) = self.last.get().filter(|(last, _)| *last == quarter) {
            return offset;
        }
        let mut known = self.known.borrow_mut();
        let offset = *known.entry(quarter).or_insert_with(|| (self.offset_at)(at));
        self.last.set(Some((quarter, offset)));
        offset
    }
}

/// The hour that the clock shows at `at`, from 0 to 23.
pub fn hour(at: Timestamp, offset_at: &dyn Fn(Timestamp) -> i32) -> usize {
    usize::try_from(wall(at, offset_at).rem_euclid(DAY) / HOUR).unwrap_or(0)
}

/// What the clock shows, as seconds since it showed 1970-01-01 00:00.
fn wall(at: Timestamp, offset_at: &dyn Fn(Timestamp) -> i32) -> i64 {
    at.unix().saturating_add(i64::from(offset_at(at)))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("an instant")
    }

    #[test]
    fn offsets_that_are_remembered_are_those_that_were_given_also_where_the_clock_is_changed() {
        let change = at("2026-10-25T01:00:00Z");
        let asked = Cell::new(0);
        let offset_at = |at: Timestamp| {
            asked.set(asked.get() + 1);
            if at < change { 7_200 } else { 3_600 }
        };
        let offsets = Offsets::new(&offset_at);
        for seconds in -3_600..3_600 {
            let offset = if seconds < 0 { 7_200 } else { 3_600 };
            assert_eq!(offsets.at(change.plus(seconds)), offset, "{seconds}");
        }
        assert_eq!(asked.get(), 8);
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let evening = at("2026-11-22T23:30:00Z");
        assert_eq!(LocalDay::of(evening, &|_| 0).to_string(), "2026-11-22");
        assert_eq!(LocalDay::of(evening, &|_| 3_600).to_string(), "2026-11-23");
        assert_eq!(hour(evening, &|_| 3_600), 0);
        assert_eq!(hour(evening, &|_| -5 * 3_600), 18);
        assert_eq!(LocalDay::of(at("1969-12-31T23:00:00Z"), &|_| 0).to_string(), "1969-12-31");
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for text in ["2026-11-22", "1969-12-31", "0001-01-01", "2028-02-29"] {
            assert_eq!(LocalDay::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        for text in ["", "2026-11", "2026-02-30", "2026-1-01", "20261-1-01", "2026-11-22T00"] {
            assert_eq!(LocalDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_week_begins_on_monday() {
        let weekday = |text: &str| LocalDay::of(at(text), &|_| 0).weekday();
        assert_eq!(weekday("1970-01-01T00:00:00Z"), 3);
        assert_eq!(weekday("2026-11-22T12:00:00Z"), 6);
        assert_eq!(weekday("2026-11-23T12:00:00Z"), 0);
        assert_eq!(weekday("1969-12-29T12:00:00Z"), 0);
    }

    #[test]
    fn an_hour_of_the_week_is_read_as_it_is_written() {
        for text in ["mon-09", "sun-23", "wed-00"] {
            assert_eq!(WeekHour::parse(text).map(|hour| hour.to_string()).as_deref(), Some(text));
        }
        assert_eq!(WeekHour::parse("MON-09"), WeekHour::new(0, 9));
        for text in ["", "mon", "mon-", "mon-9", "mon-24", "mon-009", "mon-+9", "foo-09", "-09"] {
            assert_eq!(WeekHour::parse(text), None, "{text}");
        }
        let sunday = at("2026-11-22T23:30:00Z");
        assert_eq!(WeekHour::of(sunday, &|_| 3_600).to_string(), "mon-00");
        assert_eq!(WeekHour::new(7, 0), None);
    }

    #[test]
    fn an_hour_is_found_across_a_change_of_the_clocks() {
        // Central European time: summer time ended on 2026-10-25 at 01:00 UTC.
        let change = at("2026-10-25T01:00:00Z");
        let berlin = move |at: Timestamp| if at < change { 7_200 } else { 3_600 };
        let day = |text: &str| LocalDay::of(at(text), &berlin);
        let sunday = day("2026-10-25T12:00:00Z");
        assert_eq!(sunday.at_hour(0, &berlin), at("2026-10-24T22:00:00Z"));
        assert_eq!(sunday.at_hour(9, &berlin), at("2026-10-25T08:00:00Z"));
        assert_eq!(sunday.next().at_hour(9, &berlin), at("2026-10-26T08:00:00Z"));
    }
}
