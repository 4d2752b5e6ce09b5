//! The pinned tools (Trunk, wasm-bindgen, cargo-deny, cargo-mutants) and the per-user cache folder they are kept in.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use xshell::{Shell, cmd};

use crate::setup::{cargo, say, spoken};
use crate::system;

const TRUNK_VERSION: &str = "0.21.14";

const CARGO_DENY_VERSION: &str = "0.20.2";

const CARGO_MUTANTS_VERSION: &str = "27.1.0";

/// The tools, ready to run.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The program `trunk`.
    pub trunk: PathBuf,
    /// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, of Cargo.lock's version.
    pub wasm_bindgen_folder: PathBuf,
}

impl Tools {
    /// The program that runs wasm unit tests.
    pub fn wasm_bindgen_test_runner(&self) -> PathBuf {
        self.wasm_bindgen_folder.join(program_file("wasm-bindgen-test-runner"))
    }
}

/// One tool to have: a crate at a version, and the programs it brings.
struct Wanted<'a> {
    package: &'a str,
    version: &'a str,
    programs: &'a [&'a str],
    options: &'a [&'a str],
    /// How its programs are asked for their version.
    asked: &'a [&'a str],
    /// How long building it takes on two cores.
    takes: &'a str,
}

/// Finds the tools on `PATH` or in the cache folder, or builds them into it.
///
/// # Errors
/// When Cargo.lock has no wasm-bindgen, or a tool can't be built.
pub fn ensure(shell: &Shell, root: &Path) -> Result<Tools> {
    let lockfile =
        fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock can't be read")?;
    let wasm_bindgen_version =
        locked_version(&lockfile, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    let wasm_bindgen_folder = ensure_tool(
        shell,
        &Wanted {
            package: "wasm-bindgen-cli",
            version: wasm_bindgen_version,
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            options: &[],
            asked: &["--version"],
            takes: "about 2 minutes",
        },
    )?;
    let trunk_folder = ensure_tool(
        shell,
        &Wanted {
            package: "trunk",
            version: TRUNK_VERSION,
            programs: &["trunk"],
            // The defaults bring an update check and OpenSSL, and no build of ours downloads through Trunk.
            options: &["--no-default-features", "--features", "rustls"],
            asked: &["--version"],
            takes: "about 5 minutes",
        },
    )?;
    Ok(Tools { trunk: trunk_folder.join(program_file("trunk")), wasm_bindgen_folder })
}

/// Finds cargo-deny on `PATH` or in the cache folder, or builds it into it: the program.
///
/// # Errors
/// When it can't be built.
pub fn ensure_cargo_deny(shell: &Shell) -> Result<PathBuf> {
    let folder = ensure_tool(
        shell,
        &Wanted {
            package: "cargo-deny",
            version: CARGO_DENY_VERSION,
            programs: &["cargo-deny"],
            options: &[],
            asked: &["--version"],
            takes: "about 3 minutes",
        },
    )?;
    Ok(folder.join(program_file("cargo-deny")))
}

/// Finds cargo-mutants on `PATH` or in the cache folder, or builds it into it: the program.
///
/// # Errors
/// When it can't be built.
pub fn ensure_cargo_mutants(shell: &Shell) -> Result<PathBuf> {
    let folder = ensure_tool(
        shell,
        &Wanted {
            package: "cargo-mutants",
            version: CARGO_MUTANTS_VERSION,
            programs: &["cargo-mutants"],
            options: &[],
            asked: &["mutants", "--version"],
            takes: "about 3 minutes",
        },
    )?;
    Ok(folder.join(program_file("cargo-mutants")))
}

/// The folder with the tool's programs.
fn ensure_tool(shell: &Shell, wanted: &Wanted) -> Result<PathBuf> {
    let complete = |folder: &Path| {
        wanted
            .programs
            .iter()
            .all(|name| has_version(shell, &folder.join(program_file(name)), wanted))
    };
    let on_path = wanted
        .programs
        .first()
        .and_then(|name| system::program(name))
        .and_then(|file| Some(file.parent()?.to_path_buf()));
    if let Some(folder) = on_path.filter(|folder| complete(folder)) {
        return Ok(folder);
    }
    let cache = cache_folder()?;
    let name = format!("{}-{}", wanted.package, wanted.version);
    let folder = cache.join(&name);
    if complete(&folder.join("bin")) {
        return Ok(folder.join("bin"));
    }

    say(&format!(
        "Building {} {} into {} ({} on two cores, once)",
        wanted.package,
        wanted.version,
        folder.display(),
        wanted.takes
    ));
    let started = Instant::now();
    // Installed beside its place and then renamed into it: a build that is stopped never looks complete,
    // and a second try goes on from what was compiled.
    let partial = cache.join(format!(".partial-{name}"));
    let objects = cache.join(format!(".build-{name}"));
    shell.create_dir(&cache)?;
    install(shell, wanted, &cache, &partial, &objects)?;
    if !complete(&partial.join("bin")) {
        bail!("{} was built but does not run as version {}", wanted.package, wanted.version);
    }
    shell.remove_path(&folder)?;
    fs::rename(&partial, &folder)
        .with_context(|| format!("{} can't be put in place", folder.display()))?;
    shell.remove_path(&objects)?;
    println!("{} {} is ready after {}", wanted.package, wanted.version, spoken(started.elapsed()));
    Ok(folder.join("bin"))
}

fn install(
    shell: &Shell,
    wanted: &Wanted,
    cache: &Path,
    partial: &Path,
    objects: &Path,
) -> Result<()> {
    let &Wanted { package, version, options, .. } = wanted;
    // Away from the repository, whose cargo configuration is not for tools.
    let _folder = shell.push_dir(cache);
    let run = |locked: &[&str]| {
        let cargo = cargo();
        cmd!(shell, "{cargo} install {package} --version {version} {locked...} {options...} --force --root {partial}")
            .env("CARGO_TARGET_DIR", objects)
            // A light profile: the tools are not shipped, and they work on small files.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
            .run()
    };
    // A registry mirror may lag behind the versions that the tool's own lockfile names.
    if let Err(locked) = run(&["--locked"]) {
        println!("{package} can't be built from its own lockfile ({locked}); trying without it");
        run(&[]).with_context(|| format!("{package} can't be built"))?;
    }
    Ok(())
}

fn has_version(shell: &Shell, program: &Path, wanted: &Wanted) -> bool {
    let asked = wanted.asked;
    program.is_file()
        && cmd!(shell, "{program} {asked...}")
            .quiet()
            .ignore_stderr()
            .read()
            .is_ok_and(|answer| answer.split_whitespace().nth(1) == Some(wanted.version))
}

fn program_file(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// The version of `package` in the text of a Cargo.lock; the first, if there are several.
fn locked_version<'a>(lockfile: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lockfile.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// The folder that everything installed for Gatehouse, and only for it, is kept in.
///
/// # Errors
/// When the environment names neither the folder nor the user's own.
pub fn cache_folder() -> Result<PathBuf> {
    let system = if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::Mac
    } else {
        System::Unix
    };
    cache_folder_of(system, &|name| std::env::var_os(name).filter(|value| !value.is_empty()))
        .ok_or_else(|| {
            anyhow!("no cache folder is known: set GATEHOUSE_TOOLS to a folder for the build tools")
        })
}

#[derive(Clone, Copy)]
enum System {
    Unix,
    Mac,
    Windows,
}

fn cache_folder_of(system: System, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(folder) = variable("GATEHOUSE_TOOLS") {
        // Commands run in several folders: relative to the one we were started in.
        return std::path::absolute(folder).ok();
    }
    let user = match system {
        System::Windows => PathBuf::from(variable("LOCALAPPDATA")?),
        System::Mac => PathBuf::from(variable("HOME")?).join("Library").join("Caches"),
        System::Unix => match variable("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
        {
            Some(folder) => folder,
            None => PathBuf::from(variable("HOME")?).join(".cache"),
        },
    };
    Some(user.join("gatehouse"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(system: System, variables: &[(&str, &str)]) -> Option<PathBuf> {
        cache_folder_of(system, &|name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_cache_folder_is_the_one_named_or_the_systems() {
        let home = ("HOME", "/home/mona");
        assert_eq!(folder(System::Unix, &[home]), Some("/home/mona/.cache/gatehouse".into()));
        assert_eq!(
            folder(System::Unix, &[home, ("XDG_CACHE_HOME", "/c")]),
            Some("/c/gatehouse".into())
        );
        assert_eq!(
            folder(System::Unix, &[home, ("XDG_CACHE_HOME", "relative")]),
            Some("/home/mona/.cache/gatehouse".into())
        );
        assert_eq!(
            folder(System::Mac, &[home]),
            Some("/home/mona/Library/Caches/gatehouse".into())
        );
        assert_eq!(
            folder(System::Windows, &[("LOCALAPPDATA", "/local")]),
            Some("/local/gatehouse".into())
        );
        assert_eq!(
            folder(System::Unix, &[home, ("GATEHOUSE_TOOLS", "/tools")]),
            Some("/tools".into())
        );
        assert_eq!(folder(System::Unix, &[]), None);
    }

    #[test]
    fn a_version_is_read_from_the_lockfile() {
        let lockfile = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lockfile, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lockfile, "leptos"), None);
    }
}
