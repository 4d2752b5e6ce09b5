// Owns what a test orders for calls to come, one, some or all of them: a named deviation, a failure, a delay, a limit, a change meanwhile.

import { shareOf } from './random.mjs';

const clone = (value) => (value === undefined ? undefined : structuredClone(value));

export class Rules {
  #rules = [];

  // Every rule takes {method?, path, times?, after?, every?, share?, seed?, persistent?}. `path` is an exact path without its query, or a
  // RegExp tried on path and query. The first `after` matching calls go free, and of the others all but every `every`-th. With `share` a
  // call is meant if its address is among that share of all addresses, which the seed chooses: the first time, or if `persistent` always.
  add(kind, { method, path, share, every, times = share === undefined && every === undefined ? 1 : Infinity, after = 0, seed = 1, persistent = false, ...order }) {
    if (typeof path !== 'string' && !(path instanceof RegExp)) throw new TypeError(`${kind}: path must be a string or a RegExp`);
    this.#rules.push({ kind, method, path, left: times, used: 0, met: 0, after, every: every ?? 1, share, seed, persistent, hit: new Set(), order });
  }

  // What the first rule of that kind orders for this request, which is thereby used up by one; `suits` may look at the order too.
  take(kind, entry, suits = () => true) {
    for (const rule of this.#rules) {
      if (rule.kind === kind && isMeant(rule, entry) && suits(rule.order) && isDue(rule, entry)) return use(rule, entry);
    }
  }

  // What every such rule orders.
  takeAll(kind, entry, suits = () => true) {
    return this.#rules
      .filter((rule) => rule.kind === kind && isMeant(rule, entry) && suits(rule.order) && isDue(rule, entry))
      .map((rule) => use(rule, entry));
  }

  // Orders that no request has met as often as they say; one with times: Infinity counts until its first use.
  pending() {
    return this.#rules
      .filter(({ left, used }) => (left === Infinity ? used === 0 : left > 0))
      .map(({ kind, method, path, left }) => `${kind} ${method ?? 'any method'} ${path} (${left} left)`);
  }

  clear() {
    this.#rules = [];
  }
}

const addressOf = ({ method, path, search }) => `${method} ${path}${search}`;

const isMeant = (rule, { method, path, search }) =>
  rule.left > 0 && (rule.method === undefined || rule.method === method) && (typeof rule.path === 'string' ? rule.path === path : rule.path.test(path + search));

function isDue(rule, entry) {
  rule.met++;
  if (rule.met <= rule.after || (rule.met - rule.after) % rule.every !== 0) return false;
  if (rule.share === undefined) return true;
  const address = addressOf(entry);
  return shareOf(`${rule.seed} ${address}`) < rule.share && (rule.persistent || !rule.hit.has(address));
}

// `oneOf` leaves to the seed which of several orders it is.
function use(rule, entry) {
  const address = addressOf(entry);
  rule.left--;
  rule.used++;
  rule.hit.add(address);
  const { oneOf, ...order } = rule.order;
  return oneOf ? { ...order, ...oneOf[Math.floor(shareOf(`${rule.seed} which ${address}`) * oneOf.length)] } : order;
}

// Changes `reply` ({status, headers, body}) in the places that `at` names. Returns what can't be done, one string each.
export function applyDeviation(reply, { at, to, change }) {
  if (change) {
    const before = clone(reply);
    Object.assign(reply, change(reply) ?? {});
    return strayChanges(before, reply, at);
  }
  const errors = [];
  for (const place of at) {
    const value = (old) => (typeof to === 'function' ? to(old, place) : to);
    if (place === 'status' || place === 'headers') reply[place] = value(reply[place]);
    else if (place === '') reply.body = value(reply.body);
    else if (!setAt(reply.body, place, value)) errors.push(`the reply has no ${place} to deviate at`);
  }
  return errors;
}

// `undefined` takes the member away.
function setAt(body, pointer, value) {
  const keys = pointer.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop();
  const parent = keys.reduce((at, key) => at?.[key], body);
  if (parent === null || typeof parent !== 'object') return false;
  if (Array.isArray(parent) && !(last in parent)) return false;
  const changed = value(parent[last]);
  if (changed === undefined) delete parent[last];
  else parent[last] = changed;
  return true;
}

// A free change may touch nothing but what it names.
function strayChanges(before, after, at) {
  const stray = [];
  if (before.status !== after.status && !at.includes('status')) stray.push('status');
  if (JSON.stringify(before.headers) !== JSON.stringify(after.headers) && !at.includes('headers')) stray.push('headers');
  compare(before.body, after.body, '');
  return stray.map((place) => `the deviation changes ${place || 'the whole body'} without naming it`);

  function compare(left, right, place) {
    if (at.includes(place) || left === right) return;
    const bothObjects = [left, right].every((value) => value !== null && typeof value === 'object');
    if (!bothObjects || Array.isArray(left) !== Array.isArray(right)) {
      stray.push(place);
      return;
    }
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      compare(left[key], right[key], `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }
}
