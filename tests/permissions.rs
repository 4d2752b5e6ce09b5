//! That the manifest's permissions and the document that justifies them name the same.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;

const MANIFEST: &str = include_str!("../manifest.json");
const DOCUMENT: &str = include_str!("../docs/permissions.md");
const SECURITY: &str = include_str!("../SECURITY.md");

fn of_manifest(keys: &[&str]) -> BTreeSet<String> {
    let manifest: serde_json::Value = serde_json::from_str(MANIFEST).expect("a manifest");
    let names = |key: &&str| manifest[*key].as_array().cloned().unwrap_or_default();
    let text = |name: serde_json::Value| name.as_str().expect("a text").to_owned();
    keys.iter().flat_map(names).map(text).collect()
}

/// What the tables below a heading have in their first column.
fn of_document(heading: &str) -> BTreeSet<String> {
    let below = DOCUMENT.split(&format!("\n## {heading}\n")).nth(1).expect("the heading");
    let section = below.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().expect("a name").to_owned()).collect()
}

#[test]
fn the_manifest_and_the_document_name_the_same_permissions() {
    let at_install = of_manifest(&["permissions", "host_permissions"]);
    assert_eq!(of_document("At install"), at_install);
    assert!(at_install.contains("storage"));
    let when_needed = of_manifest(&["optional_permissions", "optional_host_permissions"]);
    assert_eq!(of_document("When it is needed"), when_needed);
    assert!(SECURITY.contains("(docs/permissions.md)"));
}

#[test]
fn what_is_said_not_to_be_asked_for_is_not_asked_for() {
    let section = DOCUMENT.split("## What is not asked for").nth(1).expect("the heading");
    let names: Vec<&str> = section.split('`').skip(1).step_by(2).collect();
    assert!(names.contains(&"tabs"));
    let keys =
        ["permissions", "host_permissions", "optional_permissions", "optional_host_permissions"];
    let asked = of_manifest(&keys);
    assert!(!names.iter().any(|name| asked.contains(*name)));
}

#[test]
fn scripts_and_pages_are_where_a_permission_is() {
    let manifest: serde_json::Value = serde_json::from_str(MANIFEST).expect("a manifest");
    let granted = of_manifest(&["host_permissions"]);
    for list in ["content_scripts", "web_accessible_resources"] {
        for entry in manifest[list].as_array().expect("a list") {
            for pattern in entry["matches"].as_array().expect("a list") {
                assert!(granted.contains(pattern.as_str().expect("a text")), "{list}: {pattern}");
            }
        }
    }
}

#[test]
fn only_github_can_frame_the_extension_s_pages_and_nobody_talks_to_it() {
    let manifest: serde_json::Value = serde_json::from_str(MANIFEST).expect("a manifest");
    let policies = manifest["content_security_policy"].as_object().expect("policies");
    assert_eq!(policies.keys().collect::<Vec<_>>(), ["extension_pages"]);
    let policy = policies["extension_pages"].as_str().expect("a text");
    let directives: Vec<(&str, &str)> =
        policy.split(';').filter_map(|directive| directive.trim().split_once(' ')).collect();
    let of = |name: &str| -> Vec<&str> {
        directives.iter().filter(|(its, _)| *its == name).map(|(_, sources)| *sources).collect()
    };
    assert_eq!(of("frame-ancestors"), ["https://github.com"], "{policy}");
    assert_eq!(of("default-src"), ["'none'"], "{policy}");
    let open =
        serde_json::json!([{ "resources": ["index.html"], "matches": ["https://github.com/*"] }]);
    assert_eq!(manifest["web_accessible_resources"], open);
    assert_eq!(manifest.get("externally_connectable"), None);
    for said in
        ["`frame-ancestors https://github.com`", "`externally_connectable`", "`onMessageExternal`"]
    {
        assert!(SECURITY.contains(said), "{said}");
    }
}
