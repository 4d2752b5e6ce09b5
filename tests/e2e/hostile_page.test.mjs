// Owns what a hostile script can do to the panel: it gets nothing, and no write leaves.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

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
});
