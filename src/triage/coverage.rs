//! Of which times it is known that every request made then was seen, and where the gaps are.

use serde::{Deserialize, Serialize};

use crate::github::time::Timestamp;

use super::local_time::LocalDay;

/// The time from one instant to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
}

/// The times of which every request is known: in their order, apart from each other, none empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Stretch>", into = "Vec<Stretch>")]
pub struct Coverage(Vec<Stretch>);

impl Coverage {
    /// One more time of which every request is known. An empty one adds nothing.
    pub fn add(&mut self, mut new: Stretch) {
        if new.from >= new.until {
            return;
        }
        self.0.retain(|its| {
            let is_apart = its.until < new.from || new.until < its.from;
            if !is_apart {
                new.from = new.from.min(its.from);
                new.until = new.until.max(its.until);
            }
            is_apart
        });
        let place = self.0.partition_point(|its| its.from < new.from);
        self.0.insert(place, new);
    }

    /// Takes away what lies after `until`.
    pub fn cut(&mut self, until: Timestamp) {
        self.0.retain(|its| its.from < until);
        if let Some(last) = self.0.last_mut() {
            last.until = last.until.min(until);
        }
    }

    /// The times that both know.
    pub fn and(&self, other: &Self) -> Self {
        let mut both = Self::default();
        for (one, two) in self.0.iter().flat_map(|one| other.0.iter().map(move |two| (one, two))) {
            both.add(Stretch { from: one.from.max(two.from), until: one.until.min(two.until) });
        }
        both
    }

    /// From the first instant that is known to the last one; absent where nothing is.
    pub fn reach(&self) -> Option<Stretch> {
        Some(Stretch { from: self.0.first()?.from, until: self.0.last()?.until })
    }

    /// Where requests within its reach may be unknown.
    pub fn gaps(&self) -> Vec<Stretch> {
        let pairs = self.0.iter().zip(self.0.iter().skip(1));
        pairs.map(|(before, behind)| Stretch { from: before.until, until: behind.from }).collect()
    }

    /// Whether requests of a day may be unknown that lies within its reach or before it. What came
    /// after the last instant isn't told here: no list can have it.
    pub fn may_lack(&self, day: LocalDay, offset_at: &dyn Fn(Timestamp) -> i32) -> bool {
        let Some(reach) = self.reach() else { return true };
        let (from, until) = (day.at_hour(0, offset_at), day.next().at_hour(0, offset_at));
        let until = until.min(reach.until);
        from < until && !self.0.iter().any(|its| its.from <= from && until <= its.until)
    }
}

impl From<Vec<Stretch>> for Coverage {
    fn from(stretches: Vec<Stretch>) -> Self {
        let mut coverage = Self::default();
        for stretch in stretches {
            coverage.add(stretch);
        }
        coverage
    }
}

impl From<Coverage> for Vec<Stretch> {
    fn from(coverage: Coverage) -> Self {
        coverage.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::local_time::DAY;

    fn stretch(from: i64, until: i64) -> Stretch {
        Stretch { from: Timestamp::from_unix(from), until: Timestamp::from_unix(until) }
    }

    fn coverage(stretches: &[(i64, i64)]) -> Coverage {
        Coverage::from(
            stretches.iter().map(|(from, until)| stretch(*from, *until)).collect::<Vec<_>>(),
        )
    }

    #[test]
    fn what_touches_or_overlaps_becomes_one() {
        assert_eq!(coverage(&[(10, 20), (0, 5), (5, 10)]), coverage(&[(0, 20)]));
        assert_eq!(coverage(&[(0, 100), (10, 20)]), coverage(&[(0, 100)]));
        assert_eq!(coverage(&[(0, 5), (10, 15), (20, 25), (4, 21)]), coverage(&[(0, 25)]));
        assert_eq!(coverage(&[(5, 5), (9, 3)]), Coverage::default());
    }

    #[test]
    fn what_lies_between_is_a_gap() {
        let coverage = coverage(&[(20, 30), (0, 10), (12, 15)]);
        assert_eq!(coverage.gaps(), [stretch(10, 12), stretch(15, 20)]);
        assert_eq!(coverage.reach(), Some(stretch(0, 30)));
        assert_eq!(Coverage::default().reach(), None);
    }

    #[test]
    fn of_two_lists_only_what_both_cover_is_covered() {
        let both = coverage(&[(0, 10), (20, 40)]).and(&coverage(&[(5, 25), (30, 35)]));
        assert_eq!(both, coverage(&[(5, 10), (20, 25), (30, 35)]));
        assert_eq!(both.and(&Coverage::default()), Coverage::default());
    }

    #[test]
    fn what_lies_after_an_instant_can_be_cut_off() {
        let mut coverage = coverage(&[(0, 10), (20, 40), (50, 60)]);
        coverage.cut(Timestamp::from_unix(30));
        assert_eq!(coverage.reach(), Some(stretch(0, 30)));
        coverage.cut(Timestamp::from_unix(0));
        assert_eq!(coverage, Coverage::default());
    }

    #[test]
    fn a_day_that_is_not_wholly_covered_may_lack_requests() {
        let coverage = coverage(&[(DAY / 2, 3 * DAY), (3 * DAY + 1, 4 * DAY + DAY / 2)]);
        let lacking: Vec<i64> =
            (-1..7).filter(|day| coverage.may_lack(LocalDay(*day), &|_| 0)).collect();
        // The fourth lacks a second; the one of the last reading is known up to that.
        assert_eq!(lacking, [-1, 0, 3]);
        assert!(Coverage::default().may_lack(LocalDay(0), &|_| 0));
    }

    #[test]
    fn it_is_read_as_it_is_written_and_put_in_order() {
        let text = serde_json::to_string(&coverage(&[(0, 10), (20, 30)])).expect("encodes");
        assert_eq!(
            serde_json::from_str::<Coverage>(&text).expect("decodes"),
            coverage(&[(0, 10), (20, 30)])
        );
        let disordered = text.replace(
            "[{",
            "[{\"from\":\"1970-01-01T00:00:05Z\",\"until\":\"1970-01-01T00:00:25Z\"},{",
        );
        assert_eq!(
            serde_json::from_str::<Coverage>(&disordered).expect("decodes"),
            coverage(&[(0, 30)])
        );
    }
}
