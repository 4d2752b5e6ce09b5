// Owns the copy of the built extension that a soak runs: the same files, and before them a faster clock.

import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quicken } from './inside.mjs';

// What `cargo xtask build` refuses to find in a package.
const MARK = 'gatehouse-soak: never to be packaged';

const FIRST_SCRIPT = '<script ';

// Makes `to` anew from the unpacked extension `from`. `anchor` and `factor` as quicken() takes them.
export async function makeQuickCopy({ from, to, anchor, factor }) {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
  await writeFile(join(to, 'soak.js'), `// ${MARK}\n(${quicken})(globalThis, ${JSON.stringify({ anchor, factor })});\n`);

  const page = await readFile(join(to, 'index.html'), 'utf8');
  if (!page.includes(FIRST_SCRIPT)) throw new Error('index.html has no script to be before');
  await writeFile(join(to, 'index.html'), page.replace(FIRST_SCRIPT, `<script src="soak.js"></script>\n    ${FIRST_SCRIPT}`));

  // A module's imports run in their order, and all of them in its first turn.
  await rename(join(to, 'service_worker.js'), join(to, 'service_worker_itself.js'));
  await writeFile(join(to, 'service_worker.js'), "import './soak.js';\nimport './service_worker_itself.js';\n");

  const manifest = JSON.parse(await readFile(join(to, 'manifest.json'), 'utf8'));
  await writeFile(join(to, 'manifest.json'), JSON.stringify({ ...manifest, name: `${manifest.name} (soak)` }, null, 2));
}
