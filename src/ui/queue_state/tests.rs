//! Tests of what is known of the queue: what is going on, how far it is, what came of it.

use super::*;
use crate::client::locate::{Located, Route};
use crate::client::operation::Review;
use crate::client::permit::Press;
use crate::client::queue::{Account, Command, Next, Order, Queue};
use crate::client::write::NotSent;
use crate::github::error::{CallError, TransportError};
use crate::github::exemption::ExemptionRequest;
use crate::github::host::Host;
use crate::triage::guard::PageUser;

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);
const START: Millis = NOW.unix() * 1_000;

/// A queue and what a page knows of it.
#[derive(Default)]
struct Desk {
    queue: Queue,
    state: QueueState,
    presses: u64,
}

fn request(id: u64) -> ExemptionRequest {
    ExemptionRequest {
        id: Some(RequestId(id)),
        html_url: Some(format!("https://github.com/octo-org/smile/exemptions/{id}").into()),
        ..ExemptionRequest::default()
    }
}

impl Desk {
    fn obey(&mut self, now: Millis, command: Command) {
        let account = Account { host: Host::GithubCom, login: "octocat".to_owned() };
        let press = Press {
            id: self.presses,
            at: now,
            is_trusted: true,
            is_active: true,
            is_covered: false,
        };
        self.presses += 1;
        let obeyed =
            self.queue.obey(now, Some(&account), &PageUser::NoPage, Some(&press), &command);
        obeyed.expect("permitted");
        self.look();
    }

    /// Takes in only what changed since the last look, as a page does.
    fn look(&mut self) {
        self.state.merge(&self.queue.view(self.state.version()));
    }

    fn add(&mut self, now: Millis, ids: &[u64], decision: Decision, delay_in: u8) {
        let order = |id: &u64| Order {
            review: Review {
                seen: Located { request: request(*id), route: Route::NotTried },
                decision,
                message: "Fine.".to_owned().try_into().unwrap(),
            },
            written: None,
            in_bulk: false,
        };
        self.obey(now, Command::Add { orders: ids.iter().map(order).collect(), delay_in });
    }

    /// Begins to send the next one, and tells which.
    fn begin(&mut self, now: Millis) -> ItemId {
        let account = Account { host: Host::GithubCom, login: "octocat".to_owned() };
        let Next::Send(id) = self.queue.next(now, Some(&account)) else {
            panic!("nothing to send")
        };
        self.look();
        id
    }

    fn send(&mut self, now: Millis, outcome: WriteOutcome) {
        let id = self.begin(now);
        self.queue.sent(now, id, outcome);
        self.look();
    }

    fn parts(&self, seconds: i64) -> Parts {
        parts(&self.state, NOW.plus(seconds))
    }

    fn words(&self) -> String {
        over(&self.state).in_words().unwrap_or_default()
    }
}

fn recorded() -> WriteOutcome {
    WriteOutcome::Sent { is_shown: true, read_back: Ok(Box::new(request(1))) }
}

fn not_sent() -> WriteOutcome {
    WriteOutcome::NotSent(NotSent::UnderWay)
}

#[test]
fn a_review_can_be_undone_until_it_is_due() {
    let mut desk = Desk::default();
    assert_eq!(desk.parts(0), Parts::default());
    assert!(!desk.state.is_open());
    desk.add(START + 400, &[1], Decision::Approve, 5);
    assert!(desk.state.is_open());
    let parts = desk.parts(0);
    let undo = parts.undo.unwrap();
    assert_eq!((undo.what.as_str(), undo.ids.len()), ("Approve #1 in octo-org/smile", 1));
    assert_eq!(undo.until, NOW.unix() + 6, "rounded up");
    assert_eq!((parts.sending, parts.paused), (None, None));
    assert!(desk.parts(5).undo.is_some());
    assert!(desk.parts(6).undo.is_none() && desk.parts(6).sending.is_some());
}

#[test]
fn what_is_to_be_sent_is_told_by_decision() {
    let mut desk = Desk::default();
    desk.add(START, &[1, 2], Decision::Deny, 5);
    assert_eq!(desk.parts(0).undo.unwrap().what, "Deny 2 requests");
    desk.add(START, &[3], Decision::Approve, 5);
    assert_eq!(desk.parts(0).undo.unwrap().what, "Approve 1 request and deny 2");
}

#[test]
fn sending_now_ends_the_undo_of_all_of_them_not_only_of_the_one_that_is_sent() {
    let mut desk = Desk::default();
    desk.add(START, &[1, 2, 3], Decision::Approve, 30);
    let ids = desk.parts(0).undo.unwrap().ids;
    desk.obey(START, Command::SendNow(ids));
    desk.send(START, recorded());
    // Between two writes nothing is under way, and it is still no time to undo.
    let parts = desk.parts(1);
    assert_eq!(parts.undo, None);
    assert_eq!(parts.sending.unwrap().rest.len(), 2);
}

#[test]
fn a_new_review_can_be_undone_while_others_are_sent() {
    let mut desk = Desk::default();
    desk.add(START, &[1, 2, 3], Decision::Approve, 0);
    desk.send(START, recorded());
    desk.add(START, &[4], Decision::Deny, 5);
    let parts = desk.parts(1);
    assert_eq!(parts.undo.unwrap().what, "Deny #4 in octo-org/smile");
    assert_eq!(parts.sending.unwrap().rest.len(), 2);
    assert_eq!(done(&desk.state, NOW.plus(1)), (1, 3), "the new one isn't among them yet");
    assert_eq!(undone(&desk.state, NOW.plus(1)), [desk.state.items[3].id]);
    assert_eq!(undone(&desk.state, NOW.plus(9)).len(), 3, "then undo is to send nothing more");
}

#[test]
fn undo_without_more_words_is_of_the_last_ones() {
    let mut desk = Desk::default();
    desk.add(START, &[1], Decision::Approve, 5);
    desk.add(START, &[2, 3], Decision::Deny, 5);
    let ids: Vec<ItemId> = desk.state.items.iter().map(|item| item.id).collect();
    assert_eq!(undone(&desk.state, NOW), ids[1..]);
    desk.obey(START, Command::TakeBack(ids[1..].to_vec()));
    assert_eq!(undone(&desk.state, NOW), ids[..1]);
}

#[test]
fn a_pause_is_all_there_is() {
    let mut desk = Desk::default();
    desk.add(START, &[1, 2], Decision::Approve, 5);
    desk.obey(START, Command::Pause);
    let paused = desk.parts(0).paused.unwrap();
    assert_eq!((paused.pause, paused.waits, paused.rest.len()), (Pause::ByPerson, 2, 2));
    assert_eq!(desk.parts(9), Parts { paused: desk.parts(0).paused, ..Parts::default() });
}

#[test]
fn progress_is_of_what_is_being_sent_and_not_of_what_came_before() {
    let mut desk = Desk::default();
    desk.add(START - 3_600_000, &[1], Decision::Approve, 0);
    desk.send(START - 3_600_000, not_sent());
    desk.add(START, &[2, 3, 4, 5], Decision::Approve, 0);
    assert_eq!(progress(&desk.state, NOW), "0 of 4 sent, about 4 seconds left");
    desk.send(START, recorded());
    desk.obey(START, Command::TakeBack(vec![desk.state.items[4].id]));
    assert_eq!(progress(&desk.state, NOW), "1 of 3 sent, about 2 seconds left");
    desk.send(START + 3_000, recorded());
    assert_eq!(progress(&desk.state, NOW.plus(3)), "2 of 3 sent");
    let mut slow = Desk::default();
    slow.add(START, &[1, 2, 3, 4, 5], Decision::Approve, 0);
    slow.send(START, recorded());
    slow.send(START + 3_000, recorded());
    assert_eq!(progress(&slow.state, NOW.plus(3)), "2 of 5 sent, about 9 seconds left");
}

#[test]
fn a_wait_that_github_asked_for_is_told() {
    let mut desk = Desk::default();
    desk.add(START, &[1, 2], Decision::Approve, 0);
    desk.state.held_until = Some(NOW.plus(120));
    let words = progress(&desk.state, NOW);
    assert_eq!(words, "0 of 2 sent. GitHub asks to wait: going on in 2 minutes.");
    assert!(progress(&desk.state, NOW.plus(120)).ends_with("left"));
}

#[test]
fn what_came_of_them_is_counted_apart() {
    let mut desk = Desk::default();
    desk.add(START, &[1, 2, 3, 4], Decision::Approve, 0);
    assert_eq!(desk.words(), "");
    desk.obey(START, Command::TakeBack(vec![desk.state.items[3].id]));
    desk.send(START, recorded());
    desk.send(START + 2_000, not_sent());
    let error = CallError::Transport(TransportError::Interrupted);
    let read_back = Ok(Box::new(request(3)));
    desk.send(START + 4_000, WriteOutcome::Unknown { error, read_back });
    assert_eq!(
        desk.words(),
        "1 review recorded, 1 not recorded, 1 of unknown outcome, 1 taken back. To take back what is \
         recorded, open the request and dismiss your response."
    );
    assert_eq!(retryable(&desk.state), [desk.state.items[1].id]);
    assert_eq!(ids_over(&desk.state).len(), 4);
}

#[test]
fn a_look_brings_what_changed_and_drops_what_is_gone() {
    let mut desk = Desk::default();
    desk.add(START, &[1, 2], Decision::Approve, 0);
    desk.send(START, recorded());
    let [first, second] = [0, 1].map(|at| desk.state.items[at].id);
    assert!(desk.state.of(Some(&Host::GithubCom), RequestId(1)).unwrap().state.is_recorded());
    desk.obey(START, Command::Forget(vec![first]));
    assert_eq!(desk.state.items.iter().map(|item| item.id).collect::<Vec<_>>(), [second]);
    assert_eq!(desk.state.of(Some(&Host::GithubCom), RequestId(1)), None);
    assert!(desk.state.is_open());
}
