//! Places in a text: the browser counts UTF-16 units, the query language bytes.

/// The byte at which so many UTF-16 units end; inside a character, where it begins.
pub fn byte_at(text: &str, units: u32) -> usize {
    let mut left = units;
    for (at, letter) in text.char_indices() {
        let length = u32::from(letter.len_utf16() == 2) + 1;
        if left < length {
            return at;
        }
        left -= length;
    }
    text.len()
}

/// How many UTF-16 units stand before a byte; all of them where no character begins.
pub fn units_before(text: &str, byte: usize) -> u32 {
    let before = text.get(..byte).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_in_either_count() {
        let text = "aß🦀b";
        for (units, byte) in [(0, 0), (1, 1), (2, 3), (4, 7), (5, 8)] {
            assert_eq!(byte_at(text, units), byte);
            assert_eq!(units_before(text, byte), units);
        }
        assert_eq!((byte_at(text, 3), byte_at(text, 99)), (3, 8));
        assert_eq!(units_before(text, 99), 5);
    }
}
