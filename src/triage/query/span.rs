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
    const ALL: [Self; 4] = [Self::Minute, Self::Hour, Self::Day, Self::Week];

    /// The letter behind the number.
    const fn letter(self) -> char {
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
