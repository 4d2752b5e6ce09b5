//! What takes outside input, one function each, which panics when a promise about it is broken.
//!
//! The engine in `fuzz/` makes inputs for them, and `tests/fuzz.rs` replays those that were kept.
//!
//! # Layout
//! - [`replies`] what GitHub's API says
//! - [`typed`] what a person types, pastes or follows
//! - [`kept`] what is read back from a store
//! - [`messages`] what the extension's parts say to each other

mod kept;
mod messages;
mod replies;
mod typed;

use gatehouse::github::time::Timestamp;

/// The present of every target.
const NOW: Timestamp = Timestamp::from_unix(1_720_000_000);

/// One kind of input.
pub struct Target {
    /// Its name, which is that of its folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Takes any bytes.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "reply", run: replies::reply },
    Target { name: "link", run: |data| text(data, replies::link) },
    Target { name: "query", run: |data| text(data, typed::query) },
    Target { name: "page_url", run: |data| text(data, typed::page_url) },
    Target { name: "host", run: |data| text(data, typed::host) },
    Target { name: "scope", run: |data| text(data, typed::scope) },
    Target { name: "route", run: |data| text(data, typed::route) },
    Target { name: "token", run: |data| text(data, typed::token) },
    Target { name: "keys", run: |data| text(data, typed::keys) },
    Target { name: "template", run: |data| text(data, typed::template) },
    Target { name: "message", run: |data| text(data, messages::message) },
    Target { name: "answer", run: |data| text(data, messages::answer) },
    Target { name: "queue", run: |data| text(data, kept::queue) },
    Target { name: "preferences", run: |data| text(data, kept::preferences) },
    Target { name: "templates", run: |data| text(data, kept::templates) },
    Target { name: "views", run: |data| text(data, kept::views) },
    Target { name: "vault", run: |data| text(data, kept::vault) },
    Target { name: "selection", run: |data| text(data, kept::selection) },
    Target { name: "history", run: |data| text(data, kept::history) },
];

/// For what is text always: other bytes can't reach it.
fn text(data: &[u8], run: fn(&str)) {
    if let Ok(text) = std::str::from_utf8(data) {
        run(text);
    }
}

/// Checks that what is written is read back as the same.
fn survives<T>(value: &T)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let written = serde_json::to_string(value).expect("is written");
    let read: T =
        serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(read, *value, "{written}");
}

/// Checks that a text for people has nothing that acts unseen, but line breaks and tabs. The numbers are written
/// down here once more, block by block, so that they don't fail with those of the program.
fn is_seen(text: &str) {
    let mut before = ' ';
    for c in text.chars() {
        let is_unseen = match u32::from(c) {
            0x9 | 0xa => false,
            0x0..=0x1f | 0x7f..=0x9f | 0xad => true,
            0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f => true,
            0x200b | 0x200e..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x2800 => true,
            0x3164 | 0xfeff | 0xffa0 | 0xfff0..=0xfffb => true,
            0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff => true,
            // They choose the look of a symbol: at most one of each.
            0xfe0e | 0xfe0f => match u32::from(before) {
                0xfe00..=0xfe0f => true,
                0x2100..=0x2bff | 0x1f000..=0x1faff => false,
                _ => before.is_alphabetic(),
            },
            0xfe00..=0xfe0f => true,
            _ => false,
        };
        assert!(!is_unseen, "{c:?} in {text:?}");
        before = c;
    }
}
