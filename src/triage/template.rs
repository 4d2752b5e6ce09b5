//! Message templates: filling one in for a request, what is saved, what is suggested.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::github::exemption::{BypassReason, ExemptionRequest, Finding};
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;

use super::visible::visible;

/// The most values that a placeholder is filled with; "and 2 more" stands for the others.
const MAX_VALUES: usize = 3;

/// What stands for a request's own value, written `{requester}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// `{requester}`
    Requester,
    /// `{repository}`
    Repository,
    /// `{organization}`
    Organization,
    /// `{secret_type}`
    SecretType,
    /// `{reason}`
    Reason,
    /// `{path}`
    Path,
}

impl Placeholder {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Requester,
        Self::Repository,
        Self::Organization,
        Self::SecretType,
        Self::Reason,
        Self::Path,
    ];

    /// What stands between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Repository => "repository",
            Self::Organization => "organization",
            Self::SecretType => "secret_type",
            Self::Reason => "reason",
            Self::Path => "path",
        }
    }

    /// What it is filled with, in a few words.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Requester => "Who asks, by login",
            Self::Repository => "The repository, with its owner",
            Self::Organization => "The organization",
            Self::SecretType => "The types of the secrets, as GitHub names them",
            Self::Reason => "The requester's reasons",
            Self::Path => "The paths, without line and column",
        }
    }

    /// What it is filled with where GitHub doesn't give the value.
    pub const fn neutral(self) -> &'static str {
        match self {
            Self::Requester => "the requester",
            Self::Repository => "the repository",
            Self::Organization => "the organization",
            Self::SecretType => "secret",
            Self::Reason => "no reason given",
            Self::Path => "the file",
        }
    }

    /// By its name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placeholder| placeholder.name().eq_ignore_ascii_case(name))
    }

    /// What it is filled with for `request`: its value, several apart by commas, each once; at most
    /// three and how many more. What would act unseen is made visible.
    pub fn value(self, request: &ExemptionRequest) -> String {
        let of_findings = |of: &dyn Fn(&Finding) -> Option<String>| {
            request.findings().iter().filter_map(of).collect()
        };
        let values: Vec<String> = match self {
            Self::Requester => request.requester_name().map(str::to_owned).into_iter().collect(),
            Self::Repository => request.repo().map(|repo| repo.to_string()).into_iter().collect(),
            Self::Organization => request.organization_name().into_iter().collect(),
            Self::SecretType => {
                of_findings(&|finding| finding.secret_type.as_deref().map(str::to_owned))
            }
            Self::Reason => of_findings(&|finding| finding.bypass_reason.as_ref().map(in_words)),
            Self::Path => of_findings(&|finding| Some(finding.location()?.path)),
        };
        let mut each_once: Vec<String> = Vec::new();
        for value in values.iter().map(|value| visible(value.trim())) {
            if !value.is_empty() && !each_once.contains(&value) {
                each_once.push(value);
            }
        }
        match each_once.len().saturating_sub(MAX_VALUES) {
            _ if each_once.is_empty() => self.neutral().to_owned(),
            0 => each_once.join(", "),
            more => format!("{} and {more} more", each_once[..MAX_VALUES].join(", ")),
        }
    }
}

fn in_words(reason: &BypassReason) -> String {
    match reason {
        BypassReason::UsedInTests => "used in tests".to_owned(),
        BypassReason::FalsePositive => "false positive".to_owned(),
        BypassReason::FixLater => "to be fixed later".to_owned(),
        BypassReason::Other(word) => word.to_string(),
    }
}

/// Why a template can't be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// Where, in bytes of the template: from the opening brace to behind the closing one, or to the
    /// end of the word where there is none. At the bounds of characters.
    pub span: Range<usize>,
    /// What stands between the braces.
    pub name: String,
    /// Whether the closing brace is missing; otherwise no placeholder has that name.
    pub is_unclosed: bool,
}

impl TemplateProblem {
    /// What is wrong and what to do. Without the name, which is to be shown as text beside it.
    pub fn in_words(&self) -> &'static str {
        if self.is_unclosed {
            "This brace isn't closed. For a brace itself, type it twice."
        } else {
            "There is no such placeholder. For braces themselves, type them twice."
        }
    }
}

/// A part of a template.
enum Part<'a> {
    Text(&'a str),
    Value(Placeholder),
    Problem(TemplateProblem),
}

/// Fills in a template for a request.
///
/// `{name}` is a [`Placeholder`], also with spaces in the braces; `{{` and `}}` are single braces,
/// and a closing brace alone is itself. What is filled in is never read as a template again.
///
/// # Errors
/// Every placeholder that doesn't exist, and every brace that isn't closed in its line, in order.
pub fn fill(template: &str, request: &ExemptionRequest) -> Result<String, Vec<TemplateProblem>> {
    let mut filled = String::with_capacity(template.len());
    let mut problems = Vec::new();
    let mut at = 0;
    while let Some((part, length)) = template.get(at..).and_then(|rest| part(rest, at)) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Value(placeholder) => filled.push_str(&placeholder.value(request)),
            Part::Problem(problem) => problems.push(problem),
        }
        at += length;
    }
    if problems.is_empty() { Ok(filled) } else { Err(problems) }
}

/// The part that `rest`, which begins `at` bytes into the template, begins with, and its length in
/// bytes; `None` at the end.
fn part(rest: &str, at: usize) -> Option<(Part<'_>, usize)> {
    for doubled in ["{{", "}}"] {
        if rest.starts_with(doubled) {
            return Some((Part::Text(&rest[..1]), 2));
        }
    }
    let Some(inside) = rest.strip_prefix('{') else {
        // A closing brace alone is text, and so is what follows it up to the next brace.
        let first = rest.chars().next()?.len_utf8();
        let end = rest[first..].find(['{', '}']).map_or(rest.len(), |end| first + end);
        return Some((Part::Text(&rest[..end]), end));
    };
    let is_unclosed = !inside
        .find(['{', '}', '\n'])
        .is_some_and(|end| inside.get(end..).is_some_and(|rest| rest.starts_with('}')));
    let name = if is_unclosed {
        inside.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    } else {
        inside.split('}').next().unwrap_or_default()
    };
    let length = 1 + name.len() + usize::from(!is_unclosed);
    let name = name.trim();
    Some(match Placeholder::from_name(name).filter(|_| !is_unclosed) {
        Some(placeholder) => (Part::Value(placeholder), length),
        None => {
            let span = at..at + length;
            let problem = TemplateProblem { span, name: name.to_owned(), is_unclosed };
            (Part::Problem(problem), length)
        }
    })
}

/// `text` as a template that is filled in to `text` itself: with its braces doubled.
pub fn escape(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A saved template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// What its owner calls it.
    pub name: String,
    /// Its text, with placeholders.
    pub text: String,
    /// The organization it is for, by login; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

impl Template {
    fn is_called(&self, name: &str, organization: Option<&str>) -> bool {
        let same =
            |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
        same(&self.name, name) && self.is_for(organization)
    }

    fn is_for(&self, organization: Option<&str>) -> bool {
        match (&self.organization, organization) {
            (None, None) => true,
            (Some(its), Some(other)) => its.eq_ignore_ascii_case(other),
            _ => false,
        }
    }
}

/// The saved templates and the messages that were last used, as they are kept.
///
/// What can't be read of it, of a newer version or damaged, is kept as it is and written back. Two
/// pages may change it at once: read what is stored, change that, and store it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct Templates {
    saved: Vec<Template>,
    last_approval: Option<LastUsed>,
    last_denial: Option<LastUsed>,
    unread: Map<String, Value>,
}

/// What a decision was last given with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LastUsed {
    template: String,
    /// When; absent where that wasn't kept.
    at: Option<Timestamp>,
}

const SAVED: &str = "saved";
const LAST_APPROVAL: [&str; 2] = ["last_approval", "last_approval_at"];
const LAST_DENIAL: [&str; 2] = ["last_denial", "last_denial_at"];

impl From<Map<String, Value>> for Templates {
    fn from(mut fields: Map<String, Value>) -> Self {
        let mut saved = Vec::new();
        if let Some(Value::Array(entries)) = fields.get_mut(SAVED) {
            entries.retain(|entry| match Template::deserialize(entry) {
                Ok(template) => {
                    saved.push(template);
                    false
                }
                Err(_) => true,
            });
        }
        let mut last = |[text, at]: [&str; 2]| {
            let template = fields.get(text)?.as_str()?.to_owned();
            let seconds = fields.get(at).and_then(Value::as_i64);
            fields.remove(text);
            if seconds.is_some() {
                fields.remove(at);
            }
            Some(LastUsed { template, at: seconds.map(Timestamp::from_unix) })
        };
        let (last_approval, last_denial) = (last(LAST_APPROVAL), last(LAST_DENIAL));
        Self { saved, last_approval, last_denial, unread: fields }
    }
}

impl From<Templates> for Map<String, Value> {
    fn from(templates: Templates) -> Self {
        let mut fields = templates.unread;
        let mut entries: Vec<Value> =
            templates.saved.iter().filter_map(|it| serde_json::to_value(it).ok()).collect();
        match fields.remove(SAVED) {
            Some(Value::Array(unread)) => entries.extend(unread),
            Some(unread) => entries.push(unread),
            None => {}
        }
        fields.insert(SAVED.to_owned(), Value::Array(entries));
        let texts =
            [(LAST_APPROVAL, templates.last_approval), (LAST_DENIAL, templates.last_denial)];
        for ([name, name_of_at], last) in texts {
            if let Some(LastUsed { template, at }) = last {
                fields.insert(name.to_owned(), Value::String(template));
                if let Some(at) = at {
                    fields.insert(name_of_at.to_owned(), at.unix().into());
                }
            }
        }
        fields
    }
}

impl Templates {
    /// From what the store keeps; there are none where it keeps nothing.
    ///
    /// # Errors
    /// It isn't a JSON object. Then don't store over it: it may be what a person wrote.
    pub fn read(text: Option<&str>) -> Result<Self, serde_json::Error> {
        text.map_or_else(|| Ok(Self::default()), serde_json::from_str)
    }

    /// What to keep.
    pub fn to_text(&self) -> String {
        Value::Object(self.clone().into()).to_string()
    }

    /// Every saved template, in the order in which they were saved.
    pub fn saved(&self) -> &[Template] {
        &self.saved
    }

    /// The templates for a request's organization: its own first, then those for all. A request
    /// without an organization has the latter.
    pub fn for_organization(&self, organization: Option<&str>) -> Vec<&Template> {
        let own = self.saved.iter().filter(|it| organization.is_some() && it.is_for(organization));
        own.chain(self.saved.iter().filter(|template| template.is_for(None))).collect()
    }

    /// The template of a name, in any case, for an organization, or for all.
    pub fn find(&self, name: &str, organization: Option<&str>) -> Option<&Template> {
        self.saved.iter().find(|template| template.is_called(name, organization))
    }

    /// Saves a template, in the place of the one that has its name, in any case, for the same
    /// organization.
    pub fn save(&mut self, template: Template) {
        let organization = template.organization.as_deref();
        match self.saved.iter_mut().find(|it| it.is_called(&template.name, organization)) {
            Some(before) => *before = template,
            None => self.saved.push(template),
        }
    }

    /// Puts `new` in the place of `old`, also under another name; at the end where `old` is gone.
    pub fn replace(&mut self, old: &Template, new: Template) {
        match self.saved.iter_mut().find(|it| it.is_called(&old.name, old.organization.as_deref()))
        {
            Some(before) => *before = new,
            None => self.save(new),
        }
    }

    /// Takes a template away and gives it, so that it can be saved again.
    pub fn remove(&mut self, name: &str, organization: Option<&str>) -> Option<Template> {
        let at = self.saved.iter().position(|template| template.is_called(name, organization))?;
        Some(self.saved.remove(at))
    }

    /// The template last used for a decision; `None` before the first.
    pub fn last_used(&self, decision: Decision) -> Option<&str> {
        let last = match decision {
            Decision::Approve => &self.last_approval,
            Decision::Deny => &self.last_denial,
        };
        last.as_ref().map(|last| last.template.as_str())
    }

    /// Keeps the template that a decision was given with `at` this time, unless a later one is kept:
    /// reviews are learnt of in any order.
    pub fn used(&mut self, decision: Decision, template: &str, at: Timestamp) {
        let (last, [_, name_of_at]) = match decision {
            Decision::Approve => (&mut self.last_approval, LAST_APPROVAL),
            Decision::Deny => (&mut self.last_denial, LAST_DENIAL),
        };
        if last.as_ref().and_then(|last| last.at).is_none_or(|before| before <= at) {
            *last = Some(LastUsed { template: template.to_owned(), at: Some(at) });
            self.unread.remove(name_of_at);
        }
    }
}

/// Templates to start from, for a requester's reason (`None` where GitHub gives none) and a
/// decision.
pub fn suggestions(reason: Option<&BypassReason>, decision: Decision) -> &'static [&'static str] {
    match (decision, reason) {
        (Decision::Approve, Some(BypassReason::UsedInTests)) => &[
            "Approved: it's used in tests only. If this {secret_type} ever gave access to anything, revoke it.",
            "Approved for this push. Next time, please use a placeholder in {path}.",
        ],
        (Decision::Approve, Some(BypassReason::FalsePositive)) => &[
            "Approved: this isn't a secret.",
            "Approved: what was found in {path} gives no access to anything.",
        ],
        (Decision::Approve, Some(BypassReason::FixLater)) => &[
            "Approved for this push only. Please revoke this {secret_type} today and take it out of the history.",
            "Approved: the secret is revoked already. Please take it out of {path} next.",
        ],
        (Decision::Approve, Some(BypassReason::Other(_)) | None) => &["Approved."],
        (Decision::Deny, Some(BypassReason::UsedInTests)) => &[
            "Denied: this looks like a {secret_type} that works. Please revoke it and use a placeholder in tests.",
            "Denied: please load test secrets from the environment instead of {path}.",
        ],
        (Decision::Deny, Some(BypassReason::FalsePositive)) => &[
            "Denied: this looks like a {secret_type} that works. Please revoke it, or say in a new request why it's none.",
        ],
        (Decision::Deny, Some(BypassReason::FixLater)) => &[
            "Denied: a secret that was pushed has leaked. Please take it out of the commit, then push again.",
            "Denied: please revoke this {secret_type} first, then ask again.",
        ],
        (Decision::Deny, Some(BypassReason::Other(_)) | None) => &[
            "Denied: please take the secret out of the commit, then push again.",
            "Denied: please say in a new request why {repository} needs this push.",
        ],
    }
}

pub mod choice;

#[cfg(test)]
mod tests;
