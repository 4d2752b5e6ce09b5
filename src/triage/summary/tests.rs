//! Figures over a few requests, and what must hold of them over any.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::breakdown::Bar;
use super::per_day::MAX_DAYS;
use super::totals::Figure;
use super::*;
use crate::github::exemption::{
    Actor, BypassReason, Finding, Repository, RequestStatus, Response, ResponseStatus,
};
use crate::github::shared::Shared;
use crate::triage::local_time::{DAY, HOUR};
use crate::triage::query::{Context, Query, Test, parse};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

/// A Wednesday.
fn now() -> Timestamp {
    at("2026-11-25T12:00:00Z")
}

fn actor(login: &str) -> Option<Shared<Actor>> {
    Some(Actor { actor_id: None, actor_name: Some(login.into()) }.into())
}

/// A request made `ago` seconds ago that expires seven days after.
fn request(status: &str, ago: i64) -> ExemptionRequest {
    let created_at = now().plus(-ago);
    ExemptionRequest {
        status: Some(RequestStatus::from(status)),
        created_at: Some(created_at),
        expires_at: Some(created_at.plus(7 * DAY)),
        repository: Some(
            Repository { full_name: Some("octo-org/smile".into()), ..Repository::default() }.into(),
        ),
        ..ExemptionRequest::default()
    }
}

/// With a response `after` seconds after the request.
fn answered(
    mut request: ExemptionRequest,
    reviewer: &str,
    status: ResponseStatus,
    after: i64,
) -> ExemptionRequest {
    request.responses.get_or_insert_default().push(Response {
        id: None,
        reviewer: actor(reviewer),
        status: Some(status),
        created_at: request.created_at.map(|created_at| created_at.plus(after)),
    });
    request
}

fn summary(requests: &[ExemptionRequest]) -> Summary {
    Summary::of(now(), &|_| 0, requests)
}

fn told(bars: &[Bar]) -> Vec<(Option<&str>, usize, usize)> {
    bars.iter().map(|bar| (bar.value.as_deref(), bar.count, bar.waiting)).collect()
}

#[test]
fn every_request_is_in_one_of_the_totals() {
    let approve = |request| answered(request, "mona", ResponseStatus::Approved, HOUR);
    let requests = [
        request("pending", HOUR),
        request("open", 6 * DAY),
        request("open", 6 * DAY + 1),
        request("pending", 8 * DAY),
        approve(request("pending", DAY)),
        request("denied", DAY),
        request("completed", DAY),
        request("cancelled", DAY),
        request("expired", 9 * DAY),
        approve(request("expired", 9 * DAY)),
        request("godot", DAY),
        ExemptionRequest::default(),
    ];
    let expected = Totals {
        all: 12,
        waiting: 3,
        expiring_in_24_hours: 1,
        approved: 1,
        denied: 1,
        completed: 1,
        expired_unanswered: 2,
        expired_answered: 1,
        cancelled: 1,
        unknown: 2,
    };
    assert_eq!(summary(&requests).totals, expected);
    assert_eq!(expected.answered(), 3);
}

#[test]
fn a_request_counts_once_for_each_of_its_types_and_never_gets_lost() {
    let finding =
        |kind: Option<&str>| Finding { secret_type: kind.map(Into::into), ..Finding::default() };
    let with = |kinds: &[Option<&str>]| ExemptionRequest {
        data: Some(kinds.iter().map(|kind| finding(*kind)).collect()),
        ..request("pending", HOUR)
    };
    let mut requests = vec![
        with(&[Some("b_key"), Some("b_key"), Some("a_key")]),
        with(&[Some("B_KEY"), None]),
        with(&[None]),
        with(&[Some("")]),
        with(&[]),
        request("denied", HOUR),
        with(&[Some("c_key"), Some("b_key")]),
    ];
    requests[6].status = Some(RequestStatus::Denied);
    let summary = summary(&requests);
    let types = summary.by(Dimension::SecretType).unwrap();
    assert_eq!(
        told(&types.bars),
        [(Some("b_key"), 3, 2), (Some("a_key"), 1, 1), (Some("c_key"), 1, 0), (None, 4, 3)]
    );
    assert_eq!((types.all, types.not_given()), (7, 4));
    assert_eq!(types.bars[0].test, Test::Type("b_key".to_owned()));
    assert!((types.bars[0].share - 3.0 / 7.0).abs() < 1e-9);
    let organizations = summary.by(Dimension::Organization).unwrap();
    assert_eq!(told(&organizations.bars), [(Some("octo-org"), 7, 5)], "from the repository");
    assert_eq!(told(&summary.by(Dimension::Reviewer).unwrap().bars), [(None, 7, 5)]);
}

#[test]
fn a_dismissed_response_has_its_reviewer_once() {
    let mut one = request("pending", DAY);
    one = answered(one, "mona", ResponseStatus::Dismissed, HOUR);
    one = answered(one, "Mona", ResponseStatus::Dismissed, 2 * HOUR);
    one = answered(one, "raj", ResponseStatus::Denied, 3 * HOUR);
    let summary = summary(&[one]);
    let reviewers = summary.by(Dimension::Reviewer).unwrap();
    assert_eq!(told(&reviewers.bars), [(Some("mona"), 1, 0), (Some("raj"), 1, 0)]);
    let times: Vec<(Option<&str>, Option<i64>)> = summary
        .response_times
        .reviewers
        .iter()
        .map(|time| (time.value.as_deref(), time.median))
        .collect();
    assert_eq!(times, [(Some("mona"), Some(HOUR)), (Some("raj"), Some(3 * HOUR))]);
    assert_eq!(summary.response_times.overall.median, Some(HOUR));
}

#[test]
fn every_day_from_the_first_to_today_is_there_on_the_local_calendar() {
    let requests = [
        request("denied", 3 * DAY),
        request("pending", 3 * DAY),
        request("pending", 60),
        // 23:00 UTC, so already the 24th one hour east of it.
        ExemptionRequest { created_at: Some(at("2026-11-23T23:00:00Z")), ..request("pending", 0) },
        request("expired", (MAX_DAYS + 1) * DAY),
        ExemptionRequest { created_at: Some(now().plus(DAY)), ..request("pending", 0) },
        ExemptionRequest { created_at: None, ..request("pending", 0) },
    ];
    let per_day = Summary::of(now(), &|_| 3_600, &requests).per_day;
    let days: Vec<(String, usize)> =
        per_day.days.iter().map(|day| (day.day.to_string(), day.verdicts.total())).collect();
    let day = |day: &str, count| (day.to_owned(), count);
    assert_eq!(
        days,
        [day("2026-11-22", 2), day("2026-11-23", 0), day("2026-11-24", 1), day("2026-11-25", 1)]
    );
    assert_eq!((per_day.earlier, per_day.later, per_day.not_given), (1, 1, 1));
    assert_eq!(per_day.days[0].verdicts.denied, 1);
    assert!(summary(&[]).per_day.days.is_empty());
}

#[test]
fn the_week_s_pattern_goes_by_the_local_clock() {
    let made =
        |text: &str| ExemptionRequest { created_at: Some(at(text)), ..ExemptionRequest::default() };
    let requests =
        [made("2026-11-22T23:30:00Z"), made("2026-11-23T00:10:00Z"), ExemptionRequest::default()];
    let pattern = Summary::of(now(), &|_| 3_600, &requests).pattern;
    assert_eq!((pattern.counts[0][0], pattern.counts[0][1]), (1, 1));
    assert_eq!(pattern.not_given, 1);
}

#[test]
fn the_first_response_counts_and_impossible_dates_do_not() {
    let denied =
        |after| answered(request("denied", 6 * DAY), "mona", ResponseStatus::Denied, after);
    let times = |requests: &[ExemptionRequest]| summary(requests).response_times.overall;
    let two = answered(denied(5 * HOUR), "raj", ResponseStatus::Dismissed, HOUR);
    let found = times(&[two, denied(2 * HOUR), denied(9 * HOUR), denied(-1), request("open", DAY)]);
    assert_eq!((found.all, found.responded, found.measured), (5, 4, 3));
    assert_eq!((found.median, found.percentile_90), (Some(2 * HOUR), Some(9 * HOUR)));
    let mut undated = denied(0);
    undated.created_at = None;
    assert_eq!(times(&[undated]).median, None);
    assert_eq!(times(&[denied(0)]).median, Some(0));
}

#[test]
fn in_time_is_of_those_whose_end_is_known() {
    let deny =
        |status, after| answered(request(status, 9 * DAY), "mona", ResponseStatus::Denied, after);
    let requests = [
        deny("denied", HOUR),
        deny("denied", 7 * DAY),
        // GitHub says denied and shows no response: it takes none after the expiry.
        request("denied", 9 * DAY),
        request("expired", 9 * DAY),
        answered(request("expired", 9 * DAY), "raj", ResponseStatus::Dismissed, HOUR),
        answered(request("expired", 9 * DAY), "raj", ResponseStatus::Approved, HOUR),
        request("cancelled", DAY),
        request("pending", DAY),
        request("godot", DAY),
    ];
    let times = summary(&requests).response_times;
    assert_eq!((times.overall.in_time, times.overall.ended), (3, 6));
    assert_eq!(times.overall.share_in_time(), Some(0.5));
    let told: Vec<(Option<&str>, usize, usize)> = times
        .reviewers
        .iter()
        .map(|time| (time.value.as_deref(), time.in_time, time.ended))
        .collect();
    assert_eq!(told, [(Some("mona"), 1, 2), (Some("raj"), 1, 2)]);
    let [organization] = &times.organizations[..] else { panic!("one organization") };
    assert_eq!((organization.all, organization.value.as_deref()), (9, Some("octo-org")));
    assert_eq!(summary(&[]).response_times.overall.share_in_time(), None);
}

/// Any request whose fields are of a few values, or are missing.
fn any_request() -> impl Strategy<Value = ExemptionRequest> {
    let name = || {
        prop::option::of(prop::sample::select(vec![
            "mona", "Mona", "raj", "@me", "é b\"", "É b\"", "",
        ]))
    };
    let instant = || prop::option::of(-20 * DAY..20 * DAY);
    let status = prop::option::of(prop::sample::select(vec![
        "pending",
        "open",
        "approved",
        "denied",
        "cancelled",
        "completed",
        "expired",
        "godot",
    ]));
    let finding = (name(), name()).prop_map(|(secret_type, reason)| Finding {
        secret_type: secret_type.map(Into::into),
        bypass_reason: reason.map(BypassReason::from),
        ..Finding::default()
    });
    let response = (name(), prop::sample::select(ResponseStatus::KNOWN), instant()).prop_map(
        |(reviewer, status, at)| Response {
            reviewer: reviewer.and_then(actor),
            status: Some(ResponseStatus::from(status)),
            created_at: at.map(|at| now().plus(at)),
            ..Response::default()
        },
    );
    (
        (name(), name(), status, instant(), instant()),
        prop::option::of(prop::collection::vec(finding, 0..4)),
        prop::option::of(prop::collection::vec(response, 0..4)),
    )
        .prop_map(|((requester, owner, status, created, expires), data, responses)| {
            ExemptionRequest {
                requester: requester.and_then(actor),
                repository: owner.map(|owner| {
                    let full_name = Some(format!("{owner}/r").into());
                    Repository { full_name, ..Repository::default() }.into()
                }),
                status: status.map(RequestStatus::from),
                created_at: created.map(|at| now().plus(at)),
                expires_at: expires.map(|at| now().plus(at)),
                data,
                responses,
                ..ExemptionRequest::default()
            }
        })
}

/// How many requests a query leaves that was printed and read again.
fn left(query: &Query, requests: &[ExemptionRequest]) -> usize {
    let query = parse(&query.to_string()).expect("reads what was printed");
    let context = Context { now: now(), viewer: Some("mona"), offset_at: &|_| 0 };
    let matcher = query.compile(&context);
    requests.iter().filter(|request| matcher.matches(request)).count()
}

fn left_by(test: &Test, requests: &[ExemptionRequest]) -> usize {
    left(&Query::default().with(test.clone(), false), requests)
}

/// Terms of queries, several of which may stand together.
const TERMS: &[&str] = &[
    "is:open",
    "is:answered",
    "is:denied",
    "-is:approved",
    "org:mona",
    "org:raj",
    "type:mona",
    "type:raj",
    "-reason:raj",
    "no:reason",
    "reviewer:@me",
    "reviewer:raj",
    "-requester:mona",
    "requester:\"@me\"",
    "created:>3d",
];

proptest! {
    // The same cases every time; PROPTEST_CASES gives more of them.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(14),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_click_leaves_as_many_requests_as_the_mark_says(
        requests in prop::collection::vec(any_request(), 0..30),
    ) {
        let summary = summary(&requests);
        for figure in Figure::ALL {
            let count = figure.count(&summary.totals);
            prop_assert_eq!(count, left(&figure.query(), &requests), "{:?}", figure);
        }
        for bar in summary.breakdowns.iter().flat_map(|breakdown| &breakdown.bars) {
            prop_assert_eq!(bar.count, left_by(&bar.test, &requests), "{}", bar.test);
        }
        for day in &summary.per_day.days {
            prop_assert_eq!(day.verdicts.total(), left_by(&day.test, &requests), "{}", day.test);
        }
        for (weekday, hours) in summary.pattern.counts.iter().enumerate() {
            for (hour, count) in hours.iter().enumerate().filter(|(_, count)| **count > 0) {
                let test = pattern::test(weekday, hour).expect("an hour of the week");
                prop_assert_eq!(*count, left_by(&test, &requests), "{}", test);
            }
        }
        let times = &summary.response_times;
        for time in times.organizations.iter().chain(&times.reviewers) {
            if let Some(test) = &time.test {
                prop_assert_eq!(time.all, left_by(test, &requests), "{}", test);
            }
        }
    }

    #[test]
    fn a_click_beside_any_query_leaves_as_many_requests_as_the_mark_says(
        requests in prop::collection::vec(any_request(), 0..30),
        terms in prop::sample::subsequence(TERMS, 0..4),
    ) {
        let query = parse(&terms.join(" ")).expect("a query");
        let context = Context { now: now(), viewer: Some("mona"), offset_at: &|_| 0 };
        let matcher = query.compile(&context);
        let left_over = requests.iter().filter(|request| matcher.matches(request));
        let summary = Summary::of(now(), &|_| 0, left_over);
        let narrowed = |query: &Query, test: &Test| query.narrowed(test, Some("mona"));
        for figure in Figure::ALL {
            let count = figure.count(&summary.totals);
            let mut tests = figure.query().terms.into_iter();
            let asked = tests.try_fold(query.clone(), |query, term| narrowed(&query, &term.test));
            if count > 0 {
                let asked = asked.expect("a figure can always be asked for");
                prop_assert_eq!(count, left(&asked, &requests), "{:?}: {}", figure, asked);
            }
        }
        for bar in summary.breakdowns.iter().flat_map(|breakdown| &breakdown.bars) {
            if let Some(asked) = narrowed(&query, &bar.test) {
                prop_assert_eq!(bar.count, left(&asked, &requests), "{}", asked);
            }
        }
        for day in summary.per_day.days.iter().filter(|day| day.verdicts.total() > 0) {
            let asked = narrowed(&query, &day.test).expect("a day can always be asked for");
            prop_assert_eq!(day.verdicts.total(), left(&asked, &requests), "{}", asked);
        }
    }

    #[test]
    fn until_they_are_said_to_change_figures_stay(
        requests in prop::collection::vec(any_request(), 0..10),
    ) {
        let changes_at = changes_at(now(), &|_| 0, &requests);
        prop_assert!(changes_at > now());
        let at = |now: Timestamp| Summary::of(now, &|_| 0, &requests);
        prop_assert_eq!(at(now()), at(changes_at.plus(-1)));
    }

    #[test]
    fn totals_add_up(requests in prop::collection::vec(any_request(), 0..40)) {
        let Summary { totals, per_day, pattern, .. } = summary(&requests);
        let ended = totals.answered() + totals.expired_answered + totals.expired_unanswered;
        prop_assert_eq!(totals.all, requests.len());
        prop_assert_eq!(totals.all, totals.waiting + ended + totals.cancelled + totals.unknown);
        prop_assert!(totals.expiring_in_24_hours <= totals.waiting);
        let dated = per_day.covered() + per_day.earlier + per_day.later;
        prop_assert_eq!(totals.all, dated + per_day.not_given);
        let shown: usize = pattern.counts.iter().flatten().sum();
        prop_assert_eq!(totals.all, shown + pattern.not_given);
    }

    #[test]
    fn every_request_is_in_every_breakdown(requests in prop::collection::vec(any_request(), 0..40)) {
        let summary = summary(&requests);
        for breakdown in &summary.breakdowns {
            let counted: usize = breakdown.bars.iter().map(|bar| bar.count).sum();
            prop_assert!(counted >= requests.len());
            if matches!(breakdown.dimension, Dimension::Organization | Dimension::Requester) {
                prop_assert_eq!(counted, requests.len());
            }
            let sorted = breakdown.bars.iter().filter(|bar| bar.value.is_some());
            prop_assert!(sorted.map(|bar| bar.count).is_sorted_by(|one, other| one >= other));
            prop_assert!(breakdown.bars.iter().all(|bar| bar.waiting <= bar.count && bar.count > 0));
        }
        let times = &summary.response_times;
        let all: usize = times.organizations.iter().map(|time| time.all).sum();
        prop_assert_eq!(all, requests.len());
        for time in times.organizations.iter().chain(&times.reviewers).chain([&times.overall]) {
            prop_assert!(time.measured <= time.responded && time.responded <= time.all);
            prop_assert!(time.in_time <= time.ended && time.ended <= time.all);
            prop_assert!(time.median <= time.percentile_90);
        }
    }
}
