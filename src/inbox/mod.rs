//! The requests of one or several scopes, brought together from the pages of their lists, and what
//! is missing from them. Pure: it says which call to make and takes in what came of it.
//!
//! # Layout
//! - [`load`] what a driver calls: which call comes next, what a reply brings; and, in its parts,
//!   `account` what a view asks: how far it is, how much is known; `kept_rows` what a session keeps of it
//! - [`ledger`] what was asked, what came, what is missing and why
//! - `list` one list: its pages, what is read again, when it is whole
//! - `slices` whether pages make up one list
//! - [`rows`] the requests, each once
//! - [`choice`] those that a query leaves, in order
//! - `pace` how many calls at once, and when to wait
//! - [`memory`] what is remembered between visits
//! - [`history`] what is kept of a list beyond the month that GitHub's API gives
//! - [`fallback`] what is known of an enterprise whose list is refused

pub mod choice;
pub mod fallback;
pub mod history;
pub mod ledger;
mod list;
pub mod load;
pub mod memory;
mod pace;
pub mod rows;
mod slices;
