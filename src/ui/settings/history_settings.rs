//! The local history in the settings: what it is, whether it is wanted, how large it is, erasing it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::github::scope::Scope;
use crate::triage::visible::visible;
use crate::ui::history_store::{HistoryError, Listed};
use crate::ui::history_words as words;
use crate::ui::labels;
use crate::ui::notice;
use crate::ui::parts::banner::Banner;
use crate::ui::parts::focus::focus;
use crate::ui::parts::modal::Modal;
use crate::ui::parts::moment::exact;
use crate::ui::session::Session;
use crate::vault::status::HeldStatus;

/// What is to be erased: one list's history by its key, or every one.
type Wanted = Option<String>;

/// The switch, the histories and their sizes.
#[component]
pub fn HistorySettings(
    /// Whose history.
    session: Session,
    /// The token's status.
    token: HeldStatus,
) -> impl IntoView {
    let history = session.history;
    history.look();
    let dialog = Modal::new();
    let wanted = RwSignal::new(None::<Wanted>);
    let said = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<HistoryError>);
    let ask = Callback::new(move |erase: Wanted| {
        said.set(None);
        problem.set(None);
        wanted.set(Some(erase));
        dialog.open();
    });
    let named = move |erase: &Wanted| match erase {
        None => "every list".to_owned(),
        Some(key) => name(key),
    };
    let erase = move |_| {
        let Some(erase) = wanted.get_untracked() else { return };
        dialog.close();
        let what = named(&erase);
        spawn_local(async move {
            match history.erase(erase).await {
                Ok(()) => {
                    said.try_set(Some(format!("Erased: the local history of {what}.")));
                }
                Err(error) => {
                    problem.try_set(Some(error));
                }
            }
            // The button for it goes with what was erased.
            focus("#history-settings-heading".to_owned());
        });
    };
    let has_some = Memo::new(move |_| history.listed.with(|listed| !listed.is_empty()));
    let has_several = Memo::new(move |_| history.listed.with(|listed| listed.len() > 1));
    let rows = move || history.listed.get().into_iter().map(|its| row(its, ask)).collect_view();
    let total = move || {
        let of = |size: fn(&Listed) -> usize| history.listed.with(|all| all.iter().map(size).sum());
        let requests: usize = of(|its| its.record.as_ref().map_or(0, |record| record.requests));
        let bytes: usize = of(|its| its.record.as_ref().map_or(0, |record| record.bytes));
        format!("{}, {} in all", labels::requests(requests), words::bytes(bytes))
    };
    let question = move || {
        let erase = wanted.get()?;
        Some(format!("Erase the local history of {}?", named(&erase)))
    };
    let whose = format!("for {} on {}", visible(&token.login), token.host);
    view! {
        <section class="history-settings" aria-labelledby="history-settings-heading">
            <h2 id="history-settings-heading" tabindex="-1">
                "Local history"
            </h2>
            <div class="history-settings-switch">
                <input
                    type="checkbox"
                    role="switch"
                    id="history-switch"
                    aria-describedby="history-switch-hint"
                    prop:checked=move || history.is_on()
                    on:change=move |event| history.switch(event_target_checked(&event))
                />
                <label class="field-label" for="history-switch">
                    "Keep a local history"
                </label>
                <p id="history-switch-hint" class="field-hint">
                    "GitHub's API gives the past month. Switched on, Gatehouse keeps what it loads, so \
                     that summaries reach further back."
                </p>
            </div>
            <ul class="history-settings-facts field-hint">
                <li>
                    "It is kept in this browser alone, in the storage of this page (IndexedDB), " <bdi>{whose}</bdi>
                    ". Nothing of it is sent. Whoever uses this browser profile can read it."
                </li>
                <li>
                    "Kept is who asked when and why, where which type of secret was found, and who \
                     answered how. Secrets are not in it: GitHub's API never gives them, and what \
                     requesters wrote is left out."
                </li>
                <li>
                    "It stays when you switch this off or forget the token, until you erase it. The \
                     panel on GitHub's pages neither adds to it nor shows it."
                </li>
            </ul>
            <Show when=move || has_some.get()>
                <table class="history-settings-lists" aria-label="Local histories">
                    <thead>
                        <tr>
                            <th scope="col">"List"</th>
                            <th scope="col">"Requests"</th>
                            <th scope="col">"Size"</th>
                            <th scope="col">"Since"</th>
                            <th scope="col">
                                <span class="visually-hidden">"Erase"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p>{total}</p>
                <Show when=move || has_several.get()>
                    <button
                        type="button"
                        class="button button-danger"
                        aria-haspopup="dialog"
                        on:click=move |_| ask.run(None)
                    >
                        "Erase all histories"
                    </button>
                </Show>
            </Show>
            <Show when=move || history.is_on() && !has_some.get()>
                <p class="field-hint">"Nothing is kept yet. It begins with the next load."</p>
            </Show>
            <p role="status" aria-label="Erasing">
                {said}
            </p>
            {move || {
                problem.get().map(|error| view! { <Banner notice=notice::history_not_erased(error) /> })
            }}
            <dialog
                class="dialog history-settings-dialog"
                node_ref=dialog.node
                closedby="any"
                aria-labelledby="history-settings-question"
                on:close=move |_| dialog.closed()
            >
                <h2 id="history-settings-question">{question}</h2>
                <p>
                    "What is older than the past month can't be loaded from GitHub again. While the \
                     history is switched on, it begins anew with the next load."
                </p>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| dialog.close()>
                        "Cancel"
                    </button>
                    <button type="button" class="button button-danger" on:click=erase>
                        "Erase history"
                    </button>
                </div>
            </dialog>
        </section>
    }
}

/// The name of the list with this key.
fn name(key: &str) -> String {
    match key.parse::<Scope>() {
        Ok(scope) => {
            let (kind, name) = labels::scope(&scope);
            format!("{kind} {name}")
        }
        Err(_) => key.to_owned(),
    }
}

fn row(Listed { key, record }: Listed, ask: Callback<Wanted>) -> impl IntoView {
    let scope = record.as_ref().map(|record| record.scope.to_string());
    let name = name(&scope.unwrap_or_else(|| key.clone()));
    let (requests, size, since) = match record {
        None => ("It can't be read".to_owned(), "Unknown".to_owned(), "Unknown".to_owned()),
        Some(record) => (
            labels::grouped(record.requests),
            words::bytes(record.bytes),
            record.coverage.reach().map_or_else(
                || "Not complete yet".to_owned(),
                |reach| match record.coverage.gaps().len() {
                    0 => exact(reach.from),
                    1 => format!("{}, with 1 gap", exact(reach.from)),
                    gaps => format!("{}, with {gaps} gaps", exact(reach.from)),
                },
            ),
        ),
    };
    view! {
        <tr>
            <th scope="row">
                <bdi>{name.clone()}</bdi>
            </th>
            <td data-label="Requests">{requests}</td>
            <td data-label="Size">{size}</td>
            <td data-label="Since">{since}</td>
            <td>
                <button
                    type="button"
                    class="button button-small button-danger"
                    aria-haspopup="dialog"
                    aria-label=format!("Erase the history of {name}")
                    on:click=move |_| ask.run(Some(key.clone()))
                >
                    "Erase"
                </button>
            </td>
        </tr>
    }
}
