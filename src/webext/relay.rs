//! Asks the background, as a [`Client`]: the views can't tell it from asking GitHub.

use futures::FutureExt;
use futures::future::{LocalBoxFuture, ready};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::client::Client;
use crate::client::operation::{Operation, Performed};
use crate::client::permit::Press;
use crate::client::queue::{Command, QueueError, View};
use crate::client::session_rows::SessionRows;
use crate::client::sign_in::{Entered, SignInError};
use crate::github::error::{CallError, TransportError};
use crate::github::host::Host;
use crate::github::lenient;
use crate::vault::command::{VaultCommand, VaultError, VaultReport};
use crate::vault::status::VaultStatus;

use super::api;
use super::host_permission::pattern;
use super::message::{Answer, Message};
use super::storage;

/// Asks the background.
#[derive(Debug, Clone, Copy)]
pub struct Relay {
    /// Whether rows are kept for the session's next page, which is for a page of ours in a tab of its own.
    pub keeps_rows: bool,
}

/// Asks one thing.
///
/// # Errors
/// [`TransportError::BackgroundGone`] when no answer came; [`TransportError::NotAllowed`] when this
/// document may not ask.
pub async fn ask(message: &Message) -> Result<Answer, TransportError> {
    let text = serde_json::to_string(message).map_err(|_| TransportError::BackgroundGone)?;
    let answer = api::send_message(&text).await.map_err(|_| TransportError::BackgroundGone)?;
    match answer.and_then(|text| lenient::from_str(&text).ok()) {
        Some(Answer::NotAllowed) => Err(TransportError::NotAllowed),
        Some(answer) => Ok(answer),
        None => Err(TransportError::BackgroundGone),
    }
}

impl Client for Relay {
    fn kept_rows(&self) -> LocalBoxFuture<'_, Option<(String, Option<String>)>> {
        if !self.keeps_rows {
            return ready(None).boxed_local();
        }
        async {
            let [turn, text] = storage::kept_rows().await.ok()?;
            Some((turn?, text))
        }
        .boxed_local()
    }

    fn keep_rows(&self, rows: SessionRows) -> LocalBoxFuture<'_, ()> {
        // Where they can't be kept, the next page reads its own.
        async { drop(ask(&Message::KeepRows(rows)).await) }.boxed_local()
    }

    fn perform(
        &self,
        operation: Operation,
    ) -> LocalBoxFuture<'_, Result<Performed, TransportError>> {
        async move {
            match ask(&Message::Perform { operation }).await? {
                Answer::Performed(performed) => *performed,
                _ => Err(TransportError::BackgroundGone),
            }
        }
        .boxed_local()
    }

    fn queue(
        &self,
        command: Command,
        press: Option<Press>,
        since: u64,
    ) -> LocalBoxFuture<'_, Result<View, QueueError>> {
        async move {
            match ask(&Message::Queue { command, press, since })
                .await
                .map_err(QueueError::Transport)?
            {
                Answer::Queue(view) => view,
                _ => Err(QueueError::Transport(TransportError::BackgroundGone)),
            }
        }
        .boxed_local()
    }

    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>> {
        async move {
            match ask(&Message::VaultStatus).await? {
                Answer::VaultStatus(status) => Ok(status),
                _ => Err(TransportError::BackgroundGone),
            }
        }
        .boxed_local()
    }

    fn reaches(&self, host: &Host) -> LocalBoxFuture<'static, bool> {
        let pattern = pattern(host);
        async move {
            match pattern {
                // A browser that can't say is asked when something is sent.
                Some(pattern) => api::is_granted(&pattern).await.unwrap_or(true),
                None => true,
            }
        }
        .boxed_local()
    }

    fn ask_to_reach(&self, host: &Host) -> LocalBoxFuture<'static, bool> {
        let Some(pattern) = pattern(host) else { return ready(true).boxed_local() };
        let asked = api::ask_for(&pattern);
        async move {
            match asked {
                Ok(answer) => JsFuture::from(answer).await.is_ok_and(|it| it == JsValue::TRUE),
                Err(_) => api::is_granted(&pattern).await.unwrap_or_default(),
            }
        }
        .boxed_local()
    }

    fn vault(&self, command: VaultCommand) -> LocalBoxFuture<'_, Result<VaultReport, VaultError>> {
        async move {
            match ask(&Message::Vault { command }).await {
                Ok(Answer::Vault(result)) => result,
                Ok(_) | Err(_) => Err(VaultError::Unreachable),
            }
        }
        .boxed_local()
    }

    fn sign_in(&self, entered: Entered) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>> {
        async move {
            let to_error = |error| SignInError::Call(CallError::Transport(error));
            match ask(&Message::SignIn(entered)).await.map_err(to_error)? {
                Answer::SignedIn(result) => result,
                _ => Err(to_error(TransportError::BackgroundGone)),
            }
        }
        .boxed_local()
    }

    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>> {
        async move {
            match ask(&Message::Forget).await? {
                Answer::Done => Ok(()),
                _ => Err(TransportError::BackgroundGone),
            }
        }
        .boxed_local()
    }
}
