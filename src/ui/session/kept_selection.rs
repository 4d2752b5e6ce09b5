//! Keeps which rows of the inbox are selected, and selects them again when the page was reloaded or
//! the token was entered anew. It is kept for the tab alone: what is selected in one isn't meant in
//! another.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::*;
use web_sys::Storage;

use crate::github::ids::RequestId;
use crate::github::scope::Scopes;
use crate::inbox::rows::RowKey;
use crate::ui::earlier_selection::EarlierSelection;
use crate::ui::session::Session;

/// How long selecting may go on before it is stored.
const STORED_WITHIN: Duration = Duration::from_millis(250);

/// Of whom and of which lists a selection is.
type Place = (String, Scopes);

/// What is known of the kept selection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Recall {
    /// Nothing yet.
    #[default]
    Unread,
    /// It was read: these are still to be selected, once their rows are there.
    Read(BTreeSet<RequestId>),
}

/// Keeps the session's selection, and brings it back, as long as the owner lives.
pub fn kept_selection(session: Session) {
    let grid = session.grid;
    let place = Memo::new(move |_| -> Option<Place> {
        Some((session.writer()?, session.list.scopes.get()?))
    });
    let recall = RwSignal::new(Recall::Unread);
    Effect::new(move || {
        let place_now = place.get();
        recall.set(Recall::Unread);
        grid.has_earlier.set(false);
        let Some((writer, scopes)) = place_now else { return };
        let Some(now) = session.now.try_get_untracked() else { return };
        let text = tab_storage().and_then(|storage| storage.get_item(&key(&writer)).ok().flatten());
        let kept = EarlierSelection::read(text.as_deref(), now, &scopes);
        recall.set(Recall::Read(kept));
    });

    // Rows come page by page.
    Effect::new(move || {
        grid.looks.track();
        grid.rows.track();
        let Recall::Read(awaited) = recall.get() else { return };
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
        grid.has_earlier.set(true);
        recall.set(Recall::Read(rest));
    });

    let is_due = StoredValue::new(false);
    let keep = move || {
        is_due.try_set_value(false);
        let (Some(Some((writer, scopes))), Some(Recall::Read(awaited)), Some(now)) = (
            place.try_get_untracked(),
            recall.try_get_untracked(),
            session.now.try_get_untracked(),
        ) else {
            return;
        };
        let kept = grid.selection.try_with_untracked(|selection| {
            let selected = selection.iter().filter_map(|key| match key {
                RowKey::Request(id) => Some(id),
                RowKey::Unnumbered(_) => None,
            });
            EarlierSelection::new(now, &scopes, selected.chain(awaited))
        });
        let (Some(kept), Some(storage)) = (kept, tab_storage()) else { return };
        // Where there is no room a reload selects nothing, which is seen.
        let _ = if kept.is_empty() {
            storage.remove_item(&key(&writer))
        } else {
            storage.set_item(&key(&writer), &kept.text())
        };
    };
    Effect::new(move |before: Option<bool>| {
        let is_empty = grid.selection.with(|selection| selection.is_empty());
        let Some(was_empty) = before else { return is_empty };
        if is_empty && !was_empty {
            grid.has_earlier.set(false);
            // Who clears the selection doesn't want the rest of it either.
            recall.update_untracked(|recall| {
                if let Recall::Read(awaited) = recall {
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

/// What lives as long as the tab, reloads included; absent where a browser lets a page keep nothing.
fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
