//! The reviews that wait to be sent, one after another: what each waits for, what came of it, and what
//! may be sent next. Pure: the program that sends them is [`super::runner`].
//!
//! Every review goes through here. So it can be taken back for a moment, no request is reviewed twice at
//! once, and after a stopped program it is known which reviews were sent and which were not.

use serde::{Deserialize, Serialize};

use crate::github::error::{CallError, TransportError};
use crate::github::host::Host;
use crate::github::ids::RequestId;
use crate::github::time::Timestamp;
use crate::triage::guard::PageUser;

use super::operation::Review;
use super::permit::{NoPermit, Press, Presses, Taken};
use super::write::WriteOutcome;
use remedy::{Remedy, remedy, was_written};

pub use item::{Account, Item, ItemId, State};

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// How long after a write the next one is sent, in milliseconds. Source: REST docs, "Best practices":
/// at least one second between requests that change something.
pub const PACE_IN: Millis = 1_000;

/// The longest time that a review can be taken back for, in seconds.
pub const MAX_DELAY_IN: u8 = 30;

/// Why nothing is sent although reviews wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pause {
    /// The person asked for it.
    ByPerson,
    /// The program was stopped while reviews waited.
    Restarted,
    /// There is no token, or another user's.
    OtherAccount,
    /// A call failed in a way that the next would, too.
    Failed(CallError),
    /// Whether a review was recorded couldn't be found out.
    Unclear,
    /// The queue couldn't be kept; in the browser's words.
    NotKept(String),
}

/// One review to be put into the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The decision.
    pub review: Review,
    /// What the person wrote, where the message was made from it: a template with placeholders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// Whether it was written for many.
    #[serde(default)]
    pub in_bulk: bool,
}

/// What can be asked of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// How does it stand?
    Look,
    /// Put these in, to be sent in this order after `delay_in` seconds.
    Add {
        /// The reviews; those of requests that already have an open review are left out.
        orders: Vec<Order>,
        /// For how long they can be taken back, at most [`MAX_DELAY_IN`].
        delay_in: u8,
    },
    /// Take these back, those of them that weren't sent.
    TakeBack(Vec<ItemId>),
    /// Don't wait any longer for these.
    SendNow(Vec<ItemId>),
    /// Send nothing for now.
    Pause,
    /// Go on.
    Continue,
    /// Send these again, those of them that GitHub certainly didn't record.
    Retry(Vec<ItemId>),
    /// Forget these, those of them that are over.
    Forget(Vec<ItemId>),
    /// Forget what another version kept and this one can't read.
    ForgetUnreadable,
}

impl Command {
    /// Whether it lets reviews leave: then it takes a press.
    pub(super) fn lets_leave(&self) -> bool {
        match self {
            Self::Add { .. } | Self::SendNow(_) | Self::Continue | Self::Retry(_) => true,
            Self::Look
            | Self::TakeBack(_)
            | Self::Pause
            | Self::Forget(_)
            | Self::ForgetUnreadable => false,
        }
    }
}

/// How the queue stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Grows with every change; a queue that was made anew may begin lower.
    pub version: u64,
    /// Every item's name, in the order of sending.
    pub ids: Vec<ItemId>,
    /// The items that changed since the version asked for.
    pub changed: Vec<Item>,
    /// Why nothing is sent.
    pub pause: Option<Pause>,
    /// GitHub asked to wait until then.
    pub held_until: Option<Timestamp>,
    /// Queues that another version kept and this one can't read, as they were kept.
    #[serde(default)]
    pub unreadable: Vec<String>,
}

/// Why the queue didn't do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueueError {
    /// It couldn't be asked.
    Transport(TransportError),
    /// It couldn't be kept, and what was put in was taken out again; in the browser's words.
    NotKept(String),
    /// No person pressed for it.
    NotPermitted(NoPermit),
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Send this one, which is marked as being sent.
    Send(ItemId),
    /// Find out whether GitHub has this one.
    LookBack(ItemId),
    /// Ask again at this instant.
    WaitUntil(Millis),
    /// Nothing.
    Rest,
}

/// The queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    version: u64,
    next_id: u64,
    items: Vec<Item>,
    pause: Option<Pause>,
    held_until: Option<Timestamp>,
    last_sent_at: Option<Millis>,
    /// Queues that another version kept and this one can't read: kept as they are, until a version
    /// reads them or the person has done with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unreadable: Vec<String>,
    #[serde(default)]
    presses: Presses,
}

impl Queue {
    /// The items, in the order of sending.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// One item.
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Why nothing is sent.
    pub fn pause(&self) -> Option<&Pause> {
        self.pause.as_ref()
    }

    /// Grows with every change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether a review for this request of this GitHub waits or is under way.
    pub fn holds(&self, host: &Host, request: RequestId) -> bool {
        self.items.iter().any(|item| item.state.is_open() && item.is_of(host, request))
    }

    /// How it stands, with the items that changed after version `since`.
    pub fn view(&self, since: u64) -> View {
        // A queue made anew counts from the start: then everything is news.
        let since = if since > self.version { 0 } else { since };
        View {
            version: self.version,
            ids: self.items.iter().map(|item| item.id).collect(),
            changed: self.items.iter().filter(|item| item.version > since).cloned().collect(),
            pause: self.pause.clone(),
            held_until: self.held_until,
            unreadable: self.unreadable.clone(),
        }
    }

    /// Does what a person asks for; whether anything changed.
    ///
    /// # Errors
    /// It would let reviews leave, and `press` doesn't permit that: then nothing is done.
    pub fn obey(
        &mut self,
        now: Millis,
        account: Option<&Account>,
        page_user: &PageUser,
        press: Option<&Press>,
        command: &Command,
    ) -> Result<bool, NoPermit> {
        let before = self.version;
        let requests = self.requests_of(command);
        let taken = match command.lets_leave() {
            true => Some(self.presses.take(now, press, requests)?),
            false => None,
        };
        match command {
            Command::Look => {}
            Command::Add { orders, delay_in } => {
                let delay = Millis::from((*delay_in).min(MAX_DELAY_IN)) * 1_000;
                // What is put in without a token would be nobody's.
                if let (Some(account), Some(taken)) = (account, taken) {
                    self.add(now, now + delay, (account, page_user), taken, orders);
                }
            }
            Command::TakeBack(ids) => self.change(now, ids, |item| match item.state {
                State::Waiting => Some(State::TakenBack),
                _ => None,
            }),
            Command::SendNow(ids) => {
                let version = self.version + 1;
                let waits = |item: &&mut Item| {
                    item.state == State::Waiting && item.not_before > now && ids.contains(&item.id)
                };
                for item in self.items.iter_mut().filter(waits) {
                    item.not_before = now;
                    item.version = version;
                    self.version = version;
                }
            }
            Command::Pause => self.set_pause(Some(Pause::ByPerson)),
            Command::Continue => self.set_pause(None),
            Command::Retry(ids) => {
                if let Some(taken) = taken {
                    self.retry(now, taken, ids);
                }
            }
            Command::Forget(ids) => {
                let count = self.items.len();
                self.items.retain(|item| item.state.is_open() || !ids.contains(&item.id));
                if self.items.len() != count {
                    self.touch();
                }
            }
            Command::ForgetUnreadable if self.unreadable.is_empty() => {}
            Command::ForgetUnreadable => {
                self.unreadable.clear();
                self.touch();
            }
        }
        self.rest_when_done();
        Ok(self.version != before)
    }

    /// The requests that a command asks to write to.
    fn requests_of(&self, command: &Command) -> Vec<RequestId> {
        match command {
            Command::Add { orders, .. } => {
                orders.iter().filter_map(|order| order.review.seen.request.id).collect()
            }
            Command::Retry(ids) => {
                let wanted = self.items.iter().filter(|item| ids.contains(&item.id));
                wanted.filter_map(Item::request).collect()
            }
            _ => Vec::new(),
        }
    }

    fn add(
        &mut self,
        now: Millis,
        not_before: Millis,
        (account, page_user): (&Account, &PageUser),
        mut taken: Taken,
        orders: &[Order],
    ) {
        let batch = ItemId(self.next_id);
        for order in orders {
            let Some(request) = order.review.seen.request.id else { continue };
            if self.holds(&account.host, request) {
                continue;
            }
            // Of two for one request the first counts.
            let Some(review) = taken.permit(request, order.review.clone()) else { continue };
            // What came of an earlier review of the same request is told by this one.
            self.items.retain(|item| !item.is_of(&account.host, request));
            self.touch();
            self.items.push(Item {
                id: ItemId(self.next_id),
                batch,
                review,
                written: order.written.clone(),
                in_bulk: order.in_bulk,
                page_user: page_user.clone(),
                account: account.clone(),
                not_before,
                changed_at: now,
                version: self.version,
                state: State::Waiting,
            });
            self.next_id += 1;
        }
    }

    fn retry(&mut self, now: Millis, mut taken: Taken, ids: &[ItemId]) {
        let open = self.items.iter().filter(|item| item.state.is_open());
        let open: Vec<(Host, RequestId)> =
            open.filter_map(|item| Some((item.account.host.clone(), item.request()?))).collect();
        let version = self.version + 1;
        for item in self.items.iter_mut().filter(|item| ids.contains(&item.id)) {
            let Some(request) = item.request() else { continue };
            let is_open = open.iter().any(|(host, request)| item.is_of(host, *request));
            if is_open || !item.state.can_be_retried() {
                continue;
            }
            // The permit that it had is used up.
            let Some(review) = taken.permit(request, Review::clone(&item.review)) else { continue };
            item.review = review;
            item.state = State::Waiting;
            item.changed_at = now;
            item.version = version;
            self.version = version;
        }
    }

    /// The one that is next, if nothing is under way.
    fn first(&self) -> Option<&Item> {
        if self.pause.is_some() || self.items.iter().any(|item| item.state == State::Sending) {
            return None;
        }
        let interrupted = self.items.iter().find(|item| item.state == State::Interrupted);
        let waiting = self.items.iter().filter(|item| item.state == State::Waiting);
        let soonest = waiting.min_by_key(|item| (item.not_before, item.id));
        interrupted.or(soonest)
    }

    /// The GitHub that [`Self::next`] is about; absent when nothing waits, or it is paused.
    pub fn next_host(&self) -> Option<Host> {
        self.first().map(|item| item.account.host.clone())
    }

    /// What to do at `now` for `account`, whose token there is for [`Self::next_host`].
    pub fn next(&mut self, now: Millis, account: Option<&Account>) -> Next {
        let Some(item) = self.first() else { return Next::Rest };
        let id = item.id;
        let is_interrupted = item.state == State::Interrupted;
        // One that lies ahead was written before the clock was put back.
        let last_sent_at = self.last_sent_at.filter(|at| *at <= now);
        let paced = last_sent_at.map_or(Millis::MIN, |at| at.saturating_add(PACE_IN));
        let held = self.held_until.map_or(Millis::MIN, |at| at.unix().saturating_mul(1_000));
        let at = if is_interrupted { held } else { item.not_before.max(paced).max(held) };
        if now < at {
            return Next::WaitUntil(at);
        }
        if account != Some(&item.account) {
            self.set_pause(Some(Pause::OtherAccount));
            return Next::Rest;
        }
        self.held_until = None;
        if is_interrupted {
            return Next::LookBack(id);
        }
        self.change(now, &[id], |_| Some(State::Sending));
        Next::Send(id)
    }

    /// What came of an item's sending.
    ///
    /// One of several that GitHub turned away for its rate limit waits again, and all of them with it:
    /// it certainly wasn't recorded, and it was ordered to be sent unattended.
    pub fn sent(&mut self, now: Millis, id: ItemId, outcome: WriteOutcome) {
        if was_written(&outcome) {
            self.last_sent_at = Some(now);
        }
        let remedy = remedy(&outcome);
        match remedy {
            Remedy::None => {}
            Remedy::WaitUntil(at) => {
                self.held_until = Some(at);
                if self.is_one_of_several(id) {
                    self.change(now, &[id], |_| Some(State::Waiting));
                    return;
                }
            }
            Remedy::Pause(pause) => self.set_pause(Some(pause)),
        }
        self.change(now, &[id], |_| Some(State::Over(Box::new(outcome.clone()))));
        self.rest_when_done();
    }

    fn is_one_of_several(&self, id: ItemId) -> bool {
        let batch = self.item(id).map(|item| item.batch);
        self.items.iter().filter(|item| Some(item.batch) == batch).count() > 1
    }

    /// A pause is of those that wait.
    fn rest_when_done(&mut self) {
        if !self.items.iter().any(|item| item.state.is_open()) {
            self.set_pause(None);
            self.held_until = None;
        }
    }

    /// An item that was to be sent wasn't: it waits again.
    pub fn not_sent(&mut self, now: Millis, id: ItemId) {
        self.change(now, &[id], |_| Some(State::Waiting));
    }

    /// The browser doesn't let the program reach the GitHub of an item whose turn it is: it waits as it
    /// did, and the others with it.
    pub fn not_granted(&mut self, now: Millis, id: ItemId) {
        self.change(now, &[id], |item| match item.state {
            State::Sending => Some(State::Waiting),
            _ => None,
        });
        let error = CallError::Transport(TransportError::NotGranted);
        self.set_pause(Some(Pause::Failed(error)));
    }

    /// Sends nothing for now.
    pub fn pause_for(&mut self, why: Pause) {
        self.set_pause(Some(why));
    }

    /// What reading back said of an interrupted item: `Ok(None)` that GitHub doesn't have it, so that
    /// it waits again. Where it doesn't tell, those behind it wait until the person has seen that.
    pub fn looked_back(
        &mut self,
        now: Millis,
        id: ItemId,
        found: Result<Option<WriteOutcome>, CallError>,
    ) {
        match found {
            Ok(None) => self.change(now, &[id], |_| Some(State::Waiting)),
            Ok(Some(outcome)) => {
                if let Remedy::Pause(pause) = remedy(&outcome) {
                    self.set_pause(Some(pause));
                }
                self.change(now, &[id], |_| Some(State::Over(Box::new(outcome.clone()))));
                self.rest_when_done();
            }
            Err(error) => self.set_pause(Some(Pause::Failed(error))),
        }
    }

    fn change(&mut self, now: Millis, ids: &[ItemId], to: impl Fn(&Item) -> Option<State>) {
        let version = self.version + 1;
        for item in self.items.iter_mut().filter(|item| ids.contains(&item.id)) {
            if let Some(state) = to(item) {
                item.state = state;
                item.changed_at = now;
                item.version = version;
                self.version = version;
            }
        }
    }

    fn set_pause(&mut self, pause: Option<Pause>) {
        if self.pause != pause {
            self.pause = pause;
            self.touch();
        }
    }

    fn touch(&mut self) {
        self.version += 1;
    }
}

mod item;
mod kept;
mod remedy;
#[cfg(test)]
mod tests;
