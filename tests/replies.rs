//! Odd replies of GitHub, and what becomes of each.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use serde_json::{Value, json};

use gatehouse::github::dismiss_response::DismissResponse;
use gatehouse::github::endpoint::{Endpoint, HttpReply};
use gatehouse::github::error::{ApiErrorKind, CallError};
use gatehouse::github::exemption::{
    BypassReason, ExemptionRequest, RequestStatus, RequestType, ResponseStatus,
};
use gatehouse::github::get_request::GetRequest;
use gatehouse::github::get_viewer::GetViewer;
use gatehouse::github::host::Host;
use gatehouse::github::ids::{RequestId, ResponseId, ReviewId};
use gatehouse::github::list_requests::{ListRequests, Rows};
use gatehouse::github::review_request::ReviewRequest;
use gatehouse::github::time::Timestamp;
use gatehouse::triage::verdict::{Verdict, verdict};

const NOW: Timestamp = Timestamp::from_unix(1_720_000_000);

/// GitHub's own example of a request, with every number another.
fn example() -> Value {
    serde_json::from_str(include_str!("fixtures/bypass_request.json")).expect("JSON")
}

fn reply(status: u16, body: &str) -> HttpReply {
    HttpReply { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
}

fn read(body: &Value) -> ExemptionRequest {
    GetRequest::read_reply(&reply(200, &body.to_string()), &Host::GithubCom, NOW).expect("reads")
}

/// A request read and written again.
fn back(body: &Value) -> Value {
    serde_json::to_value(read(body)).expect("encodes")
}

/// The example with another value at a JSON pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut body = example();
    *body.pointer_mut(pointer).expect("a field") = value;
    body
}

/// The JSON pointers of every member of every object, at every depth.
fn members(value: &Value, at: &str, found: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(object) => {
            object.iter().map(|(name, value)| (format!("{at}/{name}"), value)).collect()
        }
        Value::Array(list) => {
            list.iter().zip(0..).map(|(value, index)| (format!("{at}/{index}"), value)).collect()
        }
        _ => return,
    };
    for (pointer, member) in below {
        if value.is_object() {
            found.push(pointer.clone());
        }
        members(member, &pointer, found);
    }
}

fn every_member() -> Vec<String> {
    let mut found = Vec::new();
    members(&example(), "", &mut found);
    assert_eq!(found.len(), 32, "{found:?}");
    found
}

#[test]
fn a_null_or_missing_field_is_absent_and_harms_no_other() {
    assert_eq!(back(&example()), example());
    for pointer in every_member() {
        let null = with(&pointer, Value::Null);
        assert_eq!(back(&null), null, "{pointer} null");

        let mut missing = example();
        let (parent, name) = pointer.rsplit_once('/').expect("a member");
        missing.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object").remove(name);
        assert_eq!(back(&missing), null, "{pointer} missing");
    }
}

#[test]
fn a_field_of_another_type_harms_no_other() {
    for pointer in every_member() {
        let field = example().pointer(&pointer).cloned().expect("a field");
        for odd in [json!(true), json!(-1), json!(1.5), json!({ "a": [1] }), json!([[]]), json!("")]
        {
            // Serde reads a list in an object's place, too: its members by position.
            let same_kind = (field.is_string() && odd.is_string())
                || (field.is_object() && (odd.is_object() || odd.is_array()))
                || (field.is_array() && odd.is_array());
            if same_kind {
                continue;
            }
            assert_eq!(
                back(&with(&pointer, odd.clone())),
                with(&pointer, Value::Null),
                "{pointer}: {odd}"
            );
        }
    }
}

#[test]
fn an_object_without_what_is_known_has_nothing_in_it() {
    let request = read(&with("/requester", json!({ "login": "monalisa" })));
    assert_eq!(request.requester_name(), None);
    assert!(request.requester.is_some());
}

#[test]
fn numbers_as_text_are_the_numbers() {
    for pointer in every_member() {
        let field = example().pointer(&pointer).cloned().expect("a field");
        if let Some(number) = field.as_u64() {
            assert_eq!(back(&with(&pointer, json!(number.to_string()))), example(), "{pointer}");
        }
    }
}

#[test]
fn numbers_in_place_of_text_are_shown() {
    assert_eq!(
        read(&with("/resource_identifier", json!(827))).resource_identifier,
        Some("827".into())
    );
    assert_eq!(read(&with("/requester/actor_name", json!(1))).requester_name(), Some("1"));
}

#[test]
fn ids_beyond_two_to_the_53_keep_every_digit() {
    let beyond = 9_007_199_254_740_993_u64;
    assert_eq!(read(&with("/id", json!(beyond))).id, Some(RequestId(beyond)));
    assert_eq!(
        read(&with("/responses/0/id", json!(u64::MAX))).responses()[0].id,
        Some(ResponseId(u64::MAX))
    );
    let review = ReviewRequest::read_reply(
        &reply(200, r#"{"bypass_review_id":9007199254740993}"#),
        &Host::GithubCom,
        NOW,
    );
    assert_eq!(review.expect("reads").bypass_review_id, Some(ReviewId(beyond)));
    let body = example().to_string().replace("\"id\":21", "\"id\":18446744073709551616");
    assert_eq!(
        GetRequest::read_reply(&reply(200, &body), &Host::GithubCom, NOW).expect("reads").id,
        None,
        "beyond u64"
    );
}

#[test]
fn unknown_words_are_kept_and_decide_nothing() {
    let request = read(&with("/status", json!("waiting_for_godot")));
    assert_eq!(request.status, Some(RequestStatus::Other("waiting_for_godot".into())));
    assert_eq!(verdict(NOW, &request), Verdict::Unknown);

    let request = read(&with("/responses/0/status", json!("reconsidered")));
    assert_eq!(request.responses()[0].status, Some(ResponseStatus::Other("reconsidered".into())));
    assert!(!request.responses()[0].stands());

    let request = read(&with("/data/0/bypass_reason", json!("in_a_hurry")));
    assert_eq!(request.findings()[0].bypass_reason, Some(BypassReason::Other("in_a_hurry".into())));

    let request = read(&with("/request_type", json!("code_scanning")));
    assert_eq!(request.request_type, Some(RequestType::Other("code_scanning".into())));
}

#[test]
fn an_approval_in_other_letters_is_no_approval() {
    for word in ["Approved", "APPROVED", " approved", ""] {
        assert_eq!(
            verdict(NOW, &read(&with("/status", json!(word)))),
            Verdict::Unknown,
            "{word:?}"
        );
    }
}

#[test]
fn a_date_that_is_none_is_absent() {
    for odd in ["", "yesterday", "2024-07-08", "1720428183"] {
        assert_eq!(read(&with("/expires_at", json!(odd))).expires_at, None, "{odd}");
    }
    assert_eq!(read(&with("/expires_at", json!(1_720_428_183))).expires_at, None);
    let with_fraction = read(&with("/expires_at", json!("2024-07-08T08:43:03.999Z"))).expires_at;
    assert_eq!(with_fraction, read(&example()).expires_at);
}

#[test]
fn unknown_fields_are_ignored() {
    let mut body = example();
    body["data"][0]["secret"] = json!("x");
    body["new"] = json!({ "deep": [1, 2] });
    assert_eq!(back(&body), example());
}

fn is_decode<T: std::fmt::Debug>(outcome: Result<T, CallError>, expected: &str) {
    match outcome {
        Err(CallError::Decode { operation, .. }) => assert_eq!(operation, expected),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_good_status_with_a_body_that_is_no_json_says_so() {
    let whole = example().to_string();
    for body in [
        "",
        " ",
        "<!DOCTYPE html><title>Unicorn!</title>",
        &whole[..whole.len() / 2],
        "{",
        "\u{feff}{}",
        "[{}]]",
    ] {
        is_decode(
            GetRequest::read_reply(&reply(200, body), &Host::GithubCom, NOW),
            GetRequest::OPERATION,
        );
        is_decode(
            ListRequests::read_reply(&reply(200, body), &Host::GithubCom, NOW),
            ListRequests::OPERATION,
        );
        is_decode(
            ReviewRequest::read_reply(&reply(200, body), &Host::GithubCom, NOW),
            ReviewRequest::OPERATION,
        );
        is_decode(
            DismissResponse::read_reply(&reply(200, body), &Host::GithubCom, NOW),
            DismissResponse::OPERATION,
        );
        is_decode(
            GetViewer::read_reply(&reply(200, body), &Host::GithubCom, NOW),
            GetViewer::OPERATION,
        );
    }
}

#[test]
fn a_good_status_with_other_json_says_so() {
    is_decode(
        ListRequests::read_reply(&reply(200, "{}"), &Host::GithubCom, NOW),
        ListRequests::OPERATION,
    );
    is_decode(
        ListRequests::read_reply(&reply(200, "null"), &Host::GithubCom, NOW),
        ListRequests::OPERATION,
    );
    is_decode(
        GetRequest::read_reply(&reply(200, "null"), &Host::GithubCom, NOW),
        GetRequest::OPERATION,
    );
    is_decode(
        GetRequest::read_reply(&reply(200, "7"), &Host::GithubCom, NOW),
        GetRequest::OPERATION,
    );
    is_decode(
        GetViewer::read_reply(&reply(200, "{}"), &Host::GithubCom, NOW),
        GetViewer::OPERATION,
    );
    is_decode(
        GetViewer::read_reply(&reply(200, r#"{"login":null}"#), &Host::GithubCom, NOW),
        GetViewer::OPERATION,
    );
    is_decode(
        ReviewRequest::read_reply(&reply(204, ""), &Host::GithubCom, NOW),
        ReviewRequest::OPERATION,
    );
}

#[test]
fn a_list_may_be_empty_and_an_entry_hold_nothing() {
    assert_eq!(
        ListRequests::read_reply(&reply(200, "[]"), &Host::GithubCom, NOW),
        Ok(Rows::default())
    );
    assert_eq!(
        ListRequests::read_reply(&reply(200, "[{}]"), &Host::GithubCom, NOW),
        Ok(Rows { requests: vec![ExemptionRequest::default()], unreadable: 0 })
    );
}

#[test]
fn an_entry_that_is_no_request_hides_no_other_and_is_counted() {
    let read = ListRequests::read_reply(
        &reply(200, r#"[null,{"id":1},7,[1],"x"]"#),
        &Host::GithubCom,
        NOW,
    );
    let Rows { requests, unreadable } = read.expect("reads");
    assert_eq!((requests.len(), requests[0].id, unreadable), (1, Some(RequestId(1)), 4));
}

#[test]
fn a_review_without_its_number_is_still_a_review() {
    for body in ["{}", r#"{"bypass_review_id":null}"#, r#"{"bypass_review_id":"x"}"#] {
        let read =
            ReviewRequest::read_reply(&reply(200, body), &Host::GithubCom, NOW).expect("reads");
        assert_eq!(read.bypass_review_id, None, "{body}");
    }
}

#[test]
fn a_dismissal_s_204_needs_no_body_and_ignores_one() {
    assert_eq!(DismissResponse::read_reply(&reply(204, ""), &Host::GithubCom, NOW), Ok(()));
    assert_eq!(DismissResponse::read_reply(&reply(204, "<html>"), &Host::GithubCom, NOW), Ok(()));
}

#[test]
fn an_error_with_any_body_keeps_its_remedy() {
    for (status, kind) in [
        (401, ApiErrorKind::BadToken),
        (403, ApiErrorKind::MissingPermission),
        (404, ApiErrorKind::NotFoundOrHidden),
        (422, ApiErrorKind::Rejected),
        (500, ApiErrorKind::Server),
        (502, ApiErrorKind::Server),
        (304, ApiErrorKind::Unexpected),
        (0, ApiErrorKind::Unexpected),
    ] {
        for body in
            ["", "<html>502</html>", "{", "null", "[]", "7", r#"{"message":{"a":1},"errors":"x"}"#]
        {
            let Err(CallError::Api(error)) =
                GetRequest::read_reply(&reply(status, body), &Host::GithubCom, NOW)
            else {
                panic!("{status} {body}")
            };
            assert_eq!((error.kind, error.message), (kind.clone(), None), "{status} {body}");
            assert_eq!(error.status, status);
        }
    }
}

#[test]
fn an_error_keeps_its_message_beside_odd_errors() {
    for errors in [json!("x"), json!(["x"]), json!([{ "code": 5 }]), json!({}), Value::Null] {
        let body = json!({ "message": "Validation Failed", "errors": errors }).to_string();
        let Err(CallError::Api(error)) =
            ReviewRequest::read_reply(&reply(422, &body), &Host::GithubCom, NOW)
        else {
            panic!("{body}")
        };
        assert_eq!(error.message.as_deref(), Some("Validation Failed"), "{body}");
        assert_eq!(error.kind, ApiErrorKind::Rejected);
    }
}

#[test]
fn deep_nesting_does_no_harm() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for field in ["status", "data", "requester", "unknown"] {
        let body = format!(r#"{{"id":21,"{field}":{deep}}}"#);
        let read =
            GetRequest::read_reply(&reply(200, &body), &Host::GithubCom, NOW).expect("reads");
        assert_eq!((read.id, read.status), (Some(RequestId(21)), None), "{field}");
    }
}

#[test]
fn an_unreadable_entry_of_a_list_hides_no_other() {
    let mut body = example();
    for (field, odd) in [("data", Value::Null), ("responses", json!("x"))] {
        body[field].as_array_mut().expect("a list").insert(0, odd);
    }
    let request = read(&body);
    assert_eq!((request.findings().len(), request.responses().len()), (2, 2));
    assert_eq!(verdict(NOW, &request), Verdict::Denied);
}

#[test]
fn what_a_decode_error_says_never_quotes_the_reply() {
    for body in [r#""canary""#, r#"{"login":"canary""#, r#"{"login":["canary"]}"#] {
        for error in [
            ListRequests::read_reply(&reply(200, body), &Host::GithubCom, NOW).err(),
            GetViewer::read_reply(&reply(200, body), &Host::GithubCom, NOW).err(),
            DismissResponse::read_reply(&reply(200, body), &Host::GithubCom, NOW).err(),
        ] {
            assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        }
    }
}
