//! Charts as numbers: where each bar, column and cell lies, for a view to write down as SVG.

use super::summary::breakdown::Bar;
use super::summary::pattern::Pattern;
use super::summary::per_day::PerDay;
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
        .map(|bar| BarMark { width: part(bar.count, most), waiting_width: part(bar.waiting, most) })
        .collect()
}

/// A line across the columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// What it says.
    pub value: usize,
    /// How far from the top, from 0 to 1.
    pub y: f64,
}

/// A part of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// What became of its requests.
    pub verdict: Verdict,
    /// How many they are.
    pub count: usize,
    /// How far its upper edge is from the top, from 0 to 1.
    pub y: f64,
    /// From 0 to 1.
    pub height: f64,
}

/// One day's column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// How far its left edge is from the left, from 0 to 1.
    pub x: f64,
    /// From 0 to 1; neighbours leave a gap.
    pub width: f64,
    /// From the bottom up; those without requests are left out.
    pub segments: Vec<Segment>,
    /// Whether the day is written below it.
    pub is_labelled: bool,
}

/// Columns on top of an axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// One for each day, in its order.
    pub columns: Vec<Column>,
    /// From 0 upwards.
    pub ticks: Vec<Tick>,
}

/// Requests per day as stacked columns.
pub fn columns(per_day: &PerDay) -> Columns {
    let _ = per_day;
    Columns::default()
}

/// How dark each hour of the week is, from 0 (no requests) to 4 (the most).
pub fn heat(pattern: &Pattern) -> [[u8; 24]; 7] {
    let _ = pattern;
    [[0; 24]; 7]
}

/// What the parts of a column are, from the bottom up.
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

/// `count` in `whole`, from 0 to 1; 0 of nothing.
#[allow(clippy::cast_precision_loss, reason = "no screen shows more than 2^52 requests")]
fn part(count: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count as f64 / whole as f64 }
}
