// Owns the tests of the benchmark's own parts, without a browser: figures, goals, turns and the table.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { growthExponent, isMet, median, quantile } from './figures.mjs';
import { byTurns, take } from './measurement.mjs';
import { legend, number, table } from './table.mjs';

it('A quantile lies between its neighbours, whatever the order', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(quantile([10, 0], 0.95), 9.5);
  assert.throws(() => median([]), /nothing was measured/);
});

it('The exponent of growth is that of the power law', () => {
  const grown = (power) => [1_000, 10_000, 100_000].map((size) => ({ size, cost: 0.01 * size ** power }));
  for (const power of [0.5, 1, 2]) assert.ok(Math.abs(growthExponent(grown(power)) - power) < 1e-9);
  assert.throws(() => growthExponent([{ size: 1, cost: 1 }]), /no two sizes/);
  assert.throws(() => growthExponent([{ size: 1, cost: 0 }, { size: 2, cost: 1 }]), /no two sizes/);
});

it('A goal is met when all that it asks for is so', () => {
  assert.equal(isMet({ ratio: 0.8 }, 8, 10), true);
  assert.equal(isMet({ ratio: 0.8 }, 8.1, 10), false);
  assert.equal(isMet({ more: 1 }, 11, 10), true);
  assert.equal(isMet({ most: 5, ratio: 2 }, 6, 10), false);
  assert.equal(isMet(undefined, 6, 10), undefined);
  assert.throws(() => isMet({ ratio: 1 }, 1, undefined), /not measured/);
  assert.throws(() => isMet({}, 1, 1), /asks for nothing/);
});

it('Who is measured first takes turns', async () => {
  const order = [];
  for (const run of [0, 1]) await byTurns(run, () => order.push(`ours ${run}`), () => order.push(`baseline ${run}`));
  assert.deepEqual(order, ['ours 0', 'baseline 0', 'baseline 1', 'ours 1']);
});

const ROW = { name: 'row', what: 'something', against: 'something else', unit: 'ms', goal: { ratio: 0.5 } };

it('The warm-up does not count, and all values of all runs do', async () => {
  const runs = [];
  const [one] = await take({ rows: [ROW], measure: (_, run) => (runs.push(run), { ours: run === 0 ? 1_000 : [run, run], baseline: 10, notes: 'same' }) }, {}, 3);
  assert.deepEqual(runs, [0, 1, 2, 3]);
  assert.equal(one.ours.value, 2);
  assert.equal(one.ours.count, 6);
  assert.equal(one.ratio, 0.2);
  assert.equal(one.isMet, true);
  assert.deepEqual(one.notes, ['same']);
});

it('What is exact is measured once', async () => {
  let runs = 0;
  await take({ rows: [ROW], isExact: true, measure: () => (runs++, { ours: 1, baseline: 1 }) }, {}, 7);
  assert.equal(runs, 1);
});

it('What can’t be measured is an outcome that says why, and what was opened is closed', async () => {
  for (const [measure, why] of [
    [() => { throw new Error('different answers'); }, /different answers/],
    [() => ({ ours: NaN, baseline: 1 }), /NaN was measured/],
    [() => ({ ours: [], baseline: 1 }), /nothing was measured/],
  ]) {
    let isDown = false;
    const [one] = await take({ rows: [ROW], measure, tearDown: () => { isDown = true; } }, {}, 1);
    assert.match(one.failed, why);
    assert.ok(isDown);
    assert.match(table([one]), /FAILED/);
  }
  const both = await take({ rows: [ROW, { ...ROW, name: 'other' }], measure: () => ({ row: { ours: 1, baseline: 1 } }) }, {}, 1);
  assert.match(both[1].failed, /nothing was measured for other/);
});

it('The table has a line for each row, all of one width', async () => {
  const outcomes = await take({ rows: [ROW, { name: 'bare', what: 'alone', unit: '' }], measure: () => ({ row: { ours: [1234.5, 1234.5], baseline: 0.012345, limit: 7 }, bare: { ours: 1.1234 } }) }, {}, 1);
  const lines = table(outcomes).split('\n');
  assert.equal(lines.length, 4);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  assert.match(lines[2], /\| 1,235 ms \| 1,235–1,235 \| 0\.0123 ms \| .* \| 7\.00 ms \| ≤ 0\.5 × \| not met \|/);
  assert.match(lines[3], /^\| bare \| +1\.12 \|/);
  assert.match(legend(outcomes), /^row: something; against something else\.$/m);
  assert.equal(number(0), '0');
  const [nothing] = await take({ rows: [{ name: 'none', what: 'no long task', unit: 'ms', goal: { most: 50 } }], measure: () => ({ ours: 0, baseline: 0 }) }, {}, 1);
  assert.match(table([nothing]), /\| none \| 0 ms \| +\| +0 ms \| +\| +\| +\| ≤ 50 ms \| met \|/);
});
