//! Templates filled in, kept and suggested.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::github::exemption::{Actor, Repository};
use crate::triage::message::ReviewMessage;

fn request() -> ExemptionRequest {
    let finding = |kind: &str, path: &str| Finding {
        secret_type: Some(kind.into()),
        bypass_reason: Some(BypassReason::FixLater),
        path: Some(path.to_owned()),
        branch: None,
    };
    ExemptionRequest {
        requester: Some(Actor { actor_id: None, actor_name: Some("monalisa".into()) }.into()),
        repository: Some(
            Repository { full_name: Some("octo-org/smile".into()), ..Repository::default() }.into(),
        ),
        data: Some(vec![finding("a_key", "/src/x.rs:1:0"), finding("a_key", "src/y.rs:2:0")]),
        ..ExemptionRequest::default()
    }
}

fn filled(template: &str) -> String {
    fill(template, &request()).expect("can be filled in")
}

#[test]
fn placeholders_are_filled_in_with_the_request_s_values_each_once() {
    for (template, text) in [
        ("", ""),
        ("Hi {requester}!", "Hi monalisa!"),
        ("{ Requester }", "monalisa"),
        ("{repository}: {secret_type} in {path}", "octo-org/smile: a_key in src/x.rs, src/y.rs"),
        ("{organization}, {reason}", "octo-org, to be fixed later"),
        ("{{requester}} is {{{requester}}}", "{requester} is {monalisa}"),
        ("a } b }} c", "a } b } c"),
        ("ü{requester}é", "ümonalisaé"),
    ] {
        assert_eq!(filled(template), text, "{template}");
    }
}

#[test]
fn what_github_does_not_give_is_filled_in_neutrally() {
    let template = "{requester} {repository} {organization} {secret_type} {reason} {path}";
    assert_eq!(
        fill(template, &ExemptionRequest::default()),
        Ok("the requester the repository the organization secret no reason given the file".into())
    );
    let mut blank = request();
    blank.requester = Some(Actor { actor_id: None, actor_name: Some(" ".into()) }.into());
    assert_eq!(fill("{requester}", &blank), Ok("the requester".to_owned()));
}

#[test]
fn a_value_is_never_a_template_and_hides_nothing() {
    let mut hostile = request();
    hostile.requester =
        Some(Actor { actor_id: None, actor_name: Some("{path}}{{\u{202e}\n".into()) }.into());
    assert_eq!(fill("{requester}.", &hostile), Ok("{path}}{{\\u{202E}.".to_owned()));
}

#[test]
fn many_values_are_three_and_how_many_more() {
    let mut request = request();
    let path = |n| Finding { path: Some(format!("{n}.rs:1:1")), ..Finding::default() };
    request.data = Some((0..40).map(path).collect());
    assert_eq!(fill("{path}", &request), Ok("0.rs, 1.rs, 2.rs and 37 more".to_owned()));
}

#[test]
fn a_problem_is_told_at_its_place() {
    let problem = |template: &str| -> Vec<(String, String, bool)> {
        let problems = fill(template, &request()).expect_err("has problems");
        let told = |it: TemplateProblem| (template[it.span].to_owned(), it.name, it.is_unclosed);
        problems.into_iter().map(told).collect()
    };
    let said = |text: &str, name: &str, unclosed| (text.to_owned(), name.to_owned(), unclosed);
    assert_eq!(problem("é {reviewer} {requester}"), [said("{reviewer}", "reviewer", false)]);
    assert_eq!(
        problem("{requester {x} {\n{a b}"),
        [
            said("{requester", "requester", true),
            said("{x}", "x", false),
            said("{", "", true),
            said("{a b}", "a b", false),
        ]
    );
    assert_eq!(problem("{}"), [said("{}", "", false)]);
    assert_eq!(problem("{"), [said("{", "", true)]);
}

#[test]
fn a_template_is_saved_in_the_place_of_its_namesake() {
    let template = |name: &str, text: &str, organization: Option<&str>| Template {
        name: name.to_owned(),
        text: text.to_owned(),
        organization: organization.map(str::to_owned),
    };
    let mut templates = Templates::default();
    templates.save(template("Revoke", "for all", None));
    templates.save(template("Revoke", "for octo-org", Some("octo-org")));
    templates.save(template("revoke ", "again for all", None));
    let texts = |organization| -> Vec<&str> {
        templates.for_organization(organization).iter().map(|it| it.text.as_str()).collect()
    };
    assert_eq!(texts(Some("Octo-Org")), ["for octo-org", "again for all"]);
    assert_eq!(texts(Some("other")), ["again for all"]);
    assert_eq!(texts(None), ["again for all"]);
    let found = templates.find("Revoke ", None).cloned().expect("was saved");
    templates.replace(&found, template("Renamed", "renamed for all", None));
    let names = templates.saved().iter().map(|it| it.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Renamed", "Revoke"]);
    assert_eq!(templates.find("revoke", None), None);
    let removed = templates.remove("REVOKE", Some("octo-org")).expect("was saved");
    assert_eq!(removed.text, "for octo-org");
    assert_eq!(templates.saved().len(), 1);
    assert_eq!(templates.remove("Revoke", Some("octo-org")), None);
}

#[test]
fn what_cannot_be_read_is_kept_and_harms_nothing_else() {
    let stored = r#"{"saved":[{"name":"a","text":"b"},{"name":7},"x"],"last_approval":["odd"],
        "last_denial":"no","last_denial_at":"then","newer":{"x":1}}"#;
    let mut templates = Templates::read(Some(stored)).expect("an object");
    assert_eq!(templates.saved().len(), 1);
    assert_eq!(templates.last_used(Decision::Approve), None);
    assert_eq!(templates.last_used(Decision::Deny), Some("no"));
    let kept: Value = serde_json::from_str(&templates.to_text()).expect("JSON");
    assert_eq!(kept["last_denial_at"], "then");
    templates.used(Decision::Deny, "never", Timestamp::from_unix(7));
    templates.used(Decision::Deny, "an earlier one, learnt of later", Timestamp::from_unix(6));
    let kept: Value = serde_json::from_str(&templates.to_text()).expect("JSON");
    let expected = serde_json::json!({
        "saved": [{"name":"a","text":"b"},{"name":7},"x"],
        "last_approval": ["odd"], "last_denial": "never", "last_denial_at": 7, "newer": {"x": 1},
    });
    assert_eq!(kept, expected);
    assert_eq!(Templates::read(Some(&templates.to_text())).expect("an object"), templates);
    assert!(Templates::read(Some("[]")).is_err(), "must not be taken for none");
    assert_eq!(Templates::read(None).expect("none"), Templates::default());
}

#[test]
fn every_suggestion_can_be_sent_for_any_request() {
    let reasons = [
        None,
        Some(BypassReason::UsedInTests),
        Some(BypassReason::FalsePositive),
        Some(BypassReason::FixLater),
        Some(BypassReason::from("godot")),
    ];
    for reason in &reasons {
        for decision in Decision::ALL {
            let suggestions = suggestions(reason.as_ref(), *decision);
            assert!(!suggestions.is_empty());
            for suggestion in suggestions {
                for request in [request(), ExemptionRequest::default()] {
                    let text = fill(suggestion, &request).expect("can be filled in");
                    assert!(ReviewMessage::try_from(text).is_ok(), "{suggestion}");
                }
            }
        }
    }
}

proptest! {
    // The same cases every time; PROPTEST_CASES gives more of them.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(13),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_escaped_text_is_filled_in_to_itself(text in any::<String>()) {
        prop_assert_eq!(fill(&escape(&text), &request()), Ok(text));
    }

    #[test]
    fn every_problem_is_at_a_brace_of_the_template(text in "[{}a-z é\n]{0,40}") {
        for problem in fill(&text, &request()).err().into_iter().flatten() {
            let there = &text[problem.span];
            let (opens, closes) = (there.starts_with('{'), there.ends_with('}'));
            prop_assert_eq!((opens, closes), (true, !problem.is_unclosed));
        }
    }
}
