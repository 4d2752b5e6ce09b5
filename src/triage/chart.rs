//! Charts as numbers: where each bar, column and cell lies, for a view to write down as SVG.
//!
//! Places and lengths go from 0 to 1 of the chart's width or height, from the left and the top.

use super::summary::breakdown::{Bar, share};
use super::summary::pattern::Pattern;
use super::summary::per_day::PerDay;
use super::summary::response_time::ResponseTime;
use super::verdict::{Verdict, Verdicts};

/// One horizontal bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BarMark {
    /// Its length; the longest is 1.
    pub width: f64,
    /// The length of the part that waits, from its beginning.
    pub waiting_width: f64,
}

/// The bars' lengths, in their order, against the longest.
pub fn bars(bars: &[Bar]) -> Vec<BarMark> {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    bars.iter()
        .map(|bar| BarMark {
            width: share(bar.count, most),
            waiting_width: share(bar.waiting, most),
        })
        .collect()
}

/// The marks of one response time on a line that begins at 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeMark {
    /// Where the median is; the longest 90th percentile is at 1.
    pub median: f64,
    /// Where the 90th percentile is.
    pub percentile_90: f64,
}

/// Response times on one scale, in their order; `None` where nothing was measured.
pub fn times<'a>(times: impl Iterator<Item = &'a ResponseTime> + Clone) -> Vec<Option<TimeMark>> {
    let seconds = |time: i64| usize::try_from(time).unwrap_or(0);
    let longest = times.clone().filter_map(|time| time.percentile_90).max().map_or(0, seconds);
    let mark = |time: &ResponseTime| {
        let place = |at: i64| share(seconds(at), longest);
        Some(TimeMark { median: place(time.median?), percentile_90: place(time.percentile_90?) })
    };
    times.map(mark).collect()
}

/// A line across the columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// What it says.
    pub value: usize,
    /// How far from the top.
    pub y: f64,
}

/// A part of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// What became of its requests.
    pub verdict: Verdict,
    /// How many they are.
    pub count: usize,
    /// How far its upper edge is from the top.
    pub y: f64,
    /// Its height.
    pub height: f64,
}

/// One day's column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// How far its left edge is from the left.
    pub x: f64,
    /// Its width; neighbours leave a gap.
    pub width: f64,
    /// From the bottom up; those without requests are left out.
    pub segments: Vec<Segment>,
    /// Whether there is room to write the day below it. Today's is always written.
    pub is_labelled: bool,
}

/// Columns on top of an axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// One for each day, in its order.
    pub columns: Vec<Column>,
    /// From 0, at the bottom, upwards; the last one is at the top, at or above the highest column.
    /// None where there are no days.
    pub ticks: Vec<Tick>,
}

/// The part of a day's room that its column takes.
const COLUMN: f64 = 0.8;

/// The most lines across the columns, the one at 0 not counted.
const MOST_LINES: usize = 5;

/// The most days that are written below the columns.
const MOST_LABELS: usize = 8;

/// Requests per day as stacked columns.
pub fn columns(per_day: &PerDay) -> Columns {
    let days = &per_day.days;
    if days.is_empty() {
        return Columns::default();
    }
    let most = days.iter().map(|day| day.verdicts.total()).max().unwrap_or(0);
    let values = ticks(most);
    let top = values.last().copied().unwrap_or(1);
    let every = days_between_labels(days.len());
    let column = |(index, verdicts): (usize, &Verdicts)| {
        let room = share(1, days.len());
        let mut below = 0;
        let mut segments = Vec::new();
        for (verdict, count) in stack(verdicts).into_iter().filter(|(_, count)| *count > 0) {
            below += count;
            let (y, height) = (1.0 - share(below, top), share(count, top));
            segments.push(Segment { verdict, count, y, height });
        }
        Column {
            x: share(index, days.len()) + room * (1.0 - COLUMN) / 2.0,
            width: room * COLUMN,
            segments,
            is_labelled: (days.len() - 1 - index).is_multiple_of(every),
        }
    };
    let tick = |value| Tick { value, y: 1.0 - share(value, top) };
    Columns {
        columns: days.iter().map(|day| &day.verdicts).enumerate().map(column).collect(),
        ticks: values.into_iter().map(tick).collect(),
    }
}

/// Round numbers from 0 to at least `most`, evenly spaced: 1, 2 or 5, or that many tens, hundreds …
/// apart.
pub fn ticks(most: usize) -> Vec<usize> {
    let most = most.max(1);
    let steps = (0..).map_while(|power| 10_usize.checked_pow(power));
    let step = steps
        .flat_map(|power| [power, power.saturating_mul(2), power.saturating_mul(5)])
        .find(|step| most.div_ceil(*step) <= MOST_LINES)
        .unwrap_or(most);
    (0..=most.div_ceil(step)).map(|line| line.saturating_mul(step)).collect()
}

fn days_between_labels(days: usize) -> usize {
    [1, 2, 7, 14, 28, 56, 91, 182]
        .into_iter()
        .find(|every| days.div_ceil(*every) <= MOST_LABELS)
        .unwrap_or(364)
}

/// The darkest a cell can be.
pub const DARKEST: u8 = 4;

/// How dark each hour of the week is: 0 without requests, else from 1 to [`DARKEST`] by its count
/// against the highest one.
pub fn heat(pattern: &Pattern) -> [[u8; 24]; 7] {
    let bounds = heat_bounds(pattern);
    pattern.counts.map(|hours| {
        hours.map(|count| {
            let lighter = bounds.iter().filter(|bound| count > **bound).count();
            let dark = u8::try_from(lighter).unwrap_or(DARKEST).saturating_add(1).min(DARKEST);
            if count == 0 { 0 } else { dark }
        })
    })
}

/// The highest count of each darkness from 1 to [`DARKEST`]; 0 where there are no requests.
pub fn heat_bounds(pattern: &Pattern) -> [usize; DARKEST as usize] {
    let most = pattern.counts.iter().flatten().copied().max().unwrap_or(0);
    let steps = usize::from(DARKEST);
    [1, 2, 3, 4].map(|dark: usize| most.saturating_mul(dark) / steps)
}

/// The parts of a column, from the bottom up.
pub fn stack(verdicts: &Verdicts) -> [(Verdict, usize); 7] {
    [
        (Verdict::AwaitingReview, verdicts.waiting),
        (Verdict::Approved, verdicts.approved),
        (Verdict::Completed, verdicts.completed),
        (Verdict::Denied, verdicts.denied),
        (Verdict::Cancelled, verdicts.cancelled),
        (Verdict::Expired, verdicts.expired),
        (Verdict::Unknown, verdicts.unknown),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::local_time::LocalDay;
    use crate::triage::query::{Key, Span, Test};
    use crate::triage::summary::per_day::Day;

    fn days(counts: &[(usize, usize)]) -> PerDay {
        let day = |(index, (waiting, denied)): (i64, &(usize, usize))| Day {
            day: LocalDay(index),
            verdicts: Verdicts { waiting: *waiting, denied: *denied, ..Verdicts::default() },
            test: Test::Created(Span::On(LocalDay(index))),
        };
        PerDay { days: (0..).zip(counts).map(day).collect(), ..PerDay::default() }
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn the_longest_bar_is_the_whole_width() {
        let bar = |count, waiting| Bar {
            value: None,
            count,
            share: 0.1,
            waiting,
            test: Test::No(Key::Type),
        };
        let marks = bars(&[bar(8, 2), bar(4, 4), bar(0, 0)]);
        let widths: Vec<(f64, f64)> =
            marks.iter().map(|mark| (mark.width, mark.waiting_width)).collect();
        assert_eq!(widths, [(1.0, 0.25), (0.5, 0.5), (0.0, 0.0)]);
        assert!(bars(&[bar(0, 0)]).iter().all(|mark| mark.width == 0.0));
    }

    #[test]
    fn the_longest_time_is_the_whole_width_and_what_was_not_measured_has_no_mark() {
        let time = |median, percentile_90| ResponseTime {
            median,
            percentile_90,
            ..ResponseTime::default()
        };
        let marks =
            times([time(Some(10), Some(40)), time(None, None), time(Some(5), Some(10))].iter());
        let mark = |median, percentile_90| Some(TimeMark { median, percentile_90 });
        assert_eq!(marks, [mark(0.25, 1.0), None, mark(0.125, 0.25)]);
        assert_eq!(times([time(Some(0), Some(0))].iter()), [mark(0.0, 0.0)]);
    }

    #[test]
    fn ticks_are_round_and_reach_the_highest() {
        for (most, expected) in [
            (0, &[0, 1][..]),
            (1, &[0, 1]),
            (3, &[0, 1, 2, 3]),
            (6, &[0, 2, 4, 6]),
            (11, &[0, 5, 10, 15]),
            (47, &[0, 10, 20, 30, 40, 50]),
            (101, &[0, 50, 100, 150]),
        ] {
            assert_eq!(ticks(most), expected, "{most}");
        }
        assert!(ticks(usize::MAX).len() > 1);
        for most in 1..3_000 {
            let ticks = ticks(most);
            assert!(*ticks.last().unwrap() >= most && ticks.len() <= MOST_LINES + 1, "{most}");
        }
    }

    #[test]
    fn the_parts_of_a_column_stand_on_one_another() {
        let chart = columns(&days(&[(1, 2), (0, 0), (4, 0)]));
        assert_eq!(chart.ticks.last().map(|tick| (tick.value, tick.y)), Some((4, 0.0)));
        assert_eq!(chart.ticks.first().map(|tick| (tick.value, tick.y)), Some((0, 1.0)));
        let first = &chart.columns[0];
        let [waiting, denied] = first.segments[..] else { panic!("two parts") };
        assert_eq!(
            (waiting.verdict, waiting.y, waiting.height),
            (Verdict::AwaitingReview, 0.75, 0.25)
        );
        assert_eq!((denied.verdict, denied.y, denied.height), (Verdict::Denied, 0.25, 0.5));
        assert!(chart.columns[1].segments.is_empty());
        assert_eq!(chart.columns[2].segments[0].height, 1.0);
        assert_eq!(columns(&days(&[])), Columns::default());
    }

    #[test]
    fn columns_share_the_width_and_leave_gaps() {
        let chart = columns(&days(&[(1, 0); 31]));
        assert!(chart.columns.windows(2).all(|two| two[0].x + two[0].width < two[1].x));
        let (first, last) = (&chart.columns[0], &chart.columns[30]);
        assert!(near(first.x, 1.0 - last.x - last.width) && first.x > 0.0);
        let labelled: Vec<usize> =
            (0..31).filter(|index| chart.columns[*index].is_labelled).collect();
        assert_eq!(labelled, [2, 9, 16, 23, 30], "weeks back from today");
    }

    #[test]
    fn an_hour_with_a_request_is_never_as_light_as_one_without() {
        let mut pattern = Pattern::default();
        assert_eq!(heat(&pattern), [[0; 24]; 7]);
        pattern.counts[0][..6].copy_from_slice(&[0, 1, 25, 26, 75, 100]);
        assert_eq!(heat(&pattern)[0][..6], [0, 1, 1, 2, 3, 4]);
        assert_eq!(heat_bounds(&pattern), [25, 50, 75, 100]);
        pattern.counts = [[0; 24]; 7];
        pattern.counts[6][23] = 1;
        assert_eq!(heat(&pattern)[6][23], 4);
    }
}
