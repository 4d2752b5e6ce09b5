// Owns what goes wrong in a soak: which calls of the fake GitHub fail and how, and when the background is stopped, all by one seed.

import { BAD_GATEWAY, RESET, SERVER_ERROR } from '../fake-github/faults.mjs';
import { Random } from '../fake-github/random.mjs';

// Which of all calls meet what.
const SHARES = { reset: 0.02, 'reply lost': 0.015, 'server error': 0.015, 'bad gateway': 0.015, limited: 0.015, slow: 0.015, 'too slow': 0.005 };

const LIMITED = {
  how: 'status',
  status: 429,
  headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '4' },
  body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', documentation_url: 'https://docs.github.com/rest', status: '429' },
};

// How long a slow reply takes, and one that comes after the program gave up, in the soak's own milliseconds.
const SLOW = [1_000, 20_000];
const TOO_SLOW = 40_000;

// How long a reply is held back for the background to be stopped before it comes, in the same.
const HELD = 10_000;

export class Faults {
  // How many calls there were, and by kind how many of them failed.
  calls = 0;
  met = Object.fromEntries(Object.keys(SHARES).map((kind) => [kind, 0]));
  #random;
  #fake;
  #factor;

  constructor(fake, { seed, factor }) {
    this.#fake = fake;
    this.#factor = factor;
    this.#random = new Random(`faults ${seed}`);
  }

  get share() {
    return Object.values(this.met).reduce((sum, count) => sum + count, 0) / Math.max(this.calls, 1);
  }

  // The call `entry` is about to be looked at. Orders what goes wrong with it, if anything does.
  strike({ method, path }) {
    this.calls++;
    let left = this.#random.next();
    const kind = Object.keys(SHARES).find((name) => (left -= SHARES[name]) < 0);
    // Drawn in any case, so that what one call meets doesn't change what the next one does.
    const slow = this.#random.whole(...SLOW);
    if (!kind) return;
    this.met[kind]++;
    const call = { method, path };
    const broken = { reset: RESET, 'reply lost': { ...RESET, applied: true }, 'server error': SERVER_ERROR, 'bad gateway': BAD_GATEWAY, limited: LIMITED }[kind];
    if (broken) this.#fake.fail({ ...call, ...broken });
    else this.#fake.delay({ ...call, applied: true, ms: (kind === 'slow' ? slow : TOO_SLOW) / this.#factor });
  }

  // Holds back the reply to the call that is about to be looked at.
  hold({ method, path }) {
    this.#fake.delay({ method, path, applied: true, ms: HELD / this.#factor });
  }
}

// When the background is stopped: after so many decisions each, in order, and whether between a PATCH and its reply or at any moment. None is after
// `until` decisions.
export function planStops({ seed, count, until }) {
  const random = new Random(`stops ${seed}`);
  const stops = Array.from({ length: count }, (_, at) => ({
    after: random.whole(1, until - 1),
    beforeReply: at % 2 === 0,
    // In the soak's own milliseconds.
    wait: random.whole(0, 8_000),
  }));
  return stops.sort((one, other) => one.after - other.after);
}
