//! What can be put into a message: saved templates, the one that was last used, suggestions.

use crate::github::exemption::BypassReason;
use crate::github::review_request::Decision;

use super::{Templates, suggestions};

/// Where a template comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It was saved.
    Saved {
        /// Under this name.
        name: String,
        /// For this organization; absent for all.
        organization: Option<String>,
    },
    /// The decision was last given with it.
    LastUsed,
    /// It is Gatehouse's own.
    Suggested {
        /// For this reason of the requester; absent where GitHub gives none.
        reason: Option<BypassReason>,
    },
}

/// A template to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Where it comes from.
    pub origin: Origin,
    /// For which decision; absent for either.
    pub decision: Option<Decision>,
    /// Its text, with placeholders.
    pub text: String,
}

/// What there is to choose for requests of `organization` (absent where they are of several, or it
/// isn't known) that give `reasons`, when `decisions` are to be made: the saved ones first. A text
/// that is there for a decision, or for either, isn't offered for it again.
pub fn choices(
    templates: &Templates,
    organization: Option<&str>,
    reasons: &[Option<BypassReason>],
    decisions: &[Decision],
) -> Vec<Choice> {
    let saved = templates.for_organization(organization).into_iter().map(|template| Choice {
        origin: Origin::Saved {
            name: template.name.clone(),
            organization: template.organization.clone(),
        },
        decision: None,
        text: template.text.clone(),
    });
    let mut choices: Vec<Choice> = saved.collect();
    for decision in decisions {
        let last = templates.last_used(*decision).map(|text| (Origin::LastUsed, text));
        let suggested = reasons.iter().flat_map(|reason| {
            let texts = suggestions(reason.as_ref(), *decision);
            texts.iter().map(|text| (Origin::Suggested { reason: reason.clone() }, *text))
        });
        for (origin, text) in last.into_iter().chain(suggested) {
            let is_for = |choice: &Choice| choice.decision.is_none_or(|its| its == *decision);
            if !choices.iter().any(|choice| is_for(choice) && choice.text == text) {
                choices.push(Choice { origin, decision: Some(*decision), text: text.to_owned() });
            }
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::time::Timestamp;
    use crate::triage::template::Template;

    fn saved(name: &str, text: &str, organization: Option<&str>) -> Template {
        Template {
            name: name.to_owned(),
            text: text.to_owned(),
            organization: organization.map(str::to_owned),
        }
    }

    #[test]
    fn saved_ones_come_first_then_the_last_used_then_suggestions_per_decision() {
        let mut templates = Templates::default();
        templates.save(saved("Revoke", "Revoke it.", Some("octo-org")));
        templates.save(saved("Other", "For others.", Some("other-org")));
        templates.save(saved("All", "For all.", None));
        templates.used(Decision::Deny, "As last time.", Timestamp::from_unix(1));
        let reasons = [Some(BypassReason::FalsePositive)];
        let found = choices(&templates, Some("octo-org"), &reasons, Decision::ALL);
        let texts: Vec<(Option<Decision>, &str)> =
            found.iter().map(|choice| (choice.decision, choice.text.as_str())).collect();
        assert_eq!(texts[..2], [(None, "Revoke it."), (None, "For all.")]);
        let approve = texts.iter().filter(|(its, _)| *its == Some(Decision::Approve)).count();
        assert_eq!(approve, suggestions(reasons[0].as_ref(), Decision::Approve).len());
        let deny = texts.iter().find(|(its, _)| *its == Some(Decision::Deny));
        assert_eq!(deny, Some(&(Some(Decision::Deny), "As last time.")));
    }

    #[test]
    fn a_text_is_offered_once_for_a_decision() {
        let suggestion = suggestions(None, Decision::Approve)[0];
        let mut templates = Templates::default();
        templates.used(Decision::Approve, suggestion, Timestamp::from_unix(1));
        let found = choices(&templates, None, &[None], &[Decision::Approve]);
        let same = |choice: &&Choice| choice.text == suggestion;
        assert_eq!(found.iter().filter(same).count(), 1);
        assert_eq!(found[0].origin, Origin::LastUsed);
        templates.save(saved("Mine", suggestion, None));
        let found = choices(&templates, None, &[None], &[Decision::Approve]);
        assert!(matches!(found[0].origin, Origin::Saved { .. }));
        assert_eq!(found.iter().filter(same).count(), 1);
    }

    #[test]
    fn every_reason_among_the_requests_has_its_suggestions() {
        let reasons = [Some(BypassReason::UsedInTests), Some(BypassReason::FixLater), None];
        let found = choices(&Templates::default(), None, &reasons, &[Decision::Deny]);
        for reason in reasons {
            let is_its =
                |choice: &Choice| choice.origin == Origin::Suggested { reason: reason.clone() };
            assert!(found.iter().any(is_its), "{reason:?}");
        }
    }
}
