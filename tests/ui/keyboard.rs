//! Commands by keys: which run, and from whom no key is taken.

use std::cell::Cell;
use std::rc::Rc;

use gatehouse::client::operation::{Outcome, Target};
use gatehouse::github::exemption::{RequestStatus, ResponseStatus};
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::command::Command;
use gatehouse::ui::keyboard::run_by_keys;
use gatehouse::ui::request_detail::RequestDetail;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};

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
            view! { <RequestDetail session target on_back=None /> }.into_any()
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
    settle().await;
    assert_eq!(stage.status("Request status"), "Approved");
    assert!(!press("a").await, "there is nothing to approve any more");
}
