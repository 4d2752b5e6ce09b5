//! The colour theme a GitHub page shows, from the attributes of its `<html>`.

use serde::{Deserialize, Serialize};

/// The attributes `data-color-mode`, `data-light-theme` and `data-dark-theme`, as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// `auto`, `light` or `dark`.
    pub mode: String,
    /// Primer's name of the light theme, such as `light_high_contrast`.
    pub light: String,
    /// Primer's name of the dark theme, such as `dark_dimmed`.
    pub dark: String,
}

impl Default for Theme {
    /// Follows the system, in Primer's plain themes.
    fn default() -> Self {
        Self::from_attributes(None, None, None)
    }
}

impl Theme {
    /// From the three attributes. What is absent or isn't a theme's name is the default, so that
    /// a page can't put other text into our document.
    pub fn from_attributes(mode: Option<&str>, light: Option<&str>, dark: Option<&str>) -> Self {
        let name = |text: Option<&str>, default: &str, allowed: fn(&str) -> bool| {
            text.filter(|text| allowed(text)).unwrap_or(default).to_owned()
        };
        Self {
            mode: name(mode, "auto", |mode| matches!(mode, "auto" | "light" | "dark")),
            light: name(light, "light", is_theme),
            dark: name(dark, "dark", is_theme),
        }
    }

    /// The same with every part checked again, for a theme that came in a message.
    #[must_use]
    pub fn checked(&self) -> Self {
        Self::from_attributes(Some(&self.mode), Some(&self.light), Some(&self.dark))
    }
}

/// Either of the two themes may be a light or a dark one: GitHub lets people choose freely.
fn is_theme(name: &str) -> bool {
    (name.starts_with("light") || name.starts_with("dark"))
        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_taken_as_github_names_it() {
        let theme = Theme::from_attributes(Some("dark"), Some("light"), Some("dark_dimmed"));
        assert_eq!(theme.dark, "dark_dimmed");
        assert_eq!(theme.mode, "dark");
    }

    #[test]
    fn what_is_no_theme_is_the_default() {
        let theme = Theme::from_attributes(Some("x\"y"), None, Some("dark\"><script>"));
        assert_eq!(theme, Theme::default());
    }
}
