//! Which rows are selected: by key, so that filtering, sorting and reading again leave them so, and a reading that
//! goes wrong, too.

use std::collections::HashSet;
use std::hash::Hash;

use rustc_hash::FxBuildHasher;

/// By a quick hash: of a hundred thousand rows each is looked up when all are selected, and GitHub alone gives ids.
type Keys<K> = HashSet<K, FxBuildHasher>;

/// The selected rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection<K: Eq + Hash> {
    keys: Keys<K>,
    /// Rows that would be selected if they were there: a reply may lack them for once.
    missed: Keys<K>,
    /// The row from which a range extends: the one last selected or deselected by itself.
    anchor: Option<K>,
    /// The rows that the last range added, which the next one from the same row takes back.
    extended: Vec<K>,
}

/// How many of some rows are selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// None, or there are no rows.
    None,
    /// Some, but not all.
    Some,
    /// All.
    All,
}

impl Extent {
    /// Of `all` rows, `selected` are.
    pub fn of(selected: usize, all: usize) -> Self {
        match selected {
            0 => Self::None,
            some if some == all => Self::All,
            _ => Self::Some,
        }
    }
}

impl<K: Eq + Hash> Default for Selection<K> {
    fn default() -> Self {
        Self { keys: Keys::default(), missed: Keys::default(), anchor: None, extended: Vec::new() }
    }
}

impl<K: Copy + Eq + Hash> Selection<K> {
    /// Whether a row is selected.
    pub fn contains(&self, key: K) -> bool {
        self.keys.contains(&key)
    }

    /// The selected rows, in no order.
    pub fn iter(&self) -> impl Iterator<Item = K> {
        self.keys.iter().copied()
    }

    /// The rows that are selected once they are there again, in no order.
    pub fn missed(&self) -> impl Iterator<Item = K> {
        self.missed.iter().copied()
    }

    /// How many rows are selected, shown or not.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many of `shown` are selected.
    pub fn count_in(&self, shown: impl Iterator<Item = K>) -> usize {
        if self.is_empty() { 0 } else { shown.filter(|key| self.contains(*key)).count() }
    }

    /// Selects a row, or deselects it; a range extends from it next.
    pub fn toggle(&mut self, key: K) {
        if !self.keys.remove(&key) {
            self.keys.insert(key);
        }
        self.anchor = Some(key);
        self.extended.clear();
    }

    /// Selects every row of `shown` from the last one that was toggled to `to`. What an earlier
    /// range from there added beyond is deselected. Without such a row in `shown`, `to` alone is
    /// selected.
    pub fn extend_to(&mut self, shown: &[K], to: K) {
        let place = |key: K| shown.iter().position(|it| *it == key);
        let Some(end) = place(to) else { return };
        for key in std::mem::take(&mut self.extended) {
            self.keys.remove(&key);
        }
        let start = match self.anchor.and_then(place) {
            Some(start) => start,
            None => {
                self.anchor = Some(to);
                end
            }
        };
        let range = shown.get(start.min(end)..=start.max(end)).unwrap_or_default();
        self.extended = range.iter().copied().filter(|key| self.keys.insert(*key)).collect();
    }

    /// Selects or deselects all of `shown`. Others stay as they are.
    pub fn set_all(&mut self, shown: impl Iterator<Item = K>, selected: bool) {
        if selected {
            self.keys.extend(shown);
        } else {
            for key in shown {
                self.keys.remove(&key);
            }
        }
        self.anchor = None;
        self.extended.clear();
    }

    /// Selects a row. Where a range extends from stays.
    pub fn add(&mut self, key: K) {
        self.keys.insert(key);
    }

    /// Deselects a row. Where a range extends from stays.
    pub fn remove(&mut self, key: K) {
        self.keys.remove(&key);
        self.extended.retain(|it| *it != key);
    }

    /// Deselects all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Misses the rows that are no more among `known`, and selects those again that were missed and are; gives whether
    /// there were any. What is missed is forgotten with [`Self::clear`].
    pub fn keep_known(&mut self, known: impl Iterator<Item = K>) -> bool {
        if self.is_empty() && self.missed.is_empty() {
            return false;
        }
        let is_wanted = |key: &K| self.keys.contains(key) || self.missed.contains(key);
        let kept: Keys<K> = known.filter(is_wanted).collect();
        if kept == self.keys {
            return false;
        }
        let before = std::mem::replace(&mut self.keys, kept);
        self.missed.extend(before);
        self.missed.retain(|key| !self.keys.contains(key));
        self.extended.retain(|key| self.keys.contains(key));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: [u32; 6] = [5, 3, 9, 1, 7, 2];

    fn selected(selection: &Selection<u32>) -> Vec<u32> {
        let mut keys: Vec<u32> = selection.keys.iter().copied().collect();
        keys.sort_unstable();
        keys
    }

    fn with(keys: &[u32]) -> Selection<u32> {
        let mut selection = Selection::default();
        for key in keys {
            selection.toggle(*key);
        }
        selection
    }

    #[test]
    fn a_range_goes_by_the_order_shown_in_either_direction() {
        let mut selection = with(&[9]);
        selection.extend_to(&SHOWN, 7);
        assert_eq!(selected(&selection), [1, 7, 9]);
        let mut selection = with(&[9]);
        selection.extend_to(&SHOWN, 5);
        assert_eq!(selected(&selection), [3, 5, 9]);
    }

    #[test]
    fn a_range_can_be_made_shorter_and_keeps_what_was_selected_before() {
        let mut selection = with(&[7, 9]);
        selection.extend_to(&SHOWN, 2);
        assert_eq!(selected(&selection), [1, 2, 7, 9]);
        selection.extend_to(&SHOWN, 1);
        assert_eq!(selected(&selection), [1, 7, 9]);
        selection.extend_to(&SHOWN, 3);
        assert_eq!(selected(&selection), [3, 7, 9]);
    }

    #[test]
    fn without_a_row_to_extend_from_one_row_is_selected() {
        let mut selection = Selection::default();
        selection.extend_to(&SHOWN, 9);
        assert_eq!(selected(&selection), [9]);
        selection.extend_to(&SHOWN, 1);
        assert_eq!(selected(&selection), [1, 9]);
        let mut hidden = with(&[4]);
        hidden.extend_to(&SHOWN, 9);
        assert_eq!(selected(&hidden), [4, 9]);
        hidden.extend_to(&SHOWN, 77);
        assert_eq!(selected(&hidden), [4, 9]);
    }

    #[test]
    fn all_shown_are_selected_and_the_hidden_ones_stay() {
        let mut selection = with(&[4, 3]);
        let extent = |selection: &Selection<u32>| {
            Extent::of(selection.count_in(SHOWN.into_iter()), SHOWN.len())
        };
        assert_eq!(extent(&selection), Extent::Some);
        assert_eq!(selection.count_in(SHOWN.into_iter()), 1);
        selection.set_all(SHOWN.into_iter(), true);
        assert_eq!(extent(&selection), Extent::All);
        assert_eq!(selection.len(), 7);
        selection.set_all(SHOWN.into_iter(), false);
        assert_eq!(selected(&selection), [4]);
        assert_eq!(extent(&selection), Extent::None);
        assert_eq!(Extent::of(0, 0), Extent::None);
    }

    #[test]
    fn what_is_gone_is_selected_no_more_until_it_is_back() {
        let mut selection = with(&[3, 9, 4]);
        assert!(!selection.keep_known([4, 3, 9, 8].into_iter()));
        assert!(selection.keep_known([3, 8].into_iter()));
        assert_eq!(selected(&selection), [3]);
        assert!(selection.keep_known([8].into_iter()));
        assert!(!selection.keep_known([8, 7].into_iter()));
        assert!(selection.is_empty());
        assert!(selection.keep_known([8, 9, 3].into_iter()));
        let mut each: Vec<u32> = selection.iter().collect();
        each.sort_unstable();
        assert_eq!((each, selected(&selection)), (vec![3, 9], vec![3, 9]));
        assert_eq!(selection.missed().collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn what_is_gone_is_forgotten_by_who_clears_the_selection() {
        let mut selection = with(&[3, 9]);
        selection.keep_known([3].into_iter());
        selection.clear();
        assert!(!selection.keep_known([3, 9].into_iter()));
        assert!(selection.is_empty());
    }

    #[test]
    fn a_range_goes_on_when_other_rows_are_deselected_by_themselves() {
        let mut selection = with(&[9]);
        selection.extend_to(&SHOWN, 7);
        selection.remove(1);
        selection.remove(4);
        assert_eq!(selected(&selection), [7, 9]);
        selection.extend_to(&SHOWN, 3);
        assert_eq!(selected(&selection), [3, 9]);
        selection.add(4);
        assert_eq!(selected(&selection), [3, 4, 9]);
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        assert!(with(&[3, 3]).is_empty());
        let mut selection = with(&[3]);
        selection.extend_to(&SHOWN, 1);
        selection.toggle(9);
        selection.extend_to(&SHOWN, 9);
        assert_eq!(selected(&selection), [1, 3, 9]);
    }
}
