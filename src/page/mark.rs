//! The marks beside a page's own links to requests: what each says, and which one was clicked.

use serde::{Deserialize, Serialize};

use crate::github::exemption::RequestPage;

/// How a mark looks; `src/entry/marks.js` has a style for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// It waits for a review.
    Waiting,
    /// It waits, and expires in less than 24 hours.
    Urgent,
    /// Reviewers have answered it.
    Answered,
    /// Its time is over, it was withdrawn, or nobody knows where it stands.
    Over,
}

/// What stands beside the links to one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The request.
    pub page: RequestPage,
    /// How it looks.
    pub kind: MarkKind,
    /// What it says.
    pub label: String,
    /// The same for assistive technology, with what a click does; the label occurs in it.
    pub name: String,
}

/// The requests that a page has links to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenLinks {
    /// The requests, each once.
    pub pages: Vec<RequestPage>,
    /// How often the links were reported: after each time the page may lack its marks.
    pub turn: u32,
}

/// A request whose mark was clicked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The request.
    pub page: RequestPage,
    /// Which of the clicks it was: another click on the same mark is another wish.
    pub turn: u32,
}
