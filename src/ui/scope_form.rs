//! Whose requests to look at.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::github::scope::{ScopeError, Scopes};

use super::notice;

/// The one text field of scopes, with what is wrong with it.
#[component]
pub fn ScopeField(
    /// What was typed.
    typed: RwSignal<String>,
    /// What is wrong with it, once that is to be said.
    #[prop(into)]
    error: Signal<Option<ScopeError>>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    view! {
        <div class="form-field">
            <label class="field-label" for="scope">
                "Enterprise, organization or repository"
            </label>
            <input
                id="scope"
                type="text"
                class="field"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="org:octo-org"
                aria-describedby="scope-error scope-hint"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <p id="scope-error" class="field-error">
                {move || error.with(|error| error.as_ref().map(notice::scope_error))}
            </p>
            <p id="scope-hint" class="field-hint">
                <code>"enterprise:SLUG"</code>
                ", "
                <code>"org:ORG"</code>
                " or "
                <code>"repo:OWNER/REPO"</code>
                {if optional {
                    "; several with commas between them. May stay empty."
                } else {
                    "; several with commas between them."
                }}
            </p>
        </div>
    }
}

/// A form that opens the requests of one or several scopes.
#[component]
pub fn ScopeForm(
    /// Opens them.
    on_scopes: Callback<Scopes>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match typed.get_untracked().parse() {
            Ok(scopes) => {
                error.set(None);
                on_scopes.run(scopes);
            }
            Err(why) => error.set(Some(why)),
        }
    };
    view! {
        <form class="scope-form" on:submit=submit novalidate>
            <ScopeField typed error />
            <button type="submit" class="button">
                "Show requests"
            </button>
        </form>
    }
}
