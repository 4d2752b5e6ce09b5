//! What is known of an enterprise whose list GitHub doesn't give, and of organizations likewise.

use serde::{Deserialize, Serialize};

use crate::github::error::{ApiErrorKind, CallError};
use crate::github::ids::RepoName;
use crate::github::scope::Scope;

/// Where to look instead, as far as it is known from before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fallback {
    /// Logins of organizations: those whose requests were seen, and those that the person named.
    pub organizations: Vec<String>,
    /// Repositories that the person named.
    pub repositories: Vec<RepoName>,
}

impl Fallback {
    /// Notes an organization; `false` when it was known.
    pub fn note_organization(&mut self, login: &str) -> bool {
        let is_new = !self.organizations.iter().any(|known| known.eq_ignore_ascii_case(login));
        if is_new {
            self.organizations.push(login.to_owned());
        }
        is_new
    }

    /// Notes what a person named; `false` when it was known.
    pub fn note(&mut self, scope: &Scope) -> bool {
        match scope {
            Scope::Enterprise(_) => false,
            Scope::Organization(login) => self.note_organization(login),
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
            Scope::Enterprise(_) => {
                self.organizations.iter().cloned().map(Scope::Organization).collect()
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
pub(super) fn is_refusal(error: &CallError) -> bool {
    match error {
        CallError::Api(error) => matches!(
            error.kind,
            ApiErrorKind::NotFoundOrHidden
                | ApiErrorKind::MissingPermission
                | ApiErrorKind::SsoRequired { .. }
        ),
        _ => false,
    }
}
