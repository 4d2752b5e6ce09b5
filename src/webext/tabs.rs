//! The tabs with a panel: what their page is, and which frame was admitted.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::page::mark::Mark;
use crate::page::meaning::{PageMeaning, meaning};
use crate::page::panel::{Layout, PanelState};
use crate::triage::guard::PageUser;
use crate::vault::status::VaultStatus;

use super::links::Links;
use super::message::{LinkMark, PageReport, PanelContext, Shown};
use super::sender::{FrameRef, TabId};

/// Every tab with a panel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tabs(HashMap<TabId, Tab>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Tab {
    report: PageReport,
    /// What a frame must still present, once.
    secret: Option<String>,
    /// The frame that presented it.
    admitted: Option<FrameRef>,
    /// The page's links to requests.
    links: Links,
}

impl Tab {
    fn is_list(&self) -> bool {
        matches!(meaning(&self.report.url), Some(PageMeaning::List { .. }))
    }
}

impl Tabs {
    /// Takes in what a page's script reports; whether the page has a panel.
    pub fn page_seen(&mut self, tab: TabId, report: PageReport) -> bool {
        let now = meaning(&report.url);
        if now.is_none() {
            self.0.remove(&tab);
            return false;
        }
        match self.0.get_mut(&tab) {
            Some(state) => {
                if meaning(&state.report.url) != now {
                    state.links.forget();
                }
                state.report = report;
            }
            None => {
                let links = Links::default();
                self.0.insert(tab, Tab { report, secret: None, admitted: None, links });
            }
        }
        true
    }

    /// What this tab's page is to show, with the panel left as it was; absent where it has none.
    pub fn shown(&self, tab: TabId, panel: PanelState) -> Option<Shown> {
        Some(Shown { panel, marks: self.0.get(&tab)?.is_list() })
    }

    /// Takes in the links of this tab's page; `false` where they don't matter.
    pub fn links_seen(&mut self, tab: TabId, urls: Vec<String>) -> bool {
        let Some(state) = self.0.get_mut(&tab).filter(|state| state.is_list()) else {
            return false;
        };
        state.links.seen(urls);
        true
    }

    /// Which of these marks this tab's page has links for.
    pub fn marked(&self, tab: TabId, marks: &[Mark]) -> Vec<LinkMark> {
        self.0.get(&tab).map(|state| state.links.marked(marks)).unwrap_or_default()
    }

    /// The mark beside a link of this tab's page was clicked; `false` when it has no such link.
    pub fn want(&mut self, tab: TabId, url: &str) -> bool {
        self.0.get_mut(&tab).is_some_and(|state| state.links.want(url))
    }

    /// A frame in this tab listens: it must present `secret` now, and no other frame is admitted any
    /// more. `false` where there is no panel.
    pub fn expect(&mut self, tab: TabId, secret: String) -> bool {
        let Some(state) = self.0.get_mut(&tab).filter(|_| !secret.is_empty()) else {
            return false;
        };
        state.secret = Some(secret);
        state.admitted = None;
        true
    }

    /// Admits a frame that presents its tab's secret, once.
    pub fn admit(&mut self, tab: TabId, frame: FrameRef, secret: &str) -> bool {
        let Some(state) = self.0.get_mut(&tab) else {
            return false;
        };
        let fits = state.secret.as_deref() == Some(secret);
        if fits {
            state.secret = None;
            state.admitted = Some(frame);
        }
        fits
    }

    /// Whether this frame was admitted.
    pub fn is_admitted(&self, tab: TabId, frame: &FrameRef) -> bool {
        self.0.get(&tab).is_some_and(|state| state.admitted.as_ref() == Some(frame))
    }

    /// What the frame on this tab's page may know.
    pub fn context(
        &self,
        tab: TabId,
        panel: PanelState,
        vault: VaultStatus,
    ) -> Option<PanelContext> {
        let state = self.0.get(&tab)?;
        let report = &state.report;
        Some(PanelContext {
            meaning: meaning(&report.url)?,
            page_user: report.page_user(),
            theme: report.theme(),
            panel,
            layout: Layout::of(report.viewport_width),
            vault,
            links: state.links.requests(),
            wanted: state.links.wanted(),
        })
    }

    /// Who is signed in on this tab's page.
    pub fn page_user(&self, tab: TabId) -> PageUser {
        self.0.get(&tab).map_or(PageUser::Unknown, |state| state.report.page_user())
    }

    /// Where the panel is on this tab's page; absent where there is none.
    pub fn layout(&self, tab: TabId) -> Option<Layout> {
        self.0.get(&tab).map(|state| Layout::of(state.report.viewport_width))
    }

    /// Every tab with a panel.
    pub fn ids(&self) -> Vec<TabId> {
        self.0.keys().copied().collect()
    }

    /// The tab is closed, or its page is gone; whether it had a panel.
    pub fn remove(&mut self, tab: TabId) -> bool {
        self.0.remove(&tab).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = "https://github.com/octo-org/smile/exemptions/1";

    fn report(url: &str) -> PageReport {
        PageReport {
            url: url.to_owned(),
            login: Some("octocat".to_owned()),
            color_mode: None,
            light_theme: None,
            dark_theme: None,
            viewport_width: 1000,
        }
    }

    fn frame(frame: i32) -> FrameRef {
        FrameRef { frame, document: None }
    }

    fn tabs() -> Tabs {
        let mut tabs = Tabs::default();
        assert!(tabs.page_seen(1, report(REQUEST)));
        tabs
    }

    #[test]
    fn a_frame_is_admitted_once_and_only_in_its_tab() {
        let mut tabs = tabs();
        assert!(tabs.expect(1, "s1".to_owned()));
        assert!(!tabs.admit(1, frame(5), "wrong"));
        assert!(!tabs.admit(2, frame(5), "s1"));
        assert!(tabs.admit(1, frame(5), "s1"));
        assert!(!tabs.admit(1, frame(6), "s1"));
        assert!(tabs.is_admitted(1, &frame(5)));
        assert!(!tabs.is_admitted(1, &frame(6)));
        assert!(!tabs.is_admitted(2, &frame(5)));
    }

    #[test]
    fn a_frame_that_was_reloaded_needs_a_new_secret() {
        let mut tabs = tabs();
        tabs.expect(1, "s1".to_owned());
        tabs.admit(1, frame(5), "s1");
        assert!(tabs.expect(1, "s2".to_owned()));
        assert!(!tabs.is_admitted(1, &frame(5)));
        assert!(!tabs.admit(1, frame(5), "s1"));
        assert!(tabs.admit(1, frame(5), "s2"));
    }

    #[test]
    fn a_soft_navigation_keeps_the_frame() {
        let mut tabs = tabs();
        tabs.expect(1, "s1".to_owned());
        tabs.admit(1, frame(5), "s1");
        let next = "https://github.com/octo-org/smile/exemptions/2";
        assert!(tabs.page_seen(1, report(next)));
        assert!(tabs.is_admitted(1, &frame(5)));
        let context = tabs.context(1, PanelState::default(), VaultStatus::Empty).expect("a panel");
        assert_eq!(Some(context.meaning), meaning(next));
        assert_eq!(context.layout, Layout::Over);
    }

    #[test]
    fn a_page_that_is_no_review_page_has_no_panel() {
        let mut tabs = tabs();
        tabs.expect(1, "s1".to_owned());
        assert!(!tabs.page_seen(1, report("https://github.com/octo-org/smile")));
        assert_eq!(tabs.layout(1), None);
        assert!(!tabs.expect(1, "s2".to_owned()));
        assert!(!tabs.admit(1, frame(5), "s1"));
    }

    const LIST: &str = "https://github.com/orgs/octo-org/security/bypass-requests/secret-scanning";

    #[test]
    fn only_a_list_s_links_matter_and_another_page_s_are_forgotten() {
        let mut tabs = tabs();
        let urls = || vec![REQUEST.to_owned()];
        let links = |tabs: &Tabs| {
            let context = tabs.context(1, PanelState::default(), VaultStatus::Empty);
            context.expect("a panel").links.pages.len()
        };
        assert!(!tabs.shown(1, PanelState::default()).expect("a panel").marks);
        assert!(!tabs.links_seen(1, urls()));
        assert!(!tabs.links_seen(2, urls()));
        assert_eq!(links(&tabs), 0);
        assert!(tabs.page_seen(1, report(LIST)));
        assert!(tabs.shown(1, PanelState::default()).expect("a panel").marks);
        assert!(tabs.links_seen(1, urls()));
        assert_eq!(links(&tabs), 1);
        assert!(tabs.page_seen(1, report(&format!("{LIST}?page=2"))));
        assert_eq!(links(&tabs), 1, "the same list");
        assert!(tabs.want(1, REQUEST));
        assert!(tabs.page_seen(1, report(REQUEST)));
        assert_eq!(links(&tabs), 0);
        assert!(!tabs.want(1, REQUEST));
        let context = tabs.context(1, PanelState::default(), VaultStatus::Empty);
        assert_eq!(context.expect("a panel").wanted, None);
        assert_eq!(tabs.shown(2, PanelState::default()), None);
    }

    #[test]
    fn nothing_admits_nobody() {
        let mut tabs = tabs();
        assert!(!tabs.admit(1, frame(5), ""));
        assert!(!tabs.expect(1, String::new()));
        assert!(!tabs.admit(1, frame(5), ""));
    }
}
