// Owns the rows about loading ten thousand requests: the app on the site, Octokit, and a bare loader, of the same pages in the same browser.

import { LoadStage } from '../load_stage.mjs';

const LATENCY = 100;
const PAGES = 100;
const AT_ONCE = 8;
const rounds = (calls) => Math.ceil(calls / AT_ONCE) * LATENCY;
const LIMIT = rounds(PAGES);

export default [true, false].map((lastLink) => {
  const [end, suffix] = lastLink ? ['with rel="last"', ''] : ['without rel="last"', '-no-last'];
  const what = `10,000 requests, ${PAGES} pages of ${LATENCY} ms each over HTTP/2, ${end}: from Connect until`;
  const [whole, shown] = [`${what} they are known to be whole`, `${what} all are shown, which is all that the other does`];
  const bare = 'a bare JavaScript loader, as many calls at once and the same ramp';
  let stage;
  let folders;
  return {
    rows: [
      { name: `load-octokit${suffix}`, what: whole, against: 'octokit.paginate', unit: 'ms', goal: { ratio: 0.2 }, limit: LIMIT },
      { name: `load-bare${suffix}`, what: whole, against: bare, unit: 'ms', goal: { ratio: 1.25 }, limit: LIMIT },
      { name: `load-shown-octokit${suffix}`, what: shown, against: 'octokit.paginate', unit: 'ms', limit: LIMIT },
      { name: `load-shown-bare${suffix}`, what: shown, against: bare, unit: 'ms', limit: LIMIT },
      { name: `load-at-once${suffix}`, what: `${whole}: calls at once`, unit: '', statistic: 'max', goal: { most: AT_ONCE } },
    ],
    async setUp(context) {
      stage = await LoadStage.open(context, { latency: LATENCY });
      stage.replay.lastLink = lastLink;
      folders = { octokit: await context.page('baseline/octokit_loader.mjs'), bare: await context.page('baseline/bare_loader.mjs') };
    },
    async measure(context, run) {
      const app = async () => {
        const loaded = await stage.app();
        await loaded.view.tab.close();
        return loaded;
      };
      const { ours, baseline: theirs } = await context.byTurns(run, app, () => stage.baseline(folders.bare));
      const octokit = await stage.baseline(folders.octokit);
      const note = `${ours.calls} calls (the bare loader ${theirs.calls}, Octokit ${octokit.calls}), for pages share requests, and the first is read again: ${rounds(ours.calls)} ms, ${AT_ONCE} at once`;
      return {
        [`load-octokit${suffix}`]: { ours: ours.whole, baseline: octokit.whole, notes: [note] },
        [`load-bare${suffix}`]: { ours: ours.whole, baseline: theirs.whole },
        [`load-shown-octokit${suffix}`]: { ours: ours.shown, baseline: octokit.whole },
        [`load-shown-bare${suffix}`]: { ours: ours.shown, baseline: theirs.whole },
        [`load-at-once${suffix}`]: { ours: ours.concurrent },
      };
    },
    tearDown: () => stage?.close(),
  };
});
