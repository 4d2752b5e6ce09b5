//! Puts the views into the document.

use std::rc::Rc;

use leptos::mount::mount_to_body;
use leptos::prelude::*;

use crate::client::Client;
use crate::triage::guard::PageUser;

use super::app::App;
use super::history_store::{HistoryStore, MemoryHistory};
use super::keyboard::commands::Commands;
use super::panel::{Panel, PanelHandle};
use super::session::clock::Clock;
use super::session::history_database::HistoryDatabase;
use super::session::history_handle::HistoryPlace;
use super::session::kept_preferences::kept_preferences;
use super::session::kept_selection::kept_selection;
use super::session::store_handle::StoreHandle;
use super::session::{Around, Session, Source};
use super::store::{Part, Store};

/// The clients the views can ask.
#[derive(Clone)]
pub struct Clients {
    /// GitHub, with the person's token.
    pub live: Rc<dyn Client>,
    /// The demo.
    pub demo: Rc<dyn Client>,
}

/// Where the views stand.
#[derive(Debug, Clone)]
pub enum Surface {
    /// The static site.
    Site,
    /// The extension's own page.
    ExtensionPage,
    /// The panel on a GitHub page.
    Panel(PanelHandle),
}

/// What begins the keys of what is kept for the demo.
const DEMO: &str = "demo.";

/// Mounts the views to `<body>`, for as long as the document lives. What a person set and wrote is
/// kept in `store`.
pub fn mount(clients: Clients, store: Rc<dyn Store>, surface: Surface) {
    mount_to_body(move || match surface {
        Surface::Panel(handle) => {
            let store = StoreHandle::new(store);
            let preferences = kept_preferences(store);
            let page_user = handle.page_user();
            let around = Around {
                clock: ticking(),
                page_user,
                store,
                history: HistoryPlace::new_local(None),
                preferences,
                commands: Commands::default(),
            };
            let session = Session::new(clients.live, Source::Github, around);
            view! { <Panel session handle /> }.into_any()
        }
        Surface::Site | Surface::ExtensionPage if is_framed() => framed().into_any(),
        Surface::Site | Surface::ExtensionPage => {
            let demo_store = StoreHandle::new(Rc::new(Part::new(Rc::clone(&store), DEMO)));
            let store = StoreHandle::new(store);
            let history = |of: Rc<dyn HistoryStore>| HistoryPlace::new_local(Some(of));
            let page_user = Signal::stored(PageUser::NoPage);
            let preferences = kept_preferences(store);
            let around = Around {
                clock: ticking(),
                page_user,
                store,
                history: history(Rc::new(HistoryDatabase)),
                preferences,
                commands: Commands::default(),
            };
            let live = Session::new(clients.live, Source::Github, around);
            kept_selection(live);
            // What never happened is kept nowhere, and tells nothing of GitHub's clock.
            let history = history(Rc::new(MemoryHistory::default()));
            let around = Around { clock: Clock::ticking(), store: demo_store, history, ..around };
            let demo = Session::new(clients.demo, Source::Demo, around);
            let token_only = matches!(surface, Surface::ExtensionPage);
            view! { <App live demo token_only sends_itself=!token_only /> }.into_any()
        }
    });
}

/// The time, also for what stands in no session.
fn ticking() -> Clock {
    let clock = Clock::ticking();
    provide_context(clock);
    clock
}

/// Whether another page shows us. One that does could lay its own things over our buttons.
fn is_framed() -> bool {
    match window().top() {
        Ok(Some(top)) => top != window(),
        Ok(None) | Err(_) => true,
    }
}

fn framed() -> impl IntoView {
    let here = window().location().href().unwrap_or_default();
    view! {
        <main class="app-framed">
            <h1>"Gatehouse doesn't run inside another page"</h1>
            <p>
                <a href=here target="_blank" rel="noopener">
                    "Open it in a tab of its own"
                </a>
            </p>
        </main>
    }
}
