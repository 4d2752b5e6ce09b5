//! The operating system's own packages and programs.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

/// The first file of that name in the folders of `PATH`.
pub fn program(name: &str) -> Option<PathBuf> {
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}

/// Whether this is Debian or made from it, but not Ubuntu, whose browser packages are only stubs that start a snap.
pub fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|release| debian_release(&release))
}

fn debian_release(release: &str) -> bool {
    let words = |key: &str| -> Vec<String> {
        release
            .lines()
            .filter_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .flat_map(|value| {
                value.trim_matches('"').split_whitespace().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect()
    };
    let family = [words("ID"), words("ID_LIKE")].concat();
    family.iter().any(|name| name == "debian") && !family.iter().any(|name| name == "ubuntu")
}

/// Installs Debian packages; as root, or through a `sudo` that asks nothing. Never removes another package for them.
///
/// # Errors
/// When neither root nor such a `sudo` is there, or apt-get fails.
pub fn apt_install(shell: &Shell, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if program("apt-get").is_none() {
        bail!("this system has no apt-get to install {list} with");
    }
    let root = cmd!(shell, "id -u").quiet().read()?.trim() == "0";
    let sudo: &[&str] = if root { &[] } else { &["sudo", "-n"] };
    if !root && cmd!(shell, "sudo -n true").quiet().ignore_stdout().ignore_stderr().run().is_err() {
        bail!("only root can install {list}: run `sudo apt-get install {list}`, then start again");
    }
    run_with(shell, sudo, &["apt-get", "update", "--quiet"])?;
    let mut install = vec![
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "--yes",
        "--quiet",
        "--no-remove",
        "--no-install-recommends",
    ];
    install.extend(packages);
    run_with(shell, sudo, &install).with_context(|| format!("{list} can't be installed"))
}

fn run_with(shell: &Shell, prefix: &[&str], command: &[&str]) -> Result<()> {
    let words = [prefix, command].concat();
    let (program, arguments) = words.split_first().context("no command")?;
    cmd!(shell, "{program} {arguments...}").run()?;
    Ok(())
}

/// Whether a browser window can be shown.
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Shows `url` in the person's own browser. Returns whether something was started.
pub fn open(url: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let quiet = std::process::Stdio::null;
    std::process::Command::new(program)
        .args(arguments)
        .arg(url)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn()
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ubuntu_is_not_taken_for_debian() {
        assert!(debian_release("ID=debian\nVERSION_ID=\"12\""));
        assert!(debian_release("ID=kali\nID_LIKE=debian"));
        assert!(!debian_release("ID=ubuntu\nID_LIKE=debian"));
        assert!(!debian_release("ID=linuxmint\nID_LIKE=\"ubuntu debian\""));
        assert!(!debian_release("ID=fedora"));
    }
}
