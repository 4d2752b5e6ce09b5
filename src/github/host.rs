//! Which GitHub: github.com, a GHE.com tenant or a GitHub Enterprise Server.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A GitHub, typed as its API host (`api.github.com`, `api.SUBDOMAIN.ghe.com`, `HOST`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Host {
    /// github.com.
    GithubCom,
    /// GitHub Enterprise Cloud with data residency, by its subdomain of ghe.com.
    GheCom(String),
    /// GitHub Enterprise Server, by its host name.
    Server(String),
}

/// Why a text is no host: it isn't a plain host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostError;

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a host name such as api.github.com")
    }
}

impl std::error::Error for HostError {}

impl Host {
    /// The API's base without a slash at the end. Source: REST docs, "Getting started".
    pub fn api_base(&self) -> String {
        match self {
            Self::GithubCom => "https://api.github.com".to_owned(),
            Self::GheCom(subdomain) => format!("https://api.{subdomain}.ghe.com"),
            Self::Server(host) => format!("https://{host}/api/v3"),
        }
    }

    /// The origin that the API's base belongs to, which alone may receive the token.
    pub fn api_origin(&self) -> String {
        match self {
            Self::Server(host) => format!("https://{host}"),
            Self::GithubCom | Self::GheCom(_) => self.api_base(),
        }
    }

    /// The host name of its pages.
    pub fn web_host(&self) -> String {
        match self {
            Self::GithubCom => "github.com".to_owned(),
            Self::GheCom(subdomain) => format!("{subdomain}.ghe.com"),
            Self::Server(host) => host.clone(),
        }
    }

    /// Whether an address is one of its pages'.
    pub fn is_page(&self, url: &str) -> bool {
        is_https_at(url, &self.web_host())
    }
}

/// Whether an address is https at `host`, written just so: with no user name, which could be mistaken for
/// a host, and with a port only where `host` has it.
pub fn is_https_at(url: &str, host: &str) -> bool {
    let behind = url.strip_prefix("https://").and_then(|rest| rest.strip_prefix(host));
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

impl FromStr for Host {
    type Err = HostError;

    /// Takes what people paste: with or without `https://`, the API's or the pages' host.
    fn from_str(text: &str) -> Result<Self, HostError> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("https://").unwrap_or(&text);
        let text = text.trim_end_matches('/');
        let host = text.strip_suffix("/api/v3").unwrap_or(text);
        let (name, port) = match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, None),
        };
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        // Numbers may have a sign in front of them, and ports none.
        let is_port = |port: &str| port.parse::<u16>().is_ok() && !port.starts_with('+');
        let port_is_valid = port.is_none_or(is_port);
        if !name.contains('.') || !name.split('.').all(label) || !port_is_valid {
            return Err(HostError);
        }
        if matches!(host, "github.com" | "api.github.com" | "www.github.com") {
            return Ok(Self::GithubCom);
        }
        if let Some(tenant) = host.strip_suffix(".ghe.com") {
            let subdomain = tenant.strip_prefix("api.").unwrap_or(tenant);
            return if label(subdomain) && subdomain != "api" {
                Ok(Self::GheCom(subdomain.to_owned()))
            } else {
                Err(HostError)
            };
        }
        Ok(Self::Server(host.to_owned()))
    }
}

impl fmt::Display for Host {
    /// The API host, as the connect form takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GithubCom => f.write_str("api.github.com"),
            Self::GheCom(subdomain) => write!(f, "api.{subdomain}.ghe.com"),
            Self::Server(host) => f.write_str(host),
        }
    }
}

impl TryFrom<String> for Host {
    type Error = HostError;
    fn try_from(text: String) -> Result<Self, HostError> {
        text.parse()
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_paste_is_understood() {
        for (typed, host) in [
            ("api.github.com", Host::GithubCom),
            (" https://github.com/ ", Host::GithubCom),
            ("api.octo.ghe.com", Host::GheCom("octo".to_owned())),
            ("octo.ghe.com", Host::GheCom("octo".to_owned())),
            ("github.example.test", Host::Server("github.example.test".to_owned())),
            ("https://github.example.test/api/v3", Host::Server("github.example.test".to_owned())),
            ("github.example.test:8443", Host::Server("github.example.test:8443".to_owned())),
        ] {
            assert_eq!(typed.parse(), Ok(host), "{typed}");
        }
    }

    #[test]
    fn what_could_lead_elsewhere_is_refused() {
        for typed in [
            "",
            "localhost",
            "http://github.com",
            "github.com/evil",
            "user@github.com",
            "github.com:x",
            "github.example.test:+1",
            "api.github.com#x",
            "a.b.ghe.com",
            "api.ghe.com",
            "exa mple.test",
        ] {
            assert_eq!(typed.parse::<Host>(), Err(HostError), "{typed}");
        }
    }

    #[test]
    fn each_kind_has_its_own_bases() {
        let ghe_com = Host::GheCom("octo".to_owned());
        let server = Host::Server("github.example.test".to_owned());
        assert_eq!(Host::GithubCom.api_base(), "https://api.github.com");
        assert_eq!(ghe_com.api_base(), "https://api.octo.ghe.com");
        assert_eq!(server.api_base(), "https://github.example.test/api/v3");
        assert_eq!(server.api_origin(), "https://github.example.test");
        assert_eq!(ghe_com.web_host(), "octo.ghe.com");
    }

    #[test]
    fn a_page_is_at_its_own_host_and_nowhere_that_looks_like_it() {
        let github = Host::GithubCom;
        for url in [
            "https://github.com",
            "https://github.com/orgs/o/sso?authorization_request=x",
            "https://github.com?x=https://evil.test",
            "https://github.com#x",
        ] {
            assert!(github.is_page(url), "{url}");
        }
        for url in [
            "",
            "github.com/x",
            "//github.com/x",
            "http://github.com/x",
            "javascript:alert(1)//https://github.com/",
            "https://api.github.com/x",
            "https://evilgithub.com/x",
            "https://github.com.evil.test/x",
            "https://github.com@evil.test/x",
            "https://evil.test@github.com/x",
            "https://github.com:8443/x",
            "https://github.com:x@evil.test/",
            "https://github.com\\@evil.test/",
            "https://github.com\t.evil.test/",
            "https://evil.test/#https://github.com/",
            "https://octo.ghe.com/x",
        ] {
            assert!(!github.is_page(url), "{url}");
        }
        let server = Host::Server("github.example.test:8443".to_owned());
        assert!(server.is_page("https://github.example.test:8443/x"));
        assert!(!server.is_page("https://github.example.test/x"));
        assert!(!server.is_page("https://github.example.test:84430/x"));
    }
}
