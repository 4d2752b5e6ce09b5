//! `cargo xtask mutants`: changes the pure modules' code in small ways, and looks whether a test notices.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::setup::{say, shell_at_root};
use crate::tools;

/// The modules that decide, all of which test natively.
const MODULES: [&str; 6] = ["client", "github", "inbox", "page", "triage", "vault"];

/// The pure parts of modules that need a browser otherwise.
const FILES: [&str; 29] = [
    "transport/patient",
    "ui/access_report",
    "ui/caret",
    "ui/chord",
    "ui/columns",
    "ui/command",
    "ui/earlier_selection",
    "ui/history_words",
    "ui/inbox_links",
    "ui/keymap",
    "ui/labels",
    "ui/labels/count",
    "ui/labels/secret_type",
    "ui/labels/token",
    "ui/ledger_words",
    "ui/marks",
    "ui/notice",
    "ui/notice/*",
    "ui/offer",
    "ui/preferences",
    "ui/queue_state",
    "ui/route",
    "ui/selection",
    "ui/window",
    "webext/links",
    "webext/message",
    "webext/sender",
    "webext/tabs",
    "webext/ui_storage",
];

/// Code for tests, in which a change proves nothing.
const FOR_TESTS: [&str; 6] = [
    "**/tests.rs",
    "**/properties.rs",
    "src/client/script.rs",
    "src/inbox/load/moving.rs",
    "src/triage/query/sample.rs",
    "src/vault/cipher/toy.rs",
];

/// Which of the changes are tried: `count` of them, behind `skip` others, in an order that is drawn from `seed`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What the order is drawn from.
    pub seed: u64,
    /// How many are left out, since they were tried before.
    pub skip: usize,
    /// How many are tried.
    pub count: usize,
}

impl Default for Sample {
    fn default() -> Self {
        Self { seed: 1, skip: 0, count: 320 }
    }
}

impl Sample {
    /// Those of `all`, which may come in any order.
    fn draw(&self, mut all: Vec<String>) -> Vec<String> {
        all.sort_unstable();
        fastrand::Rng::with_seed(self.seed).shuffle(&mut all);
        all.into_iter().skip(self.skip).take(self.count).collect()
    }
}

/// Tries the changes of a sample. What no test noticed is in `target/mutants.out/missed.txt`.
///
/// # Errors
/// When cargo-mutants can't be had, nothing is left to try, or a change went unnoticed.
pub fn run(sample: &Sample) -> Result<()> {
    let (shell, _) = shell_at_root()?;
    let mutants = tools::ensure_cargo_mutants(&shell)?;
    let files = MODULES.iter().map(|module| format!("src/{module}/**/*.rs"));
    let files = files.chain(FILES.iter().map(|file| format!("src/{file}.rs")));
    let mut which: Vec<String> = files.flat_map(|file| ["--file".to_owned(), file]).collect();
    which.extend(FOR_TESTS.iter().flat_map(|file| ["--exclude".to_owned(), (*file).to_owned()]));
    // A change of either is for the tests of both.
    let packages = ["gatehouse", "gatehouse-github"];
    which.extend(
        packages.iter().flat_map(|package| {
            ["--package", package, "--test-package", package].map(str::to_owned)
        }),
    );
    which.push("--no-default-features".to_owned());
    let listing = which.clone();
    let listed = cmd!(shell, "{mutants} mutants --list {listing...}").read()?;
    let all: Vec<String> = listed.lines().map(str::to_owned).collect();
    let (of, seed) = (all.len(), sample.seed);
    let drawn = sample.draw(all);
    if drawn.is_empty() {
        bail!("there are {of} changes, and {} of them are left out", sample.skip);
    }
    say(&format!(
        "Trying {} of {of} changes, drawn with seed {seed} (a quarter of a minute each, a copy of the repository)",
        drawn.len()
    ));
    // Of changes that leave a member of a struct out it tries all (27.1), whether they are named or not.
    let names: Vec<String> =
        drawn.iter().flat_map(|name| ["--re".to_owned(), exactly(name)]).collect();
    let tried = cmd!(
        shell,
        "{mutants} mutants {which...} {names...} --timeout 25 --output target -- --lib"
    )
    .env("CARGO_PROFILE_DEV_DEBUG", "0")
    .env("CARGO_PROFILE_TEST_DEBUG", "0")
    // An eighth of the usual cases: what properties notice then, they notice all the more in a test run.
    .env("PROPTEST_CASES", "32")
    // It would print every name.
    .quiet()
    .run();
    let next = sample.skip + drawn.len();
    if next < of {
        println!("Go on with `cargo xtask mutants --seed {seed} --skip {next}`");
    }
    if tried.is_err() {
        bail!("see target/mutants.out: missed.txt has what no test noticed");
    }
    Ok(())
}

/// A regular expression for this text and no other.
fn exactly(text: &str) -> String {
    let mut expression = "^".to_owned();
    for character in text.chars() {
        if r"\.+*?()|[]{}^$#&-~".contains(character) {
            expression.push('\\');
        }
        expression.push(character);
    }
    expression + "$"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<String> {
        (0..100).map(|number| format!("change {number}")).collect()
    }

    #[test]
    fn samples_of_one_seed_are_parts_of_one_order() {
        let whole = Sample { seed: 3, skip: 0, count: 100 }.draw(all());
        let reversed = all().into_iter().rev().collect();
        assert_eq!(Sample { seed: 3, skip: 10, count: 20 }.draw(reversed), whole[10..30]);
        assert_ne!(Sample { seed: 4, skip: 0, count: 100 }.draw(all()), whole);
        let mut sorted = whole;
        sorted.sort_unstable();
        let mut every = all();
        every.sort_unstable();
        assert_eq!(sorted, every);
    }

    #[test]
    fn behind_the_last_change_there_is_none() {
        assert_eq!(Sample { seed: 3, skip: 95, count: 20 }.draw(all()).len(), 5);
        assert!(Sample { seed: 3, skip: 100, count: 20 }.draw(all()).is_empty());
    }

    #[test]
    fn a_name_is_meant_by_its_letters() {
        assert_eq!(exactly("a.rs:1: f -> [u8; 2]"), r"^a\.rs:1: f \-> \[u8; 2\]$");
    }
}
