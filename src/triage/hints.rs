//! What else is loaded that may help to decide on a request: hints, never a decision.

use std::collections::BTreeSet;

use crate::github::exemption::{ExemptionRequest, RequestPage};
use crate::github::ids::RepoName;
use crate::github::time::Timestamp;

use super::expected_path::Purpose;
use super::verdict::{Verdicts, awaits_review, verdict};

/// The most pages that a hint links to.
pub const MAX_PAGES: usize = 3;

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// Paths among the findings are usual for something else than what runs.
    Path {
        /// For what.
        purpose: Purpose,
        /// How many findings have such a path.
        findings: usize,
        /// Of how many.
        of: usize,
    },
    /// The same person's other requests; this hint is also given when there are none.
    SameRequester,
    /// Other requests that wait and come from the same commit of the same repository.
    SameCommit,
    /// Other requests that name the same path.
    SamePath,
    /// Other requests that have a secret of the same type.
    SameSecretType,
}

/// One hint about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it is about.
    pub kind: HintKind,
    /// The path, requester, secret type or commit it is about, as GitHub gives it: to be shown as
    /// text, beside the sentence.
    pub value: String,
    /// Where the other requests stand that it counts; none for [`HintKind::Path`].
    pub others: Verdicts,
    /// How many of those are for the same repository.
    pub in_repository: usize,
    /// The pages of the newest of them, at most [`MAX_PAGES`].
    pub pages: Vec<RequestPage>,
}

/// What may help to decide on `request`, of `all` that is loaded, of one host. `request` itself may
/// be among them and is never counted. Paths and secret types that a request names get a hint each.
pub fn hints<'a>(
    now: Timestamp,
    request: &ExemptionRequest,
    all: impl Iterator<Item = &'a ExemptionRequest> + Clone,
) -> Vec<Hint> {
    let repo = request.repo();
    let others = all.filter(|other| !is_itself(request, other));
    let hint = |kind, value: &str, is_same: &dyn Fn(&ExemptionRequest) -> bool| {
        let same = others.clone().filter(|other| is_same(other)).collect();
        about(now, repo.as_ref(), kind, value, same)
    };
    let mut hints = path_hints(request);
    if let Some(requester) = given(request.requester_name()) {
        hints.push(hint(HintKind::SameRequester, requester, &|other| {
            other.requester_name().is_some_and(|name| name.eq_ignore_ascii_case(requester))
        }));
    }
    let mut found = Vec::new();
    let commit = request.resource_identifier.as_ref().map(ToString::to_string);
    if let (Some(commit), Some(_)) = (given(commit.as_deref()), &repo) {
        found.push(hint(HintKind::SameCommit, commit, &|other| {
            let its = other.resource_identifier.as_ref();
            its.is_some_and(|its| its.with(|its| its.eq_ignore_ascii_case(commit)))
                && awaits_review(now, other)
                && is_of(repo.as_ref(), other)
        }));
    }
    let paths: BTreeSet<String> =
        request.findings().iter().filter_map(|finding| Some(finding.location()?.path)).collect();
    for path in paths.iter().filter_map(|path| given(Some(path))) {
        found.push(hint(HintKind::SamePath, path, &|other| {
            other.findings().iter().any(|finding| {
                // Taking every finding's path apart is slow, and most have another one.
                finding.path.as_deref().is_some_and(|whole| whole.contains(path))
                    && finding.location().is_some_and(|location| location.path == path)
            })
        }));
    }
    let types: BTreeSet<&str> =
        request.findings().iter().filter_map(|finding| finding.secret_type.as_deref()).collect();
    for kind in types.into_iter().filter_map(|kind| given(Some(kind))) {
        found.push(hint(HintKind::SameSecretType, kind, &|other| {
            other.findings().iter().any(|finding| finding.secret_type.as_deref() == Some(kind))
        }));
    }
    hints.extend(found.into_iter().filter(|hint| hint.others.total() > 0));
    hints
}

/// One hint for each purpose that the findings' paths have, with the first such path.
fn path_hints(request: &ExemptionRequest) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    let of = request.findings().len();
    for location in request.findings().iter().filter_map(|finding| finding.location()) {
        let Some(its) = Purpose::of(&location.path) else { continue };
        let same = hints.iter_mut().find_map(|hint| match &mut hint.kind {
            HintKind::Path { purpose, findings, .. } if *purpose == its => Some(findings),
            _ => None,
        });
        match same {
            Some(findings) => *findings += 1,
            None => hints.push(Hint {
                kind: HintKind::Path { purpose: its, findings: 1, of },
                value: location.path,
                others: Verdicts::default(),
                in_repository: 0,
                pages: Vec::new(),
            }),
        }
    }
    hints
}

fn about(
    now: Timestamp,
    repo: Option<&RepoName>,
    kind: HintKind,
    value: &str,
    mut same: Vec<&ExemptionRequest>,
) -> Hint {
    let mut others = Verdicts::default();
    for other in &same {
        others.add(verdict(now, other));
    }
    let in_repository = same.iter().filter(|other| is_of(repo, other)).count();
    same.sort_by_key(|other| std::cmp::Reverse(other.created_at));
    let pages = same.iter().filter_map(|other| other.page()).take(MAX_PAGES).collect();
    Hint { kind, value: value.to_owned(), others, in_repository, pages }
}

/// Whether `other` is `request`: by id, and where there is none, by every field.
fn is_itself(request: &ExemptionRequest, other: &ExemptionRequest) -> bool {
    match (request.id, other.id) {
        (Some(one), Some(another)) => one == another,
        _ => request == other,
    }
}

fn is_of(repo: Option<&RepoName>, request: &ExemptionRequest) -> bool {
    repo.is_some_and(|repo| request.repo().is_some_and(|its| its.same_as(repo)))
}

fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

impl Hint {
    /// The hint as one sentence, without the [`value`](Self::value).
    pub fn in_words(&self) -> String {
        let total = self.others.total();
        let others = match total {
            1 => "1 other request".to_owned(),
            total => format!("{total} other requests"),
        };
        let stand = stand_in_words(&self.others);
        let of_these = match self.in_repository {
            0 => String::new(),
            count if count == total => ", in this repository".to_owned(),
            count => format!(", {count} of them in this repository"),
        };
        let (have, wait, name) =
            if total == 1 { ("has", "waits", "names") } else { ("have", "wait", "name") };
        match self.kind {
            HintKind::Path { purpose, of: 1, .. } => {
                format!("By its path, this looks like {}.", purpose.in_words())
            }
            HintKind::Path { purpose, findings, of } if findings == of => {
                format!("By their paths, all {of} findings look like {}.", purpose.in_words())
            }
            HintKind::Path { purpose, findings, of } => {
                let (its, look) = if findings == 1 { ("its", "looks") } else { ("their", "look") };
                let purpose = purpose.in_words();
                format!("By {its} path, {findings} of {of} findings {look} like {purpose}.")
            }
            HintKind::SameRequester if total == 0 => {
                "No other request by this requester is loaded.".to_owned()
            }
            HintKind::SameRequester => {
                format!("{others} by this requester{of_these}: {stand}.")
            }
            HintKind::SameCommit => format!("{others} from the same commit {wait} for a review."),
            HintKind::SamePath => format!("{others} {name} the same path{of_these}: {stand}."),
            HintKind::SameSecretType => {
                format!("{others} {have} a secret of the same type{of_these}: {stand}.")
            }
        }
    }

    /// Why it is only a hint.
    pub fn explanation(&self) -> &'static str {
        match self.kind {
            HintKind::Path { .. } => {
                "This goes by the names of folders and files alone. A secret that works can stand in \
                 such a file, too."
            }
            HintKind::SameRequester => {
                "This counts what is loaded, which may not be everything. How earlier requests ended \
                 says nothing about this secret."
            }
            HintKind::SameCommit => {
                "This counts what is loaded, which may not be everything. Each request names its own \
                 secrets and needs its own review."
            }
            HintKind::SamePath => {
                "This counts what is loaded, which may not be everything. The same path can hold \
                 another secret, and in another repository it is another file."
            }
            HintKind::SameSecretType => {
                "This counts what is loaded, which may not be everything. The type alone doesn't say \
                 whether it is the same secret: GitHub never gives the secret itself."
            }
        }
    }
}

/// `2 approved, 1 denied`; those of which there are none are left out.
fn stand_in_words(verdicts: &Verdicts) -> String {
    let words: Vec<String> = [
        (verdicts.waiting, "pending"),
        (verdicts.approved, "approved"),
        (verdicts.completed, "approved and pushed"),
        (verdicts.denied, "denied"),
        (verdicts.cancelled, "cancelled"),
        (verdicts.expired, "expired"),
        (verdicts.unknown, "of unknown status"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::{Actor, Finding, RequestStatus};
    use crate::github::ids::RequestId;

    const NOW: Timestamp = Timestamp::from_unix(1_000_000);

    fn request(id: u64, requester: &str, repo: &str, found: &[(&str, &str)]) -> ExemptionRequest {
        ExemptionRequest {
            id: Some(RequestId(id)),
            requester: Some(Actor { actor_id: None, actor_name: Some(requester.into()) }.into()),
            status: Some(RequestStatus::Pending),
            created_at: Some(Timestamp::from_unix(i64::try_from(id).unwrap())),
            html_url: Some(format!("https://github.com/{repo}/exemptions/{id}").into()),
            data: Some(
                found
                    .iter()
                    .map(|(kind, path)| Finding {
                        secret_type: Some((*kind).into()),
                        path: Some((*path).to_owned()),
                        ..Finding::default()
                    })
                    .collect(),
            ),
            ..ExemptionRequest::default()
        }
    }

    fn kinds(hints: &[Hint]) -> Vec<HintKind> {
        hints.iter().map(|hint| hint.kind).collect()
    }

    #[test]
    fn a_request_is_never_a_hint_about_itself() {
        let one = request(1, "mona", "o/r", &[("a_key", "src/x.rs:1:0")]);
        let mut same_again = one.clone();
        same_again.status = Some(RequestStatus::Denied);
        let mut without_id = one.clone();
        without_id.id = None;
        for (request, all) in
            [(&one, vec![one.clone(), same_again]), (&without_id, vec![without_id.clone()])]
        {
            let hints = hints(NOW, request, all.iter());
            assert_eq!(kinds(&hints), [HintKind::SameRequester]);
            assert_eq!(hints[0].in_words(), "No other request by this requester is loaded.");
        }
    }

    #[test]
    fn a_requester_is_the_same_in_any_case_and_how_it_ended_is_told() {
        let one = request(1, "mona", "o/r", &[]);
        let mut all: Vec<ExemptionRequest> =
            (2..=6).map(|id| request(id, "Mona", "o/other", &[])).collect();
        all[0].status = Some(RequestStatus::Denied);
        all[1].status = Some(RequestStatus::Denied);
        all[2].status = Some(RequestStatus::Completed);
        all[3] = request(5, "mona", "O/R", &[]);
        all.push(request(7, "hubot", "o/r", &[]));
        let hints = hints(NOW, &one, all.iter());
        assert_eq!(kinds(&hints), [HintKind::SameRequester]);
        assert_eq!(
            hints[0].in_words(),
            "5 other requests by this requester, 1 of them in this repository: 2 pending, 1 approved \
             and pushed, 2 denied."
        );
        let numbers: Vec<u64> = hints[0].pages.iter().map(|page| page.number.0).collect();
        assert_eq!(numbers, [6, 5, 4], "the newest ones");
    }

    #[test]
    fn the_same_type_and_the_same_path_are_found_once_per_request() {
        let one = request(1, "mona", "o/r", &[("a_key", "/src/x.rs:1:0"), ("b_key", "y.rs")]);
        let all = [
            request(2, "hubot", "o/r", &[("a_key", "src/x.rs:9:9"), ("a_key", "src/x.rs:10:9")]),
            request(3, "hubot", "p/q", &[("A_KEY", "lib/src/x.rs:1:0")]),
        ];
        let hints = hints(NOW, &one, all.iter());
        assert_eq!(
            kinds(&hints),
            [HintKind::SameRequester, HintKind::SamePath, HintKind::SameSecretType]
        );
        assert_eq!((hints[1].value.as_str(), hints[1].others.total()), ("src/x.rs", 1));
        assert_eq!((hints[2].value.as_str(), hints[2].others.total()), ("a_key", 1));
        assert_eq!(
            hints[1].in_words(),
            "1 other request names the same path, in this repository: 1 pending."
        );
    }

    #[test]
    fn only_what_waits_in_the_same_repository_is_of_the_same_commit() {
        let of = |id, repo: &str, commit: &str| ExemptionRequest {
            resource_identifier: Some(commit.into()),
            ..request(id, &format!("someone-{id}"), repo, &[])
        };
        let mut all =
            [of(2, "o/r", "ABC"), of(3, "o/r", "abc"), of(4, "o/s", "abc"), of(5, "o/r", "")];
        all[0].status = Some(RequestStatus::Approved);
        let found = hints(NOW, &of(1, "o/r", "abc"), all.iter());
        assert_eq!(kinds(&found), [HintKind::SameRequester, HintKind::SameCommit]);
        assert_eq!(found[1].in_words(), "1 other request from the same commit waits for a review.");
        assert_eq!(found[1].pages[0].number.0, 3);
        assert_eq!(hints(NOW, &of(1, "o/r", ""), all.iter()).len(), 1, "no commit is none's");
    }

    #[test]
    fn a_test_path_among_others_is_not_all_of_them() {
        let words = |found: &[(&str, &str)]| -> Vec<String> {
            let request = request(1, "mona", "o/r", found);
            path_hints(&request).iter().map(Hint::in_words).collect()
        };
        assert_eq!(words(&[("a", "tests/x.rs:1:1")]), ["By its path, this looks like a test."]);
        assert_eq!(
            words(&[("a", "tests/x.rs:1:1"), ("a", "tests/y.rs")]),
            ["By their paths, all 2 findings look like a test."]
        );
        assert_eq!(
            words(&[("a", "tests/x.rs:1:1"), ("a", "src/y.rs"), ("a", "docs/z.txt")]),
            [
                "By its path, 1 of 3 findings looks like a test.",
                "By its path, 1 of 3 findings looks like documentation."
            ]
        );
        assert!(words(&[("a", "src/main.rs")]).is_empty());
    }

    #[test]
    fn no_sentence_has_anything_from_data_in_it() {
        let hostile = "\u{202e}<b>@everyone</b>";
        let one = request(1, hostile, "o/r", &[(hostile, "tests/\u{202e}<b>@everyone</b>")]);
        let mut other = one.clone();
        other.id = Some(RequestId(2));
        let hints = hints(NOW, &one, [&one, &other].into_iter());
        assert_eq!(hints.len(), 4);
        assert!(hints.iter().all(|hint| !hint.in_words().contains("everyone")));
    }
}
