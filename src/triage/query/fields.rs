//! What a request has for each key, as the API writes it.

use std::borrow::Cow;

use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RepoName;

use super::fold::same;
use super::term::Key;

/// `OWNER/REPO`, as [`ExemptionRequest::repo`] says.
pub(super) fn repo(request: &ExemptionRequest) -> Option<Cow<'_, str>> {
    request
        .repository
        .as_ref()
        .and_then(|repository| repository.full_name.as_deref())
        .filter(|name| RepoName::split(name).is_some())
        .map(Cow::Borrowed)
        .or_else(|| request.page().map(|page| Cow::Owned(page.repo.to_string())))
}

/// The name of a repository without its owner's.
pub(super) fn name_alone(full_name: &str) -> &str {
    full_name.split_once('/').map_or(full_name, |(_, name)| name)
}

/// The organization's login, as [`ExemptionRequest::organization_name`] says.
fn organization(request: &ExemptionRequest) -> Option<Cow<'_, str>> {
    let named = request.organization.as_ref().and_then(|its| its.name.as_deref());
    named.map(Cow::Borrowed).or_else(|| match repo(request)? {
        Cow::Borrowed(name) => Some(Cow::Borrowed(name.split_once('/')?.0)),
        Cow::Owned(name) => Some(Cow::Owned(name.split_once('/')?.0.to_owned())),
    })
}

/// Whether `test` holds for any value that the request has for a key, asked in order until it
/// does. There are none for where it stands and for instants.
pub(super) fn any<'r>(
    key: Key,
    request: &'r ExemptionRequest,
    mut test: impl FnMut(Cow<'r, str>) -> bool,
) -> bool {
    let mut findings = request.findings().iter();
    let mut given = |value: Option<&'r str>| value.is_some_and(|value| test(Cow::Borrowed(value)));
    match key {
        Key::Is | Key::Expires | Key::Created | Key::No => false,
        Key::Org => organization(request).is_some_and(test),
        Key::Repo => repo(request).is_some_and(test),
        Key::Requester => given(request.requester_name()),
        Key::Reviewer => request.responses().iter().any(|response| {
            given(response.reviewer.as_ref().and_then(|reviewer| reviewer.actor_name.as_deref()))
        }),
        Key::Type => findings.any(|finding| given(finding.secret_type.as_deref())),
        Key::Reason => findings
            .into_iter()
            .any(|finding| given(finding.bypass_reason.as_ref().map(|reason| reason.word()))),
        Key::Branch => findings.any(|finding| given(finding.branch.as_deref())),
        Key::Path => findings.any(|finding| given(finding.path.as_deref())),
    }
}

/// The values that the request has for a key as they are offered, each once whatever its case:
/// branches are short, paths without line and column. Empty ones can't be asked for. `values` is
/// emptied first.
pub(in crate::triage) fn offered<'r>(
    key: Key,
    request: &'r ExemptionRequest,
    values: &mut Vec<Cow<'r, str>>,
) {
    values.clear();
    let mut add = |value: Cow<'r, str>| {
        if !value.is_empty() && !values.iter().any(|other| same(other, &value)) {
            values.push(value);
        }
    };
    match key {
        Key::Branch => {
            let branches = request.findings().iter().filter_map(|finding| finding.short_branch());
            branches.for_each(|branch| add(Cow::Borrowed(branch)));
        }
        Key::Path => {
            let places = request.findings().iter().filter_map(|finding| finding.location());
            places.for_each(|place| add(Cow::Owned(place.path)));
        }
        _ => {
            any(key, request, |value| {
                add(value);
                false
            });
        }
    }
}
