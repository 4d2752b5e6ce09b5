//! Every fault that GitHub or the way to it can have, in every operation: one defined outcome each.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod ends;
mod github;
mod kept;
mod table;

use ends::{CALLS, Call, Ends};
use table::{FAULTS, Fault, each_way};

/// Where the document holds the table.
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reliability.md");
const BEGIN: &str = "<!-- faults: made by tests/faults -->\n";
const END: &str = "<!-- end of faults -->";

fn every_way() -> Vec<Fault> {
    FAULTS.iter().flat_map(each_way).collect()
}

#[test]
fn every_fault_ends_as_the_table_says_in_every_operation() {
    let mut wrong = Vec::new();
    for fault in &every_way() {
        for (call, expected) in CALLS.iter().zip(fault.ends) {
            let (found, said) = ends::of(fault, *call);
            if found != expected {
                wrong.push(format!(
                    "{} × {call:?}: {found:?}, not {expected:?} ({said:?})",
                    fault.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whatever_doesn_t_work_is_said_with_the_next_step() {
    for fault in &every_way() {
        for call in CALLS {
            let (found, said) = ends::of(fault, *call);
            assert_eq!(found.is_as_usual(), said.is_none(), "{} × {call:?}", fault.name);
            let Some(said) = said else { continue };
            assert!(said.next_step.is_some(), "{} × {call:?}: {said:?}", fault.name);
        }
    }
}

#[test]
fn a_fault_that_passes_is_got_over_by_reads_that_ask_again() {
    for fault in &every_way() {
        for call in [Call::List, Call::Get, Call::SignIn] {
            let (lasting, _) = ends::of(fault, call);
            let (passing, said) = ends::of_passing(fault, call);
            // What waits for a time is read again by the view.
            if lasting == Ends::Again || (lasting == Ends::Waits && call == Call::List) {
                assert!(passing.is_as_usual(), "{} × {call:?}: {said:?}", fault.name);
            }
        }
    }
}

#[test]
fn no_decision_is_sent_twice_and_no_recorded_one_is_called_refused() {
    for fault in &every_way() {
        for call in [Call::Reread, Call::Review, Call::Dismiss] {
            for recorded in [false, true] {
                let (outcome, github) = ends::written(fault, call, recorded);
                assert!(github.writes() <= 1, "{} × {call:?}", fault.name);
                assert!(
                    !(github.has_recorded() && ends::says_nothing_was_recorded(&outcome)),
                    "{} × {call:?}: {outcome:?}",
                    fault.name
                );
            }
        }
    }
}

#[test]
fn the_document_holds_the_table() {
    let text = std::fs::read_to_string(DOCUMENT).expect("docs/reliability.md");
    let (before, rest) = text.split_once(BEGIN).expect("the table's begin");
    let (held, after) = rest.split_once(END).expect("the table's end");
    let made = table::in_markdown();
    if std::env::var_os("GATEHOUSE_WRITE_DOCS").is_some() {
        std::fs::write(DOCUMENT, format!("{before}{BEGIN}{made}{END}{after}")).expect("written");
        return;
    }
    assert!(held == made, "run the test with GATEHOUSE_WRITE_DOCS=1, then read what changed");
}
