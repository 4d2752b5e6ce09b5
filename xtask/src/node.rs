//! Node, npm and the npm packages of package-lock.json.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::setup::say;

/// The oldest Node that works, as in package.json's `engines`.
const OLDEST_NODE: u32 = 20;

/// The program npm.
pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Inside node_modules: a copy of the lockfile the packages were installed from.
const STAMP: &str = ".gatehouse-package-lock.json";

/// Checks Node and npm, and installs the locked packages unless they already are.
///
/// # Errors
/// When Node is missing or too old, or `npm ci` fails.
pub fn ensure(shell: &Shell, root: &Path) -> Result<()> {
    let advice =
        "Install Node 20 or later, with npm, from https://nodejs.org or your system's packages.";
    let version = cmd!(shell, "node --version")
        .quiet()
        .ignore_stderr()
        .read()
        .with_context(|| format!("Node was not found. {advice}"))?;
    match major_version(&version) {
        Some(major) if major >= OLDEST_NODE => {}
        _ => bail!("Node {version} is too old. {advice}"),
    }

    let lockfile =
        fs::read(root.join("package-lock.json")).context("package-lock.json can't be read")?;
    let stamp = root.join("node_modules").join(STAMP);
    if fs::read(&stamp).is_ok_and(|stamped| stamped == lockfile) {
        return Ok(());
    }
    cmd!(shell, "{NPM} --version")
        .quiet()
        .ignore_stdout()
        .ignore_stderr()
        .run()
        .with_context(|| format!("npm was not found. {advice}"))?;
    say("Installing the npm packages of package-lock.json (about half a minute)");
    cmd!(shell, "{NPM} ci --ignore-scripts --no-audit --no-fund").run()?;
    fs::write(&stamp, lockfile).with_context(|| format!("{} can't be written", stamp.display()))
}

/// The major number of `v20.11.0`.
fn major_version(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_says_its_major_version() {
        assert_eq!(major_version("v20.11.0\n"), Some(20));
        assert_eq!(major_version("v8.0.0"), Some(8));
        assert_eq!(major_version("node"), None);
    }
}
