// Owns what is left when the program itself stops: a plain panel with a diagnosis, what was typed, and GitHub's page unharmed.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { REQUEST_PAGE, connectThrough, inEveryBrowser, never } from './stage.mjs';
import { eventually } from './view.mjs';

async function openPanel(stage) {
  await stage.connect({ token: TOKENS.octocat });
  const panel = await stage.panel();
  await panel.waitForText('status', 'Request status', 'Pending');
  return panel;
}

inEveryBrowser('A program that panics', (stage) => {
  it('says so plainly, with a diagnosis that tells nothing, and loses nothing that was typed', async () => {
    // Nor does Chromium let a frame have the clipboard.
    stage.expectedInConsole = /panicked at|unreachable|no more elements|Clipboard API has been blocked/;
    const panel = await openPanel(stage);
    await panel.fill('textbox', 'Review message', 'Half a thought');
    // A browser that makes no element once, from the click on: whoever needs it panics.
    await panel.evaluate(() => addEventListener('click', () => {
      const places = [[Document.prototype, 'createElement'], [Node.prototype, 'cloneNode']].map(([prototype, name]) => [prototype, name, prototype[name]]);
      for (const [prototype, name] of places) {
        prototype[name] = () => {
          for (const [its, called, make] of places) its[called] = make;
          throw new Error('no more elements');
        };
      }
    }, { once: true, capture: true }));
    await panel.click('button', 'Read again');
    await panel.waitFor('heading', 'Gatehouse stopped');
    assert.equal(await panel.count('alert'), 1);
    assert.match(await panel.words(), /Your messages were kept as you typed them\./);
    assert.equal(await panel.text('textbox', 'What you had typed'), 'Half a thought');
    const diagnosis = await panel.text('region', 'Diagnosis');
    assert.match(diagnosis, /^Gatehouse \d+\.\d+\.\d+\nBuild: app-[0-9a-f]+\nBrowser: Mozilla\/.*\nView: index\.html\nStopped: [\w.-]+\/src\/[\w/.-]+\.rs:\d+:\d+$/);
    for (const secret of [TOKENS.octocat, 'Half a thought', 'octo-org', 'no more elements']) assert.ok(!diagnosis.includes(secret), secret);
    await panel.assertAccessible();
    await panel.click('button', 'Copy diagnosis');
    await panel.waitForText('status', undefined, /^(Copied\.|The diagnosis is selected\. Copy it by keyboard\.)$/);
    assert.deepEqual(await stage.strangers(panel.tab), []);
    await panel.click('button', 'Reload');
    await panel.waitForText('status', 'Request status', 'Pending');
    await eventually('what was typed', async () => (await panel.text('textbox', 'Review message')) === 'Half a thought');
    assert.deepEqual(stage.fake.writes(), []);
  });
});

inEveryBrowser('A background that breaks off', (stage) => {
  it('tells whoever asked, and another one goes on with what is kept', async () => {
    stage.expectedInConsole = /no time/;
    const panel = await openPanel(stage);
    await panel.fill('textbox', 'Review message', 'Half a thought');
    await stage.breakBackground();
    await panel.click('button', 'Read again');
    await panel.waitForWords("The extension's background program can't be reached.");
    assert.equal(await panel.text('textbox', 'Review message'), 'Half a thought');
    await panel.click('button', 'Read again');
    await eventually('it to be reached again', async () => !(await panel.words()).includes("background program can't be reached"));
    await panel.waitForText('status', 'Request status', 'Pending');
    assert.equal(await panel.text('textbox', 'Review message'), 'Half a thought');
    await panel.click('button', 'Deny');
    await panel.waitForText('status', 'Request status', 'Denied');
    assert.equal(stage.fake.writes().length, 1);
  });

  it('while a review is sent: it is looked up, and not sent again', async () => {
    stage.expectedInConsole = /no time/;
    const panel = await openPanel(stage);
    const release = stage.fake.hold({ method: 'PATCH', path: /bypass-requests/ });
    await panel.fill('textbox', 'Review message', 'Not this one');
    await panel.click('button', 'Deny');
    await eventually('it to leave', () => stage.fake.writes().length === 1);
    await stage.breakBackground();
    // Who asks next meets it, and the reply comes to a program that is halted.
    await stage.openPage('https://github.com/octo-org/smile/exemptions/2');
    await eventually('it to break off', () => stage.browser.console.some(({ text }) => /no time/.test(text)) || /no time/.test(stage.browser.readConsole()));
    const second = await stage.panel(`${REQUEST_PAGE}?again`);
    await second.waitForText('status', 'Request status', 'Pending');
    // What the one that is halted would do with the reply isn't its successor's mistake.
    await stage.breakReply();
    release();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.ok(await stage.mendReply());
    const third = await stage.panel(`${REQUEST_PAGE}?once-more`);
    await third.waitForText('status', 'Request status', 'Denied');
    assert.equal(stage.fake.writes().length, 1);
  });
});

// One test for each browser: afterwards the extension is another one, and the stage with it.
inEveryBrowser('An extension that is updated under a page', (stage) => {
  it('leaves GitHub’s page whole, and what was typed where it is', async () => {
    stage.expectedInConsole = /Extension context invalidated|extension was updated/;
    const panel = await openPanel(stage);
    const { tab } = panel;
    await panel.fill('textbox', 'Review message', 'Half a thought');
    await eventually('the draft kept', async () => JSON.stringify((await stage.kept()).local).includes('Half a thought'));
    await stage.browser.reloadExtension((await tab.extensionFrames())[0]);
    const hosts = () => tab.evaluate(() => document.querySelectorAll(':root > div').length);
    if (stage.isChromium) {
      await eventually('the extension gone', () => panel.evaluate(() => !chrome.runtime?.id));
      await panel.focus('textbox', 'Review message');
      await panel.press('textbox', 'Review message', 'End');
      await panel.waitFor('heading', 'Gatehouse stopped');
      await panel.waitForWords('Reload the page around it.');
      assert.equal(await panel.text('textbox', 'What you had typed'), 'Half a thought');
      assert.equal(await panel.count('button', 'Reload'), 0);
      await tab.evaluate(() => fakePage.turboVisit('/octo-org/smile/exemptions/2'));
      await eventually('nothing of ours', async () => (await hosts()) === 0);
      assert.equal(await tab.evaluate(() => document.documentElement.hasAttribute('data-gatehouse-panel')), false);
    } else {
      // Firefox gives the page the new extension's scripts at once.
      await panel.waitFor('heading', 'No token yet');
      assert.equal(await hosts(), 1);
    }
    assert.deepEqual(await stage.strangers(tab), []);
    assert.deepEqual(stage.fake.writes(), []);
  });
});

// One test, too, and for Firefox alone: in Chromium one that was loaded from a folder for a test stays away once it reloads itself.
inEveryBrowser('An extension that is updated while a review waits', (stage) => {
  it('sends nothing by itself, says what waits once it is connected again, and has what was typed', async () => {
    stage.expectedInConsole = /Extension context invalidated|extension was updated/;
    await stage.prefer(JSON.stringify({ undo_delay_in: 30 }));
    await stage.connect({ token: TOKENS.octocat });
    const other = await stage.panel('https://github.com/octo-org/smile/exemptions/2');
    await other.fill('textbox', 'Review message', 'Half a thought');
    await eventually('the draft kept', async () => JSON.stringify((await stage.kept()).local).includes('Half a thought'));
    await other.tab.close();
    const panel = await openPanel(stage);
    // The order itself stores what it was made from.
    await panel.fill('textbox', 'Review message', 'Not yet');
    await panel.click('button', 'Approve');
    await panel.waitFor('button', 'Undo');
    await stage.browser.reloadExtension((await panel.tab.extensionFrames())[0]);
    await panel.waitFor('heading', 'No token yet');

    const settings = await stage.settingsPage();
    await connectThrough(settings, { token: TOKENS.octocat });
    await settings.waitForWords('1 review waits since Gatehouse was stopped.');
    const again = await stage.panel('https://github.com/octo-org/smile/exemptions/2');
    await again.waitForText('status', 'Request status', 'Pending');
    assert.equal(await again.text('textbox', 'Review message'), 'Half a thought');
    await again.waitForWords('1 review waits since Gatehouse was stopped.');
    assert.deepEqual(stage.fake.writes(), []);
    await again.click('button', 'Cancel the rest');
    await again.waitForNone('button', 'Cancel the rest');
    await again.tab.goto(`${REQUEST_PAGE}?again`);
    await again.waitFor('heading', 'Bypass request #1');
    await again.waitUntilEnabled('button', 'Approve');
    assert.equal(await again.text('textbox', 'Review message'), 'Not yet');
    assert.deepEqual(stage.fake.writes(), []);
  });
}, { browsers: ['Firefox'] });

inEveryBrowser('An extension that is updated while a bulk review waits', (stage) => {
  it('has the selection again, sends nothing until it is told to, and then each review once', async () => {
    stage.expectedInConsole = /Extension context invalidated|extension was updated/;
    const ORDERED = [1, 2];
    const SELECTED = [10, 42];
    await stage.prefer(JSON.stringify({ undo_delay_in: 30 }));
    const openInbox = async () => {
      const view = stage.viewOf(await stage.openPage(`${stage.browser.extensionOrigin}/index.html#/inbox?scope=org:octo-org`));
      await view.waitForText('status', 'Requests shown', /^\d+ of 16 requests$/);
      return view;
    };
    const select = async (view, numbers) => {
      for (const number of numbers) await view.click('checkbox', `Select #${number} in octo-org/smile`);
      await view.waitForWords(`${numbers.length} selected`);
    };
    const panel = await openPanel(stage);
    const view = await openInbox();
    await select(view, ORDERED);
    await view.click('button', 'Deny selected');
    await view.fill('textbox', 'Review message', 'Rotate it first.');
    await view.click('button', 'Confirm denials');
    await view.waitForText('status', 'Review to be sent', /^Deny 2 requests/);
    await select(view, SELECTED);
    const ids = SELECTED.map((number) => stage.fake.request('octo-org/smile', number).id);
    await eventually('the selection kept', async () => {
      const kept = Object.entries((await stage.kept()).local).filter(([key]) => key.startsWith('ui.selection.'));
      return kept.some(([, text]) => ids.every((id) => text.includes(String(id))));
    });
    await stage.browser.reloadExtension();
    // The extension's own tabs went with it, and the token with the browser's memory of it.
    await panel.waitFor('heading', 'No token yet');
    const settings = await stage.settingsPage();
    await connectThrough(settings, { token: TOKENS.octocat });
    await settings.waitForWords('2 reviews wait since Gatehouse was stopped.');
    await settings.tab.close();
    const again = await openInbox();
    await again.waitForWords('2 selected Some since before Gatehouse was restarted or updated.');
    for (const number of SELECTED) assert.equal(await again.evaluate((name) => document.querySelector(`[aria-label="${name}"]`)?.checked, `Select #${number} in octo-org/smile`), true);
    await again.waitForWords('2 reviews wait since Gatehouse was stopped.');
    await never('a review that nobody told to go on', () => stage.fake.writes().length > 0);

    await again.click('button', 'Continue');
    // What is left of the time to undo them is waited for.
    await eventually('both reviews', () => stage.fake.writes().length === 2, 60_000);
    await again.waitForText('status', 'Reviews sent', /^2 reviews recorded\./);
    assert.deepEqual(stage.fake.writes().map(({ requestId, status, body }) => [requestId, status, body.message]).sort(), ORDERED.map((number) => [stage.fake.request('octo-org/smile', number).id, 200, 'Rotate it first.']));
    stage.assertWritten(2);
    stage.assertWritesArePaced();
    await again.waitForWords('2 selected');
  });
}, { browsers: ['Firefox'] });
