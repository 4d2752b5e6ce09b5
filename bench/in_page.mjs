// Owns what is measured inside of a document: when it shows what is waited for, and how its frames come. These functions run there.

// Resolves `globalThis.measured` with how long it took from the next click of a button until all of `count` requests are shown, and until they
// are known to be all and nothing is read any more; in milliseconds: {shown, whole}.
export function watchLoad(count) {
  const all = count.toLocaleString('en');
  globalThis.measured = new Promise((resolve) => {
    let from;
    let shown;
    let isRead = false;
    addEventListener('click', ({ target }) => {
      if (target.closest?.('button')) from ??= performance.now();
    }, true);
    const look = () => {
      requestAnimationFrame(() => {
        if (from === undefined) return look();
        const words = document.querySelector('[role=status][aria-label="Requests shown"]')?.textContent.trim() ?? '';
        const isReading = document.querySelector('[role=progressbar][aria-label="Loading requests"]') !== null;
        isRead ||= isReading || document.querySelector('[data-baseline]') !== null;
        if (isRead && words.startsWith(`${all} of ${all} request`)) shown ??= performance.now() - from;
        if (isRead && !isReading && words === `${all} of ${all} requests`) return resolve({ shown, whole: performance.now() - from });
        look();
      });
    };
    look();
  });
}

// Resolves `globalThis.firstRow` with how long after the document's start the first row of its list can be opened, in milliseconds.
export function watchFirstRow() {
  globalThis.firstRow = new Promise((resolve) => {
    const look = () => (document.querySelector('[role=row] a') ? resolve(performance.now()) : requestAnimationFrame(look));
    look();
  });
}

// Resolves `globalThis.usableAfter` with how long after the navigation the document says `words` of what is shown and has `rows` rows that can be
// opened, in a frame that was drawn, in milliseconds.
export function watchRows([words, rows]) {
  globalThis.usableAfter = new Promise((resolve) => {
    const look = () => {
      const isThere = document.querySelector('[role=status][aria-label="Requests shown"]')?.textContent.trim() === words
        && document.querySelectorAll('[role=row] a').length >= rows;
      requestAnimationFrame(isThere ? () => resolve(performance.now()) : look);
    };
    look();
  });
}

// Scrolls `selector` down by `step` CSS pixels a frame for `frames` frames (without `step` from top to bottom), and says how the frames came:
// {late, longest, nodes, way, reached}. `late` is the share that came more than 20 ms after the one before, in percent; `longest` the longest task
// of the main thread in milliseconds, 0 where none took 50; `nodes` the most elements that the document had.
export async function scrollThrough({ selector, frames, step }) {
  const scroller = document.querySelector(selector);
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const settle = async () => {
    for (let frame = 0; frame < 30; frame++) await nextFrame();
  };
  scroller.scrollTop = 0;
  await settle();
  observer.observe({ type: 'longtask' });
  const way = step === undefined ? scroller.scrollHeight - scroller.clientHeight : step * frames;
  let before = await nextFrame();
  let late = 0;
  let nodes = 0;
  for (let frame = 1; frame <= frames; frame++) {
    scroller.scrollTop = (way * frame) / frames;
    const now = await nextFrame();
    if (now - before > 20) late++;
    before = now;
    if (frame % 60 === 0) nodes = Math.max(nodes, document.querySelectorAll('*').length);
  }
  const reached = scroller.scrollTop;
  await settle();
  observer.disconnect();
  return { late: (late / frames) * 100, longest: Math.max(0, ...tasks), nodes, way, reached };
}

// Begins to note the tasks of the main thread that take over 50 ms.
export function noteTasks() {
  globalThis.tasks = [];
  globalThis.observer?.disconnect();
  globalThis.observer = new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration)));
  globalThis.observer.observe({ type: 'longtask' });
}

// The longest of those noted so far in milliseconds, 0 where none took 50; what is told late is waited for.
export async function longestTask() {
  await new Promise((resolve) => setTimeout(resolve, 500));
  globalThis.tasks.push(...globalThis.observer.takeRecords().map(({ duration }) => duration));
  return Math.max(0, ...globalThis.tasks);
}

// Resolves `globalThis.usableAt` with when the document has a status that says `words` and an enabled button `name`, in milliseconds since 1970.
export function watchButton([words, name]) {
  globalThis.usableAt = new Promise((resolve) => {
    const isUsable = () =>
      document.querySelector('[role=status][aria-label="Request status"]')?.textContent.trim() === words
      && [...document.querySelectorAll('button')].some((button) => button.textContent.trim() === name && !button.disabled && button.ariaDisabled !== 'true');
    const look = () => (isUsable() ? resolve(performance.timeOrigin + performance.now()) : requestAnimationFrame(look));
    look();
  });
}
