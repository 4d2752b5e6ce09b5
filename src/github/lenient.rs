//! Reads fields of the API that may be of another shape than documented.
//!
//! No schema has a `required` list, ids come as numbers or text, and one odd field must not hide a
//! whole page of requests. So a value of another type becomes what can be understood of it, and
//! is absent where nothing can.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

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

/// An object; one that can't be read as `T`, and anything else, is absent.
///
/// # Errors
/// Only where the JSON itself is broken.
pub fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    // A list in an object's place would be read by position.
    let is_object = raw.get().starts_with('{');
    Ok(is_object.then(|| serde_json::from_str(raw.get()).ok()).flatten())
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
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let entries: Option<Vec<Box<RawValue>>> = serde_json::from_str(raw.get()).ok();
    let read = |entry: &RawValue| serde_json::from_str(entry.get()).unwrap_or_default();
    Ok(entries.map(|entries| entries.iter().map(|entry| read(entry)).collect()))
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
