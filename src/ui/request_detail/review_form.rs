//! Approve or deny, with the message that the requester is told.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::client::locate::Located;
use crate::client::permit::Press;
use crate::github::review_request::Decision;
use crate::triage::written::messages;
use crate::ui::command::Command;
use crate::ui::inbox::bulk_review::takes_keys;
use crate::ui::notice;
use crate::ui::offer::Why;
use crate::ui::parts::banner::Banner;
use crate::ui::parts::progress::Progress;
use crate::ui::queue_bar::Edge;
use crate::ui::session::Session;
use crate::ui::session::press::press;
use crate::ui::session::writes::{self, Action};

use super::message_field::MessageField;

/// The form for one request. What was typed is the request's draft and outlives the form.
#[component]
pub fn ReviewForm(
    /// Whom to ask.
    session: Session,
    /// The request as it is looked at; it has an `id`.
    #[prop(into)]
    seen: Signal<Option<Located>>,
    /// What blocks the buttons, besides the message.
    #[prop(into)]
    blocked: Signal<Option<Why>>,
) -> impl IntoView {
    let id = Memo::new(move |_| seen.with(|seen| seen.as_ref().and_then(|seen| seen.request.id)));
    let text = Memo::new(move |_| id.get().map(|id| session.drafts.text(id)).unwrap_or_default());
    let request = Memo::new(move |_| {
        seen.with(|seen| seen.as_ref().map(|seen| Arc::new(seen.request.clone())))
    });
    let messages = Memo::new(move |_| {
        request.with(|request| text.with(|text| messages(text, request.as_deref())))
    });
    let problem = Memo::new(move |_| messages.with(|messages| messages.as_ref().err().cloned()));
    let sending = Memo::new(move |_| id.get().and_then(|id| session.writes.sending(id)));
    let covered = session.covered;
    let disabled = move || {
        blocked.with(Option::is_some) || problem.with(Option::is_some) || sending.get().is_some()
    };
    let reason = move || match (blocked.get(), problem.get(), sending.get()) {
        (_, _, Some(Action::Wait(_))) => {
            "The review waits to be sent. Until then it can be undone.".to_owned()
        }
        (_, _, Some(Action::Review(_))) => "The review is being sent.".to_owned(),
        (_, _, Some(Action::Dismiss)) => "A dismissal is being sent.".to_owned(),
        (Some(Why::Standing(why)), ..) => why.to_owned(),
        (Some(Why::Problem(notice)), ..) => notice.title,
        (None, _, None) if covered.get() => notice::covered().text(),
        (None, Some(problem), None) => notice::batch::written_problem(&problem, 1),
        (None, None, None) => String::new(),
    };
    let send = move |decision: Decision, press: Press| {
        if blocked.with_untracked(Option::is_some) || covered.get_untracked() {
            return;
        }
        let message = messages.with_untracked(|messages| messages.as_ref().ok()?.first().cloned());
        let (Some(seen), Some(message)) = (seen.get_untracked(), message) else { return };
        // The undo button must not be where the pressed one was.
        session.queue.edge.set(Edge::away_from_focus());
        writes::review(session, press, seen, decision, message, text.get_untracked());
    };
    let field = NodeRef::<Textarea>::new();
    for (command, decision) in
        [(Command::Approve, Decision::Approve), (Command::Deny, Decision::Deny)]
    {
        let open = Signal::derive(move || {
            let is_open = blocked.with(Option::is_none) && sending.get().is_none();
            // With the focus among selected rows the keys are for those.
            is_open && !takes_keys(session)
        });
        let decide = Callback::new(move |press| {
            if problem.with_untracked(Option::is_none) {
                send(decision, press);
            } else if let Some(field) = field.get_untracked() {
                // Fails for no element; then the focus stays where it is.
                let _ = field.focus();
            }
        });
        session.commands.register_press(command, open, decide);
    }
    let keep = move |typed: String| {
        if let Some(id) = id.get_untracked() {
            session.drafts.keep(id, typed);
        }
    };
    let alert = move || match blocked.get() {
        Some(Why::Problem(notice)) => Some(view! { <Banner notice /> }),
        _ => None,
    };
    let can_discard = move || blocked.with(Option::is_some) && !text.with(String::is_empty);
    view! {
        <section class="review-form" aria-labelledby="review-form-heading">
            <h2 id="review-form-heading">"Review"</h2>
            {alert}
            <MessageField
                session
                id="review-message"
                field
                text=text.into()
                on_text=Callback::new(keep)
                requests=Signal::derive(move || request.get().into_iter().collect())
                messages=messages.into()
                decisions=Signal::stored(Decision::ALL.to_vec())
                described_by="review-reason"
            />
            <div class="review-form-buttons">
                <button
                    type="button"
                    class="button button-primary"
                    aria-describedby="review-reason"
                    disabled=disabled
                    aria-disabled=move || covered.get().then_some("true")
                    on:keydown=ignore_repeat
                    on:click=move |event| send(Decision::Approve, press(&event))
                >
                    "Approve"
                </button>
                <button
                    type="button"
                    class="button button-danger"
                    aria-describedby="review-reason"
                    disabled=disabled
                    aria-disabled=move || covered.get().then_some("true")
                    on:keydown=ignore_repeat
                    on:click=move |event| send(Decision::Deny, press(&event))
                >
                    "Deny"
                </button>
                <Show when=can_discard>
                    <button
                        type="button"
                        class="button button-invisible"
                        on:click=move |_| keep(String::new())
                    >
                        "Discard message"
                    </button>
                </Show>
                <p id="review-reason" class="field-hint">
                    {reason}
                </p>
            </div>
            <Show when=move || matches!(sending.get(), Some(Action::Review(_)))>
                <Progress label="Sending review" />
            </Show>
        </section>
    }
}

/// A key held down repeats its press; one press is one decision.
fn ignore_repeat(event: KeyboardEvent) {
    if event.repeat() {
        event.prevent_default();
    }
}
