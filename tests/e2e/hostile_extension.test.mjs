// Owns what strings of GitHub's may not do in the extension: in the panel, in the marks beside a page's links, in its inbox and in a bulk review.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS, defaultWorld } from '../fake-github/world.mjs';
import { ALL, ALL_SHOWN, ELSEWHERE, LONG, assertHarmless, poison } from './hostile_strings.mjs';
import { inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

const LIST_PAGE = 'https://github.com/octo-org/smile/security/bypass-requests/secret-scanning';
const pageOf = (number) => `https://github.com/octo-org/smile/exemptions/${number}`;

const ITEM = /\/bypass-requests\/secret-scanning\/1$/;
const LISTS = /\/bypass-requests\/secret-scanning\?/;

// Four requests of one repository, by the numbers of their pages: 1 is all hostile strings, 2 is besides at addresses elsewhere, 3 has a
// status that nobody knows, 11 is an honest one. The newest, which is the first of every list, is 1.
function hostileWorld() {
  const world = defaultWorld();
  world.requests = [1, 2, 3, 11].map((page) => world.requests.find(({ html_url }) => html_url === pageOf(page)));
  const [hostile, elsewhere, odd] = world.requests;
  hostile.created_at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  hostile.number = 1;
  for (const request of [hostile, elsewhere, odd]) poison(request, ALL);
  for (const name of ['url', 'html_url']) elsewhere[name] = elsewhere[name].replace(/\/\/[^/]+/, `//${ELSEWHERE}`);
  hostile.data[0].bypass_reason = ALL;
  odd.status = ALL;
  return world;
}

inEveryBrowser('A hostile string in the extension', (stage) => {
  // The schema lists the words for reasons and statuses; these are others.
  async function connect() {
    const { requests } = stage.fake.world;
    const order = requests.toSorted((left, right) => Date.parse(right.created_at) - Date.parse(left.created_at));
    const odd = order.findIndex(({ status }) => status === ALL);
    stage.fake.deviate({ method: 'GET', path: LISTS, times: Infinity, at: ['/0/data/0/bypass_reason', `/${odd}/status`], to: (word) => word });
    await stage.connect({ token: TOKENS.octocat });
  }

  const timesShown = async (view) => (await view.words()).split(ALL_SHOWN).length - 1;

  it('is shown as it is in the panel of a request, and addresses elsewhere make it none of this page', async () => {
    stage.fake.deviate({ method: 'GET', path: ITEM, times: Infinity, at: ['/data/0/bypass_reason', '/responses/0/status'], to: ALL });
    await connect();
    const panel = await stage.panel(pageOf(1));
    await panel.waitForText('status', 'Request status', 'Pending');
    // As repository, organization, requester, type, reason, file, branch, comment, reviewer and what came of the response.
    assert.ok((await timesShown(panel)) >= 10, await panel.words());
    await assertHarmless(panel);
    assert.equal(await panel.tab.evaluate(() => globalThis.hacked), undefined);

    await panel.tab.goto(pageOf(2));
    await panel.waitForWords("This request isn't to be found.");
    assert.equal(await panel.count('button', 'Approve'), 0);
    await assertHarmless(panel);
    assert.deepEqual(stage.fake.writes(), []);
  });

  it('is not in the marks beside a page’s links, and is shown as it is in the list of the panel', async () => {
    await connect();
    const panel = await stage.panel(LIST_PAGE);
    // All rows are in view.
    await panel.tab.resize(1280, 1600);
    await panel.waitForText('status', 'Requests shown', '3 of 4 requests');
    // Of the request that is elsewhere, nothing is said.
    const wanted = [/^Gatehouse: \d days left, open #1 in octo-org\/smile in panel$/, /^Gatehouse: Unknown, open #3 in octo-org\/smile in panel$/, /^Gatehouse: \d days left, open #11 in octo-org\/smile in panel$/];
    let marks;
    await eventually('the marks', async () => {
      marks = await stage.marks();
      return marks.length === wanted.length;
    });
    wanted.forEach((name, at) => assert.match(marks[at].name, name));
    for (const { name, label } of marks) assert.ok(name.includes(label), label);
    assert.deepEqual(await stage.strangers(panel.tab), []);
    assert.ok((await timesShown(panel)) > 0, await panel.words());
    await assertHarmless(panel);
    assert.equal(await panel.tab.evaluate(() => globalThis.hacked), undefined);
    assert.deepEqual(stage.fake.writes(), []);
  });

  it('is shown as it is in the inbox and in a bulk review, and no address of it is a link', async () => {
    await connect();
    const view = stage.viewOf(await stage.openPage(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=repo:octo-org/smile`));
    await view.waitForText('status', 'Requests shown', '4 of 4 requests');
    assert.ok((await timesShown(view)) > 0, await view.words());
    // What has no address of ours opens by a button.
    await view.waitFor('button', 'Open request #2 in octo-org/smile');
    await assertHarmless(view);

    await view.click('button', 'Waiting');
    await view.waitForText('status', 'Requests shown', '3 of 4 requests');
    await view.tab.press('Shift+A');
    await view.click('button', 'Deny selected');
    await view.waitFor('dialog', 'Bulk review');
    await view.fill('textbox', 'Review message', 'For {requester} of {organization}');
    await view.waitFor('region', 'Preview');
    // As the organization, and twice in the message that would be sent.
    assert.ok((await view.text('dialog', 'Bulk review')).replace(/\s+/g, ' ').split(ALL_SHOWN).length > 3, await view.words());
    await assertHarmless(view);
    assert.deepEqual(stage.fake.writes(), []);
  });
}, { world: hostileWorld });

// Two requests of one repository, by the numbers of their pages: 1 is all strings of a million characters, 11 is an honest one.
function longWorld() {
  const world = defaultWorld();
  world.requests = [1, 11].map((page) => world.requests.find(({ html_url }) => html_url === pageOf(page)));
  poison(world.requests[0], LONG);
  world.requests[0].number = 1;
  return world;
}

inEveryBrowser('A string of a million characters in the extension', (stage) => {
  // Every one is cut: what is said of a request is some thousand characters each.
  const assertCut = async (view) => {
    await view.waitForWords('more characters');
    const { length } = await view.words();
    assert.ok(length < 200_000, `${length} characters`);
    await assertHarmless(view);
  };

  it('is cut with a note in the panel, which reviews the request', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel(pageOf(1));
    await panel.waitForText('status', 'Request status', 'Pending');
    await assertCut(panel);
    await panel.fill('textbox', 'Review message', 'Too long for me');
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.deepEqual(stage.fake.writes().map(({ requestId, body }) => [requestId, body.message]), [[2101, 'Too long for me']]);
  });

  it('is cut with a note in a bulk review, fills no message, and is sent once or not at all', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const view = stage.viewOf(await stage.openPage(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=repo:octo-org/smile`));
    await view.waitForText('status', 'Requests shown', '2 of 2 requests');
    await assertCut(view);
    await view.tab.press('Shift+A');
    await view.click('button', 'Deny selected');
    await view.waitFor('dialog', 'Bulk review');
    await view.fill('textbox', 'Review message', 'For {requester} of {organization}');
    await view.waitForWords('The message is too long for 1 request');
    assert.equal(await view.isEnabled('button', 'Confirm denials'), false);
    await assertCut(view);
    await view.fill('textbox', 'Review message', 'Not like this');
    await view.click('button', 'Confirm denials');
    // Chromium lets an extension keep ten million bytes, which the first review with its outcome uses up: what can't be kept isn't sent.
    if (stage.isChromium) await view.waitForWords("Stopped, since the queue can't be kept: 1 review waits.");
    const sent = stage.isChromium ? [2101] : [2101, 2111];
    await view.waitForText('status', 'Reviews sent', new RegExp(`^${sent.length} reviews? recorded\\.`));
    assert.deepEqual(stage.fake.writes().map(({ requestId, body }) => [requestId, body.message]).sort(), sent.map((id) => [id, 'Not like this']));
    await assertHarmless(view);
  });
}, { world: longWorld });
