//! Instants as the API writes them.

use std::fmt;
use std::num::NonZeroU64;
use std::ops::Sub;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};

use super::lenient::Scalar;

/// An instant in whole seconds since 1970-01-01T00:00:00Z, in one of the years 0 to 9999 of UTC: ISO 8601
/// can write no others, and what can't be written can't be kept or sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(
    /// How many seconds it is behind [`BEFORE`]; never none, so that an absent instant takes no room of its own.
    NonZeroU64,
);

/// Earlier than all of them.
const BEFORE: i64 = FIRST - 1;

/// 0000-01-01T00:00:00Z.
const FIRST: i64 = -62_167_219_200;
/// 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

impl Timestamp {
    /// From seconds since 1970-01-01T00:00:00Z; stops at the ends of the range.
    pub const fn from_unix(seconds: i64) -> Self {
        let seconds = match seconds {
            ..FIRST => FIRST,
            FIRST..=LAST => seconds,
            _ => LAST,
        };
        match NonZeroU64::new(seconds.abs_diff(BEFORE)) {
            Some(behind) => Self(behind),
            None => Self(NonZeroU64::MIN),
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix(self) -> i64 {
        BEFORE.saturating_add_unsigned(self.0.get())
    }

    /// From ISO 8601 as the API writes it (`2024-07-08T08:43:03Z`); `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_plain(text).or_else(|| Self::of(OffsetDateTime::parse(text, &Rfc3339).ok()?))
    }

    /// From the very form that the API writes, digits at their places and `Z`: four of them are in each
    /// request. `None` for any other, which may be an instant all the same.
    fn parse_plain(text: &str) -> Option<Self> {
        let &[
            y1,
            y2,
            y3,
            y4,
            b'-',
            m1,
            m2,
            b'-',
            d1,
            d2,
            b'T',
            h1,
            h2,
            b':',
            n1,
            n2,
            b':',
            s1,
            s2,
            b'Z',
        ] = text.as_bytes()
        else {
            return None;
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i64, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
            })
        };
        let (year, month, day) =
            (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
        let (hour, minute, second) = (number(&[h1, h2])?, number(&[n1, n2])?, number(&[s1, s2])?);
        // Days that not every month has, and leap seconds, are left to the calendar's library.
        let is_plain = (1..=12).contains(&month)
            && (1..=28).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !is_plain {
            return None;
        }
        // Years from March on, so that the leap day is a year's last. 400 of them have 146,097 days.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * month + 2) / 5 + day - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        Some(Self::from_unix(days * 86_400 + hour * 3_600 + minute * 60 + second))
    }

    /// From the form that HTTP headers have (`Mon, 08 Jul 2024 08:43:03 GMT`); `None` for anything else.
    pub fn parse_http(text: &str) -> Option<Self> {
        Self::of(OffsetDateTime::parse(text, &Rfc2822).ok()?)
    }

    /// `None` where the offset leads out of the range.
    fn of(at: OffsetDateTime) -> Option<Self> {
        let seconds = at.unix_timestamp();
        (FIRST..=LAST).contains(&seconds).then_some(Self::from_unix(seconds))
    }

    /// This instant and `seconds` more; stops at the ends of the range.
    pub const fn plus(self, seconds: i64) -> Self {
        Self::from_unix(self.unix().saturating_add(seconds))
    }
}

/// How many seconds lie between two instants; negative when the second is later.
impl Sub for Timestamp {
    type Output = i64;
    fn sub(self, earlier: Self) -> i64 {
        self.unix().saturating_sub(earlier.unix())
    }
}

impl fmt::Display for Timestamp {
    /// ISO 8601 in UTC, as the API writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match OffsetDateTime::from_unix_timestamp(self.unix()) {
            Ok(at) => write!(
                f,
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                at.year(),
                u8::from(at.month()),
                at.day(),
                at.hour(),
                at.minute(),
                at.second()
            ),
            Err(_) => write!(f, "{} s after 1970", self.unix()),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an ISO 8601 instant"))
    }
}

impl Scalar for Timestamp {
    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text)
    }
    fn from_integer(_: u64) -> Option<Self> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_s_form_is_read_and_written_back() {
        let at = Timestamp::parse("2024-07-08T08:43:03Z").expect("valid");
        assert_eq!(at.unix(), 1_720_428_183);
        assert_eq!(at.to_string(), "2024-07-08T08:43:03Z");
    }

    #[test]
    fn every_day_is_the_one_that_the_calendar_s_library_says() {
        let by_library = |text: &str| Timestamp::of(OffsetDateTime::parse(text, &Rfc3339).ok()?);
        for year in ["0000", "0001", "1899", "1900", "1970", "2000", "2024", "2026", "2100", "9999"]
        {
            for month in 0..=13 {
                for day in 0..=32 {
                    for time in ["00:00:00", "23:59:59", "23:59:60", "24:00:00", "12:60:00"] {
                        let text = format!("{year}-{month:02}-{day:02}T{time}Z");
                        assert_eq!(Timestamp::parse(&text), by_library(&text), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_form_of_http_headers_is_read() {
        let at = Timestamp::parse_http("Mon, 08 Jul 2024 08:43:03 GMT").expect("valid");
        assert_eq!(at.unix(), 1_720_428_183);
        assert_eq!(Timestamp::parse_http("2024-07-08T08:43:03Z"), None);
    }

    #[test]
    fn an_offset_is_the_same_instant() {
        assert_eq!(
            Timestamp::parse("2024-07-08T10:43:03+02:00"),
            Timestamp::parse("2024-07-08T08:43:03Z")
        );
    }

    #[test]
    fn every_instant_can_be_written_and_read_back() {
        let ends = [i64::MIN, FIRST - 1, FIRST, 0, LAST, LAST + 1, i64::MAX];
        for at in ends.map(Timestamp::from_unix) {
            assert_eq!(Timestamp::parse(&at.to_string()), Some(at), "{at}");
        }
        assert_eq!(Timestamp::from_unix(FIRST).to_string(), "0000-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_unix(LAST).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Timestamp::from_unix(LAST - 1).plus(5), Timestamp::from_unix(LAST));
    }

    #[test]
    fn what_is_no_instant_is_absent() {
        for text in [
            "",
            "yesterday",
            "2024-13-01T00:00:00Z",
            "2024-07-08",
            "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}
