//! The inbox and its requests, each with an address of its own.

use std::sync::Arc;

use leptos::prelude::*;

use crate::client::operation::Target;
use crate::github::exemption::{ExemptionRequest, RequestPage};
use crate::github::scope::Scopes;
use crate::ui::connect_form::scope_form::ScopeForm;
use crate::ui::inbox::Opening;
use crate::ui::route::{Address, Route};
use crate::ui::session::Session;
use crate::ui::session::grid_handle::Opened;
use crate::ui::split_view::SplitView;

use super::place::{Place, address_now, go, note};

/// What the list holds of a page's request, which saves searching for it.
fn target_of(session: Session, page: RequestPage) -> Target {
    let listed = session.list.load.with_untracked(|load| {
        let is_it =
            |request: &&ExemptionRequest| request.page().is_some_and(|its| its.same_as(&page));
        load.requests().find(is_it).cloned()
    });
    listed.map_or(Target::Page(page), |request| Target::Listed(Box::new(request)))
}

/// The inbox and its requests; one that has no address of its own opens in place.
#[component]
pub fn AppRequests(
    /// Whose.
    session: Session,
    /// The host of the pages on the GitHub that the token is for.
    web_host: String,
    /// Where a person is.
    place: Memo<Place>,
    /// The text in the filter.
    filter: RwSignal<String>,
    /// Opens other scopes.
    open_scopes: Callback<Scopes>,
    /// Takes an address in that was written without an entry in the history.
    arrive: impl Fn(Address) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    // Where it was opened: it belongs to that view and to no other.
    let without_page = RwSignal::new(None::<(Place, Arc<ExemptionRequest>)>);
    let web_host = StoredValue::new(web_host);
    let target = Memo::new(move |_| match place.get() {
        Place::Request(repo, number) => {
            let page = RequestPage { web_host: web_host.get_value(), repo, number };
            Some(target_of(session, page))
        }
        at => without_page.with(|opened| match opened {
            Some((from, request)) if *from == at => {
                Some(Target::Listed(Box::new((**request).clone())))
            }
            _ => None,
        }),
    });
    let to_list = move || {
        let scopes = session.list.scopes.get_untracked();
        scopes.map(|scopes| Route::Inbox { scopes, filter: filter.get_untracked() })
    };
    let on_open = Callback::new(move |opened: Opened| {
        let ours = |page: &RequestPage| web_host.with_value(|host| *host == page.web_host);
        let Some(page) = opened.request.page().filter(ours) else {
            if let (Place::Request(..), Some(list)) = (place.get_untracked(), to_list()) {
                note(&list);
                arrive(Address { route: list, ..address_now() });
            }
            without_page.set(Some((place.get_untracked(), opened.request)));
            return;
        };
        let route = Route::Request { repo: page.repo, number: page.number };
        if opened.instead {
            note(&route);
            arrive(Address { route, ..address_now() });
        } else {
            go(&route);
        }
    });
    let on_back = Callback::new(move |()| {
        without_page.set(None);
        if matches!(place.get_untracked(), Place::Request(..)) {
            if let Some(list) = to_list() {
                go(&list);
            }
        } else {
            session.list.refresh();
        }
    });
    let below = move || {
        view! {
            <details class="app-scope">
                <summary>"Show other requests"</summary>
                <ScopeForm on_scopes=open_scopes />
            </details>
        }
    };
    let opening = Opening::ByAddress;
    view! { <SplitView session filter opening target on_open on_back below /> }
}
