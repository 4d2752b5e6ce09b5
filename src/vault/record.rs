//! The record of a remembered token: what is written to the disk, and how strictly it is read.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;

/// The version of the format that is written, and the one that is read.
pub const VERSION: u32 = 1;

/// The work factor of PBKDF2-HMAC-SHA256 that is written. Source: OWASP Password Storage Cheat Sheet,
/// "PBKDF2" (600,000 or more, since 2023).
pub const ITERATIONS: u32 = 600_000;

/// The most that are read: a forged record can't keep the program busy for longer than ten times what
/// its own takes. Fewer than [`ITERATIONS`] are not read at all.
pub const MAX_ITERATIONS: u32 = 6_000_000;

/// The bytes of a salt. Source: RFC 8018, 4.1 (at least 8); NIST SP 800-132, 5.1 (at least 16).
pub const SALT: usize = 16;

/// The bytes of an AES-GCM initialization vector. Source: NIST SP 800-38D, 5.2.1.1.
pub const IV: usize = 12;

/// The bytes by which a passphrase is known to be right.
pub const CHECK: usize = 16;

/// The bytes that AES-GCM adds to what it seals.
pub const TAG: usize = 16;

/// The longest text that is read, in bytes: a token with its scopes has far less.
const MAX_TEXT: usize = 16_384;

/// A remembered token as it is written: all but the token can be read by whoever reads the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The GitHub that the token is for.
    pub host: Host,
    /// The token's user.
    pub login: String,
    /// The rounds of PBKDF2-HMAC-SHA256, [`ITERATIONS`] to [`MAX_ITERATIONS`].
    pub iterations: u32,
    /// Random, made anew with each passphrase.
    pub salt: [u8; SALT],
    /// Random, made anew with each sealing.
    pub iv: [u8; IV],
    /// Derived from the passphrase beside the key, from which it can't be told.
    pub check: [u8; CHECK],
    /// The credential, sealed with AES-256-GCM, with its tag at the end.
    pub sealed: Vec<u8>,
}

/// Why a record can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// A newer version of Gatehouse wrote it.
    Newer,
    /// It isn't what Gatehouse writes.
    Damaged,
}

/// The text's form; the fields stand in this order. Bytes are lower-case hexadecimal.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    host: Host,
    login: String,
    iterations: u32,
    salt: String,
    iv: String,
    check: String,
    sealed: String,
}

/// What every version's text has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl Record {
    /// What is sealed is bound to these: changed, it doesn't open any more.
    pub fn bound(host: &Host, login: &str, iterations: u32) -> Vec<u8> {
        let parts = ("gatehouse vault", VERSION, host.to_string(), login, iterations);
        // Texts and numbers always encode.
        serde_json::to_vec(&parts).unwrap_or_default()
    }

    /// As text.
    pub fn encode(&self) -> String {
        let written = Written {
            version: VERSION,
            host: self.host.clone(),
            login: self.login.clone(),
            iterations: self.iterations,
            salt: to_hex(&self.salt),
            iv: to_hex(&self.iv),
            check: to_hex(&self.check),
            sealed: to_hex(&self.sealed),
        };
        // Texts and numbers always encode.
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// From text. There is one text for each record: any other that means the same is damaged, too.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn decode(text: &str) -> Result<Self, Unreadable> {
        if text.len() > MAX_TEXT {
            return Err(Unreadable::Damaged);
        }
        let versioned: Versioned = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
        if versioned.version > VERSION {
            return Err(Unreadable::Newer);
        }
        let written: Written = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
        let record = Self::from_written(written).ok_or(Unreadable::Damaged)?;
        if record.encode() == text { Ok(record) } else { Err(Unreadable::Damaged) }
    }

    fn from_written(written: Written) -> Option<Self> {
        let sealed = from_hex(&written.sealed)?;
        let is_sound = (ITERATIONS..=MAX_ITERATIONS).contains(&written.iterations)
            && !written.login.is_empty()
            && sealed.len() > TAG;
        is_sound.then_some(())?;
        Some(Self {
            host: written.host,
            login: written.login,
            iterations: written.iterations,
            salt: from_hex(&written.salt)?.try_into().ok()?,
            iv: from_hex(&written.iv)?.try_into().ok()?,
            check: from_hex(&written.check)?.try_into().ok()?,
            sealed,
        })
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

#[cfg(test)]
mod tests;
