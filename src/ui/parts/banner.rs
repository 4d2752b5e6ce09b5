//! A notice as a coloured box, with what can be done about it.

use leptos::prelude::*;

use crate::github::time::Timestamp;
use crate::triage::expiry;
use crate::triage::visible::visible_lines;
use crate::ui::notice::{Notice, Tone};
use crate::ui::session::clock::Clock;

use super::icon::{Icon, Octicon};

/// A notice. One that isn't good news is an alert, unless `quiet`.
#[component]
pub fn Banner(
    /// What is told.
    notice: Notice,
    /// Whether it is no alert, since it stands in a region that is read out anyway or describes
    /// something that didn't just happen.
    #[prop(optional)]
    quiet: bool,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (octicon, class) = match notice.tone {
        Tone::Success => (Octicon::CheckCircle, "banner banner-success"),
        Tone::Attention => (Octicon::Alert, "banner banner-attention"),
        Tone::Critical => (Octicon::Stop, "banner banner-critical"),
    };
    let role = if quiet || notice.tone == Tone::Success { None } else { Some("alert") };
    let github_says = (!notice.github_says.is_empty()).then(|| {
        let words = notice
            .github_says
            .into_iter()
            .map(|words| view! { <li dir="auto">{visible_lines(&words)}</li> });
        view! {
            <p class="banner-github">"GitHub says:"</p>
            <ul class="banner-github-words">{words.collect_view()}</ul>
        }
    });
    let retry_at = notice.retry_at.map(|at| view! { <NotBefore at /> });
    let link = notice.link.map(|link| {
        view! {
            <p>
                <a href=link.url target="_blank" rel="noopener noreferrer">
                    {link.text}
                </a>
            </p>
        }
    });
    view! {
        <div class=class role=role>
            <Icon octicon />
            <div class="banner-body">
                <p class="banner-title">{notice.title}</p>
                {notice.explanation.map(|text| view! { <p>{text}</p> })}
                {github_says}
                {retry_at}
                {notice.next_step.map(|text| view! { <p>{text}</p> })}
                {link}
            </div>
            {children.map(|children| view! { <div class="banner-actions">{children()}</div> })}
        </div>
    }
}

/// When GitHub may be asked again, ticking. Silent, though it stands in an alert.
#[component]
fn NotBefore(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let Clock { now, .. } = use_context().unwrap_or_else(Clock::ticking);
    let words = move || match at - now.get() {
        ..=0 => "GitHub may be asked again now.".to_owned(),
        left => format!("GitHub may be asked again in {}.", expiry::countdown(left)),
    };
    view! {
        <p role="timer" aria-live="off">
            {words}
        </p>
    }
}
