//! The settings: one section for each thing that can be set.

pub mod access_check;
pub mod history_settings;
pub mod keyboard_settings;
pub mod remember_settings;
pub mod template_settings;
pub mod token_settings;
pub mod undo_settings;

use leptos::prelude::*;

use crate::vault::status::HeldStatus;

use self::access_check::AccessCheck;
use self::history_settings::HistorySettings;
use self::keyboard_settings::KeyboardSettings;
use self::template_settings::TemplateSettings;
use self::token_settings::TokenSettings;
use self::undo_settings::UndoSettings;
use super::session::Session;

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
