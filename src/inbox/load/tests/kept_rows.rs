//! Tests of the rows that a session keeps: which, as what text, and what a reading makes of them.

use super::*;

const WRITER: &str = "github.com.octocat";

/// What a page of the session keeps of `load`.
fn kept(load: &Load) -> String {
    load.rows_to_keep(WRITER, NOW).expect("rows").text
}

fn read_kept(text: &str, scopes: &str) -> Option<KeptRows> {
    KeptRows::read(text, WRITER, &scopes.parse().expect("valid"))
}

/// A load of one page of these, read to its end.
fn read_page(requests: Vec<ExemptionRequest>) -> Load {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(requests, None), NOW);
    load
}

fn ids(load: &Load) -> Vec<u64> {
    load.requests().filter_map(|request| Some(request.id?.0)).collect()
}

#[test]
fn they_stand_until_github_gives_its_own_and_say_nothing_of_what_is_known() {
    let before = kept(&read_page(pending(1..=3)));
    let mut load = begin("org:a");
    let later = NOW.plus(100);
    load.begin_again(later);
    load.turn_to("org:a".parse().expect("valid"), Fallback::default(), later);
    let first = ask(&mut load, later);
    assert!(load.seed(read_kept(&before, "org:a").expect("readable")));
    assert_eq!((ids(&load), load.read_at()), (vec![1, 2, 3], Some(NOW)));
    assert_eq!((load.known(), load.is_partial()), (Known::Nothing, true));
    assert_eq!(load.missing(), [Missing::Unread]);
    assert!(load.progress(later).is_some() && load.readings().is_empty());
    assert_eq!(load.rows_to_keep(WRITER, later), None, "GitHub gave none yet");
    load.arrived(&first, page(vec![request(2, "denied"), request(4, "pending")], None), later);
    assert_eq!((ids(&load), load.read_at()), (vec![2, 4], Some(later)));
    assert_eq!(load.requests().next(), Some(&request(2, "denied")));
    assert_eq!((load.known(), load.missing()), (Known::Whole, vec![]));
    assert!(load.changed_since_last_look().is_empty());
}

#[test]
fn they_take_the_place_of_nothing_that_github_gave_and_nothing_that_was_read_anew() {
    let before = kept(&read_page(pending([1, 2, 3])));
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(vec![request(1, "denied")], Some(2)), NOW);
    let second = asks(&mut load, NOW).remove(0);
    load.replace(&request(2, "denied"));
    load.seed(read_kept(&before, "org:a").expect("readable"));
    assert_eq!(ids(&load), [1, 3]);
    assert_eq!(load.requests().next(), Some(&request(1, "denied")));
    load.arrived(&second, page(pending([2]), None), NOW);
    let now: Vec<_> = load.requests().filter(|its| its.id == Some(RequestId(2))).collect();
    assert_eq!(now, [&request(2, "denied")], "read anew after the call was made");
}

#[test]
fn they_are_for_a_first_reading_that_is_not_over() {
    let before = kept(&read_page(pending([1, 9])));
    let seed = |load: &mut Load| load.seed(read_kept(&before, "org:a").expect("readable"));
    let mut load = read_page(pending([1, 2]));
    assert!(!seed(&mut load), "it is over");
    load.begin_again(NOW);
    assert!(!seed(&mut load), "it holds what a reading gave");
    load.turn_to("org:b".parse().expect("valid"), Fallback::default(), NOW);
    assert!(!seed(&mut load), "these are another's");
    load.turn_to("org:a".parse().expect("valid"), Fallback::default(), NOW);
    assert!(seed(&mut load));
    load.clear();
    assert!(!seed(&mut load) && load.is_empty(), "nothing is asked for");
}

#[test]
fn of_a_list_that_is_whole_already_nothing_is_shown_that_it_does_not_have() {
    let mut both = begin("org:a,org:b");
    let first = ask(&mut both, NOW);
    both.arrived(&first, page(pending([1, 2]), None), NOW);
    let second = ask(&mut both, NOW);
    both.arrived(&second, page(pending([3]), None), NOW);
    let before = kept(&both);
    let mut load = begin("org:a,org:b");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending([2]), None), NOW);
    assert!(load.seed(read_kept(&before, "org:a,org:b").expect("readable")));
    assert_eq!(ids(&load), [2, 3]);
}

#[test]
fn rows_of_lists_that_stood_in_stand_until_the_one_is_given_that_they_stood_in_for() {
    let (mut load, list) = enterprise(Fallback::default());
    load.arrived(&list, organizations(&["a"]), NOW);
    let stand_in = ask(&mut load, NOW);
    load.arrived(&stand_in, page(pending([1, 2]), None), NOW);
    let before = kept(&load);
    let seeded = || {
        let mut load = begin("enterprise:e");
        assert!(load.seed(read_kept(&before, "enterprise:e").expect("readable")));
        assert_eq!(ids(&load), [1, 2]);
        assert_eq!(load.ledger(NOW).parts.len(), 1, "no other list is asked for");
        load
    };
    let mut given = seeded();
    let first = ask(&mut given, NOW);
    given.arrived(&first, page(pending([2]), None), NOW);
    assert_eq!((ids(&given), given.missing()), (vec![2], vec![]));
    let enterprise = Via::Scope(Arc::new("enterprise:e".parse().expect("valid")));
    assert_eq!(given.rows().next().map(|row| row.via.clone()), Some(enterprise));
    let mut refused = seeded();
    let first = ask(&mut refused, NOW);
    refused.arrived(&first, refusal(), NOW);
    let list = ask(&mut refused, NOW);
    refused.arrived(&list, organizations(&["a"]), NOW);
    let stand_in = ask(&mut refused, NOW);
    refused.arrived(&stand_in, page(pending([1]), None), NOW);
    assert_eq!((ids(&refused), refused.known()), (vec![1], Known::Part));
}

#[test]
fn those_that_wait_are_kept_first_and_no_more_than_a_few_hundred() {
    let requests =
        (1..=1_000).map(|id| request(id, if id % 5 == 0 { "pending" } else { "denied" }));
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    let without_id = ExemptionRequest { id: None, ..request(1_001, "pending") };
    load.arrived(&first, page(requests.chain([without_id]).collect(), None), NOW);
    let mut again = begin("org:a");
    again.seed(read_kept(&kept(&load), "org:a").expect("readable"));
    let waiting = (1..=200).map(|number| number * 5);
    let others = (1..=125).filter(|id| id % 5 != 0);
    assert_eq!(ids(&again), waiting.chain(others).collect::<Vec<_>>());
}

#[test]
fn long_rows_are_kept_up_to_a_million_bytes() {
    let long = |id| ExemptionRequest {
        requester_comment: Some("x".repeat(300_000)),
        ..request(id, "pending")
    };
    let text = kept(&read_page((1..=5).map(long).collect()));
    assert!((900_000..1_000_100).contains(&text.len()), "{} bytes", text.len());
    assert!(read_kept(&text, "org:a").is_some());
    let too_long = ExemptionRequest {
        requester_comment: Some("x".repeat(1_000_000)),
        ..request(1, "pending")
    };
    assert_eq!(read_page(vec![too_long]).rows_to_keep(WRITER, NOW), None);
}

#[test]
fn nothing_is_kept_while_it_is_read_nor_of_what_an_earlier_reading_gave() {
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(pending(1..=100), Some(2)), NOW);
    assert_eq!(load.rows_to_keep(WRITER, NOW), None, "it is being read");
    load.cancel();
    let stopped = load.rows_to_keep(WRITER, NOW).expect("a part is kept, too");
    let mut again = begin("org:a");
    again.seed(read_kept(&stopped.text, "org:a").expect("readable"));
    assert_eq!(ids(&again), (1..=100).collect::<Vec<_>>());
    load.begin_again(NOW);
    load.cancel();
    assert_eq!((load.len(), load.rows_to_keep(WRITER, NOW)), (100, None));
}

#[test]
fn the_same_rows_have_the_same_mark_whenever_they_are_read() {
    let mut load = read_page(pending(1..=3));
    let mark = |load: &Load| load.rows_to_keep(WRITER, NOW).expect("rows").mark;
    let before = mark(&load);
    load.begin_again(NOW.plus(60));
    let again = ask(&mut load, NOW.plus(60));
    load.arrived(&again, page(pending(1..=3), None), NOW.plus(60));
    assert_eq!(mark(&load), before);
    load.replace(&request(2, "denied"));
    assert_ne!(mark(&load), before);
}

#[test]
fn a_text_of_another_of_other_scopes_or_of_another_form_is_ignored() {
    let text = kept(&read_page(pending([1, 2])));
    assert!(read_kept(&text, "org:a").is_some());
    assert_eq!(KeptRows::read(&text, "github.com.other", &"org:a".parse().expect("valid")), None);
    assert_eq!(read_kept(&text, "org:a,org:b"), None);
    for other in [
        String::new(),
        "\n".to_owned(),
        "1".to_owned(),
        format!("x{text}"),
        format!("{text}\n\n"),
        format!("{text}\nnonsense"),
        text.replacen("[1,", "[2,", 1),
        text.replacen("[1,", "[", 1),
        text[..text.len() - 1].to_owned(),
        text.replace("[\"org:a\"", "[\"../user\""),
    ] {
        assert_eq!(read_kept(&other, "org:a"), None, "{other}");
    }
}
