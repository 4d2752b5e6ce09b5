//! Words for what the API says in identifiers: secret types, reasons, statuses, kinds of token.

use crate::client::locate::Located;
use crate::github::exemption::{
    BypassReason, ExemptionRequest, Finding, RequestStatus, RequestType, ResponseStatus,
};
use crate::github::review_request::Decision;
use crate::github::scope::{Scope, Scopes};
use crate::inbox::rows::Change;
use crate::triage::query::Key;
use crate::triage::verdict::Verdict;

mod count;
mod secret_type;
mod token;

pub use count::{
    commands, grouped, hidden_by_filter, hints_basis, left_out, more, of_at_most, progress, read,
    repositories, requests, selected, selected_since, suggestions,
};
pub use secret_type::secret_type;
pub use token::{forget_token, token_kind, token_name};

use secret_type::capitalized;

/// What stands where GitHub gives nothing.
pub const NOT_GIVEN: &str = "Not given";

/// A requester's reason, in the words GitHub offers them.
pub fn reason(reason: &BypassReason) -> String {
    match reason {
        BypassReason::UsedInTests => "It's used in tests".to_owned(),
        BypassReason::FalsePositive => "It's a false positive".to_owned(),
        BypassReason::FixLater => "I'll fix it later".to_owned(),
        BypassReason::Other(word) => word.to_string(),
    }
}

/// The same in a row, where there is little room.
fn reason_in_short(reason: &BypassReason) -> String {
    match reason {
        BypassReason::UsedInTests => "Used in tests".to_owned(),
        BypassReason::FalsePositive => "False positive".to_owned(),
        BypassReason::FixLater => "Fix later".to_owned(),
        BypassReason::Other(word) => word.to_string(),
    }
}

/// Where a request stands, in a word; the API's own word where this version doesn't know it, and
/// "Unknown" where there is none.
pub fn status(verdict: Verdict, status: Option<&RequestStatus>) -> String {
    match verdict {
        Verdict::AwaitingReview => "Pending".to_owned(),
        Verdict::Approved => "Approved".to_owned(),
        Verdict::Denied => "Denied".to_owned(),
        Verdict::Cancelled => "Cancelled".to_owned(),
        Verdict::Completed => "Completed".to_owned(),
        Verdict::Expired => "Expired".to_owned(),
        Verdict::Unknown => match status {
            Some(RequestStatus::Other(word)) if !word.is_empty() => word.to_string(),
            _ => "Unknown".to_owned(),
        },
    }
}

/// A review that waits in the queue, in its request's status's place; and what else it says to who
/// doesn't see its icon.
pub fn queued(decision: Decision) -> (&'static str, &'static str) {
    match decision {
        Decision::Approve => ("Queued", " to be approved"),
        Decision::Deny => ("Queued", " to be denied"),
    }
}

/// A review that is being sent, in its request's status's place.
pub fn being_sent(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "Approving…",
        Decision::Deny => "Denying…",
    }
}

/// A dismissal that is being sent, in its request's status's place.
pub const DISMISSING: &str = "Dismissing…";

/// Why nobody can review a request that stands so; `None` when a review is possible.
pub fn why_no_review(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::AwaitingReview => None,
        Verdict::Approved => Some("This request is approved. The push is still to come."),
        Verdict::Denied => Some("This request is denied."),
        Verdict::Cancelled => Some("The requester cancelled this request."),
        Verdict::Completed => Some("This request was approved, and the push was made."),
        Verdict::Expired => Some("This request has expired, so it can no longer be reviewed."),
        Verdict::Unknown => {
            Some("Gatehouse doesn't know this status, so it offers no review. Review it on GitHub.")
        }
    }
}

/// What became of a response, as the middle of a sentence: "octocat approved".
pub fn response(status: Option<&ResponseStatus>) -> String {
    match status {
        Some(ResponseStatus::Approved) => "approved".to_owned(),
        Some(ResponseStatus::Denied) => "denied".to_owned(),
        Some(ResponseStatus::Dismissed) => "responded; the response was dismissed".to_owned(),
        Some(ResponseStatus::Other(word)) => format!("responded: {word}"),
        None => "responded; GitHub doesn't say how".to_owned(),
    }
}

/// A decision after it was made.
pub fn decided(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "Approved",
        Decision::Deny => "Denied",
    }
}

/// A kind of request, as the end of "This is …".
pub fn request_type(kind: &RequestType) -> String {
    match kind {
        RequestType::SecretScanning => "a push-protection bypass request".to_owned(),
        RequestType::PushRuleset => "a push-rule bypass request".to_owned(),
        RequestType::Other(word) => format!("a request of the kind “{word}”"),
    }
}

/// The kind of a scope and its name.
pub fn scope(scope: &Scope) -> (&'static str, String) {
    match scope {
        Scope::Enterprise(slug) => ("Enterprise", slug.clone()),
        Scope::Organization(org) => ("Organization", org.clone()),
        Scope::Repository(repo) => ("Repository", repo.to_string()),
    }
}

/// The kind and the names of scopes: the kind of the first, where they are of one kind.
pub fn scopes(scopes: &Scopes) -> (&'static str, String) {
    let named: Vec<(&str, String)> = scopes.iter().map(scope).collect();
    let names: Vec<&str> = named.iter().map(|(_, name)| name.as_str()).collect();
    let kind = match named.as_slice() {
        [(kind, _)] => kind,
        [("Enterprise", _), rest @ ..] if rest.iter().all(|(kind, _)| *kind == "Enterprise") => {
            "Enterprises"
        }
        [("Organization", _), rest @ ..]
            if rest.iter().all(|(kind, _)| *kind == "Organization") =>
        {
            "Organizations"
        }
        [("Repository", _), rest @ ..] if rest.iter().all(|(kind, _)| *kind == "Repository") => {
            "Repositories"
        }
        _ => "Scopes",
    };
    (kind, names.join(", "))
}

/// A request in a few words, such as "#1 in octo-org/smile". The number is its page's; a request
/// without a page has none that identifies it.
pub fn request_name(request: &ExemptionRequest) -> String {
    let repo =
        request.repo().map_or_else(|| "an unnamed repository".to_owned(), |repo| repo.to_string());
    match request.page() {
        Some(page) => format!("#{} in {repo}", page.number),
        None => format!("in {repo}"),
    }
}

/// The number of a request's page.
pub fn number(request: &ExemptionRequest) -> String {
    request.page().map_or_else(|| "without number".to_owned(), |page| format!("#{}", page.number))
}

/// Where a request is, behind its number.
pub fn in_repository(request: &ExemptionRequest) -> String {
    match request.repo() {
        Some(repo) => format!("in {repo}"),
        None => "in an unnamed repository".to_owned(),
    }
}

/// Whose responses to a request stand, each person once.
pub fn answered_by(request: &ExemptionRequest) -> String {
    let mut names: Vec<&str> = Vec::new();
    for response in request.responses().iter().filter(|response| response.stands()) {
        let name = response.reviewer.as_ref().and_then(|reviewer| reviewer.actor_name.as_deref());
        let name = name.unwrap_or("Someone GitHub doesn't name");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "Nobody".to_owned() } else { names.join(", ") }
}

/// What happened to a row since the last look.
pub fn change(change: Change) -> &'static str {
    match change {
        Change::New => "New",
        Change::Changed => "Updated",
    }
}

/// Said of a request that is lost when it is left for the next working day.
pub const BEFORE_NEXT_WORKING_DAY: &str = "Expires before the next working day";

/// The heading over a request, with the number its page has.
pub fn heading(request: &ExemptionRequest) -> String {
    match request.page() {
        Some(page) => format!("Bypass request #{}", page.number),
        None => "Bypass request".to_owned(),
    }
}

/// A request's secret types in words, each once.
pub fn secret_types(request: &ExemptionRequest) -> String {
    each_once(request.findings(), |finding| finding.secret_type.as_deref().map(secret_type))
}

/// A request's reasons in words, each once.
pub fn reasons(request: &ExemptionRequest) -> String {
    each_once(request.findings(), |finding| finding.bypass_reason.as_ref().map(reason))
}

/// The same in a row, where there is little room.
pub fn reasons_in_short(request: &ExemptionRequest) -> String {
    each_once(request.findings(), |finding| finding.bypass_reason.as_ref().map(reason_in_short))
}

/// A request's paths, each once.
pub fn paths(request: &ExemptionRequest) -> String {
    each_once(request.findings(), |finding| finding.location().map(|location| location.path))
}

fn each_once(findings: &[Finding], of: impl Fn(&Finding) -> Option<String>) -> String {
    let mut found: Vec<String> = Vec::new();
    for text in findings.iter().filter_map(of) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    if found.is_empty() { NOT_GIVEN.to_owned() } else { found.join(", ") }
}

/// A commit's page; `None` unless `resource_identifier` is a SHA in hexadecimal digits.
pub fn commit_url(located: &Located) -> Option<String> {
    let sha = located.request.resource_identifier.as_ref()?.to_string();
    let is_sha = (7..=64).contains(&sha.len()) && sha.bytes().all(|b| b.is_ascii_hexdigit());
    let page = located.request.page()?;
    is_sha.then(|| format!("https://{}/{}/commit/{sha}", page.web_host, page.repo))
}

/// The first seven characters of a commit's SHA, as GitHub shows it.
pub fn short_sha(sha: &str) -> &str {
    sha.char_indices().nth(7).map_or(sha, |(end, _)| &sha[..end])
}

/// What a facet's values are.
pub const fn facet(key: Key) -> &'static str {
    match key {
        Key::Is => "Status",
        Key::Org => "Organization",
        Key::Repo => "Repository",
        Key::Type => "Secret type",
        Key::Reason => "Reason",
        Key::Requester => "Requester",
        Key::Reviewer => "Reviewer",
        Key::Branch => "Branch",
        Key::Path => "Path",
        Key::Expires => "Expiry",
        Key::Created => "Created",
        Key::No => "Not given",
    }
}

/// A facet's value.
pub fn facet_value(key: Key, value: &str) -> String {
    match key {
        Key::Is => capitalized(value),
        Key::Type => secret_type(value),
        Key::Reason => reason(&BypassReason::from(value)),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::locate::Route;
    use crate::github::exemption::{Actor, Response};
    use crate::github::ids::ItemNumber;

    #[test]
    fn an_unknown_status_is_shown_as_it_came() {
        let odd = RequestStatus::from("waiting_for_godot");
        assert_eq!(status(Verdict::Unknown, Some(&odd)), "waiting_for_godot");
        assert_eq!(status(Verdict::Unknown, None), "Unknown");
        assert_eq!(status(Verdict::Unknown, Some(&RequestStatus::from(""))), "Unknown");
        assert_eq!(status(Verdict::AwaitingReview, Some(&RequestStatus::Open)), "Pending");
    }

    #[test]
    fn what_is_sent_is_said_by_its_decision() {
        assert_eq!(being_sent(Decision::Approve), "Approving…");
        assert_eq!(being_sent(Decision::Deny), "Denying…");
    }

    #[test]
    fn scopes_are_named_by_their_kind_where_it_is_one() {
        let named = |text: &str| {
            let (kind, names) = scopes(&text.parse().expect("valid"));
            format!("{kind} {names}")
        };
        for (text, name) in [
            ("org:a", "Organization a"),
            ("enterprise:e", "Enterprise e"),
            ("repo:a/b", "Repository a/b"),
            ("org:a,org:b", "Organizations a, b"),
            ("enterprise:e,enterprise:f", "Enterprises e, f"),
            ("repo:a/b,repo:a/c", "Repositories a/b, a/c"),
            ("org:a,repo:b/c", "Scopes a, b/c"),
            ("repo:b/c,org:a", "Scopes b/c, a"),
            ("enterprise:e,org:a", "Scopes e, a"),
        ] {
            assert_eq!(named(text), name);
        }
    }

    #[test]
    fn what_several_findings_share_is_said_once() {
        let finding = |kind: &str| Finding { secret_type: Some(kind.into()), ..Finding::default() };
        let request = ExemptionRequest {
            data: Some(vec![finding("a_key"), finding("b_key"), finding("a_key")]),
            ..ExemptionRequest::default()
        };
        assert_eq!(secret_types(&request), "A Key, B Key");
        assert_eq!(reasons(&request), NOT_GIVEN);
        let at = |path: &str, reason: &str| Finding {
            path: Some(path.to_owned()),
            bypass_reason: Some(BypassReason::from(reason)),
            ..Finding::default()
        };
        let data =
            vec![at("/a.txt:1:0", "fix_later"), at("a.txt:2:0", "used_in_tests"), at("b", "odd")];
        let request = ExemptionRequest { data: Some(data), ..ExemptionRequest::default() };
        assert_eq!(paths(&request), "a.txt, b");
        assert_eq!(reasons_in_short(&request), "Fix later, Used in tests, odd");
    }

    #[test]
    fn a_facet_s_values_are_said_as_beside_the_rows() {
        assert_eq!(facet_value(Key::Is, "pending"), "Pending");
        assert_eq!(facet_value(Key::Type, "a_key"), secret_type("a_key"));
        assert_eq!(facet_value(Key::Reason, "fix_later"), reason(&BypassReason::FixLater));
        assert_eq!(facet_value(Key::Org, "octo-org"), "octo-org");
    }

    #[test]
    fn only_a_sha_is_a_commit() {
        let url = |sha: &str| {
            let request = ExemptionRequest {
                resource_identifier: Some(sha.into()),
                html_url: Some("https://github.com/octo-org/smile/exemptions/1".into()),
                ..ExemptionRequest::default()
            };
            commit_url(&Located { request, route: Route::Item(ItemNumber(1)) })
        };
        let sha = "827efc6d56897b048c772eb4087f854f46256132";
        let page = format!("https://github.com/octo-org/smile/commit/{sha}");
        assert_eq!(url(sha), Some(page));
        for odd in ["", "827", "../../settings", "827efc6d56897b048c772eb4087f854f4625613g"] {
            assert_eq!(url(odd), None, "{odd}");
        }
        assert_eq!(short_sha(sha), "827efc6");
        assert_eq!(short_sha("äöü"), "äöü");
    }

    #[test]
    fn only_standing_responses_answer() {
        let response = |name: &str, status| Response {
            reviewer: Some(Actor { actor_id: None, actor_name: Some(name.into()) }.into()),
            status: Some(status),
            ..Response::default()
        };
        let mut request = ExemptionRequest::default();
        assert_eq!(answered_by(&request), "Nobody");
        request.responses = Some(vec![
            response("hubot", ResponseStatus::Approved),
            response("mona", ResponseStatus::Dismissed),
            response("hubot", ResponseStatus::Denied),
        ]);
        assert_eq!(answered_by(&request), "hubot");
    }
}
