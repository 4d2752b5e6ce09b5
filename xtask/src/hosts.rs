//! `GATEHOUSE_HOSTS`: further API hosts that the app may talk to, in its content security policies.

use anyhow::{Context, Result, bail};

/// The environment variable, at build time; the app's code reads it too.
pub const VARIABLE: &str = "GATEHOUSE_HOSTS";

/// The origins named in the environment, in the form [`parse`] gives.
///
/// # Errors
/// When one is not an https origin.
pub fn from_environment() -> Result<Vec<String>> {
    let list = std::env::var(VARIABLE).unwrap_or_default();
    parse(&list).with_context(|| VARIABLE.to_owned())
}

/// Origins separated by commas, in lower case: `https://host` or `https://host:port`.
///
/// # Errors
/// When one is anything else; they are written into the policy as they are.
fn parse(list: &str) -> Result<Vec<String>> {
    list.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(origin).collect()
}

fn origin(text: &str) -> Result<String> {
    let origin = text.to_ascii_lowercase();
    let Some(authority) = origin.strip_prefix("https://") else {
        bail!("{text} does not start with https://");
    };
    let (host, port) =
        authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let label = |label: &str| {
        let edge =
            |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        edge(label.chars().next())
            && edge(label.chars().last())
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    if !host.split('.').all(label) || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        bail!("{text} is not an origin such as https://github.example.com");
    }
    Ok(origin)
}

/// `text` (a page or a manifest) with the origins added to the `connect-src` of its policy.
///
/// # Errors
/// When the text has not exactly one `connect-src`.
pub fn allow(text: &str, origins: &[String]) -> Result<String> {
    const DIRECTIVE: &str = "connect-src ";
    if origins.is_empty() {
        return Ok(text.to_owned());
    }
    let (before, policy) =
        text.split_once(DIRECTIVE).context("there is no policy with a connect-src")?;
    if policy.contains(DIRECTIVE) {
        bail!("there is more than one connect-src");
    }
    let end = policy.find([';', '"']).context("the connect-src has no end")?;
    let (sources, after) = policy.split_at(end);
    Ok(format!("{before}{DIRECTIVE}{} {}{after}", sources.trim_end(), origins.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'self' https://api.github.com; img-src 'self'\">";

    #[test]
    fn hosts_go_to_the_end_of_connect_src() -> Result<()> {
        let page =
            allow(PAGE, &["https://a.example".to_owned(), "https://b.example:8443".to_owned()])?;
        assert!(page.contains("connect-src 'self' https://api.github.com https://a.example https://b.example:8443; img-src"));
        let last = PAGE.replace("; img-src 'self'", "");
        assert!(
            allow(&last, &["https://a.example".to_owned()])?
                .contains("https://api.github.com https://a.example\">")
        );
        Ok(())
    }

    #[test]
    fn without_hosts_the_page_stays() -> Result<()> {
        assert_eq!(allow("anything", &[])?, "anything");
        Ok(())
    }

    #[test]
    fn a_page_without_the_directive_is_an_error() {
        let host = ["https://a.example".to_owned()];
        assert!(allow("<html>connect-src 'self'</html>", &host).is_err());
        assert!(
            allow(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">",
                &host
            )
            .is_err()
        );
    }

    #[test]
    fn only_https_origins_are_hosts() -> Result<()> {
        assert_eq!(
            parse(" https://GHES.example , https://b.example:8443,")?,
            ["https://ghes.example", "https://b.example:8443"]
        );
        for wrong in [
            "http://a.example",
            "https://a.example/",
            "https://a.example; script-src *",
            "https://",
            "https://*",
            "https://a\"b",
            "https://a:b",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        Ok(())
    }
}
