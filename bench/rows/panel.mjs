// Owns the rows about the extension on github.com: the panel until it can be used, the background's wake-up, and what other pages pay.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { longestTask, noteTasks, watchButton } from '../in_page.mjs';
import { connectThrough } from '../../tests/e2e/stage.mjs';
import { View, eventually } from '../../tests/e2e/view.mjs';
import { startFakeGitHub } from '../../tests/fake-github/server.mjs';
import { TOKENS } from '../../tests/fake-github/world.mjs';

const LEAST_PANEL = fileURLToPath(new URL('../baseline/panel', import.meta.url));
const ORDINARY_PAGE = 'https://github.com/octo-org/smile';
// A request all of whose numbers agree, so that one call finds it.
const REQUEST_PAGE = 'https://github.com/octo-org/smile/exemptions/2';

let fake;
let ours;
let least;

// Both extensions, each in a browser of its own and with the token; `keeper` is a tab with a file of the extension that runs nothing of it.
async function setUp(context) {
  fake = await startFakeGitHub();
  fake.world.secondaryLimit = null;
  fake.world.rateLimit.remaining = fake.world.rateLimit.limit = 1_000_000;
  const open = async (extension) => {
    const browser = await context.chromium({ port: fake.port, extension });
    const keeper = await browser.newTab();
    await keeper.goto(`${browser.extensionOrigin}/content.js`);
    return { browser, keeper };
  };
  ours = await open(join(context.dist, 'chrome'));
  least = await open(LEAST_PANEL);
  await least.keeper.evaluate((token) => chrome.storage.session.set({ token }), TOKENS.octocat);
  const tab = await ours.browser.newTab();
  await tab.goto(`${ours.browser.extensionOrigin}/index.html`);
  const view = new View(tab, () => tab.frames()[0]);
  await connectThrough(view, { token: TOKENS.octocat });
  await view.waitFor('heading', 'Settings');
  await tab.close();
}

const tearDown = () => fake?.stop();

const frameOf = (tab) => eventually('the frame', async () => (await tab.extensionFrames())[0]);

// From the navigation until the frame's button can be pressed, in milliseconds.
async function timeToUsable({ browser }) {
  const tab = await browser.newTab();
  await tab.beforeEveryPage(`(${watchButton})(${JSON.stringify(['Pending', 'Approve'])})`);
  const before = fake.requests.length;
  await tab.goto(REQUEST_PAGE);
  const usableAt = await (await frameOf(tab)).evaluate(() => globalThis.usableAt);
  const from = await tab.evaluate(() => performance.timeOrigin);
  await tab.close();
  const calls = fake.requests.slice(before).filter(({ api, method }) => api && method === 'GET').map(({ path }) => path);
  return { took: usableAt - from, calls };
}

// From a message to the answer of a background that was ended before, in milliseconds; awake, the same for a second message.
async function timeToAnswer({ browser, keeper }, message) {
  await eventually('the background to rest', async () => {
    await browser.stopBackground(keeper);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return !(await browser.isBackgroundRunning());
  });
  return keeper.evaluate(async (text) => {
    const ask = async () => {
      const from = performance.now();
      const answer = JSON.parse(await chrome.runtime.sendMessage(text));
      if (answer === null) throw new Error('no answer');
      return performance.now() - from;
    };
    return { cold: await ask(), awake: await ask() };
  }, JSON.stringify(message));
}

// What an ordinary page has to bear: {longest, frames, files}; the files are those of an extension, and wasm.
async function burden(browser) {
  const tab = await browser.newTab();
  await tab.beforeEveryPage(`(${noteTasks})()`);
  await tab.goto(ORDINARY_PAGE);
  const longest = await tab.evaluate(longestTask);
  const frames = (await tab.frames()).length - 1;
  const files = await tab.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.startsWith('chrome-extension:') || name.endsWith('.wasm')).length);
  await tab.close();
  return { longest, frames, files };
}

export default [
  {
    rows: [{ name: 'panel-usable', what: 'Panel: from the navigation until Approve can be pressed, background awake', against: 'a frame with one plain JavaScript button and the same call of the background', unit: 'ms', goal: { ratio: 2 } }],
    async setUp(context) {
      await setUp(context);
      // With a message to send, which is kept as a draft: without one no review can be approved.
      const tab = await ours.browser.newTab();
      await tab.goto(REQUEST_PAGE);
      const panel = new View(tab, async () => (await tab.extensionFrames())[0]);
      await panel.waitFor('status', 'Request status');
      await panel.fill('textbox', 'Review message', 'Measured');
      await panel.waitUntilEnabled('button', 'Approve');
      await eventually('the draft to be kept', () => ours.keeper.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)).includes('Measured')));
      await tab.close();
    },
    async measure(context, run) {
      const side = async (one) => {
        await one.keeper.evaluate((text) => chrome.runtime.sendMessage(text), one === ours ? '"VaultStatus"' : '{"status":{}}');
        return timeToUsable(one);
      };
      const { ours: mine, baseline: theirs } = await context.byTurns(run, () => side(ours), () => side(least));
      const further = mine.calls.filter((path) => !theirs.calls.includes(path));
      if (theirs.calls.length !== 1 || further.length !== mine.calls.length - 1) throw new Error(`other calls: ${mine.calls.join()}; ${theirs.calls.join()}`);
      return { ours: mine.took, baseline: theirs.took, notes: [`ours also reads ${further.join(', ')} meanwhile, for its hints`] };
    },
    tearDown,
  },
  {
    rows: [
      { name: 'background-cold', what: "Background's wake-up: from a message to its answer, the worker ended before", against: 'a plain JavaScript worker that reads its session and answers', unit: 'ms', goal: { ratio: 2 } },
      { name: 'background-awake', what: 'Background awake: from a message to its answer', against: 'a plain JavaScript worker that reads its session and answers', unit: 'ms' },
    ],
    setUp,
    async measure(context, run) {
      const { ours: mine, baseline: theirs } = await context.byTurns(run, () => timeToAnswer(ours, 'VaultStatus'), () => timeToAnswer(least, { status: {} }));
      return { 'background-cold': { ours: mine.cold, baseline: theirs.cold }, 'background-awake': { ours: mine.awake, baseline: theirs.awake } };
    },
    tearDown,
  },
  {
    rows: [
      { name: 'idle-longest-task', what: 'Any other page of github.com: longest task of its main thread; 0 where none took 50 ms', against: 'no extension', unit: 'ms', goal: { more: 0 } },
      { name: 'idle-frames', what: 'Any other page of github.com: frames and files of ours, wasm among them', unit: '', statistic: 'max', goal: { most: 0 } },
    ],
    async setUp(context) {
      await setUp(context);
      least = { browser: await context.chromium({ port: fake.port }) };
    },
    async measure(context, run) {
      const { ours: mine, baseline: theirs } = await context.byTurns(run, () => burden(ours.browser), () => burden(least.browser));
      return { 'idle-longest-task': { ours: mine.longest, baseline: theirs.longest }, 'idle-frames': { ours: mine.frames + mine.files } };
    },
    tearDown,
  },
  {
    rows: [
      { name: 'idle-stub', what: 'Stub on every page of github.com, minified', unit: 'B', goal: { most: 3_000 } },
      { name: 'idle-review-page', what: 'What is injected on review pages, script and style, minified', unit: 'B', goal: { most: 12_000 } },
    ],
    isExact: true,
    async measure({ dist }) {
      const size = async (...files) => (await Promise.all(files.map((file) => stat(join(dist, 'chrome', file))))).reduce((sum, { size: one }) => sum + one, 0);
      return { 'idle-stub': { ours: await size('content.js') }, 'idle-review-page': { ours: await size('review_page.js', 'review_page.css') } };
    },
  },
];
