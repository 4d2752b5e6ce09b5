// Owns `cargo xtask demo`: the built extension in Chromium on the fake GitHub, to try out or, with `--screenshots DIR`, to look at.

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startFakeGitHub } from '../fake-github/server.mjs';
import { TOKENS } from '../fake-github/world.mjs';
import { launchChromium } from './chromium.mjs';
import { DIST, REQUEST_PAGE, connectThrough } from './stage.mjs';
import { View, eventually } from './view.mjs';

const { values } = parseArgs({ options: { screenshots: { type: 'string' } } });
const LIST_PAGE = 'https://github.com/orgs/octo-org/security/bypass-requests/secret-scanning';
const SIZES = [[1280, 900], [400, 800]];
const THEMES = ['light', 'dark'];

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const headless = values.screenshots !== undefined;
if (!headless && !hasDisplay) {
  console.error('There is no display to open a window on; --screenshots DIR takes pictures without one.');
  process.exit(1);
}

const fake = await startFakeGitHub();
const browser = await launchChromium({ port: fake.port, extension: join(DIST, 'chrome'), headless });
try {
  if (values.screenshots === undefined) await show();
  else await photograph(resolve(values.screenshots));
} finally {
  await browser.close().catch(() => {});
  await fake.stop();
}

function panelOf(tab) {
  return new View(tab, async () => (await tab.extensionFrames())[0]);
}

async function openSettings(path = '') {
  const tab = await browser.newTab();
  await tab.goto(`${browser.extensionOrigin}/index.html${path}`);
  return new View(tab, () => tab.frames()[0]);
}

async function show() {
  const settings = await openSettings();
  await connectThrough(settings, { token: TOKENS.octocat });
  await settings.waitFor('heading', 'Settings');
  const tab = await browser.newTab();
  await tab.goto(REQUEST_PAGE);
  await panelOf(tab).waitFor('status', 'Request status');
  console.log(`
${REQUEST_PAGE}
  a request that awaits a review, on a GitHub that is played on this machine. You are octocat there, and
  the panel has octocat's token. Nothing leaves this machine.

To try:
  /octo-org/smile/exemptions/1     approve or deny it, then dismiss your response
  /octo-org/smile/exemptions/10    ten secrets at once, which expires soon
  /octo-org/smile/exemptions/4     a denied request
  /octo-org/smile/exemptions/11    a request of which GitHub says little
  /orgs/octo-org/security/bypass-requests/secret-scanning
  /enterprises/octo-enterprise/security/bypass-requests/secret-scanning
                                   the lists
  any page with ?theme=dark_dimmed, dark_high_contrast, light_high_contrast …
`);
  console.log('Close the window or press Ctrl-C to end.');
  process.once('SIGINT', () => browser.close());
  await browser.closed();
}

async function photograph(folder) {
  await mkdir(folder, { recursive: true });
  // `prepare` brings a view to where it is worth a picture.
  const shots = [
    ['request', async (tab, theme) => {
      await tab.goto(`${REQUEST_PAGE}?theme=${theme}`);
      await panelOf(tab).waitFor('status', 'Request status');
      await eventually('the fake page', () => tab.evaluate(() => fakePage.hydrated));
    }],
    ['list', async (tab, theme) => {
      await tab.goto(`${LIST_PAGE}?theme=${theme}`);
      await panelOf(tab).waitForText('status', 'Requests shown', '10 of 16 requests');
    }],
    ['inbox', async (tab) => {
      await tab.goto(`${browser.extensionOrigin}/index.html#/inbox?scope=org:octo-org`);
      await new View(tab, () => tab.frames()[0]).waitForText('status', 'Requests shown', /^\d+ of 16 requests$/);
    }],
    ['settings', async (tab) => {
      await tab.goto(`${browser.extensionOrigin}/index.html#/settings`);
      await new View(tab, () => tab.frames()[0]).waitFor('heading', 'Settings');
    }],
    ['shortcuts', async (tab) => {
      await tab.goto(`${browser.extensionOrigin}/index.html#/settings`);
      const view = new View(tab, () => tab.frames()[0]);
      await view.click('button', 'Show keyboard shortcuts');
      await view.waitFor('dialog', 'Keyboard shortcuts');
    }],
    ['palette', async (tab, theme) => {
      await tab.goto(`${REQUEST_PAGE}?theme=${theme}`);
      const panel = panelOf(tab);
      await panel.waitFor('status', 'Request status');
      await panel.focus('heading', 'Bypass request #1');
      await tab.press('Control+k');
      await panel.waitFor('dialog', 'Command palette');
    }],
  ];
  await eachWay(folder, 'connect', async (tab) => {
    await tab.goto(`${browser.extensionOrigin}/index.html`);
    await new View(tab, () => tab.frames()[0]).waitFor('heading', 'Connect to GitHub');
  });
  const settings = await openSettings();
  await connectThrough(settings, { token: TOKENS.octocat });
  await settings.waitFor('heading', 'Settings');
  await settings.tab.close();
  for (const [name, prepare] of shots) await eachWay(folder, name, prepare);
}

async function eachWay(folder, name, prepare) {
  for (const theme of THEMES) {
    for (const [width, height] of SIZES) {
      const tab = await browser.newTab();
      await tab.prefers(theme);
      await tab.resize(width, height);
      await prepare(tab, theme);
      const file = join(folder, `${name}-${theme}-${width}x${height}.png`);
      await tab.screenshot(file);
      console.log(file);
      await tab.close();
    }
  }
}
