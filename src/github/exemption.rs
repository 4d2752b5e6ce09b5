//! A bypass request (an *exemption request* in GitHub's page addresses) and the responses to it.
//!
//! Every field may be missing or null: the API's schemas have no `required` list.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::ids::{PageNumber, RepoName, RequestId, ResponseId};
use super::lenient;
use super::name::Name;
use super::open_enum::open_enum;
use super::sha::Sha;
use super::shared::{Share, Shared, Table};
use super::time::Timestamp;

open_enum! {
    /// The status of a bypass request as GitHub says it; whether it still awaits a review is
    /// [`crate::triage::verdict`]'s to say.
    RequestStatus from 0 {
        /// Awaits a review.
        Pending = "pending",
        /// A reviewer denied it.
        Denied = "denied",
        /// A reviewer approved it; the push is still to come.
        Approved = "approved",
        /// The requester withdrew it.
        Cancelled = "cancelled",
        /// Approved, and the push was made.
        Completed = "completed",
        /// Seven days passed without a review.
        Expired = "expired",
        /// Awaits a review; documented beside `pending`, never seen.
        Open = "open",
    }
}

open_enum! {
    /// What became of one response to a request.
    ResponseStatus from 16 {
        /// The reviewer approved.
        Approved = "approved",
        /// The reviewer denied.
        Denied = "denied",
        /// The response was taken back.
        Dismissed = "dismissed",
    }
}

open_enum! {
    /// Why the requester wants to push the secret.
    BypassReason from 32 {
        /// It's used in tests.
        UsedInTests = "used_in_tests",
        /// It's no secret.
        FalsePositive = "false_positive",
        /// It will be fixed later.
        FixLater = "fix_later",
    }
}

open_enum! {
    /// The kind of request.
    RequestType from 48 {
        /// A push-protection bypass request.
        SecretScanning = "secret_scanning",
        /// A push-rule bypass request.
        PushRuleset = "push_ruleset_bypass",
    }
}

/// The repository of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Repository {
    /// Its number.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub id: Option<u64>,
    /// Its name without the owner's.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub name: Option<Name>,
    /// `OWNER/REPO`.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub full_name: Option<Name>,
}

/// The organization of a request's repository.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Organization {
    /// Its number.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub id: Option<u64>,
    /// Its login.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub name: Option<Name>,
}

/// The person who asked or answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Actor {
    /// Their number.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub actor_id: Option<u64>,
    /// Their login.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub actor_name: Option<Name>,
}

macro_rules! share {
    ($($name:ty),+) => {
        $(impl Share for $name {
            fn table() -> &'static Mutex<Table<Self>> {
                static TABLE: Mutex<Table<$name>> = Mutex::new(Table::new());
                &TABLE
            }
        })+
    };
}

share!(Repository, Organization, Actor);

/// One place where push protection found a secret. The secret itself is never in the API.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Finding {
    /// The type's identifier, such as `adafruit_io_key`.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub secret_type: Option<Name>,
    /// The requester's reason.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub bypass_reason: Option<BypassReason>,
    /// The path with `:line:column` behind it; see [`Finding::location`].
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub path: Option<String>,
    /// A full ref, such as `refs/heads/main`; absent for pushes of several branches.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub branch: Option<Name>,
}

/// A path taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Relative to the repository's root, without a slash in front.
    pub path: String,
    /// From 1; absent where the API gives none.
    pub line: Option<u64>,
    /// As GitHub counts it (from 0 in its examples); absent where the API gives none.
    pub column: Option<u64>,
}

/// What stands before the last colon, and the number behind it, if both are there.
fn number_behind(text: &str) -> Option<(&str, u64)> {
    let (rest, number) = text.rsplit_once(':')?;
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (digits && !rest.is_empty()).then(|| Some((rest, number.parse().ok()?)))?
}

impl Finding {
    /// The path, line and column apart; `None` when there is no path.
    pub fn location(&self) -> Option<Location> {
        let (path, line, column) = self.place()?;
        Some(Location { path: path.to_owned(), line, column })
    }

    /// The same without a copy of the path.
    pub fn place(&self) -> Option<(&str, Option<u64>, Option<u64>)> {
        let whole = self.path.as_deref()?;
        let whole = whole.strip_prefix('/').unwrap_or(whole);
        Some(match number_behind(whole) {
            None => (whole, None, None),
            Some((rest, last)) => match number_behind(rest) {
                None => (rest, Some(last), None),
                Some((path, line)) => (path, Some(line), Some(last)),
            },
        })
    }

    /// The branch without `refs/heads/` (or the tag without `refs/tags/`); `None` when absent.
    pub fn short_branch(&self) -> Option<&str> {
        self.branch.as_deref().map(short_branch)
    }
}

/// A branch without `refs/heads/`, or a tag without `refs/tags/`.
pub fn short_branch(full: &str) -> &str {
    full.strip_prefix("refs/heads/").or_else(|| full.strip_prefix("refs/tags/")).unwrap_or(full)
}

/// One response to a request. Responses to bypass requests carry no message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Response {
    /// What a dismissal names.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub id: Option<ResponseId>,
    /// Who responded.
    #[serde(default, deserialize_with = "lenient::object")]
    pub reviewer: Option<Shared<Actor>>,
    /// What became of it.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub status: Option<ResponseStatus>,
    /// When it was given.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub created_at: Option<Timestamp>,
}

impl Response {
    /// Whether it counts: it was neither taken back nor is of a status nobody knows.
    pub fn stands(&self) -> bool {
        matches!(self.status, Some(ResponseStatus::Approved | ResponseStatus::Denied))
    }
}

/// A push-protection bypass request, as lists and the item route give it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ExemptionRequest {
    /// What identifies it, together with `html_url`.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub id: Option<RequestId>,
    /// Its number in the repository, which may differ from the one in `url` and `html_url`.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub number: Option<u64>,
    /// Where the push went.
    #[serde(default, deserialize_with = "lenient::object")]
    pub repository: Option<Shared<Repository>>,
    /// The repository's organization.
    #[serde(default, deserialize_with = "lenient::object")]
    pub organization: Option<Shared<Organization>>,
    /// Who asks.
    #[serde(default, deserialize_with = "lenient::object")]
    pub requester: Option<Shared<Actor>>,
    /// The kind of request.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub request_type: Option<RequestType>,
    /// The secrets found; null and absent mean that GitHub says nothing of them.
    #[serde(default, deserialize_with = "lenient::list")]
    pub data: Option<Vec<Finding>>,
    /// The commit's SHA.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub resource_identifier: Option<Sha>,
    /// Where it stands, as GitHub says.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub status: Option<RequestStatus>,
    /// What the requester wrote; null when they wrote nothing.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub requester_comment: Option<String>,
    /// When it expires: seven days after its creation.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub created_at: Option<Timestamp>,
    /// Who answered what; null means none.
    #[serde(default, deserialize_with = "lenient::list")]
    pub responses: Option<Vec<Response>>,
    /// Its address in the API.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub url: Option<Address>,
    /// Its page.
    #[serde(default, deserialize_with = "lenient::scalar")]
    pub html_url: Option<Address>,
}

/// A request's page: `https://HOST/OWNER/REPO/exemptions/N`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RequestPage {
    /// The pages' host name, such as `github.com`.
    pub web_host: String,
    /// The repository in the address.
    pub repo: RepoName,
    /// The number at the end.
    pub number: PageNumber,
}

impl RequestPage {
    /// From an address; `None` when it isn't exactly a request's page over https.
    pub fn parse(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("https://")?;
        let end = rest.find(['?', '#']).unwrap_or(rest.len());
        let mut segments = rest[..end].split('/');
        let web_host = segments.next().filter(|host| !host.is_empty())?;
        let repo = format!("{}/{}", segments.next()?, segments.next()?);
        if segments.next()? != "exemptions" {
            return None;
        }
        let number = parse_number(segments.next()?)?;
        if segments.any(|segment| !segment.is_empty()) {
            return None;
        }
        Some(Self {
            web_host: web_host.to_ascii_lowercase(),
            repo: RepoName::parse(&repo)?,
            number: PageNumber(number),
        })
    }

    /// Whether both are the same page (GitHub ignores the case of names).
    pub fn same_as(&self, other: &Self) -> bool {
        self.web_host.eq_ignore_ascii_case(&other.web_host)
            && self.repo.same_as(&other.repo)
            && self.number == other.number
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("https://{}/{}/exemptions/{}", self.web_host, self.repo, self.number)
    }
}

/// A number as GitHub writes it in addresses: digits without a zero in front.
pub fn parse_number(segment: &str) -> Option<u64> {
    let canonical = segment.bytes().all(|b| b.is_ascii_digit()) && !segment.starts_with('0');
    canonical.then(|| segment.parse().ok()).flatten()
}

impl ExemptionRequest {
    /// Its page; `None` when `html_url` is absent or no request's page.
    pub fn page(&self) -> Option<RequestPage> {
        RequestPage::parse(&self.html_url.as_ref()?.to_string())
    }

    /// Its repository by name: from `full_name`, else from its page.
    pub fn repo(&self) -> Option<RepoName> {
        self.repository
            .as_ref()
            .and_then(|repository| RepoName::parse(repository.full_name.as_deref()?))
            .or_else(|| self.page().map(|page| page.repo))
    }

    /// Its organization's login: from `organization`, else the repository's owner.
    pub fn organization_name(&self) -> Option<String> {
        self.organization
            .as_ref()
            .and_then(|organization| organization.name.as_deref())
            .map(str::to_owned)
            .or_else(|| self.repo().map(|repo| repo.owner))
    }

    /// The requester's login.
    pub fn requester_name(&self) -> Option<&str> {
        self.requester.as_ref()?.actor_name.as_deref()
    }

    /// Its findings; none when GitHub says nothing of them.
    pub fn findings(&self) -> &[Finding] {
        self.data.as_deref().unwrap_or_default()
    }

    /// The responses to it, as GitHub orders them.
    pub fn responses(&self) -> &[Response] {
        self.responses.as_deref().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(path: &str) -> (String, Option<u64>, Option<u64>) {
        let finding = Finding { path: Some(path.to_owned()), ..Finding::default() };
        let location = finding.location().expect("has a path");
        (location.path, location.line, location.column)
    }

    #[test]
    fn path_line_and_column_are_told_apart() {
        assert_eq!(
            location("/tests/README.md:16:0"),
            ("tests/README.md".to_owned(), Some(16), Some(0))
        );
        assert_eq!(location("README.md:17:0"), ("README.md".to_owned(), Some(17), Some(0)));
        assert_eq!(location("a.txt:3"), ("a.txt".to_owned(), Some(3), None));
        assert_eq!(location("a.txt"), ("a.txt".to_owned(), None, None));
        assert_eq!(location("odd:name:x.txt:1:2"), ("odd:name:x.txt".to_owned(), Some(1), Some(2)));
        assert_eq!(location("a.txt:"), ("a.txt:".to_owned(), None, None));
    }

    #[test]
    fn a_branch_is_short_and_a_tag_too() {
        let short = |full: &str| {
            Finding { branch: Some(full.into()), ..Finding::default() }
                .short_branch()
                .map(str::to_owned)
        };
        assert_eq!(short("refs/heads/feature/x").as_deref(), Some("feature/x"));
        assert_eq!(short("refs/tags/v1").as_deref(), Some("v1"));
        assert_eq!(short("main").as_deref(), Some("main"));
        assert_eq!(Finding::default().short_branch(), None);
    }

    #[test]
    fn a_request_s_page_is_exactly_that() {
        let page =
            RequestPage::parse("https://github.com/octo-org/smile/exemptions/1").expect("a page");
        assert_eq!(page.number, PageNumber(1));
        assert_eq!(page.url(), "https://github.com/octo-org/smile/exemptions/1");
        assert!(
            RequestPage::parse("https://github.com/octo-org/smile/exemptions/1/?a=b#c").is_some()
        );
        for other in [
            "http://github.com/octo-org/smile/exemptions/1",
            "https://github.com/octo-org/smile/exemptions/01",
            "https://github.com/octo-org/smile/exemptions/new",
            "https://github.com/octo-org/smile/exemptions/1/edit",
            "https://github.com/octo-org/smile/issues/1",
            "https:///octo-org/smile/exemptions/1",
        ] {
            assert_eq!(RequestPage::parse(other), None, "{other}");
        }
    }

    #[test]
    fn names_differ_in_case_and_hosts_do_not_mix() {
        let page = |url: &str| RequestPage::parse(url).expect("a page");
        let one = page("https://github.com/octo-org/smile/exemptions/1");
        assert!(one.same_as(&page("https://github.com/Octo-Org/SMILE/exemptions/1")));
        assert!(!one.same_as(&page("https://octo.ghe.com/octo-org/smile/exemptions/1")));
        assert!(!one.same_as(&page("https://github.com/octo-org/smile/exemptions/42")));
    }

    #[test]
    fn every_field_may_be_missing_or_null() {
        let empty: ExemptionRequest = serde_json::from_str("{}").expect("decodes");
        assert_eq!(empty, ExemptionRequest::default());
        let whole = r#"{"id":null,"number":null,"repository":null,"organization":null,"requester":null,
            "request_type":null,"data":null,"resource_identifier":null,"status":null,
            "requester_comment":null,"expires_at":null,"created_at":null,"responses":null,"url":null,
            "html_url":null}"#;
        assert_eq!(serde_json::from_str::<ExemptionRequest>(whole).expect("decodes"), empty);
    }

    #[test]
    fn an_unknown_status_is_kept_as_it_came() {
        let request: ExemptionRequest =
            serde_json::from_str(r#"{"status":"waiting_for_godot"}"#).expect("decodes");
        assert_eq!(request.status, Some(RequestStatus::Other("waiting_for_godot".into())));
        let back = serde_json::to_string(&request).expect("encodes");
        assert_eq!(serde_json::from_str::<ExemptionRequest>(&back).expect("decodes"), request);
    }

    #[test]
    fn a_resource_identifier_may_be_a_number() {
        let request: ExemptionRequest =
            serde_json::from_str(r#"{"resource_identifier":827}"#).expect("decodes");
        assert_eq!(request.resource_identifier, Some("827".into()));
    }
}
