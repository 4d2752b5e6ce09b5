//! What may help to decide on a request: hints, each marked as one and explained.

use leptos::prelude::*;

use crate::client::locate::Located;
use crate::github::exemption::RequestPage;
use crate::triage::guard::PageUser;
use crate::triage::hints::{Hint, HintKind, hints};
use crate::triage::visible::visible;
use crate::ui::labels;
use crate::ui::route::Route;
use crate::ui::session::{Session, Source};

/// Hints from what is loaded. What isn't loaded isn't known here, and that is said.
#[component]
pub fn RequestHints(
    /// Whose list.
    session: Session,
    /// The request.
    #[prop(into)]
    seen: Signal<Option<Located>>,
) -> impl IntoView {
    let load = session.list.load;
    let request = Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|it| it.request.clone())));
    let found = Memo::new(move |_| {
        // What is waiting now isn't counted anew every second.
        let now = session.now.get_untracked();
        request.with(|request| {
            let request = request.as_ref()?;
            Some(load.with(|load| hints(now, request, load.requests())))
        })
    });
    let basis = Memo::new(move |_| {
        load.with(|load| labels::hints_basis(load.requests().len(), load.is_partial()))
    });
    let items = move || {
        let found = found.get().unwrap_or_default();
        found.into_iter().map(|hint| view! { <HintItem session hint /> }).collect_view()
    };
    let none = move || found.with(|found| found.as_ref().is_some_and(Vec::is_empty));
    view! {
        <section class="request-hints" aria-labelledby="hints-heading">
            <h2 id="hints-heading">"Hints"</h2>
            <p class="field-hint">{basis}</p>
            <ul class="request-hints-items" aria-label="Hints">
                {items}
            </ul>
            <Show when=none>
                <p>"There are none."</p>
            </Show>
        </section>
    }
}

/// One hint.
#[component]
fn HintItem(session: Session, hint: Hint) -> impl IntoView {
    let words = hint.in_words();
    let explanation = hint.explanation();
    let value = match hint.kind {
        // Who asks stands above.
        HintKind::SameRequester => ().into_any(),
        HintKind::SameCommit => {
            let short = visible(labels::short_sha(&hint.value));
            view! { <code dir="auto">{short}</code> }.into_any()
        }
        HintKind::Path { .. } | HintKind::SamePath | HintKind::SameSecretType => {
            view! { <code dir="auto">{visible(&hint.value)}</code> }.into_any()
        }
    };
    let more = hint.others.total().saturating_sub(hint.pages.len());
    let pages = hint.pages.into_iter().filter_map(|page| link(session, &page)).collect::<Vec<_>>();
    let pages = (!pages.is_empty()).then(|| {
        let newest = if more > 0 { "The newest:" } else { "" };
        view! {
            <p class="request-hint-pages">
                {newest}
                {pages}
            </p>
        }
    });
    view! {
        <li class="request-hint">
            <span class="request-hint-mark">"Hint"</span>
            <div class="request-hint-body">
                <p>
                    {words}
                    " "
                    {value}
                </p>
                {pages}
                <details>
                    <summary>"Why this is only a hint"</summary>
                    <p>{explanation}</p>
                </details>
            </div>
        </li>
    }
}

/// Leads to another request: to our own view of it, or from the panel to its page.
fn link(session: Session, page: &RequestPage) -> Option<AnyView> {
    if session.web_host().as_ref() != Some(&page.web_host) {
        return None;
    }
    let name = format!("#{} in {}", page.number, page.repo);
    if session.page_user.with_untracked(|it| *it == PageUser::NoPage) {
        let address = Route::Request { repo: page.repo.clone(), number: page.number }.to_string();
        return Some(view! { <a href=address>{name}</a> }.into_any());
    }
    (session.source == Source::Github).then(|| {
        view! {
            <a href=page.url() target="_blank" rel="noopener noreferrer">
                {name}
            </a>
        }
        .into_any()
    })
}
