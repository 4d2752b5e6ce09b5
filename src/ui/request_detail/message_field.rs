//! The field for a review message: templates, length, what is wrong with it, and what GitHub gets.

use std::sync::Arc;

use leptos::html::Textarea;
use leptos::prelude::*;

use crate::github::exemption::ExemptionRequest;
use crate::github::review_request::{Decision, MAX_MESSAGE_LENGTH};
use crate::triage::batch::{one_organization, reasons};
use crate::triage::message::{ReviewMessage, length};
use crate::triage::template::TemplateProblem;
use crate::triage::written::{WrittenProblem, as_it_stands, has_braces, longest};
use crate::ui::keyboard::typing;
use crate::ui::labels;
use crate::ui::session::Session;

use super::message_templates::MessageTemplates;

/// How many of several messages are shown before they are sent.
const SHOWN: usize = 3;

/// What was written made into each request's message.
pub type Messages = Result<Vec<ReviewMessage>, WrittenProblem>;

/// The field, named `Review message`.
#[component]
pub fn MessageField(
    /// Whose templates.
    session: Session,
    /// Its id, which also begins the ids of what is around it.
    id: &'static str,
    /// The field itself.
    field: NodeRef<Textarea>,
    /// What is written in it.
    text: Signal<String>,
    /// Takes what is typed.
    on_text: Callback<String>,
    /// The requests that it is for.
    requests: Signal<Vec<Arc<ExemptionRequest>>>,
    /// The messages that become of it.
    messages: Signal<Messages>,
    /// The decisions that it may be sent with.
    decisions: Signal<Vec<Decision>>,
    /// The id of what else describes the field.
    described_by: &'static str,
) -> impl IntoView {
    let of_all = move || requests.get();
    let organization =
        Memo::new(move |_| one_organization(of_all().iter().map(|request| &**request)));
    let reasons = Memo::new(move |_| reasons(of_all().iter().map(|request| &**request)));
    let is_for_many = Memo::new(move |_| requests.with(|requests| requests.len() > 1));
    let most = Memo::new(move |_| {
        messages.with(|messages| match messages {
            Ok(messages) => messages.iter().map(|it| length(it.as_str())).max().unwrap_or(0),
            Err(_) => text.with(|text| {
                requests.with(|all| longest(text, all.iter().map(|request| &**request)))
            }),
        })
    });
    let differ = Memo::new(move |_| is_for_many.get() && text.with(|text| has_braces(text)));
    let too_long = move || most.get() > MAX_MESSAGE_LENGTH;
    let problems = Memo::new(move |_| {
        messages.with(|messages| match messages {
            Err(WrittenProblem::Placeholders(problems)) => problems.clone(),
            _ => Vec::new(),
        })
    });
    let has_problems = Memo::new(move |_| !problems.with(Vec::is_empty));
    let is_invalid = move || too_long() || has_problems.get();
    let count = move || {
        let longest = if differ.get() { "Longest: " } else { "" };
        format!("{longest}{} characters", labels::of_at_most(most.get(), MAX_MESSAGE_LENGTH))
    };
    let keep_braces = move |_| {
        if let Some(field) = field.get_untracked() {
            typing::replace_all(&field, &as_it_stands(&field.value()));
        }
    };
    let problem = move |problem: TemplateProblem| {
        let snippet = text.with_untracked(|text| {
            text.get(problem.span.clone()).unwrap_or(&problem.name).to_owned()
        });
        let words = problem.in_words();
        let show = move |_| {
            if let Some(field) = field.get_untracked() {
                typing::select(&field, &problem.span);
            }
        };
        view! {
            <li>
                <button type="button" class="message-field-problem" on:click=show>
                    <span class="visually-hidden">"Select "</span>
                    <code dir="auto">{snippet}</code>
                </button>
                " "
                {words}
            </li>
        }
    };
    let preview = Memo::new(move |_| {
        let shows = requests.with(|all| !all.is_empty()) && text.with(|text| has_braces(text));
        let messages = messages.with(|messages| messages.as_ref().ok().cloned());
        let pairs = messages.filter(|_| shows)?.into_iter().zip(requests.get());
        let pairs = pairs.map(|(message, request)| (labels::request_name(&request), message));
        Some(pairs.collect::<Vec<(String, ReviewMessage)>>())
    });
    let previews = move || {
        let all = preview.get()?;
        let many = all.len() > 1;
        let more = all.len().saturating_sub(SHOWN);
        let items = all.into_iter().take(SHOWN).map(|(name, message)| {
            let name = many.then(|| view! { <bdi class="message-field-whose">{name}</bdi> });
            view! {
                <li>
                    {name}
                    <blockquote class="message-field-message" dir="auto">
                        {message.as_str().to_owned()}
                    </blockquote>
                </li>
            }
        });
        let more = (more > 0).then(|| {
            view! { <p class="field-hint">{format!("And {} more.", labels::grouped(more))}</p> }
        });
        Some(view! {
            <section class="message-field-preview" aria-label="Preview">
                <p class="field-hint">"This is what will be sent:"</p>
                <ul>{items.collect_view()}</ul>
                {more}
            </section>
        })
    };
    let described = format!("{id}-hint {id}-count {id}-problems {described_by}");
    view! {
        <div class="message-field">
            <div class="message-field-head">
                <label class="field-label" for=id>
                    "Review message"
                </label>
                <MessageTemplates
                    session
                    id
                    field
                    text
                    organization=organization.into()
                    reasons=reasons.into()
                    decisions
                />
            </div>
            <textarea
                id=id
                class="field"
                rows="4"
                dir="auto"
                aria-describedby=described.trim().to_owned()
                aria-invalid=move || is_invalid().then_some("true")
                node_ref=field
                prop:value=move || text.get()
                on:input=move |event| on_text.run(event_target_value(&event))
            ></textarea>
            <div class="message-field-below">
                <p id=format!("{id}-hint") class="field-hint">
                    "Required. GitHub sends it to the requester."
                </p>
                <p
                    id=format!("{id}-count")
                    class="field-hint"
                    class:field-hint-danger=too_long
                >
                    {count}
                </p>
            </div>
            <div id=format!("{id}-problems") class="message-field-problems">
                <Show when=move || has_problems.get()>
                    <ul class="field-error">
                        {move || problems.get().into_iter().map(problem).collect_view()}
                    </ul>
                    <button type="button" class="button button-small" on:click=keep_braces>
                        "Send these braces as they are"
                    </button>
                </Show>
            </div>
            {previews}
        </div>
    }
}
