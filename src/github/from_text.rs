//! What reading asks of types that are text as it came, written once for all of them.

/// Lets a type that is `From<&str>` be read from JSON text without another copy of it; and, where a field may be of another
/// shape than documented, from a whole number. The second argument says what is expected.
macro_rules! from_text {
    ($type:ty, $expecting:literal) => {
        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextVisitor;

                impl serde::de::Visitor<'_> for TextVisitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        Ok(text.into())
                    }
                }

                deserializer.deserialize_str(TextVisitor)
            }
        }

        impl super::lenient::Scalar for $type {
            fn from_text(text: &str) -> Option<Self> {
                Some(text.into())
            }
            fn from_integer(number: u64) -> Option<Self> {
                Some(number.to_string().into())
            }
        }
    };
}

pub(super) use from_text;
