//! The settings: one section for each thing that can be set.

use leptos::prelude::*;

use crate::vault::status::HeldStatus;

use super::access_check::AccessCheck;
use super::history_settings::HistorySettings;
use super::keyboard_settings::KeyboardSettings;
use super::session::Session;
use super::template_settings::TemplateSettings;
use super::token_settings::TokenSettings;
use super::undo_settings::UndoSettings;

/// The settings.
#[component]
pub fn Settings(
    /// Whom to ask.
    session: Session,
    /// What is known of the tokens.
    held: HeldStatus,
    /// A token was entered or wiped, in words; absent where they aren't the person's own, as in the demo.
    on_changed: Option<Callback<&'static str>>,
    /// Whether this is a site, whose storage all pages of its origin share.
    #[prop(optional)]
    on_site: bool,
) -> impl IntoView {
    view! {
        <div class="settings">
            <h1 tabindex="-1">"Settings"</h1>
            <TokenSettings session held=held.clone() on_changed on_site />
            <AccessCheck session held=held.clone() />
            <HistorySettings session token=held />
            <UndoSettings preferences=session.preferences />
            <TemplateSettings session />
            <KeyboardSettings preferences=session.preferences commands=session.commands />
        </div>
    }
}
