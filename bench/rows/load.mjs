// Owns the rows about loading ten thousand requests: the app on the site, Octokit, and a bare loader, of the same pages in the same browser.

import { LoadStage } from '../load_stage.mjs';

const LATENCY = 100;
const PAGES = 100;
const AT_ONCE = 8;
const LIMIT = Math.ceil(PAGES / AT_ONCE) * LATENCY;

export default [true, false].map((lastLink) => {
  const [end, suffix] = lastLink ? ['with rel="last"', ''] : ['without rel="last"', '-no-last'];
  const what = `10,000 requests, ${PAGES} pages of ${LATENCY} ms each over HTTP/2, ${end}: from Connect until they are known to be whole`;
  let stage;
  let folders;
  return {
    rows: [
      { name: `load-octokit${suffix}`, what, against: 'octokit.paginate', unit: 'ms', goal: { ratio: 0.2 }, limit: LIMIT },
      { name: `load-bare${suffix}`, what, against: 'a bare JavaScript loader, as many calls at once and the same ramp', unit: 'ms', goal: { ratio: 1.25 }, limit: LIMIT },
      { name: `load-at-once${suffix}`, what: `${what}: calls at once`, unit: '', statistic: 'max', goal: { most: AT_ONCE } },
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
      const { ours, baseline: bare } = await context.byTurns(run, app, () => stage.baseline(folders.bare));
      const octokit = await stage.baseline(folders.octokit);
      const calls = `${ours.calls} calls, for the edges between the pages are read too; the bare loader ${bare.calls}, Octokit ${octokit.calls}`;
      return {
        [`load-octokit${suffix}`]: { ours: ours.whole, baseline: octokit.whole },
        [`load-bare${suffix}`]: { ours: ours.whole, baseline: bare.whole, notes: [calls] },
        [`load-at-once${suffix}`]: { ours: ours.concurrent },
      };
    },
    tearDown: () => stage?.close(),
  };
});
