//! Many requests to be reviewed with one decision: which can be, and which are left out and why.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use crate::github::exemption::{BypassReason, ExemptionRequest, RequestType};
use crate::github::ids::RequestId;
use crate::github::time::Timestamp;

use super::guard::{PageUser, Refusal, may_write};
use super::verdict::{Verdict, verdict};

/// The most requests that are reviewed at once: what waits to be sent is kept where browsers give a
/// page about five million characters, and a request with its outcome takes up to some thousands.
pub const MAX_REQUESTS: usize = 500;

/// Why a request isn't among those that are reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// It doesn't await a review.
    NotWaiting(Verdict),
    /// GitHub gives no id for it, or no page: it can't be told from others.
    NoIdentity,
    /// It is of a kind that can't be reviewed here.
    OtherKind,
    /// Its page is on another GitHub than the token.
    OtherHost,
    /// A review of it waits or is being sent.
    UnderWay,
    /// This person may not.
    Refused(Refusal),
}

/// Who is about to review.
#[derive(Debug, Clone, Copy)]
pub struct Reviewer<'a> {
    /// The token's user.
    pub login: &'a str,
    /// Who is signed in on the page.
    pub page_user: &'a PageUser,
    /// The host of the pages on the GitHub that the token is for.
    pub web_host: &'a str,
}

/// Why `request` can't be reviewed by `reviewer` at `now`; `None` when it can.
pub fn left_out(
    now: Timestamp,
    reviewer: Reviewer<'_>,
    request: &ExemptionRequest,
    is_under_way: impl Fn(RequestId) -> bool,
) -> Option<LeftOut> {
    let (Some(id), Some(page)) = (request.id, request.page()) else {
        return Some(LeftOut::NoIdentity);
    };
    if request.request_type.as_ref().is_some_and(|kind| *kind != RequestType::SecretScanning) {
        return Some(LeftOut::OtherKind);
    }
    if !page.web_host.eq_ignore_ascii_case(reviewer.web_host) {
        return Some(LeftOut::OtherHost);
    }
    match verdict(now, request) {
        Verdict::AwaitingReview => {}
        found => return Some(LeftOut::NotWaiting(found)),
    }
    if is_under_way(id) {
        return Some(LeftOut::UnderWay);
    }
    may_write(reviewer.login, reviewer.page_user, request).err().map(LeftOut::Refused)
}

/// Requests, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch<T> {
    /// Those that can be reviewed, in their order, each once.
    pub included: Vec<T>,
    /// The others.
    pub left_out: Vec<(T, LeftOut)>,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { included: Vec::new(), left_out: Vec::new() }
    }
}

impl<T: Borrow<ExemptionRequest>> Batch<T> {
    /// Takes `requests` apart for `reviewer` at `now`.
    pub fn of(
        now: Timestamp,
        reviewer: Reviewer<'_>,
        requests: impl IntoIterator<Item = T>,
        is_under_way: impl Fn(RequestId) -> bool,
    ) -> Self {
        let mut batch = Self::default();
        let mut seen = BTreeSet::new();
        for request in requests {
            match left_out(now, reviewer, request.borrow(), &is_under_way) {
                Some(why) => batch.left_out.push((request, why)),
                None if request.borrow().id.is_some_and(|id| seen.insert(id)) => {
                    batch.included.push(request);
                }
                None => {}
            }
        }
        batch
    }
}

/// How many requests are of one organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationShare {
    /// Its login; absent where GitHub doesn't give it.
    pub organization: Option<String>,
    /// How many requests.
    pub requests: usize,
    /// In how many repositories.
    pub repositories: usize,
}

/// How many of `requests` are of which organization: most first, then by name.
pub fn per_organization<'a>(
    requests: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> Vec<OrganizationShare> {
    let mut shares: Vec<(OrganizationShare, BTreeSet<String>)> = Vec::new();
    for request in requests {
        let organization = request.organization_name();
        let repo = request.repo().map(|repo| repo.to_string().to_lowercase());
        let is_it = |name: &Option<String>| match (name, &organization) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (None, None) => true,
            _ => false,
        };
        let share = match shares.iter_mut().find(|(share, _)| is_it(&share.organization)) {
            Some(share) => share,
            None => {
                let share = OrganizationShare { organization, requests: 0, repositories: 0 };
                shares.push((share, BTreeSet::new()));
                let last = shares.len() - 1;
                &mut shares[last]
            }
        };
        share.0.requests += 1;
        share.1.extend(repo);
    }
    let mut shares: Vec<OrganizationShare> = shares
        .into_iter()
        .map(|(share, repos)| OrganizationShare { repositories: repos.len(), ..share })
        .collect();
    shares.sort_by_key(|share| {
        (std::cmp::Reverse(share.requests), share.organization.as_ref().map(|it| it.to_lowercase()))
    });
    shares
}

/// The organization that all of `requests` are of; `None` where they are of several, or it isn't known.
pub fn one_organization<'a>(
    requests: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> Option<String> {
    match per_organization(requests).as_slice() {
        [only] => only.organization.clone(),
        _ => None,
    }
}

/// The requesters' reasons among `requests`, each once, the most frequent first; `None` among them
/// where a request gives none.
pub fn reasons<'a>(
    requests: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> Vec<Option<BypassReason>> {
    let mut counts: Vec<(Option<BypassReason>, usize)> = Vec::new();
    for request in requests {
        let given = request.findings().iter().filter_map(|finding| finding.bypass_reason.clone());
        let mut its: Vec<Option<BypassReason>> = Vec::new();
        for reason in given.map(Some) {
            if !its.contains(&reason) {
                its.push(reason);
            }
        }
        if its.is_empty() {
            its.push(None);
        }
        for reason in its {
            match counts.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => counts.push((reason, 1)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(reason, _)| reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::{Actor, Finding, RequestStatus};

    const NOW: Timestamp = Timestamp::from_unix(1_000);
    const REVIEWER: Reviewer<'_> =
        Reviewer { login: "octocat", page_user: &PageUser::NoPage, web_host: "github.com" };

    fn request(id: u64, repo: &str) -> ExemptionRequest {
        ExemptionRequest {
            id: Some(RequestId(id)),
            status: Some(RequestStatus::Pending),
            expires_at: Some(NOW.plus(10)),
            requester: Some(Actor { actor_id: None, actor_name: Some("monalisa".into()) }.into()),
            html_url: Some(format!("https://github.com/{repo}/exemptions/{id}").into()),
            ..ExemptionRequest::default()
        }
    }

    fn why(request: &ExemptionRequest) -> Option<LeftOut> {
        left_out(NOW, REVIEWER, request, |id| id == RequestId(9))
    }

    #[test]
    fn what_cannot_be_reviewed_is_left_out_and_why_is_known() {
        let good = request(1, "o/r");
        assert_eq!(why(&good), None);
        let changed = |change: fn(&mut ExemptionRequest)| {
            let mut changed = good.clone();
            change(&mut changed);
            why(&changed)
        };
        assert_eq!(changed(|it| it.id = None), Some(LeftOut::NoIdentity));
        assert_eq!(changed(|it| it.html_url = None), Some(LeftOut::NoIdentity));
        assert_eq!(
            changed(|it| it.request_type = Some(RequestType::PushRuleset)),
            Some(LeftOut::OtherKind)
        );
        assert_eq!(
            changed(|it| it.html_url = Some("https://octo.ghe.com/o/r/exemptions/1".into())),
            Some(LeftOut::OtherHost)
        );
        assert_eq!(
            changed(|it| it.status = Some(RequestStatus::Denied)),
            Some(LeftOut::NotWaiting(Verdict::Denied))
        );
        assert_eq!(
            changed(|it| it.expires_at = Some(NOW)),
            Some(LeftOut::NotWaiting(Verdict::Expired))
        );
        assert_eq!(changed(|it| it.id = Some(RequestId(9))), Some(LeftOut::UnderWay));
        assert_eq!(
            changed(|it| it.requester =
                Some(Actor { actor_id: None, actor_name: Some("OctoCat".into()) }.into())),
            Some(LeftOut::Refused(Refusal::OwnRequest))
        );
        assert_eq!(
            changed(|it| it.requester = None),
            Some(LeftOut::Refused(Refusal::RequesterUnknown))
        );
        let elsewhere = Reviewer { page_user: &PageUser::Unknown, ..REVIEWER };
        assert_eq!(
            left_out(NOW, elsewhere, &good, |_| false),
            Some(LeftOut::Refused(Refusal::PageUserUnknown))
        );
    }

    #[test]
    fn a_batch_keeps_the_order_and_has_each_request_once() {
        let own = ExemptionRequest {
            requester: Some(Actor { actor_id: None, actor_name: Some("octocat".into()) }.into()),
            ..request(2, "o/r")
        };
        let all = [request(3, "o/r"), own.clone(), request(1, "o/r"), request(3, "o/r")];
        let batch = Batch::of(NOW, REVIEWER, all, |_| false);
        let ids: Vec<u64> = batch.included.iter().filter_map(|it| Some(it.id?.0)).collect();
        assert_eq!(ids, [3, 1]);
        assert_eq!(batch.left_out, [(own, LeftOut::Refused(Refusal::OwnRequest))]);
    }

    #[test]
    fn organizations_are_counted_with_their_repositories() {
        let nameless = ExemptionRequest::default();
        let all = [
            request(1, "b-org/r"),
            request(2, "a-org/r"),
            request(3, "B-Org/R"),
            request(4, "b-org/s"),
            nameless,
        ];
        let told: Vec<(Option<String>, usize, usize)> = per_organization(&all)
            .into_iter()
            .map(|it| (it.organization, it.requests, it.repositories))
            .collect();
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(told, [(name("b-org"), 3, 2), (None, 1, 0), (name("a-org"), 1, 1)]);
        assert_eq!(one_organization(&all), None);
        assert_eq!(one_organization(&all[2..4]), name("B-Org"));
        assert_eq!(one_organization(&all[4..]), None);
    }

    #[test]
    fn reasons_are_told_once_and_the_most_frequent_first() {
        let with = |reasons: &[BypassReason]| ExemptionRequest {
            data: Some(
                reasons
                    .iter()
                    .map(|reason| Finding {
                        bypass_reason: Some(reason.clone()),
                        ..Finding::default()
                    })
                    .collect(),
            ),
            ..ExemptionRequest::default()
        };
        use BypassReason::{FixLater, UsedInTests};
        let all = [
            with(&[UsedInTests, UsedInTests]),
            with(&[FixLater, UsedInTests]),
            with(&[FixLater]),
            with(&[FixLater]),
            with(&[]),
        ];
        assert_eq!(reasons(&all), [Some(FixLater), Some(UsedInTests), None]);
    }
}
