// Owns the rows about loading a second time in a session, when nothing changed: by Reload, with what GitHub's tags save, and in a page opened anew.

import { join } from 'node:path';
import { watchFirstRow } from '../in_page.mjs';
import { LoadStage, SCOPE } from '../load_stage.mjs';
import { connectThrough } from '../../tests/e2e/stage.mjs';
import { View } from '../../tests/e2e/view.mjs';
import { TOKENS } from '../../tests/fake-github/world.mjs';

const ALL = '10,000 of 10,000 requests';

let stage;
const setUp = async (context) => {
  stage = await LoadStage.open(context);
  stage.replay.etags = true;
};
const tearDown = () => stage?.close();

let browser;

// The extension's inbox in a tab of its own, until it is whole: when the first row was there and when all, in milliseconds since its start.
async function opened() {
  const tab = await browser.newTab();
  await tab.beforeEveryPage(watchFirstRow);
  await tab.goto(`${browser.extensionOrigin}/index.html#/inbox?scope=${SCOPE}`);
  const view = new View(tab, () => tab.frames()[0]);
  const first = await view.evaluate(() => globalThis.firstRow);
  const whole = await view.evaluate((all) => new Promise((resolve) => {
    const look = () => {
      const words = document.querySelector('[role=status][aria-label="Requests shown"]')?.textContent.trim();
      const isReading = document.querySelector('[role=progressbar][aria-label="Loading requests"]') !== null;
      if (words === all && !isReading) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  }), ALL);
  await tab.close();
  return { first, whole };
}

export default [
  {
    rows: [
      { name: 'reload-bytes', what: 'Reload of 10,000 requests of which none changed, where GitHub gives tags: bytes of bodies', against: 'the first load', unit: 'B', goal: { ratio: 0.05 } },
      { name: 'reload-time', what: 'Reload of 10,000 requests of which none changed, until they are known to be whole; the rows stay meanwhile', against: 'the first load', unit: 'ms' },
    ],
    setUp,
    async measure() {
      const first = await stage.app();
      const second = await stage.reload(first.view);
      await first.view.tab.close();
      if (second.unchanged !== second.calls) throw new Error(`${second.calls - second.unchanged} of ${second.calls} calls were not answered with 304`);
      return {
        'reload-bytes': { ours: second.bytes, baseline: first.bytes },
        'reload-time': { ours: second.whole, baseline: first.whole, notes: [`${second.calls} calls, each answered with 304`] },
      };
    },
    tearDown,
  },
  {
    rows: [
      { name: 'reopen-first-row', what: "The extension's inbox opened a second time in a session: from its start to the first row", against: 'from its start until all were known to be whole, the first time', unit: 'ms', goal: { ratio: 0.1 } },
      { name: 'reopen-whole', what: "The extension's inbox opened a second time in a session: from its start until all are known to be whole", against: 'the first time', unit: 'ms' },
    ],
    async setUp(context) {
      await setUp(context);
      browser = await context.chromium({ port: stage.replay.port, extension: join(context.dist, 'chrome') });
      const tab = await browser.newTab();
      await tab.goto(`${browser.extensionOrigin}/index.html`);
      const view = new View(tab, () => tab.frames()[0]);
      await connectThrough(view, { token: TOKENS.octocat });
      await view.waitFor('heading', 'Settings');
      await tab.close();
    },
    async measure() {
      const first = await opened();
      const second = await opened();
      const note = 'a session keeps the first rows for the next page, which shows them as partial: all rows come from GitHub again';
      return { 'reopen-first-row': { ours: second.first, baseline: first.whole, notes: [note] }, 'reopen-whole': { ours: second.whole, baseline: first.whole } };
    },
    tearDown,
  },
];
