//! A list and the request that is open: side by side where there is room for both, else one in the
//! other's place.

use leptos::html;
use leptos::prelude::*;

use crate::client::operation::Target;

use super::inbox::inbox_rows::inbox_rows;
use super::inbox::{Inbox, Opening};
use super::keyboard::list_commands::list_commands;
use super::parts::focus::{focus_if_lost, focus_unless_in};
use super::parts::viewport;
use super::request_detail::RequestDetail;
use super::request_detail::request_pager::RequestPager;
use super::session::Session;
use super::session::grid_handle::Opened;

/// From this width on, in CSS pixels, both stand side by side.
const BOTH_FROM: f64 = 1_100.0;

/// The requests of the scope that the session's list is at, and the open one of them.
#[component]
pub fn SplitView(
    /// Whom to ask.
    session: Session,
    /// The text in the filter.
    filter: RwSignal<String>,
    /// How a row opens its request.
    opening: Opening,
    /// The request that is open.
    #[prop(into)]
    target: Signal<Option<Target>>,
    /// Opens a request.
    on_open: Callback<Opened>,
    /// Closes it.
    on_back: Callback<()>,
    /// What stands between the list's heading and the list.
    #[prop(optional, into)]
    summary: ViewFn,
    /// What stands below the list.
    #[prop(optional, into)]
    below: ViewFn,
) -> impl IntoView {
    let grid = session.grid;
    let root = NodeRef::<html::Div>::new();
    let has_room = RwSignal::new(false);
    let target = Memo::new(move |_| target.get());
    let is_open = Memo::new(move |_| target.with(Option::is_some));
    let has_list = Memo::new(move |_| session.list.scopes.with(Option::is_some));
    let shows_list = Memo::new(move |_| !is_open.get() || (has_room.get() && has_list.get()));
    list_commands(session, shows_list);
    inbox_rows(session, filter);

    Effect::new(move || {
        let Some(element) = root.get() else { return };
        let measure = move || {
            let element = root.try_get_untracked().flatten();
            let wide = element.is_some_and(|it| viewport::width(&it) >= BOTH_FROM);
            if has_room.try_get_untracked().is_some_and(|before| before != wide) {
                has_room.set(wide);
            }
        };
        measure();
        viewport::on_resize(&element, measure);
    });

    grid.opener.set_value(Some(on_open));
    on_cleanup(move || {
        grid.opener.try_set_value(None);
    });
    // Which row is open is known by it, however it was opened: by a click, a key or an address.
    Effect::new(move |before: Option<(Option<Target>, bool)>| {
        let target = target.get();
        grid.rows.track();
        match before {
            Some((before, true)) if before == target => (target, true),
            _ => {
                let found = grid.note_opened(target.as_ref());
                (target, found)
            }
        }
    });
    Effect::new(move |before: Option<Option<Target>>| {
        let target = target.get();
        match (before, &target) {
            (None, _) => {}
            (Some(before), now) if before == *now => {}
            (Some(_), Some(_)) => focus_unless_in("#request-heading", ".request-pager"),
            (Some(_), None) => {
                focus_if_lost(".inbox h1");
                grid.reveal_active();
            }
        }
        target
    });

    let detail = move || target.get().map(|target| view! { <RequestDetail session target /> });
    view! {
        <div
            class="split-view"
            class:split-view-both=move || is_open.get() && shows_list.get()
            node_ref=root
        >
            <Show when=move || shows_list.get()>
                <div class="split-view-list">
                    <Inbox session filter opening summary=summary.clone() />
                    {below.run()}
                </div>
            </Show>
            <Show when=move || is_open.get()>
                <div class="split-view-detail">
                    <Show when=move || has_list.get()>
                        <RequestPager grid on_back />
                    </Show>
                    {detail}
                </div>
            </Show>
        </div>
    }
}
