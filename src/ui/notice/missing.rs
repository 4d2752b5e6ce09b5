//! Puts what is missing from what was loaded into words.

use crate::client::list::Gap;
use crate::github::error::CallError;
use crate::github::owner::Owner;
use crate::github::scope::Scope;
use crate::inbox::fallback::is_refusal;
use crate::inbox::ledger::Missing;

use super::super::columns::Column;
use super::super::labels;
use super::{Notice, Tone, call_error};

/// How many lists that are refused for the same reason are named in one breath.
const NAMED: usize = 5;

/// What is missing from what was loaded, but for what is still on its way.
pub fn missing(missing: &[Missing]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = missing.iter().filter_map(single).collect();
    let mut refused: Vec<(&CallError, Vec<&Scope>)> = Vec::new();
    for entry in missing {
        let Missing::Refused { scope, error } = entry else { continue };
        if matches!(scope, Scope::Enterprise(_)) && is_refusal(error) {
            continue;
        }
        match refused.iter_mut().find(|(its, _)| is_same(its, error)) {
            Some((_, scopes)) => scopes.push(scope),
            None => refused.push((error, vec![scope])),
        }
    }
    notices.extend(refused.into_iter().map(|(error, scopes)| refusals(error, &scopes)));
    notices
}

/// Whether both say the same to a person.
fn is_same(one: &CallError, two: &CallError) -> bool {
    call_error(one) == call_error(two)
}

fn single(missing: &Missing) -> Option<Notice> {
    let notice = match missing {
        Missing::Unread => return None,
        Missing::Refused { scope: Scope::Enterprise(slug), error } if is_refusal(error) => {
            let title = format!("GitHub doesn't give the list of the enterprise {slug}.");
            let explanation = format!(
                "Either there is no enterprise {slug}, or this token may not list its requests: \
                 GitHub's answer is the same."
            );
            let next = format!(
                "Check the name in the enterprise's address, or name organizations beside it: \
                 enterprise:{slug},org:ORG."
            );
            Notice {
                explanation: Some(explanation),
                next_step: Some(next),
                ..call_error(error).under(Tone::Critical, title)
            }
        }
        Missing::Refused { .. } => return None,
        Missing::Cancelled => {
            Notice::attention("The loading was stopped.").explained("What wasn't read is missing.")
        }
        Missing::Stopped { error } => call_error(error),
        Missing::TokenRefused { owner, scopes, error } => {
            token_refused(owner.as_ref(), scopes, error)
        }
        Missing::Failed { scope, pages, error } => {
            let (kind, name) = labels::scope(scope);
            let what = match pages {
                None => format!("The list of the {} {name}", kind.to_lowercase()),
                Some(1) => format!("One page of the list of {name}"),
                Some(pages) => format!("{} pages of the list of {name}", labels::grouped(*pages)),
            };
            call_error(error).under(Tone::Critical, format!("{what} couldn't be read."))
        }
        Missing::LeftOut { gap: left_out, .. } => gap(left_out),
        Missing::KeptChanging { scope } => {
            let name = labels::scope(scope).1;
            Notice::attention(format!("The list of {name} kept changing while it was read."))
                .explained("Requests may have slipped between its pages.")
                .next("Load it again.")
        }
        Missing::WithoutIds { scope } => {
            let name = labels::scope(scope).1;
            Notice::attention(format!("The list of {name} may lack requests."))
                .explained("Some have no id, so nothing shows that none slipped between its pages.")
                .next("Look at the list on GitHub, too.")
        }
        Missing::StoodIn { scope } => {
            let name = labels::scope(scope).1;
            Notice::attention(format!("These requests may not be all of {name}.")).explained(
                format!(
                    "They come from smaller lists, as far as Gatehouse knows them. The column “{}” \
                     says from which.",
                    Column::Source.name()
                ),
            )
        }
    };
    Some(notice)
}

/// Lists that GitHub doesn't give, for one reason.
fn refusals(error: &CallError, scopes: &[&Scope]) -> Notice {
    let title = match scopes {
        [scope] => {
            let (kind, name) = labels::scope(scope);
            format!("GitHub doesn't give the list of the {} {name}.", kind.to_lowercase())
        }
        scopes => format!("GitHub doesn't give the lists of {}.", named(scopes)),
    };
    call_error(error).under(Tone::Critical, title)
}

/// Lists by their names, the first of them where they are many.
fn named(scopes: &[&Scope]) -> String {
    let names = scopes.iter().take(NAMED).map(|scope| labels::scope(scope).1);
    let names = names.collect::<Vec<String>>().join(", ");
    match scopes.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

/// One of several tokens that GitHub doesn't accept, told by what it is bound to.
fn token_refused(owner: Option<&Owner>, scopes: &[Scope], error: &CallError) -> Notice {
    let which = owner.map_or_else(
        || "that is bound to no resource owner".to_owned(),
        |owner| format!("of the resource owner {owner}"),
    );
    let cause = call_error(error);
    let why = cause.explanation.clone().unwrap_or_default();
    let missing = match scopes {
        [] => String::new(),
        [scope] => format!(" The list of {} isn't read to its end.", labels::scope(scope).1),
        scopes => {
            let names = named(&scopes.iter().collect::<Vec<_>>());
            format!(" The lists of {names} aren't read to their ends.")
        }
    };
    Notice { title: format!("GitHub doesn't accept the token {which}."), ..cause }
        .explained(why + &missing)
        .next("In the settings, enter another one in its place. The other tokens stay in use.")
}

/// Something that GitHub left out of a list.
fn gap(gap: &Gap) -> Notice {
    match gap {
        Gap::SsoOrganizations { ids } => {
            let which = match ids.len() {
                0 => "Some organizations are".to_owned(),
                1 => format!("One organization (number {}) is", ids.join(", ")),
                count => format!("{count} organizations (numbers {}) are", ids.join(", ")),
            };
            Notice::attention(format!("{which} missing from this list."))
                .explained("They require single sign-on, and the token isn't authorized for them.")
                .next("Authorize the token for them on GitHub, then load the list again.")
        }
        Gap::Unreadable { rows } => {
            Notice::attention(format!("{} can't be read.", labels::requests(*rows)))
                .explained("GitHub sent something else in their place.")
                .next("Look at the list on GitHub, too.")
        }
        Gap::UnclearPaging => Notice::attention("This list may go on.")
            .explained("GitHub's reply doesn't say clearly whether more pages follow.")
            .next("Load it again, or look at the list on GitHub, too."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::error::{ApiError, ApiErrorKind};

    fn error(kind: ApiErrorKind, status: u16) -> CallError {
        let documentation_url = None;
        CallError::Api(ApiError { kind, status, message: None, documentation_url, errors: vec![] })
    }

    fn refused(scope: &str, kind: ApiErrorKind, status: u16) -> Missing {
        Missing::Refused { scope: scope.parse().expect("valid"), error: error(kind, status) }
    }

    #[test]
    fn a_refused_enterprise_may_be_a_wrong_name_or_a_missing_permission() {
        for (kind, status) in
            [(ApiErrorKind::NotFoundOrHidden, 404), (ApiErrorKind::MissingPermission, 403)]
        {
            let notice = missing(&[refused("enterprise:e", kind, status)]).remove(0);
            let step = notice.next_step.as_deref().unwrap_or_default();
            assert!(step.ends_with("enterprise:e,org:ORG."), "{step}");
            let text = notice.text();
            assert!(text.contains("no enterprise e") && text.contains("may not list"), "{text}");
        }
    }

    #[test]
    fn a_refused_token_is_told_by_its_owner_with_what_is_missing_and_the_next_step() {
        let refused = |owner: Option<&str>, scopes: &[&str]| Missing::TokenRefused {
            owner: owner.map(|login| login.parse().expect("a login")),
            scopes: scopes.iter().map(|scope| scope.parse().expect("valid")).collect(),
            error: error(ApiErrorKind::BadToken, 401),
        };
        let said = |it: Missing| missing(&[it])[0].text();
        assert_eq!(
            said(refused(Some("octo-org"), &["org:octo-org", "repo:octo-org/smile"])),
            "GitHub doesn't accept the token of the resource owner octo-org. It is mistyped, has \
             expired or was revoked. The lists of octo-org, octo-org/smile aren't read to their ends. \
             In the settings, enter another one in its place. The other tokens stay in use."
        );
        let unbound = said(refused(None, &["enterprise:e"]));
        assert!(unbound.contains("the token that is bound to no resource owner."), "{unbound}");
        assert!(unbound.contains("The list of e isn't read to its end."), "{unbound}");
    }

    #[test]
    fn lists_refused_for_one_reason_are_one_notice() {
        let many = (0..8).map(|number| format!("org:o{number}"));
        let mut all: Vec<Missing> =
            many.map(|scope| refused(&scope, ApiErrorKind::MissingPermission, 403)).collect();
        all.push(refused("org:other", ApiErrorKind::NotFoundOrHidden, 404));
        all.push(Missing::Unread);
        let notices = missing(&all);
        assert_eq!(notices.len(), 2);
        assert_eq!(
            notices[0].title,
            "GitHub doesn't give the lists of o0, o1, o2, o3, o4 and 3 more."
        );
        assert_eq!(notices[1].title, "GitHub doesn't give the list of the organization other.");
    }
}
