//! How long requests waited for their first response and how many were answered in time, in all,
//! per organization and per reviewer: charts and tables in one.

use leptos::prelude::*;

use crate::triage::chart::{TimeMark, times as marks};
use crate::triage::expiry;
use crate::triage::summary::breakdown::percent;
use crate::triage::summary::response_time::{ResponseTime, ResponseTimes as Times};
use crate::triage::visible::visible;
use crate::ui::inbox_links::InboxLinks;
use crate::ui::labels;
use crate::ui::parts::partial_mark::PartialMark;
use crate::ui::parts::show_more::{FIRST, ShowMore};

/// The times.
#[component]
pub fn ResponseTimes(
    /// The times.
    times: Memo<Option<Times>>,
    /// Where they lead.
    links: Memo<Option<InboxLinks>>,
    /// Whether something may be missing.
    is_partial: Memo<bool>,
) -> impl IntoView {
    let overall = Memo::new(move |_| times.get().map(|it| vec![it.overall]).unwrap_or_default());
    let organizations =
        Memo::new(move |_| times.get().map(|it| it.organizations).unwrap_or_default());
    let reviewers = Memo::new(move |_| times.get().map(|it| it.reviewers).unwrap_or_default());
    view! {
        <section class="response-times" aria-labelledby="response-times">
            <h2 id="response-times">"Time to first response" <PartialMark is_partial /></h2>
            <p class="field-hint">
                "Of the requests that were responded to: half took at most the median, nine of ten at \
                 most the 90th percentile. In time is what was answered before it expired, of what \
                 was answered or has expired."
            </p>
            <TimesTable name="All requests" several="" times=overall links />
            <TimesTable name="Organization" several="organizations" times=organizations links />
            <TimesTable name="Reviewer" several="reviewers" times=reviewers links />
        </section>
    }
}

#[component]
fn TimesTable(
    name: &'static str,
    several: &'static str,
    times: Memo<Vec<ResponseTime>>,
    links: Memo<Option<InboxLinks>>,
) -> impl IntoView {
    let shown = RwSignal::new(FIRST);
    let rows = move || {
        times.with(|times| {
            let marks = marks(times.iter());
            let rows = times.iter().zip(marks).take(shown.get());
            rows.map(|(time, mark)| row(name, time, mark, links)).collect_view()
        })
    };
    let count = Memo::new(move |_| times.with(Vec::len));
    let label = if several.is_empty() {
        "Time to first response, all requests".to_owned()
    } else {
        format!("Time to first response by {}", name.to_lowercase())
    };
    view! {
        <Show when=move || times.with(|times| !times.is_empty())>
            <table class="response-times-table" aria-label=label.clone()>
                <thead>
                    <tr>
                        <th scope="col">{name}</th>
                        <th scope="col">"Requests"</th>
                        <th scope="col">"Median"</th>
                        <th scope="col">"90th percentile"</th>
                        <th scope="col">"In time"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <ShowMore shown count several />
        </Show>
    }
}

fn row(
    name: &'static str,
    time: &ResponseTime,
    mark: Option<TimeMark>,
    links: Memo<Option<InboxLinks>>,
) -> impl IntoView + use<> {
    let words = match (&time.value, &time.test) {
        (Some(value), _) => visible(value),
        (None, None) => name.to_owned(),
        (None, Some(_)) => labels::NOT_GIVEN.to_owned(),
    };
    let href = links.with(|links| links.as_ref()?.to(time.all, &time.test));
    let value = match href {
        Some(href) => view! {
            <a class="response-times-value" href=href>
                <bdi>{words}</bdi>
            </a>
        }
        .into_any(),
        None => view! {
            <span class="response-times-value">
                <bdi>{words}</bdi>
            </span>
        }
        .into_any(),
    };
    let width = |width: f64| format!("{:.2}%", width * 100.0);
    let bar = mark.map(|mark| {
        view! {
            <svg class="response-times-bar" aria-hidden="true">
                <rect
                    class="response-times-percentile"
                    width=width(mark.percentile_90)
                    height="100%"
                ></rect>
                <rect class="response-times-median" width=width(mark.median) height="100%"></rect>
            </svg>
        }
    });
    let duration =
        |seconds: Option<i64>| seconds.map_or_else(|| "Not measured".to_owned(), expiry::in_words);
    let in_time = match time.share_in_time() {
        None => "None ended".to_owned(),
        Some(share) => format!(
            "{} ({} of {})",
            percent(share),
            labels::grouped(time.in_time),
            labels::grouped(time.ended)
        ),
    };
    view! {
        <tr>
            <th scope="row">{value} {bar}</th>
            <td data-label="Requests">{labels::grouped(time.all)}</td>
            <td data-label="Median">{duration(time.median)}</td>
            <td data-label="90th percentile">{duration(time.percentile_90)}</td>
            <td data-label="In time">{in_time}</td>
        </tr>
    }
}
