//! Pages of the organizations that the token's user belongs to.

use serde::{Deserialize, Serialize};

use crate::github::error::CallError;
use crate::github::list_organizations::{ListOrganizations, Organizations};
use crate::github::list_requests::MAX_PER_PAGE;
use crate::transport::Transport;

use super::call::call;
use super::list::follows;

/// One page of organizations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrganizationsPage {
    /// Their logins.
    pub logins: Vec<String>,
    /// The next page; absent after the last, and where GitHub doesn't say clearly.
    pub next: Option<u32>,
}

/// Reads one page.
///
/// # Errors
/// See [`CallError`].
pub async fn organizations_page(
    transport: &impl Transport,
    list: &ListOrganizations,
) -> Result<OrganizationsPage, CallError> {
    let (Organizations { logins, unreadable }, reply) = call(transport, list).await?;
    let is_full = logins.len() + unreadable >= MAX_PER_PAGE as usize;
    Ok(OrganizationsPage { logins, next: follows(&reply, list.page, MAX_PER_PAGE, is_full).next })
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;
    use serde_json::json;

    use super::*;
    use crate::client::script::{NOW, bad, good, good_with};
    use crate::transport::scripted::Scripted;

    fn read(reply: crate::client::script::Sent) -> Result<OrganizationsPage, CallError> {
        let transport = Scripted::new(NOW, [("GET", "/user/orgs".to_owned(), reply)]);
        block_on(organizations_page(&transport, &ListOrganizations { page: 1 }))
    }

    #[test]
    fn logins_are_read_and_what_has_none_is_passed_over() {
        let body = json!([{ "login": "octo-org", "id": 1 }, null, { "id": 2 }]);
        let page = read(good(&body)).expect("reads");
        assert_eq!(page, OrganizationsPage { logins: vec!["octo-org".to_owned()], next: None });
        let link = r#"<https://api.github.com/user/orgs?page=2>; rel="next""#;
        assert_eq!(read(good_with(&body, "link", link)).expect("reads").next, Some(2));
    }

    #[test]
    fn a_refusal_is_no_empty_list() {
        assert!(read(bad(403)).is_err());
    }
}
