//! Opens remembered tokens with their passphrase, or forgets them.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::github::host::Host;
use crate::triage::visible::visible;
use crate::ui::notice::{self, Notice};
use crate::ui::parts::banner::Banner;
use crate::ui::parts::focus::focus;
use crate::ui::parts::progress::Progress;
use crate::ui::parts::text_field::{FieldValue, TextField};
use crate::ui::session::Session;
use crate::vault::command::{VaultCommand, VaultError};
use crate::vault::passphrase::PassphraseProblem;
use crate::vault::record::Unreadable;
use crate::vault::status::LockedStatus;

/// The form. The passphrase is taken out of its field when it is submitted, and nothing here keeps it.
#[component]
pub fn UnlockForm(
    /// Whom to ask.
    session: Session,
    /// Whose tokens are locked.
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
                "Your tokens (" <LockedUsers locked />
                ") are kept on this device, encrypted. What you wrote and what waits to be sent is kept, too; \
                nothing is sent while they are locked."
            </p>
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            <form class="token-form" on:submit=submit novalidate autocomplete="off">
                <TextField
                    id="passphrase"
                    label="Passphrase"
                    value=FieldValue::Secret(field)
                    error=field_error
                />
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

/// Whose tokens are locked, in words.
#[component]
pub fn LockedUsers(
    /// Whose.
    locked: LockedStatus,
) -> impl IntoView {
    let user = |(position, (host, login)): (usize, (Host, String))| {
        let comma = (position > 0).then_some(", ");
        view! { {comma} <bdi>{visible(&login)}</bdi> " at " {host.to_string()} }
    };
    locked.users.into_iter().enumerate().map(user).collect_view()
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
                    problem.try_set(Some(notice::transport_error(&error)));
                }
            }
        });
    };
    view! {
        <div class="unlock-form-forget">
            <p>"Another token, or the passphrase is lost? Forgotten tokens can't be brought back, only entered anew."</p>
            {move || problem.get().map(|notice| view! { <Banner notice /> })}
            <button type="button" class="button button-danger" on:click=forget>
                "Forget token"
            </button>
        </div>
    }
}
