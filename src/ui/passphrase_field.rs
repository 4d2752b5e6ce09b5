//! A field for a passphrase, with what is wrong with what stands in it.

use leptos::html::Input;
use leptos::prelude::*;

/// The field. Like the token's it is a text field whose letters are hidden by style: what is typed into
/// password fields browsers offer to store, and to share between devices.
#[component]
pub fn PassphraseField(
    /// The element's name; its error's is made from it.
    id: &'static str,
    /// Its label.
    label: &'static str,
    /// The element.
    field: NodeRef<Input>,
    /// What is wrong, in words.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What helps; absent where nothing does.
    #[prop(optional)]
    hint: Option<String>,
) -> impl IntoView {
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described = match &hint {
        Some(_) => format!("{error_id} {hint_id}"),
        None => error_id.clone(),
    };
    view! {
        <div class="form-field passphrase-field">
            <label class="field-label" for=id>
                {label}
            </label>
            <input
                id=id
                type="text"
                class="field field-secret"
                node_ref=field
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
            />
            <p id=error_id class="field-error">
                {error}
            </p>
            {hint
                .map(|words| {
                    view! {
                        <p id=hint_id class="field-hint">
                            {words}
                        </p>
                    }
                })}
        </div>
    }
}
