//! What a panic does: the console has it whole, and the document is told that the program has stopped.

use std::panic::{PanicHookInfo, set_hook};

use gatehouse::ui::stop::place;
use web_sys::CustomEvent;

/// The event that `boot.js` listens for: its detail is the program's version and, in a second line, where
/// it stopped.
const EVENT: &str = "gatehouse-stopped";

/// From now on a panic is told.
pub fn tell_of_panics() {
    set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        tell(panic);
    }));
}

/// Nothing of the message, which may hold what was typed or read.
fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map_or_else(|| "somewhere".to_owned(), |at| place(at.file(), at.line(), at.column()));
    let detail = format!("{}\n{place}", env!("CARGO_PKG_VERSION"));
    let (Some(window), Ok(event)) = (web_sys::window(), CustomEvent::new(EVENT)) else { return };
    event.init_custom_event_with_can_bubble_and_cancelable_and_detail(
        EVENT,
        false,
        false,
        &detail.into(),
    );
    // Fails for no event that was made just now.
    let _ = window.dispatch_event(&event);
}
