//! Connect: enter the first token, or explore the demo.

pub mod passphrase_fields;
pub mod scope_form;
pub mod token_form;
pub mod unlock_form;

use leptos::prelude::*;

use crate::github::scope::Scopes;

use self::token_form::{Entering, TokenForm};
use super::parts::icon::{Icon, Octicon};
use super::session::Session;

/// The view without a token.
#[component]
pub fn ConnectForm(
    /// Whom to ask.
    session: Session,
    /// The scope's first text.
    #[prop(into)]
    scope: String,
    /// Whether a token alone will do.
    #[prop(optional)]
    token_only: bool,
    /// Whether this is a site, whose storage all pages of its origin share.
    #[prop(optional)]
    on_site: bool,
    /// The token is kept; with the scopes, unless that stayed empty.
    on_connected: Callback<Option<Scopes>>,
    /// Explores the demo.
    on_demo: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="connect-form">
            <h1 tabindex="-1">"Connect to GitHub"</h1>
            <p class="connect-form-lead">
                "Review push-protection bypass requests with your own token. It is sent to the API \
                host and nowhere else."
            </p>
            <TokenForm session entering=Entering::First { scope, token_only } on_site on_connected />
            <div class="connect-form-demo">
                <p>"No token at hand?"</p>
                <button type="button" class="button button-block" on:click=move |_| on_demo.run(())>
                    <Icon octicon=Octicon::Beaker />
                    "Explore with demo data"
                </button>
            </div>
        </section>
    }
}
