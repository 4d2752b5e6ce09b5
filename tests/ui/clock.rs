//! The time that the views go by: what followed it and is gone takes no room any more.

use core::arch::wasm32::memory_size;

use gatehouse::ui::session::clock::Clock;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// How many labels follow the time at once, and how often they come and go.
const LABELS: usize = 1_000;
const TIMES: i64 = 40;

/// How much more memory there may be in the end, in pages of 64 KiB: a label that stays takes some 200 bytes.
const SPARE: usize = 16;

/// Labels come, follow the time, and go; then the time changes.
fn come_and_go(clock: Clock, difference: i64) {
    let labels = Owner::new();
    labels.with(|| {
        for _ in 0..LABELS {
            let label = Memo::new(move |_| clock.now.get());
            label.get_untracked();
        }
    });
    labels.cleanup();
    clock.learn(Some(difference));
}

#[wasm_bindgen_test]
fn what_followed_the_time_and_is_gone_takes_no_room() {
    let page = Owner::new();
    page.set();
    let clock = Clock::ticking();
    come_and_go(clock, -1);
    come_and_go(clock, -2);
    let before = memory_size(0);
    (0..TIMES).for_each(|time| come_and_go(clock, time));
    let grown = memory_size(0) - before;
    assert!(grown <= SPARE, "{grown} pages more");
}

#[wasm_bindgen_test]
fn what_becomes_known_of_githubs_clock_shows_at_once() {
    let page = Owner::new();
    page.set();
    let clock = Clock::ticking();
    let before = clock.now.get_untracked();
    clock.learn(Some(-3_600));
    let now = clock.now.get_untracked();
    assert!((-3_600..=-3_598).contains(&(now - before)), "{}", now - before);
    clock.learn(None);
    assert_eq!(clock.difference.get_untracked(), -3_600);
    page.cleanup();
}
