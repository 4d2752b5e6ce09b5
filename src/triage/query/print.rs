//! The canonical text of a query: what is printed is read back as the same.

use std::borrow::Cow;
use std::fmt;

use super::term::{Login, Query, Term, Test};
use super::words::split_key;

impl Test {
    /// What stands behind the colon, or the free text, without quotation marks.
    pub fn value(&self) -> Cow<'_, str> {
        match self {
            Self::Is(standing) => standing.word().into(),
            Self::Requester(Login::Viewer) | Self::Reviewer(Login::Viewer) => "@me".into(),
            Self::Org(text)
            | Self::Repo(text)
            | Self::Type(text)
            | Self::Reason(text)
            | Self::Requester(Login::Name(text))
            | Self::Reviewer(Login::Name(text))
            | Self::Branch(text)
            | Self::Path(text)
            | Self::Text(text) => text.into(),
            Self::Expires(span) | Self::Created(span) => span.to_string().into(),
            Self::No(key) => key.word().into(),
        }
    }

    /// Whether its value would be read as something else without quotation marks.
    fn needs_quotes(&self) -> bool {
        let value = self.value();
        let is_cut = |text: &str| {
            text.is_empty() || text.starts_with('"') || text.contains(char::is_whitespace)
        };
        is_cut(&value)
            || match self {
                Self::Requester(Login::Name(name)) | Self::Reviewer(Login::Name(name)) => {
                    name.starts_with('@')
                }
                Self::Text(text) => text.starts_with('-') || split_key(text).is_some(),
                _ => false,
            }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(key) = self.key() {
            write!(f, "{}:", key.word())?;
        }
        if self.needs_quotes() {
            let escaped = self.value().replace('\\', r"\\").replace('"', "\\\"");
            write!(f, "\"{escaped}\"")
        } else {
            f.write_str(&self.value())
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if self.negated { "-" } else { "" };
        write!(f, "{minus}{}", self.test)
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.terms.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{term}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;

    #[test]
    fn a_query_is_printed_in_its_canonical_form() {
        for (typed, printed) in [
            ("", ""),
            ("  IS:open\u{a0}ORG:X ", "is:open org:X"),
            ("org:\"x\" \"word\"", "org:x word"),
            (
                r#"-"a b" "-x" "is:open" "foo:1x" "\"q\" \\""#,
                r#"-"a b" "-x" "is:open" "foo:1x" "\"q\" \\""#,
            ),
            (
                "requester:@ME requester:@mona requester:\"@x\"",
                "requester:@me requester:mona requester:\"@x\"",
            ),
            ("expires:<024h created:>7d", "expires:<24h created:>7d"),
        ] {
            assert_eq!(parse(typed).expect(typed).to_string(), printed);
        }
    }
}
