//! How long requests waited for their first response, and how many were answered in time.

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;

/// How quickly the requests of one organization, of one reviewer, or all of them, were answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResponseTime {
    /// Whose; `None` for all requests, and for those without an organization.
    pub value: Option<String>,
    /// How many requests the two durations are of.
    pub measured: usize,
    /// In seconds; `None` where nothing was measured.
    pub median: Option<i64>,
    /// In seconds; `None` where nothing was measured.
    pub percentile_90: Option<i64>,
    /// How many requests were answered before they expired.
    pub in_time: usize,
    /// Of how many, which are those that were answered or expired.
    pub ended: usize,
    /// The query term that asks for the requests it is about; `None` for all, or where the
    /// language has none.
    pub term: Option<String>,
}

impl ResponseTime {
    /// `in_time` in `ended`, from 0 to 1; `None` where nothing ended.
    pub fn share_in_time(&self) -> Option<f64> {
        None
    }
}

/// How quickly requests were answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResponseTimes {
    /// All of them.
    pub overall: ResponseTime,
    /// Per organization, most measured first, then by name.
    pub organizations: Vec<ResponseTime>,
    /// Per reviewer, most measured first, then by name.
    pub reviewers: Vec<ResponseTime>,
}

impl ResponseTimes {
    /// The times at `now`.
    pub fn of(now: Timestamp, requests: &[&ExemptionRequest]) -> Self {
        let _ = (now, requests);
        Self::default()
    }
}
