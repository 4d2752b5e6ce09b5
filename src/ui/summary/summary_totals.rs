//! The figures at the head of a summary: how many requests wait, were answered, expired.

use leptos::prelude::*;

use crate::triage::summary::totals::{Figure, Totals};
use crate::ui::inbox_links::InboxLinks;
use crate::ui::labels;
use crate::ui::parts::partial_mark::PartialMark;

/// One figure, and the requests to which it leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Told {
    count: usize,
    label: &'static str,
    /// What the count is made of, or what it is a part of.
    detail: Option<String>,
    leads_to: Figure,
}

/// Each figure is a link to its requests.
#[component]
pub fn SummaryTotals(
    /// The figures.
    totals: Memo<Option<Totals>>,
    /// Where they lead.
    links: Memo<Option<InboxLinks>>,
    /// Whether something may be missing.
    is_partial: Memo<bool>,
) -> impl IntoView {
    let all = move || totals.get().iter().flat_map(told).collect::<Vec<_>>();
    let row = move |told: Told| {
        let Told { count, label, detail, leads_to } = told;
        let href = move || {
            // What it leads to may be more than what is counted, and the detail says so.
            let led = totals.get().map_or(0, |totals| leads_to.count(&totals));
            let query = leads_to.query();
            let tests = query.terms.iter().map(|term| &term.test);
            links.with(|links| links.as_ref()?.to(led, tests))
        };
        let inside = move || {
            view! {
                <span class="summary-totals-count">{labels::grouped(count)}</span>
                " "
                <span class="summary-totals-label">{label}</span>
            }
        };
        let figure = move || match href() {
            Some(href) => view! {
                <a class="summary-totals-figure" href=href>
                    {inside()}
                </a>
            }
            .into_any(),
            None => view! { <span class="summary-totals-figure">{inside()}</span> }.into_any(),
        };
        view! {
            <li class="summary-totals-item">
                {figure} <PartialMark is_partial />
                {detail.map(|detail| view! { " " <span class="summary-totals-detail">{detail}</span> })}
            </li>
        }
    };
    view! {
        <section aria-label="Totals">
            <ul class="summary-totals">
                <For each=all key=Clone::clone let:told>
                    {row(told)}
                </For>
            </ul>
        </section>
    }
}

fn told(totals: &Totals) -> Vec<Told> {
    let grouped = labels::grouped;
    let expired = totals.expired_unanswered + totals.expired_answered;
    let answered = format!(
        "{} approved, {} approved and pushed, {} denied",
        grouped(totals.approved),
        grouped(totals.completed),
        grouped(totals.denied)
    );
    let figure = |count, label, leads_to| Told { count, label, detail: None, leads_to };
    let of_expired = format!("of {} expired", grouped(expired));
    let mut told = vec![
        figure(totals.waiting, "waiting", Figure::Waiting),
        figure(totals.expiring_in_24_hours, "expiring within 24 hours", Figure::ExpiringIn24Hours),
        Told { detail: Some(answered), ..figure(totals.answered(), "answered", Figure::Answered) },
        Told {
            detail: Some(of_expired),
            ..figure(totals.expired_unanswered, "expired without an answer", Figure::Expired)
        },
    ];
    let rest = [
        figure(totals.cancelled, "cancelled", Figure::Cancelled),
        figure(totals.unknown, "of unknown status", Figure::Unknown),
    ];
    told.extend(rest.into_iter().filter(|told| told.count > 0));
    told.push(figure(totals.all, "in all", Figure::All));
    told
}
