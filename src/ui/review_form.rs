//! Approve or deny, with the message that the requester is told.

use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::client::locate::Located;
use crate::github::review_request::{Decision, MAX_MESSAGE_LENGTH};
use crate::triage::message::{ReviewMessage, length};

use super::banner::Banner;
use super::command::Command;
use super::labels;
use super::notice;
use super::offer::Why;
use super::progress::Progress;
use super::queue_bar::Edge;
use super::session::Session;
use super::writes::{self, Action};

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
    let problem = Memo::new(move |_| ReviewMessage::try_from(text.get()).err());
    let sending = Memo::new(move |_| id.get().and_then(|id| session.writes.sending(id)));
    let disabled =
        move || blocked.with(Option::is_some) || problem.get().is_some() || sending.get().is_some();
    let reason = move || match (blocked.get(), problem.get(), sending.get()) {
        (_, _, Some(Action::Wait)) => {
            "The review waits to be sent. Until then it can be undone.".to_owned()
        }
        (_, _, Some(Action::Review)) => "The review is being sent.".to_owned(),
        (_, _, Some(Action::Dismiss)) => "A dismissal is being sent.".to_owned(),
        (Some(Why::Standing(why)), ..) => why.to_owned(),
        (Some(Why::Problem(notice)), ..) => notice.title,
        (None, Some(problem), None) => notice::message_problem(problem),
        (None, None, None) => String::new(),
    };
    let too_long = move || text.with(|text| length(text)) > MAX_MESSAGE_LENGTH;
    let send = move |decision: Decision| {
        if blocked.with_untracked(Option::is_some) {
            return;
        }
        let (Some(seen), Ok(message)) =
            (seen.get_untracked(), ReviewMessage::try_from(text.get_untracked()))
        else {
            return;
        };
        // The undo button must not be where the pressed one was.
        session.queue.edge.set(Edge::away_from_focus());
        writes::review(session, seen, decision, message);
    };
    let message = NodeRef::<Textarea>::new();
    for (command, decision) in
        [(Command::Approve, Decision::Approve), (Command::Deny, Decision::Deny)]
    {
        let open = Signal::derive(move || blocked.with(Option::is_none) && sending.get().is_none());
        let decide = Callback::new(move |()| {
            if problem.with_untracked(Option::is_none) {
                send(decision);
            } else if let Some(message) = message.get_untracked() {
                // Fails for no element; then the focus stays where it is.
                let _ = message.focus();
            }
        });
        session.commands.register_while(command, open, decide);
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
            <label class="field-label" for="review-message">
                "Review message"
            </label>
            <textarea
                id="review-message"
                class="field"
                rows="4"
                dir="auto"
                aria-describedby="review-message-hint review-message-count review-reason"
                aria-invalid=move || too_long().then_some("true")
                node_ref=message
                prop:value=move || text.get()
                on:input=move |event| keep(event_target_value(&event))
            ></textarea>
            <div class="review-form-below">
                <p id="review-message-hint" class="field-hint">
                    "Required. GitHub sends it to the requester."
                </p>
                <p
                    id="review-message-count"
                    class="field-hint"
                    class:field-hint-danger=too_long
                >
                    {move || labels::of_at_most(text.with(|text| length(text)), MAX_MESSAGE_LENGTH)}
                    " characters"
                </p>
            </div>
            <div class="review-form-buttons">
                <button
                    type="button"
                    class="button button-primary"
                    aria-describedby="review-reason"
                    disabled=disabled
                    on:keydown=ignore_repeat
                    on:click=move |_| send(Decision::Approve)
                >
                    "Approve"
                </button>
                <button
                    type="button"
                    class="button button-danger"
                    aria-describedby="review-reason"
                    disabled=disabled
                    on:keydown=ignore_repeat
                    on:click=move |_| send(Decision::Deny)
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
            <Show when=move || sending.get() == Some(Action::Review)>
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
