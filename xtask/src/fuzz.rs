//! `cargo xtask fuzz`: looks for inputs that break a target's promises, guided by which code each input reaches.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::build::read;
use crate::package::files_below;
use crate::setup::{cargo, say, shell_at_root, spoken};

/// What is asked for.
#[derive(Debug, PartialEq)]
pub struct Fuzz {
    /// The one target; all of them when absent.
    pub target: Option<String>,
    /// How long each is fuzzed, in seconds.
    pub seconds: u32,
    /// Whether the found inputs that reach more become part of the corpus.
    pub keep: bool,
}

/// How long each target is fuzzed unless something else is asked for, in seconds.
pub const DEFAULT_SECONDS: u32 = 60;

/// A target that always fails, in one out of 2^48 inputs: whoever finds it is guided by coverage.
const PLANTED: &str = "planted";

/// The longest input, in bytes. Limits of length have tests of their own.
const MAX_LENGTH: u32 = 8_192;

/// The compiler's pass that counts which edges run and tells what is compared, for the program alone: with
/// `--target`, macros and build scripts are left as they are. Stable Rust passes this on to LLVM.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the engine, and fuzzes.
///
/// # Errors
/// When it can't be built, the target is unknown, or a promise was broken.
pub fn run(asked: &Fuzz) -> Result<()> {
    let (shell, root) = shell_at_root()?;
    let targets: Vec<String> = match &asked.target {
        Some(target) => vec![target.clone()],
        None => folders(&root.join("fuzz").join("corpus"))?,
    };
    let engine = build(&shell, &root)?;
    let mut broken = Vec::new();
    let mut report = Vec::new();
    for target in &targets {
        say(&format!("Fuzzing {target} for {}", spoken(Duration::from_secs(asked.seconds.into()))));
        let run = fuzz(&root, &engine, target, asked)?;
        println!("{run}");
        report.push(format!("{target:>12}  {run}"));
        if run.is_broken != (target == PLANTED) {
            broken.push(target.as_str());
        }
    }
    println!("\n{}", report.join("\n"));
    if !broken.is_empty() {
        bail!("not as promised: {}; the inputs are in fuzz/target/broken", broken.join(", "));
    }
    Ok(())
}

fn build(shell: &Shell, root: &Path) -> Result<PathBuf> {
    let about = cmd!(shell, "rustc --version --verbose").quiet().read()?;
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc doesn't say what it runs on")?;
    let cargo = cargo();
    say("Building the targets with the engine (a minute or two the first time)");
    cmd!(shell, "{cargo} build --locked --release --manifest-path fuzz/Cargo.toml --target {host}")
        .env("RUSTFLAGS", COVERAGE)
        .run()
        .context("the engine can't be built; libFuzzer takes a C++ compiler")?;
    let name = format!("fuzz{}", std::env::consts::EXE_SUFFIX);
    Ok(root.join("fuzz").join("target").join(host).join("release").join(name))
}

fn fuzz(root: &Path, engine: &Path, target: &str, asked: &Fuzz) -> Result<Run> {
    let work = root.join("fuzz").join("target");
    let [corpus, found, broken] =
        [root.join("fuzz").join("corpus"), work.join("found"), work.join("broken")]
            .map(|folder| folder.join(target));
    for folder in [&found, &broken] {
        fs::create_dir_all(folder)?;
    }
    let words = work.join(format!("{target}.words"));
    fs::write(&words, dictionary(&texts(&corpus)?))?;
    let engine = |options: &[String], folders: &[&Path]| -> Result<(bool, String)> {
        let output = Command::new(engine)
            .args(options)
            .args(folders)
            .env("GATEHOUSE_FUZZ_TARGET", target)
            .current_dir(root)
            .output()
            .with_context(|| format!("{} can't be run", engine.display()))?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let options = [
        format!("-max_total_time={}", asked.seconds),
        format!("-max_len={MAX_LENGTH}"),
        format!("-dict={}", words.display()),
        format!("-artifact_prefix={}{}", broken.display(), std::path::MAIN_SEPARATOR),
        "-timeout=10".to_owned(),
        "-print_final_stats=1".to_owned(),
        "-use_value_profile=1".to_owned(),
    ];
    let mut folders = vec![found.as_path()];
    if corpus.is_dir() {
        folders.push(&corpus);
    }
    let (is_whole, said) = engine(&options, &folders)?;
    fs::write(work.join(format!("{target}.log")), &said)?;
    let run = Run::read(&said, !is_whole).with_context(|| {
        format!("the engine said nothing of what it did:\n{}", last_lines(&said))
    })?;
    if run.is_broken && target != PLANTED {
        println!("{}", last_lines(&said));
    }
    if asked.keep {
        let kept = work.join("kept").join(target);
        if kept.exists() {
            fs::remove_dir_all(&kept)?;
        }
        fs::create_dir_all(&kept)?;
        let (is_whole, said) = engine(&["-merge=1".to_owned()], &[&kept, &corpus, &found])?;
        if !is_whole {
            bail!("the corpus can't be merged:\n{}", last_lines(&said));
        }
        replace(&corpus, &kept)?;
    }
    Ok(run)
}

/// Puts the files of `new` in the place of those of `old`; those that people named keep their names.
fn replace(old: &Path, new: &Path) -> Result<()> {
    let mut known = BTreeSet::new();
    for file in files_below(old)? {
        known.insert(fs::read(old.join(&file))?);
    }
    for file in files_below(new)? {
        let content = fs::read(new.join(&file))?;
        if known.insert(content) {
            fs::copy(new.join(&file), old.join(&file))?;
        }
    }
    Ok(())
}

/// The folders in a folder, in order.
fn folders(folder: &Path) -> Result<Vec<String>> {
    let names: BTreeSet<String> = files_below(folder)?
        .iter()
        .filter_map(|file| Some(file.parent()?.to_str()?.to_owned()))
        .collect();
    Ok(names.into_iter().collect())
}

/// The inputs of a corpus that are text.
fn texts(corpus: &Path) -> Result<Vec<String>> {
    if !corpus.is_dir() {
        return Ok(Vec::new());
    }
    let files = files_below(corpus)?;
    Ok(files.iter().filter_map(|file| read(&corpus.join(file)).ok()).collect())
}

/// The words that occur, as the engine reads them: it then needn't find them letter by letter.
fn dictionary(texts: &[String]) -> String {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@');
    let words: BTreeSet<&str> = texts
        .iter()
        .flat_map(|text| text.split(|c| !is_of_word(c)))
        .filter(|word| {
            (2..=24).contains(&word.len()) && !word.bytes().all(|byte| byte.is_ascii_digit())
        })
        .collect();
    words.into_iter().map(|word| format!("\"{word}\"\n")).collect()
}

fn last_lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

/// What the engine says of a run.
#[derive(Debug, PartialEq)]
struct Run {
    executions: u64,
    per_second: u64,
    /// How many edges of the code were reached.
    edges: u64,
    /// How many different inputs are needed to reach all that was reached.
    inputs: u64,
    is_broken: bool,
}

impl Run {
    /// From the engine's last lines; absent where one is missing.
    fn read(said: &str, is_broken: bool) -> Option<Self> {
        let number = |name: &str| {
            let line = said.lines().rev().find_map(|line| line.strip_prefix(name));
            line.and_then(|value| value.trim().parse().ok())
        };
        let within = |name: &str| {
            let behind =
                said.lines().rev().find_map(|line| line.split_once(name)).map(|(_, rest)| rest);
            let digits =
                |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
            behind.and_then(|rest| digits(rest).parse().ok())
        };
        Some(Self {
            executions: number("stat::number_of_executed_units:")?,
            per_second: number("stat::average_exec_per_sec:")?,
            edges: within(" cov: ")?,
            inputs: within(" corp: ")?,
            is_broken,
        })
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { executions, per_second, edges, inputs, is_broken } = self;
        let verdict = if *is_broken { "BROKEN" } else { "as promised" };
        write!(
            f,
            "{executions} inputs tried ({per_second}/s), {edges} edges reached by {inputs}: {verdict}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_s_words_are_read() {
        let said = "INFO: seed\n#2\tINITED cov: 10 ft: 11 corp: 1/1b exec/s: 0\n#9\tDONE   cov: 312 ft: 911 corp: 45/3Kb lim: 9\nstat::number_of_executed_units: 9000\nstat::average_exec_per_sec:     150\n";
        let run =
            Run { executions: 9_000, per_second: 150, edges: 312, inputs: 45, is_broken: false };
        assert_eq!(Run::read(said, false), Some(run));
        assert_eq!(Run::read("killed", true), None);
    }

    #[test]
    fn words_are_each_named_once_and_numbers_not_at_all() {
        let texts = ["{\"is_open\":12}".to_owned(), "is_open -x a".to_owned()];
        assert_eq!(dictionary(&texts), "\"-x\"\n\"is_open\"\n");
    }
}
