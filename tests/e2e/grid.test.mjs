// Owns the inbox's grid in real browsers: ten thousand rows of which few are made, scrolled, selected, opened beside and in place of the list.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { enterpriseWorld } from '../fake-github/enterprise.mjs';
import { TOKENS } from '../fake-github/world.mjs';
import { startSite } from './site_server.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

const COUNT = 10_000;
const PATIENCE = 90_000;
const ALL = '10,000 of 10,000 requests';

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/']);
});
after(() => site.stop());

// These run in the document.
const nodes = () => {
  let count = 0;
  for (const walker = document.createTreeWalker(document.querySelector('[role=grid]')); walker.nextNode(); ) count += 1;
  return count;
};
const scrollTo = (share) => {
  const grid = document.querySelector('[role=grid]');
  const scroller = grid.scrollHeight > grid.clientHeight + 1 && getComputedStyle(grid).overflowY === 'auto' ? grid : document.scrollingElement;
  scroller.scrollTop = scroller.scrollHeight * share;
};
// The row in the middle of what is in view of the grid: its number, what opens it, and where it stands in the window.
const middle = () => {
  const rect = document.querySelector('[role=grid]').getBoundingClientRect();
  const [top, bottom] = [Math.max(rect.top, 0), Math.min(rect.bottom, innerHeight)];
  const row = document.elementFromPoint(rect.left + 100, (top + bottom) / 2)?.closest('[role=row]');
  const opens = row?.querySelector('a')?.textContent.replace(/\s+/g, ' ').trim();
  return opens && { index: Number(row.getAttribute('aria-rowindex')), opens, top: row.getBoundingClientRect().top };
};
const topOf = (index) => document.querySelector(`[role=row][aria-rowindex="${index}"]`)?.getBoundingClientRect().top;
// Brings a row's link to where a click brings it, and says where the row then stands.
const centred = (index) => {
  const row = document.querySelector(`[role=row][aria-rowindex="${index}"]`);
  row.querySelector('a').scrollIntoView({ block: 'center' });
  return row.getBoundingClientRect().top;
};
const focusedRow = () => Number(document.activeElement.closest('[role=row]')?.getAttribute('aria-rowindex'));

inEveryBrowser('Ten thousand rows', (stage) => {
  async function loaded(width, height) {
    stage.fake.world.secondaryLimit = null;
    const tab = await stage.openPage('about:blank');
    await tab.resize(width, height);
    await tab.goto(`${site.origin}/`);
    const view = stage.viewOf(tab);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'enterprise:octo-enterprise' });
    await eventually(ALL, async () => (await view.text('status', 'Requests shown')) === ALL, PATIENCE);
    return view;
  }

  const inTheMiddle = (view) => eventually('a row in the middle of the list', async () => {
    const row = await view.evaluate(middle);
    return row?.index > COUNT / 4 && row;
  });

  const back = (view, row) => eventually(`row ${row.index} where it was`, async () => {
    const top = await view.evaluate(topOf, row.index);
    return top !== undefined && Math.abs(top - row.top) <= 2;
  });

  it('makes those in view, and leaves them as they were when a request is closed again', async () => {
    const view = await loaded(1280, 900);
    assert.equal(await view.attribute('grid', 'Requests', 'aria-rowcount'), String(COUNT + 1));
    await view.evaluate(scrollTo, 0.5);
    const row = await inTheMiddle(view);
    assert.ok((await view.evaluate(nodes)) < 2_000, `${await view.evaluate(nodes)} nodes`);
    await view.click('checkbox', row.opens.replace('Open request', 'Select'));
    await view.waitForWords('1 selected');
    const marked = await view.evaluate(middle);
    marked.top = await view.evaluate(centred, marked.index);
    await view.click('link', marked.opens);
    await view.waitFor('status', 'Request status');
    assert.ok((await view.count('row')) > 10, 'the list stays');
    await view.waitForWords(`${(marked.index - 1).toLocaleString('en')} of 10,000`);
    await view.click('button', 'Next request');
    await view.waitForWords(`${marked.index.toLocaleString('en')} of 10,000`);
    await view.click('button', 'Previous request');
    await view.waitForWords(`${(marked.index - 1).toLocaleString('en')} of 10,000`);
    await view.click('button', 'Back to list');
    await back(view, marked);
    assert.equal(await view.evaluate(focusedRow), marked.index);
    await view.waitForWords('1 selected');
  });

  it('are cards where there is little room, and the list comes back as it was left', async () => {
    const view = await loaded(400, 800);
    await view.evaluate(scrollTo, 0.5);
    const row = await inTheMiddle(view);
    assert.ok((await view.evaluate(nodes)) < 2_000);
    assert.ok(await view.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    await view.click('link', row.opens);
    await view.waitFor('status', 'Request status');
    assert.equal(await view.count('row'), 0);
    await view.tab.goBack();
    await eventually('the row in view', async () => {
      const top = await view.evaluate(topOf, row.index);
      return top > 0 && top < 800;
    });
    await eventually('its focus', async () => (await view.evaluate(focusedRow)) === row.index);
  });

  it('are worked by the keys of a grid', async () => {
    const view = await loaded(1280, 900);
    const press = async (...keys) => {
      for (const key of keys) await view.tab.press(key);
    };
    await view.focus('searchbox', 'Filter requests');
    await view.evaluate(() => document.querySelector('[role=row][tabindex="0"]').focus());
    await press('ArrowDown', 'ArrowDown', ' ');
    await view.waitForWords('1 selected');
    await eventually('the third row', async () => (await view.evaluate(focusedRow)) === 4);
    await press('End');
    await eventually('the last row', async () => (await view.evaluate(focusedRow)) === COUNT + 1);
    await press('Home');
    await eventually('the first row', async () => (await view.evaluate(focusedRow)) === 2);
    await press('Enter');
    await view.waitFor('status', 'Request status');
    await view.assertAccessible();
  });
}, { withExtension: false, world: () => enterpriseWorld({ count: COUNT }) });
