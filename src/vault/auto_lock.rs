//! After how long without use a remembered token is locked again.

use serde::{Deserialize, Serialize};

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// How long a remembered token stays unlocked while nobody uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AutoLock {
    /// 5 minutes.
    FiveMinutes,
    /// 15 minutes.
    #[default]
    QuarterHour,
    /// 60 minutes.
    Hour,
    /// 4 hours.
    FourHours,
}

impl AutoLock {
    /// Every choice, the shortest first.
    pub const ALL: [Self; 4] = [Self::FiveMinutes, Self::QuarterHour, Self::Hour, Self::FourHours];

    /// In minutes; also how it is kept.
    pub fn minutes(self) -> u16 {
        match self {
            Self::FiveMinutes => 5,
            Self::QuarterHour => 15,
            Self::Hour => 60,
            Self::FourHours => 240,
        }
    }

    /// In milliseconds.
    pub fn millis(self) -> Millis {
        Millis::from(self.minutes()) * 60_000
    }

    /// From the text that is kept: no other time than these can be, whatever stands there.
    pub fn read(kept: Option<&str>) -> Self {
        let is_it = |it: &Self| kept == Some(it.minutes().to_string().as_str());
        Self::ALL.into_iter().find(is_it).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_anything_else_is_the_default() {
        for it in AutoLock::ALL {
            assert_eq!(AutoLock::read(Some(&it.minutes().to_string())), it);
        }
        for odd in [None, Some(""), Some("0"), Some("999999"), Some("-1"), Some("05"), Some("x")] {
            assert_eq!(AutoLock::read(odd), AutoLock::QuarterHour, "{odd:?}");
        }
    }
}
