//! The inbox's query language: which requests a typed query leaves, and how to write one.
//!
//! A query is terms with white space between them, such as
//! `is:open org:octo-org -requester:monalisa expires:<24h "free text"`.
//!
//! - `key:value` asks for a value; [`Key`] lists the keys. `"…"` around a value lets it have white
//!   space; within, `\"` is a quotation mark and `\\` a backslash.
//! - Anything else is free text: it must occur in one of the row's texts.
//! - `-` in front turns a term around: it must not hold. A request that lacks a value altogether
//!   passes.
//! - Several values of one key are alternatives, as in GitHub's own search: `org:a org:b` is either.
//!   Different keys, free texts, and all that is turned around must hold together; so must the
//!   bounds of `expires:` and `created:`, so that `created:>1d created:<7d` is a range.
//! - `no:key` asks for requests that GitHub gives nothing for, such as `no:reviewer`; several must
//!   hold together.
//! - `created:` and `expires:` take a bound (`<24h`, `>7d`), a day (`2026-11-22`) or an hour of the
//!   week (`mon-09`), both on the local clock.
//! - Names compare whole and in any case; `branch:` and `path:` are parts, with `*` for anything.
//!
//! # Layout
//! - `term` what a query is made of
//! - `span` how far away an instant is
//! - `words` a text cut into words
//! - `closest` which word was meant
//! - `parse` from text, with errors at their places
//! - `print` the canonical text
//! - `fold` texts compared in any case
//! - `fields` what a request has for each key
//! - `matching` which requests it leaves
//! - `narrow` one more test beside all of a query
//! - `spellings` what is counted for each value as it is spelt
//! - `tally` in how many requests each value occurs
//! - `values` the values that occur, for completion
//! - `completion` what may come at the cursor
//! - `facet` the values that a click adds or takes away
//! - `edit` the text after such a click

mod closest;
mod completion;
mod edit;
mod facet;
mod fields;
mod fold;
mod matching;
mod narrow;
mod parse;
mod print;
mod span;
mod spellings;
mod tally;
mod term;
mod values;
mod words;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod sample;

pub use completion::{Completion, complete};
pub use edit::{text_with_only, toggled_text};
pub(in crate::triage) use fields::{Value, offered, organization, repo};
pub(in crate::triage) use fold::{fold, same};

pub use facet::{Facet, FacetValue, facets};
pub(in crate::triage) use fold::same as same_text;
pub use matching::{Context, Matcher};
pub use parse::{Problem, QueryError, parse};
pub use span::{Span, Unit};
pub(in crate::triage) use spellings::Spellings;
pub use term::{Key, Login, Query, Standing, Term, Test};
pub use values::Values;
