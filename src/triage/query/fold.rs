//! Texts compared in any case.

use std::borrow::Cow;

/// A text in lower case, letter by letter: what surrounds a letter doesn't change it.
pub(in crate::triage) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The text itself where only ASCII's case is left to ignore, else folded.
fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}

/// Whether both are the same in any case. Most differ early, and nothing behind that is looked at.
pub(in crate::triage) fn same(one: &str, other: &str) -> bool {
    for (mine, its) in one.bytes().zip(other.bytes()) {
        if !mine.is_ascii() || !its.is_ascii() {
            return fold(one) == fold(other);
        }
        if !mine.eq_ignore_ascii_case(&its) {
            return false;
        }
    }
    // No letter folds to nothing.
    one.len() == other.len()
}

/// What to look for in many texts. Nothing is allocated to look into a text in ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    /// Folded; none is empty.
    pieces: Vec<String>,
    /// Otherwise no text in ASCII has it.
    is_ascii: bool,
}

impl Needle {
    /// The text as it is.
    pub fn plain(text: &str) -> Self {
        Self::of(std::iter::once(text))
    }

    /// The text, in which `*` stands for anything.
    pub fn wild(text: &str) -> Self {
        Self::of(text.split('*'))
    }

    fn of<'t>(pieces: impl Iterator<Item = &'t str>) -> Self {
        let pieces: Vec<String> = pieces.filter(|piece| !piece.is_empty()).map(fold).collect();
        let is_ascii = pieces.iter().all(|piece| piece.is_ascii());
        Self { pieces, is_ascii }
    }

    /// Whether one of its pieces begins with this letter.
    pub fn has_piece_from(&self, letter: char) -> bool {
        self.pieces.iter().any(|piece| piece.starts_with(letter))
    }

    /// Whether its pieces stand in the text one behind the other.
    pub fn occurs_in(&self, text: &str) -> bool {
        // What stands there in ASCII stands there folded, too.
        if self.is_ascii && self.occurs_in_bytes(text.as_bytes()) {
            return true;
        }
        !text.is_ascii() && self.occurs_in_bytes(fold(text).as_bytes())
    }

    fn occurs_in_bytes(&self, text: &[u8]) -> bool {
        let mut rest = text;
        self.pieces.iter().all(|piece| {
            let behind = behind(piece.as_bytes(), rest);
            rest = behind.unwrap_or_default();
            behind.is_some()
        })
    }

    /// Whether the text begins with its first piece.
    pub fn begins(&self, text: &str) -> bool {
        let Some(piece) = self.pieces.first() else { return true };
        let text = folded(text);
        let start = text.as_bytes().get(..piece.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(piece.as_bytes()))
    }
}

/// What of `text` stands behind the first place where `piece` does; `None` when there is none.
fn behind<'t>(piece: &[u8], text: &'t [u8]) -> Option<&'t [u8]> {
    let (first, others) = piece.split_first()?;
    let capital = first.to_ascii_uppercase();
    let mut rest = text;
    // Most bytes are not the first one: only from there on is compared.
    while let Some(at) = rest.iter().position(|byte| byte == first || *byte == capital) {
        rest = rest.get(at + 1..)?;
        let (start, behind) = rest.split_at_checked(others.len())?;
        if start.eq_ignore_ascii_case(others) {
            return Some(behind);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_ignored_in_every_script() {
        assert!(same("Octo-Org", "oCTO-oRG") && same("ÉLAN", "élan") && !same("elan", "élan"));
        assert!(!same("octo", "octo-org") && !same("octo-org", "octo") && same("", ""));
        assert!(same("20 K", "20 \u{212A}"), "the sign of the kelvin folds to a letter of ASCII");
        assert!(Needle::plain("20 k").occurs_in("at 20 \u{212A}") && !same("octo", "octo\u{130}"));
        assert!(same("ΟΔΟΣ", "οδοσ"), "a letter's place in the word doesn't matter");
        assert!(Needle::plain("élAN").occurs_in("Grand ÉLAN vital"));
        assert!(Needle::plain("readme").occurs_in("tests/README.md"));
        assert!(!Needle::plain("readme").occurs_in("READ ME"));
    }

    #[test]
    fn a_star_stands_for_anything_and_the_pieces_keep_their_order() {
        for (wild, text, occurs) in [
            ("tests/*.pem", "src/Tests/a/b.pem:3:0", true),
            ("tests/*.pem", "b.pem/tests/", false),
            ("ab*bc", "abc", false),
            ("ab*bc", "abbc", true),
            ("*", "", true),
            ("a", "", false),
        ] {
            assert_eq!(Needle::wild(wild).occurs_in(text), occurs, "{wild} in {text}");
        }
        assert!(!Needle::plain("a*c").occurs_in("abc"));
    }
}
