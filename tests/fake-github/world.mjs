// Owns the enterprise that the fake GitHub plays: its people, tokens and bypass requests, as plain data that a test may change at any time.

import { drawContent } from './believable.mjs';
import { Random } from './random.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// How long GitHub leaves a bypass request open.
const LIFETIME = 7 * DAY;

const instant = (milliseconds) => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');

const USERS = [
  { id: 4, login: 'octocat', name: 'The Octocat' },
  { id: 7, login: 'hubot', name: 'Hubot' },
  { id: 12, login: 'monalisa', name: 'Mona Lisa' },
  { id: 15, login: 'mallory', name: 'Mallory' },
  { id: 21, login: 'a-contributor-with-a-rather-long-name42', name: 'Ünïcödé Çontributor 開発者' },
];

const ORGANIZATIONS = [
  { id: 1, name: 'octo-org' },
  { id: 2, name: 'octo-labs' },
];

const REPOSITORIES = [
  { id: 101, name: 'smile', full_name: 'octo-org/smile' },
  { id: 102, name: 'engine', full_name: 'octo-org/engine' },
  { id: 201, name: 'rocket', full_name: 'octo-labs/rocket' },
];

// Exact strings, so that a test can look for one where it must never be.
export const TOKENS = {
  octocat: 'ghp_octocatReviewerClassicToken000000000001',
  octocatNoScopes: 'ghp_octocatNoScopesClassicToken0000000000002',
  octocatRepoOnly: 'github_pat_octocatRepoOnlyFineGrained000003',
  octocatFineGrained: 'github_pat_octocatFullFineGrained0000000004',
  mallory: 'ghp_malloryReviewerClassicToken0000000000005',
  hubot: 'ghp_hubotReviewerClassicToken00000000000006',
};

const REVIEWER_SCOPES = ['security_events', 'read:org'];

class World {
  // One more request, made now, on top of every list it belongs to. What `fields` (as addRequest takes them) leave out is drawn.
  arrive(fields = {}, now = Date.now()) {
    const { random } = this;
    const repository = fields.repository ?? random.pick(this.repositories).full_name;
    const owner = repository.split('/')[0];
    const { data, comment } = drawContent(random);
    const page = fields.page ?? 1 + placesOf(this).reduce((highest, place) => (place.repository === repository ? Math.max(highest, Number(place.path.split('/').at(-1))) : highest), 0);
    const request = addRequest(this, now, {
      id: 1 + this.requests.reduce((highest, { id }) => Math.max(highest, id), 0),
      page,
      requester: random.pick(this.people[owner] ?? ['monalisa']),
      age: 0,
      data,
      comment,
      ...fields,
      repository,
    });
    // Where lists begin, so that a page shows it first too.
    this.requests.unshift(this.requests.pop());
    this.changes.push({ at: now, what: 'arrive', id: request.id });
    return request;
  }

  // The request with that id is gone, as after its repository was deleted.
  depart(id, now = Date.now()) {
    const at = this.requests.findIndex((request) => request.id === id);
    if (at < 0) throw new RangeError(`no request ${id} to depart`);
    this.changes.push({ at: now, what: 'depart', id });
    return this.requests.splice(at, 1)[0];
  }

  // Another reviewer's decision, 'approve' or 'reject', made elsewhere: no call of it is seen.
  answer(id, login, decision, now = Date.now()) {
    const status = { approve: 'approved', reject: 'denied' }[decision];
    const request = this.requests.find((one) => one.id === id);
    if (!request || !status) throw new RangeError(`can't ${decision} request ${id}`);
    const { id: actor_id } = this.users.find((user) => user.login === login);
    const response = { id: this.nextResponseId++, reviewer: { actor_id, actor_name: login }, status, created_at: instant(now), message: `${status} elsewhere` };
    request.responses = [...(request.responses ?? []), response];
    request.status = status;
    this.changes.push({ at: now, what: 'answer', id });
    return response;
  }
}

// A world without any request. `now` (milliseconds) is what all dates are relative to.
export function emptyWorld({ now, itemRoute }) {
  return Object.assign(new World(), {
    // Which number the item route takes: the request's `number`, or the last segment of its `url`. GitHub doesn't say.
    itemRoute,
    // How far GitHub's clock is ahead of this computer's, in milliseconds.
    clockOffset: 0,
    // Which GETs have an ETag: true, false, 'lists' or 'items'.
    etags: false,
    lastLink: true,
    // Whether a preflight allows X-GitHub-Api-Version: captures differ.
    corsApiVersion: true,
    preflightMaxAge: 86_400,
    // The primary limit; `reset` in seconds since 1970, when it is full again.
    rateLimit: { limit: 5000, remaining: 5000, reset: Math.floor((now + HOUR) / 1000) },
    // GitHub's own numbers: calls at once, points and writes in a minute. null switches it off. See limits.mjs.
    secondaryLimit: { concurrent: 100, points: 900, writes: 80, status: 403, retryAfter: 60 },
    // Who is signed in on github.com; null leaves the meta element out, '' is what GitHub sends when nobody is.
    pageLogin: 'octocat',
    pageTheme: { mode: 'light', light: 'light', dark: 'dark' },
    // How github.com's lists are: see list_page.mjs.
    listPages: {},
    enterprises: [{ id: 9, slug: 'octo-enterprise', name: 'Octo Enterprise', organizations: ['octo-org', 'octo-labs'] }],
    organizations: structuredClone(ORGANIZATIONS),
    repositories: structuredClone(REPOSITORIES),
    users: structuredClone(USERS),
    reviewers: { 'octo-org': ['octocat', 'hubot', 'mallory'], 'octo-labs': ['octocat', 'hubot'] },
    tokens: [
      { token: TOKENS.octocat, login: 'octocat', kind: 'classic', scopes: [...REVIEWER_SCOPES], permissions: [] },
      { token: TOKENS.octocatNoScopes, login: 'octocat', kind: 'classic', scopes: [], permissions: [] },
      {
        token: TOKENS.octocatRepoOnly,
        login: 'octocat',
        kind: 'fine-grained',
        scopes: [],
        permissions: ['secret-scanning-alerts:read', 'repo-bypass-requests:write'],
      },
      {
        token: TOKENS.octocatFineGrained,
        login: 'octocat',
        kind: 'fine-grained',
        scopes: [],
        permissions: ['secret-scanning-alerts:read', 'org-bypass-requests:read', 'repo-bypass-requests:write'],
      },
      { token: TOKENS.mallory, login: 'mallory', kind: 'classic', scopes: [...REVIEWER_SCOPES], permissions: [] },
      { token: TOKENS.hubot, login: 'hubot', kind: 'classic', scopes: [...REVIEWER_SCOPES], permissions: [] },
    ],
    nextResponseId: 9001,
    // Each is what the API sends, save `responses[].message`, which GitHub takes but never gives back.
    requests: [],
    // Bypass requests of kinds the secret-scanning operations don't know: pages only.
    otherRequests: [],
    // By organization, who makes requests there; monalisa where nobody is named.
    people: {},
    // By organization, who belongs to it; its reviewers where nobody is named.
    members: {},
    // Who is refused what: see refusals.mjs.
    refusals: [],
    // What arrive() draws from.
    random: new Random('changes'),
    // What arrive(), depart() and answer() did: {at, what, id}.
    changes: [],
  });
}

const secret = (secret_type, bypass_reason, path, branch = 'refs/heads/main') => ({ secret_type, bypass_reason, path, branch });

// Adds one request and returns it. `page` is the number in its page's address, `age` how long ago it was made, in milliseconds.
export function addRequest(world, now, { id, page, number = page, repository, requester, age, expiresIn = LIFETIME - age, status = 'pending', data, comment, answers = [], ...rest }) {
  const repo = world.repositories.find(({ full_name }) => full_name === repository);
  const actor = (login) => ({ actor_id: world.users.find((user) => user.login === login).id, actor_name: login });
  const owner = repository.split('/')[0];
  const request = {
    id,
    number,
    repository: { ...repo },
    organization: { ...world.organizations.find(({ name }) => name === owner) },
    requester: actor(requester),
    request_type: 'secret_scanning',
    data,
    resource_identifier: (id * 2_654_435_761).toString(16).padEnd(40, '827efc6d56897b048c772eb4087f854f46256132').slice(0, 40),
    status,
    requester_comment: comment,
    expires_at: instant(now + expiresIn),
    created_at: instant(now - age),
    responses: answers && answers.map(([login, answer, ago]) => ({
      id: world.nextResponseId++,
      reviewer: actor(login),
      status: answer,
      created_at: instant(now - ago),
      message: `${answer} in the default world`,
    })),
    url: `https://api.github.com/repos/${repository}/bypass-requests/secret-scanning/${page}`,
    html_url: `https://github.com/${repository}/exemptions/${page}`,
    ...rest,
  };
  world.requests.push(request);
  return request;
}

export function defaultWorld({ now = Date.now(), itemRoute = 'number' } = {}) {
  const world = emptyWorld({ now, itemRoute });
  const add = (request) => addRequest(world, now, request);
  const smile = { repository: 'octo-org/smile', requester: 'monalisa' };

  // The first two hold each other's number: a client that guesses which one the item route takes reads, or writes, the other.
  add({ ...smile, id: 2101, page: 1, number: 42, age: 2 * DAY, data: [secret('adafruit_io_key', 'used_in_tests', '/tests/README.md:16:0')], comment: 'Test token used in the readme as an example' });
  add({ ...smile, id: 2142, page: 42, number: 1, age: 3 * HOUR, data: [secret('stripe_api_key', 'fix_later', 'payments/charge.py:8:12', 'refs/heads/hotfix/charge')], comment: 'Production is down, I will rotate it tonight' });
  add({ ...smile, id: 2102, page: 2, age: 26 * HOUR, data: [secret('github_personal_access_token', 'false_positive', 'docs/tokens.md:102:4', 'refs/heads/docs')], comment: 'A made-up token in the documentation' });
  add({ ...smile, id: 2103, page: 3, number: 103, age: 3 * DAY, status: 'approved', data: [secret('aws_access_key_id', 'used_in_tests', 'tests/s3_test.go:31:9')], comment: 'Fixture for the S3 fake', answers: [['hubot', 'approved', 2 * DAY]] });
  add({ ...smile, id: 2104, page: 4, age: 4 * DAY, status: 'denied', data: [secret('slack_api_token', 'fix_later', 'bots/notify.rb:5:20')], comment: 'Will be fixed later', answers: [['octocat', 'denied', 3 * DAY]] });
  add({ ...smile, id: 2105, page: 5, age: 8 * DAY, data: [secret('npm_access_token', 'false_positive', '.npmrc:1:0')], comment: 'Expired by its date, though its status says pending' });
  add({ ...smile, id: 2106, page: 6, age: 9 * DAY, status: 'expired', data: [secret('pypi_api_token', 'used_in_tests', 'ci/release.yml:44:18')], comment: 'Nobody looked at this one' });
  add({ ...smile, id: 2107, page: 7, age: 5 * DAY, status: 'cancelled', data: [secret('twilio_api_key', 'fix_later', 'sms/send.js:3:15')], comment: 'Never mind, removed it' });
  add({ ...smile, id: 2108, page: 8, age: 6 * DAY, status: 'completed', data: [secret('sendgrid_api_key', 'used_in_tests', 'mail/test/fixture.json:12:22')], comment: 'Key of the sandbox', answers: [['hubot', 'approved', 5 * DAY]] });
  add({ ...smile, id: 2109, page: 9, requester: 'mallory', age: 5 * HOUR, data: [secret('google_api_key', 'used_in_tests', 'maps/test.html:9:41')], comment: 'My own request' });
  add({
    ...smile,
    id: 2110,
    page: 10,
    number: 110,
    age: 6 * DAY + 20 * HOUR,
    data: Array.from({ length: 10 }, (_, at) => secret(at % 2 ? 'azure_storage_account_key' : 'adafruit_io_key', ['used_in_tests', 'false_positive', 'fix_later'][at % 3], `fixtures/keys/${at + 1}.env:${at + 1}:0`, 'refs/heads/fixtures')),
    comment: 'Ten fixtures at once',
  });
  add({ ...smile, id: 2111, page: 11, age: 7 * HOUR, data: null, comment: null, responses: null });

  const engine = { repository: 'octo-org/engine', requester: 'monalisa' };
  const longPath = `packages/${'a-very-long-directory-name/'.repeat(6)}configuration.production.yaml:1204:77`;
  add({ ...engine, id: 3001, page: 1, number: 501, age: 6 * DAY + 23 * HOUR, data: [secret('postgres_connection_string', 'fix_later', 'db/seed.sql:1:0')], comment: 'Expires within the hour' });
  add({ ...engine, id: 3002, page: 2, number: 502, requester: 'a-contributor-with-a-rather-long-name42', age: 90 * 60_000, data: [secret('azure_active_directory_application_secret', 'used_in_tests', longPath, 'refs/heads/users/a-contributor-with-a-rather-long-name42/a-branch-with-a-long-name')], comment: `Schlüssel für die Prüfung 🔑 — 試験用の鍵です。\n\n${'A long explanation that goes on. '.repeat(12)}` });
  add({ ...engine, id: 3003, page: 3, number: 503, age: 2 * DAY, status: 'open', data: [{ secret_type: 'hashicorp_vault_service_token', bypass_reason: 'false_positive', path: 'vault/policy.hcl:2:10' }], comment: '' });
  add({ ...engine, id: 3004, page: 4, number: 504, age: 4 * DAY, data: [secret('a_secret_type_from_next_year', 'used_in_tests', 'tests/new.txt:1:1')], comment: 'Was denied once, and that was dismissed', answers: [['hubot', 'dismissed', 3 * DAY]] });
  add({ ...engine, id: 3005, page: 5, number: 505, age: 40 * DAY, status: 'expired', data: [secret('adafruit_io_key', 'used_in_tests', 'old.md:1:0')], comment: 'Older than any time period reaches' });

  const rocket = { repository: 'octo-labs/rocket', requester: 'mallory' };
  add({ ...rocket, id: 4001, page: 1, age: 30 * 60_000, data: [secret('cloudflare_api_token', 'used_in_tests', 'workers/test.ts:3:7')], comment: 'Token of a throw-away account' });
  add({ ...rocket, id: 4002, page: 2, age: 5 * DAY, data: [secret('openai_api_key', 'fix_later', 'notebooks/模型.ipynb:88:14', 'refs/heads/функция/модель')], comment: 'Sera corrigé bientôt' });
  add({ ...rocket, id: 4003, page: 3, age: 2 * DAY, status: 'approved', data: [secret('datadog_api_key', 'false_positive', 'monitor/agent.yaml:6:9')], comment: 'Placeholder', answers: [['hubot', 'denied', 40 * HOUR], ['octocat', 'approved', 30 * HOUR]] });

  world.otherRequests.push({ kind: 'push-rules', repository: 'octo-org/smile', page: 99, requester: 'monalisa', status: 'pending', title: 'Bypass of the ruleset "No large files"' });
  return world;
}

// The default world and `count` more requests in octo-org/engine, one a minute, so that every list has many pages.
export function bigWorld({ now = Date.now(), itemRoute = 'number', count = 250 } = {}) {
  const world = defaultWorld({ now, itemRoute });
  const statuses = ['pending', 'pending', 'pending', 'approved', 'denied'];
  for (let at = 0; at < count; at++) {
    const status = statuses[at % statuses.length];
    const age = (at + 10) * 60_000;
    addRequest(world, now, {
      id: 50_000 + at,
      page: 1000 + at,
      repository: 'octo-org/engine',
      requester: at % 7 ? 'monalisa' : 'mallory',
      age,
      status,
      data: [secret(['adafruit_io_key', 'stripe_api_key', 'aws_access_key_id'][at % 3], ['used_in_tests', 'false_positive', 'fix_later'][at % 3], `src/module_${at}.rs:${at + 1}:4`)],
      comment: `Request ${at + 1} of ${count}`,
      answers: status === 'pending' ? [] : [['hubot', status, age / 2]],
    });
  }
  return world;
}

// The request whose page is /REPOSITORY/exemptions/NUMBER, or undefined.
export function requestOfPage(world, repository, page) {
  const address = `/${repository}/exemptions/${page}`.toLowerCase();
  return placesOf(world).find(({ path }) => path.toLowerCase() === address)?.request;
}

const places = new WeakMap();
const names = new Map();

// One text for equal texts: comparing them is then comparing two pointers.
const one = (text) => names.get(text) ?? (names.set(text, text), text);

// Where a request's page is, {request, path, repository, owner}, and when it was `created`, in milliseconds. Its `repository` and `organization`
// may be null in what a test makes the API send. Read once for as long as the two texts stay as they are.
export function placeOf(request) {
  const known = places.get(request);
  if (known && isPlaceOf(known, request)) return known;
  const { html_url, created_at } = request;
  const path = new URL(html_url).pathname;
  const [, owner, name] = path.split('/');
  const place = { request, html_url, created_at, path, repository: one(`${owner}/${name}`), owner: one(owner), created: Date.parse(created_at) };
  places.set(request, place);
  return place;
}

const isPlaceOf = (place, request) => place.request === request && place.html_url === request.html_url && place.created_at === request.created_at;

const allPlaces = new WeakMap();

// The places of all requests, in their order. Every list asks for them, and ten thousand look-ups would take longer than the rest of it.
export function placesOf({ requests }) {
  const before = allPlaces.get(requests) ?? [];
  const now = requests.map((request, at) => (before[at] && isPlaceOf(before[at], request) ? before[at] : placeOf(request)));
  allPlaces.set(requests, now);
  return now;
}

// Still to be answered at `now` (milliseconds), whatever any filter says.
export function isAwaitingReview(request, now) {
  return ['pending', 'open'].includes(request.status) && Date.parse(request.expires_at) > now;
}
