// Owns the tests of who is refused what: the user's organizations, refused scopes, and what SSO leaves out.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enterpriseWorld } from './enterprise.mjs';
import { fakeForTests } from './exchange.mjs';
import { TOKENS } from './world.mjs';

const held = fakeForTests();
const get = (path, options) => held.exchange.get(path, options);
const refuse = (...entries) => held.fake.world.refusals.push(...entries);
const statuses = (paths, options) => Promise.all(paths.map(async (path) => (await get(path, options)).status));

const ENTERPRISE = '/enterprises/octo-enterprise/bypass-requests/secret-scanning';
const ORG = '/orgs/octo-org/bypass-requests/secret-scanning';
const LABS = '/orgs/octo-labs/bypass-requests/secret-scanning';
const SMILE = '/repos/octo-org/smile/bypass-requests/secret-scanning';

describe("the user's organizations", () => {
  const names = ({ body }) => body.map(({ login }) => login);

  test('are those it reviews for, or is said to be a member of', async () => {
    assert.deepEqual(names(await get('/user/orgs')), ['octo-org', 'octo-labs']);
    assert.deepEqual(names(await get('/user/orgs', { token: TOKENS.mallory })), ['octo-org']);
    held.fake.world.members = { 'octo-labs': ['mallory'] };
    assert.deepEqual(names(await get('/user/orgs', { token: TOKENS.mallory })), ['octo-org', 'octo-labs']);
    assert.equal((await get(LABS, { token: TOKENS.mallory })).status, 404, 'a member is no reviewer');
  });
  test('are told to a classic token with a scope for them', async () => {
    const reply = await get('/user/orgs', { token: TOKENS.octocatNoScopes });
    assert.equal(reply.status, 403);
    assert.match(reply.body.message, /read:org/);
    held.fake.world.tokens.find(({ token }) => token === TOKENS.octocatNoScopes).scopes = ['user'];
    assert.equal((await get('/user/orgs', { token: TOKENS.octocatNoScopes })).status, 200);
  });
  test('are an empty list to a fine-grained token, and nothing for an App', async () => {
    assert.deepEqual((await get('/user/orgs', { token: TOKENS.octocatFineGrained })).body, []);
    held.fake.world.tokens.find(({ token }) => token === TOKENS.octocatFineGrained).kind = 'app';
    assert.equal((await get('/user/orgs', { token: TOKENS.octocatFineGrained })).status, 403);
  });
  test('come in pages', async () => {
    held.fake.reset(enterpriseWorld({ count: 50, organizations: 40 }));
    const { rows, pages } = await held.exchange.list('/user/orgs');
    assert.deepEqual([rows.length, pages], [40, 2]);
    assert.deepEqual(rows.map(({ login }) => login), held.fake.world.organizations.map(({ name }) => name));
    held.fake.world.lastLink = false;
    assert.match((await get('/user/orgs?per_page=7')).headers.link, /^<https:\/\/api\.github\.com\/user\/orgs\?per_page=7&page=2>; rel="next"$/);
  });
});

describe('an enterprise that refuses', () => {
  for (const [as, status, message] of [['not-found', 404, /Not Found/], ['forbidden', 403, /not accessible/], ['sso', 403, /SAML/]]) {
    test(`as ${as}, while its organizations answer`, async () => {
      refuse({ enterprise: 'octo-enterprise', as });
      const reply = await get(ENTERPRISE);
      assert.equal(reply.status, status);
      assert.match(reply.body.message, message);
      assert.deepEqual(await statuses([ORG, LABS, SMILE]), [200, 200, 200]);
    });
  }
  test('only one token, or one kind of them', async () => {
    refuse({ enterprise: 'octo-enterprise', as: 'not-found', token: TOKENS.hubot });
    assert.deepEqual([...await statuses([ENTERPRISE]), ...await statuses([ENTERPRISE], { token: TOKENS.hubot })], [200, 404]);
    held.fake.world.refusals = [{ enterprise: 'octo-enterprise', as: 'forbidden', kind: 'fine-grained' }];
    assert.deepEqual([...await statuses([ENTERPRISE]), ...await statuses([ENTERPRISE], { token: TOKENS.octocatFineGrained })], [200, 403]);
  });
});

describe('an organization that refuses', () => {
  test('for a missing permission, with all its repositories', async () => {
    refuse({ organization: 'octo-org', as: 'forbidden' });
    assert.deepEqual(await statuses([ORG, SMILE, `${SMILE}/2`, LABS]), [403, 403, 403, 200]);
    assert.equal((await get(ORG, { token: TOKENS.octocatFineGrained })).headers['x-accepted-github-permissions'], 'organization_bypass_requests_for_secret_scanning=read');
  });
  test('as if it were not there, but for its repositories', async () => {
    refuse({ organization: 'octo-org', as: 'not-found', repositories: false });
    assert.deepEqual(await statuses([ORG, SMILE, `${SMILE}/2`]), [404, 200, 200]);
  });
  test('until the token is authorized for SSO, with a place to do that', async () => {
    refuse({ organization: 'octo-org', as: 'sso' });
    const { status, headers } = await get(ORG);
    assert.equal(status, 403);
    assert.match(headers['x-github-sso'], /^required; url=https:\/\/github\.com\/orgs\/octo-org\/sso\?authorization_request=\w+$/);
    assert.match(headers['access-control-expose-headers'], /X-GitHub-SSO/);
    assert.deepEqual(await statuses([SMILE, LABS]), [403, 200]);
  });
  test('a write, which then changes nothing', async () => {
    refuse({ organization: 'octo-org', as: 'sso' });
    assert.equal((await held.exchange.call('PATCH', `${SMILE}/2`, { body: { status: 'approve', message: 'fine' } })).status, 403);
    assert.equal(held.fake.request('octo-org/smile', 2).status, 'pending');
  });
  test('a refusal of no known sort is an error', async () => {
    refuse({ organization: 'octo-org', as: 'sometimes' });
    await get(ORG);
    assert.match(held.fake.violations.pop(), /`as` can't be sometimes/);
  });
});

describe('lists that SSO leaves incomplete', () => {
  test('lack the rows of those organizations, and say of which', async () => {
    refuse({ organization: 'octo-labs', as: 'sso' });
    const { status, headers, body } = await get(`${ENTERPRISE}?time_period=month`);
    assert.deepEqual([status, headers['x-github-sso']], [200, 'partial-results; organizations=2']);
    assert.deepEqual(new Set(body.map(({ organization }) => organization.name)), new Set(['octo-org']));
    const orgs = await get('/user/orgs');
    assert.deepEqual([orgs.headers['x-github-sso'], orgs.body.length], ['partial-results; organizations=2', 1]);
  });
  test('name several, on every page', async () => {
    held.fake.reset(enterpriseWorld({ count: 400, organizations: 8 }));
    const { world } = held.fake;
    refuse({ organization: 'octo-labs', as: 'sso' }, { organization: 'a', as: 'sso' });
    const [labs, a] = ['octo-labs', 'a'].map((wanted) => world.organizations.find(({ name }) => name === wanted).id);
    for (const page of [1, 2]) {
      const { headers } = await get(`${ENTERPRISE}?time_period=month&per_page=100&page=${page}`);
      assert.equal(headers['x-github-sso'], `partial-results; organizations=${labs},${a}`);
    }
  });
  test('are complete for other tokens, and where that organization is not asked for', async () => {
    refuse({ organization: 'octo-labs', as: 'sso', token: TOKENS.hubot });
    assert.equal((await get(ENTERPRISE)).headers['x-github-sso'], undefined);
    assert.equal((await get(`${ENTERPRISE}?organization_name=octo-org`, { token: TOKENS.hubot })).headers['x-github-sso'], undefined);
    assert.equal((await get(ENTERPRISE, { token: TOKENS.hubot })).headers['x-github-sso'], 'partial-results; organizations=2');
  });
  test('a missing permission leaves nothing out of them', async () => {
    refuse({ organization: 'octo-labs', as: 'forbidden' });
    const { headers, body } = await get(`${ENTERPRISE}?time_period=month`);
    assert.equal(headers['x-github-sso'], undefined);
    assert.ok(body.some(({ organization }) => organization.name === 'octo-labs'));
  });
});
