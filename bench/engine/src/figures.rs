//! A summary as JSON, for the benchmark to compare with the baseline's.

use gatehouse::triage::summary::Summary;
use gatehouse::triage::summary::response_time::ResponseTime;
use serde_json::{Value, json};

/// Every number that the charts draw.
pub fn json(summary: &Summary) -> String {
    let Summary { totals, breakdowns, per_day, response_times, pattern } = summary;
    let totals = json!({
        "all": totals.all, "waiting": totals.waiting, "expiringIn24Hours": totals.expiring_in_24_hours,
        "approved": totals.approved, "denied": totals.denied, "completed": totals.completed,
        "expiredUnanswered": totals.expired_unanswered, "expiredAnswered": totals.expired_answered,
        "cancelled": totals.cancelled, "unknown": totals.unknown,
    });
    let breakdowns: Vec<Value> = breakdowns
        .iter()
        .map(|it| it.bars.iter().map(|bar| json!([bar.value, bar.count, bar.waiting])).collect())
        .collect();
    let days: Vec<Value> = per_day
        .days
        .iter()
        .map(|day| {
            let it = day.verdicts;
            json!([
                day.day.0,
                it.waiting,
                it.approved,
                it.denied,
                it.completed,
                it.cancelled,
                it.expired,
                it.unknown
            ])
        })
        .collect();
    let times = |times: &[ResponseTime]| -> Vec<Value> { times.iter().map(time).collect() };
    json!({
        "totals": totals,
        "breakdowns": breakdowns,
        "days": days,
        "datedElsewhere": [per_day.earlier, per_day.later, per_day.not_given],
        "overall": time(&response_times.overall),
        "organizations": times(&response_times.organizations),
        "reviewers": times(&response_times.reviewers),
        "pattern": pattern.counts,
    })
    .to_string()
}

fn time(it: &ResponseTime) -> Value {
    json!([
        it.value,
        it.all,
        it.responded,
        it.measured,
        it.median,
        it.percentile_90,
        it.in_time,
        it.ended
    ])
}
