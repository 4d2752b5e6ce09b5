//! The reading of one or several scopes: which call comes next, and what has come.

use std::sync::Arc;

use crate::client::list::MAX_REQUESTS;
use crate::client::operation::{Operation, Outcome};
use crate::client::organizations::OrganizationsPage;
use crate::github::error::{ApiErrorKind, CallError, TransportError};
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::list_organizations::ListOrganizations;
use crate::github::list_requests::ListRequests;
use crate::github::scope::{Scope, Scopes};
use crate::github::time::Timestamp;

use super::fallback::{Fallback, is_refusal};
use super::list::{List, Piece, Read};
use super::pace::{Pace, Remedy};
use super::rows::{Row, Rows, Source};
use tokens::Tokens;

mod account;
mod kept_rows;
mod tokens;

pub use account::{Known, Progress, Stage};
pub use kept_rows::{KeptRows, RowsText};
pub use tokens::BoundTo;

/// How many pages of organizations are read at most.
const MAX_ORGANIZATION_PAGES: u32 = 50;

/// The requests of one or several scopes as they are read. By default nothing was asked for.
///
/// It makes no call itself. Whoever drives it makes the calls that [`Load::next`] names, several at
/// once, and gives what came of each to [`Load::arrived`], in any order.
#[derive(Debug, Default)]
pub struct Load {
    asked: Option<Scopes>,
    fallback: Fallback,
    lists: Vec<List>,
    organizations: Option<OrganizationList>,
    rows: Rows,
    pace: Pace,
    /// Counts the loads of all scopes, so that a reply to an earlier one is known.
    round: u32,
    /// Counts the calls.
    serial: u64,
    begun_at: Option<Timestamp>,
    read_at: Option<Timestamp>,
    /// Whether nothing was missing when the present round began.
    was_whole: bool,
    /// Whether this round isn't the first.
    is_again: bool,
    is_cancelled: bool,
    /// How many calls the token may still make, as GitHub said last.
    calls_left: Option<u32>,
    /// Why nothing more is asked, such as the only token that isn't valid any more.
    stopped: Option<CallError>,
    tokens: Tokens,
}

/// The list of the user's organizations.
#[derive(Debug)]
struct OrganizationList {
    logins: Vec<String>,
    /// The next page to ask for.
    next: Option<u32>,
    is_asked: bool,
    not_before: Option<Timestamp>,
    tries: usize,
    refused: Option<CallError>,
}

/// One call to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    call: Call,
    round: u32,
    serial: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Call {
    List { index: usize, piece: Piece, call: ListRequests },
    Organizations(ListOrganizations),
}

impl Ask {
    /// The call.
    pub fn operation(&self) -> Operation {
        match &self.call {
            Call::List { call, .. } => Operation::List(call.clone()),
            Call::Organizations(call) => Operation::ListOrganizations(*call),
        }
    }
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Make this call, and ask for what is next at once.
    Ask(Box<Ask>),
    /// Ask for what is next when this time has come, and whenever a reply arrives.
    WaitUntil(Timestamp),
    /// Ask for what is next whenever a reply arrives.
    Nothing,
}

fn is_bad_token(error: &CallError) -> bool {
    matches!(error, CallError::Api(error) if error.kind == ApiErrorKind::BadToken)
}

fn is_refused_enterprise(list: &List) -> bool {
    matches!(*list.scope, Scope::Enterprise(_)) && list.refused().is_some_and(is_refusal)
}

impl Load {
    /// Begins to read `scopes` at `now`.
    pub fn begin(scopes: Scopes, fallback: Fallback, now: Timestamp) -> Self {
        let mut load = Self::default();
        load.turn_to(scopes, fallback, now);
        load
    }

    /// Leaves what it read, and begins to read other scopes at `now`. What is on its way still counts
    /// as on its way.
    pub fn turn_to(&mut self, scopes: Scopes, fallback: Fallback, now: Timestamp) {
        self.clear();
        self.asked = Some(scopes);
        self.fallback = fallback;
        self.start(now);
    }

    /// Leaves what it read, as after the token changed.
    pub fn clear(&mut self) {
        let pace = std::mem::take(&mut self.pace);
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.begin();
        *self = Self {
            pace,
            tokens,
            round: self.round.wrapping_add(1),
            serial: self.serial,
            ..Self::default()
        };
    }

    /// Reads the scopes again at `now`. What it holds stays until the new pages are there.
    pub fn begin_again(&mut self, now: Timestamp) {
        let is_whole = !self.is_partial();
        self.rows.look(is_whole);
        self.was_whole = is_whole || self.was_whole && self.is_reading();
        self.is_again = true;
        self.start(now);
    }

    fn start(&mut self, now: Timestamp) {
        let Some(scopes) = self.asked.clone() else { return };
        self.round = self.round.wrapping_add(1);
        self.begun_at = Some(now);
        self.is_cancelled = false;
        self.stopped = None;
        self.organizations = None;
        self.pace.begin();
        self.tokens.begin();
        for scope in scopes.iter() {
            self.want(scope.clone(), None);
        }
    }

    /// Reads a list in this round, unless it is read already.
    fn want(&mut self, scope: Scope, stands_in_for: Option<usize>) {
        let round = self.round;
        match self.lists.iter_mut().find(|list| list.scope.same_as(&scope)) {
            Some(list) if list.round == round => {}
            Some(list) => {
                list.stands_in_for = stands_in_for;
                list.begin(round);
            }
            None => self.lists.push(List::new(scope, stands_in_for, round)),
        }
    }

    /// The lists that this round reads.
    fn current(&self) -> impl Iterator<Item = (usize, &List)> + Clone {
        self.lists.iter().enumerate().filter(|(_, list)| list.round == self.round)
    }

    /// The same, but for those whose token GitHub doesn't accept.
    fn served(&self) -> impl Iterator<Item = (usize, &List)> + Clone {
        self.current().filter(|(_, list)| !self.tokens.refuses(&list.scope))
    }

    /// Takes note of which tokens there are for the GitHub at hand: which of them a list is read with decides
    /// what stops when GitHub doesn't accept one.
    pub fn know_tokens(&mut self, held: Vec<BoundTo>) {
        self.tokens.know(held);
    }

    /// What is to be done next, at `now`. To be asked until it names no call.
    pub fn next(&mut self, now: Timestamp) -> Next {
        if self.is_cancelled || self.stopped.is_some() || !self.has_more() {
            return Next::Nothing;
        }
        if self.pace.allows(now) {
            let page = self.served().find_map(|(index, list)| Some((index, list.wants_page(now)?)));
            if let Some((index, piece)) = page {
                return self.ask(index, piece);
            }
            if let Some(call) = self.wants_organizations(now) {
                return self.leave(Call::Organizations(call));
            }
            let again =
                self.served().find_map(|(index, list)| Some((index, list.wants_again(now)?)));
            if let Some((index, piece)) = again {
                return self.ask(index, piece);
            }
        }
        let waits = self.pace.waits_until(now);
        let wants = self.served().filter_map(|(_, list)| list.wants_at());
        let organizations = self.organizations.iter().filter_map(|list| list.not_before);
        let wants = wants.chain(organizations).filter(|at| *at > now).min();
        waits.or(wants).map_or(Next::Nothing, Next::WaitUntil)
    }

    fn ask(&mut self, index: usize, piece: Piece) -> Next {
        let Self { lists, rows, .. } = self;
        let Some(list) = lists.get_mut(index) else { return Next::Nothing };
        let holds = |ids: &[RequestId]| ids.iter().all(|id| rows.holds(*id));
        let call = list.ask(piece, holds);
        self.leave(Call::List { index, piece, call })
    }

    fn leave(&mut self, call: Call) -> Next {
        if let (Call::Organizations(_), Some(list)) = (&call, &mut self.organizations) {
            list.is_asked = true;
        }
        self.pace.leaves();
        self.serial += 1;
        Next::Ask(Box::new(Ask { call, round: self.round, serial: self.serial }))
    }

    fn wants_organizations(&self, now: Timestamp) -> Option<ListOrganizations> {
        let list = self.organizations.as_ref()?;
        let is_due = !list.is_asked
            && list.not_before.is_none_or(|at| at <= now)
            && !self.tokens.refuses_viewer();
        list.next.filter(|_| is_due).map(|page| ListOrganizations { page })
    }

    /// Takes in what came of a call, at `now`.
    pub fn arrived(&mut self, ask: &Ask, outcome: Result<Outcome, TransportError>, now: Timestamp) {
        self.pace.returns();
        let is_stale = ask.round != self.round;
        match (&ask.call, outcome) {
            (Call::List { index, piece, call }, Ok(Outcome::List(Ok(page)))) => {
                self.pace.succeeds();
                self.calls_left = page.calls_left.or(self.calls_left);
                if !is_stale {
                    let etag = page.etag.clone();
                    let read = Read::of(&page);
                    self.take(ask.serial, (*index, *piece, call), read, Some(page.requests), etag);
                }
            }
            (Call::List { index, piece, call }, Ok(Outcome::NotModified)) => {
                self.pace.succeeds();
                if is_stale {
                    return;
                }
                let read = self.lists.get_mut(*index).and_then(|list| list.unchanged(*piece, call));
                if let Some(read) = read {
                    self.take(ask.serial, (*index, *piece, call), read, None, None);
                }
            }
            (Call::Organizations(_), Ok(Outcome::Organizations(Ok(page)))) => {
                self.pace.succeeds();
                if !is_stale {
                    self.take_organizations(page);
                }
            }
            (_, Ok(Outcome::List(Err(error)) | Outcome::Organizations(Err(error)))) => {
                self.fail(ask, error, now);
            }
            (_, Err(error)) => self.fail(ask, CallError::Transport(error), now),
            // An outcome of another operation is as good as a reply that broke off.
            (_, Ok(_)) => self.fail(ask, CallError::Transport(TransportError::Interrupted), now),
        }
    }

    fn take(
        &mut self,
        serial: u64,
        (index, piece, call): (usize, Piece, &ListRequests),
        read: Read,
        requests: Option<Vec<ExemptionRequest>>,
        etag: Option<String>,
    ) {
        let Self { lists, rows, round, begun_at, .. } = self;
        let Some(list) = lists.get_mut(index) else { return };
        let page = match piece {
            Piece::Page(number) => Some(number),
            Piece::Edge(_) | Piece::Front => None,
        };
        let scope = Arc::clone(&list.scope);
        let source = Source { list: index, scope: &scope, round: *round, serial, page };
        match requests {
            Some(requests) => rows.take(source, requests),
            None => rows.see(source, &read.ids),
        }
        list.read_at = *begun_at;
        self.read_at = *begun_at;
        list.read(piece, call, read, etag);
        let is_shown = list.is_shown();
        let expected = self.current().map(|(_, list)| list.expects());
        let expected = expected.fold(0, u32::saturating_add).min(MAX_REQUESTS);
        self.rows.make_room(expected as usize);
        if is_shown {
            self.drop_gone();
        }
    }

    /// Drops what lists that were shown to be whole no longer have.
    fn drop_gone(&mut self) {
        let Self { lists, rows, round, .. } = self;
        let is_shown = |index: usize| {
            lists.get(index).is_some_and(|list| list.round == *round && list.is_shown())
        };
        rows.retain(|index, seen| match lists.get(index) {
            Some(list) if list.round == *round => !is_shown(index) || seen == *round,
            // It isn't asked any more, since what it stood in for is given again.
            Some(list) => !list.stands_in_for.is_some_and(is_shown),
            None => false,
        });
    }

    fn fail(&mut self, ask: &Ask, error: CallError, now: Timestamp) {
        let tries = match &ask.call {
            Call::List { index, piece, .. } => {
                self.lists.get(*index).map_or(0, |list| list.tries(*piece))
            }
            Call::Organizations(_) => self.organizations.as_ref().map_or(0, |list| list.tries),
        };
        let remedy = self.pace.fails(&error, ask.serial, tries, self.serial, now);
        if ask.round != self.round {
            return;
        }
        if remedy == Remedy::Stop && !(is_bad_token(&error) && self.refuse_token(ask, &error)) {
            self.stopped = Some(error.clone());
        }
        match &ask.call {
            Call::List { index, piece, .. } => {
                let Some(list) = self.lists.get_mut(*index) else { return };
                list.fail(*piece, remedy, error);
                let (is_refused, is_shown) =
                    (list.refused().is_some_and(is_refusal), list.is_shown());
                if is_refused {
                    self.look_elsewhere(*index);
                }
                // What was behind the end failed, and the pages before it are all there is.
                if is_shown {
                    self.drop_gone();
                }
            }
            Call::Organizations(_) => {
                let Some(list) = &mut self.organizations else { return };
                list.is_asked = false;
                match remedy {
                    Remedy::Again(at) => {
                        list.tries += 1;
                        list.not_before = Some(at);
                    }
                    Remedy::WhenAllowed | Remedy::Stop => {}
                    Remedy::GiveUp => {
                        list.next = None;
                        list.refused = Some(error);
                    }
                }
            }
        }
    }

    /// Takes note that GitHub doesn't accept the token of a call; whether there are others.
    fn refuse_token(&mut self, ask: &Ask, error: &CallError) -> bool {
        let scope = match &ask.call {
            Call::List { call, .. } => Some(&call.scope),
            Call::Organizations(_) => None,
        };
        self.tokens.refuse(scope, error.clone())
    }

    /// Asks smaller lists in place of one that was refused.
    fn look_elsewhere(&mut self, index: usize) {
        let Some(list) = self.lists.get(index) else { return };
        let scope = Arc::clone(&list.scope);
        if matches!(*scope, Scope::Enterprise(_)) && self.organizations.is_none() {
            self.organizations = Some(OrganizationList {
                logins: Vec::new(),
                next: Some(1),
                is_asked: false,
                not_before: None,
                tries: 0,
                refused: None,
            });
        }
        for smaller in self.fallback.in_place_of(&scope) {
            self.want(smaller, Some(index));
        }
    }

    fn take_organizations(&mut self, page: OrganizationsPage) {
        let Some(list) = &mut self.organizations else { return };
        list.is_asked = false;
        list.tries = 0;
        list.not_before = None;
        list.next = page.next.filter(|next| *next <= MAX_ORGANIZATION_PAGES);
        list.logins.extend(page.logins.iter().cloned());
        let refused = self.current().find(|(_, list)| is_refused_enterprise(list));
        let index = refused.map(|(index, _)| index);
        for login in page.logins {
            // What isn't a login isn't asked for.
            if let Ok(scope) = format!("org:{login}").parse() {
                self.want(scope, index);
            }
        }
    }

    /// Stops asking. What is there stays, and what is on its way is still taken in.
    pub fn cancel(&mut self) {
        self.is_cancelled = self.is_reading();
    }

    /// Goes on after [`Load::cancel`], and asks again for what failed and for nothing else.
    pub fn resume(&mut self, _now: Timestamp) {
        self.is_cancelled = false;
        self.stopped = None;
        self.pace.begin();
        self.tokens.begin();
        let round = self.round;
        for list in self.lists.iter_mut().filter(|list| list.round == round) {
            list.resume();
        }
        if let Some(list) = &mut self.organizations
            && list.refused.take().is_some()
        {
            list.next = Some(1);
            list.tries = 0;
        }
    }

    /// Where to look when a list is refused, as it is learnt only now.
    pub fn know(&mut self, fallback: Fallback) {
        self.fallback = fallback;
        let refused = self.current().filter(|(_, list)| list.refused().is_some_and(is_refusal));
        let refused: Vec<usize> = refused.map(|(index, _)| index).collect();
        for index in refused {
            self.look_elsewhere(index);
        }
    }

    /// Puts what was read anew of a request in its place: it is newer than what is on its way.
    pub fn replace(&mut self, fresh: &ExemptionRequest) {
        self.rows.replace(fresh, self.serial);
    }

    /// The scopes that are read; absent before any were.
    pub fn scopes(&self) -> Option<&Scopes> {
        self.asked.as_ref()
    }

    /// The rows, in the order in which they came.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Row> + Clone {
        self.rows.iter()
    }

    /// The requests, each once, as they came.
    pub fn requests(&self) -> impl ExactSizeIterator<Item = &ExemptionRequest> + Clone {
        self.rows.iter().map(|row| &*row.request)
    }

    /// Whether it holds a request.
    pub fn holds(&self, id: RequestId) -> bool {
        self.rows.holds(id)
    }

    /// How many requests it holds.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As of when the requests are known: when the reading began that gave them. Absent before
    /// anything came.
    pub fn read_at(&self) -> Option<Timestamp> {
        self.read_at
    }

    /// Whether calls are to be made, leaving aside that it may have been stopped.
    fn has_more(&self) -> bool {
        self.served().any(|(_, list)| !list.is_over()) || self.has_more_organizations()
    }

    fn has_more_organizations(&self) -> bool {
        let is_served = !self.tokens.refuses_viewer();
        self.organizations
            .as_ref()
            .is_some_and(|list| list.is_asked || is_served && list.next.is_some())
    }

    /// Whether it is being read.
    pub fn is_reading(&self) -> bool {
        !self.is_cancelled && self.stopped.is_none() && self.has_more()
    }

    /// Whether something is missing or may be.
    pub fn is_partial(&self) -> bool {
        self.asked.is_none() || self.has_more() || self.current().any(|(_, list)| list.is_partial())
    }

    /// Whether its last reading is over and began more than `seconds` before `now`.
    pub fn is_older_than(&self, seconds: i64, now: Timestamp) -> bool {
        !self.is_reading() && self.begun_at.is_some_and(|at| now - at > seconds)
    }
}

// The property tests' library doesn't run in a browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod moving;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
