//! What "Check my access" says: each finding a question with a plain answer and the next step, and the
//! whole as a text to copy, without secrets.

use std::fmt::Write;

use crate::client::locate::{Route, Unsettled};
use crate::client::probe::{Found, Practice, Probe, Probed};
use crate::github::error::{ApiErrorKind, CallError};
use crate::github::owner::About;
use crate::github::scope::Scope;
use crate::github::time::Timestamp;
use crate::triage::expiry;
use crate::triage::visible::visible;
use crate::vault::status::{HeldStatus, TokenStatus};

use super::labels;
use super::notice::{self, Tone};

/// How far clocks may be apart before times here are misleading, in seconds.
const CLOCK_TOLERANCE: i64 = 60;

/// One finding. Nothing in its words acts unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was asked.
    pub question: String,
    /// How it is meant.
    pub tone: Tone,
    /// The plain answer.
    pub answer: String,
    /// What helps; absent where nothing is to be done.
    pub next_step: Option<String>,
}

impl Finding {
    fn new(question: impl Into<String>, tone: Tone, answer: impl Into<String>) -> Self {
        let (question, answer) = (visible(&question.into()), visible(&answer.into()));
        Self { question, tone, answer, next_step: None }
    }

    fn good(question: impl Into<String>, answer: impl Into<String>) -> Self {
        Self::new(question, Tone::Success, answer)
    }

    fn unclear(question: impl Into<String>, answer: impl Into<String>) -> Self {
        Self::new(question, Tone::Attention, answer)
    }

    fn next(self, step: impl Into<String>) -> Self {
        Self { next_step: Some(step.into()), ..self }
    }

    fn failed(question: impl Into<String>, error: &CallError) -> Self {
        let notice = notice::call_error(error);
        let said: Vec<String> = [Some(notice.title), notice.explanation]
            .into_iter()
            .flatten()
            .chain(notice.github_says.iter().map(|words| format!("GitHub says: {words}")))
            .collect();
        let finding = Self::new(question, Tone::Critical, said.join(" "));
        Self { next_step: notice.next_step, ..finding }
    }
}

/// What is known of the tokens for the host at work before anything is asked.
pub fn of_tokens(held: &HeldStatus) -> Vec<Finding> {
    held.tokens.iter().filter(|token| token.host == held.host).flat_map(of_token).collect()
}

fn of_token(token: &TokenStatus) -> Vec<Finding> {
    let kind = format!("A {}.", labels::token_name(token));
    let mut findings = vec![Finding::good("What kind of token is it?", kind)];
    findings.extend(token.shortcomings().into_iter().map(|shortcoming| {
        let notice = notice::shortcoming(shortcoming);
        let answer = [Some(notice.title), notice.explanation];
        let answer = answer.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let finding = Finding::unclear("What may it lack?", answer);
        Finding { next_step: notice.next_step, ..finding }
    }));
    findings
}

/// What a probe found, and with which of several tokens.
pub fn of_probe(held: &HeldStatus, probe: &Probe, probed: &Probed) -> Vec<Finding> {
    let mut findings = found_by(probe, probed);
    let token = about(probe).and_then(|about| held.token_for(&about));
    if let Some(token) = token.filter(|_| held.tokens.len() > 1) {
        for finding in &mut findings {
            let with = format!(" Asked with the {}.", labels::token_name(token));
            finding.answer.push_str(&with);
        }
    }
    findings
}

/// Whom a probe's calls are about; absent where that can't be told.
fn about(probe: &Probe) -> Option<About> {
    Some(match probe {
        Probe::Viewer | Probe::Organizations => About::Viewer,
        Probe::List(Scope::Enterprise(slug)) => About::Enterprise(slug.clone()),
        Probe::List(Scope::Organization(login)) => About::Owner(login.parse().ok()?),
        Probe::List(Scope::Repository(repo)) => About::Owner(repo.owner.parse().ok()?),
        Probe::Item(request) => About::Owner(request.repo()?.owner.parse().ok()?),
    })
}

fn found_by(probe: &Probe, probed: &Probed) -> Vec<Finding> {
    let question = question(probe);
    let mut findings = match &probed.found {
        Ok(found) => found_findings(&question, found),
        Err(error) => vec![refused(probe, &question, error)],
    };
    if let Some(practice) = &probed.practice {
        findings.extend(practice_findings(probe, practice));
    }
    findings
}

fn question(probe: &Probe) -> String {
    match probe {
        Probe::Viewer => "Whose token is it?".to_owned(),
        Probe::Organizations => "Can it name your organizations?".to_owned(),
        Probe::List(scope) => {
            let (kind, name) = labels::scope(scope);
            format!("Can it list the requests of {} {name}?", kind.to_lowercase())
        }
        Probe::Item(request) => {
            format!("Can it read a request by itself ({})?", labels::request_name(request))
        }
    }
}

fn found_findings(question: &str, found: &Found) -> Vec<Finding> {
    match found {
        Found::Viewer { login } => vec![Finding::good(question, format!("It is {login}'s."))],
        Found::Organizations { count } => {
            vec![Finding::good(question, format!("Yes, {count} on the first page."))]
        }
        Found::List {
            count, leaves_out_for_sso, has_more, names_last_page, revalidates, ..
        } => {
            let more = if *has_more { ", and more follow" } else { "" };
            let mut findings = vec![Finding::good(
                question,
                format!("Yes, {} on the first page{more}.", labels::requests(*count)),
            )];
            if *leaves_out_for_sso {
                findings.push(
                    Finding::unclear(
                        "Is single sign-on in the way?",
                        "Yes: GitHub leaves out organizations that the token isn't authorized for.",
                    )
                    .next("On GitHub, open the token's settings and choose Configure SSO."),
                );
            }
            let last = match names_last_page {
                Some(true) => "Yes.",
                Some(false) => "No, so Gatehouse reads until the pages end.",
                None => "There is one page.",
            };
            findings.push(Finding::good("Does the API say how many pages there are?", last));
            let again = match revalidates {
                Some(true) => "Yes: reading again costs nothing while nothing changed.",
                Some(false) => "It gives an ETag, but sends everything again.",
                None => "No ETag is visible, so reading again reads everything.",
            };
            findings.push(Finding::good("Does the API say when nothing changed?", again));
            findings
        }
        Found::Item { route: Route::Item(used), number } => {
            let which = match number {
                Some(number) if *number == used.0 => "its own number".to_owned(),
                Some(number) => format!("the number of its page; its own number is {number}"),
                None => "the number of its page".to_owned(),
            };
            vec![
                Finding::good(question, format!("Yes, by {used}: {which}.")),
                Finding::unclear(
                    "Can you review such requests?",
                    "Probably: the token reads them. Whether you are one of their reviewers shows \
                     only when a review is sent, which this check doesn't do.",
                ),
            ]
        }
        Found::Item { route: Route::ListOnly(_), .. } => vec![
            Finding::unclear(question, "No, but the list has it, which is enough to review it.")
                .next("Nothing is to be done; each review reads the repository's list instead."),
        ],
        Found::Item { route: Route::Unsettled(why), .. } => {
            let notice = notice::unsettled(*why);
            let finding = Finding::new(question, Tone::Critical, notice.text());
            let step = match why {
                Unsettled::NumbersDiffer => "Give the token the permission to read the item.",
                Unsettled::NoIdentity | Unsettled::OtherRequest => "Review it on GitHub.",
            };
            vec![finding.next(step)]
        }
        Found::Item { route: Route::NotTried, .. } | Found::ItemLost => {
            vec![
                Finding::unclear(question, "It wasn't found again.")
                    .next("Check again: it may have gone meanwhile."),
            ]
        }
    }
}

fn refused(probe: &Probe, question: &str, error: &CallError) -> Finding {
    let kind = match error {
        CallError::Api(api) => Some(&api.kind),
        _ => None,
    };
    match (probe, kind) {
        (Probe::Organizations, Some(ApiErrorKind::MissingPermission)) => {
            Finding::unclear(question, "No, that needs the scope read:org.").next(
                "Only needed where the enterprise's list is refused: name the organizations instead.",
            )
        }
        (
            Probe::List(Scope::Enterprise(_)),
            Some(ApiErrorKind::NotFoundOrHidden | ApiErrorKind::MissingPermission),
        ) => Finding::new(
            question,
            Tone::Critical,
            "No. GitHub answers the same for a name that doesn't exist and for one that the token may \
             not see.",
        )
        .next(
            "Check the name in the enterprise's address. The list needs a classic token of an \
             enterprise reviewer; with any other, name organizations.",
        ),
        _ => Finding::failed(question, error),
    }
}

fn practice_findings(probe: &Probe, practice: &Practice) -> Vec<Finding> {
    let mut findings = Vec::new();
    if *probe == Probe::Viewer {
        let scopes = match &practice.scopes {
            None => "GitHub shows none, as for every token that isn't classic.".to_owned(),
            Some(scopes) if scopes.is_empty() => "None.".to_owned(),
            Some(scopes) => format!("{}.", scopes.join(", ")),
        };
        findings.push(Finding::good("Which scopes does it have?", scopes));
        findings.push(match &practice.token_expires {
            Some(at) => Finding::good("When does it expire?", format!("{at}.")),
            None => Finding::good(
                "When does it expire?",
                "GitHub doesn't show it here: it doesn't expire, or this browser may not see it.",
            ),
        });
        findings.push(clock(practice.clock_difference));
        let headers = practice.headers.join(", ");
        findings.push(Finding::good("Which headers are visible?", format!("{headers}.")));
    }
    if let Some((left, limit)) = practice.calls_left
        && *probe == Probe::Viewer
    {
        let answer = format!(
            "{} of {} in this hour.",
            labels::grouped(left as usize),
            labels::grouped(limit as usize)
        );
        let question = "How many calls are left?";
        findings.push(if left.saturating_mul(10) < limit {
            Finding::unclear(question, answer)
                .next("Wait until the hour is over before large lists.")
        } else {
            Finding::good(question, answer)
        });
    }
    findings
}

fn clock(difference: Option<i64>) -> Finding {
    let question = "Does this computer's clock agree with GitHub's?";
    match difference {
        None => Finding::good(question, "GitHub's time isn't visible to this page."),
        Some(apart) if apart.abs() <= CLOCK_TOLERANCE => {
            Finding::good(question, format!("Yes, within {} seconds.", CLOCK_TOLERANCE))
        }
        Some(apart) => {
            let side = if apart > 0 { "behind" } else { "ahead" };
            let by = expiry::in_words(apart);
            Finding::new(question, Tone::Critical, format!("No, it is {by} {side}."))
                .next("Set the clock. Until then, Gatehouse goes by GitHub's.")
        }
    }
}

/// The whole as text, made at `now`. There is no secret in it: no token, no message, no request's content.
pub fn as_text(now: Timestamp, held: &HeldStatus, findings: &[Finding]) -> String {
    let mut text = format!("Gatehouse {} access check, {now}\n", env!("CARGO_PKG_VERSION"));
    // Writing to a string doesn't fail.
    let _ = writeln!(text, "API host: {}", held.host);
    for Finding { question, tone, answer, next_step } in findings {
        let mark = match tone {
            Tone::Success => "ok",
            Tone::Attention => "note",
            Tone::Critical => "problem",
        };
        let _ = write!(text, "\n[{mark}] {question}\n  {answer}\n");
        if let Some(step) = next_step {
            let _ = writeln!(text, "  Next: {step}");
        }
    }
    text
}

#[cfg(test)]
mod tests;
