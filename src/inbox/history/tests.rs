//! Tests of the history: what is kept, whatever the order in which it was read, and what it covers.

use std::collections::BTreeMap;

use super::*;
use crate::client::list::{Gap, ListPage};
use crate::client::operation::Outcome;
use crate::github::exemption::RequestStatus;
use crate::inbox::fallback::Fallback;
use crate::inbox::load::Next;
use crate::triage::verdict::{Verdict, verdict};

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

fn scope(text: &str) -> Scope {
    text.parse().expect("valid")
}

fn request(id: u64, status: &str) -> ExemptionRequest {
    ExemptionRequest {
        id: Some(RequestId(id)),
        number: Some(7),
        status: Some(RequestStatus::from(status)),
        requester_comment: Some("the key is hunter2".to_owned()),
        created_at: Some(NOW.plus(-DAY)),
        expires_at: Some(NOW.plus(6 * DAY)),
        url: Some("https://api.github.com/x".into()),
        html_url: Some(format!("https://github.com/octo-org/smile/exemptions/{id}").into()),
        ..ExemptionRequest::default()
    }
}

fn reading(at: Timestamp, is_whole: bool, requests: &[ExemptionRequest]) -> Reading {
    let row = |request: &ExemptionRequest| Row {
        key: RowKey::Request(request.id.expect("an id")),
        version: 1,
        request: Arc::new(request.clone()),
        via: Via::Scope(Arc::new(scope("org:a"))),
    };
    let rows = requests.iter().map(row).collect();
    Reading { scope: scope("org:a"), at, is_whole, rows }
}

/// What a store would hold.
struct Store {
    record: Record,
    texts: BTreeMap<RequestId, String>,
}

impl Store {
    fn new() -> Self {
        Self { record: Record::new(scope("org:a")), texts: BTreeMap::new() }
    }

    /// Takes a reading in; how many texts were written.
    fn merge(&mut self, reading: &Reading) -> usize {
        let mut written = 0;
        for row in &reading.rows {
            let kept = Kept::of(&row.request, reading.at).expect("an id");
            let id = kept.request.id.expect("an id");
            let before = self.texts.get(&id).map(String::as_str);
            if let Some(text) = self.record.keep(before, &kept) {
                self.texts.insert(id, text);
                written += 1;
            }
        }
        self.record.finish(reading);
        written
    }

    fn history(&self) -> History {
        let texts = self.texts.values().cloned().collect();
        History::of([Held { record: self.record.clone(), texts }])
    }

    fn statuses(&self) -> Vec<Option<RequestStatus>> {
        self.history().rows.iter().map(|row| row.request.status.clone()).collect()
    }
}

fn load_of(page: ListPage, at: Timestamp) -> Load {
    let mut load = Load::begin(scope("org:a").into(), Fallback::default(), at);
    let Next::Ask(ask) = load.next(at) else { panic!("no call") };
    load.arrived(&ask, Ok(Outcome::List(Ok(page))), at);
    load
}

#[test]
fn what_a_requester_wrote_is_not_kept() {
    let kept = Kept::of(&request(1, "pending"), NOW).expect("has an id");
    let text = kept.text();
    assert!(!text.contains("hunter2") && !text.contains("api.github.com"), "{text}");
    let numbered = ExemptionRequest { number: Some(8_675_309), ..request(1, "pending") };
    assert_eq!(Kept::of(&numbered, NOW).as_ref(), Some(&kept), "nor its number");
    assert_eq!(Kept::read(&text), Some(kept));
    let unnumbered = ExemptionRequest { id: None, ..request(1, "pending") };
    assert_eq!(Kept::of(&unnumbered, NOW), None);
}

#[test]
fn a_newer_reading_replaces_and_the_same_is_not_written_again() {
    let mut store = Store::new();
    let pending = reading(NOW, true, &[request(1, "pending"), request(2, "denied")]);
    assert_eq!(store.merge(&pending), 2);
    assert_eq!(store.merge(&Reading { at: NOW.plus(60), ..pending.clone() }), 0);
    assert_eq!(store.merge(&reading(NOW.plus(120), true, &[request(1, "approved")])), 1);
    assert_eq!(store.statuses(), [Some(RequestStatus::Approved), Some(RequestStatus::Denied)]);
    // Another page of ours was slower.
    let late = reading(NOW.plus(119), true, &[request(1, "pending"), request(3, "pending")]);
    assert_eq!(store.merge(&late), 1, "what wasn't there yet is added");
    assert_eq!(store.statuses()[0], Some(RequestStatus::Approved));
    let bytes: usize = store.texts.values().map(String::len).sum();
    assert_eq!((store.record.requests, store.record.bytes), (3, bytes));
}

#[test]
fn what_waited_when_it_was_seen_last_has_an_end_that_nobody_saw() {
    let mut store = Store::new();
    store.merge(&reading(NOW, true, &[request(1, "pending"), request(2, "completed")]));
    assert_eq!(store.statuses(), [None, Some(RequestStatus::Completed)]);
    let later = NOW.plus(60 * DAY);
    let first = &store.history().rows[0].request.clone();
    assert_eq!(verdict(later, first), Verdict::Unknown, "never taken for expired");
    // It was seen after its time, without an answer.
    assert_eq!(store.merge(&reading(NOW.plus(6 * DAY), true, &[request(1, "pending")])), 1);
    let first = &store.history().rows[0].request.clone();
    assert_eq!(verdict(later, first), Verdict::Expired);
}

#[test]
fn a_whole_load_covers_the_shortest_month_before_it_and_a_partial_one_nothing() {
    let mut store = Store::new();
    store.merge(&reading(NOW, false, &[request(1, "pending")]));
    assert_eq!((store.record.coverage.reach(), store.record.requests), (None, 1));
    assert!(store.history().is_partial());
    store.merge(&reading(NOW.plus(DAY), true, &[]));
    store.merge(&reading(NOW.plus(20 * DAY), true, &[]));
    let reach = Stretch { from: NOW.plus(DAY - MONTH), until: NOW.plus(20 * DAY) };
    assert_eq!(store.record.coverage.reach(), Some(reach));
    assert!(store.record.coverage.gaps().is_empty() && !store.history().is_partial());
    store.merge(&reading(NOW.plus(60 * DAY), true, &[]));
    let gap = Stretch { from: reach.until, until: NOW.plus(60 * DAY - MONTH) };
    assert_eq!(store.record.coverage.gaps(), [gap]);
    assert!(store.history().is_partial());
}

#[test]
fn a_clock_that_was_wrong_leaves_nothing_behind() {
    let mut store = Store::new();
    store.merge(&reading(NOW.plus(400 * DAY), true, &[request(1, "pending")]));
    assert_eq!(store.merge(&reading(NOW, true, &[request(1, "denied")])), 1);
    assert_eq!(store.statuses(), [Some(RequestStatus::Denied)]);
    let reach = store.record.coverage.reach().map(|reach| reach.until);
    assert_eq!((store.record.read_at, reach), (Some(NOW), Some(NOW)));
}

#[test]
fn what_cannot_be_read_is_counted_and_makes_it_partial() {
    let mut store = Store::new();
    store.merge(&reading(NOW, true, &[request(1, "denied")]));
    store.texts.insert(RequestId(2), "{\"seen_at\":7}".to_owned());
    store
        .texts
        .insert(RequestId(3), "{\"seen_at\":\"1970-01-01T00:00:00Z\",\"request\":{}}".to_owned());
    let history = store.history();
    assert_eq!((history.unreadable, history.rows.len(), history.is_partial()), (2, 1, true));
    // A list gives it again.
    assert_eq!(store.merge(&reading(NOW, true, &[request(2, "denied")])), 1);
    assert_eq!(store.history().unreadable, 1);
    assert_eq!(Record::read("{}"), None);
    assert_eq!(Record::read(&store.record.text()), Some(store.record));
}

#[test]
fn several_lists_cover_what_all_of_them_cover_and_each_request_counts_once() {
    let mut one = Store::new();
    let mut two = Store::new();
    two.record = Record::new(scope("org:b"));
    one.merge(&reading(NOW, true, &[request(1, "pending"), request(2, "denied")]));
    two.merge(&reading(NOW.plus(DAY), true, &[request(1, "denied"), request(3, "denied")]));
    let held = |store: &Store| Held {
        record: store.record.clone(),
        texts: store.texts.values().cloned().collect(),
    };
    for lists in [[held(&one), held(&two)], [held(&two), held(&one)]] {
        let history = History::of(lists);
        let reach = Stretch { from: NOW.plus(DAY - MONTH), until: NOW };
        assert_eq!(history.coverage.reach(), Some(reach));
        assert_eq!(history.rows.len(), 3);
        assert_eq!(history.rows[0].request.status, Some(RequestStatus::Denied), "the newer");
    }
    let history = History::of([held(&one), held(&two)]);
    assert!(history.is_of(&[scope("org:A"), scope("org:b")]), "GitHub ignores the case");
    assert!(!history.is_of(&[scope("org:a")]) && !history.is_of(&[scope("org:b"), scope("org:a")]));
    let nothing = Held { record: Record::new(scope("org:c")), texts: vec![] };
    assert_eq!(History::of([held(&one), nothing]).coverage, Coverage::default());
}

#[test]
fn a_load_says_what_it_read_and_whether_that_is_all() {
    let of = |requests, gaps| ListPage { requests, gaps, ..ListPage::default() };
    let readings = load_of(of(vec![request(1, "pending")], vec![]), NOW).readings();
    let [only] = &readings[..] else { panic!("{readings:?}") };
    assert_eq!((&only.scope, only.at, only.is_whole), (&scope("org:a"), NOW, true));
    assert_eq!(only.rows.len(), 1);
    let partial = load_of(of(vec![request(1, "pending")], vec![Gap::UnclearPaging]), NOW);
    assert!(!partial.readings()[0].is_whole);
    let unnumbered = ExemptionRequest { id: None, ..request(1, "pending") };
    assert!(!load_of(of(vec![unnumbered], vec![]), NOW).readings()[0].is_whole);
}

#[test]
fn while_it_is_read_a_load_says_nothing_and_then_only_what_this_reading_gave() {
    let page = ListPage { requests: vec![request(1, "pending")], ..ListPage::default() };
    let mut load = load_of(page, NOW);
    load.begin_again(NOW.plus(60));
    assert!(load.readings().is_empty());
    let Next::Ask(ask) = load.next(NOW.plus(60)) else { panic!("no call") };
    // Nothing of the new reading came.
    load.cancel();
    assert!(load.readings().is_empty());
    load.resume(NOW.plus(61));
    let page = ListPage {
        requests: vec![request(2, "pending")],
        gaps: vec![Gap::UnclearPaging],
        ..ListPage::default()
    };
    load.arrived(&ask, Ok(Outcome::List(Ok(page))), NOW.plus(61));
    let reading = load.readings().remove(0);
    let keys: Vec<RowKey> = reading.rows.iter().map(|row| row.key).collect();
    assert_eq!((reading.at, reading.is_whole), (NOW.plus(60), false));
    assert_eq!(keys, [RowKey::Request(RequestId(2))]);
}

#[test]
fn only_what_the_load_lacks_comes_from_the_history() {
    let page = ListPage { requests: vec![request(1, "approved")], ..ListPage::default() };
    let load = load_of(page, NOW.plus(DAY));
    let mut store = Store::new();
    store.merge(&reading(NOW, true, &[request(1, "pending"), request(2, "denied")]));
    let history = store.history();
    let beside: Vec<RowKey> = history.rows_beside(&load).map(|row| row.key).collect();
    assert_eq!(beside, [RowKey::Request(RequestId(2))]);
}

mod properties {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// When, whether whole, and which requests with which status.
    type Drawn = (i64, bool, Vec<(u64, &'static str)>);

    fn readings() -> impl Strategy<Value = Vec<Drawn>> {
        let status = select(vec!["pending", "approved", "denied", "completed"]);
        let rows = vec((0..6_u64, status), 0..6);
        vec((0..3_000_i64, any::<bool>(), rows), 0..12)
    }

    fn of(drawn: &Drawn) -> Reading {
        let (seconds, is_whole, rows) = drawn;
        // A list gives each request once.
        let rows: BTreeMap<u64, &str> = rows.iter().copied().collect();
        let rows: Vec<_> = rows.into_iter().map(|(id, status)| request(id, status)).collect();
        reading(NOW.plus(*seconds), *is_whole, &rows)
    }

    proptest! {
        #[test]
        fn nothing_seen_is_lost_nothing_is_made_up_and_a_newer_reading_is_never_undone(drawn in readings()) {
            let mut store = Store::new();
            let mut newest = None;
            for reading in drawn.iter().map(of) {
                let before = store.texts.clone();
                let is_late = newest.is_some_and(|newest| reading.at < newest);
                store.merge(&reading);
                newest = newest.max(Some(reading.at));
                for row in &reading.rows {
                    let id = row.request.id.expect("an id");
                    let kept = Kept::read(&store.texts[&id]).expect("readable");
                    match before.get(&id).filter(|_| is_late) {
                        Some(text) => prop_assert_eq!(&store.texts[&id], text),
                        None => prop_assert_eq!(&kept.request.status, &row.request.status),
                    }
                    prop_assert!(kept.seen_at <= reading.at || before.contains_key(&id));
                }
                for (id, text) in &before {
                    let is_read = reading.rows.iter().any(|row| row.request.id == Some(*id));
                    prop_assert!(is_read || store.texts.get(id) == Some(text));
                }
            }
            let bytes: usize = store.texts.values().map(String::len).sum();
            prop_assert_eq!((store.record.requests, store.record.bytes), (store.texts.len(), bytes));
            prop_assert_eq!(store.record.read_at, newest);
        }

        #[test]
        fn it_covers_an_instant_only_if_a_whole_reading_did(drawn in vec((0..200_i64, any::<bool>()), 0..10)) {
            let mut store = Store::new();
            let mut days: Vec<_> = drawn;
            days.sort();
            for (day, is_whole) in &days {
                store.merge(&reading(NOW.plus(day * DAY), *is_whole, &[]));
            }
            for hour in (-30 * 24..200 * 24).step_by(7) {
                let at = NOW.plus(hour * 3_600);
                let is_covered = Vec::<Stretch>::from(store.record.coverage.clone())
                    .iter()
                    .any(|its| its.from <= at && at < its.until);
                let was_seen = days.iter().any(|(day, is_whole)| {
                    let read = NOW.plus(day * DAY);
                    *is_whole && read.plus(-MONTH) <= at && at < read
                });
                prop_assert_eq!(is_covered, was_seen);
            }
        }
    }
}
