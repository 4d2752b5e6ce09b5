// Owns the proof that the fake GitHub's lists, on pages and in the API, behave in a browser as GitHub's do: without it, other tests could pass for the wrong reason.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { enterpriseWorld } from '../fake-github/enterprise.mjs';
import { LIVELY } from '../fake-github/list_page.mjs';
import { TOKENS } from '../fake-github/world.mjs';
import { inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

const LIST = 'https://github.com/orgs/octo-org/security/bypass-requests/secret-scanning';

inEveryBrowser('A list on GitHub', (stage) => {
  const open = async (more, url = LIST) => {
    stage.fake.world.listPages = { ...LIVELY, ...more };
    const tab = await stage.openPage(url);
    await eventually('hydration', () => tab.evaluate(() => fakePage.hydrated));
    return tab;
  };

  it('shows its last rows later', async () => {
    const tab = await open({ laterAfter: 1_500 });
    assert.equal((await stage.requestLinks(tab)).filter(({ title }) => title).length, 20);
    await eventually('the others', async () => (await stage.requestLinks(tab)).filter(({ title }) => title).length === 25);
    assert.deepEqual(await stage.strangers(tab), []);
  });

  it('knows hidden, scrolled and absolute links apart', async () => {
    const tab = await open();
    const rows = () => stage.requestLinks(tab).then((links) => links.filter(({ title }) => title));
    await eventually('all rows', async () => (await rows()).length === 25);
    const links = await rows();
    assert.deepEqual(links.flatMap(({ isShown }, at) => (isShown ? [] : [at])), [2, 4, 6, 8]);
    assert.equal(links.filter(({ href }) => href.startsWith('https:')).length, 8);
    assert.ok(links[0].isInView && !links[24].isInView, 'the box scrolls');
    await tab.evaluate(() => { document.querySelector('main ul').scrollTop = 100_000; });
    await eventually('scrolling', async () => (await rows())[24].isInView);
  });

  it('throws out what it did not render, and its own elements too', async () => {
    const tab = await open({ rerenderEvery: 0 });
    await eventually('all rows', async () => (await stage.requestLinks(tab)).filter(({ title }) => title).length === 25);
    await tab.evaluate(() => {
      const link = document.querySelector('main li a');
      window.before = link;
      link.after(document.createElement('mark'));
      link.setAttribute('data-marked', '');
    });
    assert.equal((await stage.strangers(tab)).length, 2);
    await tab.evaluate(() => fakePage.rerender());
    assert.deepEqual(await stage.strangers(tab), []);
    assert.deepEqual(await tab.evaluate(() => [document.querySelectorAll('main mark').length, window.before.isConnected]), [0, false]);
    assert.equal((await stage.requestLinks(tab)).filter(({ title }) => title).length, 25);
  });

  it('does so by itself', async () => {
    const tab = await open({ rerenderEvery: 50 });
    await tab.evaluate(() => document.querySelector('main li').append(document.createElement('mark')));
    await eventually('the mark to go', () => tab.evaluate(() => document.querySelector('main mark') === null));
  });

  it('goes to its next page softly', async () => {
    const tab = await open();
    await tab.evaluate(() => { window.sameDocument = true; });
    const first = await stage.requestLinks(tab);
    await tab.evaluate(() => document.querySelector('a[rel=next]').click());
    await eventually('the next page', async () => (await stage.requestLinks(tab))[0]?.href !== first[0].href);
    assert.deepEqual(await tab.evaluate(() => [location.search, window.sameDocument, fakePage.strangers()]), ['?page=2', true, []]);
  });

  it('plays what a test orders of the API, and a page may read what it says', async () => {
    const tab = await stage.openPage('https://github.com/octo-org');
    // What came, as a page's own script sees it.
    const read = (path, more = {}) => tab.evaluate(async ({ path, headers }) => {
      const shown = ['x-github-sso', 'retry-after', 'x-ratelimit-remaining', 'etag', 'link'];
      try {
        const reply = await fetch(`https://api.github.com${path}`, { headers, cache: 'no-store' });
        return { status: reply.status, ...Object.fromEntries(shown.map((name) => [name, reply.headers.get(name)])) };
      } catch (error) {
        return { status: error.name };
      }
    }, { path, headers: { authorization: `Bearer ${TOKENS.octocat}`, ...more } });
    const list = (page) => `/enterprises/octo-enterprise/bypass-requests/secret-scanning?time_period=month&per_page=100&page=${page}`;

    stage.play({ world: { etags: true, lastLink: false, refusals: [{ organization: 'octo-labs', as: 'sso' }] }, slow: [20, 60] });
    const first = await read(list(1));
    assert.deepEqual([first.status, first['x-github-sso'], first.link.includes('rel="last"')], [200, 'partial-results; organizations=2', false]);
    const again = await read(list(1), { 'if-none-match': first.etag });
    assert.deepEqual([again.status, again['x-ratelimit-remaining']], [304, first['x-ratelimit-remaining']]);

    stage.play({ flaky: { share: 1, seed: 4 }, shifting: true });
    const seen = [];
    for (const page of [1, 2, 3, 1, 2, 3]) seen.push((await read(list(page))).status);
    assert.ok(seen.slice(0, 3).every((status) => ['TypeError', 502, 500].includes(status)), seen.join());
    assert.deepEqual(seen.slice(3), [200, 200, 200]);
    assert.deepEqual(stage.fake.world.changes.map(({ what }) => what), ['arrive', 'depart', 'answer']);

    stage.play({ throttled: { seconds: 30, status: 429 } });
    const throttled = await read(list(1));
    assert.deepEqual([throttled.status, /^(30|29)$/.test(throttled['retry-after'])], [429, true]);
    assert.equal(stage.fake.measures().concurrent, 1);
  });
}, { withExtension: false, world: () => enterpriseWorld({ count: 400, organizations: 6 }) });
