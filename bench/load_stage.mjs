// Owns the stage on which loads are measured: an enterprise's list with every page serialised beforehand, the built site, a browser.

import { join } from 'node:path';
import { watchLoad } from './in_page.mjs';
import { startReplay } from './replay.mjs';
import { connectThrough } from '../tests/e2e/stage.mjs';
import { View } from '../tests/e2e/view.mjs';
import { enterpriseWorld } from '../tests/fake-github/enterprise.mjs';
import { TOKENS } from '../tests/fake-github/world.mjs';

export const SCOPE = 'enterprise:octo-enterprise';
const ENTERPRISE = SCOPE.split(':')[1];

export class LoadStage {
  replay;
  #count;
  #site;
  #browser;
  #context;
  // Hosts of the baselines, by folder.
  #served = new Map();

  // `latency` of each page in milliseconds.
  static async open(context, { count = 10_000, latency = 100 } = {}) {
    const stage = new LoadStage();
    stage.#context = context;
    stage.#count = count;
    stage.replay = await startReplay({ world: enterpriseWorld({ count }), enterprise: ENTERPRISE, token: TOKENS.octocat, latency });
    stage.#site = await context.serve(join(context.dist, 'site'));
    stage.#browser = await context.chromium({ port: stage.replay.port });
    return stage;
  }

  close() {
    return this.replay.stop();
  }

  // The app on the site with everything loaded: {view, shown, whole, calls, bytes, concurrent}. `shown` and `whole` as watchLoad() has them.
  async app() {
    const tab = await this.#browser.newTab();
    await tab.goto(`${this.#site.origin}/`);
    const view = new View(tab, () => tab.frames()[0]);
    await view.waitFor('heading', 'Connect to GitHub');
    return this.#timed(view, () => connectThrough(view, { token: TOKENS.octocat, scope: SCOPE }));
  }

  // The app in `view`, which has everything, by its button.
  reload(view) {
    return this.#timed(view, () => view.click('button', 'Reload'));
  }

  // The page of a baseline that `context.page()` made into `folder`, closed again.
  async baseline(folder) {
    if (!this.#served.has(folder)) this.#served.set(folder, await this.#context.serve(folder));
    const { origin } = this.#served.get(folder);
    const tab = await this.#browser.newTab();
    await tab.goto(`${origin}/index.html?${new URLSearchParams({ token: TOKENS.octocat, enterprise: ENTERPRISE })}`);
    const view = new View(tab, () => tab.frames()[0]);
    const loaded = await this.#timed(view, () => view.click('button', 'Connect'));
    await tab.close();
    return loaded;
  }

  async #timed(view, begin) {
    await view.evaluate(watchLoad, this.#count);
    this.replay.begin();
    await begin();
    const times = await view.evaluate(() => globalThis.measured);
    const { calls, unchanged, bytes, concurrent } = this.replay;
    return { view, ...times, calls, unchanged, bytes, concurrent };
  }
}
