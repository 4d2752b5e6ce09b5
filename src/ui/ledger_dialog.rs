//! A button beside figures that tells how complete they are.

pub mod ledger_report;

use leptos::prelude::*;

use self::ledger_report::LedgerReport;
use super::parts::icon::{Icon, Octicon};
use super::parts::modal::Modal;
use super::session::Session;
use super::session::history_handle::SummaryWindow;

/// The button, and the dialog that it opens.
#[component]
pub fn LedgerDialog(
    /// Whose list.
    session: Session,
    /// What the figures beside it are made from.
    #[prop(optional, into)]
    window: Signal<SummaryWindow>,
) -> impl IntoView {
    let dialog = Modal::new();
    let is_partial = Memo::new(move |_| {
        let of_history = move || {
            let is_used = window.get() == SummaryWindow::History;
            is_used && session.history.held().is_none_or(|history| history.is_partial())
        };
        session.list.load.with(|load| load.is_partial()) || of_history()
    });
    let icon = move || {
        let octicon = if is_partial.get() { Octicon::Alert } else { Octicon::CheckCircle };
        view! { <Icon octicon /> }
    };
    view! {
        <button
            type="button"
            class="button button-invisible button-small ledger-dialog-opener"
            class:ledger-dialog-partial=is_partial
            aria-haspopup="dialog"
            on:click=move |_| dialog.open()
        >
            {icon}
            "How complete is this?"
        </button>
        <dialog
            class="dialog ledger-dialog"
            node_ref=dialog.node
            closedby="any"
            aria-label="How complete is this?"
            on:close=move |_| dialog.closed()
        >
            <h2>"How complete is this?"</h2>
            <div class="ledger-dialog-body" tabindex="0" role="group" aria-label="Completeness">
                <Show when=move || dialog.is_open.get()>
                    <LedgerReport session window />
                </Show>
            </div>
            <div class="dialog-buttons">
                <button type="button" class="button" on:click=move |_| dialog.close()>
                    "Close"
                </button>
            </div>
        </dialog>
    }
}
