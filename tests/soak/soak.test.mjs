// Owns the tests of the soak's own parts, without a browser: a judge that sees each broken promise, trouble that comes again with its seed, and a clock.

import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { fakeForTests } from '../fake-github/exchange.mjs';
import { waitingWorld } from '../e2e/waiting_world.mjs';
import { makeQuickCopy } from './quick_copy.mjs';
import { Faults, planStops } from './trouble.mjs';
import { brokenPromises } from './verdict.mjs';

const DENIED = { status: 'denied', message: 'No.' };

// Two decisions, ordered, told and recorded as they should be.
const kept = () => ({
  wanted: 2,
  orders: new Map([[1, [DENIED]], [2, [DENIED, { status: 'approved', message: 'Yes.' }]]]),
  told: new Map([[1, { status: 'denied' }], [2, { status: 'approved' }]]),
  recorded: new Map([[1, [DENIED]], [2, [{ status: 'approved', message: 'Yes.' }]]]),
  repeated: [],
  drafts: [{ what: 'a draft', typed: 'Half', found: 'Half' }],
  memory: [{ what: 'the inbox', warm: 100, end: 120 }],
  violations: [],
  panics: [],
  stops: 3,
  wantedStops: 3,
});

it('A soak that keeps every promise breaks none', () => {
  assert.deepEqual(brokenPromises(kept()), []);
});

for (const [what, breaks, says] of [
  ['a decision too few', (it) => { it.wanted = 3; }, /^2 of 3 decisions/],
  ['a decision that isn’t recorded', (it) => it.recorded.delete(1), /^request 1 was told to be denied, and is recorded 0 times/],
  ['a decision that is recorded twice', (it) => it.recorded.get(1).push(DENIED), /^request 1 was told to be denied, and is recorded 2 times/],
  ['another decision', (it) => { it.told.get(1).status = 'approved'; }, /^request 1 was told to be approved, and is recorded as denied/],
  ['another message', (it) => { it.recorded.get(2)[0].message = 'No.'; }, /^request 2 is recorded as approved with "No.", which nobody ordered/],
  ['a record that nobody was told', (it) => { it.told.delete(1); it.wanted = 1; }, /^request 1 is recorded 1 times, which nobody was told/],
  ['a second review', (it) => it.repeated.push(2), /^a review of request 2 arrived although/],
  ['a lost draft', (it) => { it.drafts[0].found = ''; }, /^a draft: "Half" was typed, and "" is there/],
  ['memory that grows', (it) => { it.memory[0].end = 121; }, /^the memory of the inbox grew from 100 to 121/],
  ['memory that nobody measured', (it) => { it.memory[0].end = undefined; }, /^the memory of the inbox was not measured/],
  ['what isn’t GitHub’s', (it) => it.violations.push('a path'), /^not GitHub's: a path/],
  ['a panic', (it) => it.panics.push('panicked at x'), /^the program said: panicked/],
  ['stops too few', (it) => { it.stops = 2; }, /^the background was stopped 2 times, not 3/],
]) {
  it(`A soak sees ${what}`, () => {
    const soak = kept();
    breaks(soak);
    const broken = brokenPromises(soak);
    assert.equal(broken.length, 1, broken.join('\n'));
    assert.match(broken[0], says);
  });
}

it('The same seed stops the background at the same moments, none of them late', () => {
  const plan = (seed) => planStops({ seed, count: 20, until: 350 });
  assert.deepEqual(plan(1), plan(1));
  assert.notDeepEqual(plan(1), plan(2));
  assert.equal(plan(1).length, 20);
  assert.equal(plan(1).filter(({ beforeReply }) => beforeReply).length, 10);
  assert.ok(plan(1).every(({ after }) => after > 0 && after < 350));
});

const held = fakeForTests(() => waitingWorld(1));

it('A tenth of all calls fails, in every way there is, and the same ones with the same seed', async () => {
  const struck = async (seed) => {
    const { fake, exchange } = held;
    fake.reset(waitingWorld(1));
    fake.world.secondaryLimit = null;
    const faults = new Faults(fake, { seed, factor: 10_000 });
    fake.meanwhile({ path: /./, times: Infinity, change: (_, entry) => faults.strike(entry) });
    const statuses = [];
    for (let call = 0; call < 1_000; call++) statuses.push(await exchange.get('/user').then(({ status }) => status, () => 'broken'));
    return { faults, statuses: statuses.join(' ') };
  };
  const one = await struck(1);
  assert.equal(one.faults.calls, 1_000);
  assert.ok(one.faults.share > 0.07 && one.faults.share < 0.13, String(one.faults.share));
  assert.ok(Object.values(one.faults.met).every((count) => count > 0), JSON.stringify(one.faults.met));
  for (const status of ['200', '429', '500', '502', 'broken']) assert.ok(one.statuses.includes(status), status);
  assert.equal((await struck(1)).statuses, one.statuses);
  assert.notEqual((await struck(2)).statuses, one.statuses);
});

it('The copy is the package and a clock before it, in the page and in the background', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-soak-'));
  try {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await mkdir(from);
    await writeFile(join(from, 'index.html'), '<head><script type="module" src="./boot.js"></script></head>');
    await writeFile(join(from, 'service_worker.js'), 'itself');
    await writeFile(join(from, 'manifest.json'), '{"name":"Gatehouse"}');
    await makeQuickCopy({ from, to, anchor: 1_000, factor: 8 });
    const read = (name) => readFile(join(to, name), 'utf8');
    assert.match(await read('index.html'), /<script src="soak.js"><\/script>\s*<script type="module" src=".\/boot.js">/);
    assert.equal(await read('service_worker_itself.js'), 'itself');
    assert.match(await read('service_worker.js'), /^import '.\/soak.js';\nimport '.\/service_worker_itself.js';/);
    assert.match(await read('manifest.json'), /Gatehouse \(soak\)/);
    assert.equal(await readFile(join(from, 'service_worker.js'), 'utf8'), 'itself');

    // In a world whose own clock stands at 2,000.
    const waits = [];
    const alarms = [];
    class Slow extends Date {
      constructor(...given) {
        super(...(given.length === 0 ? [2_000] : given));
      }

      static now() {
        return 2_000;
      }
    }
    const world = {
      Date: Slow,
      WebAssembly: {},
      setTimeout: (_, wait) => waits.push(wait),
      setInterval: (_, every) => waits.push(every),
      AbortSignal: { timeout: (wait) => waits.push(wait) },
      chrome: { alarms: { create: (...given) => alarms.push(given) } },
    };
    runInNewContext(await read('soak.js'), world);
    const times = runInNewContext(`setTimeout(() => {}, 800); setInterval(() => {}, 80); AbortSignal.timeout(8); chrome.alarms.create('a', { when: 9_000 });
      [Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date, typeof Date()].join()`, world);
    assert.equal(times, '9000,9000,5,true,string');
    assert.deepEqual(waits, [100, 10, 1]);
    assert.deepEqual([alarms[0][0], alarms[0][1].when], ['a', 2_000]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
