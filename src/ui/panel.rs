//! The panel on a GitHub page: closed a tab with the number of waiting requests, open what the page
//! is about.

pub mod cover_watch;
pub(crate) mod page_marks;
pub mod scope_summary;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::client::operation::Target;
use crate::github::scope::Scope;
use crate::page::mark::{Mark, SeenLinks, Wanted};
use crate::page::meaning::PageMeaning;
use crate::page::panel::{Layout, MAX_WIDTH, MIN_WIDTH, PanelState};
use crate::page::theme::Theme;
use crate::triage::guard::PageUser;
use crate::vault::status::{HeldStatus, VaultStatus};

use self::page_marks::{draw_marks, open_wanted};
use self::scope_summary::ScopeSummary;
use super::command::Command;
use super::connect_form::unlock_form::LockedUsers;
use super::inbox::Opening;
use super::keyboard::command_palette::CommandPalette;
use super::keyboard::key_hint::KeyHint;
use super::keyboard::run_by_keys;
use super::keyboard::shortcut_help::ShortcutHelp;
use super::keyboard::view_commands::view_commands;
use super::notice;
use super::parts::banner::Banner;
use super::parts::clock_notice::ClockNotice;
use super::parts::focus::focus;
use super::parts::icon::{Icon, Octicon};
use super::parts::progress::Progress;
use super::parts::store_notice::StoreNotice;
use super::queue_bar::QueueBar;
use super::request_detail::RequestDetail;
use super::session::Session;
use super::session::grid_handle::Opened;
use super::session::review_queue;
use super::split_view::SplitView;

/// What the panel's frame knows of the page it is on, and what it can ask of it.
#[derive(Debug, Clone, Copy)]
pub struct PanelHandle {
    /// The page; absent until the background admitted the frame, and then nothing is shown.
    pub context: RwSignal<Option<PanelContext>>,
    /// Opens or closes the panel.
    pub set_open: Callback<bool>,
    /// Changes its width, in CSS pixels; what is beyond the limits is cut off.
    pub set_width: Callback<i64>,
    /// Opens the extension's own page, where a token is entered.
    pub open_settings: Callback<()>,
    /// Draws these marks beside the page's links to requests, and no others.
    pub set_marks: Callback<Vec<Mark>>,
    /// Escape was pressed while no dialog is open.
    pub escape: Callback<()>,
}

/// What the panel's frame knows of the page it is on.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelContext {
    /// Which request or list it is.
    pub meaning: PageMeaning,
    /// Who is signed in on it.
    pub page_user: PageUser,
    /// Its theme.
    pub theme: Theme,
    /// Whether the panel is open, and how wide.
    pub panel: PanelState,
    /// Where the panel is on the page.
    pub layout: Layout,
    /// Whether there is a token, and whose.
    pub vault: VaultStatus,
    /// The requests that the page has links to.
    pub links: SeenLinks,
    /// The request whose mark was clicked last on this page.
    pub wanted: Option<Wanted>,
}

impl PanelHandle {
    /// Who is signed in on the page; nobody is known before the frame was admitted.
    pub fn page_user(self) -> Signal<PageUser> {
        Signal::derive(move || {
            self.context.with(|context| {
                context.as_ref().map_or(PageUser::Unknown, |context| context.page_user.clone())
            })
        })
    }
}

/// The query of what waits for a review.
const WAITING: &str = "is:open";

/// How many pixels an arrow key moves the edge.
const STEP: i64 = 16;

/// The whole of the frame's document.
#[component]
pub fn Panel(
    /// Whom to ask.
    session: Session,
    /// The page.
    handle: PanelHandle,
) -> impl IntoView {
    let context = handle.context;
    let admitted = Memo::new(move |_| context.with(Option::is_some));
    let open = Memo::new(move |_| context.with(|it| it.as_ref().is_some_and(|it| it.panel.open)));
    let width = Memo::new(move |_| {
        context.with(|it| it.as_ref().map(|it| it.panel).unwrap_or_default().width)
    });
    let meaning = Memo::new(move |_| context.with(|it| it.as_ref().map(|it| it.meaning.clone())));
    let theme = Memo::new(move |_| context.with(|it| it.as_ref().map(|it| it.theme.checked())));
    let token = Memo::new(move |_| session.held());
    // No memo: reactive_graph 0.2.16 doesn't run an effect again that tracks a memo behind another
    // one that is made from it and stayed the same.
    let other_host = Signal::derive(move || {
        let page_host = meaning.get().map(|meaning| web_host_of(&meaning))?;
        let host = token.get()?.host;
        (host.web_host() != page_host).then(|| notice::other_host(&host, &page_host))
    });
    let scope = Memo::new(move |_| meaning.get().map(|meaning| scope_of(&meaning)));
    let layout = Memo::new(move |_| context.with(|it| it.as_ref().map(|it| it.layout)));
    let kept = Kept::default();

    Effect::new(move || {
        if let Some(theme) = theme.get() {
            show_theme(&theme);
        }
    });
    let vault = Memo::new(move |_| context.with(|it| it.as_ref().map(|it| it.vault.clone())));
    Effect::new(move || {
        if let Some(vault) = vault.get() {
            session.know_vault(vault);
        }
    });
    Effect::new(move || {
        // Another page of the same scope and an opened panel are arrivals, too.
        meaning.track();
        open.track();
        match (token.get(), other_host.get(), scope.get()) {
            (Some(_), None, Some(scope)) => {
                // Reviews may wait from before, or be put in elsewhere.
                review_queue::look(session);
                // A request's page waits for the request alone.
                session.list.show_after_views(scope.into());
            }
            _ => session.list.clear(),
        }
    });
    draw_marks(session, handle);
    cover_watch::watch(session.covered);
    let on_wanted = Callback::new(move |target| {
        kept.opened.set(Some(target));
        focus("#request-heading".to_owned());
    });
    open_wanted(session, handle, on_wanted);
    // A list that someone comes back to may be old. What they do meanwhile isn't touched.
    let focused = window_event_listener(ev::focus, move |_| session.list.refresh());
    on_cleanup(move || focused.remove());
    // Before the listener for Escape, which only gets what no command has used.
    let keymap = run_by_keys(session.commands, session.preferences, open);
    let to_settings = Callback::new(move |()| handle.open_settings.run(()));
    session.commands.register(Command::GoSettings, to_settings);
    let escape = window_event_listener(ev::keydown, move |event| {
        let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
        if admitted.get_untracked()
            && event.key() == "Escape"
            && !in_dialog
            && !event.default_prevented()
        {
            handle.escape.run(());
        }
    });
    on_cleanup(move || escape.remove());

    // The focus follows what a person did here, and stays where it is when the page opens or
    // closes the panel.
    let toggled = StoredValue::new(false);
    let toggle = move |to: bool| {
        toggled.set_value(true);
        handle.set_open.run(to);
    };
    Effect::new(move |before: Option<bool>| {
        let open = open.get();
        if before.is_some_and(|before| before != open) && toggled.get_value() {
            toggled.set_value(false);
            focus(if open { ".panel-close" } else { ".panel-tab" }.to_owned());
        }
        open
    });

    let name = move || {
        let state = match (token.get(), other_host.get()) {
            (Some(_), None) => {
                let now = session.now.get();
                Some(session.list.load.with(|load| load.badge_in_words(now)))
            }
            _ => None,
        };
        state
            .map_or_else(|| "Open Gatehouse".to_owned(), |state| format!("Open Gatehouse: {state}"))
    };
    let badge = move || {
        let shown = token.with(Option::is_some) && other_host.with(Option::is_none);
        shown.then(|| {
            let now = session.now.get();
            session.list.load.with(|load| load.badge(now))
        })
    };
    let tab = move || {
        view! {
            <main>
                <h1 class="visually-hidden">"Gatehouse"</h1>
                <button
                    type="button"
                    class="panel-tab"
                    aria-label=name
                    aria-expanded="false"
                    on:click=move |_| toggle(true)
                >
                    <Icon octicon=Octicon::ShieldLock />
                    <span class="panel-tab-count">{badge}</span>
                </button>
            </main>
        }
    };
    let body = move || {
        view! {
            <div class="panel-body">
                <header class="panel-head">
                    <Show when=move || layout.get() != Some(Layout::Sheet)>
                        <ResizeHandle width set_width=handle.set_width />
                    </Show>
                    <span class="panel-name">
                        <Icon octicon=Octicon::ShieldLock />
                        "Gatehouse"
                    </span>
                    <button
                        type="button"
                        class="button button-invisible"
                        on:click=move |_| handle.open_settings.run(())
                    >
                        <Icon octicon=Octicon::Gear />
                        "Settings"
                    </button>
                    <button
                        type="button"
                        class="button button-invisible button-icon panel-close"
                        aria-label="Close panel"
                        aria-expanded="true"
                        on:click=move |_| toggle(false)
                    >
                        <Icon octicon=Octicon::X />
                    </button>
                </header>
                <StoreNotice store=session.store />
                <ClockNotice clock=session.clock />
                <main class="panel-main">
                    <PanelContent session handle meaning other_host kept />
                </main>
                <QueueBar session />
                <CommandPalette commands=session.commands keymap />
                <KeyHint commands=session.commands keymap />
                <ShortcutHelp
                    commands=session.commands
                    keymap
                    preferences=session.preferences
                />
            </div>
        }
    };
    view! {
        <Show when=move || admitted.get()>
            <Show when=move || open.get() fallback=tab>
                {body()}
            </Show>
        </Show>
    }
}

/// What stands in the open panel.
#[component]
fn PanelContent(
    session: Session,
    handle: PanelHandle,
    meaning: Memo<Option<PageMeaning>>,
    other_host: Signal<Option<notice::Notice>>,
    kept: Kept,
) -> impl IntoView {
    let enter = move |text: &'static str| {
        view! {
            <button type="button" class="button button-primary" on:click=move |_| handle.open_settings.run(())>
                {text}
            </button>
        }
    };
    let again = move || {
        view! {
            <button type="button" class="button" on:click=move |_| session.read_vault()>
                "Try again"
            </button>
        }
    };
    let vault = session.vault;
    move || {
        match vault.get() {
        None => view! { <Progress label="Looking for a token" /> }.into_any(),
        Some(Err(error)) => {
            view! { <Banner notice=notice::transport_error(&error)>{again()}</Banner> }.into_any()
        }
        Some(Ok(VaultStatus::Empty)) => view! {
            <section class="panel-no-token">
                <h1 tabindex="-1">"No token yet"</h1>
                <p>
                    "Gatehouse reviews bypass requests with your own token. You enter it on the \
                    extension's own page, never on a GitHub page."
                </p>
                <div class="panel-buttons">{enter("Enter a token")} {again()}</div>
            </section>
        }
        .into_any(),
        Some(Ok(VaultStatus::Locked(locked))) => view! {
            <section class="panel-no-token">
                <h1 tabindex="-1">"Locked. Enter the passphrase"</h1>
                <p>
                    "Your tokens (" <LockedUsers locked />
                    ") are locked. You unlock them on the extension's own page, never on a GitHub page. \
                    What you wrote is kept."
                </p>
                <div class="panel-buttons">{enter("Unlock")} {again()}</div>
            </section>
        }
        .into_any(),
        Some(Ok(VaultStatus::Unreadable(why))) => view! {
            <Banner notice=notice::unreadable_record(why)>{enter("Look at it")}</Banner>
        }
        .into_any(),
        Some(Ok(VaultStatus::Holding(token))) => {
            if let Some(notice) = other_host.get() {
                return view! { <Banner notice>{enter("Enter another token")}</Banner> }.into_any();
            }
            match meaning.get() {
                None => ().into_any(),
                Some(PageMeaning::Request(page)) => {
                    view! { <RequestDetail session target=Target::Page(page) /> }.into_any()
                }
                Some(PageMeaning::List { scope, .. }) => {
                    kept.for_list(scope, token);
                    view! { <PanelList session kept /> }.into_any()
                }
            }
        }
    }
    }
}

/// What a person did on a list, which outlives closing the panel.
#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    list: StoredValue<Option<(Scope, HeldStatus)>>,
    opened: RwSignal<Option<Target>>,
    filter: RwSignal<String>,
}

impl Kept {
    /// Forgets it unless it was done on this list with this token.
    fn for_list(self, scope: Scope, token: HeldStatus) {
        let list = Some((scope, token));
        if self.list.with_value(|kept| *kept != list) {
            self.list.set_value(list);
            self.opened.set(None);
            // A list page's panel is for what waits there.
            self.filter.set(WAITING.to_owned());
        }
    }
}

/// The requests of a list page; one of them opens in place of the list.
#[component]
fn PanelList(session: Session, kept: Kept) -> impl IntoView {
    let Kept { opened, filter, .. } = kept;
    let on_open = Callback::new(move |now: Opened| {
        opened.set(Some(Target::Listed(Box::new((*now.request).clone()))));
    });
    let on_back = Callback::new(move |()| {
        opened.set(None);
        session.list.refresh();
    });
    let to_view = Callback::new(move |query| {
        opened.set(None);
        filter.set(query);
    });
    view_commands(session.commands, Signal::stored(true), to_view);
    let summary = move || view! { <ScopeSummary session filter /> };
    view! { <SplitView session filter opening=Opening::InPlace target=Signal::derive(move || opened.get()) on_open on_back summary /> }
}

/// The left edge, which moves.
#[component]
fn ResizeHandle(width: Memo<u32>, set_width: Callback<i64>) -> impl IntoView {
    // The width that the next frame sets: a pointer moves more often than a frame is drawn.
    let wanted = StoredValue::new(None::<i64>);
    // Where the pointer and the edge were when it was taken hold of.
    let held = StoredValue::new(None::<(i32, i64)>);
    let set = move |to: i64| {
        let to = to.clamp(i64::from(MIN_WIDTH), i64::from(MAX_WIDTH));
        if to != i64::from(width.get_untracked()) {
            set_width.run(to);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowLeft" => STEP,
            "ArrowRight" => -STEP,
            _ => return,
        };
        event.prevent_default();
        set(i64::from(width.get_untracked()) + step);
    };
    let down = move |event: ev::PointerEvent| {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        let target = event.current_target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        // Without it the drag ends at the frame's edge, and nothing else is lost.
        let _ = target.map(|target| target.set_pointer_capture(event.pointer_id()));
        held.set_value(Some((event.screen_x(), i64::from(width.get_untracked()))));
    };
    let moved = move |event: ev::PointerEvent| {
        // The frame moves along with its edge, so only the screen's coordinate stands still.
        let Some((from, before)) = held.get_value() else { return };
        let to = before + i64::from(from - event.screen_x());
        if wanted.try_update_value(|wanted| wanted.replace(to)).flatten().is_none() {
            request_animation_frame(move || {
                if let Some(to) = wanted.try_update_value(Option::take).flatten() {
                    set(to);
                }
            });
        }
    };
    let up = move |_: ev::PointerEvent| held.set_value(None);
    view! {
        <div
            class="panel-resize"
            role="separator"
            aria-orientation="vertical"
            aria-label="Resize panel"
            aria-valuenow=move || width.get().to_string()
            aria-valuemin=MIN_WIDTH.to_string()
            aria-valuemax=MAX_WIDTH.to_string()
            tabindex="0"
            on:keydown=key
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
        ></div>
    }
}

fn scope_of(meaning: &PageMeaning) -> Scope {
    match meaning {
        PageMeaning::Request(page) => Scope::Repository(page.repo.clone()),
        PageMeaning::List { scope, .. } => scope.clone(),
    }
}

fn web_host_of(meaning: &PageMeaning) -> String {
    match meaning {
        PageMeaning::Request(page) => page.web_host.clone(),
        PageMeaning::List { web_host, .. } => web_host.clone(),
    }
}

fn show_theme(theme: &Theme) {
    let Some(root) = document().document_element() else { return };
    for (name, value) in [
        ("data-color-mode", &theme.mode),
        ("data-light-theme", &theme.light),
        ("data-dark-theme", &theme.dark),
    ] {
        // Fails for no name of ours; the theme then stays as it is.
        let _ = root.set_attribute(name, value);
    }
}
