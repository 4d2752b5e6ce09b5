//! Decisions over bypass requests, pure: every one takes `now` and says what follows.
//!
//! # Layout
//! - [`verdict`] where a request stands, and whether it still awaits a review
//! - [`expiry`] how long it has left, in words
//! - [`order`] which request comes first
//! - [`filter`] which rows a typed text leaves
//! - [`message`] what a review message must be
//! - [`guard`] who may review what
//! - [`recheck`] what changed between looking and writing

pub mod expiry;
pub mod filter;
pub mod guard;
pub mod message;
pub mod order;
pub mod recheck;
pub mod verdict;
