//! What a load says of itself: how far it is, how much is known, and what is missing.

use std::collections::HashMap;

use crate::github::list_requests::TimePeriod;
use crate::github::scope::Scope;
use crate::github::time::Timestamp;
use crate::inbox::history::Reading;
use crate::inbox::ledger::{Ledger, Missing, Organizations, Part};
use crate::inbox::list::List;
use crate::inbox::rows::{Change, Row, RowKey};
use crate::triage::verdict::awaits_review;

use super::Load;

/// What the reading does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It reads pages.
    Reading,
    /// It makes sure that nothing slipped over the edges between pages: by the first page, and where pages share too little, by the
    /// edges.
    Comparing,
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub stage: Stage,
    /// How many pages were read; of how many edges it is sure, when they are compared.
    pub pages_read: u32,
    /// How many there are; absent while that isn't known.
    pub pages: Option<u32>,
    /// How many requests are held.
    pub requests: usize,
    /// Until when nothing is asked, since GitHub said so; absent where nothing waits.
    pub waits_until: Option<Timestamp>,
}

/// How much is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing yet.
    Nothing,
    /// Nothing, and nothing more is asked.
    Failure,
    /// A part.
    Part,
    /// Everything.
    Whole,
}

impl Load {
    /// How far the reading is; absent when it is over.
    pub fn progress(&self, now: Timestamp) -> Option<Progress> {
        if !self.is_reading() {
            return None;
        }
        let reads = self.served().any(|(_, list)| !list.is_over() && list.edges().is_none())
            || self.has_more_organizations();
        let stage = if reads { Stage::Reading } else { Stage::Comparing };
        let of = |list: &List| match stage {
            Stage::Reading => (list.pages_read(), list.page_count()),
            Stage::Comparing => list.edges().map_or((0, Some(0)), |(read, all)| (read, Some(all))),
        };
        let given = || self.current().filter(|(_, list)| list.refused().is_none());
        Some(Progress {
            stage,
            pages_read: given().map(|(_, list)| of(list).0).sum(),
            pages: given().map(|(_, list)| of(list).1).sum(),
            requests: self.len(),
            waits_until: self.pace.waits_until(now),
        })
    }

    /// How much is known. While everything is read again, it stays known.
    pub fn known(&self) -> Known {
        if self.is_reading() && self.was_whole {
            return Known::Whole;
        }
        let nothing_came = !self.current().any(|(_, list)| list.read_at.is_some());
        match (self.is_reading(), nothing_came) {
            (_, true) if self.asked.is_none() => Known::Nothing,
            (true, true) => Known::Nothing,
            (false, true) => Known::Failure,
            _ if self.is_partial() => Known::Part,
            _ => Known::Whole,
        }
    }

    /// How many requests await a review.
    pub fn waiting(&self, now: Timestamp) -> usize {
        self.requests().filter(|request| awaits_review(now, request)).count()
    }

    /// Which rows are new or changed since the person saw them, which is when they last asked for
    /// them to be read again; a first reading has none.
    pub fn changed_since_last_look(&self) -> HashMap<RowKey, Change> {
        self.rows.changes()
    }

    /// What is missing.
    pub fn missing(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        if let Some(error) = &self.stopped {
            missing.push(Missing::Stopped { error: error.clone() });
        } else if self.is_cancelled && self.has_more() {
            missing.push(Missing::Cancelled);
        } else if self.has_more() || self.asked.is_none() {
            missing.push(Missing::Unread);
        }
        for (token, error) in self.tokens.refused() {
            let is_stopped =
                |list: &List| !list.is_over() && self.tokens.serves(token, &list.scope);
            let stopped = self.current().filter(|(_, list)| is_stopped(list));
            let scopes = stopped.map(|(_, list)| (*list.scope).clone()).collect();
            let (owner, error) = (token.clone(), error.clone());
            missing.push(Missing::TokenRefused { owner, scopes, error });
        }
        for (_, list) in self.current() {
            missing.extend(list.missing());
        }
        let stood_in_for =
            |index: usize| self.current().any(|(_, list)| list.stands_in_for == Some(index));
        let stood_in = self.current().filter(|(index, _)| stood_in_for(*index));
        let scopes = stood_in.map(|(_, list)| (*list.scope).clone());
        missing.extend(scopes.map(|scope| Missing::StoodIn { scope }));
        missing
    }

    /// The lists that it reads, but for those that GitHub doesn't give.
    pub fn given_lists(&self) -> Vec<Scope> {
        let given = self.current().filter(|(_, list)| list.refused().is_none());
        given.map(|(_, list)| (*list.scope).clone()).collect()
    }

    /// What it read of each list that GitHub gives, for a history; nothing while it is being read,
    /// and of a list nothing that an earlier reading gave.
    pub fn readings(&self) -> Vec<Reading> {
        if self.is_reading() {
            return Vec::new();
        }
        let reading = |(index, list): (usize, &List)| {
            let rows: Vec<Row> = self.rows.given_by(index, self.round).cloned().collect();
            let is_numbered = |row: &Row| matches!(row.key, RowKey::Request(_));
            Some(Reading {
                scope: (*list.scope).clone(),
                at: list.read_at.filter(|at| Some(*at) == self.begun_at)?,
                is_whole: !list.is_partial() && rows.iter().all(is_numbered),
                rows,
            })
        };
        self.current().filter_map(reading).collect()
    }

    /// What stands behind the figures, at `now`.
    pub fn ledger(&self, now: Timestamp) -> Ledger {
        let counts = self.rows.by_list();
        let part = |(index, list): (usize, &List)| {
            let stands_in_for = list.stands_in_for.and_then(|index| self.lists.get(index));
            Part {
                scope: (*list.scope).clone(),
                stands_in_for: stands_in_for.map(|list| (*list.scope).clone()),
                pages_read: list.pages_read(),
                pages: list.page_count(),
                requests: counts.get(&index).copied().unwrap_or_default(),
                refused: list.refused().cloned(),
                failed: list.failed(),
                gaps: list.gaps(),
                compared: list.compared(),
                retries: list.retries,
                read_at: list.read_at,
            }
        };
        Ledger {
            window: TimePeriod::Month,
            parts: self.current().map(part).collect(),
            requests: self.len(),
            read_at: self.read_at,
            organizations: self.organizations.as_ref().map(|list| Organizations {
                found: list.logins.len(),
                refused: list.refused.clone(),
            }),
            waits_until: self.pace.waits_until(now).filter(|_| self.is_reading()),
            calls_left: self.calls_left,
            missing: self.missing(),
        }
    }
}
