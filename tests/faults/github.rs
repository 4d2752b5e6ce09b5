//! A GitHub with one request, which a fault strikes in one of its calls.

use std::cell::{Cell, RefCell};

use serde_json::{Value, json};

use gatehouse::github::clock::ServerClock;
use gatehouse::github::endpoint::{HttpReply, HttpRequest, Method};
use gatehouse::github::error::TransportError;
use gatehouse::github::host::Host;
use gatehouse::github::time::Timestamp;
use gatehouse::transport::Transport;

use crate::ends::{Call, Step};
use crate::table::Fault;

pub const LOGIN: &str = "octocat";
pub const NOW: Timestamp = Timestamp::from_unix(1_720_000_000);
const ITEM: &str = "/repos/octo-org/smile/bypass-requests/secret-scanning/1";

/// What a call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    List,
    Get,
    SignIn,
    Review,
    Dismiss,
}

pub struct Github<'a> {
    /// The first that is about a call strikes it.
    faults: Vec<(&'a Fault, Call)>,
    /// How far this computer's clock is ahead, in seconds.
    ahead: i64,
    /// How often a fault strikes.
    times: Cell<usize>,
    /// Whether a write that the fault strikes was recorded all the same.
    records: bool,
    request: RefCell<Value>,
    has_recorded: Cell<bool>,
    writes: Cell<usize>,
    /// How often a call was made that a fault is about.
    struck: Cell<usize>,
    /// Whether a fault made anything of what it struck.
    is_touched: Cell<bool>,
    now: Cell<i64>,
    clock: Cell<ServerClock>,
}

impl<'a> Github<'a> {
    /// One without faults, whose request was answered once, in response 6, which was taken back.
    pub fn sound() -> Self {
        let request = json!({
            "id": 9_007_199_254_740_993_u64, "number": 1,
            "repository": { "id": 1, "name": "smile", "full_name": "octo-org/smile" },
            "organization": { "id": 2, "name": "octo-org" },
            "requester": { "actor_id": 12, "actor_name": "monalisa" },
            "request_type": "secret_scanning",
            "data": [{ "secret_type": "adafruit_io_key", "bypass_reason": "fix_later", "path": "a.txt:1:0", "branch": "refs/heads/main" }],
            "resource_identifier": "827efc6d56897b048c772eb4087f854f46256132",
            "status": "pending",
            "requester_comment": "A test token",
            "expires_at": NOW.plus(86_400).to_string(),
            "created_at": NOW.plus(-86_400).to_string(),
            "responses": [{
                "id": 6, "reviewer": { "actor_id": 3, "actor_name": "hubot" }, "status": "dismissed",
                "created_at": NOW.plus(-3_600).to_string(),
            }],
            "url": format!("https://api.github.com{ITEM}"),
            "html_url": "https://github.com/octo-org/smile/exemptions/1",
        });
        Self {
            faults: Vec::new(),
            ahead: 0,
            times: Cell::new(usize::MAX),
            records: false,
            request: RefCell::new(request),
            has_recorded: Cell::new(false),
            writes: Cell::new(0),
            struck: Cell::new(0),
            is_touched: Cell::new(false),
            now: Cell::new(NOW.unix() * 1_000),
            clock: Cell::default(),
        }
    }

    /// One whose request was denied in response 7.
    pub fn answered() -> Self {
        let github = Self::sound();
        github.respond("denied");
        github.has_recorded.set(false);
        github
    }

    /// This computer's clock is as wrong as the fault says.
    pub fn by_clock_of(self, fault: &Fault) -> Self {
        Self { ahead: fault.clock, ..self }
    }

    /// `fault` strikes each `call` from now on.
    pub fn struck(mut self, fault: &'a Fault, call: Call) -> Self {
        self.faults.push((fault, call));
        self.by_clock_of(fault)
    }

    /// It strikes once.
    pub fn once(self) -> Self {
        self.times.set(1);
        self
    }

    /// What a write asks for is recorded although the fault strikes its reply.
    pub fn recording(self, records: bool) -> Self {
        Self { records, ..self }
    }

    pub fn writes(&self) -> usize {
        self.writes.get()
    }

    pub fn has_recorded(&self) -> bool {
        self.has_recorded.get()
    }

    /// How often a call was made that a fault is about.
    pub fn struck_calls(&self) -> usize {
        self.struck.get()
    }

    /// Whether a fault made anything of what it struck.
    pub fn is_touched(&self) -> bool {
        self.is_touched.get()
    }

    /// Time goes on to `at`, by the clock that is gone by.
    pub fn wait_until(&self, at: Timestamp) {
        self.now.set(self.now.get() + (at - self.now()).max(0) * 1_000);
    }

    /// Response 7 is put before the others.
    pub fn respond(&self, status: &str) {
        let mut request = self.request.borrow_mut();
        request["status"] = json!(status);
        let response = json!({
            "id": 7, "reviewer": { "actor_id": 1, "actor_name": LOGIN }, "status": status,
            "created_at": NOW.to_string(),
        });
        request["responses"].as_array_mut().expect("responses").insert(0, response);
        self.has_recorded.set(true);
    }

    /// This computer's time, wrong by as much as the fault says.
    pub fn own_now(&self) -> Timestamp {
        Timestamp::from_unix(self.now.get() / 1_000 + self.ahead)
    }

    fn answer(&self, request: &HttpRequest) -> (Asked, HttpReply) {
        let good = |asked, body: &Value| {
            let reset = Timestamp::from_unix(self.now.get() / 1_000 + 1_800);
            let headers = vec![
                ("content-type".to_owned(), "application/json".to_owned()),
                ("x-ratelimit-reset".to_owned(), reset.unix().to_string()),
            ];
            (asked, HttpReply { status: 200, headers, body: body.to_string().into_bytes() })
        };
        let item = self.request.borrow().clone();
        match (request.method, request.path.as_str()) {
            (Method::Get, "/user") => good(Asked::SignIn, &json!({ "login": LOGIN })),
            (Method::Get, ITEM) => good(Asked::Get, &item),
            (Method::Get, _) => good(Asked::List, &json!([item])),
            (Method::Patch, _) => good(Asked::Review, &json!({ "bypass_review_id": 7 })),
            (Method::Delete, _) => {
                let (asked, reply) = good(Asked::Dismiss, &Value::Null);
                (asked, HttpReply { status: 204, body: Vec::new(), ..reply })
            }
        }
    }

    fn record(&self, asked: Asked) {
        match asked {
            Asked::Review => self.respond("approved"),
            Asked::Dismiss => {
                let mut request = self.request.borrow_mut();
                request["status"] = json!("pending");
                request["responses"][0]["status"] = json!("dismissed");
                self.has_recorded.set(true);
            }
            _ => {}
        }
    }

    /// Whether a fault of `call` strikes what is asked for now.
    fn is_about(&self, call: Call, asked: Asked) -> bool {
        let is_after_a_write = self.writes.get() > 0;
        match call {
            Call::List => asked == Asked::List,
            Call::Get => asked == Asked::Get,
            Call::SignIn => asked == Asked::SignIn,
            Call::Of(_, Step::Reread) => asked == Asked::Get && !is_after_a_write,
            Call::Of(_, Step::Sent) => matches!(asked, Asked::Review | Asked::Dismiss),
            Call::Of(_, Step::ReadBack) => asked == Asked::Get && is_after_a_write,
        }
    }
}

impl Transport for Github<'_> {
    fn host(&self) -> Host {
        Host::GithubCom
    }

    fn now(&self) -> Timestamp {
        self.own_now().plus(self.clock_difference())
    }

    fn clock_difference(&self) -> i64 {
        self.clock.get().difference()
    }

    async fn wait(&self, milliseconds: i64) {
        self.now.set(self.now.get() + milliseconds);
    }

    fn chance(&self) -> f64 {
        0.5
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        let reply = self.reply(request)?;
        let mut clock = self.clock.get();
        clock.learn(&reply, self.own_now());
        self.clock.set(clock);
        Ok(reply)
    }
}

impl Github<'_> {
    fn reply(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        let (asked, reply) = self.answer(request);
        let is_write = matches!(asked, Asked::Review | Asked::Dismiss);
        let fault = self.faults.iter().find(|(_, call)| self.is_about(*call, asked));
        self.writes.set(self.writes.get() + usize::from(is_write));
        self.struck.set(self.struck.get() + usize::from(fault.is_some()));
        let Some((fault, _)) = fault.filter(|_| self.times.get() > 0) else {
            self.record(asked);
            return Ok(reply);
        };
        self.times.set(self.times.get() - 1);
        self.now.set(self.now.get() + fault.takes * 1_000);
        if self.records && fault.may_be_recorded {
            self.record(asked);
        }
        let struck = (fault.strikes)(reply.clone());
        let is_touched = struck.as_ref() != Ok(&reply) || fault.takes != 0 || fault.clock != 0;
        self.is_touched.set(self.is_touched.get() || is_touched);
        struck
    }
}
