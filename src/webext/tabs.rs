//! The tabs with a panel: what their page is, and which frame was admitted.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::page::meaning::meaning;
use crate::page::panel::{Layout, PanelState};
use crate::triage::guard::PageUser;

use super::message::{PageReport, PanelContext, PanelInstruction};
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
}

impl Tabs {
    /// Takes in what a page's script reports and says what it shall show. `new_secret` is used for a
    /// new frame only.
    pub fn page_seen(
        &mut self,
        tab: TabId,
        report: PageReport,
        panel: PanelState,
        new_secret: String,
    ) -> Option<PanelInstruction> {
        if meaning(&report.url).is_none() {
            self.0.remove(&tab);
            return None;
        }
        let kept = self.0.remove(&tab).filter(|_| report.has_frame);
        let (secret, state) = match kept {
            Some(kept) => (None, Tab { report, ..kept }),
            None => {
                let state = Tab { report, secret: Some(new_secret.clone()), admitted: None };
                (Some(new_secret), state)
            }
        };
        self.0.insert(tab, state);
        Some(PanelInstruction { panel, secret })
    }

    /// Admits a frame that presents its tab's secret, once.
    pub fn admit(&mut self, tab: TabId, frame: FrameRef, secret: &str) -> bool {
        let Some(state) = self.0.get_mut(&tab) else {
            return false;
        };
        let fits = state.secret.as_deref() == Some(secret) && !secret.is_empty();
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
    pub fn context(&self, tab: TabId, panel: PanelState) -> Option<PanelContext> {
        let report = &self.0.get(&tab)?.report;
        Some(PanelContext {
            meaning: meaning(&report.url)?,
            page_user: report.page_user(),
            theme: report.theme(),
            panel,
        })
    }

    /// Who is signed in on this tab's page.
    pub fn page_user(&self, tab: TabId) -> PageUser {
        self.0.get(&tab).map_or(PageUser::Unknown, |state| state.report.page_user())
    }

    /// Whether the panel lies over this tab's page, so that Escape closes it.
    pub fn lies_over(&self, tab: TabId) -> bool {
        self.0
            .get(&tab)
            .is_some_and(|state| Layout::of(state.report.viewport_width) != Layout::Beside)
    }

    /// Whether this tab has a panel.
    pub fn has(&self, tab: TabId) -> bool {
        self.0.contains_key(&tab)
    }

    /// The tab is closed, or its page is gone.
    pub fn remove(&mut self, tab: TabId) {
        self.0.remove(&tab);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = "https://github.com/octo-org/smile/exemptions/1";

    fn report(url: &str, has_frame: bool) -> PageReport {
        PageReport {
            url: url.to_owned(),
            login: Some("octocat".to_owned()),
            color_mode: None,
            light_theme: None,
            dark_theme: None,
            viewport_width: 1000,
            has_frame,
        }
    }

    fn frame(frame: i32) -> FrameRef {
        FrameRef { frame, document: None }
    }

    fn seen(tabs: &mut Tabs, url: &str, has_frame: bool, secret: &str) -> Option<PanelInstruction> {
        tabs.page_seen(1, report(url, has_frame), PanelState::default(), secret.to_owned())
    }

    #[test]
    fn a_frame_is_admitted_once_and_only_in_its_tab() {
        let mut tabs = Tabs::default();
        let instruction = seen(&mut tabs, REQUEST, false, "s1").expect("a panel");
        assert_eq!(instruction.secret.as_deref(), Some("s1"));
        assert!(!tabs.admit(1, frame(5), "wrong"));
        assert!(!tabs.admit(2, frame(5), "s1"));
        assert!(tabs.admit(1, frame(5), "s1"));
        assert!(!tabs.admit(1, frame(6), "s1"));
        assert!(tabs.is_admitted(1, &frame(5)));
        assert!(!tabs.is_admitted(1, &frame(6)));
        assert!(!tabs.is_admitted(2, &frame(5)));
    }

    #[test]
    fn a_soft_navigation_keeps_the_frame_and_a_new_page_does_not() {
        let mut tabs = Tabs::default();
        seen(&mut tabs, REQUEST, false, "s1");
        tabs.admit(1, frame(5), "s1");
        let next = "https://github.com/octo-org/smile/exemptions/2";
        assert_eq!(seen(&mut tabs, next, true, "s2").expect("a panel").secret, None);
        assert!(tabs.is_admitted(1, &frame(5)));
        assert!(seen(&mut tabs, next, false, "s3").expect("a panel").secret.is_some());
        assert!(!tabs.is_admitted(1, &frame(5)));
    }

    #[test]
    fn a_page_that_is_no_review_page_has_no_panel() {
        let mut tabs = Tabs::default();
        seen(&mut tabs, REQUEST, false, "s1");
        assert_eq!(seen(&mut tabs, "https://github.com/octo-org/smile", true, "s2"), None);
        assert!(!tabs.has(1));
        assert!(!tabs.admit(1, frame(5), "s1"));
    }

    #[test]
    fn an_empty_secret_admits_nobody() {
        let mut tabs = Tabs::default();
        seen(&mut tabs, REQUEST, false, "");
        assert!(!tabs.admit(1, frame(5), ""));
    }
}
