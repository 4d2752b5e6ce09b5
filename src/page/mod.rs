//! What a github.com page is to us, pure: from its address alone, never from its markup.
//!
//! # Layout
//! - [`meaning`] which request or list an address stands for
//! - [`theme`] the colour theme a page shows
//! - [`mark`] the marks beside a page's own links to requests
//! - [`panel`] how the panel on it is left open and how wide

pub mod mark;
pub mod meaning;
pub mod panel;
pub mod theme;
