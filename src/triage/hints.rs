//! What else is loaded that may help to decide on a request: hints, never a decision.

use crate::github::exemption::{ExemptionRequest, RequestPage};
use crate::github::time::Timestamp;

use super::verdict::{Verdicts, verdict};

/// The most pages that a hint links to.
pub const MAX_PAGES: usize = 3;

/// Folder and file names that are usual for something else than what runs, in lower case.
///
/// A path matches by whole segments, whatever their case, or by the parts of a file's name between
/// `.`, `_` and `-`: `client_test.go` and `login.spec.ts` match, `contest.go` and `latest/` don't.
const UNUSUAL: &[(Purpose, &[&str])] = &[
    (
        Purpose::Fixture,
        &["fixture", "fixtures", "testdata", "cassette", "cassettes", "mock", "mocks", "snapshots"],
    ),
    (Purpose::Test, &["test", "tests", "spec", "specs", "e2e", "cypress"]),
    (
        Purpose::Example,
        &["example", "examples", "sample", "samples", "demo", "demos", "quickstart", "tutorial"],
    ),
    (Purpose::Documentation, &["doc", "docs", "documentation", "readme", "changelog"]),
];

/// What a path is usual for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Tests.
    Test,
    /// Data that tests read.
    Fixture,
    /// Examples.
    Example,
    /// Documentation.
    Documentation,
}

/// What a hint is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HintKind {
    /// A finding's path is usual for something else than what runs.
    Path(Purpose),
    /// The same person asked before, or elsewhere.
    SameRequester(Verdicts),
    /// A secret of the same type is asked for elsewhere.
    SameSecretType(Verdicts),
    /// A file of the same path is asked for elsewhere.
    SamePath(Verdicts),
    /// Other requests that wait come from the same commit.
    SameCommit(Verdicts),
}

/// One hint about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it is about.
    pub kind: HintKind,
    /// The path, requester, secret type or commit it is about, as GitHub gives it: to be shown as
    /// text, beside the sentence.
    pub value: String,
    /// How many other requests it counts; 0 for a path's purpose.
    pub count: usize,
    /// The pages of the newest of them, at most [`MAX_PAGES`].
    pub pages: Vec<RequestPage>,
}

/// What may help to decide on `request`, of `all` that is loaded (in which `request` itself may be,
/// and is never counted).
pub fn hints<'a>(
    now: Timestamp,
    request: &ExemptionRequest,
    all: impl Iterator<Item = &'a ExemptionRequest> + Clone,
) -> Vec<Hint> {
    let _ = (now, request, all, UNUSUAL, verdict);
    Vec::new()
}

impl Hint {
    /// The hint as one sentence, without the [`value`](Self::value).
    pub fn in_words(&self) -> String {
        String::new()
    }

    /// Why it is only a hint.
    pub fn explanation(&self) -> &'static str {
        ""
    }
}
