//! What a person wrote, made into the message of each request it is for.

use crate::github::exemption::ExemptionRequest;

use super::message::{MessageProblem, ReviewMessage, length};
use super::template::{TemplateProblem, escape, fill};

/// Why a text can't be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrittenProblem {
    /// There is nothing but white space.
    Blank,
    /// Placeholders that don't exist, or braces that aren't closed.
    Placeholders(Vec<TemplateProblem>),
    /// Filled in it is longer than GitHub takes.
    TooLong {
        /// For how many of the requests.
        requests: usize,
        /// By how many code points at the most.
        by: usize,
    },
}

/// The message of each of `requests`, in their order.
///
/// # Errors
/// Nothing is sent then, not even for those for which it would do.
pub fn messages<'a>(
    written: &str,
    requests: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> Result<Vec<ReviewMessage>, WrittenProblem> {
    if written.trim().is_empty() {
        return Err(WrittenProblem::Blank);
    }
    problems(written)?;
    let mut messages = Vec::new();
    let (mut too_long, mut most) = (0, 0);
    for request in requests {
        let text = fill(written, request).map_err(WrittenProblem::Placeholders)?;
        match ReviewMessage::try_from(text) {
            Ok(message) => messages.push(message),
            Err(MessageProblem::Blank) => return Err(WrittenProblem::Blank),
            Err(MessageProblem::TooLong { by }) => {
                too_long += 1;
                most = most.max(by);
            }
        }
    }
    match too_long {
        0 => Ok(messages),
        requests => Err(WrittenProblem::TooLong { requests, by: most }),
    }
}

/// Whether every placeholder exists and every brace is closed: that depends on no request.
fn problems(written: &str) -> Result<(), WrittenProblem> {
    let filled = fill(written, &ExemptionRequest::default());
    filled.map(drop).map_err(WrittenProblem::Placeholders)
}

/// How long the longest of the messages is, in code points; of the text itself where it can't be
/// filled in.
pub fn longest<'a>(
    written: &str,
    requests: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> usize {
    let lengths = requests.into_iter().map(|request| fill(written, request));
    let lengths: Result<Vec<usize>, _> = lengths.map(|it| it.map(|it| length(&it))).collect();
    lengths.ok().and_then(|all| all.into_iter().max()).unwrap_or_else(|| length(written))
}

/// Whether a text may be something else when it is filled in.
pub fn has_braces(written: &str) -> bool {
    written.contains(['{', '}'])
}

/// The text with the braces of all its problems doubled, so that they are sent as they are.
pub fn as_it_stands(written: &str) -> String {
    let Err(WrittenProblem::Placeholders(problems)) = problems(written) else {
        return written.to_owned();
    };
    let mut text = String::with_capacity(written.len() + 2 * problems.len());
    let mut at = 0;
    for problem in problems {
        text.push_str(written.get(at..problem.span.start).unwrap_or_default());
        text.push_str(&escape(written.get(problem.span.clone()).unwrap_or_default()));
        at = problem.span.end;
    }
    text.push_str(written.get(at..).unwrap_or_default());
    text
}

// The property tests' library doesn't run in a browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::github::exemption::Actor;
    use crate::github::review_request::MAX_MESSAGE_LENGTH;

    fn request(login: &str) -> ExemptionRequest {
        ExemptionRequest {
            requester: Some(Actor { actor_id: None, actor_name: Some(login.into()) }.into()),
            ..ExemptionRequest::default()
        }
    }

    fn texts(written: &str, requests: &[ExemptionRequest]) -> Result<Vec<String>, WrittenProblem> {
        messages(written, requests).map(|all| all.into_iter().map(String::from).collect())
    }

    #[test]
    fn each_request_gets_its_own_message() {
        let both = [request("mona"), request("hubot")];
        let told = texts("Hi {requester}, {{no}}.", &both);
        assert_eq!(told, Ok(vec!["Hi mona, {no}.".to_owned(), "Hi hubot, {no}.".to_owned()]));
        assert_eq!(longest("Hi {requester}", &both), "Hi hubot".len());
    }

    #[test]
    fn nothing_and_what_cannot_be_filled_in_are_no_message_for_anyone() {
        for requests in [&[][..], &[request("mona")][..]] {
            assert_eq!(texts(" \n", requests), Err(WrittenProblem::Blank));
            let Err(WrittenProblem::Placeholders(problems)) = texts("{reviewer} {", requests)
            else {
                panic!("has problems");
            };
            assert_eq!(problems.len(), 2);
        }
        assert_eq!(longest("{reviewer}", &[request("mona")]), "{reviewer}".len());
    }

    #[test]
    fn the_length_is_that_of_each_message_and_not_of_the_text() {
        let room = MAX_MESSAGE_LENGTH - "mona".len();
        let written = format!("{}{{requester}}", "a".repeat(room));
        assert_eq!(messages(&written, &[request("mona")]).map(|all| all.len()), Ok(1));
        let two = [request("mona"), request("monalisa")];
        let problem = messages(&written, &two);
        assert_eq!(problem, Err(WrittenProblem::TooLong { requests: 1, by: 4 }));
        assert_eq!(longest(&written, &two), MAX_MESSAGE_LENGTH + 4);
    }

    #[test]
    fn braces_can_be_kept_as_they_stand() {
        for (written, kept) in [
            ("see {a} and {requester}", "see {a} and mona"),
            ("open {a\nb", "open {a\nb"),
            ("fine", "fine"),
        ] {
            assert_eq!(
                texts(&as_it_stands(written), &[request("mona")]),
                Ok(vec![kept.to_owned()])
            );
        }
    }

    proptest! {
        #[test]
        fn whatever_was_written_can_be_kept_as_it_stands(written in "[{}a-z é\n]{0,40}") {
            let kept = as_it_stands(&written);
            let problem = messages(&kept, &[]).err();
            prop_assert!(!matches!(problem, Some(WrittenProblem::Placeholders(_))), "{}", kept);
        }
    }
}
