//! Requests as files to take away, each of which says where it comes from and whether it is all.
//!
//! # Layout
//! - [`csv`] for spreadsheets and programs
//! - [`json`] for programs: GitHub's own fields
//! - [`markdown`] a report for people

pub mod csv;
pub mod json;
pub mod markdown;

use serde::Serialize;

use crate::github::time::Timestamp;

/// Where an export comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The query whose requests it has; empty for all.
    pub query: String,
    /// The scopes that were asked, as the person reads them.
    pub scopes: Vec<String>,
    /// How far back was asked, in words.
    pub window: String,
    /// Whether something may be missing.
    pub is_partial: bool,
    /// What may be missing and why, and whatever else there is to say; a sentence each.
    pub notes: Vec<String>,
    /// When it was made.
    pub at: Timestamp,
    /// The login of who made it; `None` where nobody is signed in.
    pub by: Option<String>,
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// A JSON object.
    Json,
    /// A report in Markdown.
    Markdown,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Markdown];

    /// What its files' names end in, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Json => "application/json",
            Self::Markdown => "text/markdown;charset=utf-8",
        }
    }
}

/// A name for the file: `bypass-requests-20261122T084303Z.csv`, with `-partial` where it is. Nothing
/// in it comes from data.
pub fn file_name(format: Format, provenance: &Provenance) -> String {
    let at: String =
        provenance.at.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    let partial = if provenance.is_partial { "-partial" } else { "" };
    format!("bypass-requests-{at}{partial}.{}", format.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provenance(is_partial: bool) -> Provenance {
        Provenance {
            query: "../../x".to_owned(),
            scopes: vec!["org:octo-org".to_owned()],
            window: "the last month".to_owned(),
            is_partial,
            notes: Vec::new(),
            at: Timestamp::parse("2026-11-22T08:43:03Z").expect("an instant"),
            by: Some("octocat".to_owned()),
        }
    }

    #[test]
    fn a_file_s_name_says_when_it_was_made_and_whether_it_is_partial() {
        let complete = file_name(Format::Csv, &provenance(false));
        assert_eq!(complete, "bypass-requests-20261122T084303Z.csv");
        let partial = file_name(Format::Markdown, &provenance(true));
        assert_eq!(partial, "bypass-requests-20261122T084303Z-partial.md");
    }

    #[test]
    fn json_has_github_s_own_names_and_where_it_comes_from() {
        let theirs = r#"{"id":7,"status":"godot","requester_comment":"=1","data":[{"secret_type":"a_key"}]}"#;
        let request = serde_json::from_str(theirs).expect("decodes");
        let text = json::json(&provenance(true), [&request]).expect("encodes");
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["provenance"]["is_partial"], true);
        assert_eq!(value["provenance"]["at"], "2026-11-22T08:43:03Z");
        assert_eq!(value["provenance"]["scopes"][0], "org:octo-org");
        let back: crate::github::exemption::ExemptionRequest =
            serde_json::from_value(value["requests"][0].clone()).expect("decodes");
        assert_eq!(back, request);
        assert_eq!(value["requests"][0]["data"][0]["secret_type"], "a_key");
    }

    #[test]
    fn a_file_s_name_ends_as_its_media_type_says() {
        let types = Format::ALL.map(|format| (format.extension(), format.media_type()));
        let expected = [
            ("csv", "text/csv;charset=utf-8"),
            ("json", "application/json"),
            ("md", "text/markdown;charset=utf-8"),
        ];
        assert_eq!(types, expected);
    }
}
