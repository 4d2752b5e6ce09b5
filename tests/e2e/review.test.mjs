// Owns what a reviewer does in the panel on a request's page: reading, approving, denying, dismissing, and everything that stands in the way.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS, defaultWorld } from '../fake-github/world.mjs';
import { connectThrough, inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

const SMILE = 'octo-org/smile';
const API = `/repos/${SMILE}/bypass-requests/secret-scanning`;
const page = (number) => `https://github.com/${SMILE}/exemptions/${number}`;
const instant = (fromNow) => new Date(Date.now() + fromNow).toISOString().replace(/\.\d+Z$/, 'Z');

inEveryBrowser('A request in the panel', (stage) => {
  // The panel of a request's page, the request read.
  async function review(number, token = TOKENS.octocat) {
    await stage.connect({ token });
    const panel = await stage.panel(page(number));
    await panel.waitFor('heading', `Bypass request #${number}`);
    await panel.waitFor('status', 'Request status');
    return panel;
  }

  async function decide(panel, button, message) {
    await panel.fill('textbox', 'Review message', message);
    await panel.click('button', button);
  }

  async function assertNothingOffered(panel) {
    assert.equal(await panel.count('button', 'Approve'), 0);
    assert.equal(await panel.count('button', 'Deny'), 0);
    assert.equal(await panel.count('textbox', 'Review message'), 0);
  }

  async function assertBlocked(panel, why) {
    await panel.fill('textbox', 'Review message', 'A good reason');
    await panel.waitForWords(why);
    assert.equal(await panel.isEnabled('button', 'Approve'), false);
    assert.equal(await panel.isEnabled('button', 'Deny'), false);
  }

  const answerOfHubot = (status) => ({ id: 8_000_001, reviewer: { actor_id: 7, actor_name: 'hubot' }, status, created_at: instant(0) });

  it('shows every field, in words', async () => {
    const panel = await review(1);
    const words = await panel.words();
    for (const fact of [
      'Repository octo-org/smile',
      'Organization octo-org',
      'Requester monalisa',
      `Commit ${stage.fake.request(SMILE, 1).resource_identifier.slice(0, 7)}`,
      'Created 2 days ago',
      'Expires in 4 days 23 hours',
      'Adafruit IO Key',
      "Reason It's used in tests",
      'File tests/README.md',
      'Position line 16, column 0',
      'Branch main',
      'Test token used in the readme as an example',
      'No responses yet.',
    ]) {
      assert.ok(words.includes(fact), `${fact} is missing from: ${words}`);
    }
    assert.equal(await panel.text('status', 'Request status'), 'Pending');
    const [left] = await panel.texts('timer');
    assert.match(left, /^4 days 23:59:\d\d left$/);
    await eventually('the countdown to tick', async () => (await panel.texts('timer'))[0] !== left);
  });

  it('shows who answered and when', async () => {
    const panel = await review(8);
    assert.equal(await panel.text('status', 'Request status'), 'Completed');
    await panel.waitForWords('hubot approved 5 days ago');
    await assertNothingOffered(panel);
  });

  it('is approved, and what GitHub recorded is shown', async () => {
    const panel = await review(1);
    await decide(panel, 'Approve', 'Only a test key 🔑');
    await panel.waitForText('status', 'Request status', 'Approved');
    await panel.waitForWords('Approved. GitHub recorded it.');
    await panel.waitForWords(/octocat approved (now|\d+ seconds? ago)/);
    const [written, ...more] = stage.fake.writes();
    assert.deepEqual(more, []);
    assert.deepEqual([written.method, written.requestId, written.status], ['PATCH', 2101, 200]);
    assert.deepEqual(written.body, { status: 'approve', message: 'Only a test key 🔑' });
    assert.equal(stage.fake.request(SMILE, 1).responses.at(-1).message, 'Only a test key 🔑');
    // Right before the PATCH the request was read again, and right after it once more.
    const calls = stage.fake.requests.filter(({ api, method, path }) => api && method !== 'OPTIONS' && path.startsWith(API)).map(({ method }) => method);
    const at = calls.indexOf('PATCH');
    assert.deepEqual(calls.slice(at - 1, at + 2), ['GET', 'PATCH', 'GET']);
  });

  it('is denied', async () => {
    const panel = await review(2);
    await decide(panel, 'Deny', 'Please rotate it');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.deepEqual(stage.fake.writes().map(({ requestId, body }) => [requestId, body]), [[2102, { status: 'reject', message: 'Please rotate it' }]]);
  });

  it('is sent once for a double click', async () => {
    const panel = await review(1);
    const release = stage.fake.hold({ method: 'PATCH', path: /bypass-requests/ });
    await panel.fill('textbox', 'Review message', 'Once');
    await panel.doubleClick('button', 'Approve');
    await eventually('the PATCH', () => stage.fake.writes().length > 0);
    release();
    await panel.waitForText('status', 'Request status', 'Approved');
    stage.assertWritten(1);
  });

  it('takes back a response after saying what that does', async () => {
    const panel = await review(4);
    assert.equal(await panel.text('status', 'Request status'), 'Denied');
    await panel.click('button', 'Dismiss response');
    await panel.waitForWords('The response no longer counts');
    await panel.waitForWords("A commit that was already pushed can't be recalled.");
    await panel.click('button', 'Cancel');
    await panel.waitForNone('dialog');
    assert.deepEqual(stage.fake.writes(), []);

    await panel.click('button', 'Dismiss response');
    await panel.click('button', 'Yes, dismiss it');
    await panel.waitForText('status', 'Request status', 'Pending');
    await panel.waitForWords('Response dismissed. GitHub recorded it.');
    assert.equal(await panel.count('button', 'Dismiss response'), 0);
    assert.deepEqual(stage.fake.writes().map(({ method, requestId, status }) => [method, requestId, status]), [['DELETE', 2104, 204]]);
    assert.equal(stage.fake.request(SMILE, 4).responses[0].status, 'dismissed');
  });

  for (const [how, change, status, words] of [
    ['answered', (request) => Object.assign(request, { status: 'denied', responses: [answerOfHubot('denied')] }), 'Denied', 'Someone answered it meanwhile.'],
    ['cancelled', (request) => Object.assign(request, { status: 'cancelled' }), 'Cancelled', 'The requester cancelled it meanwhile.'],
    ['completed', (request) => Object.assign(request, { status: 'completed' }), 'Completed', 'The push was made meanwhile.'],
    ['changed', (request) => Object.assign(request.data[0], { secret_type: 'stripe_api_key' }), 'Pending', 'It was changed meanwhile'],
  ]) {
    it(`sends nothing when it was ${how} meanwhile, and says so`, async () => {
      const panel = await review(1);
      change(stage.fake.request(SMILE, 1));
      await decide(panel, 'Approve', 'Too late');
      await panel.waitForWords('Nothing was sent.');
      await panel.waitForWords(words);
      await panel.waitForText('status', 'Request status', status);
      assert.deepEqual(stage.fake.writes(), []);
    });
  }

  it('that has expired offers no review, whatever its status still says', async () => {
    const panel = await review(5);
    assert.equal(await panel.text('status', 'Request status'), 'Expired');
    await panel.waitForWords('This request has expired');
    await assertNothingOffered(panel);
  });

  it('that expires while it is looked at can no longer be sent, and keeps the message', async () => {
    await stage.connect({ token: TOKENS.octocat });
    stage.fake.request(SMILE, 1).expires_at = instant(5_000);
    const panel = await review(1);
    assert.equal(await panel.text('status', 'Request status'), 'Pending');
    await panel.fill('textbox', 'Review message', 'Nearly');
    await panel.waitForText('status', 'Request status', 'Expired');
    assert.equal(await panel.isEnabled('button', 'Approve'), false);
    assert.equal(await panel.text('textbox', 'Review message'), 'Nearly');
  });

  it('needs a token, which is entered on a page of the extension', async () => {
    const panel = await stage.panel();
    await panel.waitFor('heading', 'No token yet');
    assert.deepEqual(stage.fake.requests.filter(({ api }) => api), []);
    const tab = await stage.browser.tabOpenedBy(() => panel.click('button', 'Enter a token'));
    const settings = stage.viewOf(tab);
    await settings.waitFor('textbox', 'Token');
    assert.equal(await settings.evaluate(() => location.origin), stage.browser.extensionOrigin);
    assert.equal(await panel.count('textbox'), 0);
    await connectThrough(settings, { token: TOKENS.octocat });
    await settings.waitFor('heading', 'Settings');
    await tab.close();
    // It looks for a token again when it gets the focus back.
    await panel.tab.bringToFront();
    await panel.waitFor('heading', 'Bypass request #1');
  });

  it('is not reviewed in the name of another than the person on the page', async () => {
    stage.fake.world.pageLogin = 'hubot';
    const panel = await review(1);
    await assertBlocked(panel, "You are signed in as hubot, but the token is octocat's.");
    assert.deepEqual(stage.fake.writes(), []);
  });

  for (const [which, login] of [['without user-login', null], ['where nobody is signed in', '']]) {
    it(`is not reviewed on a page ${which}`, async () => {
      stage.fake.world.pageLogin = login;
      const panel = await review(1);
      await assertBlocked(panel, "This page doesn't say who is signed in.");
    });
  }

  it('whose responses another gave in can’t be dismissed in their name either', async () => {
    stage.fake.world.pageLogin = 'hubot';
    const panel = await review(4);
    assert.equal(await panel.isEnabled('button', 'Dismiss response'), false);
  });

  it('is not shown to a token that lacks the scope, which is said', async () => {
    await stage.connect({ token: TOKENS.octocatNoScopes });
    const settings = await stage.settingsPage();
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html#/settings`);
    await settings.waitForWords('This token lacks the scope security_events.');
    await settings.tab.close();
    const panel = await stage.panel();
    await panel.waitForWords('The token lacks a permission for this.');
    assert.ok(!(await panel.words()).includes('Adafruit'));
    await assertNothingOffered(panel);
  });

  it('is not reviewed by who made it', async () => {
    stage.fake.world.pageLogin = 'mallory';
    const panel = await review(9, TOKENS.mallory);
    await assertBlocked(panel, 'This is your own request.');
  });

  for (const itemRoute of ['number', 'url']) {
    it(`with one number is reviewed by a token that may only list, the item route taking the ${itemRoute}`, async () => {
      stage.fake.world = defaultWorld({ itemRoute });
      const panel = await review(2, TOKENS.octocatRepoOnly);
      await decide(panel, 'Approve', 'By the list');
      await panel.waitForText('status', 'Request status', 'Approved');
      assert.deepEqual(stage.fake.writes().map(({ requestId, status }) => [requestId, status]), [[2102, 200]]);
    });

    it(`with two numbers offers no write to a token that may only list, the item route taking the ${itemRoute}`, async () => {
      stage.fake.world = defaultWorld({ itemRoute });
      const panel = await review(1, TOKENS.octocatRepoOnly);
      await panel.waitForWords("This request can't be reviewed from here.");
      assert.ok((await panel.words()).includes('Adafruit IO Key'));
      await assertNothingOffered(panel);
    });

    for (const [number, id] of [[1, 2101], [42, 2142]]) {
      it(`on page ${number} is the one that is written, the item route taking the ${itemRoute}`, async () => {
        stage.fake.world = defaultWorld({ itemRoute });
        const other = structuredClone(stage.fake.world.requests.find((request) => request.number === number));
        const panel = await review(number);
        await panel.waitForWords(number === 1 ? 'Adafruit IO Key' : 'Stripe API Key');
        await decide(panel, 'Deny', 'This one');
        await panel.waitForText('status', 'Request status', 'Denied');
        assert.deepEqual(stage.fake.writes().map(({ requestId, status }) => [requestId, status]), [[id, 200]]);
        assert.deepEqual(stage.fake.world.requests.find((request) => request.id === other.id), other);
      });
    }
  }

  it('keeps the message that GitHub refuses, with GitHub’s own words', async () => {
    const panel = await review(1);
    stage.fake.fail({
      method: 'PATCH', path: /bypass-requests/, how: 'status', status: 422,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest', errors: [{ resource: 'ExemptionResponse', field: 'message', code: 'invalid', message: 'Message mentions nobody' }] },
    });
    await decide(panel, 'Approve', 'Kept as it was typed');
    await panel.waitForWords('nothing was recorded');
    await panel.waitForWords('Message mentions nobody');
    assert.equal(await panel.text('textbox', 'Review message'), 'Kept as it was typed');
    assert.equal(await panel.text('status', 'Request status'), 'Pending');
    await panel.click('button', 'Approve');
    await panel.waitForText('status', 'Request status', 'Approved');
    assert.deepEqual(stage.fake.writes().map(({ status }) => status), [422, 200]);
  });

  it('takes a message of 1 to 2,048 code points, and more than white space', async () => {
    const panel = await review(1);
    assert.equal(await panel.isEnabled('button', 'Approve'), false);
    await panel.fill('textbox', 'Review message', ' \n\t ');
    await panel.waitForWords('Write a message first.');
    assert.equal(await panel.isEnabled('button', 'Approve'), false);
    await panel.fill('textbox', 'Review message', '🔑'.repeat(2049));
    await panel.waitForWords('2,049 / 2,048 characters');
    await panel.waitForWords('1 character too long');
    assert.equal(await panel.isEnabled('button', 'Deny'), false);
    await panel.fill('textbox', 'Review message', '🔑'.repeat(2048));
    await panel.waitForWords('2,048 / 2,048 characters');
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.equal([...stage.fake.writes()[0].body.message].length, 2048);
  });

  it('shows a status it doesn’t know as it came, and offers no review', async () => {
    stage.fake.deviate({ method: 'GET', path: new RegExp(`^${API}/\\d+$`), times: Infinity, at: ['/status'], to: 'waiting_for_godot' });
    const panel = await review(2);
    assert.equal(await panel.text('status', 'Request status'), 'waiting_for_godot');
    await assertNothingOffered(panel);
  });

  it('says what GitHub leaves out, and can still be reviewed', async () => {
    const panel = await review(11);
    await panel.waitForWords('GitHub gives no details of the secret.');
    await panel.waitForWords('GitHub gives no responses.');
    await decide(panel, 'Approve', 'Known to me');
    await panel.waitForText('status', 'Request status', 'Approved');
  });

  it('with every field null is shown, and nothing is offered', async () => {
    const places = ['data', 'requester', 'organization', 'resource_identifier', 'requester_comment', 'expires_at', 'created_at', 'responses', 'status'].map((name) => `/${name}`);
    stage.fake.deviate({ method: 'GET', path: new RegExp(`^${API}/\\d+$`), times: Infinity, at: places, to: null });
    const panel = await review(2);
    assert.equal(await panel.text('status', 'Request status'), 'Unknown');
    await panel.waitForWords(/Requester Not given.*Commit Not given.*Created Not given.*Expires Not given/);
    await assertNothingOffered(panel);
  });

  it('of another kind is said not to be found', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel(page(99));
    await panel.waitForWords("This request isn't to be found.");
    await panel.waitForWords('of another kind');
    await assertNothingOffered(panel);
  });

  it('whose reply gets lost is read back, and not sent again', async () => {
    const panel = await review(1);
    stage.fake.fail({ method: 'PATCH', path: /bypass-requests/, how: 'reset', applied: true });
    await decide(panel, 'Approve', 'Into the dark');
    await panel.waitForText('status', 'Request status', 'Approved');
    stage.assertWritten(1);
  });

  it('that got lost on its way is not claimed to be recorded', async () => {
    const panel = await review(1);
    stage.fake.fail({ method: 'PATCH', path: /bypass-requests/, how: 'reset' });
    await decide(panel, 'Approve', 'Into the dark');
    await panel.waitForWords("It isn't known whether the review was recorded.");
    assert.equal(stage.fake.writes().length, 1);
    assert.equal(await panel.text('textbox', 'Review message'), 'Into the dark');
  });

  it('is reviewed although the background was stopped meanwhile', async () => {
    const panel = await review(1);
    await stage.stopBackground();
    await decide(panel, 'Approve', 'Awake again');
    await panel.waitForText('status', 'Request status', 'Approved');
    assert.equal(stage.fake.writes().length, 1);
  });

  it('keeps what is typed from the page’s hotkeys', async () => {
    const panel = await review(1);
    await panel.type('textbox', 'Review message', 's/t?');
    assert.equal(await panel.text('textbox', 'Review message'), 's/t?');
    assert.deepEqual(await panel.tab.evaluate(() => fakePage.keys), []);
  });

  it('is forgotten with the token', async () => {
    const panel = await review(1);
    await panel.focus('textbox', 'Review message');
    const settings = await stage.settingsPage();
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html#/settings`);
    await settings.click('button', 'Forget token');
    await settings.waitFor('heading', 'Connect to GitHub');
    await settings.tab.close();
    assert.ok(!JSON.stringify(await stage.kept()).includes('ghp_'));
    await panel.tab.bringToFront();
    await panel.waitFor('heading', 'No token yet');
  });
});
