//! libFuzzer over one of the targets: the one that `GATEHOUSE_FUZZ_TARGET` names.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

#[path = "../targets/mod.rs"]
mod targets;

use targets::{TARGETS, Target};

/// Fails on one out of 2^48 inputs, which nobody finds who isn't guided by coverage.
fn planted(data: &[u8]) {
    let next = |at: usize, byte: u8| data.get(at) == Some(&byte);
    if next(0, b'g') {
        if next(1, b'u') {
            if next(2, b'i') {
                if next(3, b'd') {
                    if next(4, b'e') {
                        assert!(!next(5, b'd'), "found what was planted");
                    }
                }
            }
        }
    }
}

fn chosen() -> &'static Target {
    static CHOSEN: OnceLock<&'static Target> = OnceLock::new();
    static PLANTED: Target = Target { name: "planted", run: planted };
    CHOSEN.get_or_init(|| {
        let name = std::env::var("GATEHOUSE_FUZZ_TARGET").unwrap_or_default();
        let target = TARGETS.iter().chain([&PLANTED]).find(|target| target.name == name);
        target.unwrap_or_else(|| panic!("GATEHOUSE_FUZZ_TARGET is {name:?}, which is no target"))
    })
}

fuzz_target!(|data: &[u8]| (chosen().run)(data));
