//! The token in the settings: whose it is, what it may do, and forgetting it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::github::error::TransportError;
use crate::vault::status::TokenStatus;

use super::banner::Banner;
use super::labels;
use super::notice;
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
) -> impl IntoView {
    let problem = RwSignal::new(None::<TransportError>);
    let forget = move |on_forgotten: Callback<()>| {
        problem.set(None);
        spawn_local(async move {
            match session.forget().await {
                Ok(()) => {
                    on_forgotten.try_run(());
                }
                Err(error) => {
                    problem.try_set(Some(error));
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
            {move || {
                problem
                    .get()
                    .map(|error| view! { <Banner notice=notice::transport_error(error) /> })
            }}
            {on_forgotten
                .map(|done| {
                    view! {
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
