//! What the marks beside a GitHub page's own links to requests say, of what is loaded.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::github::exemption::{ExemptionRequest, RequestPage};
use crate::github::time::Timestamp;
use crate::page::mark::{Mark, MarkKind};
use crate::triage::expiry;
use crate::triage::urgency::Urgency;
use crate::triage::verdict::{Verdict, verdict};

use super::labels;

/// The requests that `links` lead to, out of those that are loaded, each with its page. What isn't
/// loaded, or is claimed by two requests, isn't among them.
pub fn linked<'a>(
    links: &[RequestPage],
    requests: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> Vec<(RequestPage, ExemptionRequest)> {
    if links.is_empty() {
        return Vec::new();
    }
    // Every request is asked, so none of their addresses is taken apart.
    let of_page: HashMap<String, usize> =
        links.iter().enumerate().map(|(at, page)| (address(&page.url()), at)).collect();
    let mut found: HashMap<usize, Option<&ExemptionRequest>> = HashMap::new();
    for request in requests {
        let at = request.html_url.as_ref().and_then(|url| of_page.get(&address(&url.to_string())));
        match at.map(|at| found.entry(*at)) {
            Some(Entry::Vacant(entry)) => {
                entry.insert(Some(request));
            }
            Some(Entry::Occupied(mut entry)) => {
                entry.insert(None);
            }
            None => {}
        }
    }
    let request_at = |at: usize| found.get(&at).copied().flatten().cloned();
    let pair = |(at, page): (usize, &RequestPage)| Some((page.clone(), request_at(at)?));
    links.iter().enumerate().filter_map(pair).collect()
}

/// A page's address as it is compared: GitHub ignores the case of names.
fn address(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    url[..end].trim_end_matches('/').to_ascii_lowercase()
}

/// What the mark of `request` says at `now`.
pub fn mark(now: Timestamp, page: RequestPage, request: &ExemptionRequest) -> Mark {
    let standing = verdict(now, request);
    let kind = match (standing, Urgency::of(now, request)) {
        (_, Urgency::Hours | Urgency::Day) => MarkKind::Urgent,
        (Verdict::AwaitingReview, _) => MarkKind::Waiting,
        (Verdict::Approved | Verdict::Denied | Verdict::Completed, _) => MarkKind::Answered,
        (Verdict::Cancelled | Verdict::Expired | Verdict::Unknown, _) => MarkKind::Over,
    };
    let label = match (standing, request.expires_at) {
        (Verdict::AwaitingReview, Some(at)) => time_left(at - now),
        (Verdict::AwaitingReview, None) => "Waiting".to_owned(),
        // GitHub's own word for a status that nobody knows may be anything, and this is its page.
        (standing, _) => labels::status(standing, None),
    };
    let name = format!("Gatehouse: {label}, open #{} in {} in panel", page.number, page.repo);
    Mark { page, kind, label, name }
}

/// `3 hours left`: nothing below a minute, so that the marks are not drawn anew every second.
fn time_left(seconds: i64) -> String {
    const UNITS: [i64; 3] = [86_400, 3_600, 60];
    match UNITS.into_iter().find(|unit| seconds >= *unit) {
        Some(unit) => format!("{} left", expiry::in_words(seconds / unit * unit)),
        None => "Less than 1 minute left".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::{RequestStatus, Response, ResponseStatus};

    const NOW: Timestamp = Timestamp::from_unix(1_000_000);

    fn page(number: u64) -> RequestPage {
        let url = format!("https://github.com/octo-org/smile/exemptions/{number}");
        RequestPage::parse(&url).expect("a page")
    }

    fn request(number: u64, status: &str, expires_in: Option<i64>) -> ExemptionRequest {
        ExemptionRequest {
            status: Some(RequestStatus::from(status)),
            expires_at: expires_in.map(|left| NOW.plus(left)),
            html_url: Some(page(number).url().into()),
            ..ExemptionRequest::default()
        }
    }

    fn said(request: &ExemptionRequest) -> (MarkKind, String) {
        let mark = mark(NOW, page(1), request);
        (mark.kind, mark.label)
    }

    #[test]
    fn a_waiting_request_says_how_long_it_has_left() {
        for (left, kind, label) in [
            (Some(6 * 86_400 + 80_000), MarkKind::Waiting, "6 days left"),
            (Some(86_400), MarkKind::Waiting, "1 day left"),
            (Some(86_399), MarkKind::Urgent, "23 hours left"),
            (Some(3_600), MarkKind::Urgent, "1 hour left"),
            (Some(3_599), MarkKind::Urgent, "59 minutes left"),
            (Some(59), MarkKind::Urgent, "Less than 1 minute left"),
            (Some(0), MarkKind::Over, "Expired"),
            (None, MarkKind::Waiting, "Waiting"),
        ] {
            assert_eq!(said(&request(1, "pending", left)), (kind, label.to_owned()), "{left:?}");
        }
    }

    #[test]
    fn what_waits_no_more_says_how_it_ended() {
        for (status, kind, label) in [
            ("approved", MarkKind::Answered, "Approved"),
            ("denied", MarkKind::Answered, "Denied"),
            ("completed", MarkKind::Answered, "Completed"),
            ("cancelled", MarkKind::Over, "Cancelled"),
            ("expired", MarkKind::Over, "Expired"),
            ("<b>approved</b>", MarkKind::Over, "Unknown"),
        ] {
            assert_eq!(said(&request(1, status, Some(90))), (kind, label.to_owned()), "{status}");
        }
        let mut pending = request(1, "pending", Some(90));
        pending.responses =
            Some(vec![Response { status: Some(ResponseStatus::Denied), ..Response::default() }]);
        assert_eq!(said(&pending), (MarkKind::Answered, "Denied".to_owned()));
    }

    #[test]
    fn its_name_holds_what_it_says_and_which_request_it_is() {
        let mark = mark(NOW, page(42), &request(42, "pending", Some(7_200)));
        assert_eq!(mark.name, "Gatehouse: 2 hours left, open #42 in octo-org/smile in panel");
        assert!(mark.name.contains(&mark.label));
    }

    #[test]
    fn only_links_to_loaded_requests_are_marked() {
        let mut odd = request(2, "denied", None);
        odd.html_url = Some("https://github.com/Octo-Org/Smile/exemptions/2/?x=1".into());
        let nameless = ExemptionRequest::default();
        let loaded = [request(1, "pending", Some(90)), odd, request(4, "pending", None), nameless];
        let found = linked(&[page(3), page(2), page(1)], &loaded);
        let numbers: Vec<u64> = found.iter().map(|(page, _)| page.number.0).collect();
        assert_eq!(numbers, [2, 1]);
        assert_eq!(found[0].1.status, Some(RequestStatus::Denied));
    }

    #[test]
    fn a_page_that_two_requests_claim_has_no_mark() {
        let loaded =
            [request(1, "pending", Some(90)), request(1, "denied", None), request(1, "open", None)];
        assert_eq!(linked(&[page(1)], &loaded), []);
    }
}
