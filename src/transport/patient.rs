//! Reads that fail for a moment are made again after a growing wait; writes never are.

use crate::github::endpoint::{HttpReply, HttpRequest};
use crate::github::error::{ApiError, ApiErrorKind, TransportError};
use crate::github::host::Host;
use crate::github::time::Timestamp;

use super::Transport;

/// How long to wait before a read is made again, in milliseconds; as often as there are entries. Up to
/// half as long again is added by chance, so that many who failed together don't come back together.
const AGAIN_IN: [i64; 2] = [500, 2_000];

/// How long GitHub may ask to wait and a person still waits for it without being told, in seconds.
const UNTOLD_WAIT_IN: i64 = 5;

/// A transport whose reads are made again when trying again may help.
pub struct Patient<'a, T> {
    of: &'a T,
}

impl<'a, T: Transport> Patient<'a, T> {
    /// Over `of`, which makes each call once.
    pub fn new(of: &'a T) -> Self {
        Self { of }
    }
}

/// How long to wait before a read is made again that was made `tries` times before and came to `result`
/// of `host` at `now`; `None` where it isn't. In milliseconds.
fn again_in(
    result: &Result<HttpReply, TransportError>,
    tries: usize,
    host: &Host,
    now: Timestamp,
    chance: f64,
) -> Option<i64> {
    let wait = *AGAIN_IN.get(tries)?;
    #[allow(clippy::cast_possible_truncation, reason = "some thousand at most")]
    #[allow(clippy::cast_precision_loss, reason = "some thousand at most")]
    let longer = wait + (wait as f64 / 2.0 * chance) as i64;
    match result {
        // One that came to no end in half a minute is told at once.
        Err(TransportError::NoReply | TransportError::Interrupted) => Some(longer),
        Err(_) => None,
        Ok(reply) if (200..400).contains(&reply.status) => None,
        Ok(reply) => match ApiError::from_reply(reply, host, now).kind {
            ApiErrorKind::Server => Some(longer),
            ApiErrorKind::RateLimited { retry_at } => {
                let asked = (retry_at - now).max(0);
                (asked <= UNTOLD_WAIT_IN).then(|| longer.max(asked * 1_000))
            }
            _ => None,
        },
    }
}

impl<T: Transport> Transport for Patient<'_, T> {
    fn host(&self) -> Host {
        self.of.host()
    }

    fn now(&self) -> Timestamp {
        self.of.now()
    }

    fn clock_difference(&self) -> i64 {
        self.of.clock_difference()
    }

    async fn wait(&self, milliseconds: i64) {
        self.of.wait(milliseconds).await;
    }

    fn chance(&self) -> f64 {
        self.of.chance()
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        let mut tries = 0;
        loop {
            let result = self.of.send(request).await;
            let wait = again_in(&result, tries, &self.of.host(), self.of.now(), self.of.chance());
            let Some(wait) = wait.filter(|_| request.method.is_read()) else { return result };
            self.of.wait(wait).await;
            tries += 1;
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties;
#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::github::endpoint::Method;
    use crate::transport::scripted::Scripted;

    const NOW: Timestamp = Timestamp::from_unix(1_720_000_000);

    fn reply(status: u16, headers: &[(&str, &str)]) -> Result<HttpReply, TransportError> {
        let headers =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Ok(HttpReply { status, headers, body: Vec::new() })
    }

    /// Sends to GitHub that answers with `replies` in turn; gives the last one, and the waits.
    fn sent(
        method: Method,
        replies: &[Result<HttpReply, TransportError>],
    ) -> (Result<HttpReply, TransportError>, Vec<i64>) {
        let script = replies.iter().map(|reply| (method.name(), "/x".to_owned(), reply.clone()));
        let transport = Scripted::new(NOW, script);
        let request = HttpRequest {
            method,
            path: "/x".to_owned(),
            query: Vec::new(),
            body: None,
            if_none_match: None,
        };
        let result = block_on(Patient::new(&transport).send(&request));
        assert_eq!(transport.left(), 0, "not asked for");
        let waits = transport.waits.borrow().clone();
        (result, waits)
    }

    #[test]
    fn a_read_that_failed_for_a_moment_is_made_again_after_a_growing_wait() {
        for moment in [
            reply(500, &[]),
            reply(502, &[]),
            reply(503, &[]),
            Err(TransportError::NoReply),
            Err(TransportError::Interrupted),
        ] {
            let (result, waits) =
                sent(Method::Get, &[moment.clone(), moment.clone(), reply(200, &[])]);
            assert_eq!(result, reply(200, &[]));
            assert_eq!(waits, [625, 2_500], "{moment:?}");
        }
    }

    #[test]
    fn a_read_is_made_three_times_at_most() {
        let (result, waits) =
            sent(Method::Get, &[reply(500, &[]), reply(502, &[]), reply(503, &[])]);
        assert_eq!(result, reply(503, &[]));
        assert_eq!(waits.len(), 2);
    }

    #[test]
    fn what_another_try_won_t_change_is_told_at_once() {
        for lasting in [
            reply(200, &[]),
            reply(304, &[]),
            reply(401, &[]),
            reply(403, &[]),
            reply(404, &[]),
            reply(410, &[]),
            reply(422, &[]),
            Err(TransportError::Offline),
            Err(TransportError::TimedOut),
            Err(TransportError::Redirected),
            Err(TransportError::NoToken),
        ] {
            assert_eq!(sent(Method::Get, std::slice::from_ref(&lasting)), (lasting, Vec::new()));
        }
    }

    #[test]
    fn a_short_wait_that_github_asks_for_is_waited_and_a_long_one_told() {
        let (result, waits) = sent(
            Method::Get,
            &[
                reply(429, &[("retry-after", "2")]),
                reply(403, &[("retry-after", "5")]),
                reply(200, &[]),
            ],
        );
        assert_eq!((result, waits), (reply(200, &[]), vec![2_000, 5_000]));
        let long = reply(403, &[("retry-after", "6")]);
        assert_eq!(sent(Method::Get, std::slice::from_ref(&long)), (long, Vec::new()));
        // A limit that doesn't say how long is a minute.
        assert_eq!(sent(Method::Get, &[reply(429, &[])]), (reply(429, &[]), Vec::new()));
    }

    #[test]
    fn a_write_is_made_once_whatever_comes_of_it() {
        for method in [Method::Patch, Method::Delete] {
            for odd in
                [reply(500, &[]), reply(429, &[("retry-after", "1")]), Err(TransportError::NoReply)]
            {
                assert_eq!(sent(method, std::slice::from_ref(&odd)), (odd, Vec::new()));
            }
        }
    }
}
