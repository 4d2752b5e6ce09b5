//! Which rows of a long list are made: those in view and some around them, all rows being equally
//! high.

use std::ops::Range;

/// Up to so many rows all are made: the browser's own search then finds them, and nothing is
/// missing where nothing can be measured.
pub const ALL_UP_TO: usize = 40;

/// How many rows are made above and below those in view, so that scrolling by a few shows no gap.
const AROUND: usize = 6;

/// The window begins and ends at a multiple of this, so that it moves not with every row.
const STEP: usize = 4;

/// How many rows more than needed stay made: at the list's ends none are needed beyond them.
const FEW_LESS: usize = AROUND + 2 * STEP;

/// The part of the list that is in view, in CSS pixels from the upper edge of its first row. Both
/// may lie outside the list: then nothing of it is in view.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct View {
    /// Its upper edge.
    pub top: f64,
    /// Its lower edge.
    pub bottom: f64,
}

/// The rows to make, of `rows` that are `row_height` CSS pixels high each.
pub fn window(view: View, row_height: f64, rows: usize) -> Range<usize> {
    if rows <= ALL_UP_TO {
        return 0..rows;
    }
    let in_view = in_view(view, row_height, rows);
    let start = in_view.start.saturating_sub(AROUND) / STEP * STEP;
    let end = in_view.end.saturating_add(AROUND).next_multiple_of(STEP).min(rows);
    start..end
}

/// The same window with as many rows as were made before, where it has but a few less: so none are thrown away at
/// one step and made anew at the next.
pub fn steady(window: Range<usize>, before: usize, rows: usize) -> Range<usize> {
    let less = before.saturating_sub(window.len());
    if less > FEW_LESS || rows <= ALL_UP_TO {
        return window;
    }
    let end = window.end.saturating_add(less).min(rows);
    let start = window.start.saturating_sub(less.saturating_sub(end - window.end));
    start..end
}

/// The rows of which any part is in view.
pub fn in_view(view: View, row_height: f64, rows: usize) -> Range<usize> {
    if row_height.is_nan() || row_height < 1.0 {
        return 0..0;
    }
    let start = row_at(view.top, row_height).min(rows);
    // One more than the last that begins above the lower edge.
    let end = row_at(view.bottom - 1e-3, row_height).saturating_add(1).min(rows);
    start..if view.bottom > view.top { end.max(start) } else { start }
}

/// How many rows Page Down goes on: as many as are wholly in view, but for one that stays.
pub fn page_step(view: View, row_height: f64) -> usize {
    row_at((view.bottom - view.top).max(0.0), row_height.max(1.0)).saturating_sub(1).max(1)
}

/// The row at an offset. A hair before a row is that row: offsets come with the browser's rounding.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is negative, infinite or no number ends at the limits"
)]
fn row_at(offset: f64, row_height: f64) -> usize {
    (offset / row_height + 1e-6).floor() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(top: f64, bottom: f64) -> View {
        View { top, bottom }
    }

    #[test]
    fn a_short_list_is_made_whole() {
        assert_eq!(window(View::default(), 44.0, 40), 0..40);
        assert_eq!(window(view(1e9, 2e9), 44.0, 3), 0..3);
        assert_eq!(window(View::default(), 44.0, 0), 0..0);
    }

    #[test]
    fn rows_in_part_in_view_count_and_some_are_made_around_them() {
        assert_eq!(in_view(view(0.0, 440.0), 44.0, 100), 0..10);
        assert_eq!(in_view(view(43.9, 440.1), 44.0, 100), 0..11);
        assert_eq!(in_view(view(44.0, 441.0), 44.0, 100), 1..11);
        assert_eq!(window(view(0.0, 440.0), 44.0, 100), 0..16);
        assert_eq!(window(view(4_400.0, 4_840.0), 44.0, 100_000), 92..116);
    }

    #[test]
    fn the_window_stays_while_scrolling_within_a_few_rows() {
        let at = |row: f64| window(view(row * 44.0, row * 44.0 + 440.0), 44.0, 1_000);
        assert_eq!(at(14.0), at(14.4));
        assert!((0..400).all(|row| {
            let row = f64::from(row);
            let made = at(row);
            in_view(view(row * 44.0, row * 44.0 + 440.0), 44.0, 1_000)
                .all(|row| made.contains(&row))
        }));
    }

    #[test]
    fn rows_once_made_stay_as_many_while_the_window_moves() {
        assert_eq!(steady(0..16, 0, 1_000), 0..16);
        assert_eq!(steady(0..16, 28, 1_000), 0..28);
        assert_eq!(steady(92..116, 28, 1_000), 92..120);
        assert_eq!(steady(984..1_000, 28, 1_000), 972..1_000);
        assert_eq!(steady(0..16, 60, 1_000), 0..16);
        assert_eq!(steady(92..120, 24, 1_000), 92..120);
        assert_eq!(steady(0..12, 20, 12), 0..12);
    }

    #[test]
    fn beyond_the_end_the_last_rows_are_made_and_nothing_odd_breaks_it() {
        assert_eq!(window(view(44_000.0, 44_440.0), 44.0, 1_000), 992..1_000);
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 1e300] {
            for height in [odd, 44.0] {
                for (top, bottom) in [(odd, 0.0), (0.0, odd), (odd, odd)] {
                    let made = window(view(top, bottom), height, 1_000);
                    assert!(made.start <= made.end && made.end <= 1_000, "{top} {bottom} {height}");
                }
            }
            assert!(page_step(view(0.0, odd), odd) >= 1);
        }
    }

    #[test]
    fn a_page_goes_on_by_the_rows_in_view_but_one() {
        assert_eq!(page_step(view(0.0, 450.0), 44.0), 9);
        assert_eq!(page_step(view(0.0, 10.0), 44.0), 1);
    }
}
