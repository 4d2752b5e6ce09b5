//! `cargo xtask third-party`: the list of what others wrote and `dist/` contains, with its licences.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::build::read;
use crate::setup::{cargo, shell_at_root};
use crate::toolchain::WASM_TARGET;

/// The list, in the repository's root.
const FILE: &str = "THIRD_PARTY.md";

const HEAD: &str = "\
# Third-party code

What others wrote and `dist/` contains, made by `cargo xtask third-party` from the lockfiles; `cargo xtask test` fails
when it isn't up to date. Build and test tools are not in it: nothing of them is shipped.

## Rust crates

Linked into `app` or `background`. The linker leaves out what isn't called, so of some of them nothing remains. With them
comes Rust's standard library (MIT OR Apache-2.0).

| crate | version | licence | source |
|---|---|---|---|
";

/// What is shipped of npm packages: name, what of it.
const SHIPPED: [(&str, &str); 2] = [
    ("@primer/octicons", "the icons in `src/ui/icon.rs`"),
    ("@primer/primitives", "the design tokens in the stylesheet"),
];

/// Writes the list anew.
///
/// # Errors
/// When the lockfiles can't be read, or the list can't be written.
pub fn run() -> Result<()> {
    let (shell, root) = shell_at_root()?;
    fs::write(root.join(FILE), list(&shell, &root)?)?;
    println!("{FILE} is up to date");
    Ok(())
}

/// Checks that the list is what [`run`] would write.
///
/// # Errors
/// When it isn't.
pub fn check(shell: &Shell, root: &Path) -> Result<()> {
    // A checkout may have other line ends.
    let present = read(&root.join(FILE))?.replace("\r\n", "\n");
    if present != list(shell, root)? {
        bail!("{FILE} is out of date: run `cargo xtask third-party` and look at what changed");
    }
    Ok(())
}

fn list(shell: &Shell, root: &Path) -> Result<String> {
    let cargo = cargo();
    // Macros run in the compiler only. A crate's name can't hold the separator, nor can a licence.
    let format = "{p}|{l}|{r}";
    let tree = cmd!(shell, "{cargo} tree --locked --package gatehouse --target {WASM_TARGET} --edges normal,no-proc-macro --prefix none --no-dedupe --format {format}")
        .quiet()
        .read()?;
    let lockfile: Value = serde_json::from_str(&read(&root.join("package-lock.json"))?)?;
    Ok(format!("{HEAD}{}{}", crate_rows(&tree)?, npm_rows(&lockfile)?))
}

/// The table's rows from cargo's lines `NAME vVERSION|LICENCE|ADDRESS`, each crate once.
fn crate_rows(tree: &str) -> Result<String> {
    let mut rows = BTreeSet::new();
    for line in tree.lines() {
        let [package, licence, address] = line.split('|').collect::<Vec<_>>()[..] else {
            bail!("cargo wrote a line that isn't understood: {line}");
        };
        let mut words = package.split(' ');
        let (Some(name), Some(version)) =
            (words.next(), words.next().and_then(|version| version.strip_prefix('v')))
        else {
            bail!("cargo names a crate in an unknown way: {package}");
        };
        if name == "gatehouse" {
            continue;
        }
        if licence.is_empty() {
            bail!("{name} {version} names no licence");
        }
        let address = address.trim_end_matches('/').trim_end_matches(".git");
        rows.insert(format!("| {name} | {version} | {licence} | {address} |\n"));
    }
    if rows.is_empty() {
        bail!("cargo names no crate at all");
    }
    Ok(rows.into_iter().collect())
}

fn npm_rows(lockfile: &Value) -> Result<String> {
    let mut text =
        "\n## npm packages\n\n| package | version | licence | what of it |\n|---|---|---|---|\n"
            .to_owned();
    for (name, what) in SHIPPED {
        let package = &lockfile["packages"][format!("node_modules/{name}")];
        let field = |field: &str| {
            package[field]
                .as_str()
                .with_context(|| format!("package-lock.json: {name} has no {field}"))
        };
        text += &format!("| {name} | {} | {} | {what} |\n", field("version")?, field("license")?);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crate_is_named_once_and_our_own_not() {
        let tree = "gatehouse v0.1.0 (/home/mona/gatehouse)|MIT|\nserde v1.0.2|MIT OR Apache-2.0|https://example.test/serde.git\nserde v1.0.2|MIT OR Apache-2.0|https://example.test/serde.git";
        assert_eq!(
            crate_rows(tree).unwrap(),
            "| serde | 1.0.2 | MIT OR Apache-2.0 | https://example.test/serde |\n"
        );
    }

    #[test]
    fn a_crate_without_a_licence_and_an_empty_list_are_errors() {
        assert!(crate_rows("serde v1.0.2||https://example.test").is_err());
        assert!(crate_rows("serde|MIT|https://example.test").is_err());
        assert!(crate_rows("gatehouse v0.1.0|MIT|").is_err());
    }
}
