//! The vault as a state machine: the token at hand, the record of a remembered one, and when the one
//! is locked away so that only the other is left. Pure: whoever has it keeps what it says.

use super::auto_lock::{AutoLock, Millis};
use super::cipher::{Cipher, lock, unlock};
use super::command::{VaultCommand, VaultError, VaultReport};
use super::credential::Credential;
use super::passphrase::Passphrase;
use super::record::{Record, Unreadable};
use super::status::{LockedStatus, VaultStatus};

/// How long a use goes unwritten at most, in milliseconds: a restarted program takes the token for
/// used that much earlier.
const USE_KEPT_EVERY: Millis = 10_000;

/// What is on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Kept {
    /// Nothing: the token is for the session.
    #[default]
    Nothing,
    /// A record.
    Record(Box<Record>),
    /// Something that this version can't read. It stays until it is erased or written over on purpose.
    Unreadable(Unreadable),
}

impl Kept {
    /// From the text on the disk.
    pub fn read(text: Option<&str>) -> Self {
        match text.map(Record::decode) {
            None => Self::Nothing,
            Some(Ok(record)) => Self::Record(Box::new(record)),
            Some(Err(why)) => Self::Unreadable(why),
        }
    }

    /// The text for the disk; absent when nothing is to be there. Not for what can't be read.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Record(record) => Some(record.encode()),
            Self::Nothing | Self::Unreadable(_) => None,
        }
    }
}

/// The token at hand.
struct Held {
    credential: Credential,
    used_at: Millis,
    /// The last use that whoever keeps it was told of.
    told_at: Millis,
}

/// The vault.
#[derive(Default)]
pub struct Safe {
    held: Option<Held>,
    kept: Kept,
    auto_lock: AutoLock,
    /// How often a token was wiped or took another's place, so that what was worked out for the former
    /// one isn't taken for the new one's.
    turn: u32,
}

/// What was true when something began that takes its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn(u32);

impl Safe {
    /// As it was left: with the session's token, last used then, and what is on the disk. A token that
    /// was idle for too long is not taken over.
    pub fn restored(
        now: Millis,
        held: Option<(Credential, Option<Millis>)>,
        kept: Kept,
        auto_lock: AutoLock,
    ) -> Self {
        let held = held.map(|(credential, used_at)| {
            let used_at = used_at.unwrap_or(now);
            Held { credential, used_at, told_at: used_at }
        });
        Self { held, kept, auto_lock, turn: 0 }
    }

    /// What everyone may know.
    pub fn status(&self) -> VaultStatus {
        match (&self.held, &self.kept) {
            (Some(held), _) => held.credential.status(),
            (None, Kept::Nothing) => VaultStatus::Empty,
            (None, Kept::Unreadable(why)) => VaultStatus::Unreadable(*why),
            (None, Kept::Record(record)) => VaultStatus::Locked(LockedStatus {
                host: record.host.clone(),
                login: record.login.clone(),
            }),
        }
    }

    /// The same, and whether it is remembered.
    pub fn report(&self) -> VaultReport {
        let is_remembered = matches!(self.kept, Kept::Record(_));
        VaultReport { status: self.status(), remembered: is_remembered.then_some(self.auto_lock) }
    }

    /// The token at hand.
    pub fn credential(&self) -> Option<&Credential> {
        self.held.as_ref().map(|held| &held.credential)
    }

    /// Whether a record is all there is.
    pub fn is_locked(&self) -> bool {
        self.held.is_none() && matches!(self.kept, Kept::Record(_))
    }

    /// What is on the disk.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// After how long without use it locks.
    pub fn auto_lock(&self) -> AutoLock {
        self.auto_lock
    }

    /// What is true now; see [`Self::entered`].
    pub fn turn(&self) -> Turn {
        Turn(self.turn)
    }

    /// When the token was used last; absent without one.
    pub fn used_at(&self) -> Option<Millis> {
        self.held.as_ref().map(|held| held.used_at)
    }

    /// The token was used. Whether that should be kept now.
    pub fn used(&mut self, now: Millis) -> bool {
        let Some(held) = &mut self.held else { return false };
        held.used_at = now;
        // A clock that was put back counts, too.
        let is_due = (now - held.told_at).abs() >= USE_KEPT_EVERY;
        if is_due {
            held.told_at = now;
        }
        is_due
    }

    /// When it locks if nobody uses it; absent when it doesn't.
    pub fn locks_at(&self) -> Option<Millis> {
        let held = self.held.as_ref()?;
        let is_remembered = matches!(self.kept, Kept::Record(_));
        is_remembered.then(|| held.used_at.saturating_add(self.auto_lock.millis()))
    }

    /// Whether it has been idle for too long. A clock that was put back is no reason to wait longer.
    pub fn is_idle(&self, now: Millis) -> bool {
        let Some(locks_at) = self.locks_at() else { return false };
        now >= locks_at || self.used_at().is_some_and(|used_at| used_at - now > USE_KEPT_EVERY)
    }

    /// Wipes a token that was idle for too long; whether there was one.
    pub fn lock_when_idle(&mut self, now: Millis) -> bool {
        self.is_idle(now) && self.lock()
    }

    /// Wipes the token if a record is left of it; whether it did.
    pub fn lock(&mut self) -> bool {
        let locks = self.held.is_some() && matches!(self.kept, Kept::Record(_));
        if locks {
            self.held = None;
            self.turn = self.turn.wrapping_add(1);
        }
        locks
    }

    /// Wipes the token and the record.
    pub fn forget(&mut self) {
        self.held = None;
        self.kept = Kept::Nothing;
        self.turn = self.turn.wrapping_add(1);
    }

    /// A token was entered, or a record opened, for which it was `turn` when that began. It takes the
    /// place of what was held and kept before.
    ///
    /// # Errors
    /// [`VaultError::ChangedMeanwhile`]; then nothing changes.
    pub fn entered(
        &mut self,
        now: Millis,
        turn: Turn,
        credential: Credential,
        record: Option<Record>,
    ) -> Result<(), VaultError> {
        if turn != self.turn() {
            return Err(VaultError::ChangedMeanwhile);
        }
        self.held = Some(Held { credential, used_at: now, told_at: now });
        self.kept = record.map_or(Kept::Nothing, |record| Kept::Record(Box::new(record)));
        self.turn = self.turn.wrapping_add(1);
        Ok(())
    }

    /// The disk refused what was to be written, and still holds this. A token that was to be entered
    /// with it isn't held either, unless it is `kept_in_hand`.
    pub fn put_back(&mut self, kept: Kept, kept_in_hand: bool) {
        self.kept = kept;
        if !kept_in_hand {
            self.held = None;
        }
        self.turn = self.turn.wrapping_add(1);
    }

    /// Sets after how long without use it locks.
    pub fn set_auto_lock(&mut self, auto_lock: AutoLock) {
        self.auto_lock = auto_lock;
    }

    /// What another page that shares the disk left there. What it forgot is forgotten here, too.
    pub fn found_on_disk(&mut self, kept: Kept) {
        if self.kept == kept {
            return;
        }
        if kept == Kept::Nothing {
            self.forget();
        } else {
            let is_its = |record: &Record| {
                self.credential()
                    .is_some_and(|it| it.host == record.host && it.login == record.login)
            };
            if !matches!(&kept, Kept::Record(record) if is_its(record)) {
                self.held = None;
            }
            self.kept = kept;
            self.turn = self.turn.wrapping_add(1);
        }
    }
}

/// What is to be entered, worked out beside the vault: deriving a key takes its time.
pub struct Opened {
    /// The token.
    pub credential: Credential,
    /// Its record.
    pub record: Record,
}

impl Kept {
    async fn open<C: Cipher>(&self, cipher: &C, typed: String) -> Result<Opened, VaultError> {
        let record = match self {
            Self::Nothing => return Err(VaultError::NothingKept),
            Self::Unreadable(why) => return Err(VaultError::Unreadable(*why)),
            Self::Record(record) => (**record).clone(),
        };
        let credential = unlock(cipher, &record, &Passphrase::tried(typed)?).await?;
        Ok(Opened { credential, record })
    }

    async fn relock<C: Cipher>(
        &self,
        cipher: &C,
        current: String,
        new: String,
    ) -> Result<Opened, VaultError> {
        let new = Passphrase::new(new)?;
        let Opened { credential, .. } = self.open(cipher, current).await?;
        let record = lock(cipher, &credential, &new).await?;
        Ok(Opened { credential, record })
    }
}

/// What a command makes of the vault.
pub enum Change {
    /// Nothing.
    Nothing,
    /// The token is locked.
    Lock,
    /// It locks after this long.
    AutoLock(AutoLock),
    /// This is at hand and kept.
    Enter(Box<Opened>),
}

/// Works out what `command` makes of a vault with this on the disk and in hand. That takes its time, so
/// the vault itself is changed afterwards, and only if it is still the same.
///
/// # Errors
/// See [`VaultError`].
pub async fn work_out<C: Cipher>(
    cipher: &C,
    kept: &Kept,
    in_hand: Option<Credential>,
    command: VaultCommand,
) -> Result<Change, VaultError> {
    Ok(match command {
        VaultCommand::Look => Change::Nothing,
        VaultCommand::Lock => Change::Lock,
        VaultCommand::SetAutoLock(auto_lock) => Change::AutoLock(auto_lock),
        VaultCommand::Unlock { passphrase } => {
            Change::Enter(Box::new(kept.open(cipher, passphrase).await?))
        }
        VaultCommand::Remember { passphrase } => {
            let credential = in_hand.ok_or(VaultError::NoToken)?;
            let record = make_record(cipher, &credential, passphrase).await?;
            Change::Enter(Box::new(Opened { credential, record }))
        }
        VaultCommand::ChangePassphrase { current, new } => {
            Change::Enter(Box::new(kept.relock(cipher, current, new).await?))
        }
    })
}

/// Locks a token with a new passphrase.
///
/// # Errors
/// See [`VaultError`].
pub async fn make_record<C: Cipher>(
    cipher: &C,
    credential: &Credential,
    typed: String,
) -> Result<Record, VaultError> {
    Ok(lock(cipher, credential, &Passphrase::new(typed)?).await?)
}

#[cfg(test)]
mod tests;
