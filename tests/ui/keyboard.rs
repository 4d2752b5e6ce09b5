//! Commands by keys: which run, and from whom no key is taken.

use std::cell::Cell;
use std::rc::Rc;

use gatehouse::client::operation::{Outcome, Target};
use gatehouse::github::exemption::{RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::command::Command;
use gatehouse::ui::keyboard::command_palette::CommandPalette;
use gatehouse::ui::keyboard::key_hint::KeyHint;
use gatehouse::ui::keyboard::run_by_keys;
use gatehouse::ui::keyboard::shortcut_help::ShortcutHelp;
use gatehouse::ui::request_detail::RequestDetail;
use gatehouse::ui::settings::Settings;
use gatehouse::ui::store::Store;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

use super::stage::*;

fn send(init: &KeyboardEventInit) -> bool {
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", init).unwrap();
    let target = document().active_element().unwrap();
    !target.dispatch_event(&event).unwrap()
}

fn key(name: &str) -> KeyboardEventInit {
    let init = KeyboardEventInit::new();
    init.set_key(name);
    init
}

/// Presses a key where the focus is; whether it was taken from the page.
pub async fn press(name: &str) -> bool {
    let taken = send(&key(name));
    settle().await;
    taken
}

pub async fn press_with_ctrl(name: &str) -> bool {
    let init = key(name);
    init.set_ctrl_key(true);
    let taken = send(&init);
    settle().await;
    taken
}

/// A view that counts how often commands run, with a place of every kind to press keys at.
async fn counting(stage: &mut Stage, commands: &[Command]) -> Vec<Rc<Cell<u32>>> {
    let counts: Vec<Rc<Cell<u32>>> = commands.iter().map(|_| Rc::default()).collect();
    let counted: Vec<_> = commands.iter().copied().zip(counts.iter().cloned()).collect();
    stage
        .show(move |session| {
            run_by_keys(session.commands, session.preferences, true);
            for (command, count) in counted {
                let count = StoredValue::new_local(count);
                let run = move || count.with_value(|count| count.set(count.get() + 1));
                session.commands.register(command, Callback::new(move |()| run()));
            }
            view! {
                <input id="text" />
                <input id="box" type="checkbox" />
                <textarea id="area"></textarea>
                <select id="choice"></select>
                <div id="editable" contenteditable="true"></div>
                <div id="combo" role="combobox" tabindex="0"></div>
                <button id="button">"A button"</button>
                <dialog id="dialog">
                    <button id="inside">"A button inside"</button>
                </dialog>
            }
            .into_any()
        })
        .await;
    counts
}

fn focus(stage: &Stage, selector: &str) {
    stage.find(selector).unwrap().unchecked_into::<HtmlElement>().focus().unwrap();
}

#[wasm_bindgen_test]
async fn no_key_is_taken_from_who_types() {
    let mut stage = Stage::new(PageUser::NoPage);
    let counts = counting(&mut stage, &[Command::Approve, Command::Palette, Command::Open]).await;
    for place in ["#text", "#area", "#choice", "#editable", "#combo"] {
        focus(&stage, place);
        for name in ["a", "g", "Enter", "Escape"] {
            assert!(!press(name).await, "{name} in {place}");
        }
        assert!(!press_with_ctrl("k").await, "{place}");
    }
    focus(&stage, "#button");
    assert!(!press("Enter").await, "it presses the button");
    let composing = key("a");
    composing.set_is_composing(true);
    assert!(!send(&composing));
    assert!(counts.iter().all(|count| count.get() == 0));
    assert!(press("a").await && press_with_ctrl("k").await);
    focus(&stage, "#box");
    assert!(press("a").await);
    let ran: Vec<u32> = counts.iter().map(|count| count.get()).collect();
    assert_eq!(ran, [2, 1, 0]);
}

#[wasm_bindgen_test]
async fn in_a_dialog_no_command_runs() {
    let mut stage = Stage::new(PageUser::NoPage);
    let counts = counting(&mut stage, &[Command::Approve, Command::Palette]).await;
    let dialog: web_sys::HtmlDialogElement = stage.find("#dialog").unwrap().unchecked_into();
    dialog.show_modal().unwrap();
    focus(&stage, "#inside");
    assert!(!press("a").await && !press_with_ctrl("k").await);
    dialog.close();
    assert!(counts.iter().all(|count| count.get() == 0));
    assert!(press("a").await);
}

#[wasm_bindgen_test]
async fn keys_that_run_nothing_here_are_left_to_the_page() {
    let mut stage = Stage::new(PageUser::NoPage);
    let counts = counting(&mut stage, &[Command::GoWaiting]).await;
    assert!(!press("a").await);
    assert!(press("g").await && press("w").await);
    assert_eq!(counts[0].get(), 1);
    stage.unmount.take().unwrap()();
    assert!(!press("g").await, "the listener goes with its view");
}

#[wasm_bindgen_test]
async fn a_first_key_says_what_may_follow_as_long_as_it_waits() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage
        .show(|session| {
            let keymap = run_by_keys(session.commands, session.preferences, true);
            session.commands.register(Command::GoWaiting, Callback::new(|()| ()));
            view! { <KeyHint commands=session.commands keymap /> }.into_any()
        })
        .await;
    let hint = || stage.status("Keys that may follow");
    assert_eq!(hint(), "");
    press("g").await;
    assert_eq!(hint(), "G thenW Waiting", "what can't be run here isn't told");
    press("w").await;
    assert_eq!(hint(), "");
    press("g").await;
    press("Escape").await;
    assert_eq!(hint(), "");
    press("g").await;
    TimeoutFuture::new(1_600).await;
    assert_eq!(hint(), "");
}

#[wasm_bindgen_test]
async fn keys_can_be_changed_and_single_ones_switched_off() {
    let mut stage = Stage::new(PageUser::NoPage);
    let counts = counting(&mut stage, &[Command::Approve, Command::Palette]).await;
    stage.session.preferences.update(|preferences| {
        preferences.keys.insert("approve".to_owned(), "y".to_owned());
    });
    assert!(!press("a").await);
    assert!(press("y").await);
    stage.session.preferences.update(|preferences| preferences.single_key_shortcuts = false);
    assert!(!press("y").await);
    assert!(press_with_ctrl("k").await);
    let ran: Vec<u32> = counts.iter().map(|count| count.get()).collect();
    assert_eq!(ran, [1, 1]);
}

async fn show_request(stage: &mut Stage) {
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage
        .show(|session| {
            run_by_keys(session.commands, session.preferences, true);
            let target = Target::Listed(Box::new(pending(1)));
            view! { <RequestDetail session target /> }.into_any()
        })
        .await;
}

#[wasm_bindgen_test]
async fn approving_by_key_goes_to_the_message_first_and_sends_once() {
    let mut stage = Stage::new(PageUser::NoPage);
    show_request(&mut stage).await;
    assert!(press("a").await);
    assert_eq!(document().active_element().unwrap().id(), "review-message");
    assert_eq!(stage.client.writes(), 0);
    stage.write("fine").await;
    assert!(!press("a").await, "it is typed");
    assert_eq!(stage.client.writes(), 0);
    stage.message().blur().unwrap();
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    let held = key("a");
    held.set_repeat(true);
    assert!(press("a").await);
    send(&held);
    press("a").await;
    press("d").await;
    assert_eq!(stage.client.writes(), 1);
    release.send(()).unwrap();
    stage.look().await;
    assert_eq!(stage.status("Request status"), "Approved");
    assert!(!press("a").await, "there is nothing to approve any more");
}

fn active_id() -> String {
    document().active_element().map(|element| element.id()).unwrap_or_default()
}

async fn type_in(stage: &Stage, selector: &str, text: &str) {
    let field: HtmlInputElement = stage.find(selector).unwrap().unchecked_into();
    field.set_value(text);
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
}

/// The shell's dialogs around a view that counts.
async fn with_dialogs(stage: &mut Stage, counted: Command) -> Rc<Cell<u32>> {
    let count: Rc<Cell<u32>> = Rc::default();
    let counting = StoredValue::new_local(count.clone());
    stage
        .show(move |session| {
            let (commands, preferences) = (session.commands, session.preferences);
            let keymap = run_by_keys(commands, preferences, true);
            let run = move || counting.with_value(|count| count.set(count.get() + 1));
            commands.register(counted, Callback::new(move |()| run()));
            view! {
                <button id="before">"Before"</button>
                <CommandPalette commands keymap />
                <ShortcutHelp commands keymap preferences />
            }
            .into_any()
        })
        .await;
    focus(stage, "#before");
    count
}

#[wasm_bindgen_test]
async fn the_palette_lists_what_can_be_done_here_and_runs_it() {
    let mut stage = Stage::new(PageUser::NoPage);
    let approved = with_dialogs(&mut stage, Command::Approve).await;
    let options = |stage: &Stage| {
        let all = stage.root.query_selector_all("[role=option]").unwrap();
        let id = |index| all.get(index).unwrap().unchecked_into::<HtmlElement>().id();
        (0..all.length()).map(id).collect::<Vec<_>>()
    };
    assert!(press_with_ctrl("k").await);
    assert!(stage.find("dialog[open].command-palette").is_some());
    let field = stage.find("dialog [role=combobox]").unwrap();
    assert_eq!(document().active_element().as_ref(), Some(&field));
    assert_eq!(options(&stage), ["command-palette-approve", "command-palette-help"]);
    let active = || field.get_attribute("aria-activedescendant");
    assert_eq!(active().as_deref(), Some("command-palette-approve"));
    assert!(press("ArrowUp").await);
    assert_eq!(active().as_deref(), Some("command-palette-help"));
    assert!(press("ArrowDown").await);
    assert_eq!(active().as_deref(), Some("command-palette-approve"));
    assert!(!press("a").await, "it is typed");
    type_in(&stage, "dialog [role=combobox]", "unheard of").await;
    assert!(options(&stage).is_empty() && active().is_none());
    assert!(stage.text().contains("0 commands"));
    assert!(press("Enter").await);
    assert_eq!(approved.get(), 0);
    type_in(&stage, "dialog [role=combobox]", "mess APPR").await;
    assert_eq!(options(&stage), ["command-palette-approve"]);
    assert!(press("Enter").await);
    assert_eq!(approved.get(), 1);
    assert!(stage.find("dialog[open]").is_none());
    assert_eq!(active_id(), "before");
    assert!(press_with_ctrl("k").await);
    assert_eq!(options(&stage).len(), 2, "it opens without the words of before");
    stage.find("#command-palette-approve").unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
    assert_eq!(approved.get(), 2);
}

#[wasm_bindgen_test]
async fn the_help_lists_the_keys_that_run_something() {
    let mut stage = Stage::new(PageUser::NoPage);
    with_dialogs(&mut stage, Command::GoSettings).await;
    stage.session.preferences.update(|preferences| {
        preferences.keys.insert("deny".to_owned(), "Alt+y".to_owned());
        preferences.keys.insert("undo".to_owned(), String::new());
    });
    assert!(press("?").await);
    let text = stage.text();
    for words in ["G then W", "Ctrl+K", "Alt+Y", "O or ENTER"] {
        assert!(text.to_uppercase().contains(&words.to_uppercase()), "{words} in {text}");
    }
    assert!(!text.contains("Undo review"));
    stage.session.preferences.update(|preferences| preferences.single_key_shortcuts = false);
    settle().await;
    let text = stage.text();
    assert!(text.contains("switched off") && text.contains("Alt+Y"), "{text}");
    assert!(!text.contains("Next row"), "{text}");
    stage.click("Change shortcuts").await;
    assert!(stage.find("dialog[open]").is_none());
    assert_eq!(active_id(), "before");
}

async fn show_settings(stage: &mut Stage) -> Rc<Cell<u32>> {
    let count: Rc<Cell<u32>> = Rc::default();
    let counting = StoredValue::new_local(count.clone());
    stage
        .show(move |session| {
            let (commands, preferences) = (session.commands, session.preferences);
            run_by_keys(commands, preferences, true);
            let run = move || counting.with_value(|count| count.set(count.get() + 1));
            commands.register(Command::Approve, Callback::new(move |()| run()));
            view! { <Settings session held=held(vec![token()]) on_changed=None /> }.into_any()
        })
        .await;
    count
}

/// Longer than a second key may take.
const NO_SECOND_KEY_MS: u32 = 1_600;

#[wasm_bindgen_test]
async fn a_command_s_keys_are_recorded_and_run_it_and_can_be_reset() {
    let mut stage = Stage::new(PageUser::NoPage);
    let approved = show_settings(&mut stage).await;
    let change = "Change the keys of Approve";
    focus_button(&stage, change);
    stage.click(change).await;
    assert!(press("y").await);
    TimeoutFuture::new(NO_SECOND_KEY_MS).await;
    assert!(press("y").await, "the keys run it now");
    assert!(!press("a").await);
    assert_eq!(approved.get(), 1);
    stage.click(change).await;
    assert!(press("z").await && press("a").await);
    assert_eq!(approved.get(), 1, "keys that are recorded run nothing");
    assert!(!press("y").await);
    assert!(press("z").await && press("a").await);
    assert_eq!(approved.get(), 2);
    assert!(stage.kept.get("preferences").await.unwrap().unwrap().contains("z a"));
    stage.click("Remove the keys of Approve").await;
    assert!(!press("z").await);
    stage.click("Reset the keys of Approve").await;
    assert!(press("a").await);
    assert_eq!(approved.get(), 3);
}

#[wasm_bindgen_test]
async fn keys_that_cannot_be_a_command_s_are_refused_with_the_reason() {
    let mut stage = Stage::new(PageUser::NoPage);
    let approved = show_settings(&mut stage).await;
    let change = "Change the keys of Approve";
    focus_button(&stage, change);
    for (name, words) in [("d", "D would get in the way of “Deny”"), (" ", "needs this key")] {
        stage.click(change).await;
        assert!(press(name).await);
        TimeoutFuture::new(NO_SECOND_KEY_MS).await;
        assert!(stage.alerts().contains(words), "{}", stage.alerts());
    }
    stage.click(change).await;
    assert!(press("Escape").await);
    assert!(!press("Tab").await);
    assert!(press("a").await);
    assert_eq!(approved.get(), 1);
    assert!(stage.session.preferences.get_untracked().keys.is_empty());
    stage.session.preferences.update(|preferences| {
        preferences.keys.insert("approve".to_owned(), "d".to_owned());
    });
    settle().await;
    assert!(stage.text().contains("D runs “Approve” instead."));
}

#[wasm_bindgen_test]
async fn single_keys_are_switched_off_and_the_undo_delay_is_set() {
    let mut stage = Stage::new(PageUser::NoPage);
    let approved = show_settings(&mut stage).await;
    stage.find("#single-key-shortcuts").unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
    assert!(!press("a").await);
    assert_eq!(approved.get(), 0);
    type_in(&stage, "#undo-delay", "31").await;
    assert!(stage.text().contains("Enter a whole number from 0 to 30."));
    type_in(&stage, "#undo-delay", "12").await;
    assert!(!stage.text().contains("Enter a whole number"));
    let preferences = stage.session.preferences.get_untracked();
    assert!(!preferences.single_key_shortcuts && preferences.undo_delay_in == 12);
    let kept = stage.kept.get("preferences").await.unwrap().unwrap();
    assert!(kept.contains("12") && kept.contains("false"), "{kept}");
}

fn focus_button(stage: &Stage, name: &str) {
    stage.button(name).focus().unwrap();
}
