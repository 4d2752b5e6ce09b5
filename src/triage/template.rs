//! Message templates: what is saved, what is suggested, and filling one in for a request.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::github::exemption::{BypassReason, ExemptionRequest};
use crate::github::review_request::Decision;

/// Why a template can't be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// Where, in bytes of the template; from the opening brace to behind the closing one.
    pub span: Range<usize>,
    /// What stands between the braces.
    pub name: String,
    /// Whether the closing brace is missing; otherwise nothing has that name.
    pub is_unclosed: bool,
}

/// Fills in a template for a request.
///
/// # Errors
/// Every placeholder that doesn't exist, and every brace that isn't closed, in their order.
pub fn fill(template: &str, request: &ExemptionRequest) -> Result<String, Vec<TemplateProblem>> {
    let _ = request;
    Ok(template.to_owned())
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

/// The saved templates and the messages that were last used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Templates {
    /// In the order in which they were saved.
    #[serde(default)]
    pub saved: Vec<Template>,
    /// What an approval was last given with, as a template.
    #[serde(default)]
    pub last_approval: Option<String>,
    /// What a denial was last given with, as a template.
    #[serde(default)]
    pub last_denial: Option<String>,
}

impl Templates {
    /// The templates for a request's organization, its own first, then those for all.
    pub fn for_organization(&self, organization: Option<&str>) -> Vec<&Template> {
        let _ = organization;
        self.saved.iter().collect()
    }

    /// Saves a template; one of the same name for the same organization gives way to it.
    pub fn save(&mut self, template: Template) {
        self.saved.push(template);
    }

    /// Takes a template away.
    pub fn remove(&mut self, name: &str, organization: Option<&str>) {
        let _ = (name, organization);
    }

    /// The template last used for a decision; `None` before the first.
    pub fn last_used(&self, decision: Decision) -> Option<&str> {
        match decision {
            Decision::Approve => self.last_approval.as_deref(),
            Decision::Deny => self.last_denial.as_deref(),
        }
    }

    /// Keeps what a decision was given with, as a template: a message as it was typed goes through
    /// [`escape`] first.
    pub fn used(&mut self, decision: Decision, template: &str) {
        let last = match decision {
            Decision::Approve => &mut self.last_approval,
            Decision::Deny => &mut self.last_denial,
        };
        *last = Some(template.to_owned());
    }
}

/// Templates to start from, for a requester's reason and a decision.
pub fn suggestions(reason: Option<&BypassReason>, decision: Decision) -> &'static [&'static str] {
    let _ = (reason, decision);
    &[]
}
