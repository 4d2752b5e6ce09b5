// Owns how the panel lives on github.com pages: where it appears and where not, its layout, theme and state, lists, navigation, and who may not use it.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { REQUEST_PAGE, inEveryBrowser, never } from './stage.mjs';
import { View, eventually } from './view.mjs';

const GITHUB = 'https://github.com';
const LISTS = {
  repository: { path: '/octo-org/smile/security/bypass-requests/secret-scanning', shown: '6 of 12 requests', of: 'Repository octo-org/smile', first: 'octo-org/smile' },
  organization: { path: '/orgs/octo-org/security/bypass-requests/secret-scanning', shown: '10 of 16 requests', of: 'Organization octo-org' },
  enterprise: { path: '/enterprises/octo-enterprise/security/bypass-requests/secret-scanning', shown: '12 of 19 requests', of: 'Enterprise octo-enterprise' },
};

// What of the page our panel changes, and what its layout shows from outside.
const traces = (tab) => tab.evaluate(() => {
  const root = document.documentElement;
  return { attributes: [...root.attributes].map(({ name }) => name).sort(), children: [...root.children].map(({ tagName }) => tagName), margin: getComputedStyle(root).marginRight };
});
const UNTOUCHED = { attributes: ['data-color-mode', 'data-dark-theme', 'data-light-theme', 'lang'], children: ['HEAD', 'BODY'], margin: '0px' };

// Whether a person's pointer would meet the panel there: from outside it is one element beside <body>.
const isPanelAt = (tab, x, y) => tab.evaluate(([left, top]) => {
  const met = document.elementFromPoint(left, top);
  return met !== document.body && met.parentElement === document.documentElement;
}, [x, y]);

const sizeOf = (panel) => panel.evaluate(() => [innerWidth, innerHeight]);
const settled = (tab) => eventually('the page to be hydrated', () => tab.evaluate(() => fakePage.hydrated));

inEveryBrowser('The panel on a page', (stage) => {
  const connect = () => stage.connect({ token: TOKENS.octocat });

  // The panel of the request page, the request read.
  async function openPanel(url = REQUEST_PAGE) {
    await connect();
    const panel = await stage.panel(url);
    await panel.waitFor(...(url.includes('/exemptions/') ? ['status', 'Request status'] : ['grid', 'Requests']));
    return panel;
  }

  const gone = (tab) => eventually('the panel to be gone without a trace', async () => {
    assert.deepEqual(await traces(tab), UNTOUCHED);
    return (await tab.frames()).length === 1;
  });

  const toOpen = /^Open Gatehouse/;

  for (const [scope, { path, shown, of }] of Object.entries(LISTS)) {
    it(`shows the waiting requests of a list page: ${scope}`, async () => {
      const panel = await openPanel(GITHUB + path);
      await panel.waitForText('status', 'Requests shown', shown);
      await panel.waitForWords(of);
      const expected = stage.fake.world.requests
        .filter(({ status, expires_at, html_url }) => ['pending', 'open'].includes(status) && Date.parse(expires_at) > Date.now() && (scope === 'enterprise' || html_url.includes(scope === 'organization' ? '/octo-org/' : '/octo-org/smile/')))
        .sort((left, right) => Date.parse(left.expires_at) - Date.parse(right.expires_at))
        .map(({ html_url, repository }) => `Open request #${html_url.split('/').at(-1)} in ${repository.full_name}`);
      assert.deepEqual((await panel.texts('button', /^Open request/)).map((text) => text.replace(/\s+/g, ' ')), expected);
      const lists = stage.fake.requests.filter(({ operation }) => /list-\w+-bypass-requests/.test(operation));
      assert.deepEqual(lists.map(({ query: { time_period, per_page } }) => [time_period, per_page]), [['month', '100']]);
    });
  }

  it('opens on the figures of the scope, which filter the list below them', async () => {
    const panel = await openPanel(GITHUB + LISTS.enterprise.path);
    await panel.waitForText('status', 'Requests shown', LISTS.enterprise.shown);
    assert.deepEqual((await panel.texts('button', /^\d+ (waiting|expiring|answered|expired)/)).map((text) => text.replace(/\s+/g, ' ')), ['12 waiting', '2 expiring within 24 hours', '4 answered', '2 expired without an answer']);
    await panel.click('button', '2 expiring within 24 hours');
    await panel.waitForText('status', 'Requests shown', '2 of 19 requests');
    assert.equal(await panel.attribute('button', '2 expiring within 24 hours', 'aria-pressed'), 'true');
    await panel.click('button', '4 answered');
    await panel.waitForText('status', 'Requests shown', '4 of 19 requests');
    await panel.click('button', '12 waiting');
    await panel.waitForText('status', 'Requests shown', LISTS.enterprise.shown);
    await panel.tab.resize(400, 800);
    await panel.assertAccessible();
  });

  it('opens a request from the list, reviews it there, and goes back', async () => {
    const panel = await openPanel(GITHUB + LISTS.organization.path);
    const entries = await panel.tab.evaluate(() => history.length);
    await panel.click('button', 'Open request #42 in octo-org/smile');
    await panel.waitFor('heading', 'Bypass request #42');
    await panel.waitForWords('Stripe API Key');
    await panel.fill('textbox', 'Review message', 'From the list');
    await panel.click('button', 'Approve');
    await panel.waitForText('status', 'Request status', 'Approved');
    assert.deepEqual(stage.fake.writes().map(({ requestId }) => requestId), [2142]);
    await panel.click('button', 'Back to list');
    await panel.waitForText('status', 'Requests shown', '9 of 16 requests');
    await panel.fill('searchbox', 'Filter requests', 'postgres');
    await panel.waitForText('status', 'Requests shown', '1 of 16 requests');
    assert.equal(await panel.tab.evaluate(() => history.length), entries);
    assert.equal(await panel.tab.evaluate(() => location.pathname), LISTS.organization.path);
  });

  it('leaves Back to the page', async () => {
    await connect();
    const tab = await stage.openPage(`${GITHUB}/octo-org/smile`);
    await tab.goto(GITHUB + LISTS.repository.path);
    const panel = stage.panelOf(tab);
    await panel.click('button', 'Open request #2 in octo-org/smile');
    await panel.waitFor('heading', 'Bypass request #2');
    await panel.click('button', 'Back to list');
    await panel.click('button', 'Open request #11 in octo-org/smile');
    await tab.goBack();
    await eventually('the page before', () => tab.evaluate(() => location.pathname === '/octo-org/smile'));
    await gone(tab);
  });

  it('follows Turbo to another request, off its pages, and back', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    await settled(tab);
    await tab.evaluate(() => fakePage.turboVisit('/octo-org/smile/exemptions/2'));
    await panel.waitFor('heading', 'Bypass request #2');
    await panel.waitForWords('GitHub Personal Access Token');
    await tab.evaluate(() => fakePage.turboVisit('/octo-org/smile/issues'));
    await gone(tab);
    await tab.goBack();
    await panel.waitFor('heading', 'Bypass request #2');
    await tab.goBack();
    await panel.waitFor('heading', 'Bypass request #1');
    assert.equal((await tab.extensionFrames()).length, 1);
  });

  it('follows React’s soft navigation into its pages, and off them', async () => {
    await connect();
    const tab = await stage.openPage(`${GITHUB}/octo-org/smile`);
    await settled(tab);
    assert.deepEqual(await traces(tab), UNTOUCHED);
    await tab.evaluate(() => fakePage.softNavigate('/octo-org/smile/security/bypass-requests/secret-scanning'));
    const panel = stage.panelOf(tab);
    await panel.waitForText('status', 'Requests shown', LISTS.repository.shown);
    await tab.evaluate(() => fakePage.softNavigate('/octo-org/smile/exemptions/1'));
    await panel.waitFor('heading', 'Bypass request #1');
    await tab.evaluate(() => fakePage.softNavigate('/octo-org/smile/settings'));
    await gone(tab);
    await tab.goBack();
    await panel.waitFor('heading', 'Bypass request #1');
    await tab.goForward();
    await gone(tab);
  });

  it('keeps its frame, and what was typed, when the body is replaced', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    await settled(tab);
    await panel.fill('textbox', 'Review message', 'Still here');
    await tab.evaluate(() => fakePage.replaceBody());
    await tab.evaluate(() => fakePage.replaceBody());
    await never('a second panel', async () => (await tab.extensionFrames()).length !== 1);
    assert.equal(await panel.text('textbox', 'Review message'), 'Still here');
  });

  it('never stands there twice', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    await tab.evaluate(() => {
      for (const name of ['turbo:load', 'turbo:render', 'soft-nav:end', 'soft-nav:react-done', 'soft-nav:payload']) {
        for (let at = 0; at < 5; at++) document.dispatchEvent(new CustomEvent(name, { bubbles: true }));
      }
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      dispatchEvent(new PopStateEvent('popstate'));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await panel.waitFor('heading', 'Bypass request #1');
    // The page has something new to report while its panel is there.
    await tab.evaluate(() => fakePage.setTheme({ mode: 'dark' }));
    await eventually('the dark theme', () => panel.evaluate(() => document.documentElement.dataset.colorMode === 'dark'));
    await never('a second panel', async () => (await tab.extensionFrames()).length > 1);
    assert.equal(await tab.evaluate(() => document.querySelectorAll(':root > div').length), 1);
  });

  for (const path of ['/octo-org/smile', '/', '/octo-org/smile/exemptions/new', '/octo-org/smile/issues']) {
    it(`is not on other pages, which stay as GitHub sent them: ${path}`, async () => {
      await stage.quietBackground();
      const tab = await stage.openPage(GITHUB + path);
      await settled(tab);
      await never('something of ours', async () => (await tab.frames()).length > 1 || (await stage.browser.isBackgroundRunning()));
      assert.ok(await tab.evaluate(async () => {
        const sent = new DOMParser().parseFromString(await (await fetch(location.href, { headers: { Accept: 'text/html' } })).text(), 'text/html');
        return document.documentElement.outerHTML === sent.documentElement.outerHTML;
      }));
      assert.deepEqual(await traces(tab), UNTOUCHED);
      assert.deepEqual(stage.fake.requests.filter(({ api }) => api), []);
    });
  }

  for (const path of [
    '/orgs/octo-org/security/closure-requests/secret-scanning',
    '/orgs/octo-org/security/bypass-requests/code-scanning',
    '/enterprises/octo-enterprise/security/dismissal-requests/dependabot',
    '/octo-org/smile/settings/rules/bypass_requests',
    '/organizations/octo-org/settings/rules/bypass_requests',
  ]) {
    it(`is not on pages of kinds it doesn’t know: ${path}`, async () => {
      await stage.quietBackground();
      const tab = await stage.openPage(GITHUB + path);
      await settled(tab);
      await never('something of ours', async () => (await tab.frames()).length > 1 || (await stage.browser.isBackgroundRunning()));
      assert.deepEqual(await traces(tab), UNTOUCHED);
    });
  }

  it('follows GitHub’s theme', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    const theme = () => panel.evaluate(() => ({ ...document.documentElement.dataset }));
    const background = () => panel.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    assert.deepEqual(await theme(), { colorMode: 'light', lightTheme: 'light', darkTheme: 'dark' });
    const light = await background();
    await tab.evaluate(() => fakePage.setTheme({ mode: 'dark', dark: 'dark_dimmed' }));
    await eventually('the dark theme', async () => (await theme()).colorMode === 'dark' && (await theme()).darkTheme === 'dark_dimmed');
    const dimmed = await background();
    assert.notEqual(dimmed, light);
    await tab.evaluate(() => fakePage.setTheme({ dark: 'dark_high_contrast' }));
    await eventually('another background', async () => (await background()) !== dimmed);
    await tab.evaluate(() => fakePage.setTheme({ mode: 'light', light: 'light_high_contrast' }));
    await eventually('the light theme', async () => (await theme()).lightTheme === 'light_high_contrast' && (await theme()).colorMode === 'light');
  });

  it('pushes a wide page aside, and Escape leaves it open', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    await tab.resize(1200, 800);
    await eventually('a panel of 400 by 800', async () => String(await sizeOf(panel)) === '400,800');
    assert.equal((await traces(tab)).margin, '400px');
    assert.equal(await tab.evaluate(() => document.body.getBoundingClientRect().right <= 800), true);
    assert.ok(await tab.evaluate(() => document.elementFromPoint(801, 400).matches(':root > div')));
    await panel.focus('textbox', 'Review message');
    await tab.press('Escape');
    await never('a closed panel', async () => (await panel.count('button', 'Close panel')) !== 1);
  });

  for (const [where, focus] of [['in it', (panel) => panel.focus('textbox', 'Review message')], ['on the page', (panel) => panel.tab.evaluate(() => document.querySelector('a').focus())]]) {
    it(`lies over a narrower page, and Escape ${where} closes it`, async () => {
      const panel = await openPanel();
      const { tab } = panel;
      await tab.resize(1199, 800);
      await eventually('a page that isn’t pushed aside', async () => (await traces(tab)).margin === '0px');
      assert.deepEqual(await sizeOf(panel), [400, 800]);
      assert.ok(await tab.evaluate(() => document.elementFromPoint(1190, 400).matches(':root > div')));
      await tab.bringToFront();
      if (where === 'on the page') await tab.evaluate(() => document.body.click());
      await focus(panel);
      await tab.press('Escape');
      await panel.waitFor('button', toOpen);
      assert.ok((await sizeOf(panel))[0] <= 48);
    });
  }

  it('closes only its dialog with Escape', async () => {
    const panel = await openPanel(`${GITHUB}/octo-org/smile/exemptions/4`);
    await panel.tab.resize(1000, 800);
    await panel.click('button', 'Dismiss response');
    await panel.waitFor('dialog');
    await panel.tab.press('Escape');
    await panel.waitForNone('dialog');
    await never('a closed panel', async () => (await panel.count('button', 'Close panel')) !== 1);
  });

  it('is a sheet at the bottom of a small page', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    await tab.resize(400, 800);
    // Beside the page's scroll bar, where the browser shows one.
    const width = await tab.evaluate(() => document.documentElement.clientWidth);
    await eventually('a sheet', async () => String(await sizeOf(panel)) === `${width},560`);
    assert.equal((await traces(tab)).margin, '0px');
    assert.ok(await tab.evaluate(() => document.elementFromPoint(200, 780).matches(':root > div')));
    assert.ok(!await tab.evaluate(() => document.elementFromPoint(200, 200).matches(':root > div')));
    assert.equal(await panel.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await panel.click('button', 'Close panel');
    await panel.waitFor('button', toOpen);
    assert.ok(!await tab.evaluate(() => document.elementFromPoint(200, 700).matches(':root > div')));
  });

  it('closed is a tab with the number of waiting requests, and is left so for the next page', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    await panel.click('button', 'Close panel');
    await panel.waitFor('button', 'Open Gatehouse: 6 requests waiting');
    assert.deepEqual(await panel.texts('button'), ['6']);
    assert.equal((await traces(tab)).margin, '0px');
    await tab.goto(`${GITHUB}/octo-org/engine/exemptions/1`);
    await panel.waitFor('button', 'Open Gatehouse: 4 requests waiting');
    const next = await stage.panel(`${GITHUB}/octo-org/smile/exemptions/2`);
    await next.click('button', 'Open Gatehouse: 6 requests waiting');
    await next.waitFor('heading', 'Bypass request #2');
    await tab.goto(REQUEST_PAGE);
    await panel.waitFor('heading', 'Bypass request #1');
  });

  it('is resized by keyboard within its limits, and stays so', async () => {
    const panel = await openPanel();
    const { tab } = panel;
    const width = async () => Number(await panel.attribute('separator', 'Resize panel', 'aria-valuenow'));
    assert.equal(await width(), 400);
    await panel.press('separator', 'Resize panel', 'ArrowLeft');
    await eventually('a wider panel', async () => (await width()) > 400);
    const wider = await width();
    await eventually('the page to make room', async () => (await traces(tab)).margin === `${wider}px` && (await sizeOf(panel))[0] === wider);
    const [least, most] = await Promise.all(['aria-valuemin', 'aria-valuemax'].map(async (name) => Number(await panel.attribute('separator', 'Resize panel', name))));
    for (let at = 0; at < 40 && (await width()) < most; at++) await panel.press('separator', 'Resize panel', 'ArrowLeft');
    await eventually('the greatest width', async () => (await width()) === most);
    assert.equal((await sizeOf(panel))[0], most);
    await tab.goto(`${GITHUB}/octo-org/smile/exemptions/2`);
    await panel.waitFor('heading', 'Bypass request #2');
    assert.equal(await width(), most);
    await panel.press('separator', 'Resize panel', 'ArrowRight');
    await eventually('a narrower panel', async () => (await width()) < most);
    assert.ok(least >= 320);
  });

  it('opens and closes by the toolbar button', async () => {
    const panel = await openPanel();
    await stage.browser.pressToolbarButton(panel.tab);
    await panel.waitFor('button', toOpen);
    await stage.browser.pressToolbarButton(panel.tab);
    await panel.waitFor('heading', 'Bypass request #1');
  });

  it('has a key for the toolbar button', async () => {
    const settings = await stage.settingsPage();
    const commands = await settings.evaluate(() => chrome.commands.getAll());
    assert.deepEqual(commands.filter(({ shortcut }) => shortcut !== '').map(({ name }) => name), ['_execute_action']);
  });

  it('has a page of its own where there is no panel to open', async () => {
    const tab = await stage.openPage(`${GITHUB}/octo-org/smile`);
    const opened = await stage.browser.tabOpenedBy(() => stage.browser.pressToolbarButton(tab));
    await stage.viewOf(opened).waitFor('heading', 'Connect to GitHub');
  });

  it('opens its settings in a tab', async () => {
    const panel = await openPanel();
    const tab = await stage.browser.tabOpenedBy(() => panel.click('button', 'Settings'));
    const settings = stage.viewOf(tab);
    await settings.waitForWords('octocat');
    assert.equal(await settings.evaluate(() => location.origin), stage.browser.extensionOrigin);
  });

  it('is inert in a frame that a script of the page opened', async () => {
    // Firefox and Chromium differ in whether the page's policy lets the frame load at all.
    stage.expectedInConsole = /Content[- ]Security[- ]Policy/i;
    const panel = await openPanel();
    const { tab } = panel;
    const [ours] = await tab.extensionFrames();
    const ourPanel = new View(tab, () => ours);
    await tab.evaluate((src) => {
      const frame = document.createElement('iframe');
      frame.src = src;
      document.body.append(frame);
      globalThis.forged = frame;
    }, `${stage.browser.extensionOrigin}/index.html`);
    const forged = await eventually('the second frame', async () => (await tab.frames()).slice(1).find((frame) => frame !== ours));
    const seen = new View(tab, () => forged);
    await eventually('its document', async () => (await seen.evaluate(() => document.readyState)) === 'complete');
    const { session } = await stage.kept();
    for (const guess of ['', 'null', crypto.randomUUID(), ...Object.keys(session)]) await tab.evaluate((text) => forged.contentWindow.postMessage(text, '*'), guess);
    await never('something in the forged frame', async () => (await seen.words()) !== '' && stage.browser.extensionOrigin === (await seen.evaluate(() => location.origin)));
    assert.equal(await seen.evaluate(() => document.querySelectorAll('button, input, textarea, a').length), 0);
    assert.equal(await tab.evaluate(() => forged.contentDocument), null);
    // The panel itself is as it was.
    await ourPanel.waitFor('heading', 'Bypass request #1');
  });

  it('is out of the page’s reach', async () => {
    const panel = await openPanel();
    const reach = await panel.tab.evaluate(() => ({
      root: document.querySelector(':root > div').shadowRoot,
      frames: window.length,
      messages: fakePage.messages.length,
      globals: Object.keys(window).filter((name) => /gatehouse/i.test(name)),
    }));
    assert.deepEqual(reach, { root: null, frames: 0, messages: 0, globals: [] });
  });

  for (const path of ['/octo-org/smile/blob/main/exemptions/1', '/octo-org/smile/tree/exemptions']) {
    it(`leaves a page alone whose address only looks like one of its pages: ${path}`, async () => {
      const tab = await stage.openPage(GITHUB + path);
      await settled(tab);
      await never('something of ours', async () => (await tab.frames()).length > 1 || (await stage.browser.isBackgroundRunning()));
      assert.deepEqual(await traces(tab), UNTOUCHED);
      assert.deepEqual(stage.fake.requests.filter(({ api }) => api), []);
    });
  }

  for (const theme of ['light', 'dark', 'dark_dimmed', 'light_high_contrast', 'dark_high_contrast']) {
    it(`has nothing that axe finds wrong: ${theme}`, async () => {
      const panel = await openPanel(`${REQUEST_PAGE}?theme=${theme}`);
      // GitHub's own link colour in this theme has a contrast of 4.32, and the panel shows GitHub's colours.
      const except = theme === 'dark_dimmed' ? ['color-contrast'] : [];
      await panel.assertAccessible(except);
      await panel.fill('textbox', 'Review message', 'x'.repeat(2049));
      await panel.waitForWords('1 character too long');
      await panel.assertAccessible(except);
      await panel.click('button', 'Close panel');
      await panel.waitFor('button', 'Open Gatehouse: 6 requests waiting');
      await panel.assertAccessible(except);
    });
  }

  it('has nothing that axe finds wrong elsewhere: list, answered, dialog, no token, not found, small', async () => {
    const empty = await stage.panel();
    await empty.waitFor('heading', 'No token yet');
    await empty.assertAccessible();
    const panel = await openPanel(GITHUB + LISTS.enterprise.path);
    await panel.waitForText('status', 'Requests shown', LISTS.enterprise.shown);
    await panel.assertAccessible();
    await panel.tab.resize(400, 800);
    await panel.assertAccessible();
    await panel.tab.goto(`${GITHUB}/octo-org/smile/exemptions/99`);
    await panel.waitForWords("This request isn't to be found.");
    await panel.assertAccessible();
    await panel.tab.goto(`${GITHUB}/octo-org/smile/exemptions/4?theme=dark`);
    await panel.waitFor('button', 'Dismiss response');
    await panel.assertAccessible();
    await panel.click('button', 'Dismiss response');
    await panel.waitFor('dialog');
    await panel.assertAccessible();
  });

  it('would be seen by axe with something wrong in it', async () => {
    const panel = await openPanel();
    await panel.evaluate(() => document.querySelector('main').append(document.createElement('button')));
    assert.match((await panel.accessibilityViolations()).join('\n'), /^button-name: /m);
  });
});
