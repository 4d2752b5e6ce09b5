//! What may come at the cursor of a query: keys, and values that occur.

use std::cmp::Reverse;
use std::ops::Range;

use super::fields::name_alone;
use super::fold::{Needle, fold, same};
use super::parse::closest_key;
use super::span::Unit;
use super::term::{Key, Standing, Test};
use super::values::Values;
use super::words::{Quote, Word, words};

/// How many are offered at most.
const MOST: usize = 12;

/// What is offered behind `expires:` and `created:` before anything is typed.
const EXPIRES: [&str; 4] = ["<4h", "<24h", "<3d", ">3d"];
const CREATED: [&str; 4] = ["<1h", "<24h", ">3d", ">7d"];

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the text that `insert` takes the place of, at the bounds of characters.
    pub replace: Range<usize>,
    /// What to put there; the cursor goes behind it.
    pub insert: String,
    /// What the list shows, such as `org:octo`.
    pub shown: String,
    /// What it asks for.
    pub explanation: String,
    /// How many requests have the value; absent for keys, durations, and a viewer nobody names.
    pub count: Option<usize>,
}

/// What may come at `cursor` (in bytes of `text`; inside a character counts as before it), the best
/// first: keys, then the values that occur. Whatever stands behind the cursor's word stays.
pub fn complete(text: &str, cursor: usize, values: &Values) -> Vec<Completion> {
    let cursor = (0..=cursor.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let place = Place::at(text, cursor.unwrap_or(0));
    let mut found = place.map(|place| place.completions(values)).unwrap_or_default();
    found.retain(|completion| text.get(completion.replace.clone()) != Some(&completion.shown));
    found.truncate(MOST);
    found
}

/// What stands at the cursor.
struct Place<'t> {
    /// The key before the cursor, known or not.
    key: Option<&'t str>,
    /// What of the key or value stands before the cursor.
    typed: String,
    is_quoted: bool,
    /// The bytes of the whole word without its minus.
    whole: Range<usize>,
    /// The bytes of its key and colon, where the cursor is in a key.
    key_alone: Option<Range<usize>>,
    /// Whether something else than white space follows the word, or nothing.
    needs_space: bool,
}

impl<'t> Place<'t> {
    /// `None` where a word begins behind the cursor: what is put there would run into it.
    fn at(text: &'t str, cursor: usize) -> Option<Self> {
        let before: Option<Word<'t>> =
            words(&text[..cursor]).pop().filter(|word| word.span.end == cursor);
        let begins = before.as_ref().map_or(cursor, |word| word.span.start);
        let full = words(text).into_iter().find(|word| word.span.start == begins);
        let start = before.as_ref().map_or(cursor, Word::start);
        let goes_on = full.as_ref().is_some_and(|word| word.span.end > cursor);
        if start == cursor && goes_on {
            return None;
        }
        // What follows quotation marks that aren't in order belongs to other words.
        let end = match &full {
            Some(word) if matches!(word.quote, Quote::None | Quote::Closed) => word.span.end,
            _ => cursor,
        };
        let key = before.as_ref().and_then(|word| word.key);
        let key_alone = full
            .filter(|word| word.key.is_some() && key.is_none())
            .map(|word| word.start()..word.value_start);
        Some(Self {
            key,
            is_quoted: before.as_ref().is_some_and(|word| word.quote != Quote::None),
            typed: before.map(|word| word.value).unwrap_or_default(),
            whole: start..end,
            key_alone,
            needs_space: !text[end..].starts_with(char::is_whitespace),
        })
    }

    fn completions(&self, values: &Values) -> Vec<Completion> {
        match self.key.map(|key| (key, Key::from_word(key))) {
            Some((_, Some(key))) => {
                candidates(key, values, &self.typed).map(|its| self.value(its)).collect()
            }
            Some((unknown, None)) => {
                let replace = self.whole.start..self.whole.start + unknown.len() + 1;
                closest_key(unknown).map(|key| to_key(key, &replace)).into_iter().collect()
            }
            None if self.is_quoted => Vec::new(),
            None => self.keys_and_values(values),
        }
    }

    /// The keys that begin with what was typed, then the values of any key that have it.
    fn keys_and_values(&self, values: &Values) -> Vec<Completion> {
        let typed = fold(&self.typed);
        let replace = self.key_alone.as_ref().unwrap_or(&self.whole);
        let keys = Key::ALL.into_iter().filter(|key| key.word().starts_with(&typed));
        let mut found: Vec<Completion> = keys.map(|key| to_key(key, replace)).collect();
        if self.key_alone.is_none() && !typed.is_empty() {
            let mut of_all: Vec<Candidate> = Key::ALL
                .into_iter()
                .flat_map(|key| candidates(key, values, &typed))
                .filter(|candidate| candidate.count.is_some_and(|count| count > 0))
                .collect();
            of_all.sort_by_key(|candidate| Reverse(candidate.count));
            found.extend(of_all.into_iter().map(|its| self.value(its)));
        }
        found
    }

    fn value(&self, candidate: Candidate) -> Completion {
        let shown = candidate.test.to_string();
        Completion {
            replace: self.whole.clone(),
            insert: format!("{shown}{}", if self.needs_space { " " } else { "" }),
            shown,
            explanation: candidate.explanation.to_owned(),
            count: candidate.count,
        }
    }
}

fn to_key(key: Key, replace: &Range<usize>) -> Completion {
    let shown = format!("{}:", key.word());
    Completion {
        replace: replace.clone(),
        insert: shown.clone(),
        shown,
        explanation: key.explanation().to_owned(),
        count: None,
    }
}

/// A value that may be meant.
struct Candidate {
    test: Test,
    explanation: &'static str,
    count: Option<usize>,
}

/// The values of a key that begin with what was typed, then those that have it somewhere; at most
/// [`MOST`].
fn candidates(key: Key, values: &Values, typed: &str) -> impl Iterator<Item = Candidate> {
    let typed = fold(typed);
    let of_key = |(test, count)| Candidate { test, explanation: key.explanation(), count };
    let found: Vec<Candidate> = match key {
        Key::Is => Standing::ALL
            .into_iter()
            .filter(|standing| standing.word().starts_with(&typed))
            .map(|standing| Candidate {
                test: Test::Is(standing),
                explanation: standing.explanation(),
                count: Some(values.standing(standing)),
            })
            .collect(),
        Key::No => Key::LACKABLE
            .into_iter()
            .filter(|lacked| lacked.word().starts_with(&typed))
            .map(|lacked| of_key((Test::No(lacked), None)))
            .collect(),
        Key::Expires | Key::Created => {
            spans(key, &typed).map(|test| of_key((test, None))).collect()
        }
        _ => {
            let viewer = Test::viewer(key).filter(|_| "@me".starts_with(&typed));
            let viewer = viewer.map(|test| (test, viewer_count(key, values)));
            let named = typed.strip_prefix('@').filter(|_| Test::viewer(key).is_some());
            let occurring = occurring(key, values, named.unwrap_or(&typed));
            viewer.into_iter().chain(occurring).map(of_key).collect()
        }
    };
    found.into_iter().take(MOST)
}

/// The values that occur and have what was typed, those that begin with it first; so does a
/// repository whose own name does. At most [`MOST`] of each.
fn occurring(
    key: Key,
    values: &Values,
    typed: &str,
) -> impl Iterator<Item = (Test, Option<usize>)> {
    let typed = Needle::plain(typed);
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for (value, count) in values.get(key) {
        let begins = typed.begins(value) || (key == Key::Repo && typed.begins(name_alone(value)));
        if begins {
            first.push((value, *count));
        } else if later.len() < MOST && typed.occurs_in(value) {
            later.push((value, *count));
        }
        if first.len() == MOST {
            break;
        }
    }
    let all = first.into_iter().chain(later);
    all.filter_map(move |(value, count)| Some((Test::of(key, value)?, Some(count))))
}

/// How many requests the viewer has; `None` where nobody says who that is.
fn viewer_count(key: Key, values: &Values) -> Option<usize> {
    let viewer = values.viewer()?;
    let own = values.get(key).iter().find(|(value, _)| same(value, viewer));
    Some(own.map_or(0, |(_, count)| *count))
}

/// The durations that are offered, and the number that was typed in every unit.
fn spans(key: Key, typed: &str) -> impl Iterator<Item = Test> {
    let usual = if key == Key::Expires { EXPIRES } else { CREATED };
    let usual = usual.into_iter().filter(|span| span.starts_with(typed)).map(str::to_owned);
    let in_units = Unit::ALL.into_iter().map(|unit| format!("{typed}{}", unit.letter()));
    let mut spans: Vec<Test> = Vec::new();
    for test in usual.chain(in_units).filter_map(|span| Test::of(key, &span)) {
        if !spans.contains(&test) {
            spans.push(test);
        }
    }
    spans.into_iter()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{CONTEXT, actor, denied, finding, request};
    use super::*;
    use crate::github::exemption::{ExemptionRequest, Organization};

    fn values() -> Values {
        let odd = ExemptionRequest {
            organization: Some(Organization { id: None, name: Some("my octo".into()) }.into()),
            requester: actor("Hubot"),
            data: Some(vec![finding("my \"custom\" type", "fix_later", "a")]),
            ..request()
        };
        Values::of(&CONTEXT, [request(), denied(), odd].iter())
    }

    /// What is offered at the `|`.
    fn offered(marked: &str) -> Vec<String> {
        let cursor = marked.find('|').expect("a cursor");
        let found = complete(&marked.replace('|', ""), cursor, &values());
        found.into_iter().map(|completion| completion.shown).collect()
    }

    /// The text after the first offer was taken, with the cursor.
    fn taken(marked: &str) -> String {
        let cursor = marked.find('|').expect("a cursor");
        let mut text = marked.replace('|', "");
        let first = complete(&text, cursor, &values()).into_iter().next().expect("an offer");
        text.replace_range(first.replace, &format!("{}|", first.insert));
        text
    }

    #[test]
    fn every_key_is_offered_where_nothing_is_typed() {
        let keys: Vec<String> = Key::ALL.map(|key| format!("{}:", key.word())).to_vec();
        for marked in ["|", "is:open |", "-|", "is:open | x"] {
            assert_eq!(offered(marked), keys, "{marked}");
        }
        assert_eq!(offered("|is:open"), Vec::<String>::new(), "it would run into the word");
        assert_eq!(offered("-|is:open"), Vec::<String>::new());
    }

    #[test]
    fn keys_come_before_the_values_that_have_what_is_typed() {
        assert_eq!(offered("rea|"), ["reason:", "path:tests/README.md"]);
        assert_eq!(offered("mon|"), ["requester:monalisa"]);
        assert_eq!(
            offered("OCTO|"),
            ["repo:octo-org/smile", "org:octo-org", "org:\"my octo\"", "reviewer:octocat"]
        );
        assert_eq!(offered("\"mon|"), Vec::<String>::new(), "free text is meant");
    }

    #[test]
    fn values_that_begin_with_what_is_typed_come_first() {
        assert_eq!(offered("org:oct|"), ["org:octo-org", "org:\"my octo\""]);
        assert_eq!(offered("repo:smi|"), ["repo:octo-org/smile"]);
        assert_eq!(offered("is:o|"), ["is:open"]);
        assert_eq!(
            offered("requester:|"),
            ["requester:@me", "requester:monalisa", "requester:Hubot"]
        );
        assert_eq!(offered("requester:@h|"), ["requester:Hubot"]);
        assert_eq!(
            offered("expires:|"),
            ["expires:<4h", "expires:<24h", "expires:<3d", "expires:>3d"]
        );
        assert_eq!(offered("no:re|"), ["no:repo", "no:reason", "no:requester", "no:reviewer"]);
        assert_eq!(
            offered("created:>3|"),
            ["created:>3d", "created:>3m", "created:>3h", "created:>3w"]
        );
    }

    #[test]
    fn the_number_of_requests_is_told() {
        let counts = |text: &str| -> Vec<Option<usize>> {
            complete(text, text.len(), &values()).into_iter().map(|its| its.count).collect()
        };
        assert_eq!(counts("is:a"), [Some(0), Some(1)], "approved, answered");
        assert_eq!(counts("requester:"), [Some(1), Some(2), Some(1)]);
        assert_eq!(counts("iss"), [] as [Option<usize>; 0]);
    }

    #[test]
    fn taking_an_offer_leaves_the_rest_of_the_text() {
        for (before, after) in [
            ("x or|", "x org:|"),
            ("-req| x", "-requester:| x"),
            ("org:oct|", "org:octo-org |"),
            ("org:oc|t is:open", "org:octo-org| is:open"),
            ("-type:my|", "-type:\"my \\\"custom\\\" type\" |"),
            ("re|x:smile", "repo:|smile"),
            ("state:o|", "is:|o"),
            ("org:\"my o|ld\" x", "org:\"my octo\"| x"),
            ("org:\"my| is:open", "org:\"my octo\"| is:open"),
            ("org:\"my| type:\"a b\"", "org:\"my octo\"| type:\"a b\""),
        ] {
            assert_eq!(taken(before), after, "{before}");
        }
    }

    #[test]
    fn what_is_already_there_is_not_offered() {
        assert_eq!(offered("org:octo-org|"), Vec::<String>::new());
        assert_eq!(offered("is:denied|"), Vec::<String>::new());
    }

    #[test]
    fn a_key_that_was_probably_meant_is_offered_in_its_place() {
        assert_eq!(offered("author:|"), ["requester:"]);
        assert_eq!(offered("foo:x|"), Vec::<String>::new());
    }
}
