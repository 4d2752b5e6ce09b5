// Owns the search for a planted token: it may be in the vault and in the Authorization header to the API, and nowhere else.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS, defaultWorld } from '../fake-github/world.mjs';
import { REQUEST_PAGE, connectThrough, inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

const CANARY = 'ghp_c4n4ryc4n4ryc4n4ryc4n4ryc4n4ryc4n4ry';
// Whoever leaks it may have taken it apart or dressed it up.
const FORMS = [CANARY, CANARY.slice(4), encodeURIComponent(CANARY), btoa(CANARY).replace(/=+$/, ''), btoa(`Bearer ${CANARY}`).replace(/=+$/, '')];

const holds = (text) => FORMS.some((form) => String(text).includes(form));
const assertClean = (where, value) => assert.ok(!holds(typeof value === 'string' ? value : JSON.stringify(value)), `the token is in ${where}`);

// Everything a script of the document can read; `heard` is what the page's own listeners heard.
const readable = async () => {
  // Chromium denies a frame on another's page its storage, depending on its settings.
  const stored = async (read) => {
    try {
      return await read();
    } catch (error) {
      return String(error);
    }
  };
  return {
    html: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input, textarea')].map(({ value }) => value),
    url: location.href,
    title: document.title,
    state: history.state,
    local: await stored(() => ({ ...localStorage })),
    session: await stored(() => ({ ...sessionStorage })),
    cookie: await stored(() => document.cookie),
    databases: await stored(() => indexedDB.databases()),
    caches: await stored(() => caches.keys()),
    resources: performance.getEntries().map(({ name }) => name),
    globals: Object.entries(Object.getOwnPropertyDescriptors(window)).map(([name, { value }]) => `${name} ${typeof value === 'string' ? value : ''}`),
    heard: globalThis.heard ?? [],
  };
};

inEveryBrowser('A planted token', (stage) => {
  it('is found only in the vault and in the Authorization header to the API', async () => {
    const world = defaultWorld();
    world.tokens.push({ token: CANARY, login: 'octocat', kind: 'classic', scopes: ['security_events'], permissions: [] });
    stage.fake.world = world;

    // The page listens from the first moment on to whatever is posted to it.
    const tab = await stage.browser.newTab();
    await tab.beforeEveryPage(() => {
      globalThis.heard = [];
      addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)), true);
      const channel = new BroadcastChannel('gatehouse');
      channel.onmessage = ({ data }) => heard.push(JSON.stringify(data));
    });
    await tab.goto(REQUEST_PAGE);
    const panel = stage.panelOf(tab);
    await panel.waitFor('heading', 'No token yet');

    const settings = await stage.settingsPage();
    await connectThrough(settings, { token: CANARY, scope: 'org:octo-org' });
    await settings.waitForText('status', 'Requests shown', '16 of 16 requests');
    assertClean('the settings page', await settings.evaluate(readable));

    await tab.bringToFront();
    await panel.waitFor('status', 'Request status');
    await panel.fill('textbox', 'Review message', 'Looked for everywhere');
    await panel.click('button', 'Approve');
    await panel.waitForText('status', 'Request status', 'Approved');
    await panel.click('button', 'Dismiss response');
    await panel.click('button', 'Yes, dismiss it');
    await panel.waitForText('status', 'Request status', 'Pending');

    assertClean('the page', await tab.evaluate(readable));
    assertClean('the addresses of the frames', await tab.frameUrls());
    assertClean('the panel', await panel.evaluate(readable));
    assertClean('the console', stage.browser.readConsole());
    assertClean('the cookies', await stage.browser.cookies());

    const inScripts = await stage.inContentScripts(readableByContentScripts);
    assert.equal(inScripts.isOurs, true);
    assertClean('what content scripts can read', inScripts);

    const kept = await stage.kept();
    assertClean('storage.local, which content scripts can read', kept.local);
    assert.deepEqual(Object.keys(kept.session).filter((name) => holds(kept.session[name])), ['credentials']);

    const carried = stage.fake.requests.filter((request) => holds(JSON.stringify(request)));
    assert.ok(carried.some(({ method }) => method === 'PATCH') && carried.some(({ method }) => method === 'DELETE'));
    for (const request of stage.fake.requests) {
      const { authorization, ...headers } = request.headers;
      assert.ok(!holds(authorization ?? '') || (request.host === 'api.github.com' && authorization === `Bearer ${CANARY}`), `${request.method} ${request.host}${request.path} carries the token`);
      assertClean(`${request.method} ${request.host}${request.path}, beside its Authorization`, { ...request, headers });
    }

    await settings.tab.bringToFront();
    await settings.click('link', 'Settings');
    await settings.click('button', 'Forget token');
    await settings.waitFor('heading', 'Connect to GitHub');
    await eventually('an empty vault', async () => !holds(JSON.stringify(await stage.kept())));
    assertClean('the settings page, forgotten', await settings.evaluate(readable));
  });

  it('can’t be asked for by a page or by a content script', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitFor('status', 'Request status');
    // What the page's own scripts have of the extension.
    assert.equal(await panel.tab.evaluate(() => typeof globalThis.chrome?.runtime?.sendMessage), 'undefined');
    const { isOurs, answers } = await stage.inContentScripts(
      async (texts) => ({ isOurs: globalThis.gatehouseReviewPage, answers: await Promise.all(texts.map((text) => chrome.runtime.sendMessage(text))) }),
      FOR_OUR_DOCUMENTS,
    );
    assert.equal(isOurs, true);
    assert.deepEqual(answers, FOR_OUR_DOCUMENTS.map(() => '"NotAllowed"'));
  });
});

// In the world of a content script: storage that refuses is as good as empty.
const readableByContentScripts = async () => {
  const read = async (area) => {
    try {
      return await chrome.storage[area].get(null);
    } catch (error) {
      return String(error);
    }
  };
  const globals = Object.entries(Object.getOwnPropertyDescriptors(globalThis)).map(([name, { value }]) => `${name} ${typeof value === 'string' ? value : ''}`);
  return { isOurs: globalThis.gatehouseReviewPage, local: await read('local'), session: await read('session'), sync: await read('sync'), globals };
};

// What only the extension's own documents may ask of the background.
const FOR_OUR_DOCUMENTS = ['"VaultStatus"', '"Forget"', '{"Vault":{"command":"Look"}}', '{"Vault":{"command":{"Unlock":{"passphrase":"x"}}}}', '"Context"', '{"KeepRows":{"turn":"x","writer":"x","text":"x"}}', '{"SignIn":{"host":"api.github.com","typed":"x"}}',
  '{"Perform":{"operation":{"Locate":{"Page":{"web_host":"github.com","repo":{"owner":"octo-org","name":"smile"},"number":1}}}}}'];
