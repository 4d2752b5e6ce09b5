//! Whose token it is: `GET /user`, and the scopes its reply names.

use serde::{Deserialize, Serialize};

use crate::github::endpoint::Endpoint;
use crate::github::error::CallError;
use crate::github::get_viewer::GetViewer;
use crate::transport::Transport;
use crate::transport::patient::Patient;
use crate::vault::command::VaultError;
use crate::vault::credential::Credential;
use crate::vault::token::{Token, TokenProblem};

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
    /// It can't be remembered as was asked for, and so isn't kept at all.
    NotRemembered(VaultError),
    /// GitHub refused it, or couldn't be asked.
    Call(CallError),
}

/// Asks GitHub whose `token` it is, over a transport that sends it.
///
/// # Errors
/// See [`CallError`].
pub async fn sign_in(transport: &impl Transport, token: Token) -> Result<Credential, CallError> {
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
    Ok(Credential { host: transport.host(), token, login: viewer.login, scopes })
}

#[cfg(test)]
mod tests;
