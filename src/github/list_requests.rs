//! Lists the bypass requests of an enterprise, an organization or a repository.
//!
//! `GET /enterprises/{enterprise}/bypass-requests/secret-scanning`,
//! `GET /orgs/{org}/bypass-requests/secret-scanning`,
//! `GET /repos/{owner}/{repo}/bypass-requests/secret-scanning`.
//! <https://docs.github.com/enterprise-cloud@latest/rest/secret-scanning/delegated-bypass>
//!
//! Permission: the user is a bypass reviewer; classic tokens need `security_events`, and the
//! enterprise list takes no other kind. Checked 2026-11-22 against description 23.0.2.

use serde::{Deserialize, Deserializer, Serialize};

use super::endpoint::{Endpoint, Method, Query, encode};
use super::exemption::ExemptionRequest;
use super::lenient;
use super::open_enum::closed_enum;
use super::scope::Scope;

/// The most requests a page can hold. Source: REST docs, parameter `per_page`.
pub const MAX_PER_PAGE: u32 = 100;

closed_enum! {
    /// How far back a list goes. The API's own default is `day`, which hides open requests.
    TimePeriod {
        /// The past hour.
        Hour = "hour",
        /// The past 24 hours.
        Day = "day",
        /// The past 7 days.
        Week = "week",
        /// The most there is.
        Month = "month",
    }
}

closed_enum! {
    /// Which requests a list is asked for. These are not the words a request's status has.
    StatusFilter {
        /// Approved and pushed.
        Completed = "completed",
        /// Withdrawn.
        Cancelled = "cancelled",
        /// Approved.
        Approved = "approved",
        /// Expired unanswered.
        Expired = "expired",
        /// Deleted.
        Deleted = "deleted",
        /// Denied.
        Denied = "denied",
        /// Awaiting review.
        Open = "open",
        /// All of them.
        All = "all",
    }
}

/// Which requests of a scope are listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListFilter {
    /// Only those that this login reviewed.
    pub reviewer: Option<String>,
    /// Only those that this login made.
    pub requester: Option<String>,
    /// How far back.
    pub time_period: TimePeriod,
    /// Of which status.
    pub request_status: StatusFilter,
    /// Only those of this organization; sent for an enterprise only, where alone it exists.
    pub organization_name: Option<String>,
    /// Only those of this repository; sent for an organization only, where alone it exists.
    pub repository_name: Option<String>,
}

impl Default for ListFilter {
    /// Everything the API can give.
    fn default() -> Self {
        Self {
            reviewer: None,
            requester: None,
            time_period: TimePeriod::Month,
            request_status: StatusFilter::All,
            organization_name: None,
            repository_name: None,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRequests {
    /// Where.
    pub scope: Scope,
    /// Which.
    pub filter: ListFilter,
    /// How many a page, 1 to [`MAX_PER_PAGE`].
    pub per_page: u32,
    /// Which page, from 1.
    pub page: u32,
    /// The `ETag` of this very page as it is held already; absent to have it in any case.
    pub if_none_match: Option<String>,
}

impl ListRequests {
    /// A page of everything there is in a scope.
    pub fn page_of(scope: Scope, page: u32) -> Self {
        Self {
            scope,
            filter: ListFilter::default(),
            per_page: MAX_PER_PAGE,
            page,
            if_none_match: None,
        }
    }
}

/// The requests of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Those that can be read, as GitHub orders them.
    pub requests: Vec<ExemptionRequest>,
    /// How many entries are no request at all, such as `null`: they must not hide the others, nor
    /// be passed over in silence.
    pub unreadable: usize,
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Row(#[serde(deserialize_with = "lenient::object")] Option<ExemptionRequest>);

        let rows = Vec::<Row>::deserialize(deserializer)?;
        let entries = rows.len();
        let requests: Vec<_> = rows.into_iter().filter_map(|Row(request)| request).collect();
        Ok(Self { unreadable: entries - requests.len(), requests })
    }
}

impl Endpoint for ListRequests {
    type Reply = Rows;
    /// The three lists are three operations; this is what their identifiers share.
    const OPERATION: &'static str = "secret-scanning/list-bypass-requests";
    const METHOD: Method = Method::Get;

    fn path(&self) -> String {
        let scope = match &self.scope {
            Scope::Enterprise(slug) => format!("/enterprises/{}", encode(slug)),
            Scope::Organization(org) => format!("/orgs/{}", encode(org)),
            Scope::Repository(repo) => {
                format!("/repos/{}/{}", encode(&repo.owner), encode(&repo.name))
            }
        };
        scope + "/bypass-requests/secret-scanning"
    }

    fn if_none_match(&self) -> Option<&str> {
        self.if_none_match.as_deref()
    }

    fn query(&self) -> Query {
        let mut query = Query::new();
        let mut push = |name: &'static str, value: &Option<String>| {
            if let Some(value) = value {
                query.push((name, value.clone()));
            }
        };
        match self.scope {
            Scope::Enterprise(_) => push("organization_name", &self.filter.organization_name),
            Scope::Organization(_) => push("repository_name", &self.filter.repository_name),
            Scope::Repository(_) => {}
        }
        push("reviewer", &self.filter.reviewer);
        push("requester", &self.filter.requester);
        query.push(("time_period", self.filter.time_period.word().to_owned()));
        query.push(("request_status", self.filter.request_status.word().to_owned()));
        query.push(("per_page", self.per_page.to_string()));
        query.push(("page", self.page.to_string()));
        query
    }
}
