//! That only the right passphrase opens a record, and nothing opens one that was changed.

use futures::executor::block_on;

use super::toy::Toy;
use super::*;
use crate::github::host::Host;
use crate::vault::record::{MAX_ITERATIONS, VERSION_OF_ONE};
use crate::vault::token::Token;

const TOKEN: &str = "ghp_c4n4ry";

fn credential() -> Credential {
    Credential {
        host: Host::GithubCom,
        owner: None,
        token: Token::parse(TOKEN).expect("a token"),
        login: "octocat".to_owned(),
        scopes: Some(vec!["security_events".to_owned()]),
    }
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::tried(text.to_owned()).expect("a passphrase")
}

const RIGHT: &str = "correct horse battery";

fn locked() -> Record {
    block_on(lock(&Toy::default(), &credential().into(), &passphrase(RIGHT))).expect("locked")
}

fn open(record: &Record, typed: &str) -> Result<String, StaysLocked> {
    let opened = block_on(unlock(&Toy::default(), record, &passphrase(typed)));
    opened.map(|credentials| {
        let texts: Vec<&str> = credentials.iter().map(|it| it.token.expose()).collect();
        texts.join(" ")
    })
}

fn with(record: &Record, change: impl FnOnce(&mut SealedToken)) -> Record {
    let mut changed = record.clone();
    change(&mut changed.tokens[0]);
    changed
}

fn two() -> Credentials {
    let mut two = Credentials::from(credential());
    let token = Token::parse("github_pat_c4n4ry").expect("a token");
    two.add(Credential { owner: "octo-org".parse().ok(), token, ..credential() }).expect("added");
    two
}

#[test]
fn several_are_opened_by_one_passphrase_all_or_none() {
    let record = block_on(lock(&Toy::default(), &two(), &passphrase(RIGHT))).expect("locked");
    assert_eq!(open(&record, RIGHT), Ok(format!("{TOKEN} github_pat_c4n4ry")));
    let octo_labs = "octo-labs".parse().ok();
    let mut altered = record.clone();
    altered.tokens[1].owner = octo_labs;
    assert_eq!(open(&altered, RIGHT), Err(StaysLocked::Altered), "it is bound to its owner");
    altered.tokens[1].owner = None;
    assert_eq!(open(&altered, RIGHT), Err(StaysLocked::Altered), "and can't be unbound");
    let mut swapped = record.clone();
    swapped.tokens[1].sealed = record.tokens[0].sealed.clone();
    assert_eq!(open(&swapped, RIGHT), Err(StaysLocked::Altered));
    let mut cased = record.clone();
    cased.tokens[1].owner = "OCTO-ORG".parse().ok();
    assert_eq!(open(&cased, RIGHT), Err(StaysLocked::Altered));
}

#[test]
fn one_is_added_with_the_passphrase_that_there_is() {
    let toy = Toy::default();
    let record = locked();
    let again = |typed: &str| block_on(lock_again(&toy, &record, &two(), &passphrase(typed)));
    assert_eq!(again("another").err(), Some(StaysLocked::WrongPassphrase));
    let added = again(RIGHT).expect("locked");
    assert_eq!(open(&added, RIGHT), Ok(format!("{TOKEN} github_pat_c4n4ry")));
    let vectors = [record.tokens[0].iv, added.tokens[0].iv, added.tokens[1].iv];
    assert!(vectors[0] != vectors[1] && vectors[1] != vectors[2], "drawn twice");
}

#[test]
fn a_record_of_the_earlier_version_opens_and_is_written_anew_in_this_one() {
    let toy = Toy::default();
    let empty = Record { version: VERSION_OF_ONE, tokens: Vec::new(), ..locked() };
    let (key, _) =
        block_on(toy.derive(&passphrase(RIGHT), &empty.salt, ITERATIONS)).expect("a key");
    let one = block_on(seal(&toy, &key, empty, &credential().into())).expect("sealed");
    let read = Record::decode(&one.encode()).expect("reads");
    assert_eq!(read.version, VERSION_OF_ONE);
    assert_eq!(open(&read, RIGHT), Ok(TOKEN.to_owned()));
    assert!(open(&Record { version: VERSION, ..read.clone() }, RIGHT).is_err());
    let anew = block_on(lock_again(&toy, &read, &two(), &passphrase(RIGHT))).expect("locked");
    assert_eq!((anew.version, anew.tokens.len()), (VERSION, 2));
    assert!(open(&anew, RIGHT).is_ok());
}

#[test]
fn the_right_passphrase_opens_and_the_record_does_not_show_the_token() {
    let record = locked();
    assert_eq!(open(&record, RIGHT), Ok(TOKEN.to_owned()));
    assert!(!record.encode().contains("c4n4ry"));
    assert_eq!((record.tokens[0].login.as_str(), record.iterations), ("octocat", ITERATIONS));
}

#[test]
fn another_passphrase_does_not_open() {
    for wrong in ["x", "correct horse batter", "Correct horse battery", "correct horse battery "] {
        assert_eq!(open(&locked(), wrong), Err(StaysLocked::WrongPassphrase), "{wrong}");
    }
}

#[test]
fn each_byte_that_is_changed_is_noticed() {
    let text = locked().encode();
    let mut readable = 0;
    for at in 0..text.len() {
        for flip in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << flip;
            let changed = String::from_utf8(bytes).expect("still ASCII");
            let Ok(record) = Record::decode(&changed) else { continue };
            readable += 1;
            assert!(open(&record, RIGHT).is_err(), "{changed}");
        }
    }
    assert!(readable > 300, "{readable} of the changed texts are records");
}

#[test]
fn host_user_and_vector_cannot_be_exchanged() {
    let record = locked();
    for altered in [
        with(&record, |token| token.host = Host::GheCom("evil".to_owned())),
        with(&record, |token| token.login = "mallory".to_owned()),
        with(&record, |token| token.iv = [9; IV]),
        with(&record, |token| token.sealed.rotate_left(1)),
        with(&record, |token| token.sealed.truncate(20)),
        with(&record, |token| token.sealed.clear()),
    ] {
        assert_eq!(open(&altered, RIGHT), Err(StaysLocked::Altered), "{altered:?}");
    }
    for altered in [
        Record { salt: [9; SALT], ..record.clone() },
        Record { check: [9; CHECK], ..record.clone() },
        Record { iterations: MAX_ITERATIONS, ..record },
    ] {
        assert_eq!(open(&altered, RIGHT), Err(StaysLocked::WrongPassphrase), "{altered:?}");
    }
}

#[test]
fn what_is_inside_must_be_what_is_said_outside() {
    let toy = Toy::default();
    let record = locked();
    let (key, _) =
        block_on(toy.derive(&passphrase(RIGHT), &record.salt, ITERATIONS)).expect("a key");
    let mut another = with(&record, |token| token.login = "hubot".to_owned());
    let plain = serde_json::to_vec(&credential()).expect("encodes");
    let bound = another.bound(&another.tokens[0]);
    let sealed = block_on(toy.seal(&key, &another.tokens[0].iv, &bound, &plain)).expect("sealed");
    another.tokens[0].sealed = sealed;
    assert_eq!(open(&another, RIGHT), Err(StaysLocked::Altered));
}

#[test]
fn nothing_is_drawn_twice() {
    let toy = Toy::default();
    let lock = || block_on(lock(&toy, &credential().into(), &passphrase(RIGHT))).expect("locked");
    let (first, second) = (lock(), lock());
    assert_ne!(first.salt, second.salt);
    assert_ne!(first.tokens[0].iv, second.tokens[0].iv);
    assert_ne!(first.tokens[0].sealed, second.tokens[0].sealed);
}

#[test]
fn without_cryptography_nothing_is_locked_or_opened() {
    let toy = Toy { is_missing: true, ..Toy::default() };
    let locks = block_on(lock(&toy, &credential().into(), &passphrase(RIGHT)));
    assert_eq!(locks.err(), Some(NoCryptography));
    let opens = block_on(unlock(&toy, &locked(), &passphrase(RIGHT)));
    assert_eq!(opens.err(), Some(StaysLocked::NoCryptography));
}
