//! The views' part of the extension's storage on disk. What the background keeps is out of its
//! reach, for every key is put below one prefix here.

#[cfg(feature = "browser")]
use super::api::{Area, BrowserError};
#[cfg(feature = "browser")]
use super::storage::RUN;

/// What begins every key of the views, and none of the background's.
pub const PREFIX: &str = "ui.";

/// A key of the views as the storage has it.
#[cfg(any(test, feature = "browser"))]
fn stored_key(key: &str) -> String {
    format!("{PREFIX}{key}")
}

/// The keys of the views that begin with `prefix`, out of all that are stored, sorted.
#[cfg(any(test, feature = "browser"))]
fn keys_of(stored: Vec<String>, prefix: &str) -> Vec<String> {
    let own = |key: String| key.strip_prefix(PREFIX).map(str::to_owned);
    let mut keys: Vec<String> =
        stored.into_iter().filter_map(own).filter(|key| key.starts_with(prefix)).collect();
    keys.sort();
    keys
}

/// The text kept under `key`; `None` when there is none.
///
/// # Errors
/// The browser's.
#[cfg(feature = "browser")]
pub async fn get(key: &str) -> Result<Option<String>, BrowserError> {
    Area::Local.get(&stored_key(key)).await
}

/// Keeps `text` under `key`.
///
/// # Errors
/// The browser's.
#[cfg(feature = "browser")]
pub async fn set(key: &str, text: &str) -> Result<(), BrowserError> {
    Area::Local.set(&stored_key(key), text).await
}

/// Removes what is kept under `key`.
///
/// # Errors
/// The browser's.
#[cfg(feature = "browser")]
pub async fn remove(key: &str) -> Result<(), BrowserError> {
    Area::Local.remove(&stored_key(key)).await
}

/// The keys that begin with `prefix`, sorted.
///
/// # Errors
/// The browser's.
#[cfg(feature = "browser")]
pub async fn keys(prefix: &str) -> Result<Vec<String>, BrowserError> {
    Ok(keys_of(Area::Local.keys().await?, prefix))
}

/// What tells this run of the extension from others, which lasts until the browser ends or the extension is
/// updated; `None` before the background ever ran in it.
///
/// # Errors
/// The browser's.
#[cfg(feature = "browser")]
pub async fn run() -> Result<Option<String>, BrowserError> {
    Area::Session.get(RUN).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_of_the_views_is_one_of_the_background_s() {
        for key in ["", "credentials", "panel", "tabs", "../panel", "ui.panel"] {
            let stored = stored_key(key);
            assert!(stored.starts_with("ui.") && stored.len() == 3 + key.len(), "{stored}");
        }
        let stored = ["panel", "ui.view.b", "credentials", "ui.view.a", "ui.draft", "u", "uix"];
        let stored = || stored.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(keys_of(stored(), ""), ["draft", "view.a", "view.b"]);
        assert_eq!(keys_of(stored(), "view."), ["view.a", "view.b"]);
    }
}
