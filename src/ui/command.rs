//! What a person can do by keyboard, each as a command with a name, words and its first keys.

use std::fmt;

/// One thing to do. Whether it can be done now is up to the views that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// To the row below.
    NextRow,
    /// To the row above.
    PreviousRow,
    /// Open the row's request.
    Open,
    /// Select the row, or no longer.
    Select,
    /// Select from the row that was selected last to this one.
    ExtendSelection,
    /// Select all rows shown.
    SelectAll,
    /// Select nothing.
    ClearSelection,
    /// Review what is selected.
    BulkReview,
    /// To the next request, its detail shown.
    NextRequest,
    /// To the request before, its detail shown.
    PreviousRequest,
    /// Approve.
    Approve,
    /// Deny.
    Deny,
    /// Take the last review back.
    Undo,
    /// Don't wait any longer before sending.
    SendNow,
    /// Send nothing for now, or go on.
    PauseSending,
    /// Don't send what isn't sent yet.
    CancelSending,
    /// Send what failed again.
    RetryFailed,
    /// Forget what came of the reviews.
    ClearSent,
    /// To the inbox.
    GoInbox,
    /// To what waits.
    GoWaiting,
    /// To what expires within 24 hours.
    GoExpiring,
    /// To what the viewer reviewed.
    GoMyReviews,
    /// To what the viewer may answer again.
    GoAnswerAgain,
    /// To what is stale.
    GoStale,
    /// To the summary.
    GoSummary,
    /// To the settings.
    GoSettings,
    /// Into the filter.
    FocusFilter,
    /// Read again.
    Refresh,
    /// Every command, to choose one.
    Palette,
    /// Every command with its keys.
    Help,
}

/// What commands are about, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The list.
    List,
    /// One request.
    Request,
    /// The reviews in the queue.
    Sending,
    /// Other views.
    Views,
    /// Everywhere.
    Everywhere,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 5] =
        [Self::List, Self::Request, Self::Sending, Self::Views, Self::Everywhere];

    /// Its heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Request => "Request",
            Self::Sending => "Sending",
            Self::Views => "Go to",
            Self::Everywhere => "Everywhere",
        }
    }
}

struct Facts {
    name: &'static str,
    label: &'static str,
    explanation: &'static str,
    group: Group,
    keys: &'static [&'static str],
}

const fn facts(
    group: Group,
    name: &'static str,
    keys: &'static [&'static str],
    label: &'static str,
    explanation: &'static str,
) -> Facts {
    Facts { name, label, explanation, group, keys }
}

impl Command {
    /// Every command, in the order in which they are shown.
    pub const ALL: [Self; 30] = [
        Self::NextRow,
        Self::PreviousRow,
        Self::Open,
        Self::Select,
        Self::ExtendSelection,
        Self::SelectAll,
        Self::ClearSelection,
        Self::BulkReview,
        Self::NextRequest,
        Self::PreviousRequest,
        Self::Approve,
        Self::Deny,
        Self::Undo,
        Self::SendNow,
        Self::PauseSending,
        Self::CancelSending,
        Self::RetryFailed,
        Self::ClearSent,
        Self::GoInbox,
        Self::GoWaiting,
        Self::GoExpiring,
        Self::GoMyReviews,
        Self::GoAnswerAgain,
        Self::GoStale,
        Self::GoSummary,
        Self::GoSettings,
        Self::FocusFilter,
        Self::Refresh,
        Self::Palette,
        Self::Help,
    ];

    #[rustfmt::skip]
    const fn facts(self) -> Facts {
        use Group::{Everywhere, List, Request, Sending, Views};
        match self {
            Self::NextRow => facts(List, "next-row", &["j"], "Next row", "Moves to the row below."),
            Self::PreviousRow => facts(List, "previous-row", &["k"], "Previous row", "Moves to the row above."),
            Self::Open => facts(List, "open", &["o", "Enter"], "Open request", "Opens the request of the row."),
            Self::Select => facts(List, "select", &["x"], "Select row", "Selects the row, or takes it out of the selection."),
            Self::ExtendSelection => facts(List, "extend-selection", &["Shift+x"], "Select range", "Selects every row from the one selected last to this one."),
            Self::SelectAll => facts(List, "select-all", &["Shift+a"], "Select all shown", "Selects every row that the filter leaves."),
            Self::ClearSelection => facts(List, "clear-selection", &["Escape"], "Clear selection", "Selects nothing."),
            Self::BulkReview => facts(List, "bulk-review", &["b"], "Review selected", "Opens the review of all selected requests."),
            Self::NextRequest => facts(Request, "next-request", &["]", "n"], "Next request", "Shows the next request of the list."),
            Self::PreviousRequest => facts(Request, "previous-request", &["[", "p"], "Previous request", "Shows the request before this one in the list."),
            Self::Approve => facts(Request, "approve", &["a"], "Approve", "Approves with the message; without one, goes to the message."),
            Self::Deny => facts(Request, "deny", &["d"], "Deny", "Denies with the message; without one, goes to the message."),
            Self::Undo => facts(Request, "undo", &["u"], "Undo review", "Takes the last review back while it waits to be sent."),
            Self::SendNow => facts(Sending, "send-now", &["q n"], "Send now", "Sends without waiting any longer for an undo."),
            Self::PauseSending => facts(Sending, "pause-sending", &["q p"], "Pause or continue", "Sends no further review for now, or goes on."),
            Self::CancelSending => facts(Sending, "cancel-sending", &["q x"], "Cancel the rest", "Takes back every review that isn't sent yet."),
            Self::RetryFailed => facts(Sending, "retry-failed", &["q r"], "Retry the failed ones", "Sends the reviews again that GitHub certainly didn't record."),
            Self::ClearSent => facts(Sending, "clear-sent", &["q c"], "Clear outcomes", "Stops telling what came of the reviews."),
            Self::GoInbox => facts(Views, "go-inbox", &["g i"], "Inbox", "Goes to the inbox as it was left."),
            Self::GoWaiting => facts(Views, "go-waiting", &["g w"], "Waiting", "Shows the requests that wait for a review."),
            Self::GoExpiring => facts(Views, "go-expiring", &["g e"], "Expiring within 24 hours", "Shows the waiting requests that expire within 24 hours."),
            Self::GoMyReviews => facts(Views, "go-my-reviews", &["g m"], "My reviews", "Shows the requests that you answered."),
            Self::GoAnswerAgain => facts(Views, "go-answer-again", &["g a"], "Mine to answer again", "Shows the waiting requests whose answer of yours no longer stands."),
            Self::GoStale => facts(Views, "go-stale", &["g t"], "Stale", "Shows the requests that have waited long."),
            Self::GoSummary => facts(Views, "go-summary", &["g s"], "Summary", "Shows the figures of the requests."),
            Self::GoSettings => facts(Views, "go-settings", &["g p"], "Settings", "Shows the settings."),
            Self::FocusFilter => facts(Everywhere, "focus-filter", &["/"], "Filter", "Goes to the filter."),
            Self::Refresh => facts(Everywhere, "refresh", &["r"], "Read again", "Reads what is shown from GitHub again."),
            Self::Palette => facts(Everywhere, "palette", &["Mod+k"], "Command palette", "Lists what can be done here, to choose by words."),
            Self::Help => facts(Everywhere, "help", &["?"], "Keyboard shortcuts", "Lists every command with its keys."),
        }
    }

    /// The name under which it is kept.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// The command of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.name() == name)
    }

    /// What it is called on the screen.
    pub const fn label(self) -> &'static str {
        self.facts().label
    }

    /// What it does, in a sentence.
    pub const fn explanation(self) -> &'static str {
        self.facts().explanation
    }

    /// What it is about.
    pub const fn group(self) -> Group {
        self.facts().group
    }

    /// The keys it has until a person gives it others, as [`super::chord::Keys`] reads them.
    pub const fn first_keys(self) -> &'static [&'static str] {
        self.facts().keys
    }

    /// Whether holding its key goes on doing it. Nothing that is sent or opened is.
    pub const fn repeats(self) -> bool {
        matches!(self, Self::NextRow | Self::PreviousRow)
    }

    /// Whether each of the words is in what is shown of it, in any case.
    pub fn matches(self, words: &str) -> bool {
        let shown = format!("{} {} {}", self.group().label(), self.label(), self.explanation());
        let shown = shown.to_lowercase();
        words.to_lowercase().split_whitespace().all(|word| shown.contains(word))
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_name_and_a_label_of_its_own() {
        for (at, command) in Command::ALL.into_iter().enumerate() {
            assert_eq!(Command::of_name(command.name()), Some(command));
            let others = &Command::ALL[at + 1..];
            assert!(others.iter().all(|other| other.label() != command.label()), "{command}");
        }
        assert_eq!(Command::of_name("approve all"), None);
    }

    #[test]
    fn commands_are_found_by_words_in_any_order_and_case() {
        assert!(Command::GoExpiring.matches("24 EXPIR"));
        assert!(Command::GoExpiring.matches("go to hours"));
        assert!(Command::GoExpiring.matches("  "));
        assert!(!Command::GoExpiring.matches("expir deny"));
    }
}
