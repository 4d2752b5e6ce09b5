//! A GitHub whose lists move while they are read, and someone who reads them and answers in any
//! order.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use crate::client::list::{ListPage, MAX_REQUESTS};
use crate::client::operation::{Operation, Outcome};
use crate::client::organizations::OrganizationsPage;
use crate::github::error::{ApiError, ApiErrorKind, CallError, TransportError};
use crate::github::exemption::{ExemptionRequest, RequestStatus};
use crate::github::ids::RequestId;
use crate::github::list_requests::ListRequests;
use crate::github::time::Timestamp;

use super::{Ask, Load, Next};

pub const NOW: Timestamp = Timestamp::from_unix(1_000_000);

pub fn request(id: u64, status: &str) -> ExemptionRequest {
    ExemptionRequest {
        id: Some(RequestId(id)),
        status: Some(RequestStatus::from(status)),
        expires_at: Some(NOW.plus(86_400)),
        html_url: Some(format!("https://github.com/octo-org/smile/exemptions/{id}").into()),
        ..ExemptionRequest::default()
    }
}

pub fn api_error(kind: ApiErrorKind, status: u16) -> CallError {
    let documentation_url = None;
    CallError::Api(ApiError { kind, status, message: None, documentation_url, errors: vec![] })
}

/// What a page says of those that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Which comes next, and which is the last.
    Whole,
    /// Which comes next.
    NoLast,
    /// Nothing, which the client takes for the end where a page isn't full.
    None,
}

/// What happens at GitHub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// So many requests arrive together, behind this share of the list, in 256ths.
    Arrive { behind: u8, count: u8 },
    /// So many requests leave together.
    Leave { behind: u8, count: u8 },
    /// A request is answered.
    Answer { behind: u8 },
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    Server,
    NoReply,
    /// For so many seconds.
    Limit(u8),
    Refused,
}

/// The list, for whichever scope is asked.
#[derive(Clone)]
pub struct Moving {
    pub ids: Vec<u64>,
    answered: BTreeSet<u64>,
    next_id: u64,
    /// Every so many requests one may not be seen, which makes its page short; none when it is 0.
    pub hides: u64,
    pub link: Link,
    /// Whether pages have an `ETag`.
    pub tags: bool,
    /// Whether a page beyond the end is a 404.
    pub ends_hard: bool,
    /// The requests that were there all the time.
    pub stayed: BTreeSet<u64>,
    pub events: VecDeque<(u8, Event)>,
    pub failures: VecDeque<Option<Failure>>,
    pub calls: Vec<ListRequests>,
    pub unchanged: usize,
    pub organizations: Vec<String>,
}

impl fmt::Debug for Moving {
    /// What it was made of, for a test that fails.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ids, hides, link, tags, ends_hard, .. } = self;
        let count = ids.len();
        write!(f, "{count} requests, hides {hides}, {link:?}, tags {tags}, ends hard {ends_hard}")
    }
}

impl Moving {
    pub fn with(count: u64) -> Self {
        Self {
            ids: (1..=count).collect(),
            answered: BTreeSet::new(),
            next_id: 1_000_000,
            hides: 0,
            link: Link::Whole,
            tags: false,
            ends_hard: false,
            stayed: BTreeSet::new(),
            events: VecDeque::new(),
            failures: VecDeque::new(),
            calls: Vec::new(),
            unchanged: 0,
            organizations: Vec::new(),
        }
    }

    fn is_seen(&self, id: u64) -> bool {
        self.hides == 0 || !id.is_multiple_of(self.hides)
    }

    /// From now on it counts who stays.
    pub fn watch(&mut self) {
        self.stayed = self.ids.iter().copied().filter(|id| self.is_seen(*id)).collect();
    }

    pub fn happen(&mut self, event: Event) {
        let at = |behind: u8, of: usize| usize::from(behind) * of / 256;
        match event {
            Event::Arrive { behind, count } => {
                let at = at(behind, self.ids.len() + 1);
                let new = self.next_id..self.next_id + u64::from(count);
                self.next_id = new.end;
                self.ids.splice(at..at, new);
            }
            Event::Leave { behind, count } => {
                let at = at(behind, self.ids.len());
                let end = (at + usize::from(count)).min(self.ids.len());
                for id in self.ids.drain(at..end) {
                    self.stayed.remove(&id);
                }
            }
            Event::Answer { behind } => {
                let answered = self.ids.get(at(behind, self.ids.len())).copied();
                self.answered.extend(answered);
            }
        }
    }

    fn tick(&mut self) {
        while let Some((wait, event)) = self.events.front_mut() {
            if *wait > 0 {
                *wait -= 1;
                return;
            }
            let event = *event;
            self.events.pop_front();
            self.happen(event);
        }
    }

    pub fn page(&self, list: &ListRequests) -> ListPage {
        let (size, page) = (list.per_page as usize, list.page as usize);
        let slice: Vec<u64> = self.ids.iter().copied().skip((page - 1) * size).take(size).collect();
        let seen = slice.iter().copied().filter(|id| self.is_seen(*id));
        let status = |id: u64| if self.answered.contains(&id) { "denied" } else { "pending" };
        let requests: Vec<_> = seen.map(|id| request(id, status(id))).collect();
        let goes_on = match self.link {
            Link::Whole | Link::NoLast => self.ids.len() > page * size,
            Link::None => requests.len() >= size,
        };
        let last = u32::try_from(self.ids.len().div_ceil(size)).expect("few");
        let goes_on = goes_on && page * size < MAX_REQUESTS as usize;
        let next = goes_on.then_some(list.page + 1);
        let last = (self.link == Link::Whole && goes_on).then_some(last);
        let etag = self.tags.then(|| format!("{:?}", (&slice, &requests, next, last)));
        ListPage { requests, next, last, gaps: Vec::new(), etag, calls_left: None }
    }

    fn answer(&mut self, ask: &Ask) -> Result<Outcome, TransportError> {
        let failure = self.failures.pop_front().flatten();
        let api = |kind, status| Ok(Outcome::List(Err(api_error(kind, status))));
        match failure {
            Some(Failure::Server) => return api(ApiErrorKind::Server, 502),
            Some(Failure::Refused) => return api(ApiErrorKind::MissingPermission, 403),
            Some(Failure::Limit(wait)) => {
                let retry_at = NOW.plus(i64::from(wait));
                return api(ApiErrorKind::RateLimited { retry_at }, 403);
            }
            Some(Failure::NoReply) => return Err(TransportError::NoReply),
            None => {}
        }
        match ask.operation() {
            Operation::List(list) => {
                self.calls.push(list.clone());
                let page = self.page(&list);
                let before = (list.page as usize - 1) * list.per_page as usize;
                let is_beyond = list.page > 1 && before >= self.ids.len();
                if is_beyond && self.ends_hard {
                    return api(ApiErrorKind::NotFoundOrHidden, 404);
                }
                if page.etag.is_some() && page.etag == list.if_none_match {
                    self.unchanged += 1;
                    return Ok(Outcome::NotModified);
                }
                Ok(Outcome::List(Ok(page)))
            }
            Operation::ListOrganizations(_) => {
                let logins = self.organizations.clone();
                Ok(Outcome::Organizations(Ok(OrganizationsPage { logins, next: None })))
            }
            other => panic!("{other:?}"),
        }
    }
}

/// A call on its way: GitHub hasn't seen it yet, or its reply is travelling.
enum OnItsWay {
    There(Box<Ask>),
    Back(Box<Ask>, Result<Outcome, TransportError>),
}

/// Makes every call until none is left, in an order that `seed` chooses; gives when it ended.
pub fn read_all(load: &mut Load, github: &mut Moving, seed: u64, begun: Timestamp) -> Timestamp {
    read_all_while(load, github, seed, begun, |_, _| {})
}

/// The same; `does` something before each step, which are counted.
pub fn read_all_while(
    load: &mut Load,
    github: &mut Moving,
    mut seed: u64,
    begun: Timestamp,
    mut does: impl FnMut(&mut Load, u32),
) -> Timestamp {
    let mut now = begun;
    let mut on_their_way: Vec<OnItsWay> = Vec::new();
    let mut choose = move |of: usize| {
        // xorshift64
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % of as u64).expect("small")
    };
    for step in 0.. {
        assert!(step < 50_000, "it ends");
        does(load, step);
        let wait = loop {
            match load.next(now) {
                Next::Ask(ask) => on_their_way.push(OnItsWay::There(ask)),
                Next::WaitUntil(at) => break Some(at),
                Next::Nothing => break None,
            }
        };
        assert!(on_their_way.len() <= 8, "at most 8 at once");
        if step % 16 == 0 {
            held(load);
        }
        if on_their_way.is_empty() {
            let Some(at) = wait else { break };
            assert!(at > now, "it is worth waiting");
            now = at;
            continue;
        }
        github.tick();
        let chosen = on_their_way.swap_remove(choose(on_their_way.len()));
        match chosen {
            OnItsWay::There(ask) => {
                let outcome = github.answer(&ask);
                on_their_way.push(OnItsWay::Back(ask, outcome));
            }
            OnItsWay::Back(ask, outcome) => load.arrived(&ask, outcome, now),
        }
    }
    assert!(!load.is_reading(), "it is over");
    now
}

/// The ids that `load` holds; none twice.
pub fn held(load: &Load) -> BTreeSet<u64> {
    let ids: Vec<u64> = load.requests().filter_map(|request| Some(request.id?.0)).collect();
    let set: BTreeSet<u64> = ids.iter().copied().collect();
    assert_eq!(ids.len(), set.len(), "none twice");
    set
}
