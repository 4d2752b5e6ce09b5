//! Lists the organizations that the token's user belongs to.
//!
//! `GET /user/orgs`. <https://docs.github.com/enterprise-cloud@latest/rest/orgs/orgs#list-organizations-for-the-authenticated-user>
//!
//! Permission: classic tokens need `read:org`; fine-grained ones see the organizations they are for.
//! Checked 2026-11-22 against description 23.0.2.

use serde::{Deserialize, Deserializer, Serialize};

use super::endpoint::{Endpoint, Method, Query};
use super::lenient;
use super::list_requests::MAX_PER_PAGE;

/// One page of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListOrganizations {
    /// Which page, from 1.
    pub page: u32,
}

/// The logins of one page's organizations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organizations {
    /// Those that can be read.
    pub logins: Vec<String>,
    /// How many entries have no login.
    pub unreadable: usize,
}

impl<'de> Deserialize<'de> for Organizations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        struct Organization {
            #[serde(default, deserialize_with = "lenient::scalar")]
            login: Option<String>,
        }
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Row(#[serde(deserialize_with = "lenient::object")] Option<Organization>);

        let rows = Vec::<Row>::deserialize(deserializer)?;
        let entries = rows.len();
        let logins: Vec<_> = rows.into_iter().filter_map(|Row(row)| row?.login).collect();
        Ok(Self { unreadable: entries - logins.len(), logins })
    }
}

impl Endpoint for ListOrganizations {
    type Reply = Organizations;
    const OPERATION: &'static str = "orgs/list-for-authenticated-user";
    const METHOD: Method = Method::Get;

    fn path(&self) -> String {
        "/user/orgs".to_owned()
    }

    fn query(&self) -> Query {
        vec![("per_page", MAX_PER_PAGE.to_string()), ("page", self.page.to_string())]
    }
}
