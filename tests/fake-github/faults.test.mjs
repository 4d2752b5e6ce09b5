// Owns the tests of what goes wrong on the way: a share of pages that fails, slow pages, rows that shift, reviewers at once, and what the fake measures.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enterpriseWorld } from './enterprise.mjs';
import { fakeForTests } from './exchange.mjs';
import { BAD_GATEWAY, flakyLists, LISTS, shiftingLists } from './faults.mjs';
import { TOKENS } from './world.mjs';

const held = fakeForTests(() => enterpriseWorld({ count: 2_000, organizations: 10 }));
const ENTERPRISE = '/enterprises/octo-enterprise/bypass-requests/secret-scanning';
const page = (at, perPage = 20) => `${ENTERPRISE}?time_period=month&per_page=${perPage}&page=${at}`;
const PAGES = Array.from({ length: 100 }, (_, at) => page(at + 1));
const get = (path, options) => held.exchange.get(path, options);
const outcomes = () => Promise.all(PAGES.map((path) => get(path).then(({ status }) => status, () => 'reset')));
const failed = (list) => list.filter((status) => status !== 200);

describe('a share of all pages', () => {
  test('fails once, in three ways, the same for the same seed', async () => {
    held.fake.fail(flakyLists({ share: 0.2, seed: 5 }));
    const first = await outcomes();
    assert.ok(failed(first).length > 8 && failed(first).length < 35, failed(first).join());
    assert.deepEqual(new Set(failed(first)), new Set(['reset', 502, 500]));
    assert.deepEqual(failed(await outcomes()), [], 'each only once');
    held.fake.reset(held.fake.world);
    held.fake.fail(flakyLists({ share: 0.2, seed: 5 }));
    assert.deepEqual(await outcomes(), first);
  });
  test('fails always, and other pages for another seed', async () => {
    held.fake.fail(flakyLists({ share: 0.05, seed: 2, persistent: true }));
    const first = await outcomes();
    assert.ok(failed(first).length > 0);
    assert.deepEqual(await outcomes(), first);
    held.fake.reset(held.fake.world);
    held.fake.fail(flakyLists({ share: 0.05, seed: 3, persistent: true }));
    assert.notDeepEqual(await outcomes(), first);
  });
  test('that nothing is in stays pending', async () => {
    held.fake.fail({ path: LISTS, share: 0, ...BAD_GATEWAY });
    await get(page(1));
    assert.equal(held.fake.pending().length, 1);
    held.fake.reset();
  });
  test('touches lists alone', async () => {
    held.fake.fail({ path: LISTS, share: 1, persistent: true, ...BAD_GATEWAY });
    const { repository, number } = held.fake.world.requests[0];
    assert.equal((await get(`/repos/${repository.full_name}/bypass-requests/secret-scanning/${number}`)).status, 200);
    assert.equal((await get('/user/orgs')).status, 200);
    const reply = await get(page(1));
    assert.deepEqual([reply.status, /^text\/html/.test(reply.headers['content-type'])], [502, true]);
  });
});

describe('orders', () => {
  test('begin after so many calls, and then mean every so-many-th', async () => {
    held.fake.fail({ path: LISTS, after: 2, every: 3, ...BAD_GATEWAY });
    const seen = [];
    for (let at = 1; at <= 9; at++) seen.push((await get(page(at))).status);
    assert.deepEqual(seen, [200, 200, 200, 200, 502, 200, 200, 502, 200]);
  });
  test('delay by the address, between two times', async () => {
    held.fake.delay({ path: LISTS, times: Infinity, ms: [20, 200] });
    const took = async (path) => {
      const start = performance.now();
      await get(path);
      return performance.now() - start;
    };
    const times = await Promise.all(PAGES.slice(0, 12).map(took));
    assert.ok(times.every((ms) => ms >= 18));
    assert.ok(Math.max(...times) - Math.min(...times) > 50);
  });
});

describe('a call that its caller gives up', () => {
  const giveUp = (method, path, body) => held.exchange.abandon(method, path, { body, after: 50 });
  const settled = async (entry) => {
    while (entry().status === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    return entry().status;
  };

  test('is over at once if it reads', async () => {
    held.fake.delay({ path: LISTS, ms: 60_000 });
    await giveUp('GET', page(1));
    assert.equal(await settled(() => held.fake.requests[0]), 'cancelled');
    assert.deepEqual(held.fake.measures().statuses, { cancelled: 1 });
  });
  test('has its effect if it writes', async () => {
    const request = held.fake.world.arrive({ repository: 'octo-org/smile', requester: 'monalisa' });
    held.fake.delay({ method: 'PATCH', path: /\/bypass-requests\//, ms: 150 });
    await giveUp('PATCH', `/repos/octo-org/smile/bypass-requests/secret-scanning/${request.number}`, { status: 'approve', message: 'fine' });
    assert.equal(await settled(() => held.fake.requests[0]), 200);
    assert.equal(request.status, 'approved');
  });
});

describe('rows that shift', () => {
  test('make a reader of pages miss some and see others twice', async () => {
    const before = new Set(held.fake.world.requests.map(({ id }) => id));
    held.fake.meanwhile(shiftingLists({ every: 4, arrive: 3, depart: 5, answer: 1 }));
    const { rows } = await held.exchange.list(page(1, 50));
    const { changes, requests } = held.fake.world;
    const times = (what) => changes.filter((change) => change.what === what).length;
    assert.deepEqual([times('arrive'), times('depart'), times('answer')], [30, 50, 10]);
    const seen = rows.map(({ id }) => id);
    const throughout = requests.filter(({ id }) => before.has(id));
    const missed = throughout.filter(({ id }) => !seen.includes(id));
    assert.ok(missed.length + (seen.length - new Set(seen).size) > 0, 'otherwise nothing shifted');
  });
  test('shift the same way for the same seed', async () => {
    const shifted = async () => {
      held.fake.reset(enterpriseWorld({ count: 500, organizations: 5 }));
      held.fake.meanwhile(shiftingLists({ every: 1, arrive: 1, depart: 2, answer: 1, seed: 9 }));
      for (let at = 1; at <= 5; at++) await get(page(at));
      return held.fake.world.changes.map(({ what, id }) => [what, id]);
    };
    assert.deepEqual(await shifted(), await shifted());
  });
  test('may be any change, before the call or after its effect', async () => {
    const request = held.fake.world.arrive({ repository: 'octo-org/smile', requester: 'monalisa' });
    const path = `/repos/octo-org/smile/bypass-requests/secret-scanning/${request.number}`;
    held.fake.meanwhile({ method: 'GET', path, applied: true, change: (world) => world.answer(request.id, 'hubot', 'reject') });
    assert.equal((await get(path)).body.status, 'pending', 'as it was when it was read');
    assert.equal((await held.exchange.call('PATCH', path, { body: { status: 'approve', message: 'fine' } })).status, 422, 'the other reviewer was faster');

    const next = held.fake.world.arrive({ repository: 'octo-org/smile', requester: 'monalisa' });
    const nextPath = path.replace(/\d+$/, next.number);
    held.fake.meanwhile({ method: 'PATCH', path: nextPath, change: (world, { requestId }) => world.answer(requestId, 'hubot', 'approve') });
    assert.equal((await held.exchange.call('PATCH', nextPath, { body: { status: 'reject', message: 'no' } })).status, 422);
  });
});

describe('two reviewers at once', () => {
  test('one of them is first, and the other is told', async () => {
    const request = held.fake.world.arrive({ repository: 'octo-org/smile', requester: 'monalisa' });
    const path = `/repos/octo-org/smile/bypass-requests/secret-scanning/${request.number}`;
    const replies = await Promise.all([TOKENS.octocat, TOKENS.hubot].map((token) => held.exchange.call('PATCH', path, { token, body: { status: 'approve', message: 'fine' } })));
    assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 422]);
    assert.equal(request.responses.length, 1);
  });
});

describe('measures', () => {
  test('tell how many calls were under way at once', async () => {
    held.fake.delay({ path: LISTS, times: Infinity, ms: 60 });
    await Promise.all(PAGES.slice(0, 7).map((path) => get(path)));
    await get(page(8));
    const { concurrent, calls, statuses } = held.fake.measures();
    assert.deepEqual([concurrent, calls, statuses], [7, { 'secret-scanning/list-enterprise-bypass-requests': 8 }, { 200: 8 }]);
  });
  test('tell when, and how often per request, something was written', async () => {
    const open = [1, 2].map(() => held.fake.world.arrive({ repository: 'octo-org/smile', requester: 'monalisa' }));
    const review = ({ number }) => held.exchange.call('PATCH', `/repos/octo-org/smile/bypass-requests/secret-scanning/${number}`, { body: { status: 'approve', message: 'fine' } });
    assert.equal(held.fake.measures().shortestPatchGap, Infinity);
    await review(open[0]);
    await new Promise((resolve) => setTimeout(resolve, 120));
    await review(open[1]);
    await review(open[1]);
    const { patches, patchesPerRequest, shortestPatchGap } = held.fake.measures();
    assert.deepEqual(patches.map(({ requestId, status }) => [requestId, status]), [[open[0].id, 200], [open[1].id, 200], [open[1].id, 422]]);
    assert.deepEqual(patchesPerRequest, { [open[0].id]: 1, [open[1].id]: 2 });
    const gaps = [patches[1].at - patches[0].at, patches[2].at - patches[1].at];
    assert.ok(gaps[0] >= 100);
    assert.equal(shortestPatchGap, Math.min(...gaps));
  });
});
