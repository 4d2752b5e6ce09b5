// Owns putting the least panel onto a request's page: a frame in a closed shadow root, as Gatehouse's.
//
// Fair, because it is one script without a question to the background before the frame, and the frame has one button.
if (/^\/[^/]+\/[^/]+\/exemptions\/\d+$/.test(location.pathname)) {
  const host = document.createElement('div');
  const frame = document.createElement('iframe');
  frame.src = `${chrome.runtime.getURL('index.html')}?${location.pathname}`;
  frame.style.cssText = 'position: fixed; inset: 0 0 0 auto; width: 400px; height: 100%; border: 0';
  host.attachShadow({ mode: 'closed' }).append(frame);
  document.documentElement.append(host);
}
