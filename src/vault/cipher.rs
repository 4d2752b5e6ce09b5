//! What locks a remembered token and opens it again, over the platform's cryptography.

use crate::github::host::Host;

use super::credential::Credential;
use super::passphrase::Passphrase;
use super::record::{CHECK, ITERATIONS, IV, Record, SALT};

/// The platform's cryptography.
#[allow(async_fn_in_trait, reason = "everything runs on one thread, in a browser")]
pub trait Cipher {
    /// A key for AES-256-GCM.
    type Key;

    /// Fills with random bytes.
    ///
    /// # Errors
    /// There is no cryptography here.
    fn randomize(&self, bytes: &mut [u8]) -> Result<(), NoCryptography>;

    /// A key, and beside it what shows that the passphrase is the same: PBKDF2-HMAC-SHA256, from
    /// whose 256 bits HKDF-SHA256 makes both.
    ///
    /// # Errors
    /// There is no cryptography here.
    async fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; SALT],
        iterations: u32,
    ) -> Result<(Self::Key, [u8; CHECK]), NoCryptography>;

    /// Seals `plain`, bound to `bound`.
    ///
    /// # Errors
    /// There is no cryptography here.
    async fn seal(
        &self,
        key: &Self::Key,
        iv: &[u8; IV],
        bound: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, NoCryptography>;

    /// Opens what was sealed; `None` when anything of it was changed.
    async fn open(
        &self,
        key: &Self::Key,
        iv: &[u8; IV],
        bound: &[u8],
        sealed: &[u8],
    ) -> Option<Vec<u8>>;
}

/// The platform has no cryptography here: browsers give it to pages over https and extensions only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCryptography;

/// Why a record stays locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaysLocked {
    /// The passphrase is another one, or what it is checked against was changed.
    WrongPassphrase,
    /// The passphrase is right, and what was locked with it was changed since.
    Altered,
    /// There is no cryptography here.
    NoCryptography,
}

/// Locks `credential` into a record. Salt and vector are new each time, and the work factor is always
/// the one that this version writes.
///
/// # Errors
/// There is no cryptography here.
pub async fn lock<C: Cipher>(
    cipher: &C,
    credential: &Credential,
    passphrase: &Passphrase,
) -> Result<Record, NoCryptography> {
    let (mut salt, mut iv) = ([0; SALT], [0; IV]);
    cipher.randomize(&mut salt)?;
    cipher.randomize(&mut iv)?;
    let (key, check) = cipher.derive(passphrase, &salt, ITERATIONS).await?;
    let plain = serde_json::to_vec(credential).map_err(|_| NoCryptography)?;
    let (host, login) = (credential.host.clone(), credential.login.clone());
    let bound = Record::bound(&host, &login, ITERATIONS);
    let sealed = cipher.seal(&key, &iv, &bound, &plain).await?;
    Ok(Record { host, login, iterations: ITERATIONS, salt, iv, check, sealed })
}

/// Opens a record.
///
/// # Errors
/// See [`StaysLocked`].
pub async fn unlock<C: Cipher>(
    cipher: &C,
    record: &Record,
    passphrase: &Passphrase,
) -> Result<Credential, StaysLocked> {
    let derived = cipher.derive(passphrase, &record.salt, record.iterations).await;
    let (key, check) = derived.map_err(|_| StaysLocked::NoCryptography)?;
    if check != record.check {
        return Err(StaysLocked::WrongPassphrase);
    }
    let bound = Record::bound(&record.host, &record.login, record.iterations);
    let plain = cipher.open(&key, &record.iv, &bound, &record.sealed).await;
    let credential: Option<Credential> =
        plain.and_then(|plain| serde_json::from_slice(&plain).ok());
    let is_its = |it: &Credential| is_of(it, &record.host, &record.login);
    credential.filter(is_its).ok_or(StaysLocked::Altered)
}

fn is_of(credential: &Credential, host: &Host, login: &str) -> bool {
    credential.host == *host && credential.login == login
}

#[cfg(test)]
pub mod toy;

#[cfg(test)]
mod tests;
