//! One API call: sent once, its reply read.

use crate::github::endpoint::{Endpoint, HttpReply};
use crate::github::error::CallError;
use crate::transport::Transport;

/// Makes one call; gives what the reply says and the reply itself, for its headers.
///
/// # Errors
/// See [`CallError`].
pub async fn call<E: Endpoint>(
    transport: &impl Transport,
    endpoint: &E,
) -> Result<(E::Reply, HttpReply), CallError> {
    let reply = transport.send(&endpoint.to_request()).await.map_err(CallError::Transport)?;
    let said = E::read_reply(&reply, &transport.host(), transport.now())?;
    Ok((said, reply))
}
