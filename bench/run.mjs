// Owns `cargo xtask bench`: takes every measurement in bench/rows, prints one table, and writes it as JSON. A goal that isn't met is no failure.

import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumProgram } from '../tests/e2e/chromium.mjs';
import { Context } from './context.mjs';
import { take } from './measurement.mjs';
import { legend, table } from './table.mjs';

const LEAST_RUNS = 7;

const { values } = parseArgs({ options: { only: { type: 'string' }, runs: { type: 'string', default: String(LEAST_RUNS) }, json: { type: 'string' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new RangeError('--runs takes a number');

const ROWS = fileURLToPath(new URL('rows', import.meta.url));
const files = (await readdir(ROWS)).filter((file) => file.endsWith('.mjs')).sort();
const all = [];
for (const file of files) {
  const { default: measurements } = await import(join(ROWS, file));
  all.push(...[measurements].flat());
}
const names = all.flatMap(({ rows }) => rows.map(({ name }) => name));
const twice = names.find((name, at) => names.indexOf(name) !== at);
if (twice) throw new Error(`two rows are called ${twice}`);
const only = values.only?.split(',');
const unknown = only?.find((name) => !names.includes(name));
if (unknown) throw new Error(`no row ${unknown}: there are ${names.join(', ')}`);
const chosen = all.filter(({ rows }) => !only || rows.some(({ name }) => only.includes(name)));

const machine = {
  processor: `${cpus()[0]?.model.trim()}, ${cpus().length} cores`,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: `${process.platform} ${process.arch}`,
  browser: execFileSync(chromiumProgram(), ['--version'], { encoding: 'utf8' }).trim(),
  node: process.version,
};
const context = new Context();
const outcomes = [];
for (const measurement of chosen) {
  const title = measurement.rows.map(({ name }) => name).join(', ');
  process.stderr.write(`${title} `);
  outcomes.push(...(await take(measurement, context, runs, () => process.stderr.write('.'))));
  process.stderr.write('\n');
  await context.clear();
}

const date = new Date().toISOString().slice(0, 10);
console.log(`\n${date}, ${machine.browser}, ${machine.processor}, ${machine.memory}, ${machine.system}, Node ${machine.node}; medians of ${runs} runs after a warm-up${runs < LEAST_RUNS ? ' (too few to quote)' : ''}\n`);
console.log(table(outcomes));
console.log(`\n${legend(outcomes)}`);
if (values.json) await writeFile(values.json, `${JSON.stringify({ date, machine, runs, rows: outcomes }, null, 2)}\n`);

const failed = outcomes.filter((one) => one.failed);
if (failed.length > 0) {
  console.error(`\n${failed.length} of ${outcomes.length} rows could not be measured`);
  process.exitCode = 1;
}
