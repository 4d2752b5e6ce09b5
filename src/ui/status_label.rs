//! Where a request stands, as GitHub's labels look.

use leptos::prelude::*;

use crate::github::exemption::RequestStatus;
use crate::triage::verdict::Verdict;

use super::icon::{Icon, Octicon};
use super::labels;

/// A label in the colour and with the icon of where the request stands.
#[component]
pub fn StatusLabel(
    /// Where it stands.
    #[prop(into)]
    verdict: Signal<Verdict>,
    /// What GitHub says, which is shown where this version doesn't know it.
    #[prop(into)]
    status: Signal<Option<RequestStatus>>,
    /// Whether this is the one that announces the request's status.
    #[prop(optional)]
    announced: bool,
) -> impl IntoView {
    let look = Memo::new(move |_| match verdict.get() {
        Verdict::AwaitingReview => (Octicon::Clock, "status-label status-label-attention"),
        Verdict::Approved => (Octicon::CheckCircle, "status-label status-label-success"),
        Verdict::Completed => (Octicon::Check, "status-label status-label-done"),
        Verdict::Denied => (Octicon::XCircle, "status-label status-label-danger"),
        Verdict::Cancelled => (Octicon::CircleSlash, "status-label"),
        Verdict::Expired => (Octicon::Hourglass, "status-label"),
        Verdict::Unknown => (Octicon::Question, "status-label"),
    });
    let icon = move || {
        let (octicon, _) = look.get();
        view! { <Icon octicon /> }
    };
    let text = move || status.with(|status| labels::status(verdict.get(), status.as_ref()));
    view! {
        <span class=move || look.get().1>
            {icon}
            <bdi
                role=announced.then_some("status")
                aria-label=announced.then_some("Request status")
            >
                {text}
            </bdi>
        </span>
    }
}
