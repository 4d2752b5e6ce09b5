//! Addresses that end in a number, of which a list has two for each request.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Serialize, Serializer};

use super::exemption::parse_number;
use super::from_text::from_text;
use super::name::Name;

/// An address as it came, byte by byte: what stands before its number, which all requests of a repository
/// share, and the number. One without a number is kept whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// All of it where there is no number.
    stem: Name,
    number: Option<NonZeroU32>,
}

impl From<&str> for Address {
    fn from(text: &str) -> Self {
        let end = text.rfind('/').map_or(0, |slash| slash + 1);
        let (stem, last) = text.split_at_checked(end).unwrap_or((text, ""));
        // Written as it is read: a canonical number alone.
        let number = parse_number(last).and_then(|number| u32::try_from(number).ok());
        match number.and_then(NonZeroU32::new) {
            Some(number) => Self { stem: stem.into(), number: Some(number) },
            None => Self { stem: text.into(), number: None },
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stem)?;
        self.number.map_or(Ok(()), |number| number.fmt(f))
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

from_text!(Address, "an address");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_given_back_as_it_came() {
        for text in [
            "https://github.com/octo-org/smile/exemptions/17",
            "https://github.com/octo-org/smile/exemptions/017",
            "https://github.com/octo-org/smile/exemptions/0",
            "https://github.com/octo-org/smile/exemptions/",
            "https://github.com/octo-org/smile/exemptions/4294967295",
            "https://github.com/octo-org/smile/exemptions/4294967296",
            "https://github.com/octo-org/smile/exemptions/99999999999999999999",
            "https://github.com/octo-org/smile/exemptions/17?a=b#c",
            "https://github.com/octo-org/smile/exemptions/+17",
            "https://github.com/octo-org/smile/exemptions/\u{661}",
            "",
            "/",
            "//",
            "17",
            "0",
            "\u{202e}/\u{1f600}/1",
        ] {
            let address = Address::from(text);
            assert_eq!(address.to_string(), text);
            let json = serde_json::to_string(text).expect("text");
            assert_eq!(serde_json::to_string(&address).expect("text"), json);
            assert_eq!(serde_json::from_str::<Address>(&json).expect("an address"), address);
        }
    }

    #[test]
    fn addresses_that_differ_in_any_byte_are_told_apart() {
        let texts = ["a/1", "a/01", "a/2", "b/1", "a/", "a", "1", "A/1", ""];
        for one in texts {
            for other in texts {
                assert_eq!(Address::from(one) == Address::from(other), one == other);
            }
        }
    }
}
