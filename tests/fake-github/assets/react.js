// Owns React-like behaviour on the fake GitHub's pages: hydration that throws strangers out of the body, and soft navigation.

(() => {
  const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));

  // React renders what it knows: anything else below the body, or in its root, is gone afterwards.
  function hydrate() {
    for (const child of [...document.body.children]) {
      if (!child.hasAttribute('data-server-rendered')) child.remove();
    }
    for (const root of document.querySelectorAll('react-app')) root.replaceWith(root.cloneNode(true));
    window.fakePage.hydrated = true;
    announce('soft-nav:react-done');
  }

  // Fetches a page; what it returns puts it in place.
  async function show(url) {
    announce('soft-nav:start', { url });
    const reply = await fetch(url, { headers: { Accept: 'text/html', 'X-Requested-With': 'XMLHttpRequest' } });
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    announce('soft-nav:payload', { url });
    return () => {
      document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
      document.title = page.title;
      window.fakePage.visited(location.href);
      announce('soft-nav:react-done', { url });
      announce('soft-nav:end', { url });
      announce('soft-nav:render', { url });
    };
  }

  window.fakePage.softNavigate = async (target) => {
    const url = new URL(target, location.href).href;
    const render = await show(url);
    window.fakePage.pushSoft(url);
    render();
  };

  window.fakePage.softShow = async (url) => (await show(url))();

  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('react-app a[href]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.origin !== location.origin) return;
    event.preventDefault();
    window.fakePage.softNavigate(link.href);
  });

  window.fakePage.hydrated = false;
  addEventListener('load', () => setTimeout(hydrate, 100));
})();
