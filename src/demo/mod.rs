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

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use crate::client::Client;
use crate::client::direct::{UnderWay, perform};
use crate::client::operation::{Operation, Outcome};
use crate::client::sign_in::SignInError;
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::github::time::Timestamp;
use crate::triage::guard::PageUser;
use crate::vault::status::{NEEDED_SCOPE, TokenStatus, VaultStatus};
use crate::vault::token::{Token, TokenKind};

use github::DemoGithub;

/// The scope that the demo opens on: its whole enterprise.
pub const SCOPE: &str = "enterprise:octo-demo";

/// Reviews in a made-up enterprise; nothing leaves the program, and a reload starts anew.
pub struct DemoClient {
    github: DemoGithub,
    under_way: UnderWay,
    signed_in: Cell<bool>,
}

impl DemoClient {
    /// Signed in as [`world::LOGIN`], in an enterprise made for the time that `now` tells first.
    pub fn new(now: fn() -> Timestamp) -> Self {
        Self {
            github: DemoGithub::new(now),
            under_way: UnderWay::default(),
            signed_in: Cell::new(true),
        }
    }

    fn status(&self) -> VaultStatus {
        if !self.signed_in.get() {
            return VaultStatus::Empty;
        }
        VaultStatus::Holding(TokenStatus {
            host: Host::GithubCom,
            login: world::LOGIN.to_owned(),
            kind: TokenKind::Classic,
            scopes: Some(vec![NEEDED_SCOPE.to_owned()]),
        })
    }
}

impl Client for DemoClient {
    fn perform(&self, operation: Operation) -> LocalBoxFuture<'_, Result<Outcome, TransportError>> {
        async move {
            if !self.signed_in.get() {
                return Err(TransportError::NoToken);
            }
            let page_user = PageUser::NoPage;
            Ok(perform(&self.github, &self.under_way, world::LOGIN, &page_user, &operation).await)
        }
        .boxed_local()
    }

    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>> {
        ready(Ok(self.status())).boxed_local()
    }

    /// Signs in as [`world::LOGIN`] whatever the token: it may be a real one, so it is checked for
    /// its form and dropped.
    fn sign_in(
        &self,
        host: Host,
        typed: String,
    ) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>> {
        let outcome = match Token::parse(&typed) {
            Err(problem) => Err(SignInError::Token(problem)),
            Ok(_) if host != Host::GithubCom => Err(SignInError::HostNotAllowed),
            Ok(_) => {
                self.signed_in.set(true);
                Ok(self.status())
            }
        };
        ready(outcome).boxed_local()
    }

    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>> {
        self.signed_in.set(false);
        ready(Ok(())).boxed_local()
    }
}

#[cfg(test)]
mod tests;
