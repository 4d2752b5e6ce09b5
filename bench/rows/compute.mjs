// Owns the rows that only compute: decoding and index, filter, summary, memory, and how each grows with the number of requests.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { growthExponent, median } from '../figures.mjs';
import { NOW, writeRequests } from '../requests.mjs';

// Letter by letter, behind four terms that stay.
const TYPED = 'fixture';
const QUERIES = Array.from(TYPED, (_, at) => `is:answered -org:octo-labs reason:used_in_tests created:<20d ${TYPED.slice(0, at + 1)}`);

// A page with both sides, and requests of these counts: {tab, browser, bytes}.
async function open(context, counts) {
  const folder = await context.page('page/compute.mjs', [join(context.engine, 'engine.js'), join(context.engine, 'engine_bg.wasm')]);
  const bytes = {};
  for (const count of counts) bytes[count] = await writeRequests(folder, count);
  const { origin } = await context.serve(folder);
  const browser = await context.chromium();
  const openTab = async () => {
    const tab = await browser.newTab();
    await tab.goto(`${origin}/`);
    await tab.page.waitForFunction(() => window.bench);
    await tab.evaluate((options) => bench.open(options), { now: NOW, counts });
    return tab;
  };
  return { browser, bytes, openTab };
}

const load = (tab, side, count) => tab.evaluate(([its, many]) => bench.load(its, many), [side, count]);
const type = (tab, side) => tab.evaluate(([its, queries]) => bench.type(its, queries), [side, QUERIES]);
const typeOver = (tab, side, times) => tab.evaluate(([its, queries, so]) => bench.typeOver(its, queries, so), [side, QUERIES, times]);
const summarize = (tab, side, times = 1) => tab.evaluate(([its, so]) => bench.summarize(its, so), [side, times]);

// Throws unless both sides of a tab hold, leave and count the same.
async function compare(tab, { count, queries = [], figures = false }) {
  const both = (does, argument) => Promise.all(['ours', 'baseline'].map((side) => tab.evaluate(does, [side, argument])));
  const [ours, baseline] = await both(([side]) => bench.ids(side));
  assert.equal(baseline.length, count);
  assert.deepEqual(ours, baseline);
  for (const query of queries) {
    const [mine, other] = await both(([side, text]) => bench.chosen(side, text), query);
    assert.deepEqual(mine, other, query);
    assert.ok(mine.length > 0, `${query} leaves nothing`);
  }
  if (figures) {
    const [mine, other] = await both(([side]) => bench.summary(side));
    assert.deepEqual(mine, other);
  }
}

// What a tab has once its garbage is gone, in bytes: JavaScript's, and all of wasm's.
async function memory(browser, tab) {
  const { script, further } = await browser.memoryOf(tab, 'bench.wasmMemory()');
  return { script, wasm: further };
}

// What holding `count` requests costs a tab that holds none, in bytes.
async function memoryHeld({ browser, openTab }, side, count) {
  const tab = await openTab();
  const before = await memory(browser, tab);
  await load(tab, side, count);
  const after = await memory(browser, tab);
  await tab.close();
  // The module's own memory is counted from its first byte; what it has before it holds anything is no gift.
  return after.script - before.script + (side === 'ours' ? after.wasm : 0);
}

const decode = {
  rows: [{
    name: 'decode-10k',
    what: 'decoding and indexing 10,000 requests, 100 pages of JSON, in the browser',
    against: 'JSON.parse of the same bytes and the same index in plain JavaScript',
    unit: 'ms',
    goal: { ratio: 0.8 },
  }],
  async setUp(context) {
    this.stage = await open(context, [10_000]);
    this.tab = await this.stage.openTab();
  },
  async measure(context, run) {
    const measured = await context.byTurns(run, () => load(this.tab, 'ours', 10_000), () => load(this.tab, 'baseline', 10_000));
    if (run === 0) await compare(this.tab, { count: 10_000 });
    return { ...measured, notes: `${(this.stage.bytes[10_000] / 1e6).toFixed(1)} MB of JSON` };
  },
};

const MANY = 100_000;

const held = {
  rows: [
    { name: 'filter-100k', what: 'a letter typed into a query of five terms over 100,000 requests: understood, filtered, sorted', against: 'the same filter and order in plain JavaScript over objects', unit: 'ms', goal: { ratio: 0.3 } },
    { name: 'filter-100k-p95', what: 'the same, the 95th percentile of all letters', against: 'the same', unit: 'ms', statistic: 'p95', goal: { ratio: 0.4 } },
    { name: 'summary-100k', what: 'every figure of the summary of 100,000 requests', against: 'the same figures in plain JavaScript', unit: 'ms', goal: { ratio: 0.3 } },
  ],
  async setUp(context) {
    const stage = await open(context, [MANY]);
    this.tab = await stage.openTab();
    await load(this.tab, 'ours', MANY);
    await load(this.tab, 'baseline', MANY);
    await compare(this.tab, { count: MANY, queries: QUERIES, figures: true });
    await this.tab.evaluate(() => bench.forget());
  },
  async measure(context, run) {
    const letters = await context.byTurns(run, () => type(this.tab, 'ours'), () => type(this.tab, 'baseline'));
    const figures = await context.byTurns(run, () => summarize(this.tab, 'ours'), () => summarize(this.tab, 'baseline'));
    return { 'filter-100k': letters, 'filter-100k-p95': letters, 'summary-100k': figures };
  },
};

const MEGABYTE = 1e6;

const kept = {
  rows: [{ name: 'memory-100k', what: '100,000 requests held and indexed: wasm memory and what JavaScript holds after a forced collection', against: 'the same as objects of JSON.parse, with the same index', unit: 'MB', goal: { ratio: 0.4 } }],
  async setUp(context) {
    this.stage = await open(context, [MANY]);
  },
  async measure(context, run) {
    const { ours, baseline } = await context.byTurns(run, () => memoryHeld(this.stage, 'ours', MANY), () => memoryHeld(this.stage, 'baseline', MANY));
    return { ours: ours / MEGABYTE, baseline: baseline / MEGABYTE };
  },
};

const SIZES = [1_000, 10_000, MANY];
const GROWING = {
  load: 'decoding and indexing',
  filter: 'a letter typed into the query',
  summary: 'the summary',
  memory: 'the memory held',
};

const growth = {
  rows: Object.entries(GROWING).map(([part, what]) => ({
    name: `growth-${part}`,
    what: `exponent of how the cost of ${what} grows from 1,000 to 10,000 to 100,000 requests; 1 is linear`,
    against: 'the exponent of the baseline',
    unit: '',
    goal: { most: 1.15 },
  })),
  async setUp(context) {
    this.stage = await open(context, SIZES);
    this.tab = await this.stage.openTab();
  },
  async measure(context, run) {
    const costs = { ours: {}, baseline: {} };
    const note = (side, part, size, cost) => (costs[side][part] ??= []).push({ size, cost });
    for (const size of SIZES) {
      const one = async (side) => {
        // The less it is, the more often it is done: neither the clock nor a pause of the machine is to decide.
        const times = MANY / size;
        const loads = [];
        for (let time = 0; time < Math.sqrt(times); time++) loads.push(await load(this.tab, side, size));
        note(side, 'load', size, median(loads));
        note(side, 'filter', size, await typeOver(this.tab, side, times));
        note(side, 'summary', size, await summarize(this.tab, side, times));
        await this.tab.evaluate((its) => bench.drop(its), side);
        note(side, 'memory', size, await memoryHeld(this.stage, side, size));
      };
      await context.byTurns(run, () => one('ours'), () => one('baseline'));
    }
    return Object.fromEntries(Object.keys(GROWING).map((part) => [`growth-${part}`, { ours: growthExponent(costs.ours[part]), baseline: growthExponent(costs.baseline[part]) }]));
  },
};

export default [decode, held, kept, growth];
