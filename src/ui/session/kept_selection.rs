//! Keeps which rows of the inbox are selected, and selects them again when the page was reloaded, the
//! token was entered anew, or the browser or the extension was restarted. What is selected in one tab isn't
//! meant in another, so a tab takes over nothing but what was left by one that is certainly gone.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Storage;

use crate::github::ids::RequestId;
use crate::github::scope::Scopes;
use crate::inbox::rows::RowKey;
use crate::ui::earlier_selection::{EarlierSelection, Inheritance, Since};
use crate::ui::session::Session;
use crate::ui::session::press::random;

/// How long selecting may go on before it is stored.
const STORED_WITHIN: Duration = Duration::from_millis(250);

/// The key in the tab's storage of what tells this tab from others.
const TAB: &str = "gatehouse.tab";

/// Of whom and of which lists a selection is.
type Place = (String, Scopes);

/// What is known of the kept selection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Recall {
    /// Nothing yet.
    #[default]
    Unread,
    /// It was read: these are still to be selected, once their rows are there.
    Read(BTreeSet<RequestId>, Since),
}

/// Keeps the session's selection, and brings it back, as long as the owner lives.
pub fn kept_selection(session: Session) {
    let Session { grid, store, .. } = session;
    let place = Memo::new(move |_| -> Option<Place> {
        Some((session.writer()?, session.list.scopes.get()?))
    });
    let recall = RwSignal::new(Recall::Unread);
    let run = StoredValue::new(None::<String>);
    let tab = StoredValue::new(this_tab());

    let is_due = StoredValue::new(false);
    let keep = move || {
        is_due.try_set_value(false);
        let (Some(Some((writer, scopes))), Some(Recall::Read(awaited, _)), Some(now)) = (
            place.try_get_untracked(),
            recall.try_get_untracked(),
            session.now.try_get_untracked(),
        ) else {
            return;
        };
        let kept = grid.selection.try_with_untracked(|selection| {
            let selected = selection.iter().chain(selection.missed()).filter_map(|key| match key {
                RowKey::Request(id) => Some(id),
                RowKey::Unnumbered(_) => None,
            });
            EarlierSelection::new(now, &scopes, selected.chain(awaited))
        });
        let Some(kept) = kept else { return };
        if let Some(storage) = tab_storage() {
            // Where there is no room a reload selects nothing, which is seen.
            let _ = if kept.is_empty() {
                storage.remove_item(&key(&writer))
            } else {
                storage.set_item(&key(&writer), &kept.text())
            };
        }
        // For when not only the page goes, but the program and all its tabs.
        let run = run.try_get_value().flatten();
        if let (Some(run), Some(tab)) = (run, tab.try_get_value()) {
            let key = format!("{}{tab}", left_by_tabs(&writer));
            if kept.is_empty() {
                store.remove(&key);
            } else {
                store.set(&key, &kept.text_for_others(&run));
            }
        }
    };

    Effect::new(move || {
        let place_now = place.get();
        recall.set(Recall::Unread);
        grid.earlier.set(None);
        let Some((writer, scopes)) = place_now.clone() else { return };
        let Some(now) = session.now.try_get_untracked() else { return };
        let text = tab_storage().and_then(|storage| storage.get_item(&key(&writer)).ok().flatten());
        let kept = EarlierSelection::read(text.as_deref(), now, &scopes);
        let is_new_here = kept.is_empty();
        recall.set(Recall::Read(kept, Since::Load));
        spawn_local(async move {
            // What the store can't do it says itself.
            let Ok(Some(its)) = store.run().await else { return };
            run.try_set_value(Some(its.clone()));
            let mut all = Vec::new();
            for key in store.keys(&left_by_tabs(&writer)).await.unwrap_or_default() {
                if let Ok(Some(text)) = store.get(&key).await {
                    all.push((key, text));
                }
            }
            if place.try_get_untracked() != Some(place_now) {
                return;
            }
            let Inheritance { requests, from, stale } = Inheritance::of(all, &its, now, &scopes);
            stale.iter().for_each(|key| store.remove(key));
            let from = from.filter(|_| is_new_here);
            if from.is_some() {
                recall.try_update(|recall| {
                    // What was selected since stays.
                    if let Recall::Read(awaited, since) = recall {
                        awaited.extend(requests);
                        *since = Since::Run;
                    }
                });
            }
            if from.is_some()
                || grid.selection.try_with_untracked(|it| it.is_empty()) == Some(false)
            {
                keep();
            }
            from.iter().for_each(|key| store.remove(key));
        });
    });

    // Rows come page by page.
    Effect::new(move || {
        grid.looks.track();
        grid.rows.track();
        let Recall::Read(awaited, since) = recall.get() else { return };
        if awaited.is_empty() {
            return;
        }
        let is_awaited = |id: &RequestId| awaited.contains(id);
        let here: Vec<RequestId> = session.list.load.with_untracked(|load| {
            let ids = load.rows().filter_map(|row| row.request.id);
            ids.filter(is_awaited).collect()
        });
        if here.is_empty() {
            return;
        }
        let rest = awaited.iter().filter(|id| !here.contains(id)).copied().collect();
        grid.selection.update(|selection| {
            here.into_iter().for_each(|id| selection.add(RowKey::Request(id)));
        });
        grid.earlier.set(Some(since));
        recall.set(Recall::Read(rest, since));
    });

    Effect::new(move |before: Option<bool>| {
        let is_empty = grid.selection.with(|selection| selection.is_empty());
        let Some(was_empty) = before else { return is_empty };
        if is_empty && !was_empty {
            grid.earlier.set(None);
            // Who clears the selection doesn't want the rest of it either.
            recall.update_untracked(|recall| {
                if let Recall::Read(awaited, _) = recall {
                    awaited.clear();
                }
            });
        }
        if !is_due.get_value() {
            is_due.set_value(true);
            set_timeout(keep, STORED_WITHIN);
        }
        is_empty
    });
}

fn key(writer: &str) -> String {
    format!("gatehouse.selection.{writer}")
}

/// What begins the keys under which tabs keep what they leave for other runs of the program.
fn left_by_tabs(writer: &str) -> String {
    format!("selection.{writer}.")
}

/// What tells this tab from others, as long as it lives, reloads included.
fn this_tab() -> u64 {
    let Some(storage) = tab_storage() else { return random() };
    let kept = storage.get_item(TAB).ok().flatten().and_then(|name| name.parse().ok());
    kept.unwrap_or_else(|| {
        let name = random();
        // Where it can't be kept, a reload makes it another tab.
        let _ = storage.set_item(TAB, &name.to_string());
        name
    })
}

/// What lives as long as the tab, reloads included; absent where a browser lets a page keep nothing.
fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
