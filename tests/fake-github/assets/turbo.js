// Owns Turbo-like navigation on the fake GitHub's pages: the whole body is swapped, and Back shows a clone from a cache.

(() => {
  const snapshots = new Map();
  const parser = new DOMParser();

  const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));

  function cache(url) {
    announce('turbo:before-cache');
    snapshots.set(url, { body: document.body.cloneNode(true), title: document.title, login: loginOf(document) });
  }

  const loginOf = (page) => page.querySelector('meta[name="user-login"]')?.getAttribute('content') ?? null;

  function render({ body, title, login }, url) {
    announce('turbo:before-render', { newBody: body });
    document.body.replaceWith(body);
    document.title = title;
    document.querySelector('meta[name="user-login"]')?.remove();
    if (login !== null) {
      const meta = document.createElement('meta');
      meta.name = 'user-login';
      meta.content = login;
      document.head.append(meta);
    }
    announce('turbo:render', { url });
    announce('turbo:load', { url });
  }

  async function load(url) {
    const reply = await fetch(url, { headers: { Accept: 'text/html, application/xhtml+xml' } });
    const page = parser.parseFromString(await reply.text(), 'text/html');
    return { body: document.adoptNode(page.body), title: page.title, login: loginOf(page) };
  }

  // As Turbo does, the address changes before the page has arrived.
  async function turboVisit(target) {
    const url = new URL(target, location.href).href;
    announce('turbo:visit', { url, action: 'advance' });
    cache(location.href);
    app = crypto.randomUUID();
    history.pushState({ app }, '', url);
    current = location.href;
    render(await load(url), url);
  }

  let current = location.href;
  // Names the body that is shown: history entries of the same body are React's to go between, all others are Turbo's.
  let app = history.state?.app ?? crypto.randomUUID();
  history.replaceState({ app }, '');

  addEventListener('popstate', async ({ state }) => {
    if (!state?.app) return;
    const url = location.href;
    if (state.app === app) {
      await window.fakePage.softShow(url);
      return;
    }
    app = state.app;
    announce('turbo:visit', { url, action: 'restore' });
    cache(current);
    current = url;
    const snapshot = snapshots.get(url);
    render(snapshot ? { ...snapshot, body: snapshot.body.cloneNode(true) } : await load(url), url);
  });

  // React's pages leave Turbo's links alone inside their own root.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.closest('react-app')) return;
    event.preventDefault();
    turboVisit(link.href);
  });

  const keys = [];
  document.addEventListener('keydown', ({ key }) => keys.push(key));
  const messages = [];
  addEventListener('message', ({ data, origin }) => messages.push({ data, origin }));

  window.fakePage = {
    // What the page's own hotkeys would have heard, and every window message it got.
    keys,
    messages,
    turboVisit,
    replaceBody() {
      const body = document.body.cloneNode(false);
      body.innerHTML = document.querySelector('[data-server-rendered]').outerHTML;
      document.body.replaceWith(body);
      window.fakePage.own(body);
    },
    setTheme({ mode, light, dark }) {
      const root = document.documentElement;
      if (mode !== undefined) root.dataset.colorMode = mode;
      if (light !== undefined) root.dataset.lightTheme = light;
      if (dark !== undefined) root.dataset.darkTheme = dark;
    },
    // For the React-like half in react.js.
    pushSoft(url) {
      history.pushState({ app }, '', url);
    },
    visited(url) {
      current = url;
    },
  };
})();
