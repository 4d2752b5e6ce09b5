// Owns two reviewers at once: what another one answers first is not written by us, is said, and holds up nothing else.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { inEveryBrowser } from './stage.mjs';
import { waitingWorld } from './waiting_world.mjs';

const written = (stage) => stage.fake.measures().patches.map(({ requestId }) => requestId);
const answeredBy = (stage, id) => stage.fake.world.requests.find((request) => request.id === id).responses.map(({ reviewer }) => reviewer.actor_name);

// The inbox of octo-org, and the ids of its requests in the order shown.
async function inbox(stage) {
  await stage.connect({ token: TOKENS.octocat });
  const view = await stage.settingsPage();
  await view.tab.goto(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=org:octo-org`);
  await view.waitForText('status', 'Requests shown', '6 of 6 requests');
  await view.click('button', 'Waiting');
  const ids = stage.fake.world.requests.map(({ id }) => id).sort((left, right) => left - right);
  return { view, ids };
}

async function denyAll(view, message) {
  await view.tab.press('Shift+A');
  await view.click('button', 'Deny selected');
  await view.fill('textbox', 'Review message', message);
  await view.click('button', 'Confirm denials');
  await view.waitForNone('dialog', 'Bulk review');
}

inEveryBrowser('Two reviewers at once', (stage) => {
  it('one request answered between our list and our write is not written to, and the others are', async () => {
    const { view, ids } = await inbox(stage);
    stage.fake.world.answer(ids[0], 'hubot', 'approve');
    await denyAll(view, 'No.');
    await view.waitForText('status', 'Reviews sent', /^5 reviews recorded, 1 not recorded\./);
    assert.deepEqual(written(stage).sort(), ids.slice(1));
    assert.deepEqual(answeredBy(stage, ids[0]), ['hubot']);
    stage.assertWritesArePaced();
    await view.click('button', 'Each review');
    await view.waitForWords(/Deny #100 in octo-org\/smile: Nothing was sent\. Someone answered it meanwhile\./);
    assert.equal(await view.count('button', 'Retry the failed ones'), 0, 'it has its answer');
    await view.waitForText('status', 'Requests shown', '0 of 6 requests');
    await view.assertAccessible();
  });

  it('one answered in the middle of a bulk review is not written to, and the others are', async () => {
    const { view, ids } = await inbox(stage);
    stage.fake.meanwhile({ method: 'PATCH', path: /./, after: 1, change: (world) => world.answer(ids[4], 'hubot', 'reject') });
    await denyAll(view, 'No.');
    await view.waitForText('status', 'Reviews sent', /^5 reviews recorded, 1 not recorded\./);
    assert.deepEqual(written(stage).sort(), ids.filter((id) => id !== ids[4]));
    assert.deepEqual(answeredBy(stage, ids[4]), ['hubot']);
    stage.assertWritesArePaced();
    await view.waitForText('status', 'Requests shown', '0 of 6 requests');
  });

  it('one answered in the very moment of our write keeps that answer, and the others are written', async () => {
    const { view, ids } = await inbox(stage);
    stage.fake.meanwhile({ method: 'PATCH', path: /./, after: 2, change: (world, { requestId }) => world.answer(requestId, 'hubot', 'approve') });
    await denyAll(view, 'No.');
    await view.waitForText('status', 'Reviews sent', /^5 reviews recorded, 1 not recorded\./);
    assert.deepEqual(written(stage).sort(), ids, 'each once, of which GitHub refused one');
    stage.assertWritesArePaced();
    const kept = ids.filter((id) => answeredBy(stage, id).includes('hubot'));
    assert.equal(kept.length, 1);
    assert.deepEqual(answeredBy(stage, kept[0]), ['hubot']);
    await view.click('button', 'Each review');
    await view.waitForWords(/GitHub refused the review: nothing was recorded\./);
  });

  it('one answered while its detail is open is said there, and the message stays', async () => {
    const { view, ids } = await inbox(stage);
    await view.waitFor('grid', 'Requests');
    // Rows move while more arrive.
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.click('link', 'Open request #100 in octo-org/smile');
    await view.waitForText('status', 'Request status', 'Pending');
    await view.fill('textbox', 'Review message', 'Fine.');
    stage.fake.world.answer(ids[0], 'hubot', 'reject');
    await view.click('button', 'Approve');
    await view.waitForText('status', 'Request status', 'Denied');
    await view.waitForWords('Someone answered it meanwhile.');
    assert.equal(await view.text('textbox', 'Review message'), 'Fine.');
    assert.deepEqual(written(stage), []);
  });
}, { world: () => waitingWorld(6) });
