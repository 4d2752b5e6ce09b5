//! The pages of a list put together: each request once, what is still missing, and in which order
//! the rows stand.

use std::collections::HashMap;
use std::sync::Arc;

use crate::client::list::{Gap, ListPage};
use crate::github::error::CallError;
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::time::Timestamp;
use crate::triage::filter::matches;
use crate::triage::order::soonest_expiry_first;
use crate::triage::recheck::same_request;
use crate::triage::verdict::awaits_review;

use super::labels;

/// How far the reading of a list has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reading {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// A page is on its way.
    Page(u32),
    /// A page failed; those behind it were not asked for.
    Failed(u32, CallError),
    /// The last page is there.
    Done,
}

/// What is known of a list so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    serial: u32,
    requests: Vec<ExemptionRequest>,
    versions: Vec<u32>,
    /// What GitHub left out.
    pub gaps: Vec<Gap>,
    /// How far the reading has come.
    pub reading: Reading,
    /// How many pages there are; absent where GitHub doesn't say.
    pub last_page: Option<u32>,
}

/// Which requests a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Only those that await a review.
    pub waiting_only: bool,
    /// Only those with every word of this text.
    pub filter: String,
}

/// What a row stands for: a request that changed is another row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowKey {
    listing: u32,
    place: usize,
    version: u32,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What tells it from others.
    pub key: RowKey,
    /// Its request.
    pub request: Arc<ExemptionRequest>,
}

impl Listing {
    /// An empty one about to read its first page. `serial` tells its rows from those of others.
    pub fn beginning(serial: u32) -> Self {
        Self { serial, reading: Reading::Page(1), ..Self::default() }
    }

    /// The requests, each once, as they came.
    pub fn requests(&self) -> &[ExemptionRequest] {
        &self.requests
    }

    /// Takes a page in. A request that an earlier page held, since the list moved meanwhile,
    /// replaces it.
    pub fn add(&mut self, page: ListPage) {
        for request in page.requests {
            let known = request.id.and_then(|id| self.place_of(id));
            match known {
                Some(place) => self.put(place, request),
                None => {
                    self.requests.push(request);
                    self.versions.push(0);
                }
            }
        }
        for gap in page.gaps {
            if !self.gaps.contains(&gap) {
                self.gaps.push(gap);
            }
        }
        self.last_page = page.last.or(self.last_page);
        self.reading = page.next.map_or(Reading::Done, Reading::Page);
    }

    /// Puts what was read anew of a request in its place; nothing when the list doesn't hold it.
    pub fn replace(&mut self, fresh: &ExemptionRequest) {
        if let Some(place) = self.requests.iter().position(|held| same_request(held, fresh)) {
            self.put(place, fresh.clone());
        }
    }

    fn place_of(&self, id: RequestId) -> Option<usize> {
        self.requests.iter().position(|held| held.id == Some(id))
    }

    fn put(&mut self, place: usize, request: ExemptionRequest) {
        let (Some(held), Some(version)) =
            (self.requests.get_mut(place), self.versions.get_mut(place))
        else {
            return;
        };
        if *held != request {
            *held = request;
            *version = version.wrapping_add(1);
        }
    }

    /// Whether something is missing or may be.
    pub fn is_partial(&self) -> bool {
        self.reading != Reading::Done || !self.gaps.is_empty()
    }

    /// How many requests await a review.
    pub fn waiting(&self, now: Timestamp) -> usize {
        self.requests.iter().filter(|request| awaits_review(now, request)).count()
    }

    /// The rows to show, in their order.
    pub fn rows(&self, now: Timestamp, shown: &Shown) -> Vec<Row> {
        let fits = |request: &&ExemptionRequest| {
            (!shown.waiting_only || awaits_review(now, request)) && matches(request, &shown.filter)
        };
        let mut ordered: Vec<ExemptionRequest> =
            self.requests.iter().filter(fits).cloned().collect();
        soonest_expiry_first(now, &mut ordered);
        let by_id: HashMap<RequestId, usize> = self
            .requests
            .iter()
            .enumerate()
            .filter_map(|(place, request)| Some((request.id?, place)))
            .collect();
        let mut without_id: Vec<usize> =
            (0..self.requests.len()).filter(|place| self.requests[*place].id.is_none()).collect();
        let mut place_of = |request: &ExemptionRequest| match request.id {
            Some(id) => by_id.get(&id).copied(),
            None => {
                let at = without_id.iter().position(|place| self.requests[*place] == *request)?;
                Some(without_id.remove(at))
            }
        };
        ordered
            .into_iter()
            .filter_map(|request| {
                let place = place_of(&request)?;
                let version = self.versions.get(place).copied().unwrap_or_default();
                Some(Row {
                    key: RowKey { listing: self.serial, place, version },
                    request: Arc::new(request),
                })
            })
            .collect()
    }

    /// `12 of 300 requests`, and ` partial` behind it when something is missing.
    pub fn count_in_words(&self, rows: usize) -> String {
        let partial = if self.is_partial() { " partial" } else { "" };
        format!("{} of {}{partial}", labels::grouped(rows), counted(self.requests.len()))
    }

    /// How many await a review, for the panel's tab: "3", "3+" when more may follow, "…" before
    /// anything is known, "!" when nothing could be read.
    pub fn badge(&self, now: Timestamp) -> String {
        let waiting = self.waiting(now);
        match &self.reading {
            Reading::Failed(1, _) => "!".to_owned(),
            Reading::Idle | Reading::Page(1) => "…".to_owned(),
            _ if self.is_partial() => format!("{}+", labels::grouped(waiting)),
            _ => labels::grouped(waiting),
        }
    }

    /// The same as a sentence's end: "3 requests waiting".
    pub fn badge_in_words(&self, now: Timestamp) -> String {
        let waiting = self.waiting(now);
        match &self.reading {
            Reading::Failed(1, _) => "the requests couldn't be loaded".to_owned(),
            Reading::Idle | Reading::Page(1) => "loading requests".to_owned(),
            _ if self.is_partial() => format!("at least {} waiting", labels::requests(waiting)),
            _ => format!("{} waiting", labels::requests(waiting)),
        }
    }
}

/// Always the plural: the count's form is fixed, so that it can be read by a program too.
fn counted(count: usize) -> String {
    format!("{} requests", labels::grouped(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::RequestStatus;

    const NOW: Timestamp = Timestamp::from_unix(1_000);

    fn request(id: u64, status: &str, expires_in: i64) -> ExemptionRequest {
        ExemptionRequest {
            id: Some(RequestId(id)),
            status: Some(RequestStatus::from(status)),
            expires_at: Some(NOW.plus(expires_in)),
            html_url: Some(format!("https://github.com/octo-org/smile/exemptions/{id}")),
            ..ExemptionRequest::default()
        }
    }

    fn page(requests: Vec<ExemptionRequest>, next: Option<u32>) -> ListPage {
        ListPage { requests, next, last: Some(2), gaps: Vec::new() }
    }

    fn ids(listing: &Listing, shown: &Shown) -> Vec<u64> {
        listing.rows(NOW, shown).iter().filter_map(|row| Some(row.request.id?.0)).collect()
    }

    #[test]
    fn pages_come_together_each_request_once() {
        let mut listing = Listing::default();
        listing.add(page(vec![request(1, "pending", 50), request(2, "pending", 40)], Some(2)));
        assert!(listing.is_partial());
        assert_eq!(listing.count_in_words(2), "2 of 2 requests partial");
        assert_eq!(listing.badge(NOW), "2+");
        listing.add(page(vec![request(2, "denied", 40), request(3, "pending", 30)], None));
        assert!(!listing.is_partial());
        assert_eq!(listing.requests().len(), 3);
        assert_eq!(listing.badge(NOW), "2");
        assert_eq!(listing.badge_in_words(NOW), "2 requests waiting");
        assert_eq!(ids(&listing, &Shown::default()), [3, 1, 2]);
        let waiting = Shown { waiting_only: true, ..Shown::default() };
        assert_eq!(ids(&listing, &waiting), [3, 1]);
        assert_eq!(listing.count_in_words(1), "1 of 3 requests");
    }

    #[test]
    fn requests_without_an_id_are_all_kept() {
        let nameless = ExemptionRequest::default();
        let mut listing = Listing::default();
        listing.add(page(vec![nameless.clone(), nameless.clone()], Some(2)));
        listing.add(page(vec![nameless], None));
        let rows = listing.rows(NOW, &Shown::default());
        assert_eq!(rows.len(), 3);
        assert!(
            rows[0].key != rows[1].key && rows[1].key != rows[2].key && rows[0].key != rows[2].key
        );
    }

    #[test]
    fn a_request_that_changed_is_another_row() {
        let mut listing = Listing::default();
        listing.add(page(vec![request(1, "pending", 50)], None));
        let key =
            |listing: &Listing| listing.rows(NOW, &Shown::default()).first().map(|row| row.key);
        let before = key(&listing);
        listing.replace(&request(1, "pending", 50));
        assert_eq!(key(&listing), before);
        listing.replace(&request(1, "approved", 50));
        assert_ne!(key(&listing), before);
        listing.replace(&request(9, "approved", 50));
        assert_eq!(listing.requests().len(), 1);
    }

    #[test]
    fn a_gap_or_a_failed_page_makes_it_partial() {
        let mut listing = Listing::default();
        listing.add(ListPage { gaps: vec![Gap::UnclearPaging], ..page(vec![], None) });
        assert!(listing.is_partial());
        let error = CallError::Transport(crate::github::error::TransportError::Offline);
        let failed = Listing { reading: Reading::Failed(1, error), ..Listing::default() };
        assert_eq!(failed.badge(NOW), "!");
        assert_eq!(failed.count_in_words(0), "0 of 0 requests partial");
        assert_eq!(Listing::default().badge(NOW), "…");
    }
}
