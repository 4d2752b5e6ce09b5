// Owns the local history in real browsers: kept only when wanted, reaching beyond the API's month, over reloads, in nobody else's reach, erased for good.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const DAY = 86_400_000;
const NAME = 'gatehouse-history';
const SCOPE = 'org:octo-org';
const LIST = 'https://github.com/orgs/octo-org/security/bypass-requests/secret-scanning';
const ERASE = ['button', 'Erase the history of Organization octo-org'];

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/']);
});
after(() => site.stop());

// What the browser keeps for the document's origin: {lists, requests}, each by key; nothing where there is no database.
const database = (view) => view.evaluate(async (name) => {
  const all = await indexedDB.databases();
  if (!all.some((one) => one.name === name)) return null;
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const open = await done(indexedDB.open(name));
  const work = open.transaction(open.objectStoreNames);
  const kept = {};
  for (const store of open.objectStoreNames) {
    const [keys, values] = await Promise.all([done(work.objectStore(store).getAllKeys()), done(work.objectStore(store).getAll())]);
    kept[store] = keys.map((key, at) => [key, values[at]]);
  }
  open.close();
  return kept;
}, NAME);

// The history of an earlier test; its database as a newer Gatehouse would have it where `version` is higher than ours.
const reset = (view, version) => view.evaluate(async ({ name, version }) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  await done(indexedDB.deleteDatabase(name));
  if (version) (await done(indexedDB.open(name, version))).close();
}, { name: NAME, version });

// So many of octo-org's requests were made six weeks ago: GitHub's month has them no more.
function leaveTheMonth(stage, count) {
  const moved = stage.fake.world.requests.filter(({ repository }) => repository.full_name.startsWith('octo-org/')).slice(0, count);
  assert.equal(moved.length, count);
  for (const request of moved) request.created_at = new Date(Date.now() - 42 * DAY).toISOString().replace(/\.\d+Z$/, 'Z');
}

const toSettings = async (view) => {
  await view.click('link', 'Settings');
  await view.waitFor('heading', 'Local history');
};

async function inBothThemesAndWidths(view, check) {
  for (const [theme, width] of [['light', 1280], ['dark', 400], ['dark', 1280], ['light', 400]]) {
    await view.tab.prefers?.(theme);
    await view.tab.resize(width, 900);
    // In Firefox those of what a closed `details` holds begin, and never go on.
    await eventually('the colours', () => view.evaluate(() => document.getAnimations().every(({ effect }) => !effect.target.checkVisibility())));
    await check();
  }
  await view.tab.prefers?.('light');
  await view.tab.resize(1280, 900);
}

// `start` opens the app, signed in and on the list, in a document that may be new or old; `restart` does it again, as after a reload.
function journeys(stage, { start, restart }) {
  it('is off until it is wanted', async () => {
    const view = await start(stage);
    await view.click('link', 'Summary');
    await view.waitForText('status', 'Requests counted', '16 requests counted');
    assert.equal(await view.count('radio', /Local history/), 0);
    await toSettings(view);
    assert.equal(await view.count('table', 'Local histories'), 0);
    assert.equal(await database(view), null);
  });

  it('keeps what was loaded, counts it when it left the month, and is erased', async () => {
    let view = await start(stage);
    await toSettings(view);
    await view.click('switch', 'Keep a local history');
    await view.waitFor('row', /^Organization octo-org 16 \d+ kB /);
    const kept = await database(view);
    assert.deepEqual([kept.lists.length, kept.requests.length], [1, 16]);
    assert.deepEqual(kept.lists[0][0], ['api.github.com.octocat', SCOPE]);
    const text = JSON.stringify(kept);
    assert.ok(!text.includes(TOKENS.octocat), 'the token is in it');
    for (const { requester_comment: comment } of stage.fake.world.requests) {
      assert.ok(!comment || !text.includes(JSON.stringify(comment).slice(1, -1)), `a comment is in it: ${comment}`);
    }
    await inBothThemesAndWidths(view, () => view.assertAccessible());

    leaveTheMonth(stage, 6);
    view = await restart(stage, view);
    await view.waitForText('status', 'Requests shown', '10 of 10 requests');
    await view.click('link', 'Summary');
    await view.waitForText('status', 'Requests counted', '10 requests counted');
    await view.click('radio', /Local history/);
    await view.waitForText('status', 'Requests counted', '16 requests counted');
    await view.waitForWords('Every request made from');
    await inBothThemesAndWidths(view, () => view.assertAccessible());
    await view.click('button', 'How complete is this?');
    await view.waitForWords('Local history, Organization octo-org: 16 requests.');
    await view.assertAccessible();
    await view.click('button', 'Close');
    await view.click('radio', /Past month/);
    await view.waitForText('status', 'Requests counted', '10 requests counted');

    await toSettings(view);
    await view.click(...ERASE);
    await view.waitFor('dialog', 'Erase the local history of Organization octo-org?');
    await view.assertAccessible();
    await view.click('button', 'Erase history');
    await view.waitForText('status', 'Erasing', 'Erased: the local history of Organization octo-org.');
    assert.deepEqual(await database(view), { lists: [], requests: [] });
  });

  it('says that a newer version keeps it, and the rest goes on', async () => {
    let view = await start(stage);
    await toSettings(view);
    await view.click('switch', 'Keep a local history');
    await view.waitFor(...ERASE);
    await reset(view, 99);
    view = await restart(stage, view);
    await view.waitForWords('A newer version of Gatehouse keeps the local history.');
    assert.equal(await view.count('alert'), 1);
    await view.waitForText('status', 'Requests shown', '16 of 16 requests');
    await view.assertAccessible();
    await view.click('button', 'Understood');
    await view.waitForNone('alert');
    await reset(view);
  });
}

inEveryBrowser('The local history on the site', (stage) => {
  const connect = async (view, token = TOKENS.octocat) => {
    await connectThrough(view, { token, scope: SCOPE });
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    return view;
  };
  const start = async () => {
    const view = await stage.openSite(site);
    await reset(view);
    return connect(view);
  };
  const restart = async (_, view) => {
    await view.tab.goto(`${site.origin}/framing?about:blank`);
    await view.tab.goto(`${site.origin}/`);
    return connect(view);
  };
  journeys(stage, { start, restart });

  it('is in nobody else’s reach', async () => {
    const view = await start();
    await toSettings(view);
    await view.click('switch', 'Keep a local history');
    await view.waitFor(...ERASE);
    await view.tab.goto(`${site.origin}/framing?about:blank`);
    await view.tab.goto(`${site.origin}/`);
    await connect(view, TOKENS.hubot);
    await toSettings(view);
    assert.equal(await view.evaluate(() => document.querySelector('[role=switch]').checked), false);
    assert.equal(await view.count('table', 'Local histories'), 0);
    assert.equal((await database(view)).requests.length, 16, 'octocat’s is still there');
  });

  it('is in memory alone in the demo', async () => {
    const view = await stage.openSite(site, '/boot.js');
    await reset(view);
    await view.tab.goto(`${site.origin}/?demo`);
    await view.waitForText('status', 'Requests shown', /^[\d,]+ of [\d,]+ requests$/);
    await toSettings(view);
    await view.click('switch', 'Keep a local history');
    await view.waitFor('table', 'Local histories');
    assert.equal(await database(view), null);
  });
}, { withExtension: false });

inEveryBrowser('The local history in the extension', (stage) => {
  const start = async () => {
    await stage.connect({ token: TOKENS.octocat });
    const view = await stage.settingsPage();
    await reset(view);
    return restart(stage, view);
  };
  const restart = async (_, view) => {
    await view.tab.goto(`${stage.browser.extensionOrigin}/content.js`);
    await view.tab.goto(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=${SCOPE}`);
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    return view;
  };
  journeys(stage, { start, restart });

  it('takes nothing from the panel', async () => {
    const view = await start();
    await toSettings(view);
    await view.click('switch', 'Keep a local history');
    await view.waitFor(...ERASE);
    await view.click(...ERASE);
    await view.click('button', 'Erase history');
    await view.waitFor('status', 'Erasing');
    const panel = await stage.panel(LIST);
    await panel.waitForText('status', 'Requests shown', '10 of 16 requests');
    assert.deepEqual(await database(view), { lists: [], requests: [] });
    // Where the frame has a storage of its own, nothing is in that.
    const inside = await database(panel).catch((error) => (/denied permission/.test(error.message) ? null : Promise.reject(error)));
    assert.deepEqual(inside?.requests ?? [], []);
  });
});
