//! The only bindings to `chrome.*`, which Firefox has too. Values go in and out as JSON text.

use js_sys::{JSON, Promise};
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::transport::fetch::unless_halted;

use super::sender::{Sender, TabId};

/// The browser's own error, in its words.
pub type BrowserError = JsValue;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = id, thread_local_v2)]
    static RUNTIME_ID: Option<String>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn get_url(path: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn runtime_send_message(message: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    async fn open_options_page_() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
    async fn tabs_send_message(
        tab: TabId,
        message: &str,
        options: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
    async fn execute_script_(injection: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = insertCSS)]
    async fn insert_css_(injection: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
    fn create_alarm(name: &str, info: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = clear)]
    fn clear_alarm_(name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    async fn contains(permissions: &JsValue) -> Result<JsValue, JsValue>;
    // Not `async`, which would call it only once somebody waits for it: browsers ask the person only
    // while their click is handled.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    fn request(permissions: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = StorageArea)]
    type StorageArea;
    #[wasm_bindgen(js_namespace = ["chrome", "storage"], js_name = session, thread_local_v2)]
    static SESSION: Option<StorageArea>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage"], js_name = local, thread_local_v2)]
    static LOCAL: Option<StorageArea>;
    #[wasm_bindgen(catch, method, js_name = set)]
    fn set(this: &StorageArea, items: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, method, js_name = remove)]
    fn remove(this: &StorageArea, key: &str) -> Result<JsValue, JsValue>;
    // All of them for `null`.
    #[wasm_bindgen(catch, method, js_name = get)]
    fn get(this: &StorageArea, keys: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID)]
    fn random_uuid_() -> String;
}

/// Waits for what a call gave. A document that outlived its extension, which was updated or switched
/// off, gets nothing to wait for: that is no success.
async fn settled(given: Result<JsValue, JsValue>) -> Result<JsValue, BrowserError> {
    let promise = given?;
    if promise.is_undefined() {
        return Err(JsValue::from_str("the extension was updated or switched off"));
    }
    let settled = JsFuture::from(Promise::resolve(&promise)).await;
    unless_halted().await;
    settled
}

/// What the browser says went wrong.
pub fn error_in_words(error: &BrowserError) -> String {
    let message = js_sys::Reflect::get(error, &JsValue::from_str("message")).ok();
    let words = message.and_then(|message| message.as_string()).or_else(|| error.as_string());
    words.unwrap_or_else(|| "no reason given".to_owned())
}

/// Where a value is kept.
#[derive(Debug, Clone, Copy)]
pub enum Area {
    /// Memory of the extension's own contexts, gone with the browser.
    Session,
    /// The disk.
    Local,
}

impl Area {
    fn with<T>(self, act: impl FnOnce(&StorageArea) -> T) -> Result<T, BrowserError> {
        let missing = || JsValue::from_str("this storage area doesn't exist here");
        match self {
            Self::Session => SESSION.with(|area| area.as_ref().map(act).ok_or_else(missing)),
            Self::Local => LOCAL.with(|area| area.as_ref().map(act).ok_or_else(missing)),
        }
    }

    /// The area as the browser has it; a handle to the same object.
    fn handle(self) -> Result<StorageArea, BrowserError> {
        self.with(|area| JsValue::from(area).unchecked_into())
    }

    /// The text kept under `key`; `None` when there is none.
    ///
    /// # Errors
    /// The browser's.
    pub async fn get(self, key: &str) -> Result<Option<String>, BrowserError> {
        let [text] = self.get_all([key]).await?;
        Ok(text)
    }

    /// The texts kept under `keys`, in their order; `None` for each under which there is none. One call
    /// for all of them, since each takes its time, however little it gives.
    ///
    /// # Errors
    /// The browser's.
    pub async fn get_all<const N: usize>(
        self,
        keys: [&str; N],
    ) -> Result<[Option<String>; N], BrowserError> {
        let names: js_sys::Array = keys.iter().copied().map(JsValue::from_str).collect();
        let items = settled(self.handle()?.get(&names)).await?;
        let mut texts = [const { None }; N];
        for (text, key) in texts.iter_mut().zip(keys) {
            *text = js_sys::Reflect::get(&items, &JsValue::from_str(key))?.as_string();
        }
        Ok(texts)
    }

    /// Keeps `text` under `key`.
    ///
    /// # Errors
    /// The browser's.
    pub async fn set(self, key: &str, text: &str) -> Result<(), BrowserError> {
        let items = object(&json!({ key: text }))?;
        unless_halted().await;
        settled(self.handle()?.set(&items)).await.map(drop)
    }

    /// Removes what is kept under `key`.
    ///
    /// # Errors
    /// The browser's.
    pub async fn remove(self, key: &str) -> Result<(), BrowserError> {
        unless_halted().await;
        settled(self.handle()?.remove(key)).await.map(drop)
    }

    /// Every key.
    ///
    /// # Errors
    /// The browser's.
    pub async fn keys(self) -> Result<Vec<String>, BrowserError> {
        // `getKeys` is younger than the oldest browsers that the manifest admits.
        let items = settled(self.handle()?.get(&JsValue::NULL)).await?;
        let keys = js_sys::Reflect::own_keys(&items)?;
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }
}

fn object(value: &serde_json::Value) -> Result<JsValue, BrowserError> {
    JSON::parse(&value.to_string())
}

/// The extension's id; `None` outside an extension.
pub fn extension_id() -> Option<String> {
    let chrome = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("chrome")).ok()?;
    let runtime = js_sys::Reflect::get(&chrome, &JsValue::from_str("runtime")).ok()?;
    if runtime.is_undefined() {
        return None;
    }
    RUNTIME_ID.with(Clone::clone)
}

/// The origin of the extension's pages, such as `chrome-extension://ID`.
///
/// # Errors
/// The browser's.
pub fn extension_origin() -> Result<String, BrowserError> {
    Ok(get_url("")?.trim_end_matches('/').to_owned())
}

/// Says `text` to the background and gives its answer; `None` when it gave none.
///
/// # Errors
/// The browser's, when there is no background to answer.
pub async fn send_message(text: &str) -> Result<Option<String>, BrowserError> {
    Ok(settled(runtime_send_message(text)).await?.as_string())
}

/// Says `text` to our script in a tab's page.
///
/// # Errors
/// The browser's, when our script isn't there.
pub async fn send_to_page(tab: TabId, text: &str) -> Result<(), BrowserError> {
    let top_frame = object(&json!({ "frameId": 0 }))?;
    tabs_send_message(tab, text, &top_frame).await.map(drop)
}

/// Runs a script of ours in a tab's page, with its style.
///
/// # Errors
/// The browser's, when the page is gone or may not be reached.
pub async fn inject(tab: TabId, script: &str, style: &str) -> Result<(), BrowserError> {
    insert_css_(&object(&json!({ "target": { "tabId": tab }, "files": [style] }))?).await?;
    execute_script_(&object(&json!({ "target": { "tabId": tab }, "files": [script] }))?)
        .await
        .map(drop)
}

/// Opens the extension's own page in a tab.
///
/// # Errors
/// The browser's.
pub async fn open_options_page() -> Result<(), BrowserError> {
    open_options_page_().await.map(drop)
}

/// Wakes the background at an instant, in milliseconds since 1970-01-01T00:00:00Z. It takes the place
/// of an earlier alarm of the name.
///
/// # Errors
/// The browser's.
pub fn set_alarm(name: &str, at: i64) -> Result<(), BrowserError> {
    create_alarm(name, &object(&json!({ "when": at }))?).map(drop)
}

/// The alarm of this name is off.
///
/// # Errors
/// The browser's.
pub fn clear_alarm(name: &str) -> Result<(), BrowserError> {
    clear_alarm_(name).map(drop)
}

/// Whether the extension has the permission to reach what matches a pattern.
///
/// # Errors
/// The browser's.
pub async fn is_granted(pattern: &str) -> Result<bool, BrowserError> {
    Ok(contains(&object(&json!({ "origins": [pattern] }))?).await? == JsValue::TRUE)
}

/// Asks the person for it, at once; whether they gave it.
///
/// # Errors
/// The browser's, when no click is being handled.
pub fn ask_for(pattern: &str) -> Result<Promise, BrowserError> {
    request(&object(&json!({ "origins": [pattern] }))?)
}

/// 122 random bits as text, from the browser's generator for secrets.
pub fn random_secret() -> String {
    random_uuid_()
}

/// What the browser says of a message's sender.
pub fn read_sender(sender: &JsValue) -> Sender {
    let get = |object: &JsValue, key: &str| {
        js_sys::Reflect::get(object, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
    };
    // The browser's numbers are small whole ones.
    #[allow(clippy::cast_possible_truncation)]
    let number = |value: JsValue| value.as_f64().map(|number| number as i32);
    let tab = get(sender, "tab");
    Sender {
        extension_id: get(sender, "id").as_string(),
        url: get(sender, "url").as_string(),
        tab: if tab.is_undefined() { None } else { number(get(&tab, "id")) },
        frame: number(get(sender, "frameId")),
        document: get(sender, "documentId").as_string(),
    }
}
