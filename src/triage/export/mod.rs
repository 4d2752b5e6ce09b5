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
