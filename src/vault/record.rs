//! The record of the remembered tokens: what is written to the disk, and how strictly it is read.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;
use crate::github::owner::Owner;

use super::binding::{Binding, Bound};

/// The version of the format that is written.
pub const VERSION: u32 = 2;

/// The version that held one token, bound to its host alone. It is read, and written on as it is until
/// a token is added or the passphrase changed.
pub const VERSION_OF_ONE: u32 = 1;

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

/// The longest text that is read, in bytes: as many tokens as can be held, with their scopes, have far
/// less.
const MAX_TEXT: usize = 262_144;

/// The remembered tokens as they are written: all but the tokens can be read by whoever reads the disk.
/// Each is sealed by itself, so that one can be forgotten without the passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// [`VERSION`] or [`VERSION_OF_ONE`].
    pub version: u32,
    /// The rounds of PBKDF2-HMAC-SHA256, [`ITERATIONS`] to [`MAX_ITERATIONS`].
    pub iterations: u32,
    /// Random, made anew with each passphrase.
    pub salt: [u8; SALT],
    /// Derived from the passphrase beside the key, from which it can't be told.
    pub check: [u8; CHECK],
    /// The tokens, never none; in [`VERSION_OF_ONE`] one.
    pub tokens: Vec<SealedToken>,
}

/// One token of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedToken {
    /// The GitHub that it is for.
    pub host: Host,
    /// Its user.
    pub login: String,
    /// Its resource owner; absent where it is bound to none.
    pub owner: Option<Owner>,
    /// Random, made anew with each sealing.
    pub iv: [u8; IV],
    /// The credential, sealed with AES-256-GCM, with its tag at the end.
    pub sealed: Vec<u8>,
}

impl Bound for SealedToken {
    fn binding(&self) -> Binding {
        Binding { host: self.host.clone(), owner: self.owner.clone() }
    }
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
    iterations: u32,
    salt: String,
    check: String,
    tokens: Vec<WrittenToken>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenToken {
    host: Host,
    login: String,
    owner: Option<Owner>,
    iv: String,
    sealed: String,
}

/// The form of [`VERSION_OF_ONE`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOne {
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
    pub fn bound(&self, token: &SealedToken) -> Vec<u8> {
        const FORMAT: &str = "gatehouse vault";
        let (host, login) = (token.host.to_string(), token.login.as_str());
        let encoded = if self.version == VERSION_OF_ONE {
            serde_json::to_vec(&(FORMAT, self.version, host, login, self.iterations))
        } else {
            let owner = token.owner.as_ref();
            serde_json::to_vec(&(FORMAT, self.version, host, login, owner, self.iterations))
        };
        // Texts and numbers always encode.
        encoded.unwrap_or_default()
    }

    /// The same without the token that is bound so; `None` when none is left.
    pub fn without(&self, binding: &Binding) -> Option<Self> {
        let mut record = self.clone();
        record.tokens.retain(|token| token.binding() != *binding);
        (!record.tokens.is_empty()).then_some(record)
    }

    /// What its tokens are bound to.
    pub fn bindings(&self) -> Vec<Binding> {
        self.tokens.iter().map(Bound::binding).collect()
    }

    /// As text.
    pub fn encode(&self) -> String {
        let (salt, check) = (to_hex(&self.salt), to_hex(&self.check));
        let encoded = match (self.version, self.tokens.as_slice()) {
            (VERSION_OF_ONE, [token]) => serde_json::to_string(&WrittenOne {
                version: VERSION_OF_ONE,
                host: token.host.clone(),
                login: token.login.clone(),
                iterations: self.iterations,
                salt,
                iv: to_hex(&token.iv),
                check,
                sealed: to_hex(&token.sealed),
            }),
            (version, tokens) => {
                let written = |token: &SealedToken| WrittenToken {
                    host: token.host.clone(),
                    login: token.login.clone(),
                    owner: token.owner.clone(),
                    iv: to_hex(&token.iv),
                    sealed: to_hex(&token.sealed),
                };
                let tokens = tokens.iter().map(written).collect();
                let iterations = self.iterations;
                serde_json::to_string(&Written { version, iterations, salt, check, tokens })
            }
        };
        // Texts and numbers always encode.
        encoded.unwrap_or_default()
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
        let record = match versioned.version {
            VERSION_OF_ONE => serde_json::from_str(text).ok().and_then(Self::from_written_one),
            VERSION => serde_json::from_str(text).ok().and_then(Self::from_written),
            version if version > VERSION => return Err(Unreadable::Newer),
            _ => None,
        };
        record.filter(|record| record.encode() == text).ok_or(Unreadable::Damaged)
    }

    fn from_written(written: Written) -> Option<Self> {
        let from_token = |token: WrittenToken| {
            Some(SealedToken {
                host: token.host,
                login: token.login,
                owner: token.owner,
                iv: from_hex(&token.iv)?.try_into().ok()?,
                sealed: from_hex(&token.sealed)?,
            })
        };
        let record = Self {
            version: VERSION,
            iterations: written.iterations,
            salt: from_hex(&written.salt)?.try_into().ok()?,
            check: from_hex(&written.check)?.try_into().ok()?,
            tokens: written.tokens.into_iter().map(from_token).collect::<Option<_>>()?,
        };
        record.is_sound().then_some(record)
    }

    fn from_written_one(written: WrittenOne) -> Option<Self> {
        let token = SealedToken {
            host: written.host,
            login: written.login,
            owner: None,
            iv: from_hex(&written.iv)?.try_into().ok()?,
            sealed: from_hex(&written.sealed)?,
        };
        let record = Self {
            version: VERSION_OF_ONE,
            iterations: written.iterations,
            salt: from_hex(&written.salt)?.try_into().ok()?,
            check: from_hex(&written.check)?.try_into().ok()?,
            tokens: vec![token],
        };
        record.is_sound().then_some(record)
    }

    fn is_sound(&self) -> bool {
        let is_sound = |token: &SealedToken| !token.login.is_empty() && token.sealed.len() > TAG;
        (ITERATIONS..=MAX_ITERATIONS).contains(&self.iterations)
            && !self.tokens.is_empty()
            && self.tokens.iter().all(is_sound)
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
