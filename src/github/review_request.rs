//! Approves or denies one bypass request.
//!
//! `PATCH /repos/{owner}/{repo}/bypass-requests/secret-scanning/{bypass_request_number}`.
//! <https://docs.github.com/enterprise-cloud@latest/rest/secret-scanning/delegated-bypass#review-a-bypass-request-for-secret-scanning>
//!
//! Permission: as for the lists; fine-grained tokens need "Organization bypass requests for secret
//! scanning" (read) or "Secret scanning push protection bypass requests" (write).
//! Checked 2026-11-22 against description 23.0.2.

use serde::Deserialize;
use serde_json::json;

use super::endpoint::{Endpoint, Method};
use super::get_request::item_path;
use super::ids::{ItemNumber, RepoName, ReviewId};
use super::lenient;
use super::open_enum::closed_enum;

closed_enum! {
    /// What a reviewer decides, in the words of secret-scanning bypass requests.
    Decision {
        /// Let the secret be pushed.
        Approve = "approve",
        /// Keep it out. (Other kinds of request say `deny` here.)
        Deny = "reject",
    }
}

/// The most Unicode code points a message may have. The docs say "characters"; that they mean code
/// points is unverified, so a 422 must keep the text.
pub const MAX_MESSAGE_LENGTH: usize = 2048;

/// One review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRequest {
    /// The request's repository.
    pub repo: RepoName,
    /// The number the item route takes.
    pub number: ItemNumber,
    /// Approve or deny.
    pub decision: Decision,
    /// What the requester is told; required.
    pub message: String,
}

/// The reply to a review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Reviewed {
    /// The review's number; may be missing, as any field.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub bypass_review_id: Option<ReviewId>,
}

impl Endpoint for ReviewRequest {
    type Reply = Reviewed;
    const OPERATION: &'static str = "secret-scanning/review-bypass-request";
    const METHOD: Method = Method::Patch;

    fn path(&self) -> String {
        item_path(&self.repo, self.number)
    }

    fn body(&self) -> Option<serde_json::Value> {
        Some(json!({ "status": self.decision.word(), "message": self.message }))
    }
}
