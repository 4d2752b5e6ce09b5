//! Tests of reading again, of turning to other scopes, and of what a load takes along then.

use super::*;

fn limit(now: Timestamp) -> Result<Outcome, TransportError> {
    let kind = ApiErrorKind::RateLimited { retry_at: now.plus(60) };
    Ok(Outcome::List(Err(api_error(kind, 403))))
}

#[test]
fn calls_on_their_way_for_what_was_left_take_the_places_of_new_ones() {
    let mut load = begin("org:a");
    let github = Moving::with(2_000);
    let first = ask(&mut load, NOW);
    load.arrived(&first, Ok(Outcome::List(Ok(github.page(&call(&first))))), NOW);
    let mut left = asks(&mut load, NOW);
    while left.len() < 8 {
        let one = left.remove(0);
        load.arrived(&one, Ok(Outcome::List(Ok(github.page(&call(&one))))), NOW);
        left.extend(asks(&mut load, NOW));
    }
    load.turn_to("org:b".parse().expect("valid"), Fallback::default(), NOW);
    assert_eq!(load.next(NOW), Next::Nothing, "eight are on their way");
    load.arrived(&left[0], Err(TransportError::NoReply), NOW);
    assert_eq!(pages(&asks(&mut load, NOW)), ["org:b 1"]);
}

#[test]
fn a_limit_that_is_met_after_turning_to_other_scopes_is_another_one() {
    let mut load = begin("org:a,org:b,org:c");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1]), None), NOW);
    for one in asks(&mut load, NOW) {
        load.arrived(&one, limit(NOW), NOW);
    }
    let mut now = NOW.plus(60);
    load.turn_to("org:d".parse().expect("valid"), Fallback::default(), now);
    let mut waits = Vec::new();
    for _ in 0..2 {
        let one = ask(&mut load, now);
        load.arrived(&one, limit(now), now);
        let Next::WaitUntil(at) = load.next(now) else { panic!("no wait") };
        waits.push(at - now);
        now = at;
    }
    assert_eq!(waits, [60, 120], "GitHub asks to wait longer each time");
}

#[test]
fn which_tokens_there_are_is_known_of_other_scopes_too() {
    let mut load = begin("org:z");
    load.know_tokens(["a", "b"].map(|owner| owner.parse().ok()).into());
    load.turn_to("org:a,org:b".parse().expect("valid"), Fallback::default(), NOW);
    let first = ask(&mut load, NOW);
    let bad = Ok(Outcome::List(Err(api_error(ApiErrorKind::BadToken, 401))));
    load.arrived(&first, bad, NOW);
    assert_eq!(pages(&asks(&mut load, NOW)), ["org:b 1"], "which has a token of its own");
}

#[test]
fn what_was_partial_is_not_whole_while_it_is_read_again() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending(1..=100), Some(2)), NOW);
    load.begin_again(NOW);
    let again = ask(&mut load, NOW);
    load.arrived(&again, page(pending(1..=100), Some(2)), NOW);
    assert_eq!(
        (load.is_reading(), load.known()),
        (true, Known::Part),
        "broken off while it was read"
    );

    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1]), None), NOW);
    load.begin_again(NOW);
    assert_eq!(load.known(), Known::Whole);
    let again = ask(&mut load, NOW);
    load.arrived(
        &again,
        Ok(Outcome::List(Err(api_error(ApiErrorKind::MissingPermission, 403)))),
        NOW,
    );
    assert!(!load.is_reading() && load.is_partial());
    load.begin_again(NOW);
    assert_ne!(load.known(), Known::Whole, "it wasn't when this began");
}

#[test]
fn a_list_that_is_whole_drops_nothing_of_one_that_is_still_read() {
    let mut load = begin("org:a,org:b");
    for ids in [1..=2, 3..=4] {
        let one = ask(&mut load, NOW);
        load.arrived(&one, page(pending(ids), None), NOW);
    }
    load.begin_again(NOW);
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([1]), None), NOW);
    assert_eq!(held(&load), [1, 3, 4].into());
}

#[test]
fn what_stands_in_for_an_enterprise_goes_only_when_that_is_whole_again() {
    let scopes = "org:z,enterprise:e".parse().expect("valid");
    let mut load = Load::begin(scopes, Fallback::default(), NOW);
    let z = ask(&mut load, NOW);
    load.arrived(&z, page(pending([1]), None), NOW);
    let enterprise = ask(&mut load, NOW);
    load.arrived(&enterprise, refusal(), NOW);
    let list = ask(&mut load, NOW);
    load.arrived(&list, organizations(&["found"]), NOW);
    let found = ask(&mut load, NOW);
    load.arrived(&found, page(pending([2]), None), NOW);
    let parts = load.ledger(NOW).parts;
    let stands_in: Vec<_> =
        parts.iter().map(|part| part.stands_in_for.as_ref().map(ToString::to_string)).collect();
    assert_eq!(stands_in, [None, None, Some("enterprise:e".to_owned())]);
    load.begin_again(NOW);
    let z = ask(&mut load, NOW);
    load.arrived(&z, page(pending([1]), None), NOW);
    assert_eq!(held(&load), [1, 2].into(), "the enterprise's list isn't read yet");
}

#[test]
fn an_edge_that_was_read_often_enough_is_not_read_from_the_start_after_a_failure() {
    let mut load = begin("org:a");
    let mut fresh = 1_000;
    let mut changing = |next: Option<u32>| {
        fresh += 100;
        page(pending(fresh - 100..fresh), next)
    };
    let first = ask(&mut load, NOW);
    load.arrived(&first, changing(Some(2)), NOW);
    for one in asks(&mut load, NOW) {
        let rows = if call(&one).page == 2 { changing(None) } else { page(vec![], None) };
        load.arrived(&one, rows, NOW);
    }
    for expected in ["org:a 2 of 67", "org:a 2 of 95"] {
        let edge = ask(&mut load, NOW);
        assert_eq!(pages(std::slice::from_ref(&edge)), [expected]);
        load.arrived(&edge, changing(None), NOW);
    }
    let third = ask(&mut load, NOW);
    assert_eq!(pages(std::slice::from_ref(&third)), ["org:a 1"]);
    load.arrived(
        &third,
        Ok(Outcome::List(Err(api_error(ApiErrorKind::MissingPermission, 403)))),
        NOW,
    );
    load.resume(NOW);
    assert_eq!(pages(&asks(&mut load, NOW)), ["org:a 1"], "the third attempt, not the first");
}
