//! The background's vault: what it holds, keeps on the disk and locks, and whom it tells.

use futures::FutureExt;

use crate::client::queue::Command;
use crate::client::session_rows::SessionRows;
use crate::client::sign_in::{Entered, SignInError, sign_in};
use crate::github::host::Host;
use crate::transport::fetch::{Fetch, may_reach, now_in_ms};
use crate::vault::command::{VaultCommand, VaultError, VaultReport};
use crate::vault::platform::changes;
use crate::vault::platform::web_crypto::WebCrypto;
use crate::vault::safe::Turn;
use crate::vault::status::VaultStatus;
use crate::vault::working_out::{Change, Entry, add, work_out};

use super::super::api::{self, BrowserError};
use super::super::host_permission::pattern;
use super::super::message::{Answer, Message, ToPage};
use super::super::storage;
use super::Memory;

/// Wakes the background when a remembered token is to be locked.
const AUTO_LOCK_ALARM: &str = "auto-lock";

impl Memory {
    /// Does what is asked of the vault.
    pub(super) async fn vault(&self, command: VaultCommand) -> Result<VaultReport, VaultError> {
        let stored = &self.stored;
        let (turn, kept, in_hand) = {
            let safe = &stored.borrow().safe;
            (safe.turn(), safe.kept().clone(), safe.credentials().cloned())
        };
        match work_out(&WebCrypto, &kept, in_hand, command).await? {
            Change::Nothing => {}
            Change::Lock => {
                let locks = stored.borrow_mut().safe.lock();
                if locks {
                    self.vault_changed().await.map_err(not_kept)?;
                }
            }
            Change::AutoLock(auto_lock) => {
                stored.borrow_mut().safe.set_auto_lock(auto_lock);
                storage::keep_auto_lock(auto_lock).await.map_err(not_kept)?;
                self.set_alarm().map_err(not_kept)?;
            }
            Change::Enter(entry) => self.enter(turn, *entry).await?,
            Change::Forget => self.forget().await.map_err(not_kept)?,
        }
        Ok(stored.borrow().safe.report())
    }

    /// Holds tokens, and keeps their record if there is one. Where the disk refuses, all is as before.
    async fn enter(&self, turn: Turn, entry: Entry) -> Result<(), VaultError> {
        let stored = &self.stored;
        let (before, held, after) = {
            let safe = &mut stored.borrow_mut().safe;
            let (before, held) = (safe.kept().clone(), safe.credentials().cloned());
            safe.entered(now_in_ms(), turn, entry)?;
            (before, held, safe.kept().clone())
        };
        if before != after
            && let Err(error) = storage::keep_record(&after).await
        {
            stored.borrow_mut().safe.put_back(now_in_ms(), before, held);
            self.vault_changed().await.map_err(not_kept)?;
            return Err(not_kept(error));
        }
        self.vault_changed().await.map_err(not_kept)
    }

    /// Keeps for the session what the vault holds now, erases what was read with what it held before, and tells everyone.
    async fn vault_changed(&self) -> Result<(), BrowserError> {
        let (credentials, turn, used_at) = {
            let stored = &mut *self.stored.borrow_mut();
            let credentials = stored.safe.credentials().cloned();
            stored.turn = credentials.is_some().then(api::random_secret);
            (credentials, stored.turn.clone(), stored.safe.used_at())
        };
        storage::keep_credentials(credentials.as_ref()).await?;
        storage::keep_turn(turn.as_deref()).await?;
        storage::keep_used_at(used_at).await?;
        if credentials.is_none() {
            self.tell_all(&ToPage::Marks(Vec::new()));
        }
        self.tell_all(&ToPage::Changed);
        changes::tell();
        self.set_alarm()
    }

    /// Keeps rows for the session, if they were read with the tokens that are at hand, and for who works with them.
    pub(super) async fn keep_rows(&self, rows: &SessionRows) -> Result<Answer, BrowserError> {
        let are_its = || {
            let stored = self.stored.borrow();
            let status = stored.safe.status();
            stored.turn.as_ref() == Some(&rows.turn)
                && matches!(status, VaultStatus::Holding(held) if held.writer() == rows.writer)
        };
        if !are_its() {
            return Ok(Answer::NotAllowed);
        }
        // What the browser doesn't keep isn't there, and nobody misses it.
        let _ = storage::keep_rows(&rows.text).await;
        // What was erased meanwhile must not be back.
        if !are_its() {
            storage::erase_rows().await?;
        }
        Ok(Answer::Done)
    }

    pub(super) async fn used(&self) -> Result<(), BrowserError> {
        let stored = &self.stored;
        let is_due = stored.borrow_mut().safe.used(now_in_ms());
        if is_due {
            let used_at = stored.borrow().safe.used_at();
            storage::keep_used_at(used_at).await?;
        }
        Ok(())
    }

    pub(super) async fn lock_when_idle(&self) -> Result<(), BrowserError> {
        let locks = self.stored.borrow_mut().safe.lock_when_idle(now_in_ms());
        if locks { self.vault_changed().boxed_local().await } else { Ok(()) }
    }

    /// Sees to it that the token is locked even if nobody asks for anything any more.
    pub(super) fn set_alarm(&self) -> Result<(), BrowserError> {
        let locks_at = self.stored.borrow().safe.locks_at();
        match locks_at {
            Some(at) => api::set_alarm(AUTO_LOCK_ALARM, at),
            None => api::clear_alarm(AUTO_LOCK_ALARM),
        }
    }

    pub(super) async fn sign_in(
        &self,
        entered: Entered,
    ) -> Result<Result<VaultStatus, SignInError>, BrowserError> {
        let credential = match entered.credential() {
            Ok(credential) => credential,
            Err(problem) => return Ok(Err(SignInError::Token(problem))),
        };
        if !may_reach(&entered.host) {
            return Ok(Err(SignInError::HostNotAllowed));
        }
        if !is_granted(&entered.host).await {
            return Ok(Err(SignInError::HostNotGranted));
        }
        let fetch = Fetch::new(entered.host, &credential.clone().into());
        let stored = &self.stored;
        let turn = stored.borrow().safe.turn();
        let credential = match sign_in(&fetch, credential).await {
            Ok(credential) => credential,
            Err(error) => return Ok(Err(SignInError::Call(error))),
        };
        let (kept, in_hand) = {
            let safe = &stored.borrow().safe;
            (safe.kept().clone(), safe.credentials().cloned())
        };
        let entry = add(&WebCrypto, &kept, in_hand, credential, entered.remember).await;
        let kept = match entry {
            Ok(entry) => self.enter(turn, entry).await,
            Err(error) => Err(error),
        };
        let status = stored.borrow().safe.status();
        Ok(kept.map(|()| status).map_err(SignInError::from))
    }

    /// Wipes the tokens and their record.
    pub(super) async fn forget(&self) -> Result<(), BrowserError> {
        let stored = &self.stored;
        stored.borrow_mut().safe.forget();
        let kept = stored.borrow().safe.kept().clone();
        let erased = storage::keep_record(&kept).await;
        self.vault_changed().await?;
        erased
    }
}

/// Whether a message uses the token, as a person or on a person's order: asking how things stand isn't
/// it, which views do by themselves.
pub(super) fn is_use(message: &Message) -> bool {
    match message {
        Message::Queue { command, .. } => *command != Command::Look,
        Message::Perform { .. } => true,
        _ => false,
    }
}

/// Whether a command lets reviews be sent.
pub(super) fn sends(command: &Command) -> bool {
    matches!(
        command,
        Command::Add { .. } | Command::SendNow(_) | Command::Continue | Command::Retry(_)
    )
}

/// Whether the browser lets the extension reach `host`.
pub(super) async fn is_granted(host: &Host) -> bool {
    match pattern(host) {
        // A browser that can't say doesn't keep us from it either.
        Some(pattern) => api::is_granted(&pattern).await.unwrap_or(true),
        None => true,
    }
}

fn not_kept(error: BrowserError) -> VaultError {
    VaultError::NotKept(api::error_in_words(&error))
}
