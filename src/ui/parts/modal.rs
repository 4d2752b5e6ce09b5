//! Opens a dialog over everything else, and closes it.

use leptos::html::Dialog;
use leptos::prelude::*;

/// A dialog over everything else.
#[derive(Debug, Clone, Copy)]
pub struct Modal {
    /// The dialog's element.
    pub node: NodeRef<Dialog>,
    /// Whether it is open: what is in it needn't be there before. The element's `close` event sets it back, however the
    /// dialog was closed.
    pub is_open: RwSignal<bool>,
}

impl Modal {
    /// One that is closed.
    pub fn new() -> Self {
        Self { node: NodeRef::new(), is_open: RwSignal::new(false) }
    }

    /// Opens it.
    pub fn open(self) {
        self.is_open.set(true);
        if let Some(dialog) = self.node.get_untracked() {
            // Fails only where it is open already.
            let _ = dialog.show_modal();
        }
    }

    /// Closes it, which gives the focus back to where it was.
    pub fn close(self) {
        if let Some(dialog) = self.node.get_untracked() {
            dialog.close();
        }
    }

    /// What the element's `close` event is answered with.
    pub fn closed(self) {
        self.is_open.set(false);
    }
}

impl Default for Modal {
    fn default() -> Self {
        Self::new()
    }
}
