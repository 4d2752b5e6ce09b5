// Owns the fake GitHub's own tests: what it plays is what the description and github.com's documentation say, and a wrong request or reply is caught.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { beforeEach, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { Exchange, fakeForTests } from './exchange.mjs';
import { startFakeGitHub } from './server.mjs';
import { bigWorld, defaultWorld, TOKENS } from './world.mjs';

const SMILE = '/repos/octo-org/smile';
const LIST = `${SMILE}/bypass-requests/secret-scanning`;
const ENGINE_LIST = '/repos/octo-org/engine/bypass-requests/secret-scanning';
const RESPONSES = `${SMILE}/bypass-responses/secret-scanning`;

const held = fakeForTests();
// The tests read best with the two by their names.
let fake;
let exchange;
beforeEach(() => ({ fake, exchange } = held));

const call = (...what) => exchange.call(...what);
const get = (path, options) => call('GET', path, options);
const review = (number, status, message, options) => call('PATCH', `${LIST}/${number}`, { ...options, body: { status, message } });
const ids = ({ body }) => body.map(({ id }) => id);

// What a violation test expects: the request fails, and the fake remembers why.
function assertViolation(reply, pattern) {
  assert.equal(reply.status, 500);
  assert.match(reply.body.message, pattern);
  assert.equal(fake.violations.length, 1);
  assert.match(fake.violations[0], pattern);
  fake.violations.length = 0;
}

describe('requests are checked against the description', () => {
  for (const [what, query, pattern] of [
    ['an unknown name', 'sort=created', /sort is not described/],
    ['an unknown value', 'request_status=pending', /request_status=pending/],
    ['a page size over 100', 'per_page=101', /must be <= 100/],
    ['a page that is no number', 'page=two', /page=two/],
    ['a name given twice', 'page=1&page=2', /page is given 2 times/],
    ["another scope's name", 'repository_name=smile', /repository_name is not described/],
  ]) {
    test(`a query with ${what} is a violation`, async () => assertViolation(await get(`${LIST}?${query}`), pattern));
  }

  for (const [what, body, pattern] of [
    ['no message', { status: 'approve' }, /\/message must have required/],
    ["another family's word", { status: 'deny', message: 'no' }, /\/status must be equal to one of/],
    ['an unknown member', { status: 'reject', message: 'no', reviewer: 'octocat' }, /\/reviewer must NOT/],
    ['a message that is no string', { status: 'reject', message: 1 }, /\/message must be string/],
    ['no body at all', undefined, /the body is missing/],
  ]) {
    test(`a review with ${what} is a violation and changes nothing`, async () => {
      assertViolation(await call('PATCH', `${LIST}/2`, { body }), pattern);
      assert.equal(fake.request('octo-org/smile', 2).status, 'pending');
    });
  }

  test('a body that is not announced as JSON is a violation', async () => {
    assertViolation(await call('PATCH', `${LIST}/2`, { body: {}, headers: { 'content-type': 'text/plain' } }), /content type text\/plain/);
  });
  test('a body where none belongs is a violation', async () => {
    assertViolation(await call('DELETE', `${RESPONSES}/9001`, { body: {} }), /a body is sent/);
  });
  test('a number that is none is a violation', async () => assertViolation(await get(`${LIST}/one`), /bypass_request_number=one/));
  test('a route that the API does not have is a violation', async () => assertViolation(await get('/repos/octo-org/smile/issues'), /not an operation/));
  test('a method that the route does not have is a violation', async () => assertViolation(await call('POST', LIST, { body: {} }), /not an operation/));
  test('an API version that does not exist is a violation', async () => {
    assertViolation(await get('/user', { headers: { 'x-github-api-version': '2021-01-01' } }), /2021-01-01/);
  });
  test('a malformed path is a violation', async () => assertViolation(await get('/orgs/%E0/bypass-requests/secret-scanning'), /%E0/));
});

describe('replies are checked against the description', () => {
  test('a status that the description lacks is a violation', async () => {
    fake.request('octo-org/smile', 1).status = 'waiting_for_godot';
    assertViolation(await get(`${LIST}/42`), /\/status must be equal to one of/);
  });
  test('a member that the description does not name is a violation, however deep', async () => {
    fake.request('octo-org/smile', 1).data[0].secret = 'hunter2';
    assertViolation(await get(`${LIST}/42`), /\/data\/0\/secret must NOT/);
  });
  test('a null where none may be is a violation', async () => {
    fake.request('octo-org/smile', 1).requester = null;
    assertViolation(await get(`${LIST}/42`), /\/requester must be object/);
  });
  test('a null where one may be is none', async () => {
    const { body } = await get(`${LIST}/11`);
    assert.deepEqual([body.data, body.responses, body.requester_comment], [null, null, null]);
  });
  test('a code that the operation does not document is a violation', async () => {
    fake.deviate({ path: LIST, at: ['headers'], change: (reply) => { reply.status = 418; } });
    assertViolation(await get(LIST), /changes status without naming it; status 418 is not described/);
  });
});

describe('a deviation', () => {
  test('excuses its own place', async () => {
    fake.deviate({ method: 'GET', path: `${LIST}/42`, at: ['/status'], to: () => 'waiting_for_godot' });
    const reply = await get(`${LIST}/42`);
    assert.deepEqual([reply.status, reply.body.status], [200, 'waiting_for_godot']);
    assert.equal((await get(`${LIST}/42`)).body.status, 'pending', 'it is used up');
  });
  test('excuses a place in a list, and a place that is new', async () => {
    fake.deviate({ path: new RegExp(`^${LIST}\\?`), at: ['/0/requester', '/1/brand_new'], to: null });
    const { body } = await get(`${LIST}?time_period=month`);
    assert.equal(body[0].requester, null);
    assert.equal(body[1].brand_new, null);
  });
  test('excuses no other place', async () => {
    fake.request('octo-org/smile', 1).request_type = 7;
    fake.deviate({ path: `${LIST}/42`, at: ['/status'], to: 'waiting_for_godot' });
    assertViolation(await get(`${LIST}/42`), /^(?!.*\/status).*\/request_type must be string/);
  });
  test('excuses nothing below its place', async () => {
    fake.deviate({ path: `${LIST}/42`, at: ['/requester'], to: { actor_id: 'twelve' } });
    assertViolation(await get(`${LIST}/42`), /\/requester\/actor_id must be integer/);
  });
  test('with a free change may touch only what it names', async () => {
    fake.deviate({ path: `${LIST}/42`, at: ['/status'], change: ({ body }) => { body.status = 'odd'; body.id = 1; } });
    assertViolation(await get(`${LIST}/42`), /changes \/id without naming it/);
  });
  test('at a place that the reply lacks is an error', async () => {
    fake.deviate({ path: LIST, at: ['/99/status'], to: null });
    assertViolation(await get(LIST), /no \/99\/status to deviate at/);
  });
  test('in the user is judged against the view that the user says it is', async () => {
    fake.deviate({ path: '/user', at: ['/login'], to: null });
    assert.equal((await get('/user')).body.login, null);
  });
  test('of the status lets an undocumented one through', async () => {
    fake.deviate({ path: '/orgs/octo-org/bypass-requests/secret-scanning', at: ['status'], to: 418 });
    assert.equal((await get('/orgs/octo-org/bypass-requests/secret-scanning')).status, 418);
  });
  test('of the headers can say what GitHub says for SAML', async () => {
    fake.deviate({ path: LIST, at: ['headers'], to: (headers) => ({ ...headers, 'x-github-sso': 'partial-results; organizations=1' }) });
    assert.equal((await get(LIST)).headers['x-github-sso'], 'partial-results; organizations=1');
  });
  test('that nothing used is pending', () => {
    fake.deviate({ path: '/user', at: ['/login'], to: null, times: 2 });
    assert.deepEqual(fake.pending(), ['deviate any method /user (2 left)']);
    fake.reset();
  });
});

describe('failures on the way', () => {
  test('a reset before the write leaves everything as it was', async () => {
    fake.fail({ method: 'PATCH', path: `${LIST}/2`, how: 'reset' });
    await assert.rejects(review(2, 'approve', 'fine'));
    assert.equal(fake.request('octo-org/smile', 2).status, 'pending');
    assert.deepEqual(fake.writes().map(({ requestId, status }) => [requestId, status]), [[2102, 'reset']]);
  });
  test('a reset after the write loses only the reply', async () => {
    fake.fail({ method: 'PATCH', path: `${LIST}/2`, how: 'reset', applied: true });
    await assert.rejects(review(2, 'approve', 'fine'));
    assert.equal(fake.request('octo-org/smile', 2).status, 'approved');
  });
  test('a dropped connection takes its other calls with it', async () => {
    const shared = exchange;
    exchange = new Exchange(fake);
    fake.delay({ path: '/user', ms: 5000 });
    fake.fail({ method: 'PATCH', path: `${LIST}/2`, how: 'drop' });
    try {
      const other = assert.rejects(get('/user'));
      await assert.rejects(review(2, 'approve', 'fine'));
      await other;
    } finally {
      exchange = shared;
    }
    assert.equal((await get(`${LIST}/2`)).body.status, 'pending');
  });
  test("the edge's own error is not checked", async () => {
    fake.fail({ path: '/user', how: 'status', status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Unicorn</h1>', cors: false });
    const reply = await get('/user');
    assert.deepEqual([reply.status, reply.text, reply.headers['access-control-allow-origin']], [502, '<h1>Unicorn</h1>', undefined]);
  });
  test('a delay holds one reply back', async () => {
    fake.delay({ path: '/user', ms: 120 });
    const start = performance.now();
    await get('/user');
    assert.ok(performance.now() - start >= 100);
  });
  test('what is held waits until it is released', async () => {
    const release = fake.hold({ path: '/user' });
    let isThere = false;
    const reply = get('/user').then(() => (isThere = true));
    await get('/user');
    assert.equal(isThere, false);
    release();
    await reply;
  });
});

describe('who may call', () => {
  const ENTERPRISE = '/enterprises/octo-enterprise/bypass-requests/secret-scanning';
  const ORGANIZATION = '/orgs/octo-org/bypass-requests/secret-scanning';
  const everyRead = [ENTERPRISE, ORGANIZATION, LIST, `${LIST}/2`];
  const statuses = async (token) => Promise.all(everyRead.map(async (path) => (await get(path, { token })).status));

  test('an unknown token is nobody', async () => {
    const { status, body } = await get('/user', { token: 'ghp_unknown' });
    assert.equal(status, 401);
    assert.deepEqual(body, { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' });
    assert.equal((await get('/user', { token: null })).body.message, 'Requires authentication');
  });
  test('a classic token needs its scope', async () => {
    assert.deepEqual(await statuses(TOKENS.octocat), [200, 200, 200, 200]);
    assert.deepEqual(await statuses(TOKENS.octocatNoScopes), [404, 404, 403, 403]);
    assert.equal((await get('/user', { token: TOKENS.octocatNoScopes })).status, 200);
  });
  test('a fine-grained token never lists an enterprise', async () => {
    assert.deepEqual(await statuses(TOKENS.octocatFineGrained), [404, 200, 200, 200]);
  });
  test('a token with the repository permission alone lists and reviews, but does not get', async () => {
    assert.deepEqual(await statuses(TOKENS.octocatRepoOnly), [404, 404, 200, 403]);
    assert.equal((await get(`${LIST}/2`, { token: TOKENS.octocatRepoOnly })).body.message, 'Resource not accessible by personal access token');
    assert.equal((await review(2, 'approve', 'fine', { token: TOKENS.octocatRepoOnly })).status, 200);
  });
  test('a token that may only read does not review', async () => {
    const entry = fake.world.tokens.find(({ token }) => token === TOKENS.octocatFineGrained);
    entry.permissions = ['secret-scanning-alerts:read', 'org-bypass-requests:read'];
    assert.equal((await review(2, 'approve', 'fine', { token: TOKENS.octocatFineGrained })).status, 403);
  });
  test('who is no reviewer sees nothing', async () => {
    fake.world.reviewers['octo-org'] = [];
    assert.deepEqual((await statuses(TOKENS.octocat)).slice(1), [404, 404, 404]);
    assert.deepEqual(new Set((await get(`${ENTERPRISE}?time_period=month`)).body.map(({ organization }) => organization.name)), new Set(['octo-labs']));
  });
  test('scopes are told of classic tokens only', async () => {
    assert.equal((await get('/user')).headers['x-oauth-scopes'], 'security_events, read:org');
    assert.equal((await get('/user', { token: TOKENS.octocatNoScopes })).headers['x-oauth-scopes'], '');
    assert.equal((await get('/user', { token: TOKENS.octocatFineGrained })).headers['x-oauth-scopes'], undefined);
  });
  test('a spent limit is said so', async () => {
    fake.world.rateLimit.remaining = 1;
    assert.equal((await get('/user')).headers['x-ratelimit-remaining'], '0');
    const reply = await get('/user');
    assert.equal(reply.status, 403);
    assert.match(reply.body.message, /rate limit exceeded/);
  });
});

describe('reviews and dismissals', () => {
  test('an approval is recorded, and its message is never given back', async () => {
    const { status, body } = await review(2, 'approve', 'Looks like a fixture');
    assert.equal(status, 200);
    const { body: read } = await get(`${LIST}/2`);
    assert.equal(read.status, 'approved');
    assert.deepEqual(read.responses.map(({ id, reviewer, status: answer, message }) => [id, reviewer.actor_name, answer, message]), [[body.bypass_review_id, 'octocat', 'approved', undefined]]);
    assert.equal(fake.request('octo-org/smile', 2).responses[0].message, 'Looks like a fixture');
  });
  test('a rejection is recorded as denied', async () => {
    await review(2, 'reject', 'Revoke it first');
    assert.equal(fake.request('octo-org/smile', 2).status, 'denied');
  });
  for (const [page, number, what] of [[3, 103, 'approved'], [4, 4, 'denied'], [5, 5, 'past its time'], [6, 6, 'expired'], [7, 7, 'cancelled'], [8, 8, 'completed']]) {
    test(`a request that is ${what} takes no review`, async () => {
      const before = structuredClone(fake.request('octo-org/smile', page));
      const { status, body } = await review(number, 'approve', 'fine');
      assert.deepEqual([status, body.errors[0].field], [422, 'status']);
      assert.deepEqual(fake.request('octo-org/smile', page), before);
    });
  }
  test('nobody reviews their own request', async () => {
    assert.equal((await review(9, 'approve', 'fine', { token: TOKENS.mallory })).status, 422);
    assert.equal((await review(9, 'approve', 'fine')).status, 200);
  });
  test('a message is more than space, and at most 2048 code points', async () => {
    for (const message of ['', ' \n\t', 'x'.repeat(2049), '🔑'.repeat(2049)]) {
      const { status, body } = await review(2, 'approve', message);
      assert.deepEqual([status, body.errors[0].field], [422, 'message']);
    }
    assert.equal((await review(2, 'approve', '🔑'.repeat(2048))).status, 200);
  });
  test('a dismissed response reopens the request, once', async () => {
    const { bypass_review_id: id } = (await review(2, 'reject', 'no')).body;
    assert.equal((await call('DELETE', `${RESPONSES}/${id}`)).status, 204);
    const { body } = await get(`${LIST}/2`);
    assert.deepEqual([body.status, body.responses[0].status], ['pending', 'dismissed']);
    assert.equal((await call('DELETE', `${RESPONSES}/${id}`)).status, 422);
    assert.equal((await call('DELETE', `${RESPONSES}/1`)).status, 404);
  });
  test('dismissing one of two responses leaves what the other says', async () => {
    const request = fake.request('octo-labs/rocket', 3);
    await call('DELETE', `/repos/octo-labs/rocket/bypass-responses/secret-scanning/${request.responses[1].id}`);
    assert.equal(request.status, 'denied');
  });
  test('dismissing a response cannot bring back what is pushed or past', async () => {
    const [completed, denied] = [8, 4].map((page) => fake.request('octo-org/smile', page));
    denied.expires_at = '2020-01-01T00:00:00Z';
    await call('DELETE', `${RESPONSES}/${completed.responses[0].id}`);
    await call('DELETE', `${RESPONSES}/${denied.responses[0].id}`);
    assert.deepEqual([completed.status, denied.status], ['completed', 'expired']);
  });
});

describe('which number names a request', () => {
  for (const [itemRoute, numberOfA, numberOfB] of [['number', 42, 1], ['url', 1, 42]]) {
    test(`by ${itemRoute}, and another request has the other number`, async () => {
      fake.reset(defaultWorld({ itemRoute }));
      assert.deepEqual([(await get(`${LIST}/${numberOfA}`)).body.id, (await get(`${LIST}/${numberOfB}`)).body.id], [2101, 2142]);
      await review(numberOfA, 'approve', 'fine');
      assert.equal(fake.request('octo-org/smile', 1).status, 'approved');
      assert.equal(fake.request('octo-org/smile', 42).status, 'pending');
      assert.deepEqual(fake.writes().map(({ method, path, requestId, status, body }) => ({ method, path, requestId, status, body })), [
        { method: 'PATCH', path: `${LIST}/${numberOfA}`, requestId: 2101, status: 200, body: { status: 'approve', message: 'fine' } },
      ]);
    });
  }
});

describe('lists', () => {
  test('a day is the default time', async () => {
    assert.deepEqual(ids(await get(LIST)), [2142, 2109, 2111]);
    assert.deepEqual(ids(await get(`${LIST}?time_period=hour`)), []);
    assert.equal((await get(`${LIST}?time_period=month`)).body.length, 12);
    assert.ok(!ids(await get(`${ENGINE_LIST}?time_period=month`)).includes(3005), 'a month is the most there is');
  });
  test('newest first', async () => {
    const created = (await get(`${LIST}?time_period=month`)).body.map(({ created_at }) => created_at);
    assert.deepEqual(created, created.toSorted().reverse());
  });
  test('filters', async () => {
    const filtered = async (query) => ids(await get(`${LIST}?time_period=month&${query}`)).toSorted();
    assert.deepEqual(await filtered('request_status=open'), [2101, 2102, 2109, 2110, 2111, 2142]);
    assert.deepEqual(await filtered('request_status=expired'), [2105, 2106]);
    assert.deepEqual(await filtered('request_status=denied'), [2104]);
    assert.deepEqual(await filtered('requester=mallory'), [2109]);
    assert.deepEqual(await filtered('reviewer=hubot'), [2103, 2108]);
  });
  test('scopes', async () => {
    const scoped = async (path) => ids(await get(`${path}/bypass-requests/secret-scanning?time_period=month&request_status=approved`)).toSorted();
    assert.deepEqual(await scoped('/enterprises/octo-enterprise'), [2103, 4003]);
    assert.deepEqual(await scoped('/orgs/octo-org'), [2103]);
    assert.deepEqual(await scoped('/orgs/OCTO-LABS'), [4003]);
    assert.deepEqual(ids(await get('/enterprises/octo-enterprise/bypass-requests/secret-scanning?time_period=hour&organization_name=octo-labs')), [4001]);
    assert.deepEqual(ids(await get('/orgs/octo-org/bypass-requests/secret-scanning?time_period=hour&repository_name=engine')), []);
  });
  test('a push-rule request is not among them', async () => assert.equal((await get(`${LIST}/99`)).status, 404));

  for (const path of ['/enterprises/octo-enterprise', '/orgs/octo-org', '/repos/octo-org/engine']) {
    test(`every page of ${path} is reached by its links`, async () => {
      fake.reset(bigWorld({ count: 250 }));
      const query = '?time_period=month&per_page=100';
      const seen = new Set();
      let next = `${path}/bypass-requests/secret-scanning${query}`;
      let pages = 0;
      while (next) {
        const reply = await get(next);
        ids(reply).forEach((id) => seen.add(id));
        pages++;
        const links = reply.headers.link ?? '';
        next = /<https:\/\/api\.github\.com([^>]+)>; rel="next"/.exec(links)?.[1];
        if (next) assert.match(next, /^\/(enterprises|organizations|repositories)\/\d+\/bypass-requests\/secret-scanning\?time_period=month/);
      }
      assert.equal(pages, 3);
      assert.ok(seen.size >= 250);
      assert.equal(fake.requests.length, 3);
    });
  }
  test('the last link can be left out, and one page has no links', async () => {
    fake.world.lastLink = false;
    const { headers } = await get(`${LIST}?time_period=month&per_page=2`);
    assert.match(headers.link, /rel="next"/);
    assert.doesNotMatch(headers.link, /rel="last"/);
    assert.equal((await get(LIST)).headers.link, undefined);
  });
  test('an ETag that still holds costs nothing', async () => {
    fake.world.etags = true;
    const { headers } = await get(LIST);
    const again = await get(LIST, { headers: { 'if-none-match': headers.etag } });
    assert.deepEqual([again.status, again.text, again.headers['x-ratelimit-remaining']], [304, '', headers['x-ratelimit-remaining']]);
    await review(11, 'approve', 'fine');
    assert.equal((await get(LIST, { headers: { 'if-none-match': headers.etag } })).status, 200);
  });
});

describe('calls from a page', () => {
  const preflight = (headers) =>
    call('OPTIONS', LIST, { token: null, headers: { origin: 'https://site.example.test', 'access-control-request-method': 'GET', 'access-control-request-headers': headers } });

  test('the documented headers are allowed', async () => {
    const { status, headers } = await preflight('authorization,content-type,if-none-match,x-github-api-version');
    assert.equal(status, 204);
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.match(headers['access-control-allow-headers'], /Authorization.*X-GitHub-Api-Version/);
    assert.match(headers['access-control-allow-methods'], /PATCH.*DELETE/);
  });
  test('another header is refused', async () => {
    const { status, headers } = await preflight('authorization,cache-control');
    assert.equal(status, 204);
    assert.deepEqual(Object.keys(headers).filter((name) => name.startsWith('access-control')), []);
  });
  test('the API version header can be refused, as older reports say', async () => {
    fake.world.corsApiVersion = false;
    assert.equal((await preflight('x-github-api-version')).headers['access-control-allow-headers'], undefined);
  });
  test('every reply may be read by any page, with GitHub\'s own list of headers', async () => {
    for (const reply of [await get(LIST), await get('/user', { token: 'ghp_unknown' }), await review(3, 'approve', '')]) {
      assert.equal(reply.headers['access-control-allow-origin'], '*');
      assert.match(reply.headers['access-control-expose-headers'], /Link.*X-OAuth-Scopes/);
      assert.doesNotMatch(reply.headers['access-control-expose-headers'], /Date/);
    }
  });
});

describe('other hosts', () => {
  test('GHE.com and Enterprise Server speak of themselves', async () => {
    const cloud = await get(`${LIST}/2`, { host: 'api.octo.ghe.com' });
    assert.deepEqual([cloud.body.url, cloud.body.html_url], [`https://api.octo.ghe.com${LIST}/2`, 'https://octo.ghe.com/octo-org/smile/exemptions/2']);
    const server = await get(`/api/v3${LIST}?time_period=month&per_page=1`, { host: 'github.example.test' });
    assert.match(server.body[0].html_url, /^https:\/\/github\.example\.test\/octo-org/);
    assert.match(server.headers.link, /<https:\/\/github\.example\.test\/api\/v3\/repositories\/101\//);
  });
  test('a stranger is a violation', async () => {
    assert.equal((await get('/', { host: 'collector.example.org' })).status, 421);
    assert.match(fake.violations.pop(), /collector\.example\.org/);
  });
  test('a test may bring its own host', async () => {
    fake.serve('site.example.test', (_req, res) => res.end('mine'));
    assert.equal((await get('/', { host: 'site.example.test' })).text, 'mine');
  });
  test('HTTP/1.1 is answered too', async () => {
    const status = await new Promise((resolve, reject) => {
      httpsRequest({ host: '127.0.0.1', port: fake.port, path: '/octo-org/smile', servername: 'github.com', ca: fake.certificate.cert, headers: { host: 'github.com' } }, (res) => resolve(res.resume().statusCode))
        .on('error', reject)
        .end();
    });
    assert.equal(status, 200);
  });
  for (const [http2, spoken] of [[true, 'h2'], [false, 'http/1.1']]) {
    test(`who can speak both HTTP/2 and HTTP/1.1 is offered ${spoken} ${http2 ? 'first' : 'alone'}`, async () => {
      const another = await startFakeGitHub({ http2 });
      try {
        const socket = connect({ host: '127.0.0.1', port: another.port, servername: 'github.com', ca: another.certificate.cert, ALPNProtocols: ['h2', 'http/1.1'] });
        await once(socket, 'secureConnect');
        assert.equal(socket.alpnProtocol, spoken);
        socket.destroy();
      } finally {
        await another.stop();
      }
    });
  }
});

describe('pages', () => {
  const page = (path, headers) => get(path, { host: 'github.com', token: null, headers });

  test('a request page has its policy, its signed-in user and its theme', async () => {
    const { status, headers, text } = await page('/octo-org/smile/exemptions/1');
    assert.equal(status, 200);
    assert.match(headers['content-security-policy'], /default-src 'none'.*script-src github\.githubassets\.com/);
    assert.doesNotMatch(headers['content-security-policy'], /wasm-unsafe-eval/);
    assert.match(text, /<meta name="user-login" content="octocat">/);
    assert.match(text, /data-color-mode="light"/);
    assert.match((await page('/octo-org/smile/exemptions/1?theme=dark_dimmed')).text, /data-color-mode="dark" data-light-theme="light" data-dark-theme="dark_dimmed"/);
    assert.match((await page('/octo-org/smile', { cookie: 'theme=dark' })).text, /data-color-mode="dark"/);
  });
  test('a page without a signed-in user has no such element', async () => {
    fake.world.pageLogin = null;
    assert.doesNotMatch((await page('/octo-org/smile')).text, /user-login/);
  });
  test('a page shows what the API changed', async () => {
    await review(2, 'reject', 'no');
    assert.match((await page('/octo-org/smile/exemptions/2')).text, /state-danger">denied/);
  });
  for (const path of [
    '/', '/octo-org', '/octo-org/smile', '/octo-org/smile/issues', '/octo-org/smile/exemptions/99',
    '/octo-org/smile/settings/rules/bypass_requests', '/orgs/octo-org/security/bypass-requests/code-scanning',
    '/orgs/octo-org/security/closure-requests/secret-scanning', '/enterprises/octo-enterprise/security/metrics/secret-scanning',
    '/enterprises/octo-enterprise/security/dismissal-requests/dependabot', '/organizations/octo-org/settings/rules/bypass_requests',
  ]) {
    test(`${path} exists`, async () => assert.equal((await page(path)).status, 200));
  }
  for (const [path, count] of [['/octo-org/smile', 12], ['/orgs/octo-org', 17], ['/enterprises/octo-enterprise', 20]]) {
    test(`the list of ${path} links to its requests`, async () => {
      const { text } = await page(`${path}/security/bypass-requests/secret-scanning`);
      assert.equal(text.match(/href="\/[\w-]+\/\w+\/exemptions\/\d+"/g).length, count);
    });
  }
  for (const path of ['/octo-org/smile/exemptions/1000', '/octo-org/nothing', '/orgs/nobody/security/bypass-requests/secret-scanning']) {
    test(`${path} does not`, async () => assert.equal((await page(path)).status, 404));
  }
  test('everything a page loads is there', async () => {
    const { text } = await page('/octo-org/smile');
    for (const [, path] of text.matchAll(/(?:href|src)="https:\/\/github\.githubassets\.com([^"]+)"/g)) {
      const { status, headers } = await get(path, { host: 'github.githubassets.com', token: null });
      assert.deepEqual([status, headers['access-control-allow-origin']], [200, '*']);
    }
  });
  test("a person's words are never markup", async () => {
    fake.request('octo-org/smile', 1).requester_comment = '<script>alert(1)</script>';
    assert.doesNotMatch((await page('/octo-org/smile/exemptions/1')).text, /<script>alert/);
  });
});
