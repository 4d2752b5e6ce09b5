//! One review in the queue: whose it is, what is to be sent, and how far it has come.

use serde::{Deserialize, Serialize};

use super::Millis;
use crate::client::operation::Review;
use crate::client::permit::Permit;
use crate::client::write::{NotSent, WriteOutcome};
use crate::github::host::Host;
use crate::github::ids::RequestId;
use crate::triage::guard::PageUser;

/// Names an item of the queue; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemId(pub u64);

/// Whose reviews they are: they are sent as this user or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The GitHub.
    pub host: Host,
    /// The user.
    pub login: String,
}

/// A review in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name.
    pub id: ItemId,
    /// The batch it was ordered in: the name of the batch's first item.
    pub batch: ItemId,
    /// The decision, as the person pressed for it.
    pub review: Permit<Review>,
    /// What the person wrote, where it isn't the message itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// Whether it was written for many.
    #[serde(default)]
    pub in_bulk: bool,
    /// Who was signed in on the page it was decided on.
    pub page_user: PageUser,
    /// Whose it is.
    pub account: Account,
    /// Until when it can be taken back.
    pub not_before: Millis,
    /// When its state changed last.
    pub changed_at: Millis,
    /// The queue's version that changed it last.
    pub version: u64,
    /// How far it has come.
    pub state: State,
}

impl Item {
    /// The request it is for.
    pub fn request(&self) -> Option<RequestId> {
        self.review.seen.request.id
    }

    /// Whether it is for this request of this GitHub: two of them may have requests of the same id.
    pub fn is_of(&self, host: &Host, request: RequestId) -> bool {
        self.account.host == *host && self.request() == Some(request)
    }

    /// What the person wrote: the template that the message was made from.
    pub fn written(&self) -> &str {
        self.written.as_deref().unwrap_or(self.review.message.as_str())
    }

    /// Whether a draft for its request is done with: GitHub recorded the review, which was made from just
    /// that draft. What was typed since is another one, and so is what was typed for another try.
    pub fn settles(&self, draft: &str) -> bool {
        self.state.is_recorded() && draft == self.written()
    }
}

/// How far a review has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It wasn't sent yet.
    Waiting,
    /// It is being read again, sent or read back.
    Sending,
    /// The program was stopped while it was being sent: whether GitHub has it isn't known yet.
    Interrupted,
    /// It was taken back before it was sent.
    TakenBack,
    /// It is over.
    Over(Box<WriteOutcome>),
}

impl State {
    /// Whether it still holds its request's place.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Sending | Self::Interrupted)
    }

    /// Whether GitHub recorded it.
    pub fn is_recorded(&self) -> bool {
        match self {
            Self::Over(outcome) => {
                matches!(**outcome, WriteOutcome::Sent { .. } | WriteOutcome::FoundRecorded(_))
            }
            _ => false,
        }
    }

    /// Whether it is certain that GitHub didn't record it, and it could be sent again.
    pub fn can_be_retried(&self) -> bool {
        match self {
            Self::Over(outcome) => match &**outcome {
                WriteOutcome::NotSent(why) => !matches!(
                    why,
                    NotSent::Refused(_) | NotSent::Unsettled(_) | NotSent::Changed(..)
                ),
                WriteOutcome::Rejected(_) => true,
                _ => false,
            },
            _ => false,
        }
    }
}
