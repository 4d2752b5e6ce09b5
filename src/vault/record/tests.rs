//! That a record is read back as it was written, and that nothing else is.

use super::*;

fn record() -> Record {
    Record {
        host: Host::GithubCom,
        login: "octocat".to_owned(),
        iterations: ITERATIONS,
        salt: [1; SALT],
        iv: [0xa2; IV],
        check: [3; CHECK],
        sealed: vec![0xff; TAG + 4],
    }
}

fn with(name: &str, value: &str) -> String {
    let mut fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&record().encode()).expect("an object");
    // A value keeps its place, and so the order.
    fields.insert(name.to_owned(), serde_json::from_str(value).expect("a value"));
    let written = ["version", "host", "login", "iterations", "salt", "iv", "check", "sealed"];
    let mut names: Vec<&str> = written.to_vec();
    names.extend(fields.keys().map(String::as_str).filter(|name| !written.contains(name)));
    let fields: Vec<String> =
        names.iter().map(|name| format!("\"{name}\":{}", fields[*name])).collect();
    format!("{{{}}}", fields.join(","))
}

#[test]
fn what_is_written_is_read_back() {
    let text = record().encode();
    assert_eq!(
        text,
        format!(
            r#"{{"version":1,"host":"api.github.com","login":"octocat","iterations":600000,"salt":"{}","iv":"{}","check":"{}","sealed":"{}"}}"#,
            "01".repeat(16),
            "a2".repeat(12),
            "03".repeat(16),
            "ff".repeat(20)
        )
    );
    assert_eq!(Record::decode(&text), Ok(record()));
    assert_eq!(Record::decode(&with("login", "\"octocat\"")), Ok(record()));
}

#[test]
fn another_version_is_told_apart_from_damage() {
    assert_eq!(Record::decode(&with("version", "2")), Err(Unreadable::Newer));
    // What a newer version's fields are isn't known.
    assert_eq!(Record::decode(r#"{"version":7,"kdf":"argon2id"}"#), Err(Unreadable::Newer));
    for version in ["0", "-1", "1.5", "\"1\"", "null"] {
        assert_eq!(
            Record::decode(&with("version", version)),
            Err(Unreadable::Damaged),
            "{version}"
        );
    }
}

#[test]
fn a_forged_work_factor_neither_weakens_nor_hangs() {
    for low in ["0", "1", "599999"] {
        assert_eq!(Record::decode(&with("iterations", low)), Err(Unreadable::Damaged), "{low}");
    }
    for high in ["6000001", "4294967295", "4294967296", "1e7"] {
        assert_eq!(Record::decode(&with("iterations", high)), Err(Unreadable::Damaged), "{high}");
    }
    let most = Record { iterations: MAX_ITERATIONS, ..record() };
    assert_eq!(Record::decode(&with("iterations", "6000000")), Ok(most));
}

#[test]
fn what_is_not_written_is_not_read() {
    for (name, value) in [
        ("salt", r#""""#),
        ("salt", r#""01""#),
        ("iv", r#""0101010101010101010101010""#),
        ("check", r#""zz030303030303030303030303030303""#),
        ("iv", r#""A2A2A2A2A2A2A2A2A2A2A2A2""#),
        ("sealed", r#""ffffffffffffffffffffffffffffffff""#),
        ("login", r#""""#),
        ("host", r#""localhost""#),
        ("host", r#""https://api.github.com""#),
        ("host", r#""API.github.com""#),
        ("more", "1"),
    ] {
        assert_eq!(Record::decode(&with(name, value)), Err(Unreadable::Damaged), "{name}: {value}");
    }
    let text = record().encode();
    for odd in [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        format!(" {text}"),
        format!("{text}\n"),
        text.replacen("{", r#"{"version":1,"#, 1),
        text.replace(r#""login":"octocat""#, r#""login":"\u006fctocat""#),
        with("sealed", &format!("\"{}\"", "ff".repeat(MAX_TEXT))),
    ] {
        let shown: String = odd.chars().take(80).collect();
        assert_eq!(Record::decode(&odd), Err(Unreadable::Damaged), "{shown}");
    }
}

#[test]
fn no_byte_can_be_changed_without_another_record_or_none() {
    let text = record().encode();
    for at in 0..text.len() {
        for flip in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << flip;
            let changed = String::from_utf8(bytes).expect("still ASCII");
            assert_ne!(Record::decode(&changed), Ok(record()), "{changed}");
        }
    }
}
