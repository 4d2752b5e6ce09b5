//! The token, who it belongs to, and what may be known about it.
//!
//! A [`token::Token`] can't be printed, compared or sent; it leaves through
//! [`token::Token::expose`] alone, at the moment of the fetch and when it is stored.
//!
//! # Layout
//! - [`token`] the token itself
//! - [`credential`] a token with its host and its user, as the vault holds it
//! - [`status`] what everyone else may know: never the token
//! - [`safe`] the vault's states: empty, holding, locked
//! - [`auto_lock`] after how long without use it locks
//! - [`command`] what a person can ask of it
//! - [`passphrase`] what a remembered token is locked with
//! - [`record`] how a remembered token is written
//! - [`cipher`] locks and opens a record, over the platform's cryptography
//! - `platform` what all this needs of a browser

pub mod auto_lock;
pub mod cipher;
pub mod command;
pub mod credential;
pub mod passphrase;
#[cfg(feature = "browser")]
pub mod platform;
pub mod record;
pub mod safe;
pub mod status;
pub mod token;
