//! The history of a list beyond what GitHub's API gives of it: what is kept of each request, how a
//! load's rows come into it, of which times it has every request.
//!
//! GitHub's lists reach back a month. What was read of them before stays known only if it is kept
//! here, so a history knows a request as it was when a list gave it last: one that waited then, and
//! that no list gives any more, has an end that nobody saw ([`Kept::known`]).

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::lenient;
use crate::github::scope::Scope;
use crate::github::time::Timestamp;
use crate::triage::coverage::{Coverage, Stretch};
use crate::triage::local_time::{DAY, HOUR};
use crate::triage::verdict::awaits_review;

use super::load::Load;
use super::rows::{Row, RowKey, Via};

/// How far back a whole list has every request, in seconds: as long as the shortest month. GitHub
/// doesn't say how long a month is, nor whether the creation counts or the last change; what was
/// made in this time is in the list in every case.
pub const MONTH: i64 = 28 * DAY;

/// How long a load takes at most, in seconds. One that seems to have begun longer before another one
/// was made by a clock that was set back meanwhile.
const LONGEST_LOAD: i64 = HOUR;

/// What a load read of one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Whose list.
    pub scope: Scope,
    /// When its reading began.
    pub at: Timestamp,
    /// Whether every request of its window is among `rows`, each with an id.
    pub is_whole: bool,
    /// The requests that it gave. They may be fewer, where the others are kept as they are.
    pub rows: Vec<Row>,
}

/// A request as it is kept: without what nobody needs to count it, which is its number, its address
/// in the API and what the requester wrote. That is the one text into which a person could have put
/// a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When a list gave it with this content.
    pub seen_at: Timestamp,
    /// The request.
    pub request: ExemptionRequest,
}

impl Kept {
    /// A request that was seen at `at`; absent where it has no id, by which alone it is known again.
    pub fn of(request: &ExemptionRequest, at: Timestamp) -> Option<Self> {
        request.id?;
        let request = ExemptionRequest {
            number: None,
            requester_comment: None,
            url: None,
            ..request.clone()
        };
        Some(Self { seen_at: at, request })
    }

    /// From its text; absent where that can't be read or has no id.
    pub fn read(text: &str) -> Option<Self> {
        let kept: Option<Self> = lenient::from_str(text).ok();
        kept.filter(|kept| kept.request.id.is_some())
    }

    /// As text.
    pub fn text(&self) -> String {
        // Nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether it was waiting when it was seen.
    fn waited(&self) -> bool {
        awaits_review(self.seen_at, &self.request)
    }

    /// Whether it says something that `before` doesn't.
    fn says_more_than(&self, before: &Self) -> bool {
        // One that expired without a change of its own is known to have ended.
        self.request != before.request || self.waited() != before.waited()
    }

    /// The request as it is known where no list gives it any more: without a status if it waited
    /// when it was seen, for what became of it then wasn't.
    pub fn known(self) -> ExemptionRequest {
        let status = if self.waited() { None } else { self.request.status };
        ExemptionRequest { status, ..self.request }
    }
}

/// What is known of a list's history, beside the requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose list.
    pub scope: Scope,
    /// When the reading began that came into it last; absent before any did.
    pub read_at: Option<Timestamp>,
    /// Of which times it has every request.
    pub coverage: Coverage,
    /// How many requests are kept.
    pub requests: usize,
    /// How many bytes their texts have.
    pub bytes: usize,
}

impl Record {
    /// That of a list of which nothing is kept.
    pub fn new(scope: Scope) -> Self {
        let coverage = Coverage::default();
        Self { scope, read_at: None, coverage, requests: 0, bytes: 0 }
    }

    /// From its text; absent where that can't be read.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// As text.
    pub fn text(&self) -> String {
        // Nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What is to be kept of a request that a list gave, in place of the text `before`; absent where
    /// that stays. To be asked before [`Record::finish`].
    pub fn keep(&mut self, before: Option<&str>, seen: &Kept) -> Option<String> {
        let is_late =
            self.read_at.is_some_and(|at| seen.seen_at < at && at - seen.seen_at <= LONGEST_LOAD);
        let stays = match (before, before.and_then(Kept::read)) {
            (None, _) => false,
            // What a newer reading saw, or left as it was, isn't undone by one that began before it.
            (Some(_), Some(kept)) => is_late || !seen.says_more_than(&kept),
            // It can't be read, and this can.
            (Some(_), None) => false,
        };
        if stays {
            return None;
        }
        let text = seen.text();
        self.requests += usize::from(before.is_none());
        self.bytes = (self.bytes + text.len()).saturating_sub(before.map_or(0, str::len));
        Some(text)
    }

    /// Notes that all of a reading is kept.
    pub fn finish(&mut self, reading: &Reading) {
        if self.read_at.is_some_and(|at| at - reading.at > LONGEST_LOAD) {
            // What seems to lie ahead was never seen.
            self.read_at = None;
            self.coverage.cut(reading.at);
        }
        self.read_at = self.read_at.max(Some(reading.at));
        if reading.is_whole {
            self.coverage.add(Stretch { from: reading.at.plus(-MONTH), until: reading.at });
        }
    }
}

/// What is kept of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What is known of it.
    pub record: Record,
    /// Its requests, as they are kept.
    pub texts: Vec<String>,
}

/// What a history has of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistorySource {
    /// Whose list.
    pub scope: Scope,
    /// How many requests of it can be read.
    pub requests: usize,
    /// Of which times it has every request.
    pub coverage: Coverage,
}

/// The histories of the lists that a load reads, brought together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    rows: Vec<Row>,
    /// Of which times it has every request of every list.
    pub coverage: Coverage,
    /// The lists.
    pub sources: Vec<HistorySource>,
    /// How many kept requests can't be read. They stay where they are.
    pub unreadable: usize,
}

impl History {
    /// From what is kept of each list.
    pub fn of(lists: impl IntoIterator<Item = Held>) -> Self {
        let mut history = Self::default();
        let mut newest: HashMap<RequestId, (Kept, Arc<Scope>)> = HashMap::new();
        for Held { record, texts } in lists {
            let scope = Arc::new(record.scope.clone());
            let mut requests = 0;
            for text in texts {
                let Some((id, kept)) = Kept::read(&text).and_then(|it| Some((it.request.id?, it)))
                else {
                    history.unreadable += 1;
                    continue;
                };
                requests += 1;
                let is_newer =
                    newest.get(&id).is_none_or(|(before, _)| before.seen_at < kept.seen_at);
                if is_newer {
                    newest.insert(id, (kept, Arc::clone(&scope)));
                }
            }
            history.coverage = match history.sources.as_slice() {
                [] => record.coverage.clone(),
                _ => history.coverage.and(&record.coverage),
            };
            let Record { scope, coverage, .. } = record;
            history.sources.push(HistorySource { scope, requests, coverage });
        }
        let row = |(id, (kept, scope)): (RequestId, (Kept, Arc<Scope>))| Row {
            key: RowKey::Request(id),
            version: 0,
            request: Arc::new(kept.known()),
            via: Via::Scope(scope),
        };
        history.rows = newest.into_iter().map(row).collect();
        history.rows.sort_by_key(|row| row.key);
        history
    }

    /// Whether it is of these lists and no others.
    pub fn is_of(&self, lists: &[Scope]) -> bool {
        let is_same = |(its, list): (&HistorySource, &Scope)| its.scope.same_as(list);
        self.sources.len() == lists.len() && self.sources.iter().zip(lists).all(is_same)
    }

    /// The requests that `load` doesn't have, by id.
    pub fn rows_beside<'a>(&'a self, load: &'a Load) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(|row| match row.key {
            RowKey::Request(id) => !load.holds(id),
            RowKey::Unnumbered(_) => true,
        })
    }

    /// Whether requests may be missing from it, within its reach.
    pub fn is_partial(&self) -> bool {
        self.unreadable > 0 || self.coverage.reach().is_none() || !self.coverage.gaps().is_empty()
    }
}

// The property tests' library doesn't run in a browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
