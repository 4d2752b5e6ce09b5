//! The bar over the reviews that wait, are being sent or came to an end: undo, progress, outcomes.

use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use crate::client::queue::{Command, Item, ItemId, State};
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;

use super::command::Command as Shortcut;
use super::labels;
use super::notice::{self, Tone};
use super::parts::banner::Banner;
use super::parts::download::download;
use super::parts::icon::{Icon, Octicon};
use super::parts::progress::Progress;
use super::queue_state::{self as words, Over, Parts, QueueState};
use super::session::Session;
use super::session::press::press;
use super::session::review_queue;

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
    let parts = Memo::new(move |_| state.with(|state| words::parts(state, session.now.get())));
    let is_there = Memo::new(move |_| {
        state.with(|state| !state.items.is_empty() || !state.unreadable.is_empty())
            || session.queue.problem.with(Option::is_some)
    });
    let has_unreadable = Memo::new(move |_| state.with(|state| !state.unreadable.is_empty()));
    // What went well goes by itself; what didn't stays until it was seen.
    Effect::new(move || {
        let now = session.now.get();
        let gone = state.with(|state| told_enough(state, now));
        if !gone.is_empty() {
            review_queue::order(session, Command::Forget(gone));
        }
    });
    let can_undo = Signal::derive(move || state.with(|state| !state.waiting().is_empty()));
    let undo = Callback::new(move |()| {
        let now = session.now.get_untracked();
        let ids = state.with_untracked(|state| words::undone(state, now));
        review_queue::order(session, Command::TakeBack(ids));
    });
    session.commands.register_while(Shortcut::Undo, can_undo, undo);

    commands(session, parts);

    let is_paused = Memo::new(move |_| parts.with(|parts| parts.paused.is_some()));
    let is_sending = Memo::new(move |_| parts.with(|parts| parts.sending.is_some()));
    let can_be_undone = Memo::new(move |_| parts.with(|parts| parts.undo.is_some()));
    // Only Undo must not be where the pressed button was. What is being sent and what is over is told
    // below, out of the way of what comes next.
    let is_above = move || session.queue.edge.get() == Edge::Top && can_be_undone.get();
    let has_problem = Memo::new(move |_| session.queue.problem.with(Option::is_some));
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
    let is_long = Memo::new(move |_| state.with(|state| state.items.len() > 1));
    view! {
        <Show when=move || is_there.get()>
            <section
                class="queue-bar"
                class:queue-bar-top=is_above
                aria-label="Reviews to be sent"
            >
                <Show when=move || has_problem.get()>{problem}</Show>
                <Show when=move || has_unreadable.get()>
                    <Unreadable session />
                </Show>
                <Show when=move || is_paused.get()>
                    <PausedLine session parts />
                </Show>
                <Show when=move || can_be_undone.get()>
                    <UndoLine session parts />
                </Show>
                <Show when=move || is_sending.get()>
                    <SendingLine session parts />
                </Show>
                // What is being sent says itself how far it is.
                <Show when=move || !is_sending.get() && over.get().in_words().is_some()>
                    <OverLine session over />
                </Show>
                <Show when=move || is_long.get()>
                    <EachReview session />
                </Show>
            </section>
        </Show>
    }
}

/// That there are reviews which this version can't read.
#[component]
fn Unreadable(
    /// Whose queue.
    session: Session,
) -> impl IntoView {
    let save = move |_| {
        let kept = session.queue.state.with_untracked(|state| state.unreadable.join("\n"));
        if let Err(error) = download("gatehouse-reviews.json", "application/json", &kept) {
            leptos::logging::error!("the browser saves no file: {error:?}");
        }
    };
    let discard = move |_| review_queue::order(session, Command::ForgetUnreadable);
    view! {
        <Banner notice=notice::queue::unreadable()>
            <button type="button" class="button" on:click=save>
                "Save to a file"
            </button>
            <button type="button" class="button" on:click=discard>
                "Discard these reviews"
            </button>
        </Banner>
    }
}

/// What the bar's buttons do, as commands.
fn commands(session: Session, parts: Memo<Parts>) {
    let state = session.queue.state;
    let rest = move || state.with(QueueState::waiting);
    let undoable = move || {
        parts.with(|parts| parts.undo.as_ref().map(|it| it.ids.clone()).unwrap_or_default())
    };
    let register = |shortcut, ids: Signal<Vec<ItemId>>, make: fn(Vec<ItemId>) -> Command| {
        let can = Signal::derive(move || ids.with(|ids| !ids.is_empty()));
        let run = Callback::new(move |press| {
            review_queue::order_by(session, press, make(ids.get_untracked()));
        });
        session.commands.register_press(shortcut, can, run);
    };
    register(Shortcut::SendNow, Signal::derive(undoable), Command::SendNow);
    register(Shortcut::CancelSending, Signal::derive(rest), Command::TakeBack);
    let failed = Signal::derive(move || state.with(words::retryable));
    register(Shortcut::RetryFailed, failed, Command::Retry);
    let over = move || match parts.with(|parts| parts.sending.is_some()) {
        // They count in how far the sending is.
        true => Vec::new(),
        false => state.with(words::ids_over),
    };
    register(Shortcut::ClearSent, Signal::derive(over), Command::Forget);
    let is_paused = move || parts.with(|parts| parts.paused.is_some());
    let can_pause = Signal::derive(move || is_paused() || !rest().is_empty());
    let pause = Callback::new(move |press| {
        let command = if untrack(is_paused) { Command::Continue } else { Command::Pause };
        review_queue::order_by(session, press, command);
    });
    session.commands.register_press(Shortcut::PauseSending, can_pause, pause);
}

/// Why nothing is sent.
#[component]
fn PausedLine(session: Session, parts: Memo<Parts>) -> impl IntoView {
    let rest = move || parts.with_untracked(|it| it.paused.as_ref().map(|it| it.rest.clone()));
    move || {
        let (pause, waits) = parts.with(|parts| {
            let paused = parts.paused.as_ref()?;
            Some((paused.pause.clone(), paused.waits))
        })?;
        Some(view! {
            <Banner notice=notice::queue::pause(&pause, waits)>
                <button
                    type="button"
                    class="button button-primary"
                    on:click=move |event| {
                        review_queue::order_by(session, press(&event), Command::Continue);
                    }
                >
                    "Continue"
                </button>
                <button
                    type="button"
                    class="button button-danger"
                    on:click=move |_| take_back(session, rest())
                >
                    "Cancel the rest"
                </button>
            </Banner>
        })
    }
}

/// What can still be taken back before it is sent.
#[component]
fn UndoLine(session: Session, parts: Memo<Parts>) -> impl IntoView {
    let ids = move || parts.with_untracked(|it| it.undo.as_ref().map(|it| it.ids.clone()));
    let what = Memo::new(move |_| {
        parts.with(|it| it.undo.as_ref().map(|it| it.what.clone()).unwrap_or_default())
    });
    let until = Memo::new(move |_| parts.with(|it| it.undo.as_ref().map_or(0, |it| it.until)));
    let left = move || (until.get() - session.now.get().unix()).max(0);
    view! {
        <div class="queue-bar-line">
            <p class="queue-bar-what" role="status" aria-label="Review to be sent">
                {what} <span class="visually-hidden">". Press Undo to take it back."</span>
            </p>
            <span class="queue-bar-left" aria-hidden="true">
                {left}
                " s"
            </span>
            <button
                type="button"
                class="button button-primary queue-bar-undo"
                on:click=move |_| take_back(session, ids())
            >
                <Icon octicon=Octicon::Undo />
                "Undo"
            </button>
            <button
                type="button"
                class="button"
                on:click=move |event| {
                    if let Some(ids) = ids() {
                        review_queue::order_by(session, press(&event), Command::SendNow(ids));
                    }
                }
            >
                "Send now"
            </button>
        </div>
    }
}

/// How far the sending is.
#[component]
fn SendingLine(session: Session, parts: Memo<Parts>) -> impl IntoView {
    let state = session.queue.state;
    let rest = move || parts.with_untracked(|it| it.sending.as_ref().map(|it| it.rest.clone()));
    let waits = Memo::new(move |_| {
        parts.with(|it| it.sending.as_ref().is_some_and(|it| !it.rest.is_empty()))
    });
    let done = Signal::derive(move || {
        let now = session.now.get();
        Some(state.with(|state| words::done(state, now)))
    });
    let progress = Signal::derive(move || {
        let now = session.now.get();
        state.with(|state| words::progress(state, now))
    });
    view! {
        <div class="queue-bar-line">
            <Progress label="Sending reviews" done words=progress />
            <Show when=move || waits.get()>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| review_queue::order(session, Command::Pause)
                >
                    "Pause"
                </button>
                <button
                    type="button"
                    class="button button-danger"
                    on:click=move |_| take_back(session, rest())
                >
                    "Cancel the rest"
                </button>
            </Show>
        </div>
    }
}

/// What came of those that are over.
#[component]
fn OverLine(session: Session, over: Memo<Over>) -> impl IntoView {
    let state = session.queue.state;
    let can_retry = Memo::new(move |_| state.with(|state| !words::retryable(state).is_empty()));
    let retry = move |event: MouseEvent| {
        let failed = state.with_untracked(words::retryable);
        review_queue::order_by(session, press(&event), Command::Retry(failed));
    };
    let clear = move |_| {
        let all = state.with_untracked(words::ids_over);
        review_queue::order(session, Command::Forget(all));
    };
    view! {
        <div class="queue-bar-line">
            <p class="queue-bar-what" role="status" aria-label="Reviews sent">
                {move || over.get().in_words()}
            </p>
            <Show when=move || can_retry.get()>
                <button type="button" class="button" on:click=retry>
                    "Retry the failed ones"
                </button>
            </Show>
            <button type="button" class="button button-invisible" on:click=clear>
                "Clear"
            </button>
        </div>
    }
}

/// Each review by itself. The rows are made while they are to be seen.
#[component]
fn EachReview(session: Session) -> impl IntoView {
    let state = session.queue.state;
    let has_pause = Memo::new(move |_| state.with(|state| state.pause.is_some()));
    let is_open = RwSignal::new(false);
    Effect::new(move || {
        if has_pause.get() {
            is_open.set(true);
        }
    });
    let rows = Memo::new(move |_| {
        state.with(|state| state.items.iter().map(|it| (it.id, it.version)).collect::<Vec<_>>())
    });
    let row_of = move |id: ItemId| {
        let item = state.with_untracked(|it| it.items.iter().find(|it| it.id == id).cloned());
        item.map(|item| view! { <QueueRow session item /> })
    };
    let toggled = move |event: Event| {
        let details = event.target().and_then(|it| it.dyn_into::<HtmlDetailsElement>().ok());
        is_open.set(details.is_some_and(|details| details.open()));
    };
    view! {
        <details
            class="queue-bar-details"
            prop:open=move || is_open.get()
            on:toggle=toggled
        >
            <summary>"Each review"</summary>
            <Show when=move || is_open.get()>
                <ul class="queue-bar-items" aria-label="Each review">
                    <For each=move || rows.get() key=|row| *row let:row>
                        {row_of(row.0)}
                    </For>
                </ul>
            </Show>
        </details>
    }
}

fn take_back(session: Session, ids: Option<Vec<ItemId>>) {
    if let Some(ids) = ids {
        review_queue::order(session, Command::TakeBack(ids));
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
