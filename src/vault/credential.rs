//! A token with its host and its user, as the vault holds it.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;

use super::status::{TokenStatus, VaultStatus};
use super::token::Token;

/// What the vault holds. A token is bound to the host it was entered for.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credential {
    /// Where the token may be sent, and nowhere else.
    pub host: Host,
    /// The token.
    pub token: Token,
    /// The token's user.
    pub login: String,
    /// The scopes GitHub named; absent for tokens that have none by nature.
    pub scopes: Option<Vec<String>>,
}

impl Credential {
    /// What everyone may know of it.
    pub fn status(&self) -> VaultStatus {
        VaultStatus::Holding(TokenStatus {
            host: self.host.clone(),
            login: self.login.clone(),
            kind: self.token.kind(),
            scopes: self.scopes.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_never_holds_the_token() {
        let credential = Credential {
            host: Host::GithubCom,
            token: Token::parse("ghp_canary").expect("a token"),
            login: "octocat".to_owned(),
            scopes: Some(vec!["security_events".to_owned()]),
        };
        let status = serde_json::to_string(&credential.status()).expect("encodes");
        assert!(status.contains("octocat"));
        assert!(!status.contains("canary"));
    }
}
