//! Which view an address names: with the person's token, or with `?demo` in the demo.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::github::exemption::parse_number;
use crate::github::ids::{PageNumber, RepoName};
use crate::github::scope::Scopes;

/// What stays readable in a value of the address; everything else is encoded.
const VALUE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b':').remove(b'/').remove(b',');

/// A view with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The connect form; or, with a token, the requests that were last looked at.
    Start,
    /// The requests of one or several scopes.
    Inbox {
        /// Whose requests.
        scopes: Scopes,
        /// The text in the filter.
        filter: String,
    },
    /// The figures over the requests of one or several scopes.
    Summary {
        /// Whose requests.
        scopes: Scopes,
        /// The text in the filter.
        filter: String,
    },
    /// One request, by its page.
    Request {
        /// Its repository.
        repo: RepoName,
        /// The number its GitHub page has.
        number: PageNumber,
    },
    /// The token.
    Settings,
}

impl Route {
    fn parse(text: &str) -> Option<Self> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let segments: Vec<&str> = path.split('/').collect();
        match segments.as_slice() {
            ["", "inbox"] => Some(Self::Inbox {
                scopes: value_of(query, "scope")?.parse().ok()?,
                filter: value_of(query, "q").unwrap_or_default(),
            }),
            ["", "summary"] => Some(Self::Summary {
                scopes: value_of(query, "scope")?.parse().ok()?,
                filter: value_of(query, "q").unwrap_or_default(),
            }),
            ["", "request", owner, name, number] => Some(Self::Request {
                repo: RepoName::parse(&format!("{owner}/{name}"))?,
                number: PageNumber(parse_number(number)?),
            }),
            ["", "settings"] => Some(Self::Settings),
            _ => None,
        }
    }
}

fn value_of(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let value = pair.strip_prefix(name)?.strip_prefix('=')?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    })
}

/// A view and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whether it is in the demo.
    pub on_demo: bool,
    /// The view.
    pub route: Route,
}

/// The query with which the same addresses are in the demo. A link that is only a `#…` keeps it.
pub const DEMO: &str = "?demo";

impl Address {
    /// From `location.search` and `location.hash`. What names no view is a [`Route::Start`].
    pub fn from_location(search: &str, hash: &str) -> Self {
        let path = hash.strip_prefix('#').unwrap_or(hash);
        Self { on_demo: search == DEMO, route: Route::parse(path).unwrap_or(Route::Start) }
    }
}

/// A view of the requests that a filter leaves.
fn list(f: &mut fmt::Formatter<'_>, view: &str, scopes: &Scopes, filter: &str) -> fmt::Result {
    let scope = scopes.to_string();
    write!(f, "#/{view}?scope={}", utf8_percent_encode(&scope, VALUE))?;
    if filter.is_empty() {
        return Ok(());
    }
    write!(f, "&q={}", utf8_percent_encode(filter, VALUE))
}

impl fmt::Display for Route {
    /// As `location.hash` takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("#/"),
            Self::Inbox { scopes, filter } => list(f, "inbox", scopes, filter),
            Self::Summary { scopes, filter } => list(f, "summary", scopes, filter),
            Self::Request { repo, number } => write!(f, "#/request/{repo}/{number}"),
            Self::Settings => f.write_str("#/settings"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_is_read_back_from_its_address() {
        for hash in [
            "#/",
            "#/inbox?scope=enterprise:octo-enterprise",
            "#/inbox?scope=repo:octo-org/smile&q=mona%20key",
            "#/inbox?scope=enterprise:octo,org:octo-org,repo:octo-org/smile",
            "#/inbox?scope=org:octo-org&q=a%26q%3D%25%23%C3%A4",
            "#/summary?scope=enterprise:octo",
            "#/summary?scope=org:octo-org&q=is:open%20org:a",
            "#/request/octo-org/smile/1",
            "#/settings",
        ] {
            for (search, on_demo) in [("", false), ("?demo", true)] {
                let address = Address::from_location(search, hash);
                assert_eq!((address.on_demo, address.route.to_string().as_str()), (on_demo, hash));
            }
        }
    }

    #[test]
    fn a_filter_may_hold_anything() {
        let filter = "a&q=%#ä +😀".to_owned();
        let route = Route::Inbox { scopes: "org:octo".parse().expect("valid"), filter };
        assert_eq!(Address::from_location("", &route.to_string()).route, route);
    }

    #[test]
    fn what_names_no_view_is_the_start() {
        for hash in [
            "",
            "#",
            "#/inbox",
            "#/inbox?scope=octo",
            "#/inbox?q=x",
            "#/request/octo-org/smile",
            "#/request/octo-org/smile/01",
            "#/request/octo-org/../1",
            "#/request/octo-org/smile/1/edit",
            "#/summary",
            "#settings",
            "#/demo",
            "#/demos/settings",
        ] {
            assert_eq!(Address::from_location("", hash).route, Route::Start, "{hash}");
        }
    }
}
