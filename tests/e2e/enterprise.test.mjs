// Owns reading a whole enterprise: ten thousand requests under every fault a list can have, never silently short.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { enterpriseWorld } from '../fake-github/enterprise.mjs';
import { TOKENS } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const ENTERPRISE = 'enterprise:octo-enterprise';
const PATIENCE = 90_000;
// What browsers say of a connection that broke.
const BROKEN = /ERR_HTTP2_PROTOCOL_ERROR|Cross-Origin Request Blocked|NetworkError/;
const small = () => enterpriseWorld({ count: 900, organizations: 12 });

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/']);
});
after(() => site.stop());

async function connected(stage, scope = ENTERPRISE) {
  const view = await stage.openSite(site);
  await connectThrough(view, { token: TOKENS.octocat, scope });
  return view;
}

// What `Requests shown` says once nothing is on its way any more: {shown, loaded, partial}.
async function ended(view, patience = PATIENCE) {
  return eventually('the end of the loading', async () => {
    // Before the inbox is there, nothing is on its way either.
    if ((await view.count('status', 'Requests shown')) === 0 || (await view.count('progressbar', 'Loading requests')) > 0) return false;
    const words = /^([\d,]+) of ([\d,]+) requests?( partial)?$/.exec(await view.text('status', 'Requests shown'));
    if (!words || words[2] === '0') return false;
    const number = (text) => Number(text.replaceAll(',', ''));
    return { shown: number(words[1]), loaded: number(words[2]), partial: Boolean(words[3]) };
  }, patience);
}

const ids = (world) => new Set(world.requests.map(({ id }) => id));

inEveryBrowser('A whole enterprise', (stage) => {
  it('ends complete or marked partial, though pages fail and rows move: 10,000 requests', async () => {
    stage.fake.world.secondaryLimit = null;
    stage.expectedInConsole = BROKEN;
    stage.play({ flaky: { share: 0.05, seed: 1 }, slow: [20, 120], shifting: { every: 9, arrive: 1, depart: 1, answer: 1 } });
    const before = ids(stage.fake.world);
    const view = await connected(stage);
    await view.waitFor('progressbar', 'Loading requests');
    const { loaded, partial } = await ended(view);
    const after = ids(stage.fake.world);
    const stayed = [...before].filter((id) => after.has(id)).length;
    assert.ok(partial || loaded >= stayed, `${loaded} loaded, ${stayed} were there all the time, and it isn't said to be partial`);
    assert.ok(loaded >= stayed * 0.98, `${loaded} of ${stayed}`);
    assert.ok(stage.fake.measures().concurrent <= 8, `${stage.fake.measures().concurrent} calls at once`);
  });
}, { withExtension: false, world: () => enterpriseWorld() });

inEveryBrowser('An enterprise in part', (stage) => {
  it('is whole where nothing stands in the way, with and without the number of the last page', async () => {
    for (const lastLink of [true, false]) {
      stage.play({ world: { lastLink } });
      const view = await connected(stage);
      assert.deepEqual(await ended(view), { shown: 900, loaded: 900, partial: false });
    }
  });

  it('falls back to the organizations when the enterprise is refused, and says so', async () => {
    stage.play({ world: { refusals: [{ enterprise: 'octo-enterprise', as: 'not-found' }] } });
    const view = await connected(stage);
    const { loaded, partial } = await ended(view);
    assert.ok(partial, 'it is not known to be the whole enterprise');
    assert.equal(loaded, 900);
    await view.waitForWords('octo-enterprise');
    await view.assertAccessible();
  });

  it('marks what single sign-on leaves out', async () => {
    stage.play({ world: { refusals: [{ organization: 'octo-labs', as: 'sso' }] } });
    const view = await connected(stage);
    const { loaded, partial } = await ended(view);
    assert.ok(partial && loaded < 900, `${loaded}`);
    await view.waitForWords('single sign-on');
  });

  it('waits as GitHub asks, and goes on by itself', async () => {
    stage.play({ throttled: { after: 3, seconds: 2, status: 429 } });
    const view = await connected(stage);
    assert.deepEqual(await ended(view), { shown: 900, loaded: 900, partial: false });
    assert.ok(stage.fake.measures().limited > 0);
  });

  it('asks again only for the page that failed', async () => {
    stage.fake.fail({ method: 'GET', path: /[?&]page=4(&|$)/, times: 4, how: 'status', status: 500, headers: {}, body: '' });
    const view = await connected(stage);
    const first = await ended(view);
    // The page's rows, but for those that the pages beside it have, too.
    assert.ok(first.partial && first.loaded > 800 && first.loaded < 900, JSON.stringify(first));
    const asked = stage.fake.requests.length;
    await view.click('button', 'Retry');
    await eventually('the whole', async () => (await view.text('status', 'Requests shown')) === '900 of 900 requests');
    const since = stage.fake.requests.slice(asked).map(({ method, search }) => method === 'GET' && /per_page=\d+&page=(\d+)/.exec(search)?.[1]);
    assert.deepEqual([...new Set(since.filter(Boolean))].sort(), ['1', '4'], 'it began from the start');
  });

  it('can be cancelled and resumed', async () => {
    stage.play({ slow: [300, 500] });
    const view = await connected(stage);
    await view.click('button', 'Cancel');
    const { partial, loaded } = await ended(view);
    assert.ok(partial && loaded < 900);
    await view.click('button', 'Retry');
    await eventually('the whole', async () => (await view.text('status', 'Requests shown')) === '900 of 900 requests', PATIENCE);
  });
}, { withExtension: false, world: small });
