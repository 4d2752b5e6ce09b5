//! From text to a query, with every error at its place.

use std::ops::Range;

use super::closest::closest;
use super::span::Span;
use super::term::{Key, Login, Query, Standing, Term, Test};
use super::words::{Quote, Word, words};

/// What can't be understood, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// Bytes of the text; never empty, and at the bounds of characters.
    pub span: Range<usize>,
    /// What is wrong with them.
    pub problem: Problem,
}

/// Why a part of a query can't be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A quotation mark without its counterpart.
    UnclosedQuote,
    /// Something stands directly behind the closing quotation mark.
    NoSpaceAfterQuote,
    /// A minus with nothing behind it.
    NothingNegated,
    /// A key with nothing behind its colon.
    NeedsValue(Key),
    /// `""`
    EmptyText,
    /// A word before a colon that is no key.
    UnknownKey {
        /// As it was typed.
        word: String,
        /// The key that was probably meant.
        closest: Option<Key>,
    },
    /// A word behind `is:` that is no standing.
    UnknownStanding {
        /// As it was typed.
        word: String,
        /// The one that was probably meant.
        closest: Option<Standing>,
    },
    /// A word behind `no:` that is no key, or one that nothing lacks.
    NotLackable,
    /// What is no duration, day or hour behind `expires:` or `created:`.
    NotASpan(Key),
}

impl Problem {
    /// What is wrong and what to do.
    pub fn in_words(&self) -> String {
        const QUOTE_IT: &str = "To search for the text itself, put it in quotation marks.";
        match self {
            Self::UnclosedQuote => "The closing quotation mark is missing.".to_owned(),
            Self::NoSpaceAfterQuote => "Put a space after the closing quotation mark.".to_owned(),
            Self::NothingNegated => {
                format!("Write what to leave out directly after the minus. {QUOTE_IT}")
            }
            Self::NeedsValue(key) => format!("{}: needs a value.", key.word()),
            Self::EmptyText => "There is nothing between the quotation marks.".to_owned(),
            Self::UnknownKey { word, closest: Some(key) } => {
                format!("There is no {word}: here. Did you mean {}:? {QUOTE_IT}", key.word())
            }
            Self::UnknownKey { word, closest: None } => {
                format!("There is no {word}: here. {QUOTE_IT}")
            }
            Self::UnknownStanding { word, closest: Some(standing) } => {
                format!("There is no is:{word}. Did you mean is:{}?", standing.word())
            }
            Self::UnknownStanding { word, closest: None } => {
                let words: Vec<&str> = Standing::ALL.iter().map(|its| its.word()).collect();
                format!("There is no is:{word}. Use one of: {}.", words.join(", "))
            }
            Self::NotLackable => {
                let words: Vec<&str> = Key::LACKABLE.iter().map(|key| key.word()).collect();
                format!("Use one of these after no: {}.", words.join(", "))
            }
            Self::NotASpan(Key::Expires) => {
                "Write expires:<24h for within 24 hours, expires:>2d for later than 2 days, or a \
                 day such as expires:2026-11-30. The units are m, h, d and w."
                    .to_owned()
            }
            Self::NotASpan(key) => format!(
                "Write {word}:<1h for within the last hour, {word}:>7d for more than 7 days ago, \
                 or a day such as {word}:2026-11-30. The units are m, h, d and w.",
                word = key.word()
            ),
        }
    }
}

/// Reads a query.
///
/// # Errors
/// What can't be understood, in the order of the text and at most once in a word.
pub fn parse(text: &str) -> Result<Query, Vec<QueryError>> {
    let mut terms = Vec::new();
    let mut errors = Vec::new();
    for word in words(text) {
        match test(&word) {
            Ok(test) => terms.push(Term { negated: word.negated, test }),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(Query { terms }) } else { Err(errors) }
}

/// What a word asks, whether or not it is turned around.
pub(super) fn test(word: &Word<'_>) -> Result<Test, QueryError> {
    let whole = word.start()..word.span.end;
    let value = word.value_start..word.span.end;
    let error = |span: Range<usize>, problem| Err(QueryError { span, problem });
    let key = match word.key.map(|key| (key, Key::from_word(key))) {
        None => None,
        Some((_, Some(key))) => Some(key),
        Some((unknown, None)) => {
            let span = word.start()..word.start() + unknown.len();
            let (word, closest) = (unknown.to_owned(), closest_key(unknown));
            return error(span, Problem::UnknownKey { word, closest });
        }
    };
    match &word.quote {
        Quote::Unclosed => return error(value, Problem::UnclosedQuote),
        Quote::Followed(by) => return error(by.clone(), Problem::NoSpaceAfterQuote),
        Quote::None | Quote::Closed => {}
    }
    let Some(key) = key else {
        return match (&word.quote, word.value.is_empty()) {
            (Quote::None, true) => error(word.span.clone(), Problem::NothingNegated),
            (_, true) => error(whole, Problem::EmptyText),
            (_, false) => Ok(Test::Text(word.value.clone())),
        };
    };
    let typed = word.value.as_str();
    // In quotation marks, an @ is a part of the name.
    let viewer = Test::viewer(key).filter(|_| word.quote == Quote::None);
    let login = viewer.as_ref().and_then(|_| typed.strip_prefix('@'));
    let name = login.unwrap_or(typed);
    if name.is_empty() {
        return error(whole, Problem::NeedsValue(key));
    }
    let is_viewer = login.is_some_and(|login| login.eq_ignore_ascii_case("me"));
    let understood = viewer.filter(|_| is_viewer).or_else(|| Test::of(key, name));
    match understood {
        Some(test) => Ok(test),
        None if key == Key::Is => {
            let (word, closest) = (typed.to_owned(), closest_standing(typed));
            error(value, Problem::UnknownStanding { word, closest })
        }
        None if key == Key::No => error(value, Problem::NotLackable),
        None => error(value, Problem::NotASpan(key)),
    }
}

impl Test {
    /// What asks for this value of a key, as it is (`@me` is a name); `None` where the key has no
    /// such value.
    pub fn of(key: Key, value: &str) -> Option<Self> {
        let text = || value.to_owned();
        Some(match key {
            Key::Is => Self::Is(Standing::from_word(value)?),
            Key::Org => Self::Org(text()),
            Key::Repo => Self::Repo(text()),
            Key::Type => Self::Type(text()),
            Key::Reason => Self::Reason(text()),
            Key::Requester => Self::Requester(Login::Name(text())),
            Key::Reviewer => Self::Reviewer(Login::Name(text())),
            Key::Branch => Self::Branch(text()),
            Key::Path => Self::Path(text()),
            Key::Expires => Self::Expires(Span::parse(value)?),
            Key::Created => Self::Created(Span::parse(value)?),
            Key::No => Self::No(Key::from_word(value).filter(|key| Key::LACKABLE.contains(key))?),
        })
    }
}

/// The key that was probably meant by a word that is none.
pub(super) fn closest_key(word: &str) -> Option<Key> {
    const OTHER_WORDS: &[(&str, Key)] = &[
        ("state", Key::Is),
        ("status", Key::Is),
        ("owner", Key::Org),
        ("secret", Key::Type),
        ("author", Key::Requester),
        ("user", Key::Requester),
        ("approver", Key::Reviewer),
        ("ref", Key::Branch),
        ("file", Key::Path),
        ("age", Key::Created),
        ("without", Key::No),
        ("missing", Key::No),
    ];
    let keys = Key::ALL.into_iter().map(|key| (key.word(), key));
    closest(word, keys.chain(OTHER_WORDS.iter().copied()))
}

/// The standing that was probably meant by a word that is none.
fn closest_standing(word: &str) -> Option<Standing> {
    const OTHER_WORDS: &[(&str, Standing)] = &[
        ("pending", Standing::Open),
        ("waiting", Standing::Open),
        ("rejected", Standing::Denied),
        ("pushed", Standing::Completed),
        ("closed", Standing::Answered),
    ];
    let standings = Standing::ALL.into_iter().map(|standing| (standing.word(), standing));
    closest(word, standings.chain(OTHER_WORDS.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<Term> {
        parse(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}")).terms
    }

    /// The parts of the text that aren't understood, and why.
    fn errors(text: &str) -> Vec<(&str, Problem)> {
        let errors = parse(text).expect_err(text);
        errors.into_iter().map(|error| (&text[error.span], error.problem)).collect()
    }

    fn holds(test: Test) -> Term {
        Term { negated: false, test }
    }

    fn text(text: &str) -> Test {
        Test::Text(text.to_owned())
    }

    #[test]
    fn every_key_is_understood() {
        let name = |text: &str| text.to_owned();
        assert_eq!(
            terms(
                "is:open org:x repo:o/r type:adafruit_io_key reason:fix_later requester:z \
                 reviewer:@me branch:main path:*.pem expires:<24h created:2026-11-01 created:mon-09 no:branch words"
            ),
            [
                Test::Is(Standing::Open),
                Test::Org(name("x")),
                Test::Repo(name("o/r")),
                Test::Type(name("adafruit_io_key")),
                Test::Reason(name("fix_later")),
                Test::Requester(Login::Name(name("z"))),
                Test::Reviewer(Login::Viewer),
                Test::Branch(name("main")),
                Test::Path(name("*.pem")),
                Test::Expires(Span::parse("<24h").expect("a span")),
                Test::Created(Span::parse("2026-11-01").expect("a span")),
                Test::Created(Span::parse("mon-09").expect("a span")),
                Test::No(Key::Branch),
                text("words"),
            ]
            .map(holds)
        );
    }

    #[test]
    fn keys_and_standings_are_understood_in_any_case() {
        assert_eq!(terms("IS:Open Requester:@ME"), terms("is:open requester:@me"));
    }

    #[test]
    fn a_minus_turns_one_term_around() {
        assert_eq!(
            terms("-is:open --x a-b"),
            [
                Term { negated: true, test: Test::Is(Standing::Open) },
                Term { negated: true, test: text("-x") },
                holds(text("a-b")),
            ]
        );
    }

    #[test]
    fn quotation_marks_hold_white_space_and_escapes() {
        assert_eq!(
            terms(r#"path:"a b" "is:open" -"-x" "say \"hi\" \\ \n" it"s"#),
            [
                holds(Test::Path("a b".to_owned())),
                holds(text("is:open")),
                Term { negated: true, test: text("-x") },
                holds(text(r#"say "hi" \ \n"#)),
                holds(text(r#"it"s"#)),
            ]
        );
    }

    #[test]
    fn addresses_places_and_paths_are_free_text() {
        for word in ["https://github.com/x", "Makefile:12:0", "a.rs:3", "path/to:3", ":x", "::"] {
            assert_eq!(terms(word), [holds(text(word))], "{word}");
        }
    }

    #[test]
    fn an_at_sign_before_a_name_is_no_part_of_it_unless_quoted() {
        let name = |name: &str| holds(Test::Requester(Login::Name(name.to_owned())));
        assert_eq!(terms("requester:@mona"), [name("mona")]);
        assert_eq!(terms("requester:\"@me\""), [name("@me")]);
    }

    #[test]
    fn what_nothing_can_lack_is_an_error() {
        assert_eq!(errors("no:colour"), [("colour", Problem::NotLackable)]);
    }

    #[test]
    fn every_error_is_told_at_its_place() {
        let unknown = |word: &str, closest| Problem::UnknownKey { word: word.to_owned(), closest };
        assert_eq!(
            errors(" -org: foo:bar is:opne x -created:7d requester:@ - \"\" repo:\"\" -path:\"a b"),
            [
                ("org:", Problem::NeedsValue(Key::Org)),
                ("foo", unknown("foo", None)),
                (
                    "opne",
                    Problem::UnknownStanding {
                        word: "opne".to_owned(),
                        closest: Some(Standing::Open)
                    }
                ),
                ("7d", Problem::NotASpan(Key::Created)),
                ("requester:@", Problem::NeedsValue(Key::Requester)),
                ("-", Problem::NothingNegated),
                ("\"\"", Problem::EmptyText),
                ("repo:\"\"", Problem::NeedsValue(Key::Repo)),
                ("\"a b", Problem::UnclosedQuote),
            ]
        );
        assert_eq!(errors("org:\"a\"b c"), [("b", Problem::NoSpaceAfterQuote)]);
    }

    #[test]
    fn a_key_that_was_probably_meant_is_named() {
        for (word, key) in [
            ("organization", Some(Key::Org)),
            ("req", Some(Key::Requester)),
            ("requestor", Some(Key::Requester)),
            ("brnach", Some(Key::Branch)),
            ("status", Some(Key::Is)),
            ("Author", Some(Key::Requester)),
            ("date", None),
            ("x", None),
            ("donaudampfschiffahrt", None),
        ] {
            assert_eq!(closest_key(word), key, "{word}");
        }
        assert_eq!(closest_standing("pending"), Some(Standing::Open));
        assert_eq!(closest_standing("canceled"), Some(Standing::Cancelled));
    }

    #[test]
    fn a_problem_says_what_to_write_instead() {
        let words = |text: &str| parse(text).expect_err(text)[0].problem.in_words();
        assert_eq!(
            words("statsu:x"),
            "There is no statsu: here. Did you mean is:? To search for the text itself, put it in \
             quotation marks."
        );
        assert_eq!(words("org:"), "org: needs a value.");
        assert_eq!(
            words("is:x"),
            "There is no is:x. Use one of: open, approved, denied, cancelled, completed, expired, \
             unknown, answered."
        );
        assert!(words("created:soon").contains("created:>7d for more than 7 days ago"));
    }
}
