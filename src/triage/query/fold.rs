//! Texts compared in any case.

use std::borrow::Cow;

/// A text in lower case, letter by letter: what surrounds a letter doesn't change it.
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The text itself where only ASCII's case is left to ignore, else folded.
fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}

/// Whether both are the same in any case.
pub(in crate::triage) fn same(one: &str, other: &str) -> bool {
    folded(one).eq_ignore_ascii_case(&folded(other))
}

/// What to look for in many texts. Nothing is allocated to look into a text in ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    /// Folded; none is empty.
    pieces: Vec<String>,
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
        Self { pieces: pieces.filter(|piece| !piece.is_empty()).map(fold).collect() }
    }

    /// Whether one of its pieces begins with this letter.
    pub fn has_piece_from(&self, letter: char) -> bool {
        self.pieces.iter().any(|piece| piece.starts_with(letter))
    }

    /// Whether its pieces stand in the text one behind the other.
    pub fn occurs_in(&self, text: &str) -> bool {
        let text = folded(text);
        let mut rest = text.as_bytes();
        self.pieces.iter().all(|piece| {
            let piece = piece.as_bytes();
            let found =
                rest.windows(piece.len()).position(|window| window.eq_ignore_ascii_case(piece));
            // Behind it; the rest is not looked at when it wasn't found.
            rest = found.and_then(|at| rest.get(at + piece.len()..)).unwrap_or_default();
            found.is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_ignored_in_every_script() {
        assert!(same("Octo-Org", "oCTO-oRG") && same("ÉLAN", "élan") && !same("elan", "élan"));
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
