// Owns real Chromium: launching it towards the fake GitHub, with or without the built extension, and what only its debugging protocol can do.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { GITHUB_HOSTS } from './hosts.mjs';
import { program } from './program.mjs';

export const chromiumProgram = () => program('GATEHOUSE_CHROMIUM', 'chromium', 'chromium-browser');

const isRoot = process.getuid?.() === 0;

// `extension` is the folder of the unpacked extension, absolute; without it Chromium has none. `port` is the fake GitHub's.
export async function launchChromium({ extension, port, headless = true, args = [] }) {
  const profile = await mkdtemp(join(tmpdir(), 'gatehouse-chromium-'));
  const rules = [...GITHUB_HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${port}`), 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumProgram(),
    headless,
    chromiumSandbox: !isRoot,
    ignoreHTTPSErrors: true,
    viewport: headless ? { width: 1280, height: 900 } : null,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      `--host-resolver-rules=${rules.join(',')}`,
      // The extension's worker, too, must take the fake's certificate.
      '--ignore-certificate-errors',
      // The pipe's domain `Extensions`, for the toolbar button.
      '--enable-unsafe-extension-debugging',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
      ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
      ...args,
    ],
  });
  const browser = new ChromiumBrowser(context, profile);
  if (extension) await browser.findExtension();
  return browser;
}

class ChromiumBrowser {
  name = 'Chromium';
  // What pages, frames and the extension's background said to the console, and what they threw: {type, text, url}.
  console = [];
  // `chrome-extension://ID`, without a slash at the end.
  extensionOrigin;
  #context;
  #profile;
  #protocol;

  constructor(context, profile) {
    this.#context = context;
    this.#profile = profile;
    const note = (message) => this.console.push({ type: message.type(), text: message.text(), url: message.location().url });
    context.on('console', note);
    context.on('weberror', (error) => this.console.push({ type: 'exception', text: String(error.error().stack ?? error.error()), url: error.page()?.url() ?? '' }));
    const listen = (worker) => worker.on('console', note);
    context.on('serviceworker', listen);
    context.serviceWorkers().forEach(listen);
  }

  async findExtension() {
    const worker = this.#context.serviceWorkers()[0] ?? (await this.#context.waitForEvent('serviceworker'));
    this.extensionOrigin = new URL(worker.url()).origin === 'null' ? worker.url().split('/').slice(0, 3).join('/') : new URL(worker.url()).origin;
    this.#protocol = await this.#context.browser().newBrowserCDPSession();
  }

  async newTab() {
    return new ChromiumTab(this, await this.#context.newPage());
  }

  // A new tab in a window of its own; for a browser with the extension.
  async newWindow() {
    const [page] = await Promise.all([this.#context.waitForEvent('page'), this.#protocol.send('Target.createTarget', { url: 'about:blank', newWindow: true })]);
    return new ChromiumTab(this, page);
  }

  // The tab that opens while `action` runs, such as the settings.
  async tabOpenedBy(action) {
    const [page] = await Promise.all([this.#context.waitForEvent('page'), action()]);
    await page.waitForLoadState('domcontentloaded');
    return new ChromiumTab(this, page);
  }

  // What is downloaded while `action` runs in `tab`: {name, text}.
  async downloadedBy(tab, action) {
    const [download] = await Promise.all([tab.page.waitForEvent('download'), action()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }

  async closeTabsExcept(kept) {
    for (const page of this.#context.pages()) if (page !== kept.page) await page.close();
  }

  clearCookies() {
    return this.#context.clearCookies();
  }

  cookies() {
    return this.#context.cookies();
  }

  // What everything of Chromium said to a console, as text.
  readConsole() {
    return JSON.stringify(this.console);
  }

  forgetConsole() {
    this.console.length = 0;
  }

  // Presses the extension's toolbar button while `tab` is in front.
  async pressToolbarButton(tab) {
    const { targetInfos } = await this.#protocol.send('Target.getTargets', { filter: [{ type: 'tab' }] });
    const session = await this.#context.newCDPSession(tab.page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    await session.detach();
    const target = targetInfos.find(({ url, title }) => url === targetInfo.url && title === targetInfo.title);
    await this.#protocol.send('Extensions.triggerAction', { id: this.extensionOrigin.split('/')[2], targetId: target.targetId });
  }

  async isBackgroundRunning() {
    const { targetInfos } = await this.#protocol.send('Target.getTargets');
    return targetInfos.some(({ type, url }) => type === 'service_worker' && url.startsWith(this.extensionOrigin));
  }

  // Ends the background as the browser itself does after half an idle minute. `through` is a tab of the extension.
  async stopBackground(through) {
    const session = await this.#context.newCDPSession(through.page);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
  }

  // How much memory the document of `tab` has once its garbage is gone, in bytes: {script, further}. `further` is an expression of it for what isn't JavaScript's.
  async memoryOf(tab, further) {
    const session = await this.#context.newCDPSession(tab.page);
    const memory = await memoryBy((method, parameters) => session.send(method, parameters), further);
    await session.detach();
    return memory;
  }

  // The same of the extension's background, which is awake.
  memoryOfBackground(further) {
    return this.#withBackground((ask) => memoryBy(ask, further));
  }

  // Evaluates in the extension's background, which is awake.
  evaluateInBackground(expression) {
    return this.#withBackground((ask) => evaluateBy(ask, expression));
  }

  // Playwright gives no session of a worker: its messages travel in those of the browser's.
  async #withBackground(does) {
    const { targetInfos } = await this.#protocol.send('Target.getTargets');
    const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.startsWith(this.extensionOrigin));
    if (!worker) throw new Error('the background is not awake');
    const { sessionId } = await this.#protocol.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false });
    const waiting = new Map();
    const hear = ({ sessionId: from, message }) => {
      const { id, result, error } = JSON.parse(message);
      if (from !== sessionId || id === undefined) return;
      if (error) waiting.get(id).reject(new Error(error.message));
      else waiting.get(id).resolve(result);
    };
    this.#protocol.on('Target.receivedMessageFromTarget', hear);
    const ask = (method, params = {}) => new Promise((resolve, reject) => {
      const id = waiting.size + 1;
      waiting.set(id, { resolve, reject });
      this.#protocol.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) }).catch(reject);
    });
    try {
      return await does(ask);
    } finally {
      this.#protocol.off('Target.receivedMessageFromTarget', hear);
      await this.#protocol.send('Target.detachFromTarget', { sessionId });
    }
  }

  // As an update does. `frame` is a document of the extension.
  reloadExtension(frame) {
    return frame.evaluate(() => { setTimeout(() => chrome.runtime.reload()); });
  }

  // Resolves when the person closes the browser.
  closed() {
    return new Promise((resolve) => this.#context.once('close', resolve));
  }

  async close() {
    await this.#context.close();
    await rm(this.#profile, { recursive: true, force: true });
  }
}

async function memoryBy(ask, further) {
  await ask('HeapProfiler.enable');
  // What holds on to something until the next turn lets go of it by the second time.
  for (let times = 0; times < 2; times++) await ask('HeapProfiler.collectGarbage');
  const { usedSize } = await ask('Runtime.getHeapUsage');
  return { script: usedSize, further: await evaluateBy(ask, further) };
}

async function evaluateBy(ask, expression) {
  const { result, exceptionDetails } = await ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

class ChromiumTab {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  // Answers what the page asks before it is left with "leave"; counts how often it asked.
  leaveWhenAsked() {
    const asked = { times: 0 };
    this.page.on('dialog', (dialog) => {
      if (dialog.type() === 'beforeunload') asked.times += 1;
      return dialog.accept();
    });
    return asked;
  }

  async goto(url) {
    await this.page.goto(url);
  }

  // Evaluates in the page itself, as a script of the page would.
  evaluate(does, argument) {
    return this.page.evaluate(does, argument);
  }

  // The page's own frame, then every other: {evaluate, evaluateHandle}.
  frames() {
    return this.page.frames();
  }

  // The addresses of all frames.
  async frameUrls() {
    return this.page.frames().map((frame) => frame.url());
  }

  // The origin of the document that is in each frame now, whatever its address was to be: as the browser itself has it.
  async frameOrigins() {
    return this.page.frames().map((frame) => new URL(frame.url())).map(({ protocol, host }) => `${protocol}//${host}`);
  }

  async extensionFrames() {
    return this.page.frames().slice(1).filter((frame) => frame.url().startsWith(`${this.browser.extensionOrigin}/`));
  }

  // Runs before any script of every page this tab loads from now on.
  beforeEveryPage(does) {
    return this.page.addInitScript(does);
  }

  // As a person does, wherever that leads.
  clickAt(x, y) {
    return this.page.mouse.click(x, y);
  }

  resize(width, height) {
    return this.page.setViewportSize({ width, height });
  }

  // Light or dark, as the system would say.
  prefers(colorScheme) {
    return this.page.emulateMedia({ colorScheme });
  }

  // Without a network, or with it again; this tab. Playwright would also wait for a background that was stopped.
  async setOffline(isOffline) {
    this.network ??= await this.page.context().newCDPSession(this.page);
    await this.network.send('Network.emulateNetworkConditions', { offline: isOffline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  }

  // A key by the name that KeyboardEvent.key has, to whatever has the focus.
  press(key) {
    return this.page.keyboard.press(key);
  }

  // Presses a key and leaves it down; pressed again before it is up, it repeats as a held one does.
  keyDown(key) {
    return this.page.keyboard.down(key);
  }

  keyUp(key) {
    return this.page.keyboard.up(key);
  }

  // Types key by key into whatever has the focus.
  type(text) {
    return this.page.keyboard.type(text);
  }

  goBack() {
    return this.page.goBack({ waitUntil: 'commit' });
  }

  goForward() {
    return this.page.goForward({ waitUntil: 'commit' });
  }

  bringToFront() {
    return this.page.bringToFront();
  }

  // Of what is in the window, or of the whole page.
  screenshot(path, fullPage = false) {
    return this.page.screenshot({ path, fullPage });
  }

  close() {
    return this.page.close();
  }
}
