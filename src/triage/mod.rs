//! Decisions over bypass requests, pure: every one takes `now` and says what follows.
//!
//! # Layout
//! - [`verdict`] where a request stands, and whether it still awaits a review
//! - [`expiry`] how long it has left, in words
//! - [`order`] which request comes first
//! - [`query`] the inbox's query language
//! - [`views`] queries with names, built in and saved
//! - [`message`] what a review message must be
//! - [`guard`] who may review what
//! - [`recheck`] what changed between looking and writing
//! - [`local_time`] days, weekdays and hours on the local clock
//! - [`urgency`] how soon a waiting request expires, and whether before the next working day
//! - [`expected_path`] which paths are usual for tests, examples and documentation
//! - [`hints`] what else is loaded that may help to decide
//! - [`template`] messages with placeholders: saved, suggested, filled in
//! - [`written`] what a person wrote, made into each request's message
//! - [`batch`] many requests to be reviewed with one decision
//! - [`summary`] figures over many requests
//! - [`chart`] the figures as numbers to draw
//! - [`coverage`] of which times every request is known
//! - [`export`] requests as CSV, JSON and Markdown
//! - [`visible`] makes characters visible that would act unseen

pub mod batch;
pub mod chart;
pub mod coverage;
pub mod expected_path;
pub mod expiry;
pub mod export;
pub mod guard;
pub mod hints;
pub mod local_time;
pub mod message;
pub mod order;
pub mod query;
pub mod recheck;
pub mod summary;
pub mod template;
pub mod urgency;
pub mod verdict;
pub mod views;
pub mod visible;
pub mod written;
