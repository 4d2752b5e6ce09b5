// Owns talking to the fake GitHub without a browser, for its own tests: one HTTP/2 connection and what goes over it.

import assert from 'node:assert/strict';
import { connect, constants } from 'node:http2';
import { after, afterEach, before, beforeEach } from 'node:test';
import { startFakeGitHub } from './server.mjs';
import { defaultWorld, TOKENS } from './world.mjs';

export class Exchange {
  #session;

  constructor(fake) {
    this.#session = connect(`https://127.0.0.1:${fake.port}`, { ca: fake.certificate.cert, servername: 'api.github.com' });
    // What breaks a connection is told by the calls that were on it.
    this.#session.on('error', () => {});
  }

  // One exchange; `body` is sent as JSON. Rejects when there is no reply.
  call(method, path, { token = TOKENS.octocat, body, headers = {}, host = 'api.github.com' } = {}) {
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({
        ':method': method,
        ':path': path,
        ':authority': host,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      }, { endStream: false });
      let reply;
      let text = '';
      stream.setEncoding('utf8');
      stream.on('response', (received) => (reply = received));
      stream.on('data', (chunk) => (text += chunk));
      stream.on('error', reject);
      // A connection that goes ends its streams without an error.
      stream.on('close', () => {
        if (!reply) return reject(new Error('the stream ended without a reply'));
        const isJson = reply['content-type']?.startsWith('application/json');
        resolve({ status: reply[':status'], headers: reply, text, body: isJson ? JSON.parse(text) : undefined });
      });
      if (body !== undefined) stream.write(JSON.stringify(body));
      stream.end();
    });
  }

  get(path, options) {
    return this.call('GET', path, options);
  }

  // Every page of a list, by its links to the next one: {rows, pages}. Rejects at the first that isn't 200.
  async list(path, options) {
    const rows = [];
    let pages = 0;
    for (let next = path; next; ) {
      const { status, headers, body } = await this.get(next, options);
      if (status !== 200) throw new Error(`${status} to ${next}: ${body?.message}`);
      rows.push(...body);
      pages++;
      next = /<https:\/\/[^/]+([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1];
    }
    return { rows, pages };
  }

  // A call that is given up `after` so many milliseconds.
  abandon(method, path, { token = TOKENS.octocat, body, after: patience }) {
    return new Promise((resolve) => {
      const stream = this.#session.request({ ':method': method, ':path': path, ':authority': 'api.github.com', authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }, { endStream: false });
      stream.on('error', () => {});
      stream.end(body && JSON.stringify(body));
      setTimeout(() => {
        stream.close(constants.NGHTTP2_CANCEL);
        resolve();
      }, patience);
    });
  }

  close() {
    this.#session.destroy();
  }
}

// For a file of tests: {fake, exchange}, both there once the tests run. Each test starts in `makeWorld()` and must leave nothing behind.
export function fakeForTests(makeWorld = defaultWorld) {
  const held = {};
  before(async () => {
    held.fake = await startFakeGitHub();
    held.exchange = new Exchange(held.fake);
  });
  beforeEach(() => held.fake.reset(makeWorld()));
  afterEach(() => {
    assert.deepEqual(held.fake.violations, []);
    assert.deepEqual(held.fake.pending(), []);
  });
  after(async () => {
    held.exchange.close();
    await held.fake.stop();
  });
  return held;
}
