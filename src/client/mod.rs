//! What a reviewer can do, each as one operation over a transport: read, locate, review, dismiss.
//!
//! Reading again before a write and reading back after it belong to the operation and not to a
//! view, so that no view can leave them out and a closed panel doesn't interrupt them.
//!
//! # Layout
//! - [`operation`] the operations and their outcomes, as values
//! - [`Client`] whom the views ask
//! - [`direct`] performs operations over a transport
//! - [`call`](mod@call) one API call
//! - [`probe`](mod@probe) what a token can read, and what the API does in practice
//! - [`queue`] the reviews that wait to be sent
//! - [`runner`] sends them, one after another
//! - [`session_rows`] rows that the session keeps for its next page
//! - [`sign_in`] whose token it is
//! - [`list`] pages of requests
//! - [`organizations`] pages of the organizations that the user belongs to
//! - [`locate`] which request a page means, and which number the item route takes for it
//! - [`review`] approve and deny
//! - [`dismiss`] take a response back
//! - [`permit`] what each of the two needs: a person's press
//! - [`write`](mod@write) what both share: one write, and what came of it

pub mod call;
pub mod direct;
pub mod dismiss;
pub mod list;
pub mod locate;
pub mod operation;
pub mod organizations;
pub mod permit;
pub mod probe;
pub mod queue;
pub mod review;
pub mod runner;
#[cfg(test)]
mod script;
pub mod session_rows;
pub mod sign_in;
pub mod write;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, ready};

use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::vault::command::{VaultCommand, VaultError, VaultReport};
use crate::vault::status::VaultStatus;

use operation::{Operation, Performed};
use permit::Press;
use queue::{Command, QueueError, View};
use session_rows::SessionRows;
use sign_in::{Entered, SignInError};

/// Whom the views ask: the API directly, or the extension's background.
pub trait Client {
    /// What tells the tokens at hand from others, and the text of the rows that were kept since these are at hand. `None` where
    /// no rows may be kept.
    fn kept_rows(&self) -> LocalBoxFuture<'_, Option<(String, Option<String>)>> {
        ready(None).boxed_local()
    }

    /// Keeps rows for the session's next page, unless other tokens are at hand by now. Where it can't, that page reads its own.
    fn keep_rows(&self, _rows: SessionRows) -> LocalBoxFuture<'_, ()> {
        ready(()).boxed_local()
    }

    /// Performs an operation.
    ///
    /// # Errors
    /// Says why it wasn't performed. What GitHub says against it is part of the outcome.
    fn perform(
        &self,
        operation: Operation,
    ) -> LocalBoxFuture<'_, Result<Performed, TransportError>>;

    /// Does what is asked of the queue of reviews, and tells how it stands since version `since`. What
    /// lets reviews leave needs a `press`.
    ///
    /// # Errors
    /// See [`QueueError`].
    fn queue(
        &self,
        command: Command,
        press: Option<Press>,
        since: u64,
    ) -> LocalBoxFuture<'_, Result<View, QueueError>>;

    /// Whether there are tokens, and whose.
    ///
    /// # Errors
    /// Says why that can't be known.
    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>>;

    /// Whether the browser lets the program reach the API of `host`.
    fn reaches(&self, _host: &Host) -> LocalBoxFuture<'static, bool> {
        ready(true).boxed_local()
    }

    /// Asks the person for that, where it takes asking. To be called at once by what handles a click:
    /// browsers ask nobody later.
    fn ask_to_reach(&self, _host: &Host) -> LocalBoxFuture<'static, bool> {
        ready(true).boxed_local()
    }

    /// Does what is asked of the vault, and tells how it stands then.
    ///
    /// # Errors
    /// See [`VaultError`].
    fn vault(&self, command: VaultCommand) -> LocalBoxFuture<'_, Result<VaultReport, VaultError>>;

    /// Checks the token typed in with GitHub and keeps it beside the others, on the disk too when there
    /// is a passphrase to remember it with.
    ///
    /// # Errors
    /// Says why it isn't kept.
    fn sign_in(&self, entered: Entered) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>>;

    /// Wipes all tokens.
    ///
    /// # Errors
    /// Says why they may still be there.
    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>>;
}
