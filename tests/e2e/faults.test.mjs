// Owns faults as a person meets them: a moment's trouble, a limit, a reply without an end.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { BAD_GATEWAY } from '../fake-github/faults.mjs';
import { TOKENS, defaultWorld } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const ITEM = /\/bypass-requests\/secret-scanning\/\d+$/;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const TWO_DAYS = 2 * 24 * 3_600_000;

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'));
});
after(() => site.stop());

inEveryBrowser('A fault', (stage) => {
  // Of this request two are enough: by the page’s number, and by its own.
  const reads = () => stage.fake.requests.filter(({ method, path }) => method === 'GET' && ITEM.test(path)).length;

  it('of a moment is got over without a word', async () => {
    await stage.connect({ token: TOKENS.octocat });
    stage.fake.fail({ method: 'GET', path: ITEM, times: 2, ...BAD_GATEWAY });
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    assert.equal(await panel.count('alert'), 0);
    assert.equal(reads(), 2 + 2);
  });

  it('that lasts is told, and can be tried again', async () => {
    await stage.connect({ token: TOKENS.octocat });
    stage.fake.fail({ method: 'GET', path: ITEM, times: 3, ...BAD_GATEWAY });
    const panel = await stage.panel();
    await panel.waitForWords('GitHub has a problem (502).');
    await panel.click('button', 'Try again');
    await panel.waitForText('status', 'Request status', 'Pending');
  });

  it('that GitHub sets a time to is counted down, and the request then read without a click', async () => {
    await stage.connect({ token: TOKENS.octocat });
    stage.fake.fail({ method: 'GET', path: ITEM, how: 'status', status: 429, headers: { ...JSON_TYPE, 'retry-after': '8' }, body: { message: 'slow down' } });
    const panel = await stage.panel();
    await panel.waitForWords(/GitHub may be asked again in 00:00:0\d\./);
    assert.equal(await panel.count('timer'), 1);
    await panel.waitForText('status', 'Request status', 'Pending');
    await eventually('the alert to go', async () => (await panel.count('alert')) === 0);
    assert.equal(reads(), 2 + 1);
  });

  it('that is none, a request that moved within the API’s origin, is followed there and shown', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const { id } = stage.fake.world.repositories.find(({ full_name }) => full_name === 'octo-org/smile');
    // As GitHub leads from the name that a repository had before: both numbers that the page may mean.
    const moved = [1, 42].map((number) => `/repositories/${id}/bypass-requests/secret-scanning/${number}`);
    for (const path of moved) {
      stage.fake.fail({ method: 'GET', path: new RegExp(`^/repos/.+/${path.split('/').at(-1)}$`), times: Infinity, how: 'status', status: 301, headers: { location: `https://api.github.com${path}` } });
    }
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    await panel.waitForWords('Test token used in the readme as an example');
    assert.equal(await panel.count('alert'), 0);
    const asked = stage.fake.requests.filter(({ method, path }) => method === 'GET' && ITEM.test(path));
    assert.deepEqual(asked.map(({ status }) => status), [301, 200, 301, 200]);
    assert.deepEqual(asked.filter(({ status }) => status === 200).map(({ path, headers }) => [path, headers.authorization]), moved.map((path) => [path, `Bearer ${TOKENS.octocat}`]));
  });

  it('of a reply without an end is told before it is all read', async () => {
    await stage.connect({ token: TOKENS.octocat });
    stage.fake.fail({ method: 'GET', path: ITEM, how: 'status', status: 200, headers: JSON_TYPE, body: `{"id":1,"x":"${'x'.repeat(50 << 20)}"}` });
    const panel = await stage.panel();
    await panel.waitForWords("The reply is too long to be GitHub's.");
  });

  it('of a connection that is refused is told; no review leaves, and its message stays until one can', async () => {
    stage.expectedInConsole = /ERR_CONNECTION_REFUSED|NetworkError/;
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    await panel.fill('textbox', 'Review message', 'Somebody listens');
    const listen = stage.fake.refuse();
    await panel.click('button', 'Read again');
    await panel.waitForWords("GitHub couldn't be reached.");
    await panel.click('button', 'Deny');
    await panel.waitForWords('Nothing was sent.');
    assert.equal(await panel.text('textbox', 'Review message'), 'Somebody listens');
    await listen();
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.deepEqual(stage.fake.writes().map(({ requestId, body }) => [requestId, body.message]), [[2101, 'Somebody listens']]);
  });

  // A request on the site, with a message begun.
  async function requestOnSite(message, beforeEveryPage) {
    const view = await stage.openSite(site);
    if (beforeEveryPage) {
      await view.tab.beforeEveryPage(beforeEveryPage);
      await view.tab.goto(`${site.origin}/`);
    }
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    // Rows move while more arrive.
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.click('link', 'Open request #1 in octo-org/smile');
    await view.waitForText('status', 'Request status', 'Pending');
    await view.fill('textbox', 'Review message', message);
    return view;
  }

  it('of a browser without a network is told; nothing leaves it, and the message stays until there is one', async () => {
    const view = await requestOnSite('Back in a moment');
    const asked = stage.fake.requests.length;
    await view.tab.setOffline(true);
    try {
      await eventually('the browser to say so', () => view.evaluate(() => !navigator.onLine));
      await view.click('button', 'Read again');
      await view.waitForWords('You are offline. Connect to the network, then try again.');
      await view.click('button', 'Deny');
      await view.waitForWords("Nothing was sent. The request couldn't be read again. You are offline.");
      assert.equal(await view.text('textbox', 'Review message'), 'Back in a moment');
      assert.equal(stage.fake.requests.length, asked);
    } finally {
      await view.tab.setOffline(false);
    }
    await eventually('the network', () => view.evaluate(() => navigator.onLine));
    await view.click('button', 'Deny');
    await view.waitForText('status', 'Request status', 'Denied');
    assert.deepEqual(stage.fake.writes().map(({ requestId, body }) => [requestId, body.message]), [[2101, 'Back in a moment']]);
  });

  // Every time-out of the page ends when a test says so, by what the browser's own brings.
  const untimed = () => {
    const { timeout } = AbortSignal;
    const running = [];
    globalThis.waits = [];
    globalThis.timeUp = () => {
      for (const controller of running.splice(0)) {
        const browsers = timeout.call(AbortSignal, 0);
        browsers.addEventListener('abort', () => controller.abort(browsers.reason));
      }
    };
    AbortSignal.timeout = (wait) => {
      const controller = new AbortController();
      running.push(controller);
      globalThis.waits.push(wait);
      return controller.signal;
    };
  };

  it('of a reply that doesn’t come in half a minute is told, and a review is then found recorded, and sent once', async () => {
    const view = await requestOnSite('Are you there?', untimed);
    assert.deepEqual([...new Set(await view.evaluate(() => waits))], [30_000]);
    const before = reads();
    const releaseRead = stage.fake.hold({ method: 'GET', path: ITEM });
    await view.click('button', 'Read again');
    await eventually('the read', () => reads() > before);
    await view.evaluate(() => timeUp());
    await view.waitForWords("GitHub didn't reply in time. Try again.");
    releaseRead();
    // It isn't made again by itself.
    assert.equal(reads(), before + 1);
    await view.click('button', 'Try again');
    await view.waitForNone('alert');
    const releaseReview = stage.fake.hold({ method: 'PATCH', path: ITEM, applied: true });
    await view.click('button', 'Approve');
    await eventually('the review recorded', () => stage.fake.request('octo-org/smile', 1).status === 'approved');
    await view.evaluate(() => timeUp());
    await view.waitForText('status', 'Request status', 'Approved');
    await view.waitForWords('Its reply got lost, but read back, the request shows the review.');
    releaseReview();
    assert.deepEqual(stage.fake.writes().map(({ requestId, body }) => [requestId, body.message]), [[2101, 'Are you there?']]);
  });

  it('of the way is told: a reply that is broken off, one that nobody asked for, one that leads elsewhere, where no token goes', async () => {
    const heard = [];
    stage.fake.serve('elsewhere.example.test', (request, response) => {
      heard.push(request.headers.authorization);
      response.writeHead(200, { ...JSON_TYPE, 'access-control-allow-origin': '*' });
      response.end('{}');
    });
    // The extension's policy keeps a read from going there at all; a write is led nowhere.
    stage.expectedInConsole = /Content[- ]Security[- ]Policy|elsewhere\.example\.test/i;
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    for (const [fault, words] of [
      [{ times: 3, how: 'cut', status: 200, headers: JSON_TYPE, body: '{"id":2101,' }, "GitHub's reply broke off."],
      [{ how: 'status', status: 304 }, 'GitHub replied in an unexpected way (304).'],
      // Followed, not followed to see why that failed, and followed as if a header of ours had been refused.
      [{ times: 3, how: 'status', status: 301, headers: { location: 'https://elsewhere.example.test/' } }, 'The reply came from another address.'],
    ]) {
      stage.fake.fail({ method: 'GET', path: ITEM, ...fault });
      await panel.click('button', 'Read again');
      await panel.waitForWords(words);
    }
    stage.fake.fail({ method: 'PATCH', path: ITEM, how: 'status', status: 307, headers: { location: 'https://elsewhere.example.test/' } });
    await panel.click('button', 'Try again');
    await panel.waitForNone('alert');
    await panel.fill('textbox', 'Review message', 'Not to them');
    await panel.click('button', 'Deny');
    await panel.waitForWords("It isn't known whether the review was recorded. The reply came from another address.");
    assert.equal(await panel.text('textbox', 'Review message'), 'Not to them');
    assert.equal(stage.fake.writes().length, 1);
    assert.deepEqual(heard, []);
  });

  it('of cross-origin access on the site is told, and a review whose reply it hides is found recorded, and sent once', async () => {
    stage.expectedInConsole = /CORS|Cross-Origin|ERR_FAILED/;
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.click('link', 'Open request #1 in octo-org/smile');
    await view.waitForText('status', 'Request status', 'Pending');
    // Three tries, and each once more as if a header of ours had been refused.
    stage.fake.fail({ method: 'GET', path: ITEM, times: 6, how: 'status', status: 200, headers: JSON_TYPE, body: '{}', cors: false });
    await view.click('button', 'Read again');
    await view.waitForWords("GitHub couldn't be reached.");
    await view.click('button', 'Try again');
    await view.waitForNone('alert');
    stage.fake.fail({ method: 'PATCH', path: ITEM, applied: true, how: 'status', status: 200, headers: JSON_TYPE, body: '{}', cors: false });
    await view.fill('textbox', 'Review message', 'Behind a curtain');
    await view.click('button', 'Deny');
    await view.waitForText('status', 'Request status', 'Denied');
    await view.waitForWords('Its reply got lost, but read back, the request shows the review.');
    assert.equal(stage.fake.writes().length, 1);
  });

  // On this computer two days have passed that haven't at GitHub: by its clock, a request of six days ago has expired.
  const inTwoDays = () => stage.reset(Object.assign(defaultWorld({ now: Date.now() - TWO_DAYS }), { clockOffset: -TWO_DAYS }));

  it('of this computer’s clock is told, and a request that GitHub calls waiting is reviewed in time', async () => {
    await inTwoDays();
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel('https://github.com/octo-org/smile/exemptions/10');
    await panel.waitForText('status', 'Request status', 'Pending');
    await panel.waitForWords("This computer's clock is 2 days ahead of GitHub's.");
    await panel.fill('textbox', 'Review message', 'In time');
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
  });

  it('of this computer’s clock is told on the site too, which doesn’t see GitHub’s', async () => {
    await inTwoDays();
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForWords(/This computer's clock is [12] days? ahead of GitHub's\./);
    const waiting = stage.fake.world.requests.filter(({ repository, status, expires_at }) => repository.full_name === 'octo-org/smile' && status === 'pending' && Date.parse(expires_at) > Date.now() - TWO_DAYS).length;
    await view.click('button', 'Waiting');
    await view.waitForText('status', 'Requests shown', new RegExp(`^${waiting} of`));
  });
});
