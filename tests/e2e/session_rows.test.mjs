// Owns the rows that a session keeps of the inbox: shown by its next tab until GitHub gives its own, taken for no more than that, and erased with the token.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LISTS } from '../fake-github/faults.mjs';
import { TOKENS } from '../fake-github/world.mjs';
import { connectThrough, inEveryBrowser, never } from './stage.mjs';
import { eventually } from './view.mjs';

const COUNT = 'Requests shown';
const PASSPHRASE = 'fünf zufällige Wörter';
const LOCKED = ['heading', 'Locked. Enter the passphrase'];
// What is known of nothing but rows.
const OF_ROWS = /exemptions|monalisa|adafruit/;
const WRITER = 'api.github.com.octocat';

inEveryBrowser('The rows that a session keeps', (stage) => {
  const inbox = async () => {
    const tab = await stage.browser.newTab();
    await tab.goto(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=org:octo-org`);
    return stage.viewOf(tab);
  };
  const kept = async () => (await stage.kept()).session;
  const areKept = () => eventually('rows to be kept', async () => OF_ROWS.test((await kept()).rows ?? ''));
  const areGone = async () => {
    await eventually('no rows', async () => (await kept()).rows === undefined);
    await never('rows that are back', async () => OF_ROWS.test(JSON.stringify(await kept())), 500);
  };
  // The inbox in a tab, whole, with its rows kept.
  const whole = async () => {
    const view = await inbox();
    await view.waitForText('status', COUNT, '16 of 16 requests');
    await areKept();
    return view;
  };
  // The inbox in a tab that has no rows until GitHub gives them.
  const wholeFromGithub = async () => {
    const release = stage.fake.hold({ method: 'GET', path: LISTS });
    const view = await inbox();
    await view.waitFor('progressbar', 'Loading requests');
    await never('rows', async () => (await view.count('row')) > 0, 400);
    release();
    await view.waitForText('status', COUNT, '16 of 16 requests');
    return view;
  };
  // Asks the background, as a page of ours does.
  const ask = (view, message) => view.evaluate((text) => chrome.runtime.sendMessage(text), JSON.stringify(message));
  const rowsOf = (turn, writer = WRITER, text = 'exemptions') => ({ KeepRows: { turn, writer, text } });
  const row = async (view, number) => (await view.texts('row')).find((text) => text.includes(`#${number}\nin octo-org/smile\n`));

  it('are shown by its next tab as partial, until GitHub gives its own', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const first = await whole();
    await first.tab.close();
    stage.fake.world.answer(2142, 'hubot', 'reject');
    stage.fake.world.depart(2102);
    const asked = stage.fake.requests.length;
    const release = stage.fake.hold({ method: 'GET', path: LISTS });
    const second = await inbox();
    await second.waitForText('status', COUNT, '16 of 16 requests partial');
    await second.waitFor('progressbar', 'Loading requests');
    assert.match(await second.words(), /16 requests loaded, 0 pages read/);
    assert.doesNotMatch(await row(second, 42), /Denied/);
    assert.ok(await row(second, 2));
    await second.assertAccessible();
    const lists = stage.fake.requests.slice(asked).filter(({ path }) => LISTS.test(path));
    assert.ok(lists.every(({ status }) => status === undefined), 'GitHub gave nothing yet');
    release();
    await second.waitForText('status', COUNT, '15 of 15 requests');
    await second.waitForNone('progressbar', 'Loading requests');
    assert.match(await row(second, 42), /Denied/);
    assert.equal(await row(second, 2), undefined);
    await eventually('the new rows', async () => !(await kept()).rows.includes('smile/exemptions/2"'));
  });

  it('are what is left when GitHub can’t be reached, and never said to be all', async () => {
    await stage.connect({ token: TOKENS.octocat });
    await (await whole()).tab.close();
    stage.fake.fail({ method: 'GET', path: LISTS, times: Infinity, how: 'status', status: 404, body: '{"message":"Not Found"}' });
    const second = await inbox();
    await second.waitForText('status', COUNT, '16 of 16 requests partial');
    await second.waitForNone('progressbar', 'Loading requests');
    await second.waitFor('button', 'Retry');
    await second.waitForWords('Read less than a minute ago');
    assert.equal(await second.text('status', COUNT), '16 of 16 requests partial');
  });

  it('are ignored where they can’t be read, and left out for other scopes', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const first = await whole();
    const { rows } = await kept();
    for (const text of ['nonsense', rows.replace('[1,', '[2,'), rows.replace('org:octo-org', 'org:octo-labs'), rows.slice(0, -9)]) {
      await first.evaluate((changed) => chrome.storage.session.set({ rows: changed }), text);
      await (await wholeFromGithub()).tab.close();
    }
  });

  it('go with the token, and nothing brings them back', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const view = await whole();
    const { turn } = await kept();
    assert.equal(await ask(view, rowsOf(turn, 'api.github.com.hubot')), '"NotAllowed"');
    assert.equal(await ask(view, rowsOf(turn)), '"Done"');
    const settings = await stage.settingsPage();
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html#/settings`);
    await settings.click('button', 'Forget token');
    await settings.waitFor('heading', 'Connect to GitHub');
    await areGone();
    assert.equal(await ask(view, rowsOf(turn)), '"NotAllowed"');
    await connectThrough(settings, { token: TOKENS.octocat });
    await settings.waitFor('heading', 'Settings');
    await settings.waitForNone('button', 'Connect');
    // The page that read them is in the inbox again, with what it reads now.
    await areKept();
    await view.tab.close();
    assert.equal(await ask(settings, rowsOf(turn)), '"NotAllowed"');
    const now = (await kept()).turn;
    assert.notEqual(now, turn);
    // Written while they are erased.
    const text = 'exemptions'.repeat(50_000);
    const answers = await settings.evaluate((texts) => Promise.all(texts.map((it) => chrome.runtime.sendMessage(it))), [rowsOf(now, WRITER, text), 'Forget', rowsOf(now, WRITER, text)].map((it) => JSON.stringify(it)));
    assert.equal(answers[1], '"Done"');
    await areGone();
  });

  it('go when another token is added', async () => {
    await stage.connect({ token: TOKENS.octocat });
    await (await whole()).tab.close();
    const settings = await stage.settingsPage();
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html#/settings`);
    const before = (await kept()).turn;
    await settings.click('button', 'Add token');
    await connectThrough(settings, { token: TOKENS.octocatFineGrained, owner: 'octo-org' });
    await settings.waitFor('button', 'Forget token of octo-org');
    await areGone();
    assert.notEqual((await kept()).turn, before);
  });

  it('go when the token is locked, by hand and by the clock, and are another person’s never', async () => {
    const settings = await stage.settingsPage();
    await settings.fill('textbox', 'Token', TOKENS.octocat);
    await settings.click('checkbox', 'Remember on this device');
    await settings.fill('textbox', 'Passphrase', PASSPHRASE);
    await settings.fill('textbox', 'Passphrase again', PASSPHRASE);
    await settings.click('button', 'Connect');
    await settings.waitFor('button', 'Lock now');
    const unlock = async (view) => {
      await view.fill('textbox', 'Passphrase', PASSPHRASE);
      await view.click('button', 'Unlock');
      await view.waitForNone(...LOCKED);
    };
    const view = await whole();
    await settings.tab.bringToFront();
    await settings.click('button', 'Lock now');
    await settings.waitFor(...LOCKED);
    await areGone();
    await unlock(settings);
    await view.tab.bringToFront();
    await view.waitForText('status', COUNT, '16 of 16 requests');
    await areKept();
    await view.tab.close();
    await settings.tab.close();
    // Nobody's page is open.
    await stage.stayIdle();
    await eventually('an empty session', async () => (await kept()).credentials === undefined);
    await areGone();
    const other = await stage.settingsPage();
    await other.waitFor(...LOCKED);
    await other.click('button', 'Forget token');
    await connectThrough(other, { token: TOKENS.hubot });
    await other.waitFor('heading', 'Settings');
    await wholeFromGithub();
    await eventually('their rows', async () => (await kept()).rows?.includes('"api.github.com.hubot"'));
  });

  it('are none of the panel’s', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitFor('status', 'Request status');
    await eventually('its list', () => stage.fake.requests.some(({ path }) => LISTS.test(path)));
    await never('rows', async () => (await kept()).rows !== undefined);
  });
});
