//! Whose token it is: `GET /user`, and the scopes its reply names.

use serde::{Deserialize, Serialize};

use crate::github::endpoint::Endpoint;
use crate::github::error::CallError;
use crate::github::get_viewer::GetViewer;
use crate::github::host::Host;
use crate::github::owner::Owner;
use crate::transport::Transport;
use crate::transport::patient::Patient;
use crate::vault::command::VaultError;
use crate::vault::credential::Credential;
use crate::vault::token::{Token, TokenKind, TokenProblem};

use super::call::call;

/// Why a token isn't kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInError {
    /// What was typed is no token.
    Token(TokenProblem),
    /// The program may not reach that host.
    HostNotAllowed,
    /// The person didn't let the program reach that host.
    HostNotGranted,
    /// Another token was entered, or tokens were wiped, while GitHub was asked: this one isn't kept.
    ChangedMeanwhile,
    /// The vault didn't take it in, as when it can't be remembered as was asked for.
    NotKept(VaultError),
    /// GitHub refused it, or couldn't be asked.
    Call(CallError),
}

impl From<VaultError> for SignInError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::ChangedMeanwhile => Self::ChangedMeanwhile,
            error => Self::NotKept(error),
        }
    }
}

/// A token as a person entered it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Entered {
    /// The GitHub it is for.
    pub host: Host,
    /// The token as typed.
    pub typed: String,
    /// The resource owner, of a fine-grained token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// The passphrase to remember it with, as typed: the present one where there is one. Absent when it
    /// is for the session only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remember: Option<String>,
}

impl Entered {
    /// What GitHub is asked with: a credential of nobody yet.
    ///
    /// # Errors
    /// What was typed is no token, or is for an owner that isn't named.
    pub fn credential(&self) -> Result<Credential, TokenProblem> {
        let token = Token::parse(&self.typed)?;
        let is_bound = token.kind() == TokenKind::FineGrained;
        if is_bound && self.owner.is_none() {
            return Err(TokenProblem::NoOwner);
        }
        let owner = self.owner.clone().filter(|_| is_bound);
        Ok(Credential { host: self.host.clone(), owner, token, login: String::new(), scopes: None })
    }
}

/// Asks GitHub whose `credential` it is, over a transport that sends it.
///
/// # Errors
/// See [`CallError`].
pub async fn sign_in(
    transport: &impl Transport,
    credential: Credential,
) -> Result<Credential, CallError> {
    let (viewer, reply) = call(&Patient::new(transport), &GetViewer).await?;
    if viewer.login.is_empty() {
        // Four eyes need a name.
        let operation = GetViewer::OPERATION.to_owned();
        return Err(CallError::Decode { operation, detail: "an empty login".to_owned() });
    }
    let scopes = reply.header("x-oauth-scopes").map(|scopes| {
        scopes
            .split(',')
            .map(str::trim)
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect()
    });
    Ok(Credential { login: viewer.login, scopes, ..credential })
}

#[cfg(test)]
mod tests;
