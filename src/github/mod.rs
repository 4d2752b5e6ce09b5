//! GitHub's REST API for push-protection bypass requests as pure data: no I/O, no clock.
//!
//! # Layout
//! - [`host`] which GitHub, and where its API and its pages are
//! - [`scope`] enterprise, organization or repository
//! - [`ids`] numbers that must not be mistaken for one another
//! - [`name`], [`shared`] texts, and whole repositories and people, that many requests share, each kept once
//! - [`address`], [`sha`] addresses and commits in little room
//! - [`owner`] whose resources a call is about, by its path
//! - [`time`] instants as the API writes them
//! - [`clock`] how far this computer's clock is from GitHub's
//! - [`exemption`] a bypass request and the responses to it
//! - [`endpoint`] what every API call is: a value that becomes an [`endpoint::HttpRequest`]
//! - [`list_requests`], [`get_request`], [`review_request`], [`dismiss_response`], [`get_viewer`],
//!   [`list_organizations`] one file per endpoint
//! - [`paging`] the `Link` header
//! - [`error`] what can go wrong with a call, by remedy
//! - [`lenient`] reading fields that may be of another shape than documented
//! - `from_text` what reading asks of types that are text as it came
//! - [`open_enum`](mod@open_enum) words of the API, with room for words nobody knows yet

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod address;
pub mod clock;
pub mod dismiss_response;
pub mod endpoint;
pub mod error;
pub mod exemption;
mod from_text;
pub mod get_request;
pub mod get_viewer;
pub mod host;
pub mod ids;
pub mod lenient;
pub mod list_organizations;
pub mod list_requests;
pub mod name;
pub mod open_enum;
pub mod owner;
pub mod paging;
pub mod review_request;
pub mod scope;
pub mod sha;
pub mod shared;
pub mod time;
