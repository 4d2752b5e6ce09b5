// Owns what a second look costs: pages that didn't change, and the scopes of the last visit.

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

inEveryBrowser('Looking again', (stage) => {
  it('is told of pages that did not change, and reads none of them', async () => {
    for (const lastLink of [true, false]) {
      stage.fake.world = bigWorld({ count: 250 });
      stage.play({ world: { etags: 'lists', lastLink } });
      const view = await stage.openSite(site);
      await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
      await view.waitForText('status', COUNT, WHOLE);
      const before = stage.fake.requests.length;
      await view.click('button', 'Reload');
      const reads = () => stage.fake.requests.slice(before).filter(({ method }) => method === 'GET');
      // Three pages, the two edges between them, and the first page at the end.
      await eventually('six replies', () => reads().length >= 6);
      await view.waitForText('status', COUNT, WHOLE);
      // Where the end isn't told, how far is looked behind it, and whether that was awaited, depends on which reply comes first.
      const isBehind = ({ path }) => !lastLink && /[?&]page=[4-9](&|$)/.test(path);
      assert.deepEqual([...new Set(reads().filter((read) => !isBehind(read)).map(({ status }) => status))], [304]);
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
