//! Tests of the words for what goes wrong or is done.

use super::*;
use crate::client::sign_in::SignInError;
use crate::github::endpoint::HttpReply;
use crate::github::host::Host;
use crate::github::owner::About;
use crate::vault::token::TokenProblem;

const NOW: Timestamp = Timestamp::from_unix(1_000);

fn api(kind: ApiErrorKind) -> ApiError {
    ApiError {
        kind,
        status: 422,
        message: Some("Validation Failed".to_owned()),
        documentation_url: Some("https://docs.github.com/rest/x".to_owned()),
        errors: vec![FieldError {
            code: Some("invalid".to_owned()),
            field: Some("message".to_owned()),
            message: Some("is too long".to_owned()),
        }],
    }
}

#[test]
fn github_s_own_words_and_link_are_kept() {
    let notice = review_outcome(
        NOW,
        Decision::Deny,
        &Ok(WriteOutcome::Rejected(api(ApiErrorKind::Rejected))),
    );
    assert_eq!(notice.title, "GitHub refused the review: nothing was recorded.");
    assert_eq!(notice.github_says, ["Validation Failed", "message: is too long"]);
    assert_eq!(notice.link.map(|link| link.url).as_deref(), Some("https://docs.github.com/rest/x"));
    assert!(notice.next_step.is_some_and(|step| step.contains("kept")));
}

#[test]
fn only_github_s_own_addresses_become_links() {
    let link = |url: &str| {
        let error =
            ApiError { documentation_url: Some(url.to_owned()), ..api(ApiErrorKind::Rejected) };
        api_error(&error).link
    };
    assert!(link("https://docs.github.com/rest").is_some());
    for other in [
        "http://docs.github.com/rest",
        "https://docs.github.com.example.test/",
        "https://docs.github.com@example.test/",
        "https://docs.github.com:8443/",
        "javascript:alert(1)",
        "https://example.test/#https://docs.github.com/",
    ] {
        assert_eq!(link(other), None, "{other}");
    }
}

#[test]
fn single_sign_on_links_to_where_to_authorize() {
    let tenant = Host::GheCom("octo".to_owned());
    let link = |host: &Host, url: &str| {
        let sso = ("x-github-sso".to_owned(), format!("required; url={url}"));
        let reply = HttpReply { status: 403, headers: vec![sso], body: vec![] };
        let notice = api_error(&ApiError::from_reply(&reply, host, NOW));
        assert_eq!(notice.title, "The organization requires single sign-on.");
        notice.link
    };
    let url = "https://github.com/orgs/octo-org/sso?authorization_request=x";
    let at_tenant = "https://octo.ghe.com/orgs/octo-org/sso";
    assert_eq!(link(&Host::GithubCom, url).map(|link| link.url).as_deref(), Some(url));
    assert_eq!(link(&tenant, at_tenant).map(|link| link.url).as_deref(), Some(at_tenant));
    // Another GitHub's page stays words.
    assert_eq!(link(&tenant, url), None);
    assert_eq!(link(&tenant, "https://other.ghe.com/orgs/octo-org/sso"), None);
    assert_eq!(link(&Host::GithubCom, at_tenant), None);
    let documented = api_error(&api(ApiErrorKind::SsoRequired { url: None })).link;
    assert_eq!(documented.map(|link| link.text), Some("GitHub's documentation"));
}

#[test]
fn only_what_is_shown_is_called_recorded() {
    use crate::github::exemption::RequestStatus;
    let sent = |is_shown, status: &str| {
        let status = Some(RequestStatus::from(status));
        let read_back = Ok(Box::new(ExemptionRequest { status, ..ExemptionRequest::default() }));
        let outcome = WriteOutcome::Sent { is_shown, read_back };
        review_outcome(NOW, Decision::Approve, &Ok(outcome))
    };
    let recorded = sent(true, "approved");
    assert_eq!(recorded, Notice::success("Approved. GitHub recorded it."));
    let beside = sent(true, "denied");
    assert_eq!(beside.tone, Tone::Success);
    assert_eq!(beside.explanation.as_deref(), Some("Read back, the request is shown as Denied."));
    for status in ["pending", "denied", "approved", "new"] {
        let notice = sent(false, status);
        assert_eq!(notice.tone, Tone::Attention);
        assert_eq!(notice.title, "GitHub took the review, but doesn't show it yet.");
    }
    let dismissed = |is_shown| {
        dismiss_outcome(&Ok(WriteOutcome::Sent { is_shown, read_back: Ok(Box::default()) })).tone
    };
    assert_eq!((dismissed(true), dismissed(false)), (Tone::Success, Tone::Attention));
}

#[test]
fn what_cannot_be_read_again_or_back_says_so_and_why() {
    let gone = || LocateError::NotFound;
    let why = locate_error(&gone()).title;
    let unsent = not_sent(&NotSent::NotReadAgain(gone()));
    assert_eq!((unsent.tone, unsent.title.as_str()), (Tone::Critical, "Nothing was sent."));
    let explained = unsent.explanation.expect("a cause");
    assert!(
        explained.starts_with(&format!("The request couldn't be read again. {why}")),
        "{explained}"
    );
    let sent = || Ok(WriteOutcome::Sent { is_shown: false, read_back: Err(gone()) });
    let review = review_outcome(NOW, Decision::Deny, &sent());
    let dismissal = dismiss_outcome(&sent());
    for (notice, title) in [
        (review, "Denied. GitHub took the review."),
        (dismissal, "Response dismissed. GitHub took it."),
    ] {
        assert_eq!((notice.tone, notice.title.as_str()), (Tone::Attention, title));
        let explained = notice.explanation.expect("a cause");
        assert!(
            explained.starts_with(&format!("The request couldn't be read back. {why}")),
            "{explained}"
        );
    }
}

#[test]
fn what_github_took_and_could_not_be_read_back_is_not_to_be_tried_again() {
    for error in [TransportError::Offline, TransportError::NoReply, TransportError::TimedOut] {
        let read_back = Err(LocateError::Call(CallError::Transport(error)));
        let outcome = Ok(WriteOutcome::Sent { is_shown: false, read_back });
        for notice in [review_outcome(NOW, Decision::Deny, &outcome), dismiss_outcome(&outcome)] {
            let text = notice.text().to_lowercase();
            assert!(text.contains("read the request again"), "{text}");
            assert!(!text.contains("try again"), "{text}");
        }
    }
}

#[test]
fn a_refused_review_says_what_helps_against_its_cause() {
    let step = |kind| {
        let outcome = Ok(WriteOutcome::Rejected(api(kind)));
        review_outcome(NOW, Decision::Deny, &outcome).next_step.expect("a next step")
    };
    assert_eq!(step(ApiErrorKind::BadToken), "Your message is kept. Enter another token.");
    let limited = step(ApiErrorKind::RateLimited { retry_at: NOW });
    assert_eq!(limited, "Your message is kept. Try again later.");
    let refused = step(ApiErrorKind::Rejected);
    assert_eq!(refused, "Your message is kept. Change what GitHub objects to.");
}

#[test]
fn a_write_whose_outcome_got_lost_is_unknown_unless_it_never_left() {
    let outcome = |error| review_outcome(NOW, Decision::Approve, &Err(error)).title;
    for error in [
        TransportError::Offline,
        TransportError::NoToken,
        TransportError::NoTokenFor(About::Unknown),
        TransportError::Locked,
        TransportError::NotGranted,
        TransportError::NotAllowed,
    ] {
        assert_eq!(outcome(error), "Nothing was sent.");
    }
    for error in [TransportError::BackgroundGone, TransportError::NoReply, TransportError::TimedOut]
    {
        assert_eq!(outcome(error), "It isn't known whether the review was recorded.");
    }
}

#[test]
fn every_change_is_told_with_nothing_sent() {
    for what in [
        Change::OtherRequest,
        Change::Answered,
        Change::Cancelled,
        Change::Expired,
        Change::Completed,
        Change::UnknownStatus,
        Change::Edited,
        Change::ResponseGone,
    ] {
        let outcome = WriteOutcome::NotSent(NotSent::Changed(what, Box::default()));
        let notice = review_outcome(NOW, Decision::Approve, &Ok(outcome));
        assert_eq!(notice.title, "Nothing was sent.");
        assert_eq!(notice.explanation.as_deref(), Some(change(what)));
    }
}

#[test]
fn a_rate_limit_says_until_when() {
    let notice = api_error(&api(ApiErrorKind::RateLimited { retry_at: NOW }));
    assert_eq!(notice.retry_at, Some(NOW));
}

#[test]
fn a_sign_in_never_quotes_what_was_typed() {
    let notice =
        sign_in_error(&SignInError::Token(TokenProblem::InvalidCharacter), &Host::GithubCom);
    assert!(notice.text().starts_with("This is no token"));
}

#[test]
fn a_call_that_no_token_is_for_names_the_owner_and_the_next_step() {
    let told = |about| transport_error(&TransportError::NoTokenFor(about));
    let owner = told(About::Owner("octo-labs".parse().expect("a login")));
    assert_eq!(owner.title, "There is no token for octo-labs.");
    assert!(owner.next_step.is_some_and(|step| step.contains("octo-labs")));
    let enterprise = told(About::Enterprise("octo".to_owned()));
    assert!(enterprise.title.contains("enterprise octo"), "{}", enterprise.title);
    assert!(enterprise.next_step.is_some_and(|step| step.contains("classic")));
}

#[test]
fn nothing_in_a_notice_acts_unseen_whatever_a_name_in_it_holds() {
    use crate::github::exemption::{RequestStatus, RequestType};
    let odd = || "a\u{202e}b\u{200b}".to_owned();
    let status = Some(RequestStatus::from(odd().as_str()));
    let read_back = Ok(Box::new(ExemptionRequest { status, ..ExemptionRequest::default() }));
    let other_kind = || LocateError::OtherKind(RequestType::from(odd().as_str()));
    let detail = CallError::Decode { operation: odd(), detail: odd() };
    let sent = |read_back| {
        review_outcome(NOW, Decision::Deny, &Ok(WriteOutcome::Sent { is_shown: false, read_back }))
    };
    for notice in [
        locate_error(&other_kind()),
        not_sent(&NotSent::NotReadAgain(other_kind())),
        sent(read_back),
        sent(Err(other_kind())),
        refusal(&Refusal::OtherUser { page: odd(), token: odd() }),
        unknown(&detail, None, "review"),
        vault_error(&crate::vault::command::VaultError::NotKept(odd())),
        vault_error(&crate::vault::command::VaultError::OtherUser {
            host: Host::GithubCom,
            login: odd(),
        }),
        queue::not_put_in(&crate::client::queue::QueueError::NotKept(odd())),
        queue::pause(&crate::client::queue::Pause::NotKept(odd()), 1),
        host_withdrawn(&odd()),
        other_host(&Host::GithubCom, &odd()),
    ] {
        let text = notice.text();
        assert!(visible(&text) == text && text.contains("a\\u{202E}b"), "{text:?}");
    }
}
