//! Tests of signing in: whose token it is, and what it may do.

use futures::executor::block_on;
use serde_json::json;

use super::*;
use crate::client::script::{Sent, bad, good, good_with, playing};
use crate::github::error::{ApiErrorKind, TransportError};
use crate::github::host::Host;

fn entered(typed: &str, owner: Option<&str>) -> Entered {
    let owner = owner.map(|login| login.parse().expect("a login"));
    Entered { host: Host::GithubCom, typed: typed.to_owned(), owner, remember: None }
}

fn signed_in(reply: Sent) -> Result<Credential, CallError> {
    let transport = playing([("GET", "/user".to_owned(), reply)]);
    let credential = entered("ghp_canary", None).credential().unwrap_or_else(|_| panic!("a token"));
    block_on(sign_in(&transport, credential))
}

fn scopes(reply: Sent) -> Option<Vec<String>> {
    let Ok(credential) = signed_in(reply) else { panic!("not signed in") };
    assert_eq!((credential.login.as_str(), &credential.host), ("octocat", &Host::GithubCom));
    credential.status().scopes
}

#[test]
fn the_scopes_are_those_that_github_names() {
    let user = json!({ "login": "octocat", "id": 4 });
    let named = |scopes: &str| good_with(&user, "x-oauth-scopes", scopes);
    let two = vec!["repo".to_owned(), "security_events".to_owned()];
    assert_eq!(scopes(named("repo, security_events")), Some(two));
    assert_eq!(scopes(named("")), Some(vec![]), "a token without any");
    assert_eq!(scopes(good(&user)), None, "a token that has none by nature");
}

#[test]
fn a_token_that_github_refuses_is_not_kept() {
    let Err(CallError::Api(error)) = signed_in(bad(401)) else { panic!("signed in") };
    assert_eq!(error.kind, ApiErrorKind::BadToken);
    let offline = signed_in(Err(TransportError::Offline)).err();
    assert_eq!(offline, Some(CallError::Transport(TransportError::Offline)));
    assert!(matches!(signed_in(good(&json!({}))), Err(CallError::Decode { .. })), "no login");
    let nobody = good(&json!({ "login": "" }));
    assert!(matches!(signed_in(nobody), Err(CallError::Decode { .. })), "an empty login");
}

#[test]
fn a_fine_grained_token_is_bound_to_its_owner_and_no_other_kind_is() {
    let owner = |typed: &str, owner| entered(typed, owner).credential().map(|it| it.owner);
    let octo_org = "octo-org".parse().ok();
    assert!(owner("github_pat_a", Some("octo-org")) == Ok(octo_org));
    assert!(owner("github_pat_a", None) == Err(TokenProblem::NoOwner));
    assert!(owner("ghp_a", Some("octo-org")) == Ok(None));
    assert!(owner("ghp_a", None) == Ok(None));
    assert!(owner(" ", None) == Err(TokenProblem::Empty));
}
