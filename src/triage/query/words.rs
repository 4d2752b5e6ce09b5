//! A query's text cut into its words, before they are understood.

use std::ops::Range;

use super::term::Key;

/// One word. All positions are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// From the minus to the last character.
    pub span: Range<usize>,
    /// Whether a minus stands in front.
    pub negated: bool,
    /// What stands before the colon, if the word has a key, known or not.
    pub key: Option<&'t str>,
    /// The value or the free text, without its quotation marks and escapes.
    pub value: String,
    /// Where the value begins, its quotation mark included.
    pub value_start: usize,
    /// How the value is quoted.
    pub quote: Quote,
}

/// How a value is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Quote {
    /// It isn't.
    None,
    /// With both marks.
    Closed,
    /// Without the second mark: the word goes on to the end of the text.
    Unclosed,
    /// With both marks, and these bytes directly behind.
    Followed(Range<usize>),
}

impl Word<'_> {
    /// Where the key or the free text begins: behind the minus.
    pub fn start(&self) -> usize {
        self.span.start + usize::from(self.negated)
    }
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(begins) = text[at..].find(|c: char| !c.is_whitespace()) {
        let word = word_at(text, at + begins);
        at = word.span.end;
        words.push(word);
    }
    words
}

/// Takes an unquoted word apart at its colon; `None` when it is free text.
///
/// Only letters before a colon are a key: `path/to:3` has none. Nor have an address (`https://…`)
/// and a place in a file (`Makefile:12:0`).
pub(super) fn split_key(word: &str) -> Option<(&str, &str)> {
    let (key, value) = word.split_once(':')?;
    let is_word = !key.is_empty() && key.chars().all(char::is_alphabetic);
    let is_place = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let is_text = Key::from_word(key).is_none() && (is_place || value.starts_with("//"));
    (is_word && !is_text).then_some((key, value))
}

fn word_at(text: &str, start: usize) -> Word<'_> {
    let negated = text[start..].starts_with('-');
    let begins = start + usize::from(negated);
    let ends = end_of_word(text, begins);
    let split = split_key(&text[begins..ends]);
    let key = split.map(|(key, _)| key);
    let value_start = key.map_or(begins, |key| begins + key.len() + 1);
    let Some((value, closed_at)) = unquoted(&text[value_start..]) else {
        let value = text[value_start..ends].to_owned();
        return Word { span: start..ends, negated, key, value, value_start, quote: Quote::None };
    };
    let (end, quote) = match closed_at.map(|length| value_start + length) {
        None => (text.len(), Quote::Unclosed),
        Some(closed) => match end_of_word(text, closed) {
            end if end == closed => (end, Quote::Closed),
            end => (end, Quote::Followed(closed..end)),
        },
    };
    Word { span: start..end, negated, key, value, value_start, quote }
}

/// Where the characters from `start` on that are no white space end.
fn end_of_word(text: &str, start: usize) -> usize {
    text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length)
}

/// What stands in the quotation marks that `text` begins with, and how long it is with both marks;
/// no length when it isn't closed. `None` when no mark begins it.
fn unquoted(text: &str) -> Option<(String, Option<usize>)> {
    let mut letters = text.strip_prefix('"')?.char_indices().peekable();
    let mut value = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, Some(1 + at + 1))),
            '\\' => {
                let escaped = letters.next_if(|(_, next)| matches!(next, '"' | '\\'));
                value.push(escaped.map_or('\\', |(_, next)| next));
            }
            _ => value.push(letter),
        }
    }
    Some((value, None))
}
