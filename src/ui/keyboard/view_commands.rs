//! The views that come with Gatehouse, as commands.

use leptos::prelude::*;

use crate::triage::views::built_in;
use crate::ui::command::Command;

use super::commands::Commands;

/// What goes to each of [`built_in`], in their order.
const COMMANDS: [Command; 5] = [
    Command::GoWaiting,
    Command::GoExpiring,
    Command::GoMyReviews,
    Command::GoAnswerAgain,
    Command::GoStale,
];

/// Registers them while `available`, as long as the owner lives; `show` gets the view's query.
pub fn view_commands(commands: Commands, available: Signal<bool>, show: Callback<String>) {
    for (command, view) in COMMANDS.into_iter().zip(built_in()) {
        let go = Callback::new(move |()| show.run(view.query.clone()));
        commands.register_while(command, available, go);
    }
}
