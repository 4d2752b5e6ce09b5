//! Which columns the inbox shows, to choose from.

use leptos::prelude::*;

use crate::ui::columns::Column;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::modal::Modal;
use crate::ui::session::Session;

/// A button that opens the choice of columns. What is chosen is kept.
#[component]
pub fn ColumnMenu(
    /// Whose preferences.
    session: Session,
) -> impl IntoView {
    let dialog = Modal::new();
    let choice = move |column: Column| {
        let is_shown =
            Memo::new(move |_| session.preferences.with(|it| it.columns.contains(column)));
        view! {
            <li>
                <label class="column-menu-choice">
                    <input
                        type="checkbox"
                        prop:checked=is_shown
                        on:change=move |event| {
                            let shown = event_target_checked(&event);
                            session.preferences.update(|it| it.columns.set(column, shown));
                        }
                    />
                    {column.name()}
                </label>
            </li>
        }
    };
    view! {
        <div class="column-menu">
            <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| dialog.open()>
                <Icon octicon=Octicon::Columns />
                "Columns"
            </button>
            <dialog
                class="dialog"
                node_ref=dialog.node
                aria-labelledby="column-menu-heading"
                on:close=move |_| dialog.closed()
            >
                <h2 id="column-menu-heading">"Columns"</h2>
                <ul class="column-menu-choices">
                    {Column::ALL.into_iter().map(choice).collect_view()}
                </ul>
                <div class="dialog-buttons">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| session.preferences.update(|it| it.columns = Default::default())
                    >
                        "Show the usual ones"
                    </button>
                    <button type="button" class="button button-primary" on:click=move |_| dialog.close()>
                        "Done"
                    </button>
                </div>
            </dialog>
        </div>
    }
}
