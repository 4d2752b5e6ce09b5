//! Puts every error, every refusal and what came of every write into words; no other file but its
//! own part does.

use crate::client::locate::{LocateError, Unsettled};
use crate::client::permit::NoPermit;
use crate::client::write::{NotSent, WriteOutcome};
use crate::github::error::{ApiError, ApiErrorKind, CallError, FieldError, TransportError};
use crate::github::exemption::ExemptionRequest;
use crate::github::host::is_https_at;
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;
use crate::triage::expiry;
use crate::triage::guard::Refusal;
use crate::triage::recheck::Change;
use crate::triage::verdict::{Verdict, verdict};
use crate::triage::visible::visible;
use crate::vault::status::NEEDED_SCOPE;

use super::labels;

pub mod batch;
mod completeness;
mod history;
mod kept;
mod missing;
pub mod queue;
mod token;
mod vault;

pub use kept::{
    keys_conflict, keys_problem, keys_taken, store_error, templates_unreadable, undo_delay_problem,
};

pub use history::{history_error, history_not_erased};

pub use completeness::{completeness, export_failed, history_completeness, unreadable_filter};
pub use missing::missing;
pub use token::{
    host_error, host_withdrawn, no_token_for, other_host, owner_error, scope_error, shortcoming,
    sign_in_error, token_problem,
};
pub use vault::{passphrase_problem, unreadable_record, vault_error};

/// Where GitHub's documentation is, that of GHE.com and GitHub Enterprise Server too; the one other host beside
/// the configured one that a link may lead to.
const DOCUMENTATION_HOST: &str = "docs.github.com";

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It was done.
    Success,
    /// Something to know before going on.
    Attention,
    /// It was not done.
    Critical,
}

/// Something a person is told. Nothing in its words acts unseen, but for [`Self::github_says`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// What happened, in one sentence.
    pub title: String,
    /// Why, where more can be said.
    pub explanation: Option<String>,
    /// What helps; absent where nothing is to be done.
    pub next_step: Option<String>,
    /// GitHub's own words, as they came.
    pub github_says: Vec<String>,
    /// Where to read on or to act: a page of the GitHub that replied, or GitHub's documentation.
    pub link: Option<Link>,
    /// When trying again makes sense; absent where the time doesn't matter.
    pub retry_at: Option<Timestamp>,
}

/// A link of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its text.
    pub text: &'static str,
    /// Its address.
    pub url: String,
}

impl Notice {
    fn new(tone: Tone, title: impl Into<String>) -> Self {
        Self {
            tone,
            title: visible(&title.into()),
            explanation: None,
            next_step: None,
            github_says: Vec::new(),
            link: None,
            retry_at: None,
        }
    }

    fn success(title: impl Into<String>) -> Self {
        Self::new(Tone::Success, title)
    }

    fn attention(title: impl Into<String>) -> Self {
        Self::new(Tone::Attention, title)
    }

    fn critical(title: impl Into<String>) -> Self {
        Self::new(Tone::Critical, title)
    }

    fn explained(self, explanation: impl Into<String>) -> Self {
        Self { explanation: Some(visible(&explanation.into())), ..self }
    }

    fn next(self, step: impl Into<String>) -> Self {
        Self { next_step: Some(visible(&step.into())), ..self }
    }

    /// The same cause under another title, which says what came of it.
    fn under(self, tone: Tone, title: impl Into<String>) -> Self {
        let cause = match &self.explanation {
            Some(explanation) => format!("{} {explanation}", self.title),
            None => self.title.clone(),
        };
        Self { tone, title: visible(&title.into()), explanation: Some(cause), ..self }
    }

    /// All of it as one text, for where only text can stand.
    pub fn text(&self) -> String {
        let parts =
            [Some(self.title.as_str()), self.explanation.as_deref(), self.next_step.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A call that brought no result.
pub fn call_error(error: &CallError) -> Notice {
    match error {
        CallError::Transport(error) => transport_error(error),
        CallError::Api(error) => api_error(error),
        CallError::Decode { operation, detail } => {
            Notice::critical("GitHub's reply can't be read.")
                .explained(format!("It isn't what GitHub documents ({operation}: {detail})."))
                .next("Look for a newer version of Gatehouse, or use GitHub's own page.")
        }
    }
}

/// No reply arrived.
pub fn transport_error(error: &TransportError) -> Notice {
    match error {
        TransportError::Offline => {
            Notice::critical("You are offline.").next("Connect to the network, then try again.")
        }
        TransportError::NoReply => Notice::critical("GitHub couldn't be reached.")
            .explained(
                "The browser doesn't say why: the network, the host name or GitHub's server may be \
                 the reason.",
            )
            .next("Check the API host and your network, then try again."),
        TransportError::Interrupted => {
            Notice::critical("GitHub's reply broke off.").next("Try again.")
        }
        TransportError::TimedOut => {
            Notice::critical("GitHub didn't reply in time.").next("Try again.")
        }
        TransportError::TooLarge => Notice::critical("The reply is too long to be GitHub's.")
            .explained("It was not read any further.")
            .next("Check the API host."),
        TransportError::Redirected => Notice::critical("The reply came from another address.")
            .explained("Gatehouse asks the API host alone, so that the token goes nowhere else.")
            .next("Check the API host."),
        TransportError::NoToken => {
            Notice::critical("There is no token.").next("Enter a token, then try again.")
        }
        TransportError::NoTokenFor(about) => no_token_for(about),
        TransportError::Locked => Notice::critical("The token is locked.")
            .next("Unlock it with your passphrase, then try again."),
        TransportError::NotGranted => {
            Notice::critical("The browser doesn't let Gatehouse reach the API host.")
                .explained("Its permission was withdrawn. Nothing was sent.")
                .next("Open Gatehouse's own page and give it back there, then try again.")
        }
        TransportError::BackgroundGone => {
            Notice::critical("The extension's background program can't be reached.")
                .explained("It broke off, or the extension was updated or reloaded.")
                .next("Reload this page.")
        }
        TransportError::NotAllowed => {
            Notice::critical("The extension doesn't let this page ask.").next("Reload this page.")
        }
    }
}

/// GitHub replied with an error.
pub fn api_error(error: &ApiError) -> Notice {
    let notice = match &error.kind {
        ApiErrorKind::BadToken => Notice::critical("GitHub doesn't accept the token.")
            .explained("It is mistyped, has expired or was revoked.")
            .next("Enter another token."),
        ApiErrorKind::MissingPermission => Notice::critical(
            "The token lacks a permission for this.",
        )
        .explained(format!(
            "A classic token needs the scope {NEEDED_SCOPE}, a fine-grained one the permissions \
                 for secret scanning alerts and bypass requests; and you must be a bypass reviewer."
        ))
        .next("Enter a token that has them."),
        ApiErrorKind::SsoRequired { .. } => {
            Notice::critical("The organization requires single sign-on.")
                .explained("The token isn't authorized for it yet.")
                .next("Authorize the token for the organization, then try again.")
        }
        ApiErrorKind::RateLimited { .. } => Notice::critical("GitHub asks to wait.")
            .explained("Too many calls were made with this token in a short time.")
            .next("Try again later."),
        ApiErrorKind::NotFoundOrHidden => {
            Notice::critical("GitHub finds nothing there, or nothing that this token may see.")
                .next("Check the name. If it is right, the token or its user lacks a permission.")
        }
        ApiErrorKind::Rejected => Notice::critical("GitHub refused what was sent.")
            .next("Look for a newer version of Gatehouse, or use GitHub's own page."),
        ApiErrorKind::Gone => Notice::critical("GitHub no longer offers this version of its API.")
            .next("Look for a newer version of Gatehouse."),
        ApiErrorKind::Server => {
            Notice::critical(format!("GitHub has a problem ({}).", error.status))
                .next("Try again later.")
        }
        ApiErrorKind::Unexpected => {
            Notice::critical(format!("GitHub replied in an unexpected way ({}).", error.status))
                .next("Try again later.")
        }
    };
    let link = match &error.kind {
        // At the host that replied, or it would have been left out.
        ApiErrorKind::SsoRequired { url: Some(url) } => {
            Some(Link { text: "Authorize the token on GitHub", url: url.clone() })
        }
        _ => error
            .documentation_url
            .clone()
            .filter(|url| is_https_at(url, DOCUMENTATION_HOST))
            .map(|url| Link { text: "GitHub's documentation", url }),
    };
    let retry_at = match error.kind {
        ApiErrorKind::RateLimited { retry_at } => Some(retry_at),
        _ => None,
    };
    let github_says =
        error.message.iter().cloned().chain(error.errors.iter().filter_map(field_error)).collect();
    Notice { link, retry_at, github_says, ..notice }
}

/// One entry of a 422, such as "message: is too long"; `None` when it says nothing.
fn field_error(error: &FieldError) -> Option<String> {
    let what = error.message.as_deref().or(error.code.as_deref())?;
    Some(match &error.field {
        Some(field) => format!("{field}: {what}"),
        None => what.to_owned(),
    })
}

/// A request that wasn't found.
pub fn locate_error(error: &LocateError) -> Notice {
    match error {
        LocateError::NotFound => Notice::critical("This request isn't to be found.")
            .explained(
                "It is of another kind than push-protection bypass, or not visible to your token, \
                 or older than a month, which is as far back as GitHub's lists go.",
            )
            .next("Look at it on GitHub, or enter a token that may see it."),
        LocateError::OtherKind(kind) => {
            Notice::critical(format!("This is {}.", labels::request_type(kind)))
                .explained("Gatehouse reviews push-protection bypass requests only.")
                .next("Review it on GitHub.")
        }
        LocateError::ListIncomplete => Notice::critical("This request isn't to be found.")
            .explained("GitHub left something out of the repository's list, so it may still exist.")
            .next("Look at it on GitHub."),
        LocateError::Call(error) => call_error(error),
    }
}

/// Why nothing can be written to a request.
pub fn unsettled(why: Unsettled) -> Notice {
    let because = match why {
        Unsettled::NoIdentity => "GitHub doesn't say enough about it to tell it from others.",
        Unsettled::NumbersDiffer => {
            "It has several numbers, and the token may not read it alone, so it isn't certain which \
             number is its own."
        }
        Unsettled::OtherRequest => "Under its numbers GitHub gives other requests.",
    };
    Notice::attention("This request can't be reviewed from here.")
        .explained(because)
        .next("Review it on GitHub.")
}

/// Why a person may not write.
pub fn refusal(refusal: &Refusal) -> Notice {
    match refusal {
        Refusal::PageUserUnknown => Notice::critical("This page doesn't say who is signed in.")
            .explained("Gatehouse writes only as the person who is signed in on GitHub.")
            .next("Sign in on GitHub, then reload the page."),
        Refusal::OtherUser { page, token } => {
            Notice::critical(format!("You are signed in as {page}, but the token is {token}'s."))
                .explained("A review would be recorded under the token's name.")
                .next(format!("Enter a token of {page}, or sign in as {token}."))
        }
        Refusal::OwnRequest => {
            Notice::critical("This is your own request.").explained("Someone else must review it.")
        }
        Refusal::RequesterUnknown => Notice::critical("GitHub doesn't say who made this request.")
            .explained("It might be your own, which someone else must review.")
            .next("Look on GitHub who made it."),
    }
}

/// This computer's clock is wrong; GitHub's is `difference` seconds ahead of it.
pub fn wrong_clock(difference: i64) -> Notice {
    let by = expiry::roughly(difference);
    let side = if difference > 0 { "behind" } else { "ahead of" };
    Notice::attention(format!("This computer's clock is {by} {side} GitHub's."))
        .explained(
            "What is left of a request's time is told by GitHub's clock here, so it is right.",
        )
        .next("Set this computer's clock.")
}

/// What changed between looking and writing.
pub fn change(change: Change) -> &'static str {
    match change {
        Change::OtherRequest => "GitHub now gives another request in its place.",
        Change::Answered => "Someone answered it meanwhile.",
        Change::Cancelled => "The requester cancelled it meanwhile.",
        Change::Expired => "It has expired meanwhile.",
        Change::Completed => "The push was made meanwhile.",
        Change::UnknownStatus => "It now has a status that Gatehouse doesn't know.",
        Change::Edited => "It was changed meanwhile: look at it again before you decide.",
        Change::ResponseGone => "The response no longer stands.",
    }
}

/// A write that no press permits.
fn not_permitted(why: NoPermit) -> Notice {
    match why {
        NoPermit::Covered => covered().under(Tone::Critical, "Nothing was sent."),
        _ => Notice::critical(
            "Nothing was sent, since your browser didn't show that you pressed a button.",
        )
        .explained("Gatehouse sends only what a person pressed for a moment ago, and once.")
        .next("Press the button again."),
    }
}

/// The page around the panel lays something over it, so that a press may be meant for that.
pub fn covered() -> Notice {
    Notice::attention("Something on this page covers the panel.")
        .next("Move it away, or review in the inbox.")
}

fn not_sent(why: &NotSent) -> Notice {
    const TITLE: &str = "Nothing was sent.";
    match why {
        NotSent::Refused(why) => refusal(why).under(Tone::Critical, TITLE),
        NotSent::NotPermitted(why) => not_permitted(*why),
        NotSent::Unsettled(why) => unsettled(*why).under(Tone::Critical, TITLE),
        NotSent::Changed(what, _) => Notice::critical(TITLE)
            .explained(change(*what))
            .next("Shown is the request as it is now."),
        NotSent::NotReadAgain(error) => {
            let notice = locate_error(error);
            let cause = format!("The request couldn't be read again. {}", notice.title);
            Notice { title: cause, ..notice }.under(Tone::Critical, TITLE)
        }
        NotSent::NotDelivered(error) => transport_error(error).under(Tone::Critical, TITLE),
        NotSent::UnderWay => Notice::critical(TITLE)
            .explained("Another write to this request is still under way.")
            .next("Wait for it, then read the request again."),
    }
}

fn rejected(error: &ApiError, what: &str) -> Notice {
    let notice = api_error(error);
    let title = format!("GitHub refused the {what}: nothing was recorded.");
    match error.kind {
        // The plain cause would say the same again.
        ApiErrorKind::Rejected => Notice { title, ..notice },
        _ => notice.under(Tone::Critical, title),
    }
}

/// GitHub took a write, under `title`, and couldn't be asked to show it. What helps a read, to try again,
/// would be taken for sending again.
fn not_read_back(error: &LocateError, title: impl Into<String>) -> Notice {
    let notice = locate_error(error);
    let cause = format!("The request couldn't be read back. {}", notice.title);
    Notice { title: cause, ..notice }
        .under(Tone::Attention, title)
        .next("Don't send it again. Read the request again in a moment.")
}

fn unknown(
    error: &CallError,
    read_back: Option<&Result<Box<ExemptionRequest>, LocateError>>,
    what: &str,
) -> Notice {
    let shown = match read_back {
        Some(Ok(_)) => " Right after, GitHub's reply didn't show it.",
        Some(Err(_)) => " The request couldn't be read right after.",
        None => "",
    };
    let notice = call_error(error)
        .under(Tone::Critical, format!("It isn't known whether the {what} was recorded."));
    let explanation = format!(
        "{} It was not sent again.{shown}",
        notice.explanation.as_deref().unwrap_or_default()
    );
    notice.explained(explanation).next("Read the request again before you decide.")
}

/// What came of a review, at `now`. `Err` is a review whose outcome never reached the view.
pub fn review_outcome(
    now: Timestamp,
    decision: Decision,
    outcome: &Result<WriteOutcome, TransportError>,
) -> Notice {
    const WHAT: &str = "review";
    let decided = labels::decided(decision);
    match outcome {
        Ok(WriteOutcome::Sent { is_shown, read_back: Ok(shown) }) => {
            let found = verdict(now, shown);
            let as_decided = match decision {
                Decision::Approve => matches!(found, Verdict::Approved | Verdict::Completed),
                Decision::Deny => found == Verdict::Denied,
            };
            let status = labels::status(found, shown.status.as_ref());
            let notice = if *is_shown {
                Notice::success(format!("{decided}. GitHub recorded it."))
            } else {
                Notice::attention("GitHub took the review, but doesn't show it yet.")
                    .next("Read the request again in a moment.")
            };
            if as_decided && *is_shown {
                notice
            } else {
                notice.explained(format!("Read back, the request is shown as {status}."))
            }
        }
        Ok(WriteOutcome::Sent { read_back: Err(error), .. }) => {
            not_read_back(error, format!("{decided}. GitHub took the review."))
        }
        Ok(WriteOutcome::FoundRecorded(_)) => {
            Notice::success(format!("{decided}. GitHub recorded it."))
                .explained("Its reply got lost, but read back, the request shows the review.")
        }
        Ok(WriteOutcome::NotSent(why)) => not_sent(why),
        Ok(WriteOutcome::Rejected(error)) => {
            let notice = rejected(error, WHAT);
            let next = match error.kind {
                ApiErrorKind::Rejected => "Change what GitHub objects to.",
                _ => notice.next_step.as_deref().unwrap_or_default(),
            };
            let next = format!("Your message is kept. {next}");
            notice.next(next)
        }
        Ok(WriteOutcome::Unknown { error, read_back }) => unknown(error, Some(read_back), WHAT),
        Err(error) => no_outcome(error, WHAT),
    }
}

/// What came of a dismissal. `Err` is a dismissal whose outcome never reached the view.
pub fn dismiss_outcome(outcome: &Result<WriteOutcome, TransportError>) -> Notice {
    const WHAT: &str = "dismissal";
    match outcome {
        Ok(WriteOutcome::Sent { is_shown: true, read_back: Ok(_) }) => {
            Notice::success("Response dismissed. GitHub recorded it.")
        }
        Ok(WriteOutcome::Sent { is_shown: false, read_back: Ok(_) }) => {
            Notice::attention("GitHub took the dismissal, but doesn't show it yet.")
                .next("Read the request again in a moment.")
        }
        Ok(WriteOutcome::Sent { read_back: Err(error), .. }) => {
            not_read_back(error, "Response dismissed. GitHub took it.")
        }
        Ok(WriteOutcome::FoundRecorded(_)) => {
            Notice::success("Response dismissed. GitHub recorded it.")
                .explained("Its reply got lost, but read back, the response no longer stands.")
        }
        Ok(WriteOutcome::NotSent(why)) => not_sent(why),
        Ok(WriteOutcome::Rejected(error)) => rejected(error, WHAT),
        Ok(WriteOutcome::Unknown { error, read_back }) => unknown(error, Some(read_back), WHAT),
        Err(error) => no_outcome(error, WHAT),
    }
}

/// The write was asked for, and no outcome reached the view.
fn no_outcome(error: &TransportError, what: &str) -> Notice {
    if error.never_sent() {
        return transport_error(error).under(Tone::Critical, "Nothing was sent.");
    }
    unknown(&CallError::Transport(error.clone()), None, what)
}

#[cfg(test)]
mod tests;
