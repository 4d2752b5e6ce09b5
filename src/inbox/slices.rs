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
//! Pages of one size share nothing as long as nothing moves; so the edges between them are read
//! once more with pages of another size, which lie [across](across) them.
//!
//! This stands on one assumption: that requests don't change places with one another. Where slices
//! contradict each other in that, nothing is shown.

use std::collections::HashMap;

use crate::github::ids::RequestId;
use crate::github::list_requests::MAX_PER_PAGE;

/// One page by its size and number, as a call asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Sheet {
    pub per_page: u32,
    pub page: u32,
}

impl Sheet {
    /// Page `page` of those that are read first.
    pub const fn page(page: u32) -> Self {
        Self { per_page: MAX_PER_PAGE, page }
    }
}

/// The smallest page that is read across an edge: what moved while pages were read must not carry
/// the edge out of it.
const MIN_ACROSS: u32 = 60;

/// A page on which the edge between `page` and the next lies as far as can be from both ends.
pub(super) fn across(page: u32) -> Sheet {
    let edge = u64::from(page) * u64::from(MAX_PER_PAGE);
    let distance = |per_page: u32| {
        let behind = edge % u64::from(per_page);
        behind.min(u64::from(per_page) - behind)
    };
    let per_page = (MIN_ACROSS..=MAX_PER_PAGE).max_by_key(|size| distance(*size));
    let per_page = per_page.unwrap_or(MAX_PER_PAGE);
    let page = u32::try_from(edge / u64::from(per_page)).unwrap_or(u32::MAX).saturating_add(1);
    Sheet { per_page, page }
}

/// Slices of one list, joined where they share a request.
#[derive(Debug, Default)]
pub(super) struct Slices {
    slices: Vec<Slice>,
    /// The first slice that has a request.
    having: HashMap<RequestId, usize>,
}

#[derive(Debug)]
struct Slice {
    ids: Vec<RequestId>,
    /// Whether nothing stood behind it.
    ends: bool,
    /// Another slice that it is joined with, nearer to the one that stands for all of them; itself
    /// when it is that one, whose `ends` is then true of all.
    joined: usize,
}

impl Slices {
    /// Adds what stood one behind the other; gives its index.
    pub fn add(&mut self, ids: Vec<RequestId>, ends: bool) -> usize {
        let index = self.slices.len();
        self.slices.push(Slice { ids: Vec::new(), ends, joined: index });
        for id in &ids {
            let first = *self.having.entry(*id).or_insert(index);
            self.join(first, index);
        }
        if let Some(slice) = self.slices.get_mut(index) {
            slice.ids = ids;
        }
        index
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
        self.slices.get(index).is_none_or(|slice| slice.ids.is_empty())
    }

    /// Whether no two requests stand in one order here and in the other there.
    pub fn agree_in_order(&self) -> bool {
        let mut next: HashMap<RequestId, Vec<RequestId>> = HashMap::new();
        let mut before: HashMap<RequestId, usize> = HashMap::new();
        for slice in &self.slices {
            for id in &slice.ids {
                before.entry(*id).or_default();
            }
            for (first, second) in slice.ids.iter().zip(slice.ids.iter().skip(1)) {
                next.entry(*first).or_default().push(*second);
                *before.entry(*second).or_default() += 1;
            }
        }
        let mut free: Vec<RequestId> =
            before.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
        let mut placed = 0;
        while let Some(id) = free.pop() {
            placed += 1;
            for following in next.remove(&id).unwrap_or_default() {
                if let Some(count) = before.get_mut(&following) {
                    *count -= 1;
                    if *count == 0 {
                        free.push(following);
                    }
                }
            }
        }
        placed == before.len()
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
        let first = slices.add(ids(1..=3), false);
        let second = slices.add(ids(4..=6), true);
        assert!(!slices.are_joined(first, second) && !slices.reaches_end(first));
        slices.add(ids(3..=4), false);
        assert!(slices.are_joined(first, second) && slices.reaches_end(first));
    }

    #[test]
    fn slices_that_merely_follow_one_another_leave_room() {
        let mut slices = Slices::default();
        let first = slices.add(ids(1..=3), false);
        slices.add(ids(4..=6), true);
        slices.add(ids(1..=3), false);
        slices.add(ids(4..=6), true);
        assert!(!slices.reaches_end(first), "read twice the same, and yet 3½ may have moved");
    }

    #[test]
    fn requests_that_change_places_are_noticed() {
        let mut slices = Slices::default();
        slices.add(ids([1, 2, 3]), false);
        slices.add(ids([3, 4]), false);
        slices.add(ids([9, 1]), false);
        assert!(slices.agree_in_order());
        slices.add(ids([4, 9]), false);
        assert!(!slices.agree_in_order());
        let mut twice = Slices::default();
        twice.add(ids([1, 1]), true);
        assert!(!twice.agree_in_order());
    }

    #[test]
    fn an_edge_lies_well_inside_the_page_across_it() {
        for page in 1..1_000_u32 {
            let Sheet { per_page, page: number } = across(page);
            let edge = page * MAX_PER_PAGE;
            let (first, last) = ((number - 1) * per_page + 1, number * per_page);
            assert!(per_page <= MAX_PER_PAGE);
            assert!(first + 24 <= edge && edge + 24 <= last, "{page}: {first} to {last}");
        }
    }
}
