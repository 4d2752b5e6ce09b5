//! What is known of the queue of reviews, and what its bar says: which part is in the foreground, how
//! far it is, and what came of those that are over.

use crate::client::queue::{Item, ItemId, Millis, PACE_IN, Pause, State, View};
use crate::client::write::WriteOutcome;
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

    /// The item of a request; the newest where there were several.
    pub fn of(&self, request: RequestId) -> Option<&Item> {
        self.items.iter().rev().find(|item| item.request() == Some(request))
    }

    /// Whether a review waits or is under way.
    pub fn is_open(&self) -> bool {
        self.items.iter().any(|item| item.state.is_open())
    }
}

/// What is in the foreground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Nothing is going on.
    Nothing,
    /// Reviews can be taken back.
    Undo {
        /// Which, in words.
        what: String,
        /// Until when, in seconds since 1970-01-01T00:00:00Z.
        until: i64,
    },
    /// Reviews are being sent.
    Sending {
        /// Whether some aren't sent yet.
        waits: bool,
    },
    /// Nothing is sent.
    Paused {
        /// Why.
        pause: Pause,
        /// How many reviews wait.
        waits: usize,
    },
}

/// What is in the foreground at `now`.
pub fn part(state: &QueueState, now: Timestamp) -> Part {
    let open: Vec<&Item> = state.items.iter().filter(|item| item.state.is_open()).collect();
    let waiting: Vec<&Item> =
        open.iter().copied().filter(|item| item.state == State::Waiting).collect();
    if open.is_empty() {
        return Part::Nothing;
    }
    if let Some(pause) = &state.pause {
        return Part::Paused { pause: pause.clone(), waits: open.len() };
    }
    let now_in_ms = now.unix().saturating_mul(1_000);
    let until = waiting.iter().map(|item| item.not_before).max().unwrap_or(Millis::MIN);
    if waiting.len() == open.len() && until > now_in_ms {
        return Part::Undo { what: to_be_sent(&waiting), until: whole_seconds(until) };
    }
    Part::Sending { waits: !waiting.is_empty() }
}

/// `Approve octo-org/smile#1`, or `Approve 12 requests and deny 3`.
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

/// How many reviews are through, of how many that weren't taken back.
pub fn done(state: &QueueState) -> Option<(u32, u32)> {
    let count = |fits: fn(&Item) -> bool| {
        u32::try_from(state.items.iter().filter(|item| fits(item)).count()).unwrap_or(u32::MAX)
    };
    let over = count(|item| matches!(item.state, State::Over(_)));
    let open = count(|item| item.state.is_open());
    Some((over, over.saturating_add(open)))
}

/// `3 of 50 sent, about 1 minute left`.
pub fn progress(state: &QueueState, now: Timestamp) -> String {
    let (over, all) = done(state).unwrap_or_default();
    let sent = format!("{over} of {all} sent");
    if let Some(until) = state.held_until.filter(|until| *until > now) {
        let wait = expiry::in_words(until - now);
        return format!("{sent}. GitHub asks to wait: going on in {wait}.");
    }
    let left = i64::from(all - over) * seconds_each(state);
    if all - over < 2 { sent } else { format!("{sent}, about {} left", expiry::in_words(left)) }
}

/// How long a review takes, in seconds: as long as those before it did, and never less than the pace.
fn seconds_each(state: &QueueState) -> i64 {
    let over = || state.items.iter().filter(|item| matches!(item.state, State::Over(_)));
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
