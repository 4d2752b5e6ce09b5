//! The Chromium and the Firefox that tests and demo run in: found on this machine, or installed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::setup::say;
use crate::{system, tools};

/// The browsers of a test run, as absolute paths of programs.
#[derive(Clone, Debug)]
pub struct Browsers {
    /// Chromium, or Chrome for Testing.
    pub chromium: PathBuf,
    /// Firefox or Firefox ESR.
    pub firefox: PathBuf,
}

impl Browsers {
    /// Finds or installs both.
    ///
    /// # Errors
    /// When one can't be had; a test run without it would prove less than it says.
    pub fn ensure(shell: &Shell, root: &Path) -> Result<Self> {
        Ok(Self {
            chromium: ensure(shell, root, &CHROMIUM)?,
            firefox: ensure(shell, root, &FIREFOX)?,
        })
    }
}

/// Finds or installs Chromium alone.
///
/// # Errors
/// When it can't be had.
pub fn ensure_chromium(shell: &Shell, root: &Path) -> Result<PathBuf> {
    ensure(shell, root, &CHROMIUM)
}

/// How one browser is found and installed.
struct Kind {
    name: &'static str,
    /// The environment variable that names the program, and settles it.
    variable: &'static str,
    /// Names on `PATH`, the best first.
    programs: &'static [&'static str],
    /// Where else it lies.
    files: &'static [&'static str],
    /// What `--version` says before the number.
    says: &'static [&'static str],
    /// The oldest major version whose extension support the tests need.
    oldest: u32,
    debian_package: &'static str,
    install: fn(&Shell, &Path, &Path) -> Result<String>,
}

// Google Chrome is not among them: since 137 it ignores `--load-extension`.
const CHROMIUM: Kind = Kind {
    name: "Chromium",
    variable: "GATEHOUSE_CHROMIUM",
    programs: &["chromium", "chromium-browser"],
    files: &["/Applications/Chromium.app/Contents/MacOS/Chromium"],
    says: &["Chromium ", "Google Chrome for Testing "],
    oldest: 120,
    debian_package: "chromium",
    install: install_chromium,
};

const FIREFOX: Kind = Kind {
    name: "Firefox",
    variable: "GATEHOUSE_FIREFOX",
    programs: &["firefox-esr", "firefox"],
    files: &[
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        r"C:\Program Files\Mozilla Firefox\firefox.exe",
    ],
    says: &["Mozilla Firefox "],
    // As manifest.json's strict_min_version.
    oldest: 140,
    debian_package: "firefox-esr",
    install: install_firefox,
};

fn ensure(shell: &Shell, root: &Path, kind: &Kind) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(kind.variable).filter(|value| !value.is_empty()) {
        let program = std::path::absolute(named)?;
        return match unusable(shell, kind, &program) {
            None => Ok(program),
            Some(reason) => bail!("{} names {}, which {reason}", kind.variable, program.display()),
        };
    }
    if let Some(program) = find(shell, kind) {
        return Ok(program);
    }
    let folder = tools::cache_folder()?.join("browsers");
    let note = folder.join(format!("{}.path", kind.name.to_lowercase()));
    let noted = fs::read_to_string(&note).ok().map(PathBuf::from);
    if let Some(program) = noted.filter(|program| unusable(shell, kind, program).is_none()) {
        return Ok(program);
    }

    if system::is_debian() {
        say(&format!("Installing {} from Debian's packages (about a minute)", kind.name));
        match system::apt_install(shell, &[kind.debian_package]) {
            Ok(()) => {
                if let Some(program) = find(shell, kind) {
                    return Ok(program);
                }
                println!("{} was installed, but is not usable", kind.debian_package);
            }
            Err(problem) => println!("{problem:#}"),
        }
    }

    say(&format!("Downloading {} into {} (about a minute)", kind.name, folder.display()));
    shell.create_dir(&folder)?;
    let advice =
        || format!("there is no {0}: install it, or name one in {1}", kind.name, kind.variable);
    let program = PathBuf::from((kind.install)(shell, root, &folder).with_context(advice)?);
    if let Some(reason) = unusable(shell, kind, &program) {
        bail!("the downloaded {} {reason}; {}", program.display(), advice());
    }
    fs::write(&note, program.to_string_lossy().as_bytes())?;
    Ok(program)
}

fn find(shell: &Shell, kind: &Kind) -> Option<PathBuf> {
    let installed = kind.files.iter().map(PathBuf::from).filter(|file| file.is_file());
    for program in kind.programs.iter().filter_map(|name| system::program(name)).chain(installed) {
        match unusable(shell, kind, &program) {
            None => return Some(program),
            Some(reason) => println!("{} {reason}", program.display()),
        }
    }
    None
}

/// Why the program can't be tested in; none when it can.
fn unusable(shell: &Shell, kind: &Kind, program: &Path) -> Option<String> {
    if !program.is_file() {
        return Some("does not exist".to_owned());
    }
    if is_snap(program) {
        return Some(
            "is a snap, which sees neither the test's profile nor its extension".to_owned(),
        );
    }
    if cfg!(windows) {
        // Browsers on Windows open a window when asked for their version.
        return None;
    }
    let Ok(answer) = cmd!(shell, "{program} --version").quiet().ignore_stderr().read() else {
        return Some("does not start".to_owned());
    };
    match version(kind, &answer) {
        None => Some(format!("is not {}: it says {:?}", kind.name, answer.trim())),
        Some(major) if major < kind.oldest => {
            Some(format!("is too old: {major}, and {} is needed", kind.oldest))
        }
        Some(_) => None,
    }
}

/// The major version in what `--version` says.
fn version(kind: &Kind, answer: &str) -> Option<u32> {
    let number = answer
        .lines()
        .find_map(|line| kind.says.iter().find_map(|words| line.trim().strip_prefix(words)))?;
    number.split('.').next()?.parse().ok()
}

/// Whether the program is a snap, or one of Ubuntu's scripts that only start one.
fn is_snap(program: &Path) -> bool {
    let lies_in_snap = |file: &Path| file.starts_with("/snap");
    let target = fs::canonicalize(program).unwrap_or_else(|_| program.to_path_buf());
    lies_in_snap(program)
        || lies_in_snap(&target)
        || target.ends_with("usr/bin/snap")
        || starts_snap(&target)
}

fn starts_snap(file: &Path) -> bool {
    let small = fs::metadata(file).is_ok_and(|data| data.len() < 64 * 1024);
    small
        && fs::read_to_string(file)
            .is_ok_and(|script| script.starts_with("#!") && script.contains("/snap/bin/"))
}

/// Playwright's own build of Chromium.
fn install_chromium(shell: &Shell, root: &Path, folder: &Path) -> Result<String> {
    let playwright = root.join("node_modules").join("playwright-core");
    let program = playwright.join("cli.js");
    cmd!(shell, "node {program} install --no-shell chromium")
        .env("PLAYWRIGHT_BROWSERS_PATH", folder)
        .run()?;
    let ask = "import('playwright-core').then(({ default: { chromium } }) => console.log(chromium.executablePath()))";
    Ok(cmd!(shell, "node -e {ask}").env("PLAYWRIGHT_BROWSERS_PATH", folder).quiet().read()?)
}

/// Mozilla's stable Firefox, fetched by Puppeteer's installer.
fn install_firefox(shell: &Shell, root: &Path, folder: &Path) -> Result<String> {
    let program = root
        .join("node_modules")
        .join("@puppeteer")
        .join("browsers")
        .join("lib")
        .join("cjs")
        .join("main-cli.js");
    let format = "{{path}}";
    Ok(cmd!(shell, "node {program} install firefox@stable --path {folder} --format {format}")
        .read()?
        .trim()
        .to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_say_their_version() {
        assert_eq!(version(&CHROMIUM, "Chromium 156.0.1 built on Debian GNU/Linux 12"), Some(156));
        assert_eq!(version(&CHROMIUM, "Google Chrome for Testing 141.0.7390.37"), Some(141));
        assert_eq!(version(&CHROMIUM, "Google Chrome 141.0.7390.37"), None);
        assert_eq!(version(&FIREFOX, "Mozilla Firefox 140.9.0esr"), Some(140));
        assert_eq!(version(&FIREFOX, "error: this needs a snap"), None);
    }
}
