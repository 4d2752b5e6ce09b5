//! The site's vault: the tokens in this page's memory and, if that was asked for, their locked record in the
//! browser's storage for the site's origin.

use std::cell::{Cell, RefCell};

use gatehouse::transport::fetch::{now_in_ms, sleep};
use gatehouse::vault::auto_lock::AutoLock;
use gatehouse::vault::command::{VaultCommand, VaultError, VaultReport};
use gatehouse::vault::credential::Credential;
use gatehouse::vault::credentials::Credentials;
use gatehouse::vault::platform::changes;
use gatehouse::vault::platform::web_crypto::WebCrypto;
use gatehouse::vault::record::Record;
use gatehouse::vault::safe::{Kept, Safe, Turn};
use gatehouse::vault::status::VaultStatus;
use gatehouse::vault::working_out::{Change, Entry, add, work_out};
use wasm_bindgen_futures::spawn_local;

/// The keys in `localStorage`. They don't begin with what the views' keys begin with.
const RECORD: &str = "gatehouse-vault";
const AUTO_LOCK: &str = "gatehouse-auto-lock";

/// How often it is looked whether the token was idle for too long, in milliseconds.
const LOOK_EVERY: i64 = 5_000;

/// The vault of a page of the site.
pub struct SiteVault {
    safe: RefCell<Safe>,
    /// Whether somebody looks at the clock.
    is_watched: Cell<bool>,
}

impl Default for SiteVault {
    fn default() -> Self {
        let auto_lock = AutoLock::read(read(AUTO_LOCK).as_deref());
        let safe = Safe::restored(now_in_ms(), None, on_disk(), auto_lock);
        Self { safe: RefCell::new(safe), is_watched: Cell::new(false) }
    }
}

impl SiteVault {
    /// How it stands now: another page of the site may have forgotten the tokens.
    pub fn report(&'static self) -> VaultReport {
        let report = {
            let mut safe = self.safe.borrow_mut();
            safe.found_on_disk(on_disk());
            safe.lock_when_idle(now_in_ms());
            safe.report()
        };
        self.watch();
        report
    }

    /// The tokens, unless they were idle for too long.
    pub fn credentials(&self) -> Option<Credentials> {
        let safe = self.safe.borrow();
        safe.credentials().filter(|_| !safe.is_idle(now_in_ms())).cloned()
    }

    /// Whether there are tokens that are locked.
    pub fn is_locked(&self) -> bool {
        let safe = self.safe.borrow();
        safe.is_locked() || safe.is_idle(now_in_ms())
    }

    /// A token was used.
    pub fn used(&self) {
        let now = now_in_ms();
        let mut safe = self.safe.borrow_mut();
        if !safe.is_idle(now) {
            safe.used(now);
        }
    }

    /// What is true now.
    pub fn turn(&self) -> Turn {
        self.safe.borrow().turn()
    }

    /// Does what is asked.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub async fn obey(&'static self, command: VaultCommand) -> Result<VaultReport, VaultError> {
        // What another page left counts.
        self.report();
        let turn = self.turn();
        let (kept, in_hand) = (self.safe.borrow().kept().clone(), self.credentials());
        match work_out(&WebCrypto, &kept, in_hand, command).await? {
            Change::Nothing => {}
            Change::Lock => {
                if self.safe.borrow_mut().lock() {
                    changes::tell();
                }
            }
            Change::AutoLock(auto_lock) => {
                write(AUTO_LOCK, Some(&auto_lock.minutes().to_string()))?;
                self.safe.borrow_mut().set_auto_lock(auto_lock);
            }
            Change::Enter(entry) => self.enter(turn, *entry)?,
            Change::Forget => self.forget()?,
        }
        Ok(self.report())
    }

    /// Holds a token beside the others, and keeps a record if there is a passphrase to `remember` it
    /// with.
    ///
    /// # Errors
    /// See [`VaultError`]; then it isn't held.
    pub async fn signed_in(
        &'static self,
        turn: Turn,
        credential: Credential,
        remember: Option<String>,
    ) -> Result<VaultStatus, VaultError> {
        // What another page left counts.
        self.report();
        let (kept, in_hand) = (self.safe.borrow().kept().clone(), self.credentials());
        let entry = add(&WebCrypto, &kept, in_hand, credential, remember).await?;
        self.enter(turn, entry)?;
        Ok(self.report().status)
    }

    fn enter(&'static self, turn: Turn, entry: Entry) -> Result<(), VaultError> {
        if self.turn() != turn {
            return Err(VaultError::ChangedMeanwhile);
        }
        // Written first: what can't be kept isn't entered.
        let text = entry.record.as_ref().map(Record::encode);
        if text != read(RECORD) {
            write(RECORD, text.as_deref())?;
        }
        self.safe.borrow_mut().entered(now_in_ms(), turn, entry)?;
        changes::tell();
        self.watch();
        Ok(())
    }

    /// Wipes the tokens and their record.
    pub fn forget(&self) -> Result<(), VaultError> {
        self.safe.borrow_mut().forget();
        let erased = write(RECORD, None);
        changes::tell();
        erased
    }

    /// Locks the tokens when they were idle for too long, for as long as there are any to be locked.
    fn watch(&'static self) {
        let is_needed = self.safe.borrow().locks_at().is_some();
        if !is_needed || self.is_watched.replace(true) {
            return;
        }
        spawn_local(async move {
            while self.safe.borrow().locks_at().is_some() {
                sleep(LOOK_EVERY).await;
                if self.safe.borrow_mut().lock_when_idle(now_in_ms()) {
                    changes::tell();
                }
            }
            self.is_watched.set(false);
        });
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn on_disk() -> Kept {
    Kept::read(read(RECORD).as_deref())
}

fn write(key: &str, text: Option<&str>) -> Result<(), VaultError> {
    let Some(storage) = storage() else {
        // Nothing is there to be erased.
        let refused = || Err(VaultError::NotKept("this page has no storage".to_owned()));
        return text.map_or(Ok(()), |_| refused());
    };
    let written = match text {
        Some(text) => storage.set_item(key, text),
        None => storage.remove_item(key),
    };
    written.map_err(|_| VaultError::NotKept("this page's storage is full or closed".to_owned()))
}
