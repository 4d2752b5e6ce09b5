// Owns what a hostile script can do to the panel: it gets nothing, and no write leaves.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { REQUEST_PAGE, inEveryBrowser, never } from './stage.mjs';
import { View, eventually } from './view.mjs';

// What a page can do to the panel's host, by name: each leaves it as it was when its style is emptied.
const COVERS = {
  'something over it': () => {
    const over = document.createElement('div');
    over.id = 'over';
    over.style.cssText = 'position: fixed; z-index: 2147483647; inset: 0 0 20% 60%; background: white';
    document.documentElement.append(over);
  },
  'something over it that lets clicks through': () => {
    const over = document.createElement('div');
    over.id = 'over';
    over.style.cssText = 'position: fixed; z-index: 2147483647; inset: 40% 0 40% 60%; background: white; pointer-events: none';
    document.documentElement.append(over);
  },
  transparency: () => document.querySelector(':root > div').style.setProperty('opacity', '0.02', 'important'),
  'a filter': () => document.querySelector(':root > div').style.setProperty('filter', 'opacity(2%)', 'important'),
  'a transparent page': () => document.documentElement.style.setProperty('opacity', '0.02'),
  'a page made small': () => document.documentElement.style.setProperty('transform', 'scale(0.3)'),
  'its upper part cut off': () => document.querySelector(':root > div').style.setProperty('clip-path', 'polygon(0 60vh, 100vw 60vh, 100vw 100vh, 0 100vh)', 'important'),
};

const uncover = () => {
  document.getElementById('over')?.remove();
  document.documentElement.removeAttribute('style');
  const { style } = document.querySelector(':root > div');
  for (const property of ['opacity', 'filter', 'clip-path']) style.removeProperty(property);
};

// What a page can do to the panel's host so that nothing of it is left to be seen, by name: that every browser can tell.
const HIDES = {
  'moved out of the window': 'display: block; transform: translateX(200vw)',
  'cut down to nothing': 'display: block; transform: translateX(0); width: 0; height: 0; overflow: hidden',
};

// What it can do so that less of it is left, or nothing is drawn: Firefox doesn't tell a frame of that.
const SHRINKS = {
  'not drawn': 'display: none',
  'moved half out of the window': 'display: block; transform: translateX(250px)',
  'made tiny': 'display: block; position: fixed; transform: translateX(0); right: 0; width: 40px; height: 30px',
  'shrunk': 'display: block; transform: scale(0.05)',
  'zoomed out': 'display: block; zoom: 0.1',
};

const PLAIN = 'all: initial';

const styleHost = (style) => {
  const important = style.split(';').map((rule) => `${rule} !important`).join(';');
  document.querySelector(':root > div').style.cssText = `all: initial !important; ${important}`;
};

// Messages that a document of ours may send, as the fuzzer keeps them.
const message = async (name) => JSON.parse(await readFile(new URL(`../../fuzz/corpus/message/${name}`, import.meta.url), 'utf8'));

inEveryBrowser('A hostile page', (stage) => {
  const openPanel = async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    return panel;
  };

  // Worse than a page can: a script in our own document.
  it('gets no write by a click or key that a script makes, and a person still does', async () => {
    const panel = await openPanel();
    await panel.fill('textbox', 'Review message', 'Pressed by nobody');
    await panel.evaluate(() => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Approve').click());
    await panel.waitForWords("Nothing was sent, since your browser didn't show that you pressed a button.");
    await panel.evaluate(() => {
      document.querySelector('[role=alert]').dataset.isOld = '';
      document.activeElement.blur();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', code: 'KeyD', bubbles: true }));
    });
    await eventually('the key refused', () => panel.evaluate(() => document.querySelector('[role=alert]:not([data-is-old])')?.innerText.startsWith('Nothing was sent')));
    assert.equal(await panel.text('textbox', 'Review message'), 'Pressed by nobody');
    assert.deepEqual(stage.fake.writes(), []);
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.equal(stage.fake.writes().length, 1);
  });

  it('moves nothing by events, messages, a flood of both, or by tearing the panel out', async () => {
    const panel = await openPanel();
    await panel.fill('textbox', 'Review message', 'Not by you');
    await eventually('the draft kept', async () => JSON.stringify((await stage.kept()).local).includes('Not by you'));
    const heard = await panel.tab.evaluate(async () => {
      const host = document.querySelector(':root > div');
      const keys = ['a', 'd', 'Enter', 'Escape', 'q', 'n'];
      for (const target of [window, document, document.body, host]) {
        for (const key of keys) {
          for (const type of ['keydown', 'keypress', 'keyup']) target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }));
        }
        for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click', 'submit']) target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: innerWidth - 200, clientY: 600 }));
      }
      document.elementFromPoint(innerWidth - 200, 600)?.click?.();
      const forged = ['', 'secret', '"Context"', { Queue: { command: 'Continue', press: { id: 1, at: Date.now(), is_trusted: true, is_active: true }, since: 0 } }];
      for (let count = 0; count < 10_000; count++) window.postMessage(forged[count % forged.length], '*');
      for (let count = 0; count < 5; count++) {
        host.remove();
        document.documentElement.append(host);
        await new Promise((resolve) => setTimeout(resolve));
      }
      return { runtime: typeof globalThis.chrome?.runtime?.sendMessage, root: host.shadowRoot, frames: window.length };
    });
    assert.deepEqual(heard, { runtime: 'undefined', root: null, frames: 0 });
    // It comes back with what was typed, and works.
    await panel.waitForText('status', 'Request status', 'Pending');
    await eventually('what was typed', async () => (await panel.text('textbox', 'Review message')) === 'Not by you');
    assert.deepEqual(stage.fake.writes(), []);
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.equal(stage.fake.writes().length, 1);
  });

  it('gets no write through the world of our own scripts', async () => {
    await openPanel();
    const press = { id: 5, at: Date.now(), is_trusted: true, is_active: true, is_covered: false };
    const add = await message('add');
    const dismiss = await message('dismiss');
    add.Queue.press = press;
    dismiss.Perform.operation.Dismiss[0] = press;
    const messages = [add, dismiss, { Queue: { command: 'Continue', press, since: 0 } }, 'Ready', { Admit: { secret: '' } }];
    const { isOurs, answers } = await stage.inContentScripts(
      async (texts) => ({ isOurs: globalThis.gatehouseReviewPage, answers: await Promise.all(texts.map((text) => chrome.runtime.sendMessage(text))) }),
      messages.map((it) => JSON.stringify(it)),
    );
    assert.equal(isOurs, true);
    assert.deepEqual(answers, messages.map(() => '"NotAllowed"'));
    assert.deepEqual(stage.fake.writes(), []);
  });

  it('that covers the panel, or makes it hard to see, takes its buttons away where the browser can tell', async () => {
    const panel = await openPanel();
    await panel.fill('textbox', 'Review message', 'Seen by me');
    await panel.waitUntilEnabled('button', 'Approve');
    for (const [name, cover] of stage.isChromium ? Object.entries(COVERS) : []) {
      await panel.tab.evaluate(cover);
      await eventually(`${name} noticed`, async () => !(await panel.isEnabled('button', 'Approve')) && !(await panel.isEnabled('button', 'Deny')));
      await panel.waitForWords('Something on this page covers the panel. Move it away, or review in the inbox.');
      // A key goes the same way as a click.
      await panel.press('heading', 'Bypass request #1', 'a');
      await panel.tab.evaluate(uncover);
      await panel.waitUntilEnabled('button', 'Approve').catch((error) => assert.fail(`after ${name}: ${error.message}`));
    }
    assert.deepEqual(stage.fake.writes(), []);
    await panel.click('button', 'Approve');
    await panel.waitForText('status', 'Request status', 'Approved');
    // Our own dialogs cover nothing.
    await panel.click('button', 'Dismiss response');
    await panel.click('button', 'Yes, dismiss it');
    await panel.waitForText('status', 'Request status', 'Pending');
    assert.equal(stage.fake.writes().length, 2);
  });

  // Asked as it is, since what isn't drawn has nothing that an assistive technology could find.
  const isOffered = (panel) => panel.evaluate(() => [...document.querySelectorAll('button')].some((button) => button.textContent === 'Deny' && button.getAttribute('aria-disabled') !== 'true'));

  it('that hides the panel, moves it away or makes it too small takes its buttons away where the browser can tell, and nothing that was typed', async () => {
    const panel = await openPanel();
    await panel.fill('textbox', 'Review message', 'Seen by me');
    await panel.waitUntilEnabled('button', 'Deny');
    for (const [name, style] of Object.entries({ ...HIDES, ...(stage.isChromium ? SHRINKS : {}) })) {
      await panel.tab.evaluate(styleHost, style);
      await eventually(`${name} noticed`, async () => !(await isOffered(panel)));
      await panel.tab.evaluate(styleHost, PLAIN);
      await panel.waitUntilEnabled('button', 'Deny').catch((error) => assert.fail(`after ${name}: ${error.message}`));
    }
    assert.deepEqual(stage.fake.writes(), []);
    assert.equal(await panel.text('textbox', 'Review message'), 'Seen by me');
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.equal(stage.fake.writes().length, 1);
  });

  it('that puts its own frame in the place of ours gets an inert one, and what was typed is in the next panel', async () => {
    // Firefox and Chromium differ in whether the page's policy lets the frame load at all.
    stage.expectedInConsole = /Content[- ]Security[- ]Policy/i;
    const panel = await openPanel();
    const { tab } = panel;
    await panel.fill('textbox', 'Review message', 'Not for you');
    await eventually('the draft kept', async () => JSON.stringify((await stage.kept()).local).includes('Not for you'));
    const root = await tab.evaluate((src) => {
      const host = document.querySelector(':root > div');
      const copy = host.cloneNode(true);
      const frame = document.createElement('iframe');
      frame.src = src;
      frame.style.cssText = 'position: fixed; inset: 0 0 0 auto; width: 400px; height: 100%';
      copy.append(frame);
      host.replaceWith(copy);
      addEventListener('message', ({ data }) => { (globalThis.heard ??= []).push(data); });
      return copy.shadowRoot;
    }, `${stage.browser.extensionOrigin}/index.html`);
    assert.equal(root, null);
    const seen = new View(tab, async () => (await tab.frames())[1]);
    await eventually('its document', async () => (await seen.evaluate(() => document.readyState)) === 'complete');
    await never('something in it', async () => (await seen.evaluate(() => document.querySelectorAll('button, input, textarea, a').length)) > 0);
    // At the next change of the page ours is back, and what stood in its place is gone.
    await tab.evaluate(() => fakePage.setTheme({ mode: 'dark' }));
    await eventually('one frame', async () => (await tab.frames()).length === 2);
    await panel.waitForText('status', 'Request status', 'Pending');
    await eventually('what was typed', async () => (await panel.text('textbox', 'Review message')) === 'Not for you');
    assert.deepEqual(await tab.evaluate(() => ({ frames: document.querySelectorAll('iframe').length, heard: globalThis.heard })), { frames: 0, heard: undefined });
    assert.deepEqual(stage.fake.writes(), []);
  });

  it('whose panel is led elsewhere learns nothing, writes nothing, and has what was typed in a fresh one', async () => {
    stage.expectedInConsole = /Content[- ]Security[- ]Policy|X-Frame-Options|frame-ancestors|postMessage/i;
    const panel = await openPanel();
    const { tab } = panel;
    await panel.fill('textbox', 'Review message', 'Left behind');
    // A page has no way to it: it is none of its frames, and has no name. Here it is done from inside.
    assert.equal(await tab.evaluate(() => window.length), 0);
    await panel.evaluate(() => setTimeout(() => location.assign('https://github.com/octo-org/smile/issues')));
    await eventually('it gone', async () => (await tab.extensionFrames()).length === 0);
    await tab.evaluate(() => fakePage.setTheme({ mode: 'dark' }));
    await never('a frame of ours', async () => (await tab.extensionFrames()).length > 0);
    assert.deepEqual(await tab.evaluate(() => fakePage.messages), []);
    await tab.goto(REQUEST_PAGE);
    await panel.waitForText('status', 'Request status', 'Pending');
    await eventually('what was typed', async () => (await panel.text('textbox', 'Review message')) === 'Left behind');
    assert.deepEqual(stage.fake.writes(), []);
  });

  it('on another site gets no document of ours into a frame', async () => {
    stage.expectedInConsole = /chrome-extension:|moz-extension:/;
    const panel = await openPanel();
    const { extensionOrigin } = stage.browser;
    // On GitHub's page there is one.
    assert.deepEqual(await panel.tab.frameOrigins(), ['https://github.com', extensionOrigin]);
    stage.fake.serve('site.example.test', (_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${extensionOrigin}/index.html"></iframe>`);
    });
    const tab = await stage.openPage('https://site.example.test/');
    await eventually('the frame', async () => (await tab.frameOrigins()).length === 2);
    await never('our document', async () => (await tab.frameOrigins()).includes(extensionOrigin), 2_000);
    assert.equal((await tab.frameOrigins()).length, 2);
  });
});
