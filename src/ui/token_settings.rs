//! The token in the settings: whose it is, what it may do, and forgetting it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::vault::status::TokenStatus;

use super::banner::Banner;
use super::labels;
use super::notice::{self, Notice};
use super::remember_settings::RememberSettings;
use super::session::Session;

/// What is known of the token.
#[component]
pub fn TokenSettings(
    /// Whom to ask.
    session: Session,
    /// The token's status.
    token: TokenStatus,
    /// The token is wiped; absent where it isn't the person's own, as in the demo.
    on_forgotten: Option<Callback<()>>,
    /// Whether this is a site, whose storage all pages of its origin share.
    #[prop(optional)]
    on_site: bool,
) -> impl IntoView {
    let problem = RwSignal::new(None::<Notice>);
    let history = session.history;
    let erases = RwSignal::new(false);
    let forget = move |on_forgotten: Callback<()>| {
        problem.set(None);
        let erases = erases.get_untracked();
        spawn_local(async move {
            // While it is known whose it is.
            let erased = if erases { history.erase(None).await } else { Ok(()) };
            if let Err(error) = erased {
                problem.try_set(Some(notice::history_not_erased(error)));
                return;
            }
            match session.forget().await {
                Ok(()) => {
                    on_forgotten.try_run(());
                }
                Err(error) => {
                    problem.try_set(Some(notice::transport_error(error)));
                }
            }
        });
    };
    let scopes = match &token.scopes {
        None => view! { "Not shown by GitHub" }.into_any(),
        Some(scopes) if scopes.is_empty() => view! { "None" }.into_any(),
        Some(scopes) => {
            let scopes = scopes.iter().map(|scope| view! { <li><code>{scope.clone()}</code></li> });
            view! { <ul class="token-settings-scopes">{scopes.collect_view()}</ul> }.into_any()
        }
    };
    let shortcomings = token
        .shortcomings()
        .into_iter()
        .map(|shortcoming| view! { <Banner notice=notice::shortcoming(shortcoming) quiet=true /> })
        .collect_view();
    view! {
        <section class="token-settings" aria-labelledby="token-settings-heading">
            <h2 id="token-settings-heading">"Token"</h2>
            <dl class="facts">
                <div class="fact">
                    <dt>"User"</dt>
                    <dd>
                        <bdi>{token.login.clone()}</bdi>
                    </dd>
                </div>
                <div class="fact">
                    <dt>"API host"</dt>
                    <dd>{token.host.to_string()}</dd>
                </div>
                <div class="fact">
                    <dt>"Kind"</dt>
                    <dd>{labels::token_kind(token.kind)}</dd>
                </div>
                <div class="fact">
                    <dt>"Scopes"</dt>
                    <dd>{scopes}</dd>
                </div>
            </dl>
            {shortcomings}
            {on_forgotten.map(|_| view! { <RememberSettings session on_site /> })}
            {move || {
                problem.get().map(|notice| view! { <Banner notice /> })
            }}
            {on_forgotten
                .map(|done| {
                    view! {
                        <Show when=move || history.listed.with(|listed| !listed.is_empty())>
                            <label class="token-settings-history">
                                <input
                                    type="checkbox"
                                    prop:checked=erases
                                    on:change=move |event| erases.set(event_target_checked(&event))
                                />
                                "Also erase the local history of this user, which stays otherwise"
                            </label>
                        </Show>
                        <button
                            type="button"
                            class="button button-danger"
                            on:click=move |_| forget(done)
                        >
                            "Forget token"
                        </button>
                    }
                })}
        </section>
    }
}
