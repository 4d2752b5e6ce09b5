// Owns one interface over both browsers, so that every journey is written once: a fake GitHub, a browser with the built extension, and a fresh start for every test.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe } from 'node:test';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { flakyLists, LISTS, shiftingLists } from '../fake-github/faults.mjs';
import { startFakeGitHub } from '../fake-github/server.mjs';
import { defaultWorld } from '../fake-github/world.mjs';
import { launchChromium } from './chromium.mjs';
import { launchFirefox } from './firefox.mjs';
import { View, eventually } from './view.mjs';

export const DIST = resolve(process.env.GATEHOUSE_DIST || 'dist');
const SCREENSHOTS = resolve('target', 'e2e');

const BROWSERS = {
  Chromium: { launch: launchChromium, extension: join(DIST, 'chrome') },
  Firefox: { launch: launchFirefox, extension: join(DIST, 'firefox') },
};

export const REQUEST_PAGE = 'https://github.com/octo-org/smile/exemptions/1';

// What browsers say of a reply that is an error; the replies themselves are the fake's doing.
const ABOUT_REPLIES = /^Failed to load resource: the server responded with a status of/;

// What a person sets so that a review is sent at once; tests of the delay set their own.
export const NO_DELAY = JSON.stringify({ undo_delay_in: 0 });

// Describes `journeys` once for each browser. `withExtension` false leaves the extension out; `world` makes the GitHub each test starts with, which
// without `http2` speaks HTTP/1.1.
export function inEveryBrowser(title, journeys, { browsers = Object.keys(BROWSERS), withExtension = true, world = defaultWorld, http2 = true } = {}) {
  for (const name of browsers) {
    describe(`${title}: ${name}`, () => {
      const stage = new Stage(name, withExtension, http2);
      before(() => stage.open());
      beforeEach(() => stage.reset(world()));
      afterEach((context) => stage.check(context));
      after(() => stage.close());
      journeys(stage);
    });
  }
}

export class Stage {
  // The fake GitHub.
  fake;
  browser;
  // The one console message a test provokes on purpose, as a regular expression.
  expectedInConsole;
  #name;
  #withExtension;
  #http2;
  #keeper;
  // By token, what the extension kept after the token went through its connect form.
  #credentials = new Map();

  constructor(name, withExtension = true, http2 = true) {
    this.#name = name;
    this.#withExtension = withExtension;
    this.#http2 = http2;
  }

  get isChromium() {
    return this.#name === 'Chromium';
  }

  async open(options = {}) {
    this.fake = await startFakeGitHub({ http2: this.#http2 });
    const { launch, extension } = BROWSERS[this.#name];
    this.browser = await launch({ port: this.fake.port, ...(this.#withExtension ? { extension } : {}), ...options });
    this.#keeper = await this.browser.newTab();
    // A file of the extension that runs nothing of it, but may use its storage.
    if (this.#withExtension) await this.#keeper.goto(`${this.browser.extensionOrigin}/content.js`);
  }

  // As if the browser had just been installed, at a fresh GitHub.
  async reset(world = defaultWorld()) {
    await this.browser.closeTabsExcept(this.#keeper);
    this.fake.reset(world);
    await this.browser.clearCookies();
    if (this.#withExtension) {
      await this.#keeper.evaluate(() => Promise.all([chrome.storage.session.clear(), chrome.storage.local.clear()]));
      await this.prefer(NO_DELAY);
      await this.browser.stopBackground(this.#keeper);
    }
    this.browser.forgetConsole();
    this.expectedInConsole = undefined;
  }

  // After every test: the fake met nothing that isn't GitHub's, every order was met, and nothing was said to a console in anger.
  async check(context) {
    const { fake, browser } = this;
    const angry = browser.console.filter(({ type, text }) =>
      ['error', 'exception', 'assert'].includes(type) && !ABOUT_REPLIES.test(text) && !this.expectedInConsole?.test(text));
    if (context?.passed === false) await this.#photograph(context.fullName ?? context.name);
    assert.deepEqual(fake.violations, []);
    assert.deepEqual(fake.pending(), []);
    assert.deepEqual(angry, []);
    // What the extension itself says in anger, wherever in it.
    assert.equal(/"?(Gatehouse: |panicked at )[^\n]*/.exec(this.expectedInConsole ? '' : browser.readConsole())?.[0], undefined);
  }

  async #photograph(name) {
    await mkdir(SCREENSHOTS, { recursive: true });
    if (this.tab) await this.tab.screenshot(join(SCREENSHOTS, `${name.replace(/[^\w]+/g, '-').slice(0, 120)}.png`));
  }

  async close() {
    await this.browser?.close();
    await this.fake?.stop();
  }

  // A new tab at `url`, in front; with `inWindow` in a window of its own.
  async openPage(url = REQUEST_PAGE, { inWindow = false } = {}) {
    this.tab = await (inWindow ? this.browser.newWindow() : this.browser.newTab());
    await this.tab.goto(url);
    return this.tab;
  }

  // How GitHub is from now on: {world, flaky, slow, shifting, throttled}. `world` sets switches of the world, such as `refusals`, `etags` or
  // `lastLink`. Of the pages of lists, `flaky` (as flakyLists takes it, or true) fail, `slow` ([low, high] ms) wait, `shifting` (as
  // shiftingLists takes it, or true) move; `throttled` is an order for throttle(). See the fake's README.
  play({ world = {}, flaky, slow, shifting, throttled }) {
    const { fake } = this;
    Object.assign(fake.world, world);
    if (flaky) fake.fail(flakyLists(flaky === true ? {} : flaky));
    if (slow) fake.delay({ method: 'GET', path: LISTS, times: Infinity, ms: slow });
    if (shifting) fake.meanwhile(shiftingLists(shifting === true ? { arrive: 1, depart: 1, answer: 1 } : shifting));
    if (throttled) fake.throttle({ path: LISTS, ...throttled });
  }

  // That no request was written to more than once, and that writes kept at least `gap` milliseconds between them, as they arrived: a timer
  // may fire and a message be on its way a little sooner or later.
  assertWritesArePaced(gap = 1_000, tolerance = 60) {
    const { patchesPerRequest, shortestPatchGap } = this.fake.measures();
    assert.deepEqual(Object.entries(patchesPerRequest).filter(([, count]) => count > 1), [], 'written twice');
    assert.ok(shortestPatchGap >= gap - tolerance, `two writes were ${shortestPatchGap} ms apart`);
  }

  // That so many writes arrived, each over HTTP/2: over HTTP/1.1 browsers make one again by themselves, and the count says nothing of the program.
  assertWritten(count) {
    assert.deepEqual(this.fake.writes().map(({ protocol }) => protocol), Array(count).fill('HTTP/2.0'));
  }

  // The links of a GitHub page that lead to requests of github.com, as they stand in it: {href, path, title, isShown, isInView, box}. `title` says
  // whether it is a row's own link; `box` is where it is in the window, in CSS pixels.
  requestLinks(tab) {
    return tab.evaluate(() => {
      const links = [...document.querySelectorAll('main a[href]')].filter((link) => link.origin === location.origin && /^\/[^/]+\/[^/]+\/exemptions\/\d+$/.test(link.pathname));
      return links.map((link) => {
        const { x, y, width, height } = link.getBoundingClientRect();
        // What is in a closed <details> has a size all the same.
        const isShown = link.checkVisibility({ visibilityProperty: true });
        const at = isShown && document.elementFromPoint(x + Math.min(width, 8) / 2, y + height / 2);
        return { href: link.getAttribute('href'), path: link.pathname, title: link.classList.contains('row-title'), isShown, isInView: link === at, box: { x, y, width, height } };
      });
    });
  }

  // What somebody put into, or changed in, a GitHub page's own tree, as HTML: nothing of ours may be there.
  strangers(tab) {
    return tab.evaluate(() => fakePage.strangers());
  }

  // Evaluates `does` in the world of our own scripts on the GitHub page in front, which no script of the page can reach, as the extension itself may.
  // There `gatehouseReviewPage` is true.
  inContentScripts(does, argument = null) {
    return this.#keeper.evaluate(`(async () => {
      const tabs = await chrome.tabs.query({ url: 'https://github.com/*' });
      const [{ result }] = await chrome.scripting.executeScript({
        target: { tabId: (tabs.find(({ active }) => active) ?? tabs[0]).id },
        func: ${does},
        args: [${JSON.stringify(argument)}],
      });
      return result;
    })()`);
  }

  // What stands in our marks' layer on the GitHub page in front: {role, name, marks: [{name, label, kind, isFocused, box}]}, or nothing where
  // there is no layer. Marks that can't be seen are left out.
  marksLayer() {
    return this.inContentScripts(() => {
      const host = document.querySelector(':root > div');
      const root = host && (host.openOrClosedShadowRoot ?? chrome.dom.openOrClosedShadowRoot(host));
      const layer = root?.querySelector('.marks');
      if (!layer) return null;
      const marks = [...layer.children].filter((mark) => getComputedStyle(mark).visibility === 'visible').map((mark) => {
        const { x, y, width, height } = mark.getBoundingClientRect();
        return { name: mark.getAttribute('aria-label'), label: mark.innerText, kind: mark.dataset.kind, isFocused: root.activeElement === mark, box: { x, y, width, height } };
      });
      return { role: layer.getAttribute('role'), name: layer.getAttribute('aria-label'), marks };
    });
  }

  async marks() {
    return (await this.marksLayer())?.marks ?? [];
  }

  // The panel of a tab; it may come and go.
  panelOf(tab) {
    return new View(tab, async () => {
      const frames = await tab.extensionFrames();
      assert.ok(frames.length < 2, `there are ${frames.length} panels`);
      return frames[0];
    });
  }

  // The panel of a new tab at `url`, once it shows something.
  async panel(url = REQUEST_PAGE, options = {}) {
    const panel = this.panelOf(await this.openPage(url, options));
    await eventually('the panel', async () => (await panel.words()) !== '');
    return panel;
  }

  // A document of Gatehouse in a tab of its own.
  viewOf(tab) {
    return new View(tab, () => tab.frames()[0]);
  }

  // The extension's own page.
  async settingsPage() {
    const tab = await this.browser.newTab();
    await tab.goto(`${this.browser.extensionOrigin}/index.html`);
    return this.viewOf(tab);
  }

  // Signs in through the connect form of the extension's own page, which it closes again. What the extension then keeps is
  // put back for every later test with the same token, since the form takes a second.
  async connect({ token }) {
    const credentials = this.#credentials.get(token);
    if (credentials) {
      await this.#keeper.evaluate((kept) => chrome.storage.session.set(kept), credentials);
      await this.stopBackground();
      return;
    }
    const view = await this.settingsPage();
    await connectThrough(view, { token, owner: token.startsWith('github_pat_') ? 'octo-org' : undefined });
    await view.waitFor('heading', 'Settings');
    await view.tab.close();
    const { session } = await this.kept();
    this.#credentials.set(token, { credentials: session.credentials, turn: session.turn });
  }

  // What the extension keeps: {session, local}, each a map of texts.
  kept() {
    return this.#keeper.evaluate(async () => ({ session: await chrome.storage.session.get(null), local: await chrome.storage.local.get(null) }));
  }

  // As if the browser had been closed and opened again: what is kept for its session is gone.
  async restart() {
    await this.#keeper.evaluate(() => chrome.storage.session.clear());
    await this.stopBackground();
  }

  // As if nobody had used the token for days, and the browser's clock rings.
  async stayIdle() {
    await this.#keeper.evaluate(() => chrome.storage.session.set({ used_at: '0' }));
    await this.stopBackground();
    await this.#keeper.evaluate(() => chrome.alarms.create('auto-lock', { when: Date.now() }));
  }

  // Sets what the extension's settings keep.
  prefer(preferences) {
    return this.#keeper.evaluate((kept) => chrome.storage.local.set({ 'ui.preferences': kept }), preferences);
  }

  // The site at `path` in a new tab, whose storage holds `kept` before it starts.
  async openSite(site, path = '/', kept = { 'gatehouse.preferences': NO_DELAY }) {
    const tab = await this.openPage(`${site.origin}/boot.js`);
    await tab.evaluate((items) => {
      localStorage.clear();
      for (const [key, text] of Object.entries(items)) localStorage.setItem(key, text);
    }, kept);
    await tab.goto(site.origin + path);
    return this.viewOf(tab);
  }

  // The background, which is awake, isn't told the time once: what asks for it breaks off, with an error that says "no time".
  async breakBackground() {
    await this.#inBackground((of) => {
      const { now } = of.Date;
      of.Date.now = () => {
        of.Date.now = now;
        throw new Error('no time');
      };
    });
  }

  // The reply to a call about one request breaks off whoever in the background looks at it, once.
  async breakReply() {
    await this.#inBackground((of) => {
      const { prototype } = of.Response;
      const url = Object.getOwnPropertyDescriptor(prototype, 'url');
      of.mend = () => {
        delete of.mend;
        Object.defineProperty(prototype, 'url', url);
      };
      Object.defineProperty(prototype, 'url', {
        ...url,
        get() {
          const its = url.get.call(this);
          if (!/\/bypass-requests\/secret-scanning\/\d+$/.test(its)) return its;
          of.mend();
          throw new Error('no time');
        },
      });
    });
  }

  // Takes that back; whether nobody looked at one.
  mendReply() {
    return this.#inBackground((of) => {
      const isWhole = 'mend' in of;
      of.mend?.();
      return isWhole;
    });
  }

  #inBackground(does) {
    if (this.isChromium) return this.browser.evaluateInBackground(`(${does})(globalThis)`);
    return this.#keeper.evaluate(`(${does})(chrome.extension.getBackgroundPage())`);
  }

  // Ends the background, as the browser does when it is idle.
  stopBackground() {
    return this.browser.stopBackground(this.#keeper);
  }

  // Ends the background until it stays so: browsers tell it of a closed tab some time after.
  async quietBackground() {
    await eventually('the background to rest', async () => {
      await this.stopBackground();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return !(await this.browser.isBackgroundRunning());
    });
  }
}

export async function connectThrough(view, { token, host, owner, scope }) {
  if (host !== undefined) await view.fill('textbox', 'API host', host);
  await view.fill('textbox', 'Token', token);
  if (owner !== undefined) await view.fill('textbox', 'Resource owner', owner);
  if (scope !== undefined) await view.fill('textbox', 'Enterprise, organization or repository', scope);
  await view.click('button', 'Connect');
}

// That something does not come: as long as a slow browser would take to show it.
export async function never(what, happens, during = 700) {
  const until = Date.now() + during;
  while (Date.now() < until) {
    assert.ok(!(await happens()), what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
