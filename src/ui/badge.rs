//! How many requests were read and how many wait, in words.

use crate::github::time::Timestamp;
use crate::inbox::load::{Known, Load};

use super::labels;

impl Load {
    /// `12 of 300 requests`, and ` partial` behind it when something is missing. Always the plural:
    /// its form is fixed, so that it can be read by a program, too.
    pub fn count_in_words(&self, shown: usize) -> String {
        let partial = if self.is_partial() { " partial" } else { "" };
        format!("{} of {} requests{partial}", labels::grouped(shown), labels::grouped(self.len()))
    }

    /// How many await a review, for the panel's tab: "3", "3+" when more may follow, "…" before
    /// anything is known, "!" when nothing could be read. While a whole list is read again it stays
    /// as it was.
    pub fn badge(&self, now: Timestamp) -> String {
        let waiting = labels::grouped(self.waiting(now));
        match self.known() {
            Known::Nothing => "…".to_owned(),
            Known::Failure => "!".to_owned(),
            Known::Part => format!("{waiting}+"),
            Known::Whole => waiting,
        }
    }

    /// The same as a sentence's end: "3 requests waiting".
    pub fn badge_in_words(&self, now: Timestamp) -> String {
        let waiting = labels::requests(self.waiting(now));
        match self.known() {
            Known::Nothing => "loading requests".to_owned(),
            Known::Failure => "the requests couldn't be loaded".to_owned(),
            Known::Part => format!("at least {waiting} waiting"),
            Known::Whole => format!("{waiting} waiting"),
        }
    }
}
