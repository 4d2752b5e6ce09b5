// Owns what many measured values come to: their middle, how far they spread, how they grow, and whether a row's goal is met.

const ascending = (values) => [...values].sort((one, other) => one - other);

// The value below which `share` (0 to 1) of the values lie, between the two nearest ones where it falls between them.
export function quantile(values, share) {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const sorted = ascending(values);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

export const median = (values) => quantile(values, 0.5);

const STATISTICS = {
  median,
  // The 95th percentile.
  p95: (values) => quantile(values, 0.95),
  max: (values) => Math.max(...values),
};

// How a cost grows with a size: the exponent of the power law that fits best, by least squares of the logarithms. 1 is linear. `points` are
// {size, cost}, at least two sizes, all of them positive.
export function growthExponent(points) {
  const [xs, ys] = [points.map(({ size }) => Math.log(size)), points.map(({ cost }) => Math.log(cost))];
  if (![...xs, ...ys].every(Number.isFinite) || new Set(xs).size < 2) throw new RangeError('no two sizes with a cost');
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  return xs.reduce((sum, each, at) => sum + (each - x) * (ys[at] - y), 0) / xs.reduce((sum, each) => sum + (each - x) ** 2, 0);
}

// What one side's values come to: {value, low, high, count}; low and high are the quartiles.
function side(values, statistic) {
  return { value: STATISTICS[statistic](values), low: quantile(values, 0.25), high: quantile(values, 0.75), count: values.length };
}

// What a row comes to. `ours` and `baseline` are the values of all runs; there may be no baseline. See rows/README.md for `row`.
export function outcome(row, { ours, baseline, limit, notes }) {
  const { name, what, against, unit, goal, statistic = 'median' } = row;
  for (const value of [...ours, ...baseline]) {
    if (!Number.isFinite(value)) throw new RangeError(`${name}: ${value} was measured`);
  }
  const [mine, other] = [side(ours, statistic), baseline.length > 0 ? side(baseline, statistic) : undefined];
  const ratio = other && mine.value / other.value;
  const goalIs = { goal: goalText(goal, unit), isMet: isMet(goal, mine.value, other?.value) };
  return { name, what, against, unit, statistic, ours: mine, baseline: other, ratio, limit: limit ?? row.limit, ...goalIs, notes };
}

// Whether all that a goal asks for is so; nothing where a row has no goal.
export function isMet(goal, ours, baseline) {
  if (!goal) return undefined;
  const bounds = [];
  if (goal.ratio !== undefined) bounds.push(goal.ratio * needed(baseline));
  if (goal.more !== undefined) bounds.push(needed(baseline) + goal.more);
  if (goal.most !== undefined) bounds.push(goal.most);
  if (bounds.length === 0) throw new RangeError('a goal that asks for nothing');
  return bounds.every((bound) => ours <= bound);
}

function needed(baseline) {
  if (baseline === undefined) throw new RangeError('a goal beside a baseline that was not measured');
  return baseline;
}

function goalText(goal, unit) {
  if (!goal) return '';
  return [
    goal.ratio !== undefined && `≤ ${goal.ratio} ×`,
    goal.more !== undefined && `≤ baseline + ${goal.more} ${unit}`,
    goal.most !== undefined && `≤ ${goal.most.toLocaleString('en')} ${unit}`.trim(),
  ].filter(Boolean).join(', ');
}
