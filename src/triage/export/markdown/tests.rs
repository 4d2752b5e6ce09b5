//! What the report says, and that nothing in it acts.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::github::exemption::{Actor, BypassReason, RequestStatus, Response, ResponseStatus};

fn at() -> Timestamp {
    Timestamp::parse("2026-11-22T08:43:03Z").expect("an instant")
}

/// A report in which every text from outside is `text`.
fn report(text: &str, is_partial: bool) -> String {
    let given = || Some(text.to_owned());
    let actor = || Some(Actor { actor_id: None, actor_name: given().map(Into::into) }.into());
    let request = ExemptionRequest {
        requester: actor(),
        status: Some(RequestStatus::Pending),
        created_at: Some(at().plus(-3_600)),
        expires_at: Some(at().plus(3_600)),
        data: Some(vec![Finding {
            secret_type: given().map(Into::into),
            bypass_reason: Some(BypassReason::from(text)),
            path: given(),
            branch: given().map(Into::into),
        }]),
        responses: Some(vec![Response {
            reviewer: actor(),
            status: Some(ResponseStatus::Dismissed),
            created_at: Some(at()),
            ..Response::default()
        }]),
        html_url: Some("https://github.com/octo-org/smile/exemptions/7".into()),
        ..ExemptionRequest::default()
    };
    let provenance = Provenance {
        query: text.to_owned(),
        scopes: vec![text.to_owned()],
        window: text.to_owned(),
        is_partial,
        notes: vec![text.to_owned()],
        at: at(),
        by: given(),
    };
    let summary = Summary::of(at(), &|_| 0, [&request]);
    markdown(&provenance, &summary, [&request])
}

/// The report without what stands in code spans.
fn outside_of_spans(report: &str) -> String {
    let line = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    report.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_report_has_the_figures_and_the_waiting_requests() {
    let partial = report("mona", true);
    for line in [
        "**Partial: requests may be missing from every figure and list below.**",
        "| Query | `mona` |",
        "| Made at | 2026-11-22T08:43:03Z |",
        "| Waiting, and expiring within 24 hours | 1 |",
        "| All requests | 1 | 1 | 1 hour | 1 hour | not given |",
        "| Reviewer `mona` | 1 | 1 | 1 hour | 1 hour | not given |",
        "| `octo-org` | 1 | 100 % | 1 |",
        "| `https://github.com/octo-org/smile/exemptions/7` | `mona` | `mona` | `mona` | `mona` \
         | 2026-11-22T09:43:03Z, in 1 hour |",
    ] {
        assert!(partial.lines().any(|its| its == line), "{line}\nis not in\n{partial}");
    }
    assert!(!report("mona", false).contains("Partial"));
}

#[test]
fn that_nothing_waits_is_said_only_when_it_is_known() {
    let mut provenance = Provenance {
        query: String::new(),
        scopes: Vec::new(),
        window: "the last month".to_owned(),
        is_partial: true,
        notes: Vec::new(),
        at: at(),
        by: None,
    };
    let summary = Summary::of(at(), &|_| 0, []);
    let partial = markdown(&provenance, &summary, []);
    assert!(!partial.contains("No request waits.") && partial.contains("others may"));
    provenance.is_partial = false;
    assert!(markdown(&provenance, &summary, []).contains("No request waits."));
}

#[test]
fn who_has_not_answered_is_nobody_yet_and_not_somebody_unknown() {
    let unanswered =
        ExemptionRequest { status: Some(RequestStatus::Pending), ..ExemptionRequest::default() };
    let summary = Summary::of(at(), &|_| 0, [&unanswered]);
    let report = markdown(&empty(), &summary, [&unanswered]);
    let (_, by_reviewer) = report.split_once("## By reviewer").expect("the reviewers");
    assert!(by_reviewer.contains("| nobody yet | 1 | 100 % | 1 |"), "{report}");
    let (_, by_reason) = report.split_once("## By reason").expect("the reasons");
    assert!(by_reason.contains("| not given | 1 | 100 % | 1 |"), "{report}");
}

#[test]
fn long_lists_say_how_much_is_left_out() {
    let request = |id: usize| ExemptionRequest {
        requester: Some(
            Actor { actor_id: None, actor_name: Some(format!("user-{id}").into()) }.into(),
        ),
        status: Some(RequestStatus::Pending),
        ..ExemptionRequest::default()
    };
    let mut requests: Vec<ExemptionRequest> = (0..MAX_REQUESTS + 5).map(request).collect();
    requests[0].requester = None;
    let summary = Summary::of(at(), &|_| 0, &requests);
    let provenance = Provenance { is_partial: false, ..empty() };
    let report = markdown(&provenance, &summary, &requests);
    assert!(report.contains("And 5 more requests.\n"));
    assert!(report.contains("And 89 more requesters.\n"));
    assert!(report.contains("| not given | 1 | <1 % | 1 |\n"), "{report}");
}

fn empty() -> Provenance {
    Provenance {
        query: String::new(),
        scopes: Vec::new(),
        window: String::new(),
        is_partial: true,
        notes: Vec::new(),
        at: at(),
        by: None,
    }
}

#[test]
fn a_span_is_ended_by_nothing_in_it() {
    for (text, shown) in [
        ("a", "`a`"),
        (" ", "not given"),
        ("`@octocat`", "`\\u{60}@octocat\\u{60}`"),
        ("a|b\\|c", "`a\\u{7C}b\\\\u{7C}c`"),
        ("a\n\n# b", "`a\\u{000A}\\u{000A}# b`"),
        ("\u{202e}x", "`\\u{202E}x`"),
    ] {
        assert_eq!(code(text), shown, "{text:?}");
    }
    let long = code(&"é".repeat(MAX_LENGTH + 1));
    assert_eq!(long.chars().count(), MAX_LENGTH + 3);
}

proptest! {
    // The same cases every time; PROPTEST_CASES gives more of them.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_text_is_anything_but_the_inside_of_a_span(
        text in "[`|\\\\<>@#*_\\[\\]()!:/\r\n a$~\u{202e}-]{0,20}x",
    ) {
        prop_assert_eq!(
            outside_of_spans(&report(&text, true)),
            outside_of_spans(&report("x", true))
        );
    }
}
