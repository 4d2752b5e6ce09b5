// Owns what outlives a page: drafts over reloads and tabs, until they are sent or discarded, and where they lie.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { DIST, REQUEST_PAGE, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

// The tab that stands for a closed panel.
const CLOSED = /^Open Gatehouse/;
const MESSAGE = ['textbox', 'Review message'];
const drafts = (kept) => Object.keys(kept).filter((key) => key.includes('draft.'));

inEveryBrowser('A draft in the panel', (stage) => {
  it('outlives a reload of the page, is there in another tab, and goes when it is discarded', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.fill(...MESSAGE, 'Half a thought');
    // At once: the page that goes has to store it.
    await panel.tab.goto(`${REQUEST_PAGE}?again`);
    await panel.waitFor('status', 'Request status');
    assert.equal(await panel.text(...MESSAGE), 'Half a thought');
    const other = await stage.panel();
    await other.waitFor('status', 'Request status');
    assert.equal(await other.text(...MESSAGE), 'Half a thought');

    const { local } = await stage.kept();
    assert.deepEqual(drafts(local), ['ui.draft.api.github.com.octocat.2101']);
    assert.deepEqual(Object.keys(local).filter((key) => !key.startsWith('ui.')), Object.keys(local).filter((key) => ['panel', 'queue'].includes(key)));
    assert.ok(!JSON.stringify(local).includes(TOKENS.octocat), 'the token is on no disk');

    await other.fill(...MESSAGE, '');
    await eventually('no draft', async () => drafts((await stage.kept()).local).length === 0);
  });

  it('outlives the panel, whether that is closed, its page left, or its tab closed', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    const text = async (view, wanted) => {
      await view.waitForText('status', 'Request status', 'Pending');
      assert.equal(await view.text(...MESSAGE), wanted);
    };
    await panel.fill(...MESSAGE, 'Half');
    await panel.click('button', 'Close panel');
    await panel.click('button', CLOSED);
    await text(panel, 'Half');
    await panel.fill(...MESSAGE, 'Half a');
    await panel.tab.evaluate(() => fakePage.turboVisit('/octo-org/smile/issues'));
    await eventually('no panel', async () => (await panel.tab.extensionFrames()).length === 0);
    await panel.tab.evaluate(() => fakePage.turboVisit('/octo-org/smile/exemptions/1'));
    await panel.waitFor('heading', 'Bypass request #1');
    await text(panel, 'Half a');
    await panel.fill(...MESSAGE, 'Half a thought');
    await panel.tab.close();
    await text(await stage.panel(), 'Half a thought');
  });
});

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/']);
});
after(() => site.stop());

inEveryBrowser('A draft on the site', (stage) => {
  it('outlives a reload, for whose token it was', async () => {
    const open = async (token) => {
      const view = stage.viewOf(await stage.openPage(`${site.origin}/#/request/octo-org/smile/1`));
      await connectThrough(view, { token, scope: 'repo:octo-org/smile' });
      await view.waitFor('status', 'Request status');
      return view;
    };
    const view = await open(TOKENS.octocat);
    await view.fill(...MESSAGE, 'Half a thought');
    await view.tab.close();
    const again = await open(TOKENS.octocat);
    assert.equal(await again.text(...MESSAGE), 'Half a thought');
    const kept = await again.evaluate(() => ({ ...localStorage }));
    assert.deepEqual(drafts(kept), ['gatehouse.draft.api.github.com.octocat.2101']);
    assert.ok(!JSON.stringify(kept).includes(TOKENS.octocat), 'the token is on no disk');
    await again.tab.close();
    const hubots = await open(TOKENS.hubot);
    assert.equal(await hubots.text(...MESSAGE), '');
    await hubots.evaluate(() => localStorage.clear());
  });
}, { withExtension: false });

inEveryBrowser('A selection on the site', (stage) => {
  it('outlives a reload and the token, until it is cleared', async () => {
    const connected = async (view) => {
      await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
      await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
      return view;
    };
    const open = async () => connected(stage.viewOf(await stage.openPage(`${site.origin}/`)));
    const kept = (view) => view.evaluate(() => sessionStorage.getItem('gatehouse.selection.api.github.com.octocat'));
    const view = await open();
    await view.click('checkbox', 'Select #1 in octo-org/smile');
    await view.click('checkbox', 'Select #42 in octo-org/smile');
    await view.waitForWords('2 selected');
    await eventually('it to be kept', async () => (await kept(view))?.includes('2101') && (await kept(view)).includes('2142'));

    await view.tab.goto(`${site.origin}/framing?about:blank`);
    await view.tab.goto(`${site.origin}/`);
    await connected(view);
    await view.waitForWords('2 selected Some since before this page was loaded.');
    await view.assertAccessible();
    const other = await open();
    assert.ok(!(await other.words()).includes('selected'), 'it is not meant in another tab');
    await other.tab.close();
    await view.click('button', 'Clear selection');
    await eventually('nothing to be kept', async () => (await kept(view)) === null);
  });
}, { withExtension: false });

inEveryBrowser('A selection in the extension', (stage) => {
  it('outlives the end of the browser or of this version, and one new tab takes it over', async () => {
    const open = async () => {
      const view = stage.viewOf(await stage.openPage(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=repo:octo-org/smile`));
      await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
      return view;
    };
    const left = async () => Object.keys((await stage.kept()).local).filter((key) => key.startsWith('ui.selection.')).length;
    await stage.connect({ token: TOKENS.octocat });
    const view = await open();
    await view.click('checkbox', 'Select #1 in octo-org/smile');
    await view.click('checkbox', 'Select #42 in octo-org/smile');
    await view.waitForWords('2 selected');
    await eventually('it to be kept', async () => JSON.stringify((await stage.kept()).local).includes('[2101,2142]'));
    await view.tab.close();
    await stage.restart();
    await stage.connect({ token: TOKENS.octocat });

    const again = await open();
    await again.waitForWords('2 selected Some since before Gatehouse was restarted or updated.');
    await again.assertAccessible();
    const other = await open();
    assert.ok(!(await other.words()).includes('selected'), 'it is the other tab’s now');
    await other.tab.close();
    await again.click('button', 'Clear selection');
    await eventually('nothing to be kept', async () => (await left()) === 0);
  });
});
