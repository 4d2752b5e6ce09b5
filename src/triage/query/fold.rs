//! Texts compared in any case.

use std::borrow::Cow;
use std::fmt;

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
    pieces: Vec<Piece>,
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
        let pieces: Vec<Piece> = pieces.filter_map(|piece| Piece::of(&fold(piece))).collect();
        let is_ascii = pieces.iter().all(|piece| piece.text.is_ascii());
        Self { pieces, is_ascii }
    }

    /// Whether one of its pieces begins with this letter.
    pub fn has_piece_from(&self, letter: u8) -> bool {
        self.pieces.iter().any(|piece| piece.text.first() == Some(&letter))
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
            let behind = piece.behind(rest);
            rest = behind.unwrap_or_default();
            behind.is_some()
        })
    }

    /// Whether the text begins with its first piece.
    pub fn begins(&self, text: &str) -> bool {
        let Some(piece) = self.pieces.first() else { return true };
        let text = folded(text);
        let start = text.as_bytes().get(..piece.text.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(&piece.text))
    }
}

/// A text to be found in others as bytes, whatever the case of ASCII's letters.
#[derive(Clone, PartialEq, Eq)]
struct Piece {
    /// Not empty.
    text: Box<[u8]>,
    /// How far on the piece may stand at the earliest, by the letter where it would end.
    skips: Box<[u8; 256]>,
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        String::from_utf8_lossy(&self.text).fmt(f)
    }
}

impl Piece {
    /// `None` of nothing.
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (_, before) = bytes.split_last()?;
        // What is further on than can be said is found a step later.
        let skip = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
        let mut skips = Box::new([skip(bytes.len()); 256]);
        for (at, byte) in before.iter().enumerate() {
            for form in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
                skips[usize::from(form)] = skip(bytes.len() - 1 - at);
            }
        }
        Some(Self { text: bytes.into(), skips })
    }

    /// What of `text` stands behind the first place where the piece does; `None` when there is none.
    fn behind<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        let (last, before) = self.text.split_last()?;
        let mut end = before.len();
        loop {
            let its = *text.get(end)?;
            if its.eq_ignore_ascii_case(last)
                && text.get(end - before.len()..end)?.eq_ignore_ascii_case(before)
            {
                return text.get(end + 1..);
            }
            end += usize::from(self.skips[usize::from(its)]);
        }
    }
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
        assert!(
            Needle::plain("readme").begins("README.md") && !Needle::plain("me").begins("readme")
        );
        assert!(Needle::plain("ÉL").begins("élan") && !Needle::plain("el").begins("élan"));
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
