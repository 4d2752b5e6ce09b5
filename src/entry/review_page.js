// On a review page: reports what the page is, and shows or removes the panel and the marks as the background says.

import { STYLE as MARKS, marksBeside } from './marks.js';

(() => {
  if (globalThis.gatehouseReviewPage) return;
  globalThis.gatehouseReviewPage = true;

  const FRAME_URL = chrome.runtime.getURL('index.html');
  const FRAME_ORIGIN = new URL(FRAME_URL).origin;
  const root = document.documentElement;
  const HOST = 'data-gatehouse-host';
  const STYLE = `${MARKS}
    .panel { all: initial; position: fixed; z-index: 2147483646; inset: 35vh 0 auto auto; width: 40px; height: 112px; }
    .panel.open { inset: 0 0 0 auto; width: var(--width); height: 100%; }
    iframe { display: block; width: 100%; height: 100%; border: 0; border-radius: 6px 0 0 6px; }
    .open iframe { border-radius: 0; }
    @media (max-width: 1199px) { .panel.open { max-width: 90vw; box-shadow: 0 0 24px rgb(0 0 0 / 35%); } }
    @media (max-width: 767px) {
      .panel { inset: auto 16px 0 auto; width: 160px; height: 40px; }
      iframe { border-radius: 6px 6px 0 0; }
      .panel.open { inset: auto 0 0 0; width: 100%; max-width: none; height: min(70vh, 640px); }
    }
    @media print { .panel { display: none; } }`;

  let host;
  let box;
  let frame;
  let isListening = false;
  let marks;

  const ask = async (message) => JSON.parse(await chrome.runtime.sendMessage(JSON.stringify(message)));
  // The frame's secret, or '' when something changed that it may ask the background about. Before it asked for its secret, it
  // doesn't listen, and its window may not even be ours.
  const tellFrame = (secret) => {
    isListening ||= secret !== '';
    if (isListening) frame?.contentWindow?.postMessage(secret, FRAME_ORIGIN);
  };

  const remove = () => {
    marks?.stop();
    host?.remove();
    host = box = frame = marks = undefined;
    isListening = false;
    root.removeAttribute('data-gatehouse-panel');
    root.style.removeProperty('--gatehouse-panel-width');
    if (root.getAttribute('style') === '') root.removeAttribute('style');
  };

  const apply = ({ open, width }) => {
    box.classList.toggle('open', open);
    box.style.setProperty('--width', `${width}px`);
    root.toggleAttribute('data-gatehouse-panel', open);
    root.style.setProperty('--gatehouse-panel-width', `${width}px`);
  };

  const show = (shown) => {
    if (host?.isConnected) {
      apply(shown.panel);
      tellFrame('');
    } else {
      make();
      apply(shown.panel);
    }
    if (shown.marks) marks.watch();
    else marks.stop();
  };

  const make = () => {
    marks?.stop();
    isListening = false;
    // A plain element: the page could define a custom one and take its shadow root.
    host = document.createElement('div');
    host.style.setProperty('all', 'initial', 'important');
    // Firefox gives a page the updated extension's scripts, and ends those that made the panel before it: theirs goes now.
    document.querySelectorAll(`:root > [${HOST}]`).forEach((left) => left.remove());
    host.setAttribute(HOST, '');
    const shadow = host.attachShadow({ mode: 'closed' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    box = document.createElement('div');
    box.className = 'panel';
    frame = document.createElement('iframe');
    frame.title = 'Gatehouse';
    frame.src = FRAME_URL;
    box.append(frame);
    const layer = document.createElement('div');
    layer.className = 'marks';
    layer.role = 'group';
    layer.ariaLabel = 'Gatehouse marks';
    marks = marksBeside({
      host,
      layer,
      panel: box,
      report: (urls) => {
        if (!urlsToTell) enqueue(tellLinks);
        urlsToTell = urls;
      },
      open: (url) => ask({ MarkOpened: { url } }).then(() => frame?.focus()).catch(failed),
    });
    shadow.append(style, layer, box);
    // On <html>, beside <body>: Turbo replaces the body and React throws unknown nodes out of it.
    root.append(host);
  };

  const report = () => ({
    PageSeen: {
      url: location.href,
      login: document.querySelector('meta[name="user-login"]')?.content ?? null,
      color_mode: root.getAttribute('data-color-mode'),
      light_theme: root.getAttribute('data-light-theme'),
      dark_theme: root.getAttribute('data-dark-theme'),
      viewport_width: innerWidth,
    },
  });

  let stopped = false;
  let last;
  // Whether the background thinks that this page has a panel.
  let hasPanel = false;

  const failed = () => {
    last = undefined;
    // The extension was updated or removed: what is left of it goes, so that the new one can come.
    if (chrome.runtime?.id) return;
    stopped = true;
    remove();
    globalThis.gatehouseReviewPage = false;
  };

  const look = async () => {
    const isReviewPage = gatehouseIsReviewPage();
    if (stopped || !(isReviewPage || hasPanel)) return;
    const now = report();
    const isInPlace = !isReviewPage || host?.isConnected;
    if (JSON.stringify(now) === last && isInPlace) return;
    last = JSON.stringify(now);
    try {
      const { Shown: shown } = await ask(now);
      hasPanel = shown !== null;
      if (shown) show(shown);
      else remove();
    } catch {
      failed();
    }
  };
  // The links as they are when it is their turn, however often they changed before.
  let urlsToTell;
  const tellLinks = async () => {
    const urls = urlsToTell;
    urlsToTell = undefined;
    if (stopped || !hasPanel) return;
    try {
      await ask({ LinksSeen: { urls } });
      tellFrame('');
    } catch {
      failed();
    }
  };

  // One report at a time: two frames must never be made at once, and links belong to the page reported before them.
  let queue = Promise.resolve();
  const enqueue = (act) => { queue = queue.then(act); };
  const lookSoon = () => enqueue(look);

  for (const name of ['turbo:load', 'turbo:render', 'soft-nav:end', 'soft-nav:react-done', 'soft-nav:payload'])
    document.addEventListener(name, lookSoon);
  addEventListener('popstate', lookSoon);
  addEventListener('pageshow', (event) => {
    // Back from the cache: the background has met another page in this tab since.
    if (event.persisted) {
      last = undefined;
      remove();
    }
    lookSoon();
  });
  globalThis.navigation?.addEventListener('currententrychange', lookSoon);
  new MutationObserver(lookSoon).observe(root, {
    attributeFilter: ['data-color-mode', 'data-light-theme', 'data-dark-theme'],
  });
  for (const width of [768, 1200]) matchMedia(`(min-width: ${width}px)`).addEventListener('change', lookSoon);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && host) ask('Escape').catch(failed);
  });
  chrome.runtime.onMessage.addListener((text, _sender, reply) => {
    const message = JSON.parse(text);
    if (message.Panel && box) apply(message.Panel);
    if (message.Marks) marks?.draw(message.Marks);
    else tellFrame(message.Secret ?? '');
    reply();
  });
  lookSoon();
})();
