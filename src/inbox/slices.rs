//! Whether pages read one by one, at different moments, make up one list.
//!
//! While a list is read, requests arrive in it and leave it, and all behind them move. A row that
//! moves over the edge between two pages after one of them was read and before the other is on
//! neither. Reading everything once more doesn't rule that out, since it may happen again.
//!
//! So it is shown otherwise. A page is a *slice*: the requests that stood one behind the other at one
//! moment. A request that is there all the time, and stands between the first and the last of a
//! slice, is in that slice. Two slices that share a request therefore leave no room between them,
//! whenever and in whichever order they were read. When shared requests lead from a slice that begins
//! the list to one that ends it, and every page is among them, nothing that was there all the time
//! is missing.
//!
//! Pages of one size share nothing as long as nothing moves. So each page is of another size than the
//! one before, chosen so that it [begins before that one ends](Sheet::nth): a list that moves less
//! than that while it is read is joined by its pages alone. Where it moved more, the edge between two
//! pages is read once more with a page that lies [across](across) it.
//!
//! This stands on one assumption: that requests don't change places with one another. Where slices
//! contradict each other in that, nothing is shown; which only those can that share more than one request.

use std::hash::BuildHasher;
use std::sync::LazyLock;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::client::list::MAX_REQUESTS;
use crate::github::ids::RequestId;
use crate::github::list_requests::{ListRequests, MAX_PER_PAGE};

/// One page by its size and number, as a call asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Sheet {
    pub per_page: u32,
    pub page: u32,
}

/// The smallest page that is read: smaller ones cost more calls, larger ones leave too few sizes to choose from.
const MIN_PER_PAGE: u32 = 60;

/// How many requests a page shares with the one before, at the least: one fewer may leave between the two calls, and no
/// other call is needed. Each more costs 10,000 requests one or two calls.
const MIN_SHARED: u32 = 5;

/// The pages that are read first, of a list as long as any that is read.
static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
    let mut sheets = vec![Sheet { per_page: MAX_PER_PAGE, page: 1 }];
    while let Some(end) = sheets.last().map(|last| last.end())
        && end < MAX_REQUESTS
    {
        let next = |per_page| Sheet { per_page, page: (end - MIN_SHARED) / per_page + 1 };
        sheets.extend((MIN_PER_PAGE..=MAX_PER_PAGE).map(next).max_by_key(|sheet| sheet.end()));
    }
    sheets
});

impl Sheet {
    /// The page that a call asks for.
    pub const fn of(call: &ListRequests) -> Self {
        Self { per_page: call.per_page, page: call.page }
    }

    /// The `number`th of the pages that are read first, from 1: it begins before the one before ends, and ends as far
    /// behind as one can.
    pub fn nth(number: u32) -> Self {
        let index = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        // There is a first one, and nobody asks for what is behind the last.
        let last = Self { per_page: MAX_PER_PAGE, page: number };
        SHEETS.get(index).copied().unwrap_or(last)
    }

    /// How many of the pages that are read first it takes to have this many requests; all of them where they are more
    /// than are read.
    pub fn count_for(requests: u32) -> u32 {
        let fewer = SHEETS.partition_point(|sheet| sheet.end() < requests);
        u32::try_from((fewer + 1).min(SHEETS.len())).unwrap_or(u32::MAX)
    }

    /// How many requests are before its first.
    pub const fn begin(self) -> u32 {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }

    /// How many requests there are up to its last, if it is full.
    pub const fn end(self) -> u32 {
        self.page.saturating_mul(self.per_page)
    }
}

/// A page on which the end of another lies as far as can be from both ends: what moved while pages
/// were read must not carry it out of it.
pub(super) fn across(sheet: Sheet) -> Sheet {
    let edge = sheet.end();
    let distance = |per_page: u32| {
        let behind = edge % per_page;
        behind.min(per_page - behind)
    };
    let per_page = (MIN_PER_PAGE..=MAX_PER_PAGE).max_by_key(|size| distance(*size));
    let per_page = per_page.unwrap_or(MAX_PER_PAGE);
    Sheet { per_page, page: edge / per_page + 1 }
}

/// Slices of one list, joined where they share a request.
#[derive(Debug, Default)]
pub(super) struct Slices {
    slices: Vec<Slice>,
    /// The requests of one slice after the other.
    ids: Vec<RequestId>,
    /// Where each request stands first among `ids`.
    first: HashTable<usize>,
}

#[derive(Debug)]
struct Slice {
    /// Where its requests begin among all.
    begin: usize,
    /// Whether nothing stood behind it.
    ends: bool,
    /// Another slice that it is joined with, nearer to the one that stands for all of them; itself
    /// when it is that one, whose `ends` is then true of all.
    joined: usize,
}

fn hash(id: RequestId) -> u64 {
    FxBuildHasher.hash_one(id)
}

impl Slices {
    /// Adds what stood one behind the other; gives its index.
    pub fn add(&mut self, ids: &[RequestId], ends: bool) -> usize {
        let index = self.slices.len();
        self.slices.push(Slice { begin: self.ids.len(), ends, joined: index });
        for id in ids {
            let at = self.ids.len();
            self.ids.push(*id);
            if let Some(first) = self.first(*id) {
                self.join(self.slice_of(first), index);
            } else {
                let Self { ids, first, .. } = self;
                let of = |at: &usize| ids.get(*at).map_or(0, |id| hash(*id));
                first.insert_unique(hash(*id), at, of);
            }
        }
        index
    }

    /// The slice that has the request at this place among all.
    fn slice_of(&self, place: usize) -> usize {
        self.slices.partition_point(|slice| slice.begin <= place).saturating_sub(1)
    }

    /// A slice's requests, in their order.
    fn ids(&self, index: usize) -> &[RequestId] {
        let begin =
            |index: usize| self.slices.get(index).map_or(self.ids.len(), |slice| slice.begin);
        self.ids.get(begin(index)..begin(index + 1)).unwrap_or_default()
    }

    fn root(&self, mut index: usize) -> usize {
        while let Some(slice) = self.slices.get(index)
            && slice.joined != index
        {
            index = slice.joined;
        }
        index
    }

    fn join(&mut self, one: usize, two: usize) {
        // The older one stands for both: the chain to it stays short, since new ones are joined.
        let (one, two) = (self.root(one), self.root(two));
        let (first, second) = (one.min(two), one.max(two));
        let ends = self.slices.get(second).is_some_and(|slice| slice.ends);
        if let Some(slice) = self.slices.get_mut(first) {
            slice.ends |= ends;
        }
        if let Some(slice) = self.slices.get_mut(second) {
            slice.joined = first;
        }
    }

    /// Whether there is no room between two slices.
    pub fn are_joined(&self, one: usize, two: usize) -> bool {
        self.root(one) == self.root(two)
    }

    /// Whether there is no room between a slice and the list's end.
    pub fn reaches_end(&self, index: usize) -> bool {
        self.slices.get(self.root(index)).is_some_and(|slice| slice.ends)
    }

    pub fn is_empty(&self, index: usize) -> bool {
        self.ids(index).is_empty()
    }

    /// Where a request stands first among all.
    fn first(&self, id: RequestId) -> Option<usize> {
        self.first.find(hash(id), |at| self.ids.get(*at) == Some(&id)).copied()
    }

    /// Whether no two requests stand in one order here and in the other there.
    pub fn agree_in_order(&self) -> bool {
        let pairs = |index: usize| {
            let ids = self.ids(index);
            let pair =
                |(one, two): (&RequestId, &RequestId)| Some((self.first(*one)?, self.first(*two)?));
            ids.iter().zip(ids.iter().skip(1)).filter_map(pair)
        };
        let mut following: Vec<(usize, usize)> = (0..self.slices.len()).flat_map(pairs).collect();
        following.sort_unstable();
        let mut before = vec![0_usize; self.ids.len()];
        for (_, second) in &following {
            if let Some(count) = before.get_mut(*second) {
                *count += 1;
            }
        }
        let is_free = |at: &&usize| before.get(**at) == Some(&0);
        let mut free: Vec<usize> = self.first.iter().filter(is_free).copied().collect();
        let mut placed = 0;
        while let Some(at) = free.pop() {
            placed += 1;
            let begin = following.partition_point(|(first, _)| *first < at);
            for (_, second) in following.iter().skip(begin).take_while(|(first, _)| *first == at) {
                if let Some(count) = before.get_mut(*second) {
                    *count -= 1;
                    if *count == 0 {
                        free.push(*second);
                    }
                }
            }
        }
        placed == self.first.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: impl IntoIterator<Item = u64>) -> Vec<RequestId> {
        numbers.into_iter().map(RequestId).collect()
    }

    #[test]
    fn slices_that_share_a_request_leave_no_room_between_them() {
        let mut slices = Slices::default();
        let first = slices.add(&ids(1..=3), false);
        let second = slices.add(&ids(4..=6), true);
        assert!(!slices.are_joined(first, second) && !slices.reaches_end(first));
        slices.add(&ids(3..=4), false);
        assert!(slices.are_joined(first, second) && slices.reaches_end(first));
    }

    #[test]
    fn slices_that_merely_follow_one_another_leave_room() {
        let mut slices = Slices::default();
        let first = slices.add(&ids(1..=3), false);
        slices.add(&ids(4..=6), true);
        slices.add(&ids(1..=3), false);
        slices.add(&ids(4..=6), true);
        assert!(!slices.reaches_end(first), "read twice the same, and yet 3½ may have moved");
    }

    #[test]
    fn requests_that_change_places_are_noticed() {
        let mut slices = Slices::default();
        slices.add(&ids([1, 2, 3]), false);
        slices.add(&ids([3, 4]), false);
        slices.add(&ids([9, 1]), false);
        assert!(slices.agree_in_order());
        slices.add(&ids([4, 9]), false);
        assert!(!slices.agree_in_order());
        let mut twice = Slices::default();
        twice.add(&ids([1, 1]), true);
        assert!(!twice.agree_in_order());
    }

    fn sheets() -> impl Iterator<Item = Sheet> {
        (1..=Sheet::count_for(MAX_REQUESTS)).map(Sheet::nth)
    }

    #[test]
    fn pages_overlap_from_the_first_request_to_the_last_that_is_read() {
        assert_eq!(Sheet::nth(1), Sheet { per_page: 100, page: 1 });
        for (before, sheet) in sheets().zip(sheets().skip(1)) {
            let shared = before.end() - sheet.begin();
            assert!(shared >= MIN_SHARED && sheet.per_page <= MAX_PER_PAGE, "{before:?} {sheet:?}");
            assert!(sheet.end() > before.end() + 45, "{before:?} {sheet:?}");
        }
        assert!(sheets().last().is_some_and(|last| last.end() >= MAX_REQUESTS));
    }

    #[test]
    fn it_takes_little_more_pages_than_if_they_shared_nothing() {
        let counts = [0, 1, 100, 101, 190, 191, 1_000, 10_000, 100_000].map(Sheet::count_for);
        assert_eq!(counts, [1, 1, 1, 2, 2, 3, 12, 118, 1_193]);
        assert_eq!(Sheet::count_for(u32::MAX), 1_193, "no more are read");
        for requests in (1..=10_000).step_by(37) {
            let count = Sheet::count_for(requests);
            assert!(Sheet::nth(count).end() >= requests);
            assert!(count == 1 || Sheet::nth(count - 1).end() < requests);
        }
    }

    #[test]
    fn an_edge_lies_well_inside_the_page_across_it() {
        for sheet in sheets() {
            let edge = sheet.end();
            let across = across(sheet);
            assert!(across.per_page <= MAX_PER_PAGE);
            assert!(across.begin() + 24 <= edge && edge + 24 <= across.end(), "{edge}: {across:?}");
        }
    }
}
