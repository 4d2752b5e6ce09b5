//! How the panel is left: open or closed, and how wide.

use serde::{Deserialize, Serialize};

/// The panel's width when nobody changed it, in CSS pixels.
pub const DEFAULT_WIDTH: u32 = 400;
/// The narrowest it gets, in CSS pixels: what the review form needs.
pub const MIN_WIDTH: u32 = 320;
/// The widest it gets, in CSS pixels: half of the narrowest page that it pushes aside, so that
/// GitHub's page keeps as much.
pub const MAX_WIDTH: u32 = 600;

/// How a person last left the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelState {
    /// Whether it is open; closed it is a slim tab.
    pub open: bool,
    /// Its width when open, in CSS pixels.
    pub width: u32,
}

impl Default for PanelState {
    /// The first use: open.
    fn default() -> Self {
        Self { open: true, width: DEFAULT_WIDTH }
    }
}

impl PanelState {
    /// The same, as wide as asked for within the limits.
    #[must_use]
    pub fn with_width(self, width: i64) -> Self {
        let width = width.clamp(i64::from(MIN_WIDTH), i64::from(MAX_WIDTH));
        Self { width: u32::try_from(width).unwrap_or(DEFAULT_WIDTH), ..self }
    }

    /// The same, open or closed.
    #[must_use]
    pub fn with_open(self, open: bool) -> Self {
        Self { open, ..self }
    }
}

/// Where the panel is on the page; `src/entry/review_page.js` has the same two widths in its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// Beside the page, which it pushes aside: from 1,200 px.
    Beside,
    /// Over the page: from 768 px.
    Over,
    /// A sheet at the bottom.
    Sheet,
}

impl Layout {
    /// On a page this wide, in CSS pixels.
    pub const fn of(viewport_width: u32) -> Self {
        match viewport_width {
            1200.. => Self::Beside,
            768.. => Self::Over,
            _ => Self::Sheet,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_use_finds_it_open_and_400_wide() {
        assert_eq!(PanelState::default(), PanelState { open: true, width: 400 });
    }

    #[test]
    fn the_layout_follows_the_page_s_width() {
        assert_eq!(Layout::of(1200), Layout::Beside);
        assert_eq!(Layout::of(1199), Layout::Over);
        assert_eq!(Layout::of(768), Layout::Over);
        assert_eq!(Layout::of(767), Layout::Sheet);
    }

    #[test]
    fn no_width_leaves_the_limits() {
        let panel = PanelState::default();
        assert_eq!(panel.with_width(-5).width, MIN_WIDTH);
        assert_eq!(panel.with_width(i64::MAX).width, MAX_WIDTH);
        assert_eq!(panel.with_width(450).width, 450);
    }

    #[test]
    fn it_is_opened_and_closed_at_its_width() {
        let narrow = PanelState::default().with_width(330);
        assert_eq!(narrow.with_open(false), PanelState { open: false, width: 330 });
        assert_eq!(narrow.with_open(false).with_open(true), narrow);
    }
}
