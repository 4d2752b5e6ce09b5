//! The `open_enum!` macro: words of the API, with room for words nobody knows yet.

/// Declares an enum of the API's words with an `Other(Name)` for words it doesn't have.
///
/// Gives `word`, `id`, `From<&str>`, `Display`, `KNOWN` (every documented word, for the contract test),
/// serde both ways and lenient reading. An unknown word is kept as it came, so that it can be shown.
///
/// `from N` is the number of the first word; no two enums have the same numbers, and none comes near
/// those of [`crate::name::Name`].
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident from $first:literal { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "crate::name::Name", into = "crate::name::Name")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word this version doesn't know, as it came.
            Other(crate::name::Name),
        }

        impl $name {
            /// Every word the API documents, in its order.
            pub const KNOWN: &[&str] = &[$($word),+];

            /// The API's own word.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            /// The word's number, see [`crate::name::Name::id`].
            pub fn id(&self) -> u32 {
                enum Place {
                    $($variant),+
                }
                match self {
                    $(Self::$variant => $first + Place::$variant as u32,)+
                    Self::Other(word) => word.id(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.into()),
                }
            }
        }

        impl From<crate::name::Name> for $name {
            fn from(word: crate::name::Name) -> Self {
                Self::from(word.as_str())
            }
        }

        impl From<$name> for crate::name::Name {
            fn from(value: $name) -> Self {
                value.word().into()
            }
        }

        impl crate::lenient::Scalar for $name {
            fn from_text(text: &str) -> Option<Self> {
                Some(text.into())
            }
            fn from_integer(number: u64) -> Option<Self> {
                Some(Self::Other(number.to_string().into()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

/// Declares an enum of words that *we* send: closed, since only documented words may be sent.
macro_rules! closed_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word the API documents, in its order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The API's own word.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

pub(crate) use closed_enum;
pub(crate) use open_enum;
