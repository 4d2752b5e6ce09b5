// Owns bulk review: many requests with one decision, in two steps, through a background that is stopped in the middle.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { Hands } from './hands.mjs';
import { connectThrough, inEveryBrowser, never } from './stage.mjs';
import { eventually } from './view.mjs';

const patches = (stage) => stage.fake.writes().filter(({ method }) => method === 'PATCH');

const at = (stage, route) => `${stage.browser.extensionOrigin}/index.html#/${route}`;

// The inbox of an organization.
async function openInbox(stage) {
  await stage.connect({ token: TOKENS.octocat });
  const view = await stage.settingsPage();
  await view.tab.goto(at(stage, 'inbox?scope=org:octo-org'));
  await view.waitForText('status', 'Requests shown', /^\d+ of 16 requests$/);
  return view;
}

// The same, in which the keyboard has selected every waiting request.
async function allWaitingSelected(stage) {
  const view = await openInbox(stage);
  await view.click('button', 'Waiting');
  await view.waitFor('grid', 'Requests');
  await view.tab.press('Shift+A');
  await view.waitFor('button', 'Deny selected');
  return view;
}

// The same, in which these requests of octo-org/smile are selected.
async function theseSelected(stage, numbers) {
  const view = await openInbox(stage);
  for (const number of numbers) await view.click('checkbox', `Select #${number} in octo-org/smile`);
  await view.waitForWords(`${numbers.length} selected`);
  return view;
}

// How many the open dialog will review.
async function announced(view) {
  const said = await view.text('dialog', 'Bulk review');
  return Number(/(\d+) requests?/.exec(said)[1]);
}

inEveryBrowser('Bulk review', (stage) => {
  it('denies what is selected, a second apart, and goes on after a stopped background only when told', async () => {
    const view = await allWaitingSelected(stage);
    await view.tab.press('b');
    await view.waitFor('dialog', 'Bulk review');
    await view.click('radio', 'Deny');
    await view.fill('textbox', 'Review message', 'Not like this, {requester}: see {repository}.');
    await view.assertAccessible();
    const all = await announced(view);
    assert.ok(all > 3, `${all} are too few to stop in the middle`);
    await view.click('button', 'Confirm denials');
    await view.waitForNone('dialog', 'Bulk review');
    await eventually('two reviews', () => patches(stage).length >= 2);
    await stage.stopBackground();
    await view.waitForWords(/\d+ reviews? waits? since Gatehouse was stopped\./);
    await view.assertAccessible();
    const before = patches(stage).length;
    await never('a review that nobody told to go on', () => patches(stage).length !== before);
    await view.click('button', 'Continue');
    await eventually('all reviews', () => patches(stage).length === all, 10_000 + all * 2_000);
    await view.waitForText('status', 'Reviews sent', new RegExp(`^${all} reviews recorded\\.`));
    stage.assertWritesArePaced();
    for (const { body } of patches(stage)) assert.match(body.message, /^Not like this, [\w-]+: see octo-org\/[\w-]+\.$/);
    assert.deepEqual([...new Set(patches(stage).map(({ body }) => body.status))], ['reject']);
  });

  it('approves only after a second step, and undo takes all of them back', async () => {
    await stage.prefer(JSON.stringify({ undo_delay_in: 20 }));
    const view = await allWaitingSelected(stage);
    await view.click('button', 'Approve selected');
    await view.fill('textbox', 'Review message', 'Fine.');
    assert.equal(await view.isEnabled('button', 'Confirm approvals'), false);
    await view.click('checkbox', /their secrets can then be pushed$/);
    const pressed = await view.box('button', 'Confirm approvals');
    await view.click('button', 'Confirm approvals');
    await view.waitForText('status', 'Review to be sent', /^Approve \d+ requests/);
    const undo = await view.box('button', 'Undo');
    assert.ok(undo.bottom <= pressed.top || undo.top >= pressed.bottom || undo.right <= pressed.left || undo.left >= pressed.right);
    await view.click('button', 'Undo');
    await view.waitForText('status', 'Reviews sent', /taken back\.$/);
    assert.equal(patches(stage).length, 0);
    await view.tab.press('Shift+A');
    await view.click('button', 'Approve selected');
    assert.equal(await view.text('textbox', 'Review message'), 'Fine.');
  });

  it('sends each review once, though the key that confirms is held', async () => {
    const view = await theseSelected(stage, [1, 2]);
    await view.click('button', 'Approve selected');
    await view.fill('textbox', 'Review message', 'Fine.');
    await view.click('checkbox', /their secrets can then be pushed$/);
    await view.waitUntilEnabled('button', 'Confirm approvals');
    await view.focus('button', 'Confirm approvals');
    await new Hands(view).hold('Enter', 'both reviews', () => patches(stage).length >= 2);
    await view.waitForText('status', 'Reviews sent', /^2 reviews recorded\./);
    stage.assertWritten(2);
    stage.assertWritesArePaced();
    assert.deepEqual(patches(stage).map(({ requestId, status }) => [requestId, status]).sort(), [[2101, 200], [2102, 200]]);
  });

  it('goes on with a new token where the old one ended, without a second review and with every draft', async () => {
    const renewed = 'ghp_0renewed0renewed0renewed0renewed0ren';
    const { world } = stage.fake;
    world.tokens.push({ ...world.tokens.find(({ token }) => token === TOKENS.octocat), token: renewed });
    stage.fake.meanwhile({
      method: 'PATCH', path: /bypass-requests/, after: 1,
      change: () => { world.tokens = world.tokens.filter(({ token }) => token !== TOKENS.octocat); },
    });
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel('https://github.com/octo-org/engine/exemptions/2');
    await panel.fill('textbox', 'Review message', 'Half a thought');
    await eventually('the draft', async () => JSON.stringify((await stage.kept()).local).includes('Half a thought'));

    const view = await theseSelected(stage, [1, 2, 42]);
    await view.click('button', 'Deny selected');
    await view.fill('textbox', 'Review message', 'Rotate it first.');
    await view.click('button', 'Confirm denials');
    await view.waitForWords('Stopped after a failure: 1 review waits.');
    await view.waitForWords("GitHub doesn't accept the token.");
    await view.tab.goto(at(stage, 'settings'));
    await view.click('button', 'Add token');
    await connectThrough(view, { token: renewed });
    await eventually('the new token in place of the old one', async () => {
      const { credentials } = (await stage.kept()).session;
      return credentials.includes(renewed) && !credentials.includes(TOKENS.octocat);
    });
    assert.deepEqual(patches(stage).map(({ status }) => status), [200, 401]);
    await view.click('button', 'Continue');
    await view.waitForText('status', 'Reviews sent', /^2 reviews recorded, 1 not recorded\./);
    await view.click('button', 'Retry the failed ones');
    await view.waitForText('status', 'Reviews sent', /^3 reviews recorded\./);

    stage.assertWritten(4);
    assert.deepEqual(patches(stage).map(({ status }) => status), [200, 401, 200, 200]);
    for (const number of [1, 2, 42]) {
      const { status, responses } = stage.fake.request('octo-org/smile', number);
      assert.deepEqual([status, responses.map(({ reviewer, message }) => [reviewer.actor_name, message])], ['denied', [['octocat', 'Rotate it first.']]]);
    }
    await panel.tab.bringToFront();
    await panel.tab.goto('https://github.com/octo-org/engine/exemptions/2?again');
    await panel.waitForText('status', 'Request status', 'Pending');
    assert.equal(await panel.text('textbox', 'Review message'), 'Half a thought');
  });
});
