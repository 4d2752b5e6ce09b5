//! How large what people download may be: one table of budgets in bytes, and the check against it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use xshell::{Shell, cmd};

use crate::package;

/// How a file's bytes are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Counted {
    /// As they travel: each file compressed by brotli at its best quality.
    Brotli,
    /// As they are read by the browser.
    Minified,
}

impl Counted {
    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "brotli",
            Self::Minified => "minified",
        }
    }
}

/// How much the files of one purpose may come to.
struct Budget {
    /// What they are for.
    what: &'static str,
    counted: Counted,
    /// The most that a build may come to, in bytes: what was reached, and at most 5 % for what a change adds and for what
    /// another compiler makes of it. Larger only on purpose, smaller whenever something was saved.
    limit: usize,
    /// What is aimed at, in bytes.
    goal: usize,
    /// The folder of `dist/`.
    folder: &'static str,
    /// Whether a file of that folder is one of them, by its path in it.
    has: fn(&str) -> bool,
}

const BUDGETS: [Budget; 5] = [
    Budget {
        what: "app, to the first screen",
        counted: Counted::Brotli,
        limit: 960_000,
        goal: 180_000,
        folder: "site",
        // Nothing of it waits for a later screen yet.
        has: is_code,
    },
    Budget {
        what: "app, all files",
        counted: Counted::Brotli,
        limit: 960_000,
        goal: 300_000,
        folder: "site",
        has: is_code,
    },
    Budget {
        what: "background",
        counted: Counted::Brotli,
        limit: 205_000,
        goal: 80_000,
        folder: "chrome",
        has: |file| file.starts_with("background") || file == "service_worker.js",
    },
    Budget {
        what: "stub on every github.com page",
        counted: Counted::Minified,
        limit: 1_500,
        goal: 3_000,
        folder: "chrome",
        has: |file| file == "content.js",
    },
    Budget {
        what: "injected on review pages",
        counted: Counted::Minified,
        limit: 10_500,
        goal: 12_000,
        folder: "chrome",
        has: |file| matches!(file, "review_page.js" | "review_page.css"),
    },
];

fn is_code(file: &str) -> bool {
    [".wasm", ".js", ".css"].iter().any(|kind| file.ends_with(kind))
}

/// A file of `dist/` and its sizes in bytes.
#[derive(Clone, Debug, PartialEq)]
struct Sized {
    folder: &'static str,
    /// The path in the folder, with `/` in it.
    file: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the sizes of every program, script and stylesheet in `dist`, and what they come to beside their budgets; what is
/// over them, in words.
///
/// # Errors
/// When `dist` is incomplete.
pub fn report(shell: &Shell, dist: &Path) -> Result<Vec<String>> {
    let files = measure(shell, dist)?;
    println!("{:<52}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip", "brotli");
    for Sized { folder, file, raw, gzip, brotli } in &files {
        println!("{:<52}{raw:>10}{gzip:>10}{brotli:>10}", format!("{folder}/{file}"));
    }
    println!("\n{:<42}{:>10}{:>10}{:>10}{:>10}", "bytes", "", "now", "budget", "goal");
    for budget in &BUDGETS {
        let &Budget { what, counted, limit, goal, .. } = budget;
        let name = counted.name();
        println!("{what:<42}{name:>10}{:>10}{limit:>10}{goal:>10}", sum(budget, &files)?);
    }
    problems(&BUDGETS, &files)
}

/// Prints the same, and permits nothing over its budget.
///
/// # Errors
/// When `dist` is incomplete, or a budget is exceeded.
pub fn check(shell: &Shell, dist: &Path) -> Result<()> {
    let problems = report(shell, dist)?;
    if !problems.is_empty() {
        bail!("larger than xtask/src/budgets.rs permits:\n{}", problems.join("\n"));
    }
    Ok(())
}

/// What the budgets' files come to, as JSON: `[{ what, counted, now, goal }]`, in bytes.
///
/// # Errors
/// When `dist` is incomplete.
pub fn json(shell: &Shell, dist: &Path) -> Result<String> {
    let files = measure(shell, dist)?;
    let one = |budget: &Budget| -> Result<Value> {
        let &Budget { what, counted, goal, .. } = budget;
        let now = sum(budget, &files)?;
        Ok(json!({ "what": what, "counted": counted.name(), "now": now, "goal": goal }))
    };
    Ok(Value::Array(BUDGETS.iter().map(one).collect::<Result<_>>()?).to_string())
}

/// What is over its budget, and by how much.
fn problems(budgets: &[Budget], files: &[Sized]) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for budget in budgets {
        let &Budget { what, counted, limit, .. } = budget;
        let now = sum(budget, files)?;
        if let Some(over @ 1..) = now.checked_sub(limit) {
            let name = counted.name();
            problems.push(format!("{what}: {now} bytes {name}, {over} more than {limit}"));
        }
    }
    Ok(problems)
}

/// What the budget's files come to; none at all is a mistake, not a success.
fn sum(budget: &Budget, files: &[Sized]) -> Result<usize> {
    let sizes: Vec<usize> = files
        .iter()
        .filter(|it| it.folder == budget.folder && (budget.has)(&it.file))
        .map(|it| match budget.counted {
            Counted::Brotli => it.brotli,
            Counted::Minified => it.raw,
        })
        .collect();
    if sizes.is_empty() {
        bail!(
            "dist/{} has no file for \"{}\": `cargo xtask build` writes it",
            budget.folder,
            budget.what
        );
    }
    Ok(sizes.iter().sum())
}

/// The sizes of what people download of the site and, of an extension, of what only it has.
fn measure(shell: &Shell, dist: &Path) -> Result<Vec<Sized>> {
    let mut files: Vec<(&'static str, String)> = Vec::new();
    for folder in ["site", "chrome"] {
        for path in package::files_below(&dist.join(folder))? {
            let file =
                path.to_str().context("a file in dist has a strange name")?.replace('\\', "/");
            // The app is the same in both.
            if is_code(&file) && !files.iter().any(|(_, known)| *known == file) {
                files.push((folder, file));
            }
        }
    }
    let paths: Vec<PathBuf> =
        files.iter().map(|(folder, file)| dist.join(folder).join(file)).collect();
    let measure = "const { gzipSync, brotliCompressSync } = require('node:zlib'); const { readFileSync } = require('node:fs'); \
        for (const file of process.argv.slice(1)) { const data = readFileSync(file); \
        console.log(data.length, gzipSync(data, { level: 9 }).length, brotliCompressSync(data).length); }";
    let sizes = cmd!(shell, "node -e {measure} {paths...}").quiet().read()?;
    let mut measured = Vec::new();
    for ((folder, file), line) in files.into_iter().zip(sizes.lines()) {
        let numbers: Vec<usize> =
            line.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [raw, gzip, brotli] = numbers[..] else {
            bail!("Node wrote a line that isn't understood: {line}");
        };
        measured.push(Sized { folder, file, raw, gzip, brotli });
    }
    Ok(measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(limit: usize) -> Budget {
        Budget {
            what: "scripts",
            counted: Counted::Brotli,
            limit,
            goal: 1,
            folder: "site",
            has: |file| file.ends_with(".js"),
        }
    }

    fn sized(folder: &'static str, file: &str, brotli: usize) -> Sized {
        Sized { folder, file: file.to_owned(), raw: 1_000, gzip: 500, brotli }
    }

    #[test]
    fn what_is_over_its_budget_is_named_with_its_bytes() {
        let files =
            [sized("site", "a.js", 60), sized("site", "b.js", 50), sized("chrome", "c.js", 9)];
        assert_eq!(problems(&[budget(110)], &files).unwrap(), [""; 0]);
        assert_eq!(
            problems(&[budget(108), budget(110)], &files).unwrap(),
            ["scripts: 110 bytes brotli, 2 more than 108"]
        );
    }

    #[test]
    fn files_that_are_missing_are_not_small() {
        assert!(problems(&[budget(110)], &[sized("site", "a.css", 60)]).is_err());
    }

    #[test]
    fn every_file_with_code_of_site_and_background_has_a_budget() {
        let budgeted = |folder: &str, file: &str| {
            BUDGETS.iter().any(|budget| budget.folder == folder && (budget.has)(file))
        };
        assert!(budgeted("site", "app-1f2e_bg.wasm"));
        assert!(budgeted("site", "snippets/gatehouse/inline0.js"));
        for file in [
            "background_bg.wasm",
            "service_worker.js",
            "content.js",
            "review_page.js",
            "review_page.css",
        ] {
            assert!(budgeted("chrome", file), "{file}");
        }
        assert!(!budgeted("site", "icons/icon-16.png"));
    }
}
