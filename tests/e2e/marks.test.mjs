// Owns the marks beside GitHub's own links to requests: where they are, what they say, that they follow the page, and that nothing of theirs is left or can be forged.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { LIVELY } from '../fake-github/list_page.mjs';
import { TOKENS } from '../fake-github/world.mjs';
import { DIST, inEveryBrowser, never } from './stage.mjs';
import { eventually } from './view.mjs';

const GITHUB = 'https://github.com';
const ORGANIZATION = `${GITHUB}/orgs/octo-org/security/bypass-requests/secret-scanning`;
const ENTERPRISE = `${GITHUB}/enterprises/octo-enterprise/security/bypass-requests/secret-scanning`;
const REPOSITORY = `${GITHUB}/octo-org/smile/security/bypass-requests/secret-scanning`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const pathOf = ({ html_url }) => new URL(html_url).pathname;
const capitalized = (word) => word[0].toUpperCase() + word.slice(1);
const counted = (count, unit) => `${count} ${unit}${count === 1 ? '' : 's'} left`;

// What the mark of a request says.
function said({ status, expires_at, responses }) {
  const left = Date.parse(expires_at) - Date.now();
  const standing = (responses ?? []).filter(({ status: word }) => word !== 'dismissed').at(-1);
  if (!['pending', 'open'].includes(status)) return capitalized(status);
  if (standing) return capitalized(standing.status);
  if (left <= 0) return 'Expired';
  const [unit, length] = [['day', DAY], ['hour', HOUR], ['minute', 60_000]].find(([, milliseconds]) => left >= milliseconds);
  return counted(Math.floor(left / length), unit);
}

// "#1 in octo-org/smile", as the names of marks have it.
const nameOf = (path) => path.replace(/^\/(.+)\/exemptions\/(\d+)$/, '#$2 in $1');

const overlap = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

for (const browser of ['chrome', 'firefox']) {
  it(`what GitHub’s pages are given of ours is small: ${browser}`, () => {
    const size = (...names) => names.reduce((sum, name) => sum + readFileSync(join(DIST, browser, name)).length, 0);
    assert.ok(size('content.js') <= 3_000, `${size('content.js')} bytes on every page`);
    assert.ok(size('review_page.js', 'review_page.css') <= 12_000, `${size('review_page.js', 'review_page.css')} bytes on review pages`);
  });
}

inEveryBrowser('Marks beside links', (stage) => {
  const settled = (tab) => eventually('the page to be hydrated', () => tab.evaluate(() => fakePage.hydrated));

  // Which link of a request has its mark, the first that is shown: {path, isEndInView, lines}.
  const firstLinks = (tab) => tab.evaluate(() => {
    const links = [...document.querySelectorAll('main a[href]')].filter((link) => link.origin === location.origin && /^\/[^/]+\/[^/]+\/exemptions\/\d+$/.test(link.pathname) && link.checkVisibility({ visibilityProperty: true }));
    return links.filter((link, at) => links.findIndex(({ pathname }) => pathname === link.pathname) === at).map((link) => {
      const lines = [...link.getClientRects()].map(({ x, y, width, height }) => ({ x, y, width, height }));
      const end = [...link.getClientRects()].at(-1);
      const met = document.elementsFromPoint(end.right - 2, end.top + end.height / 2).find((element) => document.body.contains(element));
      return { path: link.pathname, isEndInView: link.contains(met ?? null), lines };
    });
  });

  // What is to be said of the links whose end can be seen, by name.
  const expected = async (tab) => {
    const shown = (await firstLinks(tab)).filter(({ isEndInView }) => isEndInView);
    // Nothing is said of requests that the API's longest list doesn't reach.
    const isListed = ({ created_at }) => Date.now() - Date.parse(created_at) < 30 * DAY;
    const known = shown.flatMap(({ path }) => stage.fake.world.requests.filter((request) => pathOf(request) === path && isListed(request)));
    return known.map((request) => `Gatehouse: ${said(request)}, open ${nameOf(pathOf(request))} in panel`);
  };

  // Waits until the marks are those that the page's links ask for, and gives them.
  const marked = async (tab) => {
    let [wanted, marks] = [];
    await eventually('the marks', async () => {
      wanted = await expected(tab);
      marks = await stage.marks();
      return wanted.length > 0 && JSON.stringify(marks.map(({ name }) => name)) === JSON.stringify(wanted);
    }).catch((error) => {
      assert.deepEqual(marks?.map(({ name }) => name), wanted);
      throw error;
    });
    return marks;
  };

  async function openMarks(url = ORGANIZATION, listPages = {}) {
    stage.fake.world.listPages = listPages;
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel(url);
    await settled(panel.tab);
    return { panel, tab: panel.tab, marks: await marked(panel.tab) };
  }

  const noMarks = () => eventually('no marks', async () => (await stage.marks()).length === 0);

  const middleOf = ({ box: { x, y, width, height } }) => [x + width / 2, y + height / 2];
  const markOf = (marks, path) => marks.find(({ name }) => name.includes(`${nameOf(path)} `));

  // Each beside its own link, over no other and not over the panel.
  async function assertInPlace(tab, marks) {
    const links = await firstLinks(tab);
    const panel = await tab.evaluate(() => document.documentElement.clientWidth - parseFloat(getComputedStyle(document.documentElement).marginRight));
    for (const mark of marks) {
      const link = links.find(({ path }) => mark.name.includes(`${nameOf(path)} `));
      assert.ok(mark.box.width > 20 && mark.box.height >= 18, JSON.stringify(mark));
      const [first, last] = [link.lines[0], link.lines.at(-1)];
      assert.ok(mark.box.y + mark.box.height >= first.y - 4 && mark.box.y <= last.y + last.height, `${mark.name} is at ${JSON.stringify(mark.box)}, its link at ${JSON.stringify(link.lines)}`);
      assert.ok(mark.box.x + mark.box.width <= panel, `${mark.name} ends at ${mark.box.x + mark.box.width}`);
      for (const { lines, path } of links) assert.ok(!lines.some((line) => overlap(mark.box, { ...line, y: line.y + 3, height: line.height - 6 })), `${mark.name} lies over ${path}`);
      for (const other of marks) assert.ok(other === mark || !overlap(mark.box, other.box), `${mark.name} lies over ${other.name}`);
    }
  }

  for (const [scope, url] of Object.entries({ organization: ORGANIZATION, enterprise: ENTERPRISE, repository: REPOSITORY })) {
    it(`say how each request stands, and are nowhere in GitHub’s tree: ${scope}`, async () => {
      const { tab, marks } = await openMarks(url);
      await assertInPlace(tab, marks);
      assert.ok(marks.some(({ kind }) => kind === 'waiting') && marks.some(({ kind }) => kind === 'answered' || kind === 'over'));
      for (const { name, label } of marks) assert.ok(name.includes(label), name);
      const layer = await stage.marksLayer();
      assert.deepEqual([layer.role, layer.name], ['group', 'Gatehouse marks']);
      assert.deepEqual(await stage.strangers(tab), []);
      assert.deepEqual(await tab.evaluate(() => [...document.documentElement.children].map(({ tagName }) => tagName)), ['HEAD', 'BODY', 'DIV']);
      assert.equal(await tab.evaluate(() => fakePage.messages.length), 0);
    });
  }

  it('find links by where they lead: hidden, scrolled, absolute and late ones, and none that lead elsewhere', async () => {
    const { tab } = await openMarks(ENTERPRISE, LIVELY);
    await eventually('the late rows', async () => (await firstLinks(tab)).some(({ path }) => path === pathOf(stage.fake.world.requests.at(-1))));
    const before = (await marked(tab))[1];
    await tab.evaluate(() => { document.querySelector('main ul').scrollTop = 7; });
    await eventually('the mark 7 px higher', async () => {
      const now = (await stage.marks()).find(({ name }) => name === before.name);
      return Math.abs(before.box.y - 7 - now.box.y) <= 1;
    });
    await assertInPlace(tab, await marked(tab));
    await tab.evaluate(() => { document.querySelector('main ul').scrollTop = 100_000; });
    await assertInPlace(tab, await marked(tab));
    // One that comes to be seen, and one that goes.
    await tab.evaluate(() => {
      document.querySelector('main ul').scrollTop = 0;
      document.querySelector('main details').open = true;
      document.querySelector('main li').hidden = true;
    });
    await assertInPlace(tab, await marked(tab));
    // Of two links to one request, the one that is left.
    await tab.evaluate(() => {
      const second = document.querySelector('main li a[href$="#response"]');
      second.closest('li').querySelector('a').style.display = 'none';
      second.scrollIntoView({ block: 'center' });
    });
    await assertInPlace(tab, await marked(tab));
    assert.deepEqual(await tab.evaluate(() => fakePage.strangers().length), 3, 'those that this test changed itself');
  });

  it('stay while React renders everything anew', async () => {
    const { tab, marks } = await openMarks(ORGANIZATION, { rerenderEvery: 60 });
    await never('a mark less', async () => (await stage.marks()).length !== marks.length, 500);
    assert.deepEqual(await stage.strangers(tab), []);
  });

  it('move with their links', async () => {
    const { tab, marks } = await openMarks();
    const before = markOf(marks, '/octo-org/smile/exemptions/2');
    await tab.evaluate(() => scrollTo(0, 120));
    const scrolled = markOf(await marked(tab), '/octo-org/smile/exemptions/2');
    assert.ok(Math.abs(before.box.y - scrolled.box.y - 120) <= 1);
    await tab.evaluate(() => {
      scrollTo(0, 0);
      document.querySelector('header').style.height = '200px';
    });
    await eventually('the mark further down', async () => {
      const link = (await firstLinks(tab)).find(({ path }) => path === '/octo-org/smile/exemptions/2');
      const mark = markOf(await stage.marks(), link.path);
      return mark.box.y > before.box.y + 50 && overlap(mark.box, { ...link.lines[0], width: 2_000 });
    });
    await tab.resize(700, 800);
    await assertInPlace(tab, await marked(tab));
  });

  it('open the panel on their request, by pointer and by key', async () => {
    const { panel, tab } = await openMarks();
    await panel.click('button', 'Close panel');
    await panel.waitFor('button', /^Open Gatehouse/);
    await tab.clickAt(...middleOf(markOf(await marked(tab), '/octo-org/smile/exemptions/42')));
    await panel.waitFor('heading', 'Bypass request #42');
    await eventually('the focus on its heading', () => panel.evaluate(() => document.hasFocus() && document.activeElement?.id === 'request-heading'));
    assert.equal(await tab.evaluate(() => location.href), ORGANIZATION);
    await panel.click('button', 'Back to list');
    await panel.waitFor('grid', 'Requests');
    // The same again, and then another instead of it.
    await tab.clickAt(...middleOf(markOf(await marked(tab), '/octo-org/smile/exemptions/42')));
    await panel.waitFor('heading', 'Bypass request #42');
    await tab.evaluate(() => {
      document.activeElement.blur();
      const last = [...document.querySelectorAll('main a[href]')].at(-1);
      last.focus();
    });
    await tab.press('Tab');
    const focused = await eventually('the focus on a mark', async () => (await stage.marks()).find(({ isFocused }) => isFocused));
    assert.equal(focused.name, (await stage.marks())[0].name);
    // Scrolled out of sight and back, it has the focus still.
    const at = await tab.evaluate(() => {
      const before = scrollY;
      document.querySelector('footer').style.paddingTop = '3000px';
      scrollTo(0, 3_000);
      return before;
    });
    await eventually('no mark in sight', async () => (await stage.marks()).every(({ isFocused }) => isFocused));
    await tab.evaluate((y) => scrollTo(0, y), at);
    await eventually('the focus where it was', async () => (await stage.marks()).length > 1 && (await stage.marks()).find(({ isFocused }) => isFocused)?.name === focused.name);
    await tab.press('Enter');
    await panel.waitFor('heading', `Bypass request ${/#\d+/.exec(focused.name)}`);
  });

  it('say what became of a request that is reviewed in the panel', async () => {
    const { panel, tab, marks } = await openMarks();
    await tab.clickAt(...middleOf(markOf(marks, '/octo-org/smile/exemptions/2')));
    await panel.waitFor('heading', 'Bypass request #2');
    await panel.fill('textbox', 'Review message', 'From a mark');
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    await eventually('the mark to say so', async () => markOf(await stage.marks(), '/octo-org/smile/exemptions/2')?.label === 'Denied');
  });

  it('go when the page goes, and come back with it', async () => {
    const { panel, tab } = await openMarks();
    await tab.evaluate(() => fakePage.turboVisit('/octo-org/smile/issues'));
    await eventually('nothing of ours', async () => (await stage.marksLayer()) === null);
    assert.equal(await tab.evaluate(() => document.documentElement.children.length), 2);
    await tab.goBack();
    await marked(tab);
    await tab.evaluate(() => fakePage.softNavigate('/octo-org/smile/exemptions/1'));
    await panel.waitFor('heading', 'Bypass request #1');
    // A request's own page is no list, whatever it links to.
    await tab.evaluate(() => {
      const link = document.createElement('a');
      link.href = '/octo-org/smile/exemptions/2';
      link.textContent = 'Another request';
      document.querySelector('main').prepend(link);
    });
    await never('a mark', async () => (await stage.marks()).length > 0);
    await tab.goBack();
    await marked(tab);
    await tab.evaluate((url) => fakePage.softNavigate(url), ENTERPRISE);
    await panel.waitForWords('Enterprise octo-enterprise');
    await marked(tab);
    assert.deepEqual(await stage.strangers(tab), []);
  });

  it('go with the token, and come with it', async () => {
    const { panel, tab } = await openMarks();
    const settings = await stage.settingsPage();
    await settings.click('link', 'Settings');
    await settings.click('button', 'Forget token');
    await settings.waitFor('heading', 'Connect to GitHub');
    await settings.tab.close();
    await tab.bringToFront();
    await panel.waitFor('heading', 'No token yet');
    await noMarks();
    await stage.connect({ token: TOKENS.octocat });
    await panel.click('button', 'Try again');
    await marked(tab);
  });

  it('work though the background had stopped', async () => {
    const { panel, tab, marks } = await openMarks();
    await stage.quietBackground();
    await tab.clickAt(...middleOf(markOf(marks, '/octo-org/smile/exemptions/2')));
    await panel.waitFor('heading', 'Bypass request #2');
  });

  it('obey no script of the page', async () => {
    const { panel, tab, marks } = await openMarks();
    await panel.click('button', 'Close panel');
    await panel.waitFor('button', /^Open Gatehouse/);
    const mark = markOf(await marked(tab), '/octo-org/smile/exemptions/2');
    await tab.evaluate(([x, y]) => {
      const host = document.querySelector(':root > div');
      for (const target of [host, document.elementFromPoint(x, y), document, window]) {
        target.click?.();
        for (const kind of ['pointerdown', 'mousedown', 'mouseup', 'pointerup', 'click']) target.dispatchEvent(new MouseEvent(kind, { bubbles: true, composed: true, clientX: x, clientY: y }));
        target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      }
      const url = `${location.origin}/octo-org/smile/exemptions/2`;
      for (const message of [{ MarkOpened: { url } }, JSON.stringify({ MarkOpened: { url } }), { Marks: [] }, '']) postMessage(message, '*');
      globalThis.chrome?.runtime?.sendMessage?.(JSON.stringify({ MarkOpened: { url } }));
    }, middleOf(mark));
    await never('an open panel', async () => (await panel.count('button', /^Open Gatehouse/)) !== 1 || (await tab.evaluate(() => document.querySelector(':root > div').shadowRoot)) !== null);
    assert.equal((await stage.marks()).length, marks.length);
  });

  it('are no more than 300, however many links a page has', async () => {
    const { tab } = await openMarks();
    await tab.evaluate(() => {
      const list = document.createElement('p');
      for (let at = 1; at <= 3_000; at++) {
        const link = document.createElement('a');
        link.href = `/octo-org/nothing/exemptions/${at}`;
        link.textContent = `${at}`;
        list.append(link, ' ');
      }
      document.querySelector('main').prepend(list);
    });
    // The first 300 are none that is known.
    await noMarks();
    const { session } = await stage.kept();
    assert.ok(session.tabs.length < 100_000, `${session.tabs.length} characters are kept`);
    await tab.evaluate(() => document.querySelector('main p').remove());
    await marked(tab);
  });

  for (const [theme, width] of [['light', 1280], ['dark', 1280], ['light', 400], ['dark', 400]]) {
    it(`have room: ${theme}, ${width} px wide`, async () => {
      const { panel, tab } = await openMarks(`${ENTERPRISE}?theme=${theme}`);
      await tab.resize(width, 900);
      if (width < 768) await panel.click('button', 'Close panel');
      await assertInPlace(tab, await marked(tab));
      if (process.env.GATEHOUSE_SCREENSHOTS) await tab.screenshot(`${process.env.GATEHOUSE_SCREENSHOTS}/marks-${stage.isChromium ? 'chromium' : 'firefox'}-${theme}-${width}.png`);
    });
  }
});
