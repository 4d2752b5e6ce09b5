//! Says that the browser doesn't let the program reach the token's host any more, and asks for it again.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::github::host::Host;
use crate::ui::notice;
use crate::ui::session::Session;

use super::banner::Banner;

/// The notice, as long as the permission is withdrawn.
#[component]
pub fn PermissionNotice(
    /// Whose host.
    session: Session,
) -> impl IntoView {
    let host = Memo::new(move |_| session.held().map(|token| token.host));
    let withdrawn = RwSignal::new(None::<Host>);
    let look = move || {
        let (Some(host), Some(client)) = (host.get_untracked(), session.client()) else {
            withdrawn.set(None);
            return;
        };
        spawn_local(async move {
            let reaches = client.reaches(&host).await;
            withdrawn.try_set((!reaches).then_some(host));
        });
    };
    Effect::new(move || {
        host.track();
        look();
    });
    // Permissions are withdrawn on another page, the browser's own.
    let focused = window_event_listener(ev::focus, move |_| look());
    on_cleanup(move || focused.remove());
    let ask = move |host: &Host| {
        let granted = session.ask_to_reach(host);
        spawn_local(async move {
            if granted.await {
                withdrawn.try_set(None);
                if session.list.scopes.with_untracked(Option::is_some) {
                    session.list.retry();
                }
            }
        });
    };
    move || {
        withdrawn.get().map(|host| {
            let name = host.to_string();
            let button = format!("Let Gatehouse reach {name}");
            view! {
                <div class="permission-notice">
                    <Banner notice=notice::host_withdrawn(&name)>
                        <button type="button" class="button" on:click=move |_| ask(&host)>
                            {button}
                        </button>
                    </Banner>
                </div>
            }
        })
    }
}
