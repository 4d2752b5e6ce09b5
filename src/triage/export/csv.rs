//! Requests as comma-separated values, safe to open in a spreadsheet.
//!
//! RFC 4180: a row of names, then rows that end in CR LF, every cell in quotation marks. In front is
//! a byte-order mark, without which spreadsheets take UTF-8 for something else; a program that
//! doesn't know it finds it in the name of the first column, which is only the rows' number.
//!
//! **Where it comes from** stands in columns of its own, `export_…`, in every row, so that it is
//! there for a program as for a person, whatever is sorted, filtered or cut off. Only
//! `export_notes` stands in the first row alone: there can be many. Without requests there is one
//! row that has nothing but these columns.
//!
//! **Formulas.** A spreadsheet takes a cell for a formula if it begins with `=`, `+`, `-` or `@`, or
//! their full-width and small forms, also behind white space or a tab, and who opens a file where
//! `;` separates cells gets new cells behind each `;` and each line break. So wherever such a piece
//! begins, an apostrophe is put in front. It is not taken away again: exact texts are in the JSON.
//!
//! **What acts unseen** is written out ([`visible`](crate::triage::visible)), except line breaks: a
//! cell of several values has one in each line.

use crate::github::exemption::{ExemptionRequest, Finding, Response};
use crate::triage::verdict::{Verdict, verdict};
use crate::triage::visible;

use super::Provenance;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The columns of a request, in their order.
const COLUMNS: [&str; 17] = [
    "row",
    "verdict",
    "status",
    "organization",
    "repository",
    "number",
    "requester",
    "secret_types",
    "reasons",
    "paths",
    "branches",
    "commit",
    "requester_comment",
    "created_at",
    "expires_at",
    "responses",
    "page",
];

/// The columns that say where the export comes from, in their order.
const EXPORT_COLUMNS: [&str; 7] = [
    "export_completeness",
    "export_at",
    "export_query",
    "export_scopes",
    "export_window",
    "export_by",
    "export_notes",
];

/// One row for each request, as they stood when the export was made. What GitHub doesn't give is
/// empty. Instants are in UTC; several values of a request stand in lines, each once.
pub fn csv<'a>(
    provenance: &Provenance,
    rows: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    push_row(&mut text, COLUMNS.iter().chain(&EXPORT_COLUMNS).copied());
    let notes = provenance.notes.join("\n");
    let (scopes, at) = (provenance.scopes.join("\n"), provenance.at.to_string());
    let from = |notes| {
        let completeness = if provenance.is_partial { "partial" } else { "complete" };
        let by = provenance.by.as_deref().unwrap_or_default();
        [completeness, &at, &provenance.query, &scopes, &provenance.window, by, notes]
    };
    let mut count = 0;
    for request in rows {
        count += 1;
        let cells = cells(count, provenance, request);
        let notes = if count == 1 { &notes } else { "" };
        push_row(&mut text, cells.iter().map(String::as_str).chain(from(notes)));
    }
    if count == 0 {
        push_row(&mut text, COLUMNS.iter().map(|_| "").chain(from(&notes)));
    }
    text
}

/// The cells of a request, in the order of [`COLUMNS`].
fn cells(row: usize, provenance: &Provenance, request: &ExemptionRequest) -> [String; 17] {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let of_findings = |of: &dyn Fn(&Finding) -> Option<String>| {
        lines(request.findings().iter().filter_map(of).collect())
    };
    [
        row.to_string(),
        word(verdict(provenance.at, request)).to_owned(),
        text(request.status.as_ref().map(|status| status.word())),
        request.organization_name().unwrap_or_default(),
        request.repo().map(|repo| repo.to_string()).unwrap_or_default(),
        request.page().map(|page| page.number.to_string()).unwrap_or_default(),
        text(request.requester_name()),
        of_findings(&|finding| finding.secret_type.as_deref().map(str::to_owned)),
        of_findings(&|finding| Some(finding.bypass_reason.as_ref()?.word().to_owned())),
        of_findings(&|finding| finding.path.clone()),
        of_findings(&|finding| finding.short_branch().map(str::to_owned)),
        request.resource_identifier.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(request.requester_comment.as_deref()),
        request.created_at.map(|at| at.to_string()).unwrap_or_default(),
        request.expires_at.map(|at| at.to_string()).unwrap_or_default(),
        lines(request.responses().iter().map(response).collect()),
        request.page().map(|page| page.url()).unwrap_or_default(),
    ]
}

/// Who, what and when, as far as GitHub says: `octocat approved 2026-11-22T08:43:03Z`.
fn response(response: &Response) -> String {
    let reviewer = response.reviewer.as_ref().and_then(|it| it.actor_name.as_deref());
    let status = response.status.as_ref().map(|status| status.word());
    let at = response.created_at.map(|at| at.to_string());
    let said = [reviewer, status, at.as_deref()].map(|part| part.unwrap_or("?"));
    said.join(" ")
}

/// Where a request stands, in the words of the query language's `is:`.
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::AwaitingReview => "open",
        Verdict::Approved => "approved",
        Verdict::Denied => "denied",
        Verdict::Cancelled => "cancelled",
        Verdict::Completed => "completed",
        Verdict::Expired => "expired",
        Verdict::Unknown => "unknown",
    }
}

/// Each value once, in a line of its own.
fn lines(values: Vec<String>) -> String {
    let mut each_once: Vec<String> = Vec::new();
    for value in values.iter().map(|value| visible::visible(value)) {
        if !each_once.contains(&value) {
            each_once.push(value);
        }
    }
    each_once.join("\n")
}

fn push_row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(&inert(cell).replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// The text of a cell, with nothing in it that a spreadsheet acts on.
fn inert(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut begins = true;
    let cell = cell.replace("\r\n", "\n");
    for (at, c) in cell.char_indices() {
        if begins && cell.get(at..).is_some_and(would_be_a_formula) {
            text.push('\'');
        }
        begins = matches!(c, '\n' | ';');
        if c == '\n' {
            text.push(c);
        } else {
            let next = cell.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            visible::push(&mut text, c, next);
        }
    }
    text
}

/// Whether a spreadsheet would take `piece`, or the cell that begins with it, for a formula.
fn would_be_a_formula(piece: &str) -> bool {
    // What is left out here may be left out by a spreadsheet, or be the end of what it read before.
    let is_left_out = |c: &char| {
        c.is_whitespace() && *c != '\n' || matches!(c, '"' | '\u{200c}' | '\u{200d}' | '\u{feff}')
    };
    let first = piece.chars().find(|c| !is_left_out(c));
    first.is_some_and(|c| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '\u{ff1d}'
                | '\u{ff0b}'
                | '\u{ff0d}'
                | '\u{ff20}'
                | '\u{fe66}'
                | '\u{fe62}'
                | '\u{fe63}'
                | '\u{fe6b}'
                | '\u{2212}'
        )
    })
}

#[cfg(test)]
mod tests;
