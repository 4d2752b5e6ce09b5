//! The extension's own interfaces: what its parts say to each other and who may say it.
//!
//! # Layout
//! - [`message`] what is asked and answered, as values that travel as JSON text
//! - [`sender`] who asks, and the one table of who may ask for what
//! - [`tabs`] the tabs with a panel: what their page is, which frame was admitted
//! - [`links`] a page's own links to requests, and their marks
//! - [`host_permission`] which permission of the browser's a host takes
//! - `api` the only bindings to `chrome.*`
//! - `storage` what the background keeps, and for how long
//! - [`ui_storage`] what the views keep, out of reach of that
//! - `background` answers what the parts ask
//! - `relay` asks the background, as a [`crate::client::Client`]

#[cfg(feature = "browser")]
pub mod api;
#[cfg(feature = "browser")]
pub mod background;
pub mod host_permission;
pub mod links;
pub mod message;
#[cfg(feature = "browser")]
pub mod relay;
pub mod sender;
#[cfg(feature = "browser")]
pub mod storage;
pub mod tabs;
pub mod ui_storage;
