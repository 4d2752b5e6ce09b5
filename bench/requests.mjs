// Owns the requests that the computing rows are measured with: believable ones, the same every time, as pages of JSON.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enterpriseWorld } from '../tests/fake-github/enterprise.mjs';

// The present of all of them, in milliseconds.
export const NOW = Date.UTC(2026, 10, 23, 12);

const PER_PAGE = 100;

// Writes `count` requests into `folder`, all pages behind one another (requests-COUNT.bin) and each page's bytes (requests-COUNT.json). Gives
// the bytes of all.
export async function writeRequests(folder, count) {
  const { requests } = enterpriseWorld({ now: NOW, count, seed: 'bench' });
  const pages = [];
  for (let at = 0; at < count; at += PER_PAGE) pages.push(Buffer.from(JSON.stringify(requests.slice(at, at + PER_PAGE))));
  await writeFile(join(folder, `requests-${count}.bin`), Buffer.concat(pages));
  await writeFile(join(folder, `requests-${count}.json`), JSON.stringify(pages.map((page) => page.length)));
  return pages.reduce((sum, page) => sum + page.length, 0);
}
