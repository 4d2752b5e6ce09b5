//! A text field of a form, with its label, what is wrong with what stands in it, and what helps.

use leptos::html::Input;
use leptos::prelude::*;

/// Who keeps what stands in the field.
#[derive(Debug, Clone, Copy)]
pub enum FieldValue {
    /// The element alone: it must not be kept anywhere else. Its letters are hidden.
    Secret(NodeRef<Input>),
    /// The element follows this text.
    Text(Signal<String>),
}

/// The field. A secret one is a text field, too, whose letters are hidden by style: what is typed into
/// password fields browsers offer to store, and to share between devices.
#[component]
pub fn TextField(
    /// The element's name; its error's and its hint's are made from it.
    id: &'static str,
    /// Its label.
    label: &'static str,
    /// What stands in it.
    value: FieldValue,
    /// Takes what stands in it whenever somebody types there.
    #[prop(optional, into)]
    on_typed: Option<Callback<String>>,
    /// What is wrong, in words.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What shows as long as it is empty.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// What helps; absent where nothing does.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described = match &children {
        Some(_) => format!("{error_id} {hint_id}"),
        None => error_id.clone(),
    };
    let (node_ref, text) = match value {
        FieldValue::Secret(node_ref) => (node_ref, None),
        FieldValue::Text(text) => (NodeRef::new(), Some(text)),
    };
    let input = view! {
        <input
            id=id
            type="text"
            class="field"
            class:field-secret=text.is_none()
            node_ref=node_ref
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=placeholder
            aria-describedby=described
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            prop:value=move || text.map(|text| text.get()).unwrap_or_default()
            on:input=move |event| {
                if let Some(on_typed) = on_typed {
                    on_typed.run(event_target_value(&event));
                }
            }
        />
    };
    let hint = children.map(|children| {
        view! {
            <p id=hint_id class="field-hint">
                {children()}
            </p>
        }
    });
    view! {
        <div class="form-field">
            <label class="field-label" for=id>
                {label}
            </label>
            {input}
            <p id=error_id class="field-error">
                {error}
            </p>
            {hint}
        </div>
    }
}
