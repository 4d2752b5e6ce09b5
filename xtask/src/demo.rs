//! `cargo xtask demo`: the built extension on a fake GitHub.

use anyhow::Result;
use xshell::cmd;

use crate::setup::{Setup, say};
use crate::{browsers, build};

/// Builds, then hands over to the demo's script; `arguments` are the script's.
///
/// # Errors
/// When set-up, build or the script fails.
pub fn demo(arguments: &[String]) -> Result<()> {
    let setup = Setup::ensure()?;
    let chromium = browsers::ensure_chromium(&setup.shell, &setup.root)?;
    let dist = build::build(&setup)?;
    say("Starting the demo");
    let shell = &setup.shell;
    cmd!(shell, "node tests/e2e/demo.mjs {arguments...}")
        .env("GATEHOUSE_CHROMIUM", chromium)
        .env("GATEHOUSE_DIST", dist)
        .run()?;
    Ok(())
}
