//! The views: what a person sees and does, on the static site, on the extension's page and in the
//! panel on a GitHub page.
//!
//! # Layout
//! Pure, and tested natively:
//! - [`labels`] words for the API's identifiers, [`notice`] for everything that goes wrong or is done,
//!   [`history_words`] and [`ledger_words`] for what is kept and what stands behind the figures
//! - [`route`] views to and from addresses, [`inbox_links`] where a click on a figure leads
//! - [`window`], [`recycling`], [`selection`], [`earlier_selection`], [`columns`] of the inbox's grid: which rows are made
//!   and by which elements, which are selected, what they show; `caret` places in a text
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
pub mod recycling;
pub mod route;
pub mod selection;
pub mod stop;
pub mod store;
pub mod window;

#[cfg(feature = "views")]
pub mod app;
#[cfg(feature = "views")]
pub mod connect_form;
#[cfg(feature = "views")]
pub mod export_dialog;
#[cfg(feature = "views")]
pub mod inbox;
#[cfg(feature = "views")]
pub mod keyboard;
#[cfg(feature = "views")]
pub mod lasting;
#[cfg(feature = "views")]
pub mod ledger_dialog;
#[cfg(feature = "views")]
mod mount;
#[cfg(feature = "views")]
pub mod panel;
#[cfg(feature = "views")]
pub mod parts;
#[cfg(feature = "views")]
pub mod queue_bar;
#[cfg(feature = "views")]
pub mod request_detail;
#[cfg(feature = "views")]
pub mod session;
#[cfg(feature = "views")]
pub mod settings;
#[cfg(feature = "views")]
pub mod split_view;
#[cfg(feature = "views")]
pub mod summary;

#[cfg(feature = "views")]
pub use mount::{Clients, Surface, mount};
#[cfg(feature = "views")]
pub use panel::{PanelContext, PanelHandle};
#[cfg(feature = "views")]
pub use session::kept_preferences::kept_preferences;
