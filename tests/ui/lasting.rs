//! Signals of what outlives the views: what followed them and is gone takes no room any more, and who follows
//! still hears of every change.

use core::arch::wasm32::memory_size;
use std::cell::Cell;
use std::rc::Rc;

use gatehouse::ui::lasting::{LastingMemo, LastingSignal};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::settle;

/// How many labels follow at once, and how often they come and go.
const LABELS: usize = 500;
const TIMES: usize = 60;

/// How much more memory there may be in the end, in pages of 64 KiB: a label that stays takes some 200 bytes.
const SPARE: usize = 16;

/// Labels come, follow what `read` reads, and go; nothing changes meanwhile.
fn come_and_go(read: impl Fn() -> usize + Copy + Send + Sync + 'static) {
    let labels = Owner::new();
    labels.with(|| {
        for _ in 0..LABELS {
            let label = Memo::new(move |_| read());
            label.get_untracked();
        }
    });
    labels.cleanup();
}

fn assert_takes_no_room(read: impl Fn() -> usize + Copy + Send + Sync + 'static) {
    come_and_go(read);
    come_and_go(read);
    let before = memory_size(0);
    (0..TIMES).for_each(|_| come_and_go(read));
    let grown = memory_size(0) - before;
    assert!(grown <= SPARE, "{grown} pages more");
}

#[wasm_bindgen_test]
fn what_followed_a_signal_or_a_memo_and_is_gone_takes_no_room_though_it_never_changes() {
    let page = Owner::new();
    page.set();
    let signal = LastingSignal::new(1_usize);
    assert_takes_no_room(move || signal.get());
    let memo = LastingMemo::memo(move |_| signal.get() + 1);
    assert_takes_no_room(move || memo.get());
    page.cleanup();
}

#[wasm_bindgen_test]
async fn who_follows_still_hears_of_every_change_once_whoever_came_and_went() {
    // What mounts starts what effects need.
    drop(mount_to(document().body().unwrap(), || ()));
    let page = Owner::new();
    page.set();
    let signal = LastingSignal::new(0_usize);
    let memo = LastingMemo::memo(move |_| signal.get() / 2);
    let (heard, heard_of_memo) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let count = |of: &Rc<Cell<usize>>| (of.get(), of.set(of.get() + 1)).0;
    Effect::new({
        let heard = Rc::clone(&heard);
        move || {
            signal.track();
            count(&heard);
        }
    });
    Effect::new({
        let heard = Rc::clone(&heard_of_memo);
        move || {
            memo.get();
            count(&heard);
        }
    });
    settle().await;
    for change in 1..=6 {
        come_and_go(move || signal.get());
        come_and_go(move || memo.get());
        signal.set(change);
        settle().await;
    }
    assert_eq!(
        (heard.get(), heard_of_memo.get()),
        (7, 4),
        "the first time, and once for each change"
    );
    page.cleanup();
}
