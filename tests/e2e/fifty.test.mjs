// Owns clearing a list of waiting requests without a mouse: one by one, by selection, and with what goes wrong on the way undone.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { Hands } from './hands.mjs';
import { inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';
import { waitingWorld } from './waiting_world.mjs';

const shown = (view, text) => view.waitForText('status', 'Requests shown', text);

// Answers the request that is open: the key leads into the message, and is pressed again beside it.
async function answer(view, hands, key, message) {
  await hands.on('heading', /^Bypass request #/);
  await view.waitFor('textbox', 'Review message');
  await hands.press(key);
  await hands.on('textbox', 'Review message');
  await hands.type(message);
  await hands.press('Tab');
  await hands.on('button', 'Approve');
  await hands.press(key);
  await view.waitForText('status', 'Review to be sent', key === 'a' ? /^Approve / : /^Deny /);
}

// Selects `count` rows from the active one on and opens their review.
async function selectAndReview(view, hands, count, open) {
  await hands.press('x', ...Array(count - 1).fill('j'), 'Shift+X');
  await view.waitForWords(`${count} selected`);
  await open();
  await view.waitFor('dialog', 'Bulk review');
}

async function approveAll(view, hands, count, message) {
  await hands.on('textbox', 'Review message');
  await hands.type(message);
  await hands.tabTo('checkbox', new RegExp(`^Approve ${count} requests: their secrets can then be pushed$`));
  await hands.press(' ');
  await hands.tabTo('button', 'Confirm approvals');
  await hands.press('Enter');
  await view.waitForNone('dialog', 'Bulk review');
}

async function denyAll(view, hands, message) {
  await hands.on('radio', 'Approve');
  await hands.press('ArrowDown');
  await hands.on('radio', 'Deny');
  await hands.tabTo('textbox', 'Review message');
  await hands.type(message);
  await hands.tabTo('button', 'Confirm denials');
  await hands.press('Enter');
  await view.waitForNone('dialog', 'Bulk review');
}

// That each request was answered once, as it was meant, and the inbox knows that nothing waits.
async function cleared(stage, view, { approved, denied }) {
  const { patches } = stage.fake.measures();
  assert.equal(patches.length, approved + denied);
  stage.assertWritesArePaced();
  const statuses = stage.fake.world.requests.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 'approved').length, approved);
  assert.equal(statuses.filter((status) => status === 'denied').length, denied);
  assert.equal(statuses.length, approved + denied);
  await shown(view, `0 of ${statuses.length} requests`);
  await view.waitForWords('No requests are waiting.');
}

inEveryBrowser('The keyboard alone, on a page of its own', (stage) => {
  it('clears fifty waiting requests', async () => {
    await stage.prefer(JSON.stringify({ undo_delay_in: 3 }));
    await stage.connect({ token: TOKENS.octocat });
    const view = await stage.settingsPage();
    await view.tab.goto(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=org:octo-org`);
    const hands = new Hands(view);
    await shown(view, '50 of 50 requests');
    await hands.press('g', 'w');

    // The first is answered too early, taken back, and answered again.
    await hands.press('j');
    await hands.on('row', /#100/);
    await hands.press('o');
    await answer(view, hands, 'd', 'No');
    await hands.press('u');
    await view.waitForText('status', 'Reviews sent', '1 review taken back.');
    await view.waitUntilEnabled('button', 'Deny');
    await hands.press('d');
    await view.waitForText('status', 'Review to be sent', /^Deny #100/);

    // The next ones from one to the next, while the first is still to be sent.
    await hands.press('n');
    await view.waitFor('heading', 'Bypass request #101');
    await answer(view, hands, 'a', 'Fine.');
    await hands.press('n');
    await view.waitFor('heading', 'Bypass request #102');
    await answer(view, hands, 'd', 'Rotate it first.');

    // And from the list, which goes on below what is gone.
    await shown(view, '47 of 50 requests');
    await hands.press('j', 'j', 'k', 'Enter');
    await answer(view, hands, 'a', 'A test key.');
    await shown(view, '46 of 50 requests');

    // The rest in two halves: the second is put in while the first is being sent.
    await hands.press('g', 'i', 'k');
    await hands.on('row', /#10/);
    await selectAndReview(view, hands, 23, () => hands.command('review selected'));
    await denyAll(view, hands, 'Not like this, {requester}: see {repository}.');
    await hands.on('row', /^/);
    await hands.press('Escape', 'Home');
    await hands.press('j', 'k');
    await view.waitFor('progressbar', 'Sending reviews');
    await hands.press('Shift+A', 'a');
    await view.waitFor('dialog', 'Bulk review');
    await approveAll(view, hands, 23, 'Seen and accepted.');
    // What went well one by one isn't told any longer by then.
    await eventually('the last review', () => stage.fake.measures().patches.length === 50, 90_000);
    await view.waitForText('status', 'Reviews sent', /^46 reviews recorded\./);
    await view.assertAccessible();
    await cleared(stage, view, { approved: 25, denied: 25 });
  });
}, { world: () => waitingWorld(50) });
