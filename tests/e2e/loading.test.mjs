// Owns how a list comes: rows that keep their place, pages that didn't change since the last look, and the scopes of the last visit.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS, bigWorld } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const COUNT = 'Requests shown';
const WHOLE = /^\d+ of \d+ requests$/;

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'));
});
after(() => site.stop());

inEveryBrowser('Rows that come', (stage) => {
  for (const [width, height] of [[1280, 900], [400, 800]]) {
    it(`keep their place from the first frame on, at ${width}`, async () => {
      stage.fake.world = bigWorld({ count: 250 });
      stage.play({ slow: [50, 300] });
      const view = await stage.openSite(site);
      await view.tab.resize(width, height);
      await view.waitFor('heading', 'Connect to GitHub');
      // Where the grid stands in each frame in which it is there.
      await view.evaluate(() => {
        globalThis.places = [];
        const look = () => {
          const grid = document.querySelector('[role=grid]:not([hidden])');
          const { left, top, width } = grid?.getBoundingClientRect() ?? {};
          const place = grid && [left, top, width].map(Math.round).join(' ');
          if (place && place !== globalThis.places.at(-1)) globalThis.places.push(place);
          requestAnimationFrame(look);
        };
        look();
      });
      await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
      await view.waitForText('status', COUNT, WHOLE);
      // The values beside the rows are counted a moment later.
      if (width > 1_000) await view.waitFor('button', /^Denied/);
      await view.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
      const places = await view.evaluate(() => globalThis.places);
      assert.equal(places.length, 1, places.join(', '));
    });
  }
}, { withExtension: false });

inEveryBrowser('Looking again', (stage) => {
  it('is told of pages that did not change, and reads none of them', async () => {
    for (const lastLink of [true, false]) {
      stage.fake.world = bigWorld({ count: 250 });
      stage.play({ world: { etags: 'lists', lastLink } });
      const view = await stage.openSite(site);
      await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
      await view.waitForText('status', COUNT, WHOLE);
      const total = parseInt(await view.text('status', COUNT), 10);
      const before = stage.fake.requests.length;
      await view.click('button', 'Reload');
      const reads = () => stage.fake.requests.slice(before).filter(({ method }) => method === 'GET');
      // Three pages, and the first one at the end.
      await eventually('four replies', () => reads().length >= 4);
      await view.waitForText('status', COUNT, WHOLE);
      // Where the end isn't told, how far is looked behind it, and whether that was awaited, depends on which reply comes first.
      const isBehind = ({ query }) => !lastLink && (query.page - 1) * query.per_page >= total;
      const read = reads().filter((it) => !isBehind(it) && it.status !== 304).map(({ status, path, search }) => `${status} ${path}${search}`);
      assert.deepEqual(read, []);
    }
  });
}, { withExtension: false });

inEveryBrowser('Coming back', (stage) => {
  it('shows the scopes of the last visit', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const first = await stage.settingsPage();
    await first.evaluate(() => location.replace('#/inbox?scope=org:octo-org,org:octo-labs'));
    await first.waitForText('status', COUNT, '19 of 19 requests');
    await eventually('it to be kept', async () => Object.keys((await stage.kept()).local).some((key) => key.startsWith('ui.inbox.')));
    await first.tab.close();
    const second = await stage.settingsPage();
    await second.waitForText('status', COUNT, '19 of 19 requests');
    assert.equal(await second.evaluate(() => location.hash), '#/inbox?scope=org:octo-org,org:octo-labs');
  });
});
