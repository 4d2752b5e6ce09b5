//! A commit by its SHA, as the API gives it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::from_text::from_text;

/// What identifies a commit: text as it came, which takes half the room where it is 40 digits in
/// hexadecimal. Compared byte by byte.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sha(Form);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    /// Written with small letters.
    Digits([u8; 20]),
    /// Anything else, and only that.
    Text(Box<str>),
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

fn packed(text: &str) -> Option<[u8; 20]> {
    let mut bytes = [0; 20];
    if text.len() != 40 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let &[high, low] = pair else { return None };
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

impl Sha {
    /// Gives `read` the text, of which nothing is kept.
    pub fn with<T>(&self, read: impl FnOnce(&str) -> T) -> T {
        match &self.0 {
            Form::Text(text) => read(text),
            Form::Digits(bytes) => {
                let mut text = [b'0'; 40];
                let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or(b'0');
                for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
                    if let [high, low] = pair {
                        (*high, *low) = (digit(byte >> 4), digit(byte & 15));
                    }
                }
                // Digits are always text.
                read(std::str::from_utf8(&text).unwrap_or_default())
            }
        }
    }

    /// Whether it is 40 digits in hexadecimal, with small letters.
    pub fn is_digits(&self) -> bool {
        matches!(self.0, Form::Digits(_))
    }
}

impl From<&str> for Sha {
    fn from(text: &str) -> Self {
        Self(packed(text).map_or_else(|| Form::Text(text.into()), Form::Digits))
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|text| f.write_str(text))
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|text| fmt::Debug::fmt(text, f))
    }
}

impl Serialize for Sha {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with(|text| serializer.serialize_str(text))
    }
}

from_text!(Sha, "a commit's SHA");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_given_back_as_it_came() {
        for (text, is_digits) in [
            ("827efc6d56897b048c772eb4087f854f46256132", true),
            ("00000000000000000000000000000000000000ff", true),
            ("827EFC6D56897B048C772EB4087F854F46256132", false),
            ("827efc6d56897b048c772eb4087f854f4625613", false),
            ("827efc6d56897b048c772eb4087f854f4625613g", false),
            ("827efc6d56897b048c772eb4087f854f462561321", false),
            (
                "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
                false,
            ),
            ("", false),
        ] {
            let sha = Sha::from(text);
            assert_eq!((sha.to_string().as_str(), sha.is_digits()), (text, is_digits));
            let json = serde_json::to_string(text).expect("text");
            assert_eq!(serde_json::to_string(&sha).expect("text"), json);
            assert_eq!(serde_json::from_str::<Sha>(&json).expect("a SHA"), sha);
        }
    }
}
