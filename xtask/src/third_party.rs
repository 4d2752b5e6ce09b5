//! `cargo xtask third-party`: the list of what others wrote and `dist/` contains, and the texts of its licences.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::build::read;
use crate::setup::{cargo, shell_at_root};
use crate::toolchain::WASM_TARGET;

/// The list, in the repository's root.
const FILE: &str = "THIRD_PARTY.md";

/// The texts of the licences, in each folder of `dist/`.
const TEXTS: &str = "THIRD_PARTY_LICENSES.txt";

const TEXTS_HEAD: &str = "What others wrote and Gatehouse contains, with the texts of its licences.\n\
    With it comes Rust's standard library (MIT OR Apache-2.0), https://github.com/rust-lang/rust.\n";

const RULE: &str =
    "--------------------------------------------------------------------------------";

/// Of packages that name the licence and come without its text. Source: <https://spdx.org/licenses/MIT.html>.
const MIT: &str = "\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the \"Software\"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.";

const HEAD: &str = "\
# Third-party code

What others wrote and `dist/` contains, made by `cargo xtask third-party` from the lockfiles; `cargo xtask test` fails
when it isn't up to date. Build and test tools are not in it: nothing of them is shipped. The texts of the licences stand in
`THIRD_PARTY_LICENSES.txt` in each folder of `dist/`.

## Rust crates

Linked into `app` or `background`. The linker leaves out what isn't called, so of some of them nothing remains. With them
comes Rust's standard library (MIT OR Apache-2.0).

| crate | version | licence | source |
|---|---|---|---|
";

/// What is shipped of npm packages: name, what of it.
const SHIPPED: [(&str, &str); 2] = [
    ("@primer/octicons", "the icons in `src/ui/parts/icon.rs`"),
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

/// Writes [`TEXTS`] into a folder of `dist/`: most licences ask that their text goes with what is shipped.
///
/// # Errors
/// When a package can't be read, or has no text and its licence isn't one whose text is known.
pub fn write_texts(shell: &Shell, root: &Path, folders: &[PathBuf]) -> Result<()> {
    let cargo = cargo();
    let metadata: Value = serde_json::from_str(
        &cmd!(
            shell,
            "{cargo} metadata --locked --format-version 1 --filter-platform {WASM_TARGET}"
        )
        .quiet()
        .read()?,
    )?;
    let shipped = crates(&tree(shell)?)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut of_text = BTreeMap::<String, Vec<String>>::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let [name, version] = ["name", "version"].map(|field| text(&package[field]));
        if !shipped.iter().any(|it| it.name == name && it.version == version) {
            continue;
        }
        let authors: Vec<String> =
            package["authors"].as_array().into_iter().flatten().map(text).collect();
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        let folder = manifest.parent().context("a manifest lies in a folder")?;
        let licence = text(&package["license"]);
        for text in texts(folder, &format!("{name} {version}"), &licence, &authors)? {
            of_text.entry(text).or_default().push(format!("{name} {version}"));
        }
    }
    for (name, _) in SHIPPED {
        for text in texts(&root.join("node_modules").join(name), name, "", &[])? {
            of_text.entry(text).or_default().push(name.to_owned());
        }
    }
    let texts: String = of_text
        .iter()
        .map(|(text, packages)| format!("{RULE}\n{}\n\n{text}\n\n", packages.join(", ")))
        .collect();
    for folder in folders {
        fs::write(folder.join(TEXTS), format!("{TEXTS_HEAD}\n{texts}"))?;
    }
    Ok(())
}

/// The texts that come with a package. Where there is a choice, it is MIT's.
fn texts(folder: &Path, package: &str, licence: &str, authors: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        let is_text =
            ["LICEN", "UNLICEN", "COPYING", "NOTICE"].iter().any(|begins| name.starts_with(begins));
        if is_text && entry.file_type()?.is_file() {
            let text = String::from_utf8_lossy(&fs::read(entry.path())?).replace("\r\n", "\n");
            found.push((name, text.trim().to_owned()));
        }
    }
    if found.iter().any(|(name, _)| name.contains("MIT")) {
        found.retain(|(name, _)| name.contains("MIT") || name.starts_with("NOTICE"));
    }
    if found.is_empty() {
        if !licence.split(' ').any(|word| word == "MIT") {
            bail!("{package} comes without the text of its licence ({licence})");
        }
        let holders =
            if authors.is_empty() { "its authors".to_owned() } else { authors.join(", ") };
        found.push((String::new(), format!("MIT License\n\nCopyright (c) {holders}\n\n{MIT}")));
    }
    found.sort();
    Ok(found.into_iter().map(|(_, text)| text).collect())
}

fn list(shell: &Shell, root: &Path) -> Result<String> {
    let lockfile: Value = serde_json::from_str(&read(&root.join("package-lock.json"))?)?;
    Ok(format!("{HEAD}{}{}", crate_rows(&tree(shell)?)?, npm_rows(&lockfile)?))
}

/// What is linked, as cargo's lines `NAME vVERSION|LICENCE|ADDRESS`.
fn tree(shell: &Shell) -> Result<String> {
    let cargo = cargo();
    // Macros run in the compiler only. A crate's name can't hold the separator, nor can a licence.
    let format = "{p}|{l}|{r}";
    Ok(cmd!(shell, "{cargo} tree --locked --package gatehouse --target {WASM_TARGET} --edges normal,no-proc-macro --prefix none --no-dedupe --format {format}")
        .quiet()
        .read()?)
}

/// A crate that is linked.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Linked {
    name: String,
    version: String,
    licence: String,
    address: String,
}

/// The table's rows, each crate once.
fn crate_rows(tree: &str) -> Result<String> {
    let row = |Linked { name, version, licence, address }: &Linked| {
        format!("| {name} | {version} | {licence} | {address} |\n")
    };
    Ok(crates(tree)?.iter().map(row).collect())
}

fn crates(tree: &str) -> Result<BTreeSet<Linked>> {
    let mut crates = BTreeSet::new();
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
        // Ours.
        if name == "gatehouse" || name.starts_with("gatehouse-") {
            continue;
        }
        if licence.is_empty() {
            bail!("{name} {version} names no licence");
        }
        let address = address.trim_end_matches('/').trim_end_matches(".git");
        crates.insert(Linked {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: licence.to_owned(),
            address: address.to_owned(),
        });
    }
    if crates.is_empty() {
        bail!("cargo names no crate at all");
    }
    Ok(crates)
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
        let tree = "gatehouse v0.1.0 (/home/mona/gatehouse)|MIT|\ngatehouse-github v0.1.0 (/home/mona/gatehouse/src/github)|MIT|\nserde v1.0.2|MIT OR Apache-2.0|https://example.test/serde.git\nserde v1.0.2|MIT OR Apache-2.0|https://example.test/serde.git";
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

    #[test]
    fn the_text_of_a_licence_is_the_packages_own_or_mit_with_its_authors() {
        let shell = Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let mona = ["Mona".to_owned()];
        let texts = |licence| texts(folder.path(), "serde 1.0.2", licence, &mona);
        assert!(texts("Zlib").is_err());
        let [made] = &texts("Apache-2.0 OR MIT").unwrap()[..] else { panic!("one text") };
        assert!(made.contains("Copyright (c) Mona"));
        for (name, text) in
            [("LICENSE-APACHE", "apache"), ("LICENSE-MIT", "mit\r\n"), ("NOTICE", "notice")]
        {
            fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(texts("Zlib").unwrap(), ["mit", "notice"]);
    }
}
