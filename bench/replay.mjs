// Owns the GitHub that loads are measured against: every page of its lists serialised beforehand, each given after the same wait over HTTP/2.

import { createHash } from 'node:crypto';
import { connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeGitHub } from '../tests/fake-github/server.mjs';

const API_HOST = 'api.github.com';
const PER_PAGE = 100;

// `world` as in the fake's world.mjs, with one list: its enterprise's. What isn't that list is answered as the fake GitHub answered
// the first time; of the list itself, two pages are compared with the fake's. `latency` is in milliseconds.
export async function startReplay({ world, enterprise, token, latency = 100 }) {
  world.secondaryLimit = null;
  const source = await startFakeGitHub({ world });
  const session = connect(`https://127.0.0.1:${source.port}`, { rejectUnauthorized: false });
  const front = await startFakeGitHub();
  const replay = new Replay({ world, enterprise, token, latency, source, session, front });
  try {
    await replay.prepare();
  } catch (error) {
    await replay.stop();
    throw error;
  }
  front.serve(API_HOST, (req, res) => replay.answer(req, res));
  return replay;
}

class Replay {
  // Switches of a measurement.
  lastLink = true;
  etags = false;
  latency;
  // Since `begin`: calls of the list, of them 304s, bytes of bodies, and how many were on their way at most.
  calls = 0;
  unchanged = 0;
  bytes = 0;
  concurrent = 0;
  #underWay = 0;
  #requests;
  #path;
  #token;
  #source;
  #session;
  #front;
  // Buffers with their tags, by `per_page page`; and whatever else was asked for.
  #sheets = new Map();
  #others = new Map();
  #headers;

  constructor({ world, enterprise, token, latency, source, session, front }) {
    // As the fake orders and shows them.
    this.#requests = [...world.requests]
      .sort((left, right) => Date.parse(right.created_at) - Date.parse(left.created_at) || right.id - left.id)
      .map((request) => ({ ...request, responses: request.responses?.map(({ message: _, ...response }) => response) ?? request.responses }));
    this.#path = `/enterprises/${enterprise}/bypass-requests/secret-scanning`;
    this.#token = token;
    this.latency = latency;
    this.#source = source;
    this.#session = session;
    this.#front = front;
  }

  get port() {
    return this.#front.port;
  }

  // How many pages of the usual size there are.
  get pages() {
    return Math.ceil(this.#requests.length / PER_PAGE);
  }

  async prepare() {
    for (const page of [1, 2]) {
      const { status, headers, body } = await this.#ask('GET', `${this.#path}?per_page=${PER_PAGE}&page=${page}&time_period=month`, {});
      if (status !== 200 || !body.equals(this.#sheet(PER_PAGE, page).body)) throw new Error(`page ${page} of the replay is not the fake GitHub's`);
      this.#headers = headers;
    }
    for (let page = 1; page <= this.pages; page++) this.#sheet(PER_PAGE, page);
  }

  begin() {
    Object.assign(this, { calls: 0, unchanged: 0, bytes: 0, concurrent: 0 });
    this.#front.requests.length = 0;
  }

  async answer(req, res) {
    const url = new URL(req.url, `https://${API_HOST}`);
    if (req.method !== 'GET' || url.pathname !== this.#path) return this.#answerOther(req, res);
    this.calls++;
    this.concurrent = Math.max(this.concurrent, ++this.#underWay);
    if (this.latency > 0) await sleep(this.latency);
    this.#underWay--;
    if (res.destroyed) return;
    const [perPage, page] = ['per_page', 'page'].map((name) => Number(url.searchParams.get(name) ?? 1));
    const { body, etag } = this.#sheet(perPage, page);
    const headers = { ...this.#headers, date: new Date().toUTCString() };
    delete headers.link;
    const link = this.#link(url, perPage, page);
    if (link) headers.link = link;
    if (this.etags) headers.etag = etag;
    if (this.etags && req.headers['if-none-match'] === etag) {
      this.unchanged++;
      delete headers['content-type'];
      res.writeHead(304, headers).end();
      return;
    }
    this.bytes += body.length;
    res.writeHead(200, headers).end(body);
  }

  #sheet(perPage, page) {
    const key = `${perPage} ${page}`;
    let sheet = this.#sheets.get(key);
    if (!sheet) {
      const body = Buffer.from(JSON.stringify(this.#requests.slice((page - 1) * perPage, page * perPage)));
      sheet = { body, etag: `W/"${createHash('sha256').update(body).digest('hex')}"` };
      this.#sheets.set(key, sheet);
    }
    return sheet;
  }

  // As GitHub's.
  #link(url, perPage, page) {
    const last = Math.max(1, Math.ceil(this.#requests.length / perPage));
    const to = (number, rel) => {
      const there = new URL(url);
      there.searchParams.set('page', number);
      return `<${there}>; rel="${rel}"`;
    };
    const links = [];
    if (page > 1) links.push(to(page - 1, 'prev'));
    if (page < last) links.push(to(page + 1, 'next'));
    if (page < last && this.lastLink) links.push(to(last, 'last'));
    if (page > 1) links.push(to(1, 'first'));
    return links.join(', ');
  }

  async #answerOther(req, res) {
    const asked = req.headers['access-control-request-headers'];
    // Of a preflight only the headers matter.
    const key = req.method === 'OPTIONS' ? `OPTIONS ${asked}` : `${req.method} ${req.url}`;
    if (!this.#others.has(key)) {
      const wanted = ['origin', 'access-control-request-method', 'access-control-request-headers'].filter((name) => req.headers[name]);
      this.#others.set(key, await this.#ask(req.method, req.url, Object.fromEntries(wanted.map((name) => [name, req.headers[name]]))));
    }
    const { status, headers, body } = this.#others.get(key);
    res.writeHead(status, { ...headers, date: new Date().toUTCString() }).end(body);
  }

  #ask(method, path, headers) {
    const authorization = method === 'OPTIONS' ? {} : { authorization: `Bearer ${this.#token}`, accept: 'application/vnd.github+json' };
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({ ':method': method, ':path': path, ':authority': API_HOST, ...authorization, ...headers });
      const chunks = [];
      let head;
      stream.on('response', (received) => { head = received; });
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => {
        const { ':status': status, ...rest } = head;
        resolve({ status, headers: { ...rest }, body: Buffer.concat(chunks) });
      });
      stream.end();
    });
  }

  async stop() {
    this.#session.destroy();
    await this.#front.stop();
    await this.#source.stop();
  }
}
