//! Whose resources a call is about: what its path names.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An account that owns repositories, an organization or a user, by its login. GitHub calls it the
/// resource owner of a fine-grained token. Two that differ in case only are the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Owner(String);

/// Why a text is no login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerError {
    /// Nothing was typed.
    Empty,
    /// It holds characters that no login has.
    InvalidName,
}

impl fmt::Display for OwnerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a login that GitHub gives")
    }
}

impl std::error::Error for OwnerError {}

impl FromStr for Owner {
    type Err = OwnerError;

    fn from_str(text: &str) -> Result<Self, OwnerError> {
        let login = text.trim();
        if login.is_empty() {
            return Err(OwnerError::Empty);
        }
        // The underscore is in logins of accounts that an enterprise manages.
        let of_login = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let is_login = login.bytes().all(of_login);
        is_login.then(|| Self(login.to_owned())).ok_or(OwnerError::InvalidName)
    }
}

impl TryFrom<String> for Owner {
    type Error = OwnerError;
    fn try_from(text: String) -> Result<Self, OwnerError> {
        text.parse()
    }
}

impl From<Owner> for String {
    fn from(owner: Owner) -> Self {
        owner.0
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for Owner {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Owner {}

impl Hash for Owner {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

/// Whom a call is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// The token's user.
    Viewer,
    /// An account's resources.
    Owner(Owner),
    /// An enterprise, by its slug.
    Enterprise(String),
    /// Nobody that this program knows: no call of its own is so.
    Unknown,
}

impl About {
    /// What a path below the API's base names.
    pub fn path(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let mut segments = path.split('/');
        // A browser would shorten such a path, and make another one of it.
        let is_odd = |segment: &str| matches!(segment, "" | "." | "..") || segment.contains('%');
        if segments.next() != Some("") || segments.clone().any(is_odd) {
            return Self::Unknown;
        }
        match (segments.next(), segments.next()) {
            (Some("user"), _) => Self::Viewer,
            (Some("repos" | "orgs"), Some(login)) => {
                login.parse().map_or(Self::Unknown, Self::Owner)
            }
            (Some("enterprises"), Some(slug)) => Self::Enterprise(slug.to_owned()),
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Endpoint;
    use crate::get_viewer::GetViewer;
    use crate::ids::RepoName;
    use crate::list_organizations::ListOrganizations;
    use crate::list_requests::ListRequests;
    use crate::scope::Scope;

    fn owner(login: &str) -> About {
        About::Owner(login.parse().expect("a login"))
    }

    #[test]
    fn a_path_names_its_owner() {
        let list = |scope: &str| {
            let scope: Scope = scope.parse().expect("a scope");
            About::path(&ListRequests::page_of(scope, 1).to_request().path)
        };
        assert_eq!(list("org:octo-org"), owner("Octo-Org"), "the case doesn't matter");
        assert_eq!(list("repo:octo-org/smile"), owner("octo-org"));
        assert_ne!(list("repo:octo-labs/octo-org"), owner("octo-org"));
        assert_eq!(list("enterprise:octo"), About::Enterprise("octo".to_owned()));
        assert_eq!(About::path(&GetViewer.to_request().path), About::Viewer);
        assert_eq!(About::path(&ListOrganizations { page: 2 }.to_request().path), About::Viewer);
    }

    #[test]
    fn a_path_that_could_lead_elsewhere_names_nobody() {
        for path in [
            "",
            "/",
            "/repos",
            "/repos/",
            "/repositories/1/bypass-requests",
            "repos/octo-org/smile",
            "//repos/octo-org/smile",
            "/repos/octo-org/../../octo-labs/rocket",
            "/repos/octo-org/./x",
            "/repos/octo-org/%2e%2e/x",
            "/repos/octo%2dorg/smile",
            "/x/repos/octo-org/smile",
            "/graphql",
            "/User",
        ] {
            assert_eq!(About::path(path), About::Unknown, "{path}");
        }
    }

    #[test]
    fn every_repository_that_can_be_named_has_an_owner() {
        let list = |name: &str| {
            let repo = RepoName::parse(name).expect("a name");
            About::path(&ListRequests::page_of(Scope::Repository(repo), 1).to_request().path)
        };
        assert_eq!(list("octo_emu/smile.rs"), owner("octo_emu"));
        // No login has a dot.
        assert_eq!(list("octo.org/smile"), About::Unknown);
    }

    #[test]
    fn what_is_no_login_is_refused() {
        assert_eq!("  ".parse::<Owner>(), Err(OwnerError::Empty));
        for odd in ["a/b", "..", "a b", "ä", "a.b", "a%"] {
            assert_eq!(odd.parse::<Owner>(), Err(OwnerError::InvalidName), "{odd}");
        }
        assert_eq!(" octo-org ".parse::<Owner>().map(String::from), Ok("octo-org".to_owned()));
    }
}
