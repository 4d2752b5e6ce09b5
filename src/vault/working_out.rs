//! What a command, or a token that was entered, makes of the vault. That takes its time, for a key is
//! derived; so it is worked out beside the vault, which is changed afterwards, if it is still the same.

use super::auto_lock::AutoLock;
use super::cipher::{Cipher, lock, lock_again, unlock};
use super::command::{VaultCommand, VaultError};
use super::credential::Credential;
use super::credentials::Credentials;
use super::passphrase::Passphrase;
use super::record::Record;
use super::safe::Kept;

/// What is to be at hand and kept.
#[derive(Clone)]
pub struct Entry {
    /// The credentials.
    pub credentials: Credentials,
    /// Their record; absent when they are for the session.
    pub record: Option<Record>,
}

/// What a command makes of the vault.
pub enum Change {
    /// Nothing.
    Nothing,
    /// The tokens are locked.
    Lock,
    /// They lock after this long.
    AutoLock(AutoLock),
    /// This is at hand and kept.
    Enter(Box<Entry>),
    /// Everything is wiped.
    Forget,
}

/// Works out what `command` makes of a vault with this on the disk and in hand.
///
/// # Errors
/// See [`VaultError`].
pub async fn work_out<C: Cipher>(
    cipher: &C,
    kept: &Kept,
    in_hand: Option<Credentials>,
    command: VaultCommand,
) -> Result<Change, VaultError> {
    let entered = |credentials, record| Change::Enter(Box::new(Entry { credentials, record }));
    Ok(match command {
        VaultCommand::Look => Change::Nothing,
        VaultCommand::Lock => Change::Lock,
        VaultCommand::SetAutoLock(auto_lock) => Change::AutoLock(auto_lock),
        VaultCommand::Unlock { passphrase } => {
            let (credentials, record) = open(cipher, kept, passphrase).await?;
            entered(credentials, Some(record))
        }
        VaultCommand::Remember { passphrase } => {
            let credentials = in_hand.ok_or(VaultError::NoToken)?;
            let record = lock(cipher, &credentials, &Passphrase::new(passphrase)?).await?;
            entered(credentials, Some(record))
        }
        VaultCommand::ChangePassphrase { current, new } => {
            let new = Passphrase::new(new)?;
            let (credentials, _) = open(cipher, kept, current).await?;
            let record = lock(cipher, &credentials, &new).await?;
            entered(credentials, Some(record))
        }
        VaultCommand::Forget(binding) => {
            let mut credentials = in_hand.ok_or(VaultError::NoToken)?;
            if !credentials.remove(&binding) {
                Change::Nothing
            } else if credentials.is_empty() {
                Change::Forget
            } else {
                entered(credentials, kept.record().and_then(|record| record.without(&binding)))
            }
        }
        VaultCommand::WorkAt(host) => {
            let mut credentials = in_hand.ok_or(VaultError::NoToken)?;
            credentials.work_at(&host);
            entered(credentials, kept.record().cloned())
        }
    })
}

/// Works out what a token that was entered makes of a vault with this on the disk and in hand. Either all
/// tokens are remembered or none: where there is a record, `remember` is the passphrase that it has.
///
/// # Errors
/// See [`VaultError`].
pub async fn add<C: Cipher>(
    cipher: &C,
    kept: &Kept,
    in_hand: Option<Credentials>,
    credential: Credential,
    remember: Option<String>,
) -> Result<Entry, VaultError> {
    let record = match kept {
        Kept::Nothing => None,
        Kept::Unreadable(why) => return Err(VaultError::Unreadable(*why)),
        // Locked while GitHub was asked: what is in the record must not be lost.
        Kept::Record(_) if in_hand.is_none() => return Err(VaultError::ChangedMeanwhile),
        Kept::Record(record) => Some(record),
    };
    let mut credentials = in_hand.unwrap_or_default();
    credentials.add(credential)?;
    let record = match (record, remember) {
        (None, None) => None,
        (None, Some(typed)) => Some(lock(cipher, &credentials, &Passphrase::new(typed)?).await?),
        (Some(record), typed) => {
            let passphrase = Passphrase::tried(typed.unwrap_or_default())?;
            Some(lock_again(cipher, record, &credentials, &passphrase).await?)
        }
    };
    Ok(Entry { credentials, record })
}

async fn open<C: Cipher>(
    cipher: &C,
    kept: &Kept,
    typed: String,
) -> Result<(Credentials, Record), VaultError> {
    let record = match kept {
        Kept::Nothing => return Err(VaultError::NothingKept),
        Kept::Unreadable(why) => return Err(VaultError::Unreadable(*why)),
        Kept::Record(record) => record,
    };
    let credentials = unlock(cipher, record, &Passphrase::tried(typed)?).await?;
    Ok((credentials, (**record).clone()))
}
