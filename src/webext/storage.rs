//! What the background keeps, and for how long: the tokens, the tabs and a list's first rows for the browser's
//! session; the locked record of remembered tokens, how the panel was left, and the queue of reviews, for good.

use futures::future::try_join;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;

use crate::client::queue::Queue;
use crate::page::panel::PanelState;
use crate::vault::auto_lock::{AutoLock, Millis};
use crate::vault::credentials::Credentials;
use crate::vault::safe::{Kept, Safe};

use super::api::{Area, BrowserError, random_secret};
use super::tabs::Tabs;

const CREDENTIALS: &str = "credentials";
const TURN: &str = "turn";
const ROWS: &str = "rows";
const USED_AT: &str = "used_at";
const RECORD: &str = "vault";
const AUTO_LOCK: &str = "auto_lock";
const TABS: &str = "tabs";
const PANEL: &str = "panel";
const QUEUE: &str = "queue";

/// Under this stands for the browser's session what tells this run of the extension from others.
pub const RUN: &str = "run";

/// What is kept, as read when the background starts.
#[derive(Default)]
pub struct Stored {
    /// The vault: its tokens are in session storage, which content scripts can't read.
    pub safe: Safe,
    /// What tells the tokens at hand from those before and behind them; absent where none are.
    pub turn: Option<String>,
    /// The tabs with a panel.
    pub tabs: Tabs,
    /// How the panel was left.
    pub panel: PanelState,
    /// The queue of reviews.
    pub queue: Queue,
}

/// What another version wrote and this one can't read counts as absent: it is made anew.
fn read<T: DeserializeOwned>(text: Option<String>) -> Option<T> {
    parse(&text?)
}

// By itself, so that what isn't kept isn't compiled either when the background wakes.
#[inline(never)]
fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

async fn write(area: Area, key: &str, value: &impl Serialize) -> Result<(), BrowserError> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    area.set(key, &text).await
}

/// Reads everything.
///
/// # Errors
/// The browser's.
pub async fn load(now: Millis) -> Result<Stored, BrowserError> {
    let session = Area::Session.get_all([CREDENTIALS, TURN, USED_AT, TABS, RUN]);
    let local = Area::Local.get_all([RECORD, AUTO_LOCK, PANEL, QUEUE]);
    let ([credentials, turn, used_at, tabs, run], [record, auto_lock, panel, queue]) =
        try_join(session, local).await?;
    if run.is_none() {
        // Not waited for: whoever asks for it asks later. Without it nothing of another run is taken over.
        spawn_local(async {
            let _ = Area::Session.set(RUN, &random_secret()).await;
        });
    }
    let credentials: Option<Credentials> = read(credentials);
    let held = credentials.map(|credentials| (credentials, read(used_at)));
    let kept = Kept::read(record.as_deref());
    let auto_lock = AutoLock::read(auto_lock.as_deref());
    Ok(Stored {
        safe: Safe::restored(now, held, kept, auto_lock),
        turn,
        tabs: read(tabs).unwrap_or_default(),
        panel: read(panel).unwrap_or_default(),
        queue: Queue::read(queue),
    })
}

/// Keeps the tokens for the session, or wipes them.
///
/// # Errors
/// The browser's.
pub async fn keep_credentials(credentials: Option<&Credentials>) -> Result<(), BrowserError> {
    match credentials {
        Some(credentials) => write(Area::Session, CREDENTIALS, credentials).await,
        None => Area::Session.remove(CREDENTIALS).await,
    }
}

/// Erases the rows that were read with other tokens, and keeps what tells those at hand from them.
///
/// # Errors
/// The browser's.
pub async fn keep_turn(turn: Option<&str>) -> Result<(), BrowserError> {
    erase_rows().await?;
    match turn {
        Some(turn) => Area::Session.set(TURN, turn).await,
        None => Area::Session.remove(TURN).await,
    }
}

/// Keeps a list's first rows for the session.
///
/// # Errors
/// The browser's.
pub async fn keep_rows(text: &str) -> Result<(), BrowserError> {
    Area::Session.set(ROWS, text).await
}

/// Erases them.
///
/// # Errors
/// The browser's.
pub async fn erase_rows() -> Result<(), BrowserError> {
    Area::Session.remove(ROWS).await
}

/// What tells the tokens at hand from others, and the rows that were read with them.
///
/// # Errors
/// The browser's.
pub async fn kept_rows() -> Result<[Option<String>; 2], BrowserError> {
    Area::Session.get_all([TURN, ROWS]).await
}

/// Keeps when the token was used last.
///
/// # Errors
/// The browser's.
pub async fn keep_used_at(used_at: Option<Millis>) -> Result<(), BrowserError> {
    match used_at {
        Some(used_at) => write(Area::Session, USED_AT, &used_at).await,
        None => Area::Session.remove(USED_AT).await,
    }
}

/// Keeps the record of the remembered tokens, or erases it. What can't be read stays as it is.
///
/// # Errors
/// The browser's.
pub async fn keep_record(kept: &Kept) -> Result<(), BrowserError> {
    match kept {
        Kept::Record(record) => Area::Local.set(RECORD, &record.encode()).await,
        Kept::Nothing => Area::Local.remove(RECORD).await,
        Kept::Unreadable(_) => Ok(()),
    }
}

/// Keeps after how long without use the token is locked.
///
/// # Errors
/// The browser's.
pub async fn keep_auto_lock(auto_lock: AutoLock) -> Result<(), BrowserError> {
    Area::Local.set(AUTO_LOCK, &auto_lock.minutes().to_string()).await
}

/// Keeps the tabs.
///
/// # Errors
/// The browser's.
pub async fn keep_tabs(tabs: &Tabs) -> Result<(), BrowserError> {
    write(Area::Session, TABS, tabs).await
}

/// Keeps how the panel was left.
///
/// # Errors
/// The browser's.
pub async fn keep_panel(panel: PanelState) -> Result<(), BrowserError> {
    write(Area::Local, PANEL, &panel).await
}

/// Keeps the queue of reviews: on the disk, since what was sent and what not must be known after the
/// browser was closed, too.
///
/// # Errors
/// The browser's.
pub async fn keep_queue(queue: &Queue) -> Result<(), BrowserError> {
    write(Area::Local, QUEUE, queue).await
}
