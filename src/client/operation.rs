//! The operations and their outcomes, as values that also travel between the extension's parts.
//!
//! A review is no operation: it goes through the [`queue`](super::queue).

use serde::{Deserialize, Serialize};

use crate::github::error::CallError;
use crate::github::exemption::{ExemptionRequest, RequestPage};
use crate::github::ids::ResponseId;
use crate::github::list_organizations::ListOrganizations;
use crate::github::list_requests::ListRequests;
use crate::github::review_request::Decision;
use crate::triage::message::ReviewMessage;

use super::list::ListPage;
use super::locate::{LocateError, Located};
use super::organizations::OrganizationsPage;
use super::permit::Press;
use super::probe::{Probe, Probed};
use super::write::WriteOutcome;

/// What a view can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// Read one page of a list.
    List(ListRequests),
    /// Read one page of the organizations that the user belongs to.
    ListOrganizations(ListOrganizations),
    /// Find a request and the number that the item route takes for it.
    Locate(Target),
    /// Take a response back, which a person pressed for.
    Dismiss(Press, Box<Dismissal>),
    /// Find out what the token can read, and what the API does in practice.
    Probe(Probe),
}

/// Which request a view is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// The request of a page.
    Page(RequestPage),
    /// A request out of a list.
    Listed(Box<ExemptionRequest>),
}

/// A decision, with all that was known when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The request that the person looked at.
    pub seen: Located,
    /// Approve or deny.
    pub decision: Decision,
    /// What the requester is told.
    pub message: ReviewMessage,
}

/// A dismissal, with all that was known when it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// The request that the person looked at.
    pub seen: Located,
    /// Which of its responses.
    pub response: ResponseId,
}

/// What came of an operation, and what became known with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Performed {
    /// What came of it.
    pub outcome: Outcome,
    /// How far GitHub's clock is ahead of this computer's, in seconds; absent where no GitHub was
    /// asked.
    pub clock_difference: Option<i64>,
}

/// What came of an operation; each is the outcome of the operation of its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Of [`Operation::List`].
    List(Result<ListPage, CallError>),
    /// Of [`Operation::List`] with an `ETag`: the page is still the same.
    NotModified,
    /// Of [`Operation::ListOrganizations`].
    Organizations(Result<OrganizationsPage, CallError>),
    /// Of [`Operation::Locate`].
    Locate(Result<Box<Located>, LocateError>),
    /// Of [`Operation::Dismiss`].
    Dismiss(Box<WriteOutcome>),
    /// Of [`Operation::Probe`].
    Probe(Box<Probed>),
}
