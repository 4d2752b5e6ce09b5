//! A button beside figures that tells how complete they are.

pub mod ledger_report;

use leptos::html::Dialog;
use leptos::prelude::*;

use self::ledger_report::LedgerReport;
use super::parts::icon::{Icon, Octicon};
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
    let dialog = NodeRef::<Dialog>::new();
    let is_open = RwSignal::new(false);
    let open = move |_| {
        is_open.set(true);
        if let Some(dialog) = dialog.get_untracked() {
            // Fails only where it is open already.
            let _ = dialog.show_modal();
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
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
            on:click=open
        >
            {icon}
            "How complete is this?"
        </button>
        <dialog
            class="dialog ledger-dialog"
            node_ref=dialog
            closedby="any"
            aria-label="How complete is this?"
            on:close=move |_| is_open.set(false)
        >
            <h2>"How complete is this?"</h2>
            <div class="ledger-dialog-body" tabindex="0" role="group" aria-label="Completeness">
                <Show when=move || is_open.get()>
                    <LedgerReport session window />
                </Show>
            </div>
            <div class="dialog-buttons">
                <button type="button" class="button" on:click=close>
                    "Close"
                </button>
            </div>
        </dialog>
    }
}
