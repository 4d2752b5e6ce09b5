//! Every endpoint against GitHub's own OpenAPI description, which npm installs.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Value, json};

use gatehouse::github::dismiss_response::DismissResponse;
use gatehouse::github::endpoint::{Endpoint, HttpReply, HttpRequest};
use gatehouse::github::error::{ApiError, ApiErrorKind};
use gatehouse::github::exemption::{
    Actor, BypassReason, ExemptionRequest, Finding, Organization, Repository, RequestStatus,
    RequestType, Response, ResponseStatus,
};
use gatehouse::github::get_request::GetRequest;
use gatehouse::github::get_viewer::{GetViewer, Viewer};
use gatehouse::github::host::Host;
use gatehouse::github::ids::{ItemNumber, RepoName, RequestId, ResponseId, ReviewId};
use gatehouse::github::list_organizations::ListOrganizations;
use gatehouse::github::list_requests::{
    ListFilter, ListRequests, MAX_PER_PAGE, StatusFilter, TimePeriod,
};
use gatehouse::github::review_request::{Decision, MAX_MESSAGE_LENGTH, ReviewRequest, Reviewed};
use gatehouse::github::scope::Scope;
use gatehouse::github::time::Timestamp;

const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    let path = root().join("node_modules/@octokit/openapi/generated/ghec.json");
    let Ok(text) = fs::read(&path) else { panic!("{} is missing: run `npm ci`", path.display()) };
    serde_json::from_slice(&text).expect("the description is JSON")
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a `$ref` leads to; anything else is itself.
fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("a reference within the description");
            resolved(DESCRIPTION.pointer(pointer).expect("what is referred to"))
        }
        None => value,
    }
}

/// The files of `src/github`, each line of their doc comments joined to the next.
fn files_of_endpoints() -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(root().join("src/github")).expect("src/github");
    let paths = entries.map(|entry| entry.expect("a file").path());
    let text = |path: &Path| fs::read_to_string(path).expect("text").replace("\n//! ", " ");
    paths.map(|path| (path.clone(), text(&path))).collect()
}

/// The template of the description that an encoded path fits.
fn template_of(path: &str) -> &'static str {
    let fits = |template: &str| {
        let (ours, theirs): (Vec<_>, Vec<_>) =
            (path.split('/').collect(), template.split('/').collect());
        ours.len() == theirs.len()
            && ours.iter().zip(theirs).all(|(ours, theirs)| {
                if theirs.starts_with('{') { !ours.is_empty() } else { *ours == theirs }
            })
    };
    let paths = DESCRIPTION["paths"].as_object().expect("paths");
    let fitting = paths.keys().map(String::as_str).filter(|path| fits(path));
    // Where several fit, the most literal one is meant.
    fitting
        .min_by_key(|path| path.matches('{').count())
        .unwrap_or_else(|| panic!("{path} isn't documented"))
}

/// The description of what `request` asks for.
fn described(request: &HttpRequest) -> &'static Value {
    let template = template_of(&request.path);
    let method = request.method.name().to_ascii_lowercase();
    let operation = &DESCRIPTION["paths"][template][&method];
    assert!(operation.is_object(), "{method} {template} isn't documented");
    operation
}

fn words(list: &Value) -> BTreeSet<&str> {
    list.as_array().expect("a list").iter().map(|word| word.as_str().expect("a word")).collect()
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn of<const N: usize>(words: [&'static str; N]) -> BTreeSet<&'static str> {
    words.into()
}

fn repo() -> RepoName {
    RepoName::parse("octo-org/smile").expect("a repository")
}

/// One page of a list with every parameter that a filter can hold.
fn list(scope: Scope) -> ListRequests {
    let name = |name: &str| Some(name.to_owned());
    ListRequests {
        scope,
        filter: ListFilter {
            reviewer: name("octocat"),
            requester: name("monalisa"),
            time_period: TimePeriod::Week,
            request_status: StatusFilter::Open,
            organization_name: name("octo-org"),
            repository_name: name("smile"),
        },
        per_page: MAX_PER_PAGE,
        page: 2,
        if_none_match: None,
    }
}

fn lists() -> [(&'static str, ListRequests); 3] {
    [
        (
            "secret-scanning/list-enterprise-bypass-requests",
            list(Scope::Enterprise("octo".to_owned())),
        ),
        (
            "secret-scanning/list-org-bypass-requests",
            list(Scope::Organization("octo-org".to_owned())),
        ),
        ("secret-scanning/list-repo-bypass-requests", list(Scope::Repository(repo()))),
    ]
}

fn get() -> GetRequest {
    GetRequest { repo: repo(), number: ItemNumber(1) }
}

fn review(decision: Decision) -> ReviewRequest {
    let message = "Please rotate it.".to_owned();
    ReviewRequest { repo: repo(), number: ItemNumber(1), decision, message }
}

fn dismiss() -> DismissResponse {
    DismissResponse { repo: repo(), response: ResponseId(42) }
}

/// Every call the client makes: its operation's identifier and its HTTP request.
fn calls() -> Vec<(&'static str, HttpRequest)> {
    let mut calls: Vec<_> = lists().map(|(operation, list)| (operation, list.to_request())).into();
    calls.push((GetRequest::OPERATION, get().to_request()));
    calls.extend(
        Decision::ALL.iter().map(|it| (ReviewRequest::OPERATION, review(*it).to_request())),
    );
    calls.push((DismissResponse::OPERATION, dismiss().to_request()));
    calls.push((GetViewer::OPERATION, GetViewer.to_request()));
    let organizations = ListOrganizations { page: 2 };
    calls.push((ListOrganizations::OPERATION, organizations.to_request()));
    calls
}

/// A request with every field that the client knows.
fn whole_request() -> ExemptionRequest {
    let name = |name: &str| Some(name.into());
    let text = |text: &str| Some(text.to_owned());
    ExemptionRequest {
        id: Some(RequestId(21)),
        number: Some(42),
        repository: Some(
            Repository { id: Some(1), name: name("smile"), full_name: name("octo-org/smile") }
                .into(),
        ),
        organization: Some(Organization { id: Some(1), name: name("octo-org") }.into()),
        requester: Some(Actor { actor_id: Some(12), actor_name: name("monalisa") }.into()),
        request_type: Some(RequestType::SecretScanning),
        data: Some(vec![Finding {
            secret_type: name("adafruit_io_key"),
            bypass_reason: Some(BypassReason::FixLater),
            path: text("/tests/README.md:16:0"),
            branch: name("refs/heads/main"),
        }]),
        resource_identifier: Some("827efc6d56897b048c772eb4087f854f46256132".into()),
        status: Some(RequestStatus::Denied),
        requester_comment: text("Later."),
        expires_at: Some(NOW),
        created_at: Some(NOW),
        responses: Some(vec![Response {
            id: Some(ResponseId(42)),
            reviewer: Some(Actor { actor_id: Some(4), actor_name: name("octocat") }.into()),
            status: Some(ResponseStatus::Denied),
            created_at: Some(NOW),
        }]),
        url: Some(
            "https://api.github.com/repos/octo-org/smile/bypass-requests/secret-scanning/1".into(),
        ),
        html_url: Some("https://github.com/octo-org/smile/exemptions/1".into()),
    }
}

/// The content of a documented reply.
fn content(operation: &'static Value, status: &str) -> &'static Value {
    &resolved(&operation["responses"][status])["content"]["application/json"]
}

/// The examples of a documented good reply.
fn examples(operation: &'static Value) -> Vec<&'static Value> {
    let examples = content(operation, "200")["examples"].as_object().expect("examples");
    examples.values().map(|example| &resolved(example)["value"]).collect()
}

fn reply(status: u16, body: &Value) -> HttpReply {
    HttpReply { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

/// Compares what we encode with a schema: the same properties at every depth, of the same types.
fn assert_same_shape(schema: &'static Value, ours: &Value, at: &str) {
    let schema = resolved(schema);
    match schema["type"].as_str() {
        Some("object") => {
            assert_eq!(keys(ours), keys(&schema["properties"]), "the properties of {at}");
            for (name, property) in schema["properties"].as_object().expect("properties") {
                assert_same_shape(property, &ours[name], &format!("{at}.{name}"));
            }
        }
        Some("array") => assert_same_shape(&schema["items"], &ours[0], &format!("{at}[]")),
        Some("integer") => assert!(ours.is_u64(), "{at} is a number: {ours}"),
        Some("string") => assert!(ours.is_string(), "{at} is text: {ours}"),
        other => panic!("{at}: no type this test knows: {other:?}"),
    }
}

/// The `enum` at a path of properties of the request's schema; `[]` for a list's items.
fn documented_words(path: &[&str]) -> BTreeSet<&'static str> {
    let request = resolved(&content(described(&get().to_request()), "200")["schema"]);
    let found = path.iter().fold(request, |schema, name| {
        resolved(if *name == "[]" { &schema["items"] } else { &schema["properties"][name] })
    });
    words(&found["enum"])
}

fn parameters(operation: &'static Value, place: &str) -> Vec<&'static Value> {
    let all = operation["parameters"].as_array().expect("parameters");
    all.iter().map(resolved).filter(|parameter| parameter["in"] == place).collect()
}

fn parameter(operation: &'static Value, name: &str) -> &'static Value {
    let all = parameters(operation, "query");
    all.into_iter().find(|parameter| parameter["name"] == name).expect("the parameter")
}

#[test]
fn the_description_has_the_version_that_the_doc_comments_name() {
    let version = DESCRIPTION["info"]["version"].as_str().expect("a version");
    let mut named = 0;
    for (path, text) in files_of_endpoints() {
        for (position, what) in text.match_indices("against description ") {
            let rest = &text[position + what.len()..];
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            assert_eq!(rest[..end].trim_end_matches('.'), version, "{}", path.display());
            named += 1;
        }
    }
    assert_eq!(named, 6, "one for every endpoint");
}

#[test]
fn every_call_is_a_documented_operation() {
    for (operation, request) in calls() {
        assert_eq!(described(&request)["operationId"], operation);
    }
}

#[test]
fn every_call_s_method_and_path_stand_in_a_doc_comment() {
    let docs: String = files_of_endpoints().into_iter().map(|(_, text)| text).collect();
    for (_, request) in calls() {
        let said = format!("`{} {}`", request.method.name(), template_of(&request.path));
        assert!(docs.contains(&said), "{said}");
    }
}

#[test]
fn every_secret_scanning_bypass_operation_has_a_call() {
    let mut theirs = BTreeSet::new();
    for (path, methods) in DESCRIPTION["paths"].as_object().expect("paths") {
        let ours = path.contains("/bypass-requests/secret-scanning")
            || path.contains("/bypass-responses/secret-scanning");
        if ours {
            theirs.extend(
                methods.as_object().expect("methods").values().map(|it| it["operationId"].as_str()),
            );
        }
    }
    let others = [GetViewer::OPERATION, ListOrganizations::OPERATION];
    let ours = calls().into_iter().map(|(operation, _)| operation);
    let ours = ours.filter(|operation| !others.contains(operation)).map(Some);
    assert_eq!(ours.collect::<BTreeSet<_>>(), theirs);
}

#[test]
fn odd_names_stay_one_segment_of_the_path() {
    let odd = || "a/b ?#%ü".to_owned();
    let plain: Vec<_> = lists().map(|(_, list)| template_of(&list.path())).into();
    let scopes = [
        Scope::Enterprise(odd()),
        Scope::Organization(odd()),
        Scope::Repository(RepoName { owner: odd(), name: odd() }),
    ];
    assert_eq!(scopes.map(|scope| template_of(&list(scope).path())).to_vec(), plain);
}

#[test]
fn lists_send_every_documented_parameter_and_no_other() {
    for (operation, list) in lists() {
        let request = list.to_request();
        let documented = parameters(described(&request), "query");
        let documented = documented.iter().map(|it| it["name"].as_str().expect("a name"));
        let sent: Vec<&str> = request.query.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            sent.iter().copied().collect::<BTreeSet<_>>(),
            documented.collect(),
            "{operation}"
        );
        assert_eq!(
            sent.len(),
            sent.iter().collect::<BTreeSet<_>>().len(),
            "{operation}: none twice"
        );
    }
    let has = |index: usize, name: &str| {
        lists()[index].1.to_request().query.iter().any(|(sent, _)| *sent == name)
    };
    assert_eq!([0, 1, 2].map(|index| has(index, "organization_name")), [true, false, false]);
    assert_eq!([0, 1, 2].map(|index| has(index, "repository_name")), [false, true, false]);
}

#[test]
fn lists_can_be_asked_for_every_documented_value_and_no_other() {
    for (operation, list) in lists() {
        let description = described(&list.to_request());
        let sent = |name: &str, list: &ListRequests| -> String {
            let query = list.to_request().query;
            query.into_iter().find(|(key, _)| *key == name).expect("it is sent").1
        };
        let periods: Vec<String> = TimePeriod::ALL
            .iter()
            .map(|period| {
                let filter = ListFilter { time_period: *period, ..ListFilter::default() };
                sent("time_period", &ListRequests { filter, ..list.clone() })
            })
            .collect();
        assert_eq!(
            json!(periods),
            parameter(description, "time_period")["schema"]["enum"],
            "{operation}"
        );
        let statuses: Vec<String> = StatusFilter::ALL
            .iter()
            .map(|status| {
                let filter = ListFilter { request_status: *status, ..ListFilter::default() };
                sent("request_status", &ListRequests { filter, ..list.clone() })
            })
            .collect();
        assert_eq!(
            json!(statuses),
            parameter(description, "request_status")["schema"]["enum"],
            "{operation}"
        );
    }
}

#[test]
fn lists_take_as_many_a_page_as_documented() {
    for (operation, list) in lists() {
        let per_page = parameter(described(&list.to_request()), "per_page");
        let words = per_page["description"].as_str().expect("words");
        assert!(words.contains(&format!("(max {MAX_PER_PAGE})")), "{operation}: {words}");
        assert_eq!(per_page["schema"]["type"], "integer");
    }
}

#[test]
fn what_is_no_list_has_no_query() {
    for (operation, request) in calls() {
        let documented = parameters(described(&request), "query");
        assert_eq!(request.query.is_empty(), documented.is_empty(), "{operation}");
    }
}

#[test]
fn only_a_review_has_a_body_and_it_is_the_documented_one() {
    for (operation, request) in calls() {
        let documented = &described(&request)["requestBody"]["content"]["application/json"];
        let Some(body) = request.body else {
            assert!(documented.is_null(), "{operation} has a documented body");
            continue;
        };
        assert_eq!(operation, ReviewRequest::OPERATION);
        let body: Value = serde_json::from_str(&body).expect("JSON");
        assert_same_shape(&documented["schema"], &body, "the body");
        assert!(words(&documented["schema"]["required"]).is_subset(&keys(&body)));
        assert!(
            words(&documented["schema"]["properties"]["status"]["enum"])
                .contains(body["status"].as_str().expect("a word"))
        );
        let message =
            documented["schema"]["properties"]["message"]["description"].as_str().expect("words");
        assert!(
            message.contains(&format!("maximum character length of {MAX_MESSAGE_LENGTH}.")),
            "{message}"
        );
    }
    let documented = &described(&review(Decision::Deny).to_request())["requestBody"]["content"]["application/json"];
    let ours: Vec<_> = Decision::ALL.iter().map(|decision| decision.word()).collect();
    assert_eq!(json!(ours), documented["schema"]["properties"]["status"]["enum"]);
}

#[test]
fn every_documented_property_of_a_request_is_read_and_no_other() {
    let whole = serde_json::to_value(whole_request()).expect("encodes");
    assert_same_shape(&content(described(&get().to_request()), "200")["schema"], &whole, "request");
    for (operation, list) in lists() {
        let schema = &content(described(&list.to_request()), "200")["schema"];
        assert_same_shape(schema, &json!([whole]), operation);
    }
}

#[test]
fn the_reply_to_a_review_is_read_whole() {
    let schema = &content(described(&review(Decision::Approve).to_request()), "200")["schema"];
    assert_eq!(keys(&schema["properties"]), of(["bypass_review_id"]));
    let read = ReviewRequest::read_reply(
        &reply(200, &json!({ "bypass_review_id": 7 })),
        &Host::GithubCom,
        NOW,
    );
    assert_eq!(read, Ok(Reviewed { bypass_review_id: Some(ReviewId(7)) }));
}

#[test]
fn the_user_has_a_login_in_every_documented_form() {
    let forms = &content(described(&GetViewer.to_request()), "200")["schema"]["oneOf"];
    let forms = forms.as_array().expect("forms");
    assert!(!forms.is_empty());
    for form in forms.iter().map(resolved) {
        assert_eq!(form["properties"]["login"]["type"], "string");
        assert!(words(&form["required"]).contains("login"));
    }
}

#[test]
fn organizations_have_a_login() {
    let description = described(&ListOrganizations { page: 1 }.to_request());
    let items = resolved(&content(description, "200")["schema"]["items"]);
    assert_eq!(items["properties"]["login"]["type"], "string");
    assert!(words(&items["required"]).contains("login"));
    let sent = ListOrganizations { page: 2 }.to_request().query;
    let documented = parameters(description, "query");
    let documented: BTreeSet<_> =
        documented.iter().map(|it| it["name"].as_str().expect("a name")).collect();
    assert_eq!(sent.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), documented);
    for example in examples(description) {
        let read = ListOrganizations::read_reply(&reply(200, example), &Host::GithubCom, NOW)
            .expect("reads");
        assert_eq!(json!(read.logins[0]), example[0]["login"]);
        assert_eq!(read.unreadable, 0);
    }
}

#[test]
fn every_documented_word_of_a_reply_is_known_and_no_other() {
    let known =
        |words: &[&'static str]| -> BTreeSet<&'static str> { words.iter().copied().collect() };
    assert_eq!(known(RequestStatus::KNOWN), documented_words(&["status"]));
    assert_eq!(known(BypassReason::KNOWN), documented_words(&["data", "[]", "bypass_reason"]));
    assert_eq!(known(ResponseStatus::KNOWN), documented_words(&["responses", "[]", "status"]));
    for word in documented_words(&["status"]) {
        assert!(!matches!(RequestStatus::from(word), RequestStatus::Other(_)), "{word}");
    }
}

#[test]
fn the_documented_good_status_is_read_as_good() {
    for (operation, request) in calls() {
        let statuses = keys(&described(&request)["responses"]);
        let good: Vec<&str> =
            statuses.into_iter().filter(|status| status.starts_with('2')).collect();
        let expected = if operation == DismissResponse::OPERATION { "204" } else { "200" };
        assert_eq!(good, [expected], "{operation}");
    }
    assert!(resolved(&described(&dismiss().to_request())["responses"]["204"])["content"].is_null());
    assert_eq!(
        DismissResponse::read_reply(
            &HttpReply { status: 204, ..HttpReply::default() },
            &Host::GithubCom,
            NOW
        ),
        Ok(())
    );
}

#[test]
fn the_description_s_own_examples_survive_being_read_and_written() {
    let mut seen = 0;
    for (operation, list) in lists() {
        for example in examples(described(&list.to_request())) {
            let read = ListRequests::read_reply(&reply(200, example), &Host::GithubCom, NOW)
                .expect(operation)
                .requests;
            assert_eq!(&serde_json::to_value(&read).expect("encodes"), example, "{operation}");
            seen += read.len();
        }
    }
    for example in examples(described(&get().to_request())) {
        let read =
            GetRequest::read_reply(&reply(200, example), &Host::GithubCom, NOW).expect("reads");
        assert_eq!(&serde_json::to_value(&read).expect("encodes"), example);
        assert!(matches!(read.request_type, Some(RequestType::SecretScanning)));
        seen += 1;
    }
    assert_eq!(seen, 7, "no example was left out");
    for example in examples(described(&review(Decision::Approve).to_request())) {
        let read =
            ReviewRequest::read_reply(&reply(200, example), &Host::GithubCom, NOW).expect("reads");
        assert_eq!(
            read.bypass_review_id.map(|id| json!(id)).as_ref(),
            Some(&example["bypass_review_id"])
        );
    }
    for example in examples(described(&GetViewer.to_request())) {
        let Viewer { login } =
            GetViewer::read_reply(&reply(200, example), &Host::GithubCom, NOW).expect("reads");
        assert_eq!(json!(login), example["login"]);
    }
}

#[test]
fn every_documented_error_has_its_remedy_and_keeps_github_s_words() {
    let kinds = [
        ("401", ApiErrorKind::BadToken),
        ("403", ApiErrorKind::MissingPermission),
        ("404", ApiErrorKind::NotFoundOrHidden),
        ("422", ApiErrorKind::Rejected),
        ("500", ApiErrorKind::Server),
    ];
    for (operation, request) in calls() {
        let statuses = keys(&described(&request)["responses"]);
        for status in statuses.into_iter().filter(|status| *status >= "400") {
            let kind = kinds.iter().find(|(code, _)| *code == status).map(|(_, kind)| kind);
            let body = json!({ "message": "m", "documentation_url": "https://docs.github.com/x" });
            let error = ApiError::from_reply(
                &reply(status.parse().expect("a code"), &body),
                &Host::GithubCom,
                NOW,
            );
            assert_eq!(Some(&error.kind), kind, "{operation} {status}");
            assert_eq!(error.message.as_deref(), Some("m"));
            assert_eq!(error.documentation_url.as_deref(), Some("https://docs.github.com/x"));

            let schema = resolved(&content(described(&request), status)["schema"]);
            let properties = keys(&schema["properties"]);
            assert!(
                properties.is_superset(&of(["message", "documentation_url"])),
                "{operation} {status}"
            );
            // `status` repeats the code, `url` is never sent.
            let expected = match status {
                "422" => of(["message", "documentation_url", "errors"]),
                _ => of(["message", "documentation_url", "status", "url"]),
            };
            assert_eq!(properties, expected, "{operation} {status}");
        }
    }
}

#[test]
fn what_a_422_says_of_a_field_is_kept() {
    let request = review(Decision::Approve).to_request();
    let schema = resolved(&content(described(&request), "422")["schema"]);
    let documented = keys(&schema["properties"]["errors"]["items"]["properties"]);
    // `resource`, `index` and `value` speak of what was sent, which the person has before them.
    assert_eq!(documented, of(["resource", "field", "message", "code", "index", "value"]));
    let entry = json!({ "resource": "BypassReview", "field": "message", "message": "is too long",
        "code": "invalid", "index": 0, "value": "x" });
    let error = ApiError::from_reply(
        &reply(422, &json!({ "message": "m", "errors": [entry] })),
        &Host::GithubCom,
        NOW,
    );
    let kept = serde_json::to_value(&error.errors[0]).expect("encodes");
    assert_eq!(kept, json!({ "field": "message", "message": "is too long", "code": "invalid" }));
}
