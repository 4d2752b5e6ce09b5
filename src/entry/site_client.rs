//! The static site's client: calls GitHub from this page, which holds the vault and the queue of reviews.

use std::cell::{OnceCell, RefCell};

use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::LocalBoxFuture;
use gatehouse::client::Client;
use gatehouse::client::direct::{UnderWay, perform};
use gatehouse::client::operation::{Operation, Performed};
use gatehouse::client::permit::Press;
use gatehouse::client::queue::{Account, Command, Millis, Queue, QueueError, View};
use gatehouse::client::runner::{Ground, NotKept, Runner};
use gatehouse::client::sign_in::{Entered, SignInError, sign_in};
use gatehouse::github::error::TransportError;
use gatehouse::github::host::Host;
use gatehouse::transport::Transport;
use gatehouse::transport::fetch::{Fetch, may_reach, now_in_ms, sleep};
use gatehouse::triage::guard::PageUser;
use gatehouse::vault::command::{VaultCommand, VaultError, VaultReport};
use gatehouse::vault::status::VaultStatus;
use wasm_bindgen_futures::spawn_local;

use super::site_queue::Slot;
use super::site_vault::SiteVault;

/// Calls GitHub with the token that was entered on the page.
#[derive(Default)]
pub struct SiteClient {
    vault: SiteVault,
    under_way: UnderWay,
    desk: OnceCell<Desk>,
    /// Who waits for the desk.
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
}

/// This page's queue and where it is kept.
struct Desk {
    runner: Runner,
    slot: Slot,
}

impl SiteClient {
    /// One without a token, with the queue that an earlier visit kept. Made once, for as long as the
    /// page lives.
    pub fn new() -> &'static Self {
        let this: &'static Self = Box::leak(Box::default());
        spawn_local(this.open());
        this
    }

    async fn open(&'static self) {
        let slot = Slot::claim().await;
        let runner = Runner::restored(slot.read(), now_in_ms());
        // What other pages that are gone have left is told, too; of those that live it comes when they
        // go. A page that is reloaded may take its own former self for another one.
        for other in slot.others() {
            spawn_local(self.inherit(other));
        }
        // Nobody else opens it.
        let _ = self.desk.set(Desk { runner, slot });
        for waiting in self.waiting.take() {
            // Fails for those that don't wait any more.
            let _ = waiting.send(());
        }
    }

    async fn inherit(&'static self, left: Slot) {
        if !left.inherit().await {
            return;
        }
        let Some(desk) = self.desk().await else { return };
        desk.runner.adopt(left.read(), now_in_ms());
        if desk.runner.keep(self).await.is_ok() {
            left.empty();
        }
    }

    /// A way to the host that the inbox works on, and whose tokens there are for it.
    fn at_work(&self) -> Option<(Fetch, Account)> {
        self.account(self.vault.credentials()?.at_work()?)
    }

    fn without_token(&self) -> TransportError {
        if self.vault.is_locked() { TransportError::Locked } else { TransportError::NoToken }
    }

    async fn desk(&self) -> Option<&Desk> {
        if self.desk.get().is_none() {
            let (tell, told) = oneshot::channel();
            self.waiting.borrow_mut().push(tell);
            // Fails only where the page is going.
            let _ = told.await;
        }
        self.desk.get()
    }
}

impl Ground for SiteClient {
    type Transport = Fetch;

    fn now(&self) -> Millis {
        now_in_ms()
    }

    async fn sleep(&self, milliseconds: Millis) {
        sleep(milliseconds).await;
    }

    async fn keep(&self, queue: &Queue) -> Result<(), NotKept> {
        let desk = self.desk().await;
        desk.map_or_else(|| Err(NotKept("the page is going".to_owned())), |it| it.slot.keep(queue))
    }

    fn account(&self, host: &Host) -> Option<(Fetch, Account)> {
        let credentials = self.vault.credentials()?;
        let login = credentials.login_at(host)?.to_owned();
        Some((Fetch::new(host.clone(), &credentials), Account { host: host.clone(), login }))
    }

    fn at_work(&self) {
        self.vault.used();
    }

    fn under_way(&self) -> &UnderWay {
        &self.under_way
    }
}

impl Client for &'static SiteClient {
    fn perform(
        &self,
        operation: Operation,
    ) -> LocalBoxFuture<'_, Result<Performed, TransportError>> {
        async move {
            let (fetch, account) = self.at_work().ok_or_else(|| self.without_token())?;
            self.vault.used();
            let page_user = PageUser::NoPage;
            let login = account.login.as_str();
            let outcome = perform(&fetch, &self.under_way, login, &page_user, &operation).await;
            Ok(Performed { outcome, clock_difference: Some(fetch.clock_difference()) })
        }
        .boxed_local()
    }

    fn queue(
        &self,
        command: Command,
        press: Option<Press>,
        since: u64,
    ) -> LocalBoxFuture<'_, Result<View, QueueError>> {
        let this: &'static SiteClient = self;
        async move {
            let desk = this.desk().await;
            let desk = desk.ok_or(QueueError::Transport(TransportError::Interrupted))?;
            if matches!(command, Command::Add { .. }) && this.vault.is_locked() {
                return Err(QueueError::Transport(TransportError::Locked));
            }
            if command != Command::Look {
                this.vault.used();
            }
            let account = this.at_work().map(|(_, account)| account);
            let who = (account, &PageUser::NoPage);
            let view = desk.runner.obey(this, who, press, &command, since).await;
            if command != Command::Look {
                spawn_local(desk.runner.run(this));
            }
            view
        }
        .boxed_local()
    }

    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>> {
        let this: &'static SiteClient = self;
        let status = this.vault.report().status;
        async move { Ok(status) }.boxed_local()
    }

    fn vault(&self, command: VaultCommand) -> LocalBoxFuture<'_, Result<VaultReport, VaultError>> {
        let this: &'static SiteClient = self;
        this.vault.obey(command).boxed_local()
    }

    fn sign_in(&self, entered: Entered) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>> {
        let this: &'static SiteClient = self;
        async move {
            let credential = entered.credential().map_err(SignInError::Token)?;
            if !may_reach(&entered.host) {
                return Err(SignInError::HostNotAllowed);
            }
            let turn = this.vault.turn();
            let fetch = Fetch::new(entered.host, &credential.clone().into());
            let credential = sign_in(&fetch, credential).await.map_err(SignInError::Call)?;
            Ok(this.vault.signed_in(turn, credential, entered.remember).await?)
        }
        .boxed_local()
    }

    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>> {
        // Storage refuses to be written, and never to be emptied.
        let _ = self.vault.forget();
        async { Ok(()) }.boxed_local()
    }
}
