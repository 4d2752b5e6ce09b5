// Owns how every screen looks: in both themes, wide and narrow, none has anything that axe finds wrong, that overflows, or that a pointer wouldn't meet.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, it } from 'node:test';
import { LISTS } from '../fake-github/faults.mjs';
import { TOKENS, bigWorld } from '../fake-github/world.mjs';
import { DIST, REQUEST_PAGE, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

// Where pictures go, when they are wanted.
const PICTURES = process.env.GATEHOUSE_SCREENSHOTS;
const SIZES = [[1280, 900], [400, 800]];
const THEMES = ['light', 'dark'];
// The longest there is: each picture of it takes a while.
const UNDOABLE = { 'gatehouse.preferences': JSON.stringify({ undo_delay_in: 30 }) };
const SHOWN = ['status', 'Requests shown'];
const LIST_PAGE = 'https://github.com/orgs/octo-org/security/bypass-requests/secret-scanning';
const QUEUE_BAR = '[aria-label="Reviews to be sent"]';
// A page longer than this, in CSS pixels, isn't photographed whole.
const LONGEST = 6_000;
// Of two themes, only colours differ.
const OF_COLORS = ['color-contrast', 'link-in-text-block'];

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'));
  if (PICTURES) await mkdir(PICTURES, { recursive: true });
});
after(() => site.stop());

// Runs in the document: everything is scrolled to its start, laid out, and drawn as it stays.
const settled = () => {
  for (const element of document.querySelectorAll('*')) if (element.scrollTop > 0) element.scrollTop = 0;
  // Colours take up to 200 ms to change.
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 300))));
};
const overflow = () => Math.max(0, document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
const height = () => document.scrollingElement.scrollHeight;

// What was found in a test: all of it is told at its end.
const problems = [];
afterEach(() => assert.deepEqual(problems.splice(0), []));

// Looks at what is shown, in both themes and at these sizes. `setTheme` sets the theme where the system's isn't asked; controls are looked at in what matches `within`,
// where it isn't all.
async function look(stage, view, name, { sizes = SIZES, setTheme, except = [], within } = {}) {
  const show = setTheme ?? ((theme) => view.tab.prefers(theme));
  for (const [width, full] of sizes) {
    await view.tab.resize(width, full);
    for (const theme of THEMES) {
      await show(theme);
      await view.evaluate(settled);
      const at = `${name}, ${theme}, ${width}:`;
      if (PICTURES) {
        // What is fixed in the window can't be in a picture of more.
        const fullPage = !setTheme && (await view.tab.evaluate(height)) < LONGEST;
        await view.tab.screenshot(join(PICTURES, `${stage.browser.name}-${name.replace(/\W+/g, '-')}-${width}-${theme}.png`), fullPage);
      }
      const over = await view.evaluate(overflow);
      if (over > 0) problems.push(`${at} ${over} px wider than the window`);
      const found = await view.accessibilityViolations(except, theme === THEMES[0] ? undefined : OF_COLORS);
      problems.push(...found.map((line) => `${at} ${line}`));
      if (theme === THEMES[0]) problems.push(...(await view.obstructedControls(within)).map((line) => `${at} ${line}`));
    }
  }
  await show(THEMES[0]);
  await view.tab.resize(...sizes[0]);
  await view.evaluate(settled);
}

inEveryBrowser('Every screen', (stage) => {
  const close = async (view, name) => {
    await view.tab.press('Escape');
    await view.waitForNone('dialog', name);
  };

  async function inDialog(view, opener, name, more = async () => {}) {
    await view.click('button', opener);
    await view.waitFor('dialog', name);
    await more();
    await look(stage, view, `dialog ${name}`);
    await close(view, name);
  }

  const demo = async (path = '', kept = {}) => {
    const view = await stage.openSite(site, `/?demo${path}`, kept);
    await view.tab.resize(...SIZES[0]);
    return view;
  };

  async function list(kept) {
    const view = await demo('', kept);
    await view.waitForText('status', SHOWN[1], '300 of 300 requests');
    return view;
  }

  it('connecting', async () => {
    const view = await stage.openSite(site);
    await view.waitFor('heading', 'Connect to GitHub');
    await look(stage, view, 'connect');
    await view.click('checkbox', 'Remember on this device');
    await view.click('button', 'Connect');
    await view.waitForWords('Enter a token.');
    await look(stage, view, 'connect with errors');
  });

  it('a remembered token', async () => {
    const view = await stage.openSite(site);
    await view.click('checkbox', 'Remember on this device');
    for (const name of ['Passphrase', 'Passphrase again']) await view.fill('textbox', name, 'five words picked by chance');
    await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
    await view.waitFor('grid', 'Requests');
    await view.click('link', 'Settings');
    await view.click('button', 'Change passphrase');
    await view.click('button', 'Save passphrase');
    await view.waitForWords('Enter a passphrase.');
    await look(stage, view, 'settings, remembered');
    await view.click('button', 'Lock now');
    await view.waitFor('heading', 'Locked. Enter the passphrase');
    await view.click('button', 'Unlock');
    await view.waitForWords('Enter a passphrase.');
    await look(stage, view, 'locked');
  });

  it('the inbox', async () => {
    const view = await list();
    await look(stage, view, 'inbox');
    assert.ok(await view.evaluate(() => document.scrollingElement.scrollHeight <= innerHeight), 'on a wide screen the rows scroll, and not the page');
    await view.tab.resize(...SIZES[1]);
    await view.click('button', 'Filters');
    await look(stage, view, 'facets', { sizes: [SIZES[1]] });
    await view.click('button', 'Filters');
    await view.tab.resize(...SIZES[0]);
    await view.fill('searchbox', 'Filter requests', 'is:open r');
    await view.waitFor('listbox', 'Suggestions');
    // The keys go to the field, from which the suggestions are scrolled.
    await look(stage, view, 'suggestions', { within: '[role=listbox]', except: ['scrollable-region-focusable'] });
    await view.fill('searchbox', 'Filter requests', 'is:open expires:soon');
    await view.focus('button', 'Reload');
    await view.waitForWords('expires:');
    await look(stage, view, 'query error');
    await view.fill('searchbox', 'Filter requests', 'nothing like this');
    await view.waitForWords('No request matches the filter.');
    await look(stage, view, 'filtered to nothing');
  });

  it('what opens over the inbox', async () => {
    const view = await list();
    await inDialog(view, 'Views', 'Views', async () => {
      await close(view, 'Views');
      await view.fill('searchbox', 'Filter requests', 'is:open expires:<24h');
      await view.click('button', 'Views');
      await view.fill('textbox', /Save the filter/, 'Soon over');
      await view.click('button', 'Save view');
      await view.waitForWords('Saved Soon over');
    });
    await view.click('button', 'All');
    await inDialog(view, 'Columns', 'Columns');
    await inDialog(view, 'How complete is this?', 'How complete is this?');
    await inDialog(view, 'Export…', 'Export requests');
    await view.tab.press('Control+k');
    await view.waitFor('dialog', 'Command palette');
    await look(stage, view, 'palette');
    await close(view, 'Command palette');
    await view.focus('link', 'Settings');
    await view.tab.press('?');
    await view.waitFor('dialog', 'Keyboard shortcuts');
    await look(stage, view, 'shortcuts');
    await close(view, 'Keyboard shortcuts');
    await view.tab.press('g');
    await view.waitForText('status', 'Keys that may follow', /^G then/);
    if (PICTURES) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await view.tab.screenshot(join(PICTURES, `${stage.browser.name}-keys-that-may-follow.png`));
    }
    await view.waitForText('status', 'Keys that may follow', '');
  });

  it('requests', async () => {
    const view = await list(UNDOABLE);
    await view.click('button', 'Waiting');
    const [first] = await view.texts('link', /^Open request/);
    await view.click('link', first.replace(/\s+/g, ' '));
    await view.waitForText('status', 'Request status', 'Pending');
    await look(stage, view, 'request');
    await view.fill('textbox', 'Review message', 'Thanks, {requester}. Please revoke the key in {repository}.');
    await view.click('button', 'Templates');
    await view.waitFor('dialog', 'Templates');
    await look(stage, view, 'templates');
    await close(view, 'Templates');
    await look(stage, view, 'request with a message');
    await view.click('button', 'Approve');
    await view.waitFor('button', 'Undo');
    // It lies over the header as long as it can be undone.
    await look(stage, view, 'undo', { within: QUEUE_BAR });
    await view.click('button', 'Send now');
    await view.waitForText('status', 'Request status', 'Approved');
    await look(stage, view, 'request answered');
    await view.click('button', 'Dismiss response');
    await look(stage, view, 'dismissal');
  });

  it('reviewing many', async () => {
    const view = await list(UNDOABLE);
    await view.click('button', 'Waiting');
    await view.click('checkbox', /^Select all/);
    await view.waitForWords('selected');
    await look(stage, view, 'selection');
    await view.click('button', 'Approve selected');
    await view.waitFor('dialog', 'Bulk review');
    await look(stage, view, 'bulk review begun');
    await view.fill('textbox', 'Review message', 'Thanks, {requester}. Revoked.');
    await view.waitUntilEnabled('checkbox', /^Approve/);
    await view.click('checkbox', /^Approve/);
    await view.waitUntilEnabled('button', 'Confirm approvals');
    await look(stage, view, 'bulk review ready');
    await view.click('button', 'Confirm approvals');
    await view.waitFor('button', 'Undo');
    await look(stage, view, 'undo of many', { within: QUEUE_BAR });
    await view.click('button', 'Send now');
    await view.waitFor('progressbar', 'Sending reviews');
    await view.click('button', 'Pause');
    await view.waitFor('button', 'Continue');
    await look(stage, view, 'queue paused');
    await view.click('button', 'Cancel the rest');
    await view.waitFor('button', 'Clear');
    await look(stage, view, 'queue over');
  });

  it('the summary and the settings', async () => {
    const view = await list();
    await view.click('link', 'Summary');
    await view.waitFor('heading', 'Requests per day');
    await look(stage, view, 'summary');
    await view.evaluate(() => {
      for (const it of document.querySelectorAll('main summary')) it.click();
    });
    await look(stage, view, 'summary with tables');
    await view.click('link', 'Settings');
    await view.waitFor('heading', 'Settings');
    await look(stage, view, 'settings');
    await view.click('button', 'Check my access');
    await view.waitFor('button', 'Copy report');
    await look(stage, view, 'access report');
  });

  it('the inbox while requests are read, where some or all are missing, and where there are none', async () => {
    const open = async (scope, world = bigWorld({ count: 250 })) => {
      stage.fake.world = world;
      const view = await stage.openSite(site);
      await view.tab.resize(...SIZES[0]);
      await connectThrough(view, { token: TOKENS.octocat, scope });
      return view;
    };
    stage.fake.hold({ method: 'GET', path: /[?&]page=2(&|$)/ });
    let view = await open('org:octo-org');
    await view.waitFor('progressbar', 'Loading requests');
    await view.waitForText('status', SHOWN[1], / partial$/);
    await look(stage, view, 'loading');
    await view.click('button', 'Cancel');
    await view.waitFor('button', 'Retry');
    await look(stage, view, 'partial');
    await view.tab.close();
    const none = bigWorld({ count: 1 });
    none.requests = [];
    view = await open('org:octo-labs', none);
    await view.waitForWords('There are no requests of the past month.');
    await look(stage, view, 'empty');
    await view.tab.close();
    view = await open('enterprise:no-such-enterprise');
    await view.waitForWords('Either there is no enterprise no-such-enterprise');
    await look(stage, view, 'error');
    stage.fake.fail({ method: 'GET', path: LISTS, times: 4, how: 'status', status: 502 });
    await view.tab.close();
    view = await open('org:octo-org');
    await eventually('it to be told', async () => (await view.words()).includes('GitHub has a problem (502).'), 40_000);
    await look(stage, view, 'GitHub has a problem');
  });
}, { withExtension: false });

inEveryBrowser('Every screen of the panel', (stage) => {
  const setTheme = (panel) => async (theme) => {
    await panel.tab.evaluate((mode) => fakePage.setTheme({ mode }), theme);
    await eventually(`the panel in ${theme}`, async () => (await panel.evaluate(() => document.documentElement.dataset.colorMode)) === theme);
  };

  async function open(url) {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel(url);
    await eventually('the page to be hydrated', () => panel.tab.evaluate(() => fakePage.hydrated));
    return panel;
  }

  it('a request', async () => {
    const panel = await open(REQUEST_PAGE);
    await panel.waitForText('status', 'Request status', 'Pending');
    await look(stage, panel, 'panel request', { setTheme: setTheme(panel) });
    await panel.click('button', 'Close panel');
    await panel.waitFor('button', /^Open Gatehouse/);
    await look(stage, panel, 'panel closed', { setTheme: setTheme(panel) });
  });

  it('a list, with figures and marks', async () => {
    const panel = await open(LIST_PAGE);
    await panel.waitForText(...SHOWN, '10 of 16 requests');
    await panel.waitFor('button', '10 waiting');
    await eventually('the marks', async () => (await stage.marks()).length > 0);
    await look(stage, panel, 'panel list', { setTheme: setTheme(panel) });
  });
});
