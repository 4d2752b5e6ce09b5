//! What compiles Rust: the toolchain's components, and its wasm target by rustup or by Debian's packages.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Cmd, Shell, cmd};

use crate::setup::{cargo, say};
use crate::{system, tools};

/// The target everything that runs in a browser is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Debian's Rust that brings the sources of the standard library, from which the target is built on the spot.
const DEBIAN_PACKAGES: [&str; 5] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// What compiles to wasm.
#[derive(Clone, Debug, PartialEq)]
pub enum WasmToolchain {
    /// The toolchain that runs this program has the target.
    Own,
    /// Debian's `rustc-web` and `cargo-web`, through a folder that holds links to just these two.
    Debian {
        /// The folder with the links.
        links: PathBuf,
    },
}

impl WasmToolchain {
    /// The cargo to build for wasm with.
    pub fn cargo(&self) -> PathBuf {
        match self {
            Self::Own => cargo().into(),
            Self::Debian { links } => links.join("cargo"),
        }
    }

    /// Whether clippy can check code for wasm. Debian's toolchain brings none for it.
    pub fn has_clippy(&self) -> bool {
        *self == Self::Own
    }

    /// Folders to put first in `PATH`, so that tools find this toolchain's cargo and rustc.
    pub fn path_folders(&self) -> Vec<PathBuf> {
        match self {
            Self::Own => Vec::new(),
            Self::Debian { links } => vec![links.clone()],
        }
    }

    /// `command` with what this toolchain wants in its environment.
    pub fn apply<'a>(&self, command: Cmd<'a>) -> Cmd<'a> {
        match self {
            Self::Own => command,
            Self::Debian { links } => command
                .env("CARGO", links.join("cargo"))
                .env("RUSTC", links.join("rustc"))
                .env("RUSTDOC", links.join("rustdoc"))
                // Building std is unstable; Debian's compiler is as stable as any and has to be told that we mean it.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                // rustup and `cargo run` point it at their own toolchain's libraries.
                .env_remove("LD_LIBRARY_PATH"),
        }
    }
}

/// Finds or installs the wasm target.
///
/// `GATEHOUSE_WASM_TOOLCHAIN` (`rustup` or `debian`) leaves one way only; unset, Debian's packages are tried where rustup fails.
///
/// # Errors
/// When no allowed way works.
pub fn ensure_wasm(shell: &Shell) -> Result<WasmToolchain> {
    let choice = std::env::var("GATEHOUSE_WASM_TOOLCHAIN").unwrap_or_default();
    match choice.as_str() {
        "debian" => ensure_debian(shell),
        "rustup" => ensure_rustup(shell),
        "" => match ensure_rustup(shell) {
            Ok(toolchain) => Ok(toolchain),
            Err(problem) if system::is_debian() => {
                println!("{problem:#}");
                ensure_debian(shell)
            }
            Err(problem) => Err(problem),
        },
        other => bail!("GATEHOUSE_WASM_TOOLCHAIN is {other}, and can be rustup or debian"),
    }
}

fn ensure_rustup(shell: &Shell) -> Result<WasmToolchain> {
    // Asked of the compiler, so that a target that came without rustup counts too.
    let libraries = cmd!(shell, "rustc --print target-libdir --target {WASM_TARGET}")
        .quiet()
        .read()
        .context("rustc was not found")?;
    if Path::new(&libraries).is_dir() {
        return Ok(WasmToolchain::Own);
    }
    if system::program("rustup").is_none() {
        bail!(
            "this Rust has no target {WASM_TARGET}, and there is no rustup to add it with: install Rust from https://rustup.rs"
        );
    }
    say(&format!("Adding the Rust target {WASM_TARGET} (a few seconds)"));
    cmd!(shell, "rustup target add {WASM_TARGET}")
        .run()
        .with_context(|| format!("rustup can't add {WASM_TARGET}"))?;
    Ok(WasmToolchain::Own)
}

fn ensure_debian(shell: &Shell) -> Result<WasmToolchain> {
    if !cfg!(unix) {
        bail!("the toolchain of Debian's packages is for Debian only");
    }
    let format = "${db:Status-Status};";
    let complete = cmd!(shell, "dpkg-query --show --showformat={format} {DEBIAN_PACKAGES...}")
        .quiet()
        .ignore_stderr()
        .ignore_status()
        .read()
        .is_ok_and(|states| {
            states.split(';').filter(|state| *state == "installed").count() == DEBIAN_PACKAGES.len()
        });
    if !complete {
        say("Installing Debian's Rust for wasm: rustc-web and its companions (about a minute)");
        system::apt_install(shell, &DEBIAN_PACKAGES)?;
    }
    let links = tools::cache_folder()?.join("debian-rust").join("bin");
    shell.create_dir(&links)?;
    for name in ["cargo", "rustc", "rustdoc"] {
        link(&Path::new("/usr/bin").join(name), &links.join(name))?;
    }
    Ok(WasmToolchain::Debian { links })
}

#[cfg(unix)]
fn link(target: &Path, link: &Path) -> Result<()> {
    if std::fs::read_link(link).is_ok_and(|present| present == target) {
        return Ok(());
    }
    std::os::unix::fs::symlink(target, link)
        .with_context(|| format!("{} can't be made", link.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, link: &Path) -> Result<()> {
    bail!("{} can't be made on this system", link.display())
}

/// Finds or adds rustfmt and clippy, which rustup's minimal profile leaves out.
///
/// # Errors
/// When one is missing and can't be added.
pub fn ensure_components(shell: &Shell) -> Result<()> {
    let cargo = cargo();
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if cmd!(shell, "{cargo} {subcommand} --version")
            .quiet()
            .ignore_stdout()
            .ignore_stderr()
            .run()
            .is_ok()
        {
            continue;
        }
        say(&format!("Adding the Rust component {component} (a few seconds)"));
        cmd!(shell, "rustup component add {component}").run().with_context(|| {
            format!("{component} is missing, and rustup can't add it: install it with your Rust")
        })?;
    }
    Ok(())
}
