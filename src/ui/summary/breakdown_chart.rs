//! How many requests have each value in one respect, as bars, most first: chart and table in one.

use leptos::prelude::*;

use crate::github::exemption::BypassReason;
use crate::triage::chart::{BarMark, bars};
use crate::triage::summary::breakdown::{Bar, Breakdown, Dimension, percent};
use crate::triage::visible::visible;
use crate::ui::inbox_links::InboxLinks;
use crate::ui::labels;
use crate::ui::parts::partial_mark::PartialMark;
use crate::ui::parts::show_more::{FIRST, ShowMore};

/// A bar as it is drawn.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    bar: Bar,
    mark: BarMark,
    href: Option<String>,
}

impl Row {
    /// What makes it another row.
    fn key(&self) -> (Option<String>, usize, usize, u64, Option<String>) {
        let Self { bar, mark, href } = self;
        (bar.value.clone(), bar.count, bar.waiting, mark.width.to_bits(), href.clone())
    }
}

/// The bars of one dimension. Of each, the darker part waits.
#[component]
pub fn BreakdownChart(
    /// The requests by what they have.
    breakdown: Memo<Breakdown>,
    /// Where they lead.
    links: Memo<Option<InboxLinks>>,
    /// Whether something may be missing.
    is_partial: Memo<bool>,
) -> impl IntoView {
    let dimension = breakdown.with_untracked(|breakdown| breakdown.dimension);
    let (name, several) = names(dimension);
    let shown = RwSignal::new(FIRST);
    let count = Memo::new(move |_| breakdown.with(|breakdown| breakdown.bars.len()));
    let rows = move || {
        breakdown.with(|breakdown| {
            let marks = bars(&breakdown.bars);
            let row = |(bar, mark): (&Bar, &BarMark)| Row {
                href: links.with(|links| links.as_ref()?.to(bar.count, [&bar.test])),
                bar: bar.clone(),
                mark: *mark,
            };
            let rows = breakdown.bars.iter().zip(&marks).take(shown.get());
            rows.map(row).collect::<Vec<_>>()
        })
    };
    let heading = format!("by-{}", several.replace(' ', "-"));
    view! {
        <section class="breakdown-chart" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>"By " {name.to_lowercase()} <PartialMark is_partial /></h2>
            <table class="breakdown-chart-table" aria-labelledby=heading.clone()>
                <thead>
                    <tr>
                        <th scope="col">{name}</th>
                        <th scope="col">"Requests"</th>
                        <th scope="col">"Share"</th>
                        <th scope="col">"Waiting"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=rows key=Row::key let:row>
                        <BarRow dimension row />
                    </For>
                </tbody>
            </table>
            <ShowMore shown count several />
        </section>
    }
}

#[component]
fn BarRow(dimension: Dimension, row: Row) -> impl IntoView {
    let Row { bar, mark, href } = row;
    let title = bar.value.as_deref().map(visible);
    let words = visible(&value_words(dimension, bar.value.as_deref()));
    let value = match href {
        Some(href) => view! {
            <a class="breakdown-chart-value" href=href title=title>
                <bdi>{words}</bdi>
            </a>
        }
        .into_any(),
        None => view! {
            <span class="breakdown-chart-value" title=title>
                <bdi>{words}</bdi>
            </span>
        }
        .into_any(),
    };
    let width = |width: f64| format!("{:.2}%", width * 100.0);
    view! {
        <tr>
            <th scope="row">
                {value}
                <svg class="breakdown-chart-bar" aria-hidden="true">
                    <rect class="breakdown-chart-all" width=width(mark.width) height="100%"></rect>
                    <rect
                        class="breakdown-chart-waiting"
                        width=width(mark.waiting_width)
                        height="100%"
                    ></rect>
                </svg>
            </th>
            <td>{labels::grouped(bar.count)}</td>
            <td>{percent(bar.share)}</td>
            <td>{labels::grouped(bar.waiting)}</td>
        </tr>
    }
}

/// What a dimension is called, and its values.
fn names(dimension: Dimension) -> (&'static str, &'static str) {
    match dimension {
        Dimension::Organization => ("Organization", "organizations"),
        Dimension::Repository => ("Repository", "repositories"),
        Dimension::SecretType => ("Secret type", "secret types"),
        Dimension::Reason => ("Reason", "reasons"),
        Dimension::Requester => ("Requester", "requesters"),
        Dimension::Reviewer => ("Reviewer", "reviewers"),
    }
}

fn value_words(dimension: Dimension, value: Option<&str>) -> String {
    match (dimension, value) {
        (Dimension::Reviewer, None) => "Nobody yet".to_owned(),
        (_, None) => labels::NOT_GIVEN.to_owned(),
        (Dimension::SecretType, Some(value)) => labels::secret_type(value),
        (Dimension::Reason, Some(value)) => labels::reason(&BypassReason::from(value)),
        (_, Some(value)) => value.to_owned(),
    }
}
