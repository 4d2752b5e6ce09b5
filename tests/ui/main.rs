//! The views in a browser, over a client whose outcomes are written down in the test.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod app;
mod bulk;
mod clock;
mod copy_link;
mod grid;
mod history;
mod keyboard;
mod lasting;
mod list;
mod panel;
mod queue;
mod request;
mod search;
mod selection;
mod split;
mod stage;
mod store;
mod summary;
mod templates;
mod tokens;
mod views;
mod write;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
