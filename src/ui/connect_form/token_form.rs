//! Enter a token: for which GitHub, whose resources, and whether it is remembered.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::sign_in::{Entered, SignInError};
use crate::github::host::Host;
use crate::github::owner::{Owner, OwnerError};
use crate::github::scope::{Scope, ScopeError, Scopes};
use crate::ui::notice::{self, Notice};
use crate::ui::parts::banner::Banner;
use crate::ui::parts::focus::focus;
use crate::ui::parts::progress::Progress;
use crate::ui::parts::text_field::{FieldValue, TextField};
use crate::ui::session::Session;
use crate::ui::settings::remember_settings::RememberHint;
use crate::vault::command::VaultError;
use crate::vault::passphrase::PassphraseProblem;
use crate::vault::token::{TokenKind, TokenProblem};

use super::passphrase_fields::{NewPassphrase, PassphraseFields};
use super::scope_form::ScopeField;

/// Which token is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entering {
    /// The first one, and whose requests to look at with it.
    First {
        /// The scope's first text.
        scope: String,
        /// Whether a token alone will do.
        token_only: bool,
    },
    /// Another one.
    Another {
        /// Whether the others are remembered: then this one is, too, with their passphrase.
        are_remembered: bool,
    },
}

/// Whose resources the first of these is about; absent for an enterprise.
fn owner_in(scopes: &str) -> Option<String> {
    let scopes = scopes.parse::<Scopes>().ok()?;
    scopes.iter().find_map(|scope| match scope {
        Scope::Enterprise(_) => None,
        Scope::Organization(login) => Some(login.clone()),
        Scope::Repository(repo) => Some(repo.owner.clone()),
    })
}

fn is_fine_grained(typed: &str) -> bool {
    TokenKind::of_typed(typed) == Some(TokenKind::FineGrained)
}

/// The form. The token is taken out of its field when the form is submitted, and nothing here keeps it;
/// one that another answer would have admitted is put back.
#[component]
pub fn TokenForm(
    /// Whom to ask.
    session: Session,
    /// Which token is entered.
    entering: Entering,
    /// Whether this is a site, whose storage all pages of its origin share.
    on_site: bool,
    /// The token is kept; with the scopes, unless that stayed empty.
    on_connected: Callback<Option<Scopes>>,
) -> impl IntoView {
    let (is_first, are_remembered, token_only, scope) = match entering {
        Entering::First { scope, token_only } => (true, false, token_only, scope),
        Entering::Another { are_remembered } => (false, are_remembered, true, String::new()),
    };
    let host = RwSignal::new(Host::GithubCom.to_string());
    let host_error = RwSignal::new(None::<String>);
    let token: NodeRef<Input> = NodeRef::new();
    let token_error = RwSignal::new(None::<String>);
    let asks_owner = RwSignal::new(false);
    // Absent until somebody types there.
    let typed_owner = RwSignal::new(None::<String>);
    let owner_problem = RwSignal::new(None::<String>);
    let scope = RwSignal::new(scope);
    let scope_error = RwSignal::new(None::<ScopeError>);
    let remembers = RwSignal::new(false);
    let passphrase = NewPassphrase::default();
    let present: NodeRef<Input> = NodeRef::new();
    let present_error = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let problem = RwSignal::new(None::<Notice>);
    let owner =
        move || typed_owner.get().or_else(|| scope.with(|it| owner_in(it))).unwrap_or_default();

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = token.get_untracked() else { return };
        if sending.get_untracked() {
            return;
        }
        problem.set(None);
        present_error.set(None);
        let found_host = host.get_untracked().parse::<Host>();
        host_error
            .set(found_host.as_ref().err().map(|error| notice::host_error(*error).to_owned()));
        let found_scopes = match scope.get_untracked().parse::<Scopes>() {
            Ok(scopes) => Ok(Some(scopes)),
            Err(ScopeError::Empty) if token_only => Ok(None),
            Err(error) => Err(error),
        };
        scope_error.set(found_scopes.as_ref().err().cloned());
        let empty = field.value().trim().is_empty();
        token_error.set(empty.then(|| notice::token_problem(TokenProblem::Empty).to_owned()));
        asks_owner.set(is_fine_grained(&field.value()));
        let found_owner: Result<Option<Owner>, OwnerError> =
            if asks_owner.get_untracked() { untrack(owner).parse().map(Some) } else { Ok(None) };
        owner_problem
            .set(found_owner.as_ref().err().map(|error| notice::owner_error(*error).to_owned()));
        let (host, owner, scopes) = match (found_host, empty, found_owner, found_scopes) {
            (Ok(host), false, Ok(owner), Ok(scopes)) => (host, owner, scopes),
            (Err(_), ..) => return focus("#host".to_owned()),
            (_, true, ..) => return focus("#token".to_owned()),
            (_, _, Err(_), _) => return focus("#owner".to_owned()),
            (_, _, _, Err(_)) => return focus("#scope".to_owned()),
        };
        if remembers.get_untracked() && !passphrase.is_there() {
            return;
        }
        let has_present = present.get_untracked().is_some_and(|it| !it.value().is_empty());
        if are_remembered && !has_present {
            present_error.set(Some(notice::passphrase_problem(PassphraseProblem::Empty)));
            return focus("#present-passphrase".to_owned());
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
            let present = present.try_get_untracked().flatten().map(|field| {
                let typed = field.value();
                field.set_value("");
                typed
            });
            let remember = if remembers.try_get_untracked().unwrap_or_default() {
                Some(passphrase.take())
            } else {
                present
            };
            let typed = field.value();
            field.set_value("");
            let entered = Entered { host: host.clone(), typed: typed.clone(), owner, remember };
            let kept = session.sign_in(entered).await;
            sending.try_set(false);
            match kept {
                Ok(()) => {
                    on_connected.try_run(scopes);
                }
                Err(SignInError::Token(problem)) => {
                    token_error.try_set(Some(notice::token_problem(problem).to_owned()));
                    focus("#token".to_owned());
                }
                Err(SignInError::NotKept(error @ VaultError::WrongPassphrase)) => {
                    field.set_value(&typed);
                    present_error.try_set(Some(notice::vault_error(&error).text()));
                    focus("#present-passphrase".to_owned());
                }
                Err(error) => {
                    if let SignInError::NotKept(VaultError::OtherUser { .. }) = error {
                        field.set_value(&typed);
                    }
                    problem.try_set(Some(notice::sign_in_error(&error, &host)));
                }
            }
        });
    };
    view! {
        <form class="token-form" on:submit=submit novalidate autocomplete="off">
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            <TextField
                id="host"
                label="API host"
                value=FieldValue::Text(host.into())
                on_typed=move |text| host.set(text)
                error=host_error
            >
                "For GHE.com "
                <code>"api.SUBDOMAIN.ghe.com"</code>
                "."
            </TextField>
            <TextField
                id="token"
                label="Token"
                value=FieldValue::Secret(token)
                on_typed=move |text: String| asks_owner.set(is_fine_grained(&text))
                error=token_error
            >
                "A classic token with "
                <code>"security_events"</code>
                "; for an organization or a repository a fine-grained one does too."
            </TextField>
            <Show when=move || asks_owner.get()>
                <TextField
                    id="owner"
                    label="Resource owner"
                    value=FieldValue::Text(Signal::derive(owner))
                    on_typed=move |text| typed_owner.set(Some(text))
                    error=owner_problem
                >
                    "The organization or user that the token was made for. It is sent for no other's \
                    requests."
                </TextField>
            </Show>
            {is_first
                .then(|| {
                    view! {
                        <div class="token-form-remember">
                            <input
                                id="remember"
                                type="checkbox"
                                aria-describedby=move || remembers.get().then_some("remember-hint")
                                prop:checked=remembers
                                on:change=move |event| remembers.set(event_target_checked(&event))
                            />
                            <label class="field-label" for="remember">
                                "Remember on this device"
                            </label>
                            <Show when=move || remembers.get()>
                                <RememberHint on_site />
                            </Show>
                        </div>
                        <Show when=move || remembers.get()>
                            <PassphraseFields new=passphrase />
                        </Show>
                        <ScopeField typed=scope error=scope_error optional=token_only />
                    }
                })}
            {are_remembered
                .then(|| {
                    view! {
                        <TextField
                            id="present-passphrase"
                            label="Your passphrase"
                            value=FieldValue::Secret(present)
                            error=present_error
                        >
                            "The passphrase that your tokens are remembered with."
                        </TextField>
                    }
                })}
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
    }
}
