//! At which hours of which weekdays requests come, as a table whose cells are the darker, the more
//! there are.

use leptos::prelude::*;

use crate::triage::chart::{heat, heat_bounds};
use crate::triage::summary::pattern::{Pattern, test};
use crate::ui::inbox_links::InboxLinks;
use crate::ui::labels;
use crate::ui::parts::partial_mark::PartialMark;

/// The weekdays, Monday first, in short and in full.
const WEEKDAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

/// The week.
#[component]
pub fn WeekPattern(
    /// The requests by hour of the week.
    pattern: Memo<Option<Pattern>>,
    /// Where they lead.
    links: Memo<Option<InboxLinks>>,
    /// Whether something may be missing.
    is_partial: Memo<bool>,
) -> impl IntoView {
    let rows = move || {
        let pattern = pattern.get()?;
        let heat = heat(&pattern);
        let rows = WEEKDAYS.iter().enumerate().zip(pattern.counts.iter().zip(&heat));
        let rows = rows.map(|((weekday, (short, full)), (counts, heat))| {
            let cells = counts.iter().zip(heat).enumerate().map(|(hour, (count, dark))| {
                let asks = test(weekday, hour);
                let href = links.with(|links| links.as_ref()?.to(*count, &asks));
                let words = labels::grouped(*count);
                let inside = match href {
                    Some(href) => {
                        let name = format!("{words}, {full} {hour:02}:00");
                        view! {
                            <a href=href aria-label=name>
                                {words}
                            </a>
                        }
                        .into_any()
                    }
                    None => words.into_any(),
                };
                view! { <td data-dark=dark.to_string()>{inside}</td> }
            });
            view! {
                <tr>
                    <th scope="row">
                        <abbr title=*full>{*short}</abbr>
                    </th>
                    {cells.collect_view()}
                </tr>
            }
        });
        Some(rows.collect_view())
    };
    let hours = (0..24).map(|hour| view! { <th scope="col">{format!("{hour:02}")}</th> });
    let legend = move || {
        pattern.get().map(|pattern| {
            let mut from = 1;
            let bounds = heat_bounds(&pattern).into_iter().enumerate();
            let mut keys = Vec::new();
            for (index, bound) in bounds {
                if bound < from {
                    continue;
                }
                let words = if bound == from {
                    labels::grouped(bound)
                } else {
                    format!("{} to {}", labels::grouped(from), labels::grouped(bound))
                };
                from = bound + 1;
                keys.push(view! {
                    <li>
                        <span class="week-pattern-key" data-dark=(index + 1).to_string()></span>
                        {words}
                    </li>
                });
            }
            keys
        })
    };
    let rest = move || {
        let without = pattern.get().map_or(0, |pattern| pattern.not_given);
        (without > 0).then(|| format!("Not drawn: {} without a date.", labels::requests(without)))
    };
    view! {
        <section class="week-pattern" aria-labelledby="week-pattern">
            <h2 id="week-pattern">"By weekday and hour" <PartialMark is_partial /></h2>
            <p class="field-hint">
                "When requests were made, by this computer's clock. " {rest}
            </p>
            <div class="week-pattern-scroller" role="group" tabindex="0" aria-label="Weekdays and hours">
                <table class="week-pattern-table" aria-labelledby="week-pattern">
                    <thead>
                        <tr>
                            <th scope="col">
                                <span class="visually-hidden">"Weekday"</span>
                            </th>
                            {hours.collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <ul class="week-pattern-legend" aria-label="Requests in an hour">
                {legend}
            </ul>
        </section>
    }
}
