//! What everyone but the vault may know about the token.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;

use super::record::Unreadable;
use super::token::TokenKind;

/// The classic scope that this job needs. Source: REST docs, "Delegated bypass".
pub const NEEDED_SCOPE: &str = "security_events";

/// Classic scopes that include [`NEEDED_SCOPE`]. Source: docs, "Scopes for OAuth apps".
const INCLUDES_NEEDED_SCOPE: &[&str] = &[NEEDED_SCOPE, "repo"];

/// Whether the vault holds a token, and whose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VaultStatus {
    /// It holds none.
    Empty,
    /// One is remembered, and waits for its passphrase.
    Locked(LockedStatus),
    /// Something is remembered that can't be read.
    Unreadable(Unreadable),
    /// It holds one.
    Holding(TokenStatus),
}

/// Whose token is locked, as the disk says: true only once it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedStatus {
    /// The GitHub it is for.
    pub host: Host,
    /// Its user.
    pub login: String,
}

/// A token without the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenStatus {
    /// The GitHub it is for.
    pub host: Host,
    /// Its user.
    pub login: String,
    /// Its kind.
    pub kind: TokenKind,
    /// The scopes GitHub named, for classic tokens; absent for other kinds.
    pub scopes: Option<Vec<String>>,
}

/// What keeps a token from doing the whole job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcoming {
    /// A token with scopes, without `security_events` or `repo`.
    LacksScope,
    /// Not a classic token: the enterprise list refuses it.
    NoEnterpriseList,
    /// A fine-grained or App token: whether it has the permissions shows only when they are used.
    PermissionsNotVisible,
    /// A classic token whose scopes GitHub didn't name.
    ScopesNotVisible,
}

impl TokenStatus {
    /// What keeps it from doing the whole job, as far as it can be known beforehand.
    pub fn shortcomings(&self) -> Vec<Shortcoming> {
        let is_classic = self.kind == TokenKind::Classic;
        let of_scopes = match &self.scopes {
            // An App's token for a user has permissions in place of scopes, and shows an empty list.
            Some(scopes) if is_classic || !scopes.is_empty() => {
                let enough = |scope: &String| INCLUDES_NEEDED_SCOPE.contains(&scope.as_str());
                (!scopes.iter().any(enough)).then_some(Shortcoming::LacksScope)
            }
            None if is_classic => Some(Shortcoming::ScopesNotVisible),
            Some(_) | None => Some(Shortcoming::PermissionsNotVisible),
        };
        let of_kind = (!is_classic).then_some(Shortcoming::NoEnterpriseList);
        of_kind.into_iter().chain(of_scopes).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(kind: TokenKind, scopes: Option<&[&str]>) -> TokenStatus {
        TokenStatus {
            host: Host::GithubCom,
            login: "octocat".to_owned(),
            kind,
            scopes: scopes.map(|scopes| scopes.iter().map(|scope| (*scope).to_owned()).collect()),
        }
    }

    #[test]
    fn a_classic_token_needs_security_events_or_repo() {
        let short = |scopes: &[&str]| status(TokenKind::Classic, Some(scopes)).shortcomings();
        assert_eq!(short(&["security_events"]), []);
        assert_eq!(short(&["repo", "gist"]), []);
        assert_eq!(short(&["public_repo"]), [Shortcoming::LacksScope]);
        assert_eq!(short(&[]), [Shortcoming::LacksScope]);
    }

    #[test]
    fn an_app_s_token_is_judged_by_the_scopes_it_shows() {
        let short = |scopes| status(TokenKind::App, scopes).shortcomings();
        assert_eq!(short(Some(&["repo"])), [Shortcoming::NoEnterpriseList]);
        let both = [Shortcoming::NoEnterpriseList, Shortcoming::PermissionsNotVisible];
        assert_eq!(short(None), both);
        assert_eq!(short(Some(&[])), both);
    }

    #[test]
    fn the_enterprise_list_takes_only_classic_tokens() {
        let short = status(TokenKind::FineGrained, None).shortcomings();
        assert!(short.contains(&Shortcoming::NoEnterpriseList));
    }
}
