//! What can be done with the list by keyboard, as commands.

use leptos::prelude::*;

use crate::ui::command::Command;
use crate::ui::parts::focus::focus;
use crate::ui::session::Session;
use crate::ui::session::grid_handle::GridHandle;

/// Registers the commands of the list and of the request that is open from it, as long as the owner
/// lives. Those of rows can run while `shows_list`.
pub fn list_commands(session: Session, shows_list: Memo<bool>) {
    let grid = session.grid;
    let has_rows = move || shows_list.get() && grid.rows.with(|rows| !rows.is_empty());
    let has_active = move || has_rows() && grid.active_index().is_some();
    let is_selected = move || shows_list.get() && grid.selection.with(|it| !it.is_empty());
    let register = |command, available: Signal<bool>, run: fn(GridHandle)| {
        let run = Callback::new(move |()| run(grid));
        session.commands.register_while(command, available, run);
    };
    let rows = Signal::derive(has_rows);
    let active = Signal::derive(has_active);
    register(Command::NextRow, rows, |grid| grid.move_by(1));
    register(Command::PreviousRow, rows, |grid| grid.move_by(-1));
    register(Command::Open, active, GridHandle::open_active);
    register(Command::Select, active, GridHandle::toggle_active);
    register(Command::ExtendSelection, active, GridHandle::extend_to_active);
    register(Command::SelectAll, rows, |grid| grid.select_all(true));
    register(Command::ClearSelection, Signal::derive(is_selected), GridHandle::clear_selection);
    let next = Signal::derive(move || grid.next_index().is_some());
    register(Command::NextRequest, next, GridHandle::open_next);
    let previous = Signal::derive(move || grid.previous_index().is_some());
    register(Command::PreviousRequest, previous, GridHandle::open_previous);
    let list = Signal::derive(move || shows_list.get());
    register(Command::FocusFilter, list, |_| focus(".search-box-field".to_owned()));
    let reload = Callback::new(move |()| {
        if !session.list.load.with_untracked(|load| load.is_reading()) {
            session.list.reload();
        }
    });
    session.commands.register_while(Command::Refresh, list, reload);
}
