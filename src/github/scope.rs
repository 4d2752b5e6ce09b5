//! Where requests are looked for: an enterprise, an organization or a repository.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ids::RepoName;

/// A scope, written `enterprise:SLUG`, `org:ORG` or `repo:OWNER/REPO`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// Every organization of an enterprise, by its slug.
    Enterprise(String),
    /// Every repository of an organization, by its login.
    Organization(String),
    /// One repository.
    Repository(RepoName),
}

/// Why a text is no scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeError {
    /// Nothing was typed.
    Empty,
    /// There is no `enterprise:`, `org:` or `repo:` before the name.
    UnknownKind,
    /// The name after the colon can't be one of that kind.
    InvalidName,
}

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "no scope",
            Self::UnknownKind => "not enterprise:SLUG, org:ORG or repo:OWNER/REPO",
            Self::InvalidName => "not a name GitHub gives",
        })
    }
}

impl std::error::Error for ScopeError {}

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, ScopeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ScopeError::Empty);
        }
        let (kind, name) = text.split_once(':').ok_or(ScopeError::UnknownKind)?;
        let account = || {
            let valid = !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            valid.then(|| name.to_owned()).ok_or(ScopeError::InvalidName)
        };
        match kind {
            "enterprise" => account().map(Self::Enterprise),
            "org" => account().map(Self::Organization),
            "repo" => RepoName::parse(name).map(Self::Repository).ok_or(ScopeError::InvalidName),
            _ => Err(ScopeError::UnknownKind),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = ScopeError;
    fn try_from(text: String) -> Result<Self, ScopeError> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enterprise(slug) => write!(f, "enterprise:{slug}"),
            Self::Organization(org) => write!(f, "org:{org}"),
            Self::Repository(repo) => write!(f, "repo:{repo}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_and_written_back() {
        for text in ["enterprise:octo-enterprise", "org:octo-org", "repo:octo-org/smile"] {
            let scope: Scope = text.parse().expect("valid");
            assert_eq!(scope.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_scope_says_why() {
        assert_eq!("".parse::<Scope>(), Err(ScopeError::Empty));
        assert_eq!("octo-org".parse::<Scope>(), Err(ScopeError::UnknownKind));
        assert_eq!("user:octocat".parse::<Scope>(), Err(ScopeError::UnknownKind));
        assert_eq!("repo:smile".parse::<Scope>(), Err(ScopeError::InvalidName));
        assert_eq!("org:../user".parse::<Scope>(), Err(ScopeError::InvalidName));
    }
}
