// Owns `cargo xtask soak`: an hour of a reviewer's work in real Chromium, compressed, with a seed for all that happens; fails when a promise was broken.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../fake-github/random.mjs';
import { addRequest, emptyWorld, TOKENS } from '../fake-github/world.mjs';
import { DIST, Stage } from '../e2e/stage.mjs';
import { eventually } from '../e2e/view.mjs';
import { makeQuickCopy } from './quick_copy.mjs';
import { Reviewer } from './reviewer.mjs';
import { Faults, planStops } from './trouble.mjs';
import { brokenPromises } from './verdict.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    reviews: { type: 'string', default: '500' },
    stops: { type: 'string', default: '20' },
    // How long it goes on at least, and how many times as fast.
    minutes: { type: 'string', default: '60' },
    factor: { type: 'string', default: '8' },
    // Breaks a promise on purpose, to see that it is noticed: 'record' (GitHub records twice), 'draft' or 'memory'.
    break: { type: 'string' },
  },
});
const { seed } = values;
const [reviews, stops, minutes, factor] = ['reviews', 'stops', 'minutes', 'factor'].map((name) => {
  const number = Number(values[name]);
  if (!(number > 0)) throw new Error(`--${name} takes a number`);
  return number;
});

const MINUTE = 60_000;
const DRAFTS = 20;
// More than there are decisions, so that the list never runs empty.
const SPARE = 30;
// Of the decisions: how many come before the memory is measured the first time, and after how many the background isn't stopped any more, so that one
// life of it is long enough to be measured.
const WARM_UP = 0.2;
const LAST_STOP = 0.7;
const LAST_WARM_UP = 0.8;

const anchor = Date.now();
const virtual = () => (Date.now() - anchor) * factor;
const random = new Random(`soak ${seed}`);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const say = (line) => console.log(`${(virtual() / MINUTE).toFixed(1).padStart(6)} min  ${line}`);

// octo-org's waiting requests, whose GitHub has the same fast clock. The first expires first.
function waitingWorld(count) {
  const world = emptyWorld({ now: anchor, itemRoute: 'number' });
  Object.defineProperty(world, 'clockOffset', { get: () => (Date.now() - anchor) * (factor - 1) });
  for (let at = 0; at < count; at++) {
    addRequest(world, anchor, {
      id: 7_000 + at,
      page: 100 + at,
      repository: ['octo-org/smile', 'octo-org/engine'][at % 2],
      requester: 'monalisa',
      age: (count - at) * 10 * MINUTE,
      data: [{ secret_type: 'adafruit_io_key', bypass_reason: 'fix_later', path: `src/module_${at}.rs:1:1`, branch: 'refs/heads/main' }],
      comment: `Request ${at + 1}`,
    });
  }
  return world;
}

const world = waitingWorld(reviews + DRAFTS + SPARE);
const { requests } = world;
const kept = requests.slice(-DRAFTS);
const repositoryOf = ({ repository }) => repository.full_name;
const numberOf = ({ html_url }) => html_url.split('/').at(-1);
const ours = ({ responses }) => responses.filter(({ reviewer }) => reviewer.actor_name === 'octocat');

const copy = resolve('target', 'soak', 'chrome');
await makeQuickCopy({ from: join(DIST, 'chrome'), to: copy, anchor, factor });
const stage = new Stage('Chromium');
await stage.open({ extension: copy });
let broken;
try {
  broken = await soak();
} catch (error) {
  broken = [`it came to no end: ${error.stack}`];
} finally {
  await stage.close();
}
if (broken.length > 0) {
  console.error(`\nBroken promises (seed ${seed}):\n${broken.map((sentence) => `- ${sentence}`).join('\n')}`);
  process.exit(1);
}
console.log(`\nEvery promise was kept (seed ${seed}).`);

async function soak() {
  await stage.reset(world);
  const { fake, browser } = stage;
  await stage.prefer(JSON.stringify({ undo_delay_in: 2 }));
  await stage.connect({ token: TOKENS.octocat });
  const reviewer = new Reviewer(requests);
  const faults = new Faults(fake, { seed, factor });
  const planned = planStops({ seed, count: stops, until: Math.floor(reviews * LAST_STOP) });
  const stopped = { beforeReply: 0, atAnyMoment: 0 };
  const repeated = [];
  let isArmed = false;

  fake.meanwhile({
    path: /./,
    times: Infinity,
    change: (_, entry) => {
      const request = requests.find(({ id }) => id === entry.requestId);
      if (entry.method === 'PATCH' && ours(request).length > 0) repeated.push(request.id);
      if (entry.method === 'PATCH' && isArmed) faults.hold(entry);
      faults.strike(entry);
    },
  });
  fake.meanwhile({
    method: 'PATCH',
    path: /./,
    applied: true,
    times: Infinity,
    change: (_, entry) => {
      const request = requests.find(({ id }) => id === entry.requestId);
      if (values.break === 'record' && request.id % 50 === 0) request.responses.push(structuredClone(request.responses.at(-1)));
      if (!isArmed) return;
      isArmed = false;
      stopped.beforeReply++;
      stage.stopBackground();
    },
  });

  // As long as the work goes on, beside it.
  let isOver = false;
  const stopping = (async () => {
    for (const { after, beforeReply, wait } of planned) {
      while (reviewer.told.size < after && !isOver) await pause(50);
      if (isOver) return;
      if (beforeReply) {
        isArmed = true;
        while (isArmed && !isOver) await pause(50);
      } else {
        await pause(wait / factor);
        await stage.stopBackground();
        stopped.atAnyMoment++;
      }
    }
  })();

  const inbox = await stage.settingsPage();
  const panel = stage.panelOf(await stage.openPage(requests.at(-1).html_url));
  const memory = { inbox: { what: 'the inbox' }, background: { what: 'the background' } };
  const drafts = [];
  let batches = 0;
  let isWarm = false;

  async function toInbox() {
    await inbox.tab.goto(`${browser.extensionOrigin}/index.html#/inbox?scope=org:octo-org`);
    await inbox.waitFor('button', 'Waiting');
    await inbox.click('button', 'Waiting');
    await listed();
  }

  // Until rows are there, loading again where the list couldn't be read.
  const listed = () => eventually('rows', async () => {
    if ((await reviewer.rows(inbox)).length > 0) return true;
    if ((await inbox.count('button', 'Reload')) === 1 && (await inbox.isEnabled('button', 'Reload'))) await inbox.click('button', 'Reload');
    await pause(1_000);
    return false;
  }, 120_000);

  async function assertQuick() {
    const shown = await inbox.evaluate(() => ({ now: Date.now(), factor: globalThis.soak?.factor }));
    if (shown.factor !== factor || Math.abs(shown.now - anchor - virtual()) > 60_000) throw new Error(`the inbox has another clock: ${JSON.stringify(shown)}`);
    const background = await browser.evaluateInBackground('({ now: Date.now(), factor: globalThis.soak?.factor })');
    if (background.factor !== factor || Math.abs(background.now - anchor - virtual()) > 60_000) throw new Error(`the background has another clock: ${JSON.stringify(background)}`);
  }

  const waiting = () => requests.filter((request) => !reviewer.told.has(request.id) && !kept.includes(request) && ours(request).length === 0);
  const statusOf = () => (random.chance(0.6) ? 'denied' : 'approved');

  async function openBeside(request) {
    await inbox.tab.bringToFront();
    await inbox.evaluate((route) => location.assign(route), `#/request/${repositoryOf(request)}/${numberOf(request)}`);
    await inbox.waitFor('heading', `Bypass request #${numberOf(request)}`);
  }

  async function backToList() {
    await inbox.evaluate(() => location.assign('#/inbox?scope=org:octo-org&q=is:open'));
    await listed();
  }

  const work = {
    async panel() {
      const request = waiting().at(-1 - random.whole(0, 9));
      await panel.tab.bringToFront();
      await panel.tab.goto(request.html_url);
      await reviewer.decide(panel, { id: request.id, status: statusOf(), message: `Seen on the page of #${numberOf(request)}.` });
    },
    async inbox() {
      await inbox.tab.bringToFront();
      const names = await reviewer.rows(inbox);
      const name = names[random.whole(0, Math.min(names.length, 8) - 1)];
      const request = reviewer.requestIn(name);
      await inbox.click('link', name);
      await inbox.waitFor('heading', `Bypass request #${numberOf(request)}`);
      await reviewer.decide(inbox, { id: request.id, status: statusOf(), message: `Seen in the inbox: #${numberOf(request)}.` });
      await backToList();
    },
    async bulk() {
      await inbox.tab.bringToFront();
      const status = statusOf();
      const batch = ++batches;
      const unclear = await reviewer.decideTogether(inbox, {
        count: Math.min(random.whole(4, 12), Math.max(reviews - reviewer.told.size, 1)),
        status,
        written: `Batch ${batch}, {requester}: {repository}.`,
        messageFor: (request) => `Batch ${batch}, monalisa: ${repositoryOf(request)}.`,
      });
      for (const request of unclear) {
        await openBeside(request);
        await reviewer.decide(inbox, { id: request.id, status, message: `Seen again: #${numberOf(request)}.` });
      }
      if (unclear.length > 0) await backToList();
    },
    async draft() {
      const request = kept[drafts.length];
      if (!request) return;
      const typed = `A thought about #${numberOf(request)} that isn't finished`;
      const isInPanel = random.chance(0.5);
      if (isInPanel) {
        await panel.tab.bringToFront();
        await panel.tab.goto(request.html_url);
        await reviewer.draft(panel, typed);
      } else {
        await openBeside(request);
        await reviewer.draft(inbox, typed);
        await backToList();
      }
      drafts.push({ request, what: `the draft for request ${request.id}, from the ${isInPanel ? 'panel' : 'inbox'}`, typed });
    },
    async reload() {
      await inbox.tab.bringToFront();
      await inbox.click('button', 'Reload');
      await listed();
    },
  };

  await toInbox();
  await assertQuick();
  const measure = async (what, when) => {
    await backToList();
    const { script, further } = what === 'inbox' ? await browser.memoryOf(inbox.tab, 'soak.wasmMemory()') : await browser.memoryOfBackground('soak.wasmMemory()');
    if (when) memory[what][when] = script + further;
    say(`memory of the ${what}: ${megabytes(script)} MB of scripts and ${megabytes(further)} MB of WebAssembly ${when ? `(${when})` : ''}`);
  };

  let lastSaid = 0;
  while (reviewer.told.size < reviews) {
    const kind = random.weighted({ panel: 12, inbox: 16, bulk: 30, draft: drafts.length < DRAFTS ? 5 : 0, reload: 3 });
    await work[kind]().catch(async (error) => {
      const shown = await Promise.all([inbox, panel].map((view) => view.words().catch(String)));
      throw new Error(`${kind}, after ${reviewer.told.size} decisions: ${error.message}\nthe inbox says: ${shown[0]}\nthe panel says: ${shown[1]}`);
    });
    const done = reviewer.told.size;
    if (!isWarm && done >= reviews * WARM_UP) {
      isWarm = true;
      await measure('inbox', 'warm');
    }
    if (!memory.background.warm && done >= reviews * LAST_WARM_UP) await measure('background', 'warm');
    if (done - lastSaid >= 50) {
      lastSaid = done;
      say(`${done} decisions, ${stopped.beforeReply + stopped.atAnyMoment} stops, ${(faults.share * 100).toFixed(1)} % of ${faults.calls} calls failed`);
      await measure('inbox');
    }
    // The rest of the hour is left for the rest of the work.
    const early = (minutes * MINUTE * done) / reviews - virtual();
    if (early > 0) await pause(Math.min(early / factor, 2_000));
  }
  while (drafts.length < DRAFTS) await work.draft();
  while (virtual() < minutes * MINUTE) await pause(200);
  isOver = true;
  await stopping;
  if (values.break === 'memory') await inbox.evaluate(() => { globalThis.leak = Array.from({ length: 2_000_000 }, (_, at) => ({ at })); });
  await measure('inbox', 'end');
  await measure('background', 'end');

  // In documents that know nothing of what was typed.
  if (values.break === 'draft') drafts[0].typed = 'Something else';
  await toInbox();
  for (const draft of drafts) {
    await openBeside(draft.request);
    draft.found = await reviewer.drafted(inbox);
  }
  const recorded = new Map(requests.filter((request) => ours(request).length > 0).map((request) => [request.id, ours(request).map(({ status, message }) => ({ status, message }))]));
  const patches = fake.writes().filter(({ method }) => method === 'PATCH');
  console.log(`
seed ${seed}, ${factor} times as fast: ${(virtual() / MINUTE).toFixed(1)} minutes in ${((Date.now() - anchor) / MINUTE).toFixed(1)}
decisions told as recorded     ${reviewer.told.size} (${batches} batches)
recorded by GitHub             ${recorded.size}, each ${[...new Set([...recorded.values()].map(({ length }) => length))].join(' or ')} times
PATCHes that arrived           ${patches.length}, of which ${repeated.length} after one was recorded
calls                          ${faults.calls}, of which ${(faults.share * 100).toFixed(1)} % failed: ${Object.entries(faults.met).map(([kind, count]) => `${count} ${kind}`).join(', ')}
stops of the background        ${stopped.beforeReply} between a PATCH and its reply, ${stopped.atAnyMoment} at any moment
other rows selected than meant ${reviewer.misselected.length}
pressed because of all that    ${Object.entries(reviewer.reactions).map(([what, count]) => `${what} ${count}`).join(', ')}
drafts still there             ${drafts.filter(({ typed, found }) => typed === found).length} of ${drafts.length}
${Object.values(memory).map(({ what, warm, end }) => `memory of ${what}`.padEnd(31) + `${megabytes(warm)} MB after the warm-up, ${megabytes(end)} MB at the end: ${(end / warm).toFixed(2)}`).join('\n')}`);
  return brokenPromises({
    wanted: reviews,
    wantedStops: stops,
    stops: stopped.beforeReply + stopped.atAnyMoment,
    orders: reviewer.orders,
    told: reviewer.told,
    recorded,
    repeated,
    drafts: [...drafts, ...reviewer.lost],
    memory: Object.values(memory),
    violations: fake.violations,
    panics: browser.readConsole().match(/(Gatehouse: |panicked at )[^"\\]*/g) ?? [],
  });
}

function megabytes(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}
