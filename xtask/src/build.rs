//! `cargo xtask build`: from sources to `dist/site`, `dist/chrome` and `dist/firefox`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::setup::{Setup, say, spoken};
use crate::{budgets, hosts, package};

/// Sets up, builds and says how large the result is.
///
/// # Errors
/// When set-up or build fails.
pub fn run() -> Result<()> {
    let setup = Setup::ensure()?;
    let dist = build(&setup)?;
    print_folders(&dist);
    say("Sizes and budgets");
    for problem in budgets::report(&setup.shell, &dist)? {
        // Somebody who tries something builds with a quicker profile: only `cargo xtask test` insists.
        println!("Larger than it may be: {problem}");
    }
    Ok(())
}

/// Builds everything; the folder `dist`, absolute.
///
/// # Errors
/// When a tool fails, or what it wrote is not a complete extension.
pub fn build(setup: &Setup) -> Result<PathBuf> {
    let started = Instant::now();
    let hosts = hosts::from_environment()?;
    let Setup { shell, root, .. } = setup;

    say("Building the stylesheet (a second)");
    cmd!(shell, "node style/build.mjs").run()?;

    say(
        "Building the app and the background for the browser (some minutes the first time, then about one)",
    );
    let trunk = &setup.tools.trunk;
    // Trunk takes the usual `NO_COLOR=1` for a wrong option.
    let command = cmd!(shell, "{trunk} build --config Trunk.toml").env_remove("NO_COLOR");
    // Unset when empty, so that a build without hosts is the same whether the variable is empty or absent.
    let command = match hosts.as_slice() {
        [] => command.env_remove(hosts::VARIABLE),
        hosts => command.env(hosts::VARIABLE, hosts.join(",")),
    };
    setup.with_wasm_environment(command)?.run()?;

    say("Packaging the site and the extensions (a second)");
    let dist = root.join("dist");
    package::package(setup, &root.join("target").join("trunk"), &dist, &hosts)?;
    println!("Built in {}", spoken(started.elapsed()));
    Ok(dist)
}

/// Prints where the results lie.
pub fn print_folders(dist: &Path) {
    println!(
        "\n{}\n  the static site: put it on any static host, below any path\n{}\n  the extension for Chrome, Edge and other Chromium browsers\n{}\n  the extension for Firefox",
        dist.join("site").display(),
        dist.join("chrome").display(),
        dist.join("firefox").display()
    );
}

/// Reads a text file, naming it in the error.
///
/// # Errors
/// When it can't be read.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} can't be read", file.display()))
}
