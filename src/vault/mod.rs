//! The token, who it belongs to, and what may be known about it.
//!
//! A [`token::Token`] can't be printed, compared or sent; it leaves through
//! [`token::Token::expose`] alone, at the moment of the fetch and when it is stored.
//!
//! # Layout
//! - [`token`] the token itself
//! - [`credential`] a token with its host and its user, as the vault holds it
//! - [`status`] what everyone else may know: never the token

pub mod credential;
pub mod status;
pub mod token;
