// Owns how a measurement is taken: a warm-up, then its runs, ours and the baseline by turns, and what its rows come to.

import { outcome } from './figures.mjs';

const several = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

// Does both, one after the other, ours first in every second run. Gives {ours, baseline} as they come.
export async function byTurns(run, ours, baseline) {
  if (run % 2 === 0) {
    const first = await ours();
    return { ours: first, baseline: await baseline() };
  }
  const first = await baseline();
  return { ours: await ours(), baseline: first };
}

// The outcomes of a measurement's rows. What fails is an outcome too: {name, what, failed}.
export async function take(measurement, context, runs, say = () => {}) {
  const { rows, isExact = false } = measurement;
  const values = new Map(rows.map(({ name }) => [name, { ours: [], baseline: [], limit: undefined, notes: new Set() }]));
  try {
    await measurement.setUp?.(context);
    // What is exact needs no second look. Run 0 is the warm-up.
    for (let run = isExact ? 1 : 0; run <= (isExact ? 1 : runs); run++) {
      say(run);
      const measured = await measurement.measure(context, run);
      const byRow = rows.length === 1 && !(rows[0].name in measured) ? { [rows[0].name]: measured } : measured;
      if (run === 0) continue;
      for (const { name } of rows) {
        if (!byRow[name]) throw new Error(`nothing was measured for ${name}`);
        const { ours, baseline, limit, notes } = byRow[name];
        const its = values.get(name);
        its.ours.push(...several(ours));
        its.baseline.push(...several(baseline));
        its.limit = limit ?? its.limit;
        several(notes).forEach((note) => its.notes.add(note));
      }
    }
    return rows.map((row) => outcome(row, { ...values.get(row.name), notes: [...values.get(row.name).notes] }));
  } catch (error) {
    return rows.map(({ name, what, against }) => ({ name, what, against, failed: String(error?.stack ?? error) }));
  } finally {
    await measurement.tearDown?.(context);
  }
}
