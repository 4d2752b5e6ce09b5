//! Tests of reviewing: what stops the write, that there is one at most, and what came of it.

use futures::executor::block_on;
use serde_json::{Value, json};

use super::*;
use crate::client::locate::LocateError;
use crate::client::locate::Located;
use crate::client::script::{
    LOGIN, NOW, Sent, answered, approved_by, bad, get, good, list, patch, pending, permit, playing,
    recorded, request, requested_by, seen,
};
use crate::github::error::{ApiErrorKind, CallError, TransportError};
use crate::github::exemption::{Repository, RequestStatus};
use crate::github::ids::ItemNumber;
use crate::transport::scripted::{Exchange, Scripted};
use crate::triage::guard::Refusal;
use crate::triage::recheck::Change;

fn order(seen: Located, decision: Decision) -> Review {
    let message = "Rotate it first.".to_owned().try_into().expect("a message");
    Review { seen, decision, message }
}

fn play(transport: &Scripted, page_user: &PageUser, order: &Review) -> WriteOutcome {
    let outcome = block_on(review(transport, LOGIN, page_user, &permit(order.clone())));
    assert_eq!(transport.left(), 0, "not asked for");
    outcome
}

/// Approves the usual request to the script's end; gives the number of writes, too.
fn approved(script: impl IntoIterator<Item = Exchange>) -> (WriteOutcome, usize) {
    let transport = playing(script);
    let order = order(seen(pending(), 1), Decision::Approve);
    (play(&transport, &PageUser::NoPage, &order), transport.writes())
}

/// The outcome where the PATCH got `reply` and GitHub then shows `shown`.
fn approved_with(reply: Sent, shown: Sent) -> WriteOutcome {
    let (outcome, writes) = approved([get(1, good(&pending())), patch(1, reply), get(1, shown)]);
    assert_eq!(writes, 1, "written once");
    outcome
}

fn not_sent(outcome: (WriteOutcome, usize)) -> NotSent {
    match outcome {
        (WriteOutcome::NotSent(why), 0) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_review_is_read_again_then_written_once_then_read_back() {
    let outcome = approved_with(recorded(9), good(&approved_by(LOGIN)));
    let read_back = Ok(Box::new(approved_by(LOGIN)));
    assert_eq!(outcome, WriteOutcome::Sent { is_shown: true, read_back });
}

#[test]
fn what_is_written_is_the_decision_in_github_s_word_and_the_message_as_typed() {
    for (decision, word) in [(Decision::Approve, "approve"), (Decision::Deny, "reject")] {
        let transport =
            playing([get(1, good(&pending())), patch(1, recorded(9)), get(1, good(&pending()))]);
        let mut order = order(seen(pending(), 1), decision);
        order.message = " Zeile 1\n行2 ".to_owned().try_into().expect("a message");
        play(&transport, &PageUser::NoPage, &order);
        let body = transport.sent.borrow()[1].body.clone().expect("a body");
        let body: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(body, json!({ "status": word, "message": " Zeile 1\n行2 " }));
    }
}

#[test]
fn the_write_goes_to_the_number_that_was_settled() {
    let it = request(21, 42, 1);
    for number in [1, 42] {
        let transport =
            playing([get(number, good(&it)), patch(number, recorded(9)), get(number, good(&it))]);
        let order = order(seen(it.clone(), number), Decision::Deny);
        assert!(matches!(play(&transport, &PageUser::NoPage, &order), WriteOutcome::Sent { .. }));
    }
}

#[test]
fn a_different_request_under_the_number_is_never_written() {
    let it = request(21, 42, 1);
    for other in [request(12, 42, 1), request(21, 42, 99), request(12, 1, 42)] {
        let transport = playing([get(42, good(&other))]);
        let order = order(seen(it.clone(), 42), Decision::Approve);
        let outcome = play(&transport, &PageUser::NoPage, &order);
        let why = NotSent::Changed(Change::OtherRequest, Box::new(other));
        assert_eq!(outcome, WriteOutcome::NotSent(why));
        assert_eq!(transport.writes(), 0);
    }
}

#[test]
fn what_is_unsettled_is_not_even_read() {
    for why in [Unsettled::NoIdentity, Unsettled::NumbersDiffer, Unsettled::OtherRequest] {
        let transport = playing([]);
        let seen = Located { request: pending(), route: Route::Unsettled(why) };
        let outcome = play(&transport, &PageUser::NoPage, &order(seen, Decision::Approve));
        assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Unsettled(why)));
        assert_eq!(transport.sent.borrow().len(), 0);
    }
}

#[test]
fn a_token_that_may_list_but_not_get_reads_again_and_back_in_the_list() {
    let transport = playing([
        list(good(&[request(12, 2, 2), pending()])),
        patch(1, recorded(9)),
        list(good(&[approved_by(LOGIN)])),
    ]);
    let seen = Located { request: pending(), route: Route::ListOnly(ItemNumber(1)) };
    let outcome = play(&transport, &PageUser::NoPage, &order(seen.clone(), Decision::Approve));
    assert!(matches!(outcome, WriteOutcome::Sent { read_back: Ok(_), .. }), "{outcome:?}");

    let transport = playing([list(good(&[request(12, 1, 1)]))]);
    let outcome = play(&transport, &PageUser::NoPage, &order(seen, Decision::Approve));
    let gone = NotSent::NotReadAgain(LocateError::NotFound);
    assert_eq!(outcome, WriteOutcome::NotSent(gone), "another request has its numbers");
}

#[test]
fn what_nobody_tried_is_settled_first_and_written_the_way_that_was_found() {
    let it = request(21, 42, 1);
    let order = |request| order(Located { request, route: Route::NotTried }, Decision::Approve);
    let sent = |script: [Exchange; 4], request| {
        let transport = playing(script);
        let outcome = play(&transport, &PageUser::NoPage, &order(request));
        assert!(matches!(outcome, WriteOutcome::Sent { read_back: Ok(_), .. }), "{outcome:?}");
    };
    let other = request(12, 1, 99);
    let by_item =
        [get(1, good(&other)), get(42, good(&it)), patch(42, recorded(9)), get(42, good(&it))];
    sent(by_item, it.clone());
    let by_list = [
        get(1, bad(403)),
        list(good(&[pending()])),
        patch(1, recorded(9)),
        list(good(&[approved_by(LOGIN)])),
    ];
    sent(by_list, pending());

    let transport = playing([get(1, good(&other)), get(42, good(&other))]);
    let outcome = play(&transport, &PageUser::NoPage, &order(it));
    assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::OtherRequest)));
}

#[test]
fn what_happened_meanwhile_stops_the_write() {
    let with_status = |status| ExemptionRequest { status: Some(status), ..pending() };
    let mut edited = pending();
    edited.data = None;
    let still_pending =
        answered(pending(), 7, "hubot", RequestStatus::Pending, ResponseStatus::Denied);
    for (read, change) in [
        (approved_by("hubot"), Change::Answered),
        (still_pending, Change::Answered),
        (with_status(RequestStatus::Denied), Change::Answered),
        (with_status(RequestStatus::Cancelled), Change::Cancelled),
        (with_status(RequestStatus::Completed), Change::Completed),
        (with_status(RequestStatus::Expired), Change::Expired),
        (with_status("godot".into()), Change::UnknownStatus),
        (ExemptionRequest { status: None, ..pending() }, Change::UnknownStatus),
        (ExemptionRequest { expires_at: Some(NOW), ..pending() }, Change::Expired),
        (edited, Change::Edited),
        (ExemptionRequest { id: None, ..pending() }, Change::OtherRequest),
        (ExemptionRequest { html_url: None, ..pending() }, Change::OtherRequest),
    ] {
        let why = not_sent(approved([get(1, good(&read))]));
        assert_eq!(why, NotSent::Changed(change, Box::new(read)));
    }
}

#[test]
fn a_request_that_expired_since_it_was_looked_at_is_not_written() {
    let transport = playing([get(1, good(&pending()))]);
    transport.now.set(NOW.plus(60));
    let outcome =
        play(&transport, &PageUser::NoPage, &order(seen(pending(), 1), Decision::Approve));
    let why = NotSent::Changed(Change::Expired, Box::new(pending()));
    assert_eq!(outcome, WriteOutcome::NotSent(why));
}

#[test]
fn what_cannot_be_read_again_is_not_written() {
    for reply in [bad(403), bad(404), bad(500), good(&json!([])), Err(TransportError::TimedOut)] {
        let why = not_sent(approved([get(1, reply.clone())]));
        let unread =
            matches!(why, NotSent::NotReadAgain(_) | NotSent::Changed(Change::OtherRequest, _));
        assert!(unread, "{reply:?}: {why:?}");
    }
}

#[test]
fn nobody_reviews_their_own_request_whatever_the_view_said() {
    let own = requested_by("OctoCat");
    let transport = playing([get(1, good(&own))]);
    let outcome = play(&transport, &PageUser::NoPage, &order(seen(own, 1), Decision::Approve));
    assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Refused(Refusal::OwnRequest)));

    // A view that hides who asks is answered by what GitHub says.
    let why = not_sent(approved([get(1, good(&requested_by(LOGIN)))]));
    assert!(matches!(why, NotSent::Changed(Change::Edited, _)), "{why:?}");

    let unknown = ExemptionRequest { requester: None, ..pending() };
    let transport = playing([get(1, good(&unknown))]);
    let outcome = play(&transport, &PageUser::NoPage, &order(seen(unknown, 1), Decision::Approve));
    assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Refused(Refusal::RequesterUnknown)));
}

#[test]
fn another_user_than_the_page_s_writes_nothing() {
    for (page_user, refusal) in [
        (
            PageUser::Login("hubot".to_owned()),
            Refusal::OtherUser { page: "hubot".to_owned(), token: LOGIN.to_owned() },
        ),
        (PageUser::Unknown, Refusal::PageUserUnknown),
    ] {
        let transport = playing([get(1, good(&pending()))]);
        let outcome = play(&transport, &page_user, &order(seen(pending(), 1), Decision::Approve));
        assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Refused(refusal)));
        assert_eq!(transport.writes(), 0);
    }
    let transport =
        playing([get(1, good(&pending())), patch(1, recorded(9)), get(1, good(&pending()))]);
    let page_user = PageUser::Login("OCTOCAT".to_owned());
    let outcome = play(&transport, &page_user, &order(seen(pending(), 1), Decision::Approve));
    assert!(matches!(outcome, WriteOutcome::Sent { .. }));
}

#[test]
fn a_refused_review_is_rejected_with_github_s_words() {
    let WriteOutcome::Rejected(error) = approved_with(bad(422), good(&pending())) else {
        panic!("not rejected")
    };
    assert_eq!((error.kind, error.message.as_deref()), (ApiErrorKind::Rejected, Some("no")));
}

#[test]
fn a_refusal_that_says_what_to_do_is_believed_at_once() {
    for status in [401, 429] {
        let (outcome, writes) = approved([get(1, good(&pending())), patch(1, bad(status))]);
        let WriteOutcome::Rejected(error) = outcome else { panic!("{status}: {outcome:?}") };
        assert_eq!((error.status, writes), (status, 1));
    }
}

#[test]
fn a_refused_repetition_of_a_recorded_review_is_found_recorded() {
    for status in [403, 404, 410, 422] {
        let outcome = approved_with(bad(status), good(&approved_by(LOGIN)));
        assert_eq!(outcome, WriteOutcome::FoundRecorded(Box::new(approved_by(LOGIN))), "{status}");
        let outcome = approved_with(bad(status), good(&pending()));
        assert!(matches!(outcome, WriteOutcome::Rejected(_)), "{status}: {outcome:?}");
    }
}

#[test]
fn without_a_reply_github_is_asked_whether_it_recorded_the_review() {
    for error in [TransportError::TimedOut, TransportError::NoReply, TransportError::Interrupted] {
        let outcome = approved_with(Err(error), good(&approved_by("OctoCat")));
        assert_eq!(outcome, WriteOutcome::FoundRecorded(Box::new(approved_by("OctoCat"))));
    }
}

#[test]
fn without_a_reply_and_a_record_the_outcome_is_unknown_and_it_is_not_sent_again() {
    let denied = answered(pending(), 7, LOGIN, RequestStatus::Denied, ResponseStatus::Denied);
    for shown in [pending(), approved_by("hubot"), denied] {
        let outcome = approved_with(Err(TransportError::TimedOut), good(&shown));
        let error = CallError::Transport(TransportError::TimedOut);
        let read_back = Ok(Box::new(shown));
        assert_eq!(outcome, WriteOutcome::Unknown { error, read_back });
    }
}

#[test]
fn an_older_response_of_the_same_reviewer_is_not_taken_for_the_review() {
    let before = answered(pending(), 6, LOGIN, RequestStatus::Pending, ResponseStatus::Dismissed);
    let transport = playing([
        get(1, good(&before)),
        patch(1, Err(TransportError::TimedOut)),
        get(1, good(&before)),
    ]);
    let order = order(seen(before, 1), Decision::Approve);
    let outcome = play(&transport, &PageUser::NoPage, &order);
    assert!(matches!(outcome, WriteOutcome::Unknown { .. }), "{outcome:?}");
}

#[test]
fn a_reply_that_says_nothing_is_no_reply() {
    let unreadable = good(&json!([1, "two"])).map(|mut reply| {
        reply.body.truncate(3);
        reply
    });
    for reply in [bad(500), bad(502), bad(302), unreadable] {
        let outcome = approved_with(reply.clone(), good(&approved_by(LOGIN)));
        assert!(matches!(outcome, WriteOutcome::FoundRecorded(_)), "{reply:?}: {outcome:?}");
        let outcome = approved_with(reply.clone(), good(&pending()));
        assert!(matches!(outcome, WriteOutcome::Unknown { .. }), "{reply:?}: {outcome:?}");
    }
}

#[test]
fn a_review_that_cannot_be_read_back_was_sent_all_the_same() {
    for shown in [bad(500), Err(TransportError::NoReply)] {
        let outcome = approved_with(recorded(9), shown.clone());
        let WriteOutcome::Sent { is_shown: false, read_back: Err(_) } = outcome else {
            panic!("{outcome:?}")
        };
        let outcome = approved_with(Err(TransportError::NoReply), shown);
        assert!(matches!(outcome, WriteOutcome::Unknown { read_back: Err(_), .. }), "{outcome:?}");
    }
}

#[test]
fn what_never_left_was_not_sent() {
    for error in [
        TransportError::Offline,
        TransportError::NoToken,
        TransportError::Locked,
        TransportError::NotGranted,
        TransportError::NotAllowed,
    ] {
        let (outcome, _) = approved([get(1, good(&pending())), patch(1, Err(error.clone()))]);
        assert_eq!(outcome, WriteOutcome::NotSent(NotSent::NotDelivered(error)));
    }
}

#[test]
fn another_request_s_response_is_not_taken_for_the_review() {
    let elsewhere =
        answered(request(12, 1, 9), 7, LOGIN, RequestStatus::Approved, ResponseStatus::Approved);
    let outcome = approved_with(Err(TransportError::TimedOut), good(&elsewhere));
    assert!(matches!(outcome, WriteOutcome::Unknown { .. }), "{outcome:?}");
}

#[test]
fn a_request_that_names_another_repository_than_before_is_not_written() {
    let mut moved = pending();
    moved.repository =
        Some(Repository { full_name: Some("octo-org/frown".into()), ..Default::default() }.into());
    let why = not_sent(approved([get(1, good(&moved))]));
    assert_eq!(why, NotSent::Changed(Change::OtherRequest, Box::new(moved)));
}

#[test]
fn a_refusal_that_cannot_be_checked_leaves_the_outcome_unknown() {
    let outcome = approved_with(bad(422), Err(TransportError::NoReply));
    assert!(matches!(outcome, WriteOutcome::Unknown { read_back: Err(_), .. }), "{outcome:?}");
}

/// The request after LOGIN approved it, with something left out that would tell so.
fn approved_unclearly() -> Vec<ExemptionRequest> {
    let with = |change: fn(&mut Response)| {
        let mut request = approved_by(LOGIN);
        request.responses.iter_mut().flatten().for_each(change);
        request
    };
    vec![
        ExemptionRequest { id: None, ..approved_by(LOGIN) },
        ExemptionRequest { html_url: None, ..approved_by(LOGIN) },
        request(12, 1, 1),
        ExemptionRequest { responses: None, ..approved_by(LOGIN) },
        ExemptionRequest {
            responses: None,
            status: Some(RequestStatus::Completed),
            ..approved_by(LOGIN)
        },
        with(|response| response.reviewer = None),
        with(|response| response.status = None),
        with(|response| response.status = Some("godot".into())),
        with(|response| *response = Response::default()),
    ]
}

#[test]
fn a_refusal_is_believed_only_where_what_is_read_back_is_plainly_without_the_review() {
    for shown in approved_unclearly() {
        for reply in [bad(422), bad(500), Err(TransportError::TimedOut)] {
            let outcome = approved_with(reply, good(&shown));
            let is_unknown = matches!(&outcome, WriteOutcome::Unknown { read_back: Ok(it), .. } if **it == shown);
            assert!(is_unknown, "{outcome:?}");
        }
        let read_back = Ok(Box::new(shown.clone()));
        let outcome = approved_with(recorded(9), good(&shown));
        assert_eq!(outcome, WriteOutcome::Sent { is_shown: false, read_back });
    }
    // Of another reviewer, or of another decision, it is plain.
    let by = |login, status| answered(pending(), 7, login, RequestStatus::Pending, status);
    for shown in [
        approved_by("hubot"),
        by("hubot", "godot".into()),
        by(LOGIN, ResponseStatus::Denied),
        ExemptionRequest { responses: None, ..pending() },
        ExemptionRequest { status: None, ..pending() },
    ] {
        let outcome = approved_with(bad(422), good(&shown));
        assert!(matches!(outcome, WriteOutcome::Rejected(_)), "{outcome:?}");
    }
}

#[test]
fn a_review_that_was_broken_off_is_never_said_not_to_have_been_sent() {
    let look_back = |seen: Located, script: Vec<Exchange>| {
        let transport = playing(script);
        let found = block_on(look_back(&transport, LOGIN, &order(seen, Decision::Approve)));
        assert_eq!((transport.left(), transport.writes()), (0, 0));
        found
    };
    let by_item = |reply| look_back(seen(pending(), 1), vec![get(1, reply)]);
    let unknown = |read_back| {
        let error = CallError::Transport(TransportError::Interrupted);
        Ok(Some(WriteOutcome::Unknown { error, read_back }))
    };
    assert_eq!(by_item(good(&pending())), Ok(None));
    let found = WriteOutcome::FoundRecorded(Box::new(approved_by(LOGIN)));
    assert_eq!(by_item(good(&approved_by(LOGIN))), Ok(Some(found)));
    for shown in approved_unclearly() {
        assert_eq!(by_item(good(&shown)), unknown(Ok(Box::new(shown))));
    }
    assert!(by_item(bad(500)).is_err(), "asked again later");

    let listed = Located { request: pending(), route: Route::ListOnly(ItemNumber(1)) };
    let gone = look_back(listed, vec![list(good(&json!([])))]);
    assert_eq!(gone, unknown(Err(LocateError::NotFound)));
    // It was settled when it left.
    let not_tried = Located { request: pending(), route: Route::NotTried };
    let other = look_back(not_tried, vec![get(1, good(&request(12, 1, 1)))]);
    assert_eq!(other, unknown(Err(LocateError::NotFound)));
    // It never was.
    let why = Unsettled::OtherRequest;
    let unsettled = Located { request: pending(), route: Route::Unsettled(why) };
    let not_sent = WriteOutcome::NotSent(NotSent::Unsettled(why));
    assert_eq!(look_back(unsettled, vec![]), Ok(Some(not_sent)));
}

#[test]
fn a_token_that_may_not_get_writes_no_number_that_the_list_no_longer_agrees_on() {
    let before = request(21, 1, 1);
    let mut now = before.clone();
    now.number = Some(42);
    let transport = playing([list(good(&[now]))]);
    let seen = Located { request: before, route: Route::ListOnly(ItemNumber(1)) };
    let outcome = play(&transport, &PageUser::NoPage, &order(seen, Decision::Approve));
    assert_eq!(outcome, WriteOutcome::NotSent(NotSent::Unsettled(Unsettled::NumbersDiffer)));
}
