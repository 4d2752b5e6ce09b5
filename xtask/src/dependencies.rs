//! What all is built from: the lockfiles and the list of third-party code.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;
use xshell::Shell;

use crate::build::read;
use crate::third_party;

/// Checks the npm lockfile, and that THIRD_PARTY.md is up to date.
///
/// # Errors
/// When one isn't as it has to be.
pub fn check(shell: &Shell, root: &Path) -> Result<()> {
    let lockfile = serde_json::from_str(&read(&root.join("package-lock.json"))?)?;
    let problems = npm_problems(&lockfile);
    if !problems.is_empty() {
        bail!("package-lock.json:\n{}", problems.join("\n"));
    }
    third_party::check(shell, root)
}

/// What is wrong with an npm lockfile: packages that could become others without anybody noticing.
fn npm_problems(lockfile: &Value) -> Vec<String> {
    let Some(packages) = lockfile["packages"].as_object().filter(|packages| packages.len() > 1)
    else {
        return vec!["it names no packages".to_owned()];
    };
    let mut problems = Vec::new();
    for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        if !package["integrity"].as_str().is_some_and(|hash| hash.starts_with("sha512-")) {
            problems.push(format!("{name} has no SHA-512"));
        }
        if package["resolved"].as_str().is_some_and(|address| !address.starts_with("https://")) {
            problems.push(format!("{name} doesn't come over HTTPS from a registry"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;
    use crate::package::files_below;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    /// What cargo may do to Cargo.lock with each of these, unless it is told not to.
    const RESOLVING: [&str; 9] =
        ["build", "check", "clippy", "doc", "fetch", "metadata", "run", "test", "tree"];

    #[test]
    fn every_build_keeps_to_the_lockfile() {
        let folder = root().join("xtask").join("src");
        let mut commands = 0;
        for file in files_below(&folder).unwrap() {
            let text = fs::read_to_string(folder.join(&file)).unwrap();
            for (_, rest) in
                text.match_indices("{cargo} ").map(|(at, it)| text.split_at(at + it.len()))
            {
                let command: String = rest.chars().take_while(|c| *c != '"').collect();
                let mut words = command.split(' ');
                if words.next().is_some_and(|word| RESOLVING.contains(&word)) {
                    commands += 1;
                    assert!(words.any(|word| word == "--locked"), "{}: {command}", file.display());
                }
            }
            assert!(!text.contains(concat!("{NPM} ", "install")), "{}", file.display());
            for (at, _) in text.match_indices(concat!("{NPM} ", "ci")) {
                let options: String = text[at..].chars().take_while(|c| *c != '"').collect();
                assert!(options.contains("--ignore-scripts"), "{}: {options}", file.display());
            }
        }
        assert!(commands > 5, "only {commands} commands were found");
        let has =
            |file: &str, text: &str| fs::read_to_string(root().join(file)).unwrap().contains(text);
        assert!(has("Trunk.toml", "\nlocked = true\n"));
        assert!(has(".cargo/config.toml", "xtask = \"run --locked "));
    }

    #[test]
    fn npm_packages_are_known_by_their_hash() {
        let lockfile = fs::read_to_string(root().join("package-lock.json")).unwrap();
        assert_eq!(npm_problems(&serde_json::from_str(&lockfile).unwrap()), [""; 0]);
        let planted = json!({ "packages": { "": {}, "a": { "integrity": "sha1-x" },
            "b": { "integrity": "sha512-x", "resolved": "git+ssh://example.test/b" },
            "c": { "integrity": "sha512-x", "resolved": "https://example.test/c" } } });
        assert_eq!(
            npm_problems(&planted),
            ["a has no SHA-512", "b doesn't come over HTTPS from a registry"]
        );
        assert_eq!(npm_problems(&json!({})), ["it names no packages"]);
    }
}
