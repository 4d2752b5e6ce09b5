//! Whose requests to look at.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::github::scope::{ScopeError, Scopes};
use crate::ui::notice;
use crate::ui::parts::text_field::{FieldValue, TextField};

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
    let error = Signal::derive(move || error.with(|it| it.as_ref().map(notice::scope_error)));
    view! {
        <TextField
            id="scope"
            label="Enterprise, organization or repository"
            value=FieldValue::Text(typed.into())
            on_typed=move |text| typed.set(text)
            error=error
            placeholder="org:octo-org"
        >
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
        </TextField>
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
