//! Numbers and names that must not be mistaken for one another.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::lenient::Scalar;

macro_rules! number_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Scalar for $name {
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok().map(Self)
            }
            fn from_integer(number: u64) -> Option<Self> {
                Some(Self(number))
            }
        }
    };
}

number_newtype! {
    /// What identifies a bypass request on its host, together with its `html_url`.
    RequestId
}
number_newtype! {
    /// The number at the end of a request's page, `/OWNER/REPO/exemptions/N`.
    PageNumber
}
number_newtype! {
    /// The number that the item route takes; which of a request's numbers that is must be found
    /// out (see [`crate::client::locate`]).
    ItemNumber
}
number_newtype! {
    /// What identifies a response to a bypass request.
    ResponseId
}
number_newtype! {
    /// What identifies a recorded review, in the reply to a review.
    ReviewId
}

/// A repository by its owner's and its own name, both of which can be segments of a path. GitHub
/// ignores the case of both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Names")]
pub struct RepoName {
    /// The account that owns it.
    pub owner: String,
    /// Its name within the account.
    pub name: String,
}

/// Two names as they travel, not checked yet.
#[derive(Deserialize)]
struct Names {
    owner: String,
    name: String,
}

impl TryFrom<Names> for RepoName {
    type Error = &'static str;

    fn try_from(Names { owner, name }: Names) -> Result<Self, Self::Error> {
        let is_valid = is_name(&owner) && is_name(&name);
        is_valid.then_some(Self { owner, name }).ok_or("not names that GitHub gives")
    }
}

/// Whether it can be an owner's or a repository's name: nothing that leads elsewhere in a path.
fn is_name(part: &str) -> bool {
    let of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    !matches!(part, "" | "." | "..") && part.bytes().all(of_name)
}

impl RepoName {
    /// From `OWNER/REPO`; `None` unless it is exactly two names.
    pub fn parse(full_name: &str) -> Option<Self> {
        let (owner, name) = Self::split(full_name)?;
        Some(Self { owner: owner.to_owned(), name: name.to_owned() })
    }

    /// The two names of `OWNER/REPO`; `None` unless it is exactly that.
    pub fn split(full_name: &str) -> Option<(&str, &str)> {
        let (owner, name) = full_name.split_once('/')?;
        (is_name(owner) && is_name(name)).then_some((owner, name))
    }

    /// Whether both name the same repository.
    pub fn same_as(&self, other: &Self) -> bool {
        self.owner.eq_ignore_ascii_case(&other.owner) && self.name.eq_ignore_ascii_case(&other.name)
    }
}

impl fmt::Display for RepoName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_two_names() {
        assert!(RepoName::parse("octo-org/smile").is_some());
        for bad in ["", "smile", "/smile", "octo-org/", "a/b/c", "a/..", "a b/c", "a/b?c"] {
            assert_eq!(RepoName::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_repository_in_a_message_is_checked_as_any_other() {
        let read = |owner: &str, name: &str| {
            serde_json::from_value::<RepoName>(serde_json::json!({ "owner": owner, "name": name }))
        };
        assert_eq!(read("octo-org", "smile").ok(), RepoName::parse("octo-org/smile"));
        for (owner, name) in [("..", ".."), ("octo-org", "."), ("", "smile"), ("o", "a/../b")] {
            assert!(read(owner, name).is_err(), "{owner}/{name}");
        }
    }
}
