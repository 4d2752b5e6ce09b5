//! What holds for any query on any text: nothing panics, and what is printed means the same.
#![cfg(not(target_arch = "wasm32"))]

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::github::exemption::{
    ExemptionRequest, Finding, Organization, Repository, RequestStatus, ResponseStatus,
};

use crate::triage::local_time::{LocalDay, WeekHour};

use super::sample::{CONTEXT, HOUR, NOW, actor, finding, response};
use super::*;

/// Letters that mean something in a query, or that are hard to cut.
const ODD: &[char] = &[
    ' ', ' ', '"', '\\', '-', ':', '@', '*', '/', '#', '<', '>', '\n', '\u{a0}', 'a', 'B', '7',
    'ß', 'İ', 'Σ', '日', '🦀', '\u{301}', '\0',
];

/// Pieces of queries, right and wrong.
const PIECES: &[&str] = &[
    "is:",
    "open",
    "org:",
    "repo:",
    "a/b",
    "requester:",
    "reviewer:@me",
    "expires:<",
    "24h",
    "created:>7d",
    "2026-11-01",
    "foo:",
    "http://x",
    " ",
    "-",
    "\"",
    "\\\"",
    "type:\"a b\"",
];

fn any_text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![3 => select(ODD), 1 => any::<char>()].prop_map(String::from);
    let piece = select(PIECES).prop_map(str::to_owned);
    vec(prop_oneof![letter, piece], 0..12).prop_map(|parts| parts.concat())
}

/// A value as a query may hold it: not empty.
fn value() -> impl Strategy<Value = String> {
    let word = select(&["a", "A", "b", "o/a", "@me", "x y", "é", "É", "is:open", "-a", "3:4"][..]);
    prop_oneof![
        3 => word.prop_map(str::to_owned),
        1 => any_text().prop_filter("a value isn't empty", |text| !text.is_empty()),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    let unit = || select(&[Unit::Minute, Unit::Hour, Unit::Day, Unit::Week][..]);
    let amount = || prop_oneof![0..100_u32, any::<u32>()];
    prop_oneof![
        (amount(), unit()).prop_map(|(amount, unit)| Span::Within(amount, unit)),
        (amount(), unit()).prop_map(|(amount, unit)| Span::Beyond(amount, unit)),
        (-60_i64..60).prop_map(|days| {
            Span::On(LocalDay::of(NOW.plus(days * 24 * HOUR), CONTEXT.offset_at))
        }),
        (0..7_i64 * 24).prop_map(|hours| {
            Span::In(WeekHour::of(NOW.plus(hours * HOUR), CONTEXT.offset_at))
        }),
    ]
}

fn test() -> impl Strategy<Value = Test> {
    let login = || prop_oneof![value().prop_map(Login::Name), Just(Login::Viewer)];
    prop_oneof![
        2 => select(&Standing::ALL[..]).prop_map(Test::Is),
        2 => value().prop_map(Test::Org),
        2 => value().prop_map(Test::Repo),
        1 => value().prop_map(Test::Type),
        1 => value().prop_map(Test::Reason),
        2 => login().prop_map(Test::Requester),
        1 => login().prop_map(Test::Reviewer),
        1 => value().prop_map(Test::Branch),
        1 => value().prop_map(Test::Path),
        1 => span().prop_map(Test::Expires),
        1 => span().prop_map(Test::Created),
        1 => select(&Key::LACKABLE[..]).prop_map(Test::No),
        2 => value().prop_map(Test::Text),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let term = (any::<bool>(), test()).prop_map(|(negated, test)| Term { negated, test });
    vec(term, 0..5).prop_map(|terms| Query { terms })
}

fn name() -> impl Strategy<Value = Option<String>> {
    option::of(
        select(&["a", "A", "b", "é", "É", "hubot", "@me", "x y", ""][..]).prop_map(str::to_owned),
    )
}

fn request() -> impl Strategy<Value = ExemptionRequest> {
    let status = option::of(
        select(&["pending", "approved", "denied", "completed", "odd"][..])
            .prop_map(RequestStatus::from),
    );
    let repo = option::of(select(&["o/a", "O/A", "b/a", "o/é", "a b"][..]).prop_map(str::to_owned));
    let findings = vec((name(), name()), 0..3).prop_map(|names| {
        let one = |(kind, path): (Option<String>, Option<String>)| Finding {
            secret_type: kind.map(Into::into),
            path: path.as_ref().map(|path| format!("/{path}:1:0")),
            ..finding("", path.as_deref().unwrap_or("fix_later"), "")
        };
        names.into_iter().map(one).collect::<Vec<Finding>>()
    });
    let people = (name(), vec(name(), 0..3));
    let instants = (option::of(-60 * HOUR..60 * HOUR), option::of(-60 * HOUR..60 * HOUR));
    (status, name(), repo, findings, people, instants).prop_map(
        |(status, org, full_name, findings, (requester, reviewers), (expires, created))| {
            let responses =
                reviewers.iter().flatten().map(|name| response(name, ResponseStatus::Dismissed));
            ExemptionRequest {
                status,
                organization: org
                    .map(|name| Organization { id: None, name: Some(name.into()) }.into()),
                repository: full_name.map(|name| {
                    Repository { full_name: Some(name.into()), ..Repository::default() }.into()
                }),
                requester: requester.as_deref().and_then(actor),
                responses: Some(responses.collect()),
                data: Some(findings),
                expires_at: expires.map(|seconds| NOW.plus(seconds)),
                created_at: created.map(|seconds| NOW.plus(seconds)),
                ..ExemptionRequest::default()
            }
        },
    )
}

proptest! {
    // The same cases every time; PROPTEST_CASES gives more of them.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(3),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_printed_is_read_back_as_the_same(query in query()) {
        prop_assert_eq!(parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn any_text_is_read_or_refused_at_places_inside_it(text in any_text()) {
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                let mut end = 0;
                for QueryError { span, problem } in errors {
                    prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()));
                    prop_assert!(end <= span.start, "in order");
                    prop_assert!(!problem.in_words().is_empty());
                    end = span.end;
                }
            }
        }
    }

    #[test]
    fn an_offer_replaces_what_is_inside_the_text_and_can_be_read(
        text in any_text(),
        cursor in 0..80_usize,
        requests in vec(request(), 0..4),
    ) {
        let values = Values::of(&CONTEXT, requests.iter());
        for completion in complete(&text, cursor, &values) {
            prop_assert!(text.get(completion.replace.clone()).is_some());
            let is_key = completion.insert.ends_with(':');
            prop_assert!(is_key || parse(&completion.insert).is_ok(), "{}", completion.insert);
            let mut after = text.clone();
            after.replace_range(completion.replace, &completion.insert);
        }
    }

    #[test]
    fn an_offer_after_a_query_leaves_the_query(query in query(), typed in "-?[a-z]{0,2}", values in vec(request(), 1..4)) {
        let values = Values::of(&CONTEXT, values.iter());
        let text = format!("{query} {typed}");
        for completion in complete(&text, text.len(), &values) {
            let mut after = text.clone();
            after.replace_range(completion.replace, &completion.insert);
            // A key is still without its value.
            if after.ends_with(':') {
                after.push_str("<1d");
            }
            let Ok(after) = parse(&after) else { continue };
            prop_assert_eq!(&after.terms[..query.terms.len()], &query.terms[..]);
            prop_assert_eq!(after.terms.len(), query.terms.len() + 1);
        }
    }

    #[test]
    fn a_click_does_to_the_text_what_it_does_to_the_query(query in query(), test in test(), negated in any::<bool>()) {
        let text = query.to_string();
        let clicked = toggled_text(&text, &test, negated);
        prop_assert_eq!(parse(&clicked), Ok(query.toggled(test.clone(), negated)), "{}", clicked);
    }

    #[test]
    fn a_click_loses_nothing_that_cannot_be_understood(text in any_text(), test in test(), negated in any::<bool>()) {
        let problems = |text: &str| -> Vec<Problem> {
            parse(text).err().into_iter().flatten().map(|error| error.problem).collect()
        };
        let clicked = toggled_text(&text, &test, negated);
        prop_assert_eq!(problems(&clicked), problems(&text), "{}", clicked);
    }

    #[test]
    fn a_query_and_its_printed_form_leave_the_same(query in query(), request in request()) {
        let read = parse(&query.to_string()).expect("reads what was printed");
        prop_assert_eq!(query.matches(&CONTEXT, &request), read.matches(&CONTEXT, &request));
    }

    #[test]
    fn a_term_and_its_opposite_divide_the_requests(test in test(), request in request()) {
        let holds = |negated| {
            Query::default().with(test.clone(), negated).matches(&CONTEXT, &request)
        };
        prop_assert_ne!(holds(false), holds(true));
    }

    #[test]
    fn a_query_within_another_leaves_nothing_that_the_other_does_not(
        query in query(),
        text in value(),
        typed in value(),
        requests in vec(request(), 1..6),
    ) {
        let with = |query: &Query, text: String| {
            let mut query = query.clone();
            query.terms.push(Term { negated: false, test: Test::Text(text) });
            query
        };
        let wider = with(&query, text.clone());
        let in_word = [format!("{text}{typed}"), format!("{typed}{text}")];
        for narrower in in_word.map(|text| with(&query, text)).into_iter().chain([with(&wider, typed)]) {
            prop_assert!(narrower.is_within(&wider) && wider.is_within(&query));
            for request in &requests {
                let is_left = |by: &Query| by.matches(&CONTEXT, request);
                prop_assert!(!is_left(&narrower) || is_left(&wider), "{narrower} and {wider}");
            }
        }
    }

    #[test]
    fn a_facet_counts_what_a_click_would_leave(query in query(), requests in vec(request(), 0..6)) {
        for facet in facets(&CONTEXT, &query, requests.iter()) {
            let others = Query {
                terms: query
                    .terms
                    .iter()
                    .filter(|term| term.test.key() != Some(facet.key))
                    .cloned()
                    .collect(),
            };
            for value in facet.values {
                let asked = others.with(value.test.clone(), false).compile(&CONTEXT);
                let left = requests.iter().filter(|request| asked.matches(request)).count();
                prop_assert_eq!(value.count, left, "{}", value.test);
                prop_assert_eq!(value.chosen, query.has(&value.test, false));
            }
        }
    }
}
