// Owns the tests of the large enterprise: that it is believable, repeatable, wholly reachable and cheap to serve.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enterpriseWorld } from './enterprise.mjs';
import { fakeForTests } from './exchange.mjs';
import { isAwaitingReview, TOKENS } from './world.mjs';

const NOW = Date.UTC(2026, 10, 20, 15, 30);
const DAY = 86_400_000;
const ENTERPRISE = '/enterprises/octo-enterprise/bypass-requests/secret-scanning';

const shareOf = (list, is) => list.filter(is).length / list.length;
const between = (low, value, high, what) => assert.ok(low <= value && value <= high, `${what}: ${value} is not between ${low} and ${high}`);

describe('an enterprise of 10,000 requests in 40 organizations', () => {
  const world = enterpriseWorld({ now: NOW });
  const { requests } = world;

  test('has as many as it says, each once, newest first', () => {
    assert.equal(requests.length, 10_000);
    assert.equal(new Set(requests.map(({ id }) => id)).size, 10_000);
    assert.equal(new Set(requests.map(({ html_url }) => html_url)).size, 10_000);
    assert.equal(new Set(requests.map(({ organization }) => organization.name)).size, 40);
    assert.deepEqual(requests.map(({ created_at }) => created_at), requests.map(({ created_at }) => created_at).toSorted().reverse());
  });
  test('lies within the month before now', () => {
    const ages = requests.map(({ created_at }) => NOW - Date.parse(created_at));
    between(0, Math.min(...ages), DAY, 'youngest');
    between(28 * DAY, Math.max(...ages), 30 * DAY - DAY / 4, 'oldest');
  });
  test('is spread as an enterprise is', () => {
    between(0.03, shareOf(requests, (request) => isAwaitingReview(request, NOW)), 0.12, 'awaiting review');
    for (const [status, low, high] of [['completed', 0.3, 0.6], ['approved', 0.05, 0.3], ['denied', 0.1, 0.25], ['cancelled', 0.02, 0.12], ['expired', 0.05, 0.2]]) {
      between(low, shareOf(requests, (request) => request.status === status), high, status);
    }
    between(0.001, shareOf(requests, (request) => request.status === 'pending' && !isAwaitingReview(request, NOW)), 0.05, 'past their time, though they say pending');
    const weekend = shareOf(requests, ({ created_at }) => [0, 6].includes(new Date(created_at).getUTCDay()));
    between(0.005, weekend, 0.15, 'made at weekends');
    assert.ok(new Set(requests.flatMap(({ data }) => data ?? []).map(({ secret_type }) => secret_type)).size > 15);
    assert.equal(new Set(requests.flatMap(({ data }) => data ?? []).map(({ bypass_reason }) => bypass_reason)).size, 3);
    assert.ok(requests.some(({ data }) => data === null) && requests.some(({ data }) => data?.length === 10));
    assert.ok(requests.some(({ responses }) => responses === null) && requests.some(({ responses }) => responses?.length === 2));
  });
  test('is answered after it was made and before it ran out, by reviewers of the organization', () => {
    for (const { id, created_at, expires_at, organization, responses } of requests) {
      for (const { created_at: answered, reviewer } of responses ?? []) {
        assert.ok(created_at <= answered && answered <= expires_at && Date.parse(answered) <= NOW, `request ${id}`);
        assert.ok(world.reviewers[organization.name].includes(reviewer.actor_name), `request ${id}`);
      }
    }
  });
  test('has names that break what is careless', () => {
    const names = world.organizations.map(({ name }) => name);
    assert.ok(names.some((name) => name.length === 39) && names.includes('octo-org-2') && names.includes('42'));
    const paths = requests.flatMap(({ data }) => data ?? []).map(({ path }) => path);
    for (const odd of [/^=HYPERLINK/, /<img /, /[\u0600-\u06ff]/, /\u202e/, /"quoted"\t/, /^[^:]+$/, /^.{180,}$/]) assert.ok(paths.some((path) => odd.test(path)), String(odd));
    const comments = requests.map(({ requester_comment }) => requester_comment);
    for (const odd of [/<script>/, /^=cmd/, /^.{1000,}$/, /\n/, /^$/]) assert.ok(comments.some((comment) => odd.test(comment ?? 'null')), String(odd));
    assert.ok(requests.some(({ requester }) => requester.actor_name.endsWith('[bot]')));
  });
  test('is the same for the same seed, and another for another', () => {
    const small = (seed) => enterpriseWorld({ now: NOW, count: 200, organizations: 5, seed }).requests;
    assert.deepEqual(small(1), small(1));
    assert.notDeepEqual(small(1), small(2));
  });
  test('has neighbours with each other’s number in every fifth repository', () => {
    const swapped = requests.filter(({ number, html_url }) => number !== Number(html_url.split('/').at(-1)));
    between(0.05, swapped.length / requests.length, 0.4, 'swapped');
    const numbers = requests.map(({ repository, number }) => `${repository.full_name}#${number}`);
    assert.equal(new Set(numbers).size, numbers.length);
  });
});

describe('the large enterprise', () => {
  const big = enterpriseWorld();
  const held = fakeForTests(() => big);

  test('is listed whole, page by page, faster than a test would notice', async () => {
    const start = performance.now();
    const { rows, pages } = await held.exchange.list(`${ENTERPRISE}?time_period=month&per_page=100`);
    assert.deepEqual([rows.length, pages], [10_000, 100]);
    assert.deepEqual(rows.map(({ id }) => id), big.requests.map(({ id }) => id));
    // Two are usual; ten leave room for a machine with other work.
    assert.ok(performance.now() - start < 10_000, `${performance.now() - start} ms`);
  });
  test('is the sum of its organizations', async () => {
    const ids = [];
    for (const { name } of big.organizations) {
      const { rows } = await held.exchange.list(`/orgs/${name}/bypass-requests/secret-scanning?time_period=month&per_page=100`);
      assert.ok(rows.every(({ organization }) => organization.name === name));
      ids.push(...rows.map(({ id }) => id));
    }
    assert.deepEqual(ids.toSorted(), big.requests.map(({ id }) => id).toSorted());
  });
  test('honours time and status', async () => {
    const now = Date.now();
    const { rows: day } = await held.exchange.list(`${ENTERPRISE}?per_page=100`);
    assert.equal(day.length, big.requests.filter(({ created_at }) => Date.parse(created_at) >= now - DAY).length);
    const { rows: open } = await held.exchange.list(`${ENTERPRISE}?time_period=month&request_status=open&per_page=100`);
    assert.equal(open.length, big.requests.filter((request) => isAwaitingReview(request, now)).length);
  });
  test('answers for single requests, by either number', async () => {
    for (const itemRoute of ['number', 'url']) {
      big.itemRoute = itemRoute;
      for (const { id, number, html_url, repository } of big.requests.slice(0, 20)) {
        const route = itemRoute === 'number' ? number : html_url.split('/').at(-1);
        assert.equal((await held.exchange.get(`/repos/${repository.full_name}/bypass-requests/secret-scanning/${route}`)).body.id, id);
      }
    }
    big.itemRoute = 'number';
  });
});

describe('what changes meanwhile', () => {
  const held = fakeForTests(() => enterpriseWorld({ count: 300, organizations: 6 }));
  const newest = async () => (await held.exchange.get(`${ENTERPRISE}?time_period=month&per_page=100`)).body;

  test('a request that arrives is on top, with a number of its own', async () => {
    const { world } = held.fake;
    const arrived = world.arrive();
    const named = world.arrive({ repository: 'octo-org/smile', requester: 'monalisa', comment: 'Hello' });
    const [first, second] = await newest();
    assert.deepEqual([first.id, second.id], [named.id, arrived.id]);
    assert.deepEqual([first.repository.full_name, first.requester.actor_name, first.requester_comment, first.status], ['octo-org/smile', 'monalisa', 'Hello', 'pending']);
    assert.deepEqual(world.requests.slice(0, 2), [named, arrived]);
    assert.equal(new Set(world.requests.map(({ html_url }) => html_url)).size, 302);
    const { body } = await held.exchange.get(`/repos/octo-org/smile/bypass-requests/secret-scanning/${named.number}`);
    assert.equal(body.id, named.id);
  });
  test('one that departs is nowhere', async () => {
    const [, second] = await newest();
    held.fake.world.depart(second.id);
    assert.ok(!(await newest()).some(({ id }) => id === second.id));
    assert.equal((await held.exchange.get(`/repos/${second.repository.full_name}/bypass-requests/secret-scanning/${second.number}`)).status, 404);
    assert.throws(() => held.fake.world.depart(second.id), RangeError);
  });
  test('one that another reviewer answers takes no second review', async () => {
    const { world } = held.fake;
    const open = world.arrive({ repository: 'octo-org/smile', requester: 'monalisa' });
    world.answer(open.id, 'hubot', 'reject');
    const path = `/repos/octo-org/smile/bypass-requests/secret-scanning/${open.number}`;
    const { body } = await held.exchange.get(path);
    assert.deepEqual([body.status, body.responses[0].reviewer.actor_name, body.responses[0].status], ['denied', 'hubot', 'denied']);
    assert.equal((await held.exchange.call('PATCH', path, { body: { status: 'approve', message: 'fine' } })).status, 422);
    assert.equal((await held.exchange.get(path, { token: TOKENS.hubot })).status, 200);
  });
  test('what arrives is the same for the same seed', () => {
    const [left, right] = [1, 2].map(() => enterpriseWorld({ now: NOW, count: 10, organizations: 3 }));
    assert.deepEqual(left.arrive({}, NOW), right.arrive({}, NOW));
  });
});
