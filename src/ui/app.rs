//! The app on a page of its own: the static site and the extension's page.

mod app_requests;
mod place;

use leptos::ev;
use leptos::prelude::*;

use crate::demo;
use crate::github::error::TransportError;
use crate::github::scope::{Scope, Scopes};
use crate::triage::visible::visible;
use crate::vault::platform::changes;
use crate::vault::record::Unreadable;
use crate::vault::status::{HeldStatus, LockedStatus, VaultStatus};

use self::app_requests::AppRequests;
use self::place::{Place, PlaceKind, address_now, cross, go, note};
use super::command::Command;
use super::connect_form::ConnectForm;
use super::connect_form::scope_form::ScopeForm;
use super::connect_form::unlock_form::{UnlockForm, UnreadableRecord};
use super::keyboard::command_palette::CommandPalette;
use super::keyboard::key_hint::KeyHint;
use super::keyboard::run_by_keys;
use super::keyboard::shortcut_help::ShortcutHelp;
use super::keyboard::view_commands::view_commands;
use super::labels;
use super::notice;
use super::parts::banner::Banner;
use super::parts::clock_notice::ClockNotice;
use super::parts::focus::{focus, focus_if_lost, focus_or};
use super::parts::history_notice::HistoryNotice;
use super::parts::icon::{Icon, Octicon};
use super::parts::permission_notice::PermissionNotice;
use super::parts::progress::Progress;
use super::parts::store_notice::StoreNotice;
use super::queue_bar::QueueBar;
use super::queue_state::QueueState;
use super::route::{Address, Route};
use super::session::Session;
use super::session::review_queue;
use super::settings::Settings;
use super::summary::Summary;

/// Whether there is a token.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Connection {
    Unknown,
    Failed(TransportError),
    None,
    Locked(LockedStatus),
    Unreadable(Unreadable),
    As(HeldStatus),
}

/// The app. On the static site a token alone won't do; on the extension's page it does.
#[component]
pub fn App(
    /// GitHub with the person's token.
    live: Session,
    /// The demo.
    demo: Session,
    /// Whether a token may be entered without saying whose requests to look at.
    token_only: bool,
    /// Whether the reviews that wait go with this page: on the static site it is the page that sends
    /// them.
    sends_itself: bool,
) -> impl IntoView {
    let demo_scopes = demo::SCOPE.parse::<Scopes>().ok();
    let address = RwSignal::new(address_now());
    let on_demo = Memo::new(move |_| address.with(|address| address.on_demo));
    let filter = RwSignal::new(String::new());
    let said = RwSignal::new(None::<&'static str>);
    let session = move || if on_demo.get() { demo } else { live };

    let arrive = move |to: Address| {
        if let Route::Inbox { filter: text, .. } | Route::Summary { filter: text, .. } = &to.route {
            filter.set(text.clone());
        }
        address.set(to);
    };
    arrive(address.get_untracked());
    // Back over a change of the query is no change of the hash alone.
    let changed = window_event_listener(ev::popstate, move |_| arrive(address_now()));
    on_cleanup(move || changed.remove());

    let place = Memo::new(move |_| match address.get().route {
        Route::Start => Place::Start,
        Route::Inbox { scopes, .. } => Place::Inbox(scopes),
        Route::Summary { scopes, .. } => Place::Summary(scopes),
        Route::Request { repo, number } => Place::Request(repo, number),
        Route::Settings => Place::Settings,
    });
    let connection = Memo::new(move |_| match session().vault.get() {
        None => Connection::Unknown,
        Some(Err(error)) => Connection::Failed(error),
        Some(Ok(VaultStatus::Empty)) => Connection::None,
        Some(Ok(VaultStatus::Locked(locked))) => Connection::Locked(locked),
        Some(Ok(VaultStatus::Unreadable(why))) => Connection::Unreadable(why),
        Some(Ok(VaultStatus::Holding(held))) => Connection::As(held),
    });

    live.read_vault();
    demo.read_vault();
    changes::listen(move || live.read_vault());
    // The extension's token may be entered or wiped on another page of it.
    let focused = window_event_listener(ev::focus, move |_| {
        live.read_vault();
        // A list that someone comes back to may be old.
        let in_list = matches!(place.get_untracked(), Place::Inbox(_) | Place::Summary(_));
        if in_list && matches!(connection.get_untracked(), Connection::As(_)) {
            untrack(session).list.refresh();
        }
    });
    on_cleanup(move || focused.remove());

    // Reviews may wait from before, or be put in elsewhere.
    Effect::new(move || {
        if let Connection::As(_) = connection.get() {
            review_queue::look(session());
        }
    });
    let looked = window_event_listener(ev::focus, move |_| review_queue::look(untrack(session)));
    on_cleanup(move || looked.remove());
    // A page that sends the reviews itself takes them with it.
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        let waits = |it: Session| it.queue.state.with_untracked(QueueState::is_open);
        if waits(demo) || (sends_itself && waits(live)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || leaving.remove());

    let open_scopes = Callback::new(move |scopes: Scopes| {
        go(&Route::Inbox { scopes, filter: String::new() });
    });
    let start_demo = Callback::new(move |()| {
        cross(true);
        arrive(address_now());
    });
    let leave_demo = move || {
        cross(false);
        arrive(address_now());
    };
    // Said on leaving a view, it is still to be read in the next one.
    let moves_on = StoredValue::new(false);
    let connected = Callback::new(move |scopes: Option<Scopes>| {
        said.set(Some("Connected."));
        let stays = match (&scopes, place.get_untracked()) {
            (Some(scopes), Place::Inbox(at) | Place::Summary(at)) => *scopes == at,
            (Some(scopes), Place::Request(repo, _)) => {
                scopes.only() == Some(&Scope::Repository(repo))
            }
            (None, Place::Settings) => true,
            _ => false,
        };
        if stays {
            return;
        }
        moves_on.set_value(true);
        match scopes {
            Some(scopes) => {
                // They are asked for while the inbox is made.
                live.list.show(scopes.clone());
                open_scopes.run(scopes);
            }
            None => go(&Route::Settings),
        }
    });

    let forgotten = Callback::new(move |()| {
        said.set(Some("Token forgotten."));
        focus("main h1".to_owned());
    });
    // The settings are made anew with other tokens.
    let token_changed = Callback::new(move |words: &'static str| {
        said.set(Some(words));
        focus("main h1".to_owned());
    });
    let unlocked = Callback::new(move |()| {
        said.set(Some("Unlocked."));
        focus("main h1".to_owned());
    });
    // What had the focus goes when the token is locked.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = matches!(connection.get(), Connection::As(_));
        if was_open == Some(true) && matches!(connection.get(), Connection::Locked(_)) {
            said.set(Some("Locked."));
            focus_if_lost("main h1");
        }
        is_open
    });

    let keymap = run_by_keys(live.commands, live.preferences, true);
    let has_token = Signal::derive(move || matches!(connection.get(), Connection::As(_)));
    let to_inbox = Callback::new(move |()| {
        let filter = filter.get_untracked();
        let scopes = untrack(session).list.scopes.get_untracked();
        go(&scopes.map_or(Route::Start, |scopes| Route::Inbox { scopes, filter }));
    });
    live.commands.register_while(Command::GoInbox, has_token, to_inbox);
    let to_summary = Callback::new(move |()| {
        if let Some(scopes) = untrack(|| session().list.last_scopes()) {
            go(&Route::Summary { scopes, filter: filter.get_untracked() });
        }
    });
    let has_scopes =
        Signal::derive(move || has_token.get() && session().list.last_scopes().is_some());
    live.commands.register_while(Command::GoSummary, has_scopes, to_summary);
    let to_settings = Callback::new(move |()| go(&Route::Settings));
    live.commands.register_while(Command::GoSettings, has_token, to_settings);

    let shown_scopes = move || match place.get() {
        Place::Inbox(scopes) | Place::Summary(scopes) => Some(scopes),
        _ => session().list.last_scopes(),
    };
    let has_list = Signal::derive(move || has_token.get() && shown_scopes().is_some());
    let to_view = Callback::new(move |query: String| match place.get_untracked() {
        Place::Inbox(_) => filter.set(query),
        _ => {
            if let Some(scopes) = untrack(shown_scopes) {
                go(&Route::Inbox { scopes, filter: query });
            }
        }
    });
    view_commands(live.commands, has_list, to_view);

    // With a token the start is the inbox of the last scope.
    Effect::new(move || {
        let last =
            session().list.last_scopes().or_else(|| demo_scopes.clone().filter(|_| on_demo.get()));
        let connected = matches!(connection.get(), Connection::As(_));
        if let (Place::Start, true, Some(scopes)) = (place.get(), connected, last) {
            note(&Route::Inbox { scopes, filter: String::new() });
            arrive(address_now());
        }
    });
    Effect::new(move || {
        if let (Place::Inbox(scopes) | Place::Summary(scopes), Connection::As(_)) =
            (place.get(), connection.get())
        {
            session().list.remember(&scopes);
            session().list.show(scopes);
        }
    });
    Effect::new(move || {
        let filter = filter.get();
        if let Place::Inbox(scopes) = place.get_untracked()
            && matches!(address_now().route, Route::Inbox { .. })
        {
            note(&Route::Inbox { scopes, filter });
        }
    });
    Effect::new(move || {
        let name = match place.get() {
            Place::Start => "Connect to GitHub".to_owned(),
            Place::Inbox(scopes) => format!("Bypass requests · {}", labels::scopes(&scopes).1),
            Place::Summary(scopes) => format!("Summary · {}", labels::scopes(&scopes).1),
            Place::Request(repo, number) => format!("Bypass request #{number} · {repo}"),
            Place::Settings => "Settings".to_owned(),
        };
        document().set_title(&format!("{name} · Gatehouse"));
    });
    // A view that replaces another is read from its heading. Between the list and its requests the
    // focus is the split view's to see to.
    Effect::new(move |before: Option<Place>| {
        let place = place.get();
        match (before, &place) {
            (Some(before), _) if before == place => {}
            (Some(Place::Request(..)), Place::Inbox(_))
            | (Some(Place::Inbox(_) | Place::Request(..)), Place::Request(..)) => {
                focus_if_lost("main h1");
            }
            (Some(_), _) => {
                if moves_on.get_value() {
                    moves_on.set_value(false);
                } else {
                    said.set(None);
                }
                focus_or("#request-heading".to_owned(), "main h1");
            }
            (None, _) => {}
        }
        place
    });

    let inbox_link = move || {
        shown_scopes()
            .map_or(Route::Start, |scopes| Route::Inbox { scopes, filter: String::new() })
            .to_string()
    };
    let summary_link = move || {
        let scopes = match place.get() {
            Place::Inbox(scopes) | Place::Summary(scopes) => Some(scopes),
            _ => session().list.last_scopes(),
        };
        scopes.map(|scopes| Route::Summary { scopes, filter: filter.get() }.to_string())
    };
    let who = move || match connection.get() {
        Connection::As(token) => Some(view! {
            <span class="app-who">
                <Icon octicon=Octicon::Person />
                <bdi>{visible(&token.login)}</bdi>
                <span class="app-host">{token.host.to_string()}</span>
            </span>
        }),
        _ => None,
    };
    let current = move |it: bool| it.then_some("page");
    let banner = move || {
        on_demo.get().then(|| {
            view! {
                <aside class="demo-banner" aria-label="Demo">
                    <Icon octicon=Octicon::Beaker />
                    <p>"Demo data: nothing is sent to GitHub."</p>
                    <button type="button" class="button button-small" on:click=move |_| leave_demo()>
                        "Leave demo"
                    </button>
                </aside>
            }
        })
    };
    // Between the list and its requests nothing is made anew.
    let place_kind = Memo::new(move |_| place.with(Place::kind));
    let main = move || {
        let session = session();
        match (connection.get(), place_kind.get()) {
            (Connection::Unknown, _) => {
                view! { <Progress label="Looking for a token" /> }.into_any()
            }
            (Connection::Failed(error), _) => view! {
                <Banner notice=notice::transport_error(&error)>
                    <button type="button" class="button" on:click=move |_| session.read_vault()>
                        "Try again"
                    </button>
                </Banner>
            }
            .into_any(),
            (Connection::None, _) => {
                let scope = match place.get() {
                    Place::Inbox(scopes) | Place::Summary(scopes) => scopes.to_string(),
                    Place::Request(repo, _) => Scope::Repository(repo).to_string(),
                    Place::Start | Place::Settings => String::new(),
                };
                // A token typed in is for GitHub, never for the demo.
                view! {
                    <ConnectForm session=live scope token_only on_site=sends_itself on_connected=connected on_demo=start_demo />
                }
                .into_any()
            }
            (Connection::Locked(locked), _) => view! {
                <UnlockForm session locked on_unlocked=unlocked on_forgotten=forgotten />
            }
            .into_any(),
            (Connection::Unreadable(why), _) => {
                view! { <UnreadableRecord session why on_forgotten=forgotten /> }.into_any()
            }
            (Connection::As(_), PlaceKind::Start) => view! {
                <section class="app-start">
                    <h1 tabindex="-1">"Bypass requests"</h1>
                    <ScopeForm on_scopes=open_scopes />
                </section>
            }
            .into_any(),
            (Connection::As(token), PlaceKind::Requests) => {
                let web_host = token.host.web_host();
                view! { <AppRequests session web_host place filter open_scopes arrive /> }
                    .into_any()
            }
            (Connection::As(_), PlaceKind::Summary) => {
                view! { <Summary session filter /> }.into_any()
            }
            (Connection::As(held), PlaceKind::Settings) => {
                let on_changed = (!on_demo.get()).then_some(token_changed);
                view! {
                    <Settings session held on_changed on_site=sends_itself />
                    <section class="app-start">
                        <h2>"Bypass requests"</h2>
                        <ScopeForm on_scopes=open_scopes />
                    </section>
                }
                .into_any()
            }
        }
    };
    view! {
        <div class="app">
            <header class="app-header">
                <a class="app-name" href=Route::Start.to_string()>
                    <Icon octicon=Octicon::ShieldLock />
                    "Gatehouse"
                </a>
                <Show when=move || has_token.get()>
                    <nav class="app-nav" aria-label="Gatehouse">
                        <a
                            href=inbox_link
                            aria-current=move || current(matches!(place.get(), Place::Inbox(_)))
                        >
                            <Icon octicon=Octicon::Inbox />
                            "Inbox"
                        </a>
                        <Show when=move || summary_link().is_some()>
                            <a
                                href=summary_link
                                aria-current=move || {
                                    current(matches!(place.get(), Place::Summary(_)))
                                }
                            >
                                <Icon octicon=Octicon::Graph />
                                "Summary"
                            </a>
                        </Show>
                        <a
                            href=Route::Settings.to_string()
                            aria-current=move || current(place.get() == Place::Settings)
                        >
                            <Icon octicon=Octicon::Gear />
                            "Settings"
                        </a>
                    </nav>
                </Show>
                {who}
            </header>
            {banner}
            <p class="app-said" aria-live="polite">
                {said}
            </p>
            {move || view! { <StoreNotice store=session().store /> }}
            <PermissionNotice session=live />
            {move || view! { <HistoryNotice history=session().history /> }}
            {move || view! { <ClockNotice clock=session().clock /> }}
            <main class="app-main">{main}</main>
            {move || view! { <QueueBar session=session() /> }}
            <CommandPalette commands=live.commands keymap />
            <KeyHint commands=live.commands keymap />
            <ShortcutHelp commands=live.commands keymap preferences=live.preferences />
        </div>
    }
}
