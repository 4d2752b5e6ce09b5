//! What is known of an enterprise whose list GitHub doesn't give, and of organizations likewise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::github::error::{ApiErrorKind, CallError, TransportError};
use crate::github::ids::RepoName;
use crate::github::owner::About;
use crate::github::scope::Scope;

/// Where to look instead, as far as it is known from before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fallback {
    /// Logins of organizations whose requests an enterprise's list gave, by its slug in lower case.
    pub seen: BTreeMap<String, Vec<String>>,
    /// Logins of organizations that the person named.
    pub organizations: Vec<String>,
    /// Repositories that the person named.
    pub repositories: Vec<RepoName>,
}

/// How many organizations are remembered for an enterprise.
const MAX_SEEN: usize = 1_000;

/// Adds a login unless it is there; says whether it wasn't.
fn add(logins: &mut Vec<String>, login: &str) -> bool {
    let is_new = !logins.iter().any(|known| known.eq_ignore_ascii_case(login));
    if is_new {
        logins.push(login.to_owned());
    }
    is_new
}

impl Fallback {
    /// Notes an organization whose requests the list of an enterprise gave; `false` when it was
    /// known or is none.
    pub fn note_seen(&mut self, enterprise: &str, login: &str) -> bool {
        // What GitHub says becomes part of a call, so it has to be a login.
        if format!("org:{login}").parse::<Scope>().is_err() {
            return false;
        }
        let seen = self.seen.entry(enterprise.to_ascii_lowercase()).or_default();
        seen.len() < MAX_SEEN && add(seen, login)
    }

    /// Notes what a person named; `false` when it was known.
    pub fn note(&mut self, scope: &Scope) -> bool {
        match scope {
            Scope::Enterprise(_) => false,
            Scope::Organization(login) => add(&mut self.organizations, login),
            Scope::Repository(repo) => {
                let is_new = !self.repositories.iter().any(|known| known.same_as(repo));
                if is_new {
                    self.repositories.push(repo.clone());
                }
                is_new
            }
        }
    }

    /// What to ask in place of `scope`.
    pub fn in_place_of(&self, scope: &Scope) -> Vec<Scope> {
        match scope {
            Scope::Enterprise(slug) => {
                let seen = self.seen.get(&slug.to_ascii_lowercase()).into_iter().flatten();
                seen.chain(&self.organizations).cloned().map(Scope::Organization).collect()
            }
            Scope::Organization(login) => {
                let its = |repo: &&RepoName| repo.owner.eq_ignore_ascii_case(login);
                self.repositories.iter().filter(its).cloned().map(Scope::Repository).collect()
            }
            Scope::Repository(_) => Vec::new(),
        }
    }
}

/// Whether GitHub doesn't give a list for a reason that lists of smaller scopes may not have.
pub fn is_refusal(error: &CallError) -> bool {
    match error {
        CallError::Api(error) => matches!(
            error.kind,
            ApiErrorKind::NotFoundOrHidden
                | ApiErrorKind::MissingPermission
                | ApiErrorKind::SsoRequired { .. }
        ),
        CallError::Transport(error) => {
            matches!(error, TransportError::NoTokenFor(About::Enterprise(_)))
        }
        CallError::Decode { .. } => false,
    }
}
