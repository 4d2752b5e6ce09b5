//! How API calls travel: the one trait, and what implements it.
//!
//! # Layout
//! - [`Transport`] what carries a call
//! - [`patient`] makes reads again that failed for a moment
//! - `fetch` the browser's `fetch`, the only place that names it
//! - [`scripted`] replies written down beforehand, for native tests

#[cfg(feature = "browser")]
pub mod fetch;
pub mod patient;
#[cfg(test)]
pub mod scripted;

use crate::github::endpoint::{HttpReply, HttpRequest};
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::github::time::Timestamp;

/// Carries API calls to one GitHub and tells the time.
#[allow(async_fn_in_trait, reason = "everything runs on one thread, in a browser")]
pub trait Transport {
    /// Which GitHub.
    fn host(&self) -> Host;

    /// The time now, by GitHub's clock as far as that is known.
    fn now(&self) -> Timestamp;

    /// How far GitHub's clock is ahead of this computer's, in seconds; 0 where they may agree.
    fn clock_difference(&self) -> i64 {
        0
    }

    /// Waits so many milliseconds. May come back early.
    async fn wait(&self, milliseconds: i64);

    /// A number from 0 to less than 1, another one each time.
    fn chance(&self) -> f64;

    /// Sends `request` once.
    ///
    /// # Errors
    /// Says why no reply arrived. An error reply of GitHub's is a reply.
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError>;
}
