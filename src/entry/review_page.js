// On a review page: reports what the page is, and shows or removes the panel as the background says.
(() => {
  if (globalThis.gatehouseReviewPage) return;
  globalThis.gatehouseReviewPage = true;

  const FRAME_URL = chrome.runtime.getURL('index.html');
  const FRAME_ORIGIN = new URL(FRAME_URL).origin;
  const root = document.documentElement;
  const STYLE = `
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
  let secret;

  const ask = async (message) => JSON.parse(await chrome.runtime.sendMessage(JSON.stringify(message)));
  const tellFrame = () => frame?.contentWindow?.postMessage(secret, FRAME_ORIGIN);

  const remove = () => {
    host?.remove();
    host = box = frame = secret = undefined;
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

  const show = ({ panel, secret: fresh }) => {
    if (fresh) {
      remove();
      secret = fresh;
      host = document.createElement('gatehouse-panel');
      const shadow = host.attachShadow({ mode: 'closed' });
      const style = document.createElement('style');
      style.textContent = STYLE;
      box = document.createElement('div');
      box.className = 'panel';
      frame = document.createElement('iframe');
      frame.title = 'Gatehouse';
      frame.src = FRAME_URL;
      box.append(frame);
      shadow.append(style, box);
    }
    apply(panel);
    // On <html>, beside <body>: Turbo replaces the body and React throws unknown nodes out of it.
    if (!host.isConnected) root.append(host);
    else tellFrame();
  };

  const report = () => ({
    PageSeen: {
      url: location.href,
      login: document.querySelector('meta[name="user-login"]')?.content ?? null,
      color_mode: root.getAttribute('data-color-mode'),
      light_theme: root.getAttribute('data-light-theme'),
      dark_theme: root.getAttribute('data-dark-theme'),
      viewport_width: innerWidth,
      has_frame: host?.isConnected ?? false,
    },
  });

  let stopped = false;
  const stop = () => {
    // The extension was updated or removed: what is left of it goes, so that the new one can come.
    stopped = true;
    remove();
    globalThis.gatehouseReviewPage = false;
  };

  let last;
  const look = async () => {
    if (stopped) return;
    const now = report();
    const same = JSON.stringify(now) === last;
    last = JSON.stringify(now);
    if (same) return;
    try {
      const { Panel: instruction } = await ask(now);
      if (instruction) show(instruction);
      else remove();
      // What is in the page now, so that only a further change is reported.
      last = JSON.stringify(report());
    } catch {
      stop();
    }
  };
  // One report at a time: two frames must never be made at once.
  let queue = Promise.resolve();
  const enqueue = () => { queue = queue.then(look); };

  for (const name of ['turbo:load', 'turbo:render', 'soft-nav:end', 'soft-nav:react-done', 'soft-nav:payload'])
    document.addEventListener(name, enqueue);
  addEventListener('popstate', enqueue);
  addEventListener('pageshow', (event) => {
    // Back from the cache: the background has met another page in this tab since.
    if (event.persisted) remove();
    enqueue();
  });
  globalThis.navigation?.addEventListener('currententrychange', enqueue);
  new MutationObserver(enqueue).observe(root, {
    attributeFilter: ['data-color-mode', 'data-light-theme', 'data-dark-theme'],
  });
  for (const width of [768, 1200]) matchMedia(`(min-width: ${width}px)`).addEventListener('change', enqueue);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && host) ask('Escape').catch(stop);
  });
  chrome.runtime.onMessage.addListener((text, _sender, reply) => {
    // How the panel is left now, or null: the frame listens and waits for its secret.
    const panel = JSON.parse(text);
    if (panel && box) apply(panel);
    tellFrame();
    reply();
  });
  enqueue();
})();
