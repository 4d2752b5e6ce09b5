//! Which permission of the browser's the extension needs to reach a GitHub's API.

use crate::github::host::Host;

/// The match pattern to ask for; absent for hosts that only a build of its own reaches, which does so
/// as any page may (CORS). Source: MDN, "Match patterns".
pub fn pattern(host: &Host) -> Option<String> {
    match host {
        Host::GithubCom | Host::GheCom(_) => Some(format!("{}/*", host.api_origin())),
        Host::Server(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_is_asked_for_and_no_more() {
        let of = |host: &str| pattern(&host.parse().expect("a host"));
        assert_eq!(of("github.com").as_deref(), Some("https://api.github.com/*"));
        assert_eq!(of("octocorp.ghe.com").as_deref(), Some("https://api.octocorp.ghe.com/*"));
        assert_eq!(of("github.example.test"), None);
    }

    #[test]
    fn every_pattern_is_within_what_the_manifest_names() {
        let manifest = include_str!("../../manifest.json");
        let manifest: serde_json::Value = serde_json::from_str(manifest).expect("a manifest");
        let names = |key: &str, pattern: &str| {
            let named = manifest[key].as_array().expect("a list");
            assert!(named.iter().any(|it| it == pattern), "{key}: {pattern}");
        };
        names("host_permissions", &pattern(&Host::GithubCom).expect("a pattern"));
        names("optional_host_permissions", "https://*.ghe.com/*");
        let tenant = pattern(&Host::GheCom("octocorp".to_owned())).expect("a pattern");
        assert!(tenant.starts_with("https://") && tenant.ends_with(".ghe.com/*"), "{tenant}");
    }
}
