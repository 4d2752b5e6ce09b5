//! Which request comes first.

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};

use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::time::Timestamp;

use super::query::{Spellings, Value, organization, repo};
use super::verdict::{Verdict, awaits_review, verdict};

/// What requests can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// When they expire: those that await a review first, the others behind them by their making.
    #[default]
    Expires,
    /// When they were made.
    Created,
    /// Who asks.
    Requester,
    /// Their repository's full name.
    Repository,
    /// Their organization.
    Organization,
    /// The type of the first secret.
    SecretType,
    /// The reason given for the first secret.
    Reason,
    /// Where they stand: those that await a review first.
    Status,
}

/// An order of requests. The default is the one in which they want to be reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sort {
    /// What by.
    pub key: SortKey,
    /// Whether the last comes first. What a request lacks stays at the end either way.
    pub descending: bool,
}

impl Sort {
    /// What choosing `key` makes of this order: the other direction, if it is the key already.
    #[must_use]
    pub fn chosen(self, key: SortKey) -> Self {
        Self { key, descending: self.key == key && !self.descending }
    }
}

/// Puts the requests that await review first, soonest expiry first, and the others behind them,
/// newest first. A waiting request without an expiry comes after those that have one.
pub fn soonest_expiry_first<T: Borrow<ExemptionRequest>>(now: Timestamp, requests: &mut [T]) {
    requests.sort_by_cached_key(|request| soonest(now, request.borrow()));
}

/// The place of a request among those that stand soonest expiry first.
fn soonest(now: Timestamp, request: &ExemptionRequest) -> (bool, i64, Option<RequestId>) {
    let waiting = awaits_review(now, request);
    let at = if waiting {
        request.expires_at.map_or(i64::MAX, Timestamp::unix)
    } else {
        request.created_at.map_or(i64::MAX, |at| at.unix().saturating_neg())
    };
    (!waiting, at, request.id)
}

/// The requests in the order `sort`; those that are equal in it stand soonest expiry first.
pub fn sorted<T: Borrow<ExemptionRequest>>(now: Timestamp, sort: Sort, requests: Vec<T>) -> Vec<T> {
    let requests = soonest_first(now, requests);
    if sort == Sort::default() {
        return requests;
    }
    let mut places: Vec<(Place, T)> =
        places(now, sort.key, &requests).into_iter().zip(requests).collect();
    if sort.descending {
        for (place, _) in &mut places {
            place.at = place.at.saturating_neg();
        }
    }
    places.sort_by_key(|(place, _)| *place);
    places.into_iter().map(|(_, request)| request).collect()
}

/// As [`soonest_expiry_first`]. GitHub gives the newest first, so those that wait stand the other way round
/// and all others in their order already: apart, both are sorted nearly as quickly as they are looked at.
fn soonest_first<T: Borrow<ExemptionRequest>>(now: Timestamp, requests: Vec<T>) -> Vec<T> {
    let count = requests.len();
    let mut waiting = Vec::new();
    let mut others = Vec::with_capacity(count);
    for request in requests {
        let (is_behind, at, id) = soonest(now, request.borrow());
        let part = if is_behind { &mut others } else { &mut waiting };
        part.push(((at, id), request));
    }
    waiting.sort_by_key(|(place, _)| *place);
    others.sort_by_key(|(place, _)| *place);
    waiting.into_iter().chain(others).map(|(_, request)| request).collect()
}

/// Where a request belongs; the fields count in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Whether it is behind all that await a review.
    behind: bool,
    /// Whether it lacks what is sorted by.
    lacking: bool,
    at: i64,
}

fn places<T: Borrow<ExemptionRequest>>(now: Timestamp, key: SortKey, requests: &[T]) -> Vec<Place> {
    let requests = requests.iter().map(Borrow::borrow);
    let by_time = |of: fn(&ExemptionRequest) -> Option<Timestamp>, request: &ExemptionRequest| {
        let at = of(request);
        Place { behind: false, lacking: at.is_none(), at: at.map_or(0, Timestamp::unix) }
    };
    match key {
        SortKey::Expires => requests
            .map(|request| {
                if awaits_review(now, request) {
                    by_time(|request| request.expires_at, request)
                } else {
                    let place = by_time(|request| request.created_at, request);
                    Place { behind: true, at: place.at.saturating_neg(), ..place }
                }
            })
            .collect(),
        SortKey::Created => {
            requests.map(|request| by_time(|request| request.created_at, request)).collect()
        }
        SortKey::Status => requests
            .map(|request| {
                let found = verdict(now, request);
                Place { behind: false, lacking: found == Verdict::Unknown, at: rank(found) }
            })
            .collect(),
        SortKey::Requester => by_value(requests, |request, number| {
            number(Value::name(request.requester.as_ref()?.actor_name.as_ref()?))
        }),
        SortKey::Organization => {
            by_value(requests, |request, number| number(Value::name(&*organization(request)?)))
        }
        SortKey::Repository => {
            by_value(requests, |request, number| number(Value::name(&*repo(request)?)))
        }
        SortKey::SecretType => by_value(requests, |request, number| {
            number(Value::name(request.findings().first()?.secret_type.as_ref()?))
        }),
        SortKey::Reason => by_value(requests, |request, number| {
            let reason = request.findings().first()?.bypass_reason.as_ref()?;
            number(Value { text: reason.word(), id: Some(reason.id()) })
        }),
    }
}

/// As a day's work goes: what is to do, what was done, what fell away.
fn rank(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::AwaitingReview => 0,
        Verdict::Approved => 1,
        Verdict::Denied => 2,
        Verdict::Completed => 3,
        Verdict::Cancelled => 4,
        Verdict::Expired => 5,
        Verdict::Unknown => 6,
    }
}

/// Places by a value in any case, of which `of` asks the number. Values repeat, so each is looked at once: a
/// hundred thousand requests have some hundred requesters.
fn by_value<'r>(
    requests: impl Iterator<Item = &'r ExemptionRequest>,
    of: impl Fn(&ExemptionRequest, &mut dyn FnMut(Value<'_>) -> Option<usize>) -> Option<usize>,
) -> Vec<Place> {
    let mut met: Spellings<Option<usize>> = Spellings::default();
    let mut count = 0;
    let numbers: Vec<Option<usize>> = requests
        .map(|request| {
            of(request, &mut |value| {
                let number = met.of(value)?.get_or_insert_with(|| {
                    count += 1;
                    count - 1
                });
                Some(*number)
            })
        })
        .collect();
    let met = met.into_sorted(|_, _| ()).into_iter();
    let mut distinct: Vec<(String, usize)> =
        met.filter_map(|(text, number)| Some((text.to_lowercase(), number?))).collect();
    distinct.sort();
    let mut ranks = vec![0_i64; count];
    let mut rank = 0;
    for (index, (text, number)) in distinct.iter().enumerate() {
        if index > 0 && distinct.get(index - 1).is_some_and(|(before, _)| before != text) {
            rank += 1;
        }
        if let Some(slot) = ranks.get_mut(*number) {
            *slot = rank;
        }
    }
    let place = |number: Option<usize>| Place {
        behind: false,
        lacking: number.is_none(),
        at: number.and_then(|number| ranks.get(number).copied()).unwrap_or_default(),
    };
    numbers.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::{Actor, Repository, RequestStatus};

    const NOW: Timestamp = Timestamp::from_unix(0);

    fn request(
        id: u64,
        status: RequestStatus,
        expires: Option<i64>,
        created: i64,
    ) -> ExemptionRequest {
        ExemptionRequest {
            id: Some(RequestId(id)),
            status: Some(status),
            expires_at: expires.map(Timestamp::from_unix),
            created_at: Some(Timestamp::from_unix(created)),
            ..ExemptionRequest::default()
        }
    }

    fn five() -> Vec<ExemptionRequest> {
        vec![
            request(1, RequestStatus::Denied, Some(900), 10),
            request(2, RequestStatus::Pending, None, 10),
            request(3, RequestStatus::Pending, Some(800), 10),
            request(4, RequestStatus::Pending, Some(700), 10),
            request(5, RequestStatus::Approved, Some(900), 20),
        ]
    }

    fn ids(requests: &[ExemptionRequest]) -> Vec<u64> {
        requests.iter().filter_map(|request| Some(request.id?.0)).collect()
    }

    fn in_order(key: SortKey, descending: bool, requests: Vec<ExemptionRequest>) -> Vec<u64> {
        ids(&sorted(NOW, Sort { key, descending }, requests))
    }

    #[test]
    fn the_waiting_request_that_expires_first_comes_first() {
        let mut requests = five();
        soonest_expiry_first(NOW, &mut requests);
        assert_eq!(ids(&requests), [4, 3, 2, 5, 1]);
        assert_eq!(in_order(SortKey::Expires, false, five()), [4, 3, 2, 5, 1]);
    }

    #[test]
    fn the_other_way_round_the_waiting_ones_stay_first_and_what_is_lacking_last() {
        assert_eq!(in_order(SortKey::Expires, true, five()), [3, 4, 2, 1, 5]);
    }

    #[test]
    fn equal_ones_stand_soonest_expiry_first_in_either_direction() {
        assert_eq!(in_order(SortKey::Created, false, five()), [4, 3, 2, 1, 5]);
        assert_eq!(in_order(SortKey::Created, true, five()), [5, 4, 3, 2, 1]);
        assert_eq!(in_order(SortKey::Status, false, five()), [4, 3, 2, 5, 1]);
        assert_eq!(in_order(SortKey::Status, true, five()), [1, 5, 4, 3, 2]);
    }

    #[test]
    fn names_are_sorted_in_any_case_and_absent_ones_are_last() {
        let by = |id: u64, name: Option<&str>| ExemptionRequest {
            requester: Some(Actor { actor_id: None, actor_name: name.map(Into::into) }.into()),
            ..request(id, RequestStatus::Pending, Some(100), 0)
        };
        let requests =
            || vec![by(1, None), by(2, Some("Zed")), by(3, Some("amy")), by(4, Some("zed"))];
        assert_eq!(in_order(SortKey::Requester, false, requests()), [3, 2, 4, 1]);
        assert_eq!(in_order(SortKey::Requester, true, requests()), [2, 4, 3, 1]);
    }

    #[test]
    fn an_organization_is_the_owner_where_github_gives_none() {
        let of = |id: u64, full_name: &str| ExemptionRequest {
            repository: Some(
                Repository { full_name: Some(full_name.into()), ..Repository::default() }.into(),
            ),
            ..request(id, RequestStatus::Pending, Some(100), 0)
        };
        let requests = || vec![of(1, "b/a"), of(2, "a/b")];
        assert_eq!(in_order(SortKey::Organization, false, requests()), [2, 1]);
        assert_eq!(in_order(SortKey::Repository, true, requests()), [1, 2]);
    }

    #[test]
    fn choosing_the_same_key_again_turns_the_order_round() {
        let sort = Sort::default().chosen(SortKey::Created);
        assert_eq!(sort, Sort { key: SortKey::Created, descending: false });
        assert_eq!(sort.chosen(SortKey::Created), Sort { key: SortKey::Created, descending: true });
        assert_eq!(
            Sort::default().chosen(SortKey::Expires).chosen(SortKey::Expires),
            Sort::default()
        );
    }
}
