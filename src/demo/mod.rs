//! An in-memory GitHub to explore without a token: a believable enterprise on which reviews work.
//!
//! # Layout
//! - [`DemoClient`] whom the views ask in place of a client with a token
//! - [`world`] the enterprise and its requests
//! - [`github`] answers API calls from them

pub mod github;
pub mod world;

use std::cell::Cell;
use std::future::ready;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use crate::client::Client;
use crate::client::direct::{UnderWay, perform};
use crate::client::operation::{Operation, Performed};
use crate::client::permit::Press;
use crate::client::queue::{Account, Command, Millis, Queue, QueueError, View};
use crate::client::runner::{Ground, NotKept, Runner};
use crate::client::sign_in::{Entered, SignInError};
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::github::time::Timestamp;
use crate::triage::guard::PageUser;
use crate::vault::command::{VaultCommand, VaultError, VaultReport};
use crate::vault::status::{HeldStatus, NEEDED_SCOPE, TokenStatus, VaultStatus};
use crate::vault::token::{Token, TokenKind};

use github::DemoGithub;

/// The scope that the demo opens on: its whole enterprise.
pub const SCOPE: &str = "enterprise:octo-demo";

/// Reviews in a made-up enterprise; nothing leaves the program, and a reload starts anew.
pub struct DemoClient(Rc<Demo>);

struct Demo {
    github: DemoGithub,
    now: fn() -> Timestamp,
    /// How long was waited where waiting takes no time, in milliseconds.
    waited: Cell<Millis>,
    under_way: UnderWay,
    runner: Runner,
    signed_in: Cell<bool>,
}

impl DemoClient {
    /// Signed in as [`world::LOGIN`], in an enterprise made for the time that `now` tells first.
    pub fn new(now: fn() -> Timestamp) -> Self {
        Self(Rc::new(Demo {
            github: DemoGithub::new(now),
            now,
            waited: Cell::new(0),
            under_way: UnderWay::default(),
            runner: Runner::default(),
            signed_in: Cell::new(true),
        }))
    }

    fn status(&self) -> VaultStatus {
        if !self.0.signed_in.get() {
            return VaultStatus::Empty;
        }
        let (host, login) = (Host::GithubCom, world::LOGIN.to_owned());
        let token = TokenStatus {
            host: host.clone(),
            owner: None,
            login: login.clone(),
            kind: TokenKind::Classic,
            scopes: Some(vec![NEEDED_SCOPE.to_owned()]),
        };
        VaultStatus::Holding(HeldStatus { host, login, tokens: vec![token], is_remembered: false })
    }
}

impl Ground for Demo {
    type Transport = DemoGithub;

    fn now(&self) -> Millis {
        (self.now)().unix() * 1_000 + self.waited.get()
    }

    async fn sleep(&self, milliseconds: Millis) {
        #[cfg(feature = "browser")]
        crate::transport::fetch::sleep(milliseconds).await;
        #[cfg(not(feature = "browser"))]
        self.waited.set(self.waited.get() + milliseconds);
    }

    /// A reload starts anew, so there is nothing to keep.
    async fn keep(&self, _: &Queue) -> Result<(), NotKept> {
        Ok(())
    }

    fn account(&self, _: &Host) -> Option<(DemoGithub, Account)> {
        let account = Account { host: Host::GithubCom, login: world::LOGIN.to_owned() };
        self.signed_in.get().then(|| (self.github.clone(), account))
    }

    fn under_way(&self) -> &UnderWay {
        &self.under_way
    }
}

impl Client for DemoClient {
    fn perform(
        &self,
        operation: Operation,
    ) -> LocalBoxFuture<'_, Result<Performed, TransportError>> {
        async move {
            let demo = &self.0;
            if !demo.signed_in.get() {
                return Err(TransportError::NoToken);
            }
            let page_user = PageUser::NoPage;
            let outcome =
                perform(&demo.github, &demo.under_way, world::LOGIN, &page_user, &operation).await;
            Ok(Performed { outcome, clock_difference: None })
        }
        .boxed_local()
    }

    fn queue(
        &self,
        command: Command,
        press: Option<Press>,
        since: u64,
    ) -> LocalBoxFuture<'_, Result<View, QueueError>> {
        let demo = Rc::clone(&self.0);
        async move {
            let account = demo.account(&Host::GithubCom).map(|(_, account)| account);
            let who = (account, &PageUser::NoPage);
            let view = demo.runner.obey(&*demo, who, press, &command, since).await;
            if command != Command::Look {
                let run = async move { demo.runner.run(&*demo).await };
                #[cfg(feature = "browser")]
                wasm_bindgen_futures::spawn_local(run);
                #[cfg(not(feature = "browser"))]
                run.await;
            }
            view
        }
        .boxed_local()
    }

    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>> {
        ready(Ok(self.status())).boxed_local()
    }

    /// Nothing is ever remembered of the demo.
    fn vault(&self, _: VaultCommand) -> LocalBoxFuture<'_, Result<VaultReport, VaultError>> {
        ready(Ok(VaultReport { status: self.status(), remembered: None })).boxed_local()
    }

    /// Signs in as [`world::LOGIN`] whatever the token: it may be a real one, so it is checked for
    /// its form and dropped.
    fn sign_in(
        &self,
        Entered { host, typed, .. }: Entered,
    ) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>> {
        let outcome = match Token::parse(&typed) {
            Err(problem) => Err(SignInError::Token(problem)),
            Ok(_) if host != Host::GithubCom => Err(SignInError::HostNotAllowed),
            Ok(_) => {
                self.0.signed_in.set(true);
                Ok(self.status())
            }
        };
        ready(outcome).boxed_local()
    }

    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>> {
        self.0.signed_in.set(false);
        ready(Ok(())).boxed_local()
    }
}

#[cfg(test)]
mod tests;
