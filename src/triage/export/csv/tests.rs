//! CSV as a parser and as a spreadsheet read it.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::github::exemption::{Actor, RequestStatus, ResponseStatus};
use crate::github::time::Timestamp;

/// RFC 4180, strictly: every cell is quoted, every row ends in CR LF.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut rest = csv.strip_prefix(BYTE_ORDER_MARK).expect("a byte-order mark");
    let mut row = Vec::new();
    while !rest.is_empty() {
        rest = rest.strip_prefix('"').expect("a cell begins");
        let mut cell = String::new();
        loop {
            let end = rest.find('"').expect("a cell ends");
            cell.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            let Some(behind) = rest.strip_prefix('"') else { break };
            cell.push('"');
            rest = behind;
        }
        row.push(cell);
        if let Some(behind) = rest.strip_prefix("\r\n") {
            rows.push(std::mem::take(&mut row));
            rest = behind;
        } else {
            rest = rest.strip_prefix(',').expect("a comma between cells");
        }
    }
    assert!(row.is_empty(), "the last row has its end");
    rows
}

/// What a spreadsheet makes of the file where `;` separates cells: quotation marks count only at a
/// cell's beginning.
fn cells_where_semicolons_separate(csv: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut letters = csv.trim_start_matches(BYTE_ORDER_MARK).chars().peekable();
    while letters.peek().is_some() {
        let mut cell = String::new();
        if letters.next_if_eq(&'"').is_some() {
            while let Some(c) = letters.next() {
                if c == '"' && letters.next_if_eq(&'"').is_none() {
                    break;
                }
                cell.push(c);
            }
        }
        cell.extend(std::iter::from_fn(|| letters.next_if(|c| !matches!(c, ';' | '\n'))));
        letters.next();
        cells.push(cell);
    }
    cells
}

fn is_formula(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

fn provenance() -> Provenance {
    Provenance {
        query: "is:open".to_owned(),
        scopes: vec!["enterprise:octo".to_owned(), "org:a".to_owned()],
        window: "the last month".to_owned(),
        is_partial: true,
        notes: vec!["One page is missing.".to_owned(), "And b.".to_owned()],
        at: Timestamp::parse("2026-11-22T08:43:03Z").expect("an instant"),
        by: None,
    }
}

fn request() -> ExemptionRequest {
    let finding = |path: &str| Finding {
        secret_type: Some("a_key".into()),
        path: Some(path.to_owned()),
        branch: Some("refs/heads/main".into()),
        ..Finding::default()
    };
    ExemptionRequest {
        requester: Some(Actor { actor_id: None, actor_name: Some("mona".into()) }.into()),
        status: Some(RequestStatus::Pending),
        data: Some(vec![finding("a.rs:1:0"), finding("b.rs:1:0")]),
        requester_comment: Some("Steps:\r\n1. \"push\"\n- rotate\u{202e}".to_owned()),
        responses: Some(vec![Response {
            status: Some(ResponseStatus::Dismissed),
            created_at: Some(provenance().at),
            ..Response::default()
        }]),
        html_url: Some("https://github.com/octo-org/smile/exemptions/7".into()),
        ..ExemptionRequest::default()
    }
}

fn cell<'r>(rows: &'r [Vec<String>], row: usize, column: &str) -> &'r str {
    let at = rows[0].iter().position(|name| name == column).expect("a column");
    &rows[row][at]
}

#[test]
fn a_request_is_a_row_under_the_names_of_its_cells() {
    let rows = rows(&csv(&provenance(), [&request(), &ExemptionRequest::default()]));
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.len() == COLUMNS.len() + EXPORT_COLUMNS.len()));
    for (column, expected) in [
        ("row", "1"),
        ("verdict", "open"),
        ("status", "pending"),
        ("organization", "octo-org"),
        ("repository", "octo-org/smile"),
        ("number", "7"),
        ("requester", "mona"),
        ("secret_types", "a_key"),
        ("reasons", ""),
        ("paths", "a.rs:1:0\nb.rs:1:0"),
        ("branches", "main"),
        ("requester_comment", "Steps:\n1. \"push\"\n'- rotate\\u{202E}"),
        ("responses", "? dismissed 2026-11-22T08:43:03Z"),
        ("page", "https://github.com/octo-org/smile/exemptions/7"),
    ] {
        assert_eq!(cell(&rows, 1, column), expected, "{column}");
    }
    assert_eq!((cell(&rows, 2, "row"), cell(&rows, 2, "verdict")), ("2", "unknown"));
}

#[test]
fn every_row_says_where_it_comes_from_and_the_first_one_why_it_is_partial() {
    let rows = rows(&csv(&provenance(), [&request(), &request()]));
    for row in [1, 2] {
        assert_eq!(cell(&rows, row, "export_completeness"), "partial");
        assert_eq!(cell(&rows, row, "export_at"), "2026-11-22T08:43:03Z");
        assert_eq!(cell(&rows, row, "export_query"), "is:open");
        assert_eq!(cell(&rows, row, "export_scopes"), "enterprise:octo\norg:a");
        assert_eq!(cell(&rows, row, "export_window"), "the last month");
    }
    assert_eq!(cell(&rows, 1, "export_notes"), "One page is missing.\nAnd b.");
    assert_eq!(cell(&rows, 2, "export_notes"), "");
}

#[test]
fn an_empty_export_still_says_that_it_is_partial() {
    let rows = rows(&csv(&provenance(), []));
    assert_eq!(rows.len(), 2);
    assert_eq!(cell(&rows, 1, "export_completeness"), "partial");
    assert_eq!(cell(&rows, 1, "export_notes"), "One page is missing.\nAnd b.");
    assert_eq!(cell(&rows, 1, "row"), "");
}

#[test]
fn no_cell_is_a_formula() {
    for (text, shown) in [
        ("", ""),
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" \u{a0}=1", "' \u{a0}=1"),
        ("\t=1", "'\\u{0009}=1"),
        ("\r=1", "'\\u{000D}=1"),
        ("＝1", "'＝1"),
        ("\"=1", "'\"=1"),
        ("\u{200d}=1", "'\u{200d}=1"),
        ("a;=1;b;\"-1", "a;'=1;b;'\"-1"),
        ("a\n=1", "a\n'=1"),
        ("a\r\n@b", "a\n'@b"),
        ("a, -b", "a, -b"),
    ] {
        assert_eq!(inert(text), shown, "{text:?}");
    }
}

proptest! {
    // The same cases every time; PROPTEST_CASES gives more of them.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_becomes_a_formula_or_another_cell(
        comment in "[=+@;,\"'\r\n\t a＝\u{202e}-]{0,30}",
        path in any::<String>(),
    ) {
        let mut request = request();
        request.data =
            Some(vec![Finding { path: Some(path), ..Finding::default() }, Finding::default()]);
        request.requester_comment = Some(comment.clone());
        let csv = csv(&Provenance { query: comment.clone(), ..provenance() }, [&request]);
        let rows = rows(&csv);
        prop_assert_eq!(rows.len(), 2);
        let expected = inert(&comment);
        prop_assert_eq!(cell(&rows, 1, "requester_comment"), &expected);
        prop_assert_eq!(cell(&rows, 1, "export_query"), &expected);
        for cell in rows.iter().flatten() {
            prop_assert!(!is_formula(cell), "{:?}", cell);
        }
        for cell in cells_where_semicolons_separate(&csv) {
            prop_assert!(!is_formula(&cell), "{:?} of {:?}", cell, csv);
        }
    }
}
