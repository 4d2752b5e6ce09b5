// The idle stub on every github.com page: wakes the background when the address looks like a review
// page's. The pattern is page::meaning::wake_pattern(); a test keeps them equal.
(() => {
  const REVIEW_PAGE = /^\/(?:(?:orgs|organizations|enterprises)\/[^\/]+\/(?:.+\/)?(?:exemptions|bypass-requests(?:\/secret-scanning)?)|(?!(?:about|account|apps|codespaces|collections|contact|customer-stories|dashboard|discussions|enterprise|enterprises|events|explore|features|issues|join|login|logout|marketplace|new|notifications|organizations|orgs|pricing|pulls|search|security|sessions|settings|signup|site|sponsors|stars|team|topics|trending|users|watching)\/)[^\/]+\/[^\/]+\/(?!(?:actions|activity|blame|blob|branches|commit|commits|compare|delete|deployments|discussions|edit|find|issues|labels|milestone|milestones|network|new|packages|projects|pull|pulls|raw|releases|search|tags|tree|upload|wiki)\/)(?:(?:.+\/)?(?:exemptions|bypass-requests(?:\/secret-scanning)?)|exemptions\/[1-9]\d*))\/?$/;
  globalThis.gatehouseIsReviewPage = () => REVIEW_PAGE.test(location.pathname);
  const look = () => {
    // Once review_page.js is here it follows the page by itself. A page that is rendered beforehand
    // may never be seen.
    if (globalThis.gatehouseReviewPage || document.prerendering || !gatehouseIsReviewPage()) return;
    // After an update this page still has the old stub, which has nobody to talk to.
    (async () => chrome.runtime.sendMessage('"Wake"'))().catch(() => {});
  };
  for (const name of ['turbo:load', 'turbo:render', 'soft-nav:end', 'soft-nav:react-done', 'soft-nav:payload', 'prerenderingchange'])
    document.addEventListener(name, look);
  addEventListener('popstate', look);
  addEventListener('pageshow', look);
  globalThis.navigation?.addEventListener('currententrychange', look);
  look();
})();
