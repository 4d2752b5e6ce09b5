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
    verdict: Verdict,
    /// What GitHub says, which is shown where this version doesn't know it.
    status: Option<RequestStatus>,
    /// Whether this is the one that announces the request's status.
    #[prop(optional)]
    announced: bool,
) -> impl IntoView {
    let (octicon, colour) = match verdict {
        Verdict::AwaitingReview => (Octicon::Clock, "status-label status-label-attention"),
        Verdict::Approved => (Octicon::CheckCircle, "status-label status-label-success"),
        Verdict::Completed => (Octicon::Check, "status-label status-label-done"),
        Verdict::Denied => (Octicon::XCircle, "status-label status-label-danger"),
        Verdict::Cancelled => (Octicon::CircleSlash, "status-label"),
        Verdict::Expired => (Octicon::Hourglass, "status-label"),
        Verdict::Unknown => (Octicon::Question, "status-label"),
    };
    let text = labels::status(verdict, status.as_ref());
    if announced {
        view! {
            <span class=colour>
                <Icon octicon />
                <bdi role="status" aria-label="Request status">
                    {text}
                </bdi>
            </span>
        }
        .into_any()
    } else {
        view! {
            <span class=colour>
                <Icon octicon />
                <bdi>{text}</bdi>
            </span>
        }
        .into_any()
    }
}
