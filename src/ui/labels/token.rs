//! Words for tokens.

use crate::vault::status::TokenStatus;
use crate::vault::token::TokenKind;

/// A kind of token.
pub fn token_kind(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Classic => "Personal access token (classic)",
        TokenKind::FineGrained => "Fine-grained personal access token",
        TokenKind::App => "Token of an OAuth or GitHub App",
        TokenKind::Unrecognized => "Token of a kind that Gatehouse doesn't know",
    }
}

/// A token by its kind, its resource owner and its host.
pub fn token_name(token: &TokenStatus) -> String {
    let owner = token.owner.as_ref().map(|owner| format!(" of {owner}")).unwrap_or_default();
    format!("{}{owner} for {}", token_kind(token.kind), token.host)
}

/// The name of the button that forgets `token`, one of `all`: none is like another's.
pub fn forget_token(token: &TokenStatus, all: &[TokenStatus]) -> String {
    if all.len() < 2 {
        return "Forget token".to_owned();
    }
    let one_host = all.iter().all(|other| other.host == token.host);
    match &token.owner {
        Some(owner) if one_host => format!("Forget token of {owner}"),
        Some(owner) => format!("Forget token of {owner} for {}", token.host),
        None => format!("Forget token for {}", token.host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::host::Host;

    fn token(host: Host, owner: Option<&str>) -> TokenStatus {
        TokenStatus {
            host,
            owner: owner.map(|login| login.parse().expect("a login")),
            login: "octocat".to_owned(),
            kind: TokenKind::FineGrained,
            scopes: None,
        }
    }

    #[test]
    fn every_button_that_forgets_a_token_has_a_name_of_its_own() {
        let tenant = || Host::GheCom("octo".to_owned());
        let one = token(Host::GithubCom, Some("octo-org"));
        assert_eq!(forget_token(&one, std::slice::from_ref(&one)), "Forget token");
        let here = [one.clone(), token(Host::GithubCom, None)];
        assert_eq!(forget_token(&one, &here), "Forget token of octo-org");
        assert_eq!(forget_token(&here[1], &here), "Forget token for api.github.com");
        let all = [one.clone(), token(tenant(), Some("octo-org")), token(tenant(), None)];
        let names: Vec<String> = all.iter().map(|it| forget_token(it, &all)).collect();
        assert_eq!(names[0], "Forget token of octo-org for api.github.com");
        assert!(names[0] != names[1] && names[1] != names[2], "{names:?}");
        assert!(token_name(&one).ends_with("token of octo-org for api.github.com"));
    }
}
