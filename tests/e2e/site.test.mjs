// Owns the static site's journeys: connecting, the inbox, review and dismissal, the demo, and hosting anywhere under its strict policy.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS, bigWorld } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { View, eventually } from './view.mjs';

const BELOW = '/some/where/deeper/';

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/', BELOW]);
});
after(() => site.stop());

const openSite = (stage, path = '/') => stage.openSite(site, path);

async function connected(stage, { token = TOKENS.octocat, scope = 'org:octo-org', host } = {}, path = '/') {
  const view = await openSite(stage, path);
  await connectThrough(view, { token, scope, host });
  return view;
}

// The demo has every status, and its numbers change with its making: what it holds is read from the page.
const shownOf = async (view) => /^([\d,]+) of ([\d,]+) requests$/.exec(await view.text('status', 'Requests shown')).slice(1).map((number) => Number(number.replace(',', '')));

inEveryBrowser('The site', (stage) => {
  it('connects, lists, reviews and dismisses', async () => {
    const view = await connected(stage);
    await view.waitForText('status', 'Requests shown', '16 of 16 requests');
    assert.equal(await view.count('row'), 17);
    await view.click('button', 'Waiting');
    await view.waitForText('status', 'Requests shown', '10 of 16 requests');
    await view.click('link', 'Open request #1 in octo-org/smile');
    await view.waitFor('heading', 'Bypass request #1');
    await view.fill('textbox', 'Review message', 'From the site');
    await view.click('button', 'Deny');
    await view.waitForText('status', 'Request status', 'Denied');
    await view.click('button', 'Dismiss response');
    await view.click('button', 'Yes, dismiss it');
    await view.waitForText('status', 'Request status', 'Pending');
    assert.deepEqual(stage.fake.writes().map(({ method, requestId }) => [method, requestId]), [['PATCH', 2101], ['DELETE', 2101]]);
    await view.tab.goBack();
    await view.waitForText('status', 'Requests shown', '10 of 16 requests');
    assert.deepEqual(new Set(stage.fake.requests.map(({ host }) => host)), new Set(['api.github.com']));
  });

  it('forgets the token with a reload', async () => {
    const view = await connected(stage);
    await view.waitFor('grid', 'Requests');
    await view.tab.goto(`${site.origin}/framing?about:blank`);
    await view.tab.goto(`${site.origin}/#/inbox?scope=org:octo-org`);
    await view.waitFor('heading', 'Connect to GitHub');
    assert.equal(await view.text('textbox', 'Token'), '');
    assert.ok(!(await view.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))).includes('ghp_'));
  });

  it('shows the demo without a token, and reviews and dismisses there', async () => {
    const view = await openSite(stage, '/?demo');
    await view.waitForText('status', 'Requests shown', '300 of 300 requests');
    await view.click('button', 'Waiting');
    await view.waitForText('status', 'Requests shown', /^(?!300)\d+ of 300 requests$/);
    const [waiting] = await shownOf(view);
    const [first] = await view.texts('link', /^Open request/);
    await view.click('link', first.replace(/\s+/g, ' '));
    await view.waitForText('status', 'Request status', 'Pending');
    await view.fill('textbox', 'Review message', 'In the demo');
    await view.click('button', 'Approve');
    await view.waitForText('status', 'Request status', 'Approved');
    await view.click('button', 'Back to list');
    await view.click('button', 'Waiting');
    await view.waitForText('status', 'Requests shown', `${waiting - 1} of 300 requests`);
    await view.tab.goBack();
    await view.waitForText('status', 'Request status', 'Approved');
    await view.click('button', 'Dismiss response');
    await view.click('button', 'Yes, dismiss it');
    await view.waitForText('status', 'Request status', 'Pending');
    assert.deepEqual(stage.fake.requests, []);
  });
}, { withExtension: false });

inEveryBrowser('The site', (stage) => {
  it('filters by every word', async () => {
    const view = await connected(stage, { scope: 'enterprise:octo-enterprise' });
    await view.waitForText('status', 'Requests shown', '19 of 19 requests');
    await view.type('searchbox', 'Filter requests', 'mallory openai');
    await view.waitForText('status', 'Requests shown', '1 of 19 requests');
    await view.waitFor('link', 'Open request #2 in octo-labs/rocket');
    await view.fill('searchbox', 'Filter requests', 'nothing like this');
    await view.waitForText('status', 'Requests shown', '0 of 19 requests');
    await view.waitForWords('No request matches the filter.');
    await view.click('button', 'Waiting');
    await view.waitForWords('No waiting request matches the filter.');
    await view.fill('searchbox', 'Filter requests', 'is:open');
    await view.waitForText('status', 'Requests shown', '12 of 19 requests');
  });

  it('reads every page of a long list, and says so while it is partial', async () => {
    stage.fake.world = bigWorld({ count: 500 });
    const total = stage.fake.world.requests.filter(({ html_url, created_at }) => html_url.includes('/octo-org/') && Date.now() - Date.parse(created_at) < 30 * 86_400_000).length;
    const release = stage.fake.hold({ method: 'GET', path: /[?&]page=3(&|$)/ });
    const view = await connected(stage);
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests partial$/);
    await view.waitFor('progressbar', 'Loading requests');
    release();
    await view.waitForText('status', 'Requests shown', `${total} of ${total} requests`);
  });

  it('keeps what it has when a page fails, and goes on from there', async () => {
    stage.fake.world = bigWorld({ count: 150 });
    stage.fake.fail({ method: 'GET', path: /[?&]page=2(&|$)/, times: 4, how: 'status', status: 502 });
    const view = await connected(stage);
    await eventually('three more tries', async () => (await view.words()).includes('GitHub has a problem (502).'), 40_000);
    await view.waitForText('status', 'Requests shown', /^\d+ of 100 requests partial$/);
    await view.click('button', 'Retry');
    await view.waitForText('status', 'Requests shown', /^\d+ of 166 requests$/);
  });

  it('says that a token is wrong, and keeps none', async () => {
    const view = await connected(stage, { token: 'ghp_0000000000000000000000000000000000wrong' });
    await view.waitForWords("GitHub doesn't accept the token.");
    await view.waitForWords('Bad credentials');
    assert.equal(await view.text('textbox', 'Token'), '');
  });

  it('says what is missing from the form', async () => {
    const view = await openSite(stage);
    await view.click('button', 'Connect');
    await view.waitForWords('Enter a token.');
    await view.waitForWords('Enter enterprise:SLUG, org:ORG or repo:OWNER/REPO.');
    await view.fill('textbox', 'Enterprise, organization or repository', 'octo');
    await view.fill('textbox', 'API host', 'https://api.github.com/');
    await view.click('button', 'Connect');
    await view.waitForWords('Say what it is: enterprise:SLUG');
    assert.deepEqual(stage.fake.requests, []);
  });

  it('refuses a host it isn’t built for, in words, and sends it nothing', async () => {
    const view = await connected(stage, { host: 'github.example.test' });
    await view.waitForWords('Gatehouse may not reach github.example.test from here.');
    assert.deepEqual(stage.fake.requests, []);
    assert.equal(await view.text('textbox', 'Token'), '');
  });

  it('works with a GHE.com host', async () => {
    const view = await connected(stage, { host: 'api.octocorp.ghe.com' });
    await view.waitForText('status', 'Requests shown', '16 of 16 requests');
    assert.deepEqual(new Set(stage.fake.requests.map(({ host }) => host)), new Set(['api.octocorp.ghe.com']));
  });

  it('says that an enterprise isn’t there, or not visible', async () => {
    const view = await connected(stage, { scope: 'enterprise:no-such-enterprise' });
    await view.waitForWords('Either there is no enterprise no-such-enterprise, or this token may not list its requests');
  });

  it('works below any path, and asks its host for nothing outside', async () => {
    const view = await connected(stage, {}, BELOW);
    // What prepared the page comes before its first request.
    site.requests.splice(0, site.requests.findLastIndex(({ path }) => path === BELOW));
    await view.waitForText('status', 'Requests shown', '16 of 16 requests');
    await view.click('link', 'Open request #2 in octo-org/smile');
    await view.waitFor('heading', 'Bypass request #2');
    assert.ok(site.requests.length > 3);
    assert.deepEqual(site.requests.filter(({ path }) => !path.startsWith(BELOW) && path !== '/favicon.ico'), []);
    assert.equal(await view.tab.evaluate(() => location.pathname), BELOW);
  });

  it('breaks no rule of its own policy, which has no inline script', async () => {
    const view = await openSite(stage);
    const policy = await view.evaluate(() => document.querySelector('meta[http-equiv="Content-Security-Policy"]').content);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /connect-src 'self' https:\/\/api\.github\.com https:\/\/\*\.ghe\.com/);
    assert.ok(!policy.includes('unsafe-inline') && !policy.includes("'unsafe-eval'"));
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    // Rows move while more arrive.
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.click('link', 'Open request #1 in octo-org/smile');
    await view.waitForText('status', 'Request status', 'Pending');
    assert.deepEqual(stage.browser.console.filter(({ type }) => ['error', 'warning', 'exception'].includes(type)), []);
  });

  it('shows no controls in a frame of another page', async () => {
    const tab = await stage.openPage(`${site.origin}/framing?${encodeURIComponent('/?demo')}`);
    const framed = new View(tab, () => tab.frames()[1]);
    await framed.waitFor('heading', "Gatehouse doesn't run inside another page");
    for (const role of ['button', 'textbox', 'searchbox', 'grid']) assert.equal(await framed.count(role), 0, role);
    assert.equal(await framed.count('link'), 1);
  });

  it('finds nothing where its addresses lead nowhere', async () => {
    const view = await openSite(stage, '/#/request/octo-org/smile/404');
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForWords("This request isn't to be found.");
  });

  for (const theme of ['light', 'dark']) {
    it(`has nothing that axe finds wrong: ${theme}`, async () => {
      const tab = await stage.openPage('about:blank');
      await tab.prefers(theme);
      await tab.goto(`${site.origin}/`);
      const view = stage.viewOf(tab);
      await view.waitFor('heading', 'Connect to GitHub');
      await view.assertAccessible();
      await view.click('button', 'Connect');
      await view.waitForWords('Enter a token.');
      await view.assertAccessible();
      await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
      await view.waitForText('status', 'Requests shown', '16 of 16 requests');
      await view.assertAccessible();
      await view.click('link', 'Open request #10 in octo-org/smile');
      await view.waitForText('status', 'Request status', 'Pending');
      await view.assertAccessible();
      await view.click('link', 'Settings');
      await view.waitFor('heading', 'Settings');
      await view.assertAccessible();
      await view.tab.goto(`${site.origin}/?demo`);
      await view.waitForText('status', 'Requests shown', / of 300 requests$/);
      await view.assertAccessible();
    });
  }

  it('needs no sideways scrolling on a narrow screen', async () => {
    const tab = await stage.openPage('about:blank');
    await tab.resize(400, 800);
    await tab.goto(`${site.origin}/`);
    const view = stage.viewOf(tab);
    const fits = async (what) => assert.ok(await view.evaluate(() => document.documentElement.scrollWidth <= innerWidth), what);
    await view.waitFor('heading', 'Connect to GitHub');
    await fits('connect form');
    await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
    await view.waitForText('status', 'Requests shown', '16 of 16 requests');
    await fits('inbox');
    await view.click('link', 'Open request #2 in octo-org/engine');
    await view.waitForText('status', 'Request status', 'Pending');
    await fits('a request with a long path');
    await view.click('link', 'Settings');
    await view.waitFor('heading', 'Settings');
    await fits('settings');
  });

  it('would be seen by axe with something wrong in it', async () => {
    const view = await openSite(stage);
    await view.waitFor('heading', 'Connect to GitHub');
    await view.evaluate(() => document.querySelector('main').append(new Image()));
    await eventually('a violation', async () => (await view.accessibilityViolations()).some((line) => line.startsWith('image-alt: ')));
  });
}, { browsers: ['Chromium'], withExtension: false });
