//! Where the site's pages keep their queues of reviews: each page its own, so that no review is sent by
//! two of them, and what a page leaves behind is found by the others.

use futures::channel::oneshot;
use gatehouse::client::queue::Queue;
use gatehouse::client::runner::NotKept;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

/// The key of the first page's queue in `localStorage`; those of more pages at a time have a number
/// behind it.
const FIRST: &str = "gatehouse.queue";

/// The most pages that have a queue of their own.
const MOST: usize = 50;

#[wasm_bindgen]
extern "C" {
    /// The Web Locks of the page's origin. Source: https://w3c.github.io/web-locks/
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        callback: &JsValue,
    ) -> Result<Promise, JsValue>;
}

/// Where one page keeps its queue, for as long as the page lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot(String);

impl Slot {
    /// The first that no other page has. A browser without locks takes every page for the only one.
    pub async fn claim() -> Self {
        let names = (1..=MOST).map(|number| match number {
            1 => FIRST.to_owned(),
            more => format!("{FIRST}.{more}"),
        });
        for name in names {
            if hold(&name, true).await {
                return Self(name);
            }
        }
        Self(FIRST.to_owned())
    }

    /// The others in which something is kept.
    pub fn others(&self) -> Vec<Self> {
        let Some(storage) = local_storage() else { return Vec::new() };
        let keys = (0..storage.length().unwrap_or_default())
            .filter_map(|index| storage.key(index).ok().flatten());
        let is_other = |key: &String| {
            let number = key.strip_prefix(FIRST);
            number.is_some_and(|it| it.is_empty() || it.starts_with('.')) && *key != self.0
        };
        keys.filter(is_other).map(Self).collect()
    }

    /// Waits until the page is gone that has this one, and holds it from then on.
    pub async fn inherit(&self) -> bool {
        hold(&self.0, false).await
    }

    /// What is kept in it.
    pub fn read(&self) -> Queue {
        Queue::read(local_storage().and_then(|storage| storage.get_item(&self.0).ok().flatten()))
    }

    /// Keeps a queue in it.
    ///
    /// # Errors
    /// There is no room, or no storage.
    pub fn keep(&self, queue: &Queue) -> Result<(), NotKept> {
        let text = queue.text().map_err(|error| NotKept(error.to_string()))?;
        let storage = local_storage();
        let storage = storage.ok_or_else(|| NotKept("this page has no storage".to_owned()))?;
        storage
            .set_item(&self.0, &text)
            .map_err(|_| NotKept("this page's storage is full or closed".to_owned()))
    }

    /// Keeps nothing in it any more.
    pub fn empty(&self) {
        if let Some(storage) = local_storage() {
            // Fails only where there is no storage.
            let _ = storage.remove_item(&self.0);
        }
    }
}

fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn locks() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}

/// Holds the lock of this name until the page is gone; whether it could. `at_once` it doesn't wait for
/// whoever holds it.
async fn hold(name: &str, at_once: bool) -> bool {
    // Without locks the first slot is everyone's, and nothing is ever left by others.
    let Some(locks) = locks() else { return at_once };
    let (tell, told) = oneshot::channel();
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_held = !lock.is_null();
        // Fails only when nobody waits for it any more.
        let _ = tell.send(is_held);
        if is_held {
            // A lock is held until its promise is settled: this one never is.
            Promise::new(&mut |_, _| ()).into()
        } else {
            JsValue::UNDEFINED
        }
    });
    let options = Object::new();
    let if_available = JsValue::from_str("ifAvailable");
    let asked = Reflect::set(&options, &if_available, &JsValue::from_bool(at_once))
        .and_then(|_| locks.request(name, &options, &callback));
    match asked {
        Ok(_) => told.await.unwrap_or(at_once),
        // A page that may not ask for locks is taken for the only one.
        Err(_) => at_once,
    }
}
