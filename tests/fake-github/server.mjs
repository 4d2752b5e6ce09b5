// Owns the fake GitHub's one TLS port: certificate, routing by host, CORS, the log, and the order in which checks and replies happen.

import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { constants, createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import selfsigned from 'selfsigned';
import { callerOf, namedPath, perform, requestNamedBy } from './api.mjs';
import { Limits } from './limits.mjs';
import { measuresOf } from './measures.mjs';
import { loadDescription } from './openapi.mjs';
import { serveAsset, servePage } from './pages.mjs';
import { shareOf } from './random.mjs';
import { refusal } from './refusals.mjs';
import { applyDeviation, Rules } from './rules.mjs';
import { defaultWorld, requestOfPage } from './world.mjs';

const API_HOST = 'api.github.com';
const PAGE_HOST = 'github.com';
const ASSET_HOST = 'github.githubassets.com';

// What Firefox asks of its makers on its own account, where a test resolves every name to this server: no doing of ours.
const BROWSER_HOSTS = /\.(mozilla\.(com|net|org)|firefox\.com)$/;

const ALLOWED_REQUEST_HEADERS = [
  'Authorization', 'Content-Type', 'If-Match', 'If-Modified-Since', 'If-None-Match', 'If-Unmodified-Since', 'X-Requested-With',
];

// What a page's script may send without asking, by the Fetch standard; browsers may list Accept in a preflight all the same.
const SAFE_REQUEST_HEADERS = ['accept', 'accept-language', 'content-language'];

const EXPOSED_HEADERS = [
  'ETag', 'Link', 'Location', 'Retry-After', 'X-GitHub-OTP', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Used',
  'X-RateLimit-Resource', 'X-RateLimit-Reset', 'X-OAuth-Scopes', 'X-Accepted-OAuth-Scopes', 'X-Poll-Interval', 'X-GitHub-Media-Type',
  'X-GitHub-SSO', 'X-GitHub-Request-Id', 'Deprecation', 'Sunset', 'Warning',
].join(', ');

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED_HEADERS };

const ACCEPTED_SCOPES = { 'users/get-authenticated': '', 'orgs/list-for-authenticated-user': 'admin:org, read:org, repo, user, write:org' };

// How long a reply goes on before it is broken off, in milliseconds.
const CUT_AFTER = 1_000;
// The longest that a timer of Node's can wait, in milliseconds.
const LONGEST_WAIT = 2 ** 31 - 1;

const DOCUMENTATION = 'https://docs.github.com/rest';

// `world` as in world.mjs; `port` 0 takes a free one; without `http2` it speaks HTTP/1.1 alone. Rejects when the port can't be had.
export async function startFakeGitHub({ world = defaultWorld(), port = 0, http2 = true } = {}) {
  const pems = await selfsigned.generate([{ name: 'commonName', value: PAGE_HOST }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [PAGE_HOST, API_HOST, ASSET_HOST, '*.example.test', '*.ghe.com'].map((value) => ({ type: 2, value })),
      },
    ],
  });
  const fake = new FakeGitHub(world, pems, http2);
  await fake.listen(port);
  return fake;
}

class FakeGitHub {
  world;
  requests = [];
  violations = [];
  port;
  certificate;
  #rules = new Rules();
  #limits = new Limits();
  #underWay = 0;
  #hosts = new Map();
  #server;
  #sockets = new Set();
  #waits = new AbortController();
  #description = loadDescription();

  constructor(world, pems, http2) {
    this.world = world;
    const publicKey = new X509Certificate(pems.cert).publicKey.export({ type: 'spki', format: 'der' });
    this.certificate = {
      // PEM, for clients that take a list of authorities.
      cert: pems.cert,
      // For Chromium's --ignore-certificate-errors-spki-list.
      spki: createHash('sha256').update(publicKey).digest('base64'),
    };
    const pair = { key: pems.private, cert: pems.cert };
    // Node refuses every further stream of a connection in which more than `maxSessionMemory` megabytes wait to be sent.
    this.#server = http2 ? createSecureServer({ ...pair, allowHTTP1: true, maxSessionMemory: 1_000 }) : createServer(pair);
    this.#server.on('request', (req, res) => this.#receive(req, res));
    this.#server.on('secureConnection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    // A browser that goes away in mid-flight is no fault of the page or of the server.
    this.#server.on('sessionError', () => {});
  }

  listen(port) {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.port = this.#server.address().port;
        resolve();
      });
    });
  }

  async stop() {
    this.#waits.abort();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  // As if nobody listened: cuts every connection and refuses new ones, until what this gives was called and awaited.
  refuse() {
    // One whose handshake is under way still comes to be.
    const cut = (socket) => socket.destroy();
    this.#server.on('secureConnection', cut);
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    return () => {
      this.#server.off('secureConnection', cut);
      return this.listen(this.port);
    };
  }

  // A fresh start for the next test; connections stay open.
  reset(world = defaultWorld()) {
    this.world = world;
    this.requests.length = 0;
    this.violations.length = 0;
    this.#rules.clear();
    this.#limits = new Limits();
    this.#waits.abort();
    this.#waits = new AbortController();
  }

  // What arrived at the API to change something, in order, done or refused; `requestId` is the bypass request it was aimed at.
  writes() {
    return this.requests.filter(({ api, method }) => api && !['GET', 'HEAD', 'OPTIONS'].includes(method));
  }

  // The request whose page is /REPOSITORY/exemptions/NUMBER, as the world holds it now.
  request(repository, page) {
    return requestOfPage(this.world, repository, page);
  }

  // One reply differs from GitHub's description on purpose: {method?, path, times?, at, to | change}. See README.md.
  deviate(rule) {
    if (!Array.isArray(rule.at) || rule.at.length === 0) throw new TypeError('deviate: `at` must name the places that may differ');
    this.#rules.add('deviate', rule);
  }

  // One request fails on its way: {method?, path, times?, how: 'reset' | 'drop' | 'status' | 'cut', applied?, status?, headers?, body?, cors?},
  // or {…, oneOf: [the same]}.
  fail(rule) {
    if (!(rule.oneOf ?? [rule]).every(({ how }) => ['reset', 'drop', 'status', 'cut'].includes(how))) throw new TypeError("fail: `how` must be 'reset', 'drop', 'status' or 'cut'");
    this.#rules.add('fail', rule);
  }

  // One request waits `ms` (or a time between two that its address decides) before it is looked at, or with `applied` before it is answered.
  delay(rule) {
    this.#rules.add('delay', rule);
  }

  // One request waits in the same way until what this gives is called.
  hold(rule) {
    const released = new AbortController();
    this.#rules.add('delay', { ...rule, ms: LONGEST_WAIT, released: released.signal });
    return () => released.abort();
  }

  // `change(world, entry)` happens just before the call is looked at, or with `applied` after it had its effect.
  meanwhile(rule) {
    if (typeof rule.change !== 'function') throw new TypeError('meanwhile: `change` must be a function');
    this.#rules.add('meanwhile', rule);
  }

  // From this call on, everything its user calls meets the secondary limit for `seconds`: {…, seconds, status = 403, retryAfter = true}.
  throttle(rule) {
    if (!(rule.seconds > 0)) throw new TypeError('throttle: `seconds` must be a number over 0');
    this.#rules.add('throttle', rule);
  }

  // What the log says of how the API was called: see measures.mjs.
  measures() {
    return measuresOf(this.requests);
  }

  pending() {
    return this.#rules.pending();
  }

  // Hands every request for `host` to `handler(req, res)`: a site under test, or a page that frames it.
  serve(host, handler) {
    this.#hosts.set(host, handler);
  }

  async #receive(req, res) {
    req.on('error', () => {});
    res.on('error', () => {});
    try {
      await this.#route(req, res);
    } catch (error) {
      // A delay that reset() or stop() cuts short belongs to a test that is over.
      if (error.name === 'AbortError') return reset(res);
      this.#violate(`the fake GitHub failed on ${req.method} ${req.url}: ${error.stack}`);
      send(res, { status: 500, headers: { ...CORS, 'content-type': 'application/json; charset=utf-8' }, body: { message: String(error) } });
    }
  }

  async #route(req, res) {
    const host = (req.headers[':authority'] ?? req.headers.host ?? '').replace(/:\d+$/, '');
    const url = new URL(req.url, `https://${host}`);
    const api = apiAt(url);
    const entry = {
      at: Date.now(),
      host,
      protocol: `HTTP/${req.httpVersion}`,
      api: api !== undefined,
      method: req.method,
      path: api?.path ?? url.pathname,
      search: url.search,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(Object.entries(req.headers).filter(([name]) => !name.startsWith(':'))),
      bodyText: '',
      body: undefined,
      status: undefined,
      operation: undefined,
      requestId: undefined,
      underWay: undefined,
      limited: undefined,
    };
    this.requests.push(entry);
    if (this.#hosts.has(host)) {
      await this.#hosts.get(host)(req, res);
      return;
    }
    if (!api && host !== PAGE_HOST && host !== ASSET_HOST) {
      if (!BROWSER_HOSTS.test(host)) this.#violate(`a request went to ${host}, which is not GitHub: ${req.method} ${url.pathname}`);
      finish(res, entry, { status: 421, headers: {}, body: undefined });
      return;
    }
    entry.bodyText = await readBody(req);
    entry.body = parsed(entry.bodyText);
    if (api) await this.#answerApi(res, entry, api);
    else finish(res, entry, host === ASSET_HOST ? serveAsset(url.pathname) : servePage(this.world, url, entry));
  }

  async #answerApi(res, entry, api) {
    if (entry.method === 'OPTIONS') {
      await this.#wait(res, entry, false);
      return finish(res, entry, this.#preflight(entry));
    }
    entry.underWay = ++this.#underWay;
    try {
      await this.#answerCall(res, entry, api);
    } finally {
      this.#underWay--;
    }
  }

  async #answerCall(res, entry, api) {
    await this.#wait(res, entry, false);
    if (entry.status === 'cancelled') return;
    const match = this.#description.match(entry.method, namedPath(this.world, entry.path));
    entry.operation = match?.operation.id;
    entry.requestId = match && requestNamedBy({ world: this.world, params: match.params })?.id;
    this.#meanwhile(entry, false);
    const early = this.#rules.take('fail', entry, ({ applied }) => !applied);
    if (early) return this.#break(res, entry, early);
    const reply = this.#reply(entry, api, match);
    this.#meanwhile(entry, true);
    await this.#wait(res, entry, true);
    if (entry.status === 'cancelled') return;
    const late = this.#rules.take('fail', entry, ({ applied }) => applied);
    if (late) return this.#break(res, entry, late);
    finish(res, entry, reply);
  }

  #meanwhile(entry, applied) {
    for (const { change } of this.#rules.takeAll('meanwhile', entry, (order) => Boolean(order.applied) === applied)) change(this.world, entry);
  }

  // A read whose caller goes away meanwhile is over; a write had arrived, and has its effect.
  async #wait(res, entry, applied) {
    const rule = this.#rules.take('delay', entry, (order) => Boolean(order.applied) === applied);
    if (!rule) return;
    const [low, high] = [rule.ms].flat();
    const ms = high === undefined ? low : low + shareOf(`${entry.path}${entry.search}`) * (high - low);
    const gone = new AbortController();
    const onClose = () => gone.abort();
    if (entry.method === 'GET') res.once('close', onClose);
    try {
      const ends = [this.#waits.signal, gone.signal, rule.released].filter(Boolean);
      await sleep(ms, undefined, { signal: AbortSignal.any(ends) });
    } catch (error) {
      if (rule.released?.aborted) return;
      if (!gone.signal.aborted) throw error;
      entry.status = 'cancelled';
    } finally {
      res.off('close', onClose);
    }
  }

  // A refused preflight has no header that allows anything: the browser then fails the call.
  #preflight({ headers }) {
    const allowed = [...ALLOWED_REQUEST_HEADERS, ...(this.world.corsApiVersion ? ['X-GitHub-Api-Version'] : [])];
    const known = new Set([...allowed.map((name) => name.toLowerCase()), ...SAFE_REQUEST_HEADERS]);
    const wanted = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase()).filter(Boolean);
    if (!wanted.every((name) => known.has(name))) return { status: 204, headers: {}, body: undefined };
    return {
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
        'access-control-allow-headers': allowed.join(', '),
        'access-control-max-age': String(this.world.preflightMaxAge),
      },
      body: undefined,
    };
  }

  #reply(entry, api, match) {
    const base = { ...CORS, 'x-github-request-id': randomBytes(8).toString('hex').toUpperCase(), 'x-github-media-type': 'github.v3; format=json' };
    if (!match) return this.#refuse(base, `${entry.method} ${entry.path} is not an operation of GitHub's API that the fake serves`);
    const { operation, params } = match;
    const query = new URLSearchParams(entry.search);
    const request = { params, query, headers: entry.headers, bodyText: entry.bodyText };
    const wrong = this.#description.requestErrors(operation, request);
    if (wrong.length > 0) return this.#refuse(base, `request ${entry.method} ${entry.path}${entry.search}: ${wrong.join('; ')}`);

    const reply = { headers: base, ...this.#performOrRefuse(operation, { params, query, entry, api, headers: base }) };
    if (reply.body !== undefined) {
      reply.body = api.localize(structuredClone(reply.body));
      reply.headers['content-type'] = 'application/json; charset=utf-8';
    }
    const deviation = this.#rules.take('deviate', entry);
    const errors = deviation ? applyDeviation(reply, deviation) : [];
    errors.push(...this.#description.replyErrors(operation, request, reply, deviation?.at));
    if (errors.length > 0) return this.#refuse(base, `reply ${reply.status} to ${entry.method} ${entry.path}${entry.search}: ${errors.join('; ')}`);
    return reply;
  }

  #performOrRefuse(operation, { params, query, entry, api, headers }) {
    const { world } = this;
    const caller = callerOf(world, entry.headers.authorization);
    const now = Date.now() + world.clockOffset;
    headers.date = new Date(now).toUTCString();
    if (!caller) {
      Object.assign(headers, this.#limits.headersOfNobody(now));
      const message = entry.headers.authorization ? 'Bad credentials' : 'Requires authentication';
      return refusal(401, message, DOCUMENTATION);
    }
    if (caller.kind === 'classic') {
      headers['x-oauth-scopes'] = caller.scopes.join(', ');
      headers['x-accepted-oauth-scopes'] = ACCEPTED_SCOPES[operation.id] ?? 'repo, security_events';
    }
    const order = this.#rules.take('throttle', entry);
    if (order) this.#limits.throttle(caller, order, now);
    const limited = this.#limits.count(world, caller, entry, now);
    Object.assign(headers, this.#limits.headers(world), limited?.headers);
    if (limited) return { status: limited.status, body: limited.body };

    const { list, headers: own, ...reply } = perform(operation, { world, caller, params, query, body: entry.body, now });
    Object.assign(headers, own);
    const link = list && linkHeader(api.base, list, query, world.lastLink);
    if (link) headers.link = link;
    const hasTag = world.etags === true || world.etags === (list ? 'lists' : 'items');
    if (!hasTag || entry.method !== 'GET' || reply.status !== 200) return reply;
    headers.etag = `W/"${createHash('sha256').update(JSON.stringify([caller.token, reply.body])).digest('hex')}"`;
    if (!isNamedIn(entry.headers['if-none-match'], headers.etag)) return reply;
    this.#limits.giveBack(world);
    Object.assign(headers, this.#limits.headers(world));
    return { status: 304 };
  }

  // What happens between GitHub and the browser: nothing of it is checked against the description.
  #break(res, entry, { how, status = 502, headers = {}, body = '', cors = true }) {
    if (how === 'status') return finish(res, entry, { status, headers: { ...(cors ? CORS : {}), ...headers }, body });
    entry.status = how;
    if (how === 'cut') {
      res.writeHead(status, { ...CORS, ...headers });
      // A browser that has not looked at the head by then takes it for no reply at all.
      res.write(body, () => setTimeout(() => reset(res), CUT_AFTER));
      return;
    }
    if (how === 'reset') return reset(res);
    const { remotePort } = res.socket;
    for (const socket of this.#sockets) {
      if (socket.remotePort === remotePort) socket.destroy();
    }
  }

  #violate(text) {
    this.violations.push(text);
  }

  #refuse(headers, text) {
    this.#violate(text);
    return {
      status: 500,
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: { message: `Violation of GitHub's API description: ${text}`, documentation_url: DOCUMENTATION },
    };
  }
}

// GitHub's API stands at its own host, at api.SUBDOMAIN.ghe.com, or below /api/v3 of an Enterprise Server;
// there the URLs in a reply name that host instead.
function apiAt({ hostname, pathname }) {
  if (hostname === API_HOST) return { path: pathname, base: `https://${API_HOST}`, localize: (body) => body };
  if (/^api\.[^.]+\.ghe\.com$/.test(hostname)) {
    return { path: pathname, base: `https://${hostname}`, localize: localizer(`https://${hostname}`, `https://${hostname.slice('api.'.length)}`) };
  }
  if (hostname.endsWith('.example.test') && pathname.startsWith('/api/v3/')) {
    const base = `https://${hostname}/api/v3`;
    return { path: pathname.slice('/api/v3'.length), base, localize: localizer(base, `https://${hostname}`) };
  }
}

const localizer = (api, pages) => (body) =>
  JSON.parse(JSON.stringify(body).replaceAll(`https://${API_HOST}`, api).replaceAll(`https://${PAGE_HOST}`, pages));

// GitHub sends no Link for a single page.
function linkHeader(base, { path, page, last }, query, withLast) {
  if (last === 1) return undefined;
  const link = (to, rel) => {
    const parameters = new URLSearchParams(query);
    parameters.set('page', String(to));
    return `<${base}${path}?${parameters}>; rel="${rel}"`;
  };
  const links = [];
  if (page > 1) links.push(link(page - 1, 'prev'));
  if (page < last) links.push(link(page + 1, 'next'));
  if (page < last && withLast) links.push(link(last, 'last'));
  if (page > 1) links.push(link(1, 'first'));
  return links.join(', ');
}

// If-None-Match may name several; whether a tag is weak makes no difference to it.
const isNamedIn = (ifNoneMatch, tag) => (ifNoneMatch ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag.replace(/^W\//, ''));

async function readBody(req) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

// The log shows a body that isn't JSON as its text; the check against the description is what judges it.
function parsed(text) {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// Firefox repeats a call, a PATCH too, up to ten times after any code but CANCEL, which both browsers take as the end.
function reset(res) {
  if (res.stream) res.stream.close(constants.NGHTTP2_CANCEL);
  else res.socket?.destroy();
}

function finish(res, entry, reply) {
  entry.status = reply.status;
  send(res, reply);
}

function send(res, { status, headers, body }) {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, headers);
  if (body === undefined) res.end();
  else res.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
