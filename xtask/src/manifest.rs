//! The extension's manifest: one source, one result per browser.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// A family of browsers with a package of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Browser {
    /// Chrome, Edge and other Chromium browsers.
    Chrome,
    /// Firefox on desktop and Android.
    Firefox,
}

impl Browser {
    /// Both, in the order they are packaged.
    pub const ALL: [Self; 2] = [Self::Chrome, Self::Firefox];

    /// The folder in `dist/`.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Firefox => "firefox",
        }
    }
}

/// manifest.json as `browser` wants it, with `version` put in.
///
/// Each browser warns about the other's way to name the background.
///
/// # Errors
/// When the source is not a manifest with a `background`, or `version` is not one that stores take.
pub fn for_browser(source: &str, browser: Browser, version: &str) -> Result<Value> {
    if version.split('.').count() > 4 || version.split('.').any(|part| part.parse::<u16>().is_err())
    {
        bail!("version {version} is not one to four numbers, as an extension's must be");
    }
    let mut manifest: Map<String, Value> = serde_json::from_str(source).context("manifest.json")?;
    manifest.insert("version".to_owned(), version.into());
    let background = manifest
        .get_mut("background")
        .and_then(Value::as_object_mut)
        .context("manifest.json has no background")?;
    background.insert("type".to_owned(), "module".into());
    let (own, other) = match browser {
        Browser::Chrome => ("service_worker", "scripts"),
        Browser::Firefox => ("scripts", "service_worker"),
    };
    background.remove(other);
    if !background.contains_key(own) {
        bail!("the background of manifest.json has no {own}");
    }
    match browser {
        Browser::Chrome => manifest.remove("browser_specific_settings"),
        Browser::Firefox => manifest.remove("minimum_chrome_version"),
    };
    Ok(manifest.into())
}

/// The files of the package that a manifest names: scripts, pages and icons; patterns are not among them.
pub fn files(manifest: &Value) -> BTreeSet<String> {
    const LEAVES: [&str; 12] = [
        "/background/service_worker",
        "/background/scripts",
        "/options_ui/page",
        "/options_page",
        "/action/default_popup",
        "/action/default_icon",
        "/icons",
        "/side_panel/default_path",
        "/sidebar_action/default_panel",
        "/sidebar_action/default_icon",
        "/devtools_page",
        "/chrome_url_overrides",
    ];
    let mut found = BTreeSet::new();
    for leaf in LEAVES {
        collect(manifest.pointer(leaf), &mut found);
    }
    for list in [
        ("/content_scripts", ["js", "css"].as_slice()),
        ("/web_accessible_resources", &["resources"]),
    ] {
        for entry in manifest.pointer(list.0).and_then(Value::as_array).into_iter().flatten() {
            for key in list.1 {
                collect(entry.get(key), &mut found);
            }
        }
    }
    found
}

fn collect(value: Option<&Value>, found: &mut BTreeSet<String>) {
    match value {
        // `page.html#options` is the file page.html.
        Some(Value::String(path)) if !path.contains('*') => {
            let file = path.split(['#', '?']).next().unwrap_or(path).trim_start_matches('/');
            found.insert(file.to_owned());
        }
        Some(Value::Array(items)) => items.iter().for_each(|item| collect(Some(item), found)),
        Some(Value::Object(members)) => {
            members.values().for_each(|member| collect(Some(member), found))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r##"{
        "manifest_version": 3,
        "version": "0",
        "minimum_chrome_version": "120",
        "background": { "service_worker": "service_worker.js", "scripts": ["service_worker.js"], "type": "module" },
        "browser_specific_settings": { "gecko": { "id": "gatehouse@example" } },
        "content_scripts": [{ "matches": ["https://github.com/*"], "js": ["content.js"] }],
        "icons": { "16": "icons/16.png" },
        "options_ui": { "page": "index.html#/token" },
        "web_accessible_resources": [{ "resources": ["index.html", "*.wasm"], "matches": ["https://github.com/*"] }]
    }"##;

    #[test]
    fn chrome_gets_a_service_worker_and_nothing_of_firefox() -> Result<()> {
        let manifest = for_browser(SOURCE, Browser::Chrome, "1.2.3")?;
        assert_eq!(manifest["version"], "1.2.3");
        assert_eq!(
            manifest["background"],
            serde_json::json!({ "service_worker": "service_worker.js", "type": "module" })
        );
        assert!(manifest.get("browser_specific_settings").is_none());
        assert_eq!(manifest["minimum_chrome_version"], "120");
        Ok(())
    }

    #[test]
    fn firefox_gets_scripts_and_its_settings() -> Result<()> {
        let manifest = for_browser(SOURCE, Browser::Firefox, "1.2.3")?;
        assert_eq!(
            manifest["background"],
            serde_json::json!({ "scripts": ["service_worker.js"], "type": "module" })
        );
        assert_eq!(manifest["browser_specific_settings"]["gecko"]["id"], "gatehouse@example");
        assert!(manifest.get("minimum_chrome_version").is_none());
        Ok(())
    }

    #[test]
    fn a_manifest_without_a_background_for_the_browser_is_an_error() {
        assert!(for_browser("{}", Browser::Chrome, "1.0.0").is_err());
        assert!(
            for_browser(r#"{"background": {"service_worker": "a.js"}}"#, Browser::Firefox, "1.0.0")
                .is_err()
        );
    }

    #[test]
    fn a_version_no_store_takes_is_an_error() {
        assert!(for_browser(SOURCE, Browser::Chrome, "1.0.0-rc.1").is_err());
        assert!(for_browser(SOURCE, Browser::Chrome, "70000").is_err());
    }

    #[test]
    fn the_files_a_manifest_names_are_known() -> Result<()> {
        let named = files(&for_browser(SOURCE, Browser::Firefox, "1.2.3")?);
        assert_eq!(
            named.into_iter().collect::<Vec<_>>(),
            ["content.js", "icons/16.png", "index.html", "service_worker.js"]
        );
        Ok(())
    }
}
