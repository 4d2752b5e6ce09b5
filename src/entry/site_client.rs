//! The static site's client: the token stays in this page's memory.

use std::cell::RefCell;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use gatehouse::client::Client;
use gatehouse::client::direct::{UnderWay, perform};
use gatehouse::client::operation::{Operation, Outcome};
use gatehouse::client::sign_in::{SignInError, sign_in};
use gatehouse::github::error::TransportError;
use gatehouse::github::host::Host;
use gatehouse::transport::fetch::{Fetch, may_reach};
use gatehouse::triage::guard::PageUser;
use gatehouse::vault::credential::Credential;
use gatehouse::vault::status::VaultStatus;
use gatehouse::vault::token::Token;

/// Calls GitHub with the token that was entered on the page; reloading forgets it.
#[derive(Default)]
pub struct SiteClient {
    credential: RefCell<Option<Credential>>,
    under_way: UnderWay,
}

impl Client for SiteClient {
    fn perform(&self, operation: Operation) -> LocalBoxFuture<'_, Result<Outcome, TransportError>> {
        async move {
            let credential = self.credential.borrow().clone().ok_or(TransportError::NoToken)?;
            let fetch = Fetch::new(credential.host, credential.token);
            let page_user = PageUser::NoPage;
            Ok(perform(&fetch, &self.under_way, &credential.login, &page_user, &operation).await)
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
