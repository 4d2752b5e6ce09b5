//! The tokens, who they belong to, and what may be known about them.
//!
//! A [`token::Token`] can't be printed, compared or sent; it leaves through
//! [`credential::Credential::authorization`] alone, at the moment of the fetch, and sealed or to the
//! session's storage when it is kept.
//!
//! # Layout
//! - [`token`] the token itself
//! - [`binding`] where a token may be sent, and which one is for a call
//! - [`credential`] a token with its binding and its user
//! - [`credentials`] those that the vault holds
//! - [`status`] what everyone else may know: never the token
//! - [`safe`] the vault's states: empty, holding, locked
//! - [`working_out`] what a command makes of it, which may take its time
//! - [`auto_lock`] after how long without use it locks
//! - [`command`] what a person can ask of it
//! - [`passphrase`] what a remembered token is locked with
//! - [`record`] how a remembered token is written
//! - [`cipher`] locks and opens a record, over the platform's cryptography
//! - `platform` what all this needs of a browser

pub mod auto_lock;
pub mod binding;
pub mod cipher;
pub mod command;
pub mod credential;
pub mod credentials;
pub mod passphrase;
#[cfg(feature = "browser")]
pub mod platform;
pub mod record;
pub mod safe;
pub mod status;
pub mod token;
pub mod working_out;
