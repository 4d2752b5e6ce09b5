//! Every fault that GitHub or the way to it can have, in every operation: one defined outcome each.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod document;
mod ends;
mod github;
mod kept;
mod table;

use gatehouse::client::operation::Outcome;
use gatehouse::ui::notice::Tone;

use ends::{Call, Ends, READS, STEPS, Step, WRITES, Write};
use github::Github;
use table::{FAULTS, Fault, each_way};

/// Where the document holds the table.
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reliability.md");
const BEGIN: &str = "<!-- faults: made by tests/faults -->\n";
const END: &str = "<!-- end of faults -->";

/// What may become of the reply to a write that GitHub recorded.
const LOST: [&str; 2] = ["reply broken off", "422 with errors"];

fn every_way() -> Vec<Fault> {
    FAULTS.iter().flat_map(each_way).collect()
}

#[test]
fn every_fault_ends_as_the_table_says_in_every_operation() {
    let mut wrong = Vec::new();
    for fault in &every_way() {
        for call in ends::calls() {
            let (found, said) = ends::of(fault, call);
            let expected = fault.ends(call);
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
        for call in ends::calls() {
            let (found, said) = ends::of(fault, call);
            let place = format!("{} × {call:?}: {said:?}", fault.name);
            assert_eq!(found.is_as_usual(), said.is_none(), "{place}");
            let Some(said) = said else { continue };
            assert_ne!(said.notice.tone, Tone::Success, "{place}");
            let step = said.notice.next_step.expect(&place);
            // Trying again would be sending again.
            if found.may_be_recorded() {
                assert!(step.contains("ead the request again"), "{place}");
            }
            let title = said.notice.title;
            match found {
                Ends::NotSent => assert_eq!(title, "Nothing was sent.", "{place}"),
                Ends::TurnedAway | Ends::Refused => {
                    assert!(title.ends_with(": nothing was recorded."), "{place}");
                }
                Ends::LookedUp => assert!(title.starts_with("It isn't known"), "{place}"),
                Ends::NotShown | Ends::NotReadBack => {
                    assert!(title.contains("GitHub took"), "{place}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_fault_that_passes_is_got_over_by_reads_that_ask_again() {
    for fault in &every_way() {
        for call in READS {
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
        for write in WRITES {
            for step in STEPS {
                for recorded in [false, true] {
                    let (outcome, github) = ends::written(write, &[(fault, step)], recorded);
                    let place = format!("{} × {write:?} × {step:?}: {outcome:?}", fault.name);
                    assert!(github.writes() <= 1, "{place}");
                    let says_it_isn_t = ends::says_nothing_was_recorded(&outcome);
                    assert!(!(github.has_recorded() && says_it_isn_t), "{place}");
                }
            }
        }
    }
}

/// Where the write's own reply was lost, or refuses what a browser repeated, all depends on what is read back.
#[test]
fn what_is_read_back_is_taken_for_no_more_than_it_shows() {
    let mut wrong = Vec::new();
    for lost in FAULTS.iter().filter(|fault| LOST.contains(&fault.name)) {
        for fault in &every_way() {
            for (write, recorded) in WRITES.into_iter().flat_map(|it| [(it, false), (it, true)]) {
                let faults = [(lost, Step::Sent), (fault, Step::ReadBack)];
                let (outcome, github) = ends::written(write, &faults, recorded);
                assert_eq!((github.writes(), github.has_recorded()), (1, recorded));
                let is_wrong = match recorded {
                    true => ends::says_nothing_was_recorded(&outcome),
                    false => ends::says_it_was_recorded(&outcome),
                };
                if is_wrong {
                    let (ends, _) = ends::ends_of_write(write, outcome);
                    let place = format!("{}, then {}", lost.name, fault.name);
                    wrong.push(format!("{place} × {write:?}, recorded: {recorded}: {ends:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_review_that_was_broken_off_waits_again_only_where_github_shows_that_it_has_none() {
    for fault in &every_way() {
        for recorded in [false, true] {
            let (found, github) = ends::looked_back(fault, recorded);
            let place = format!("{}, recorded: {recorded}: {found:?}", fault.name);
            assert_eq!(github.writes(), 0, "{place}");
            let Ok(found) = found else { continue };
            let is_true = match &found {
                None => !recorded,
                Some(outcome) if recorded => !ends::says_nothing_was_recorded(outcome),
                Some(outcome) => !ends::says_it_was_recorded(outcome),
            };
            assert!(is_true, "{place}");
        }
    }
}

/// As the columns don't have it: the reviewer, too, saw what the fault left.
#[test]
fn a_fault_of_each_reading_from_the_first_is_met_with_the_same_care() {
    for fault in &every_way() {
        for write in WRITES {
            let github = match write {
                Write::Review => Github::sound(),
                Write::Dismissal => Github::answered(),
            };
            let github = github.struck(fault, Call::Get);
            let Outcome::Locate(Ok(seen)) = ends::locate(&github) else { continue };
            let outcome = ends::send(&github, write, *seen);
            let place = format!("{} × {write:?}: {outcome:?}", fault.name);
            assert!(github.writes() <= 1, "{place}");
            let (says, denies) =
                (ends::says_it_was_recorded(&outcome), ends::says_nothing_was_recorded(&outcome));
            assert_eq!((says, denies), (github.has_recorded(), !github.has_recorded()), "{place}");
            // Whose request it is decides who may review it.
            if fault.name.starts_with("`requester`") || fault.name.starts_with("`requester/") {
                assert_eq!(github.writes(), 0, "{place}");
            }
        }
    }
}

#[test]
fn the_document_holds_the_table() {
    let text = std::fs::read_to_string(DOCUMENT).expect("docs/reliability.md");
    let (before, rest) = text.split_once(BEGIN).expect("the table's begin");
    let (held, after) = rest.split_once(END).expect("the table's end");
    let made = document::in_markdown();
    if std::env::var_os("GATEHOUSE_WRITE_DOCS").is_some() {
        std::fs::write(DOCUMENT, format!("{before}{BEGIN}{made}{END}{after}")).expect("written");
        return;
    }
    assert!(held == made, "run the test with GATEHOUSE_WRITE_DOCS=1, then read what changed");
}
