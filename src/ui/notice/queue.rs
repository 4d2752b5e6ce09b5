//! Words for the queue of reviews: why it rests, and why it didn't take something in.

use crate::client::queue::{Pause, QueueError};

use super::{Notice, call_error, not_permitted, transport_error};

/// A review that wasn't put into the queue.
pub fn not_put_in(error: &QueueError) -> Notice {
    match error {
        QueueError::Transport(error) => transport_error(error).next("Your message is kept."),
        QueueError::NotKept(why) => {
            Notice::critical("The review wasn't sent, since it can't be kept in this browser.")
                .explained(format!(
                    "Without keeping it, a restart would leave unknown what was sent. The browser \
                     says: {why}."
                ))
                .next("Your message is kept. Make room for site data, or use a normal window.")
        }
        QueueError::NotPermitted(why) => {
            let notice = not_permitted(*why);
            let next = notice.next_step.clone().unwrap_or_default();
            notice.next(format!("Your message is kept. {next}"))
        }
    }
}

/// Queues are kept that this version can't read.
pub fn unreadable() -> Notice {
    Notice::critical("Reviews that another version of Gatehouse kept can't be read by this one.")
        .explained("This version sends none of them, and doesn't know which were sent.")
        .next(
            "Look at the requests that you reviewed last. The version that kept them can read them; \
             to see what they hold, save them to a file.",
        )
}

/// The queue couldn't be asked.
pub fn not_asked(error: &QueueError) -> Notice {
    match error {
        QueueError::Transport(error) => {
            let cause = transport_error(error);
            cause.under(super::Tone::Critical, "How the reviews to be sent stand isn't known.")
        }
        QueueError::NotKept(why) => Notice::critical("The change can't be kept in this browser.")
            .explained(format!("It holds until Gatehouse is stopped. The browser says: {why}."))
            .next("Make room for site data, or use a normal window."),
        QueueError::NotPermitted(why) => not_permitted(*why),
    }
}

/// Why nothing is sent although `waiting` reviews wait.
pub fn pause(pause: &Pause, waiting: usize) -> Notice {
    let waits = match waiting {
        1 => "1 review waits".to_owned(),
        count => format!("{count} reviews wait"),
    };
    match pause {
        Pause::ByPerson => Notice::attention(format!("Paused: {waits}."))
            .next("Nothing is sent until you continue."),
        Pause::Restarted => Notice::attention(format!("{waits} since Gatehouse was stopped."))
            .explained(
                "Below is which reviews were sent and which were not. Those whose sending was broken \
                 off are looked up on GitHub first, and not sent twice.",
            )
            .next("Nothing is sent until you continue."),
        Pause::OtherAccount => {
            Notice::attention(format!("{waits} for the user who ordered them."))
                .explained("There is no token at hand, it is locked, or it is another user's.")
                .next("Unlock it or connect as that user and continue, or take them back.")
        }
        Pause::Failed(error) => {
            let cause = call_error(error);
            cause.under(super::Tone::Attention, format!("Stopped after a failure: {waits}."))
        }
        Pause::Unclear => Notice::attention(format!(
            "Stopped, since it isn't known whether a review was recorded: {waits}."
        ))
        .next("Look at that request first, then continue."),
        Pause::NotKept(why) => {
            Notice::critical(format!("Stopped, since the queue can't be kept: {waits}."))
                .explained(format!("The browser says: {why}."))
                .next("Make room for site data, then continue.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::error::{CallError, TransportError};

    #[test]
    fn every_pause_says_how_many_wait_and_what_helps() {
        let failed = Pause::Failed(CallError::Transport(TransportError::NoReply));
        for why in [
            Pause::ByPerson,
            Pause::Restarted,
            Pause::OtherAccount,
            failed,
            Pause::Unclear,
            Pause::NotKept("full".to_owned()),
        ] {
            let notice = pause(&why, 2);
            assert!(notice.title.contains("2 reviews wait"), "{}", notice.title);
            assert!(notice.next_step.is_some(), "{}", notice.title);
        }
        assert!(pause(&Pause::ByPerson, 1).title.contains("1 review waits"));
    }
}
