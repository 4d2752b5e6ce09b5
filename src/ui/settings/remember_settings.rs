//! Whether the tokens are remembered on this device, and when they are locked, in the settings.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::connect_form::passphrase_fields::{NewPassphrase, PassphraseFields};
use crate::ui::notice::{self, Notice};
use crate::ui::parts::banner::Banner;
use crate::ui::parts::focus::focus;
use crate::ui::parts::progress::Progress;
use crate::ui::parts::text_field::{FieldValue, TextField};
use crate::ui::session::Session;
use crate::vault::auto_lock::AutoLock;
use crate::vault::command::{VaultCommand, VaultError};
use crate::vault::passphrase::PassphraseProblem;

/// The section.
#[component]
pub fn RememberSettings(
    /// Whom to ask.
    session: Session,
    /// Whether this is a site, whose storage all pages of its origin share.
    on_site: bool,
) -> impl IntoView {
    // Absent before it is known.
    let remembered = RwSignal::new(None::<Option<AutoLock>>);
    let is_remembered = Memo::new(move |_| remembered.get().map(|it| it.is_some()));
    let problem = RwSignal::new(None::<Notice>);
    let said = RwSignal::new(None::<&'static str>);
    let working = RwSignal::new(false);
    // Which field an error belongs to, where it is the present passphrase's.
    let current_error = RwSignal::new(None::<String>);
    let ask = move |command: VaultCommand, done: Option<&'static str>| {
        problem.set(None);
        said.set(None);
        current_error.set(None);
        working.set(!matches!(command, VaultCommand::Look | VaultCommand::SetAutoLock(_)));
        spawn_local(async move {
            let report = session.ask_vault(command).await;
            working.try_set(false);
            match report {
                Ok(report) => {
                    remembered.try_set(Some(report.remembered));
                    said.try_set(done);
                }
                Err(error @ VaultError::WrongPassphrase) => {
                    current_error.try_set(Some(notice::vault_error(&error).text()));
                    focus("#current-passphrase".to_owned());
                }
                Err(error) => {
                    problem.try_set(Some(notice::vault_error(&error)));
                }
            }
        });
    };
    ask(VaultCommand::Look, None);

    let body = move || match is_remembered.get() {
        None => ().into_any(),
        Some(false) => {
            let remember = move |passphrase| {
                ask(VaultCommand::Remember { passphrase }, Some("Remembered on this device."));
            };
            view! {
                <p>
                    {if on_site {
                        "What is entered here is in this page's memory only: closing or reloading the page forgets it."
                    } else {
                        "What is entered here is kept until the browser is closed, and not on the disk."
                    }}
                </p>
                <RememberForm on_site working on_passphrase=Callback::new(remember) />
            }
            .into_any()
        }
        Some(true) => {
            let auto_lock = move || remembered.get().flatten().unwrap_or_default();
            let choose = move |event| {
                let chosen = AutoLock::read(Some(&event_target_value(&event)));
                ask(VaultCommand::SetAutoLock(chosen), None);
            };
            let option = move |it: AutoLock| {
                view! {
                    <option value=it.minutes().to_string() prop:selected=move || auto_lock() == it>
                        {name(it)}
                    </option>
                }
            };
            let change = move |(current, new)| {
                let command = VaultCommand::ChangePassphrase { current, new };
                ask(command, Some("The passphrase is changed."));
            };
            view! {
                <p>"What is entered here is kept on this device, encrypted with your passphrase."</p>
                <div class="form-field">
                    <label class="field-label" for="auto-lock">
                        "Lock when it wasn't used for"
                    </label>
                    <select id="auto-lock" class="field remember-settings-after" on:change=choose>
                        {AutoLock::ALL.map(option).collect_view()}
                    </select>
                </div>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| ask(VaultCommand::Lock, None)
                >
                    "Lock now"
                </button>
                <details class="remember-settings-change">
                    <summary>"Change passphrase"</summary>
                    <ChangeForm current_error working on_passphrases=Callback::new(change) />
                </details>
            }
            .into_any()
        }
    };
    view! {
        <div class="remember-settings">
            <h3>"On this device"</h3>
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            {body}
            <Show when=move || working.get() && is_remembered.get().is_some()>
                <Progress label="Encrypting" />
            </Show>
            <p aria-live="polite">{said}</p>
        </div>
    }
}

fn name(auto_lock: AutoLock) -> &'static str {
    match auto_lock {
        AutoLock::FiveMinutes => "5 minutes",
        AutoLock::QuarterHour => "15 minutes",
        AutoLock::Hour => "1 hour",
        AutoLock::FourHours => "4 hours",
    }
}

/// What remembering means, in words.
#[component]
pub fn RememberHint(
    /// Whether this is a site, whose storage all pages of its origin share.
    on_site: bool,
) -> impl IntoView {
    view! {
        <p id="remember-hint" class="field-hint">
            "Kept on this device, encrypted with a passphrase that nobody can reset, and locked when it wasn't \
            used for a while."
            {on_site
                .then_some(
                    " Any page of this site's origin can copy it and try passphrases: do this only on a \
                    site with an origin of its own.",
                )}
        </p>
    }
}

#[component]
fn RememberForm(
    on_site: bool,
    working: RwSignal<bool>,
    on_passphrase: Callback<String>,
) -> impl IntoView {
    let new = NewPassphrase::default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !working.get_untracked() && new.is_there() {
            on_passphrase.run(new.take());
        }
    };
    view! {
        <form class="remember-settings-form" on:submit=submit novalidate autocomplete="off">
            <RememberHint on_site />
            <PassphraseFields new />
            <button
                type="submit"
                class="button"
                aria-describedby="remember-hint"
                aria-disabled=move || working.get().then_some("true")
            >
                "Remember on this device"
            </button>
        </form>
    }
}

#[component]
fn ChangeForm(
    /// What is wrong with the present passphrase.
    current_error: RwSignal<Option<String>>,
    working: RwSignal<bool>,
    /// The present and the new one.
    on_passphrases: Callback<(String, String)>,
) -> impl IntoView {
    let new = NewPassphrase::default();
    let current: NodeRef<Input> = NodeRef::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = current.get_untracked() else { return };
        if working.get_untracked() {
            return;
        }
        let typed = field.value();
        if typed.is_empty() {
            current_error.set(Some(notice::passphrase_problem(PassphraseProblem::Empty)));
            return focus("#current-passphrase".to_owned());
        }
        current_error.set(None);
        if new.is_there() {
            field.set_value("");
            on_passphrases.run((typed, new.take()));
        }
    };
    view! {
        <form class="remember-settings-form" on:submit=submit novalidate autocomplete="off">
            <TextField
                id="current-passphrase"
                label="Present passphrase"
                value=FieldValue::Secret(current)
                error=current_error
            />
            <PassphraseFields new />
            <button
                type="submit"
                class="button"
                aria-disabled=move || working.get().then_some("true")
            >
                "Save passphrase"
            </button>
        </form>
    }
}
