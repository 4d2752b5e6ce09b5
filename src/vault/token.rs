//! A token, and its kind by its prefix.

use serde::{Deserialize, Serialize};

/// A GitHub token. It has no `Debug`, `Display` or `PartialEq`, so that it can't end up in an error, a
/// log or a message by accident.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

/// Why a typed text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenProblem {
    /// Nothing was typed.
    Empty,
    /// It holds characters that no token has.
    InvalidCharacter,
    /// It is a fine-grained one, and its resource owner isn't named.
    NoOwner,
}

/// The kinds of token GitHub makes. Source: REST docs, "About authentication", token formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenKind {
    /// A personal access token (classic): `ghp_…`, or the older 40 hexadecimal digits.
    Classic,
    /// A fine-grained personal access token: `github_pat_…`.
    FineGrained,
    /// A token of an OAuth or GitHub App: `gho_…`, `ghu_…`, `ghs_…`.
    App,
    /// None of them.
    Unrecognized,
}

impl TokenKind {
    /// The kind of what is being typed; absent while it is no token.
    pub fn of_typed(typed: &str) -> Option<Self> {
        Token::parse(typed).ok().map(|token| token.kind())
    }
}

impl Token {
    /// From what was typed or pasted.
    ///
    /// # Errors
    /// Says why it can't be a token, without quoting it.
    pub fn parse(typed: &str) -> Result<Self, TokenProblem> {
        let token = typed.trim();
        if token.is_empty() {
            return Err(TokenProblem::Empty);
        }
        // What an HTTP header may hold, and no more: a line break would make a second header.
        if !token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-' || b == b'.')
        {
            return Err(TokenProblem::InvalidCharacter);
        }
        Ok(Self(token.to_owned()))
    }

    /// The text itself. Outside the vault it is seen only as the header that a credential gives.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// Its kind.
    pub fn kind(&self) -> TokenKind {
        let token = self.0.as_str();
        let starts_with = |prefix: &str| token.starts_with(prefix);
        if starts_with("ghp_")
            || (token.len() == 40 && token.bytes().all(|b| b.is_ascii_hexdigit()))
        {
            TokenKind::Classic
        } else if starts_with("github_pat_") {
            TokenKind::FineGrained
        } else if starts_with("gho_") || starts_with("ghu_") || starts_with("ghs_") {
            TokenKind::App
        } else {
            TokenKind::Unrecognized
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<TokenKind> {
        Token::parse(text).ok().map(|token| token.kind())
    }

    #[test]
    fn the_prefix_tells_the_kind() {
        assert_eq!(kind(" ghp_abc\n"), Some(TokenKind::Classic));
        assert_eq!(kind("0123456789abcdef0123456789abcdef01234567"), Some(TokenKind::Classic));
        assert_eq!(kind("github_pat_abc"), Some(TokenKind::FineGrained));
        for app in ["gho_a", "ghu_a", "ghs_a"] {
            assert_eq!(kind(app), Some(TokenKind::App), "{app}");
        }
        assert_eq!(kind("hunter2"), Some(TokenKind::Unrecognized));
    }

    #[test]
    fn what_could_break_a_header_is_no_token() {
        let problem = |text: &str| Token::parse(text).err();
        assert_eq!(problem("  "), Some(TokenProblem::Empty));
        assert_eq!(problem("ghp_a\r\nHost: x"), Some(TokenProblem::InvalidCharacter));
        assert_eq!(problem("ghp_ä"), Some(TokenProblem::InvalidCharacter));
    }
}
