// Owns clearing a list of waiting requests without a mouse: one by one, by selection, and with what goes wrong on the way undone.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { Hands } from './hands.mjs';
import { DIST, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';
import { waitingWorld } from './waiting_world.mjs';

// Longer than any step takes: what waits is undone or sent by a key, and never by itself.
const UNDOABLE = JSON.stringify({ undo_delay_in: 30 });

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
  // Beside another one that still waits it says "Approve 1 request and deny 1".
  await view.waitForText('status', 'Review to be sent', key === 'a' ? /^Approve / : /deny /i);
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
  const { requests } = stage.fake.world;
  const count = (word) => requests.filter(({ status }) => status === word).length;
  // A review that has arrived has its effect a moment later.
  await shown(view, `0 of ${requests.length} requests`);
  assert.equal(stage.fake.measures().patches.length, approved + denied);
  stage.assertWritesArePaced();
  assert.deepEqual([count('approved'), count('denied'), requests.length], [approved, denied, approved + denied]);
  await view.waitForWords('No requests are waiting.');
}

inEveryBrowser('The keyboard alone, on a page of its own', (stage) => {
  it('clears fifty waiting requests', async () => {
    await stage.prefer(UNDOABLE);
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
    await hands.press('q', 'n');
    await shown(view, '47 of 50 requests');
    await hands.press('j', 'j', 'k', 'Enter');
    await answer(view, hands, 'a', 'A test key.');
    await hands.press('q', 'n');
    await shown(view, '46 of 50 requests');

    // The rest in two halves: the second is put in while the first is being sent.
    await hands.press('g', 'i', 'k');
    await hands.on('row', /#10/);
    await selectAndReview(view, hands, 23, () => hands.command('review selected'));
    await denyAll(view, hands, 'Not like this, {requester}: see {repository}.');
    await hands.on('row', /^/);
    await hands.press('q', 'n');
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

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/']);
});
after(() => site.stop());

inEveryBrowser('The keyboard alone, on the site', (stage) => {
  it('connects, and clears a list on a window with room for one thing at a time', async () => {
    const view = await stage.openSite(site, '/', { 'gatehouse.preferences': UNDOABLE });
    const hands = new Hands(view);
    await view.tab.resize(700, 800);
    await view.waitFor('heading', 'Connect to GitHub');
    await hands.tabTo('textbox', 'Token');
    await hands.type(TOKENS.octocat);
    await hands.tabTo('textbox', 'Enterprise, organization or repository');
    await hands.type('org:octo-org');
    await hands.press('Enter');
    await shown(view, '9 of 9 requests');

    // One by one, each time back to the list, where the next one is.
    await hands.press('g', 'w', 'j', 'o');
    await view.waitFor('heading', 'Bypass request #100');
    await answer(view, hands, 'd', 'No.');
    await hands.press('q', 'n');
    await view.waitForText('status', 'Request status', 'Denied');
    await hands.press('g', 'i');
    await hands.on('row', /#101/);
    await hands.press('Enter');
    await answer(view, hands, 'a', 'Yes.');
    await hands.press('q', 'n');
    await view.waitForText('status', 'Request status', 'Approved');
    await hands.press('g', 'i');
    await shown(view, '7 of 9 requests');

    // A range, of which one is left out again, is approved from the palette, and undone; then it is selected as before.
    await hands.on('row', /#102/);
    await selectAndReview(view, hands, 4, () => hands.command('review selected'));
    await hands.press('Escape');
    await view.waitForNone('dialog', 'Bulk review');
    await hands.on('row', /#105/);
    await hands.press('k', 'x', 'a');
    await approveAll(view, hands, 3, 'All fine.');
    await hands.press('u');
    await view.waitForText('status', 'Reviews sent', /3 taken back\.|3 reviews taken back\./);
    await view.waitForWords('3 selected');
    await hands.press('a');
    await hands.on('textbox', 'Review message');
    assert.equal(await view.text('textbox', 'Review message'), 'All fine.');
    await approveAll(view, hands, 3, '');
    await hands.press('q', 'n');
    await shown(view, '4 of 9 requests');

    // What is left is denied; its sending is paused and goes on.
    await hands.press('j', 'Shift+A', 'b');
    await denyAll(view, hands, 'No more.');
    const release = stage.fake.hold({ method: 'PATCH', path: /./, after: 1 });
    await hands.press('q', 'n');
    await view.waitForWords('1 of 4 sent');
    await hands.press('q', 'p');
    release();
    await view.waitForWords(/Paused: \d reviews? waits?\./);
    await view.assertAccessible();
    await hands.press('q', 'p');
    await eventually('the last review', () => stage.fake.measures().patches.length === 9, 30_000);
    await cleared(stage, view, { approved: 4, denied: 5 });
  });
}, { withExtension: false, world: () => waitingWorld(9) });
