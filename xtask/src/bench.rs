//! `cargo xtask bench`: measures the release build, and what people would use instead, in Chromium.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::node::NPM;
use crate::setup::{Setup, say};
use crate::size::OPTIMISATION;
use crate::toolchain::WASM_TARGET;
use crate::{browsers, budgets, build};

/// The package of the wasm that only the benchmark uses, and cargo's name for its file.
const ENGINE: [&str; 2] = ["bench-engine", "bench_engine.wasm"];

/// Inside the folder of the packages: the lockfile that they were installed from.
const STAMP: &str = "installed.json";

/// Builds, then hands over to the benchmark's script; `arguments` are the script's.
///
/// # Errors
/// When set-up or build fails, or something couldn't be measured. That a goal isn't met is no error.
pub fn bench(arguments: &[String]) -> Result<()> {
    let setup = Setup::ensure()?;
    let chromium = browsers::ensure_chromium(&setup.shell, &setup.root)?;
    let place = setup.root.join("target").join("bench");
    install_packages(&setup, &place.join("packages"))?;
    let dist = build::build(&setup)?;
    let sizes = place.join("sizes.json");
    fs::write(&sizes, budgets::json(&setup.shell, &dist)?)
        .with_context(|| format!("{} can't be written", sizes.display()))?;
    let engine = place.join("engine");
    build_engine(&setup, &engine)?;
    say("Measuring (some minutes; leave the machine alone)");
    let shell = &setup.shell;
    cmd!(shell, "node bench/run.mjs {arguments...}")
        .env("GATEHOUSE_CHROMIUM", chromium)
        .env("GATEHOUSE_DIST", dist)
        .env("GATEHOUSE_ENGINE", engine)
        .env("GATEHOUSE_SIZES", sizes)
        .run()?;
    Ok(())
}

/// Installs what is compared with, exactly as bench/package-lock.json says and without running any of its scripts, unless it
/// already is.
fn install_packages(setup: &Setup, folder: &Path) -> Result<()> {
    let Setup { shell, root, .. } = setup;
    let from = root.join("bench");
    let lockfile = fs::read(from.join("package-lock.json"))
        .context("bench/package-lock.json can't be read")?;
    let stamp = folder.join(STAMP);
    if fs::read(&stamp).is_ok_and(|stamped| stamped == lockfile) {
        return Ok(());
    }
    say("Installing the npm packages of bench/package-lock.json (some seconds)");
    shell.create_dir(folder)?;
    for file in ["package.json", "package-lock.json"] {
        shell.copy_file(from.join(file), folder)?;
    }
    cmd!(shell, "{NPM} ci --prefix {folder} --ignore-scripts --no-audit --no-fund").run()?;
    fs::write(&stamp, lockfile).with_context(|| format!("{} can't be written", stamp.display()))
}

/// Builds the engine into `folder`, optimised as the app is.
fn build_engine(setup: &Setup, folder: &Path) -> Result<()> {
    let Setup { shell, root, tools, wasm } = setup;
    let [package, file] = ENGINE;
    say("Building the benchmark's wasm (a minute the first time)");
    let cargo = wasm.cargo();
    let command =
        cmd!(shell, "{cargo} build --locked --release --package {package} --target {WASM_TARGET}");
    setup.with_wasm_environment(command)?.run()?;
    let built = root.join("target").join(WASM_TARGET).join("release").join(file);
    let bindgen = tools.wasm_bindgen_folder.join("wasm-bindgen");
    cmd!(
        shell,
        "{bindgen} --target web --no-typescript --out-dir {folder} --out-name engine {built}"
    )
    .run()?;
    let optimizer = root.join("node_modules").join(".bin").join("wasm-opt");
    let module = folder.join("engine_bg.wasm");
    cmd!(shell, "{optimizer} {OPTIMISATION...} {module} -o {module}").run()?;
    Ok(())
}
