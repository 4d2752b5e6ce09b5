//! Tests of performing: one write per request at a time.

use std::cell::RefCell;

use futures::FutureExt;
use futures::channel::oneshot;
use futures::executor::block_on;

use super::*;
use crate::client::operation::{Dismissal, Review};
use crate::client::permit::{NoPermit, Press};
use crate::client::script::{
    LOGIN, NOW, approved_by, delete, get, good, no_content, patch, pending, permit, playing, press,
    recorded, request, seen,
};
use crate::github::endpoint::{HttpReply, HttpRequest};
use crate::github::error::TransportError;
use crate::github::exemption::ExemptionRequest;
use crate::github::host::Host;
use crate::github::ids::ResponseId;
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;
use crate::transport::scripted::Scripted;

/// Plays a script, and holds the first write back until it is let go.
struct Paused {
    script: Scripted,
    let_go: RefCell<Option<oneshot::Receiver<()>>>,
}

impl Transport for Paused {
    fn host(&self) -> Host {
        self.script.host()
    }

    fn now(&self) -> Timestamp {
        NOW
    }

    async fn wait(&self, milliseconds: i64) {
        self.script.wait(milliseconds).await;
    }

    fn chance(&self) -> f64 {
        self.script.chance()
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        if !request.method.is_read() {
            let let_go = self.let_go.borrow_mut().take();
            if let Some(let_go) = let_go {
                let_go.await.expect("is let go");
            }
        }
        self.script.send(request).await
    }
}

fn reviewing(it: ExemptionRequest, number: u64) -> Permit<Review> {
    let message = "Fine.".to_owned().try_into().expect("a message");
    permit(Review { seen: seen(it, number), decision: Decision::Approve, message })
}

fn is_under_way(outcome: &WriteOutcome) -> bool {
    *outcome == WriteOutcome::NotSent(NotSent::UnderWay)
}

fn is_sent(outcome: &WriteOutcome) -> bool {
    matches!(outcome, WriteOutcome::Sent { .. })
}

#[test]
fn while_a_write_is_under_way_the_same_request_takes_no_other() {
    let (let_go, paused) = oneshot::channel();
    let other = request(22, 2, 2);
    let transport = Paused {
        script: playing([
            get(1, good(&pending())),
            get(2, good(&other)),
            patch(2, recorded(8)),
            get(2, good(&other)),
            patch(1, recorded(9)),
            get(1, good(&approved_by(LOGIN))),
            get(1, good(&pending())),
            patch(1, recorded(10)),
            get(1, good(&approved_by(LOGIN))),
        ]),
        let_go: RefCell::new(Some(paused)),
    };
    let under_way = UnderWay::default();
    let done = |review: Permit<Review>| {
        let (transport, under_way) = (&transport, &under_way);
        async move { perform_review(transport, under_way, LOGIN, &PageUser::NoPage, &review).await }
    };

    let mut first = Box::pin(done(reviewing(pending(), 1)));
    assert!(first.as_mut().now_or_never().is_none(), "it waits for the reply to its PATCH");

    let second = done(reviewing(pending(), 1)).now_or_never().expect("at once");
    assert!(is_under_way(&second), "{second:?}");
    let dismissal = Dismissal { seen: seen(approved_by(LOGIN), 1), response: ResponseId(7) };
    let dismissal = Operation::Dismiss(press(1), Box::new(dismissal));
    let third = perform(&transport, &under_way, LOGIN, &PageUser::NoPage, &dismissal);
    let Some(Outcome::Dismiss(third)) = third.now_or_never() else { panic!("not at once") };
    assert!(is_under_way(&third), "{third:?}");

    let elsewhere = done(reviewing(other, 2)).now_or_never().expect("at once");
    assert!(is_sent(&elsewhere), "another request isn't held up: {elsewhere:?}");

    let_go.send(()).expect("it waits");
    assert!(is_sent(&block_on(first)));
    assert!(is_sent(&block_on(done(reviewing(pending(), 1)))), "its place is free again");
    assert_eq!(transport.script.left(), 0);
}

#[test]
fn a_write_that_is_given_up_frees_its_place() {
    let (_let_go, paused) = oneshot::channel();
    let transport = Paused {
        script: playing([
            get(1, good(&pending())),
            get(1, good(&pending())),
            patch(1, recorded(9)),
            get(1, good(&approved_by(LOGIN))),
        ]),
        let_go: RefCell::new(Some(paused)),
    };
    let under_way = UnderWay::default();
    let (page_user, order) = (PageUser::NoPage, reviewing(pending(), 1));
    let first = perform_review(&transport, &under_way, LOGIN, &page_user, &order);
    assert!(first.now_or_never().is_none(), "dropped while it waits");
    let second = perform_review(&transport, &under_way, LOGIN, &page_user, &order);
    assert!(is_sent(&block_on(second)));
}

#[test]
fn a_request_without_an_id_is_not_said_to_be_written_to() {
    let it = ExemptionRequest { id: None, ..pending() };
    let (transport, page_user) = (playing([]), PageUser::NoPage);
    let (under_way, order) = (UnderWay::default(), reviewing(it, 1));
    let outcome = block_on(perform_review(&transport, &under_way, LOGIN, &page_user, &order));
    assert!(!is_under_way(&outcome), "{outcome:?}");
}

#[test]
fn a_press_dismisses_once() {
    let transport = playing([
        get(1, good(&approved_by(LOGIN))),
        delete(7, no_content()),
        get(1, good(&pending())),
    ]);
    let under_way = UnderWay::default();
    let dismiss = |press: Press, response: u64| {
        let dismissal =
            Dismissal { seen: seen(approved_by(LOGIN), 1), response: ResponseId(response) };
        let dismissal = Operation::Dismiss(press, Box::new(dismissal));
        match block_on(perform(&transport, &under_way, LOGIN, &PageUser::NoPage, &dismissal)) {
            Outcome::Dismiss(outcome) => *outcome,
            other => panic!("{other:?}"),
        }
    };
    let refused = |why: NoPermit| WriteOutcome::NotSent(NotSent::NotPermitted(why));
    for forged in [Press { is_trusted: false, ..press(1) }, Press { is_active: false, ..press(1) }]
    {
        assert_eq!(dismiss(forged, 7), refused(NoPermit::NotByPerson));
    }
    assert!(is_sent(&dismiss(press(1), 7)));
    // Neither this response nor another one of the request.
    assert_eq!(dismiss(press(1), 7), refused(NoPermit::Used));
    assert_eq!(dismiss(press(1), 8), refused(NoPermit::Used));
    assert_eq!((transport.left(), transport.writes()), (0, 1));
}
