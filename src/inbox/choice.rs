//! The rows that a query leaves, in order: tried are no more of them than have to be.

use std::borrow::Borrow;

use crate::github::exemption::ExemptionRequest;
use crate::triage::order::{Sort, sorted};
use crate::triage::query::{Context, Query};

use super::rows::Row;

/// A row where it is held: less to move about than the row itself.
struct Held<'a>(&'a Row);

impl Borrow<ExemptionRequest> for Held<'_> {
    fn borrow(&self) -> &ExemptionRequest {
        &self.0.request
    }
}

/// Those of `rows` that `query` leaves, in the order `sort`.
pub fn chosen<'a>(
    context: &Context<'_>,
    query: &Query,
    sort: Sort,
    rows: impl Iterator<Item = &'a Row>,
) -> Vec<Row> {
    let matcher = query.compile(context);
    in_order(context, sort, rows.filter(|row| matcher.matches(&row.request)))
}

/// Those that `query` leaves of `rows`, which were chosen from the same requests by the query `wider`. `None` where
/// others may be among them, too: then they are to be [`chosen`] anew.
pub fn narrowed(
    context: &Context<'_>,
    query: &Query,
    wider: &Query,
    rows: &[Row],
) -> Option<Vec<Row>> {
    if !query.is_within(wider) {
        return None;
    }
    let matcher = query.compile(context);
    Some(rows.iter().filter(|row| matcher.matches(&row.request)).cloned().collect())
}

/// The rows in the order `sort`.
pub fn in_order<'a>(
    context: &Context<'_>,
    sort: Sort,
    rows: impl Iterator<Item = &'a Row>,
) -> Vec<Row> {
    let rows = sorted(context.now, sort, rows.map(Held).collect());
    rows.into_iter().map(|Held(row)| row.clone()).collect()
}
