//! `cargo xtask`: sets up what is missing on this machine, then builds, serves, demonstrates or tests Gatehouse.
//!
//! # Layout
//! - [`setup`]: everything a command needs, in one value; what is missing is installed
//! - [`node`], [`toolchain`], [`tools`], [`browsers`], [`system`]: one kind of need each
//! - [`build`], [`package`], [`manifest`], [`hosts`]: from sources to `dist/`
//! - [`size`], [`budgets`]: what `dist/` weighs, and may weigh
//! - [`dependencies`], [`third_party`]: what all of it is built from
//! - [`fuzz`]: inputs that break a promise, looked for
//! - [`mutants`]: changes that no test notices, looked for
//! - [`soak`]: an hour of use with everything that goes wrong
//! - [`bench`]: how fast and small it all is, beside what people would use instead
//! - [`serve`], [`demo`], [`test`]: the other commands

// Talking to the person at the terminal is what this program is for.
#![allow(clippy::print_stdout)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bench;
mod browsers;
mod budgets;
mod build;
mod demo;
mod dependencies;
mod fuzz;
mod hosts;
mod manifest;
mod mutants;
mod node;
mod package;
mod serve;
mod setup;
mod size;
mod soak;
mod system;
mod test;
mod third_party;
mod toolchain;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--port N]             build, and serve the static site at http://127.0.0.1:8080, opening on the demo
  test [--only STEP,…]         build, and run every test; STEP is fmt, clippy, dependencies, native,
                               build, wasm or e2e
  demo [--screenshots DIR]     build, and show the extension on a fake GitHub, in Chromium
  build                        build dist/site, dist/chrome and dist/firefox
  size                         what the last build weighs: each file beside its budget, and each wasm by crate and
                               function
  advisories                   look for known advisories against what is used here; their databases must be reachable
  third-party                  write THIRD_PARTY.md, the list of what others wrote and dist/ contains
  fuzz [TARGET] [--seconds N] [--keep]
                               look for inputs that break a promise: of one target in fuzz/corpus, or of each, for
                               N seconds (default 60); --keep adds what reaches more code to the corpus
  mutants [--seed N] [--skip N] [--count N]
                               change the pure modules in small ways, and see whether a test notices: so many changes
                               (default 320) behind those skipped, in an order drawn from the seed (default 1)
  soak [--seed N] [--reviews N] [--stops N] [--minutes N] [--factor N] [--break record|draft|memory]
                               build, and let a reviewer work in Chromium with faults and stops (default: 500 reviews and
                               20 stops in an hour that passes 8 times as fast)
  bench [--only ROW,…] [--runs N] [--json FILE]
                               build, and measure it against what people would use instead, in Chromium: one table

Each installs what it needs and finds missing, once.

Environment:
  GATEHOUSE_TOOLS              folder for the pinned build tools (default: gatehouse in the user's cache folder)
  GATEHOUSE_HOSTS              further API hosts of the static site: https origins, separated by commas
  GATEHOUSE_WASM_TOOLCHAIN     rustup or debian (default: rustup, and debian where that fails)
  GATEHOUSE_CHROMIUM, GATEHOUSE_FIREFOX
                               the browsers to test in
  GATEHOUSE_NO_OPEN            when set, serve opens no browser
";

/// What the command line asks for.
#[derive(Debug, PartialEq)]
enum Command {
    Help,
    Serve { port: u16 },
    Test { only: Vec<test::Step> },
    Demo { arguments: Vec<String> },
    Build,
    Size,
    Advisories,
    ThirdParty,
    Fuzz(fuzz::Fuzz),
    Mutants(mutants::Sample),
    Soak { arguments: Vec<String> },
    Bench { arguments: Vec<String> },
}

fn parse(arguments: &[String]) -> Result<Command, String> {
    let (command, rest) = arguments.split_first().ok_or("no command given")?;
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match (command.as_str(), rest.as_slice()) {
        ("help" | "--help" | "-h", _) => Ok(Command::Help),
        ("serve", []) => Ok(Command::Serve { port: serve::DEFAULT_PORT }),
        ("serve", ["--port", port]) => match port.parse() {
            Ok(port) if port > 0 => Ok(Command::Serve { port }),
            _ => Err(format!("{port} is not a port")),
        },
        ("test", []) => Ok(Command::Test { only: test::Step::ALL.to_vec() }),
        ("test", ["--only", names]) => Ok(Command::Test { only: test::Step::parse_list(names)? }),
        ("demo", rest) => Ok(Command::Demo {
            arguments: rest.iter().map(|&argument| argument.to_owned()).collect(),
        }),
        ("soak", rest) => Ok(Command::Soak {
            arguments: rest.iter().map(|&argument| argument.to_owned()).collect(),
        }),
        ("bench", rest) => Ok(Command::Bench {
            arguments: rest.iter().map(|&argument| argument.to_owned()).collect(),
        }),
        ("build", []) => Ok(Command::Build),
        ("size", []) => Ok(Command::Size),
        ("advisories", []) => Ok(Command::Advisories),
        ("third-party", []) => Ok(Command::ThirdParty),
        ("mutants", rest) => Ok(Command::Mutants(parse_sample(rest)?)),
        ("fuzz", rest) => Ok(Command::Fuzz(parse_fuzz(rest)?)),
        ("serve" | "test" | "build" | "size" | "advisories" | "third-party", rest) => {
            Err(format!("{command} does not take {}", rest.join(" ")))
        }
        _ => Err(format!("no command {command}")),
    }
}

fn parse_fuzz(arguments: &[&str]) -> Result<fuzz::Fuzz, String> {
    let mut asked = fuzz::Fuzz { target: None, seconds: fuzz::DEFAULT_SECONDS, keep: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match *argument {
            "--keep" => asked.keep = true,
            "--seconds" => match rest.next().and_then(|seconds| seconds.parse().ok()) {
                Some(seconds) if seconds > 0 => asked.seconds = seconds,
                _ => return Err("--seconds takes a number".to_owned()),
            },
            target if asked.target.is_none() && !target.starts_with('-') => {
                asked.target = Some(target.to_owned());
            }
            other => return Err(format!("fuzz does not take {other}")),
        }
    }
    Ok(asked)
}

fn parse_sample(arguments: &[&str]) -> Result<mutants::Sample, String> {
    let mut asked = mutants::Sample::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let number = |text: Option<&&str>| {
            text.and_then(|text| text.parse().ok()).ok_or(format!("{argument} takes a number"))
        };
        match *argument {
            "--seed" => asked.seed = number(rest.next())?,
            "--skip" => asked.skip = usize::try_from(number(rest.next())?).unwrap_or(usize::MAX),
            "--count" => asked.count = usize::try_from(number(rest.next())?).unwrap_or(usize::MAX),
            other => return Err(format!("mutants does not take {other}")),
        }
    }
    if asked.count == 0 { Err("--count takes a number above 0".to_owned()) } else { Ok(asked) }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = match parse(&arguments) {
        Ok(command) => command,
        Err(problem) => {
            eprint!("xtask: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let outcome = match command {
        Command::Help => {
            print!("{USAGE}");
            Ok(())
        }
        Command::Serve { port } => serve::serve(port),
        Command::Test { only } => test::test(&only),
        Command::Demo { arguments } => demo::demo(&arguments),
        Command::Build => build::run(),
        Command::Size => size::run(),
        Command::Advisories => dependencies::advisories(),
        Command::ThirdParty => third_party::run(),
        Command::Fuzz(asked) => fuzz::run(&asked),
        Command::Mutants(sample) => mutants::run(&sample),
        Command::Soak { arguments } => soak::soak(&arguments),
        Command::Bench { arguments } => bench::bench(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_commands_of_the_usage_are_understood() {
        assert_eq!(parsed("serve"), Ok(Command::Serve { port: 8080 }));
        assert_eq!(parsed("serve --port 9000"), Ok(Command::Serve { port: 9000 }));
        assert_eq!(parsed("build"), Ok(Command::Build));
        assert_eq!(parsed("size"), Ok(Command::Size));
        assert_eq!(parsed("advisories"), Ok(Command::Advisories));
        assert_eq!(parsed("third-party"), Ok(Command::ThirdParty));
        assert_eq!(parsed("mutants"), Ok(Command::Mutants(mutants::Sample::default())));
        let sample = mutants::Sample { seed: 2, skip: 320, count: 9 };
        assert_eq!(parsed("mutants --seed 2 --skip 320 --count 9"), Ok(Command::Mutants(sample)));
        let all = fuzz::Fuzz { target: None, seconds: 60, keep: false };
        assert_eq!(parsed("fuzz"), Ok(Command::Fuzz(all)));
        let one = fuzz::Fuzz { target: Some("query".to_owned()), seconds: 9, keep: true };
        assert_eq!(parsed("fuzz query --seconds 9 --keep"), Ok(Command::Fuzz(one)));
        assert_eq!(parsed("test"), Ok(Command::Test { only: test::Step::ALL.to_vec() }));
        assert_eq!(
            parsed("soak --seed 7"),
            Ok(Command::Soak { arguments: vec!["--seed".to_owned(), "7".to_owned()] })
        );
        assert_eq!(
            parsed("bench --runs 9"),
            Ok(Command::Bench { arguments: vec!["--runs".to_owned(), "9".to_owned()] })
        );
        assert_eq!(
            parsed("demo --screenshots out"),
            Ok(Command::Demo { arguments: vec!["--screenshots".to_owned(), "out".to_owned()] })
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "",
            "benchmark",
            "serve --port",
            "serve --port 0",
            "serve --port x",
            "build now",
            "test --only x",
            "fuzz --seconds 0",
            "fuzz query link",
            "mutants --count 0",
            "mutants --skip",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
