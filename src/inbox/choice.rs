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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::github::ids::RequestId;
    use crate::github::time::Timestamp;
    use crate::inbox::rows::{RowKey, Via};
    use crate::triage::query::parse;

    const CONTEXT: Context<'_> =
        Context { now: Timestamp::from_unix(1_000_000), viewer: None, offset_at: &|_| 0 };

    fn row(id: u64) -> Row {
        let request = ExemptionRequest {
            id: Some(RequestId(id)),
            requester_comment: Some(format!(
                "A key of {} in test {id}",
                ["old", "new"][id as usize % 2]
            )),
            created_at: Some(CONTEXT.now.plus(-i64::try_from(id * 7_919 % 1_000).expect("small"))),
            ..ExemptionRequest::default()
        };
        let via = Via::Scope(Arc::new("org:a".parse().expect("valid")));
        Row { key: RowKey::Request(RequestId(id)), version: 0, request: Arc::new(request), via }
    }

    #[test]
    fn a_query_that_narrows_leaves_of_the_rows_that_are_left_what_it_leaves_of_all() {
        let rows: Vec<Row> = (0..200).map(row).collect();
        let choose =
            |text| chosen(&CONTEXT, &parse(text).expect(text), Sort::default(), rows.iter());
        let narrow = |text, wider| {
            let (query, wider_query) = (parse(text).expect(text), parse(wider).expect(wider));
            narrowed(&CONTEXT, &query, &wider_query, &choose(wider))
        };
        let keys = |rows: Vec<Row>| rows.into_iter().map(|row| row.key).collect::<Vec<_>>();
        for (text, wider, count) in
            [("old", "", 100), ("old 12", "old", 7), ("key old", "key", 100)]
        {
            let left = keys(choose(text));
            assert_eq!(left.len(), count, "{text}");
            assert_eq!(narrow(text, wider).map(keys), Some(left), "{text} of {wider}");
        }
        assert_eq!(narrow("old", "new"), None, "others may be among them");
        assert_eq!(narrow("", "old"), None);
    }
}
