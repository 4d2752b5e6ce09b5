// Owns a GitHub where nothing is but waiting requests.

import { addRequest, defaultWorld } from '../fake-github/world.mjs';

const REPOSITORIES = ['octo-org/smile', 'octo-org/engine'];

// octo-org with so many waiting requests and no others: the first page's is the one that expires first.
export function waitingWorld(count) {
  const now = Date.now();
  const world = defaultWorld({ now });
  world.requests.length = 0;
  for (let at = 0; at < count; at++) {
    addRequest(world, now, {
      id: 7_000 + at,
      page: 100 + at,
      repository: REPOSITORIES[at % REPOSITORIES.length],
      requester: 'monalisa',
      age: (count - at) * 3_600_000,
      data: [{ secret_type: 'adafruit_io_key', bypass_reason: 'fix_later', path: `src/module_${at}.rs:1:1`, branch: 'refs/heads/main' }],
      comment: `Request ${at + 1}`,
    });
  }
  return world;
}
