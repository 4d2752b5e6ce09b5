// Owns the faults that tests order most: which calls are lists, what GitHub's edge sends when it fails, and a world that doesn't hold still.

import { Random } from './random.mjs';
import { isAwaitingReview } from './world.mjs';

// Every list of bypass requests, as a `path` of an order.
export const LISTS = /\/bypass-requests\/secret-scanning(\?|$)/;

// For fail(): a connection that ends, GitHub's edge with its HTML page, and the API's own documented error.
export const RESET = { how: 'reset' };
export const BAD_GATEWAY = {
  how: 'status',
  status: 502,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html><head><title>Unicorn! · GitHub</title></head><body><p><strong>We had issues producing the response to your request.</strong></p></body></html>',
};
export const SERVER_ERROR = {
  how: 'status',
  status: 500,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: { message: 'Server Error', documentation_url: 'https://docs.github.com/rest', status: '500' },
};

// For fail(): that share of all pages of lists fails, in one of the three ways; the first time, or if `persistent` every time.
export const flakyLists = ({ share = 0.05, seed = 1, persistent = false } = {}) => ({
  method: 'GET', path: LISTS, share, seed, persistent, oneOf: [RESET, BAD_GATEWAY, SERVER_ERROR],
});

// For meanwhile(): after every `every`-th call of a list so many requests arrive, depart, and are answered by `reviewer`. What happened
// stands in `world.changes`.
export function shiftingLists({ every = 3, arrive = 0, depart = 0, answer = 0, reviewer = 'hubot', seed = 1, ...rule } = {}) {
  const random = new Random(`shifts ${seed}`);
  const change = (world) => {
    const now = Date.now();
    for (let left = arrive; left > 0; left--) world.arrive({}, now);
    for (let left = Math.min(depart, world.requests.length); left > 0; left--) world.depart(random.pick(world.requests).id, now);
    for (let left = answer; left > 0; left--) {
      const waiting = world.requests.filter((request) => isAwaitingReview(request, now));
      if (waiting.length > 0) world.answer(random.pick(waiting).id, reviewer, random.chance(0.6) ? 'approve' : 'reject', now);
    }
  };
  return { method: 'GET', path: LISTS, every, applied: true, ...rule, change };
}
