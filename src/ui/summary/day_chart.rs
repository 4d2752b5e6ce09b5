//! How many requests came on each day and what became of them, as stacked columns and as a table.

use leptos::prelude::*;

use crate::triage::chart::{Column, Columns, Tick, columns, stack};
use crate::triage::coverage::Coverage;
use crate::triage::query::{Standing, Test};
use crate::triage::summary::per_day::{Day, PerDay};
use crate::triage::verdict::Verdict;
use crate::ui::history_words;
use crate::ui::inbox_links::InboxLinks;
use crate::ui::labels;
use crate::ui::parts::moment::{day_of_month, exact, weekday_and_day};
use crate::ui::parts::partial_mark::PartialMark;
use crate::ui::session::clock::utc_offset;

/// Said of a day of which some requests may be unknown.
const LACKING: &str = "Not known to be all";

/// How many days fit into every width; a longer chart is scrolled where there is less room.
const LONG: usize = 62;

/// The least width of a long chart's day, in CSS pixels.
const LEAST_WIDTH: usize = 6;

/// What the chart and its table are made of.
#[derive(Debug, Clone, PartialEq)]
struct Drawn {
    per_day: PerDay,
    chart: Columns,
    links: Option<InboxLinks>,
    /// Those that occur, in the order in which they are stacked.
    verdicts: Vec<Verdict>,
    /// For each day, whether some of its requests may be unknown.
    lacking: Vec<bool>,
}

impl Drawn {
    fn href(&self, day: &Day, verdict: Verdict, count: usize) -> Option<String> {
        let is = Test::Is(Standing::of(verdict));
        self.links.as_ref()?.to(count, [&day.test, &is])
    }

    fn day_href(&self, day: &Day) -> Option<String> {
        self.links.as_ref()?.to(day.verdicts.total(), [&day.test])
    }
}

/// The chart, its legend and its table.
#[component]
pub fn DayChart(
    /// The requests by day.
    per_day: Memo<Option<PerDay>>,
    /// Where they lead.
    links: Memo<Option<InboxLinks>>,
    /// Whether something may be missing.
    is_partial: Memo<bool>,
    /// Of which times every request is counted; absent where that is the ledger's to say.
    coverage: Memo<Option<Coverage>>,
) -> impl IntoView {
    let drawn = Memo::new(move |_| {
        let per_day = per_day.get()?;
        let occurs = |verdict: Verdict| per_day.days.iter().any(|day| count_of(day, verdict) > 0);
        let verdicts = stack(&Default::default()).map(|(verdict, _)| verdict);
        Some(Drawn {
            chart: columns(&per_day),
            links: links.get(),
            verdicts: verdicts.into_iter().filter(|verdict| occurs(*verdict)).collect(),
            lacking: coverage.with(|coverage| lacking(&per_day, coverage.as_ref())),
            per_day,
        })
    });
    let is_open = RwSignal::new(false);
    let chart = move || drawn.get().as_ref().map(picture);
    let table = move || drawn.get().as_ref().map(table);
    let reach = move || {
        let coverage = coverage.get()?;
        let texts = [
            Some(history_words::covered(&coverage, &exact)),
            history_words::gaps(&coverage, &exact),
        ];
        let texts = texts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Some(view! { <p class="day-chart-reach field-hint">{texts}</p> })
    };
    let rest = move || per_day.get().and_then(|per_day| not_drawn(&per_day));
    view! {
        <section class="day-chart" aria-labelledby="per-day">
            <h2 id="per-day">"Requests per day" <PartialMark is_partial /></h2>
            {reach}
            {chart}
            <p class="field-hint">{rest}</p>
            <details
                class="day-chart-details"
                on:toggle=move |event| {
                    is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
                }
            >
                <summary>"As a table"</summary>
                <Show when=move || is_open.get()>
                    <p class="field-hint">"Each number leads to its requests in the inbox."</p>
                    {table}
                </Show>
            </details>
        </section>
    }
}

fn count_of(day: &Day, verdict: Verdict) -> usize {
    let counts = stack(&day.verdicts);
    counts.into_iter().find(|(its, _)| *its == verdict).map_or(0, |(_, count)| count)
}

/// Of which days some requests may be unknown.
fn lacking(per_day: &PerDay, coverage: Option<&Coverage>) -> Vec<bool> {
    let lacks = |day: &Day| coverage.is_some_and(|its| its.may_lack(day.day, &utc_offset));
    per_day.days.iter().map(lacks).collect()
}

/// What the days leave out.
fn not_drawn(per_day: &PerDay) -> Option<String> {
    let parts = [
        (per_day.earlier, "before these days"),
        (per_day.later, "dated after today"),
        (per_day.not_given, "without a date"),
    ];
    let words = |(count, what): (usize, &str)| {
        (count > 0).then(|| format!("{} {what}", labels::requests(count)))
    };
    let words: Vec<String> = parts.into_iter().filter_map(words).collect();
    (!words.is_empty()).then(|| format!("Not drawn: {}.", words.join(", ")))
}

fn percent(place: f64) -> String {
    format!("{:.3}%", place * 100.0)
}

fn picture(drawn: &Drawn) -> impl IntoView + use<> {
    let days_drawn = drawn.per_day.days.len();
    let is_long = days_drawn > LONG;
    let ticks = drawn.chart.ticks.iter().map(tick).collect_view();
    let days = drawn.per_day.days.iter().zip(&drawn.chart.columns).zip(&drawn.lacking);
    let days = days.map(|((day, column), lacks)| day_column(drawn, day, column, *lacks));
    let days = days.collect_view();
    let lacking = drawn.lacking.contains(&true).then(|| {
        view! {
            <li>
                <svg class="day-chart-key" aria-hidden="true">
                    <rect class="day-chart-lacking" width="100%" height="100%"></rect>
                </svg>
                {LACKING}
            </li>
        }
    });
    let legend = drawn.verdicts.iter().map(|verdict| {
        view! {
            <li>
                <svg class="day-chart-key" aria-hidden="true">
                    <rect data-standing=standing(*verdict) width="100%" height="100%"></rect>
                </svg>
                {labels::status(*verdict, None)}
            </li>
        }
    });
    view! {
        <div class="day-chart-frame" class:day-chart-frame-long=is_long tabindex=is_long.then_some("0") role=is_long.then_some("group") aria-label=is_long.then_some("Chart of requests per day")>
            <svg
                class="day-chart-plot"
                role="group"
                aria-label="Requests per day"
                style:min-width=is_long.then(|| format!("{}px", days_drawn * LEAST_WIDTH))
            >
                {hatch()}
                {ticks}
                {days}
            </svg>
        </div>
        <ul class="day-chart-legend" aria-label="Legend">
            {legend.collect_view()}
            {lacking}
        </ul>
    }
}

fn standing(verdict: Verdict) -> &'static str {
    Standing::of(verdict).word()
}

/// What fills the days of which some requests may be unknown.
fn hatch() -> impl IntoView {
    view! {
        <defs>
            <pattern
                id="day-chart-hatch"
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
            >
                <line class="day-chart-hatch" x1="0" y1="0" x2="0" y2="6"></line>
            </pattern>
        </defs>
    }
}

fn tick(tick: &Tick) -> impl IntoView + use<> {
    let y = percent(tick.y);
    view! {
        <g aria-hidden="true">
            <line class="day-chart-line" x1="0" x2="100%" y1=y.clone() y2=y.clone()></line>
            <text class="day-chart-tick" x="-8" y=y dy="0.35em">
                {labels::grouped(tick.value)}
            </text>
        </g>
    }
}

/// A column: a link to its day, over which each of its parts is a link to its own requests. By
/// keyboard those are reached in the table.
fn day_column(drawn: &Drawn, day: &Day, column: &Column, lacks: bool) -> impl IntoView + use<> {
    let (x, width) = (percent(column.x), percent(column.width));
    let parts: Vec<String> = column
        .segments
        .iter()
        .map(|segment| {
            format!(
                "{} {}",
                labels::grouped(segment.count),
                labels::status(segment.verdict, None).to_lowercase()
            )
        })
        .collect();
    let name = format!(
        "{}: {}{}{}",
        weekday_and_day(day.day),
        labels::requests(day.verdicts.total()),
        if parts.is_empty() { "" } else { ", " },
        parts.join(", ")
    );
    let lacking = lacks.then(|| {
        let (x, width) = (x.clone(), width.clone());
        view! {
            <rect class="day-chart-lacking" x=x y="0" width=width height="100%">
                <title>{format!("{}: {LACKING}", weekday_and_day(day.day))}</title>
            </rect>
        }
    });
    let whole = drawn.day_href(day).map(|href| {
        view! {
            <g>
                <a class="day-chart-day" href=href aria-label=name.clone()>
                    <rect x=x.clone() y="0" width=width.clone() height="100%"></rect>
                </a>
            </g>
        }
    });
    let segments = column.segments.iter().map(|segment| {
        let words = format!(
            "{}: {} {}",
            weekday_and_day(day.day),
            labels::grouped(segment.count),
            labels::status(segment.verdict, None).to_lowercase()
        );
        let part = view! {
            <rect
                class="day-chart-segment"
                data-standing=standing(segment.verdict)
                x=x.clone()
                y=percent(segment.y)
                width=width.clone()
                height=percent(segment.height)
            >
                <title>{words}</title>
            </rect>
        };
        match drawn.href(day, segment.verdict, segment.count) {
            Some(href) => view! {
                <g>
                    <a href=href tabindex="-1" aria-hidden="true">
                        {part}
                    </a>
                </g>
            }
            .into_any(),
            None => part.into_any(),
        }
    });
    let label = column.is_labelled.then(|| {
        let middle = percent(column.x + column.width / 2.0);
        view! {
            <text class="day-chart-label" aria-hidden="true" x=middle y="100%" dy="1.5em">
                {day_of_month(day.day)}
            </text>
        }
    });
    view! {
        {lacking}
        {whole}
        {segments.collect_view()}
        {label}
    }
}

fn linked(count: usize, href: Option<String>) -> AnyView {
    let count = labels::grouped(count);
    match href {
        Some(href) => view! { <a href=href>{count}</a> }.into_any(),
        None => count.into_any(),
    }
}

fn table(drawn: &Drawn) -> impl IntoView + use<> {
    let names = drawn.verdicts.iter().map(|verdict| {
        view! { <th scope="col">{labels::status(*verdict, None)}</th> }
    });
    let days = drawn.per_day.days.iter().zip(&drawn.lacking).rev();
    let rows = days.map(|(day, lacks)| {
        let cells = drawn.verdicts.iter().map(|verdict| {
            let count = count_of(day, *verdict);
            view! { <td>{linked(count, drawn.href(day, *verdict, count))}</td> }
        });
        view! {
            <tr>
                <th scope="row">
                    {weekday_and_day(day.day)}
                    {lacks.then(|| view! { " " <span class="field-hint">{LACKING}</span> })}
                </th>
                <td>{linked(day.verdicts.total(), drawn.day_href(day))}</td>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <div class="day-chart-scroller" role="group" tabindex="0" aria-label="Requests per day, table">
            <table class="day-chart-table" aria-labelledby="per-day">
                <thead>
                    <tr>
                        <th scope="col">"Day"</th>
                        <th scope="col">"All"</th>
                        {names.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
