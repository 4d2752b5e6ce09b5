//! The states of the vault, one after the other, and what may not lead from one to another.

use futures::executor::block_on;

use super::*;
use crate::vault::binding::{Binding, Bound};
use crate::vault::cipher::lock;
use crate::vault::cipher::toy::Toy;
use crate::vault::command::VaultCommand;
use crate::vault::passphrase::{Passphrase, PassphraseProblem};
use crate::vault::token::Token;
use crate::vault::working_out::{Change, add, work_out};

const NOW: Millis = 1_800_000_000_000;
const MINUTE: Millis = 60_000;
const RIGHT: &str = "correct horse battery";

fn credential() -> Credential {
    Credential {
        host: Host::GithubCom,
        owner: None,
        token: Token::parse("ghp_c4n4ry").expect("a token"),
        login: "octocat".to_owned(),
        scopes: None,
    }
}

fn record_with(typed: &str) -> Record {
    let passphrase = Passphrase::new(typed.to_owned()).expect("a passphrase");
    block_on(lock(&Toy::default(), &credential().into(), &passphrase)).expect("a record")
}

fn entry(credential: Credential, record: Option<Record>) -> Entry {
    Entry { credentials: credential.into(), record }
}

fn unlocked() -> Safe {
    let mut safe = Safe::default();
    safe.entered(NOW, safe.turn(), entry(credential(), Some(record_with(RIGHT)))).expect("entered");
    safe
}

fn locked() -> Safe {
    let mut safe = unlocked();
    assert!(safe.lock());
    safe
}

fn worked_out(safe: &Safe, command: VaultCommand) -> Result<Entry, VaultError> {
    let in_hand = safe.credentials().cloned();
    match block_on(work_out(&Toy::default(), safe.kept(), in_hand, command))? {
        Change::Enter(entry) => Ok(*entry),
        Change::Nothing | Change::Lock | Change::AutoLock(_) | Change::Forget => {
            panic!("nothing is entered")
        }
    }
}

fn open(safe: &Safe, typed: &str) -> Result<Entry, VaultError> {
    worked_out(safe, VaultCommand::Unlock { passphrase: typed.to_owned() })
}

/// Opens it as the background does.
fn unlock_at(safe: &mut Safe, now: Millis, typed: &str) -> Result<(), VaultError> {
    let turn = safe.turn();
    let entry = open(safe, typed)?;
    safe.entered(now, turn, entry)
}

fn is_holding(safe: &Safe) -> bool {
    matches!(safe.status(), VaultStatus::Holding(_))
}

#[test]
fn a_token_is_for_the_session_unless_it_is_remembered() {
    let mut safe = Safe::default();
    assert_eq!(safe.status(), VaultStatus::Empty);
    safe.entered(NOW, safe.turn(), entry(credential(), None)).expect("entered");
    assert!(is_holding(&safe));
    assert_eq!((safe.kept(), safe.report().remembered), (&Kept::Nothing, None));
    assert!(!safe.lock(), "nothing would be left of it");
    assert!(!safe.lock_when_idle(NOW + 1_000 * MINUTE));
    assert!(is_holding(&safe));
}

#[test]
fn a_remembered_token_is_locked_after_the_browser_s_end() {
    let text = unlocked().kept().text();
    assert!(!text.clone().unwrap_or_default().contains("c4n4ry"));
    let mut safe = Safe::restored(NOW, None, Kept::read(text.as_deref()), AutoLock::default());
    let status = LockedStatus { users: vec![(Host::GithubCom, "octocat".to_owned())] };
    assert_eq!(safe.status(), VaultStatus::Locked(status));
    assert!(safe.is_locked() && safe.credentials().is_none());
    assert_eq!(unlock_at(&mut safe, NOW, "another one"), Err(VaultError::WrongPassphrase));
    assert!(safe.is_locked(), "a wrong passphrase changes nothing");
    assert_eq!(unlock_at(&mut safe, NOW, ""), Err(PassphraseProblem::Empty.into()));
    assert_eq!(unlock_at(&mut safe, NOW, RIGHT), Ok(()));
    assert!(is_holding(&safe));
    assert_eq!(safe.kept().text(), text, "the record is the same");
}

#[test]
fn only_what_is_remembered_and_not_at_hand_is_locked() {
    assert!(!Safe::default().is_locked());
    assert!(!unlocked().is_locked());
    assert!(locked().is_locked());
}

#[test]
fn what_cannot_be_read_is_told_and_not_written_over() {
    for (text, why) in [("{\"version\":3}", Unreadable::Newer), ("no", Unreadable::Damaged)] {
        let mut safe = Safe::restored(NOW, None, Kept::read(Some(text)), AutoLock::default());
        assert_eq!(safe.status(), VaultStatus::Unreadable(why));
        assert_eq!(unlock_at(&mut safe, NOW, RIGHT), Err(VaultError::Unreadable(why)));
        assert_eq!(safe.kept(), &Kept::Unreadable(why));
        safe.forget();
        assert_eq!(safe.status(), VaultStatus::Empty);
    }
}

#[test]
fn a_record_that_was_altered_is_told_from_a_wrong_passphrase() {
    let mut altered = record_with(RIGHT);
    altered.tokens[0].login = "mallory".to_owned();
    let kept = Kept::read(Some(&altered.encode()));
    let mut safe = Safe::restored(NOW, None, kept, AutoLock::default());
    assert_eq!(unlock_at(&mut safe, NOW, RIGHT), Err(VaultError::Altered));
    assert_eq!(unlock_at(&mut safe, NOW, "another one"), Err(VaultError::WrongPassphrase));
    assert!(safe.is_locked());
}

#[test]
fn it_locks_after_so_long_without_use_and_not_before() {
    for auto_lock in AutoLock::ALL {
        let mut safe = unlocked();
        safe.set_auto_lock(auto_lock);
        assert_eq!((safe.auto_lock(), safe.at_work()), (auto_lock, Some(&Host::GithubCom)));
        let after = auto_lock.millis();
        assert_eq!(safe.locks_at(), Some(NOW + after));
        assert!(!safe.lock_when_idle(NOW + after - 1));
        safe.used(NOW + after - 1);
        assert!(!safe.lock_when_idle(NOW + after));
        assert!(!safe.lock_when_idle(NOW + 2 * after - 2));
        assert!(safe.lock_when_idle(NOW + 2 * after - 1));
        assert!(safe.is_locked());
        assert!(!safe.lock_when_idle(NOW + 9 * after), "once");
        assert_eq!((safe.locks_at(), safe.used_at()), (None, None));
    }
}

#[test]
fn a_program_that_was_stopped_goes_on_counting() {
    let left = |used_at| {
        let kept = Kept::Record(Box::new(record_with(RIGHT)));
        let mut safe =
            Safe::restored(NOW, Some((credential().into(), used_at)), kept, AutoLock::FiveMinutes);
        safe.lock_when_idle(NOW)
    };
    assert!(!left(None));
    assert!(!left(Some(NOW - 5 * MINUTE + 1)));
    assert!(left(Some(NOW - 5 * MINUTE)));
    assert!(left(Some(0)));
}

#[test]
fn a_clock_that_was_put_back_does_not_keep_it_open() {
    let mut safe = unlocked();
    assert!(!safe.lock_when_idle(NOW - 5_000), "clocks are set by seconds all the time");
    assert!(safe.lock_when_idle(NOW - 60 * MINUTE));
}

#[test]
fn a_use_is_told_now_and_then() {
    let mut safe = unlocked();
    assert!(!safe.used(NOW + 9_999));
    assert!(safe.used(NOW + 10_000));
    assert!(!safe.used(NOW + 10_001));
    assert!(safe.used(NOW - MINUTE));
    assert_eq!(safe.used_at(), Some(NOW - MINUTE));
    assert!(!locked().used(NOW));
}

#[test]
fn another_passphrase_takes_the_place_of_the_first() {
    let mut safe = unlocked();
    let turn = safe.turn();
    let change = |safe: &Safe, current: &str, new: &str| {
        let (current, new) = (current.to_owned(), new.to_owned());
        worked_out(safe, VaultCommand::ChangePassphrase { current, new })
    };
    let refused = |result: Result<Entry, VaultError>| result.err();
    assert_eq!(
        refused(change(&safe, "another one", "a new passphrase")),
        Some(VaultError::WrongPassphrase)
    );
    assert_eq!(refused(change(&safe, RIGHT, "short")), Some(PassphraseProblem::TooShort.into()));
    let Ok(entry) = change(&safe, RIGHT, "a new passphrase") else { panic!("changed") };
    safe.entered(NOW, turn, entry).expect("entered");
    safe.lock();
    assert_eq!(unlock_at(&mut safe, NOW, RIGHT), Err(VaultError::WrongPassphrase));
    assert_eq!(unlock_at(&mut safe, NOW, "a new passphrase"), Ok(()));
}

#[test]
fn what_was_worked_out_for_a_token_that_is_gone_is_dropped() {
    for gone in [
        Safe::forget,
        |safe: &mut Safe| assert!(safe.lock()),
        |safe: &mut Safe| {
            safe.entered(NOW, safe.turn(), entry(credential(), None)).expect("entered");
        },
    ] {
        let mut safe = unlocked();
        let turn = safe.turn();
        let Ok(entry) = open(&safe, RIGHT) else { panic!("opened") };
        gone(&mut safe);
        let before = (safe.status(), safe.kept().clone());
        let entered = safe.entered(NOW, turn, entry);
        assert_eq!(entered, Err(VaultError::ChangedMeanwhile));
        assert_eq!((safe.status(), safe.kept().clone()), before);
    }
}

#[test]
fn a_token_in_hand_can_be_remembered_later_and_only_then() {
    let remember = || VaultCommand::Remember { passphrase: RIGHT.to_owned() };
    for safe in [Safe::default(), locked()] {
        assert_eq!(worked_out(&safe, remember()).err(), Some(VaultError::NoToken));
    }
    let mut safe = Safe::default();
    safe.entered(NOW, safe.turn(), entry(credential(), None)).expect("entered");
    let weak = VaultCommand::Remember { passphrase: "elevenchars".to_owned() };
    assert_eq!(worked_out(&safe, weak).err(), Some(PassphraseProblem::TooShort.into()));
    let Ok(entry) = worked_out(&safe, remember()) else { panic!("locked") };
    safe.entered(NOW, safe.turn(), entry).expect("entered");
    assert_eq!(safe.report().remembered, Some(AutoLock::QuarterHour));
    assert!(safe.lock());
    assert_eq!(unlock_at(&mut safe, NOW, RIGHT), Ok(()));
}

#[test]
fn a_disk_that_refuses_leaves_what_it_held() {
    let mut safe = locked();
    let before = safe.kept().clone();
    let hubot = Credential { login: "hubot".to_owned(), ..credential() };
    safe.entered(NOW, safe.turn(), entry(hubot, None)).expect("entered");
    safe.put_back(NOW, before, None);
    assert!(safe.is_locked());
    assert_eq!(unlock_at(&mut safe, NOW, RIGHT), Ok(()));
}

#[test]
fn forgetting_leaves_nothing() {
    for mut safe in [unlocked(), locked()] {
        safe.forget();
        assert_eq!(safe.status(), VaultStatus::Empty);
        assert_eq!((safe.kept().text(), safe.used_at()), (None, None));
        assert_eq!(open(&safe, RIGHT).err(), Some(VaultError::NothingKept));
    }
}

#[test]
fn what_another_page_left_on_the_disk_counts() {
    let mut safe = unlocked();
    safe.found_on_disk(safe.kept().clone());
    assert!(is_holding(&safe));
    safe.found_on_disk(Kept::Record(Box::new(record_with("a new passphrase"))));
    assert!(is_holding(&safe), "of the same token");
    safe.lock();
    assert_eq!(unlock_at(&mut safe, NOW, "a new passphrase"), Ok(()));
    let mut others = record_with(RIGHT);
    others.tokens[0].login = "hubot".to_owned();
    safe.found_on_disk(Kept::Record(Box::new(others)));
    assert!(safe.is_locked(), "the record is of another token");
    safe.found_on_disk(Kept::Nothing);
    assert_eq!(safe.status(), VaultStatus::Empty);
    let mut safe = Safe::default();
    safe.entered(NOW, safe.turn(), entry(credential(), None)).expect("entered");
    safe.found_on_disk(Kept::Nothing);
    assert!(is_holding(&safe), "it was never on the disk");
}

fn bound(token: &str, owner: &str) -> Credential {
    let token = Token::parse(token).expect("a token");
    Credential { owner: owner.parse().ok(), token, ..credential() }
}

/// Enters a token as the background does.
fn enter(safe: &mut Safe, new: Credential, remember: Option<&str>) -> Result<(), VaultError> {
    let (turn, in_hand) = (safe.turn(), safe.credentials().cloned());
    let remember = remember.map(str::to_owned);
    let entry = block_on(add(&Toy::default(), safe.kept(), in_hand, new, remember))?;
    safe.entered(NOW, turn, entry)
}

fn texts(safe: &Safe) -> Vec<&str> {
    let texts = |it| Credentials::iter(it).map(|it| it.token.expose()).collect();
    safe.credentials().map(texts).unwrap_or_default()
}

fn forget(safe: &mut Safe, binding: Binding) {
    let (turn, in_hand) = (safe.turn(), safe.credentials().cloned());
    let command = VaultCommand::Forget(binding);
    match block_on(work_out(&Toy::default(), safe.kept(), in_hand, command)) {
        Ok(Change::Enter(entry)) => safe.entered(NOW, turn, *entry).expect("entered"),
        Ok(Change::Forget) => safe.forget(),
        Ok(Change::Nothing) => {}
        Ok(_) | Err(_) => panic!("not forgotten"),
    }
}

#[test]
fn several_are_held_and_each_is_forgotten_by_itself() {
    let mut safe = Safe::default();
    enter(&mut safe, credential(), None).expect("entered");
    enter(&mut safe, bound("github_pat_a", "octo-org"), None).expect("entered");
    enter(&mut safe, bound("github_pat_b", "octo-labs"), None).expect("entered");
    assert_eq!(texts(&safe), ["ghp_c4n4ry", "github_pat_a", "github_pat_b"]);
    let VaultStatus::Holding(held) = safe.status() else { panic!("empty") };
    assert_eq!((held.tokens.len(), held.login.as_str()), (3, "octocat"));
    forget(&mut safe, bound("x", "OCTO-ORG").binding());
    assert_eq!(texts(&safe), ["ghp_c4n4ry", "github_pat_b"]);
    forget(&mut safe, bound("x", "octo-org").binding());
    assert_eq!(texts(&safe).len(), 2, "it is gone already");
    forget(&mut safe, credential().binding());
    forget(&mut safe, bound("x", "octo-labs").binding());
    assert_eq!(safe.status(), VaultStatus::Empty);
}

#[test]
fn another_user_s_token_is_refused_and_changes_nothing() {
    let mut safe = unlocked();
    let before = (safe.kept().clone(), safe.turn());
    let hubot = Credential { login: "hubot".to_owned(), ..bound("github_pat_a", "octo-org") };
    let login = "octocat".to_owned();
    let refused = VaultError::OtherUser { host: Host::GithubCom, login };
    assert_eq!(enter(&mut safe, hubot, Some(RIGHT)), Err(refused));
    assert_eq!((safe.kept().clone(), safe.turn()), before);
    assert_eq!(texts(&safe), ["ghp_c4n4ry"]);
}

#[test]
fn with_remembered_ones_another_is_remembered_too_by_the_same_passphrase() {
    let mut safe = unlocked();
    let new = || bound("github_pat_a", "octo-org");
    assert_eq!(enter(&mut safe, new(), None), Err(PassphraseProblem::Empty.into()));
    assert_eq!(enter(&mut safe, new(), Some("another one")), Err(VaultError::WrongPassphrase));
    assert_eq!(texts(&safe), ["ghp_c4n4ry"], "nothing is half remembered");
    enter(&mut safe, new(), Some(RIGHT)).expect("entered");
    assert!(safe.lock());
    assert!(texts(&safe).is_empty(), "all are locked");
    assert_eq!(enter(&mut safe, new(), Some(RIGHT)), Err(VaultError::ChangedMeanwhile));
    unlock_at(&mut safe, NOW, RIGHT).expect("opened");
    assert_eq!(texts(&safe), ["ghp_c4n4ry", "github_pat_a"]);
    forget(&mut safe, credential().binding());
    safe.lock();
    unlock_at(&mut safe, NOW, RIGHT).expect("opened");
    assert_eq!(texts(&safe), ["github_pat_a"], "what is forgotten isn't on the disk either");
    forget(&mut safe, new().binding());
    assert_eq!((safe.status(), safe.kept()), (VaultStatus::Empty, &Kept::Nothing));
}

#[test]
fn the_panel_is_told_of_its_page_s_host_and_the_inbox_of_the_chosen_one() {
    let tenant = Host::GheCom("octo".to_owned());
    let mut safe = Safe::default();
    enter(&mut safe, credential(), None).expect("entered");
    let there = Credential { host: tenant.clone(), login: "octo_cat".to_owned(), ..credential() };
    enter(&mut safe, there, None).expect("entered");
    let who = |status| match status {
        VaultStatus::Holding(held) => (held.host, held.login),
        _ => panic!("empty"),
    };
    let here = (Host::GithubCom, "octocat".to_owned());
    assert_eq!(who(safe.status()), (tenant.clone(), "octo_cat".to_owned()));
    assert_eq!(who(safe.status_at(&Host::GithubCom)), here);
    assert_eq!(who(safe.status_at(&Host::GheCom("other".to_owned()))).0, tenant);
    let Ok(chosen) = worked_out(&safe, VaultCommand::WorkAt(Host::GithubCom)) else {
        panic!("worked out")
    };
    safe.entered(NOW, safe.turn(), chosen).expect("entered");
    assert_eq!(who(safe.status()), here);
}

#[test]
fn what_another_page_forgot_goes_and_what_it_added_takes_the_passphrase() {
    let mut here = unlocked();
    enter(&mut here, bound("github_pat_a", "octo-org"), Some(RIGHT)).expect("entered");
    let mut there = unlocked();
    there.found_on_disk(here.kept().clone());
    assert!(there.is_locked(), "the other's token isn't known here");
    unlock_at(&mut there, NOW, RIGHT).expect("opened");
    forget(&mut here, credential().binding());
    there.found_on_disk(here.kept().clone());
    assert_eq!(texts(&there), ["github_pat_a"]);
}
