// On a list page: finds the page's links to requests by where they lead, and draws our marks beside those that can be seen, in a
// layer of our own. What the marks say, and which links get one, the background says.

// How many links count; the same as in src/webext/links.rs.
const MOST = 300;
// Between a link, or what stands behind it, and its mark, in CSS pixels.
const GAP = 6;
// Past so many things behind a link its mark may go to find room.
const THINGS = 5;
// Nothing narrower stands unnoticed where a mark goes.
const STEP = 12;
// When more than so many things changed at once, each is not looked at.
const MUCH = 50;

const SELECTOR = 'a[href*="/exemptions/"]';

// The page's own colours, which are inherited into our root, so that the marks follow every theme.
export const STYLE = `
  .marks { all: initial; position: absolute; z-index: 2147483645; inset: 0 auto auto 0; }
  .marks button {
    all: initial; position: absolute; inset: 0 auto auto 0; display: flex; gap: 5px; align-items: center; box-sizing: border-box;
    width: max-content; height: 20px; padding: 0 7px; border: 1px solid var(--borderColor-default, GrayText); border-radius: 10px;
    background: var(--bgColor-default, Canvas); color: var(--fgColor-muted, CanvasText); cursor: pointer; user-select: none;
    font: 500 12px/18px -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; white-space: nowrap;
  }
  .marks button.away { visibility: hidden; }
  .marks button.away:focus { visibility: visible; opacity: 0; pointer-events: none; }
  .marks button::before { width: 6px; height: 6px; border: 1px solid; border-radius: 50%; background: currentColor; content: ""; }
  .marks button::after { position: absolute; inset: -3px 0; content: ""; }
  .marks .urgent { color: var(--fgColor-danger, CanvasText); }
  .marks .answered::before, .marks .over::before { background: none; }
  .marks button:hover { border-color: currentColor; }
  .marks button:focus-visible { outline: 2px solid var(--focus-outlineColor, Highlight); outline-offset: 1px; }
  @media print { .marks { display: none; } }`;

// Addresses are costly to take apart: each is once, until its link or the page gets another.
let addresses = new WeakMap();

// A link to a page like a request's on this site: its address without query and fragment. The background looks closer.
function addressOf(link) {
  const href = link.getAttribute('href');
  const known = addresses.get(link);
  if (known?.href === href) return known.url;
  const { origin, pathname } = link;
  const url = origin === location.origin && /\/exemptions\/\d+\/?$/.test(pathname) ? origin + pathname : undefined;
  addresses.set(link, { href, url });
  return url;
}

// `host` is our element in the page and `layer` the one in its root; `panel` is our panel's box. `report` is told the links'
// addresses whenever they change, `open` the address of the link whose mark was clicked.
export function marksBeside({ host, layer, panel, report, open }) {
  // All by address: the first link with it that is shown, what its mark says, and the mark.
  let links = new Map();
  let marks = new Map();
  const buttons = new Map();
  let reported;
  let isWatching = false;
  let listening;
  let isScheduled = false;
  let isOther = false;
  const inView = new Set();
  // Where a link's mark stands, from the right end and the top of its last line, in CSS pixels, and what that depends on.
  let places = new WeakMap();
  // Of what the page changed something since.
  const touched = new Set();

  // Once a frame at most. `other`: something may be elsewhere than before, and not only scrolled.
  const soon = (other) => {
    isOther ||= other;
    if (isScheduled || !isWatching) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      if (!isWatching) return;
      if (isOther) {
        isOther = false;
        forget();
        find();
      }
      draw();
    });
  };

  const touch = (target) => {
    // A page that nobody looks at draws no frame, whatever goes on in it.
    touched.add(touched.size < MUCH ? target : document);
    soon(true);
  };
  const changed = () => touch(document);
  const scrolled = () => soon(false);
  const mutations = new MutationObserver((records) => records.forEach(({ target }) => touch(target)));
  const sizes = new ResizeObserver(changed);
  const views = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inView[isIntersecting ? 'add' : 'delete'](target);
    scrolled();
  });

  // The places in those rows in which something changed.
  function forget() {
    if (touched.has(document)) places = new WeakMap();
    for (const link of links.values()) {
      const row = places.get(link)?.row;
      if (row && [...touched].some((target) => row.contains(target))) places.delete(link);
    }
    touched.clear();
  }

  function find() {
    const all = new Set();
    const found = new Map();
    for (const link of document.querySelectorAll(SELECTOR)) {
      const url = addressOf(link);
      if (!url || (all.size === MOST && !all.has(url))) continue;
      all.add(url);
      if (!found.has(url) && link.checkVisibility({ visibilityProperty: true })) found.set(url, link);
    }
    for (const [url, link] of found) {
      const before = links.get(url);
      if (link === before) continue;
      views.observe(link);
      // One that was rendered anew is where the other was, until the observer says more.
      if (inView.has(before)) inView.add(link);
    }
    for (const [url, link] of links) {
      if (found.get(url) === link) continue;
      views.unobserve(link);
      inView.delete(link);
    }
    links = found;
    const urls = [...all];
    if (String(urls) === reported) return;
    reported = String(urls);
    report(urls);
  }

  // What a pointer would meet there, were it not for us.
  function meet(x, y) {
    const met = document.elementFromPoint(x, y);
    return met === host ? document.elementsFromPoint(x, y).find((element) => element !== host) : met;
  }

  const range = document.createRange();

  // The lines of the text that stands in an element itself.
  function linesIn(element) {
    return [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) return [];
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });
  }

  // What a mark of this width would cover at x.
  function obstacle(link, x, width, { top, bottom }) {
    for (let at = x; at < x + width + STEP; at += STEP) {
      const met = meet(Math.min(at, x + width), (top + bottom) / 2);
      // Out of view nobody knows.
      if (!met) return { height: Infinity };
      if (!met.contains(link) && !link.contains(met)) return met.getBoundingClientRect();
      const line = linesIn(met).find((text) => text.left < x + width && text.right > x && text.top < bottom && text.bottom > top);
      if (line) return line;
    }
    return undefined;
  }

  // Where a line ends that a box with hidden overflow may cut off.
  function endOf(link, { right }) {
    let end = right;
    for (let box = link.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== 'visible') end = Math.min(end, box.getBoundingClientRect().right);
    }
    return end;
  }

  // The largest part of the page around a link that leads to no other request: its row, whatever that is made of.
  function rowOf(link) {
    const url = addressOf(link);
    const leadsElsewhere = (other) => ![url, undefined].includes(addressOf(other));
    let row = link;
    while (row !== document.body && row.parentElement && ![...row.parentElement.querySelectorAll(SELECTOR)].some(leadsElsewhere)) row = row.parentElement;
    return row;
  }

  // Behind one of the link's lines, the last if it may be, where there is room before its row or the window ends or our panel
  // begins; else above the first.
  function findPlace(link, lines, { width, height }, limit) {
    const [first, last] = [lines[0], lines.at(-1)];
    const end = endOf(link, last) - last.right;
    for (const line of lines.toReversed()) {
      const top = (line.top + line.bottom - height) / 2;
      let x = endOf(link, line) + GAP;
      for (let things = 0; things <= THINGS && x + width <= limit; things++) {
        const met = obstacle(link, x, width, { top, bottom: top + height });
        if (!met) return { end, x: x - last.right, y: top - last.top };
        // What lies over the whole page, or is another column, is nothing to go past.
        if (met.height > 2 * Math.max(height, line.height) || met.right < x) break;
        x = met.right + GAP;
      }
    }
    const above = Math.max(first.left, Math.min(endOf(link, first), limit) - width);
    return { end, x: above - last.right, y: first.top - height - last.top };
  }

  // From the window's upper left corner; nothing where the link's end can't be seen.
  function placeOf(link, button) {
    const lines = [...link.getClientRects()].filter(({ width }) => width > 0);
    const last = lines.at(-1);
    if (!last) return undefined;
    const box = panel.getBoundingClientRect();
    const edge = box.left > last.left && box.height > innerHeight / 2 ? box.left : document.documentElement.clientWidth;
    let place = places.get(link);
    const size = button.getBoundingClientRect();
    const on = (row) => {
      const around = row.getBoundingClientRect();
      const depends = [around.width, around.height, last.left - around.left, last.top - around.top, last.width, size.width, edge - around.left];
      return { limit: Math.min(edge, around.right), depends: depends.map(Math.round).join() };
    };
    if (!place || on(place.row).depends !== place.depends) {
      const row = rowOf(link);
      const { limit, depends } = on(row);
      place = { row, depends, ...findPlace(link, lines, size, limit) };
      places.set(link, place);
    }
    const { end, x, y } = place;
    const seen = meet(last.right + end - 2, (last.top + last.bottom) / 2);
    return link.contains(seen) ? { x: last.right + x, y: last.top + y } : undefined;
  }

  function buttonOf(url, { kind, label, name }) {
    const button = buttons.get(url) ?? document.createElement('button');
    buttons.set(url, button);
    if (button.title === name && button.dataset.kind === kind) return button;
    button.type = 'button';
    button.dataset.kind = kind;
    button.className = `${kind} away`;
    button.textContent = label;
    button.title = name;
    button.setAttribute('aria-label', name);
    return button;
  }

  // All writing before all reading before all writing, so that the page is laid out once.
  function draw() {
    // The focus isn't lost by scrolling.
    const isWanted = ([url, link]) => marks.has(url) && (inView.has(link) || buttons.get(url)?.matches(':focus'));
    const wanted = [...links].filter(isWanted);
    const kept = new Set(wanted.map(([url]) => url));
    for (const [url, button] of buttons) {
      if (kept.has(url)) continue;
      button.remove();
      buttons.delete(url);
    }
    let next = layer.firstChild;
    for (const [url] of wanted) {
      const button = buttonOf(url, marks.get(url));
      if (button === next) next = next.nextSibling;
      else layer.insertBefore(button, next);
    }
    if (wanted.length === 0) return;
    const origin = layer.getBoundingClientRect();
    const spots = wanted.map(([url, link]) => [buttons.get(url), placeOf(link, buttons.get(url))]);
    for (const [button, spot] of spots) {
      button.classList.toggle('away', !spot);
      if (spot) button.style.transform = `translate(${Math.round(spot.x - origin.x)}px, ${Math.round(spot.y - origin.y)}px)`;
    }
  }

  layer.addEventListener('click', (event) => {
    const clicked = event.isTrusted && [...buttons].find(([, button]) => button.contains(event.target));
    if (clicked) open(clicked[0]);
  });

  return {
    // The page may be another one: its links are reported again.
    watch() {
      reported = undefined;
      addresses = new WeakMap();
      if (!isWatching) {
        isWatching = true;
        listening = new AbortController();
        const { signal } = listening;
        mutations.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
        sizes.observe(document.documentElement);
        addEventListener('scroll', scrolled, { capture: true, passive: true, signal });
        addEventListener('resize', changed, { signal });
        for (const name of ['toggle', 'transitionend', 'animationend', 'load']) document.addEventListener(name, ({ target }) => touch(target), { capture: true, signal });
        document.fonts.addEventListener('loadingdone', changed, { signal });
      }
      changed();
    },
    stop() {
      isWatching = false;
      listening?.abort();
      for (const observer of [mutations, sizes, views]) observer.disconnect();
      inView.clear();
      touched.clear();
      buttons.clear();
      links = new Map();
      layer.replaceChildren();
    },
    draw(now) {
      marks = new Map(now.map((mark) => [mark.url, mark]));
      changed();
    },
  };
}
