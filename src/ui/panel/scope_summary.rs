//! A list page's scope at a glance: how many requests wait, expire soon, were answered or not. Each
//! figure filters the list below it.

use leptos::prelude::*;

use crate::inbox::load::Known;
use crate::triage::query::parse;
use crate::triage::summary::totals::{Figure, Totals};
use crate::triage::verdict::Judged;
use crate::ui::labels;
use crate::ui::parts::partial_mark::PartialMark;
use crate::ui::session::Session;

/// The requests that a figure leads to, and what it counts.
const FIGURES: [(Figure, &str); 4] = [
    (Figure::Waiting, "waiting"),
    (Figure::ExpiringIn24Hours, "expiring within 24 hours"),
    (Figure::Answered, "answered"),
    (Figure::Expired, "expired without an answer"),
];

/// The figures over all that the session's list holds, whatever the filter leaves of it.
#[component]
pub fn ScopeSummary(
    /// Whose list.
    session: Session,
    /// The query in the list's filter.
    filter: RwSignal<String>,
) -> impl IntoView {
    let load = session.list.load;
    let known = Memo::new(move |_| load.with(|load| load.known()));
    let is_known = move || matches!(known.get(), Known::Part | Known::Whole);
    let is_partial = Memo::new(move |_| known.get() == Known::Part);
    let totals = Memo::new(move |_| {
        let now = session.now.get();
        load.with(|load| Totals::of(now, load.requests().map(|request| Judged::at(now, request))))
    });
    let query = Memo::new(move |_| filter.with(|filter| parse(filter).ok()));
    let figure = move |(figure, label): (Figure, &'static str)| {
        let is_chosen = Memo::new(move |_| query.get() == Some(figure.query()));
        let count = move || labels::grouped(totals.with(|totals| shown(figure, totals)));
        let detail = move || {
            // Then it leads to more than it counts.
            totals.with(|totals| {
                let all = figure.count(totals);
                (all != shown(figure, totals))
                    .then(|| format!(", of {} expired", labels::grouped(all)))
            })
        };
        let choose = move |_| {
            let chosen = is_chosen.get_untracked();
            filter.set(if chosen { String::new() } else { figure.query().to_string() });
        };
        view! {
            <li>
                <button
                    type="button"
                    class="scope-summary-figure"
                    aria-pressed=move || is_chosen.get().to_string()
                    on:click=choose
                >
                    <span class="scope-summary-count">
                        {count} <PartialMark is_partial />
                    </span>
                    " "
                    <span class="scope-summary-label">{label} {detail}</span>
                </button>
            </li>
        }
    };
    view! {
        <Show when=is_known>
            <section class="scope-summary" aria-label="Summary">
                <ul class="scope-summary-figures">
                    {FIGURES.map(figure).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

/// The number of a figure: of the expired ones, those that nobody answered.
fn shown(figure: Figure, totals: &Totals) -> usize {
    match figure {
        Figure::Expired => totals.expired_unanswered,
        figure => figure.count(totals),
    }
}
