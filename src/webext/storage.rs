//! What the background keeps, and for how long: the token and the tabs for the browser's session; how
//! the panel was left, and the queue of reviews, for good.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::queue::Queue;
use crate::page::panel::PanelState;
use crate::vault::credential::Credential;

use super::api::{Area, BrowserError};
use super::tabs::Tabs;

const CREDENTIAL: &str = "credential";
const TABS: &str = "tabs";
const PANEL: &str = "panel";
const QUEUE: &str = "queue";

/// What is kept, as read when the background starts.
#[derive(Default)]
pub struct Stored {
    /// The token; in session storage, which content scripts can't read.
    pub credential: Option<Credential>,
    /// The tabs with a panel.
    pub tabs: Tabs,
    /// How the panel was left.
    pub panel: PanelState,
    /// The queue of reviews.
    pub queue: Queue,
}

async fn read<T: DeserializeOwned>(area: Area, key: &str) -> Result<Option<T>, BrowserError> {
    // What another version wrote and this one can't read counts as absent: it is made anew.
    Ok(area.get(key).await?.and_then(|text| serde_json::from_str(&text).ok()))
}

async fn write(area: Area, key: &str, value: &impl Serialize) -> Result<(), BrowserError> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    area.set(key, &text).await
}

/// Reads everything.
///
/// # Errors
/// The browser's.
pub async fn load() -> Result<Stored, BrowserError> {
    Ok(Stored {
        credential: read(Area::Session, CREDENTIAL).await?,
        tabs: read(Area::Session, TABS).await?.unwrap_or_default(),
        panel: read(Area::Local, PANEL).await?.unwrap_or_default(),
        queue: Queue::read(Area::Local.get(QUEUE).await?),
    })
}

/// Keeps the token.
///
/// # Errors
/// The browser's.
pub async fn keep_credential(credential: &Credential) -> Result<(), BrowserError> {
    write(Area::Session, CREDENTIAL, credential).await
}

/// Wipes the token.
///
/// # Errors
/// The browser's.
pub async fn forget_credential() -> Result<(), BrowserError> {
    Area::Session.remove(CREDENTIAL).await
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
