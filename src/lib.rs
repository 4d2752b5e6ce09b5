//! Gatehouse: review GitHub's push-protection bypass requests.
//!
//! # Layout
//! In reading order; which module may import which is the table in `ARCHITECTURE.md`.
//!
//! - [`github`] GitHub's API as pure data: hosts, scopes, requests, endpoints, errors
//! - [`triage`] decisions over requests: where one stands, who may review it, what changed
//! - [`page`] what a github.com address means, which theme it shows, how the panel is left
//! - [`vault`] the token, whose it is, and what everyone else may know of it
//! - [`transport`] how an API call travels
//! - [`client`] what a reviewer can do, each as one operation over a transport
//! - [`inbox`] the requests of one or several scopes, brought together, and what is missing
//! - [`demo`] an in-memory GitHub to explore without a token
//! - [`webext`] the extension's own interfaces: messages, who may send them, storage, panels
//! - [`ui`] the views
//! - `entry` (outside the library) one file per execution context

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub use gatehouse_github as github;

pub mod client;
pub mod demo;
pub mod inbox;
pub mod page;
pub mod transport;
pub mod triage;
pub mod ui;
pub mod vault;
pub mod webext;
