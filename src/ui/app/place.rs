//! Where a person is in the app, and the way from one place to another: the document's address and its history.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::github::ids::{PageNumber, RepoName};
use crate::github::scope::Scopes;
use crate::ui::route::{Address, DEMO, Route};

/// A view, without what may change while it stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    Inbox(Scopes),
    Summary(Scopes),
    Request(RepoName, PageNumber),
    Settings,
}

/// What of a view is made anew when another one takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceKind {
    Start,
    Requests,
    Summary,
    Settings,
}

impl Place {
    pub fn kind(&self) -> PlaceKind {
        match self {
            Self::Start => PlaceKind::Start,
            Self::Inbox(_) | Self::Request(..) => PlaceKind::Requests,
            Self::Summary(_) => PlaceKind::Summary,
            Self::Settings => PlaceKind::Settings,
        }
    }
}

fn location() -> web_sys::Location {
    window().location()
}

/// Where we are.
pub(super) fn address_now() -> Address {
    let search = location().search().unwrap_or_default();
    Address::from_location(&search, &location().hash().unwrap_or_default())
}

/// Goes to a view; Back returns from it.
pub(super) fn go(route: &Route) {
    // A hash of ours is always valid.
    let _ = location().set_hash(&route.to_string());
}

/// Writes where we are into the address, without an entry in the history.
pub(super) fn note(route: &Route) {
    // Browsers refuse this when it comes too often; the address then lags behind.
    let _ = window().history().and_then(|history| {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&route.to_string()))
    });
}

/// Goes to the start of the demo, or out of it; Back returns.
pub(super) fn cross(to_demo: bool) {
    let path = location().pathname().unwrap_or_default();
    let search = if to_demo { DEMO } else { "" };
    let url = format!("{path}{search}{}", Route::Start);
    // Refused only when it comes too often, and then nothing changes.
    let _ = window()
        .history()
        .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&url)));
}
