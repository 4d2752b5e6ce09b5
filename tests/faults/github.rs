//! A GitHub with one request, which a fault strikes in one of its calls.

use std::cell::{Cell, RefCell};

use serde_json::{Value, json};

use gatehouse::github::clock::ServerClock;
use gatehouse::github::endpoint::{HttpReply, HttpRequest, Method};
use gatehouse::github::error::TransportError;
use gatehouse::github::host::Host;
use gatehouse::github::time::Timestamp;
use gatehouse::transport::Transport;

use crate::ends::Call;
use crate::table::Fault;

pub const LOGIN: &str = "octocat";
pub const NOW: Timestamp = Timestamp::from_unix(1_720_000_000);
const ITEM: &str = "/repos/octo-org/smile/bypass-requests/secret-scanning/1";

pub struct Github<'a> {
    fault: Option<(&'a Fault, Call)>,
    /// How often the fault strikes.
    times: Cell<usize>,
    /// Whether a write that the fault strikes was recorded all the same.
    records: bool,
    request: RefCell<Value>,
    has_recorded: Cell<bool>,
    writes: Cell<usize>,
    /// How often the call was made that the fault is about.
    struck: Cell<usize>,
    now: Cell<i64>,
    clock: Cell<ServerClock>,
}

impl<'a> Github<'a> {
    /// One without faults.
    pub fn sound() -> Self {
        let request = json!({
            "id": 9_007_199_254_740_993_u64, "number": 1,
            "repository": { "id": 1, "name": "smile", "full_name": "octo-org/smile" },
            "organization": { "id": 2, "name": "octo-org" },
            "requester": { "actor_id": 12, "actor_name": "monalisa" },
            "request_type": "secret_scanning",
            "data": [{ "secret_type": "adafruit_io_key", "bypass_reason": "fix_later", "path": "a.txt:1:0" }],
            "status": "pending",
            "requester_comment": "A test token",
            "expires_at": NOW.plus(86_400).to_string(),
            "created_at": NOW.plus(-86_400).to_string(),
            "responses": [],
            "url": format!("https://api.github.com{ITEM}"),
            "html_url": "https://github.com/octo-org/smile/exemptions/1",
        });
        Self {
            fault: None,
            times: Cell::new(usize::MAX),
            records: false,
            request: RefCell::new(request),
            has_recorded: Cell::new(false),
            writes: Cell::new(0),
            struck: Cell::new(0),
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

    /// `fault` strikes each `call` from now on.
    pub fn struck(self, fault: &'a Fault, call: Call) -> Self {
        Self { fault: Some((fault, call)), ..self }
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

    /// How often the call was made that the fault is about.
    pub fn struck_calls(&self) -> usize {
        self.struck.get()
    }

    /// Time goes on to `at`, by the clock that is gone by.
    pub fn wait_until(&self, at: Timestamp) {
        self.now.set(self.now.get() + (at - self.now()).max(0) * 1_000);
    }

    fn respond(&self, status: &str) {
        let mut request = self.request.borrow_mut();
        request["status"] = json!(status);
        request["responses"] = json!([{
            "id": 7, "reviewer": { "actor_id": 1, "actor_name": LOGIN }, "status": status,
            "created_at": NOW.to_string(),
        }]);
        self.has_recorded.set(true);
    }

    /// This computer's time, wrong by as much as the fault says.
    fn own_now(&self) -> Timestamp {
        let ahead = self.fault.map_or(0, |(fault, _)| fault.clock);
        Timestamp::from_unix(self.now.get() / 1_000 + ahead)
    }

    fn answer(&self, request: &HttpRequest) -> (Call, HttpReply) {
        let good = |call, body: &Value| {
            let reset = Timestamp::from_unix(self.now.get() / 1_000 + 1_800);
            let headers = vec![
                ("content-type".to_owned(), "application/json".to_owned()),
                ("x-ratelimit-reset".to_owned(), reset.unix().to_string()),
            ];
            (call, HttpReply { status: 200, headers, body: body.to_string().into_bytes() })
        };
        let item = self.request.borrow().clone();
        match (request.method, request.path.as_str()) {
            (Method::Get, "/user") => good(Call::SignIn, &json!({ "login": LOGIN })),
            (Method::Get, ITEM) => good(Call::Get, &item),
            (Method::Get, _) => good(Call::List, &json!([item])),
            (Method::Patch, _) => good(Call::Review, &json!({ "bypass_review_id": 7 })),
            (Method::Delete, _) => {
                let (call, reply) = good(Call::Dismiss, &Value::Null);
                (call, HttpReply { status: 204, body: Vec::new(), ..reply })
            }
        }
    }

    fn record(&self, call: Call) {
        match call {
            Call::Review => self.respond("approved"),
            Call::Dismiss => {
                let mut request = self.request.borrow_mut();
                request["status"] = json!("pending");
                request["responses"] = json!([]);
                self.has_recorded.set(true);
            }
            _ => {}
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
        let (call, reply) = self.answer(request);
        let is_write = matches!(call, Call::Review | Call::Dismiss);
        self.writes.set(self.writes.get() + usize::from(is_write));
        // A write is preceded and followed by a read of the item, which is another fault's.
        let call_of = |struck| if struck == Call::Reread { Call::Get } else { struck };
        let is_struck = |(_, struck): &(&Fault, Call)| call_of(*struck) == call;
        let fault = self.fault.filter(is_struck).map(|(fault, _)| fault);
        self.struck.set(self.struck.get() + usize::from(fault.is_some()));
        let fault = fault.filter(|_| self.times.get() > 0);
        let Some(fault) = fault else {
            self.record(call);
            return Ok(reply);
        };
        self.times.set(self.times.get() - 1);
        self.now.set(self.now.get() + fault.takes * 1_000);
        if self.records && fault.may_be_recorded {
            self.record(call);
        }
        (fault.strikes)(reply)
    }
}
