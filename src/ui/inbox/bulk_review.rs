//! Many requests reviewed with one decision: the buttons beside the selection, and the dialog that
//! says what will be done to which, asks for the message and, for approvals, once more.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::html::{Dialog, Textarea};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::locate::{Located, Route};
use crate::client::operation::Review;
use crate::client::permit::Press;
use crate::client::queue::{Command, Item, ItemId, Order, QueueError};
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::review_request::Decision;
use crate::inbox::rows::{Row, RowKey};
use crate::triage::batch::{
    Batch, LeftOut, MAX_REQUESTS, OrganizationShare, Reviewer, left_out, per_organization,
};
use crate::triage::message::ReviewMessage;
use crate::triage::visible::visible;
use crate::triage::written::messages;
use crate::ui::command::Command as Shortcut;
use crate::ui::labels;
use crate::ui::notice::{self, Notice};
use crate::ui::parts::banner::Banner;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::queue_bar::Edge;
use crate::ui::request_detail::message_field::MessageField;
use crate::ui::session::Session;
use crate::ui::session::drafts::Subject;
use crate::ui::session::press::press;
use crate::ui::session::review_queue;

type Requests = Vec<Arc<ExemptionRequest>>;

/// Whether the keys for one review mean what is selected: the focus is among the rows.
pub fn takes_keys(session: Session) -> bool {
    let is_in_grid = || {
        let focused = document().active_element();
        focused.is_some_and(|it| it.closest("[role=grid]").ok().flatten().is_some())
    };
    session.selection.with(|selection| !selection.is_empty())
        && is_in_grid()
        && session.grid.has_selected_rows()
}

/// The buttons, and the dialog that they open.
#[component]
pub fn BulkReview(
    /// Whose selection.
    session: Session,
) -> impl IntoView {
    // What is reviewed is what was selected and shown when the dialog opened.
    let rows = RwSignal::new(None::<Vec<Row>>);
    let decision = RwSignal::new(None::<Decision>);
    let can_open = Memo::new(move |_| session.grid.has_selected_rows());
    let open = move |wanted: Option<Decision>| {
        spawn_local(async move {
            // Before the field is there, for what is typed into it would take the draft's place.
            session.drafts.recall(Subject::Bulk).await;
            let selected = untrack(|| session.grid.selected_rows());
            if !selected.is_empty() && !rows.is_disposed() {
                decision.set(wanted);
                rows.set(Some(selected));
            }
        });
    };
    let by_command = |wanted| Callback::new(move |()| open(wanted));
    session.commands.register_while(Shortcut::BulkReview, can_open, by_command(None));
    let by_key = Signal::derive(move || takes_keys(session));
    for (command, wanted) in
        [(Shortcut::Approve, Decision::Approve), (Shortcut::Deny, Decision::Deny)]
    {
        session.commands.register_while(command, by_key, by_command(Some(wanted)));
    }
    let is_open = Memo::new(move |_| rows.with(Option::is_some));
    view! {
        <Show when=move || can_open.get()>
            <button
                type="button"
                class="button button-small"
                aria-haspopup="dialog"
                on:click=move |_| open(Some(Decision::Approve))
            >
                <Icon octicon=Octicon::CheckCircle />
                "Approve selected"
            </button>
            <button
                type="button"
                class="button button-small button-danger"
                aria-haspopup="dialog"
                on:click=move |_| open(Some(Decision::Deny))
            >
                <Icon octicon=Octicon::XCircle />
                "Deny selected"
            </button>
        </Show>
        <Show when=move || is_open.get()>
            <BulkDialog session rows decision />
        </Show>
    }
}

/// The dialog. It is there while it is open.
#[component]
fn BulkDialog(
    session: Session,
    rows: RwSignal<Option<Vec<Row>>>,
    decision: RwSignal<Option<Decision>>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let field = NodeRef::<Textarea>::new();
    let hidden = untrack(|| {
        let selected = session.selection.with(|selection| selection.len());
        selected.saturating_sub(rows.with(|rows| rows.as_ref().map_or(0, Vec::len)))
    });
    let batch =
        Memo::new(move |_| rows.with(|rows| batch(session, rows.as_deref().unwrap_or(&[]))));
    let included = Memo::new(move |_| batch.with(|batch| batch.included.clone()));
    let count = Memo::new(move |_| included.with(Vec::len));
    let text = Memo::new(move |_| session.drafts.text(Subject::Bulk));
    let messages = Memo::new(move |_| {
        text.with(|text| included.with(|all| messages(text, all.iter().map(|it| &**it))))
    });
    let is_being_put_in = RwSignal::new(false);
    let problem = RwSignal::new(None::<Notice>);
    // Given for these requests, this decision and this message: with others it is to be given anew.
    let agreed = RwSignal::new(None::<(Requests, String)>);
    let is_agreed = Memo::new(move |_| {
        agreed.with(|agreed| {
            agreed.as_ref().is_some_and(|(requests, written)| {
                included.with(|included| included == requests) && text.with(|text| text == written)
            })
        })
    });
    let agree = move |checked: bool| {
        agreed.set(checked.then(|| (included.get_untracked(), text.get_untracked())));
    };
    let hindrance = Memo::new(move |_| {
        let count = count.get();
        match (decision.get(), messages.get()) {
            _ if count == 0 || count > MAX_REQUESTS => Some(String::new()),
            (None, _) => Some("Choose approve or deny first.".to_owned()),
            (_, Err(problem)) => Some(notice::batch::written_problem(&problem, count)),
            (Some(Decision::Approve), _) if !is_agreed.get() => {
                Some("Tick the box first.".to_owned())
            }
            _ => None,
        }
    });
    let disabled = move || hindrance.with(Option::is_some) || is_being_put_in.get();

    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let confirm = move |event: MouseEvent| {
        let press = press(&event);
        let (Some(decision), Ok(messages)) = (decision.get_untracked(), messages.get_untracked())
        else {
            return;
        };
        if untrack(disabled) {
            return;
        }
        // The undo button must not be where the pressed one was.
        session.queue.edge.set(Edge::away_from_focus());
        is_being_put_in.set(true);
        problem.set(None);
        let requests = included.get_untracked();
        let wanted: BTreeSet<RequestId> = requests.iter().filter_map(|it| it.id).collect();
        let orders = orders(requests, decision, messages, &text.get_untracked());
        spawn_local(async move {
            let put_in = put_in(session, press, orders).await;
            if is_being_put_in.try_set(false).is_some() {
                return;
            }
            match put_in {
                Err(error) => problem.set(Some(notice::queue::not_put_in(&error))),
                Ok(put_in) => {
                    // What stays selected is what could still be reviewed.
                    let is_left = |row: &Row| {
                        row.request
                            .id
                            .is_some_and(|id| wanted.contains(&id) && !put_in.contains(&id))
                    };
                    let rows = rows.with_untracked(|rows| rows.clone().unwrap_or_default());
                    session.selection.update(|selection| {
                        rows.iter()
                            .filter(|row| !is_left(row))
                            .for_each(|row| selection.remove(row.key));
                    });
                    let left = wanted.difference(&put_in).count();
                    if left == 0 {
                        close();
                    } else {
                        problem.set(Some(notice::batch::not_all_put_in(left)));
                    }
                }
            }
        });
    };
    Effect::new(move || {
        let (Some(dialog), Some(field)) = (dialog.get(), field.get()) else { return };
        // Fails only where it is open already; and focusing, for no element.
        let _ = dialog.show_modal();
        if decision.with_untracked(Option::is_some) {
            let _ = field.focus();
        }
    });
    let closed = move |_| {
        rows.set(None);
        // What had the focus may be gone with the selection.
        session.grid.reveal_active();
    };

    let partial = Memo::new(move |_| session.list.load.with(|load| load.is_partial()));
    let notices = move || {
        let count = count.get();
        let too_many = (count > MAX_REQUESTS).then(|| notice::batch::too_many(count));
        let none = (count == 0).then(notice::batch::none_left);
        let partial = partial.get().then(notice::batch::partial);
        let all = [too_many, none, partial].into_iter().flatten();
        all.map(|notice| view! { <Banner notice quiet=true /> }).collect_view()
    };
    let failure = move || problem.get().map(|notice| view! { <Banner notice /> });
    let question = move || match decision.get() {
        Some(Decision::Approve) => Some(view! {
            <label class="bulk-review-agree">
                <input
                    type="checkbox"
                    prop:checked=move || is_agreed.get()
                    disabled=move || messages.with(Result::is_err)
                    on:change=move |event| agree(event_target_checked(&event))
                />
                <span>
                    {move || {
                        format!("Approve {}: their secrets can then be pushed", labels::requests(count.get()))
                    }}
                </span>
            </label>
        }),
        _ => None,
    };
    let confirm_text = move || match decision.get() {
        Some(Decision::Approve) => "Confirm approvals",
        Some(Decision::Deny) => "Confirm denials",
        None => "Confirm",
    };
    let choice = move |its: Decision, name: &'static str| {
        view! {
            <label class="bulk-review-choice">
                <input
                    type="radio"
                    name="bulk-review-decision"
                    prop:checked=move || decision.get() == Some(its)
                    on:change=move |_| {
                        agreed.set(None);
                        decision.set(Some(its));
                    }
                />
                {name}
            </label>
        }
    };
    let decisions = Signal::derive(move || {
        decision.get().map_or_else(|| Decision::ALL.to_vec(), |it| vec![it])
    });
    let keep = Callback::new(move |typed: String| session.drafts.keep(Subject::Bulk, typed));
    view! {
        <dialog
            class="dialog bulk-review"
            node_ref=dialog
            aria-labelledby="bulk-review-heading"
            on:close=closed
        >
            <h2 id="bulk-review-heading">"Bulk review"</h2>
            {notices}
            <fieldset class="bulk-review-choices">
                <legend class="field-label">"Decision"</legend>
                {choice(Decision::Approve, "Approve")}
                {choice(Decision::Deny, "Deny")}
            </fieldset>
            <Shares included />
            <LeftOutList batch hidden />
            <MessageField
                session
                id="bulk-review-message"
                field
                text=text.into()
                on_text=keep
                requests=included.into()
                messages=messages.into()
                decisions
                described_by="bulk-review-reason"
            />
            {question}
            {failure}
            <div class="bulk-review-buttons">
                <p id="bulk-review-reason" class="field-hint" aria-live="polite">
                    {move || hindrance.get()}
                </p>
                <button type="button" class="button" on:click=move |_| close()>
                    "Cancel"
                </button>
                <button
                    type="button"
                    class="button"
                    class:button-primary=move || decision.get() == Some(Decision::Approve)
                    class:button-danger=move || decision.get() == Some(Decision::Deny)
                    aria-describedby="bulk-review-reason"
                    disabled=disabled
                    on:click=confirm
                >
                    {confirm_text}
                </button>
            </div>
        </dialog>
    }
}

/// How many requests of which organization.
#[component]
fn Shares(included: Memo<Requests>) -> impl IntoView {
    let shares =
        Memo::new(move |_| included.with(|all| per_organization(all.iter().map(|it| &**it))));
    let row = |share: OrganizationShare| {
        let name =
            share.organization.as_deref().map_or_else(|| labels::NOT_GIVEN.to_owned(), visible);
        view! {
            <tr>
                <th scope="row">
                    <bdi>{name}</bdi>
                </th>
                <td>{labels::requests(share.requests)}</td>
                <td>{labels::repositories(share.repositories)}</td>
            </tr>
        }
    };
    let rows = move || shares.get().into_iter().map(row).collect_view();
    let caption = move || {
        let requests = labels::requests(included.with(Vec::len));
        match shares.with(Vec::len) {
            0 | 1 => requests,
            organizations => format!("{requests} in {organizations} organizations"),
        }
    };
    view! {
        <table class="bulk-review-shares">
            <caption>{caption}</caption>
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">"Organization"</th>
                    <th scope="col">"Requests"</th>
                    <th scope="col">"Repositories"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// What is selected and not reviewed, and why.
#[component]
fn LeftOutList(batch: Memo<Batch<Arc<ExemptionRequest>>>, hidden: usize) -> impl IntoView {
    let left_out = Memo::new(move |_| batch.with(|batch| batch.left_out.clone()));
    let item = |(request, why): (Arc<ExemptionRequest>, LeftOut)| {
        view! {
            <li>
                <bdi>{labels::request_name(&request)}</bdi>
                ": "
                {notice::batch::left_out(&why)}
            </li>
        }
    };
    let items = move || left_out.get().into_iter().map(item).collect_view();
    let summary = move || labels::left_out(left_out.with(Vec::len));
    let hidden = (hidden > 0).then(|| view! { <p>{labels::hidden_by_filter(hidden)}</p> });
    view! {
        {hidden}
        <Show when=move || !left_out.with(Vec::is_empty)>
            <details class="bulk-review-left-out">
                <summary>{summary}</summary>
                <ul aria-label="Left out">{items}</ul>
            </details>
        </Show>
    }
}

/// The rows taken apart by how they stand now. Those that are reviewed are as the person saw them.
fn batch(session: Session, rows: &[Row]) -> Batch<Arc<ExemptionRequest>> {
    let now = session.now.get();
    let (Some(token), Some(web_host)) = (session.held(), session.web_host()) else {
        return Batch::default();
    };
    let wanted: BTreeSet<RowKey> = rows.iter().map(|row| row.key).collect();
    let current: HashMap<RowKey, Arc<ExemptionRequest>> = session.list.load.with(|load| {
        let wanted = load.rows().filter(|row| wanted.contains(&row.key));
        wanted.map(|row| (row.key, Arc::clone(&row.request))).collect()
    });
    let under_way: BTreeSet<RequestId> = session.queue.state.with(|state| {
        let open = state.items.iter().filter(|item| item.state.is_open());
        let open = open.filter(|item| item.account.host == token.host);
        open.filter_map(|item| item.request()).collect()
    });
    session.page_user.with(|page_user| {
        let reviewer = Reviewer { login: &token.login, page_user, web_host: &web_host };
        let is_under_way = |id: RequestId| under_way.contains(&id);
        let mut batch =
            Batch::of(now, reviewer, rows.iter().map(|row| Arc::clone(&row.request)), is_under_way);
        let by_now = |request: &Arc<ExemptionRequest>| {
            let current = current.get(&RowKey::Request(request.id?))?;
            left_out(now, reviewer, current, is_under_way)
        };
        let (stay, go): (Vec<_>, Vec<_>) =
            batch.included.into_iter().partition(|request| by_now(request).is_none());
        let go = go.into_iter().filter_map(|request| Some((by_now(&request)?, request)));
        batch.left_out.extend(go.map(|(why, request)| (request, why)));
        batch.included = stay;
        batch
    })
}

fn orders(
    requests: Requests,
    decision: Decision,
    messages: Vec<ReviewMessage>,
    written: &str,
) -> Vec<Order> {
    let order = |(request, message): (Arc<ExemptionRequest>, ReviewMessage)| {
        let written = (written != message.as_str()).then(|| written.to_owned());
        let seen = Located { request: (*request).clone(), route: Route::NotTried };
        Order { review: Review { seen, decision, message }, written, in_bulk: true }
    };
    requests.into_iter().zip(messages).map(order).collect()
}

/// Puts the reviews into the queue; gives the requests of those that were taken in.
async fn put_in(
    session: Session,
    press: Press,
    orders: Vec<Order>,
) -> Result<BTreeSet<RequestId>, QueueError> {
    let ids = || -> BTreeSet<ItemId> {
        let ids =
            session.queue.state.try_with_untracked(|it| it.items.iter().map(|it| it.id).collect());
        ids.unwrap_or_default()
    };
    let before = ids();
    let wanted: BTreeSet<RequestId> =
        orders.iter().filter_map(|order| order.review.seen.request.id).collect();
    let delay_in = session.undo_delay_in();
    review_queue::tell(session, Command::Add { orders, delay_in }, Some(press)).await?;
    let new = session.queue.state.try_with_untracked(|state| {
        let is_new = |item: &&Item| !before.contains(&item.id);
        let requests = state.items.iter().filter(is_new).filter_map(|item| item.request());
        requests.filter(|id| wanted.contains(id)).collect()
    });
    Ok(new.unwrap_or_default())
}
