//! How far the reading is that a summary is of, how old what was read is, and what is missing.

use leptos::prelude::*;

use crate::inbox::ledger::Missing;
use crate::ui::labels;
use crate::ui::notice;
use crate::ui::parts::banner::Banner;
use crate::ui::parts::focus::focus_if_lost;
use crate::ui::parts::progress::Progress;
use crate::ui::session::Session;

/// The state of the session's list.
#[component]
pub fn SummaryState(
    /// Whose list.
    session: Session,
) -> impl IntoView {
    let list = session.list;
    let load = list.load;
    let read = Memo::new(move |_| {
        let at = load.with(|load| load.read_at())?;
        Some(labels::read(session.now.get() - at))
    });
    let progress = Memo::new(move |_| load.with(|load| load.progress(session.now.get())));
    let missing = Memo::new(move |_| load.with(|load| load.missing()));
    let done = Signal::derive(move || {
        let progress = progress.get()?;
        Some((progress.pages_read, progress.pages?))
    });
    let words = Signal::derive(move || match progress.get() {
        Some(progress) if progress.requests > 0 => labels::progress(&progress),
        _ => "Loading requests…".to_owned(),
    });
    let retry = move |_| {
        list.retry();
        // This button goes with the failure.
        focus_if_lost(".summary-reload");
    };
    let problems = move || {
        let missing = missing.get();
        let banners = notice::missing(&missing).into_iter();
        let banners = banners.map(|notice| view! { <Banner notice /> }).collect_view();
        let retry = missing.iter().any(Missing::can_be_asked_again).then(|| {
            view! {
                <button type="button" class="button" on:click=retry>
                    "Retry"
                </button>
            }
        });
        view! {
            {banners}
            {retry}
        }
    };
    view! {
        <div class="summary-state-body">
            <p class="summary-state-read">{read}</p>
            <Show when=move || progress.with(Option::is_some)>
                <Progress label="Loading requests" done words />
            </Show>
            {problems}
        </div>
    }
}
