// Owns how often the API may be called: the primary limit and its headers on every reply, the secondary limit, and what a refused call is told.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DOCUMENTATION = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';

// GitHub's own rates.
const pointsOf = ({ method }) => (method === 'GET' ? 1 : 5);

export class Limits {
  // Of the last minute, by user: [{at, points, isWrite}].
  #recent = new Map();
  // By user, {until, status, retryAfter}.
  #throttled = new Map();

  // Counts the call. Returns {status, headers, body} where it is one too many.
  count(world, caller, entry, now) {
    const primary = world.rateLimit;
    if (now >= primary.reset * 1000) Object.assign(primary, { remaining: primary.limit, reset: Math.floor((now + HOUR) / 1000) });
    if (primary.remaining <= 0) {
      entry.limited = 'primary';
      return { status: 403, headers: {}, body: { message: `API rate limit exceeded for user ${caller.login}.`, documentation_url: DOCUMENTATION, status: '403' } };
    }
    primary.remaining--;
    if (!this.#isThrottled(caller, now)) this.#judge(world.secondaryLimit, caller, entry, now);
    if (!this.#isThrottled(caller, now)) return undefined;
    entry.limited = 'secondary';
    const { status, until, retryAfter } = this.#throttled.get(caller.login);
    return {
      status,
      headers: retryAfter ? { 'retry-after': String(Math.ceil((until - now) / 1000)) } : {},
      body: {
        message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        documentation_url: `${DOCUMENTATION}#about-secondary-rate-limits`,
        status: String(status),
      },
    };
  }

  #isThrottled({ login }, now) {
    return now < (this.#throttled.get(login)?.until ?? 0);
  }

  #judge(limit, caller, entry, now) {
    if (!limit) return;
    const recent = (this.#recent.get(caller.login) ?? []).filter(({ at }) => at > now - MINUTE);
    recent.push({ at: now, points: pointsOf(entry), isWrite: entry.method !== 'GET' });
    this.#recent.set(caller.login, recent);
    const points = recent.reduce((sum, call) => sum + call.points, 0);
    const writes = recent.filter(({ isWrite }) => isWrite).length;
    if (entry.underWay > limit.concurrent || points > limit.points || writes > limit.writes) {
      this.throttle(caller, { seconds: limit.retryAfter ?? 60, status: limit.status, retryAfter: limit.retryAfter !== null }, now);
    }
  }

  // What the user calls within that time is refused. Who waited it out begins anew; calling on doesn't make it longer.
  throttle({ login }, { seconds, status = 403, retryAfter = true }, now) {
    this.#recent.delete(login);
    this.#throttled.set(login, { until: now + seconds * 1000, status, retryAfter });
  }

  // A 304 is free.
  giveBack({ rateLimit }) {
    rateLimit.remaining++;
  }

  headers({ rateLimit: { limit, remaining, reset } }) {
    return headersOf({ limit, remaining, reset });
  }

  // Without a good token calls are counted by address, and are few.
  headersOfNobody(now) {
    return headersOf({ limit: 60, remaining: 59, reset: Math.floor((now + HOUR) / 1000) });
  }
}

const headersOf = ({ limit, remaining, reset }) => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-used': String(limit - remaining),
  'x-ratelimit-reset': String(reset),
  'x-ratelimit-resource': 'core',
});
