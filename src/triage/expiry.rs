//! How long something is away or ago, in words.

/// The unit a duration is told in, with its length in seconds.
const UNITS: [(&str, i64); 4] = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];

/// `seconds` (its sign is ignored) in its two largest units: `3 days 4 hours`, `59 seconds`.
pub fn in_words(seconds: i64) -> String {
    let mut rest = seconds.saturating_abs();
    let mut parts: Vec<String> = Vec::new();
    for (name, length) in UNITS {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            parts.push(format!("{count} {name}{plural}"));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

/// `seconds` (its sign is ignored) in its largest unit alone: `3 days`.
pub fn roughly(seconds: i64) -> String {
    let seconds = seconds.saturating_abs();
    let whole = UNITS.iter().find(|(_, length)| seconds >= *length);
    in_words(whole.map_or(0, |(_, length)| seconds / length * length))
}

/// `seconds` (its sign is ignored) in its two largest units, in short: `3 d 4 h`, `59 min`. Seconds
/// are told in the last minute alone.
pub fn in_short(seconds: i64) -> String {
    let left = seconds.saturating_abs();
    let (days, hours, minutes) = (left / 86_400, left % 86_400 / 3_600, left % 3_600 / 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{left} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// `in 3 d 4 h` or `3 d 4 h ago`, for an instant `seconds` from now.
pub fn relative_in_short(seconds: i64) -> String {
    let words = in_short(seconds);
    if seconds < 0 { format!("{words} ago") } else { format!("in {words}") }
}

/// `in 3 days 4 hours` or `3 days 4 hours ago`, for an instant `seconds` from now.
pub fn relative(seconds: i64) -> String {
    match seconds {
        0 => "now".to_owned(),
        1.. => format!("in {}", in_words(seconds)),
        _ => format!("{} ago", in_words(seconds)),
    }
}

/// A countdown that ticks: `3 days 04:12:09`, `04:12:09`; `00:00:00` when it is over.
pub fn countdown(seconds_left: i64) -> String {
    let left = seconds_left.max(0);
    let (days, rest) = (left / 86_400, left % 86_400);
    let clock = format!("{:02}:{:02}:{:02}", rest / 3_600, rest % 3_600 / 60, rest % 60);
    match days {
        0 => clock,
        1 => format!("1 day {clock}"),
        days => format!("{days} days {clock}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_its_two_largest_units() {
        for (seconds, words) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (3_600 + 5, "1 hour"),
            (3_600 + 65, "1 hour 1 minute"),
            (2 * 86_400 + 4 * 3_600 + 59, "2 days 4 hours"),
            (-90, "1 minute 30 seconds"),
        ] {
            assert_eq!(in_words(seconds), words);
        }
        assert_eq!(roughly(2 * 86_400 + 86_399), "2 days");
        assert_eq!(roughly(-61), "1 minute");
        assert_eq!(roughly(0), "0 seconds");
        assert_eq!(relative(90), "in 1 minute 30 seconds");
        assert_eq!(relative(-60), "1 minute ago");
        assert!(!in_words(i64::MIN).is_empty());
    }

    #[test]
    fn in_short_a_duration_has_seconds_in_its_last_minute_alone() {
        for (seconds, words) in [
            (0, "in 0 s"),
            (59, "in 59 s"),
            (60, "in 1 min"),
            (3_599, "in 59 min"),
            (3_600 + 59, "in 1 h"),
            (4 * 3_600 - 1, "in 3 h 59 min"),
            (86_400 + 3_599, "in 1 d"),
            (-(2 * 86_400 + 4 * 3_600), "2 d 4 h ago"),
        ] {
            assert_eq!(relative_in_short(seconds), words);
        }
    }

    #[test]
    fn a_countdown_stops_at_zero() {
        assert_eq!(countdown(3 * 86_400 + 4 * 3_600 + 12 * 60 + 9), "3 days 04:12:09");
        assert_eq!(countdown(86_400), "1 day 00:00:00");
        assert_eq!(countdown(1), "00:00:01");
        assert_eq!(countdown(-5), "00:00:00");
    }
}
