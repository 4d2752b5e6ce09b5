// Owns the permission for a host: asked for by the click on Connect, refused with what was typed kept, and given back when it was withdrawn.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { connectThrough, inEveryBrowser } from './stage.mjs';
import { eventually } from './view.mjs';

const HOST = 'api.octocorp.ghe.com';
const ORIGIN = `https://${HOST}/*`;
const asked = (stage) => stage.fake.requests.filter(({ host }) => host === HOST).length;

// The browser's own question can't be answered by a test: here the person has said no, and later yes.
const answering = () => {
  const { permissions } = chrome;
  globalThis.asked = [];
  globalThis.grants = false;
  permissions.request = ({ origins }) => {
    globalThis.asked.push([...origins, navigator.userActivation.isActive]);
    return Promise.resolve(globalThis.grants);
  };
};

inEveryBrowser('A host that isn’t granted', (stage) => {
  it('is asked for by the click; refused, nothing is sent and what was typed stays', async () => {
    const settings = await stage.settingsPage();
    await settings.evaluate(answering);
    await connectThrough(settings, { token: TOKENS.octocat, host: HOST });
    await settings.waitForWords(`Gatehouse wasn't allowed to reach ${HOST}.`);
    assert.deepEqual(await settings.evaluate(() => globalThis.asked), [[ORIGIN, true]]);
    assert.equal(await settings.text('textbox', 'Token'), TOKENS.octocat);
    assert.equal(asked(stage), 0);
    await settings.assertAccessible();
    // A page that says it was granted isn't believed by the background.
    await settings.evaluate(() => { globalThis.grants = true; });
    await settings.click('button', 'Connect');
    await settings.waitForWords(`Gatehouse wasn't allowed to reach ${HOST}.`);
    assert.equal(asked(stage), 0);
  });

  it('is said when it was withdrawn, and can be given back by a button', async () => {
    const settings = await stage.settingsPage();
    await connectThrough(settings, { token: TOKENS.octocat });
    await settings.waitFor('heading', 'Settings');
    await settings.evaluate(answering);
    await settings.evaluate(() => {
      chrome.permissions.contains = () => Promise.resolve(false);
      dispatchEvent(new FocusEvent('focus'));
    });
    await settings.waitForWords('reach api.github.com any more');
    await settings.assertAccessible();
    await settings.evaluate(() => { globalThis.grants = true; });
    await settings.click('button', 'Let Gatehouse reach api.github.com');
    await settings.waitForNone('button', 'Let Gatehouse reach api.github.com');
    assert.deepEqual(await settings.evaluate(() => globalThis.asked), [['https://api.github.com/*', true]]);
  });
});

// Firefox alone can be told to grant without asking the person.
inEveryBrowser('A host that is granted', (stage) => {
  it('is reached from then on, until it is withdrawn', async () => {
    await stage.browser.grantWhatIsAsked(true);
    const settings = await stage.settingsPage();
    await connectThrough(settings, { token: TOKENS.octocat, host: HOST, scope: 'org:octo-org' });
    await settings.waitFor('grid', 'Requests');
    const before = asked(stage);
    assert.ok(before > 0);
    await settings.evaluate((origin) => chrome.permissions.remove({ origins: [origin] }), ORIGIN);
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html?later`);
    await settings.click('button', `Let Gatehouse reach ${HOST}`);
    await settings.waitFor('grid', 'Requests');
    await settings.evaluate((origin) => chrome.permissions.remove({ origins: [origin] }), ORIGIN);
    await stage.browser.grantWhatIsAsked(false);
  });

  it('at its installation is asked for again once it was withdrawn', async () => {
    await stage.browser.grantWhatIsAsked(true);
    const settings = await stage.settingsPage();
    await connectThrough(settings, { token: TOKENS.octocat, scope: 'org:octo-org' });
    await settings.waitFor('grid', 'Requests');
    const granted = { origins: ['https://api.github.com/*'] };
    assert.equal(await settings.evaluate((its) => chrome.permissions.remove(its), granted), true);
    assert.equal(await settings.evaluate((its) => chrome.permissions.contains(its), granted), false);
    await settings.tab.goto(`${stage.browser.extensionOrigin}/index.html?later`);
    await settings.waitForWords('reach api.github.com any more');
    await settings.assertAccessible();
    await settings.click('button', 'Let Gatehouse reach api.github.com');
    await settings.waitFor('grid', 'Requests');
    assert.equal(await settings.evaluate((its) => chrome.permissions.contains(its), granted), true);
    await stage.browser.grantWhatIsAsked(false);
  });

  it('and withdrawn while reviews are sent, gets no more of them until it is granted again, and then each once', async () => {
    await stage.browser.grantWhatIsAsked(true);
    const view = await stage.settingsPage();
    await connectThrough(view, { token: TOKENS.octocat, host: HOST, scope: 'org:octo-org' });
    await view.waitForText('status', 'Requests shown', /^\d+ of 16 requests$/);
    await view.click('button', 'Waiting');
    await view.waitForText('status', 'Requests shown', '10 of 16 requests');
    await view.focus('link', 'Open request #1 in octo-org/engine');
    await view.tab.press('Shift+A');
    await view.click('button', 'Deny selected');
    await view.fill('textbox', 'Review message', 'No.');
    const all = Number(/(\d+) requests/.exec(await view.text('dialog', 'Bulk review'))[1]);
    await view.click('button', 'Confirm denials');
    const patches = () => stage.fake.measures().patches.length;
    await eventually('the first review', () => patches() > 0);
    await view.evaluate((origin) => chrome.permissions.remove({ origins: [origin] }), ORIGIN);
    await view.waitForWords(/Stopped after a failure: \d reviews? waits?\./);
    assert.ok(patches() < all, 'it was withdrawn in the middle');
    await view.evaluate(() => dispatchEvent(new FocusEvent('focus')));
    await view.click('button', `Let Gatehouse reach ${HOST}`);
    await view.click('button', 'Continue');
    await eventually('all reviews', () => patches() === all, 10_000 + all * 2_000);
    await view.waitForText('status', 'Reviews sent', new RegExp(`^${all} reviews recorded\\.`));
    stage.assertWritesArePaced();
    await view.evaluate((origin) => chrome.permissions.remove({ origins: [origin] }), ORIGIN);
    await stage.browser.grantWhatIsAsked(false);
  });
}, { browsers: ['Firefox'] });
