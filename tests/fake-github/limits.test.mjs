// Owns the tests of what calls cost: the primary and the secondary limit, and replies that have not changed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fakeForTests } from './exchange.mjs';
import { TOKENS } from './world.mjs';

const held = fakeForTests();
const LIST = '/repos/octo-org/smile/bypass-requests/secret-scanning';
const ENGINE = '/repos/octo-org/engine/bypass-requests/secret-scanning';
const get = (path, options) => held.exchange.get(path, options);
const review = (number, options) => held.exchange.call('PATCH', `${LIST}/${number}`, { body: { status: 'approve', message: 'fine' }, ...options });
const secondary = (numbers) => Object.assign(held.fake.world.secondaryLimit, numbers);
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the primary limit', () => {
  const names = ['limit', 'remaining', 'used', 'reset', 'resource'].map((name) => `x-ratelimit-${name}`);
  const told = ({ headers }) => names.map((name) => headers[name]);

  test('is told with every reply', async () => {
    const { rateLimit } = held.fake.world;
    assert.deepEqual(told(await get(LIST)), ['5000', '4999', '1', String(rateLimit.reset), 'core']);
    assert.deepEqual(told(await get(`${LIST}/404`)).slice(0, 3), ['5000', '4998', '2']);
    assert.deepEqual(told(await review(2)).slice(0, 3), ['5000', '4997', '3']);
    assert.deepEqual(told(await get(LIST, { token: 'ghp_unknown' })).slice(0, 3), ['60', '59', '1'], 'a bad token counts by address');
  });
  test('refuses when it is spent, until it is full again', async () => {
    const { rateLimit } = held.fake.world;
    Object.assign(rateLimit, { remaining: 1, reset: Math.floor(Date.now() / 1000) + 2 });
    assert.equal((await get(LIST)).status, 200);
    const refused = await get(LIST);
    assert.deepEqual([refused.status, refused.headers['x-ratelimit-remaining'], refused.headers['retry-after']], [403, '0', undefined]);
    assert.equal(held.fake.measures().limited, 1);
    await rest(rateLimit.reset * 1000 - Date.now() + 20);
    assert.deepEqual([(await get(LIST)).status, rateLimit.remaining], [200, 4999]);
  });
});

describe('the secondary limit', () => {
  for (const status of [403, 429]) {
    test(`refuses with ${status} what is too much in a minute, and says how long`, async () => {
      secondary({ points: 3, status, retryAfter: 30 });
      const statuses = [];
      for (let left = 4; left > 0; left--) statuses.push((await get(LIST)).status);
      assert.deepEqual(statuses, [200, 200, 200, status]);
      const { headers, body } = await get(LIST);
      assert.match(headers['retry-after'], /^(30|29)$/);
      assert.equal(headers['x-ratelimit-limit'], '5000');
      assert.match(body.message, /secondary rate limit/);
      assert.equal((await get(LIST, { token: TOKENS.hubot })).status, 200, 'somebody else has their own');
    });
  }
  test('may say nothing of how long', async () => {
    secondary({ points: 0, retryAfter: null });
    const { status, headers } = await get(LIST);
    assert.deepEqual([status, headers['retry-after']], [403, undefined]);
  });
  test('counts a write five times, and writes for themselves', async () => {
    secondary({ points: 6 });
    assert.deepEqual([(await review(2)).status, (await get(LIST)).status, (await get(LIST)).status], [200, 200, 403]);
    held.fake.reset();
    secondary({ writes: 1 });
    assert.deepEqual([(await review(2)).status, (await get(LIST)).status, (await review(11)).status], [200, 200, 403]);
    assert.equal(held.fake.request('octo-org/smile', 11).status, 'pending');
  });
  test('refuses too many at once', async () => {
    secondary({ concurrent: 3 });
    held.fake.delay({ path: LIST, times: Infinity, ms: 80 });
    const statuses = await Promise.all([1, 2, 3, 4, 5].map(async () => (await get(LIST)).status));
    assert.deepEqual(statuses, [200, 200, 200, 403, 403]);
  });
  test('is over after its time, and calling on does not make it longer', async () => {
    held.fake.throttle({ path: LIST, after: 1, seconds: 1, status: 429 });
    assert.deepEqual([(await get(LIST)).status, (await get(LIST)).status, (await get(ENGINE)).status], [200, 429, 429]);
    await rest(1_020);
    assert.equal((await get(ENGINE)).status, 200);
    assert.equal(held.fake.measures().limited, 2);
  });
  test('lets who waited it out begin anew', async () => {
    secondary({ points: 2, retryAfter: 1 });
    const statuses = async () => [(await get(LIST)).status, (await get(LIST)).status, (await get(LIST)).status];
    assert.deepEqual(await statuses(), [200, 200, 403]);
    await rest(500);
    assert.equal((await get(LIST)).status, 403);
    await rest(520);
    assert.deepEqual(await statuses(), [200, 200, 403]);
  });
  test('can be switched off', async () => {
    held.fake.world.secondaryLimit = null;
    const statuses = await Promise.all(Array.from({ length: 150 }, async () => (await get('/user')).status));
    assert.deepEqual(new Set(statuses), new Set([200]));
  });
});

describe('what has not changed', () => {
  const known = (headers) => ({ headers: { 'if-none-match': headers.etag } });

  for (const [etags, list, item] of [[true, true, true], ['lists', true, false], ['items', false, true], [false, false, false]]) {
    test(`is tagged where etags is ${etags}`, async () => {
      held.fake.world.etags = etags;
      assert.deepEqual([(await get(LIST)).headers.etag !== undefined, (await get(`${LIST}/2`)).headers.etag !== undefined], [list, item]);
    });
  }
  test('costs nothing, list or item, page by page', async () => {
    held.fake.world.etags = true;
    for (const path of [`${LIST}?time_period=month&per_page=5&page=2`, `${LIST}/2`, '/user/orgs']) {
      const { headers } = await get(path);
      const again = await get(path, known(headers));
      assert.deepEqual([again.status, again.text, again.headers.etag, again.headers.link], [304, '', headers.etag, headers.link], path);
      assert.equal(again.headers['x-ratelimit-remaining'], headers['x-ratelimit-remaining']);
    }
  });
  test('is told by the content of that page alone', async () => {
    held.fake.world.etags = true;
    const paths = [1, 2].map((page) => `${LIST}?time_period=month&per_page=6&page=${page}`);
    const [first, second] = await Promise.all(paths.map((path) => get(path)));
    await review(first.body[2].number);
    assert.equal((await get(paths[0], known(first.headers))).status, 200);
    assert.equal((await get(paths[1], known(second.headers))).status, 304);
    held.fake.world.arrive({ repository: 'octo-org/smile' });
    assert.equal((await get(paths[1], known(second.headers))).status, 200, 'everything moved down by one');
  });
  test('is found among several tags, weak or not', async () => {
    held.fake.world.etags = true;
    const { etag } = (await get(LIST)).headers;
    assert.match(etag, /^W\/"/);
    for (const tags of [`"other", ${etag}`, etag.slice(2), '*']) assert.equal((await get(LIST, { headers: { 'if-none-match': tags } })).status, 304);
    assert.equal((await get(LIST, { headers: { 'if-none-match': '"other"' } })).status, 200);
  });
  test('is another for another token', async () => {
    held.fake.world.etags = true;
    const { headers } = await get(LIST);
    assert.equal((await get(LIST, { token: TOKENS.hubot, ...known(headers) })).status, 200);
  });
});
