//! What a person can set, as it is kept.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::triage::order::Sort;

use super::columns::Columns;

/// The key under which the store keeps the preferences.
pub const KEY: &str = "preferences";

/// The longest a review may wait before it is sent, in seconds.
pub const MAX_UNDO_DELAY_IN: u8 = 30;

/// What a person can set. A field that is missing or that this version can't read is its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// How long a review waits before it is sent, in seconds, 0 to [`MAX_UNDO_DELAY_IN`].
    #[serde(deserialize_with = "undo_delay")]
    pub undo_delay_in: u8,
    /// Whether keys without Ctrl, Alt or Cmd run commands.
    #[serde(deserialize_with = "yes_unless_unset")]
    pub single_key_shortcuts: bool,
    /// The keys of commands that don't have their own any more, by the command's name; empty where
    /// the command has none.
    #[serde(deserialize_with = "lenient")]
    pub keys: BTreeMap<String, String>,
    /// What the inbox shows of each request.
    #[serde(deserialize_with = "lenient")]
    pub columns: Columns,
    /// In which order the inbox shows them.
    #[serde(deserialize_with = "lenient")]
    pub sort: Sort,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            undo_delay_in: 5,
            single_key_shortcuts: true,
            keys: BTreeMap::new(),
            columns: Columns::default(),
            sort: Sort::default(),
        }
    }
}

/// A value of another form is the type's default.
fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

fn undo_delay<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let seconds = Value::deserialize(deserializer)?.as_u64();
    let in_range = seconds.map(|it| u8::try_from(it).unwrap_or(u8::MAX).min(MAX_UNDO_DELAY_IN));
    Ok(in_range.unwrap_or(Preferences::default().undo_delay_in))
}

fn yes_unless_unset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_bool().unwrap_or(true))
}

impl Preferences {
    /// From what the store keeps; what can't be read at all are the defaults. Of a name that stands
    /// there twice the last counts, as it does for a change.
    pub fn read(text: Option<&str>) -> Self {
        serde_json::from_value(Value::Object(stored(text))).unwrap_or_default()
    }

    /// What to keep after a change from `before` to these: only what was changed here replaces what
    /// is stored, for another page may have changed something else, and a newer version may keep
    /// more.
    pub fn merged_into(&self, text: Option<&str>, before: &Self) -> String {
        let mut kept = stored(text);
        let (old, new) = (fields(before), fields(self));
        for (name, value) in new {
            if old.get(&name) != Some(&value) {
                kept.insert(name, value);
            }
        }
        Value::Object(kept).to_string()
    }
}

fn stored(text: Option<&str>) -> Map<String, Value> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn fields(preferences: &Preferences) -> Map<String, Value> {
    match serde_json::to_value(preferences) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let changed = Preferences {
            undo_delay_in: 0,
            single_key_shortcuts: false,
            keys: BTreeMap::from([("approve".to_owned(), "g a".to_owned())]),
            sort: Sort { descending: true, ..Sort::default() },
            ..Preferences::default()
        };
        let kept = changed.merged_into(None, &Preferences::default());
        assert_eq!(Preferences::read(Some(&kept)), changed);
    }

    #[test]
    fn a_field_that_cannot_be_read_is_its_default_and_spoils_no_other() {
        for (text, undo_delay_in) in [
            (r#"{"single_key_shortcuts":"yes","keys":7,"undo_delay_in":9}"#, 9),
            (r#"{"undo_delay_in":"long","unheard_of":[1]}"#, 5),
            (r#"{"undo_delay_in":null,"keys":null,"columns":["unheard_of"],"sort":{"key":1}}"#, 5),
            (r#"{"undo_delay_in":-1}"#, 5),
            (r#"{"undo_delay_in":7,"undo_delay_in":8}"#, 8),
            (r#"{"undo_delay_in":3000}"#, 30),
        ] {
            let expected = Preferences { undo_delay_in, ..Preferences::default() };
            assert_eq!(Preferences::read(Some(text)), expected, "{text}");
        }
        for text in ["", "no", "[]", "7"] {
            assert_eq!(Preferences::read(Some(text)), Preferences::default(), "{text}");
        }
        assert_eq!(Preferences::read(None), Preferences::default());
    }

    #[test]
    fn a_change_replaces_only_what_was_changed_here() {
        let before = Preferences::default();
        let after = Preferences { undo_delay_in: 10, ..before.clone() };
        let stored = r#"{"single_key_shortcuts":false,"undo_delay_in":5,"of_a_newer_version":1}"#;
        let kept: Value = serde_json::from_str(&after.merged_into(Some(stored), &before)).unwrap();
        assert_eq!(kept["single_key_shortcuts"], false);
        assert_eq!(kept["undo_delay_in"], 10);
        assert_eq!(kept["of_a_newer_version"], 1);
    }
}
