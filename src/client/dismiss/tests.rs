//! Tests of dismissing: what stops it, that it is sent once at most, and what came of it.

use futures::executor::block_on;
use serde_json::json;

use super::*;
use crate::client::locate::Located;
use crate::client::script::{
    LOGIN, Sent, answered, approved_by, bad, delete, get, good, list, no_content, pending, permit,
    playing, request, requested_by, seen,
};
use crate::github::error::TransportError;
use crate::github::exemption::{RequestStatus, ResponseStatus};
use crate::github::ids::ItemNumber;
use crate::transport::scripted::{Exchange, Scripted};
use crate::triage::guard::Refusal;
use crate::triage::recheck::Change;

/// The usual request after its response 7 was dismissed.
fn dismissed() -> ExemptionRequest {
    answered(pending(), 7, "hubot", RequestStatus::Pending, ResponseStatus::Dismissed)
}

fn play(transport: &Scripted, page_user: &PageUser, seen: Located) -> WriteOutcome {
    let dismissal = permit(Dismissal { seen, response: ResponseId(7) });
    let outcome = block_on(dismiss(transport, LOGIN, page_user, &dismissal));
    assert_eq!(transport.left(), 0, "not asked for");
    outcome
}

/// Dismisses the usual request's response to the script's end; gives the number of writes, too.
fn taken_back(script: impl IntoIterator<Item = Exchange>) -> (WriteOutcome, usize) {
    let transport = playing(script);
    let outcome = play(&transport, &PageUser::NoPage, seen(approved_by("hubot"), 1));
    (outcome, transport.writes())
}

/// The outcome where the DELETE got `reply` and GitHub then shows `shown`.
fn taken_back_with(reply: Sent, shown: Sent) -> WriteOutcome {
    let (outcome, writes) =
        taken_back([get(1, good(&approved_by("hubot"))), delete(7, reply), get(1, shown)]);
    assert_eq!(writes, 1, "written once");
    outcome
}

#[test]
fn a_dismissal_is_read_again_then_written_once_then_read_back() {
    let outcome = taken_back_with(no_content(), good(&dismissed()));
    assert_eq!(
        outcome,
        WriteOutcome::Sent { is_shown: true, read_back: Ok(Box::new(dismissed())) }
    );
}

#[test]
fn a_response_that_no_longer_stands_is_not_dismissed() {
    for (read, change) in [
        (dismissed(), Change::ResponseGone),
        (pending(), Change::ResponseGone),
        (ExemptionRequest { responses: None, ..pending() }, Change::ResponseGone),
        (request(12, 1, 1), Change::OtherRequest),
        (request(21, 1, 9), Change::OtherRequest),
    ] {
        let outcome = taken_back([get(1, good(&read))]);
        let why = NotSent::Changed(change, Box::new(read));
        assert_eq!(outcome, (WriteOutcome::NotSent(why), 0));
    }
}

#[test]
fn nobody_dismisses_a_response_to_their_own_request() {
    let own = answered(
        requested_by(LOGIN),
        7,
        "hubot",
        RequestStatus::Approved,
        ResponseStatus::Approved,
    );
    let transport = playing([get(1, good(&own))]);
    let outcome = play(&transport, &PageUser::NoPage, seen(own, 1));
    assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Refused(Refusal::OwnRequest)));
}

#[test]
fn another_user_than_the_page_s_dismisses_nothing() {
    let other = Refusal::OtherUser { page: "hubot".to_owned(), token: LOGIN.to_owned() };
    for (page_user, refusal) in [
        (PageUser::Login("hubot".to_owned()), other),
        (PageUser::Unknown, Refusal::PageUserUnknown),
    ] {
        let transport = playing([get(1, good(&approved_by("hubot")))]);
        let outcome = play(&transport, &page_user, seen(approved_by("hubot"), 1));
        assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Refused(refusal)));
    }
}

#[test]
fn what_is_unsettled_or_unreadable_is_not_written() {
    let transport = playing([]);
    let route = Route::Unsettled(Unsettled::OtherRequest);
    let outcome =
        play(&transport, &PageUser::NoPage, Located { request: approved_by("hubot"), route });
    assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::OtherRequest)));
    for reply in [bad(403), bad(500), Err(TransportError::TimedOut), good(&json!(7))] {
        let outcome = taken_back([get(1, reply)]);
        assert!(
            matches!(outcome, (WriteOutcome::NotSent(NotSent::NotReadAgain(_)), 0)),
            "{outcome:?}"
        );
    }
}

#[test]
fn a_token_that_may_list_but_not_get_reads_again_and_back_in_the_list() {
    let transport = playing([
        list(good(&[request(12, 2, 2), approved_by("hubot")])),
        delete(7, no_content()),
        list(good(&[dismissed()])),
    ]);
    let route = Route::ListOnly(ItemNumber(1));
    let outcome =
        play(&transport, &PageUser::NoPage, Located { request: approved_by("hubot"), route });
    assert_eq!(
        outcome,
        WriteOutcome::Sent { is_shown: true, read_back: Ok(Box::new(dismissed())) }
    );
}

#[test]
fn a_refused_dismissal_is_rejected_unless_the_response_is_gone() {
    for status in [403, 404, 410, 422] {
        let outcome = taken_back_with(bad(status), good(&approved_by("hubot")));
        assert!(matches!(outcome, WriteOutcome::Rejected(_)), "{status}: {outcome:?}");
        let outcome = taken_back_with(bad(status), good(&dismissed()));
        assert_eq!(outcome, WriteOutcome::FoundRecorded(Box::new(dismissed())), "{status}");
    }
    let (outcome, writes) = taken_back([get(1, good(&approved_by("hubot"))), delete(7, bad(401))]);
    assert!(matches!((&outcome, writes), (WriteOutcome::Rejected(_), 1)), "{outcome:?}");
}

#[test]
fn without_a_reply_github_is_asked_whether_the_response_is_gone() {
    for reply in
        [Err(TransportError::TimedOut), Err(TransportError::NoReply), bad(500), good(&json!({}))]
    {
        let outcome = taken_back_with(reply.clone(), good(&dismissed()));
        assert_eq!(outcome, WriteOutcome::FoundRecorded(Box::new(dismissed())), "{reply:?}");
        let outcome = taken_back_with(reply.clone(), good(&approved_by("hubot")));
        assert!(matches!(outcome, WriteOutcome::Unknown { read_back: Ok(_), .. }), "{outcome:?}");
        let outcome = taken_back_with(reply.clone(), bad(500));
        assert!(matches!(outcome, WriteOutcome::Unknown { read_back: Err(_), .. }), "{outcome:?}");
        // Another request without the response says nothing about this one.
        let outcome = taken_back_with(reply, good(&request(12, 1, 1)));
        assert!(matches!(outcome, WriteOutcome::Unknown { read_back: Ok(_), .. }), "{outcome:?}");
    }
}

#[test]
fn a_dismissal_that_cannot_be_read_back_was_sent_all_the_same() {
    let outcome = taken_back_with(no_content(), Err(TransportError::NoReply));
    assert!(
        matches!(outcome, WriteOutcome::Sent { is_shown: false, read_back: Err(_) }),
        "{outcome:?}"
    );
}

#[test]
fn a_response_is_gone_only_where_what_is_read_back_says_so() {
    let with = |change: fn(&mut Response)| {
        let mut request = approved_by("hubot");
        request.responses.iter_mut().flatten().for_each(change);
        request
    };
    for shown in [
        ExemptionRequest { id: None, ..dismissed() },
        request(12, 1, 1),
        ExemptionRequest { responses: None, ..approved_by("hubot") },
        ExemptionRequest { responses: None, status: None, ..approved_by("hubot") },
        ExemptionRequest { responses: None, status: Some("godot".into()), ..approved_by("hubot") },
        with(|response| response.id = None),
        with(|response| response.id = Some(ResponseId(8))),
        with(|response| response.status = None),
        with(|response| response.status = Some("godot".into())),
        with(|response| *response = Response::default()),
    ] {
        for reply in [bad(422), bad(500), Err(TransportError::TimedOut)] {
            let outcome = taken_back_with(reply, good(&shown));
            let is_unknown = matches!(&outcome, WriteOutcome::Unknown { read_back: Ok(it), .. } if **it == shown);
            assert!(is_unknown, "{outcome:?}");
        }
        let read_back = Ok(Box::new(shown.clone()));
        let outcome = taken_back_with(no_content(), good(&shown));
        assert_eq!(outcome, WriteOutcome::Sent { is_shown: false, read_back });
    }
    for shown in [dismissed(), pending(), ExemptionRequest { responses: None, ..pending() }] {
        let outcome = taken_back_with(bad(422), good(&shown));
        assert_eq!(outcome, WriteOutcome::FoundRecorded(Box::new(shown)));
    }
}

#[test]
fn a_response_that_github_no_longer_gives_is_gone_though_another_stands_that_stood_before() {
    let denied = answered(pending(), 6, LOGIN, RequestStatus::Denied, ResponseStatus::Denied);
    let before =
        answered(denied.clone(), 7, "hubot", RequestStatus::Denied, ResponseStatus::Denied);
    let transport = playing([
        get(1, good(&before)),
        delete(7, Err(TransportError::NoReply)),
        get(1, good(&denied)),
    ]);
    let outcome = play(&transport, &PageUser::NoPage, seen(before, 1));
    assert_eq!(outcome, WriteOutcome::FoundRecorded(Box::new(denied)));
}
