//! Which request or list a github.com address stands for.

use serde::{Deserialize, Serialize};

use crate::github::exemption::{RequestPage, parse_number};
use crate::github::ids::{PageNumber, RepoName};
use crate::github::scope::Scope;

/// What a page is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageMeaning {
    /// One request's page. Of which kind the request is, only the API tells.
    Request(RequestPage),
    /// A list of push-protection bypass requests.
    List {
        /// The pages' host name.
        web_host: String,
        /// Whose requests.
        scope: Scope,
    },
}

/// First segments that are no account. Source: github.com's own addresses; an account of such a
/// name can't be registered.
const NOT_OWNERS: &[&str] = &[
    "about",
    "account",
    "apps",
    "codespaces",
    "collections",
    "contact",
    "customer-stories",
    "dashboard",
    "discussions",
    "enterprise",
    "enterprises",
    "events",
    "explore",
    "features",
    "issues",
    "join",
    "login",
    "logout",
    "marketplace",
    "new",
    "notifications",
    "organizations",
    "orgs",
    "pricing",
    "pulls",
    "search",
    "security",
    "sessions",
    "settings",
    "signup",
    "site",
    "sponsors",
    "stars",
    "team",
    "topics",
    "trending",
    "users",
    "watching",
];

/// Sections of a repository below which people's own names stand: branches, files, wiki pages.
const NAMES_BELOW: &[&str] = &[
    "actions",
    "activity",
    "blame",
    "blob",
    "branches",
    "commit",
    "commits",
    "compare",
    "delete",
    "deployments",
    "discussions",
    "edit",
    "find",
    "issues",
    "labels",
    "milestone",
    "milestones",
    "network",
    "new",
    "packages",
    "projects",
    "pull",
    "pulls",
    "raw",
    "releases",
    "search",
    "tags",
    "tree",
    "upload",
    "wiki",
];

/// The addresses that wake the background, as a JavaScript regular expression over
/// `location.pathname`: those that [`meaning`] gives a meaning, save that names may be any.
/// `src/entry/content.js` holds the same text, which a test compares.
pub fn wake_pattern() -> String {
    const LIST: &str = "(?:exemptions|bypass-requests(?:/secret-scanning)?)";
    let accounts = "(?:orgs|organizations|enterprises)/[^/]+";
    let owner = format!("(?!(?:{})/)[^/]+", NOT_OWNERS.join("|"));
    let section = format!("(?!(?:{})/)", NAMES_BELOW.join("|"));
    format!(
        r"^/(?:{accounts}/(?:.+/)?{LIST}|{owner}/[^/]+/{section}(?:(?:.+/)?{LIST}|exemptions/[1-9]\d*))/?$"
    )
}

/// What `url` stands for; `None` for every page on which nothing of ours appears, which includes
/// the pages of kinds of request that are not supported.
pub fn meaning(url: &str) -> Option<PageMeaning> {
    let rest = url.strip_prefix("https://")?;
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (web_host, path) = rest[..end].split_once('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let segments: Vec<&str> = path.split('/').collect();
    let web_host = web_host.to_ascii_lowercase();
    if web_host.is_empty() || segments.contains(&"") {
        return None;
    }
    let list = |scope: String| {
        let scope = scope.parse().ok()?;
        Some(PageMeaning::List { web_host: web_host.clone(), scope })
    };
    match segments.as_slice() {
        ["orgs" | "organizations", org, below @ ..] if is_list(below) => list(format!("org:{org}")),
        ["enterprises", slug, below @ ..] if is_list(below) => list(format!("enterprise:{slug}")),
        [owner, ..] if NOT_OWNERS.contains(owner) => None,
        [_, _, section, ..] if NAMES_BELOW.contains(section) => None,
        [owner, repo, "exemptions", number] => Some(PageMeaning::Request(RequestPage {
            number: PageNumber(parse_number(number)?),
            repo: RepoName::parse(&format!("{owner}/{repo}"))?,
            web_host,
        })),
        [owner, repo, below @ ..] if is_list(below) => list(format!("repo:{owner}/{repo}")),
        _ => None,
    }
}

/// Whether what stands behind an account's or repository's name is a list of push-protection
/// bypass requests. Only where such a list of a repository lives isn't public, so the segments
/// decide and not what stands before them.
fn is_list(below: &[&str]) -> bool {
    matches!(
        below,
        [.., "exemptions"] | [.., "bypass-requests"] | [.., "bypass-requests", "secret-scanning"]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Option<PageMeaning> {
        meaning(&format!("https://github.com{path}"))
    }

    fn scope_of(path: &str) -> Option<String> {
        match of(path)? {
            PageMeaning::List { scope, .. } => Some(scope.to_string()),
            PageMeaning::Request(_) => None,
        }
    }

    #[test]
    fn a_number_below_exemptions_is_a_request() {
        for path in [
            "/octo-org/smile/exemptions/1",
            "/octo-org/smile/exemptions/1/",
            "/octo-org/smile/exemptions/1?a=b#c",
            "/exemptions/exemptions/exemptions/1",
        ] {
            assert!(matches!(of(path), Some(PageMeaning::Request(_))), "{path}");
        }
    }

    #[test]
    fn the_lists_are_known_by_scope() {
        for (path, scope) in [
            ("/orgs/octo-org/security/bypass-requests/secret-scanning", "org:octo-org"),
            ("/organizations/octo-org/security/bypass-requests/secret-scanning", "org:octo-org"),
            ("/enterprises/octo/security/bypass-requests/secret-scanning?q=x", "enterprise:octo"),
            ("/octo-org/smile/security/bypass-requests/secret-scanning", "repo:octo-org/smile"),
            ("/octo-org/smile/security/requests/bypass-requests", "repo:octo-org/smile"),
            ("/octo-org/smile/exemptions", "repo:octo-org/smile"),
            ("/octo-org/smile/security/exemptions/", "repo:octo-org/smile"),
        ] {
            assert_eq!(scope_of(path).as_deref(), Some(scope), "{path}");
        }
    }

    #[test]
    fn everything_else_is_nothing_to_us() {
        for path in [
            "/",
            "/octo-org",
            "/octo-org/smile",
            "/octo-org/smile/exemptions/new",
            "/octo-org/smile/exemptions/0",
            "/octo-org/smile/exemptions/01",
            "/octo-org/smile/exemptions/1/edit",
            "/octo-org/smile/exemptions//1",
            "/octo-org/smile/tree/main/exemptions",
            "/octo-org/smile/blob/main/bypass-requests/secret-scanning",
            "/octo-org/smile/tree/exemptions",
            "/orgs/octo-org/security/exemptions/1",
            "/orgs/octo-org/security/bypass-requests/code-scanning",
            "/orgs/octo-org/security/closure-requests/secret-scanning",
            "/enterprises/octo/security/dismissal-requests/secret-scanning",
            "/enterprises/octo/security/metrics/secret-scanning",
            "/octo-org/smile/settings/rules/bypass_requests",
            "/organizations/octo-org/settings/rules/bypass_requests",
            "/settings/exemptions/exemptions/1",
            "/users/octocat/exemptions/1",
            "/exemptions/1",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
        assert_eq!(meaning("http://github.com/octo-org/smile/exemptions/1"), None);
    }
}
