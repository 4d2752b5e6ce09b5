//! One request: what it says, where it stands, who answered, and the review.

pub mod message_field;
pub mod message_templates;
pub mod request_facts;
pub mod request_hints;
pub mod request_pager;
pub mod response_history;
pub mod review_form;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::locate::{LocateError, Located};
use crate::client::operation::Target;
use crate::triage::verdict::{Verdict, verdict};

use self::request_facts::{RequestFacts, links_to_github};
use self::request_hints::RequestHints;
use self::response_history::ResponseHistory;
use self::review_form::ReviewForm;
use super::command::Command;
use super::labels;
use super::notice::{self, Tone};
use super::offer::{Circumstances, Offer, Why, offer};
use super::parts::banner::Banner;
use super::parts::focus::focus_if_lost;
use super::parts::icon::{Icon, Octicon};
use super::parts::progress::Progress;
use super::parts::status_label::StatusLabel;
use super::session::Session;
use super::session::ask;
use super::session::writes::{Action, Write};

/// How often in a row it waits for as long as GitHub asks and then reads by itself.
const MAX_WAITS: u32 = 5;

/// One request. It stands for this request alone: another one is another `RequestDetail`.
#[component]
pub fn RequestDetail(
    /// Whom to ask.
    session: Session,
    /// Which request.
    target: Target,
) -> impl IntoView {
    let heading = match &target {
        Target::Page(page) => format!("Bypass request #{}", page.number),
        Target::Listed(request) => labels::heading(request),
    };
    let located = RwSignal::new(None::<Located>);
    let problem = RwSignal::new(None::<LocateError>);
    let reading = RwSignal::new(0_u32);
    // Raised by each read and by each write's start and end: what an older turn brings is older than
    // what is shown.
    let turn = StoredValue::new(0_u32);
    let next_turn = move || {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        turn.get_value()
    };
    let was_waiting = RwSignal::new(false);

    let read = move || {
        let Some(client) = session.client() else { return };
        let target = target.clone();
        reading.update(|reading| *reading += 1);
        let this = next_turn();
        spawn_local(async move {
            let found = ask::locate(&*client, session.clock, target).await;
            // Before the form is there, for what is typed into it would take the draft's place.
            if let Some(id) = found.as_ref().ok().and_then(|found| found.request.id) {
                session.drafts.recall(id).await;
            }
            reading.try_update(|reading| *reading = reading.saturating_sub(1));
            if turn.try_get_value() != Some(this) {
                return;
            }
            match found {
                Ok(found) => {
                    session.list.replace(&found.request);
                    problem.try_set(None);
                    located.try_set(Some(found));
                }
                Err(error) => {
                    problem.try_set(Some(error));
                }
            }
        });
    };
    read();

    // GitHub says when it may be asked again.
    let retry_at = Memo::new(move |_| {
        problem.with(|problem| notice::locate_error(problem.as_ref()?).retry_at)
    });
    let waited = StoredValue::new(0_u32);
    Effect::new({
        let read = read.clone();
        move || {
            let Some(at) = retry_at.get() else {
                if problem.with(Option::is_none) {
                    waited.set_value(0);
                }
                return;
            };
            let is_time = session.now.get() >= at && untrack(|| reading.get()) == 0;
            if is_time && waited.get_value() < MAX_WAITS {
                waited.update_value(|waited| *waited += 1);
                read();
            }
        }
    });

    let id =
        Memo::new(move |_| located.with(|located| located.as_ref().and_then(|it| it.request.id)));
    let write = Memo::new(move |_| id.get().and_then(|id| session.writes.of(id)));
    let busy = move || reading.get() > 0 || matches!(write.get(), Some(Write::Sending(_)));
    let read_again = StoredValue::new({
        let read = read.clone();
        move || {
            if untrack(busy) {
                return;
            }
            if let Some(id) = id.get_untracked() {
                session.writes.seen(id);
            }
            read();
        }
    });
    let refresh = Callback::new(move |()| read_again.with_value(|read| read()));
    session.commands.register(Command::Refresh, refresh);
    Effect::new(move |before: Option<Option<Action>>| match write.get() {
        Some(Write::Sending(action)) => {
            next_turn();
            Some(action)
        }
        Some(Write::Over { fresh, .. }) if before.flatten().is_some() => {
            next_turn();
            if let Some(fresh) = fresh {
                located.update(|located| {
                    if let Some(located) = located {
                        located.request = *fresh;
                    }
                });
            }
            focus_if_lost(".request-detail-outcome");
            None
        }
        _ => None,
    });
    on_cleanup(move || {
        if let Some(id) = id.try_get_untracked().flatten() {
            session.writes.seen(id);
        }
    });

    let standing = Memo::new(move |_| {
        let now = session.now.get();
        located.with(|located| {
            let request = &located.as_ref()?.request;
            Some((verdict(now, request), request.status.clone()))
        })
    });
    Effect::new(move || {
        if let Some((Verdict::AwaitingReview, _)) = standing.get() {
            was_waiting.set(true);
        }
    });
    let offered = Memo::new(move |_| {
        let now = session.now.get();
        let token = session.held();
        let begun = id.get().is_some_and(|id| !session.drafts.text(id).is_empty());
        located.with(|located| {
            session.page_user.with(|page_user| {
                let login = token.as_ref().map(|token| token.login.as_str());
                let around =
                    Circumstances { login, page_user, begun, was_waiting: was_waiting.get() };
                located.as_ref().map(|located| offer(now, located, around))
            })
        })
    });
    let has_form =
        Memo::new(move |_| offered.with(|offered| matches!(offered, Some(Offer::Form(_)))));
    let blocked = Signal::derive(move || match offered.get() {
        Some(Offer::Form(blocked)) => blocked,
        _ => None,
    });
    let no_review = move || match offered.get() {
        Some(Offer::Nothing(Why::Standing(why))) => {
            Some(view! { <p class="request-detail-why">{why}</p> }.into_any())
        }
        Some(Offer::Nothing(Why::Problem(notice))) => Some(view! { <Banner notice /> }.into_any()),
        _ => None,
    };
    let outcome = move |good: bool| {
        move || match write.get() {
            Some(Write::Over { notice, .. }) if (notice.tone != Tone::Critical) == good => {
                Some(view! { <Banner notice quiet=good /> })
            }
            _ => None,
        }
    };
    let page_url = move || {
        located.with(|located| {
            let located = located.as_ref().filter(|located| links_to_github(session, located))?;
            located.request.page().map(|page| page.url())
        })
    };
    let link = move || {
        page_url().map(|url| {
            view! {
                <a class="request-detail-link" href=url target="_blank" rel="noopener noreferrer">
                    "Open on GitHub"
                    <Icon octicon=Octicon::LinkExternal />
                </a>
            }
        })
    };
    // Made once: only an element that lasts is read out when its text changes.
    let is_known = Memo::new(move |_| standing.with(Option::is_some));
    let found = Signal::derive(move || {
        standing.with(|it| it.as_ref().map_or(Verdict::Unknown, |(verdict, _)| *verdict))
    });
    let status = Signal::derive(move || {
        standing.with(|it| it.as_ref().and_then(|(_, status)| status.clone()))
    });
    let label = move || {
        is_known.get().then(|| view! { <StatusLabel verdict=found status announced=true /> })
    };
    let failure = move || {
        problem.get().map(|error| {
            view! {
                <Banner notice=notice::locate_error(&error)>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| read_again.with_value(|read| read())
                    >
                        "Try again"
                    </button>
                </Banner>
            }
        })
    };
    let facts = move || located.get().map(|located| view! { <RequestFacts session located /> });
    view! {
        <article class="request-detail" aria-labelledby="request-heading">
            <header class="request-detail-head">
                <h1 id="request-heading" tabindex="-1">
                    {heading}
                </h1>
                <div class="request-detail-state">
                    {label} {link}
                    <button
                        type="button"
                        class="button button-small"
                        aria-disabled=move || busy().then_some("true")
                        on:click=move |_| read_again.with_value(|read| read())
                    >
                        <Icon octicon=Octicon::Sync />
                        "Read again"
                    </button>
                </div>
            </header>
            <Show when=move || { reading.get() > 0 }>
                <Progress label="Loading request" />
            </Show>
            {failure}
            <div class="request-detail-outcome" tabindex="-1">
                <div aria-live="polite">{outcome(true)}</div>
                {outcome(false)}
            </div>
            {facts}
            {no_review}
            <Show when=move || located.with(Option::is_some)>
                <RequestHints session seen=located />
            </Show>
            <Show when=move || has_form.get()>
                <ReviewForm session seen=located blocked />
            </Show>
            <Show when=move || located.with(Option::is_some)>
                <ResponseHistory session seen=located />
            </Show>
        </article>
    }
}
