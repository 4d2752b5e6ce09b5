//! Words for messages that can't be sent, and for what keeps many requests from being reviewed at once.

use crate::triage::batch::{LeftOut, MAX_REQUESTS};
use crate::triage::written::WrittenProblem;
use crate::ui::labels;

use super::{Notice, refusal};

/// Why what was written for `requests` requests can't be sent.
pub fn written_problem(problem: &WrittenProblem, requests: usize) -> String {
    let characters = |by: usize| match by {
        1 => "1 character".to_owned(),
        by => format!("{} characters", labels::grouped(by)),
    };
    match problem {
        WrittenProblem::Blank => "Write a message first.".to_owned(),
        WrittenProblem::Placeholders(_) => "Correct the placeholders first.".to_owned(),
        WrittenProblem::TooLong { by, .. } if requests < 2 => {
            format!("The message is {} too long.", characters(*by))
        }
        WrittenProblem::TooLong { requests: some, by } => format!(
            "The message is too long for {}, by up to {}.",
            labels::requests(*some),
            characters(*by)
        ),
    }
}

/// Why a request isn't reviewed with the others.
pub fn left_out(why: &LeftOut) -> String {
    match why {
        LeftOut::NotWaiting(found) => {
            labels::why_no_review(*found).unwrap_or("It can be reviewed.").to_owned()
        }
        LeftOut::NoIdentity => {
            "GitHub gives no id or no page for it, so it can't be told from others.".to_owned()
        }
        LeftOut::OtherKind => "Gatehouse can't review requests of its kind.".to_owned(),
        LeftOut::OtherHost => "It is on another GitHub than your token.".to_owned(),
        LeftOut::UnderWay => "A review of it waits to be sent, or is being sent.".to_owned(),
        LeftOut::Refused(why) => refusal(why).text(),
    }
}

/// More requests than can be reviewed at once.
pub fn too_many(requests: usize) -> Notice {
    Notice::critical(format!("{} are too many at once.", labels::requests(requests)))
        .explained(format!(
            "Until they are sent they are kept in this browser, which has room for about {}.",
            labels::grouped(MAX_REQUESTS)
        ))
        .next(format!(
            "Select at most {} and review the others afterwards.",
            labels::requests(MAX_REQUESTS)
        ))
}

/// None of the selected requests can be reviewed.
pub fn none_left() -> Notice {
    Notice::attention("None of the selected requests can be reviewed.")
        .next("Close this and select others.")
}

/// Some that were confirmed weren't put into the queue.
pub fn not_all_put_in(requests: usize) -> Notice {
    Notice::attention(format!("{} weren't put in.", labels::requests(requests)))
        .explained("Another page or window may be reviewing them.")
        .next("They are still selected, and your message is kept.")
}

/// The requests to choose from are not all there are.
pub fn partial() -> Notice {
    Notice::attention("The list is partial.")
        .explained("There may be more requests like these that aren't loaded.")
        .next("Only those named here are reviewed.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::verdict::Verdict;

    #[test]
    fn a_message_that_is_too_long_is_told_for_one_and_for_many() {
        let too_long = |requests, by| WrittenProblem::TooLong { requests, by };
        assert_eq!(written_problem(&too_long(1, 1), 1), "The message is 1 character too long.");
        assert_eq!(
            written_problem(&too_long(1, 2), 12),
            "The message is too long for 1 request, by up to 2 characters."
        );
    }

    #[test]
    fn why_a_request_is_left_out_is_said_of_each_cause() {
        for (why, words) in [
            (
                LeftOut::NoIdentity,
                "GitHub gives no id or no page for it, so it can't be told from others.",
            ),
            (LeftOut::OtherKind, "Gatehouse can't review requests of its kind."),
            (LeftOut::OtherHost, "It is on another GitHub than your token."),
            (LeftOut::UnderWay, "A review of it waits to be sent, or is being sent."),
        ] {
            assert_eq!(left_out(&why), words);
        }
        for verdict in [Verdict::Denied, Verdict::Expired, Verdict::Unknown] {
            let words = left_out(&LeftOut::NotWaiting(verdict));
            assert_eq!(Some(words.as_str()), labels::why_no_review(verdict));
        }
    }
}
