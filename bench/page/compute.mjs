// Owns the page that the computing rows run in: both inboxes, side by side, over the same bytes.

import init, { Inbox as Engine } from './engine.js';
import { Inbox } from '../baseline/inbox.mjs';
import { summary } from '../baseline/summary.mjs';

const engine = init();
const fetched = new Map();
let now;
// By side, 'ours' or 'baseline'.
const held = {};

async function pagesOf(count) {
  if (!fetched.has(count)) {
    const [bytes, lengths] = await Promise.all([fetch(`requests-${count}.bin`).then((reply) => reply.arrayBuffer()), fetch(`requests-${count}.json`).then((reply) => reply.json())]);
    let at = 0;
    fetched.set(count, lengths.map((length) => new Uint8Array(bytes, (at += length) - length, length)));
  }
  return fetched.get(count);
}

// Milliseconds of each of so many times: the clock tells no less than a tenth of one.
const timed = (does, times = 1) => {
  const begun = performance.now();
  for (let time = 0; time < times; time++) does();
  return (performance.now() - begun) / times;
};

const LOAD = {
  ours: (pages) => {
    const inbox = (held.ours = new Engine(now / 1_000, pages.length));
    for (let wanted = inbox.wants(); wanted > 0; wanted = inbox.wants()) {
      if (!inbox.read(pages[wanted - 1])) throw new Error(`page ${wanted} could not be read`);
    }
  },
  baseline: (pages) => {
    const inbox = (held.baseline = new Inbox());
    for (const page of pages) inbox.read(page);
  },
};

const CHOOSE = {
  ours: (query) => held.ours.choose(query),
  baseline: (query) => (held.chosen = held.baseline.choose(query, now)).length,
};

window.bench = {
  async open({ now: at, counts }) {
    now = at;
    held.memory = (await engine).memory;
    for (const count of counts) await pagesOf(count);
  },
  // Decodes and indexes; milliseconds. What was held before is let go of first.
  async load(side, count) {
    const pages = await pagesOf(count);
    bench.drop(side);
    return timed(() => LOAD[side](pages));
  },
  drop(side) {
    if (side === 'ours') held.ours?.free();
    held[side] = undefined;
    if (side === 'baseline') held.chosen = undefined;
  },
  // Types the queries one after another; milliseconds of each.
  type: (side, queries) => queries.map((query) => timed(() => CHOOSE[side](query))),
  // The same so many times over, each time from the first on, since what one leaves helps the next; milliseconds of a letter.
  typeOver: (side, queries, times) => timed(() => queries.forEach((query) => CHOOSE[side](query)), times) / queries.length,
  // Milliseconds for all figures.
  summarize: (side, times) => timed(() => (side === 'ours' ? held.ours.summarize() : summary(held.baseline.rows, now)), times),
  // What both sides come to, to be compared: the ids as they came.
  ids: (side) => (side === 'ours' ? [...held.ours.ids(false)] : held.baseline.rows.map(({ id }) => id)),
  // The ids that a query leaves, in their order.
  chosen(side, query) {
    CHOOSE[side](query);
    return side === 'ours' ? [...held.ours.ids(true)] : held.chosen.map(({ id }) => id);
  },
  summary: (side) => (side === 'ours' ? JSON.parse(held.ours.summary()) : summary(held.baseline.rows, now)),
  wasmMemory: () => held.memory.buffer.byteLength,
  // Lets go of the bytes.
  forget: () => fetched.clear(),
};
