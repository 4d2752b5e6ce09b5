//! The completeness ledger: what was asked, what came, what is missing and why, and when.

use leptos::prelude::*;

use crate::inbox::ledger::{Ledger, Organizations, Part};
use crate::ui::history_words;
use crate::ui::labels;
use crate::ui::ledger_words as words;
use crate::ui::notice;
use crate::ui::parts::banner::Banner;
use crate::ui::parts::moment::{Moment, exact};
use crate::ui::session::Session;
use crate::ui::session::history_handle::SummaryWindow;

/// What stands behind the figures of the session's list.
#[component]
pub fn LedgerReport(
    /// Whose list.
    session: Session,
    /// What the figures are made from.
    #[prop(optional, into)]
    window: Signal<SummaryWindow>,
) -> impl IntoView {
    let load = session.list.load;
    // What it says of waiting goes with the time, the rest with the load.
    let ledger = Memo::new(move |_| load.with(|load| load.ledger(session.now.get())));
    let headline = Memo::new(move |_| {
        let of_history = match window.get() {
            SummaryWindow::Month => None,
            SummaryWindow::History => session.history.held(),
        };
        let of_history = of_history.and_then(|history| {
            ledger.with(|ledger| notice::history_completeness(ledger, &history))
        });
        of_history.unwrap_or_else(|| ledger.with(notice::completeness))
    });
    let missing = Memo::new(move |_| ledger.with(|ledger| notice::missing(&ledger.missing)));
    let facts = move || ledger.with(|ledger| facts(session, ledger));
    let parts = Memo::new(move |_| ledger.with(|ledger| ledger.parts.clone()));
    let rows = move || parts.get().into_iter().map(row).collect_view();
    view! {
        <div class="ledger-report">
            {move || view! { <Banner notice=headline.get() quiet=true /> }}
            {move || {
                let banners = missing.get().into_iter();
                banners.map(|notice| view! { <Banner notice quiet=true /> }).collect_view()
            }}
            <dl class="facts">{facts}</dl>
            {move || (window.get() == SummaryWindow::History).then(|| beside(session))}
            <Show when=move || parts.with(|parts| !parts.is_empty())>
                <table class="ledger-report-lists" aria-label="Lists asked for">
                    <thead>
                        <tr>
                            <th scope="col">"List"</th>
                            <th scope="col">"Pages read"</th>
                            <th scope="col">"Requests"</th>
                            <th scope="col">"Stable while read"</th>
                            <th scope="col">"Outcome"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Show>
        </div>
    }
}

/// What the local history adds to the lists.
fn beside(session: Session) -> impl IntoView {
    let texts = match session.history.held() {
        None => vec!["It is being read.".to_owned()],
        Some(history) => history_words::notes(&history, &exact),
    };
    let items = texts.into_iter().map(|text| view! { <li dir="auto">{text}</li> });
    view! {
        <section class="ledger-report-history" aria-label="Local history">
            <h3>"Local history"</h3>
            <ul>{items.collect_view()}</ul>
        </section>
    }
}

fn facts(session: Session, ledger: &Ledger) -> impl IntoView + use<> {
    let fact = |name: &'static str, value: AnyView| {
        view! {
            <div class="fact">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let window = view! {
        {words::window(ledger.window)}
        ". "
        <span class="field-hint">{words::WINDOW_HINT}</span>
    };
    let read = match ledger.read_at {
        Some(at) => {
            view! { <Moment at=Some(at) now=session.now beside=true past=true /> }.into_any()
        }
        None => "Not yet".into_any(),
    };
    let asked = session.list.scopes.get().map(|scopes| labels::scopes(&scopes).1);
    let organizations = ledger.organizations.as_ref().map(in_place_of);
    let waits = ledger.waits_until.map(|at| format!("Until {}, since GitHub asks to", exact(at)));
    let calls_left = ledger.calls_left.map(|calls| {
        format!(
            "{}, as GitHub said last; it counts them anew each hour",
            labels::grouped(calls as usize)
        )
    });
    view! {
        {fact("Window", window.into_any())}
        {asked.map(|asked| fact("Asked for", view! { <bdi>{asked}</bdi> }.into_any()))}
        {fact("Read", read)}
        {fact("Requests held", labels::requests(ledger.requests).into_any())}
        {organizations.map(|words| fact("Organizations", words.into_any()))}
        {waits.map(|words| fact("Waits", words.into_any()))}
        {calls_left.map(|words| fact("Calls left", words.into_any()))}
    }
}

/// What was asked for in an enterprise's place.
fn in_place_of(organizations: &Organizations) -> String {
    let found = labels::grouped(organizations.found);
    match &organizations.refused {
        None => format!("GitHub names {found} of which the token's user is a member"),
        Some(error) => {
            format!("GitHub named {found}, and not the rest: {}", notice::call_error(error).title)
        }
    }
}

fn row(part: Part) -> impl IntoView {
    let stands_in = part.stands_in_for.as_ref().map(|scope| {
        let (kind, name) = labels::scope(scope);
        let kind = kind.to_lowercase();
        view! {
            <span class="field-hint">
                "In place of the " {kind} " " <bdi>{name}</bdi>
            </span>
        }
    });
    let retries =
        words::retries(&part).map(|words| view! { <span class="field-hint">{words}</span> });
    view! {
        <tr>
            <th scope="row">
                <bdi>{words::list_name(&part)}</bdi>
                {stands_in}
            </th>
            <td data-label="Pages read">{words::pages(&part)} {retries}</td>
            <td data-label="Requests">{labels::grouped(part.requests)}</td>
            <td data-label="Stable while read">{words::compared(part.compared)}</td>
            <td data-label="Outcome">{words::outcome(&part)}</td>
        </tr>
    }
}
