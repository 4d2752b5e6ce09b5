//! What locks the remembered tokens and opens them again, over the platform's cryptography.

use super::credential::Credential;
use super::credentials::Credentials;
use super::passphrase::Passphrase;
use super::record::{CHECK, ITERATIONS, IV, Record, SALT, SealedToken, VERSION};

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

impl From<NoCryptography> for StaysLocked {
    fn from(NoCryptography: NoCryptography) -> Self {
        Self::NoCryptography
    }
}

/// Locks the credentials into a record. Salt and vectors are new each time, and the work factor is
/// always the one that this version writes.
///
/// # Errors
/// There is no cryptography here.
pub async fn lock<C: Cipher>(
    cipher: &C,
    credentials: &Credentials,
    passphrase: &Passphrase,
) -> Result<Record, NoCryptography> {
    let mut salt = [0; SALT];
    cipher.randomize(&mut salt)?;
    let (key, check) = cipher.derive(passphrase, &salt, ITERATIONS).await?;
    let record =
        Record { version: VERSION, iterations: ITERATIONS, salt, check, tokens: Vec::new() };
    seal(cipher, &key, record, credentials).await
}

/// Locks the credentials with the passphrase that `record` was locked with, in its place.
///
/// # Errors
/// See [`StaysLocked`].
pub async fn lock_again<C: Cipher>(
    cipher: &C,
    record: &Record,
    credentials: &Credentials,
    passphrase: &Passphrase,
) -> Result<Record, StaysLocked> {
    let key = key_of(cipher, record, passphrase).await?;
    let empty = Record { version: VERSION, tokens: Vec::new(), ..record.clone() };
    Ok(seal(cipher, &key, empty, credentials).await?)
}

async fn seal<C: Cipher>(
    cipher: &C,
    key: &C::Key,
    mut record: Record,
    credentials: &Credentials,
) -> Result<Record, NoCryptography> {
    for credential in credentials.iter() {
        let mut iv = [0; IV];
        cipher.randomize(&mut iv)?;
        let (host, login) = (credential.host.clone(), credential.login.clone());
        let owner = credential.owner.clone();
        let mut token = SealedToken { host, login, owner, iv, sealed: Vec::new() };
        let plain = serde_json::to_vec(credential).map_err(|_| NoCryptography)?;
        token.sealed = cipher.seal(key, &iv, &record.bound(&token), &plain).await?;
        record.tokens.push(token);
    }
    Ok(record)
}

/// Opens a record: all of it or nothing.
///
/// # Errors
/// See [`StaysLocked`].
pub async fn unlock<C: Cipher>(
    cipher: &C,
    record: &Record,
    passphrase: &Passphrase,
) -> Result<Credentials, StaysLocked> {
    let key = key_of(cipher, record, passphrase).await?;
    let mut credentials = Vec::new();
    for token in &record.tokens {
        let plain = cipher.open(&key, &token.iv, &record.bound(token), &token.sealed).await;
        let credential: Option<Credential> =
            plain.and_then(|plain| serde_json::from_str(str::from_utf8(&plain).ok()?).ok());
        let is_its = |it: &Credential| {
            it.host == token.host && it.login == token.login && it.owner == token.owner
        };
        credentials.push(credential.filter(is_its).ok_or(StaysLocked::Altered)?);
    }
    Credentials::try_from(credentials).map_err(|_| StaysLocked::Altered)
}

async fn key_of<C: Cipher>(
    cipher: &C,
    record: &Record,
    passphrase: &Passphrase,
) -> Result<C::Key, StaysLocked> {
    let (key, check) = cipher.derive(passphrase, &record.salt, record.iterations).await?;
    if check == record.check { Ok(key) } else { Err(StaysLocked::WrongPassphrase) }
}

#[cfg(test)]
pub mod toy;

#[cfg(test)]
mod tests;
