//! What views of several kinds are made of.

pub mod banner;
pub mod clock_notice;
pub mod countdown;
pub(crate) mod download;
pub(crate) mod focus;
pub mod history_notice;
pub mod icon;
pub mod modal;
pub mod moment;
pub mod partial_mark;
pub(crate) mod permission_notice;
pub mod progress;
pub mod show_more;
pub mod status_label;
pub mod store_notice;
pub mod text_field;
pub(crate) mod viewport;
