//! A token with what it is bound to and its user, as the vault holds it.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;
use crate::github::owner::{About, Owner};

use super::binding::{Binding, Bound};
use super::status::TokenStatus;
use super::token::Token;

/// A token and where it may be sent, which is nowhere else.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credential {
    /// The GitHub that it was entered for.
    pub host: Host,
    /// The resource owner that a fine-grained token is for; absent for the other kinds, and where an
    /// earlier version of Gatehouse didn't ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// The token.
    pub token: Token,
    /// The token's user.
    pub login: String,
    /// The scopes GitHub named; absent for tokens that have none by nature.
    pub scopes: Option<Vec<String>>,
}

impl Bound for Credential {
    fn binding(&self) -> Binding {
        Binding { host: self.host.clone(), owner: self.owner.clone() }
    }
}

impl Credential {
    /// The `Authorization` header of a request to `url`: the one door through which a token leaves.
    /// `None`, whoever chose it, when it isn't for that origin or that owner.
    pub fn authorization(&self, url: &str) -> Option<String> {
        let path = url.strip_prefix(&self.host.api_base())?;
        let is_for_it =
            path.starts_with('/') && self.binding().fits(&self.host, &About::path(path));
        is_for_it.then(|| format!("Bearer {}", self.token.expose()))
    }

    /// What everyone may know of it.
    pub fn status(&self) -> TokenStatus {
        TokenStatus {
            host: self.host.clone(),
            owner: self.owner.clone(),
            login: self.login.clone(),
            kind: self.token.kind(),
            scopes: self.scopes.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(owner: Option<&str>) -> Credential {
        Credential {
            host: Host::GithubCom,
            owner: owner.map(|login| login.parse().expect("a login")),
            token: Token::parse("ghp_canary").expect("a token"),
            login: "octocat".to_owned(),
            scopes: Some(vec!["security_events".to_owned()]),
        }
    }

    #[test]
    fn the_status_never_holds_the_token() {
        let status = serde_json::to_string(&credential(None).status()).expect("encodes");
        assert!(status.contains("octocat"));
        assert!(!status.contains("canary"));
    }

    #[test]
    fn a_token_leaves_for_its_own_origin_alone() {
        let to = |url: &str| credential(None).authorization(url);
        let header = Some("Bearer ghp_canary".to_owned());
        assert_eq!(to("https://api.github.com/user"), header);
        assert_eq!(to("https://api.github.com/enterprises/octo/x?page=2"), header);
        for elsewhere in [
            "https://api.github.com",
            "https://api.github.com.evil.test/user",
            "https://api.github.com@evil.test/user",
            "https://api.github.com:8443/user",
            "http://api.github.com/user",
            "https://api.octo.ghe.com/user",
            "https://github.com/user",
            "/user",
            "",
        ] {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_bound_token_leaves_for_its_owner_s_paths_alone() {
        let to = |path: &str| {
            credential(Some("octo-org")).authorization(&format!("https://api.github.com{path}"))
        };
        for own in ["/user", "/user/orgs?page=1", "/orgs/octo-org/x?page=2", "/repos/Octo-Org/a/b"]
        {
            assert!(to(own).is_some(), "{own}");
        }
        for other in [
            "/orgs/octo-labs/x",
            "/repos/octo-labs/rocket/x?owner=/repos/octo-org/",
            "/repos/octo-org/../../octo-labs/rocket",
            "/repositories/101/x",
            "/enterprises/octo-org/x",
            "/",
        ] {
            assert_eq!(to(other), None, "{other}");
        }
    }
}
