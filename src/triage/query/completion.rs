//! What may come at the cursor of a query: keys, and values that occur.

use std::ops::Range;

use super::values::Values;

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the text that `insert` takes the place of.
    pub replace: Range<usize>,
    /// What to put there; the cursor goes behind it.
    pub insert: String,
    /// What the list shows, such as `org:octo`.
    pub shown: String,
    /// What it asks for.
    pub explanation: String,
    /// How many requests have the value; absent for keys and durations.
    pub count: Option<usize>,
}

/// What may come at `cursor` (in bytes of `text`), the best first.
pub fn complete(_text: &str, _cursor: usize, _values: &Values) -> Vec<Completion> {
    Vec::new()
}
