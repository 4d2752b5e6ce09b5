//! Keeps the marks on a GitHub page up to date, and hears of those that are clicked.

use leptos::prelude::*;

use crate::client::operation::Target;
use crate::github::exemption::ExemptionRequest;
use crate::page::mark::{Mark, Wanted};
use crate::page::meaning::PageMeaning;
use crate::ui::marks::{linked, mark};
use crate::ui::panel::PanelHandle;
use crate::ui::session::Session;

/// Says, as long as the owner lives, what is known of the requests to which the page has links.
pub fn draw_marks(session: Session, handle: PanelHandle) {
    let links = Memo::new(move |_| {
        handle.context.with(|context| {
            let context = context.as_ref()?;
            let is_list = matches!(context.meaning, PageMeaning::List { .. });
            is_list.then(|| context.links.clone())
        })
    });
    let linked = Memo::new(move |_| {
        let links = links.get()?;
        let requests = session.list.load.with(|load| linked(&links.pages, load.requests()));
        Some((links.turn, requests))
    });
    let marks = Memo::new(move |_| {
        let now = session.now.get();
        linked.with(|linked| {
            let (turn, requests) = linked.as_ref()?;
            let marks = requests.iter().map(|(page, request)| mark(now, page.clone(), request));
            Some((*turn, marks.collect::<Vec<Mark>>()))
        })
    });
    Effect::new(move || {
        if let Some((_, marks)) = marks.get() {
            handle.set_marks.run(marks);
        }
    });
}

/// Opens each request whose mark is clicked, as long as the owner lives.
pub fn open_wanted(session: Session, handle: PanelHandle, on_wanted: Callback<Target>) {
    let wanted = Memo::new(move |_| {
        handle.context.with(|context| context.as_ref().map(|context| context.wanted.clone()))
    });
    Effect::new(move |before: Option<Option<Option<Wanted>>>| {
        let before = before.flatten();
        let Some(wanted) = wanted.get() else { return before };
        // What was clicked before this frame was there has been opened.
        let is_new = before.is_some_and(|before| wanted != before);
        if let Some(Wanted { page, .. }) = wanted.as_ref().filter(|_| is_new) {
            let is_it =
                |request: &&ExemptionRequest| request.page().is_some_and(|its| its.same_as(page));
            let listed =
                session.list.load.with_untracked(|load| load.requests().find(is_it).cloned());
            on_wanted.run(match listed {
                Some(request) => Target::Listed(Box::new(request)),
                None => Target::Page(page.clone()),
            });
        }
        Some(wanted)
    });
}
