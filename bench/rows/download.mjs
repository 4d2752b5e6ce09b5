// Owns the rows about what is downloaded: ours as the budgets count it, React and Octokit beside it. Bytes, so exact.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const AGAINST = 'react, react-dom and octokit, minified, without an application';
const ROWS = {
  'app, to the first screen': { name: 'download-first-screen', what: 'the app to its first screen: wasm, JavaScript and CSS, brotli', against: AGAINST, goal: { most: 180 } },
  'app, all files': { name: 'download-app', what: 'all code of the app, brotli', against: AGAINST, goal: { most: 300 } },
  background: { name: 'download-background', what: 'the extension’s background, brotli', goal: { most: 80 } },
};

export default {
  rows: Object.values(ROWS).map((row) => ({ ...row, unit: 'kB' })),
  isExact: true,
  async measure(context) {
    const sizes = JSON.parse(await readFile(context.sizes, 'utf8'));
    const folder = await context.page('baseline/react.mjs');
    const react = brotliCompressSync(await readFile(join(folder, 'page.js'))).length / 1_000;
    const measured = sizes.filter(({ what }) => what in ROWS).map(({ what, now }) => [ROWS[what].name, { ours: now / 1_000, ...(ROWS[what].against ? { baseline: react } : {}) }]);
    return Object.fromEntries(measured);
  },
};
