//! A report in Markdown in which nothing that comes from data becomes markup, a link or a mention.
//!
//! Everything that this file doesn't say itself stands in a code span: there, no reader looks for
//! markup, HTML, addresses, `@names`, issue numbers or emoji. What would end a span or a table's cell,
//! `` ` `` and `|`, is written out as `\u{60}` and `\u{7C}`, and so is what acts unseen, line breaks
//! too.

use std::fmt::Write as _;

use crate::github::exemption::{ExemptionRequest, Finding};
use crate::github::time::Timestamp;
use crate::triage::expiry;
use crate::triage::order::soonest_expiry_first;
use crate::triage::summary::Summary;
use crate::triage::summary::breakdown::{Breakdown, Dimension, percent};
use crate::triage::summary::response_time::ResponseTime;
use crate::triage::summary::totals::Totals;
use crate::triage::verdict::awaits_review;
use crate::triage::visible;

use super::Provenance;

/// The most rows of a table of values.
pub const MAX_VALUES: usize = 15;

/// The most requests that are listed.
pub const MAX_REQUESTS: usize = 100;

/// The most characters of a value.
const MAX_LENGTH: usize = 200;

/// What stands where GitHub gives nothing.
const NOT_GIVEN: &str = "not given";

/// The figures of `summary`, which are those of `rows`, and of the requests those that wait, soonest
/// expiry first, at most [`MAX_REQUESTS`].
pub fn markdown<'a>(
    provenance: &Provenance,
    summary: &Summary,
    rows: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> String {
    let mut report = String::from("# Bypass requests\n\n");
    push_provenance(&mut report, provenance);
    push_totals(&mut report, &summary.totals);
    push_response_times(&mut report, summary);
    for breakdown in &summary.breakdowns {
        push_breakdown(&mut report, breakdown);
    }
    let is_waiting = |request: &&ExemptionRequest| awaits_review(provenance.at, request);
    let mut waiting: Vec<&ExemptionRequest> = rows.into_iter().filter(is_waiting).collect();
    soonest_expiry_first(provenance.at, &mut waiting);
    push_waiting(&mut report, provenance, &waiting);
    report
}

fn push_provenance(report: &mut String, provenance: &Provenance) {
    if provenance.is_partial {
        report
            .push_str("**Partial: requests may be missing from every figure and list below.**\n\n");
    }
    let list = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| code(text)).collect();
        if texts.is_empty() { "none".to_owned() } else { texts.join(", ") }
    };
    let query = match provenance.query.trim() {
        "" => "none, so all requests".to_owned(),
        query => code(query),
    };
    let completeness = if provenance.is_partial { "partial" } else { "complete" };
    table(
        report,
        &["Report", ""],
        [
            vec!["Query".to_owned(), query],
            vec!["Scopes".to_owned(), list(&provenance.scopes)],
            vec!["Window".to_owned(), code(&provenance.window)],
            vec!["Completeness".to_owned(), completeness.to_owned()],
            vec!["Made at".to_owned(), provenance.at.to_string()],
            vec!["Made by".to_owned(), provenance.by.as_deref().map_or(none(), code)],
        ],
    );
    for note in &provenance.notes {
        let _ = writeln!(report, "- {}", code(note));
    }
    if !provenance.notes.is_empty() {
        report.push('\n');
    }
}

fn push_totals(report: &mut String, totals: &Totals) {
    report.push_str("## Where they stand\n\n");
    let rows = [
        ("All", totals.all),
        ("Waiting", totals.waiting),
        ("Waiting, and expiring within 24 hours", totals.expiring_in_24_hours),
        ("Answered", totals.answered()),
        ("Answered: approved", totals.approved),
        ("Answered: approved and pushed", totals.completed),
        ("Answered: denied", totals.denied),
        ("Expired without an answer", totals.expired_unanswered),
        ("Expired after an answer", totals.expired_answered),
        ("Cancelled", totals.cancelled),
        ("Of unknown status", totals.unknown),
    ];
    let row = |(name, count): (&str, usize)| vec![name.to_owned(), count.to_string()];
    table(report, &["", "Requests"], rows.map(row));
}

fn push_response_times(report: &mut String, summary: &Summary) {
    report.push_str("## Time to first response\n\n");
    let times = &summary.response_times;
    let mut rows = vec![time_row("All requests".to_owned(), &times.overall)];
    let mut push = |kind: &str, times: &[ResponseTime]| {
        for time in times.iter().take(MAX_VALUES) {
            let value = time.value.as_deref().map_or_else(none, code);
            rows.push(time_row(format!("{kind} {value}"), time));
        }
        times.len().saturating_sub(MAX_VALUES)
    };
    let more_organizations = push("Organization", &times.organizations);
    let more_reviewers = push("Reviewer", &times.reviewers);
    let names = ["", "Requests", "Measured", "Median", "Nine of ten within", "Answered in time"];
    table(report, &names, rows);
    for (more, kind) in [(more_organizations, "organizations"), (more_reviewers, "reviewers")] {
        push_more(report, more, kind);
    }
}

fn time_row(name: String, time: &ResponseTime) -> Vec<String> {
    let duration = |seconds: Option<i64>| seconds.map_or_else(none, expiry::in_words);
    let in_time = match time.share_in_time() {
        None => none(),
        Some(share) => format!("{} ({} of {})", percent(share), time.in_time, time.ended),
    };
    vec![
        name,
        time.all.to_string(),
        time.measured.to_string(),
        duration(time.median),
        duration(time.percentile_90),
        in_time,
    ]
}

fn push_breakdown(report: &mut String, breakdown: &Breakdown) {
    let (name, several) = match breakdown.dimension {
        Dimension::Organization => ("Organization", "organizations"),
        Dimension::Repository => ("Repository", "repositories"),
        Dimension::SecretType => ("Secret type", "secret types"),
        Dimension::Reason => ("Reason", "reasons"),
        Dimension::Requester => ("Requester", "requesters"),
        Dimension::Reviewer => ("Reviewer", "reviewers"),
    };
    let _ = write!(report, "## By {}\n\n", name.to_lowercase());
    let (given, not_given): (Vec<_>, Vec<_>) =
        breakdown.bars.iter().partition(|bar| bar.value.is_some());
    // What has no value is never among the ones left out.
    let lacks = match breakdown.dimension {
        Dimension::Reviewer => "nobody yet",
        _ => NOT_GIVEN,
    };
    let rows = given.iter().take(MAX_VALUES).chain(&not_given).map(|bar| {
        vec![
            bar.value.as_deref().map_or_else(|| lacks.to_owned(), code),
            bar.count.to_string(),
            percent(bar.share),
            bar.waiting.to_string(),
        ]
    });
    table(report, &[name, "Requests", "Share", "Waiting"], rows);
    push_more(report, given.len().saturating_sub(MAX_VALUES), several);
}

fn push_waiting(report: &mut String, provenance: &Provenance, waiting: &[&ExemptionRequest]) {
    report.push_str("## Waiting\n\n");
    if waiting.is_empty() {
        let known = "No request waits.\n";
        let unknown = "No request of those that could be read waits; others may.\n";
        report.push_str(if provenance.is_partial { unknown } else { known });
        return;
    }
    let rows = waiting.iter().take(MAX_REQUESTS).map(|request| {
        let several = |of: &dyn Fn(&Finding) -> Option<String>| {
            let mut values: Vec<String> = request.findings().iter().filter_map(of).collect();
            values.sort();
            values.dedup();
            let shown: Vec<String> = values.iter().take(3).map(|value| code(value)).collect();
            match values.len() {
                0 => none(),
                count @ 4.. => format!("{} and {} more", shown.join(", "), count - 3),
                _ => shown.join(", "),
            }
        };
        vec![
            request.page().map_or_else(none, |page| code(&page.url())),
            request.requester_name().map_or_else(none, code),
            several(&|finding| finding.secret_type.as_deref().map(str::to_owned)),
            several(&|finding| Some(finding.bypass_reason.as_ref()?.word().to_owned())),
            several(&|finding| finding.path.clone()),
            request.expires_at.map_or_else(none, |at| expires(provenance.at, at)),
        ]
    });
    table(report, &["Request", "Requester", "Secret type", "Reason", "Path", "Expires"], rows);
    push_more(report, waiting.len().saturating_sub(MAX_REQUESTS), "requests");
}

fn expires(now: Timestamp, at: Timestamp) -> String {
    format!("{at}, {}", expiry::relative(at - now))
}

fn push_more(report: &mut String, more: usize, several: &str) {
    if more > 0 {
        let _ = write!(report, "And {more} more {several}.\n\n");
    }
}

/// A table and an empty line. The cells are Markdown already.
fn table(report: &mut String, names: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    let _ = writeln!(report, "| {} |", names.join(" | "));
    let _ = writeln!(report, "|{}", "---|".repeat(names.len()));
    for row in rows {
        let _ = writeln!(report, "| {} |", row.join(" | "));
    }
    report.push('\n');
}

fn none() -> String {
    NOT_GIVEN.to_owned()
}

/// A code span that shows `text`.
fn code(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return none();
    }
    let mut span = String::from("`");
    let mut rest = text.chars().take(MAX_LENGTH).peekable();
    while let Some(c) = rest.next() {
        match c {
            '`' => span.push_str("\\u{60}"),
            '|' => span.push_str("\\u{7C}"),
            c => visible::push(&mut span, c, rest.peek().copied()),
        }
    }
    if text.chars().nth(MAX_LENGTH).is_some() {
        span.push('…');
    }
    span.push('`');
    span
}

#[cfg(test)]
mod tests;
