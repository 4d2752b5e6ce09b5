//! Copies the address of what is shown.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::ui::parts::icon::{Icon, Octicon};

/// How long it is said that it was copied.
const SAID_FOR: Duration = Duration::from_secs(3);

/// The button.
#[component]
pub fn CopyLink() -> impl IntoView {
    let said = RwSignal::new(None::<&'static str>);
    let turn = StoredValue::new(0_u32);
    let copy = move |_| {
        // A page of ours always has an address.
        let Ok(address) = window().location().href() else { return };
        let done = window().navigator().clipboard().write_text(&address);
        spawn_local(async move {
            let copied = JsFuture::from(done).await.is_ok();
            let words = if copied { "Copied" } else { "Copy it from the address bar" };
            said.try_set(Some(words));
            turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
            let own = turn.try_get_value();
            set_timeout(
                move || {
                    if own.is_some() && turn.try_get_value() == own {
                        said.try_set(None);
                    }
                },
                SAID_FOR,
            );
        });
    };
    let octicon = move || match said.get() {
        Some("Copied") => view! { <Icon octicon=Octicon::Check /> },
        _ => view! { <Icon octicon=Octicon::Link /> },
    };
    view! {
        <div class="copy-link">
            <button
                type="button"
                class="button button-icon"
                aria-label="Copy link"
                title="Copy a link to what is shown"
                on:click=copy
            >
                {octicon}
            </button>
            <span role="status" aria-label="Link">
                {said}
            </span>
        </div>
    }
}
