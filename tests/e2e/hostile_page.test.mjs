// Owns what a hostile script can do to the panel: it gets nothing, and no write leaves.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { inEveryBrowser, never } from './stage.mjs';
import { eventually } from './view.mjs';

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
    const panel = await openPanel();
    const press = { id: 5, at: Date.now(), is_trusted: true, is_active: true, is_covered: false };
    const add = await message('add');
    const dismiss = await message('dismiss');
    add.Queue.press = press;
    dismiss.Perform.operation.Dismiss[0] = press;
    const messages = [add, dismiss, { Queue: { command: 'Continue', press, since: 0 } }, 'Ready', { Admit: { secret: '' } }];
    const asked = `Promise.all(${JSON.stringify(messages.map((it) => JSON.stringify(it)))}.map((text) => chrome.runtime.sendMessage(text)))`;
    const worlds = await stage.browser.evaluateInContentScripts(panel.tab, asked);
    // Firefox lets nobody in: there the table of senders is what is tested.
    assert.equal(worlds.length > 0, stage.isChromium);
    for (const answers of worlds) assert.deepEqual(answers, messages.map(() => '"NotAllowed"'));
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

  it('on another site gets no document of ours into a frame', async () => {
    stage.expectedInConsole = /chrome-extension:|moz-extension:/;
    await stage.connect({ token: TOKENS.octocat });
    stage.fake.serve('site.example.test', (_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${stage.browser.extensionOrigin}/index.html"></iframe>`);
    });
    const tab = await stage.openPage('https://site.example.test/');
    await eventually('the frame', () => tab.frames().length === 2);
    const isOurs = async (frame) => {
      try {
        return await frame.evaluate((origin) => location.origin === origin && document.body.innerText !== '', stage.browser.extensionOrigin);
      } catch {
        // What the browser shows instead can't be asked.
        return false;
      }
    };
    await never('our document', async () => (await Promise.all(tab.frames().slice(1).map(isOurs))).includes(true));
  });
});
