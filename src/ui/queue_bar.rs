//! The bar over the reviews that wait, are being sent or came to an end: undo, progress, outcomes.

use leptos::prelude::*;

use crate::client::queue::{Command, Item, ItemId, State};
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;

use super::banner::Banner;
use super::command::Command as Shortcut;
use super::icon::{Icon, Octicon};
use super::labels;
use super::notice::{self, Tone};
use super::progress::Progress;
use super::queue_state::{self as words, Part, QueueState};
use super::review_queue;
use super::session::Session;

/// How long a single review that went well is still told of, in seconds.
const TOLD_FOR: i64 = 10;

/// At which edge of the window the bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// Above.
    Top,
    /// Below.
    #[default]
    Bottom,
}

impl Edge {
    /// The edge away from `element`, so that a second press where the first one was can't meet the
    /// bar's buttons.
    pub fn away_from(element: &web_sys::Element) -> Self {
        let rect = element.get_bounding_client_rect();
        let height = window().inner_height().ok().and_then(|height| height.as_f64());
        let is_low = rect.top() + rect.height() / 2.0 > height.unwrap_or_default() / 2.0;
        if is_low { Self::Top } else { Self::Bottom }
    }

    /// The edge away from what has the focus.
    pub fn away_from_focus() -> Self {
        document().active_element().map_or(Self::default(), |element| Self::away_from(&element))
    }
}

/// The bar. It is there for as long as something waits or is to be told.
#[component]
pub fn QueueBar(
    /// Whose queue.
    session: Session,
) -> impl IntoView {
    let state = session.queue.state;
    let part = Memo::new(move |_| state.with(|state| words::part(state, session.now.get())));
    let is_there = Memo::new(move |_| {
        state.with(|state| !state.items.is_empty()) || session.queue.problem.with(Option::is_some)
    });
    // What went well goes by itself; what didn't stays until it was seen.
    Effect::new(move || {
        let now = session.now.get();
        let gone = state.with(|state| told_enough(state, now));
        if !gone.is_empty() {
            review_queue::order(session, Command::Forget(gone));
        }
    });
    let tell = move |command: Command| review_queue::order(session, command);
    let waiting = move || state.with_untracked(QueueState::waiting);

    let can_undo = Signal::derive(move || state.with(|state| !state.waiting().is_empty()));
    let undo = Callback::new(move |()| tell(Command::TakeBack(waiting())));
    session.commands.register_while(Shortcut::Undo, can_undo, undo);

    let left = move |until: i64| {
        let now = session.now.get().unix();
        (until - now).max(0)
    };
    let head = move || match part.get() {
        Part::Nothing => ().into_any(),
        Part::Undo { what, until } => view! {
            <div class="queue-bar-line">
                <p class="queue-bar-what" role="status" aria-label="Review to be sent">
                    {what} <span class="visually-hidden">". Press Undo to take it back."</span>
                </p>
                <span class="queue-bar-left" aria-hidden="true">
                    {move || format!("{} s", left(until))}
                </span>
                <button
                    type="button"
                    class="button button-primary queue-bar-undo"
                    on:click=move |_| tell(Command::TakeBack(waiting()))
                >
                    <Icon octicon=Octicon::Undo />
                    "Undo"
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| tell(Command::SendNow(waiting()))
                >
                    "Send now"
                </button>
            </div>
        }
        .into_any(),
        Part::Sending { waits } => view! {
            <div class="queue-bar-line">
                <Progress
                    label="Sending reviews"
                    done=Signal::derive(move || state.with(words::done))
                    words=Signal::derive(move || {
                        state.with(|state| words::progress(state, session.now.get()))
                    })
                />
                {waits
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                on:click=move |_| tell(Command::Pause)
                            >
                                "Pause"
                            </button>
                            <button
                                type="button"
                                class="button button-danger"
                                on:click=move |_| tell(Command::TakeBack(waiting()))
                            >
                                "Cancel the rest"
                            </button>
                        }
                    })}
            </div>
        }
        .into_any(),
        Part::Paused { pause, waits } => view! {
            <Banner notice=notice::queue::pause(&pause, waits)>
                <button
                    type="button"
                    class="button button-primary"
                    on:click=move |_| tell(Command::Continue)
                >
                    "Continue"
                </button>
                <button
                    type="button"
                    class="button button-danger"
                    on:click=move |_| tell(Command::TakeBack(waiting()))
                >
                    "Cancel the rest"
                </button>
            </Banner>
        }
        .into_any(),
    };
    let problem = move || {
        session.queue.problem.get().map(|error| {
            view! {
                <Banner notice=notice::queue::not_asked(&error)>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| review_queue::look(session)
                    >
                        "Try again"
                    </button>
                </Banner>
            }
        })
    };
    let over = Memo::new(move |_| state.with(words::over));
    let retryable = Memo::new(move |_| state.with(words::retryable));
    let finished = move || {
        let counts = over.get();
        let told = counts.in_words()?;
        let retry = retryable.get();
        Some(view! {
            <div class="queue-bar-line">
                <p class="queue-bar-what" role="status" aria-label="Reviews sent">
                    {told}
                </p>
                {(!retry.is_empty())
                    .then(|| {
                        let retry = retry.clone();
                        view! {
                            <button
                                type="button"
                                class="button"
                                on:click=move |_| tell(Command::Retry(retry.clone()))
                            >
                                "Retry the failed ones"
                            </button>
                        }
                    })}
                <button
                    type="button"
                    class="button button-invisible"
                    on:click=move |_| {
                        let all = state.with_untracked(words::ids_over);
                        tell(Command::Forget(all));
                    }
                >
                    "Clear"
                </button>
            </div>
        })
    };
    let is_long = Memo::new(move |_| state.with(|state| state.items.len() > 1));
    let list = move || {
        let items = state.with(|state| state.items.clone());
        items.into_iter().map(|item| view! { <QueueRow session item /> }).collect_view()
    };
    view! {
        <Show when=move || is_there.get()>
            <section
                class="queue-bar"
                class:queue-bar-top=move || session.queue.edge.get() == Edge::Top
                aria-label="Reviews to be sent"
            >
                {problem} {head} {finished}
                <Show when=move || is_long.get()>
                    <details class="queue-bar-details" open=move || {
                        state.with(|state| state.pause.is_some())
                    }>
                        <summary>"Each review"</summary>
                        <ul class="queue-bar-items" aria-label="Each review">
                            {list}
                        </ul>
                    </details>
                </Show>
            </section>
        </Show>
    }
}

/// One review and how far it has come.
#[component]
fn QueueRow(session: Session, item: Item) -> impl IntoView {
    let decision = match item.review.decision {
        Decision::Approve => "Approve",
        Decision::Deny => "Deny",
    };
    let name = labels::request_name(&item.review.seen.request);
    let outcome = match &item.state {
        State::Over(outcome) => {
            let now = session.now.get_untracked();
            let outcome = Ok((**outcome).clone());
            Some(notice::review_outcome(now, item.review.decision, &outcome))
        }
        _ => None,
    };
    let class = match outcome.as_ref().map(|notice| notice.tone) {
        Some(Tone::Critical) => "queue-bar-item queue-bar-item-failed",
        Some(Tone::Attention) => "queue-bar-item queue-bar-item-attention",
        _ => "queue-bar-item",
    };
    let told = outcome.map_or_else(|| words::state(&item.state).to_owned(), |notice| notice.text());
    view! {
        <li class=class>
            {decision} " " <bdi>{name}</bdi> ": " {told}
        </li>
    }
}

/// The single reviews that went well, or were taken back, long enough ago.
fn told_enough(state: &QueueState, now: Timestamp) -> Vec<ItemId> {
    let is_old = |item: &&Item| now.unix() * 1_000 - item.changed_at > TOLD_FOR * 1_000;
    let went_well = |item: &&Item| match &item.state {
        State::TakenBack => true,
        State::Over(_) => item.state.is_recorded(),
        _ => false,
    };
    let is_single =
        |item: &&Item| state.items.iter().filter(|other| other.batch == item.batch).count() == 1;
    state.items.iter().filter(went_well).filter(is_old).filter(is_single).map(|it| it.id).collect()
}
