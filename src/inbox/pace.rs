//! How many calls are made at once, and when to wait.

use crate::github::error::{ApiErrorKind, CallError, TransportError};
use crate::github::time::Timestamp;

/// How many calls are on their way at most. GitHub's own limit is 100 at once for all that a person
/// runs; browsers open 6 connections where there is no HTTP/2.
pub const MAX_IN_FLIGHT: usize = 8;

/// How long to wait before the same call is made again, in seconds; as often as there are entries.
const RETRY_IN: [i64; 3] = [1, 2, 4];

/// By how much longer the call `serial` waits than `wait`, in seconds: up to as long again, so that calls
/// that failed together don't come back together. Told by the number, for a load decides by what it is
/// given alone.
fn later(serial: u64, wait: i64) -> i64 {
    // Neighbours far apart: the multiplier is 2^64 divided by the golden ratio.
    let spread = serial.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
    i64::try_from(spread).unwrap_or_default() % (wait + 1)
}

/// How often GitHub may say in a row that a limit is reached before the reading gives up.
const MAX_LIMITS: u32 = 5;

/// How many calls may fail for good in a row before the reading gives up: then it isn't the page.
const MAX_FAILURES: u32 = 4;

/// What follows from a call that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Make it again, not before this.
    Again(Timestamp),
    /// Make it again when a limit allows: it wasn't its fault.
    WhenAllowed,
    /// Give it up.
    GiveUp,
    /// Give everything up.
    Stop,
}

/// The calls on their way.
#[derive(Debug)]
pub(super) struct Pace {
    in_flight: usize,
    allowed: usize,
    not_before: Option<Timestamp>,
    /// The serial of the last call made before the last limit was met: those on their way then meet
    /// the same one.
    limited_at: u64,
    limits: u32,
    failures: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { in_flight: 0, allowed: 1, not_before: None, limited_at: 0, limits: 0, failures: 0 }
    }
}

impl Pace {
    /// Whether a call may be made.
    pub fn allows(&self, now: Timestamp) -> bool {
        self.in_flight < self.allowed && self.waits_until(now).is_none()
    }

    /// Until when none may.
    pub fn waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.not_before.filter(|at| *at > now)
    }

    /// A call is made.
    pub fn leaves(&mut self) {
        self.in_flight += 1;
    }

    /// A call is over, one way or the other.
    pub fn returns(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// It brought something: one more may be on their way, which doubles them with every round trip.
    pub fn succeeds(&mut self) {
        self.allowed = (self.allowed + 1).min(MAX_IN_FLIGHT);
        self.limits = 0;
        self.failures = 0;
    }

    /// Begins anew, as when a person asks to.
    pub fn begin(&mut self) {
        // One more than are on their way still, which nobody waits for any more.
        self.allowed = (self.in_flight + 1).min(MAX_IN_FLIGHT);
        self.limits = 0;
        self.failures = 0;
    }

    /// What follows from a failure of the call `serial`, made `tries` times before, when `made` is
    /// the last one that was made.
    pub fn fails(
        &mut self,
        error: &CallError,
        serial: u64,
        tries: usize,
        made: u64,
        now: Timestamp,
    ) -> Remedy {
        let transient = match error {
            CallError::Api(error) => match &error.kind {
                ApiErrorKind::BadToken => return Remedy::Stop,
                ApiErrorKind::RateLimited { retry_at } => {
                    return self.is_limited(*retry_at, serial, made);
                }
                ApiErrorKind::Server => true,
                _ => false,
            },
            CallError::Transport(
                TransportError::NoToken
                | TransportError::Locked
                | TransportError::NotGranted
                | TransportError::NotAllowed
                | TransportError::BackgroundGone,
            ) => return Remedy::Stop,
            // Other lists may have theirs.
            CallError::Transport(
                TransportError::NoTokenFor(_)
                | TransportError::Redirected
                | TransportError::TooLarge,
            ) => false,
            CallError::Transport(_) | CallError::Decode { .. } => true,
        };
        if !transient {
            return Remedy::GiveUp;
        }
        if let Some(wait) = RETRY_IN.get(tries) {
            return Remedy::Again(now.plus(*wait + later(serial, *wait)));
        }
        self.failures += 1;
        if self.failures >= MAX_FAILURES { Remedy::Stop } else { Remedy::GiveUp }
    }

    fn is_limited(&mut self, retry_at: Timestamp, serial: u64, made: u64) -> Remedy {
        self.allowed = 1;
        if serial > self.limited_at {
            self.limited_at = made;
            self.limits += 1;
        }
        // GitHub asks to wait longer each time. Source: REST docs, "Exceeding the rate limit".
        let longer = 60 * i64::from(self.limits.saturating_sub(1));
        let at = retry_at.plus(longer);
        self.not_before = Some(self.not_before.map_or(at, |before| before.max(at)));
        if self.limits >= MAX_LIMITS { Remedy::Stop } else { Remedy::WhenAllowed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_failed_together_do_not_come_back_together() {
        for wait in RETRY_IN {
            let mut longer: Vec<i64> = (1..=8).map(|serial| later(serial, wait)).collect();
            assert!(longer.iter().all(|longer| (0..=wait).contains(longer)), "{longer:?}");
            longer.sort_unstable();
            longer.dedup();
            assert!(longer.len() > 1, "{wait}: {longer:?}");
        }
    }

    #[test]
    fn calls_that_met_one_limit_together_count_as_one_and_a_later_one_waits_longer() {
        let mut pace = Pace::default();
        let now = Timestamp::from_unix(1_000_000);
        let retry_at = now.plus(60);
        let waits_until = |pace: &mut Pace, serial, made| {
            pace.is_limited(retry_at, serial, made);
            pace.not_before.expect("it waits")
        };
        for serial in 1..=3 {
            assert_eq!(waits_until(&mut pace, serial, 3), retry_at);
        }
        assert_eq!(waits_until(&mut pace, 4, 4), retry_at.plus(60));
    }
}
