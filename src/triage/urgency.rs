//! How pressing a waiting request is: how soon it expires, and whether that is before the next
//! working day.

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;

use super::local_time::{DAY, HOUR, LocalDay};
use super::verdict::awaits_review;

/// The hour at which a working day begins, on the local clock.
pub const WORK_BEGINS: i64 = 9;

/// How soon a waiting request expires. The most pressing comes first.
///
/// A request without an expiry isn't known to be in no hurry: it comes before those that never
/// expire because they wait no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// In less than four hours: half a working day.
    Hours,
    /// In less than 24 hours.
    Day,
    /// In less than three days.
    Soon,
    /// In three days or more.
    Later,
    /// It waits, and GitHub doesn't say until when.
    Unknown,
    /// It doesn't wait: it was answered, cancelled, has expired, or nobody knows where it stands.
    None,
}

impl Urgency {
    /// Every band, most pressing first.
    pub const ALL: [Self; 6] =
        [Self::Hours, Self::Day, Self::Soon, Self::Later, Self::Unknown, Self::None];

    /// How soon `request` expires, as seen at `now`.
    pub fn of(now: Timestamp, request: &ExemptionRequest) -> Self {
        if !awaits_review(now, request) {
            return Self::None;
        }
        match request.expires_at.map(|at| at - now) {
            None => Self::Unknown,
            Some(left) if left < 4 * HOUR => Self::Hours,
            Some(left) if left < DAY => Self::Day,
            Some(left) if left < 3 * DAY => Self::Soon,
            Some(_) => Self::Later,
        }
    }
}

/// Whether what expires at `expires_at` is lost when it is left for the next working day: it runs
/// out after `now`, and at or before 9:00 local time of the first Monday-to-Friday day *after today*.
///
/// On a Tuesday, at any hour, that is Wednesday at 9:00; from Friday 0:00 until Sunday midnight it is
/// Monday at 9:00. Early on a working day, today still counts as today: what expires this afternoon
/// can't wait until tomorrow. `false` for what has expired already. Holidays are not known: before
/// one, a request may be lost that this calls safe.
///
/// `offset_at` gives the seconds east of UTC at an instant.
pub fn expires_before_next_working_day(
    now: Timestamp,
    offset_at: &dyn Fn(Timestamp) -> i32,
    expires_at: Timestamp,
) -> bool {
    let mut day = LocalDay::of(now, offset_at).next();
    while !day.is_working_day() {
        day = day.next();
    }
    now < expires_at && expires_at <= day.at_hour(WORK_BEGINS, offset_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::RequestStatus;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("an instant")
    }

    #[test]
    fn urgency_is_the_time_left_of_what_waits() {
        let now = at("2026-11-25T12:00:00Z");
        let request = |left: Option<i64>| ExemptionRequest {
            status: Some(RequestStatus::Pending),
            expires_at: left.map(|left| now.plus(left)),
            ..ExemptionRequest::default()
        };
        for (left, urgency) in [
            (Some(1), Urgency::Hours),
            (Some(4 * HOUR - 1), Urgency::Hours),
            (Some(4 * HOUR), Urgency::Day),
            (Some(DAY - 1), Urgency::Day),
            (Some(DAY), Urgency::Soon),
            (Some(3 * DAY - 1), Urgency::Soon),
            (Some(3 * DAY), Urgency::Later),
            (None, Urgency::Unknown),
            (Some(0), Urgency::None),
        ] {
            assert_eq!(Urgency::of(now, &request(left)), urgency, "{left:?}");
        }
        let mut denied = request(Some(1));
        denied.status = Some(RequestStatus::Denied);
        assert_eq!(Urgency::of(now, &denied), Urgency::None);
        assert!(Urgency::ALL.is_sorted());
    }

    #[test]
    fn what_expires_before_nine_of_the_next_working_day_is_lost_when_left() {
        // 2026-11-25 is a Wednesday, 2026-11-27 a Friday. One hour east of UTC.
        for (now, expires, lost) in [
            ("2026-11-25T12:00:00Z", "2026-11-26T07:59:59Z", true),
            ("2026-11-25T12:00:00Z", "2026-11-26T08:00:00Z", true),
            ("2026-11-25T12:00:00Z", "2026-11-26T08:00:01Z", false),
            ("2026-11-25T05:00:00Z", "2026-11-25T15:00:00Z", true),
            ("2026-11-27T08:00:00Z", "2026-11-29T22:00:00Z", true),
            ("2026-11-27T18:00:00Z", "2026-11-30T08:00:00Z", true),
            ("2026-11-28T18:00:00Z", "2026-11-30T08:00:01Z", false),
            ("2026-11-29T18:00:00Z", "2026-11-30T07:00:00Z", true),
            // 23:30 UTC on Sunday is Monday there, and the next working day is Tuesday.
            ("2026-11-29T23:30:00Z", "2026-12-01T07:00:00Z", true),
            ("2026-11-25T12:00:00Z", "2026-11-25T12:00:00Z", false),
            ("2026-11-25T12:00:00Z", "2026-11-20T12:00:00Z", false),
        ] {
            let found = expires_before_next_working_day(at(now), &|_| 3_600, at(expires));
            assert_eq!(found, lost, "at {now}, expiring {expires}");
        }
    }

    #[test]
    fn nine_is_nine_on_the_clock_after_it_was_changed() {
        // 2026-03-29, a Sunday, at 01:00 UTC: from one hour east of UTC to two.
        let change = at("2026-03-29T01:00:00Z");
        let berlin = move |at: Timestamp| if at < change { 3_600 } else { 7_200 };
        let lost = |expires| {
            expires_before_next_working_day(at("2026-03-27T12:00:00Z"), &berlin, at(expires))
        };
        assert!(lost("2026-03-30T07:00:00Z"));
        assert!(!lost("2026-03-30T07:00:01Z"));
    }
}
