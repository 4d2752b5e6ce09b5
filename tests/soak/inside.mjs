// Owns what a soak puts before the program inside the browser: a clock that goes faster, and a look at how much memory the program has.

// Runs in `scope`, the global object of a page or of the background, before anything else does, and knows nothing of this module. Since `anchor`
// (milliseconds) all time passes `factor` times as fast, the same in every place that has both.
export function quicken(scope, { anchor, factor }) {
  const { Date: SlowDate, setTimeout, setInterval, AbortSignal, performance, WebAssembly, chrome } = scope;
  const now = () => Math.floor(anchor + (SlowDate.now() - anchor) * factor);
  const slowly = (at) => anchor + (at - anchor) / factor;

  scope.Date = new Proxy(SlowDate, {
    apply: () => new SlowDate(now()).toString(),
    construct: (_, given) => new SlowDate(...(given.length === 0 ? [now()] : given)),
    get: (its, name) => (name === 'now' ? now : Reflect.get(its, name)),
  });
  if (performance) {
    const since = performance.now.bind(performance);
    performance.now = () => since() * factor;
  }
  scope.setTimeout = (does, wait = 0, ...given) => setTimeout(does, wait / factor, ...given);
  scope.setInterval = (does, every = 0, ...given) => setInterval(does, every / factor, ...given);
  if (AbortSignal) {
    const { timeout } = AbortSignal;
    AbortSignal.timeout = (wait) => timeout.call(AbortSignal, wait / factor);
  }
  if (chrome?.alarms) {
    const create = chrome.alarms.create.bind(chrome.alarms);
    chrome.alarms.create = (...given) => {
      const { when, delayInMinutes, periodInMinutes } = given.pop();
      const sooner = (minutes) => minutes && minutes / factor;
      return create(...given, { when: when && slowly(when), delayInMinutes: sooner(delayInMinutes), periodInMinutes: sooner(periodInMinutes) });
    };
  }

  const memories = [];
  scope.soak = { factor, wasmMemory: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await make.apply(WebAssembly, given);
      const { memory } = (made.instance ?? made).exports;
      if (memory) memories.push(memory);
      return made;
    };
  }
}
