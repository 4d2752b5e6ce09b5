//! What a request says: who asks for what, where, why and until when.

use leptos::prelude::*;

use crate::client::locate::Located;
use crate::github::exemption::Finding;
use crate::triage::verdict::{Verdict, verdict};
use crate::triage::visible::{visible, visible_lines};
use crate::ui::labels::{self, NOT_GIVEN};
use crate::ui::parts::countdown::Countdown;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::moment::Moment;
use crate::ui::session::{Session, Source};

/// Every field of one request; what GitHub doesn't give is said so.
#[component]
pub fn RequestFacts(
    /// The time and whose token.
    session: Session,
    /// The request.
    located: Located,
) -> impl IntoView {
    let commit_url = labels::commit_url(&located).filter(|_| links_to_github(session, &located));
    let request = located.request;
    let repo = request.repository.as_ref().and_then(|repo| repo.full_name.as_deref());
    let repo = repo.map(str::to_owned);
    // Not the repository's owner: what is told is what GitHub gives.
    let organization =
        request.organization.as_ref().and_then(|organization| organization.name.as_deref());
    let organization = organization.map(str::to_owned);
    let requester = request.requester_name().map(str::to_owned);
    let comment = request.requester_comment.clone().filter(|text| !text.trim().is_empty());
    let commit = match request.resource_identifier.as_ref().map(ToString::to_string) {
        None => NOT_GIVEN.into_any(),
        Some(sha) => {
            let short = visible(labels::short_sha(&sha));
            let code = view! { <code dir="auto" title=visible(&sha)>{short}</code> };
            match commit_url {
                Some(url) => {
                    view! { <a href=url target="_blank" rel="noopener noreferrer">{code}</a> }
                        .into_any()
                }
                None => code.into_any(),
            }
        }
    };
    let expires_at = request.expires_at;
    let waiting = {
        let request = request.clone();
        Memo::new(move |_| verdict(session.now.get(), &request) == Verdict::AwaitingReview)
    };
    let countdown = move || {
        expires_at.filter(|_| waiting.get()).map(|at| view! { <Countdown at now=session.now /> })
    };
    let findings = match &request.data {
        Some(findings) if !findings.is_empty() => {
            let findings = findings.iter().map(finding).collect_view();
            view! { <ul class="request-facts-findings">{findings}</ul> }.into_any()
        }
        _ => view! { <p>"GitHub gives no details of the secret."</p> }.into_any(),
    };
    view! {
        <div class="request-facts">
            <dl class="facts">
                {fact("Repository", Octicon::Repo, name(repo))}
                {fact("Organization", Octicon::Organization, name(organization))}
                {fact("Requester", Octicon::Person, name(requester))}
                {fact("Commit", Octicon::GitCommit, commit)}
                {fact(
                    "Created",
                    Octicon::History,
                    view! { <Moment at=request.created_at now=session.now beside=true past=true /> }.into_any(),
                )}
                {fact(
                    "Expires",
                    Octicon::Hourglass,
                    view! {
                        <Moment at=expires_at now=session.now beside=true />
                        {countdown}
                    }
                        .into_any(),
                )}
            </dl>
            <section aria-labelledby="findings-heading">
                <h2 id="findings-heading">"Secret"</h2>
                {findings}
            </section>
            <section aria-labelledby="comment-heading">
                <h2 id="comment-heading">"Requester's comment"</h2>
                {match comment {
                    Some(text) => {
                        view! {
                            <blockquote class="request-facts-comment" dir="auto">
                                {visible_lines(&text)}
                            </blockquote>
                        }
                            .into_any()
                    }
                    None => view! { <p class="request-facts-none">"No comment"</p> }.into_any(),
                }}
            </section>
        </div>
    }
}

/// Whether we link to the request's own pages: only where they are on the GitHub that the token is
/// for. The demo's exist nowhere.
pub fn links_to_github(session: Session, located: &Located) -> bool {
    session.source == Source::Github
        && located.request.page().is_some_and(|page| session.web_host() == Some(page.web_host))
}

fn fact(name: &'static str, octicon: Octicon, value: AnyView) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>
                <Icon octicon />
                {name}
            </dt>
            <dd>{value}</dd>
        </div>
    }
}

/// A name, apart from the direction of the text around it.
fn name(name: Option<String>) -> AnyView {
    match name {
        Some(name) => {
            let name = visible(&name);
            view! { <bdi title=name.clone()>{name.clone()}</bdi> }.into_any()
        }
        None => NOT_GIVEN.into_any(),
    }
}

fn code(text: Option<String>) -> AnyView {
    match text {
        Some(text) => {
            let text = visible(&text);
            view! { <code dir="auto" title=text.clone()>{text.clone()}</code> }.into_any()
        }
        None => NOT_GIVEN.into_any(),
    }
}

fn finding(finding: &Finding) -> impl IntoView + use<> {
    let location = finding.location();
    let place = location.as_ref().and_then(|location| {
        let line = location.line?;
        Some(match location.column {
            Some(column) => format!("line {line}, column {column}"),
            None => format!("line {line}"),
        })
    });
    let secret_type = finding.secret_type.clone();
    let in_words = secret_type.as_deref().map(labels::secret_type).map(|words| visible(&words));
    view! {
        <li class="finding">
            <p class="finding-type">
                <Icon octicon=Octicon::Key />
                <strong>
                    <bdi>{in_words.unwrap_or_else(|| format!("Secret type: {}", NOT_GIVEN.to_lowercase()))}</bdi>
                </strong>
                {secret_type.map(|identifier| view! { <code dir="auto">{visible(&identifier)}</code> })}
            </p>
            <dl class="facts">
                {fact("Reason", Octicon::Comment, name(finding.bypass_reason.as_ref().map(labels::reason)))}
                {fact("File", Octicon::File, code(location.map(|location| location.path)))}
                {fact("Position", Octicon::Code, name(place))}
                {fact("Branch", Octicon::GitBranch, code(finding.short_branch().map(str::to_owned)))}
            </dl>
        </li>
    }
}
