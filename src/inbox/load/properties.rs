//! What holds however a list moves while it is read, and in whichever order replies come.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, VecDeque};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::github::scope::Scopes;

use super::moving::{Event, Failure, Link, Moving, NOW, held, read_all, read_all_while};
use super::*;

fn event() -> impl Strategy<Value = Event> {
    // Mostly one at a time, which moves rows over an edge one by one; sometimes a whole page.
    let count = || prop_oneof![6 => 1..3_u8, 1 => 3..150_u8];
    let behind = || prop_oneof![3 => Just(0_u8), 1 => any::<u8>()];
    prop_oneof![
        4 => (behind(), count()).prop_map(|(behind, count)| Event::Arrive { behind, count }),
        4 => (any::<u8>(), count()).prop_map(|(behind, count)| Event::Leave { behind, count }),
        1 => any::<u8>().prop_map(|behind| Event::Answer { behind }),
    ]
}

fn events() -> impl Strategy<Value = VecDeque<(u8, Event)>> {
    vec((0..12_u8, event()), 0..24).prop_map(VecDeque::from)
}

/// One in twenty calls fails.
fn failures() -> impl Strategy<Value = VecDeque<Option<Failure>>> {
    let failure = prop_oneof![
        3 => Just(Failure::Server),
        3 => Just(Failure::NoReply),
        1 => (1..90_u8).prop_map(Failure::Limit),
        1 => Just(Failure::Refused),
    ];
    let reply = prop_oneof![19 => Just(None), 1 => failure.prop_map(Some)];
    vec(reply, 0..60).prop_map(VecDeque::from)
}

fn github() -> impl Strategy<Value = Moving> {
    let link = select(vec![Link::Whole, Link::NoLast, Link::None]);
    let hides = select(vec![0, 0, 0, 7, 50]);
    (0..460_u64, link, hides, any::<bool>(), any::<bool>()).prop_map(
        |(count, link, hides, tags, ends_hard)| {
            // Without a header the end is a page that isn't full: there must be one, and no other.
            let hides = if link == Link::None { 0 } else { hides };
            let ends_hard = ends_hard && link != Link::None;
            let mut github = Moving::with(count);
            (github.hides, github.link, github.tags, github.ends_hard) =
                (hides, link, tags, ends_hard);
            github
        },
    )
}

fn scopes() -> Scopes {
    "org:octo-org".parse().expect("valid")
}

/// Nothing that was there all the time may be missing from what isn't marked partial.
fn check(load: &Load, github: &Moving) -> Result<(), TestCaseError> {
    if !load.is_partial() {
        let held = held(load);
        let missing: Vec<_> = github.stayed.difference(&held).collect();
        prop_assert!(missing.is_empty(), "missing and not said: {missing:?}");
        prop_assert!(load.missing().is_empty());
    } else {
        prop_assert!(!load.missing().is_empty(), "what is partial says why");
    }
    Ok(())
}

/// The rows by id.
fn by_id(load: &Load) -> BTreeMap<u64, ExemptionRequest> {
    load.requests().filter_map(|request| Some((request.id?.0, request.clone()))).collect()
}

/// What it says of itself, but for what may differ by rows that were kept: how many it holds, and of when they are.
fn said(load: &Load, now: Timestamp) -> String {
    let mut ledger = load.ledger(now);
    (ledger.requests, ledger.read_at) = (0, None);
    ledger.parts.iter_mut().for_each(|part| part.requests = 0);
    let progress = load.progress(now).map(|progress| Progress { requests: 0, ..progress });
    let changes: BTreeMap<_, _> = load.changed_since_last_look().into_iter().collect();
    format!("{:?} {} {progress:?} {changes:?} {ledger:?}", load.known(), load.is_partial())
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(20_261_123),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_there_all_the_time_is_there_once_or_the_load_is_marked_partial(
        mut github in github(),
        seed in 1..u64::MAX,
        rounds in vec((events(), failures(), any::<bool>()), 1..4),
    ) {
        let mut load = Load::default();
        let mut now = NOW;
        for (events, failures, resumes) in rounds {
            github.events = events;
            github.failures = failures;
            github.watch();
            if load.scopes().is_none() {
                load.turn_to(scopes(), Fallback::default(), now);
            } else {
                load.begin_again(now);
            }
            now = read_all(&mut load, &mut github, seed, now);
            check(&load, &github)?;
            if resumes {
                load.resume(now);
                now = read_all(&mut load, &mut github, seed, now);
                check(&load, &github)?;
            }
        }
    }

    #[test]
    fn a_list_that_keeps_still_is_shown_to_be_whole(
        mut github in github(),
        seed in 1..u64::MAX,
        events in events(),
    ) {
        github.watch();
        let mut load = Load::begin(scopes(), Fallback::default(), NOW);
        let now = read_all(&mut load, &mut github, seed, NOW);
        prop_assert_eq!(load.missing(), []);
        prop_assert_eq!(&held(&load), &github.stayed);
        // What left meanwhile is dropped by the next reading, and what came is there.
        for (_, event) in events {
            github.happen(event);
        }
        github.watch();
        load.begin_again(now);
        read_all(&mut load, &mut github, seed, now);
        prop_assert_eq!(load.missing(), []);
        prop_assert_eq!(&held(&load), &github.stayed);
    }

    #[test]
    fn rows_that_were_kept_change_nothing_but_what_is_shown_until_the_list_is_whole(
        mut github in github(),
        seed in 1..u64::MAX,
        between in events(),
        rounds in vec((events(), failures(), 0..24_u32), 1..3),
    ) {
        let mut earlier = Load::begin(scopes(), Fallback::default(), NOW);
        read_all(&mut earlier, &mut github, seed, NOW);
        let kept = earlier.rows_to_keep("writer", NOW).map(|kept| kept.text);
        let kept = || KeptRows::read(kept.as_deref()?, "writer", &scopes());
        for (_, event) in between {
            github.happen(event);
        }
        let mut plain_github = github.clone();
        let (mut load, mut plain) = (Load::default(), Load::default());
        let mut now = NOW.plus(60);
        for (events, failures, seeded_at) in rounds {
            let begin = |load: &mut Load, github: &mut Moving| {
                (github.events, github.failures) = (events.clone(), failures.clone());
                github.calls.clear();
                github.watch();
                if load.scopes().is_none() {
                    load.turn_to(scopes(), Fallback::default(), now);
                } else {
                    load.begin_again(now);
                }
            };
            begin(&mut load, &mut github);
            begin(&mut plain, &mut plain_github);
            let (mut with, mut without) = (Vec::new(), Vec::new());
            read_all_while(&mut plain, &mut plain_github, seed, now, |load, _| {
                without.push((said(load, now), by_id(load)));
            });
            now = read_all_while(&mut load, &mut github, seed, now, |load, step| {
                if step == seeded_at && let Some(kept) = kept() {
                    load.seed(kept);
                }
                with.push((said(load, now), by_id(load)));
            });
            prop_assert_eq!(&github.calls, &plain_github.calls);
            prop_assert_eq!(with.len(), without.len());
            for ((said, rows), (plainly, given)) in with.iter().zip(&without) {
                prop_assert_eq!(said, plainly);
                for (id, request) in given {
                    prop_assert_eq!(rows.get(id), Some(request), "what GitHub gave stands");
                }
            }
            check(&load, &github)?;
            prop_assert_eq!(load.is_partial(), plain.is_partial());
            if !load.is_partial() {
                prop_assert_eq!(by_id(&load), by_id(&plain));
            }
        }
    }
}

#[test]
fn ten_thousand_requests_with_failing_pages_and_moving_rows_end_whole_or_say_that_they_do_not() {
    let (mut whole, mut partial) = (0, 0);
    for seed in 1..=8_u64 {
        let mut github = Moving::with(10_000);
        github.link = if seed % 2 == 0 { Link::Whole } else { Link::NoLast };
        let arrive = (9, Event::Arrive { behind: 0, count: 1 });
        let leave = (9, Event::Leave { behind: 255, count: 1 });
        github.events = std::iter::repeat_n([arrive, leave], 60).flatten().collect();
        let fails = |call: u64| (call % 20 == seed).then_some(Failure::Server);
        github.failures = (0..400).map(fails).collect();
        github.watch();
        let mut load = Load::begin(scopes(), Fallback::default(), NOW);
        read_all(&mut load, &mut github, seed, NOW);
        check(&load, &github).expect("nothing is missing unsaid");
        if load.is_partial() {
            partial += 1
        } else {
            whole += 1
        }
        assert!(github.calls.len() < 200, "{} calls", github.calls.len());
    }
    assert!(whole > partial, "{whole} of {} are whole", whole + partial);
}
