//! Tests of the access report: plain answers, next steps, and no secret in the text.

use super::*;
use crate::github::error::{ApiError, TransportError};
use crate::github::host::Host;
use crate::github::ids::ItemNumber;
use crate::vault::token::TokenKind;

fn token(kind: TokenKind) -> TokenStatus {
    TokenStatus {
        host: Host::GithubCom,
        owner: None,
        login: "octocat".to_owned(),
        kind,
        scopes: (kind == TokenKind::Classic).then(|| vec!["security_events".to_owned()]),
    }
}

fn held(tokens: Vec<TokenStatus>) -> HeldStatus {
    let (host, login) = (Host::GithubCom, "octocat".to_owned());
    HeldStatus { host, login, tokens, is_remembered: false }
}

fn one() -> HeldStatus {
    held(vec![token(TokenKind::Classic)])
}

fn refused(kind: ApiErrorKind) -> Probed {
    let error = ApiError {
        kind,
        status: 404,
        message: Some("Not Found".to_owned()),
        documentation_url: None,
        errors: vec![],
    };
    Probed { found: Err(CallError::Api(error)), practice: None }
}

fn practice() -> Practice {
    Practice {
        headers: vec!["etag".to_owned(), "link".to_owned()],
        scopes: Some(vec!["security_events".to_owned()]),
        token_expires: Some("2026-12-31 00:00:00 UTC".to_owned()),
        calls_left: Some((4_321, 5_000)),
        clock_difference: Some(2),
        sso: None,
        has_etag: true,
    }
}

fn viewer(practice: Practice) -> Vec<Finding> {
    let found = Ok(Found::Viewer { login: "octocat".to_owned() });
    of_probe(&one(), &Probe::Viewer, &Probed { found, practice: Some(practice) })
}

fn text(findings: &[Finding]) -> String {
    as_text(Timestamp::from_unix(1_800_000_000), &one(), findings)
}

#[test]
fn the_viewer_s_reply_tells_of_scopes_expiry_clock_and_calls() {
    let said = text(&viewer(practice()));
    for part in
        ["It is octocat's.", "security_events", "2026-12-31", "4,321 of 5,000", "etag, link"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!said.contains("[problem]"), "{said}");
}

#[test]
fn a_clock_that_is_off_is_a_problem_with_its_direction() {
    let behind = viewer(Practice { clock_difference: Some(172_800), ..practice() });
    assert!(text(&behind).contains("No, it is 2 days behind."));
    let ahead = viewer(Practice { clock_difference: Some(-172_800), ..practice() });
    assert!(text(&ahead).contains("No, it is 2 days ahead."));
    let unseen = viewer(Practice { clock_difference: None, ..practice() });
    assert!(text(&unseen).contains("isn't visible"));
    for apart in [CLOCK_TOLERANCE, -CLOCK_TOLERANCE] {
        let near = viewer(Practice { clock_difference: Some(apart), ..practice() });
        assert!(text(&near).contains("Yes, within"), "{apart}");
    }
}

#[test]
fn few_calls_left_are_a_note() {
    let few = viewer(Practice { calls_left: Some((499, 5_000)), ..practice() });
    let found = few.iter().find(|finding| finding.question.contains("calls")).expect("is told");
    assert_eq!(found.tone, Tone::Attention);
    assert!(found.next_step.is_some());
    let enough = viewer(Practice { calls_left: Some((500, 5_000)), ..practice() });
    let found = enough.iter().find(|finding| finding.question.contains("calls")).expect("is told");
    assert_eq!((found.tone, found.next_step.is_some()), (Tone::Success, false), "a tenth");
}

#[test]
fn a_refused_enterprise_says_both_reasons() {
    let probe = Probe::List(Scope::Enterprise("octo".to_owned()));
    for kind in [ApiErrorKind::NotFoundOrHidden, ApiErrorKind::MissingPermission] {
        let findings = of_probe(&one(), &probe, &refused(kind));
        assert!(findings[0].answer.contains("doesn't exist") && findings[0].next_step.is_some());
    }
    let organization = Probe::List(Scope::Organization("octo-org".to_owned()));
    let findings = of_probe(&one(), &organization, &refused(ApiErrorKind::NotFoundOrHidden));
    assert!(!findings[0].answer.contains("doesn't exist and"), "{findings:?}");
}

#[test]
fn a_list_tells_what_the_api_does_in_practice() {
    let scope = Scope::Organization("octo-org".to_owned());
    let found = Found::List {
        count: 100,
        sample: None,
        leaves_out_for_sso: true,
        has_more: true,
        names_last_page: Some(false),
        revalidates: Some(true),
    };
    let said =
        text(&of_probe(&one(), &Probe::List(scope), &Probed { found: Ok(found), practice: None }));
    for part in [
        "100 requests on the first page, and more follow",
        "Configure SSO",
        "until the pages end",
        "costs nothing",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn which_number_the_item_route_takes_is_told() {
    let probe = Probe::Item(Box::default());
    let with = |route, number| {
        let found = Ok(Found::Item { route, number });
        text(&of_probe(&one(), &probe, &Probed { found, practice: None }))
    };
    assert!(with(Route::Item(ItemNumber(1)), Some(42)).contains("its own number is 42"));
    assert!(with(Route::Item(ItemNumber(42)), Some(42)).contains("by 42: its own number"));
    assert!(with(Route::ListOnly(ItemNumber(1)), Some(1)).contains("list has it"));
    assert!(with(Route::Unsettled(Unsettled::NumbersDiffer), Some(1)).contains("[problem]"));
}

#[test]
fn a_call_that_failed_says_why() {
    let error = CallError::Transport(TransportError::NoReply);
    let findings = of_probe(&one(), &Probe::Viewer, &Probed { found: Err(error), practice: None });
    assert_eq!(findings[0].tone, Tone::Critical);
    assert!(!findings[0].answer.is_empty() && findings[0].next_step.is_some());
}

#[test]
fn a_token_s_shortcomings_are_notes() {
    assert_eq!(of_token(&token(TokenKind::Classic)).len(), 1);
    let fine_grained = token(TokenKind::FineGrained);
    let findings = of_token(&fine_grained);
    assert!(findings.len() > 1);
    let steps: Vec<_> = findings.iter().skip(1).map(|finding| finding.next_step.clone()).collect();
    let shortcomings = fine_grained.shortcomings().into_iter();
    let expected: Vec<_> = shortcomings.map(|it| notice::shortcoming(it).next_step).collect();
    assert_eq!(steps, expected);
    assert!(steps.iter().any(Option::is_some), "{steps:?}");
}

#[test]
fn of_several_tokens_it_is_said_which_was_asked_with() {
    let owned =
        |login: &str| TokenStatus { owner: login.parse().ok(), ..token(TokenKind::FineGrained) };
    let held = held(vec![token(TokenKind::Classic), owned("octo-org"), owned("octo-labs")]);
    let said = |scope: &str| {
        let probe = Probe::List(scope.parse().expect("a scope"));
        let findings = of_probe(&held, &probe, &refused(ApiErrorKind::NotFoundOrHidden));
        text(&findings)
    };
    assert!(said("org:octo-org").contains("token of octo-org for api.github.com."));
    assert!(said("repo:octo-labs/rocket").contains("token of octo-labs for api.github.com."));
    assert!(said("enterprise:octo").contains("(classic) for api.github.com."));
    let all = text(&of_tokens(&held));
    assert_eq!(all.matches("What kind of token is it?").count(), 3, "{all}");
}
