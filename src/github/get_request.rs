//! Gets one bypass request of a repository.
//!
//! `GET /repos/{owner}/{repo}/bypass-requests/secret-scanning/{bypass_request_number}`.
//! <https://docs.github.com/enterprise-cloud@latest/rest/secret-scanning/delegated-bypass#get-a-bypass-request-for-secret-scanning>
//!
//! Permission: as for the lists; a token with only the repository permission for bypass requests
//! may list but not get. Checked 2026-11-22 against description 23.0.2.

use super::endpoint::{Endpoint, Method, encode};
use super::exemption::ExemptionRequest;
use super::ids::{ItemNumber, RepoName};

/// The path of an item, which getting and reviewing share.
pub(super) fn item_path(repo: &RepoName, number: ItemNumber) -> String {
    format!(
        "/repos/{}/{}/bypass-requests/secret-scanning/{number}",
        encode(&repo.owner),
        encode(&repo.name)
    )
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetRequest {
    /// Its repository.
    pub repo: RepoName,
    /// The number the item route takes.
    pub number: ItemNumber,
}

impl Endpoint for GetRequest {
    type Reply = ExemptionRequest;
    const OPERATION: &'static str = "secret-scanning/get-bypass-request";
    const METHOD: Method = Method::Get;

    fn path(&self) -> String {
        item_path(&self.repo, self.number)
    }
}
