//! `cargo xtask size`: what the last build weighs, file by file against its budget, and what of it is in each wasm.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};
use xshell::cmd;

use crate::budgets;
use crate::setup::{Setup, say};

/// The programs, as Trunk names them.
const PROGRAMS: [&str; 2] = ["background", "app"];

/// What binaryen does to each wasm, as index.html tells Trunk: code without nested expressions has its blocks laid out anew.
pub const OPTIMISATION: [&str; 5] = ["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"];

/// How many functions are listed, the largest first.
const FUNCTIONS: usize = 30;

/// Prints what the last `cargo xtask build` weighs.
///
/// # Errors
/// When there is no build, when one of its files can't be read, and when a budget is exceeded.
pub fn run() -> Result<()> {
    let setup = Setup::ensure()?;
    let Setup { shell, root, .. } = &setup;
    let target = root.join("target");
    for program in PROGRAMS {
        // What is shipped has no names: the same optimisation of what wasm-bindgen wrote, this time with them.
        let from = target.join("wasm-bindgen").join("release").join(format!("{program}_bg.wasm"));
        if !from.is_file() {
            anyhow::bail!("{} doesn't exist: run `cargo xtask build` first", from.display());
        }
        say(&format!(
            "{program}: which crates and functions its wasm is made of (a minute or two)"
        ));
        let to = target.join(format!("{program}.named.wasm"));
        let optimizer = root.join("node_modules").join(".bin").join("wasm-opt");
        cmd!(shell, "{optimizer} {OPTIMISATION...} -g {from} -o {to}").quiet().run()?;
        print(&Contents::read(&to)?);
    }
    say("Files of dist/ and their budgets");
    budgets::check(shell, &root.join("dist"))
}

/// What a wasm module is made of, in bytes.
#[derive(Debug, Default, PartialEq)]
struct Contents {
    /// Each function's name, and its code.
    functions: Vec<(String, usize)>,
    /// The initial contents of its memory: texts and tables.
    data: usize,
    /// All else that is shipped: imports, exports, types.
    rest: usize,
}

impl Contents {
    fn read(file: &Path) -> Result<Self> {
        let module = fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
        Self::of(&module).with_context(|| format!("{} can't be read as wasm", file.display()))
    }

    fn of(module: &[u8]) -> Result<Self> {
        let mut contents = Self::default();
        let mut imported = 0;
        let mut names = BTreeMap::new();
        let mut custom = 0;
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    contents.functions.push((String::new(), body.range().len()));
                }
                Payload::DataSection(data) => contents.data = data.range().len(),
                Payload::CustomSection(section) => {
                    custom += section.range().len();
                    let KnownCustom::Name(subsections) = section.as_known() else { continue };
                    for subsection in subsections {
                        let Name::Function(functions) = subsection? else { continue };
                        for naming in functions {
                            let naming = naming?;
                            names.insert(naming.index as usize, naming.name);
                        }
                    }
                }
                _ => {}
            }
        }
        for (index, (name, _)) in contents.functions.iter_mut().enumerate() {
            let mangled = names.get(&(imported + index)).copied().unwrap_or_default();
            *name = format!("{:#}", rustc_demangle::demangle(mangled));
        }
        contents.rest = module.len() - custom - contents.data - contents.code();
        Ok(contents)
    }

    fn code(&self) -> usize {
        self.functions.iter().map(|(_, size)| size).sum()
    }

    /// Each crate's code in bytes and number of functions, the largest first.
    fn crates(&self) -> Vec<(&str, usize, usize)> {
        let mut crates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (name, size) in &self.functions {
            let (bytes, count) = crates.entry(crate_of(name)).or_default();
            *bytes += size;
            *count += 1;
        }
        let mut crates: Vec<_> =
            crates.into_iter().map(|(name, (bytes, count))| (name, bytes, count)).collect();
        crates.sort_by_key(|(_, bytes, _)| std::cmp::Reverse(*bytes));
        crates
    }
}

/// The crate that a function's source is in, by its name: of `<T as serde::de::Expected>::fmt` it is `serde`. What it was
/// made for, the name doesn't say.
fn crate_of(name: &str) -> &str {
    // The words before the first `::` that belong to a path: a type's own, or the trait's where it is anybody's.
    for (at, _) in name.match_indices("::") {
        let before = &name[..at];
        // Newer names have a hash: `core[c5930c85a12de822]`.
        let before = before
            .split_once('[')
            .filter(|(start, _)| !start.is_empty())
            .map_or(before, |(start, _)| start);
        let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |it| it + 1);
        if start < before.len() {
            return &before[start..];
        }
    }
    "(without a crate)"
}

fn print(contents: &Contents) {
    let code = contents.code();
    println!(
        "code {code}, data {}, the rest {} bytes, before compression\n",
        contents.data, contents.rest
    );
    println!("{:>10}{:>8}{:>11}  crate that the source is in", "bytes", "of code", "functions");
    for (name, bytes, count) in
        contents.crates().into_iter().filter(|(_, bytes, _)| bytes * 500 > code)
    {
        println!("{bytes:>10}{:>7.1}%{count:>11}  {name}", percent(bytes, code));
    }
    let mut functions: Vec<_> = contents.functions.iter().collect();
    functions.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    println!("\n{:>10}  function", "bytes");
    for (name, size) in functions.into_iter().take(FUNCTIONS) {
        println!("{size:>10}  {}", name.chars().take(140).collect::<String>());
    }
}

#[allow(clippy::cast_precision_loss, reason = "some million bytes")]
fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_source() {
        for (name, owner) in [
            ("gatehouse::client::runner::Runner::run::{{closure}}", "gatehouse"),
            (
                "<&mut serde_json::de::Deserializer<R> as serde_core::de::Deserializer>::x",
                "serde_json",
            ),
            ("<T as tachys::view::any_view::IntoAny>::into_any::build", "tachys"),
            ("<F as core::ops::FnOnce<(A,)>>::call_once", "core"),
            ("core[c5930c85a12de822]::fmt::write", "core"),
            ("<str as core[c5930c85a12de822]::fmt::Debug>::fmt", "core"),
            ("main", "(without a crate)"),
            ("", "(without a crate)"),
        ] {
            assert_eq!(crate_of(name), owner, "{name}");
        }
    }

    #[test]
    fn names_and_sizes_of_functions_are_read_past_what_is_imported() {
        // (import "a" "b" (func)) (func $x::y (nop)) (func (nop) (nop)), with a name for the first of the two.
        let module = [
            &b"\0asm\x01\0\0\0"[..],
            b"\x01\x04\x01\x60\0\0",
            b"\x02\x07\x01\x01a\x01b\0\0",
            b"\x03\x03\x02\0\0",
            b"\x0a\x0a\x02\x03\0\x01\x0b\x04\0\x01\x01\x0b",
            b"\0\x0e\x04name\x01\x07\x01\x01\x04x::y",
        ]
        .concat();
        let contents = Contents::of(&module).unwrap();
        assert_eq!(contents.functions, [("x::y".to_owned(), 3), (String::new(), 4)]);
        assert_eq!(contents.crates(), [("(without a crate)", 4, 1), ("x", 3, 1)]);
        assert!(Contents::of(b"\0asm").is_err());
    }
}
