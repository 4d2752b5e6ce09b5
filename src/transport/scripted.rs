//! Replies written down beforehand, for native tests: every request is compared and counted.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::github::endpoint::{HttpReply, HttpRequest};
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::github::time::Timestamp;

use super::Transport;

/// One exchange of the script: the method and path that must come, and what is replied.
pub type Exchange = (&'static str, String, Result<HttpReply, TransportError>);

/// Plays a script; a request that isn't next in it fails the test.
pub struct Scripted {
    script: RefCell<VecDeque<Exchange>>,
    /// What was sent, in order.
    pub sent: RefCell<Vec<HttpRequest>>,
    /// How long was waited, in milliseconds, in order.
    pub waits: RefCell<Vec<i64>>,
    /// The time that it tells.
    pub now: Cell<Timestamp>,
}

impl Scripted {
    /// With the exchanges to come, at `now`.
    pub fn new(now: Timestamp, script: impl IntoIterator<Item = Exchange>) -> Self {
        Self {
            script: RefCell::new(script.into_iter().collect()),
            sent: RefCell::default(),
            waits: RefCell::default(),
            now: Cell::new(now),
        }
    }

    /// How many exchanges were not asked for.
    pub fn left(&self) -> usize {
        self.script.borrow().len()
    }

    /// How many requests changed something.
    pub fn writes(&self) -> usize {
        self.sent.borrow().iter().filter(|request| !request.method.is_read()).count()
    }
}

impl Transport for Scripted {
    fn host(&self) -> Host {
        Host::GithubCom
    }

    fn now(&self) -> Timestamp {
        self.now.get()
    }

    async fn wait(&self, milliseconds: i64) {
        self.waits.borrow_mut().push(milliseconds);
    }

    fn chance(&self) -> f64 {
        0.5
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        self.sent.borrow_mut().push(request.clone());
        let (method, path, reply) = self.script.borrow_mut().pop_front().unwrap_or_else(|| {
            panic!("not in the script: {} {}", request.method.name(), request.path)
        });
        assert_eq!((request.method.name(), &request.path), (method, &path));
        reply
    }
}
