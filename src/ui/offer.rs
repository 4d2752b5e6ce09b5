//! Whether a review is offered, and what stands in its way.

use crate::client::locate::{Located, Route};
use crate::github::time::Timestamp;
use crate::triage::guard::{PageUser, may_write};
use crate::triage::verdict::{Verdict, verdict};

use super::labels;
use super::notice::{self, Notice};

/// What a person is offered for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// No form: nothing could be sent.
    Nothing(Why),
    /// The form; what blocks its buttons, besides the message.
    Form(Option<Why>),
}

/// Why there is no review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// That is how the request stands.
    Standing(&'static str),
    /// This person may not, or it can't be settled.
    Problem(Notice),
}

/// What the views know beside the request.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// Whose token; absent when there is none.
    pub login: Option<&'a str>,
    /// Who is signed in on the page.
    pub page_user: &'a PageUser,
    /// Whether a message was begun: it must stay readable.
    pub begun: bool,
    /// Whether the request awaited a review while it was looked at.
    pub was_waiting: bool,
}

/// What is offered at `now`.
pub fn offer(now: Timestamp, located: &Located, around: Circumstances<'_>) -> Offer {
    if let Route::Unsettled(why) = located.route {
        return Offer::Nothing(Why::Problem(notice::unsettled(why)));
    }
    let found = verdict(now, &located.request);
    if let Some(why) = labels::why_no_review(found) {
        let ran_out = around.was_waiting && found == Verdict::Expired;
        let why = Why::Standing(why);
        return if around.begun || ran_out { Offer::Form(Some(why)) } else { Offer::Nothing(why) };
    }
    let Some(login) = around.login else {
        return Offer::Form(Some(Why::Standing("There is no token to review with.")));
    };
    let refusal = may_write(login, around.page_user, &located.request).err();
    Offer::Form(refusal.map(|refusal| Why::Problem(notice::refusal(&refusal))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::locate::Unsettled;
    use crate::github::exemption::{Actor, ExemptionRequest, RequestStatus};
    use crate::github::ids::ItemNumber;

    const NOW: Timestamp = Timestamp::from_unix(1_000);
    const AROUND: Circumstances<'_> = Circumstances {
        login: Some("octocat"),
        page_user: &PageUser::NoPage,
        begun: false,
        was_waiting: false,
    };

    fn located(status: &str) -> Located {
        let request = ExemptionRequest {
            status: Some(RequestStatus::from(status)),
            expires_at: Some(NOW.plus(10)),
            requester: Some(Actor { actor_id: None, actor_name: Some("monalisa".into()) }.into()),
            ..ExemptionRequest::default()
        };
        Located { request, route: Route::Item(ItemNumber(1)) }
    }

    #[test]
    fn a_waiting_request_is_offered() {
        assert_eq!(offer(NOW, &located("pending"), AROUND), Offer::Form(None));
    }

    #[test]
    fn an_answered_or_unknown_one_is_not() {
        for status in ["approved", "denied", "cancelled", "completed", "expired", "new_word"] {
            let found = offer(NOW, &located(status), AROUND);
            assert!(matches!(found, Offer::Nothing(Why::Standing(_))), "{status}");
        }
    }

    #[test]
    fn a_message_that_was_begun_stays() {
        let around = Circumstances { begun: true, ..AROUND };
        assert!(matches!(offer(NOW, &located("approved"), around), Offer::Form(Some(_))));
    }

    #[test]
    fn running_out_while_looking_blocks_the_form_and_keeps_it() {
        let around = Circumstances { was_waiting: true, ..AROUND };
        assert!(matches!(offer(NOW.plus(10), &located("pending"), around), Offer::Form(Some(_))));
        assert!(matches!(offer(NOW.plus(10), &located("pending"), AROUND), Offer::Nothing(_)));
        assert!(matches!(offer(NOW, &located("approved"), around), Offer::Nothing(_)));
    }

    #[test]
    fn what_is_not_settled_is_never_offered() {
        let mut unsettled = located("pending");
        unsettled.route = Route::Unsettled(Unsettled::NumbersDiffer);
        let around = Circumstances { begun: true, was_waiting: true, ..AROUND };
        assert!(matches!(offer(NOW, &unsettled, around), Offer::Nothing(Why::Problem(_))));
    }

    #[test]
    fn one_s_own_request_and_another_s_token_are_blocked() {
        let own = Circumstances { login: Some("Monalisa"), ..AROUND };
        assert!(matches!(offer(NOW, &located("pending"), own), Offer::Form(Some(Why::Problem(_)))));
        let other = Circumstances { page_user: &PageUser::Unknown, ..AROUND };
        assert!(matches!(
            offer(NOW, &located("pending"), other),
            Offer::Form(Some(Why::Problem(_)))
        ));
        let nobody = Circumstances { login: None, ..AROUND };
        assert!(matches!(offer(NOW, &located("pending"), nobody), Offer::Form(Some(_))));
    }
}
