//! How an operation ends when a fault strikes, as a person meets it.

use futures::executor::block_on;

use gatehouse::client::direct::{UnderWay, perform, perform_review};
use gatehouse::client::locate::{Located, Route};
use gatehouse::client::operation::{Dismissal, Operation, Outcome, Review, Target};
use gatehouse::client::permit::{Press, Presses};
use gatehouse::client::review::look_back;
use gatehouse::client::sign_in::{Entered, sign_in};
use gatehouse::client::write::{NotSent, WriteOutcome};
use gatehouse::github::error::CallError;
use gatehouse::github::exemption::RequestPage;
use gatehouse::github::host::Host;
use gatehouse::github::ids::{PageNumber, RepoName, RequestId, ResponseId};
use gatehouse::github::review_request::Decision;
use gatehouse::inbox::fallback::Fallback;
use gatehouse::inbox::load::{Load, Next};
use gatehouse::transport::Transport;
use gatehouse::transport::patient::Patient;
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
    /// A step of a write.
    Of(Write, Step),
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    Review,
    Dismissal,
}

/// A call that a write is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The request is read before anything leaves.
    Reread,
    /// The write itself.
    Sent,
    /// The request is read after the write left.
    ReadBack,
}

pub const READS: [Call; 3] = [Call::List, Call::Get, Call::SignIn];
pub const WRITES: [Write; 2] = [Write::Review, Write::Dismissal];
pub const STEPS: [Step; 3] = [Step::Reread, Step::Sent, Step::ReadBack];

/// Every step of every write.
pub fn writes() -> impl Iterator<Item = Call> {
    WRITES.into_iter().flat_map(|write| STEPS.map(|step| Call::Of(write, step)))
}

/// Every call.
pub fn calls() -> impl Iterator<Item = Call> {
    READS.into_iter().chain(writes())
}

/// How an operation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// The fault makes nothing of the call: what it is about isn't in there.
    Untouched,
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
    /// A write: GitHub took it, and what is read back doesn't show it.
    NotShown,
    /// A write: GitHub took it, and it couldn't be read back.
    NotReadBack,
}

impl Ends {
    pub fn is_as_usual(self) -> bool {
        matches!(self, Self::AsUsual | Self::Untouched)
    }

    /// Whether GitHub has recorded the write, or may have.
    pub fn may_be_recorded(self) -> bool {
        matches!(self, Self::LookedUp | Self::NotShown | Self::NotReadBack)
    }

    /// As the document has it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Untouched => "–",
            Self::AsUsual => "as usual",
            Self::Marked => "marked partial",
            Self::Again => "again, then told",
            Self::Waits => "waits, then told",
            Self::Told => "told",
            Self::NotSent => "not sent",
            Self::TurnedAway => "not recorded",
            Self::Refused => "read back, refused",
            Self::LookedUp => "read back, unknown",
            Self::NotShown => "taken, not shown",
            Self::NotReadBack => "taken, not read back",
        }
    }
}

/// What a person is told.
#[derive(Debug)]
pub struct Said {
    pub notice: Notice,
    /// What went wrong, where the notice says what came of it.
    pub cause: Option<Notice>,
}

/// How `call` ends when the fault strikes every time, and what is said.
pub fn of(fault: &Fault, call: Call) -> (Ends, Option<Said>) {
    let Call::Of(write, step) = call else {
        return read(&Github::answered().struck(fault, call), call);
    };
    let (recorded, github) = written(write, &[(fault, step)], true);
    if !github.is_touched() {
        assert!(matches!(recorded, WriteOutcome::Sent { is_shown: true, .. }), "{recorded:?}");
        return (Ends::Untouched, None);
    }
    match step {
        Step::Reread | Step::ReadBack => ends_of_write(write, recorded),
        Step::Sent => {
            let (outcome, _) = written(write, &[(fault, step)], false);
            let (ends, said) = ends_of_write(write, outcome);
            let (as_recorded, _) = ends_of_write(write, recorded);
            // A reply that says it was recorded is believed, and that GitHub doesn't show it is told.
            let ends = match (ends, as_recorded) {
                (Ends::NotShown, Ends::AsUsual) => return (Ends::AsUsual, None),
                (Ends::LookedUp, Ends::AsUsual) => Ends::LookedUp,
                (Ends::TurnedAway, Ends::AsUsual) => Ends::Refused,
                (ends, same) if ends == same => ends,
                other => panic!("{}: {other:?}", fault.name),
            };
            (ends, said)
        }
    }
}

/// How a read ends when the fault strikes once.
pub fn of_passing(fault: &Fault, call: Call) -> (Ends, Option<Said>) {
    read(&Github::answered().struck(fault, call).once(), call)
}

fn read(github: &Github, call: Call) -> (Ends, Option<Said>) {
    let (is_usual, said) = match call {
        Call::List => {
            let (ends, said) = list(github);
            return (untouched_or(github, ends), said);
        }
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
        _ if is_usual => untouched_or(github, Ends::AsUsual),
        // The view of a request reads it again at that time; a token is typed again.
        Some(said) if said.retry_at.is_some() && call == Call::Get => Ends::Waits,
        _ if github.struck_calls() > 1 => Ends::Again,
        _ => Ends::Told,
    };
    (ends, said.map(|notice| Said { notice, cause: None }))
}

fn untouched_or(github: &Github, ends: Ends) -> Ends {
    if github.is_touched() {
        return ends;
    }
    assert_eq!(ends, Ends::AsUsual);
    Ends::Untouched
}

fn credential() -> Credential {
    let typed = "ghp_canary".to_owned();
    let entered = Entered { host: Host::GithubCom, typed, owner: None, remember: None };
    entered.credential().unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn list(github: &Github) -> (Ends, Option<Said>) {
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
    let said = notice::missing(&ledger.missing).into_iter().next();
    (ends, said.map(|notice| Said { notice, cause: None }))
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
        at: github.own_now().unix() * 1_000,
        is_trusted: true,
        is_active: true,
        is_covered: false,
    }
}

fn perform_as_octocat(github: &Github, operation: &Operation) -> Outcome {
    let under_way = UnderWay::default();
    block_on(perform(github, &under_way, LOGIN, &PageUser::NoPage, operation))
}

pub fn locate(github: &Github) -> Outcome {
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

/// What came of a write that faults strike, with the GitHub it was sent to; `recorded` says whether GitHub
/// recorded it although its reply was struck.
pub fn written<'a>(
    write: Write,
    faults: &[(&'a Fault, Step)],
    recorded: bool,
) -> (WriteOutcome, Github<'a>) {
    let sound = match write {
        Write::Review => Github::sound(),
        Write::Dismissal => Github::answered(),
    };
    let sound = faults.iter().fold(sound, |github, (fault, _)| github.by_clock_of(fault));
    let seen = seen(&sound);
    let strike = |github: Github<'a>, (fault, step): &(&'a Fault, Step)| {
        github.struck(fault, Call::Of(write, *step))
    };
    let github = faults.iter().fold(sound, strike).recording(recorded);
    (send(&github, write, seen), github)
}

/// What came of a write to the request `seen`.
pub fn send(github: &Github, write: Write, seen: Located) -> WriteOutcome {
    let press = press(github);
    match write {
        Write::Review => {
            let review =
                Presses::default().grant(press.at, Some(&press), RequestId(1), review_of(seen));
            let review = review.expect("permitted");
            let under_way = UnderWay::default();
            block_on(perform_review(github, &under_way, LOGIN, &PageUser::NoPage, &review))
        }
        Write::Dismissal => {
            let dismissal = Dismissal { seen, response: ResponseId(7) };
            match perform_as_octocat(github, &Operation::Dismiss(press, Box::new(dismissal))) {
                Outcome::Dismiss(outcome) => *outcome,
                other => panic!("{other:?}"),
            }
        }
    }
}

fn review_of(seen: Located) -> Review {
    let message = "Fine.".to_owned().try_into().expect("a message");
    Review { seen, decision: Decision::Approve, message }
}

/// What is found out of a review that was broken off, where the fault strikes each reading.
pub fn looked_back(
    fault: &Fault,
    recorded: bool,
) -> (Result<Option<WriteOutcome>, CallError>, Github<'_>) {
    let sound = Github::sound().by_clock_of(fault);
    let review = review_of(seen(&sound));
    if recorded {
        sound.respond("approved");
    }
    let github = sound.struck(fault, Call::Of(Write::Review, Step::Reread));
    (block_on(look_back(&Patient::new(&github), LOGIN, &review)), github)
}

pub fn says_nothing_was_recorded(outcome: &WriteOutcome) -> bool {
    matches!(outcome, WriteOutcome::NotSent(_) | WriteOutcome::Rejected(_))
}

pub fn says_it_was_recorded(outcome: &WriteOutcome) -> bool {
    matches!(outcome, WriteOutcome::Sent { .. } | WriteOutcome::FoundRecorded(_))
}

/// How a write ended, and what is said of it.
pub fn ends_of_write(write: Write, outcome: WriteOutcome) -> (Ends, Option<Said>) {
    let (ends, cause) = match &outcome {
        WriteOutcome::Sent { is_shown: true, read_back: Ok(_) } => (Ends::AsUsual, None),
        WriteOutcome::Sent { is_shown: false, read_back: Ok(_) } => (Ends::NotShown, None),
        WriteOutcome::Sent { is_shown: false, read_back: Err(error) } => {
            (Ends::NotReadBack, Some(notice::locate_error(error)))
        }
        // Nothing but the lost reply is unusual.
        WriteOutcome::FoundRecorded(_) => (Ends::AsUsual, None),
        WriteOutcome::NotSent(NotSent::NotReadAgain(error)) => {
            (Ends::NotSent, Some(notice::locate_error(error)))
        }
        WriteOutcome::NotSent(NotSent::NotDelivered(error)) => {
            (Ends::NotSent, Some(notice::transport_error(error)))
        }
        WriteOutcome::NotSent(_) => (Ends::NotSent, None),
        WriteOutcome::Rejected(error) => (Ends::TurnedAway, Some(notice::api_error(error))),
        WriteOutcome::Unknown { error, .. } => (Ends::LookedUp, Some(notice::call_error(error))),
        WriteOutcome::Sent { is_shown: true, read_back: Err(_) } => panic!("{outcome:?}"),
    };
    if ends.is_as_usual() {
        return (ends, None);
    }
    let notice = match write {
        Write::Review => notice::review_outcome(NOW, Decision::Approve, &Ok(outcome)),
        Write::Dismissal => notice::dismiss_outcome(&Ok(outcome)),
    };
    (ends, Some(Said { notice, cause }))
}
