//! A button by a message field that opens what can be put into it, and saves what was written.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::{Input, Textarea};
use leptos::prelude::*;

use crate::github::exemption::BypassReason;
use crate::github::review_request::Decision;
use crate::triage::template::choice::{Choice, Origin, choices};
use crate::triage::template::{Placeholder, Template};
use crate::triage::visible::visible;
use crate::ui::command::Command;
use crate::ui::keyboard::typing;
use crate::ui::labels;
use crate::ui::notice;
use crate::ui::parts::banner::Banner;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::modal::Modal;
use crate::ui::session::Session;
use crate::ui::session::press::press;

/// The button and its dialog.
#[component]
pub fn MessageTemplates(
    /// Whose templates.
    session: Session,
    /// What begins the ids of its elements.
    id: &'static str,
    /// The field that they are put into.
    field: NodeRef<Textarea>,
    /// What is in it.
    text: Signal<String>,
    /// The organization of the requests that the message is for; absent where there are several.
    organization: Signal<Option<String>>,
    /// Their requesters' reasons.
    reasons: Signal<Vec<Option<BypassReason>>>,
    /// The decisions that the message may be sent with.
    decisions: Signal<Vec<Decision>>,
) -> impl IntoView {
    let dialog = Modal::new();
    let open = move |_| {
        session.templates.look();
        dialog.open();
    };
    let insert = Callback::new(move |text: String| {
        // The field can't have the focus while the dialog is over it.
        dialog.close();
        if let Some(field) = field.get_untracked() {
            typing::insert(&field, &text);
        }
    });
    let manage = move |event: MouseEvent| {
        dialog.close();
        session.commands.run(Command::GoSettings, press(&event));
    };
    let heading = format!("{id}-templates-heading");
    let choices = Memo::new(move |_| {
        let organization = organization.get();
        session.templates.known.with(|known| match known {
            Some(Ok(templates)) => reasons.with(|reasons| {
                let organization = organization.as_deref();
                decisions.with(|decisions| choices(templates, organization, reasons, decisions))
            }),
            _ => Vec::new(),
        })
    });
    let is_unreadable =
        Memo::new(move |_| session.templates.known.with(|known| matches!(known, Some(Err(_)))));
    let group = move |of: Option<Decision>| {
        let title = match of {
            None => "Saved",
            Some(Decision::Approve) => "For an approval",
            Some(Decision::Deny) => "For a denial",
        };
        let its = Memo::new(move |_| {
            choices.with(|all| {
                all.iter().filter(|it| it.decision == of).cloned().collect::<Vec<Choice>>()
            })
        });
        let items = move || {
            let choice = |choice| view! { <ChoiceItem choice insert /> };
            its.get().into_iter().map(choice).collect_view()
        };
        view! {
            <Show when=move || !its.with(Vec::is_empty)>
                <h3>{title}</h3>
                <ul class="message-templates-choices" aria-label=title>
                    {items}
                </ul>
            </Show>
        }
    };
    let content = move || {
        view! {
            <Show when=move || is_unreadable.get()>
                <Banner notice=notice::templates_unreadable() />
            </Show>
            {group(None)}
            {group(Some(Decision::Approve))}
            {group(Some(Decision::Deny))}
            <h3>"Placeholders"</h3>
            <ul class="message-templates-placeholders" aria-label="Placeholders">
                {Placeholder::ALL.map(|it| view! { <PlaceholderItem placeholder=it insert /> }).collect_view()}
            </ul>
            <SaveForm session id text organization disabled=is_unreadable />
        }
    };
    view! {
        <div class="message-templates">
            <button
                type="button"
                class="button button-small"
                aria-haspopup="dialog"
                on:click=open
            >
                <Icon octicon=Octicon::Comment />
                "Templates"
            </button>
            <dialog
                class="dialog message-templates-dialog"
                node_ref=dialog.node
                closedby="any"
                aria-labelledby=heading
                on:close=move |_| dialog.closed()
            >
                <h2 id=heading.clone()>"Templates"</h2>
                <Show when=move || dialog.is_open.get()>{content()}</Show>
                <div class="dialog-buttons">
                    <button type="button" class="button button-invisible" on:click=manage>
                        "Manage templates"
                    </button>
                    <button type="button" class="button" on:click=move |_| dialog.close()>
                        "Close"
                    </button>
                </div>
            </dialog>
        </div>
    }
}

/// A template to choose.
#[component]
fn ChoiceItem(choice: Choice, insert: Callback<String>) -> impl IntoView {
    let (name, whose) = match choice.origin {
        Origin::Saved { name, organization } => (name, organization),
        Origin::LastUsed => ("Last used".to_owned(), None),
        Origin::Suggested { reason: Some(reason) } => {
            (format!("Suggested for “{}”", labels::reason(&reason)), None)
        }
        Origin::Suggested { reason: None } => ("Suggested".to_owned(), None),
    };
    let whose = whose.map(|whose| {
        view! {
            <span class="message-templates-whose">
                " for " <bdi>{visible(&whose)}</bdi>
            </span>
        }
    });
    let text = choice.text;
    let put_in = {
        let text = text.clone();
        move |_| insert.run(text.clone())
    };
    view! {
        <li>
            <button type="button" class="message-templates-choice" on:click=put_in>
                <span class="message-templates-name">
                    <bdi>{visible(&name)}</bdi>
                    {whose}
                    <span class="visually-hidden">": "</span>
                </span>
                <span class="message-templates-text" dir="auto">
                    {text}
                </span>
            </button>
        </li>
    }
}

/// A placeholder to put in.
#[component]
fn PlaceholderItem(placeholder: Placeholder, insert: Callback<String>) -> impl IntoView {
    let written = format!("{{{}}}", placeholder.name());
    let put_in = {
        let written = written.clone();
        move |_| insert.run(written.clone())
    };
    view! {
        <li class="message-templates-placeholder">
            <button type="button" class="button button-small" on:click=put_in>
                {written}
            </button>
            <span>{placeholder.explanation()}</span>
        </li>
    }
}

/// Saves what is in the field.
#[component]
fn SaveForm(
    session: Session,
    id: &'static str,
    text: Signal<String>,
    organization: Signal<Option<String>>,
    disabled: Memo<bool>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let only_here = RwSignal::new(false);
    let saved = RwSignal::new(false);
    let field = NodeRef::<Input>::new();
    let has_text = Memo::new(move |_| text.with(|text| !text.trim().is_empty()));
    let whose = move || organization.get().filter(|_| only_here.get());
    // The same name for the same organization is the same template.
    let replaces = Memo::new(move |_| {
        let whose = whose();
        session.templates.known.with(|known| match known {
            Some(Ok(templates)) => {
                name.with(|name| templates.find(name, whose.as_deref()).is_some())
            }
            _ => false,
        })
    });
    let begin = move |_| {
        saved.set(false);
        is_open.set(true);
    };
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Fails for no element.
            let _ = field.focus();
        }
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let called = name.get_untracked().trim().to_owned();
        if called.is_empty() {
            return;
        }
        let template =
            Template { name: called, text: text.get_untracked(), organization: untrack(whose) };
        session.templates.change(move |templates| templates.save(template));
        name.set(String::new());
        is_open.set(false);
        saved.set(true);
    };
    let choice = move || {
        organization.get().map(|organization| {
            view! {
                <label class="message-templates-only">
                    <input
                        type="checkbox"
                        prop:checked=move || only_here.get()
                        on:change=move |event| only_here.set(event_target_checked(&event))
                    />
                    <span>"For " <bdi>{visible(&organization)}</bdi> " only"</span>
                </label>
            }
        })
    };
    let name_id = format!("{id}-template-name");
    view! {
        <p role="status" class="field-hint">
            {move || saved.get().then_some("Template saved.")}
        </p>
        <Show
            when=move || is_open.get()
            fallback=move || {
                view! {
                    <button
                        type="button"
                        class="button button-small message-templates-save"
                        disabled=move || disabled.get() || !has_text.get()
                        on:click=begin
                    >
                        "Save as template…"
                    </button>
                }
            }
        >
            <form class="message-templates-form" on:submit=save>
                <label class="field-label" for=name_id.clone()>
                    "Template name"
                </label>
                <input
                    type="text"
                    id=name_id.clone()
                    class="field"
                    dir="auto"
                    autocomplete="off"
                    maxlength="80"
                    node_ref=field
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
                {choice}
                <p class="field-hint" aria-live="polite">
                    {move || replaces.get().then_some("This replaces the template of that name.")}
                </p>
                <div class="dialog-buttons">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| is_open.set(false)
                    >
                        "Cancel"
                    </button>
                    <button
                        type="submit"
                        class="button button-primary"
                        disabled=move || name.with(|name| name.trim().is_empty())
                    >
                        "Save template"
                    </button>
                </div>
            </form>
        </Show>
    }
}
