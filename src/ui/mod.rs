//! The views, and the words and addresses they use.
pub mod labels;
pub mod listing;
pub mod notice;
pub mod route;
