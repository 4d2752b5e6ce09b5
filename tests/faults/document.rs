//! The table of faults as the document has it, with what a person then reads.

use std::fmt::Write as _;

use crate::ends::{self, Call, Ends, READS, STEPS, Said, Step, WRITES};
use crate::table::{FAULTS, Fault};

/// What stands for the cause's own words, which the table of reads has.
const CAUSE: &str = "…";

/// What is said of a review and of a dismissal that end alike.
type Words = [Option<String>; 2];

/// Both tables, and what is said of writes.
pub fn in_markdown() -> String {
    let mut words: Vec<Words> = Vec::new();
    let mut text = of_reads();
    text += "\nWrites:\n\n| fault | re-read | sent | read back |\n|---|---|---|---|\n";
    for fault in FAULTS {
        let cells = STEPS.map(|step| cell(fault, step, &mut words));
        writeln!(text, "| {} | {} |", fault.name, cells.join(" | ")).expect("a string");
    }
    text += "\nWhat a reviewer then reads:\n\n| | said of a review | said of a dismissal |\n|---|---|---|\n";
    for (place, of_both) in words.iter().enumerate() {
        let [review, dismissal] = of_both.each_ref().map(|it| it.as_deref().unwrap_or("–"));
        writeln!(text, "| {} | {review} | {dismissal} |", place + 1).expect("a string");
    }
    text
}

fn of_reads() -> String {
    let mut text = String::from(
        "Reads:\n\n| fault | list | request | sign-in | what is said |\n|---|---|---|---|---|\n",
    );
    for fault in FAULTS {
        let cells = READS.map(|call| fault.ends(call).in_words());
        let said = [Call::SignIn, Call::Get, Call::List]
            .into_iter()
            .find_map(|call| ends::of(fault, call).1)
            .map_or_else(String::new, |Said { notice, .. }| {
                format!("{} {}", notice.title, notice.next_step.unwrap_or_default())
            });
        writeln!(text, "| {} | {} | {} |", fault.name, cells.join(" | "), said.trim())
            .expect("a string");
    }
    text
}

/// How one step of both writes ends, with the numbers of what is said.
fn cell(fault: &Fault, step: Step, words: &mut Vec<Words>) -> String {
    let [review, dismissal] = WRITES.map(|write| ends::of(fault, Call::Of(write, step)));
    let mut numbered = |ends: Ends, said: Words| {
        if said == [None, None] {
            return ends.in_words().to_owned();
        }
        let has_it = |known: &Words| {
            known.iter().zip(&said).all(|(known, said)| said.is_none() || known == said)
        };
        let place = words.iter().position(has_it).unwrap_or_else(|| {
            words.push(said);
            words.len() - 1
        });
        format!("{} ({})", ends.in_words(), place + 1)
    };
    let [of_review, of_dismissal] =
        [&review, &dismissal].map(|(_, said)| said.as_ref().map(in_words));
    if review.0 == dismissal.0 {
        return numbered(review.0, [of_review, of_dismissal]);
    }
    let of_review = numbered(review.0, [of_review, None]);
    let of_dismissal = numbered(dismissal.0, [None, of_dismissal]);
    format!("review: {of_review}; dismissal: {of_dismissal}")
}

/// All of what is said, but for the cause's own words.
fn in_words(said: &Said) -> String {
    let text = said.notice.text();
    let Some(cause) = &said.cause else { return text };
    let mut text = text;
    let why = [Some(cause.title.as_str()), cause.explanation.as_deref()];
    let why = why.into_iter().flatten().collect::<Vec<_>>().join(" ");
    for words in [Some(why.as_str()), cause.next_step.as_deref()].into_iter().flatten() {
        text = text.replace(words, CAUSE);
    }
    text.replace("… …", CAUSE)
}
