//! What a request has for each key, as the API writes it.

use std::borrow::Cow;

use crate::github::exemption::{ExemptionRequest, Finding};
use crate::github::ids::RepoName;
use crate::github::name::Name;

use super::fold::same;
use super::term::Key;

/// One value of a request.
#[derive(Clone, Copy)]
pub(in crate::triage) struct Value<'r> {
    /// As the API writes it.
    pub text: &'r str,
    /// What is the same for the same text, as [`Name::id`] says; absent for texts that hardly repeat.
    pub id: Option<u32>,
}

impl<'r> Value<'r> {
    pub fn name(name: &'r Name) -> Self {
        Self { text: name, id: Some(name.id()) }
    }
}

/// `OWNER/REPO`, as [`ExemptionRequest::repo`] says.
pub(in crate::triage) fn repo(request: &ExemptionRequest) -> Option<Cow<'_, Name>> {
    request
        .repository
        .as_ref()
        .and_then(|repository| repository.full_name.as_ref())
        .filter(|name| name.is_repository())
        .map(Cow::Borrowed)
        .or_else(|| request.page().map(|page| Cow::Owned(page.repo.to_string().into())))
}

/// The name of a repository without its owner's.
pub(super) fn name_alone(full_name: &str) -> &str {
    full_name.split_once('/').map_or(full_name, |(_, name)| name)
}

/// The organization's login, as [`ExemptionRequest::organization_name`] says.
pub(in crate::triage) fn organization(request: &ExemptionRequest) -> Option<Cow<'_, Name>> {
    let named = request.organization.as_ref().and_then(|its| its.name.as_ref());
    named.map(Cow::Borrowed).or_else(|| {
        let repo = repo(request)?;
        let owner = RepoName::split(&repo)?.0;
        Some(Cow::Owned(owner.into()))
    })
}

/// Whether `test` holds for any value that the request has for a key, asked in order until it
/// does. There are none for where it stands and for instants.
pub(in crate::triage) fn any(
    key: Key,
    request: &ExemptionRequest,
    mut test: impl FnMut(Value<'_>) -> bool,
) -> bool {
    let mut findings = request.findings().iter();
    let mut given = |name: Option<&Name>| name.is_some_and(|name| test(Value::name(name)));
    match key {
        Key::Is | Key::Expires | Key::Created | Key::No => false,
        Key::Org => given(organization(request).as_deref()),
        Key::Repo => given(repo(request).as_deref()),
        Key::Requester => given(request.requester.as_ref().and_then(|it| it.actor_name.as_ref())),
        Key::Reviewer => request.responses().iter().any(|response| {
            given(response.reviewer.as_ref().and_then(|reviewer| reviewer.actor_name.as_ref()))
        }),
        Key::Type => findings.any(|finding| given(finding.secret_type.as_ref())),
        Key::Reason => findings.any(|finding| {
            let reason = finding.bypass_reason.as_ref();
            reason.is_some_and(|it| test(Value { text: it.word(), id: Some(it.id()) }))
        }),
        Key::Branch => findings.any(|finding| given(finding.branch.as_ref())),
        Key::Path => findings.any(|finding| {
            finding.path.as_deref().is_some_and(|text| test(Value { text, id: None }))
        }),
    }
}

/// The paths that the request has, without line and column, as often as they occur; none is empty.
pub(super) fn paths(request: &ExemptionRequest) -> impl Iterator<Item = &str> {
    let places = request.findings().iter().filter_map(Finding::place);
    places.map(|(path, ..)| path).filter(|path| !path.is_empty())
}

/// Gives `take` the values that the request has for a key as they are offered, each once whatever its
/// case; branches are short. Empty ones can't be asked for. For paths, which hardly repeat, see [`paths`].
pub(in crate::triage) fn offered(
    key: Key,
    request: &ExemptionRequest,
    mut take: impl FnMut(Value<'_>),
) {
    match key {
        Key::Path => {}
        Key::Branch => {
            let short = |at: usize| {
                let finding = request.findings().get(at)?;
                finding.short_branch().filter(|text| !text.is_empty())
            };
            for at in 0..request.findings().len() {
                let Some(text) = short(at) else { continue };
                // The number is the whole branch's; what is short of it is the same for the same one.
                let id = request.findings().get(at).and_then(|it| it.branch.as_ref()).map(Name::id);
                if !(0..at).filter_map(short).any(|other| same(other, text)) {
                    take(Value { text, id });
                }
            }
        }
        Key::Type | Key::Reason | Key::Reviewer => {
            let mut index = 0;
            any(key, request, |value| {
                if !value.text.is_empty() {
                    let mut before = 0;
                    let is_again = index > 0
                        && any(key, request, |other| {
                            before += 1;
                            before <= index
                                && (other.id == value.id || same(other.text, value.text))
                        });
                    if !is_again {
                        take(value);
                    }
                }
                index += 1;
                false
            });
        }
        _ => {
            any(key, request, |value| {
                if !value.text.is_empty() {
                    take(value);
                }
                false
            });
        }
    }
}
