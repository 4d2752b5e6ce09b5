//! Tests of the runner: what leaves, what is kept before it leaves, and what a broken-off run becomes.

use std::future::{Future, pending as never};
use std::task::{Context, Poll, Waker};

use futures::executor::block_on;

use super::*;
use crate::client::operation::Review;
use crate::client::queue::{Order, State};
use crate::client::script::{LOGIN, NOW, approved_by, get, good, patch, pending, recorded, seen};
use crate::github::endpoint::{HttpReply, HttpRequest};
use crate::github::error::{CallError, TransportError};
use crate::github::host::Host;
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;
use crate::transport::scripted::{Exchange, Scripted};

/// A GitHub that plays a script; past its end a write never comes back.
#[derive(Clone)]
struct Github(std::rc::Rc<Scripted>);

impl Transport for Github {
    fn host(&self) -> Host {
        self.0.host()
    }

    fn now(&self) -> Timestamp {
        NOW
    }

    async fn wait(&self, milliseconds: i64) {
        self.0.wait(milliseconds).await;
    }

    fn chance(&self) -> f64 {
        self.0.chance()
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        if self.0.left() == 0 {
            self.0.sent.borrow_mut().push(request.clone());
            return never().await;
        }
        self.0.send(request).await
    }
}

struct Desk {
    github: Github,
    now: Cell<Millis>,
    kept: RefCell<Vec<Queue>>,
    is_full: Cell<bool>,
    /// For how many more reviews the browser lets this program reach GitHub.
    grants: Cell<usize>,
    under_way: UnderWay,
    presses: Cell<u64>,
}

impl Ground for Desk {
    type Transport = Github;

    fn now(&self) -> Millis {
        self.now.get()
    }

    async fn sleep(&self, milliseconds: Millis) {
        self.now.set(self.now.get() + milliseconds);
    }

    async fn keep(&self, queue: &Queue) -> Result<(), NotKept> {
        if self.is_full.get() {
            return Err(NotKept("full".to_owned()));
        }
        self.kept.borrow_mut().push(queue.clone());
        Ok(())
    }

    fn account(&self, _: &Host) -> Option<(Github, Account)> {
        let account = Account { host: Host::GithubCom, login: LOGIN.to_owned() };
        Some((self.github.clone(), account))
    }

    async fn is_granted(&self, _: &Host) -> bool {
        let left = self.grants.get();
        self.grants.set(left.saturating_sub(1));
        left > 0
    }

    fn under_way(&self) -> &UnderWay {
        &self.under_way
    }
}

fn desk(script: impl IntoIterator<Item = Exchange>) -> Desk {
    Desk {
        github: Github(std::rc::Rc::new(Scripted::new(NOW, script))),
        now: Cell::new(NOW.unix() * 1_000),
        kept: RefCell::default(),
        is_full: Cell::new(false),
        grants: Cell::new(usize::MAX),
        under_way: UnderWay::default(),
        presses: Cell::default(),
    }
}

fn add(delay_in: u8) -> Command {
    let message = "Fine.".to_owned().try_into().expect("a message");
    let review = Review { seen: seen(pending(), 1), decision: Decision::Approve, message };
    Command::Add { orders: vec![Order { review, written: None, in_bulk: false }], delay_in }
}

fn obey(runner: &Runner, desk: &Desk, command: &Command) -> Result<View, QueueError> {
    // Each command here comes a moment after another, and so from another press.
    let at = desk.now();
    let id = desk.presses.replace(desk.presses.get() + 1);
    let press = Press { id, at, is_trusted: true, is_active: true, is_covered: false };
    let account = desk.account(&Host::GithubCom).map(|(_, account)| account);
    block_on(runner.obey(desk, (account, &PageUser::NoPage), Some(press), command, 0))
}

fn state(runner: &Runner) -> State {
    runner.queue.borrow().items()[0].state.clone()
}

/// Goes as far as it gets without anything coming back.
fn poll(future: impl Future<Output = ()>) -> Poll<()> {
    std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn a_review_is_kept_then_waits_then_is_sent_once() {
    let desk =
        desk([get(1, good(&pending())), patch(1, recorded(9)), get(1, good(&approved_by(LOGIN)))]);
    let runner = Runner::default();
    obey(&runner, &desk, &add(5)).expect("is put in");
    assert_eq!(desk.kept.borrow().last().expect("is kept").items()[0].state, State::Waiting);
    let before = desk.now.get();
    block_on(runner.run(&desk));
    assert_eq!(desk.now.get() - before, 5_000);
    assert!(state(&runner).is_recorded());
    assert_eq!((desk.github.0.writes(), desk.github.0.left()), (1, 0));
    let kept: Vec<State> =
        desk.kept.borrow().iter().map(|queue| queue.items()[0].state.clone()).collect();
    assert_eq!(kept[..2], [State::Waiting, State::Sending]);
    assert!(kept[2].is_recorded());
}

#[test]
fn what_cannot_be_kept_is_not_put_in() {
    let desk = desk([]);
    desk.is_full.set(true);
    let runner = Runner::default();
    assert_eq!(obey(&runner, &desk, &add(0)), Err(QueueError::NotKept("full".to_owned())));
    block_on(runner.run(&desk));
    assert_eq!(runner.queue.borrow().items(), []);
    assert_eq!(desk.github.0.sent.borrow().len(), 0);
}

#[test]
fn what_cannot_be_marked_as_being_sent_is_not_sent() {
    let desk = desk([]);
    let runner = Runner::default();
    obey(&runner, &desk, &add(0)).expect("is put in");
    desk.is_full.set(true);
    block_on(runner.run(&desk));
    assert_eq!((state(&runner), desk.github.0.sent.borrow().len()), (State::Waiting, 0));
    let paused = runner.queue.borrow().pause().cloned();
    assert_eq!(paused, Some(Pause::NotKept("full".to_owned())));
}

#[test]
fn two_runs_send_once() {
    let desk = desk([get(1, good(&pending()))]);
    let runner = Runner::default();
    obey(&runner, &desk, &add(0)).expect("is put in");
    let mut first = Box::pin(runner.run(&desk));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(runner.run(&desk)).is_ready());
    assert_eq!(desk.github.0.writes(), 1);
}

#[test]
fn a_run_that_was_broken_off_is_read_back_and_not_repeated() {
    let stopped = desk([get(1, good(&pending()))]);
    let runner = Runner::default();
    obey(&runner, &stopped, &add(0)).expect("is put in");
    assert!(poll(runner.run(&stopped)).is_pending(), "stopped between the write and its reply");
    assert_eq!(stopped.github.0.writes(), 1);
    let kept = stopped.kept.borrow().last().cloned().expect("is kept");

    let again = desk([get(1, good(&approved_by(LOGIN)))]);
    let runner = Runner::restored(kept, again.now());
    block_on(runner.run(&again));
    assert_eq!(state(&runner), State::Interrupted);
    obey(&runner, &again, &Command::Continue).expect("goes on");
    block_on(runner.run(&again));
    assert!(state(&runner).is_recorded());
    assert_eq!((again.github.0.writes(), again.github.0.left()), (0, 0));
}

#[test]
fn a_permission_withdrawn_meanwhile_sends_no_more_until_it_is_back() {
    let desk =
        desk([get(1, good(&pending())), patch(1, recorded(9)), get(1, good(&approved_by(LOGIN)))]);
    let runner = Runner::default();
    obey(&runner, &desk, &add(5)).expect("is put in");
    desk.grants.set(0);
    block_on(runner.run(&desk));
    assert_eq!((state(&runner), desk.github.0.sent.borrow().len()), (State::Waiting, 0));
    let why = CallError::Transport(TransportError::NotGranted);
    assert_eq!(runner.queue.borrow().pause(), Some(&Pause::Failed(why.clone())));
    assert_eq!(desk.kept.borrow().last().expect("is kept").pause(), Some(&Pause::Failed(why)));
    desk.grants.set(1);
    obey(&runner, &desk, &Command::Continue).expect("goes on");
    block_on(runner.run(&desk));
    assert!(state(&runner).is_recorded());
    assert_eq!((desk.github.0.writes(), desk.github.0.left()), (1, 0));
}

#[test]
fn without_the_permission_a_broken_off_review_stays_one() {
    let stopped = desk([get(1, good(&pending()))]);
    let runner = Runner::default();
    obey(&runner, &stopped, &add(0)).expect("is put in");
    assert!(poll(runner.run(&stopped)).is_pending(), "stopped between the write and its reply");
    let kept = stopped.kept.borrow().last().cloned().expect("is kept");
    let again = desk([]);
    again.grants.set(0);
    let runner = Runner::restored(kept, again.now());
    obey(&runner, &again, &Command::Continue).expect("goes on");
    assert!(poll(runner.run(&again)).is_ready(), "it waits for GitHub");
    assert_eq!((state(&runner), again.github.0.sent.borrow().len()), (State::Interrupted, 0));
}

#[test]
fn a_long_wait_uses_the_store_so_that_the_browser_lets_it_live() {
    let desk =
        desk([get(1, good(&pending())), patch(1, recorded(9)), get(1, good(&approved_by(LOGIN)))]);
    let runner = Runner::default();
    obey(&runner, &desk, &add(30)).expect("is put in");
    block_on(runner.run(&desk));
    let waiting = |queue: &&Queue| queue.items()[0].state == State::Waiting;
    assert!(desk.kept.borrow().iter().filter(waiting).count() >= 2);
}
