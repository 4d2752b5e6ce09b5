//! `cargo xtask soak`: a reviewer's hour in Chromium, compressed, with faults and stops, to see what is left of the
//! promises at its end.

use anyhow::Result;
use xshell::cmd;

use crate::setup::{Setup, say};
use crate::{browsers, build};

/// Builds, then hands over to the soak's script; `arguments` are the script's.
///
/// # Errors
/// When set-up or build fails, or a promise was broken.
pub fn soak(arguments: &[String]) -> Result<()> {
    let setup = Setup::ensure()?;
    let chromium = browsers::ensure_chromium(&setup.shell, &setup.root)?;
    let dist = build::build(&setup)?;
    say("Soaking (ten to twenty minutes)");
    let shell = &setup.shell;
    cmd!(shell, "node tests/soak/soak.mjs {arguments...}")
        .env("GATEHOUSE_CHROMIUM", chromium)
        .env("GATEHOUSE_DIST", dist)
        .run()?;
    Ok(())
}
