//! What a person can ask of the vault besides entering a token and forgetting all, and what it answers.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;

use super::auto_lock::AutoLock;
use super::binding::Binding;
use super::cipher::{NoCryptography, StaysLocked};
use super::passphrase::PassphraseProblem;
use super::record::Unreadable;
use super::status::VaultStatus;

/// What can be asked. Passphrases travel in it once, as they were typed.
#[derive(Clone, Serialize, Deserialize)]
pub enum VaultCommand {
    /// How does it stand?
    Look,
    /// Open the record of the remembered tokens.
    Unlock {
        /// What was typed.
        passphrase: String,
    },
    /// Wipe the opened tokens; their record stays.
    Lock,
    /// Write a record of the tokens at hand.
    Remember {
        /// What was typed.
        passphrase: String,
    },
    /// Lock the record with another passphrase.
    ChangePassphrase {
        /// The present one, as typed.
        current: String,
        /// The new one, as typed.
        new: String,
    },
    /// Lock after this long without use.
    SetAutoLock(AutoLock),
    /// Wipe the token that is bound so, also out of the record.
    Forget(Binding),
    /// Have the inbox work on this host.
    WorkAt(Host),
}

/// How the vault stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultReport {
    /// What everyone may know.
    pub status: VaultStatus,
    /// After how long without use the tokens are locked; absent when they aren't remembered.
    pub remembered: Option<AutoLock>,
}

/// Why the vault didn't do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VaultError {
    /// What was typed is no passphrase.
    Passphrase(PassphraseProblem),
    /// The passphrase is another one.
    WrongPassphrase,
    /// The passphrase is right, and the record was changed since it was written.
    Altered,
    /// The record can't be read.
    Unreadable(Unreadable),
    /// No token is remembered.
    NothingKept,
    /// There is no token at hand.
    NoToken,
    /// Another token was entered, locked or forgotten meanwhile.
    ChangedMeanwhile,
    /// There are tokens of another user for the same host, and all of a host are one user's.
    OtherUser {
        /// The host.
        host: Host,
        /// The user whose tokens there are.
        login: String,
    },
    /// There are as many tokens as can be held.
    TooMany,
    /// The browser gives this page no cryptography.
    NoCryptography,
    /// It couldn't be kept; in the browser's words.
    NotKept(String),
    /// The vault couldn't be asked.
    Unreachable,
}

impl From<StaysLocked> for VaultError {
    fn from(why: StaysLocked) -> Self {
        match why {
            StaysLocked::WrongPassphrase => Self::WrongPassphrase,
            StaysLocked::Altered => Self::Altered,
            StaysLocked::NoCryptography => Self::NoCryptography,
        }
    }
}

impl From<NoCryptography> for VaultError {
    fn from(NoCryptography: NoCryptography) -> Self {
        Self::NoCryptography
    }
}

impl From<PassphraseProblem> for VaultError {
    fn from(problem: PassphraseProblem) -> Self {
        Self::Passphrase(problem)
    }
}
