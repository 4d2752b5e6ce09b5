//! The settings: one section for each thing that can be set.

use leptos::prelude::*;

use crate::vault::status::TokenStatus;

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
    /// The token's status.
    token: TokenStatus,
    /// The token is wiped; absent where it isn't the person's own, as in the demo.
    on_forgotten: Option<Callback<()>>,
    /// Whether this is a site, whose storage all pages of its origin share.
    #[prop(optional)]
    on_site: bool,
) -> impl IntoView {
    view! {
        <div class="settings">
            <h1 tabindex="-1">"Settings"</h1>
            <TokenSettings session token=token.clone() on_forgotten on_site />
            <AccessCheck session token=token.clone() />
            <HistorySettings session token />
            <UndoSettings preferences=session.preferences />
            <TemplateSettings session />
            <KeyboardSettings preferences=session.preferences commands=session.commands />
        </div>
    }
}
