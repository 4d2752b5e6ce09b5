//! Tests of the queue: what waits, what goes next, and what a stopped program leaves.

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::client::locate::LocateError;
use crate::client::script::{approved_by, pending, request, seen};
use crate::client::write::NotSent;
use crate::github::error::{ApiError, ApiErrorKind};
use crate::github::exemption::ExemptionRequest;
use crate::github::review_request::Decision;
use crate::triage::recheck::Change;

const START: Millis = 1_720_000_000_000;

fn account() -> Account {
    Account { host: Host::GithubCom, login: "octocat".to_owned() }
}

fn order_of(it: ExemptionRequest) -> Order {
    let message = "Fine.".to_owned().try_into().expect("a message");
    let review = Review { seen: seen(it, 1), decision: Decision::Approve, message };
    Order { review, written: None, in_bulk: false }
}

fn orders(count: u64) -> Vec<Order> {
    (1..=count).map(|id| order_of(request(id, id, id))).collect()
}

fn holding(orders: Vec<Order>, delay_in: u8) -> Queue {
    let mut queue = Queue::default();
    assert!(obey(&mut queue, START, Command::Add { orders, delay_in }));
    queue
}

fn obey(queue: &mut Queue, now: Millis, command: Command) -> bool {
    let press = press(now);
    queue.obey(now, Some(&account()), &PageUser::NoPage, Some(&press), &command).expect("permitted")
}

/// A person's, unlike any other.
fn press(at: Millis) -> Press {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let id = LAST.fetch_add(1, Ordering::Relaxed);
    Press { id, at, is_trusted: true, is_active: true, is_covered: false }
}

fn next(queue: &mut Queue, now: Millis) -> Next {
    queue.next(now, Some(&account()))
}

fn sent() -> WriteOutcome {
    WriteOutcome::Sent { is_shown: true, read_back: Ok(Box::new(approved_by("octocat"))) }
}

fn api(kind: ApiErrorKind) -> ApiError {
    ApiError { kind, status: 403, message: None, documentation_url: None, errors: vec![] }
}

fn ids(queue: &Queue) -> Vec<ItemId> {
    queue.items().iter().map(|item| item.id).collect()
}

fn states(queue: &Queue) -> Vec<&State> {
    queue.items().iter().map(|item| &item.state).collect()
}

#[test]
fn a_review_waits_as_long_as_it_can_be_taken_back() {
    let mut queue = holding(orders(1), 5);
    assert_eq!(next(&mut queue, START), Next::WaitUntil(START + 5_000));
    assert_eq!(next(&mut queue, START + 4_999), Next::WaitUntil(START + 5_000));
    let id = ids(&queue)[0];
    assert_eq!(next(&mut queue, START + 5_000), Next::Send(id));
    assert_eq!(states(&queue), [&State::Sending]);
}

#[test]
fn the_same_id_at_another_github_is_another_request() {
    let there = Account { host: Host::GheCom("octo".to_owned()), login: "octocat".to_owned() };
    let mut queue = holding(orders(1), 5);
    let add = Command::Add { orders: orders(1), delay_in: 5 };
    let press = press(START);
    assert_eq!(queue.obey(START, Some(&there), &PageUser::NoPage, Some(&press), &add), Ok(true));
    let hosts: Vec<&Host> = queue.items().iter().map(|item| &item.account.host).collect();
    assert_eq!(hosts, [&Host::GithubCom, &there.host]);
    assert!(!obey(&mut queue, START, add), "and of one GitHub it is one");
    let mut adopting = holding(orders(1), 5);
    adopting.adopt(queue, START);
    assert_eq!(adopting.items().len(), 2);
}

#[test]
fn no_wait_is_longer_than_the_longest() {
    let mut queue = holding(orders(1), 200);
    assert_eq!(next(&mut queue, START), Next::WaitUntil(START + 30_000));
}

#[test]
fn what_was_taken_back_is_not_sent_and_what_is_sent_cannot_be_taken_back() {
    let mut queue = holding(orders(2), 5);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    assert!(obey(&mut queue, START, Command::TakeBack(vec![second])));
    assert_eq!(next(&mut queue, START + 5_000), Next::Send(first));
    assert!(!obey(&mut queue, START + 5_001, Command::TakeBack(vec![first])));
    queue.sent(START + 5_100, first, sent());
    assert_eq!(next(&mut queue, START + 9_000), Next::Rest);
    assert!(queue.items()[0].state.is_recorded());
    assert_eq!(queue.items()[1].state, State::TakenBack);
}

#[test]
fn sending_now_ends_the_wait() {
    let mut queue = holding(orders(1), 30);
    let id = ids(&queue)[0];
    let seen = queue.view(0).version;
    assert!(obey(&mut queue, START + 10, Command::SendNow(vec![id])));
    assert_eq!(queue.view(seen).changed[0].not_before, START + 10, "who looks learns of it");
    assert_eq!(next(&mut queue, START + 10), Next::Send(id));
}

#[test]
fn sending_now_is_about_what_still_has_to_wait_and_nothing_else() {
    let mut queue = holding(orders(2), 30);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    let due = START + 30_000;
    assert!(obey(&mut queue, START + 10, Command::SendNow(vec![second])));
    let not_before = |id| queue.item(id).expect("the item").not_before;
    assert_eq!((not_before(first), not_before(second)), (due, START + 10));
    assert!(!obey(&mut queue, due, Command::SendNow(vec![first, second])), "both are due");
}

#[test]
fn a_clock_that_was_put_back_delays_nothing() {
    let mut queue = holding(orders(2), 0);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    next(&mut queue, START);
    queue.sent(START, first, sent());
    assert_eq!(next(&mut queue, START - 3_600_000), Next::WaitUntil(START));
    assert!(obey(&mut queue, START - 3_600_000, Command::SendNow(vec![second])));
    assert_eq!(next(&mut queue, START - 3_600_000), Next::Send(second));
}

#[test]
fn a_request_has_one_open_review() {
    let mut queue = holding(orders(1), 5);
    assert!(!obey(&mut queue, START, Command::Add { orders: orders(1), delay_in: 0 }));
    assert_eq!(queue.items().len(), 1);
    let doubled = vec![order_of(pending()), order_of(pending())];
    assert_eq!(holding(doubled, 0).items().len(), 1);
}

#[test]
fn a_request_without_an_id_or_a_person_without_a_token_orders_nothing() {
    let mut queue = Queue::default();
    let nameless = order_of(ExemptionRequest { id: None, ..pending() });
    assert!(!obey(&mut queue, START, Command::Add { orders: vec![nameless], delay_in: 0 }));
    let add = Command::Add { orders: orders(1), delay_in: 0 };
    let changed = queue.obey(START, None, &PageUser::NoPage, Some(&press(START)), &add);
    assert_eq!(changed, Ok(false));
    assert_eq!(queue.items(), []);
}

#[test]
fn writes_are_a_second_apart_and_one_at_a_time() {
    let mut queue = holding(orders(2), 0);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    assert_eq!(next(&mut queue, START), Next::Send(first));
    assert_eq!(next(&mut queue, START), Next::Rest);
    queue.sent(START + 400, first, sent());
    assert_eq!(next(&mut queue, START + 400), Next::WaitUntil(START + 1_400));
    assert_eq!(next(&mut queue, START + 1_400), Next::Send(second));
}

#[test]
fn what_was_not_written_delays_nothing() {
    let mut queue = holding(orders(2), 0);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    next(&mut queue, START);
    let changed = NotSent::Changed(Change::Answered, Box::new(approved_by("hubot")));
    queue.sent(START, first, WriteOutcome::NotSent(changed));
    assert_eq!(next(&mut queue, START), Next::Send(second));
}

#[test]
fn a_rate_limit_makes_several_wait_and_gives_a_single_one_back() {
    let limited = || {
        let retry_at = Timestamp::from_unix(START / 1_000 + 60);
        WriteOutcome::Rejected(api(ApiErrorKind::RateLimited { retry_at }))
    };
    let mut several = holding(orders(2), 0);
    let first = ids(&several)[0];
    next(&mut several, START);
    several.sent(START, first, limited());
    assert_eq!(next(&mut several, START + 2_000), Next::WaitUntil(START + 60_000));
    assert_eq!(next(&mut several, START + 60_000), Next::Send(first));
    let mut single = holding(orders(1), 0);
    let id = ids(&single)[0];
    next(&mut single, START);
    single.sent(START, id, limited());
    assert!(single.items()[0].state.can_be_retried());
    assert_eq!(next(&mut single, START + 60_000), Next::Rest);
}

#[test]
fn after_an_unclear_outcome_the_others_wait_for_the_person() {
    let mut queue = holding(orders(2), 0);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    next(&mut queue, START);
    let error = CallError::Transport(TransportError::Interrupted);
    let unknown = WriteOutcome::Unknown { error, read_back: Ok(Box::new(pending())) };
    queue.sent(START, first, unknown);
    assert_eq!(queue.pause(), Some(&Pause::Unclear));
    assert_eq!(next(&mut queue, START + 9_000), Next::Rest);
    assert!(!queue.items()[0].state.can_be_retried());
    assert!(!obey(&mut queue, START, Command::Retry(vec![first])));
    assert!(obey(&mut queue, START + 9_000, Command::Continue));
    assert_eq!(next(&mut queue, START + 9_000), Next::Send(second));
}

#[test]
fn a_bad_token_or_no_network_stops_the_others() {
    let offline = NotSent::NotDelivered(TransportError::Offline);
    let unread = LocateError::Call(CallError::Transport(TransportError::NoReply));
    for outcome in [
        WriteOutcome::Rejected(api(ApiErrorKind::BadToken)),
        WriteOutcome::NotSent(offline),
        WriteOutcome::NotSent(NotSent::NotReadAgain(unread)),
    ] {
        let mut queue = holding(orders(2), 0);
        let first = ids(&queue)[0];
        next(&mut queue, START);
        queue.sent(START, first, outcome);
        assert!(matches!(queue.pause(), Some(Pause::Failed(_))));
        assert_eq!(next(&mut queue, START + 9_000), Next::Rest);
    }
}

#[test]
fn one_refusal_concerns_one_review() {
    let mut queue = holding(orders(2), 0);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    next(&mut queue, START);
    queue.sent(START, first, WriteOutcome::Rejected(api(ApiErrorKind::Rejected)));
    assert_eq!(next(&mut queue, START + 1_000), Next::Send(second));
}

#[test]
fn retrying_sends_what_was_certainly_not_recorded() {
    let mut queue = holding(orders(3), 0);
    let [first, second, third] = ids(&queue)[..] else { panic!("three items") };
    next(&mut queue, START);
    queue.sent(START, first, WriteOutcome::Rejected(api(ApiErrorKind::MissingPermission)));
    next(&mut queue, START + 1_000);
    queue.sent(START + 1_000, second, sent());
    next(&mut queue, START + 2_000);
    let changed = NotSent::Changed(Change::Answered, Box::new(approved_by("hubot")));
    queue.sent(START + 2_000, third, WriteOutcome::NotSent(changed));
    assert!(obey(&mut queue, START + 3_000, Command::Retry(vec![first, second, third])));
    assert_eq!(next(&mut queue, START + 3_000), Next::Send(first));
    assert!(queue.items()[1].state.is_recorded());
    assert!(matches!(queue.items()[2].state, State::Over(_)));
}

#[test]
fn a_pause_holds_until_it_is_lifted_and_ends_with_the_last_that_waits() {
    let mut queue = holding(orders(1), 0);
    let id = ids(&queue)[0];
    assert!(obey(&mut queue, START, Command::Pause));
    assert_eq!(next(&mut queue, START + 9_000), Next::Rest);
    assert!(obey(&mut queue, START, Command::TakeBack(vec![id])));
    assert_eq!(queue.pause(), None);
}

#[test]
fn only_what_is_over_is_forgotten() {
    let mut queue = holding(orders(2), 0);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    next(&mut queue, START);
    queue.sent(START, first, sent());
    assert!(obey(&mut queue, START, Command::Forget(vec![first, second])));
    assert_eq!(ids(&queue), [second]);
}

#[test]
fn another_user_s_token_sends_nothing() {
    let mut queue = holding(orders(1), 0);
    let other = Account { login: "hubot".to_owned(), ..account() };
    assert_eq!(queue.next(START, Some(&other)), Next::Rest);
    assert_eq!(queue.pause(), Some(&Pause::OtherAccount));
    assert_eq!(states(&queue), [&State::Waiting]);
    obey(&mut queue, START, Command::Continue);
    assert_eq!(queue.next(START, None), Next::Rest);
    assert_eq!(queue.pause(), Some(&Pause::OtherAccount));
}

#[test]
fn after_a_stop_nothing_goes_on_by_itself() {
    let mut queue = holding(orders(3), 0);
    let [first, second, third] = ids(&queue)[..] else { panic!("three items") };
    next(&mut queue, START);
    queue.sent(START, first, sent());
    next(&mut queue, START + 1_000);
    let seen = queue.version() + 1;
    let mut queue = queue.restored(START + 2_000);
    assert!(queue.items()[0].state.is_recorded());
    assert_eq!(queue.items()[1].state, State::Interrupted);
    assert_eq!(queue.items()[2].state, State::Waiting);
    assert_eq!(queue.view(seen).changed.len(), 3, "what was seen may not have been kept");
    assert_eq!(queue.pause(), Some(&Pause::Restarted));
    assert_eq!(next(&mut queue, START + 9_000), Next::Rest);
    assert!(!obey(&mut queue, START + 9_000, Command::TakeBack(vec![second])));
    obey(&mut queue, START + 9_000, Command::Continue);
    assert_eq!(next(&mut queue, START + 9_000), Next::LookBack(second));
    queue.looked_back(START + 9_100, second, Ok(Some(sent())));
    assert!(queue.items()[1].state.is_recorded());
    assert_eq!(next(&mut queue, START + 9_100), Next::Send(third));
}

#[test]
fn what_another_program_left_is_taken_in_and_waits_for_the_person() {
    let mut left = holding(orders(3), 0);
    let [first, second, _] = ids(&left)[..] else { panic!("three items") };
    next(&mut left, START);
    left.sent(START, first, sent());
    next(&mut left, START + 1_000);
    let mut queue = holding(vec![order_of(request(3, 3, 3)), order_of(request(7, 7, 7))], 0);
    let seen = queue.version();
    queue.adopt(left, START + 2_000);
    let requests: Vec<u64> = queue.items().iter().filter_map(|it| Some(it.request()?.0)).collect();
    assert_eq!(requests, [3, 7, 1, 2], "3 is open here already");
    let ids: std::collections::BTreeSet<ItemId> = ids(&queue).into_iter().collect();
    assert_eq!(ids.len(), 4, "names of their own");
    assert_eq!(queue.items()[2].batch, queue.items()[3].batch);
    assert_ne!(queue.items()[2].batch, queue.items()[0].batch);
    assert_eq!(queue.view(seen).changed.len(), 2);
    assert_eq!(queue.items()[3].state, State::Interrupted, "{second:?}");
    assert_eq!(queue.pause(), Some(&Pause::Restarted));
    let mut over = holding(orders(1), 0);
    next(&mut over, START);
    over.sent(START, first, sent());
    let mut queue = holding(vec![order_of(request(7, 7, 7))], 0);
    queue.adopt(over, START + 2_000);
    assert_eq!((queue.items().len(), queue.pause()), (2, None), "nothing of it waits");
}

#[test]
fn what_is_taken_in_is_news_to_who_looked_before() {
    let mut queue = Queue::default();
    for id in 7..20 {
        let orders = vec![order_of(request(id, id, id))];
        obey(&mut queue, START, Command::Add { orders, delay_in: 0 });
    }
    let seen = queue.version();
    queue.adopt(holding(orders(1), 0), START);
    let changed = queue.view(seen).changed;
    assert_eq!(changed.iter().map(|item| item.request()).collect::<Vec<_>>(), [Some(RequestId(1))]);
    assert!(queue.view(queue.version()).changed.is_empty(), "and no news to who looks again");
}

#[test]
fn an_interrupted_review_that_github_does_not_have_waits_again() {
    let mut queue = holding(orders(1), 0);
    let id = ids(&queue)[0];
    next(&mut queue, START);
    let mut queue = queue.restored(START);
    obey(&mut queue, START, Command::Continue);
    let error = CallError::Transport(TransportError::NoReply);
    queue.looked_back(START, id, Err(error.clone()));
    assert_eq!(queue.pause(), Some(&Pause::Failed(error)));
    obey(&mut queue, START, Command::Continue);
    assert_eq!(next(&mut queue, START), Next::LookBack(id));
    queue.looked_back(START, id, Ok(None));
    assert_eq!(next(&mut queue, START + 1_000), Next::Send(id));
}

#[test]
fn an_interrupted_review_that_stays_unclear_is_not_sent_again_and_the_others_wait() {
    let mut queue = holding(orders(2), 0);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    next(&mut queue, START);
    let mut queue = queue.restored(START);
    obey(&mut queue, START, Command::Continue);
    assert_eq!(next(&mut queue, START), Next::LookBack(first));
    let error = CallError::Transport(TransportError::Interrupted);
    let unknown = || WriteOutcome::Unknown { error: error.clone(), read_back: Ok(Box::default()) };
    queue.looked_back(START, first, Ok(Some(unknown())));
    assert_eq!(queue.pause(), Some(&Pause::Unclear));
    assert!(!obey(&mut queue, START, Command::Retry(vec![first])));
    obey(&mut queue, START, Command::Continue);
    assert_eq!(next(&mut queue, START + 1_000), Next::Send(second));

    let mut alone = holding(orders(1), 0);
    let id = ids(&alone)[0];
    next(&mut alone, START);
    let mut alone = alone.restored(START);
    alone.looked_back(START, id, Ok(Some(unknown())));
    assert_eq!(alone.pause(), None, "nothing waits behind it");
}

#[test]
fn what_is_over_is_known_for_a_day() {
    let mut queue = holding(orders(1), 0);
    let id = ids(&queue)[0];
    next(&mut queue, START);
    queue.sent(START, id, sent());
    assert_eq!(queue.clone().restored(START + 1_000).items().len(), 1);
    assert_eq!(queue.clone().restored(START + 1_000).pause(), None);
    assert_eq!(queue.restored(START + 24 * 3_600_000).items().len(), 0);
}

#[test]
fn a_view_tells_what_changed_since() {
    let mut queue = holding(orders(2), 0);
    let first = queue.view(0);
    assert_eq!(first.changed.len(), 2);
    assert_eq!(queue.view(first.version).changed, []);
    next(&mut queue, START);
    let second = queue.view(first.version);
    assert_eq!(second.changed.iter().map(|item| item.id).collect::<Vec<_>>(), [first.ids[0]]);
    assert_eq!(second.ids, first.ids);
    assert_eq!(queue.view(second.version + 100).changed.len(), 2);
}

#[test]
fn what_another_version_kept_stays_until_a_version_reads_it_or_the_person_is_done() {
    let queue = Queue::read(Some(r#"{"items":"of a later kind"}"#.to_owned()));
    let mut queue = queue.restored(START);
    assert_eq!(queue.view(0).unreadable, [r#"{"items":"of a later kind"}"#]);
    // What is put in beside it is sent as always, and it is kept along.
    assert!(obey(&mut queue, START, Command::Add { orders: orders(1), delay_in: 0 }));
    let again = Queue::read(queue.text().ok()).restored(START);
    assert_eq!(again.view(0).unreadable, queue.view(0).unreadable);
    assert_eq!(again.items().len(), 1);
    assert!(obey(&mut queue, START, Command::ForgetUnreadable));
    assert!(!obey(&mut queue, START, Command::ForgetUnreadable));
    assert_eq!(queue.view(0).unreadable, [""; 0]);
}

#[test]
fn a_version_that_can_read_it_takes_it_in_and_sends_nothing_of_it_by_itself() {
    let kept = holding(orders(2), 5).text().expect("text");
    let unread = Queue { unreadable: vec![kept, "{".to_owned()], ..holding(orders(1), 5) };
    let mut queue = Queue::read(unread.text().ok()).restored(START);
    assert_eq!(queue.view(0).unreadable, ["{"]);
    // Of two open reviews of one request the one that is here counts.
    assert_eq!(queue.items().len(), 2);
    assert_eq!(queue.pause(), Some(&Pause::Restarted));
    assert_eq!(next(&mut queue, START + 60_000), Next::Rest);
}

#[test]
fn a_program_takes_over_what_one_beside_it_could_not_read() {
    let mut queue = Queue::default();
    queue.adopt(Queue::read(Some("{".to_owned())), START);
    assert_eq!(queue.view(0).unreadable, ["{"]);
    assert_eq!(Queue::read(None), Queue::default());
}

fn asked(queue: &mut Queue, press: Option<Press>, command: &Command) -> Result<bool, NoPermit> {
    queue.obey(START, Some(&account()), &PageUser::NoPage, press.as_ref(), command)
}

#[test]
fn nothing_that_lets_reviews_leave_is_done_without_a_persons_press() {
    let mut queue = holding(orders(2), 5);
    let [first, second] = ids(&queue)[..] else { panic!("two items") };
    obey(&mut queue, START, Command::SendNow(vec![first]));
    next(&mut queue, START);
    queue.sent(START, first, WriteOutcome::Rejected(api(ApiErrorKind::Rejected)));
    obey(&mut queue, START, Command::Pause);
    let before = queue.clone();
    let own = press(START);
    for (press, why) in [
        (None, NoPermit::NoPress),
        (Some(Press { is_trusted: false, ..own }), NoPermit::NotByPerson),
        (Some(Press { is_active: false, ..own }), NoPermit::NotByPerson),
        (Some(Press { at: START - 61_000, ..own }), NoPermit::TooOld),
    ] {
        for command in [
            Command::Add { orders: vec![order_of(request(9, 9, 9))], delay_in: 0 },
            Command::SendNow(vec![second]),
            Command::Continue,
            Command::Retry(vec![first]),
        ] {
            assert_eq!(asked(&mut queue, press, &command), Err(why), "{command:?}");
        }
    }
    assert_eq!(queue, before);
    // What stops them needs none.
    for command in [Command::TakeBack(vec![second]), Command::Forget(vec![first])] {
        assert_eq!(asked(&mut queue, None, &command), Ok(true), "{command:?}");
    }
}

#[test]
fn a_press_puts_each_request_in_once_with_what_was_pressed_for() {
    let mut queue = Queue::default();
    let own = press(START);
    let add = Command::Add { orders: orders(2), delay_in: 0 };
    assert_eq!(asked(&mut queue, Some(own), &add), Ok(true));
    // Also when the first was taken back, and for another decision or message.
    let all = ids(&queue);
    obey(&mut queue, START, Command::TakeBack(all));
    assert_eq!(asked(&mut queue, Some(own), &add), Err(NoPermit::Used));
    let mut other = order_of(request(1, 1, 1));
    other.review.decision = Decision::Deny;
    other.review.message = "Never.".to_owned().try_into().expect("a message");
    let other = Command::Add { orders: vec![other], delay_in: 0 };
    assert_eq!(asked(&mut queue, Some(own), &other), Err(NoPermit::Used));
    assert!(states(&queue).iter().all(|state| **state == State::TakenBack));
    assert_eq!(asked(&mut queue, Some(press(START)), &other), Ok(true));
    assert_eq!(queue.items().last().map(|item| item.review.decision), Some(Decision::Deny));
}

#[test]
fn a_retry_takes_a_press_of_its_own() {
    let mut queue = Queue::default();
    let own = press(START);
    assert!(asked(&mut queue, Some(own), &Command::Add { orders: orders(1), delay_in: 0 }).is_ok());
    let [first] = ids(&queue)[..] else { panic!("one item") };
    next(&mut queue, START);
    queue.sent(START, first, WriteOutcome::Rejected(api(ApiErrorKind::Rejected)));
    let retry = Command::Retry(vec![first]);
    assert_eq!(asked(&mut queue, Some(own), &retry), Err(NoPermit::Used));
    let before = queue.items()[0].review.clone();
    assert_eq!(asked(&mut queue, Some(press(START)), &retry), Ok(true));
    let after = &queue.items()[0].review;
    assert!(*after != before && **after == *before, "another permit for the same review");
}

#[test]
fn a_stopped_program_still_knows_which_presses_were_used() {
    let mut queue = Queue::default();
    let own = press(START);
    let add = Command::Add { orders: orders(1), delay_in: 5 };
    assert!(asked(&mut queue, Some(own), &add).is_ok());
    let kept = serde_json::to_string(&queue).expect("encodes");
    let kept: Queue = serde_json::from_str(&kept).expect("decodes");
    let mut next_program = Queue::default();
    next_program.adopt(kept, START);
    for mut queue in [queue.restored(START), next_program] {
        let all = ids(&queue);
        assert_eq!(asked(&mut queue, None, &Command::TakeBack(all)), Ok(true));
        assert_eq!(asked(&mut queue, Some(own), &add), Err(NoPermit::Used));
    }
}
