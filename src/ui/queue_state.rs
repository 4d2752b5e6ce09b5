//! What is known of the queue of reviews, and what its bar says: which part is in the foreground, how
//! far it is, and what came of those that are over.

use std::collections::BTreeSet;

use crate::client::queue::{Item, ItemId, Millis, PACE_IN, Pause, State, View};
use crate::client::write::WriteOutcome;
use crate::github::host::Host;
use crate::github::ids::RequestId;
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;
use crate::triage::expiry;

use super::labels;

/// What is known of the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueState {
    version: u64,
    /// Its items, in the order of sending.
    pub items: Vec<Item>,
    /// Why nothing is sent.
    pub pause: Option<Pause>,
    /// GitHub asked to wait until then.
    pub held_until: Option<Timestamp>,
    /// Queues that another version kept and this one can't read, as they were kept.
    pub unreadable: Vec<String>,
}

impl QueueState {
    /// Takes in what a look brought.
    pub fn merge(&mut self, view: &View) {
        let mut items: Vec<Item> = Vec::with_capacity(view.ids.len());
        for id in &view.ids {
            let is_it = |item: &&Item| item.id == *id;
            let known = view.changed.iter().find(is_it).or_else(|| self.items.iter().find(is_it));
            items.extend(known.cloned());
        }
        *self = Self {
            version: view.version,
            items,
            pause: view.pause.clone(),
            held_until: view.held_until,
            unreadable: view.unreadable.clone(),
        };
    }

    /// The version of the queue that this is.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The reviews that can still be taken back.
    pub fn waiting(&self) -> Vec<ItemId> {
        let waits = |item: &&Item| item.state == State::Waiting;
        self.items.iter().filter(waits).map(|item| item.id).collect()
    }

    /// The item of a request of a GitHub; the newest where there were several.
    pub fn of(&self, host: Option<&Host>, request: RequestId) -> Option<&Item> {
        let host = host?;
        self.items.iter().rev().find(|item| item.is_of(host, request))
    }

    /// Whether a review waits or is under way.
    pub fn is_open(&self) -> bool {
        self.items.iter().any(|item| item.state.is_open())
    }
}

/// What is going on, in the order in which it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Reviews that wait so that they can be taken back.
    pub undo: Option<Undo>,
    /// Reviews that are being sent.
    pub sending: Option<Sending>,
    /// Nothing is sent; then there is nothing else.
    pub paused: Option<Paused>,
}

/// Reviews that wait so that they can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Which.
    pub ids: Vec<ItemId>,
    /// Which, in words.
    pub what: String,
    /// Until when the last of them waits, in seconds since 1970-01-01T00:00:00Z.
    pub until: i64,
}

/// Reviews that are being sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Those of them that aren't sent yet.
    pub rest: Vec<ItemId>,
}

/// Nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paused {
    /// Why.
    pub pause: Pause,
    /// How many reviews wait.
    pub waits: usize,
    /// Those of them that aren't sent yet.
    pub rest: Vec<ItemId>,
}

/// What is going on at `now`.
pub fn parts(state: &QueueState, now: Timestamp) -> Parts {
    let open: Vec<&Item> = state.items.iter().filter(|item| item.state.is_open()).collect();
    if open.is_empty() {
        return Parts::default();
    }
    if let Some(pause) = state.pause.clone() {
        let paused = Paused { pause, waits: open.len(), rest: state.waiting() };
        return Parts { paused: Some(paused), ..Parts::default() };
    }
    let (due, delayed): (Vec<&Item>, Vec<&Item>) =
        open.into_iter().partition(|item| is_due(item, now));
    let undo = delayed.iter().map(|item| item.not_before).max().map(|until| Undo {
        ids: ids(delayed.iter().copied()),
        what: to_be_sent(&delayed),
        until: whole_seconds(until),
    });
    let waits = due.iter().copied().filter(|item| item.state == State::Waiting);
    let sending = (!due.is_empty()).then(|| Sending { rest: ids(waits) });
    Parts { undo, sending, paused: None }
}

/// What to take back when a person says only "undo": the last ones that were ordered together and can
/// be taken back, or else all that isn't sent yet.
pub fn undone(state: &QueueState, now: Timestamp) -> Vec<ItemId> {
    let delayed = |item: &&Item| item.state == State::Waiting && !is_due(item, now);
    let last = state.items.iter().filter(delayed).map(|item| item.batch).max();
    match last {
        Some(last) => ids(state.items.iter().filter(delayed).filter(|item| item.batch == last)),
        None => state.waiting(),
    }
}

/// Whether nothing but those before it keep a review from being sent.
fn is_due(item: &Item, now: Timestamp) -> bool {
    match item.state {
        State::Waiting => item.not_before <= now.unix().saturating_mul(1_000),
        State::Sending | State::Interrupted => true,
        State::TakenBack | State::Over(_) => false,
    }
}

fn ids<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<ItemId> {
    items.map(|item| item.id).collect()
}

/// `Approve #1 in octo-org/smile`, or `Approve 12 requests and deny 3`.
fn to_be_sent(items: &[&Item]) -> String {
    if let [only] = items {
        let name = labels::request_name(&only.review.seen.request);
        return match only.review.decision {
            Decision::Approve => format!("Approve {name}"),
            Decision::Deny => format!("Deny {name}"),
        };
    }
    let count = |decision| items.iter().filter(|item| item.review.decision == decision).count();
    match (count(Decision::Approve), count(Decision::Deny)) {
        (approved, 0) => format!("Approve {}", labels::requests(approved)),
        (0, denied) => format!("Deny {}", labels::requests(denied)),
        (approved, denied) => format!("Approve {} and deny {denied}", labels::requests(approved)),
    }
}

/// The reviews that were ordered together with those that are being sent, without those taken back.
fn under_way(state: &QueueState, now: Timestamp) -> Vec<&Item> {
    let due = state.items.iter().filter(|item| is_due(item, now));
    let batches: BTreeSet<ItemId> = due.map(|item| item.batch).collect();
    let is_of = |item: &&Item| batches.contains(&item.batch) && item.state != State::TakenBack;
    state.items.iter().filter(is_of).collect()
}

/// Of the reviews that are being sent: how many are through, and of how many.
pub fn done(state: &QueueState, now: Timestamp) -> (u32, u32) {
    let items = under_way(state, now);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let over = items.iter().filter(|item| !item.state.is_open()).count();
    (count(over), count(items.len()))
}

/// `3 of 50 sent, about 1 minute left`.
pub fn progress(state: &QueueState, now: Timestamp) -> String {
    let (over, all) = done(state, now);
    let sent = format!("{over} of {all} sent");
    if let Some(until) = state.held_until.filter(|until| *until > now) {
        let wait = expiry::in_words(until - now);
        return format!("{sent}. GitHub asks to wait: going on in {wait}.");
    }
    let left = i64::from(all - over) * seconds_each(&under_way(state, now));
    if all - over < 2 { sent } else { format!("{sent}, about {} left", expiry::in_words(left)) }
}

/// How long a review takes, in seconds: as long as those before it did, and never less than the pace.
fn seconds_each(items: &[&Item]) -> i64 {
    let over = || items.iter().filter(|item| !item.state.is_open());
    let at = || over().map(|item| item.changed_at);
    match (at().min(), at().max(), over().count()) {
        (Some(first), Some(last), count @ 2..) => {
            let each = (last - first) / i64::try_from(count - 1).unwrap_or(i64::MAX);
            whole_seconds(each.max(PACE_IN))
        }
        _ => whole_seconds(PACE_IN),
    }
}

/// Rounded up.
fn whole_seconds(milliseconds: Millis) -> i64 {
    milliseconds.saturating_add(999) / 1_000
}

/// How many are over, by what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Over {
    recorded: usize,
    failed: usize,
    unclear: usize,
    taken_back: usize,
}

/// How many are over.
pub fn over(state: &QueueState) -> Over {
    let mut counts = Over::default();
    for item in &state.items {
        match &item.state {
            State::TakenBack => counts.taken_back += 1,
            State::Over(_) if item.state.is_recorded() => counts.recorded += 1,
            State::Over(outcome) if matches!(**outcome, WriteOutcome::Unknown { .. }) => {
                counts.unclear += 1;
            }
            State::Over(_) => counts.failed += 1,
            State::Waiting | State::Sending | State::Interrupted => {}
        }
    }
    counts
}

impl Over {
    /// `48 reviews recorded, 2 not sent or refused`; `None` when nothing is over.
    pub fn in_words(self) -> Option<String> {
        let reviews = |count: usize, what: &str| {
            let plural = if count == 1 { "review" } else { "reviews" };
            (count > 0).then(|| format!("{count} {plural} {what}"))
        };
        let more = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
        let mut parts: Vec<String> = Vec::new();
        for (count, what) in [
            (self.recorded, "recorded"),
            (self.failed, "not recorded"),
            (self.unclear, "of unknown outcome"),
            (self.taken_back, "taken back"),
        ] {
            let part = if parts.is_empty() { reviews(count, what) } else { more(count, what) };
            parts.extend(part);
        }
        if parts.is_empty() {
            return None;
        }
        let undo = if self.recorded > 0 {
            " To take back what is recorded, open the request and dismiss your response."
        } else {
            ""
        };
        Some(format!("{}.{undo}", parts.join(", ")))
    }
}

/// Those that can be sent again.
pub fn retryable(state: &QueueState) -> Vec<ItemId> {
    state.items.iter().filter(|item| item.state.can_be_retried()).map(|item| item.id).collect()
}

/// Those that are over.
pub fn ids_over(state: &QueueState) -> Vec<ItemId> {
    state.items.iter().filter(|item| !item.state.is_open()).map(|item| item.id).collect()
}

/// How far one has come that isn't over.
pub fn state(state: &State) -> &'static str {
    match state {
        State::Waiting => "not sent yet.",
        State::Sending => "being sent.",
        State::Interrupted => "its sending was broken off; whether GitHub has it isn't known yet.",
        State::TakenBack => "taken back, not sent.",
        State::Over(_) => "sent.",
    }
}

#[cfg(test)]
mod tests;
