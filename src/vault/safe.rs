//! The vault as a state machine: the tokens at hand, the record of remembered ones, and when the ones
//! are locked away so that only the other is left. Pure: whoever has it keeps what it says.

use crate::github::host::Host;

use super::auto_lock::{AutoLock, Millis};
use super::command::{VaultError, VaultReport};
use super::credential::Credential;
use super::credentials::Credentials;
use super::record::{Record, SealedToken, Unreadable};
use super::status::{HeldStatus, LockedStatus, VaultStatus};
use super::working_out::Entry;

/// How long a use goes unwritten at most, in milliseconds: a restarted program takes the token for
/// used that much earlier.
const USE_KEPT_EVERY: Millis = 10_000;

/// What is on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Kept {
    /// Nothing: the tokens are for the session.
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

    /// The record.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Record(record) => Some(record),
            Self::Nothing | Self::Unreadable(_) => None,
        }
    }
}

/// The tokens at hand, never none.
struct Held {
    credentials: Credentials,
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
    /// How often tokens were wiped or entered, so that what was worked out for the former ones isn't
    /// taken for the new ones'.
    turn: u32,
}

/// What was true when something began that takes its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn(u32);

impl Safe {
    /// As it was left: with the session's tokens, last used then, and what is on the disk.
    pub fn restored(
        now: Millis,
        held: Option<(Credentials, Option<Millis>)>,
        kept: Kept,
        auto_lock: AutoLock,
    ) -> Self {
        let held = held.filter(|(credentials, _)| !credentials.is_empty());
        let held = held.map(|(credentials, used_at)| {
            let used_at = used_at.unwrap_or(now);
            Held { credentials, used_at, told_at: used_at }
        });
        Self { held, kept, auto_lock, turn: 0 }
    }

    /// What everyone may know.
    pub fn status(&self) -> VaultStatus {
        self.status_for(None)
    }

    /// The same, for one who works on `host` where there is a token for that.
    pub fn status_at(&self, host: &Host) -> VaultStatus {
        self.status_for(Some(host))
    }

    fn status_for(&self, host: Option<&Host>) -> VaultStatus {
        match (&self.held, &self.kept) {
            (Some(held), _) => self.held_status(&held.credentials, host),
            (None, Kept::Nothing) => VaultStatus::Empty,
            (None, Kept::Unreadable(why)) => VaultStatus::Unreadable(*why),
            (None, Kept::Record(record)) => {
                let mut users = Vec::new();
                for token in &record.tokens {
                    let user = (token.host.clone(), token.login.clone());
                    if !users.contains(&user) {
                        users.push(user);
                    }
                }
                VaultStatus::Locked(LockedStatus { users })
            }
        }
    }

    fn held_status(&self, credentials: &Credentials, host: Option<&Host>) -> VaultStatus {
        let host = host.filter(|host| credentials.login_at(host).is_some());
        let Some(host) = host.or(credentials.at_work()) else { return VaultStatus::Empty };
        VaultStatus::Holding(HeldStatus {
            host: host.clone(),
            login: credentials.login_at(host).unwrap_or_default().to_owned(),
            tokens: credentials.iter().map(Credential::status).collect(),
            is_remembered: self.kept.record().is_some(),
        })
    }

    /// The same, and whether it is remembered.
    pub fn report(&self) -> VaultReport {
        let is_remembered = matches!(self.kept, Kept::Record(_));
        VaultReport { status: self.status(), remembered: is_remembered.then_some(self.auto_lock) }
    }

    /// The tokens at hand.
    pub fn credentials(&self) -> Option<&Credentials> {
        self.held.as_ref().map(|held| &held.credentials)
    }

    /// The host that the inbox works on; absent without a token at hand.
    pub fn at_work(&self) -> Option<&Host> {
        self.credentials().and_then(Credentials::at_work)
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

    /// When a token was used last; absent without one.
    pub fn used_at(&self) -> Option<Millis> {
        self.held.as_ref().map(|held| held.used_at)
    }

    /// A token was used. Whether that should be kept now.
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

    /// Wipes the tokens when they were idle for too long; whether there were any.
    pub fn lock_when_idle(&mut self, now: Millis) -> bool {
        self.is_idle(now) && self.lock()
    }

    /// Wipes the tokens if a record is left of them; whether it did.
    pub fn lock(&mut self) -> bool {
        let locks = self.held.is_some() && matches!(self.kept, Kept::Record(_));
        if locks {
            self.held = None;
            self.turn = self.turn.wrapping_add(1);
        }
        locks
    }

    /// Wipes the tokens and the record.
    pub fn forget(&mut self) {
        self.held = None;
        self.kept = Kept::Nothing;
        self.turn = self.turn.wrapping_add(1);
    }

    /// Tokens were entered, or a record opened, for which it was `turn` when that began. They take the
    /// place of what was held and kept before, which they were worked out from.
    ///
    /// # Errors
    /// [`VaultError::ChangedMeanwhile`]; then nothing changes.
    pub fn entered(&mut self, now: Millis, turn: Turn, entry: Entry) -> Result<(), VaultError> {
        if turn != self.turn() {
            return Err(VaultError::ChangedMeanwhile);
        }
        let Entry { credentials, record } = entry;
        self.held = Some(Held { credentials, used_at: now, told_at: now });
        self.kept = record.map_or(Kept::Nothing, |record| Kept::Record(Box::new(record)));
        self.turn = self.turn.wrapping_add(1);
        Ok(())
    }

    /// The disk refused what was to be written, and still holds `kept`. At hand is what was before, too.
    pub fn put_back(&mut self, now: Millis, kept: Kept, in_hand: Option<Credentials>) {
        self.kept = kept;
        self.held = in_hand.map(|credentials| Held { credentials, used_at: now, told_at: now });
        self.turn = self.turn.wrapping_add(1);
    }

    /// Sets after how long without use it locks.
    pub fn set_auto_lock(&mut self, auto_lock: AutoLock) {
        self.auto_lock = auto_lock;
    }

    /// What another page that shares the disk left there. What it forgot is forgotten here, too, and
    /// where it added a token the passphrase is asked for.
    pub fn found_on_disk(&mut self, kept: Kept) {
        if self.kept == kept {
            return;
        }
        if kept == Kept::Nothing {
            return self.forget();
        }
        let bindings = kept.record().map(Record::bindings).unwrap_or_default();
        let left = self.credentials().cloned().map(|mut held| {
            held.retain(&bindings);
            held
        });
        let users = |record: &Record, held: &Credentials| {
            let is_its = |token: &SealedToken| held.login_at(&token.host) == Some(&token.login);
            record.tokens.iter().all(is_its)
        };
        let are_all = |held: &Credentials| {
            held.iter().count() == bindings.len()
                && kept.record().is_some_and(|record| users(record, held))
        };
        match (left.filter(are_all), &mut self.held) {
            (Some(left), Some(held)) => held.credentials = left,
            (_, held) => *held = None,
        }
        self.kept = kept;
        self.turn = self.turn.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests;
