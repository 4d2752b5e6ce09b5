//! One list: which of its pages are to be read, which edges between them are read again, and when
//! it is whole.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::client::list::{Gap, ListPage, MAX_REQUESTS};
use crate::github::error::{ApiErrorKind, CallError};
use crate::github::ids::RequestId;
use crate::github::list_requests::ListRequests;
use crate::github::scope::Scope;
use crate::github::time::Timestamp;

use super::ledger::{Compared, FailedPage, Missing};
use super::pace::{MAX_IN_FLIGHT, Remedy};
use super::slices::{Sheet, Slices, across};

/// How often an edge is read across before the list is said to keep changing.
const MAX_ATTEMPTS: u32 = 3;

/// What a call to a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Piece {
    /// A page, by its place among those that are read first, from 1.
    Page(u32),
    /// The edge between a page and the next, where they share too little.
    Edge(u32),
    /// The first page at the end: what arrived meanwhile, and what was moved to the front, where
    /// the list is ordered so that this happens.
    Front,
}

/// How far a piece is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum State {
    #[default]
    Wanted,
    Asked,
    Again(Timestamp),
    Read,
    Failed(CallError),
}

/// A piece on its way.
#[derive(Debug, Default)]
struct Task {
    state: State,
    /// How often it failed.
    tries: usize,
    /// How often it was read without settling anything.
    attempts: u32,
    /// The reply to it must be a whole one.
    unconditional: bool,
}

impl Task {
    fn is_due(&self, now: Timestamp) -> bool {
        match self.state {
            State::Wanted => true,
            State::Again(at) => at <= now,
            State::Asked | State::Read | State::Failed(_) => false,
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Wanted | State::Again(_) | State::Asked)
    }
}

/// A page that was read.
#[derive(Debug)]
struct Page {
    slice: usize,
    is_last: bool,
    gaps: Vec<Gap>,
    has_ids: bool,
}

/// What a page was when GitHub gave its `ETag`.
#[derive(Debug)]
struct Known {
    etag: String,
    page: Read,
}

/// What a call brought, without the requests themselves.
#[derive(Debug, Clone)]
pub(super) struct Read {
    /// The ids of its requests, in their order.
    pub ids: Vec<RequestId>,
    /// Whether each has one.
    has_ids: bool,
    is_last: bool,
    last: Option<u32>,
    gaps: Vec<Gap>,
}

impl Read {
    pub fn of(page: &ListPage) -> Self {
        let ids: Vec<_> = page.requests.iter().filter_map(|request| request.id).collect();
        Self {
            has_ids: ids.len() == page.requests.len(),
            ids,
            is_last: page.next.is_none(),
            last: page.last,
            gaps: page.gaps.clone(),
        }
    }
}

/// One list.
#[derive(Debug)]
pub(super) struct List {
    pub scope: Arc<Scope>,
    /// The list that it stands in for, by its index.
    pub stands_in_for: Option<usize>,
    /// The load that read it last.
    pub round: u32,
    /// When its reading began; absent before anything of it came.
    pub read_at: Option<Timestamp>,
    pub retries: u32,
    tasks: BTreeMap<Piece, Task>,
    pages: BTreeMap<u32, Page>,
    slices: Slices,
    /// The number of the last page, or of one before it, by what GitHub says of how many there are at the least.
    last: Option<u32>,
    /// See [`Self::expects`].
    expects: u32,
    /// Gaps of what was read beside the pages.
    more_gaps: Vec<Gap>,
    known: HashMap<Sheet, Known>,
    compared: Compared,
}

impl List {
    pub fn new(scope: Scope, stands_in_for: Option<usize>, round: u32) -> Self {
        let mut list = Self {
            scope: Arc::new(scope),
            stands_in_for,
            round,
            read_at: None,
            retries: 0,
            tasks: BTreeMap::new(),
            pages: BTreeMap::new(),
            slices: Slices::default(),
            last: None,
            expects: 0,
            more_gaps: Vec::new(),
            known: HashMap::new(),
            compared: Compared::NotYet,
        };
        list.begin(round);
        list
    }

    /// Forgets what was read; what GitHub gave an `ETag` for is known again when it didn't change.
    pub fn begin(&mut self, round: u32) {
        self.round = round;
        self.tasks.clear();
        self.pages.clear();
        self.slices = Slices::default();
        self.last = None;
        self.expects = 0;
        self.more_gaps.clear();
        self.retries = 0;
        self.compared = Compared::NotYet;
        self.tasks.insert(Piece::Page(1), Task::default());
    }

    /// The last page, if it is known: the first one behind which nothing follows, unless something
    /// was found behind it.
    fn end(&self) -> Option<u32> {
        let is_filled = |page: &&Page| !self.slices.is_empty(page.slice) || !page.has_ids;
        let filled = self.pages.iter().rev().find(|(_, page)| is_filled(page));
        let from = filled.map_or(1, |(number, _)| *number);
        self.pages.range(from..).find(|(_, page)| page.is_last).map(|(number, _)| *number)
    }

    /// Up to which page it is to be read. Where GitHub doesn't say how many there are, it is read
    /// ahead: what lies beyond the end costs little.
    fn limit(&self) -> u32 {
        if let Some(end) = self.end() {
            return end;
        }
        let Some((highest, _)) = self.pages.last_key_value() else { return 1 };
        let ahead = match self.last {
            Some(last) if last > *highest => last - highest,
            _ => u32::try_from(self.pages.len() + 1)
                .map_or(u32::MAX, |ahead| ahead.clamp(2, MAX_IN_FLIGHT as u32)),
        };
        highest.saturating_add(ahead).min(Sheet::count_for(MAX_REQUESTS))
    }

    /// The next page to ask for.
    pub fn wants_page(&self, now: Timestamp) -> Option<Piece> {
        let is_due = |piece: &Piece| self.tasks.get(piece).is_none_or(|task| task.is_due(now));
        (1..=self.limit()).map(Piece::Page).find(is_due)
    }

    /// What to read again next, once its pages are read.
    pub fn wants_again(&self, now: Timestamp) -> Option<Piece> {
        let mut tasks = self.tasks.iter().filter(|(piece, _)| !matches!(piece, Piece::Page(_)));
        tasks.find(|(_, task)| task.is_due(now)).map(|(piece, _)| *piece)
    }

    /// When something is to be asked for again.
    pub fn wants_at(&self) -> Option<Timestamp> {
        let limit = self.limit();
        let at = |(piece, task): (&Piece, &Task)| match (piece, &task.state) {
            (Piece::Page(number), _) if *number > limit => None,
            (_, State::Again(at)) => Some(*at),
            _ => None,
        };
        self.tasks.iter().filter_map(at).min()
    }

    fn sheet(&self, piece: Piece) -> Sheet {
        let attempts = self.tasks.get(&piece).map_or(0, |task| task.attempts);
        match (piece, attempts) {
            (Piece::Page(number), _) => Sheet::nth(number),
            (Piece::Front, _) => Sheet::nth(1),
            (Piece::Edge(number), 0) => across(Sheet::nth(number)),
            // It moved so far that it isn't near where it was: towards the end if more arrived, to
            // the front if more left.
            (Piece::Edge(number), 1) => Sheet::nth(number.saturating_add(1)),
            (Piece::Edge(number), _) => Sheet::nth(number),
        }
    }

    /// The call for a piece, which is then on its way. `holds` says whether all of some requests are
    /// held: only then is it enough to hear that nothing changed.
    pub fn ask(&mut self, piece: Piece, holds: impl Fn(&[RequestId]) -> bool) -> ListRequests {
        let sheet = self.sheet(piece);
        let task = self.tasks.entry(piece).or_default();
        task.state = State::Asked;
        let known = self.known.get(&sheet).filter(|known| holds(&known.page.ids));
        let known = known.filter(|_| !task.unconditional);
        ListRequests {
            per_page: sheet.per_page,
            if_none_match: known.map(|known| known.etag.clone()),
            ..ListRequests::page_of((*self.scope).clone(), sheet.page)
        }
    }

    /// What a call that nothing changed for would have brought. `None` when that isn't known any
    /// more; then the call is made again.
    pub fn unchanged(&mut self, piece: Piece, call: &ListRequests) -> Option<Read> {
        let sheet = Sheet::of(call);
        let known = self.known.get(&sheet);
        let known = known.filter(|known| Some(&known.etag) == call.if_none_match.as_ref());
        let page = known.map(|known| known.page.clone());
        if page.is_none()
            && let Some(task) = self.tasks.get_mut(&piece)
        {
            task.state = State::Wanted;
            task.unconditional = true;
        }
        page
    }

    /// Takes in what a call brought, with the `ETag` of a whole reply.
    pub fn read(&mut self, piece: Piece, call: &ListRequests, page: Read, etag: Option<String>) {
        let ends = page.is_last && !page.gaps.contains(&Gap::UnclearPaging);
        let slice = self.slices.add(&page.ids, ends);
        let task = self.tasks.entry(piece).or_default();
        task.state = State::Read;
        task.attempts += 1;
        if let Piece::Page(number) = piece {
            // The last page of that size holds one request at the least.
            let last =
                page.last.map(|page| Sheet { page, ..Sheet::of(call) }.begin().saturating_add(1));
            self.last = self.last.max(last.map(Sheet::count_for));
            if number == 1 {
                self.expects = page.last.unwrap_or_default().saturating_mul(call.per_page);
            }
            let gaps = page.gaps.clone();
            let page = Page { slice, is_last: page.is_last, gaps, has_ids: page.has_ids };
            self.pages.insert(number, page);
        } else {
            // The others are the pages' own.
            let sso = page.gaps.iter().filter(|gap| matches!(gap, Gap::SsoOrganizations { .. }));
            self.more_gaps.extend(sso.cloned());
        }
        let sheet = Sheet::of(call);
        match etag.filter(|_| page.has_ids) {
            Some(etag) => {
                self.known.insert(sheet, Known { etag, page });
            }
            None if call.if_none_match.is_none() => {
                self.known.remove(&sheet);
            }
            None => {}
        }
        self.go_on();
    }

    /// A call brought nothing.
    pub fn fail(&mut self, piece: Piece, remedy: Remedy, error: CallError) {
        let task = self.tasks.entry(piece).or_default();
        // Where a condition isn't allowed to be sent, a browser says no more than that it failed.
        task.unconditional = true;
        task.state = match remedy {
            Remedy::Again(at) => {
                task.tries += 1;
                self.retries += 1;
                State::Again(at)
            }
            Remedy::WhenAllowed => {
                self.retries += 1;
                State::Wanted
            }
            Remedy::GiveUp => State::Failed(error),
            Remedy::Stop => State::Wanted,
        };
        self.go_on();
    }

    /// How often a piece failed.
    pub fn tries(&self, piece: Piece) -> usize {
        self.tasks.get(&piece).map_or(0, |task| task.tries)
    }

    /// Asks again for what was given up.
    pub fn resume(&mut self) {
        for task in self.tasks.values_mut() {
            if matches!(task.state, State::Failed(_)) {
                *task = Task { attempts: task.attempts, ..Task::default() };
            }
        }
    }

    /// Whether an edge leaves no room, and the last page's that nothing is behind it.
    fn is_closed(&self, number: u32) -> bool {
        let slice = |number: u32| self.pages.get(&number).map(|page| page.slice);
        let (Some(before), Some(behind)) = (slice(number), slice(number.saturating_add(1))) else {
            return false;
        };
        if self.slices.is_empty(behind) && self.end() == number.checked_add(1) {
            return self.slices.reaches_end(before);
        }
        self.slices.are_joined(before, behind)
    }

    /// Once every page is read: which edges are to be read again, and whether all is shown.
    fn go_on(&mut self) {
        let (Some(end), Compared::NotYet) = (self.end(), self.compared) else { return };
        let is_asked = |(piece, task): (&Piece, &Task)| {
            matches!(piece, Piece::Page(_)) && task.state == State::Asked
        };
        let is_read = (1..=end).all(|number| self.pages.contains_key(&number));
        // What lies behind the end is waited for, too: it may show that it isn't the end.
        if !is_read || self.tasks.iter().any(is_asked) {
            return;
        }
        if end == 1 {
            self.compared = Compared::NotNeeded;
            return;
        }
        if !self.pages.range(..=end).all(|(_, page)| page.has_ids) {
            self.compared = Compared::WithoutIds;
            return;
        }
        let mut is_shown = true;
        let mut is_given_up = false;
        for number in 1..end {
            let piece = Piece::Edge(number);
            if self.is_closed(number) {
                if self.tasks.get(&piece).is_some_and(|task| task.state != State::Asked) {
                    self.tasks.remove(&piece);
                }
                continue;
            }
            is_shown = false;
            let task = self.tasks.entry(piece).or_default();
            if task.state == State::Read && task.attempts < MAX_ATTEMPTS {
                *task = Task { attempts: task.attempts, ..Task::default() };
            }
            is_given_up |= task.state == State::Read;
        }
        if is_shown {
            let front = self.tasks.entry(Piece::Front).or_default();
            if front.state == State::Read {
                let agree = self.slices.agree_in_order();
                self.compared = if agree { Compared::Shown } else { Compared::KeptChanging };
            }
        } else if is_given_up && !self.has_open() {
            self.compared = Compared::KeptChanging;
        }
    }

    /// Whether something is on its way or to be asked for again. A page behind the end isn't.
    fn has_open(&self) -> bool {
        let limit = self.limit();
        self.tasks.iter().any(|(piece, task)| match piece {
            Piece::Page(number) if *number > limit => task.state == State::Asked,
            _ => task.is_open(),
        })
    }

    /// Whether nothing is on its way or to be asked for.
    pub fn is_over(&self) -> bool {
        let is_asked = |number| self.tasks.contains_key(&Piece::Page(number));
        (1..=self.limit()).all(is_asked) && !self.has_open()
    }

    /// Whether nothing that was there all the time is missing from what GitHub gives of it.
    pub fn is_shown(&self) -> bool {
        matches!(self.compared, Compared::Shown | Compared::NotNeeded)
    }

    /// How many requests it may have at the most, by what GitHub said with its first page; 0 where it didn't say.
    pub fn expects(&self) -> u32 {
        self.expects
    }

    pub fn compared(&self) -> Compared {
        self.compared
    }

    pub fn pages_read(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// How many pages there are, as far as it is known.
    pub fn page_count(&self) -> Option<u32> {
        self.end().or(self.last)
    }

    /// How many edges leave no room, with the first page once it was read again, and how many there are.
    pub fn edges(&self) -> Option<(u32, u32)> {
        let end = self.end().filter(|end| *end > 1 && self.pages_read() >= *end)?;
        let closed = (1..end).filter(|number| self.is_closed(*number)).count();
        let front = self.tasks.get(&Piece::Front).is_some_and(|task| task.state == State::Read);
        Some((u32::try_from(closed).unwrap_or(end) + u32::from(front), end))
    }

    /// Why GitHub doesn't give the list.
    pub fn refused(&self) -> Option<&CallError> {
        let error = match self.tasks.get(&Piece::Page(1)).map(|task| &task.state) {
            Some(State::Failed(error)) => error,
            _ => return None,
        };
        let is_answer = match error {
            CallError::Api(error) => {
                !matches!(error.kind, ApiErrorKind::Server | ApiErrorKind::RateLimited { .. })
            }
            _ => false,
        };
        is_answer.then_some(error)
    }

    /// What couldn't be read, but for a refusal: by page; an edge is told by the page before it.
    pub fn failed(&self) -> Vec<FailedPage> {
        if self.refused().is_some() {
            return Vec::new();
        }
        let limit = self.limit();
        let failed = |(piece, task): (&Piece, &Task)| {
            let page = match piece {
                Piece::Page(number) if *number > limit => return None,
                Piece::Page(number) | Piece::Edge(number) => *number,
                Piece::Front => 1,
            };
            match &task.state {
                State::Failed(error) => Some(FailedPage { page, error: error.clone() }),
                _ => None,
            }
        };
        self.tasks.iter().filter_map(failed).collect()
    }

    /// What GitHub left out, each kind once: rows that can't be read are counted over all pages.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        let mut unreadable = 0;
        for gap in self.pages.values().flat_map(|page| &page.gaps).chain(&self.more_gaps) {
            match gap {
                Gap::Unreadable { rows } => unreadable += rows,
                gap if !gaps.contains(gap) => gaps.push(gap.clone()),
                _ => {}
            }
        }
        if unreadable > 0 {
            gaps.push(Gap::Unreadable { rows: unreadable });
        }
        gaps
    }

    /// What is missing, but for what is yet to be read.
    pub fn missing(&self) -> Vec<Missing> {
        let scope = || (*self.scope).clone();
        let mut missing = Vec::new();
        if let Some(error) = self.refused() {
            missing.push(Missing::Refused { scope: scope(), error: error.clone() });
        }
        let failed = self.failed();
        if let Some(first) = failed.first() {
            let error = first.error.clone();
            let pages = (!self.pages.is_empty()).then_some(failed.len());
            missing.push(Missing::Failed { scope: scope(), pages, error });
        }
        let left_out = |gap| Missing::LeftOut { scope: scope(), gap };
        missing.extend(self.gaps().into_iter().map(left_out));
        match self.compared {
            Compared::KeptChanging => missing.push(Missing::KeptChanging { scope: scope() }),
            Compared::WithoutIds => missing.push(Missing::WithoutIds { scope: scope() }),
            Compared::NotYet | Compared::NotNeeded | Compared::Shown => {}
        }
        missing
    }

    /// Whether something is missing, or may be.
    pub fn is_partial(&self) -> bool {
        !self.is_shown()
            || !self.more_gaps.is_empty()
            || self.pages.values().any(|page| !page.gaps.is_empty())
    }
}
