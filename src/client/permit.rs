//! What a write needs: a press that a document of ours saw, which names the writes and permits each once.
//!
//! A [`Permit`] is made of [`Presses`] alone, and holds what it permits. What takes one can't be called
//! without a press, nor write anything else than what was pressed for.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::github::ids::RequestId;

use super::queue::Millis;

/// How long after it a press permits anything, in milliseconds: it is used at once, and what comes much
/// later comes from something that went wrong.
pub const GOOD_FOR: Millis = 60_000;

/// How far a press may lie ahead, in milliseconds: clocks are read to the second, and set.
const AHEAD: Millis = 2_000;

/// A press of a button or a key, as the document saw it in which it happened. Nobody else can see that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// Names it; made at random.
    pub id: u64,
    /// When.
    pub at: Millis,
    /// Whether the browser made the event, and no script: `Event.isTrusted`.
    pub is_trusted: bool,
    /// Whether the browser saw the person act right before: `navigator.userActivation.isActive`.
    pub is_active: bool,
    /// Whether the document was covered by something of the page around it, as far as the browser can
    /// tell.
    #[serde(default)]
    pub is_covered: bool,
}

/// Why a press permits nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoPermit {
    /// There is none.
    NoPress,
    /// A script made it, or the browser saw nobody act.
    NotByPerson,
    /// Something lay over what was pressed, so that it may have been meant for that.
    Covered,
    /// It lies too far back, or ahead.
    TooOld,
    /// It was used for this request before.
    Used,
}

impl Press {
    /// Whether it is a person's and of now.
    ///
    /// # Errors
    /// Says what is against it.
    pub fn check(&self, now: Millis) -> Result<(), NoPermit> {
        if !(self.is_trusted && self.is_active) {
            return Err(NoPermit::NotByPerson);
        }
        if self.is_covered {
            return Err(NoPermit::Covered);
        }
        let age = now.saturating_sub(self.at);
        if (-AHEAD..=GOOD_FOR).contains(&age) { Ok(()) } else { Err(NoPermit::TooOld) }
    }
}

/// One write that a person pressed for: a [`super::operation::Review`] or a
/// [`super::operation::Dismissal`] as it was shown to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit<T> {
    press: u64,
    what: T,
}

impl<T> Deref for Permit<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.what
    }
}

/// The presses that were used, each for which request, for as long as they would be good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presses(Vec<Used>);

/// A press that was taken, and the requests that it still permits a write to.
#[derive(Debug)]
pub struct Taken {
    press: u64,
    requests: BTreeSet<RequestId>,
}

impl Taken {
    /// Permits `what`, a write to `request`; `None` if the press doesn't name it, or no longer does.
    pub fn permit<T>(&mut self, request: RequestId, what: T) -> Option<Permit<T>> {
        self.requests.remove(&request).then_some(Permit { press: self.press, what })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Used {
    press: u64,
    at: Millis,
    request: RequestId,
}

impl Presses {
    /// Uses `press` at `now` for a write to each of these requests, whether or not one becomes of it: it
    /// permits none of them again.
    ///
    /// # Errors
    /// Says what is against it. Then it is used for none of them.
    pub fn take(
        &mut self,
        now: Millis,
        press: Option<&Press>,
        requests: impl IntoIterator<Item = RequestId>,
    ) -> Result<Taken, NoPermit> {
        let press = press.ok_or(NoPermit::NoPress)?;
        press.check(now)?;
        let requests: BTreeSet<RequestId> = requests.into_iter().collect();
        let is_of = |used: &Used| used.press == press.id && requests.contains(&used.request);
        if self.0.iter().any(is_of) {
            return Err(NoPermit::Used);
        }
        self.0.retain(|used| now.saturating_sub(used.at) <= GOOD_FOR);
        let used = requests.iter().map(|request| Used {
            press: press.id,
            at: press.at,
            request: *request,
        });
        self.0.extend(used);
        Ok(Taken { press: press.id, requests })
    }

    /// Uses `press` for one write.
    ///
    /// # Errors
    /// Says what is against it.
    pub fn grant<T>(
        &mut self,
        now: Millis,
        press: Option<&Press>,
        request: RequestId,
        what: T,
    ) -> Result<Permit<T>, NoPermit> {
        let mut taken = self.take(now, press, [request])?;
        taken.permit(request, what).ok_or(NoPermit::Used)
    }

    /// Takes in what another program used.
    pub fn adopt(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_700_000_000_000;
    const ONE: RequestId = RequestId(1);
    const TWO: RequestId = RequestId(2);

    fn press(id: u64) -> Press {
        Press { id, at: NOW, is_trusted: true, is_active: true, is_covered: false }
    }

    #[test]
    fn a_persons_press_permits_what_it_names() {
        let mut presses = Presses::default();
        let permit = presses.grant(NOW, Some(&press(1)), ONE, "approve").expect("permitted");
        assert_eq!(*permit, "approve");
    }

    #[test]
    fn without_a_press_nothing_is_permitted() {
        let mut presses = Presses::default();
        assert_eq!(presses.grant(NOW, None, ONE, ()), Err(NoPermit::NoPress));
    }

    #[test]
    fn a_forged_press_permits_nothing() {
        for (is_trusted, is_active) in [(false, true), (true, false), (false, false)] {
            let forged = Press { is_trusted, is_active, ..press(1) };
            let mut presses = Presses::default();
            assert_eq!(presses.grant(NOW, Some(&forged), ONE, ()), Err(NoPermit::NotByPerson));
        }
    }

    #[test]
    fn a_press_of_what_is_covered_permits_nothing() {
        let covered = Press { is_covered: true, ..press(1) };
        let mut presses = Presses::default();
        assert_eq!(presses.grant(NOW, Some(&covered), ONE, ()), Err(NoPermit::Covered));
    }

    #[test]
    fn a_press_is_used_once_for_each_request() {
        let mut presses = Presses::default();
        for request in [ONE, TWO] {
            assert!(presses.grant(NOW, Some(&press(1)), request, "approve").is_ok());
        }
        for request in [ONE, TWO] {
            // Neither for the same nor for another decision or message.
            for what in ["approve", "deny"] {
                let again = presses.grant(NOW, Some(&press(1)), request, what);
                assert_eq!(again, Err(NoPermit::Used));
            }
        }
        assert!(presses.grant(NOW, Some(&press(2)), ONE, "deny").is_ok());
    }

    #[test]
    fn a_press_is_good_for_a_minute_and_remembered_as_long() {
        let mut presses = Presses::default();
        assert!(presses.grant(NOW, Some(&press(1)), ONE, ()).is_ok());
        let last = NOW + GOOD_FOR;
        assert_eq!(presses.grant(last, Some(&press(1)), ONE, ()), Err(NoPermit::Used));
        assert_eq!(presses.grant(last + 1, Some(&press(1)), TWO, ()), Err(NoPermit::TooOld));
        let later = Press { at: last + 1, ..press(2) };
        assert!(presses.grant(last + 1, Some(&later), ONE, ()).is_ok());
        assert_eq!(presses.0.len(), 1);
    }

    #[test]
    fn a_press_may_lie_ahead_by_no_more_than_clocks_are_read() {
        assert_eq!(press(1).check(NOW - AHEAD), Ok(()));
        assert_eq!(press(1).check(NOW - AHEAD - 1), Err(NoPermit::TooOld));
    }

    #[test]
    fn a_press_permits_nothing_that_it_does_not_name() {
        let mut presses = Presses::default();
        let mut taken = presses.take(NOW, Some(&press(1)), [ONE]).expect("permitted");
        assert_eq!(taken.permit(TWO, ()), None);
        assert!(taken.permit(ONE, ()).is_some());
        assert_eq!(taken.permit(ONE, ()), None);
    }

    #[test]
    fn a_press_is_used_for_what_it_names_whether_or_not_it_is_written() {
        let mut presses = Presses::default();
        assert!(presses.take(NOW, Some(&press(1)), [ONE, TWO]).is_ok());
        assert_eq!(presses.grant(NOW, Some(&press(1)), TWO, ()), Err(NoPermit::Used));
    }
}
