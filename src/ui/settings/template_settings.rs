//! The saved message templates in the settings: rename, edit, delete.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::triage::template::Template;
use crate::triage::visible::visible;
use crate::triage::written::{WrittenProblem, messages};
use crate::ui::notice;
use crate::ui::parts::banner::Banner;
use crate::ui::parts::focus::focus;
use crate::ui::session::Session;

/// The templates of the token's GitHub.
#[component]
pub fn TemplateSettings(
    /// Whose templates.
    session: Session,
) -> impl IntoView {
    let kept = session.templates;
    kept.look();
    let saved = Memo::new(move |_| {
        kept.known.with(|known| match known {
            Some(Ok(templates)) => templates.saved().to_vec(),
            _ => Vec::new(),
        })
    });
    let is_unreadable = Memo::new(move |_| kept.known.with(|known| matches!(known, Some(Err(_)))));
    let is_empty = Memo::new(move |_| {
        saved.with(Vec::is_empty) && kept.known.with(|known| matches!(known, Some(Ok(_))))
    });
    // The one that is edited; another one with its name is another template.
    let edited = RwSignal::new(None::<Template>);
    let removed = RwSignal::new(None::<Template>);
    let remove = Callback::new(move |template: Template| {
        let gone = template.clone();
        kept.change(move |templates| {
            templates.remove(&gone.name, gone.organization.as_deref());
        });
        removed.set(Some(template));
        focus(".template-settings-restore".to_owned());
    });
    let restore = move |_| {
        if let Some(template) = removed.get_untracked() {
            kept.change(move |templates| templates.save(template));
        }
        removed.set(None);
        focus("#template-settings-heading".to_owned());
    };
    let is_removed = Memo::new(move |_| removed.with(Option::is_some));
    let gone = move || removed.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    view! {
        <section class="template-settings" aria-labelledby="template-settings-heading">
            <h2 id="template-settings-heading" tabindex="-1">
                "Message templates"
            </h2>
            <Show when=move || is_unreadable.get()>
                <Banner notice=notice::templates_unreadable()>
                    <button
                        type="button"
                        class="button button-danger"
                        on:click=move |_| kept.erase()
                    >
                        "Erase templates"
                    </button>
                </Banner>
            </Show>
            <Show when=move || is_empty.get()>
                <p class="field-hint">
                    "There are none yet. Save one where you write a review message."
                </p>
            </Show>
            <ul class="template-settings-items" aria-label="Message templates">
                <For each=move || saved.get() key=key let:template>
                    <TemplateItem session template edited remove />
                </For>
            </ul>
            <div class="template-settings-removed" role="status">
                <Show when=move || is_removed.get()>
                    <p>"Deleted: " <bdi>{gone}</bdi></p>
                    <button
                        type="button"
                        class="button button-small template-settings-restore"
                        on:click=restore
                    >
                        "Undo deletion"
                    </button>
                </Show>
            </div>
        </section>
    }
}

/// What an item stands for: one that changed is another item.
fn key(template: &Template) -> (String, Option<String>, String) {
    (template.name.clone(), template.organization.clone(), template.text.clone())
}

/// One template.
#[component]
fn TemplateItem(
    session: Session,
    template: Template,
    edited: RwSignal<Option<Template>>,
    remove: Callback<Template>,
) -> impl IntoView {
    let Template { name, text, organization } = template.clone();
    let whose = match organization {
        Some(organization) => view! { "For " <bdi>{visible(&organization)}</bdi> }.into_any(),
        None => "For all organizations".into_any(),
    };
    let template = StoredValue::new(template);
    let is_edited = Memo::new(move |_| {
        edited.with(|edited| template.with_value(|template| edited.as_ref() == Some(template)))
    });
    let edit_label = format!("Edit {name}");
    let delete_label = format!("Delete {name}");
    let buttons = view! {
        <div class="template-settings-buttons">
            <button
                type="button"
                class="button button-small"
                aria-label=edit_label
                on:click=move |_| edited.set(Some(template.get_value()))
            >
                "Edit"
            </button>
            <button
                type="button"
                class="button button-small button-danger"
                aria-label=delete_label
                on:click=move |_| remove.run(template.get_value())
            >
                "Delete"
            </button>
        </div>
    };
    view! {
        <li class="template-settings-item">
            <div>
                <p class="template-settings-name">
                    <bdi>{name}</bdi>
                </p>
                <p class="template-settings-whose">{whose}</p>
                <p class="template-settings-text" dir="auto">
                    {text}
                </p>
            </div>
            {buttons}
            <Show when=move || is_edited.get()>
                <TemplateForm session template=template.get_value() edited />
            </Show>
        </li>
    }
}

/// Changes one template.
#[component]
fn TemplateForm(
    session: Session,
    template: Template,
    edited: RwSignal<Option<Template>>,
) -> impl IntoView {
    let name = RwSignal::new(template.name.clone());
    let text = RwSignal::new(template.text.clone());
    let organization = template.organization.clone();
    let of = organization.clone();
    let before = StoredValue::new(template);
    let placeholders = Memo::new(move |_| {
        text.with(|text| match messages(text, []) {
            Err(WrittenProblem::Placeholders(problems)) => problems,
            _ => Vec::new(),
        })
    });
    let problem = move || {
        let first = placeholders.with(|problems| problems.first().cloned())?;
        let snippet = text.with_untracked(|text| text.get(first.span.clone()).map(str::to_owned));
        Some(view! {
            <code dir="auto">{snippet}</code>
            " "
            {first.in_words()}
        })
    };
    // Another template of the new name would be lost.
    let is_taken = Memo::new(move |_| {
        let own = before.with_value(|it| it.name.trim().to_lowercase());
        name.with(|name| {
            name.trim().to_lowercase() != own
                && session.templates.known.with(|known| match known {
                    Some(Ok(templates)) => templates.find(name, of.as_deref()).is_some(),
                    _ => false,
                })
        })
    });
    let incomplete = move || {
        name.with(|name| name.trim().is_empty())
            || text.with(|text| text.trim().is_empty())
            || is_taken.get()
            || !placeholders.with(Vec::is_empty)
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(incomplete) {
            return;
        }
        let new = Template {
            name: name.get_untracked().trim().to_owned(),
            text: text.get_untracked(),
            organization: organization.clone(),
        };
        let old = before.get_value();
        session.templates.change(move |templates| templates.replace(&old, new));
        edited.set(None);
        focus("#template-settings-heading".to_owned());
    };
    view! {
        <form class="template-settings-form" on:submit=save>
            <div class="form-field">
                <label class="field-label" for="template-settings-name">
                    "Template name"
                </label>
                <input
                    type="text"
                    id="template-settings-name"
                    class="field"
                    dir="auto"
                    autocomplete="off"
                    maxlength="80"
                    aria-describedby="template-settings-taken"
                    aria-invalid=move || is_taken.get().then_some("true")
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
                <p id="template-settings-taken" class="field-error" aria-live="polite">
                    {move || is_taken.get().then_some("Another template has this name.")}
                </p>
            </div>
            <div class="form-field">
                <label class="field-label" for="template-settings-text">
                    "Template text"
                </label>
                <textarea
                    id="template-settings-text"
                    class="field"
                    rows="4"
                    dir="auto"
                    aria-describedby="template-settings-problem"
                    aria-invalid=move || (!placeholders.with(Vec::is_empty)).then_some("true")
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                <p id="template-settings-problem" class="field-error" aria-live="polite">
                    {problem}
                </p>
            </div>
            <div class="dialog-buttons">
                <button type="button" class="button" on:click=move |_| edited.set(None)>
                    "Cancel"
                </button>
                <button type="submit" class="button button-primary" disabled=incomplete>
                    "Save template"
                </button>
            </div>
        </form>
    }
}
