// Owns React-like behaviour on the fake GitHub's pages: what it didn't render it throws out, what it renders anew is new, and links navigate softly.

(() => {
  const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  const { fakePage } = window;

  // Every element that the page itself made, and the attributes it had then.
  const own = new WeakMap();
  const attributesOf = (element) => [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort().join('\n');

  fakePage.own = (tree) => {
    for (const element of [tree, ...tree.querySelectorAll('*')]) own.set(element, attributesOf(element));
  };

  // Below <body>, what somebody else put there or changed: elements as their HTML, changed attributes as theirs.
  fakePage.strangers = () => {
    const all = [...document.body.querySelectorAll('*')];
    const foreign = all.filter((element) => !own.has(element));
    return [
      ...foreign.filter((element) => own.has(element.parentElement) || element.parentElement === document.body),
      ...[document.body, ...all].filter((element) => own.has(element) && own.get(element) !== attributesOf(element)),
    ].map((element) => element.outerHTML);
  };

  // What each root was rendered from.
  const sources = new WeakMap();
  // Those that have shown what comes later.
  const isComplete = new WeakSet();

  function adopt(root) {
    sources.set(root, root.innerHTML);
    const every = Number(root.dataset.rerenderEvery);
    if (every > 0) {
      const timer = setInterval(() => {
        if (root.isConnected) render(root);
        else clearInterval(timer);
      }, every);
    }
  }

  // Nothing that was in the root before is in it afterwards: not the strangers, and not its own elements either.
  function render(root) {
    if (!sources.has(root)) adopt(root);
    const lists = [...root.querySelectorAll('ul')].map(({ scrollTop }) => scrollTop);
    root.innerHTML = sources.get(root);
    if (isComplete.has(root)) root.querySelectorAll('template[data-later]').forEach((template) => template.replaceWith(template.content));
    fakePage.own(root);
    [...root.querySelectorAll('ul')].forEach((list, at) => (list.scrollTop = lists[at] ?? 0));
  }

  function loadLater(root) {
    const waiting = root.querySelector('template[data-later]');
    if (!waiting) return;
    setTimeout(() => {
      isComplete.add(root);
      if (!root.isConnected) return;
      render(root);
      announce('soft-nav:react-done');
    }, Number(waiting.dataset.later));
  }

  fakePage.rerender = () => document.querySelectorAll('react-app').forEach(render);

  // Beside its roots, too, React leaves nothing below the body that the server didn't send.
  function hydrate() {
    for (const child of [...document.body.children]) {
      if (!child.hasAttribute('data-server-rendered')) child.remove();
    }
    for (const root of document.querySelectorAll('react-app')) {
      render(root);
      loadLater(root);
    }
    fakePage.hydrated = true;
    announce('soft-nav:react-done');
  }

  // Fetches a page; what it returns puts it in place.
  async function show(url) {
    announce('soft-nav:start', { url });
    const reply = await fetch(url, { headers: { Accept: 'text/html', 'X-Requested-With': 'XMLHttpRequest' } });
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    announce('soft-nav:payload', { url });
    return () => {
      const main = document.adoptNode(page.querySelector('main'));
      document.querySelector('main').replaceWith(main);
      document.title = page.title;
      begin(main);
      fakePage.visited(location.href);
      announce('soft-nav:react-done', { url });
      announce('soft-nav:end', { url });
      announce('soft-nav:render', { url });
    };
  }

  fakePage.softNavigate = async (target) => {
    const url = new URL(target, location.href).href;
    const render = await show(url);
    fakePage.pushSoft(url);
    render();
  };

  fakePage.softShow = async (url) => (await show(url))();

  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('react-app a[href]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.origin !== location.origin) return;
    event.preventDefault();
    fakePage.softNavigate(link.href);
  });

  function begin(tree) {
    fakePage.own(tree);
    for (const root of tree.querySelectorAll('react-app')) {
      adopt(root);
      loadLater(root);
    }
  }

  // The whole body came from Turbo.
  document.addEventListener('turbo:render', () => begin(document.body));

  fakePage.own(document.body);
  document.querySelectorAll('react-app').forEach(adopt);
  fakePage.hydrated = false;
  addEventListener('load', () => setTimeout(hydrate, 100));
})();
