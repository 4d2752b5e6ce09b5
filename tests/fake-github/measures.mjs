// Owns what the fake GitHub's log says of how it was called: how much at once, how often, and how far apart.

// `requests` is the log. Preflights are not counted.
export function measuresOf(requests) {
  const calls = requests.filter(({ api, method }) => api && method !== 'OPTIONS');
  const patches = calls.filter(({ method }) => method === 'PATCH').map(({ at, requestId, status, body }) => ({ at, requestId, status, body }));
  return {
    // The most calls that were under way at the same time.
    concurrent: calls.reduce((highest, { underWay }) => Math.max(highest, underWay), 0),
    // By operation id; `unknown` for what the description doesn't have.
    calls: tally(calls, ({ operation }) => operation ?? 'unknown'),
    // By status; 'reset', 'drop' and 'cancelled' are some too.
    statuses: tally(calls, ({ status }) => status),
    // In order, refused ones too.
    patches,
    patchesPerRequest: tally(patches, ({ requestId }) => requestId),
    // Milliseconds between two PATCHes that follow each other, as they arrived; Infinity for less than two.
    shortestPatchGap: patches.slice(1).reduce((shortest, { at }, before) => Math.min(shortest, at - patches[before].at), Infinity),
    // Calls that a rate limit refused.
    limited: calls.filter(({ limited }) => limited !== undefined).length,
  };
}

const tally = (list, keyOf) =>
  list.reduce((counts, one) => {
    const key = keyOf(one);
    counts[key] = (counts[key] ?? 0) + 1;
    return counts;
  }, {});
