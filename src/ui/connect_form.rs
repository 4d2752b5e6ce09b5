//! Enter a token: for which GitHub, and whose requests to look at.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::sign_in::SignInError;
use crate::github::host::Host;
use crate::github::scope::{ScopeError, Scopes};
use crate::vault::token::TokenProblem;

use super::banner::Banner;
use super::focus::focus;
use super::icon::{Icon, Octicon};
use super::notice::{self, Notice};
use super::passphrase_fields::{NewPassphrase, PassphraseFields};
use super::progress::Progress;
use super::remember_settings::RememberHint;
use super::scope_form::ScopeField;
use super::session::Session;

/// The connect form. The token is taken out of its field when the form is submitted, and nothing
/// here keeps it.
#[component]
pub fn ConnectForm(
    /// Whom to ask.
    session: Session,
    /// The scope's first text.
    #[prop(into)]
    scope: String,
    /// Whether a token alone will do.
    #[prop(optional)]
    token_only: bool,
    /// Whether this is a site, whose storage all pages of its origin share.
    #[prop(optional)]
    on_site: bool,
    /// The token is kept; with the scopes, unless that stayed empty.
    on_connected: Callback<Option<Scopes>>,
    /// Explores the demo.
    on_demo: Callback<()>,
) -> impl IntoView {
    let host = RwSignal::new(Host::GithubCom.to_string());
    let host_error = RwSignal::new(None::<&'static str>);
    let token: NodeRef<Input> = NodeRef::new();
    let token_error = RwSignal::new(None::<&'static str>);
    let scope = RwSignal::new(scope);
    let scope_error = RwSignal::new(None::<ScopeError>);
    let remembers = RwSignal::new(false);
    let passphrase = NewPassphrase::default();
    let sending = RwSignal::new(false);
    let problem = RwSignal::new(None::<Notice>);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = token.get_untracked() else { return };
        if sending.get_untracked() {
            return;
        }
        problem.set(None);
        let found_host = host.get_untracked().parse::<Host>();
        host_error.set(found_host.as_ref().err().map(|error| notice::host_error(*error)));
        let found_scopes = match scope.get_untracked().parse::<Scopes>() {
            Ok(scopes) => Ok(Some(scopes)),
            Err(ScopeError::Empty) if token_only => Ok(None),
            Err(error) => Err(error),
        };
        scope_error.set(found_scopes.as_ref().err().cloned());
        let empty = field.value().trim().is_empty();
        token_error.set(empty.then(|| notice::token_problem(TokenProblem::Empty)));
        let (host, scopes) = match (found_host, empty, found_scopes) {
            (Ok(host), false, Ok(scopes)) => (host, scopes),
            (Err(_), ..) => return focus("#host".to_owned()),
            (_, true, _) => return focus("#token".to_owned()),
            (_, _, Err(_)) => return focus("#scope".to_owned()),
        };
        if remembers.get_untracked() && !passphrase.is_there() {
            return;
        }
        sending.set(true);
        let reaches = session.ask_to_reach(&host);
        spawn_local(async move {
            if !reaches.await {
                sending.try_set(false);
                let refused = notice::sign_in_error(&SignInError::HostNotGranted, &host);
                problem.try_set(Some(refused));
                return;
            }
            // Who was asked for a permission and refused it finds what they typed.
            let remember =
                remembers.try_get_untracked().unwrap_or_default().then(|| passphrase.take());
            let typed = field.value();
            field.set_value("");
            let kept = session.sign_in(host.clone(), typed, remember).await;
            sending.try_set(false);
            match kept {
                Ok(()) => {
                    on_connected.try_run(scopes);
                }
                Err(SignInError::Token(problem)) => {
                    token_error.try_set(Some(notice::token_problem(problem)));
                    focus("#token".to_owned());
                }
                Err(error) => {
                    problem.try_set(Some(notice::sign_in_error(&error, &host)));
                }
            }
        });
    };
    // The token's field is of the type "text" and its letters are hidden by style: browsers offer to
    // store what is typed into a password field, and to share it between devices.
    view! {
        <section class="connect-form">
            <h1 tabindex="-1">"Connect to GitHub"</h1>
            <p class="connect-form-lead">
                "Review push-protection bypass requests with your own token. It is sent to the API \
                host and nowhere else."
            </p>
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            <form on:submit=submit novalidate autocomplete="off">
                <div class="form-field">
                    <label class="field-label" for="host">
                        "API host"
                    </label>
                    <input
                        id="host"
                        type="text"
                        class="field"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby="host-error host-hint"
                        aria-invalid=move || host_error.get().map(|_| "true")
                        prop:value=move || host.get()
                        on:input=move |event| host.set(event_target_value(&event))
                    />
                    <p id="host-error" class="field-error">
                        {host_error}
                    </p>
                    <p id="host-hint" class="field-hint">
                        "For GHE.com "
                        <code>"api.SUBDOMAIN.ghe.com"</code>
                        "."
                    </p>
                </div>
                <div class="form-field">
                    <label class="field-label" for="token">
                        "Token"
                    </label>
                    <input
                        id="token"
                        type="text"
                        class="field field-secret"
                        node_ref=token
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby="token-error token-hint"
                        aria-invalid=move || token_error.get().map(|_| "true")
                    />
                    <p id="token-error" class="field-error">
                        {token_error}
                    </p>
                    <p id="token-hint" class="field-hint">
                        "A classic token with "
                        <code>"security_events"</code>
                        "; for an organization or a repository a fine-grained one does too."
                    </p>
                </div>
                <div class="connect-form-remember">
                    <input
                        id="remember"
                        type="checkbox"
                        aria-describedby="remember-hint"
                        prop:checked=remembers
                        on:change=move |event| remembers.set(event_target_checked(&event))
                    />
                    <label class="field-label" for="remember">
                        "Remember on this device"
                    </label>
                    <RememberHint on_site />
                </div>
                <Show when=move || remembers.get()>
                    <PassphraseFields new=passphrase />
                </Show>
                <ScopeField typed=scope error=scope_error optional=token_only />
                <button
                    type="submit"
                    class="button button-primary button-block"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    "Connect"
                </button>
                <Show when=move || sending.get()>
                    <Progress label="Checking the token" />
                </Show>
            </form>
            <div class="connect-form-demo">
                <p>"No token at hand?"</p>
                <button type="button" class="button button-block" on:click=move |_| on_demo.run(())>
                    <Icon octicon=Octicon::Beaker />
                    "Explore with demo data"
                </button>
            </div>
        </section>
    }
}
