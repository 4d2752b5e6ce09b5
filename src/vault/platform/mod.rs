//! What the vault needs of a browser, and nothing else of it does I/O: cryptography, and a word to the
//! other pages of the origin.

pub mod changes;
pub mod web_crypto;
