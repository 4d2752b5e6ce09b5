//! Which word was probably meant by one that doesn't exist.

/// The longest word that is compared: a longer one is no slip of the finger.
const LONGEST: usize = 16;

/// The value whose word is closest to `typed`: begun by it, beginning it, or a slip or two away.
/// `None` when none is close. The first of several equals.
pub(super) fn closest<T>(typed: &str, words: impl Iterator<Item = (&'static str, T)>) -> Option<T> {
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    if length > LONGEST {
        return None;
    }
    let distance = |word: &str| {
        let is_part = length > 1 && (word.starts_with(&typed) || typed.starts_with(word));
        if is_part { 0 } else { strsim::osa_distance(&typed, word) }
    };
    words
        .map(|(word, value)| (distance(word), value))
        .filter(|(distance, _)| *distance <= length / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, value)| value)
}
