import { Context } from './bench/context.mjs';
import { LoadStage } from './bench/load_stage.mjs';
const context = new Context();
const stage = await LoadStage.open(context);
const [from, to] = [Number(process.argv[2] ?? 0), Number(process.argv[3] ?? 900)];
await stage.app().then((l) => l.view.tab.close());
// patch: profile by wrapping waitFor on the next
import { View } from './tests/e2e/view.mjs';
import { connectThrough } from './tests/e2e/stage.mjs';
import { TOKENS } from './tests/fake-github/world.mjs';
const evaluate = View.prototype.evaluate;
let cdp, started;
View.prototype.evaluate = async function (...a) { 
  if (a[0]?.name === 'watchLoad') { cdp = await this.tab.page.context().newCDPSession(this.tab.page); await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval', { interval: 200 }); await cdp.send('Profiler.start'); }
  return evaluate.apply(this, a); };
const loaded = await stage.app();
const { profile } = await cdp.send('Profiler.stop');
const t0 = await loaded.view.evaluate(() => performance.getEntriesByType('resource').find((r) => r.name.endsWith('/user')).startTime);
console.log(loaded.shown, loaded.whole);
const byId = new Map(profile.nodes.map((n) => [n.id, n]));
const parent = new Map(); for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
// timeline of busy
let t = profile.startTime; const self = new Map(), incl = new Map(); let busy = 0;
// find start: first sample of a call with function 'send'? use first non-idle after 200ms gap
const times = profile.timeDeltas.map((d) => (t += d));
const firstUser = Number(process.argv[4] ?? 0);
const buckets = new Map();
const T0 = times[0];
profile.samples.forEach((id, i) => {
  const at = (times[i] - T0) / 1000; const d = (times[i + 1] ?? times[i]) - times[i];
  const n = byId.get(id); const k = n.callFrame.functionName || '(anon)';
  const b = Math.floor(at / 20); const e = buckets.get(b) ?? { busy: 0, idle: 0 };
  if (k === '(idle)') e.idle += d; else e.busy += d; buckets.set(b, e);
  if (k === '(idle)' || at < from || at > to) return;
  busy += d; self.set(k, (self.get(k) ?? 0) + d);
  const seen = new Set(); for (let c = id; c; c = parent.get(c)) { const f = byId.get(c).callFrame.functionName; if (!seen.has(f)) { seen.add(f); incl.set(f, (incl.get(f) ?? 0) + d); } }
});
console.log([...buckets].map(([b, e]) => `${b * 20}:${Math.round(e.busy / 200)}%`).join(' '));
const show = (m, n) => [...m].sort((a, b) => b[1] - a[1]).slice(0, n).forEach(([k, d]) => console.log((d / 1000).toFixed(1).padStart(8), k.slice(0, 170)));
console.log('busy', busy / 1000); show(self, 25); console.log('--- inclusive'); show(incl, Number(process.argv[5] ?? 90));
process.exit(0);
