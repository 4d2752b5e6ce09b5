//! Reads the preferences from the store and keeps every change of them there.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::lasting::LastingSignal;
use crate::ui::preferences::{KEY, Preferences};

use super::store_handle::StoreHandle;

/// The preferences in `store`: the defaults until they are read, which nobody waits for. What
/// another page of ours changes is here when a person comes back.
pub fn kept_preferences(store: StoreHandle) -> LastingSignal<Preferences> {
    let preferences = LastingSignal::new(Preferences::default());
    // As the store has them, as far as is known here.
    let known = StoredValue::new(Preferences::default());
    let is_read = RwSignal::new(false);
    // A change that is on its way to the store isn't undone by what is read meanwhile.
    let writing = StoredValue::new(0_u32);
    let read = move || {
        spawn_local(async move {
            // That they couldn't be read is said by the store.
            let text = store.get(KEY).await;
            if let (Ok(text), Some(0)) = (text, writing.try_get_value()) {
                let stored = Preferences::read(text.as_deref());
                let known_before = known.try_update_value(|it| std::mem::replace(it, stored));
                let merged = |now: &Preferences| {
                    let before = known_before.unwrap_or_default();
                    Preferences::read(Some(&now.merged_into(text.as_deref(), &before)))
                };
                if let Some(merged) = preferences.try_with_untracked(merged)
                    && preferences.try_get_untracked() != Some(merged.clone())
                {
                    preferences.try_set(merged);
                }
            }
            is_read.try_set(true);
        });
    };
    read();
    for event in ["focus", "visibilitychange"] {
        let back = window_event_listener_untyped(event, move |_: Event| read());
        on_cleanup(move || back.remove());
    }
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
        writing.update_value(|writing| *writing += 1);
        spawn_local(async move {
            if let Ok(stored) = store.get(KEY).await {
                store.set(KEY, &now.merged_into(stored.as_deref(), &before));
            }
            writing.try_update_value(|writing| *writing -= 1);
        });
    });
    preferences
}
