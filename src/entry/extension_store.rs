//! The store of the extension's page and of the panel: the views' part of the extension's storage.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use gatehouse::ui::store::{Store, StoreError};
use gatehouse::webext::api::BrowserError;
use gatehouse::webext::ui_storage;

/// What the browser keeps for the extension's views.
pub struct ExtensionStore;

type Answer<T> = LocalBoxFuture<'static, Result<T, StoreError>>;

fn to_store_error(error: BrowserError) -> StoreError {
    StoreError::from_words(&format!("{error:?}"))
}

impl Store for ExtensionStore {
    fn get(&self, key: &str) -> Answer<Option<String>> {
        let key = key.to_owned();
        async move { ui_storage::get(&key).await.map_err(to_store_error) }.boxed_local()
    }

    fn set(&self, key: &str, text: &str) -> Answer<()> {
        let (key, text) = (key.to_owned(), text.to_owned());
        async move { ui_storage::set(&key, &text).await.map_err(to_store_error) }.boxed_local()
    }

    fn remove(&self, key: &str) -> Answer<()> {
        let key = key.to_owned();
        async move { ui_storage::remove(&key).await.map_err(to_store_error) }.boxed_local()
    }

    fn keys(&self, prefix: &str) -> Answer<Vec<String>> {
        let prefix = prefix.to_owned();
        async move { ui_storage::keys(&prefix).await.map_err(to_store_error) }.boxed_local()
    }

    fn run(&self) -> Answer<Option<String>> {
        async { ui_storage::run().await.map_err(to_store_error) }.boxed_local()
    }
}
