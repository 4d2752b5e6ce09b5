//! What all is built from: the rules of `deny.toml`, the lockfiles, and known advisories.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::build::read;
use crate::node::NPM;
use crate::setup::{cargo, say, shell_at_root};
use crate::{third_party, tools};

/// Checks licences, sources and doubled crates by `deny.toml`, the npm lockfile, and that THIRD_PARTY.md is up to date.
///
/// # Errors
/// When one isn't as it has to be, or cargo-deny can't be had.
pub fn check(shell: &Shell, root: &Path) -> Result<()> {
    let deny = tools::ensure_cargo_deny(shell)?;
    let cargo = cargo();
    // It looks at the crates of every system and target, which nothing else here needs.
    cmd!(shell, "{cargo} fetch --locked").run()?;
    cmd!(shell, "{deny} --offline --locked --all-features check bans licenses sources").run()?;
    // The fuzzing engine's workspace keeps to the same rules; that it doesn't need all of them is no matter.
    cmd!(shell, "{cargo} fetch --locked --manifest-path fuzz/Cargo.toml").run()?;
    cmd!(shell, "{deny} --offline --locked --log-level error --config deny.toml --manifest-path fuzz/Cargo.toml check bans licenses sources").run()?;
    for file in ["package-lock.json", "bench/package-lock.json"] {
        let problems = npm_problems(&serde_json::from_str(&read(&root.join(file))?)?);
        if !problems.is_empty() {
            bail!("{file}:\n{}", problems.join("\n"));
        }
    }
    third_party::check(shell, root)?;
    println!(
        "Known advisories were NOT looked for: that takes their databases, and `cargo xtask advisories`"
    );
    Ok(())
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

/// What became of a search for advisories.
#[derive(Debug, PartialEq)]
enum Search {
    /// None is known.
    None,
    /// Some are, as the tool said.
    Found,
    /// The database can't be reached, so nothing is known.
    NotMade(String),
}

/// Looks for known advisories against the crates and the npm packages.
///
/// # Errors
/// When there are some, and when it could not be looked.
pub fn advisories() -> Result<()> {
    let (shell, _) = shell_at_root()?;
    let searches = [("Rust crates", crates(&shell)?), ("npm packages", npm(&shell)?)];
    println!();
    for (what, search) in &searches {
        match search {
            Search::None => println!("{what}: no known advisory"),
            Search::Found => println!("{what}: ADVISORIES, see above"),
            Search::NotMade(why) => println!("{what}: NOT LOOKED AT, nothing is known: {why}"),
        }
    }
    if searches.iter().any(|(_, search)| *search != Search::None) {
        bail!("not everything is known to be without advisories");
    }
    Ok(())
}

fn crates(shell: &Shell) -> Result<Search> {
    let deny = tools::ensure_cargo_deny(shell)?;
    say("Fetching RustSec's advisories");
    if let Err(error) = cmd!(shell, "{deny} fetch db").run() {
        return Ok(Search::NotMade(format!("RustSec's database can't be fetched ({error})")));
    }
    let checked = cmd!(shell, "{deny} --locked check --disable-fetch advisories").run();
    Ok(if checked.is_ok() { Search::None } else { Search::Found })
}

fn npm(shell: &Shell) -> Result<Search> {
    say("Asking npm's registry for advisories");
    let report = cmd!(shell, "{NPM} audit --package-lock-only --json")
        .ignore_status()
        .ignore_stderr()
        .read()
        .context("npm was not found")?;
    let search = npm_search(&report);
    if search == Search::Found {
        println!("{report}");
    }
    Ok(search)
}

/// What `npm audit --json` says: an error and vulnerabilities end it with the same status.
fn npm_search(report: &str) -> Search {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    match report["metadata"]["vulnerabilities"]["total"].as_u64() {
        Some(0) => Search::None,
        Some(_) => Search::Found,
        None => Search::NotMade(format!(
            "npm's registry gives none ({})",
            report["message"].as_str().unwrap_or("no report")
        )),
    }
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

    #[test]
    fn a_registry_that_says_nothing_is_not_one_without_advisories() {
        let report = |total: u64| {
            json!({ "metadata": { "vulnerabilities": { "total": total } } }).to_string()
        };
        assert_eq!(npm_search(&report(0)), Search::None);
        assert_eq!(npm_search(&report(2)), Search::Found);
        assert!(
            matches!(npm_search(r#"{"message":"404"}"#), Search::NotMade(why) if why.contains("404"))
        );
        assert!(matches!(npm_search("<html>"), Search::NotMade(_)));
    }
}
