// Owns the rows about working with a hundred thousand requests on the screen: scrolling from top to bottom, sorting, selecting all.

import { longestTask, noteTasks, scrollThrough } from '../in_page.mjs';
import { LoadStage } from '../load_stage.mjs';
import { eventually } from '../../tests/e2e/view.mjs';

const COUNT = 100_000;
// Five seconds at the usual sixty a second.
const FRAMES = 300;
// What a fast turn of a wheel comes to, in CSS pixels a frame.
const WHEEL = 300;

let stage;
let view;
let empty;

export default {
  rows: [
    { name: 'drag-late-frames', what: `100,000 rows scrolled from top to bottom in ${FRAMES} frames, as by dragging the bar: share of frames over 20 ms`, against: 'an empty scroller of the same height', unit: '%', goal: { more: 1 } },
    { name: 'drag-longest-task', what: '100,000 rows scrolled from top to bottom: the longest task of the main thread; 0 where none took 50 ms', against: 'an empty scroller of the same height', unit: 'ms', goal: { most: 50 } },
    { name: 'wheel-late-frames', what: `100,000 rows scrolled by ${WHEEL} pixels a frame for ${FRAMES} frames, as by a wheel: share of frames over 20 ms`, against: 'an empty scroller of the same height', unit: '%', goal: { more: 1 } },
    { name: 'wheel-longest-task', what: `100,000 rows scrolled by ${WHEEL} pixels a frame: the longest task of the main thread; 0 where none took 50 ms`, against: 'an empty scroller of the same height', unit: 'ms', goal: { most: 50 } },
    { name: 'scroll-nodes', what: '100,000 rows: elements in the document while it is scrolled', unit: '', statistic: 'max', goal: { most: 2_000 } },
    { name: 'sort-longest-task', what: '100,000 rows sorted the other way round: the longest task of the main thread; 0 where none took 50 ms', unit: 'ms', goal: { most: 50 } },
    { name: 'select-all-longest-task', what: '100,000 rows selected by one box: the longest task of the main thread; 0 where none took 50 ms', unit: 'ms', goal: { most: 50 } },
  ],
  async setUp(context) {
    stage = await LoadStage.open(context, { count: COUNT, latency: 0 });
    ({ view } = await stage.app());
    const height = await view.evaluate(() => document.querySelector('[role=grid]').scrollHeight);
    const site = await context.serve(await context.page('baseline/empty_scroller.mjs'));
    const browser = await context.chromium();
    empty = await browser.newTab();
    await empty.goto(`${site.origin}/index.html?height=${height}`);
  },
  async measure(context, run) {
    const scrolled = (scroll) => context.byTurns(run, () => view.evaluate(scrollThrough, scroll), () => empty.evaluate(scrollThrough, scroll));
    const drag = await scrolled({ selector: '[role=grid]', frames: FRAMES });
    const wheel = await scrolled({ selector: '[role=grid]', frames: FRAMES, step: WHEEL });
    if (Math.abs(drag.baseline.way - drag.ours.way) > 2_000) throw new Error(`the app is ${drag.ours.way} high, the empty scroller ${drag.baseline.way}`);
    for (const { way, reached } of [drag.ours, drag.baseline, wheel.ours, wheel.baseline]) {
      if (Math.abs(way - reached) > 2) throw new Error(`scrolled ${reached} of ${way}`);
    }
    const sorted = await longest(SORT, () => document.querySelector('[role=row][aria-rowindex="2"] a')?.href !== globalThis.firstBefore);
    const selected = await longest(SELECT_ALL, () => document.body.innerText.includes('100,000 selected'));
    await longest(SELECT_ALL, () => !document.body.innerText.includes('100,000 selected'));
    return {
      'drag-late-frames': { ours: drag.ours.late, baseline: drag.baseline.late },
      'drag-longest-task': { ours: drag.ours.longest, baseline: drag.baseline.longest },
      'wheel-late-frames': { ours: wheel.ours.late, baseline: wheel.baseline.late },
      'wheel-longest-task': { ours: wheel.ours.longest, baseline: wheel.baseline.longest },
      'scroll-nodes': { ours: Math.max(drag.ours.nodes, wheel.ours.nodes) },
      'sort-longest-task': { ours: sorted },
      'select-all-longest-task': { ours: selected },
    };
  },
  tearDown: () => stage?.close(),
};

// In the document: back to the top, then the other way round of what the list is sorted by.
const SORT = () => {
  document.querySelector('[role=grid]').scrollTop = 0;
  globalThis.firstBefore = document.querySelector('[role=row][aria-rowindex="2"] a')?.href;
  const sort = document.querySelector('select[aria-label="Sort by"]');
  sort.selectedIndex = sort.selectedIndex ^ 1;
  sort.dispatchEvent(new Event('change', { bubbles: true }));
};
const SELECT_ALL = () => document.querySelector('[role=columnheader] input[type=checkbox]').click();

// The longest task from `act` until `isDone`, both of the document.
async function longest(act, isDone) {
  await view.evaluate(noteTasks);
  await view.evaluate(act);
  await eventually('what was asked for to show', () => view.evaluate(isDone));
  return view.evaluate(longestTask);
}
