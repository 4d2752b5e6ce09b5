//! The tokens in the settings: whose they are, what they may do, adding one and forgetting one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::github::host::Host;
use crate::triage::visible::visible;
use crate::ui::connect_form::token_form::{Entering, TokenForm};
use crate::ui::labels;
use crate::ui::notice::{self, Notice};
use crate::ui::parts::banner::Banner;
use crate::ui::session::Session;
use crate::vault::binding::Bound;
use crate::vault::command::VaultCommand;
use crate::vault::status::{HeldStatus, TokenStatus};

use super::remember_settings::RememberSettings;

/// What is known of the tokens.
#[component]
pub fn TokenSettings(
    /// Whom to ask.
    session: Session,
    /// What is known of them.
    held: HeldStatus,
    /// A token was entered or wiped, in words; absent where they aren't the person's own, as in the demo.
    on_changed: Option<Callback<&'static str>>,
    /// Whether this is a site, whose storage all pages of its origin share.
    #[prop(optional)]
    on_site: bool,
) -> impl IntoView {
    let problem = RwSignal::new(None::<Notice>);
    let history = session.history;
    let erases = RwSignal::new(false);
    let ask = move |command: VaultCommand, done: Callback<&'static str>, words: &'static str| {
        problem.set(None);
        let erases = erases.get_untracked() && matches!(command, VaultCommand::Forget(_));
        spawn_local(async move {
            // While it is known whose it is.
            let erased = if erases { history.erase(None).await } else { Ok(()) };
            if let Err(error) = erased {
                problem.try_set(Some(notice::history_not_erased(error)));
                return;
            }
            match session.ask_vault(command).await {
                Ok(_) => {
                    done.try_run(words);
                }
                Err(error) => {
                    problem.try_set(Some(notice::vault_error(&error)));
                }
            }
        });
    };
    let is_one = held.tokens.len() == 1;
    let kept = match (held.is_remembered, on_site) {
        (true, _) => "On this device, encrypted",
        (false, true) => "In this page's memory",
        (false, false) => "Until the browser is closed",
    };
    let hosts = held.hosts();
    // The history is kept for a user, and the one at work is the one it is known of.
    let one_host = hosts.len() == 1;
    let tokens = held.tokens.clone();
    let item = move |token: &TokenStatus| {
        let (forgets, binding) = (labels::forget_token(token, &tokens), token.binding());
        view! {
            <li class="token-settings-item">
                {facts(token, on_changed.map(|_| kept))} {on_changed
                    .map(|done| {
                        let forget = move |_| {
                            ask(VaultCommand::Forget(binding.clone()), done, "Token forgotten.");
                        };
                        view! {
                            <button type="button" class="button button-danger" on:click=forget>
                                {forgets}
                            </button>
                        }
                    })}
            </li>
        }
    };
    let items = held.tokens.iter().map(item).collect_view();
    let at_work = held.host.clone();
    view! {
        <section class="token-settings" aria-labelledby="token-settings-heading">
            <h2 id="token-settings-heading">{if is_one { "Token" } else { "Tokens" }}</h2>
            {on_changed
                .filter(|_| !one_host)
                .map(|done| {
                    let choose = move |host: Host| ask(VaultCommand::WorkAt(host), done, "Switched.");
                    view! { <HostAtWork hosts at_work choose /> }
                })}
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            <ul class="token-settings-list">{items}</ul>
            {on_changed
                .map(|done| {
                    let are_remembered = held.is_remembered;
                    let on_connected = Callback::new(move |_| done.run("Token added."));
                    view! {
                        <Show when=move || one_host && history.listed.with(|listed| !listed.is_empty())>
                            <label class="token-settings-history">
                                <input
                                    type="checkbox"
                                    prop:checked=erases
                                    on:change=move |event| erases.set(event_target_checked(&event))
                                />
                                "When a token is forgotten, also erase the local history of its user"
                            </label>
                        </Show>
                        <details class="token-settings-add">
                            <summary>"Add token"</summary>
                            <TokenForm
                                session
                                entering=Entering::Another { are_remembered }
                                on_site
                                on_connected
                            />
                        </details>
                        <RememberSettings session on_site />
                    }
                })}
        </section>
    }
}

fn facts(token: &TokenStatus, kept: Option<&'static str>) -> impl IntoView + use<> {
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
        <dl class="facts">
            <div class="fact">
                <dt>"User"</dt>
                <dd>
                    <bdi>{visible(&token.login)}</bdi>
                </dd>
            </div>
            <div class="fact">
                <dt>"API host"</dt>
                <dd>{token.host.to_string()}</dd>
            </div>
            {token
                .owner
                .as_ref()
                .map(|owner| {
                    view! {
                        <div class="fact">
                            <dt>"Resource owner"</dt>
                            <dd>{owner.to_string()}</dd>
                        </div>
                    }
                })}
            <div class="fact">
                <dt>"Kind"</dt>
                <dd>{labels::token_kind(token.kind)}</dd>
            </div>
            <div class="fact">
                <dt>"Scopes"</dt>
                <dd>{scopes}</dd>
            </div>
            {kept
                .map(|words| {
                    view! {
                        <div class="fact">
                            <dt>"Kept"</dt>
                            <dd>{words}</dd>
                        </div>
                    }
                })}
        </dl>
        {shortcomings}
    }
}

/// Which of several GitHubs the inbox works on.
#[component]
fn HostAtWork(
    hosts: Vec<Host>,
    at_work: Host,
    choose: impl Fn(Host) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let options = hosts
        .iter()
        .map(|host| {
            let name = host.to_string();
            let is_at_work = *host == at_work;
            view! {
                <option value=name.clone() prop:selected=is_at_work>
                    {name.clone()}
                </option>
            }
        })
        .collect_view();
    let chosen = move |event| {
        if let Ok(host) = event_target_value(&event).parse() {
            choose(host);
        }
    };
    view! {
        <div class="form-field">
            <label class="field-label" for="host-at-work">
                "API host that the inbox asks"
            </label>
            <select id="host-at-work" class="field" on:change=chosen>
                {options}
            </select>
        </div>
    }
}
