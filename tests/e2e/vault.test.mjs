// Owns the remembered token: encrypted on the disk, locked after a restart and when idle, opened by its passphrase alone, and erased.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS, defaultWorld } from '../fake-github/world.mjs';
import { DIST, REQUEST_PAGE, connectThrough, inEveryBrowser, never } from './stage.mjs';
import { startSite } from './site_server.mjs';
import { eventually } from './view.mjs';

const CANARY = 'ghp_v4ultv4ultv4ultv4ultv4ultv4ultv4ult0';
const PASSPHRASE = 'fünf zufällige Wörter';
const ANOTHER = 'another long passphrase';
const LOCKED = ['heading', 'Locked. Enter the passphrase'];
const MESSAGE = ['textbox', 'Review message'];
// Whoever writes it down may have dressed it up.
const hex = (text) => Buffer.from(text).toString('hex');
const FORMS = [CANARY, CANARY.slice(4), hex(CANARY), btoa(CANARY), PASSPHRASE, hex(PASSPHRASE), encodeURIComponent(PASSPHRASE)];
const inClear = (kept) => FORMS.filter((form) => JSON.stringify(kept).includes(form));

function world() {
  const made = defaultWorld();
  made.tokens.push({ token: CANARY, login: 'octocat', kind: 'classic', scopes: ['security_events'], permissions: [] });
  return made;
}

async function connectRemembered(view, { scope, says } = {}) {
  await view.fill('textbox', 'Token', CANARY);
  await view.click('checkbox', 'Remember on this device');
  if (says !== undefined) await view.waitForWords(says);
  await view.fill('textbox', 'Passphrase', PASSPHRASE);
  await view.fill('textbox', 'Passphrase again', PASSPHRASE);
  if (scope !== undefined) await view.fill('textbox', 'Enterprise, organization or repository', scope);
  await view.click('button', 'Connect');
}

async function unlock(view, passphrase) {
  await view.fill('textbox', 'Passphrase', passphrase);
  await view.click('button', 'Unlock');
}

// Opens a record with another implementation than the one that made it; gives its credentials.
async function opened(text, passphrase) {
  const { version, iterations, salt, check, tokens } = JSON.parse(text);
  const bytes = (digits) => Buffer.from(digits, 'hex');
  const { subtle } = webcrypto;
  const typed = await subtle.importKey('raw', Buffer.from(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveBits']);
  const stretched = await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations }, typed, 256);
  const source = await subtle.importKey('raw', stretched, 'HKDF', false, ['deriveKey', 'deriveBits']);
  const hkdf = (info) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: Buffer.from(info) });
  const key = await subtle.deriveKey(hkdf('gatehouse vault key'), source, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
  assert.equal(Buffer.from(await subtle.deriveBits(hkdf('gatehouse vault check'), source, 128)).toString('hex'), check);
  return Promise.all(tokens.map(async ({ host, login, owner, iv, sealed }) => {
    const additionalData = Buffer.from(JSON.stringify(['gatehouse vault', version, host, login, owner, iterations]));
    return JSON.parse(Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv: bytes(iv), additionalData }, key, bytes(sealed))));
  }));
}

inEveryBrowser('A remembered token', (stage) => {
  async function remembered() {
    const settings = await stage.settingsPage();
    await connectRemembered(settings);
    await settings.waitFor('heading', 'Settings');
    return settings;
  }

  it('is on the disk encrypted, locked after a restart, and opened by its passphrase alone', async () => {
    const settings = await stage.settingsPage();
    await settings.fill('textbox', 'Token', CANARY);
    await settings.click('checkbox', 'Remember on this device');
    await settings.fill('textbox', 'Passphrase', 'elevenchars');
    await settings.click('button', 'Connect');
    await settings.waitForWords('Use at least 12 characters.');
    assert.equal(await settings.text('textbox', 'Token'), CANARY, 'what was typed stays');
    await settings.assertAccessible();
    await settings.fill('textbox', 'Passphrase', PASSPHRASE);
    await settings.fill('textbox', 'Passphrase again', PASSPHRASE);
    await settings.click('button', 'Connect');
    await settings.waitFor('heading', 'Settings');
    await settings.waitFor('button', 'Lock now');
    await settings.assertAccessible();

    const panel = await stage.panel();
    await panel.waitFor('status', 'Request status');
    await panel.fill(...MESSAGE, 'Written before');
    await eventually('the draft', async () => JSON.stringify((await stage.kept()).local).includes('Written before'));
    const { local, session } = await stage.kept();
    assert.deepEqual(inClear(local), []);
    assert.deepEqual(Object.keys(session).filter((name) => inClear(session[name]).length > 0), ['credentials']);
    const [{ token, login }] = await opened(local.vault, PASSPHRASE);
    assert.deepEqual([token, login], [CANARY, 'octocat']);
    assert.equal(JSON.parse(local.vault).iterations, 600_000);

    await stage.restart();
    await panel.tab.goto(`${REQUEST_PAGE}?later`);
    await panel.waitFor(...LOCKED);
    await panel.assertAccessible();
    assert.equal(await panel.count('textbox'), 0, 'no passphrase is asked for on a page of GitHub');
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html?later`);
    await settings.waitFor(...LOCKED);
    await settings.assertAccessible();
    await unlock(settings, ANOTHER);
    await settings.waitForWords('The passphrase is wrong.');
    assert.equal(await settings.text('textbox', 'Passphrase'), '');
    await eventually('the focus in the field', async () => (await settings.focused()).name === 'Passphrase');
    assert.deepEqual([(await stage.kept()).local.vault, (await stage.kept()).session.credentials], [local.vault, undefined]);
    await unlock(settings, PASSPHRASE);
    await settings.waitForNone(...LOCKED);

    await panel.tab.bringToFront();
    await panel.waitForText('status', 'Request status', 'Pending');
    assert.equal(await panel.text(...MESSAGE), 'Written before');
    await panel.click('button', 'Approve');
    await panel.waitForText('status', 'Request status', 'Approved');
    assert.deepEqual(inClear((await stage.kept()).local), []);
  });

  it('is locked when nobody used it, without anyone asking, and pages hear of it', async () => {
    const settings = await remembered();
    assert.ok((await stage.kept()).session.credentials);
    await stage.stayIdle();
    await eventually('an empty session', async () => (await stage.kept()).session.credentials === undefined);
    await settings.waitFor(...LOCKED);
    assert.ok((await stage.kept()).local.vault);
    await unlock(settings, PASSPHRASE);
    await settings.waitFor('combobox', 'Lock when it wasn\'t used for');
    await settings.evaluate(() => {
      const choice = document.querySelector('#auto-lock');
      choice.value = '5';
      choice.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await eventually('the choice', async () => (await stage.kept()).local.auto_lock === '5');
  });

  it('sends nothing while it is locked, and loses nothing that waits', async () => {
    const settings = await remembered();
    await stage.prefer(JSON.stringify({ undo_delay_in: 30 }));
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    await panel.fill(...MESSAGE, 'Ordered before');
    await panel.click('button', 'Deny');
    await panel.waitFor('button', 'Send now');
    await settings.tab.bringToFront();
    await settings.click('button', 'Lock now');
    await settings.waitFor(...LOCKED);
    await panel.tab.bringToFront();
    await panel.waitFor(...LOCKED);
    assert.equal((await stage.kept()).session.credentials, undefined);
    await panel.click('button', 'Send now');
    await never('a review', () => stage.fake.writes().length > 0);
    await settings.tab.bringToFront();
    await unlock(settings, PASSPHRASE);
    await settings.waitForNone(...LOCKED);
    await panel.tab.bringToFront();
    await panel.waitForNone(...LOCKED);
    await panel.click('button', 'Continue');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.equal(stage.fake.writes().length, 1);
  });

  it('is not opened when its record was changed, nor read when a newer version wrote it', async () => {
    const settings = await remembered();
    const put = async (text) => {
      await settings.evaluate((record) => chrome.storage.local.set({ vault: record }), text);
      await stage.restart();
      await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html?${encodeURIComponent(text.slice(-9))}`);
    };
    const { vault } = (await stage.kept()).local;
    await put(vault.replace('"octocat"', '"hubot"'));
    await settings.waitFor(...LOCKED);
    await unlock(settings, PASSPHRASE);
    await settings.waitForWords('The kept token was changed by something else.');
    assert.equal((await stage.kept()).session.credentials, undefined);
    const newer = '{"version":3,"kdf":"argon2id"}';
    await put(newer);
    await settings.waitForWords('A newer version of Gatehouse remembered a token on this device.');
    assert.equal((await stage.kept()).local.vault, newer);
    await settings.assertAccessible();
    await settings.click('button', 'Forget token');
    await settings.waitFor('button', 'Connect');
    assert.equal((await stage.kept()).local.vault, undefined);
  });

  it('gets another passphrase, and leaves nothing when it is forgotten', async () => {
    const settings = await remembered();
    const before = (await stage.kept()).local.vault;
    await settings.click('button', 'Change passphrase');
    const change = async (current) => {
      await settings.fill('textbox', 'Present passphrase', current);
      await settings.fill('textbox', 'Passphrase', ANOTHER);
      await settings.fill('textbox', 'Passphrase again', ANOTHER);
      await settings.click('button', 'Save passphrase');
    };
    await change(ANOTHER);
    await settings.waitForWords('The passphrase is wrong.');
    assert.equal((await stage.kept()).local.vault, before);
    await change(PASSPHRASE);
    await settings.waitForWords('The passphrase is changed.');
    const { local } = await stage.kept();
    assert.equal((await opened(local.vault, ANOTHER))[0].token, CANARY);
    await assert.rejects(opened(local.vault, PASSPHRASE));
    assert.notEqual(JSON.parse(local.vault).salt, JSON.parse(before).salt);
    await settings.click('button', 'Forget token');
    await settings.waitFor('heading', 'Connect to GitHub');
    const left = await stage.kept();
    assert.deepEqual([left.local.vault, left.session.credentials, left.session.used_at], [undefined, undefined, undefined]);
    await stage.restart();
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html?later`);
    await settings.waitFor('heading', 'Connect to GitHub');
  });
}, { world });

const OF_ORG = 'github_pat_ofOctoOrgAlone0000000000000001';
const OF_LABS = 'github_pat_ofOctoLabsAlone000000000000002';
const ELSEWHERE = 'api.octocorp.ghe.com';

function twoOwners() {
  const made = defaultWorld();
  const permissions = ['secret-scanning-alerts:read', 'org-bypass-requests:read', 'repo-bypass-requests:write'];
  for (const token of [OF_ORG, OF_LABS]) made.tokens.push({ token, login: 'octocat', kind: 'fine-grained', scopes: [], permissions });
  return made;
}

inEveryBrowser('Tokens of two owners', (stage) => {
  const at = (route) => `${stage.browser.extensionOrigin}/index.html#/${route}`;
  const carrying = (token) => stage.fake.requests.filter(({ headers }) => headers.authorization === `Bearer ${token}`);
  const outside = (token, owner) => carrying(token).map(({ path }) => path).filter((path) => path !== '/user' && !new RegExp(`^/(orgs|repos)/${owner}/`).test(path));

  it('are each sent for their own owner alone, in one inbox, and forgotten one by one', async () => {
    const view = await stage.settingsPage();
    await view.fill('textbox', 'Enterprise, organization or repository', 'org:octo-org');
    await view.fill('textbox', 'Token', OF_ORG);
    assert.equal(await view.text('textbox', 'Resource owner'), 'octo-org');
    await view.assertAccessible();
    await view.click('button', 'Connect');
    await view.waitForText('status', 'Requests shown', '16 of 16 requests');

    await view.tab.goto(at('settings'));
    await view.waitFor('button', 'Forget token');
    await view.click('button', 'Add token');
    await view.fill('textbox', 'Token', OF_LABS);
    await view.click('button', 'Connect');
    await view.waitForWords('Enter the resource owner that the token was made for.');
    await view.fill('textbox', 'Resource owner', 'Octo-Labs');
    await view.assertAccessible();
    await view.click('button', 'Connect');
    await view.waitFor('button', 'Forget token of Octo-Labs');
    await view.waitFor('button', 'Forget token of octo-org');
    await view.waitUntilEnabled('button', 'Connect');
    await view.assertAccessible();

    const { requests } = stage.fake.world;
    const all = 16 + requests.filter(({ organization }) => organization.name === 'octo-labs').length;
    await view.tab.goto(at('inbox?scope=org:octo-org,org:octo-labs'));
    await view.waitForText('status', 'Requests shown', `${all} of ${all} requests`);
    for (const [token, owner] of [[OF_ORG, 'octo-org'], [OF_LABS, 'octo-labs']]) {
      assert.deepEqual(outside(token, owner), [], owner);
      assert.ok(carrying(token).some(({ path }) => path.startsWith(`/orgs/${owner}/`)), owner);
    }

    const sent = stage.fake.requests.length;
    await view.tab.goto(at('inbox?scope=org:octo-other'));
    await view.waitForWords('There is no token for octo-other.');
    assert.deepEqual(stage.fake.requests.slice(sent).filter(({ path }) => path.includes('octo-other')), []);

    await view.tab.goto(at('settings'));
    await view.click('button', 'Forget token of Octo-Labs');
    await view.waitFor('button', 'Forget token');
    const { session } = await stage.kept();
    assert.ok(!JSON.stringify(session).includes(OF_LABS) && JSON.stringify(session).includes(OF_ORG));
    await view.tab.goto(at('inbox?scope=org:octo-labs'));
    await view.waitForWords('There is no token for octo-labs.');
  });

  const ROCKET = 'https://api.github.com/repos/octo-labs/rocket/bypass-requests/secret-scanning/1';
  for (const [what, token, location] of [
    ['of an owner follows no redirect to another owner', OF_ORG, ROCKET],
    ['of an owner follows none to another origin', OF_ORG, `https://${ELSEWHERE}/x`],
    ['that is bound to no owner doesn’t reach another origin by one', TOKENS.octocat, `https://${ELSEWHERE}/x`],
  ]) {
    it(`one ${what}`, async () => {
      const met = [];
      stage.fake.serve(ELSEWHERE, (request, response) => {
        met.push(request.headers.authorization);
        response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*', 'access-control-allow-headers': 'accept, x-github-api-version' });
        response.end('{}');
      });
      await stage.connect({ token });
      stage.expectedInConsole = /Cross-Origin|CORS|Content.Security.Policy|ERR_FAILED/;
      stage.fake.fail({ method: 'GET', path: /\/secret-scanning\/\d+$/, times: Infinity, how: 'status', status: 302, headers: { location }, body: '' });
      const panel = await stage.panel();
      await panel.waitForWords('The reply came from another address.');
      assert.deepEqual(met.filter(Boolean), []);
      assert.deepEqual(outside(OF_ORG, 'octo-org'), []);
    });
  }
}, { world: twoOwners });

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'), ['/']);
});
after(() => site.stop());

const THERE = 'ghp_0fTheTenantAlone00000000000000000000';

function twoHosts() {
  const made = defaultWorld();
  made.tokens.push({ token: THERE, login: 'octocat', kind: 'classic', scopes: ['security_events'], permissions: [] });
  return made;
}

inEveryBrowser('Tokens of two hosts', (stage) => {
  it('go each to its own host alone, whichever the inbox asks', async () => {
    const view = await stage.openSite(site);
    await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
    await view.waitForText('status', 'Requests shown', '16 of 16 requests');
    const askedSince = (count) => [...new Set(stage.fake.requests.slice(count).map(({ host }) => host))];
    assert.deepEqual(askedSince(0), ['api.github.com']);
    await view.tab.goto(`${site.origin}/#/settings`);
    await view.click('button', 'Add token');
    await connectThrough(view, { token: THERE, host: ELSEWHERE });
    await view.waitFor('button', `Forget token for ${ELSEWHERE}`);

    const shows = async (host) => {
      const before = stage.fake.requests.length;
      await view.tab.goto(`${site.origin}/#/inbox?scope=org:octo-org`);
      await view.waitForText('status', 'Requests shown', '16 of 16 requests');
      assert.deepEqual(askedSince(before), [host]);
      await view.tab.goto(`${site.origin}/#/settings`);
    };
    await shows(ELSEWHERE);
    await view.choose('combobox', 'API host that the inbox asks', 'api.github.com');
    await view.waitForWords('Switched.');
    await shows('api.github.com');
    const carried = stage.fake.requests.filter(({ headers }) => headers.authorization);
    const sent = [...new Set(carried.map(({ host, headers }) => `${headers.authorization} to ${host}`))];
    assert.deepEqual(sent.sort(), [`Bearer ${THERE} to ${ELSEWHERE}`, `Bearer ${TOKENS.octocat} to api.github.com`].sort());
  });
}, { withExtension: false, world: twoHosts });

inEveryBrowser('A token that the site remembers', (stage) => {
  it('is in its storage encrypted, locked by a reload, opened by its passphrase, and erased', async () => {
    const view = await stage.openSite(site);
    await connectRemembered(view, { scope: 'org:octo-org', says: 'Any page of this site\'s origin' });
    await view.waitFor('grid', 'Requests');
    const kept = () => view.evaluate(() => ({ ...localStorage }));
    const before = await kept();
    assert.deepEqual(inClear(before), []);
    assert.equal((await opened(before['gatehouse-vault'], PASSPHRASE))[0].token, CANARY);
    await view.tab.goto(`${site.origin}/framing?about:blank`);
    await view.tab.goto(`${site.origin}/#/settings`);
    await view.waitFor(...LOCKED);
    await unlock(view, ANOTHER);
    await view.waitForWords('The passphrase is wrong.');
    await unlock(view, PASSPHRASE);
    await view.waitFor('heading', 'Settings');
    await view.click('button', 'Forget token');
    await view.waitFor('heading', 'Connect to GitHub');
    assert.equal((await kept())['gatehouse-vault'], undefined);
  });
}, { withExtension: false, world });
