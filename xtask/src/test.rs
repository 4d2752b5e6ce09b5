//! `cargo xtask test`: every check there is, in order, up to the first that fails.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use xshell::{Cmd, cmd};

use crate::browsers::Browsers;
use crate::setup::{Setup, cargo, say, spoken};
use crate::toolchain::{self, WASM_TARGET};
use crate::{budgets, build, dependencies, package};

/// One part of a test run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// rustfmt, checking.
    Fmt,
    /// clippy, natively and for wasm.
    Clippy,
    /// What all is built from: licences, sources, doubled crates, lockfiles, the list of third-party code.
    Dependencies,
    /// Tests that need no browser.
    Native,
    /// The release build of `dist/`, no larger than it may be.
    Build,
    /// Unit tests compiled to wasm, in Chromium.
    Wasm,
    /// Node's tests: stylesheet, fake GitHub, and the built extension and site in real browsers.
    EndToEnd,
}

impl Step {
    /// Every step, in the order they run.
    pub const ALL: [Self; 7] = [
        Self::Fmt,
        Self::Clippy,
        Self::Dependencies,
        Self::Native,
        Self::Build,
        Self::Wasm,
        Self::EndToEnd,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Dependencies => "dependencies",
            Self::Native => "native",
            Self::Build => "build",
            Self::Wasm => "wasm",
            Self::EndToEnd => "e2e",
        }
    }

    /// Names separated by commas; the steps in running order.
    ///
    /// # Errors
    /// When a name is unknown.
    pub fn parse_list(names: &str) -> Result<Vec<Self>, String> {
        let names: Vec<&str> = names.split(',').collect();
        if let Some(unknown) =
            names.iter().find(|name| !Self::ALL.iter().any(|step| step.name() == **name))
        {
            return Err(format!("no test step {unknown}"));
        }
        Ok(Self::ALL.into_iter().filter(|step| names.contains(&step.name())).collect())
    }
}

/// How many of Node's test files run at the same time: much of their time goes by in waiting, since
/// reviews are a second apart.
const FILES_AT_ONCE: &str = "2";

/// Where Node's tests lie, in running order.
const NODE_TESTS: [&str; 5] = ["style", "bench", "tests/fake-github", "tests/soak", "tests/e2e"];

/// Sets up, then runs the steps.
///
/// # Errors
/// When set-up fails, a browser can't be had, or a step fails.
pub fn test(steps: &[Step]) -> Result<()> {
    let setup = Setup::ensure()?;
    toolchain::ensure_components(&setup.shell)?;
    let needs_browsers = steps.iter().any(|step| matches!(step, Step::Wasm | Step::EndToEnd));
    let browsers =
        if needs_browsers { Some(Browsers::ensure(&setup.shell, &setup.root)?) } else { None };
    if let Some(Browsers { chromium, firefox }) = &browsers {
        println!("Chromium: {}\nFirefox:  {}", chromium.display(), firefox.display());
    }
    let mut run = Run { setup: &setup, browsers: browsers.as_ref(), durations: Vec::new() };
    let outcome = steps.iter().try_for_each(|step| run.step(*step));

    println!();
    for (name, duration) in &run.durations {
        println!("{:>12}  {name}", spoken(*duration));
    }
    if outcome.is_ok() {
        println!(
            "{:>12}  all passed",
            spoken(run.durations.iter().map(|(_, duration)| *duration).sum())
        );
    }
    outcome
}

/// A test run under way.
struct Run<'a> {
    setup: &'a Setup,
    /// Present when a step needs them.
    browsers: Option<&'a Browsers>,
    durations: Vec<(String, Duration)>,
}

impl Run<'_> {
    fn step(&mut self, step: Step) -> Result<()> {
        let setup = self.setup;
        let shell = &setup.shell;
        let cargo = cargo();
        match step {
            Step::Fmt => self
                .check("fmt", "a second", || Ok(cmd!(shell, "{cargo} fmt --all --check").run()?)),
            Step::Clippy => {
                self.check("clippy, native", "a few seconds, a minute the first time", || {
                    Ok(cmd!(shell, "{cargo} clippy --locked --workspace --no-default-features --all-targets -- -D warnings").run()?)
                })?;
                self.check("clippy, wasm", "a few seconds, a minute or two the first time", || {
                    clippy_wasm(setup)
                })
            }
            Step::Dependencies => {
                self.check("dependencies", "a second, some minutes the first time", || {
                    dependencies::check(shell, &setup.root)
                })
            }
            Step::Native => {
                self.check("native tests", "some seconds, a minute the first time", || {
                    Ok(cmd!(shell, "{cargo} test --locked --workspace --no-default-features")
                        .run()?)
                })
            }
            Step::Build => {
                self.check("release build", "about a minute, some the first time", || {
                    budgets::check(shell, &build::build(setup)?)
                })
            }
            Step::Wasm => {
                let browsers = self.browsers.context("the wasm tests need a browser")?;
                self.check("wasm tests", "half a minute, some minutes the first time", || {
                    wasm_tests(setup, browsers)
                })
            }
            Step::EndToEnd => {
                let browsers = self.browsers.context("the end-to-end tests need browsers")?;
                for folder in NODE_TESTS {
                    let files = node_tests(&setup.root, folder)?;
                    self.check(folder, "seconds, a quarter of an hour for those in browsers", || {
                        let command = cmd!(
                            shell,
                            "node --test --test-concurrency={FILES_AT_ONCE} --test-reporter=spec {files...}"
                        );
                        Ok(with_test_environment(command, setup, browsers).run()?)
                    })?;
                }
                Ok(())
            }
        }
    }

    fn check(
        &mut self,
        name: &str,
        takes: &str,
        action: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        say(&format!("{name} ({takes})"));
        let started = Instant::now();
        let outcome = action();
        let verdict = if outcome.is_ok() { "passed" } else { "FAILED" };
        println!("{name}: {verdict} after {}", spoken(started.elapsed()));
        self.durations.push((format!("{name}: {verdict}"), started.elapsed()));
        outcome.with_context(|| format!("{name} failed"))
    }
}

fn clippy_wasm(setup: &Setup) -> Result<()> {
    let shell = &setup.shell;
    let cargo = setup.wasm.cargo();
    if setup.wasm.has_clippy() {
        cmd!(
            shell,
            "{cargo} clippy --locked --package gatehouse --target {WASM_TARGET} --all-targets -- -D warnings"
        )
        .run()?;
    } else {
        println!(
            "Debian's toolchain has no clippy for wasm: the compiler's own warnings are denied instead"
        );
        let command = cmd!(
            shell,
            "{cargo} check --locked --package gatehouse --target {WASM_TARGET} --all-targets"
        )
        .env("RUSTFLAGS", "-D warnings");
        // A folder of its own, since other flags would make every build start anew.
        setup
            .wasm
            .apply(command)
            .env("CARGO_TARGET_DIR", setup.root.join("target").join("check"))
            .run()?;
    }
    Ok(())
}

fn wasm_tests(setup: &Setup, browsers: &Browsers) -> Result<()> {
    let shell = &setup.shell;
    let cargo = setup.wasm.cargo();
    let command =
        cmd!(shell, "{cargo} test --locked --package gatehouse --target {WASM_TARGET} --test ui")
            // Relative to the package, where cargo runs it: cargo splits the value at blanks.
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "node tests/e2e/wasm_runner.mjs")
            .env("WASM_BINDGEN_TEST_RUNNER", setup.tools.wasm_bindgen_test_runner());
    with_test_environment(setup.wasm.apply(command), setup, browsers).run()?;
    Ok(())
}

/// `command` with what the tests in Node read from their environment.
fn with_test_environment<'a>(command: Cmd<'a>, setup: &Setup, browsers: &Browsers) -> Cmd<'a> {
    command
        .env("GATEHOUSE_CHROMIUM", &browsers.chromium)
        .env("GATEHOUSE_FIREFOX", &browsers.firefox)
        .env("GATEHOUSE_DIST", setup.root.join("dist"))
}

/// The test files of a folder, relative to the root; an empty suite is an error, not a pass.
fn node_tests(root: &Path, folder: &str) -> Result<Vec<PathBuf>> {
    let files: Vec<PathBuf> = package::files_below(&root.join(folder))?
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
        .map(|file| Path::new(folder).join(file))
        .collect();
    if files.is_empty() {
        bail!("{folder} has no test: no file *.test.mjs");
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_their_own_order() {
        assert_eq!(Step::parse_list("e2e,fmt"), Ok(vec![Step::Fmt, Step::EndToEnd]));
        assert!(Step::parse_list("fmt,").is_err());
    }

    #[test]
    fn a_suite_without_tests_is_an_error() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(node_tests(root, "src").is_err());
        assert!(node_tests(root, "no-such-folder").is_err());
    }
}
