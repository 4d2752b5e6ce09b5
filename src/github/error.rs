//! What can go wrong with a call, sorted by what helps.

use serde::{Deserialize, Serialize};

use super::endpoint::HttpReply;
use super::host::Host;
use super::owner::About;
use super::time::Timestamp;

/// Why a call brought no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallError {
    /// No reply arrived. After a write the outcome is then unknown.
    Transport(TransportError),
    /// GitHub replied with an error.
    Api(ApiError),
    /// GitHub's reply isn't what it documents.
    Decode {
        /// The operation's identifier in the OpenAPI description.
        operation: String,
        /// Where and what, without the reply's content.
        detail: String,
    },
}

/// Why no reply arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TransportError {
    /// The browser says that it is offline.
    Offline,
    /// DNS failure, refusal, reset or a CORS refusal: a browser can't tell them apart.
    NoReply,
    /// The reply broke off.
    Interrupted,
    /// Nothing came in time.
    TimedOut,
    /// The reply is longer than any that GitHub documents can be.
    TooLarge,
    /// The reply came from another address than the one asked.
    Redirected,
    /// There is no token to ask with.
    NoToken,
    /// There are tokens, and none that may be sent to this: they are bound to other resource owners.
    NoTokenFor(About),
    /// There is a token, which is locked.
    Locked,
    /// The person doesn't let the extension reach the host, or not any more.
    NotGranted,
    /// The extension's background program can't be reached, as after an update.
    BackgroundGone,
    /// The background program doesn't let this page ask.
    NotAllowed,
}

impl TransportError {
    /// Whether the call certainly never reached GitHub.
    pub fn never_sent(&self) -> bool {
        matches!(
            self,
            Self::Offline
                | Self::NoToken
                | Self::NoTokenFor(_)
                | Self::Locked
                | Self::NotGranted
                | Self::NotAllowed
        )
    }
}

/// An error reply of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// What helps.
    pub kind: ApiErrorKind,
    /// The HTTP status code.
    pub status: u16,
    /// GitHub's own words; absent where it sent none.
    pub message: Option<String>,
    /// GitHub's own explanation, wherever that is; absent where it sent none.
    pub documentation_url: Option<String>,
    /// What exactly was wrong with what we sent, of a 422.
    pub errors: Vec<FieldError>,
}

/// API errors by remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiErrorKind {
    /// 401: another token.
    BadToken,
    /// 403: a permission.
    MissingPermission,
    /// 403 with `X-GitHub-SSO: required`: authorize the token for the organization.
    SsoRequired {
        /// Where to authorize, a page of the host that replied; absent where GitHub doesn't say, or names
        /// another host.
        url: Option<String>,
    },
    /// 403 or 429 of a rate limit: wait.
    RateLimited {
        /// Until when.
        retry_at: Timestamp,
    },
    /// 404: nothing there, or nothing that this token may see.
    NotFoundOrHidden,
    /// 422: what we sent was refused.
    Rejected,
    /// 410: this version of the API is gone; update.
    Gone,
    /// 5xx: try again later.
    Server,
    /// Anything else.
    Unexpected,
}

/// One entry of a 422's `errors`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldError {
    /// GitHub's code, such as `missing_field`.
    pub code: Option<String>,
    /// The field.
    pub field: Option<String>,
    /// GitHub's words.
    pub message: Option<String>,
}

#[derive(Deserialize, Default)]
struct ErrorBody {
    #[serde(default, deserialize_with = "super::lenient::scalar")]
    message: Option<String>,
    #[serde(default, deserialize_with = "super::lenient::scalar")]
    documentation_url: Option<String>,
    #[serde(default, deserialize_with = "super::lenient::list")]
    errors: Option<Vec<FieldError>>,
}

/// What GitHub asks for where neither header says how long to wait.
/// Source: REST docs, "Rate limits", secondary limits: "wait for at least one minute".
const MIN_BACK_OFF_IN: i64 = 60;

impl ApiError {
    /// The error that a reply of `host` with a status outside 200 to 299 is, received at `now`.
    pub fn from_reply(reply: &HttpReply, host: &Host, now: Timestamp) -> Self {
        // Errors from GitHub's edge may be HTML: then there are no words of GitHub's to keep.
        let body: ErrorBody = serde_json::from_str(&reply.text()).unwrap_or_default();
        Self {
            kind: Self::kind_of(reply, body.message.as_deref(), host, now),
            status: reply.status,
            message: body.message,
            documentation_url: body.documentation_url,
            errors: body.errors.unwrap_or_default(),
        }
    }

    fn kind_of(
        reply: &HttpReply,
        message: Option<&str>,
        host: &Host,
        now: Timestamp,
    ) -> ApiErrorKind {
        let sso =
            reply.header("x-github-sso").filter(|value| value.trim_start().starts_with("required"));
        match reply.status {
            401 => ApiErrorKind::BadToken,
            403 if sso.is_some() => ApiErrorKind::SsoRequired {
                url: sso
                    .and_then(|value| value.split_once("url="))
                    .map(|(_, url)| url.trim())
                    .filter(|url| host.is_page(url))
                    .map(str::to_owned),
            },
            403 | 429 => match Self::retry_at(reply, message, now) {
                Some(retry_at) => ApiErrorKind::RateLimited { retry_at },
                None => ApiErrorKind::MissingPermission,
            },
            404 => ApiErrorKind::NotFoundOrHidden,
            410 => ApiErrorKind::Gone,
            422 => ApiErrorKind::Rejected,
            500..=599 => ApiErrorKind::Server,
            _ => ApiErrorKind::Unexpected,
        }
    }

    /// Until when to wait; `None` when this is no rate limit.
    fn retry_at(reply: &HttpReply, message: Option<&str>, now: Timestamp) -> Option<Timestamp> {
        let seconds =
            |name: &str| reply.header(name).and_then(|value| value.trim().parse::<i64>().ok());
        if let Some(wait) = seconds("retry-after") {
            return Some(now.plus(wait.max(1)));
        }
        if seconds("x-ratelimit-remaining") == Some(0) {
            let reset = seconds("x-ratelimit-reset").map(Timestamp::from_unix);
            return Some(reset.filter(|at| *at > now).unwrap_or(now.plus(MIN_BACK_OFF_IN)));
        }
        let says_so =
            message.is_some_and(|message| message.to_ascii_lowercase().contains("rate limit"));
        (reply.status == 429 || says_so).then(|| now.plus(MIN_BACK_OFF_IN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_000);

    fn error(status: u16, headers: &[(&str, &str)], body: &str) -> ApiError {
        let headers =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let reply = HttpReply { status, headers, body: body.as_bytes().to_vec() };
        ApiError::from_reply(&reply, &Host::GithubCom, NOW)
    }

    #[test]
    fn each_status_has_its_remedy() {
        assert_eq!(error(401, &[], "{}").kind, ApiErrorKind::BadToken);
        assert_eq!(error(403, &[], "{}").kind, ApiErrorKind::MissingPermission);
        assert_eq!(error(404, &[], "{}").kind, ApiErrorKind::NotFoundOrHidden);
        assert_eq!(error(410, &[], "{}").kind, ApiErrorKind::Gone);
        assert_eq!(error(422, &[], "{}").kind, ApiErrorKind::Rejected);
        assert_eq!(error(502, &[], "<html>").kind, ApiErrorKind::Server);
        assert_eq!(error(418, &[], "").kind, ApiErrorKind::Unexpected);
    }

    #[test]
    fn sso_says_where_to_authorize_at_the_host_that_replied_alone() {
        let hosts = [
            Host::GithubCom,
            Host::GheCom("octo".to_owned()),
            Host::GheCom("other".to_owned()),
            Host::Server("github.example.test".to_owned()),
            Host::Server("github.example.test:8443".to_owned()),
        ];
        let pages: Vec<String> =
            hosts.iter().map(|host| format!("https://{}/orgs/o/sso", host.web_host())).collect();
        for (at, host) in hosts.iter().enumerate() {
            for (page, url) in pages.iter().enumerate() {
                let sso = ("x-github-sso".to_owned(), format!("required; url={url}"));
                let reply = HttpReply { status: 403, headers: vec![sso], body: vec![] };
                let url = (at == page).then(|| url.clone());
                let kind = ApiError::from_reply(&reply, host, NOW).kind;
                assert_eq!(kind, ApiErrorKind::SsoRequired { url }, "{host}: {}", pages[page]);
            }
        }
        let silent = error(403, &[("x-github-sso", "required")], "{}").kind;
        assert_eq!(silent, ApiErrorKind::SsoRequired { url: None });
    }

    #[test]
    fn a_rate_limit_says_until_when() {
        let at = |seconds| ApiErrorKind::RateLimited { retry_at: Timestamp::from_unix(seconds) };
        assert_eq!(error(403, &[("retry-after", "30")], "{}").kind, at(1_030));
        assert_eq!(error(429, &[], "").kind, at(1_060));
        let used_up = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1500")];
        assert_eq!(error(403, &used_up, "{}").kind, at(1_500));
        let secondary = r#"{"message":"You have exceeded a secondary rate limit."}"#;
        assert_eq!(error(403, &[("x-ratelimit-remaining", "4999")], secondary).kind, at(1_060));
    }

    #[test]
    fn github_s_own_words_and_link_are_kept() {
        let body = r#"{"message":"Validation Failed","documentation_url":"https://docs.github.com/x",
            "errors":[{"code":"invalid","field":"message","message":"is too long"}]}"#;
        let error = error(422, &[], body);
        assert_eq!(error.message.as_deref(), Some("Validation Failed"));
        assert_eq!(error.documentation_url.as_deref(), Some("https://docs.github.com/x"));
        assert_eq!(error.errors[0].message.as_deref(), Some("is too long"));
    }
}
