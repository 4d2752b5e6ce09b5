import { Context } from './bench/context.mjs';
import { LoadStage } from './bench/load_stage.mjs';
const context = new Context();
const stage = await LoadStage.open(context);
for (let i = 0; i < 6; i++) {
  const loaded = await stage.app();
  const { view } = loaded;
  const list = await view.evaluate(() => performance.getEntriesByType('resource').filter((r) => r.name.includes('github.com')).map((r) => [r.name.replace(/.*\/\/[^/]*/, '').slice(0, 100), Math.round(r.startTime), Math.round(r.responseEnd)]));
  const t0 = list[0][1];
  console.log(loaded.shown.toFixed(0), loaded.whole.toFixed(0), loaded.calls, loaded.concurrent);
  if (i === 99) for (const [n, a, b] of list) console.log(String(a - t0).padStart(5), String(b - t0).padStart(5), b - a, n.replace(/enterprises.octo-enterprise.bypass-requests/, ''));
  await view.tab.close();
}
process.exit(0);
