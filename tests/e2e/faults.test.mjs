// Owns faults as a person meets them: a moment's trouble, a limit, a reply without an end.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BAD_GATEWAY } from '../fake-github/faults.mjs';
import { TOKENS } from '../fake-github/world.mjs';
import { inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

const ITEM = /\/bypass-requests\/secret-scanning\/\d+$/;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

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

  it('of a reply without an end is told before it is all read', async () => {
    await stage.connect({ token: TOKENS.octocat });
    stage.fake.fail({ method: 'GET', path: ITEM, how: 'status', status: 200, headers: JSON_TYPE, body: `{"id":1,"x":"${'x'.repeat(50 << 20)}"}` });
    const panel = await stage.panel();
    await panel.waitForWords("The reply is too long to be GitHub's.");
  });
});
