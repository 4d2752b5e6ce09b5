//! How far away an instant is, as `expires:` and `created:` ask for it.

use std::fmt;

use crate::github::time::Timestamp;

/// What `expires:` and `created:` may be followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// `<24h`: less far away than this.
    Within(u32, Unit),
    /// `>7d`: further away than this.
    Beyond(u32, Unit),
    /// `2026-11-01`: on this day.
    On(Day),
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
}

impl Unit {
    pub(super) const ALL: [Self; 4] = [Self::Minute, Self::Hour, Self::Day, Self::Week];

    /// The letter behind the number.
    pub(super) const fn letter(self) -> char {
        match self {
            Self::Minute => 'm',
            Self::Hour => 'h',
            Self::Day => 'd',
            Self::Week => 'w',
        }
    }

    /// Its length in seconds.
    const fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 7 * 86_400,
        }
    }
}

/// A day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(Timestamp);

impl Day {
    /// The day on which an instant is; `None` outside the years 0 to 9999.
    pub fn of(at: Timestamp) -> Option<Self> {
        Self::parse(at.to_string().get(..10)?)
    }

    /// From `2026-11-01`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let is_date = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        is_date.then(|| Timestamp::parse(&format!("{text}T00:00:00Z")).map(Self))?
    }

    fn has(self, at: Timestamp) -> bool {
        (0..Unit::Day.seconds()).contains(&(at - self.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = self.0.to_string();
        f.write_str(instant.get(..10).unwrap_or_default())
    }
}

impl Span {
    /// From what stands behind the colon; `None` when it can't be understood.
    pub fn parse(text: &str) -> Option<Self> {
        let length = |text: &str| {
            let unit = Unit::ALL.into_iter().find(|unit| text.ends_with(unit.letter()))?;
            let digits = &text[..text.len() - 1];
            let is_number = digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| Some((digits.parse().ok()?, unit)))?
        };
        if let Some(text) = text.strip_prefix('<') {
            length(text).map(|(amount, unit)| Self::Within(amount, unit))
        } else if let Some(text) = text.strip_prefix('>') {
            length(text).map(|(amount, unit)| Self::Beyond(amount, unit))
        } else {
            Day::parse(text).map(Self::On)
        }
    }

    /// Whether `at`, which lies `distance` seconds away, is as far away as this asks.
    pub(super) fn has(self, at: Timestamp, distance: i64) -> bool {
        match self {
            Self::Within(amount, unit) => distance < i64::from(amount) * unit.seconds(),
            Self::Beyond(amount, unit) => distance > i64::from(amount) * unit.seconds(),
            Self::On(day) => day.has(at),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(amount, unit) => write!(f, "<{amount}{}", unit.letter()),
            Self::Beyond(amount, unit) => write!(f, ">{amount}{}", unit.letter()),
            Self::On(day) => day.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_bound_with_a_unit_or_a_day() {
        for text in ["<30m", "<24h", ">7d", ">2w", "<0m", "2026-11-01"] {
            assert_eq!(Span::parse(text).map(|span| span.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "<", "7d", "<7", "<d", "<-1d", "<+1d", "<7y", "<1.5h", "<4294967296m", "<7ü"]
        {
            assert_eq!(Span::parse(text), None, "{text}");
        }
        for text in ["2026-11", "2026-02-30", "2026-1-01", "20261-1-01", "2026-11-01T00:00:00Z"] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }

    #[test]
    fn bounds_are_left_out_of_both_sides() {
        let at = Timestamp::from_unix(0);
        let has = |text: &str, distance| Span::parse(text).expect(text).has(at, distance);
        assert!(has("<1h", 3_599) && !has("<1h", 3_600) && !has(">1h", 3_600));
        assert!(has(">1h", 3_601) && has("<1h", -5));
        assert!(!has(">4294967295w", i64::from(u32::MAX)));
    }

    #[test]
    fn a_day_lasts_from_midnight_to_midnight_in_utc() {
        let on = |text: &str| {
            let day = Day::parse("2026-11-01").expect("a day");
            Span::On(day).has(Timestamp::parse(text).expect(text), 0)
        };
        assert!(on("2026-11-01T00:00:00Z") && on("2026-11-01T23:59:59Z"));
        assert!(!on("2026-10-31T23:59:59Z") && !on("2026-11-02T00:00:00Z"));
        let at = Timestamp::parse("2026-11-01T13:00:00Z").expect("valid");
        assert_eq!(Day::of(at).map(|day| day.to_string()).as_deref(), Some("2026-11-01"));
    }
}
