//! The views: what a person sees and does, on the static site, on the extension's page and in the
//! panel on a GitHub page.
//!
//! # Layout
//! Pure, and tested natively:
//! - [`labels`] words for the API's identifiers, [`notice`] for everything that goes wrong or is done,
//!   [`history_words`] and [`ledger_words`] for what is kept and what stands behind the figures
//! - [`route`] views to and from addresses, [`inbox_links`] where a click on a figure leads
//! - [`window`], [`selection`], [`earlier_selection`], [`columns`] of the inbox's grid: which rows are made, which are
//!   selected, what they show; `caret` places in a text
//! - [`command`] what can be done by keyboard, [`chord`] keys, [`keymap`] which keys run what
//! - [`preferences`] what a person sets, [`store`] where it is kept, [`history_store`] where the local history is
//! - [`offer`] whether a review is offered, [`queue_state`] what is known of the queue of reviews
//! - [`access_report`] what a check of one's access found, [`marks`] what the marks on a GitHub page say,
//!   `badge` how many requests there are, [`stop`] where the program stopped, for a diagnosis
//!
//! With a browser, a folder for what only one of them is made of:
//! - `mount` begins, with one of the two shells `app` and `panel`; `queue_bar` is in both
//! - `session` what every view needs; `lasting` signals that outlive views, and let go of those that are gone
//! - `keyboard` runs commands by keys, and shows which there are
//! - `connect_form`, `settings`, `split_view`, `inbox`, `request_detail`, `summary` the views;
//!   `ledger_dialog` how complete what is shown is, `export_dialog` takes it away
//! - `parts` what several of these are made of
//!
//! A component, its file, its CSS class and its stylesheet share one name.

pub mod access_report;
mod badge;
pub mod caret;
pub mod chord;
pub mod columns;
pub mod command;
pub mod earlier_selection;
pub mod history_store;
pub mod history_words;
pub mod inbox_links;
pub mod keymap;
pub mod labels;
pub mod ledger_words;
pub mod marks;
pub mod notice;
pub mod offer;
pub mod preferences;
pub mod queue_state;
pub mod route;
pub mod selection;
pub mod stop;
pub mod store;
pub mod window;

#[cfg(feature = "browser")]
pub mod app;
#[cfg(feature = "browser")]
pub mod connect_form;
#[cfg(feature = "browser")]
pub mod export_dialog;
#[cfg(feature = "browser")]
pub mod inbox;
#[cfg(feature = "browser")]
pub mod keyboard;
#[cfg(feature = "browser")]
pub mod lasting;
#[cfg(feature = "browser")]
pub mod ledger_dialog;
#[cfg(feature = "browser")]
mod mount;
#[cfg(feature = "browser")]
pub mod panel;
#[cfg(feature = "browser")]
pub mod parts;
#[cfg(feature = "browser")]
pub mod queue_bar;
#[cfg(feature = "browser")]
pub mod request_detail;
#[cfg(feature = "browser")]
pub mod session;
#[cfg(feature = "browser")]
pub mod settings;
#[cfg(feature = "browser")]
pub mod split_view;
#[cfg(feature = "browser")]
pub mod summary;

#[cfg(feature = "browser")]
pub use mount::{Clients, Surface, mount};
#[cfg(feature = "browser")]
pub use panel::{PanelContext, PanelHandle};
#[cfg(feature = "browser")]
pub use session::kept_preferences::kept_preferences;
