//! Who does what a command says, of the views that are shown.

use leptos::prelude::*;

use crate::client::permit::Press;
use crate::ui::chord::Chord;
use crate::ui::command::Command;
use crate::ui::lasting::LastingSignal;

#[derive(Debug, Clone)]
struct Handler {
    id: u32,
    command: Command,
    available: Signal<bool>,
    run: Callback<Press>,
}

/// The commands that the views which are shown can run. Of two that run the same one, the last one
/// to come does, as long as it can.
#[derive(Debug, Clone, Copy, Default)]
pub struct Commands {
    /// The first of two keys, while the second is waited for.
    pub begun: LastingSignal<Option<Chord>>,
    handlers: LastingSignal<Vec<Handler>>,
    last: StoredValue<u32>,
}

impl Commands {
    /// Runs `command` by `run` for as long as the view that calls this is there.
    pub fn register(self, command: Command, run: Callback<()>) {
        self.register_while(command, Signal::stored(true), run);
    }

    /// The same, while `available` says so; meanwhile the keys are not taken from the page either.
    pub fn register_while(
        self,
        command: Command,
        available: impl Into<Signal<bool>>,
        run: Callback<()>,
    ) {
        self.register_press(command, available, Callback::new(move |_| run.run(())));
    }

    /// The same for what lets reviews leave, and needs the press.
    pub fn register_press(
        self,
        command: Command,
        available: impl Into<Signal<bool>>,
        run: Callback<Press>,
    ) {
        self.last.update_value(|last| *last = last.wrapping_add(1));
        let id = self.last.get_value();
        let handler = Handler { id, command, available: available.into(), run };
        self.handlers.update(|handlers| handlers.push(handler));
        on_cleanup(move || {
            self.handlers.try_update(|handlers| handlers.retain(|handler| handler.id != id));
        });
    }

    /// Runs a command that `press` asks for; `false` when nobody can.
    pub fn run(self, command: Command, press: Press) -> bool {
        let is_able = |handler: &&Handler| {
            handler.command == command && handler.available.try_get_untracked() == Some(true)
        };
        // Not run in here, for it may make views come and go.
        let run = self
            .handlers
            .try_with_untracked(|handlers| handlers.iter().rev().find(is_able).map(|it| it.run));
        run.flatten().is_some_and(|run| run.try_run(press).is_some())
    }

    /// Whether somebody can run a command now.
    pub fn is_available(self, command: Command) -> bool {
        self.handlers.with(|handlers| {
            handlers.iter().any(|handler| {
                handler.command == command && handler.available.try_get() == Some(true)
            })
        })
    }
}
