//! Gatehouse's pure modules behind functions that the benchmark's page calls: each runs what the app runs, and nothing else.

mod figures;

use std::collections::VecDeque;

use futures::FutureExt;
use gatehouse::client::list::list_page;
use gatehouse::client::operation::{Operation, Outcome};
use gatehouse::github::endpoint::{HttpReply, HttpRequest};
use gatehouse::github::error::TransportError;
use gatehouse::github::host::Host;
use gatehouse::github::list_requests::{ListRequests, MAX_PER_PAGE};
use gatehouse::github::time::Timestamp;
use gatehouse::inbox::choice::{chosen, narrowed};
use gatehouse::inbox::fallback::Fallback;
use gatehouse::inbox::load::{Ask, Load, Next};
use gatehouse::inbox::rows::{Row, RowKey};
use gatehouse::transport::Transport;
use gatehouse::triage::order::Sort;
use gatehouse::triage::query::{Context, Query, parse};
use gatehouse::triage::summary::Summary;
use wasm_bindgen::prelude::wasm_bindgen;

/// As `ui::clock` asks the browser, so that its cost is in the figures.
fn utc_offset(at: Timestamp) -> i32 {
    #[allow(clippy::cast_precision_loss, reason = "dates are far below 2^53 milliseconds")]
    let date = js_sys::Date::new(&(at.unix() as f64 * 1_000.0).into());
    #[allow(clippy::cast_possible_truncation, reason = "a day has 1,440 minutes")]
    let behind = date.get_timezone_offset() as i32;
    behind.saturating_mul(-60)
}

/// Has one reply, which came already.
struct Arrived {
    reply: std::cell::RefCell<Option<HttpReply>>,
    now: Timestamp,
}

impl Transport for Arrived {
    fn host(&self) -> Host {
        Host::GithubCom
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    async fn wait(&self, _: i64) {}

    fn chance(&self) -> f64 {
        0.5
    }

    async fn send(&self, _: &HttpRequest) -> Result<HttpReply, TransportError> {
        self.reply.take().ok_or(TransportError::Interrupted)
    }
}

/// A list as the inbox holds it.
#[wasm_bindgen]
pub struct Inbox {
    load: Load,
    now: Timestamp,
    /// How many pages the list has.
    pages: u32,
    /// How many of them were read.
    read: u32,
    asks: VecDeque<(Ask, ListRequests)>,
    /// What was chosen last, and what by.
    rows: Vec<Row>,
    query: Option<Query>,
}

#[wasm_bindgen]
impl Inbox {
    /// Of an enterprise with so many full pages, at `now`, in seconds since 1970.
    #[wasm_bindgen(constructor)]
    pub fn new(now: f64, pages: u32) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "seconds since 1970 fit into 53 bits")]
        let now = Timestamp::from_unix(now as i64);
        let load = match "enterprise:octo-enterprise".parse() {
            Ok(scopes) => Load::begin(scopes, Fallback::default(), now),
            // Then nothing is wanted, which the benchmark notices.
            Err(_) => Load::default(),
        };
        let mut inbox = Self {
            load,
            now,
            pages,
            read: 0,
            asks: VecDeque::new(),
            rows: Vec::new(),
            query: None,
        };
        inbox.ask();
        inbox
    }

    /// Notes what the load asks for. Each call gets the next page of a hundred that share nothing, so that no more is read than
    /// the baseline reads; the edges between them, which are asked for behind the pages, nobody answers.
    fn ask(&mut self) {
        while let Next::Ask(ask) = self.load.next(self.now) {
            let Operation::List(call) = ask.operation() else { return };
            self.asks.push_back((*ask, call));
        }
    }

    /// The page that is to be read next; 0 when all were.
    pub fn wants(&self) -> u32 {
        if self.read < self.pages && !self.asks.is_empty() { self.read + 1 } else { 0 }
    }

    /// Reads that page's body, as it comes from the network. Whether it could be read.
    pub fn read(&mut self, body: Vec<u8>) -> bool {
        let Some((ask, call)) = self.asks.pop_front() else { return false };
        self.read += 1;
        let more = if self.read < self.pages { "next" } else { "first" };
        let link = format!(
            "<https://api.github.com/x?page={}>; rel=\"{more}\", <https://api.github.com/x?page={}>; rel=\"last\"",
            call.page + 1,
            (self.pages * MAX_PER_PAGE).div_ceil(call.per_page)
        );
        let headers = vec![("link".to_owned(), link)];
        let reply = HttpReply { status: 200, headers, body };
        let transport = Arrived { reply: Some(reply).into(), now: self.now };
        let Some(page) = list_page(&transport, &call).now_or_never() else { return false };
        let is_read = page.is_ok();
        self.load.arrived(&ask, Ok(Outcome::List(page)), self.now);
        // As the inbox does, which chooses among all when it has read.
        self.query = None;
        self.ask();
        is_read
    }

    /// How many requests it holds.
    pub fn count(&self) -> usize {
        self.load.len()
    }

    /// Chooses and sorts the rows by a typed query, as the inbox does with each letter. How many are left; a negative number where
    /// the query can't be understood.
    pub fn choose(&mut self, text: &str) -> i32 {
        let Ok(query) = parse(text) else { return -1 };
        let context = Context { now: self.now, viewer: Some("octocat"), offset_at: &utc_offset };
        let fewer =
            self.query.as_ref().and_then(|wider| narrowed(&context, &query, wider, &self.rows));
        self.rows =
            fewer.unwrap_or_else(|| chosen(&context, &query, Sort::default(), self.load.rows()));
        self.query = Some(query);
        i32::try_from(self.rows.len()).unwrap_or(i32::MAX)
    }

    /// The ids of all rows as they came, or of those that were chosen last, in their order.
    pub fn ids(&self, chosen: bool) -> Vec<f64> {
        #[allow(clippy::cast_precision_loss, reason = "the benchmark's ids are small")]
        let id = |row: &Row| match row.key {
            RowKey::Request(id) => id.0 as f64,
            RowKey::Unnumbered(_) => -1.0,
        };
        if chosen { self.rows.iter().map(id).collect() } else { self.load.rows().map(id).collect() }
    }

    fn summarized(&self) -> Summary {
        Summary::of(self.now, &utc_offset, self.load.requests())
    }

    /// Makes every figure of the summary over all requests. How many wait.
    pub fn summarize(&self) -> usize {
        self.summarized().totals.waiting
    }

    /// The same figures, as JSON to be compared.
    pub fn summary(&self) -> String {
        figures::json(&self.summarized())
    }
}
