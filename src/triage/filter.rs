//! Which rows a typed text leaves: every word must occur somewhere in the row.

use crate::github::exemption::ExemptionRequest;

/// Whether every word of `text` occurs in one of the request's visible texts, in any case.
pub fn matches(request: &ExemptionRequest, text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    if words.peek().is_none() {
        return true;
    }
    let mut row = String::new();
    let mut add = |text: Option<&str>| {
        if let Some(text) = text {
            row.push_str(&text.to_lowercase());
            row.push('\n');
        }
    };
    add(request.requester_name());
    add(request.repository.as_ref().and_then(|repository| repository.full_name.as_deref()));
    add(request.organization_name().as_deref());
    add(request.requester_comment.as_deref());
    add(request.status.as_ref().map(|status| status.word()));
    add(request.resource_identifier.as_deref());
    add(request.page().map(|page| format!("#{}", page.number)).as_deref());
    for finding in request.findings() {
        add(finding.secret_type.as_deref());
        add(finding.bypass_reason.as_ref().map(|reason| reason.word()));
        add(finding.path.as_deref());
        add(finding.branch.as_deref());
    }
    for response in request.responses() {
        add(response.reviewer.as_ref().and_then(|reviewer| reviewer.actor_name.as_deref()));
    }
    words.all(|word| row.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::{Actor, Finding};

    #[test]
    fn every_word_must_occur_in_any_case() {
        let request = ExemptionRequest {
            requester: Some(Actor { actor_id: None, actor_name: Some("Monalisa".to_owned()) }),
            data: Some(vec![Finding {
                path: Some("tests/README.md:1:0".to_owned()),
                ..Finding::default()
            }]),
            ..ExemptionRequest::default()
        };
        for (text, expected) in
            [("", true), ("  ", true), ("mona", true), ("MONA readme", true), ("mona docs", false)]
        {
            assert_eq!(matches(&request, text), expected, "{text}");
        }
    }
}
