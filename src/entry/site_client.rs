//! The static site's client: the token stays in this page's memory, the queue of reviews in its storage.

use std::cell::RefCell;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use gatehouse::client::Client;
use gatehouse::client::direct::{UnderWay, perform};
use gatehouse::client::operation::{Operation, Outcome};
use gatehouse::client::queue::{Account, Command, Millis, Queue, QueueError, View};
use gatehouse::client::runner::{Ground, NotKept, Runner};
use gatehouse::client::sign_in::{SignInError, sign_in};
use gatehouse::github::error::TransportError;
use gatehouse::github::host::Host;
use gatehouse::transport::fetch::{Fetch, may_reach, now_in_ms, sleep};
use gatehouse::triage::guard::PageUser;
use gatehouse::vault::credential::Credential;
use gatehouse::vault::status::VaultStatus;
use gatehouse::vault::token::Token;
use wasm_bindgen_futures::spawn_local;

/// Calls GitHub with the token that was entered on the page; reloading forgets it.
pub struct SiteClient {
    credential: RefCell<Option<Credential>>,
    under_way: UnderWay,
    runner: Runner,
}

/// Where the queue of reviews is kept in `localStorage`: what was sent and what not must be known after
/// a reload, too. Out of reach of [`crate::site_store`], whose keys begin with `gatehouse.`.
const QUEUE: &str = "gatehouse-queue";

impl SiteClient {
    /// One without a token, with the queue that an earlier visit kept. Made once, for as long as the
    /// page lives.
    pub fn new() -> &'static Self {
        // What another version wrote and this one can't read counts as absent.
        let kept = local_storage()
            .and_then(|storage| storage.get_item(QUEUE).ok().flatten())
            .and_then(|text| serde_json::from_str(&text).ok());
        Box::leak(Box::new(Self {
            credential: RefCell::default(),
            under_way: UnderWay::default(),
            runner: Runner::restored(kept.unwrap_or_default(), now_in_ms()),
        }))
    }
}

fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
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
        let text = serde_json::to_string(queue).map_err(|error| NotKept(error.to_string()))?;
        let storage = local_storage();
        let storage = storage.ok_or_else(|| NotKept("this page has no storage".to_owned()))?;
        storage
            .set_item(QUEUE, &text)
            .map_err(|_| NotKept("this page's storage is full or closed".to_owned()))
    }

    fn account(&self) -> Option<(Fetch, Account)> {
        let credential = self.credential.borrow().clone()?;
        let account = Account { host: credential.host.clone(), login: credential.login };
        Some((Fetch::new(credential.host, credential.token), account))
    }

    fn under_way(&self) -> &UnderWay {
        &self.under_way
    }
}

impl Client for &'static SiteClient {
    fn perform(&self, operation: Operation) -> LocalBoxFuture<'_, Result<Outcome, TransportError>> {
        async move {
            let credential = self.credential.borrow().clone().ok_or(TransportError::NoToken)?;
            let fetch = Fetch::new(credential.host, credential.token);
            let page_user = PageUser::NoPage;
            Ok(perform(&fetch, &self.under_way, &credential.login, &page_user, &operation).await)
        }
        .boxed_local()
    }

    fn queue(&self, command: Command, since: u64) -> LocalBoxFuture<'_, Result<View, QueueError>> {
        let this: &'static SiteClient = self;
        async move {
            let view = this.runner.obey(this, &PageUser::NoPage, &command, since).await;
            if command != Command::Look {
                spawn_local(this.runner.run(this));
            }
            view
        }
        .boxed_local()
    }

    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>> {
        let credential = self.credential.borrow();
        let status = credential.as_ref().map_or(VaultStatus::Empty, Credential::status);
        async move { Ok(status) }.boxed_local()
    }

    fn sign_in(
        &self,
        host: Host,
        typed: String,
    ) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>> {
        async move {
            let token = Token::parse(&typed).map_err(SignInError::Token)?;
            if !may_reach(&host) {
                return Err(SignInError::HostNotAllowed);
            }
            let fetch = Fetch::new(host, token.clone());
            let credential = sign_in(&fetch, token).await.map_err(SignInError::Call)?;
            let status = credential.status();
            self.credential.replace(Some(credential));
            Ok(status)
        }
        .boxed_local()
    }

    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>> {
        self.credential.replace(None);
        async { Ok(()) }.boxed_local()
    }
}
