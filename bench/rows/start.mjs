// Owns the rows about starting: the inbox's first screen on the demo, from the navigation until it can be used.

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHost } from '../host.mjs';
import { watchRows } from '../in_page.mjs';
import { enterpriseWorld } from '../../tests/fake-github/enterprise.mjs';

const COUNT = 300;
const ROWS = 15;

let host;
let browser;
let newBrowser;

// In milliseconds since the navigation. `anew` takes a browser that was never here.
async function started(path, anew) {
  const fresh = anew ? await newBrowser() : undefined;
  const tab = await (fresh ?? browser).newTab();
  await tab.beforeEveryPage(`(${watchRows})(${JSON.stringify([`${COUNT} of ${COUNT} requests`, ROWS])})`);
  await tab.goto(host.origin + path);
  const took = await tab.evaluate(() => globalThis.usableAfter);
  await tab.close();
  await fresh?.close();
  return took;
}

async function setUp(context) {
  const folder = await context.page('baseline/preact_inbox.mjs');
  const site = join(context.dist, 'site');
  const { requests } = enterpriseWorld({ count: COUNT, organizations: 6 });
  await writeFile(join(folder, 'requests.json'), JSON.stringify(requests));
  const css = (await readdir(site)).find((file) => file.endsWith('.css'));
  await writeFile(join(folder, 'index.html'), `<!doctype html><html lang="en" data-color-mode="auto" data-light-theme="light" data-dark-theme="dark"><meta charset="utf-8"><title>Inbox</title>
<link rel="preload" href="requests.json" as="fetch" crossorigin><link rel="modulepreload" href="page.js"><link rel="stylesheet" href="../${css}"><body><script type="module" src="page.js"></script>`);
  host = await startHost({ '/': site, '/preact/': folder });
  newBrowser = () => context.chromium();
  browser = await newBrowser();
}

const row = (name, anew, what) => ({
  rows: [{ name, what: `Inbox on the demo, 300 requests: from the navigation until its rows can be opened, ${what}`, against: 'the same first screen by a minimal Preact page', unit: 'ms', ...(anew ? {} : { goal: { ratio: 1.8 } }) }],
  setUp,
  async measure(context, run) {
    return context.byTurns(run, () => started('/?demo', anew), () => started('/preact/index.html', anew));
  },
  tearDown: () => host?.stop(),
});

export default [
  row('inbox-start', false, 'its files in the cache'),
  row('inbox-first-visit', true, 'in a browser that was never there'),
];
