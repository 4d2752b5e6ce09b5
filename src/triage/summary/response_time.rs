//! How long requests waited for their first response, and how many were answered in time.

use std::cmp::Reverse;

use crate::github::exemption::{ExemptionRequest, Response};
use crate::triage::query::{Key, Spellings, Test, Value, offered, organization, same};
use crate::triage::verdict::{Judged, Verdict};

use super::breakdown::{Dimension, by_value, share};

/// How quickly the requests of one organization, of one reviewer, or all of them, were answered.
///
/// Requests to which nobody has responded have no time yet, so they don't lengthen the two
/// durations; how many they are is `all` without `responded`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResponseTime {
    /// Whose, as most of its requests spell it; `None` for all requests, and for those without a value.
    pub value: Option<String>,
    /// How many requests it is about. A reviewer's are those they responded to.
    pub all: usize,
    /// How many of those have a response of any kind, also one that was dismissed since.
    pub responded: usize,
    /// How many of those the two durations are of: both the request and a response have a date, and
    /// the response isn't dated before the request, which no clock that is right says.
    pub measured: usize,
    /// From the request to its first response, in seconds: the one that half of them took at most.
    /// `None` where nothing was measured. For a reviewer it's their own first response.
    pub median: Option<i64>,
    /// Likewise, what nine of ten took at most. Both are nearest-rank percentiles: of `n` durations
    /// in order, the one at place `p × n / 100`, rounded up. So both are durations that occurred.
    pub percentile_90: Option<i64>,
    /// How many requests were answered before they expired: a response stands or stood behind their
    /// status, and none is known to have come too late.
    pub in_time: usize,
    /// Of how many: those that are approved, denied or completed, and those that expired. What
    /// waits, was cancelled or is of an unknown status isn't among them.
    pub ended: usize,
    /// What asks for exactly `all` of them, beside the query whose summary it is; `None` for all
    /// requests.
    pub test: Option<Test>,
}

impl ResponseTime {
    /// `in_time` in `ended`, from 0 to 1; `None` where nothing ended.
    pub fn share_in_time(&self) -> Option<f64> {
        (self.ended > 0).then(|| share(self.in_time, self.ended))
    }
}

/// How quickly requests were answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResponseTimes {
    /// All of them.
    pub overall: ResponseTime,
    /// Per organization, most requests first, then by name; those without one last.
    pub organizations: Vec<ResponseTime>,
    /// Per reviewer, most requests first, then by name. What nobody responded to has none, and is
    /// left to `overall`.
    pub reviewers: Vec<ResponseTime>,
}

/// What is counted of some requests.
#[derive(Default)]
struct Tally {
    all: usize,
    responded: usize,
    times: Vec<i64>,
    in_time: usize,
    ended: usize,
}

/// The times while requests are counted.
#[derive(Default)]
pub(super) struct Counting {
    overall: Tally,
    organizations: Spellings<Tally>,
    no_organization: Tally,
    reviewers: Spellings<Tally>,
}

impl Counting {
    /// Counts one that was judged at the same moment as the others.
    pub fn add(&mut self, judged: Judged<'_>) {
        let Judged { request, .. } = judged;
        let responses = request.responses();
        let first = |its: &dyn Fn(&Response) -> bool| {
            let its = responses.iter().filter(|response| its(response));
            let first = its.filter_map(|response| response.created_at).min()?;
            request.created_at.filter(|made| first >= *made).map(|made| first - made)
        };
        let answer = is_in_time(judged);
        let (has_responses, took) = (!responses.is_empty(), first(&|_| true));
        self.overall.add(has_responses, took, answer);
        let organization = organization(request);
        let value = organization.as_deref().filter(|name| !name.is_empty()).map(Value::name);
        match value.and_then(|value| self.organizations.of(value)) {
            Some(its) => its.add(has_responses, took, answer),
            None => self.no_organization.add(has_responses, took, answer),
        }
        let reviewers = &mut self.reviewers;
        offered(Key::Reviewer, request, |reviewer| {
            let is_its = |response: &Response| {
                let name = response.reviewer.as_ref().and_then(|it| it.actor_name.as_deref());
                name.is_some_and(|name| same(name, reviewer.text))
            };
            let took = if responses.len() == 1 { took } else { first(&is_its) };
            if let Some(its) = reviewers.of(reviewer) {
                its.add(true, took, answer);
            }
        });
    }

    pub fn finish(self) -> ResponseTimes {
        let sorted = |none: Tally, tallies: Spellings<Tally>, dimension: Dimension| {
            let mut times: Vec<ResponseTime> =
                by_value(none, tallies, |tally| tally.all, Tally::join)
                    .into_iter()
                    .map(|(value, tally)| {
                        let test = Some(dimension.test(value.clone()));
                        tally.finish(value, test)
                    })
                    .collect();
            times.sort_by_key(|time| (time.value.is_none(), Reverse(time.all)));
            times
        };
        ResponseTimes {
            overall: self.overall.finish(None, None),
            organizations: sorted(
                self.no_organization,
                self.organizations,
                Dimension::Organization,
            ),
            reviewers: sorted(Tally::default(), self.reviewers, Dimension::Reviewer),
        }
    }
}

/// Whether it was answered before it expired; `None` while it hasn't ended, and where it counts as neither.
fn is_in_time(Judged { request, verdict }: Judged<'_>) -> Option<bool> {
    let is_answered = match verdict {
        Verdict::Approved | Verdict::Denied | Verdict::Completed => true,
        Verdict::Expired => request.responses().iter().any(Response::stands),
        Verdict::AwaitingReview | Verdict::Cancelled | Verdict::Unknown => return None,
    };
    Some(is_answered && !was_late(request))
}

impl Tally {
    /// Counts a request: whether it has responses, how long the first took where that is known, and whether it
    /// was answered in time.
    fn add(&mut self, has_responses: bool, took: Option<i64>, answer: Option<bool>) {
        self.all += 1;
        self.responded += usize::from(has_responses);
        self.times.extend(took);
        self.ended += usize::from(answer.is_some());
        self.in_time += usize::from(answer == Some(true));
    }

    fn join(&mut self, other: Self) {
        self.all += other.all;
        self.responded += other.responded;
        self.times.extend(other.times);
        self.in_time += other.in_time;
        self.ended += other.ended;
    }

    fn finish(mut self, value: Option<String>, test: Option<Test>) -> ResponseTime {
        ResponseTime {
            value,
            all: self.all,
            responded: self.responded,
            measured: self.times.len(),
            median: percentile(&mut self.times, 50),
            percentile_90: percentile(&mut self.times, 90),
            in_time: self.in_time,
            ended: self.ended,
            test,
        }
    }
}

/// Whether the first response that stands is known to have come when the request had expired.
fn was_late(request: &ExemptionRequest) -> bool {
    let standing = request.responses().iter().filter(|response| response.stands());
    let first = standing.filter_map(|response| response.created_at).min();
    matches!((first, request.expires_at), (Some(first), Some(expires_at)) if first >= expires_at)
}

/// The nearest-rank percentile of durations, which are put into another order; `None` of none.
fn percentile(durations: &mut [i64], percent: usize) -> Option<i64> {
    let rank = (durations.len() * percent).div_ceil(100);
    let index = rank.checked_sub(1).filter(|index| *index < durations.len())?;
    Some(*durations.select_nth_unstable(index).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_duration_that_occurred() {
        let hundred: Vec<i64> = (1..=100).collect();
        for (durations, percent, found) in [
            (&[][..], 50, None),
            (&[7], 50, Some(7)),
            (&[7], 90, Some(7)),
            (&[1, 2], 50, Some(1)),
            (&[1, 2, 3], 50, Some(2)),
            (&[1, 2, 3], 90, Some(3)),
            (&hundred, 50, Some(50)),
            (&hundred, 90, Some(90)),
        ] {
            assert_eq!(percentile(&mut durations.to_vec(), percent), found, "{durations:?}");
        }
    }
}
