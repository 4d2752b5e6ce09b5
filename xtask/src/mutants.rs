//! `cargo xtask mutants`: changes the pure modules' code in small ways, and looks whether a test notices.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::setup::{say, shell_at_root};
use crate::tools;

/// The modules that decide, all of which test natively.
const MODULES: [&str; 6] = ["client", "github", "inbox", "page", "triage", "vault"];

/// The pure parts of modules that need a browser otherwise.
const FILES: [&str; 12] = [
    "transport/patient",
    "ui/chord",
    "ui/earlier_selection",
    "ui/keymap",
    "ui/route",
    "ui/selection",
    "ui/window",
    "webext/links",
    "webext/message",
    "webext/sender",
    "webext/tabs",
    "webext/ui_storage",
];

/// Which of the changes are tried: every `of`th, from the `part`th on. Together the parts are all of them.
#[derive(Debug, PartialEq)]
pub struct Shard {
    /// From 0.
    pub part: u32,
    /// More than `part`.
    pub of: u32,
}

impl Default for Shard {
    fn default() -> Self {
        Self { part: 0, of: 8 }
    }
}

impl Shard {
    /// From `PART/OF`.
    pub fn parse(text: &str) -> Option<Self> {
        let (part, of) = text.split_once('/')?;
        let shard = Self { part: part.parse().ok()?, of: of.parse().ok()? };
        (shard.part < shard.of).then_some(shard)
    }
}

/// Tries the changes of a shard. What no test noticed is in `target/mutants.out/missed.txt`.
///
/// # Errors
/// When cargo-mutants can't be had, or a change went unnoticed.
pub fn run(shard: &Shard) -> Result<()> {
    let (shell, _) = shell_at_root()?;
    let mutants = tools::ensure_cargo_mutants(&shell)?;
    let part = format!("{}/{}", shard.part, shard.of);
    let mut files: Vec<String> =
        MODULES.iter().map(|module| format!("src/{module}/**/*.rs")).collect();
    files.extend(FILES.iter().map(|file| format!("src/{file}.rs")));
    let mut options = Vec::new();
    for file in &files {
        options.extend(["--file", file.as_str()]);
    }
    say(&format!(
        "Trying part {part} of the changes (a quarter of a minute each, a copy of the repository)"
    ));
    let tried = cmd!(shell, "{mutants} mutants --package gatehouse --no-default-features {options...} --exclude **/tests.rs --exclude **/properties.rs --exclude src/client/script.rs --exclude src/inbox/load/moving.rs --exclude src/triage/query/sample.rs --exclude src/vault/cipher/toy.rs --shard {part} --sharding round-robin --timeout 40 --output target -- --lib")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_TEST_DEBUG", "0")
        .run();
    println!(
        "Go on with `cargo xtask mutants --shard {}/{}`",
        (shard.part + 1) % shard.of,
        shard.of
    );
    if tried.is_err() {
        bail!("see target/mutants.out: missed.txt has what no test noticed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_of_several() {
        assert_eq!(Shard::parse("2/9"), Some(Shard { part: 2, of: 9 }));
        for text in ["", "2", "9/9", "-1/9", "a/b"] {
            assert_eq!(Shard::parse(text), None, "{text}");
        }
    }
}
