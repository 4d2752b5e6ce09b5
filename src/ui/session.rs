//! What every view needs: whom to ask, the time, whose token, and what outlives a view.

pub(crate) mod ask;
pub mod clock;
pub mod drafts;
pub mod grid_handle;
pub mod history_database;
pub mod history_handle;
pub(crate) mod kept_preferences;
pub mod kept_selection;
pub mod kept_templates;
pub mod press;
pub mod request_list;
pub mod review_queue;
pub mod saved_views;
pub mod store_handle;
pub mod writes;

use std::rc::Rc;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, ready};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::Client;
use crate::client::sign_in::{Entered, SignInError};
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::github::time::Timestamp;
use crate::inbox::load::BoundTo;
use crate::inbox::rows::RowKey;
use crate::triage::guard::PageUser;
use crate::triage::query::Context;
use crate::vault::command::{VaultCommand, VaultError, VaultReport};
use crate::vault::status::{HeldStatus, VaultStatus};

use self::clock::{Clock, utc_offset};
use self::drafts::Drafts;
use self::grid_handle::GridHandle;
use self::history_handle::{HistoryHandle, HistoryPlace};
use self::kept_templates::KeptTemplates;
use self::request_list::{Notebook, RequestList};
use self::review_queue::ReviewQueue;
use self::store_handle::StoreHandle;
use self::writes::Writes;
use super::keyboard::commands::Commands;
use super::lasting::LastingSignal;
use super::preferences::Preferences;
use super::selection::Selection;

/// What stands behind a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// GitHub, with the person's token.
    Github,
    /// The demo.
    Demo,
}

/// What a session finds.
#[derive(Debug, Clone, Copy)]
pub struct Around {
    /// The time.
    pub clock: Clock,
    /// Who is signed in on the page that the views stand on.
    pub page_user: Signal<PageUser>,
    /// Where what a person set and wrote is kept.
    pub store: StoreHandle,
    /// Where the local history is kept.
    pub history: HistoryPlace,
    /// What they set.
    pub preferences: LastingSignal<Preferences>,
    /// What can be done by keyboard in the views that are shown.
    pub commands: Commands,
}

fn held(vault: &Option<Result<VaultStatus, TransportError>>) -> Option<HeldStatus> {
    match vault {
        Some(Ok(VaultStatus::Holding(held))) => Some(held.clone()),
        _ => None,
    }
}

/// Whose drafts and views they are, and whose memory.
fn writer(vault: &Option<Result<VaultStatus, TransportError>>) -> Option<String> {
    match vault {
        Some(Ok(VaultStatus::Holding(held))) => Some(held.writer()),
        _ => None,
    }
}

/// What the tokens for the GitHub at work are bound to.
fn bound_to(vault: &Option<Result<VaultStatus, TransportError>>) -> Vec<BoundTo> {
    let held = held(vault);
    let of_host = |held: HeldStatus| {
        let tokens = held.tokens.into_iter().filter(move |token| token.host == held.host);
        tokens.map(|token| token.owner).collect()
    };
    held.map(of_host).unwrap_or_default()
}

/// Which GitHub the token is for.
fn host(vault: &Option<Result<VaultStatus, TransportError>>) -> Option<String> {
    match vault {
        Some(Ok(VaultStatus::Holding(held))) => Some(held.host.to_string()),
        _ => None,
    }
}

/// One client with all that the views know through it.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    client: StoredValue<Rc<dyn Client>, LocalStorage>,
    /// What stands behind it.
    pub source: Source,
    /// The time.
    pub clock: Clock,
    /// The time now.
    pub now: Signal<Timestamp>,
    /// Who is signed in on the page that the views stand on.
    pub page_user: Signal<PageUser>,
    /// Whether there are tokens, and whose; absent before that is known.
    pub vault: LastingSignal<Option<Result<VaultStatus, TransportError>>>,
    /// The requests of the scope at hand.
    pub list: RequestList,
    /// The reviews that wait to be sent.
    pub queue: ReviewQueue,
    /// What is kept of them beyond the month that GitHub gives.
    pub history: HistoryHandle,
    /// How the inbox shows them: which rows, which one is at hand, which are selected.
    pub grid: GridHandle,
    /// Which of them are selected, shown or not.
    pub selection: LastingSignal<Selection<RowKey>>,
    /// Reviews and dismissals.
    pub writes: Writes,
    /// Messages not sent yet.
    pub drafts: Drafts,
    /// Templates for messages.
    pub templates: KeptTemplates,
    /// Where what a person set and wrote is kept.
    pub store: StoreHandle,
    /// What they set; every change is kept.
    pub preferences: LastingSignal<Preferences>,
    /// What can be done by keyboard in the views that are shown.
    pub commands: Commands,
    /// Whether something of the page around the views covers them, as far as the browser can tell.
    pub covered: LastingSignal<bool>,
    turn: StoredValue<u32>,
}

impl Session {
    /// A session that asks `client`.
    pub fn new(client: Rc<dyn Client>, source: Source, around: Around) -> Self {
        let Around { clock, page_user, store, history, preferences, commands } = around;
        let client = StoredValue::new_local(client);
        let vault = LastingSignal::new(None);
        let grid = GridHandle::default();
        let writer = Signal::derive(move || vault.with(writer));
        let host = Signal::derive(move || vault.with(host));
        let tokens = Signal::derive(move || vault.with(bound_to));
        let list = RequestList::new(client, clock, Notebook { store, writer, tokens });
        Self {
            client,
            source,
            clock,
            now: clock.now,
            page_user,
            vault,
            list,
            history: HistoryHandle::new(history, store, writer, list.load),
            queue: ReviewQueue::new(client),
            grid,
            selection: grid.selection,
            writes: Writes::default(),
            drafts: Drafts::new(store, writer),
            templates: KeptTemplates::new(store, host),
            store,
            preferences,
            commands,
            covered: LastingSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Whom to ask; `None` once the views are gone.
    pub fn client(self) -> Option<Rc<dyn Client>> {
        self.client.try_get_value()
    }

    /// For how long a review can be taken back before it is sent, in seconds.
    pub fn undo_delay_in(self) -> u8 {
        self.preferences.with_untracked(|preferences| preferences.undo_delay_in)
    }

    /// What is known of the tokens, when there are any.
    pub fn held(self) -> Option<HeldStatus> {
        self.vault.with(held)
    }

    /// The same, without following it; absent, too, when the document is gone.
    pub fn held_untracked(self) -> Option<HeldStatus> {
        self.vault.try_with_untracked(held).flatten()
    }

    /// Whose drafts and views they are: the host and login of the token.
    pub fn writer(self) -> Option<String> {
        self.vault.with(writer)
    }

    /// Asks something that depends on what a query's answer depends on: the present, which isn't
    /// tracked, and the token's user, who is.
    pub fn in_context<T>(self, ask: impl FnOnce(&Context<'_>) -> T) -> T {
        let held = self.held();
        let viewer = held.as_ref().map(|held| held.login.as_str());
        let now = self.now.get_untracked();
        ask(&Context { now, viewer, offset_at: &utc_offset })
    }

    /// The host of the pages on the GitHub at work. Not tracked: with another one, or another token,
    /// every view is made anew.
    pub fn web_host(self) -> Option<String> {
        self.vault.with_untracked(|vault| match vault {
            Some(Ok(VaultStatus::Holding(held))) => Some(held.host.web_host()),
            _ => None,
        })
    }

    /// Asks whether there is a token.
    pub fn read_vault(self) {
        let Some(client) = self.client() else { return };
        let turn = self.next_turn();
        spawn_local(async move {
            let status = client.vault_status().await;
            if self.turn.try_get_value() == Some(turn) {
                self.set_vault(status);
            }
        });
    }

    /// Takes the status from whoever is told of every change; one asked for before is older.
    pub fn know_vault(self, status: VaultStatus) {
        self.next_turn();
        self.set_vault(Ok(status));
    }

    /// Asks something of the vault, and knows then how it stands.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub async fn ask_vault(self, command: VaultCommand) -> Result<VaultReport, VaultError> {
        let client = self.client().ok_or(VaultError::Unreachable)?;
        let report = client.vault(command).await?;
        self.know_vault(report.status.clone());
        Ok(report)
    }

    /// Asks the person to let the program reach `host`, where it takes asking: at once, so within the
    /// handling of a click.
    pub fn ask_to_reach(self, host: &Host) -> LocalBoxFuture<'static, bool> {
        let asked = self.client().map(|client| client.ask_to_reach(host));
        asked.unwrap_or_else(|| ready(false).boxed_local())
    }

    /// Checks a token and keeps it beside the others.
    ///
    /// # Errors
    /// See [`SignInError`].
    pub async fn sign_in(self, entered: Entered) -> Result<(), SignInError> {
        let Some(client) = self.client() else { return Ok(()) };
        let status = client.sign_in(entered).await?;
        self.know_vault(status);
        Ok(())
    }

    /// Wipes all tokens, and what was read with them.
    ///
    /// # Errors
    /// Says why they may still be there.
    pub async fn forget(self) -> Result<(), TransportError> {
        let Some(client) = self.client() else { return Ok(()) };
        client.forget().await?;
        self.know_vault(VaultStatus::Empty);
        Ok(())
    }

    /// A status read before a token was entered or wiped must not be taken for the newer one.
    fn next_turn(self) -> u32 {
        self.turn
            .try_update_value(|turn| {
                *turn = turn.wrapping_add(1);
                *turn
            })
            .unwrap_or_default()
    }

    fn set_vault(self, status: Result<VaultStatus, TransportError>) {
        let status = Some(status);
        let Some(before) = self.vault.try_get_untracked() else { return };
        if before == status {
            return;
        }
        // What one token's user saw isn't for another's, and what a token showed goes with it.
        if matches!(before, Some(Ok(VaultStatus::Holding(_)))) {
            self.list.clear();
        }
        self.vault.set(status);
    }
}
