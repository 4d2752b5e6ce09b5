//! Which request comes first.

use std::borrow::Borrow;

use crate::github::exemption::ExemptionRequest;
use crate::github::time::Timestamp;

use super::verdict::awaits_review;

/// Puts the requests that await review first, soonest expiry first, and the others behind them,
/// newest first. A waiting request without an expiry comes after those that have one.
pub fn soonest_expiry_first<T: Borrow<ExemptionRequest>>(now: Timestamp, requests: &mut [T]) {
    requests.sort_by_cached_key(|request| {
        let request = request.borrow();
        let waiting = awaits_review(now, request);
        let at = if waiting {
            request.expires_at.map_or(i64::MAX, Timestamp::unix)
        } else {
            request.created_at.map_or(i64::MAX, |at| at.unix().saturating_neg())
        };
        (!waiting, at, request.id)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::RequestStatus;
    use crate::github::ids::RequestId;

    #[test]
    fn the_waiting_request_that_expires_first_comes_first() {
        let request = |id, status, expires: Option<i64>, created| ExemptionRequest {
            id: Some(RequestId(id)),
            status: Some(status),
            expires_at: expires.map(Timestamp::from_unix),
            created_at: Some(Timestamp::from_unix(created)),
            ..ExemptionRequest::default()
        };
        let mut requests = vec![
            request(1, RequestStatus::Denied, Some(900), 10),
            request(2, RequestStatus::Pending, None, 10),
            request(3, RequestStatus::Pending, Some(800), 10),
            request(4, RequestStatus::Pending, Some(700), 10),
            request(5, RequestStatus::Approved, Some(900), 20),
        ];
        soonest_expiry_first(Timestamp::from_unix(0), &mut requests);
        let ids: Vec<u64> = requests.iter().filter_map(|request| Some(request.id?.0)).collect();
        assert_eq!(ids, [4, 3, 2, 5, 1]);
    }
}
