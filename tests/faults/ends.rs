//! How an operation ends when a fault strikes, as a person meets it.

use futures::executor::block_on;

use gatehouse::client::direct::{UnderWay, perform, perform_review};
use gatehouse::client::locate::{Located, Route};
use gatehouse::client::operation::{Dismissal, Operation, Outcome, Review, Target};
use gatehouse::client::permit::{Press, Presses};
use gatehouse::client::sign_in::{Entered, sign_in};
use gatehouse::client::write::WriteOutcome;
use gatehouse::github::exemption::RequestPage;
use gatehouse::github::host::Host;
use gatehouse::github::ids::{PageNumber, RepoName, RequestId, ResponseId};
use gatehouse::github::review_request::Decision;
use gatehouse::inbox::fallback::Fallback;
use gatehouse::inbox::load::{Load, Next};
use gatehouse::transport::Transport;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::notice::{self, Notice};
use gatehouse::vault::credential::Credential;

use crate::github::{Github, LOGIN, NOW};
use crate::table::Fault;

/// The calls that a fault can strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// A page of a list.
    List,
    /// One request.
    Get,
    /// Whose token it is.
    SignIn,
    /// One request, read again before a review.
    Reread,
    /// A review.
    Review,
    /// A dismissal.
    Dismiss,
}

/// The columns of the table.
pub const CALLS: &[Call] =
    &[Call::List, Call::Get, Call::SignIn, Call::Reread, Call::Review, Call::Dismiss];

/// How an operation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// As if nothing had happened.
    AsUsual,
    /// What came is shown, marked partial.
    Marked,
    /// Told, after it was asked again.
    Again,
    /// It waits for as long as GitHub asks, asks again, and tells when GitHub asks too often.
    Waits,
    /// Told at once.
    Told,
    /// A write: nothing left this computer.
    NotSent,
    /// A write: GitHub turned it away, so nothing was recorded.
    TurnedAway,
    /// A write: it is read back. Where GitHub recorded it, that counts; else its refusal is told.
    Refused,
    /// A write: it is read back. Where GitHub recorded it, that counts; else it is told that nobody
    /// knows, and it isn't sent again.
    LookedUp,
}

impl Ends {
    pub fn is_as_usual(self) -> bool {
        self == Self::AsUsual
    }

    /// As the document has it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::AsUsual => "as usual",
            Self::Marked => "marked partial",
            Self::Again => "again, then told",
            Self::Waits => "waits, then told",
            Self::Told => "told",
            Self::NotSent => "not sent",
            Self::TurnedAway => "not recorded",
            Self::Refused => "read back, refused",
            Self::LookedUp => "read back, unknown",
        }
    }
}

/// How `call` ends when the fault strikes every time, and what is said.
pub fn of(fault: &Fault, call: Call) -> (Ends, Option<Notice>) {
    match call {
        Call::Reread | Call::Review | Call::Dismiss => write(fault, call),
        _ => read(&Github::sound().struck(fault, call), call),
    }
}

/// How a read ends when the fault strikes once.
pub fn of_passing(fault: &Fault, call: Call) -> (Ends, Option<Notice>) {
    read(&Github::sound().struck(fault, call).once(), call)
}

fn read(github: &Github, call: Call) -> (Ends, Option<Notice>) {
    let (is_usual, said) = match call {
        Call::List => return list(github),
        Call::Get => match locate(github) {
            Outcome::Locate(Ok(_)) => (true, None),
            Outcome::Locate(Err(error)) => (false, Some(notice::locate_error(&error))),
            other => panic!("{other:?}"),
        },
        _ => match block_on(sign_in(github, credential())) {
            Ok(_) => (true, None),
            Err(error) => (false, Some(notice::call_error(&error))),
        },
    };
    let ends = match &said {
        _ if is_usual => Ends::AsUsual,
        // The view of a request reads it again at that time; a token is typed again.
        Some(said) if said.retry_at.is_some() && call == Call::Get => Ends::Waits,
        _ if github.struck_calls() > 1 => Ends::Again,
        _ => Ends::Told,
    };
    (ends, said)
}

fn credential() -> Credential {
    let typed = "ghp_canary".to_owned();
    let entered = Entered { host: Host::GithubCom, typed, owner: None, remember: None };
    entered.credential().unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn list(github: &Github) -> (Ends, Option<Notice>) {
    let scopes = "repo:octo-org/smile".parse().expect("a scope");
    let mut load = Load::begin(scopes, Fallback::default(), github.now());
    let mut waited_for_github = false;
    read_to_the_end(&mut load, github, |load| {
        waited_for_github |= load.ledger(github.now()).waits_until.is_some();
    });
    let ledger = load.ledger(github.now());
    if !ledger.is_partial() {
        assert_eq!(load.len(), 1);
        return (Ends::AsUsual, None);
    }
    let retries: u32 = ledger.parts.iter().map(|part| part.retries).sum();
    let ends = match retries {
        _ if !load.is_empty() => Ends::Marked,
        _ if waited_for_github => Ends::Waits,
        0 => Ends::Told,
        _ => Ends::Again,
    };
    (ends, notice::missing(&ledger.missing).into_iter().next())
}

/// Reads until nothing is left to read; `looks` at it whenever something came or is waited for.
pub fn read_to_the_end(load: &mut Load, github: &Github, mut looks: impl FnMut(&Load)) {
    loop {
        match load.next(github.now()) {
            Next::Ask(ask) => {
                let outcome = perform_as_octocat(github, &ask.operation());
                load.arrived(&ask, Ok(outcome), github.now());
            }
            Next::WaitUntil(at) => {
                looks(load);
                github.wait_until(at);
                continue;
            }
            Next::Nothing => break,
        }
        looks(load);
    }
    assert!(!load.is_reading());
}

/// A person's, who has the same clock.
pub fn press(github: &Github) -> Press {
    Press {
        id: 1,
        at: github.now().unix() * 1_000,
        is_trusted: true,
        is_active: true,
        is_covered: false,
    }
}

fn perform_as_octocat(github: &Github, operation: &Operation) -> Outcome {
    let under_way = UnderWay::default();
    block_on(perform(github, &under_way, LOGIN, &PageUser::NoPage, operation))
}

fn locate(github: &Github) -> Outcome {
    let repo = RepoName { owner: "octo-org".to_owned(), name: "smile".to_owned() };
    let web_host = Host::GithubCom.web_host();
    let page = RequestPage { web_host, repo, number: PageNumber(1) };
    perform_as_octocat(github, &Operation::Locate(Target::Page(page)))
}

pub fn seen(github: &Github) -> Located {
    match locate(github) {
        Outcome::Locate(Ok(located)) => {
            assert!(matches!(located.route, Route::Item(_)));
            *located
        }
        other => panic!("{other:?}"),
    }
}

/// What came of a write that the fault strikes, with the GitHub it was sent to; `recorded` says whether
/// GitHub recorded it all the same.
pub fn written(fault: &Fault, call: Call, recorded: bool) -> (WriteOutcome, Github<'_>) {
    let sound = if call == Call::Dismiss { Github::answered() } else { Github::sound() };
    let seen = seen(&sound);
    let github = sound.struck(fault, call).recording(recorded);
    let outcome = if call != Call::Dismiss {
        let message = "Fine.".to_owned().try_into().expect("a message");
        let review = Review { seen, decision: Decision::Approve, message };
        let press = press(&github);
        let review = Presses::default().grant(press.at, Some(&press), RequestId(1), review);
        let review = review.expect("permitted");
        let under_way = UnderWay::default();
        block_on(perform_review(&github, &under_way, LOGIN, &PageUser::NoPage, &review))
    } else {
        let dismissal = Dismissal { seen, response: ResponseId(7) };
        match perform_as_octocat(&github, &Operation::Dismiss(press(&github), Box::new(dismissal)))
        {
            Outcome::Dismiss(outcome) => *outcome,
            other => panic!("{other:?}"),
        }
    };
    (outcome, github)
}

pub fn says_nothing_was_recorded(outcome: &WriteOutcome) -> bool {
    matches!(outcome, WriteOutcome::NotSent(_) | WriteOutcome::Rejected(_))
}

fn write(fault: &Fault, call: Call) -> (Ends, Option<Notice>) {
    let (without, _) = written(fault, call, false);
    let (with, _) = written(fault, call, true);
    let is_recorded = |outcome: &WriteOutcome| {
        matches!(
            outcome,
            WriteOutcome::FoundRecorded(_) | WriteOutcome::Sent { is_shown: true, .. }
        )
    };
    let ends = match (&without, is_recorded(&with)) {
        (WriteOutcome::Sent { .. }, true) => return (Ends::AsUsual, None),
        (WriteOutcome::Unknown { .. }, true) => Ends::LookedUp,
        (WriteOutcome::Rejected(_), true) => Ends::Refused,
        (WriteOutcome::Rejected(_), false) => Ends::TurnedAway,
        (WriteOutcome::NotSent(_), false) => Ends::NotSent,
        (WriteOutcome::Sent { .. }, false) => return (Ends::AsUsual, None),
        other => panic!("{}: {other:?}, {with:?}", fault.name),
    };
    let said = match call {
        Call::Reread | Call::Review => notice::review_outcome(NOW, Decision::Approve, &Ok(without)),
        _ => notice::dismiss_outcome(&Ok(without)),
    };
    (ends, Some(said))
}
