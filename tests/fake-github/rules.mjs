// Owns what a test orders for single replies: a named deviation from the description, a failure on the way, a delay.

const clone = (value) => (value === undefined ? undefined : structuredClone(value));

export class Rules {
  #rules = [];

  // Every rule takes {method?, path, times = 1}. `path` is an exact path without its query, or a RegExp tried on path and query.
  add(kind, { method, path, times = 1, ...order }) {
    if (typeof path !== 'string' && !(path instanceof RegExp)) throw new TypeError(`${kind}: path must be a string or a RegExp`);
    this.#rules.push({ kind, method, path, left: times, used: 0, order });
  }

  // The first rule of that kind for this request, which is thereby used up by one; `suits` may look at the order too.
  take(kind, { method, path, search }, suits = () => true) {
    const rule = this.#rules.find((one) =>
      one.kind === kind && one.left > 0 && (one.method === undefined || one.method === method) &&
      (typeof one.path === 'string' ? one.path === path : one.path.test(path + search)) && suits(one.order));
    if (!rule) return undefined;
    rule.left--;
    rule.used++;
    return rule.order;
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
