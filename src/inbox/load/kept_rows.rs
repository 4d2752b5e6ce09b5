//! What a session keeps of a list, so that its next page has rows to show before GitHub gives any: which rows, how much of
//! them, as what text, and what a reading makes of them.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::github::exemption::ExemptionRequest;
use crate::github::lenient;
use crate::github::scope::{Scope, Scopes};
use crate::github::time::Timestamp;
use crate::inbox::list::List;
use crate::inbox::rows::Source;
use crate::triage::verdict::awaits_review;

use super::Load;

/// The form of the text; one of another form isn't read.
const VERSION: u32 = 1;

/// How many rows are kept at most: several windows full.
const MAX_ROWS: usize = 300;

/// How long their text is at most, in bytes: a tenth of what browsers keep for a session.
const MAX_BYTES: usize = 1_000_000;

/// A row: the scope whose list gave it, the one that this list stood in for, and the request.
type KeptRow = (Scope, Option<Scope>, ExemptionRequest);

/// The rows that are kept.
#[derive(Debug, PartialEq)]
pub struct KeptRows {
    scopes: Scopes,
    read_at: Timestamp,
    rows: Vec<KeptRow>,
}

/// Their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsText {
    /// The text.
    pub text: String,
    /// The same for the same rows, whenever they were read.
    pub mark: u64,
}

impl KeptRows {
    /// From the text, if `writer` wrote it of `scopes` in this form.
    pub fn read(text: &str, writer: &str, scopes: &Scopes) -> Option<Self> {
        let (read_at, body) = text.split_once('\n')?;
        let mut lines = body.lines();
        let head: (u32, String, Scopes) = serde_json::from_str(lines.next()?).ok()?;
        if (head.0, &*head.1, &head.2) != (VERSION, writer, scopes) {
            return None;
        }
        let rows = lines.map(|line| lenient::from_str(line).ok());
        Some(Self {
            scopes: head.2,
            read_at: Timestamp::from_unix(read_at.parse().ok()?),
            rows: rows.collect::<Option<_>>()?,
        })
    }
}

impl Load {
    /// What is to be kept of it for `writer`, once its reading is over: rows that this reading gave, those that wait first,
    /// since those are shown first. A row without an id couldn't be told from the one that GitHub gives, and is left out.
    /// Absent where there is none.
    pub fn rows_to_keep(&self, writer: &str, now: Timestamp) -> Option<RowsText> {
        if self.is_reading() {
            return None;
        }
        let rows = self.rows.given_in(self.round).filter(|(_, row)| row.request.id.is_some());
        let waits = |request: &ExemptionRequest| awaits_review(now, request);
        let waiting = rows.clone().filter(|(_, row)| waits(&row.request));
        let others = rows.filter(|(_, row)| !waits(&row.request));
        let mut body =
            serde_json::to_string(&(VERSION, writer, self.asked.as_ref()?)).unwrap_or_default();
        let mut is_empty = true;
        for (index, row) in waiting.chain(others).take(MAX_ROWS) {
            let list = self.lists.get(index)?;
            let stood_in_for = list.stands_in_for.and_then(|index| self.lists.get(index));
            let stood_in_for = stood_in_for.map(|list| &*list.scope);
            let line = serde_json::to_string(&(&*list.scope, stood_in_for, &*row.request)).ok()?;
            if body.len() + line.len() > MAX_BYTES {
                break;
            }
            body.push('\n');
            body.push_str(&line);
            is_empty = false;
        }
        let read_at = self.read_at.filter(|_| !is_empty)?.unix();
        let mut mark = FxHasher::default();
        mark.write(body.as_bytes());
        Some(RowsText { text: format!("{read_at}\n{body}"), mark: mark.finish() })
    }

    /// Shows kept rows until the lists are read, as if a reading before had given them: they say nothing of what is known, what
    /// GitHub gives or gave takes their place, and what a whole list doesn't have goes. Only a first reading that isn't over
    /// has a use for them; whether it took them.
    pub fn seed(&mut self, kept: KeptRows) -> bool {
        if self.is_again || !self.is_reading() || self.asked.as_ref() != Some(&kept.scopes) {
            return false;
        }
        let before = self.round.wrapping_sub(1);
        for (scope, stood_in_for, request) in kept.rows {
            let find = |scope: &Scope| self.lists.iter().position(|its| its.scope.same_as(scope));
            let index = match (find(&scope), stood_in_for.as_ref().and_then(find)) {
                (Some(index), _) => index,
                // This reading may not ask it at all.
                (None, Some(stood_in_for)) => {
                    self.lists.push(List::new(scope, Some(stood_in_for), before));
                    self.lists.len() - 1
                }
                (None, None) => continue,
            };
            let Some(list) = self.lists.get(index) else { continue };
            let source =
                Source { list: index, scope: &list.scope, round: before, serial: 0, page: None };
            self.rows.seed(source, request);
        }
        self.read_at.get_or_insert(kept.read_at);
        // A list may be whole already.
        self.drop_gone();
        true
    }
}
