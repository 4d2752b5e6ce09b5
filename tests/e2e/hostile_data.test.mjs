// Owns what strings of GitHub's may not do: whatever they hold is shown as it is, what acts unseen in it is made visible, and nothing is executed, asked for or linked.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const HACK = 'globalThis.hacked=1';
const MARKUP = `<script>${HACK}</script><img src="https://evil.example/x" onerror="${HACK}"><svg onload="${HACK}">`;
const TEMPLATE = '{{constructor.constructor("' + HACK + '")()}} ${7*7} <%= 7*7 %>';
const LINKS = `javascript:${HACK} https://evil.example/steal [click](https://evil.example/) //evil.example`;
const UNSEEN = 'a\u202egnp.exe\u202c b\u200bc \u2066d\u2069 e\u0007f \ufeffg';
const UNSEEN_SHOWN = 'a\\u{202E}gnp.exe\\u{202C} b\\u{200B}c \\u{2066}d\\u{2069} e\\u{0007}f \\u{FEFF}g';
const FORMULA = '=HYPERLINK("https://evil.example","x")';
const HOMOGLYPH = 'octocаt';
const LONG = 'https://evil.example/'.padEnd(1_000_000, 'x');

// In the document: what would show that something was executed, asked for or linked, or that the layout broke.
const harm = () => ({
  hacked: globalThis.hacked,
  asked: performance.getEntriesByType('resource').map(({ name }) => new URL(name).host).filter((host) => host.includes('evil')),
  linked: [...document.querySelectorAll('[href], [src], [action], [formaction]')]
    .map((it) => it.href?.baseVal ?? it.href ?? it.src ?? '').filter((address) => /evil\.example|^javascript:|^data:text/i.test(address) && !address.includes('#/inbox')),
  made: document.querySelectorAll('script:not([src]), iframe, object, embed, img[onerror]').length,
  wider: Math.max(0, document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth),
});
// What the width changes is laid out, by a measure of ours and one of the browser's.
const laidOut = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))));
const HARMLESS = { hacked: undefined, asked: [], linked: [], made: 0, wider: 0 };

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'));
});
after(() => site.stop());

inEveryBrowser('A hostile string', (stage) => {
  const harmless = async (view) => {
    for (const [width, height] of [[1280, 900], [400, 800]]) {
      await view.tab.resize(width, height);
      await view.evaluate(laidOut);
      assert.deepEqual(await view.evaluate(harm), HARMLESS, `at ${width}`);
    }
    await view.tab.resize(1280, 900);
  };
  // Every string of one request is `text`, as far as GitHub's description leaves it free.
  function poison(text) {
    const request = stage.fake.request('octo-org/smile', 1);
    request.requester_comment = text;
    request.requester.actor_name = text;
    request.organization.name = text;
    request.data = [{ ...request.data[0], secret_type: text, path: `${text}:1:0`, branch: `refs/heads/${text}` }];
  }

  for (const [what, text, shown] of [
    ['of markup', MARKUP, MARKUP],
    ['of template syntax', TEMPLATE, TEMPLATE],
    ['of addresses', LINKS, LINKS],
    ['of characters that act unseen', UNSEEN, UNSEEN_SHOWN],
    ['of a formula', FORMULA, FORMULA],
    ['that looks like another', HOMOGLYPH, HOMOGLYPH],
  ]) {
    it(`${what} is shown as it is, in the inbox, the request and the summary`, async () => {
      poison(text);
      const view = await stage.openSite(site);
      await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
      await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
      const words = shown.replace(/\s+/g, ' ');
      await eventually('it to be in a row', async () => (await view.evaluate((wanted) => [...document.querySelectorAll('[role=gridcell]')].filter((cell) => cell.textContent.replace(/\s+/g, ' ').includes(wanted)).length, words)) > 0);
      await harmless(view);

      await view.evaluate(() => location.assign('#/request/octo-org/smile/1'));
      await view.waitFor('heading', 'Bypass request #1');
      await view.waitForText('status', 'Request status', 'Pending');
      // As requester, organization, type, file, branch and comment.
      assert.ok((await view.words()).split(words).length > 5, await view.words());
      await harmless(view);

      await view.evaluate(() => location.assign('#/summary?scope=repo:octo-org/smile'));
      await view.waitFor('heading', 'Summary');
      await view.waitForWords(words);
      await harmless(view);
    });
  }

  it('of a million characters without a space is cut with a note, and leaves the layout whole', async () => {
    poison(LONG);
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForText('status', 'Requests shown', /^\d+ of \d+ requests$/);
    await harmless(view);
    await view.evaluate(() => location.assign('#/request/octo-org/smile/1'));
    await view.waitForText('status', 'Request status', 'Pending');
    await view.waitForWords('more characters');
    await harmless(view);
  });

  it('in an error of GitHub’s is shown as it is', async () => {
    stage.fake.fail({
      method: 'GET', path: /\/bypass-requests\//, times: Infinity, how: 'status', status: 403, headers: { 'content-type': 'application/json; charset=utf-8', 'x-github-sso': `required; url=https://evil.example/sso` },
      body: { message: MARKUP + UNSEEN, documentation_url: 'https://evil.example/docs' },
    });
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'repo:octo-org/smile' });
    await view.waitForWords(MARKUP + UNSEEN_SHOWN);
    await harmless(view);
  });
}, { withExtension: false });
