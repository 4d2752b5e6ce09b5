//! How far away an instant is, as `expires:` and `created:` ask for it.

use std::fmt;

use crate::triage::local_time::{LocalDay, WeekHour};

/// What `expires:` and `created:` may be followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// `<24h`: less far away than this.
    Within(u32, Unit),
    /// `>7d`: further away than this.
    Beyond(u32, Unit),
    /// `2026-11-01`: on this day of the local calendar.
    On(LocalDay),
    /// `mon-09`: in this hour of any week, on the local clock.
    In(WeekHour),
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
    pub(super) const fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 7 * 86_400,
        }
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
            LocalDay::parse(text).map(Self::On).or_else(|| WeekHour::parse(text).map(Self::In))
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(amount, unit) => write!(f, "<{amount}{}", unit.letter()),
            Self::Beyond(amount, unit) => write!(f, ">{amount}{}", unit.letter()),
            Self::On(day) => day.fmt(f),
            Self::In(hour) => hour.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_bound_with_a_unit_a_day_or_an_hour_of_the_week() {
        for text in ["<30m", "<24h", ">7d", ">2w", "<0m", "2026-11-01", "mon-09"] {
            assert_eq!(Span::parse(text).map(|span| span.to_string()).as_deref(), Some(text));
        }
        for text in [
            "",
            "<",
            "7d",
            "2026-11",
            "2026-02-30",
            "<7",
            "<d",
            "<-1d",
            "<+1d",
            "<7y",
            "<1.5h",
            "<4294967296m",
            "<7ü",
        ] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }
}
