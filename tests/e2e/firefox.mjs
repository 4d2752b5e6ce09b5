// Owns real Firefox: launching it towards the fake GitHub, with or without the built extension, and what only its own chrome can do.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { leadsToFake } from './hosts.mjs';
import { program } from './program.mjs';
import { eventually } from './view.mjs';

const firefoxProgram = () => program('GATEHOUSE_FIREFOX', 'firefox-esr', 'firefox');

const EXTENSION_ID = 'gatehouse@gatehouse.invalid';
// Firefox draws one at random per profile; a known one lets a test open the extension's pages.
const EXTENSION_UUID = '6b1b36c0-9f0d-4c63-8f0e-2f6f1d0a7e55';

// `extension` is the folder of the unpacked extension, absolute; without it Firefox has none. `port` is the fake GitHub's.
export async function launchFirefox({ extension, port, headless = true }) {
  const executablePath = firefoxProgram();
  const proxy = await startProxy(port);
  const downloads = await mkdtemp(join(tmpdir(), 'gatehouse-downloads-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 900 },
    // Without it neither the extension's own page nor the toolbar can be reached.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxy.address().port,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxy.address().port,
      'network.proxy.no_proxies_on': '127.0.0.1',
      'network.stricttransportsecurity.preloadlist': false,
      // Else an unpacked extension's access to github.com waits for a click of the person.
      'extensions.originControls.grantByDefault': true,
      // BiDi tells nothing of the extension's own documents and its background: Firefox then prints what they say.
      'devtools.console.stdout.content': true,
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'browser.download.alwaysOpenPanel': false,
      'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: EXTENSION_UUID }),
    },
  });
  const firefox = new FirefoxBrowser(browser, proxy, downloads);
  await firefox.findChrome();
  if (extension) {
    await browser.installExtension(extension);
    firefox.extensionOrigin = `moz-extension://${EXTENSION_UUID}`;
  }
  return firefox;
}

// Firefox has no host-resolver rules with ports: a proxy leads the names of GitHub to the fake and refuses all others.
async function startProxy(port) {
  const proxy = createServer((request, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url }, client, head) => {
    const [host, wanted] = url.split(':');
    client.on('error', () => {});
    if (wanted !== '443' || !leadsToFake(host)) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.write(head);
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.destroy());
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  // A test run that fails early isn't kept alive by it.
  proxy.unref();
  return proxy;
}

class FirefoxBrowser {
  name = 'Firefox';
  // What pages said to the console, and what they threw: {type, text, url}.
  console = [];
  // `moz-extension://UUID`, without a slash at the end.
  extensionOrigin;
  #browser;
  #proxy;
  #downloads;
  #chrome;
  #printed = '';

  constructor(browser, proxy, downloads) {
    this.#browser = browser;
    this.#proxy = proxy;
    this.#downloads = downloads;
    browser.process().stdout.setEncoding('utf8').on('data', (text) => { this.#printed += text; });
  }

  // The browser window's own document, whose scripts may do everything.
  async findChrome() {
    const { result } = await this.#browser.connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    this.#chrome = result.contexts[0].context;
  }

  async inChrome(does, argument = null) {
    const { result } = await this.#browser.connection.send('script.callFunction', {
      functionDeclaration: `async (text) => JSON.stringify(await (${does})(JSON.parse(text)) ?? null)`,
      arguments: [{ type: 'string', value: JSON.stringify(argument) }],
      target: { context: this.#chrome },
      awaitPromise: true,
    });
    if (result.type === 'exception') throw new Error(result.exceptionDetails.text);
    return JSON.parse(result.result.value);
  }

  async newTab() {
    return new FirefoxTab(this, await this.#browser.newPage());
  }

  // A new tab in a window of its own.
  async newWindow() {
    return new FirefoxTab(this, await this.#browser.newPage({ type: 'window' }));
  }

  // The tab that opens while `action` runs, such as the settings.
  async tabOpenedBy(action) {
    const [target] = await Promise.all([new Promise((resolve) => this.#browser.once('targetcreated', resolve)), action()]);
    return new FirefoxTab(this, await target.page());
  }

  // What is downloaded while `action` runs in `tab`: {name, text}.
  async downloadedBy(_tab, action) {
    const before = new Set(await readdir(this.#downloads));
    await action();
    const name = await eventually('the download', async () => {
      const names = await readdir(this.#downloads);
      // While it is being written there is a second file beside it.
      return !names.some((it) => it.endsWith('.part')) && names.find((it) => !before.has(it));
    });
    return { name, text: await readFile(join(this.#downloads, name), 'utf8') };
  }

  async closeTabsExcept(kept) {
    for (const page of await this.#browser.pages()) if (page !== kept.page) await page.close();
  }

  clearCookies() {
    return this.inChrome(() => Services.cookies.removeAll());
  }

  cookies() {
    return this.inChrome(() => Services.cookies.cookies.map(({ host, name, value }) => ({ host, name, value })));
  }

  // Presses the extension's toolbar button while `tab` is in front.
  async pressToolbarButton(tab) {
    await tab.bringToFront();
    await this.inChrome((id) => {
      const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
      const extension = ExtensionParent.WebExtensionPolicy.getByID(id).extension;
      return ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
    }, EXTENSION_ID);
  }

  // Whether the extension gets a permission that it asks for while a click is handled, without the person being asked.
  grantWhatIsAsked(grants) {
    return this.inChrome((value) => Services.prefs.setBoolPref('extensions.webextOptionalPermissionPrompts', value), !grants);
  }

  isBackgroundRunning() {
    return this.inChrome((id) => WebExtensionPolicy.getByID(id).extension.backgroundState !== 'stopped', EXTENSION_ID);
  }

  // Ends the background as the browser itself does after half an idle minute.
  stopBackground() {
    return this.inChrome((id) => WebExtensionPolicy.getByID(id).extension.terminateBackground({ ignoreDevToolsAttached: true }), EXTENSION_ID);
  }

  // As an update does.
  reloadExtension() {
    return this.inChrome(async (id) => {
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      await (await AddonManager.getAddonByID(id)).reload();
    }, EXTENSION_ID);
  }

  // What everything in Firefox, the extension's own documents and its background too, said to a console.
  readConsole() {
    return this.#printed;
  }

  forgetConsole() {
    this.console.length = 0;
    this.#printed = '';
  }

  async close() {
    await this.#browser.close();
    this.#proxy.closeAllConnections();
    this.#proxy.close();
    await rm(this.#downloads, { recursive: true, force: true });
  }

  // Puppeteer waits for events that Firefox doesn't send for documents of an extension.
  async openExtensionPage(page, url) {
    const context = page.mainFrame()._id;
    await this.#browser.connection.send('browsingContext.navigate', { context, url, wait: 'interactive' });
  }
}

class FirefoxTab {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
    page.on('console', (message) => browser.console.push({ type: message.type(), text: message.text(), url: message.location()?.url ?? '' }));
    page.on('pageerror', (error) => browser.console.push({ type: 'exception', text: String(error.stack ?? error), url: '' }));
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
    if (this.browser.extensionOrigin && url.startsWith(this.browser.extensionOrigin)) await this.browser.openExtensionPage(this.page, url);
    else await this.page.goto(url);
  }

  // Evaluates in the page itself, as a script of the page would.
  evaluate(does, argument) {
    return this.page.evaluate(does, argument);
  }

  // The page's own frame, then every other: {evaluate, evaluateHandle}.
  frames() {
    return this.page.frames();
  }

  // The addresses of all frames: Puppeteer doesn't learn those of an extension's frames.
  frameUrls() {
    return Promise.all(this.page.frames().map((frame) => frame.evaluate(() => location.href)));
  }

  // The origin of the document that is in each frame of the tab in front now, whatever its address was to be: as the browser itself has it.
  frameOrigins() {
    return this.browser.inChrome(() => {
      const originsOf = (context) => [context.currentWindowGlobal?.documentPrincipal.originNoSuffix, ...context.children.flatMap(originsOf)];
      return originsOf(gBrowser.selectedBrowser.browsingContext);
    });
  }

  async extensionFrames() {
    const others = this.page.frames().slice(1);
    const urls = await Promise.all(others.map((frame) => frame.evaluate(() => location.href)));
    return others.filter((frame, at) => urls[at].startsWith(`${this.browser.extensionOrigin}/`));
  }

  // Runs before any script of every page this tab loads from now on.
  beforeEveryPage(does) {
    return this.page.evaluateOnNewDocument(does);
  }

  // As a person does, wherever that leads.
  clickAt(x, y) {
    return this.page.mouse.click(x, y);
  }

  resize(width, height) {
    return this.page.setViewport({ width, height });
  }

  // Light or dark, as the system would say; for all tabs.
  prefers(colorScheme) {
    return this.browser.inChrome((value) => Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', value), colorScheme === 'dark' ? 0 : 1);
  }

  // Without a network, or with it again; this tab.
  setOffline(isOffline) {
    return this.page.setOfflineMode(isOffline);
  }

  // A key by the name that KeyboardEvent.key has, to whatever has the focus.
  async press(key) {
    const [held, name] = /^(Control|Shift)\+(.+)$/.exec(key)?.slice(1) ?? [undefined, key];
    if (held) await this.page.keyboard.down(held);
    await this.page.keyboard.press(name);
    if (held) await this.page.keyboard.up(held);
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
    return this.page.evaluate(() => history.back());
  }

  goForward() {
    return this.page.evaluate(() => history.forward());
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
