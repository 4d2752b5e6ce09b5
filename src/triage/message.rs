//! What a review message must be.

use serde::{Deserialize, Serialize};

use crate::github::review_request::MAX_MESSAGE_LENGTH;

/// A message that may be sent with a review: not blank, not too long. Kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReviewMessage(String);

/// Why a text is no review message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageProblem {
    /// Nothing, or nothing but white space.
    Blank,
    /// Longer than GitHub takes.
    TooLong {
        /// By how many code points.
        by: usize,
    },
}

impl std::fmt::Display for MessageProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Blank => f.write_str("blank message"),
            Self::TooLong { by } => write!(f, "message too long by {by}"),
        }
    }
}

/// How long a text is as GitHub is taken to count: in Unicode code points.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

impl TryFrom<String> for ReviewMessage {
    type Error = MessageProblem;

    fn try_from(text: String) -> Result<Self, MessageProblem> {
        if text.trim().is_empty() {
            return Err(MessageProblem::Blank);
        }
        match length(&text).checked_sub(MAX_MESSAGE_LENGTH) {
            Some(by @ 1..) => Err(MessageProblem::TooLong { by }),
            _ => Ok(Self(text)),
        }
    }
}

impl From<ReviewMessage> for String {
    fn from(message: ReviewMessage) -> Self {
        message.0
    }
}

impl ReviewMessage {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<MessageProblem> {
        ReviewMessage::try_from(text.to_owned()).err()
    }

    #[test]
    fn white_space_is_no_message() {
        for text in ["", " ", "\n\t ", "\u{a0}\u{2003}"] {
            assert_eq!(problem(text), Some(MessageProblem::Blank), "{text:?}");
        }
    }

    #[test]
    fn the_limit_counts_code_points() {
        assert_eq!(problem(&"😀".repeat(2048)), None);
        assert_eq!(problem(&"😀".repeat(2050)), Some(MessageProblem::TooLong { by: 2 }));
    }
}
