//! The panel's side of the frame: presents the secret, learns what its page is, asks for changes.

use std::cell::Cell;

use gatehouse::ui::{PanelContext, PanelHandle};
use gatehouse::webext::message::{Answer, Message};
use gatehouse::webext::relay::ask;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

thread_local! {
    /// Which of the questions about the page was the last.
    static LAST_ASKED: Cell<u32> = const { Cell::new(0) };
}

/// What the views get of the page, empty until the background admits this frame.
///
/// The page's script posts the secret, and an empty text whenever something changed. Nothing else is
/// read from its messages: a forged one can at most make us ask the background again. Nothing is ever
/// posted to the page, for that would hand it our window.
pub fn handle() -> PanelHandle {
    let context = RwSignal::new(None);
    let send = move |message: Message| spawn_local(async move { receive(context, &message).await });
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(secret) = event.data().as_string() else {
            return;
        };
        let message = if secret.is_empty() { Message::Context } else { Message::Admit { secret } };
        send(message);
    });
    if let Some(window) = web_sys::window() {
        // Fails for no listener type that exists.
        let _ =
            window.add_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
    }
    listener.forget();
    send(Message::Ready);
    PanelHandle {
        context,
        set_open: Callback::new(move |open| send(Message::SetOpen { open })),
        set_width: Callback::new(move |width| send(Message::SetWidth { width })),
        open_settings: Callback::new(move |()| send(Message::OpenSettings)),
        set_marks: Callback::new(move |marks| send_only(Message::Marks { marks })),
        escape: Callback::new(move |()| send(Message::Escape)),
    }
}

/// Says what has no answer of interest: where it isn't heard, nothing of ours is on the page.
fn send_only(message: Message) {
    spawn_local(async move {
        let _ = ask(&message).await;
    });
}

async fn receive(context: RwSignal<Option<PanelContext>>, message: &Message) {
    let asked = LAST_ASKED.get().wrapping_add(1);
    LAST_ASKED.set(asked);
    let answer = ask(message).await;
    // A refusal or a background that is gone leaves what is shown; the next call says so in words.
    let (Ok(Answer::Context(now)), true) = (answer, LAST_ASKED.get() == asked) else {
        return;
    };
    let now = PanelContext {
        meaning: now.meaning,
        page_user: now.page_user,
        theme: now.theme,
        panel: now.panel,
        layout: now.layout,
        vault: now.vault,
        links: now.links,
        wanted: now.wanted,
    };
    if context.with_untracked(|before| before.as_ref() != Some(&now)) {
        context.set(Some(now));
    }
}
