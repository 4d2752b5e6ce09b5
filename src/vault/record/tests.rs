//! That a record is read back as it was written, and that nothing else is.

use super::*;

/// As the earlier version wrote it.
fn record() -> Record {
    let token = SealedToken {
        host: Host::GithubCom,
        login: "octocat".to_owned(),
        owner: None,
        iv: [0xa2; IV],
        sealed: vec![0xff; TAG + 4],
    };
    Record {
        version: VERSION_OF_ONE,
        iterations: ITERATIONS,
        salt: [1; SALT],
        check: [3; CHECK],
        tokens: vec![token],
    }
}

fn of_two() -> Record {
    let one = record();
    let bound = SealedToken { owner: "octo-org".parse().ok(), ..one.tokens[0].clone() };
    Record { version: VERSION, tokens: vec![one.tokens[0].clone(), bound], ..one }
}

#[test]
fn several_tokens_are_written_and_read_back() {
    let text = of_two().encode();
    let token = |owner: &str| {
        format!(
            r#"{{"host":"api.github.com","login":"octocat","owner":{owner},"iv":"{}","sealed":"{}"}}"#,
            "a2".repeat(12),
            "ff".repeat(20)
        )
    };
    assert_eq!(
        text,
        format!(
            r#"{{"version":2,"iterations":600000,"salt":"{}","check":"{}","tokens":[{},{}]}}"#,
            "01".repeat(16),
            "03".repeat(16),
            token("null"),
            token("\"octo-org\"")
        )
    );
    assert_eq!(Record::decode(&text), Ok(of_two()));
    for damaged in [
        text.replace("\"owner\":null,", ""),
        text.replace("\"octo-org\"", "\"octo/org\""),
        text.replace("\"octo-org\"", "\" octo-org\""),
        text.replace("\"version\":2", "\"version\":1"),
        text.replace("}]", ",\"more\":1}]"),
        Record { tokens: Vec::new(), ..of_two() }.encode(),
    ] {
        assert_eq!(Record::decode(&damaged), Err(Unreadable::Damaged), "{damaged}");
    }
}

#[test]
fn what_is_sealed_is_bound_to_all_that_is_written_beside_it() {
    for record in [record(), of_two()] {
        let token = &record.tokens[0];
        let bound = record.bound(token);
        let elsewhere = SealedToken { host: Host::GheCom("octo".to_owned()), ..token.clone() };
        let of_another = SealedToken { login: "hubot".to_owned(), ..token.clone() };
        let with_more = Record { iterations: ITERATIONS + 1, ..record.clone() };
        assert_ne!(record.bound(&elsewhere), bound);
        assert_ne!(record.bound(&of_another), bound);
        assert_ne!(with_more.bound(token), bound);
        assert_eq!(record.bound(token), bound);
    }
    let two = of_two();
    assert_ne!(two.bound(&two.tokens[0]), two.bound(&two.tokens[1]), "their owners");
    assert_ne!(two.bound(&two.tokens[0]), record().bound(&two.tokens[0]), "their versions");
}

#[test]
fn one_of_several_is_taken_out_without_the_passphrase() {
    let [unbound, bound] = of_two().bindings().try_into().expect("two");
    let left = of_two().without(&bound).expect("one is left");
    assert_eq!(left.bindings(), std::slice::from_ref(&unbound));
    assert_eq!(left.without(&bound), Some(left.clone()), "it is gone already");
    assert_eq!(left.without(&unbound), None);
    assert_eq!(record().without(&unbound), None);
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
    assert_eq!(Record::decode(&with("version", "3")), Err(Unreadable::Newer));
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
    for record in [record(), of_two()] {
        let text = record.encode();
        for at in 0..text.len() {
            for flip in 0..7 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << flip;
                let changed = String::from_utf8(bytes).expect("still ASCII");
                // Names that differ in case only are equal, and written otherwise.
                let read = Record::decode(&changed).map(|it| it.encode());
                assert_ne!(read, Ok(text.clone()), "{changed}");
            }
        }
    }
}
