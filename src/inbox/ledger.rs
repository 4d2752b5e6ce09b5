//! What a load asked for, what came, what is missing and why: what stands behind every figure.

use serde::{Deserialize, Serialize};

use crate::client::list::Gap;
use crate::github::error::CallError;
use crate::github::list_requests::TimePeriod;
use crate::github::owner::Owner;
use crate::github::scope::Scope;
use crate::github::time::Timestamp;

/// What stands behind the figures of a load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// How far back the lists go: the API's most.
    pub window: TimePeriod,
    /// One for each list that was asked for.
    pub parts: Vec<Part>,
    /// How many requests are held, each counted once however many lists have it.
    pub requests: usize,
    /// As of when the requests are known, which is when the asking began; absent before anything
    /// came.
    pub read_at: Option<Timestamp>,
    /// The organizations that were asked for in an enterprise's place; absent where they weren't.
    pub organizations: Option<Organizations>,
    /// Until when nothing is asked, since GitHub said so; absent where nothing waits.
    pub waits_until: Option<Timestamp>,
    /// How many calls the token may still make in this hour, as GitHub said last; absent where it
    /// doesn't say.
    pub calls_left: Option<u32>,
    /// What is missing; empty when nothing is.
    pub missing: Vec<Missing>,
}

impl Ledger {
    /// Whether something is missing or may be.
    pub fn is_partial(&self) -> bool {
        !self.missing.is_empty()
    }
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Whose.
    pub scope: Scope,
    /// The scope that it was asked for in place of, since that one's list was refused.
    pub stands_in_for: Option<Scope>,
    /// How many of its pages were read.
    pub pages_read: u32,
    /// How many there are; absent while that isn't known.
    pub pages: Option<u32>,
    /// How many requests it has.
    pub requests: usize,
    /// Why GitHub doesn't give it; absent where it does.
    pub refused: Option<CallError>,
    /// The pages that couldn't be read, and why.
    pub failed: Vec<FailedPage>,
    /// What GitHub left out.
    pub gaps: Vec<Gap>,
    /// Whether its pages were shown to leave no room between them.
    pub compared: Compared,
    /// How often a call was made again.
    pub retries: u32,
    /// When its reading began; absent before anything of it came.
    pub read_at: Option<Timestamp>,
}

/// A page that couldn't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedPage {
    /// Its number.
    pub page: u32,
    /// Why.
    pub error: CallError,
}

/// Whether pages read one after the other make up one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compared {
    /// It isn't known yet.
    NotYet,
    /// It is one page.
    NotNeeded,
    /// They do: nothing that was there all the time is missing.
    Shown,
    /// The list kept changing while it was read.
    KeptChanging,
    /// Requests without an id can't be told apart.
    WithoutIds,
}

/// The organizations of the token's user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organizations {
    /// How many GitHub named.
    pub found: usize,
    /// Why it didn't name them, or not all; absent where it did.
    pub refused: Option<CallError>,
}

impl Missing {
    /// Whether asking for it once more, and for nothing else, may bring it.
    pub fn can_be_asked_again(&self) -> bool {
        matches!(
            self,
            Self::Cancelled
                | Self::Stopped { .. }
                | Self::TokenRefused { .. }
                | Self::Refused { .. }
                | Self::Failed { .. }
        )
    }
}

/// Something that is missing or may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// Calls are still on their way, or to be made.
    Unread,
    /// The person stopped the reading.
    Cancelled,
    /// The reading gave up: nothing can be asked any more.
    Stopped {
        /// Why.
        error: CallError,
    },
    /// GitHub doesn't accept one of several tokens: nothing more is asked with it.
    TokenRefused {
        /// The resource owner that the token is bound to; absent where it is bound to none.
        owner: Option<Owner>,
        /// The lists that aren't read to their end for it.
        scopes: Vec<Scope>,
        /// What GitHub says.
        error: CallError,
    },
    /// GitHub doesn't give a list.
    Refused {
        /// Whose.
        scope: Scope,
        /// Why.
        error: CallError,
    },
    /// Pages couldn't be read.
    Failed {
        /// Of which list.
        scope: Scope,
        /// How many; absent when none could.
        pages: Option<usize>,
        /// Why the first of them couldn't.
        error: CallError,
    },
    /// GitHub left something out.
    LeftOut {
        /// Of which list.
        scope: Scope,
        /// What.
        gap: Gap,
    },
    /// The list kept changing while it was read: requests may have slipped between its pages.
    KeptChanging {
        /// Which.
        scope: Scope,
    },
    /// Requests without an id can't be told apart: some may have slipped between the pages.
    WithoutIds {
        /// Of which list.
        scope: Scope,
    },
    /// Lists of organizations and repositories stand in for one that was refused. They aren't shown
    /// to be all of it.
    StoodIn {
        /// The list that was refused.
        scope: Scope,
    },
}
