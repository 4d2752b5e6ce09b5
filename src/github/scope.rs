//! Where requests are looked for: enterprises, organizations and repositories.

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

impl Scope {
    /// Whether both name the same place. GitHub ignores the case of names.
    pub fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Enterprise(one), Self::Enterprise(two))
            | (Self::Organization(one), Self::Organization(two)) => one.eq_ignore_ascii_case(two),
            (Self::Repository(one), Self::Repository(two)) => one.same_as(two),
            _ => false,
        }
    }
}

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

/// One or several scopes, none twice, written one behind the other: `enterprise:SLUG,org:ORG`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// From several; those that name the same place as one before are left out. `None` when there
    /// is none.
    pub fn new(scopes: impl IntoIterator<Item = Scope>) -> Option<Self> {
        let mut kept: Vec<Scope> = Vec::new();
        for scope in scopes {
            if !kept.iter().any(|other| other.same_as(&scope)) {
                kept.push(scope);
            }
        }
        (!kept.is_empty()).then_some(Self(kept))
    }

    /// In the order in which they were named.
    pub fn iter(&self) -> std::slice::Iter<'_, Scope> {
        self.0.iter()
    }

    /// The scope, when it is only one.
    pub fn only(&self) -> Option<&Scope> {
        match self.0.as_slice() {
            [scope] => Some(scope),
            _ => None,
        }
    }

    /// Whether it is only one.
    pub fn is_one(&self) -> bool {
        self.only().is_some()
    }
}

impl From<Scope> for Scopes {
    fn from(scope: Scope) -> Self {
        Self(vec![scope])
    }
}

impl FromStr for Scopes {
    type Err = ScopeError;

    /// From scopes with commas or white space between them.
    fn from_str(text: &str) -> Result<Self, ScopeError> {
        let parts = text.split(|c: char| c == ',' || c.is_whitespace());
        let scopes: Result<Vec<Scope>, _> =
            parts.filter(|part| !part.is_empty()).map(str::parse).collect();
        Self::new(scopes?).ok_or(ScopeError::Empty)
    }
}

impl TryFrom<String> for Scopes {
    type Error = ScopeError;
    fn try_from(text: String) -> Result<Self, ScopeError> {
        text.parse()
    }
}

impl From<Scopes> for String {
    fn from(scopes: Scopes) -> Self {
        scopes.to_string()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            scope.fmt(f)?;
        }
        Ok(())
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

    #[test]
    fn several_scopes_are_read_with_commas_or_spaces_and_none_twice() {
        for text in
            ["enterprise:e,org:a,repo:a/b", " enterprise:e  org:a,\n repo:a/b, org:A,repo:A/B"]
        {
            let scopes: Scopes = text.parse().expect("valid");
            assert_eq!(scopes.to_string(), "enterprise:e,org:a,repo:a/b");
            assert_eq!(scopes.iter().count(), 3);
            assert!(!scopes.is_one());
        }
        assert!("org:a, org:A".parse::<Scopes>().expect("valid").is_one());
    }

    #[test]
    fn one_wrong_scope_makes_them_all_wrong() {
        assert_eq!(" , ".parse::<Scopes>(), Err(ScopeError::Empty));
        assert_eq!("org:a,b".parse::<Scopes>(), Err(ScopeError::UnknownKind));
        assert_eq!("org:a,repo:b".parse::<Scopes>(), Err(ScopeError::InvalidName));
    }
}
