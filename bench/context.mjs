// Owns what a measurement is given: the build, a browser, pages of its own, and a place for files.

import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchChromium } from '../tests/e2e/chromium.mjs';
import { startSite } from '../tests/e2e/site_server.mjs';
import { DIST } from '../tests/e2e/stage.mjs';
import { byTurns } from './measurement.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

// A port that nobody listens at: a browser that is to reach no GitHub.
const NOWHERE = 9;

export class Context {
  // The built site and extensions, absolute.
  dist = DIST;
  // The folder with engine.js and engine_bg.wasm, absolute.
  engine = resolve(process.env.GATEHOUSE_ENGINE || join('target', 'bench', 'engine'));
  // What the build's files come to, as xtask/src/budgets.rs counts them: [{what, counted, now, goal}], in bytes.
  sizes = resolve(process.env.GATEHOUSE_SIZES || join('target', 'bench', 'sizes.json'));
  // Where measurements put what they make, absolute.
  workplace = resolve('target', 'bench');
  // Where the packages of bench/package.json are installed, absolute.
  packages = resolve('target', 'bench', 'packages', 'node_modules');
  #open = [];

  // A folder with an index.html and `entry` (a file below bench/), bundled and minified as an application would be; `files` are copied beside
  // them. Packages are those of bench/package.json.
  async page(entry, files = []) {
    const folder = join(this.workplace, 'pages', basename(entry, '.mjs'));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await build({ entryPoints: [join(HERE, entry)], bundle: true, minify: true, format: 'esm', target: 'es2022', outfile: join(folder, 'page.js'), external: ['./engine.js'], nodePaths: [this.packages], define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'warning' });
    await writeFile(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>Bench</title><body><script type="module" src="page.js"></script>');
    for (const file of files) await cp(file, join(folder, basename(file)));
    return folder;
  }

  // A static host for a folder: {origin, stop}. Stopped at the end in any case.
  async serve(folder) {
    const site = await startSite(folder);
    this.#open.push(() => site.stop());
    return site;
  }

  // Real Chromium as tests/e2e has it, closed at the end in any case. `options` as launchChromium() takes them.
  async chromium(options = {}) {
    const browser = await launchChromium({ port: NOWHERE, ...options });
    this.#open.push(() => browser.close());
    return browser;
  }

  // See byTurns().
  byTurns(run, ours, baseline) {
    return byTurns(run, ours, baseline);
  }

  // Ends what a measurement opened.
  async clear() {
    for (const close of this.#open.splice(0).reverse()) await close().catch(() => {});
  }
}
