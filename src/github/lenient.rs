//! Reads fields of the API that may be of another shape than documented.
//!
//! No schema has a `required` list, ids come as numbers or text, and one odd field must not hide a
//! whole page of requests. So a value of another type becomes what can be understood of it, and
//! is absent where nothing can.
//!
//! What can't be read is told from what stands around it by reading it by itself, which goes through
//! the same text up to four times. [`from_str`] reads them once, and only where that fails, since
//! something in them is odd, in that way.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

thread_local! {
    /// Whether [`object`] and [`list`] fail where something in them can't be read.
    static AT_ONCE: Cell<bool> = const { Cell::new(false) };
}

/// Reads JSON, in one go where nothing in it is odd. What comes of it is the same either way.
///
/// # Errors
/// Where the JSON is broken or isn't a `T`.
pub fn from_str<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
    AT_ONCE.set(true);
    let read = serde_json::from_str(json);
    AT_ONCE.set(false);
    read.or_else(|_| serde_json::from_str(json))
}

/// What a scalar of the API can be read as.
pub trait Scalar: Sized {
    /// From text.
    fn from_text(text: &str) -> Option<Self>;
    /// From a whole number that is not negative.
    fn from_integer(number: u64) -> Option<Self>;
}

impl Scalar for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn from_integer(number: u64) -> Option<Self> {
        Some(number.to_string())
    }
}

impl Scalar for u64 {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    fn from_integer(number: u64) -> Option<Self> {
        Some(number)
    }
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::from_text(text))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(T::from_integer(number))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// The shapes that a value of another kind than expected may have, all of them absent.
macro_rules! absent_scalars {
    () => {
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    };
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    absent_scalars!();
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = seq.next_element()? {
            entries.push(entry);
        }
        // Most have one entry, and are held a hundred thousand times.
        entries.shrink_to_fit();
        Ok(Some(entries))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    absent_scalars!();
}

/// A number or text; anything else is absent.
///
/// # Errors
/// Only where the JSON itself is broken.
pub fn scalar<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Scalar,
{
    deserializer.deserialize_any(ScalarVisitor(PhantomData))
}

fn read_alone<T: DeserializeOwned>(raw: &RawValue) -> serde_json::Result<T> {
    serde_json::from_str(raw.get())
}

/// An object; one that can't be read as `T`, and anything else, is absent.
///
/// # Errors
/// Only where the JSON itself is broken.
pub fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    if AT_ONCE.get() {
        return deserializer.deserialize_any(ObjectVisitor(PhantomData));
    }
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    // A list in an object's place would be read by position.
    let is_object = raw.get().starts_with('{');
    Ok(is_object.then(|| read_alone(&raw).ok()).flatten())
}

/// A list; an entry that can't be read as `T` is one of which nothing is known, so that it hides
/// no other and isn't lost itself. What is no list is absent.
///
/// # Errors
/// Only where the JSON itself is broken.
pub fn list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    if AT_ONCE.get() {
        return deserializer.deserialize_any(ListVisitor(PhantomData));
    }
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let entries: Option<Vec<Box<RawValue>>> = read_alone(&raw).ok();
    Ok(entries
        .map(|entries| entries.iter().map(|entry| read_alone(entry).unwrap_or_default()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Row {
        #[serde(default, deserialize_with = "scalar")]
        id: Option<u64>,
        #[serde(default, deserialize_with = "list")]
        tags: Option<Vec<String>>,
    }

    fn row(json: &str) -> (Option<u64>, Option<Vec<String>>) {
        let row: Row = serde_json::from_str(json).expect("valid JSON");
        (row.id, row.tags)
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Nest {
        #[serde(default, deserialize_with = "scalar")]
        id: Option<u64>,
        #[serde(default, deserialize_with = "object")]
        inner: Option<Box<Nest>>,
        #[serde(default, deserialize_with = "list")]
        list: Option<Vec<Nest>>,
    }

    #[test]
    fn what_is_read_in_one_go_is_what_is_read_piece_by_piece() {
        let odd = [
            "7",
            "\"7\"",
            "null",
            "-1",
            "1e999",
            "[]",
            "[1]",
            "{}",
            r#"{"id":1}"#,
            r#"{"id":1,"id":2}"#,
            r#""\ud800""#,
            r#"[{"id":3},null,4,[5,null,null],{"id":6,"id":7}]"#,
            r#"{"inner":{"list":[{"inner":[]},"x"]}}"#,
        ];
        for one in odd {
            for other in odd {
                for json in [
                    format!(r#"{{"id":{one},"inner":{other}}}"#),
                    format!(r#"{{"list":{one},"inner":{other}}}"#),
                    format!(r#"{{"inner":{{"inner":{one},"list":[{other},{{"id":8}}]}}}}"#),
                    format!(r#"{{"unknown":{one},"list":[{{"list":{other}}}],"id":9}}"#),
                    format!(r#"{{"inner":{one},"list":{other}"#),
                ] {
                    let pieces = serde_json::from_str::<Nest>(&json).map_err(drop);
                    assert_eq!(from_str(&json).map_err(drop), pieces, "{json}");
                }
            }
        }
    }

    #[test]
    fn a_number_as_text_is_still_the_number() {
        assert_eq!(row(r#"{"id":"7"}"#).0, Some(7));
    }

    #[test]
    fn an_id_beyond_two_to_the_53_keeps_every_digit() {
        assert_eq!(row(r#"{"id":9007199254740993}"#).0, Some(9_007_199_254_740_993));
    }

    #[test]
    fn a_value_of_another_shape_is_absent_and_harms_nothing_else() {
        for odd in ["null", "true", "-1", "1.5", "[1]", r#"{"a":1}"#, r#""x""#] {
            let json = format!(r#"{{"id":{odd},"tags":["a"]}}"#);
            assert_eq!(row(&json), (None, Some(vec!["a".to_owned()])), "{odd}");
        }
        assert_eq!(row(r#"{"id":7,"tags":{"not":"a list"}}"#), (Some(7), None));
    }
}
