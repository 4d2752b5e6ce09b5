//! `cargo xtask build`: from sources to `dist/site`, `dist/chrome` and `dist/firefox`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::setup::{Setup, say, spoken};
use crate::{hosts, package};

/// Sets up, builds and says how large the result is.
///
/// # Errors
/// When set-up or build fails.
pub fn run() -> Result<()> {
    let setup = Setup::ensure()?;
    let dist = build(&setup)?;
    print_sizes(&setup, &dist)?;
    print_folders(&dist);
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

/// Prints the size of each program, script and stylesheet of the site and of the background: as it is, gzip and brotli.
fn print_sizes(setup: &Setup, dist: &Path) -> Result<()> {
    let shell = &setup.shell;
    let mut files = Vec::new();
    for (folder, only) in [("site", ""), ("chrome", "background")] {
        for file in package::files_below(&dist.join(folder))? {
            let kind = file.extension().and_then(|extension| extension.to_str());
            let name = file
                .file_name()
                .and_then(|name| name.to_str())
                .context("a file in dist has a strange name")?;
            if matches!(kind, Some("wasm" | "js" | "css")) && name.starts_with(only) {
                files.push(dist.join(folder).join(file));
            }
        }
    }
    say("Sizes in bytes: file, raw, gzip, brotli");
    let measure = "const { gzipSync, brotliCompressSync } = require('node:zlib'); const { readFileSync } = require('node:fs'); const { relative } = require('node:path'); \
        for (const file of process.argv.slice(1)) { const data = readFileSync(file); \
        console.log([relative('dist', file).padEnd(44), data.length, gzipSync(data, { level: 9 }).length, brotliCompressSync(data).length].map((cell) => String(cell).padStart(9)).join(' ')); }";
    cmd!(shell, "node -e {measure} {files...}").quiet().run()?;
    Ok(())
}

/// Reads a text file, naming it in the error.
///
/// # Errors
/// When it can't be read.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} can't be read", file.display()))
}
