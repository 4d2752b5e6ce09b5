//! Sends what the queue holds, one review after another: the one place from which reviews leave.

use std::cell::{Cell, RefCell};

use crate::github::host::Host;
use crate::transport::Transport;
use crate::transport::patient::Patient;
use crate::triage::guard::PageUser;

use super::direct::{UnderWay, perform_review};
use super::permit::Press;
use super::queue::{Account, Command, Item, ItemId, Millis, Next, Pause, Queue, QueueError, View};
use super::review::look_back;

/// How long a wait goes on before it is looked whether it still has to, in milliseconds.
const LOOK_UP_EVERY: Millis = 250;

/// How often a waiting background program shows that it is at work, in milliseconds: browsers stop one
/// that was idle for 30 seconds.
const STAY_AWAKE_EVERY: Millis = 15_000;

/// What the runner stands on: a clock, a store that outlives the program, and the token.
#[allow(async_fn_in_trait, reason = "everything runs on one thread, in a browser")]
pub trait Ground {
    /// How API calls travel.
    type Transport: Transport;

    /// The time now, in milliseconds since 1970-01-01T00:00:00Z.
    fn now(&self) -> Millis;

    /// Waits. May come back early.
    async fn sleep(&self, milliseconds: Millis);

    /// Keeps the queue.
    ///
    /// # Errors
    /// It isn't kept.
    async fn keep(&self, queue: &Queue) -> Result<(), NotKept>;

    /// A way to this GitHub with the tokens at hand, and whose they are; absent when there are none.
    fn account(&self, host: &Host) -> Option<(Self::Transport, Account)>;

    /// Whether the browser lets this program reach that GitHub. It is asked before each review, since a
    /// permission may be withdrawn while reviews wait.
    async fn is_granted(&self, _host: &Host) -> bool {
        true
    }

    /// A review is sent now, as a person ordered: whoever counts how long nobody did anything, counts
    /// this.
    fn at_work(&self) {}

    /// The writes under way in this program.
    fn under_way(&self) -> &UnderWay;
}

/// The store refused; what it said is in the browser's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotKept(pub String);

/// A queue and whether someone is sending it.
#[derive(Debug, Default)]
pub struct Runner {
    queue: RefCell<Queue>,
    runs: Cell<bool>,
}

impl Runner {
    /// With the queue that an earlier program kept.
    pub fn restored(kept: Queue, now: Millis) -> Self {
        Self { queue: RefCell::new(kept.restored(now)), runs: Cell::new(false) }
    }

    /// Takes in the queue of another program, which is gone.
    pub fn adopt(&self, kept: Queue, now: Millis) {
        self.queue.borrow_mut().adopt(kept, now);
    }

    /// Whether a review waits or is under way.
    pub fn is_open(&self) -> bool {
        self.queue.borrow().items().iter().any(|item| item.state.is_open())
    }

    /// Does what a person asks for, as the user `account`, whose token there is, and tells how the queue stands
    /// since version `since`. What is put in is kept before this returns. Then [`Runner::run`] is to be
    /// called, which may take long.
    ///
    /// # Errors
    /// It couldn't be kept, and what was put in is taken out again; or `press` doesn't permit it.
    pub async fn obey<G: Ground>(
        &self,
        ground: &G,
        (account, page_user): (Option<Account>, &PageUser),
        press: Option<Press>,
        command: &Command,
        since: u64,
    ) -> Result<View, QueueError> {
        let before: Vec<ItemId> = self.queue.borrow().items().iter().map(|item| item.id).collect();
        let now = ground.now();
        let changed =
            self.queue.borrow_mut().obey(now, account.as_ref(), page_user, press.as_ref(), command);
        let changed = changed.map_err(QueueError::NotPermitted)?;
        // Which presses were used is kept, too.
        if changed || command.lets_leave() {
            let kept = self.keep(ground).await;
            if let (Err(NotKept(why)), Command::Add { .. }) = (&kept, command) {
                let mut queue = self.queue.borrow_mut();
                let is_new = |item: &&Item| !before.contains(&item.id);
                let new: Vec<ItemId> =
                    queue.items().iter().filter(is_new).map(|it| it.id).collect();
                for undo in [Command::TakeBack(new.clone()), Command::Forget(new)] {
                    // What stops a review needs no press.
                    let _ = queue.obey(now, account.as_ref(), page_user, None, &undo);
                }
                // One that went out meanwhile was kept by the run that sends it.
                if !queue.items().iter().any(|item| is_new(&item)) {
                    return Err(QueueError::NotKept(why.clone()));
                }
            } else {
                kept.map_err(|NotKept(why)| QueueError::NotKept(why))?;
            }
        }
        Ok(self.queue.borrow().view(since))
    }

    /// Sends what may be sent, until nothing waits or it is paused. Called again meanwhile it returns at
    /// once.
    pub async fn run<G: Ground>(&self, ground: &G) {
        if self.runs.replace(true) {
            return;
        }
        let mut kept_at = ground.now();
        loop {
            let host = self.queue.borrow().next_host();
            let (transport, account) = host.and_then(|host| ground.account(&host)).unzip();
            let now = ground.now();
            let before = self.queue.borrow().version();
            let next = self.queue.borrow_mut().next(now, account.as_ref());
            match (next, transport, account) {
                (Next::WaitUntil(at), ..) => {
                    ground.sleep(at.saturating_sub(now).min(LOOK_UP_EVERY)).await;
                    // A browser stops a background program that only waits; using the store tells it
                    // that this one is at work.
                    if ground.now() - kept_at >= STAY_AWAKE_EVERY {
                        kept_at = ground.now();
                        self.keep_or_pause(ground).await;
                    }
                }
                (Next::Send(id) | Next::LookBack(id), Some(_), Some(account))
                    if !ground.is_granted(&account.host).await =>
                {
                    self.queue.borrow_mut().not_granted(ground.now(), id);
                    self.keep_or_pause(ground).await;
                }
                (Next::Send(id), Some(transport), Some(account)) => {
                    // That it is being sent must be known before it leaves.
                    if self.keep_or_pause(ground).await {
                        self.send(ground, &transport, &account, id).await;
                    } else {
                        self.queue.borrow_mut().not_sent(ground.now(), id);
                    }
                    kept_at = ground.now();
                }
                (Next::LookBack(id), Some(transport), Some(account)) => {
                    let review = self.queue.borrow().item(id).map(|item| item.review.clone());
                    let Some(review) = review else { continue };
                    let found = look_back(&Patient::new(&transport), &account.login, &review).await;
                    self.queue.borrow_mut().looked_back(ground.now(), id, found);
                    self.keep_or_pause(ground).await;
                }
                _ => {
                    if self.queue.borrow().version() == before {
                        break;
                    }
                    // Meanwhile more may have been put in.
                    self.keep_or_pause(ground).await;
                }
            }
        }
        self.runs.set(false);
    }

    async fn send<G: Ground>(
        &self,
        ground: &G,
        transport: &G::Transport,
        account: &Account,
        id: ItemId,
    ) {
        let item = self.queue.borrow().item(id).cloned();
        let Some(item) = item else { return };
        ground.at_work();
        let under_way = ground.under_way();
        let outcome =
            perform_review(transport, under_way, &account.login, &item.page_user, &item.review);
        let outcome = outcome.await;
        self.queue.borrow_mut().sent(ground.now(), id, outcome);
        self.keep_or_pause(ground).await;
    }

    /// Keeps the queue as it is.
    ///
    /// # Errors
    /// It isn't kept.
    pub async fn keep<G: Ground>(&self, ground: &G) -> Result<(), NotKept> {
        let queue = self.queue.borrow().clone();
        ground.keep(&queue).await
    }

    /// Keeps the queue; what isn't kept goes no further.
    async fn keep_or_pause<G: Ground>(&self, ground: &G) -> bool {
        let kept = self.keep(ground).await;
        if let Err(NotKept(why)) = &kept {
            self.queue.borrow_mut().pause_for(Pause::NotKept(why.clone()));
        }
        kept.is_ok()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties;
#[cfg(test)]
mod tests;
