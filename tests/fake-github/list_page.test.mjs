// Owns the tests of github.com's lists of requests: which links are on a page, and which of them name requests.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enterpriseWorld } from './enterprise.mjs';
import { fakeForTests } from './exchange.mjs';
import { LIVELY } from './list_page.mjs';

const held = fakeForTests(() => enterpriseWorld({ count: 400, organizations: 6 }));
const ORG = '/orgs/octo-org/security/bypass-requests/secret-scanning';
const ENTERPRISE = '/enterprises/octo-enterprise/security/bypass-requests/secret-scanning';

const page = async (path) => (await held.exchange.get(path, { host: 'github.com', token: null })).text;
// The addresses of the rows' titles.
const rowsIn = (html) => [...html.matchAll(/<a class="row-title [^"]*" href="([^"]+)"/g)].map(([, href]) => href);
const pathsOf = (addresses) => addresses.map((address) => new URL(address, 'https://github.com').pathname);
const expected = (owner) => held.fake.world.requests.map(({ html_url }) => new URL(html_url).pathname).filter((path) => path.startsWith(owner));

describe('a list page', () => {
  test('shows 25 of the newest, and the others on further pages', async () => {
    const all = expected('/octo-org/');
    assert.deepEqual(rowsIn(await page(ORG)), all.slice(0, 25));
    assert.match(await page(ORG), /<a rel="next" href="\?page=2">/);
    assert.deepEqual(rowsIn(await page(`${ORG}?page=2`)), all.slice(25, 50));
    assert.deepEqual(rowsIn(await page(ENTERPRISE)), expected('/').slice(0, 25));
  });
  test('says how many are open, of all of them', async () => {
    const now = Date.now();
    const open = held.fake.world.requests.filter(({ html_url, status, expires_at }) => html_url.includes('/octo-org/') && ['pending', 'open'].includes(status) && Date.parse(expires_at) > now);
    assert.match(await page(ORG), new RegExp(`<span>${open.length} Open</span>`));
  });
});

describe('a lively list page', () => {
  const lively = async (more) => {
    held.fake.world.listPages = { ...LIVELY, ...more };
    return page(ORG);
  };

  test('has the same rows, by relative and absolute links', async () => {
    const links = rowsIn(await lively());
    assert.deepEqual(pathsOf(links), expected('/octo-org/').slice(0, 25));
    assert.equal(links.filter((link) => link.startsWith('https://github.com/')).length, 8);
  });
  test('keeps the last back until later', async () => {
    const [, later] = /<template data-later="400">(.*)<\/template>/s.exec(await lively());
    assert.deepEqual(pathsOf(rowsIn(later)), expected('/octo-org/').slice(20, 25));
  });
  test('hides four, each in another way', async () => {
    const html = await lively();
    for (const how of ['<li hidden ', '<li style="display:none" ', '<li style="visibility:hidden" ', '<details>']) assert.equal(html.split(how).length, 2, how);
  });
  test('names its elements otherwise every time', async () => {
    const classes = (html) => new Set([...html.matchAll(/module__\w+--\w+/g)].map(([name]) => name));
    const [first, second] = [classes(await lively()), classes(await lively())];
    assert.equal([...first].filter((name) => second.has(name)).length, 0);
  });
  test('has links that look like requests and name none of its own', async () => {
    const [, strays] = /<p class="muted">See also: (.*?)<\/p>/s.exec(await lively());
    assert.equal(strays.match(/href=/g).length, 10);
    const own = new Set(expected('/octo-org/').map((path) => `https://github.com${path}`));
    for (const [, href] of strays.matchAll(/href="([^"]+)"/g)) assert.ok(!own.has(new URL(href, `https://github.com${ORG}`).href), href);
    assert.doesNotMatch(await lively({ strays: false }), /See also/);
  });
});
