// Owns the keyboard: decisions, the palette, the help and the settings by keys alone, in the panel and on a page of its own.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { Hands } from './hands.mjs';
import { REQUEST_PAGE, inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

inEveryBrowser('The keyboard', (stage) => {
  const focused = (view) => view.evaluate(() => document.activeElement.id || document.activeElement.innerText || document.activeElement.localName);

  it('denies in the panel, and GitHub hears no key', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitFor('status', 'Request status');
    await panel.tab.evaluate(() => {
      globalThis.keys = [];
      addEventListener('keydown', ({ key }) => keys.push(key), true);
    });
    await panel.focus('heading', 'Bypass request #1');
    await panel.tab.press('d');
    await eventually('the message to have the focus', async () => (await focused(panel)) === 'review-message');
    await panel.type('textbox', 'Review message', 'Not adgjkox?');
    assert.equal(await panel.text('textbox', 'Review message'), 'Not adgjkox?');
    assert.deepEqual(stage.fake.writes(), []);
    await panel.focus('button', 'Deny');
    await panel.tab.press('d');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.deepEqual(stage.fake.writes().map(({ body }) => [body.status, body.message]), [['reject', 'Not adgjkox?']]);
    assert.deepEqual(await panel.tab.evaluate(() => keys), []);
  });

  it('decides once however long a key is held, even if GitHub refuses, and again by the next press', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    stage.fake.fail({
      method: 'PATCH', path: /bypass-requests/, how: 'status', status: 422, headers: { 'content-type': 'application/json; charset=utf-8' },
      body: { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest', errors: [] },
    });
    await panel.fill('textbox', 'Review message', 'Held');
    await panel.focus('button', 'Approve');
    const hands = new Hands(panel);
    await hands.hold('Enter', 'the refusal', async () => (await panel.words()).includes('nothing was recorded') && panel.isEnabled('button', 'Approve'));
    stage.assertWritten(1);
    await panel.focus('button', 'Approve');
    await hands.hold('Enter', 'the approval', async () => (await panel.text('status', 'Request status')) === 'Approved');
    stage.assertWritten(2);
    assert.deepEqual(stage.fake.writes().map(({ status }) => status), [422, 200]);
  });

  it('opens the help and the palette in the panel, which Escape closes before the panel', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel(`${REQUEST_PAGE}?theme=dark`);
    await panel.waitFor('status', 'Request status');
    await panel.focus('heading', 'Bypass request #1');
    await panel.tab.press('?');
    await panel.waitFor('dialog', 'Keyboard shortcuts');
    await panel.assertAccessible();
    await panel.tab.press('Escape');
    await panel.waitForNone('dialog', 'Keyboard shortcuts');
    await panel.tab.press('Control+k');
    await panel.waitFor('dialog', 'Command palette');
    await panel.assertAccessible();
    await panel.fill('combobox', 'Find a command', 'read again');
    await panel.tab.press('Escape');
    await panel.waitForNone('dialog', 'Command palette');
    await panel.waitFor('heading', 'Bypass request #1');
    const reads = () => stage.fake.requests.length;
    const before = reads();
    await panel.tab.press('Control+k');
    await panel.fill('combobox', 'Find a command', 'read again');
    await panel.tab.press('Enter');
    await eventually('the request to be read again', () => reads() > before);
  });

  it('is set: other keys, single keys off, and both last', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const settings = await stage.settingsPage();
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html#/settings`);
    await settings.waitFor('heading', 'Keyboard');
    await settings.assertAccessible();
    await settings.focus('button', 'Change the keys of Approve');
    await settings.tab.press('Enter');
    await settings.tab.press('y');
    await settings.tab.press('y');
    await settings.waitForWords('Y then Y');
    await settings.fill('spinbutton', 'Undo delay in seconds', '0');
    await settings.assertAccessible();

    const panel = await stage.panel();
    await panel.waitFor('status', 'Request status');
    await panel.focus('heading', 'Bypass request #1');
    await panel.tab.press('y');
    await panel.tab.press('y');
    await eventually('the message to have the focus', async () => (await focused(panel)) === 'review-message');

    await settings.tab.bringToFront();
    await settings.click('switch', 'Single-key shortcuts');
    await eventually('the switch to be kept', async () => /"single_key_shortcuts":false/.test((await stage.kept()).local['ui.preferences']));
    await panel.tab.bringToFront();
    await panel.tab.goto(`${REQUEST_PAGE}?again`);
    await panel.waitFor('status', 'Request status');
    await panel.focus('heading', 'Bypass request #1');
    await panel.tab.press('?');
    await panel.tab.press('Control+k');
    await panel.waitFor('dialog', 'Command palette');
    assert.equal(await panel.count('dialog', 'Keyboard shortcuts'), 0);
  });
});
