//! Takes a response to a bypass request back.
//!
//! `DELETE /repos/{owner}/{repo}/bypass-responses/secret-scanning/{bypass_response_id}`.
//! <https://docs.github.com/enterprise-cloud@latest/rest/secret-scanning/delegated-bypass#dismiss-a-response-on-a-bypass-request-for-secret-scanning>
//!
//! Permission: "Secret scanning alerts" (read) is all that is documented.
//! Checked 2026-11-22 against description 23.0.2.

use super::endpoint::{Endpoint, Method, encode};
use super::ids::{RepoName, ResponseId};

/// One dismissal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DismissResponse {
    /// The request's repository.
    pub repo: RepoName,
    /// The response.
    pub response: ResponseId,
}

impl Endpoint for DismissResponse {
    type Reply = ();
    const OPERATION: &'static str = "secret-scanning/dismiss-bypass-response";
    const METHOD: Method = Method::Delete;

    fn path(&self) -> String {
        format!(
            "/repos/{}/{}/bypass-responses/secret-scanning/{}",
            encode(&self.repo.owner),
            encode(&self.repo.name),
            self.response
        )
    }
}
