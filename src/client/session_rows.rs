//! Rows of the inbox on their way from a page to where the session keeps them.

use serde::{Deserialize, Serialize};

/// Rows that a page would like kept for the session's next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRows {
    /// What told the tokens at hand from those before and behind them when the reading of the rows began.
    pub turn: String,
    /// Whose they are: see [`crate::vault::status::HeldStatus::writer`].
    pub writer: String,
    /// The rows.
    pub text: String,
}
