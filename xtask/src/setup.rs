//! Everything a build needs, checked and where missing installed, in one value.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use xshell::{Cmd, Shell};

use crate::toolchain::WasmToolchain;
use crate::tools::Tools;
use crate::{node, toolchain, tools};

/// What building for the browser takes. [`Setup::ensure`] makes it so.
pub struct Setup {
    /// Runs commands, in the repository's root.
    pub shell: Shell,
    /// The repository's root, absolute.
    pub root: PathBuf,
    /// The pinned build tools.
    pub tools: Tools,
    /// What compiles to wasm.
    pub wasm: WasmToolchain,
}

impl Setup {
    /// Finds or installs the npm packages, the wasm target and the pinned tools. Quick when all is there.
    ///
    /// # Errors
    /// When something is missing and can't be installed; the message says what a person can do.
    pub fn ensure() -> Result<Self> {
        let (shell, root) = shell_at_root()?;
        node::ensure(&shell, &root)?;
        let wasm = toolchain::ensure_wasm(&shell)?;
        let tools = tools::ensure(&shell, &root)?;
        Ok(Self { shell, root, tools, wasm })
    }

    /// `command` with the wasm toolchain, the pinned tools and the npm packages' programs first in `PATH`.
    ///
    /// # Errors
    /// When `PATH` can't be extended.
    pub fn with_wasm_environment<'a>(&self, command: Cmd<'a>) -> Result<Cmd<'a>> {
        let mut folders = self.wasm.path_folders();
        folders.push(self.tools.wasm_bindgen_folder.clone());
        folders.push(self.root.join("node_modules").join(".bin"));
        Ok(self.wasm.apply(command).env("PATH", path_with(&folders)?))
    }
}

/// `PATH` with `folders` before what is in it.
fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let present = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(folders.iter().cloned().chain(std::env::split_paths(&present)))
        .context("PATH can't be extended")
}

/// The cargo that started us, so that nested builds use the same toolchain.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// A shell in the repository's root, and that root, absolute.
///
/// # Errors
/// When the command was given in no workspace.
pub fn shell_at_root() -> Result<(Shell, PathBuf)> {
    let shell = Shell::new()?;
    let root = root(&shell)?;
    shell.change_dir(&root);
    Ok((shell, root))
}

/// The repository's root: the workspace of the folder the command was given in.
fn root(shell: &Shell) -> Result<PathBuf> {
    let cargo = cargo();
    let manifest = xshell::cmd!(shell, "{cargo} locate-project --workspace --message-format plain")
        .quiet()
        .read()?;
    let root = Path::new(&manifest).parent().context("cargo named no workspace folder")?;
    Ok(root.to_path_buf())
}

/// Announces a step.
pub fn say(message: &str) {
    println!("\n== {message}");
}

/// A duration for people: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..=9 => format!("{:.1} s", duration.as_secs_f64()),
        10..=59 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        assert_eq!(spoken(Duration::from_millis(420)), "0.4 s");
        assert_eq!(spoken(Duration::from_secs(59)), "59 s");
        assert_eq!(spoken(Duration::from_secs(185)), "3 min 05 s");
    }
}
