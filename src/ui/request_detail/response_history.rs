//! Who answered a request and when, and taking an answer back.

use leptos::ev::MouseEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::client::locate::{Located, Route};
use crate::github::exemption::Response;
use crate::github::ids::ResponseId;
use crate::triage::guard::may_write;
use crate::triage::visible::visible;
use crate::ui::labels;
use crate::ui::notice;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::moment::Moment;
use crate::ui::parts::progress::Progress;
use crate::ui::session::Session;
use crate::ui::session::press::press;
use crate::ui::session::writes::{self, Action};

/// The responses to one request. A response that stands can be dismissed, after a confirmation.
#[component]
pub fn ResponseHistory(
    /// Whom to ask.
    session: Session,
    /// The request as it is looked at.
    #[prop(into)]
    seen: Signal<Option<Located>>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<ResponseId>);
    let dialog: NodeRef<Dialog> = NodeRef::new();
    let sending = Memo::new(move |_| {
        let id = seen.with(|seen| seen.as_ref().and_then(|seen| seen.request.id));
        id.and_then(|id| session.writes.sending(id))
    });
    let responses = Memo::new(move |_| {
        seen.with(|seen| seen.as_ref().and_then(|seen| seen.request.responses.clone()))
    });
    let blocked = Memo::new(move |_| {
        if let Some(Route::Unsettled(why)) = seen.with(|seen| seen.as_ref().map(|seen| seen.route))
        {
            return Some(notice::unsettled(why).text());
        }
        let Some(token) = session.held() else {
            return Some("There is no token to dismiss it with.".to_owned());
        };
        let refusal = seen.with(|seen| {
            let request = &seen.as_ref()?.request;
            session.page_user.with(|user| may_write(&token.login, user, request)).err()
        });
        refusal.map(|refusal| notice::refusal(&refusal).title)
    });
    let covered = session.covered;
    let ask = move |response: ResponseId| {
        if covered.get_untracked() {
            return;
        }
        asked.set(Some(response));
        if let Some(dialog) = dialog.get_untracked() {
            // Fails when it is open already, and then it needn't be opened.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let dismiss = move |event: &MouseEvent| {
        if covered.get_untracked() {
            return;
        }
        close();
        if let (Some(response), Some(seen)) = (asked.get_untracked(), seen.get_untracked()) {
            writes::dismiss(session, press(event), seen, response);
        }
    };
    let row = move |(index, response): (usize, Response)| {
        let line = format!("response-{index}");
        let who = response.reviewer.as_ref().and_then(|reviewer| reviewer.actor_name.clone());
        let button = response.id.filter(|_| response.stands()).map(|id| {
            view! {
                <button
                    type="button"
                    class="button button-small button-danger"
                    aria-describedby=format!("{line} response-reason")
                    disabled=move || sending.get().is_some() || blocked.with(Option::is_some)
                    aria-disabled=move || covered.get().then_some("true")
                    on:click=move |_| ask(id)
                >
                    "Dismiss response"
                </button>
            }
        });
        view! {
            <li class="response-history-row">
                <span id=line.clone() class="response-history-line">
                    <Icon octicon=Octicon::Person />
                    <span>
                        <bdi class="response-history-who">
                            {who.map_or_else(|| "Someone GitHub doesn't name".to_owned(), |who| visible(&who))}
                        </bdi>
                        " " <bdi>{visible(&labels::response(response.status.as_ref()))}</bdi> " "
                        <Moment at=response.created_at now=session.now beside=true past=true />
                    </span>
                </span>
                {button}
            </li>
        }
    };
    let rows = move || {
        let none = |text: &'static str| view! { <p class="response-history-none">{text}</p> };
        let responses = match responses.get() {
            None => return none("GitHub gives no responses.").into_any(),
            Some(responses) if responses.is_empty() => return none("No responses yet.").into_any(),
            Some(responses) => responses,
        };
        let rows = responses.into_iter().enumerate().map(row).collect_view();
        view! { <ol class="response-history-rows">{rows}</ol> }.into_any()
    };
    let any_stands = move || responses.with(|all| all.iter().flatten().any(Response::stands));
    view! {
        <section class="response-history" aria-labelledby="response-history-heading">
            <h2 id="response-history-heading">"Responses"</h2>
            {rows}
            <p id="response-reason" class="field-hint">
                {move || {
                    let covered = || covered.get().then(|| notice::covered().text());
                    blocked.get().or_else(covered).filter(|_| any_stands())
                }}
            </p>
            <Show when=move || sending.get() == Some(Action::Dismiss)>
                <Progress label="Sending dismissal" />
            </Show>
            <dialog class="dialog" node_ref=dialog aria-labelledby="dismiss-heading">
                <h2 id="dismiss-heading">"Dismiss this response?"</h2>
                <p>
                    "The response no longer counts, and the request awaits a review again unless \
                    another response stands or it has expired."
                </p>
                <p>"A commit that was already pushed can't be recalled."</p>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| close()>
                        "Cancel"
                    </button>
                    <button type="button" class="button button-danger" aria-disabled=move || covered.get().then_some("true") on:click=move |event| dismiss(&event)>
                        "Yes, dismiss it"
                    </button>
                </div>
            </dialog>
        </section>
    }
}
