//! Replays the inputs that the fuzzer kept, and some more made from each: quick, and the same every time.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

#[path = "../fuzz/targets/mod.rs"]
mod targets;

use targets::{TARGETS, Target};

/// How many inputs are made from each that was kept.
const MADE: u64 = 200;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join("corpus")
}

/// A target's kept inputs by name, in order.
fn inputs(target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = corpus().join(target.name);
    let mut inputs: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a file"))
        })
        .collect();
    inputs.sort();
    inputs
}

/// The next of Marsaglia's xorshift numbers, from any but 0.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).expect("31 bits")
}

/// An input with up to four bytes others, missing, doubled, or from another input.
fn made(input: &[u8], other: &[u8], state: &mut u64) -> Vec<u8> {
    let mut made = input.to_vec();
    for _ in 0..=next(state) % 4 {
        let at = next(state) % (made.len() + 1);
        match next(state) % 5 {
            0 => made.truncate(at),
            1 => made.insert(at, b"\"\\{}[]:,-0 \n\0e\xc3"[next(state) % 15]),
            2 if at < made.len() => made[at] ^= 1 << (next(state) % 8),
            3 if at < made.len() => drop(made.remove(at)),
            _ if !other.is_empty() => {
                let from = next(state) % other.len();
                let end = (from + 1 + next(state) % 16).min(other.len());
                made.splice(at..at, other[from..end].iter().copied());
            }
            _ => {}
        }
    }
    made
}

fn replay(target: &Target) -> usize {
    let inputs = inputs(target);
    assert!(!inputs.is_empty(), "fuzz/corpus/{} is empty", target.name);
    let run = |data: &[u8], name: &str| {
        if catch_unwind(AssertUnwindSafe(|| (target.run)(data))).is_err() {
            panic!("{} fails on {name}: {:?}", target.name, String::from_utf8_lossy(data));
        }
    };
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for (index, (name, input)) in inputs.iter().enumerate() {
        run(input, name);
        for number in 0..MADE {
            let (_, other) = &inputs[(index + next(&mut state)) % inputs.len()];
            run(&made(input, other, &mut state), &format!("number {number} made from {name}"));
        }
    }
    inputs.len()
}

#[test]
fn every_kept_input_of_every_target_is_taken_as_promised() {
    for target in TARGETS {
        replay(target);
    }
}

#[test]
fn every_folder_of_inputs_is_a_target_s_and_all_of_them_are_small() {
    let mut size = 0;
    for entry in fs::read_dir(corpus()).expect("the corpora") {
        let folder = entry.expect("an entry");
        let name = folder.file_name().to_string_lossy().into_owned();
        let target = TARGETS.iter().find(|target| target.name == name);
        let target = target.unwrap_or_else(|| panic!("fuzz/corpus/{name} is no target's"));
        size += inputs(target).iter().map(|(_, input)| input.len()).sum::<usize>();
    }
    assert!(size < 300_000, "fuzz/corpus holds {size} bytes");
}
