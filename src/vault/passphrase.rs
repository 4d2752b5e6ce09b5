//! The passphrase that a remembered token is locked with.

use serde::{Deserialize, Serialize};

/// The fewest characters of a new passphrase.
pub const MIN_LENGTH: usize = 12;

/// The most characters: nobody types more, and a program might.
pub const MAX_LENGTH: usize = 1_024;

/// A passphrase. Like a token it has no `Debug`, `Display` or `PartialEq`.
#[derive(Clone)]
pub struct Passphrase(String);

/// Why a typed text is no passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PassphraseProblem {
    /// Nothing was typed.
    Empty,
    /// It has fewer than [`MIN_LENGTH`] characters.
    TooShort,
    /// It has more than [`MAX_LENGTH`] characters.
    TooLong,
    /// The second time something else was typed.
    NotTheSame,
}

/// What is wrong with a new passphrase that was typed twice.
pub fn problem_of_new(typed: &str, again: &str) -> Option<PassphraseProblem> {
    match typed.chars().count() {
        0 => Some(PassphraseProblem::Empty),
        length if length < MIN_LENGTH => Some(PassphraseProblem::TooShort),
        length if length > MAX_LENGTH => Some(PassphraseProblem::TooLong),
        _ => (typed != again).then_some(PassphraseProblem::NotTheSame),
    }
}

impl Passphrase {
    /// A new one, as it was typed: spaces count.
    ///
    /// # Errors
    /// It is too short or too long.
    pub fn new(typed: String) -> Result<Self, PassphraseProblem> {
        problem_of_new(&typed, &typed).map_or(Ok(Self(typed)), Err)
    }

    /// One that is tried. Its length says nothing: an earlier version may have asked for less.
    ///
    /// # Errors
    /// Nothing was typed, or too much.
    pub fn tried(typed: String) -> Result<Self, PassphraseProblem> {
        match typed.chars().count() {
            0 => Err(PassphraseProblem::Empty),
            length if length > MAX_LENGTH => Err(PassphraseProblem::TooLong),
            _ => Ok(Self(typed)),
        }
    }

    /// The text itself, for the cipher.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_passphrase_needs_twelve_characters_and_is_typed_twice() {
        for (typed, again, problem) in [
            ("", "", Some(PassphraseProblem::Empty)),
            ("elevenchars", "elevenchars", Some(PassphraseProblem::TooShort)),
            ("twelve chars", "twelve chars", None),
            ("twelve chars", "twelve char", Some(PassphraseProblem::NotTheSame)),
            ("äöüäöüäöüäöü", "äöüäöüäöüäöü", None),
            ("äöüäöüäöüäö", "äöüäöüäöüäö", Some(PassphraseProblem::TooShort)),
        ] {
            assert_eq!(problem_of_new(typed, again), problem, "{typed}");
        }
        let long = "x".repeat(MAX_LENGTH + 1);
        assert_eq!(problem_of_new(&long, &long), Some(PassphraseProblem::TooLong));
        assert!(Passphrase::new("x".repeat(MAX_LENGTH)).is_ok());
        assert_eq!(Passphrase::new("short".to_owned()).err(), Some(PassphraseProblem::TooShort));
    }

    #[test]
    fn a_tried_passphrase_may_be_short_but_not_empty_or_endless() {
        assert!(Passphrase::tried("x".to_owned()).is_ok());
        assert_eq!(Passphrase::tried(String::new()).err(), Some(PassphraseProblem::Empty));
        let long = "x".repeat(MAX_LENGTH + 1);
        assert_eq!(Passphrase::tried(long).err(), Some(PassphraseProblem::TooLong));
    }
}
