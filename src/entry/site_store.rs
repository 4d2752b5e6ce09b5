//! The static site's store: the browser's `localStorage`.

use futures::FutureExt;
use futures::future::{LocalBoxFuture, ready};
use gatehouse::ui::store::{Store, StoreError};
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// Keeps our keys apart from those of other pages of the origin.
const PREFIX: &str = "gatehouse.";

/// What the browser keeps for the site's origin.
pub struct SiteStore;

type Answer<T> = LocalBoxFuture<'static, Result<T, StoreError>>;

fn answer<T: 'static>(act: impl FnOnce(&Storage) -> Result<T, JsValue>) -> Answer<T> {
    let storage = web_sys::window()
        .ok_or(JsValue::UNDEFINED)
        .and_then(|window| window.local_storage()?.ok_or(JsValue::UNDEFINED));
    let answer = storage.and_then(|storage| act(&storage));
    ready(answer.map_err(|error| StoreError::from_words(&format!("{error:?}")))).boxed_local()
}

fn ours(key: &str) -> String {
    format!("{PREFIX}{key}")
}

impl Store for SiteStore {
    fn get(&self, key: &str) -> Answer<Option<String>> {
        answer(|storage| storage.get_item(&ours(key)))
    }

    fn set(&self, key: &str, text: &str) -> Answer<()> {
        answer(|storage| storage.set_item(&ours(key), text))
    }

    fn remove(&self, key: &str) -> Answer<()> {
        answer(|storage| storage.remove_item(&ours(key)))
    }

    fn keys(&self, prefix: &str) -> Answer<Vec<String>> {
        answer(|storage| {
            let mut keys = Vec::new();
            for index in 0..storage.length()? {
                let key = storage.key(index)?.unwrap_or_default();
                if let Some(name) = key.strip_prefix(PREFIX).filter(|it| it.starts_with(prefix)) {
                    keys.push(name.to_owned());
                }
            }
            keys.sort();
            Ok(keys)
        })
    }
}
