//! Reads the preferences from the store and keeps every change of them there.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::preferences::{KEY, Preferences};
use super::store_handle::StoreHandle;

/// The preferences in `store`: the defaults until they are read, which nobody waits for.
pub fn kept_preferences(store: StoreHandle) -> RwSignal<Preferences> {
    let preferences = RwSignal::new(Preferences::default());
    // As the store has them, as far as is known here.
    let known = StoredValue::new(Preferences::default());
    let is_read = RwSignal::new(false);
    spawn_local(async move {
        // That they couldn't be read is said by the store.
        if let Ok(text) = store.get(KEY).await {
            known.try_set_value(Preferences::read(text.as_deref()));
            // What was changed already stays.
            preferences.try_update(|now| {
                let merged = now.merged_into(text.as_deref(), &Preferences::default());
                *now = Preferences::read(Some(&merged));
            });
        }
        is_read.try_set(true);
    });
    Effect::new(move || {
        let now = preferences.get();
        if !is_read.get() {
            return;
        }
        let before = known.get_value();
        if before == now {
            return;
        }
        known.set_value(now.clone());
        spawn_local(async move {
            if let Ok(stored) = store.get(KEY).await {
                store.set(KEY, &now.merged_into(stored.as_deref(), &before));
            }
        });
    });
    preferences
}
