// Owns the queue of reviews: undo, leaving while it waits, a background stopped in the middle, and a site that was reloaded.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser, never } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const delay = (seconds) => JSON.stringify({ undo_delay_in: seconds });
const page = (number) => `https://github.com/octo-org/smile/exemptions/${number}`;
const patches = (stage) => stage.fake.writes().filter(({ method }) => method === 'PATCH').length;

async function panelAt(stage, number, seconds) {
  await stage.prefer(delay(seconds));
  await stage.connect({ token: TOKENS.octocat });
  const panel = await stage.panel(page(number));
  await panel.waitForText('status', 'Request status', 'Pending');
  return panel;
}

// The request on the extension's own page.
async function requestInInbox(stage, number) {
  const view = await stage.settingsPage();
  await view.tab.goto(`${stage.browser.extensionOrigin}/index.html#/request/octo-org/smile/${number}`);
  return view;
}

inEveryBrowser('The queue of reviews in the panel', (stage) => {
  it('lets a review be undone before it is sent, away from the button that was pressed', async () => {
    const panel = await panelAt(stage, 1, 20);
    await panel.fill('textbox', 'Review message', 'Too fast');
    const pressed = await panel.box('button', 'Approve');
    await panel.click('button', 'Approve');
    await panel.waitForText('status', 'Review to be sent', /^Approve #1 in octo-org\/smile/);
    const undo = await panel.box('button', 'Undo');
    const apart = undo.bottom <= pressed.top || undo.top >= pressed.bottom || undo.right <= pressed.left || undo.left >= pressed.right;
    assert.ok(apart, `Undo at ${JSON.stringify(undo)} over Approve at ${JSON.stringify(pressed)}`);
    await panel.assertAccessible();
    await panel.click('button', 'Undo');
    await panel.waitUntilEnabled('button', 'Approve');
    assert.equal(await panel.text('textbox', 'Review message'), 'Too fast');
    assert.equal(patches(stage), 0);
  });

  it('sends by itself what waits, though its page was closed', async () => {
    const panel = await panelAt(stage, 1, 2);
    await panel.fill('textbox', 'Review message', 'Closing now');
    await panel.click('button', 'Deny');
    await eventually('the order', async () => (await stage.kept()).local.queue?.includes('Closing now'));
    await panel.tab.close();
    await eventually('the review', () => patches(stage) === 1);
    await eventually('its end', async () => (await stage.kept()).local.queue.includes('"Over"'));
  });

  it('asks before it sends what waited when the background was stopped', async () => {
    const panel = await panelAt(stage, 1, 20);
    await panel.fill('textbox', 'Review message', 'Wait for it');
    await panel.click('button', 'Approve');
    await panel.waitFor('button', 'Undo');
    await stage.stopBackground();
    await panel.waitForWords('1 review waits since Gatehouse was stopped.');
    await panel.assertAccessible();
    assert.equal(patches(stage), 0);
    await panel.click('button', 'Continue');
    await panel.click('button', 'Send now');
    await panel.waitForText('status', 'Request status', 'Approved');
    assert.equal(patches(stage), 1);
  });

  it('looks up a review whose background was stopped before the reply, and does not send it twice', async () => {
    const panel = await panelAt(stage, 1, 0);
    const release = stage.fake.hold({ method: 'PATCH', path: /bypass-requests/, applied: true });
    await panel.fill('textbox', 'Review message', 'Cut off');
    await panel.click('button', 'Approve');
    await eventually('the PATCH', () => patches(stage) === 1);
    await stage.stopBackground();
    await panel.waitForWords('1 review waits since Gatehouse was stopped.');
    release();
    await panel.click('button', 'Continue');
    await panel.waitForText('status', 'Request status', 'Approved');
    await never('a second review', () => patches(stage) !== 1);
    stage.assertWritten(1);
  });

  // A panel learns only by its own press what was put in elsewhere; the extension's own page looks when it gets the focus, and so comes first.
  for (const [where, open] of [
    ['panels in two tabs', async (panel) => [panel, await stage.panel(page(1))]],
    ['panels in two windows', async (panel) => [panel, await stage.panel(page(1), { inWindow: true })]],
    ['the extension’s own page and a panel', async (panel) => [await requestInInbox(stage, 1), panel]],
  ]) {
    it(`takes one review of a request from ${where}`, async () => {
      const [first, second] = await open(await panelAt(stage, 1, 20));
      await first.waitForText('status', 'Request status', 'Pending');
      await second.waitForText('status', 'Request status', 'Pending');
      await first.tab.bringToFront();
      await first.fill('textbox', 'Review message', 'First');
      await first.click('button', 'Approve');
      await first.waitFor('button', 'Undo');
      await second.tab.bringToFront();
      await second.fill('textbox', 'Review message', 'Second');
      await second.click('button', 'Deny');
      await second.waitForText('status', 'Review to be sent', /^Approve #1/);
      await second.click('button', 'Send now');
      await second.waitForText('status', 'Request status', 'Approved');
      stage.assertWritten(1);
    });
  }
});

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/']);
});
after(() => site.stop());

inEveryBrowser('The queue of reviews on the site', (stage) => {
  it('says after a reload what was not sent, and sends it only when told', async () => {
    const view = await stage.openSite(site, '/', { 'gatehouse.preferences': delay(25) });
    await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
    // Rows move while more arrive.
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.click('link', 'Open request #1 in octo-org/smile');
    await view.waitForText('status', 'Request status', 'Pending');
    await view.fill('textbox', 'Review message', 'Reloaded');
    await view.click('button', 'Deny');
    await view.waitFor('button', 'Undo');
    const asked = view.tab.leaveWhenAsked();
    await view.tab.goto(`${site.origin}/boot.js`);
    assert.equal(asked.times, 1, 'leaving is warned of');
    await view.tab.goto(`${site.origin}/#/request/octo-org/smile/1`);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForWords('1 review waits since Gatehouse was stopped.');
    assert.equal(patches(stage), 0);
    await view.click('button', 'Continue');
    await view.click('button', 'Send now');
    await view.waitForText('status', 'Request status', 'Denied');
    assert.equal(patches(stage), 1);
  });

  it('leaves to each page what it is about to send, and takes over what a closed one left', async () => {
    const first = await stage.openSite(site, '/', { 'gatehouse.preferences': delay(25) });
    await connectThrough(first, { token: TOKENS.octocat, scope: 'org:octo-org' });
    // Rows move while more arrive.
    await first.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await first.click('link', 'Open request #1 in octo-org/smile');
    await first.waitForText('status', 'Request status', 'Pending');
    await first.fill('textbox', 'Review message', 'From the first');
    await first.click('button', 'Deny');
    await first.waitFor('button', 'Undo');
    const second = stage.viewOf(await stage.openPage(`${site.origin}/`));
    await connectThrough(second, { token: TOKENS.octocat, scope: 'org:octo-org' });
    await second.waitForText('status', 'Requests shown', /of 16 requests$/);
    assert.equal(await second.count('region', 'Reviews to be sent'), 0, 'it is the first one\'s');
    await first.tab.close();
    await eventually('the review that the first page left', async () => {
      // As coming back to the page does.
      await second.evaluate(() => { dispatchEvent(new Event('focus')); });
      return (await second.words()).includes('1 review waits since Gatehouse was stopped.');
    });
    assert.equal(patches(stage), 0);
    await second.click('button', 'Cancel the rest');
    await second.waitForText('status', 'Reviews sent', '1 review taken back.');
    assert.equal(patches(stage), 0);
  });

  it('of another version is said to be unreadable, stays as it is, and can be taken away', async () => {
    const later = '{"items":"of a later kind"}';
    const view = await stage.openSite(site, '/', { 'gatehouse.preferences': delay(0), 'gatehouse.queue': later });
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForWords("Reviews that another version of Gatehouse kept can't be read by this one.");
    await view.assertAccessible();
    const { text } = await stage.browser.downloadedBy(view.tab, () => view.click('button', 'Save to a file'));
    assert.equal(text, later);
    await view.evaluate(() => location.assign('#/request/octo-org/smile/1'));
    await view.waitForText('status', 'Request status', 'Pending');
    await view.fill('textbox', 'Review message', 'Beside it');
    await view.click('button', 'Deny');
    await view.waitForText('status', 'Request status', 'Denied');
    const kept = () => view.evaluate(() => JSON.parse(localStorage.getItem('gatehouse.queue')).unreadable);
    assert.deepEqual(await kept(), [later]);
    await view.click('button', 'Discard these reviews');
    await eventually('it to be gone', async () => (await kept()) === undefined);
  });
}, { withExtension: false });
