//! Where a request stands, as GitHub's labels look.

use leptos::prelude::*;

use crate::github::exemption::RequestStatus;
use crate::github::review_request::Decision;
use crate::triage::verdict::Verdict;
use crate::triage::visible::visible;
use crate::ui::labels;
use crate::ui::session::writes::Action;

use super::icon::{Icon, Octicon};

/// A label in the colour and with the icon of where the request stands.
#[component]
pub fn StatusLabel(
    /// Where it stands.
    #[prop(into)]
    verdict: Signal<Verdict>,
    /// What GitHub says, which is shown where this version doesn't know it.
    #[prop(into)]
    status: Signal<Option<RequestStatus>>,
    /// What is being written to it, which is shown meanwhile.
    #[prop(optional, into)]
    under_way: Signal<Option<Action>>,
    /// Whether this is the one that announces the request's status.
    #[prop(optional)]
    announced: bool,
) -> impl IntoView {
    let look = Memo::new(move |_| look(verdict.get(), under_way.get()));
    let icon = move || {
        let (octicon, _) = look.get();
        view! { <Icon octicon /> }
    };
    let words = move || {
        let under_way = under_way.get();
        status.with(|status| words(verdict.get(), status.as_ref(), under_way))
    };
    let more = move || {
        more_words(under_way.get())
            .map(|words| view! { <span class="visually-hidden">{words}</span> })
    };
    view! {
        <span class=move || look.get().1>
            {icon}
            <bdi
                role=announced.then_some("status")
                aria-label=announced.then_some("Request status")
            >
                {words}
            </bdi>
            {more}
        </span>
    }
}

/// Its icon, and its class with the colour.
pub fn look(verdict: Verdict, under_way: Option<Action>) -> (Octicon, &'static str) {
    let icon = match under_way {
        Some(Action::Wait(Decision::Approve) | Action::Review(Decision::Approve)) => {
            Some(Octicon::CheckCircle)
        }
        Some(Action::Wait(Decision::Deny) | Action::Review(Decision::Deny)) => {
            Some(Octicon::XCircle)
        }
        Some(Action::Dismiss) => Some(Octicon::Undo),
        None => None,
    };
    if let Some(icon) = icon {
        return (icon, "status-label status-label-accent");
    }
    match verdict {
        Verdict::AwaitingReview => (Octicon::Clock, "status-label status-label-attention"),
        Verdict::Approved => (Octicon::CheckCircle, "status-label status-label-success"),
        Verdict::Completed => (Octicon::Check, "status-label status-label-done"),
        Verdict::Denied => (Octicon::XCircle, "status-label status-label-danger"),
        Verdict::Cancelled => (Octicon::CircleSlash, "status-label"),
        Verdict::Expired => (Octicon::Hourglass, "status-label"),
        Verdict::Unknown => (Octicon::Question, "status-label"),
    }
}

/// Its words.
pub fn words(
    verdict: Verdict,
    status: Option<&RequestStatus>,
    under_way: Option<Action>,
) -> String {
    match under_way {
        Some(Action::Wait(decision)) => labels::queued(decision).0.to_owned(),
        Some(Action::Review(decision)) => labels::being_sent(decision).to_owned(),
        Some(Action::Dismiss) => labels::DISMISSING.to_owned(),
        None => visible(&labels::status(verdict, status)),
    }
}

/// What its icon tells, where the words don't.
pub fn more_words(under_way: Option<Action>) -> Option<&'static str> {
    match under_way {
        Some(Action::Wait(decision)) => Some(labels::queued(decision).1),
        _ => None,
    }
}
