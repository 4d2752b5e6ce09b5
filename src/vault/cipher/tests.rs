//! That only the right passphrase opens a record, and nothing opens one that was changed.

use futures::executor::block_on;

use super::toy::Toy;
use super::*;
use crate::vault::record::MAX_ITERATIONS;
use crate::vault::token::Token;

const TOKEN: &str = "ghp_c4n4ry";

fn credential() -> Credential {
    Credential {
        host: Host::GithubCom,
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
    block_on(lock(&Toy::default(), &credential(), &passphrase(RIGHT))).expect("locked")
}

fn open(record: &Record, typed: &str) -> Result<String, StaysLocked> {
    let opened = block_on(unlock(&Toy::default(), record, &passphrase(typed)));
    opened.map(|credential| credential.token.expose().to_owned())
}

#[test]
fn the_right_passphrase_opens_and_the_record_does_not_show_the_token() {
    let record = locked();
    assert_eq!(open(&record, RIGHT), Ok(TOKEN.to_owned()));
    assert!(!record.encode().contains("c4n4ry"));
    assert_eq!((record.login.as_str(), record.iterations), ("octocat", ITERATIONS));
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
    let other_host = Host::GheCom("evil".to_owned());
    let mut sealed = record.sealed.clone();
    sealed.rotate_left(1);
    for altered in [
        Record { host: other_host, ..record.clone() },
        Record { login: "mallory".to_owned(), ..record.clone() },
        Record { iv: [9; IV], ..record.clone() },
        Record { sealed, ..record.clone() },
        Record { sealed: record.sealed[1..].to_vec(), ..record.clone() },
        Record { sealed: Vec::new(), ..record.clone() },
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
    let bound = Record::bound(&Host::GithubCom, "hubot", ITERATIONS);
    let plain = serde_json::to_vec(&credential()).expect("encodes");
    let sealed = block_on(toy.seal(&key, &record.iv, &bound, &plain)).expect("sealed");
    let another = Record { login: "hubot".to_owned(), sealed, ..record };
    assert_eq!(open(&another, RIGHT), Err(StaysLocked::Altered));
}

#[test]
fn nothing_is_drawn_twice() {
    let toy = Toy::default();
    let lock = || block_on(lock(&toy, &credential(), &passphrase(RIGHT))).expect("locked");
    let (first, second) = (lock(), lock());
    assert_ne!(first.salt, second.salt);
    assert_ne!(first.iv, second.iv);
    assert_ne!(first.sealed, second.sealed);
}

#[test]
fn without_cryptography_nothing_is_locked_or_opened() {
    let toy = Toy { is_missing: true, ..Toy::default() };
    let locks = block_on(lock(&toy, &credential(), &passphrase(RIGHT)));
    assert_eq!(locks.err(), Some(NoCryptography));
    let opens = block_on(unlock(&toy, &locked(), &passphrase(RIGHT)));
    assert_eq!(opens.err(), Some(StaysLocked::NoCryptography));
}
