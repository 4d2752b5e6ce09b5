// Owns the panel through what browsers do to it: stopped backgrounds, several tabs, reloaded frames, pages left behind.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { connectThrough, inEveryBrowser, never } from './stage.mjs';
import { eventually } from './view.mjs';

const page = (number) => `https://github.com/octo-org/smile/exemptions/${number}`;
const closedTab = /^Open Gatehouse/;

inEveryBrowser('The panel through its life', (stage) => {
  const openPanel = async (number = 1) => {
    const panel = await stage.panel(page(number));
    await panel.waitFor('heading', `Bypass request #${number}`);
    return panel;
  };
  const visit = async (panel, number) => {
    await panel.tab.evaluate((url) => fakePage.turboVisit(url), page(number));
    await panel.waitFor('heading', `Bypass request #${number}`);
  };

  it('shows the page that two quick Backs lead to, though the background had stopped', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await openPanel(1);
    await visit(panel, 2);
    await visit(panel, 4);
    await stage.quietBackground();
    await panel.tab.evaluate(() => {
      history.back();
      setTimeout(() => history.back(), 60);
    });
    await eventually('the first address', () => panel.tab.evaluate(() => location.pathname.endsWith('/1')));
    await panel.waitFor('heading', 'Bypass request #1');
    await never('another request', async () => (await panel.count('heading', 'Bypass request #1')) !== 1);
  });

  it('is closed and opened in every tab at once', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const first = await openPanel(1);
    const second = await openPanel(2);
    await second.click('button', 'Close panel');
    await second.waitFor('button', closedTab);
    await first.tab.bringToFront();
    await first.waitFor('button', closedTab);
    assert.equal(await first.tab.evaluate(() => document.documentElement.hasAttribute('data-gatehouse-panel')), false);
    await first.click('button', closedTab);
    await first.waitFor('heading', 'Bypass request #1');
    await first.click('button', 'Close panel');
    await first.waitFor('button', closedTab);
  });

  it('comes back when its frame is reloaded', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await openPanel(1);
    await panel.evaluate(() => { globalThis.isOld = true; });
    await panel.evaluate(() => setTimeout(() => location.reload()));
    await eventually('a new document', () => panel.evaluate(() => !globalThis.isOld));
    await panel.waitFor('heading', 'Bypass request #1');
    await panel.fill('textbox', 'Review message', 'Still here');
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
  });

  it('learns in every tab that the token was entered and forgotten', async () => {
    const panel = await stage.panel(page(1));
    await panel.waitFor('heading', 'No token yet');
    const settings = await stage.settingsPage();
    await connectThrough(settings, { token: TOKENS.octocat });
    await settings.waitFor('heading', 'Settings');
    await panel.tab.bringToFront();
    await panel.waitFor('heading', 'Bypass request #1');
    await settings.tab.bringToFront();
    await settings.click('button', 'Forget token');
    await settings.waitFor('heading', 'Connect to GitHub');
    await panel.tab.bringToFront();
    await panel.waitFor('heading', 'No token yet');
  });

  it('leaves the background at rest on pages that are none of its own', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await openPanel(1);
    const { tab } = panel;
    await tab.evaluate(() => fakePage.turboVisit('/octo-org/smile'));
    await eventually('no panel', async () => (await tab.extensionFrames()).length === 0);
    await stage.quietBackground();
    await tab.evaluate(() => fakePage.turboVisit('/octo-org/smile/issues'));
    await eventually('the next page', () => tab.evaluate(() => location.pathname === '/octo-org/smile/issues'));
    await tab.evaluate(() => fakePage.setTheme({ mode: 'dark' }));
    await never('the background awake', () => stage.browser.isBackgroundRunning());
    await tab.evaluate((url) => fakePage.turboVisit(url), page(2));
    await panel.waitFor('heading', 'Bypass request #2');
  });

  it('does not let a requester dismiss a response to their own request', async () => {
    stage.fake.world.pageLogin = 'mallory';
    Object.assign(stage.fake.request('octo-org/smile', 9), {
      status: 'denied',
      responses: [{ id: 990, reviewer: { actor_id: 2, actor_name: 'hubot' }, status: 'denied', created_at: new Date().toISOString() }],
    });
    await stage.connect({ token: TOKENS.mallory });
    const panel = await openPanel(9);
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.equal(await panel.isEnabled('button', 'Dismiss response'), false);
    assert.deepEqual(stage.fake.writes(), []);
  });
});
