// Owns the summary in plain JavaScript: every figure that the charts draw, over rows as baseline/inbox.mjs holds them.
//
// Why it is fair: it goes through the rows once, asks where each stands once, and counts into Maps by the text as it is, which are brought
// together by lower case only at the end, when a few hundred are left. Days and hours come from one Date for each instant.

import { verdict } from './inbox.mjs';

const DAY = 86_400_000;
const MAX_DAYS = 1_100;
const VERDICTS = ['waiting', 'approved', 'denied', 'completed', 'cancelled', 'expired', 'unknown'];

const stands = ({ status }) => status === 'approved' || status === 'denied';

class Times {
  all = 0;
  responded = 0;
  took = [];
  inTime = 0;
  ended = 0;

  // `first` is the first response's instant, in milliseconds; `answer` whether the request was answered in time, nothing while it hasn't ended.
  add(hasResponse, createdAt, first, answer) {
    this.all++;
    if (hasResponse) this.responded++;
    if (first >= createdAt) this.took.push((first - createdAt) / 1_000);
    if (answer === undefined) return;
    this.ended++;
    if (answer) this.inTime++;
  }

  join(other) {
    this.all += other.all;
    this.responded += other.responded;
    for (const one of other.took) this.took.push(one);
    this.inTime += other.inTime;
    this.ended += other.ended;
  }

  figures(value) {
    const took = Float64Array.from(this.took).sort();
    const percentile = (percent) => (took.length === 0 ? null : took[Math.ceil((took.length * percent) / 100) - 1]);
    return [value, this.all, this.responded, took.length, percentile(50), percentile(90), this.inTime, this.ended];
  }
}

// All figures, in the form in which the engine gives its own. `now` in milliseconds.
export function summary(rows, now) {
  const totals = { all: rows.length, waiting: 0, expiringIn24Hours: 0, approved: 0, denied: 0, completed: 0, expiredUnanswered: 0, expiredAnswered: 0, cancelled: 0, unknown: 0 };
  const bars = Array.from({ length: 6 }, () => new Map());
  const days = new Map();
  const elsewhere = [0, 0, 0];
  const pattern = Array.from({ length: 7 }, () => new Array(24).fill(0));
  const overall = new Times();
  const [organizations, reviewers] = [new Map(), new Map()];
  const today = dayOf(new Date(now));

  for (const row of rows) {
    const { request, createdAt, expiresAt } = row;
    const responses = request.responses ?? [];
    const its = verdict(row, now);
    const waiting = its === 'waiting' ? 1 : 0;

    if (its === 'expired') totals[responses.some(stands) ? 'expiredAnswered' : 'expiredUnanswered']++;
    else totals[its]++;
    if (waiting && expiresAt - now < DAY) totals.expiringIn24Hours++;

    const organization = request.organization?.name ?? null;
    count(bars[0], organization, waiting);
    count(bars[1], request.repository?.full_name ?? null, waiting);
    countEach(bars[2], request.data, secretType, waiting);
    countEach(bars[3], request.data, reason, waiting);
    count(bars[4], request.requester?.actor_name ?? null, waiting);
    countEach(bars[5], responses, reviewer, waiting);

    const made = new Date(createdAt);
    const day = dayOf(made);
    if (day > today) elsewhere[1]++;
    else if (today - day >= MAX_DAYS) elsewhere[0]++;
    else {
      let verdicts = days.get(day);
      if (!verdicts) days.set(day, (verdicts = new Array(VERDICTS.length).fill(0)));
      verdicts[VERDICTS.indexOf(its)]++;
    }
    pattern[(made.getDay() + 6) % 7][made.getHours()]++;

    // Most requests have one response or none.
    const answers = responses.map((response) => Date.parse(response.created_at));
    const first = answers.length === 0 ? NaN : Math.min(...answers);
    const answer = answeredInTime(its, responses, answers, expiresAt);
    overall.add(responses.length > 0, createdAt, first, answer);
    entry(organizations, organization).add(responses.length > 0, createdAt, first, answer);
    responses.forEach((response, at) => {
      const name = reviewer(response);
      if (!name || responses.slice(0, at).some((before) => reviewer(before)?.toLowerCase() === name.toLowerCase())) return;
      const own = Math.min(...answers.filter((_, one) => reviewer(responses[one])?.toLowerCase() === name.toLowerCase()));
      entry(reviewers, name).add(true, createdAt, own, answer);
    });
  }

  const first = Math.min(...days.keys());
  const perDay = days.size === 0 ? [] : Array.from({ length: today - first + 1 }, (_, at) => [first + at, ...(days.get(first + at) ?? new Array(VERDICTS.length).fill(0))]);
  return {
    totals,
    breakdowns: bars.map((one) => ranked(joined(one, ([count]) => count, (all, more) => { all[0] += more[0]; all[1] += more[1]; }), ([count]) => count).map(([value, counts]) => [value, ...counts])),
    days: perDay,
    datedElsewhere: elsewhere,
    overall: overall.figures(null),
    organizations: times(organizations),
    reviewers: times(reviewers),
    pattern,
  };
}

const dayOf = (date) => Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / DAY);
const secretType = (finding) => finding.secret_type;
const reason = (finding) => finding.bypass_reason;
const reviewer = (response) => response.reviewer?.actor_name;

function count(counts, value, waiting) {
  const its = counts.get(value);
  if (its) {
    its[0]++;
    its[1] += waiting;
  } else counts.set(value, [1, waiting]);
}

// Each value of a request once, whatever its case.
function countEach(counts, list, valueOf, waiting) {
  if (!list || list.length === 0) return count(counts, null, waiting);
  if (list.length === 1) return count(counts, valueOf(list[0]) ?? null, waiting);
  const met = new Set();
  for (const one of list) {
    const value = valueOf(one);
    const folded = value?.toLowerCase();
    if (!value || met.has(folded)) continue;
    met.add(folded);
    count(counts, value, waiting);
  }
  if (met.size === 0) count(counts, null, waiting);
  return undefined;
}

// Whether it was answered before it expired; nothing where it hasn't ended or nobody knows.
function answeredInTime(its, responses, answers, expiresAt) {
  if (its === 'waiting' || its === 'cancelled' || its === 'unknown') return undefined;
  let first = Infinity;
  responses.forEach((response, at) => { if (stands(response)) first = Math.min(first, answers[at]); });
  if (its === 'expired' && first === Infinity) return false;
  return !(first !== Infinity && first >= expiresAt);
}

function entry(map, value) {
  let its = map.get(value);
  if (!its) map.set(value, (its = new Times()));
  return its;
}

// What was counted for spellings that differ in case alone, as one, spelt as the one with the most: [[value, counted]] by value.
function joined(bySpelling, size, join) {
  const spellings = [...bySpelling].sort(([one, mine], [other, its]) => size(mine) - size(its) || compare(one, other));
  const values = new Map();
  for (const [spelling, counted] of spellings) {
    const folded = spelling?.toLowerCase() ?? null;
    const its = values.get(folded);
    if (its) join(its[1], counted);
    else values.set(folded, [spelling, counted]);
  }
  return [...values].sort(([one], [other]) => compare(one, other)).map(([, its]) => its);
}

// Most first, the one without a value last.
const ranked = (values, size) => values.sort(([one, mine], [other, its]) => (one === null) - (other === null) || size(its) - size(mine));

function compare(one, other) {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
}

const times = (map) => ranked(joined(map, ({ all }) => all, (all, more) => all.join(more)), ({ all }) => all).map(([value, its]) => its.figures(value));
