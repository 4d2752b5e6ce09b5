//! The pages of a list put together: each request once, what is still missing, and in which order
//! the rows stand.

use std::borrow::Borrow;
use std::sync::Arc;

use crate::client::list::{Gap, ListPage};
use crate::github::error::CallError;
use crate::github::exemption::ExemptionRequest;
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
    held: Vec<Held>,
    /// How many requests were ever taken in, which gives each its number.
    taken_in: u32,
    /// How often it was read from its first page.
    round: u32,
    /// When the present round began.
    begun_at: Option<Timestamp>,
    /// Whether nothing was missing when the present round began.
    was_whole: bool,
    /// What was read anew of requests while a page was on its way, which is older.
    newer: Vec<ExemptionRequest>,
    /// As of when the rows are known; absent before the first page is there.
    pub read_at: Option<Timestamp>,
    /// What GitHub left out.
    pub gaps: Vec<Gap>,
    /// How far the reading has come.
    pub reading: Reading,
    /// How many pages there are; absent where GitHub doesn't say.
    pub last_page: Option<u32>,
}

/// One request of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    number: u32,
    version: u32,
    /// The last round that gave it.
    round: u32,
    request: Arc<ExemptionRequest>,
}

impl Held {
    fn put(&mut self, request: ExemptionRequest) {
        if *self.request != request {
            self.request = Arc::new(request);
            self.version = self.version.wrapping_add(1);
        }
    }
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
    number: u32,
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

impl Borrow<ExemptionRequest> for Row {
    fn borrow(&self) -> &ExemptionRequest {
        &self.request
    }
}

impl Listing {
    /// An empty one about to read its first page at `now`. `serial` tells its rows from those of
    /// others.
    pub fn beginning(serial: u32, now: Timestamp) -> Self {
        Self { serial, reading: Reading::Page(1), begun_at: Some(now), ..Self::default() }
    }

    /// About to read all pages again at `now`. What it holds stays until the new pages are there.
    pub fn begin_again(&mut self, now: Timestamp) {
        self.was_whole = !self.is_partial();
        self.round = self.round.wrapping_add(1);
        self.begun_at = Some(now);
        self.gaps.clear();
        self.newer.clear();
        self.reading = Reading::Page(1);
    }

    /// A page couldn't be read.
    pub fn fail(&mut self, page: u32, error: CallError) {
        self.newer.clear();
        self.reading = Reading::Failed(page, error);
    }

    /// Whether its last reading is over and began more than `seconds` before `now`.
    pub fn is_older_than(&self, seconds: i64, now: Timestamp) -> bool {
        let is_over = matches!(self.reading, Reading::Done | Reading::Failed(..));
        is_over && self.begun_at.is_some_and(|at| now - at > seconds)
    }

    /// The requests, each once, as they came.
    pub fn requests(&self) -> impl ExactSizeIterator<Item = &ExemptionRequest> {
        self.held.iter().map(|held| &*held.request)
    }

    /// Takes a page in. A request that an earlier page held, since the list moved meanwhile,
    /// replaces it; what no page of this round held goes with the last one.
    pub fn add(&mut self, page: ListPage) {
        if self.reading == Reading::Page(1) {
            self.read_at = self.begun_at;
            // Without an id they can't be told from those that come.
            self.held.retain(|held| held.request.id.is_some());
        }
        let round = self.round;
        for request in page.requests {
            let known = request
                .id
                .and_then(|id| self.held.iter_mut().find(|held| held.request.id == Some(id)));
            if let Some(held) = known {
                held.round = round;
                held.put(request);
            } else {
                let request = Arc::new(request);
                self.held.push(Held { number: self.taken_in, version: 0, round, request });
                self.taken_in = self.taken_in.wrapping_add(1);
            }
        }
        for gap in page.gaps {
            self.add_gap(gap);
        }
        self.last_page = page.last.or(self.last_page);
        self.reading = page.next.map_or(Reading::Done, Reading::Page);
        if self.reading == Reading::Done {
            self.held.retain(|held| held.round == round);
        }
        for fresh in std::mem::take(&mut self.newer) {
            self.put(fresh);
        }
    }

    /// Each kind of gap once: rows that can't be read are counted over all pages.
    fn add_gap(&mut self, gap: Gap) {
        if let Gap::Unreadable { rows: more } = gap {
            let counted = self.gaps.iter_mut().find_map(|gap| match gap {
                Gap::Unreadable { rows } => Some(rows),
                _ => None,
            });
            match counted {
                Some(rows) => *rows += more,
                None => self.gaps.push(gap),
            }
        } else if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    /// Puts what was read anew of a request in its place; nothing when the list doesn't hold it.
    pub fn replace(&mut self, fresh: &ExemptionRequest) {
        if matches!(self.reading, Reading::Page(_)) {
            self.newer.push(fresh.clone());
        }
        self.put(fresh.clone());
    }

    fn put(&mut self, fresh: ExemptionRequest) {
        if let Some(held) = self.held.iter_mut().find(|held| same_request(&held.request, &fresh)) {
            held.put(fresh);
        }
    }

    /// Whether something is missing or may be.
    pub fn is_partial(&self) -> bool {
        self.reading != Reading::Done || !self.gaps.is_empty()
    }

    /// How many requests await a review.
    pub fn waiting(&self, now: Timestamp) -> usize {
        self.requests().filter(|request| awaits_review(now, request)).count()
    }

    /// The rows to show, in their order.
    pub fn rows(&self, now: Timestamp, shown: &Shown) -> Vec<Row> {
        let fits = |held: &&Held| {
            (!shown.waiting_only || awaits_review(now, &held.request))
                && matches(&held.request, &shown.filter)
        };
        let row = |held: &Held| Row {
            key: RowKey { listing: self.serial, number: held.number, version: held.version },
            request: Arc::clone(&held.request),
        };
        let mut rows: Vec<Row> = self.held.iter().filter(fits).map(row).collect();
        soonest_expiry_first(now, &mut rows);
        rows
    }

    /// `12 of 300 requests`, and ` partial` behind it when something is missing.
    pub fn count_in_words(&self, rows: usize) -> String {
        let partial = if self.is_partial() { " partial" } else { "" };
        format!("{} of {}{partial}", labels::grouped(rows), counted(self.held.len()))
    }

    /// How many await a review, for the panel's tab: "3", "3+" when more may follow, "…" before
    /// anything is known, "!" when nothing could be read. While a whole list is read again it stays
    /// as it was.
    pub fn badge(&self, now: Timestamp) -> String {
        let waiting = labels::grouped(self.waiting(now));
        match self.known() {
            Known::Nothing => "…".to_owned(),
            Known::Failure => "!".to_owned(),
            Known::Part => format!("{waiting}+"),
            Known::Whole => waiting,
        }
    }

    /// The same as a sentence's end: "3 requests waiting".
    pub fn badge_in_words(&self, now: Timestamp) -> String {
        let waiting = labels::requests(self.waiting(now));
        match self.known() {
            Known::Nothing => "loading requests".to_owned(),
            Known::Failure => "the requests couldn't be loaded".to_owned(),
            Known::Part => format!("at least {waiting} waiting"),
            Known::Whole => format!("{waiting} waiting"),
        }
    }

    fn known(&self) -> Known {
        match &self.reading {
            Reading::Failed(1, _) => Known::Failure,
            Reading::Page(_) if self.was_whole => Known::Whole,
            Reading::Idle | Reading::Page(1) => Known::Nothing,
            _ if self.is_partial() => Known::Part,
            _ => Known::Whole,
        }
    }
}

/// How much is known of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    Failure,
    Part,
    Whole,
}

/// Always the plural: the count's form is fixed, so that it can be read by a program too.
fn counted(count: usize) -> String {
    format!("{} requests", labels::grouped(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::RequestStatus;
    use crate::github::ids::RequestId;

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
    fn unreadable_rows_are_counted_over_all_pages() {
        let mut listing = Listing::default();
        let gaps = || vec![Gap::Unreadable { rows: 2 }, Gap::UnclearPaging];
        listing.add(ListPage { gaps: gaps(), ..page(vec![], Some(2)) });
        listing.add(ListPage { gaps: gaps(), ..page(vec![], None) });
        assert_eq!(listing.gaps, [Gap::Unreadable { rows: 4 }, Gap::UnclearPaging]);
    }

    #[test]
    fn reading_again_keeps_the_rows_until_the_new_pages_are_there() {
        let mut listing = Listing::beginning(1, NOW);
        listing.add(page(vec![request(1, "pending", 50), request(2, "pending", 40)], None));
        assert_eq!(listing.read_at, Some(NOW));
        assert!(!listing.is_older_than(60, NOW.plus(60)));
        assert!(listing.is_older_than(60, NOW.plus(61)));
        let key_of_2 = listing.rows(NOW, &Shown::default())[0].key;
        listing.begin_again(NOW.plus(61));
        assert!(!listing.is_older_than(60, NOW.plus(200)), "it is being read");
        assert_eq!(listing.read_at, Some(NOW));
        assert_eq!(listing.count_in_words(2), "2 of 2 requests partial");
        assert_eq!(listing.badge(NOW), "2");
        listing.add(page(vec![request(2, "pending", 40)], Some(2)));
        assert_eq!(listing.read_at, Some(NOW.plus(61)));
        assert_eq!(ids(&listing, &Shown::default()), [2, 1]);
        listing.add(page(vec![request(3, "pending", 60)], None));
        assert_eq!(ids(&listing, &Shown::default()), [2, 3]);
        assert_eq!(listing.rows(NOW, &Shown::default())[0].key, key_of_2);
    }

    #[test]
    fn a_page_on_its_way_does_not_undo_what_was_read_meanwhile() {
        let mut listing = Listing::beginning(1, NOW);
        listing.replace(&request(1, "denied", 50));
        listing.add(page(vec![request(1, "pending", 50)], Some(2)));
        assert_eq!(listing.waiting(NOW), 0);
        listing.add(page(vec![request(1, "pending", 50)], None));
        assert_eq!(listing.waiting(NOW), 1, "the second page was asked for later");
        listing.begin_again(NOW);
        listing.replace(&request(1, "denied", 50));
        listing.fail(1, CallError::Transport(crate::github::error::TransportError::Offline));
        listing.begin_again(NOW);
        listing.add(page(vec![request(1, "pending", 50)], None));
        assert_eq!(listing.waiting(NOW), 1, "it was asked for after the failure");
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
