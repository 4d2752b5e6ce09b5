// Owns exports as a person gets them: a file that the browser saved, which says where it comes from and holds what the filter left.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { DIST, connectThrough, inEveryBrowser } from './stage.mjs';
import { startSite } from './site_server.mjs';

const LIST_PAGE = 'https://github.com/orgs/octo-org/security/bypass-requests/secret-scanning';
const WHOLE = /^(\d+) of \d+ requests$/;
const FORMULA = '=HYPERLINK("https://evil.example","x")';

let site;
before(async () => {
  site = await startSite(join(DIST, 'site'));
});
after(() => site.stop());

// Exports what is shown in every format, and looks into the files.
async function exportsAll(stage, view) {
  await view.waitForText('status', 'Requests shown', WHOLE);
  const count = Number(WHOLE.exec(await view.text('status', 'Requests shown'))[1]);
  assert.ok(count > 1, 'more than one request');
  await view.click('button', 'Export…');
  const saved = async (format, ending) => {
    await view.click('radio', format);
    const { name, text } = await stage.browser.downloadedBy(view.tab, () => view.click('button', 'Download'));
    assert.match(name, ending);
    await view.waitForWords(`The browser saves it as ${name}.`);
    assert.ok(text.includes('is:open') && text.includes('octo-org'), 'filter and scope are named');
    return text;
  };

  const { provenance, requests } = JSON.parse(await saved(/^JSON/, /\.json$/));
  assert.equal(requests.length, count);
  assert.ok(requests.some(({ requester_comment }) => requester_comment === FORMULA), 'as it is');
  assert.ok(JSON.stringify(provenance).includes('Nothing is missing.'), JSON.stringify(provenance));

  const csv = await saved(/^CSV/, /\.csv$/);
  // Every line of a cell begins with its quotation mark, or goes on in one.
  assert.equal(csv.split('\r\n"').length - 1, count, 'a row each');
  assert.ok(csv.includes(`"'=HYPERLINK(""https://evil.example"",""x"")"`), 'no formula');
  assert.ok(!csv.includes('"=HYPERLINK'), 'not one that a spreadsheet would run');

  const report = await saved(/^Markdown/, /\.md$/);
  assert.match(report, /^# /);
  assert.ok(report.includes('Nothing is missing.'));
  await view.click('button', 'Close');
}

const poisoned = (stage) => {
  stage.fake.request('octo-org/smile', 1).requester_comment = FORMULA;
};

inEveryBrowser('An export from the site', (stage) => {
  it('is a file in every format', async () => {
    poisoned(stage);
    const view = await stage.openSite(site, '/#/inbox?scope=org:octo-org&q=is%3Aopen');
    await connectThrough(view, { token: TOKENS.octocat, scope: 'org:octo-org' });
    await exportsAll(stage, view);
  });
}, { withExtension: false });

inEveryBrowser('An export from the extension', (stage) => {
  it('is a file in every format, from its page', async () => {
    poisoned(stage);
    await stage.connect({ token: TOKENS.octocat });
    const view = await stage.settingsPage();
    await view.evaluate(() => location.assign('#/inbox?scope=org:octo-org&q=is%3Aopen'));
    await exportsAll(stage, view);
  });

  it('is a file in every format, from the panel', async () => {
    poisoned(stage);
    await stage.connect({ token: TOKENS.octocat });
    await exportsAll(stage, await stage.panel(LIST_PAGE));
  });
});
