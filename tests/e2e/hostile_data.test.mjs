// Owns what strings of GitHub's may not do: whatever they hold is shown as it is, what acts unseen in it is made visible, and nothing is executed, asked for or linked.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { FORMULA, HOMOGLYPH, LINKS, LONG, MARKUP, TEMPLATE, UNSEEN, UNSEEN_SHOWN, assertHarmless, poison } from './hostile_strings.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const ITEM = /\/octo-org\/smile\/bypass-requests\/secret-scanning\/2$/;

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'));
});
after(() => site.stop());

inEveryBrowser('A hostile string', (stage) => {
  const request = () => stage.fake.request('octo-org/smile', 1);

  for (const [what, text, shown] of [
    ['of markup', MARKUP, MARKUP],
    ['of template syntax', TEMPLATE, TEMPLATE],
    ['of addresses', LINKS, LINKS],
    ['of characters that act unseen', UNSEEN, UNSEEN_SHOWN],
    ['of a formula', FORMULA, FORMULA],
    ['that looks like another', HOMOGLYPH, HOMOGLYPH],
  ]) {
    it(`${what} is shown as it is, in the inbox, the request and the summary`, async () => {
      poison(request(), text);
      const view = await stage.openSite(site);
      await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
      await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
      const words = shown.replace(/\s+/g, ' ');
      await eventually('it to be in a row', async () => (await view.evaluate((wanted) => [...document.querySelectorAll('[role=gridcell]')].filter((cell) => cell.textContent.replace(/\s+/g, ' ').includes(wanted)).length, words)) > 0);
      await assertHarmless(view);

      await view.evaluate(() => location.assign('#/request/octo-org/smile/1'));
      await view.waitFor('heading', 'Bypass request #1');
      await view.waitForText('status', 'Request status', 'Pending');
      // As repository, organization, requester, type, file, branch, comment and reviewer.
      assert.ok((await view.words()).split(words).length > 8, await view.words());
      await assertHarmless(view);

      await view.evaluate(() => location.assign('#/summary?scope=repo:octo-org/smile'));
      await view.waitFor('heading', 'Summary');
      await view.waitForWords(words);
      await assertHarmless(view);
    });
  }

  // The schema lists the words for these; here they are others.
  it('in place of a word of GitHub’s is shown as it is, too: status, reason, response', async () => {
    poison(stage.fake.request('octo-org/smile', 2), UNSEEN);
    stage.fake.deviate({ method: 'GET', path: ITEM, times: Infinity, at: ['/status', '/data/0/bypass_reason', '/responses/0/status'], to: UNSEEN });
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.evaluate(() => location.assign('#/request/octo-org/smile/2'));
    await view.waitForText('status', 'Request status', UNSEEN_SHOWN);
    const words = (await view.words()).replace(/\s+/g, ' ');
    assert.ok(words.includes(`${UNSEEN_SHOWN} responded: ${UNSEEN_SHOWN} `), words);
    assert.equal(await view.evaluate(() => document.querySelector('.request-facts code[title]').title), UNSEEN_SHOWN);
    // As before, and as the status, the reason, what came of the response, and the commit's first characters.
    assert.ok(words.split(UNSEEN_SHOWN).length > 11, words);
    await assertHarmless(view);
  });

  it('as the kind of a request is shown as it is, and no review is offered', async () => {
    stage.fake.deviate({ method: 'GET', path: ITEM, times: Infinity, at: ['/request_type'], to: UNSEEN });
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.evaluate(() => location.assign('#/request/octo-org/smile/2'));
    await view.waitForWords(`This is a request of the kind “${UNSEEN_SHOWN}”.`);
    assert.equal(await view.count('button', 'Approve'), 0);
    await assertHarmless(view);
  });

  it('as the login of the token’s user is shown as it is, wherever that stands', async () => {
    stage.fake.deviate({ method: 'GET', path: '/user', times: Infinity, at: ['/login'], to: UNSEEN });
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.waitForWords(UNSEEN_SHOWN);
    await assertHarmless(view);
    await view.evaluate(() => location.assign('#/settings'));
    await view.click('button', 'Check my access');
    await view.waitForWords(`It is ${UNSEEN_SHOWN}'s.`);
    // Beside the name of the app, the token, the history and the answer.
    assert.ok((await view.words()).replace(/\s+/g, ' ').split(UNSEEN_SHOWN).length > 4, await view.words());
    await assertHarmless(view);
  });

  it('of a million characters without a space is cut with a note, and leaves the layout whole', async () => {
    poison(request(), LONG);
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await assertHarmless(view);
    await view.evaluate(() => location.assign('#/request/octo-org/smile/1'));
    await view.waitForText('status', 'Request status', 'Pending');
    await view.waitForWords('more characters');
    await assertHarmless(view);
    await view.evaluate(() => location.assign('#/summary?scope=repo:octo-org/smile'));
    await view.waitFor('heading', 'Summary');
    await view.waitForWords('more characters');
    await assertHarmless(view);
  });

  it('of a million characters in a refusal is cut with a note, and the message that was refused stays', async () => {
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await view.evaluate(() => location.assign('#/request/octo-org/smile/1'));
    await view.waitForText('status', 'Request status', 'Pending');
    stage.fake.fail({ method: 'PATCH', path: /\/bypass-requests\//, how: 'status', status: 422, headers: { 'content-type': 'application/json; charset=utf-8' }, body: { message: LONG, documentation_url: LONG } });
    await view.fill('textbox', 'Review message', 'Too short for you?');
    await view.click('button', 'Deny');
    await view.waitForWords('GitHub refused the review: nothing was recorded.');
    await view.waitForWords('more characters');
    assert.ok((await view.words()).length < 100_000);
    await assertHarmless(view);
    assert.equal(await view.text('textbox', 'Review message'), 'Too short for you?');
  });

  it('in an error of GitHub’s is shown as it is', async () => {
    stage.fake.fail({
      method: 'GET', path: /\/bypass-requests\//, times: Infinity, how: 'status', status: 403, headers: { 'content-type': 'application/json; charset=utf-8', 'x-github-sso': `required; url=https://evil.example/sso` },
      body: { message: MARKUP + UNSEEN, documentation_url: 'https://evil.example/docs' },
    });
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForWords(MARKUP + UNSEEN_SHOWN);
    await assertHarmless(view);
  });
}, { withExtension: false });
