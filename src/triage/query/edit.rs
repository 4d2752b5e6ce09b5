//! A query's text with a term more or less; everything else stays as it was typed, also what can't
//! be understood.

use std::ops::Range;

use super::parse;
use super::term::{Key, Term, Test};
use super::words::{Quote, words};

/// A word of the text.
struct Typed {
    /// Its bytes, from the minus on.
    span: Range<usize>,
    /// What it says; absent when that can't be understood.
    term: Option<Term>,
    /// Whether it goes on to the end of the text because a quotation mark is missing.
    is_unclosed: bool,
}

fn typed(text: &str) -> Vec<Typed> {
    let words = words(text).into_iter();
    words
        .map(|word| Typed {
            term: parse::test(&word).ok().map(|test| Term { negated: word.negated, test }),
            is_unclosed: word.quote == Quote::Unclosed,
            span: word.span,
        })
        .collect()
}

/// What a click on a value makes of the text, as [`super::Query::toggled`] does of a query: with the
/// term, or without it if it was there.
pub fn toggled_text(text: &str, test: &Test, negated: bool) -> String {
    let is_there = typed(text).iter().any(|word| {
        word.term.as_ref().is_some_and(|its| its.negated == negated && its.test.same_as(test))
    });
    let without = without(text, |term| term.test.same_as(test));
    if is_there { without } else { with(&without, test, negated) }
}

/// The text with `test` for all it has of this key, or with nothing of it.
pub fn text_with_only(text: &str, key: Key, test: Option<&Test>) -> String {
    let without = without(text, |term| term.test.key() == Some(key));
    match test {
        Some(test) => with(&without, test, false),
        None => without,
    }
}

fn without(text: &str, goes: impl Fn(&Term) -> bool) -> String {
    let mut left = text.to_owned();
    for word in typed(text).into_iter().rev() {
        if !word.term.as_ref().is_some_and(&goes) {
            continue;
        }
        // The white space that kept it apart goes with it.
        let behind = left[word.span.end..].trim_start();
        let end = left.len() - behind.len();
        let start = if behind.is_empty() {
            left[..word.span.start].trim_end().len()
        } else {
            word.span.start
        };
        left.replace_range(start..end, "");
    }
    left
}

/// With a term beside those of its key.
fn with(text: &str, test: &Test, negated: bool) -> String {
    let words = typed(text);
    let key = test.key();
    let is_of_key = |word: &&Typed| word.term.as_ref().is_some_and(|its| its.test.key() == key);
    let beside = words.iter().rfind(is_of_key).map(|word| word.span.end);
    // Behind a missing quotation mark it would be a part of what is quoted.
    let before_unclosed = words.last().filter(|word| word.is_unclosed).map(|word| word.span.start);
    let at = beside.or(before_unclosed).unwrap_or(text.len());
    let (before, behind) = text.split_at(at);
    let apart = |is_apart: bool| if is_apart { "" } else { " " };
    let term = Term { negated, test: test.clone() };
    format!(
        "{before}{}{term}{}{behind}",
        apart(before.is_empty() || before.ends_with(char::is_whitespace)),
        apart(behind.is_empty() || behind.starts_with(char::is_whitespace)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::term::Standing;
    use super::*;

    fn org(name: &str) -> Test {
        Test::Org(name.to_owned())
    }

    #[test]
    fn a_click_leaves_the_rest_as_it_was_typed() {
        for (before, negated, after) in [
            ("", false, "org:a"),
            ("ORG:b  \"x\"", false, "ORG:b org:a  \"x\""),
            ("mona ", false, "mona org:a"),
            ("is:open  ORG:\"A\"  x", false, "is:open  x"),
            ("x  org:a", false, "x"),
            ("org:A org:a", false, ""),
            ("-org:a x", false, "x org:a"),
            ("org:b org:a x", true, "org:b -org:a x"),
            ("-org:a", true, ""),
        ] {
            assert_eq!(toggled_text(before, &org("a"), negated), after, "{before}");
        }
    }

    #[test]
    fn what_cannot_be_understood_stays() {
        for (before, after) in [
            ("foo:x is:", "foo:x is: org:a"),
            ("foo:x org:a is:", "foo:x is:"),
            ("x \"unclosed org:a", "x org:a \"unclosed org:a"),
            ("org:\"b", "org:a org:\"b"),
            ("org:b \"x", "org:b org:a \"x"),
        ] {
            assert_eq!(toggled_text(before, &org("a"), false), after, "{before}");
        }
    }

    #[test]
    fn one_term_takes_the_place_of_all_of_its_key() {
        let open = Test::Is(Standing::Open);
        let with = |text: &str| text_with_only(text, Key::Is, Some(&open));
        assert_eq!(with("is:denied x -is:expired"), "x is:open");
        assert_eq!(with("is:open"), "is:open");
        assert_eq!(text_with_only("x is:open -is:denied is:opne", Key::Is, None), "x is:opne");
    }
}
