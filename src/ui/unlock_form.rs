//! Opens a remembered token with its passphrase, or forgets it.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::vault::command::{VaultCommand, VaultError};
use crate::vault::passphrase::PassphraseProblem;
use crate::vault::record::Unreadable;
use crate::vault::status::LockedStatus;

use super::banner::Banner;
use super::focus::focus;
use super::notice::{self, Notice};
use super::progress::Progress;
use super::session::Session;

/// The form. The passphrase is taken out of its field when it is submitted, and nothing here keeps it.
#[component]
pub fn UnlockForm(
    /// Whom to ask.
    session: Session,
    /// Whose token is locked.
    locked: LockedStatus,
    /// It is open.
    on_unlocked: Callback<()>,
    /// It is wiped.
    on_forgotten: Callback<()>,
) -> impl IntoView {
    let field: NodeRef<Input> = NodeRef::new();
    let field_error = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<Notice>);
    let opening = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(typed) = field.get_untracked() else { return };
        if opening.get_untracked() {
            return;
        }
        problem.set(None);
        field_error.set(None);
        let passphrase = typed.value();
        if passphrase.is_empty() {
            field_error.set(Some(notice::passphrase_problem(PassphraseProblem::Empty)));
            return focus("#passphrase".to_owned());
        }
        typed.set_value("");
        opening.set(true);
        spawn_local(async move {
            let opened = session.ask_vault(VaultCommand::Unlock { passphrase }).await;
            opening.try_set(false);
            match opened {
                Ok(_) => {
                    on_unlocked.try_run(());
                }
                Err(error @ (VaultError::WrongPassphrase | VaultError::Passphrase(_))) => {
                    field_error.try_set(Some(notice::vault_error(&error).text()));
                    focus("#passphrase".to_owned());
                }
                Err(error) => {
                    problem.try_set(Some(notice::vault_error(&error)));
                }
            }
        });
    };
    view! {
        <section class="unlock-form">
            <h1 tabindex="-1">"Locked. Enter the passphrase"</h1>
            <p class="unlock-form-lead">
                "The token of " <bdi>{locked.login.clone()}</bdi> " for "
                {locked.host.to_string()}
                " is kept on this device, encrypted. What you wrote and what waits to be sent is kept, too; \
                nothing is sent while it is locked."
            </p>
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            <form on:submit=submit novalidate autocomplete="off">
                <div class="form-field">
                    <label class="field-label" for="passphrase">
                        "Passphrase"
                    </label>
                    <input
                        id="passphrase"
                        type="text"
                        class="field field-secret"
                        node_ref=field
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby="passphrase-error"
                        aria-invalid=move || field_error.with(Option::is_some).then_some("true")
                    />
                    <p id="passphrase-error" class="field-error">
                        {field_error}
                    </p>
                </div>
                <button
                    type="submit"
                    class="button button-primary button-block"
                    aria-disabled=move || opening.get().then_some("true")
                >
                    "Unlock"
                </button>
                <Show when=move || opening.get()>
                    <Progress label="Unlocking" />
                </Show>
            </form>
            <ForgetKept session on_forgotten />
        </section>
    }
}

/// What is kept can't be read: says so, and offers to erase it.
#[component]
pub fn UnreadableRecord(
    /// Whom to ask.
    session: Session,
    /// Why.
    why: Unreadable,
    /// It is erased.
    on_forgotten: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="unlock-form">
            <h1 tabindex="-1">"Connect to GitHub"</h1>
            <Banner notice=notice::unreadable_record(why) quiet=true />
            <ForgetKept session on_forgotten />
        </section>
    }
}

#[component]
fn ForgetKept(session: Session, on_forgotten: Callback<()>) -> impl IntoView {
    let problem = RwSignal::new(None::<Notice>);
    let forget = move |_| {
        problem.set(None);
        spawn_local(async move {
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
    view! {
        <div class="unlock-form-forget">
            <p>"Another token, or the passphrase is lost? A forgotten token can't be brought back, only entered anew."</p>
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            <button type="button" class="button button-danger" on:click=forget>
                "Forget token"
            </button>
        </div>
    }
}
