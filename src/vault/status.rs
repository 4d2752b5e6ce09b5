//! What everyone but the vault may know about the tokens.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;
use crate::github::owner::{About, Owner};

use super::binding::{Binding, Bound, choose};
use super::record::Unreadable;
use super::token::TokenKind;

/// The classic scope that this job needs. Source: REST docs, "Delegated bypass".
pub const NEEDED_SCOPE: &str = "security_events";

/// Classic scopes that include [`NEEDED_SCOPE`]. Source: docs, "Scopes for OAuth apps".
const INCLUDES_NEEDED_SCOPE: &[&str] = &[NEEDED_SCOPE, "repo"];

/// Whether the vault holds tokens, and whose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VaultStatus {
    /// It holds none.
    Empty,
    /// Some are remembered, and wait for their passphrase.
    Locked(LockedStatus),
    /// Something is remembered that can't be read.
    Unreadable(Unreadable),
    /// It holds some.
    Holding(HeldStatus),
}

/// Whose tokens are locked, as the disk says: true only once they are opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedStatus {
    /// The user of each host, none twice.
    pub users: Vec<(Host, String)>,
}

/// The tokens that are held, and on which host the one who asks works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldStatus {
    /// The host at work: of the panel its page's, where there is a token for that.
    pub host: Host,
    /// The user whose tokens for that host these are.
    pub login: String,
    /// All tokens, of every host.
    pub tokens: Vec<TokenStatus>,
    /// Whether they are remembered on this device.
    pub is_remembered: bool,
}

impl HeldStatus {
    /// The hosts that there are tokens for.
    pub fn hosts(&self) -> Vec<Host> {
        let mut hosts = Vec::new();
        for token in &self.tokens {
            if !hosts.contains(&token.host) {
                hosts.push(token.host.clone());
            }
        }
        hosts
    }

    /// Whose is what is kept for them: the host and the login, in lower case since GitHub ignores it.
    pub fn writer(&self) -> String {
        format!("{}.{}", self.host, self.login.to_ascii_lowercase())
    }

    /// The token that a call to the host at work is made with; see [`choose`].
    pub fn token_for(&self, about: &About) -> Option<&TokenStatus> {
        choose(&self.tokens, &self.host, about)
    }
}

/// A token without the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenStatus {
    /// The GitHub it is for.
    pub host: Host,
    /// The resource owner it is for; absent where it is bound to none.
    pub owner: Option<Owner>,
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
    /// A fine-grained token that isn't bound to its resource owner, as an earlier version kept it.
    OwnerNotNamed,
}

impl Bound for TokenStatus {
    fn binding(&self) -> Binding {
        Binding { host: self.host.clone(), owner: self.owner.clone() }
    }
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
        let of_owner = (self.kind == TokenKind::FineGrained && self.owner.is_none())
            .then_some(Shortcoming::OwnerNotNamed);
        of_kind.into_iter().chain(of_scopes).chain(of_owner).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(kind: TokenKind, scopes: Option<&[&str]>) -> TokenStatus {
        TokenStatus {
            host: Host::GithubCom,
            owner: None,
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

    #[test]
    fn a_fine_grained_token_should_be_bound_to_its_owner() {
        let unbound = status(TokenKind::FineGrained, None);
        let bound = TokenStatus { owner: "octo-org".parse().ok(), ..unbound.clone() };
        assert!(unbound.shortcomings().contains(&Shortcoming::OwnerNotNamed));
        assert!(!bound.shortcomings().contains(&Shortcoming::OwnerNotNamed));
        let classic = status(TokenKind::Classic, Some(&["repo"]));
        assert_eq!(classic.shortcomings(), []);
    }
}
