//! From text to a query, with every error at its place.

use std::ops::Range;

use super::term::{Key, Query, Standing};

/// What can't be understood, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// Bytes of the text; never empty, and at the bounds of characters.
    pub span: Range<usize>,
    /// What is wrong with them.
    pub problem: Problem,
}

/// Why a part of a query can't be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A quotation mark without its counterpart.
    UnclosedQuote,
    /// Something stands directly behind the closing quotation mark.
    NoSpaceAfterQuote,
    /// A minus with nothing behind it.
    NothingNegated,
    /// A key with nothing behind its colon.
    NeedsValue(Key),
    /// `""`
    EmptyText,
    /// A word before a colon that is no key.
    UnknownKey {
        /// As it was typed.
        word: String,
        /// The key that was probably meant.
        closest: Option<Key>,
    },
    /// A word behind `is:` that is no standing.
    UnknownStanding {
        /// As it was typed.
        word: String,
        /// The one that was probably meant.
        closest: Option<Standing>,
    },
    /// What is neither a duration nor a day behind `expires:` or `created:`.
    NotASpan(Key),
}

impl Problem {
    /// What is wrong and what to do, as one sentence or two.
    pub fn in_words(&self) -> String {
        format!("{self:?}")
    }
}

/// Reads a query.
///
/// # Errors
/// Everything that can't be understood, in the order of the text.
pub fn parse(_text: &str) -> Result<Query, Vec<QueryError>> {
    Ok(Query::default())
}
