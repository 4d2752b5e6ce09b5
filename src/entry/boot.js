// Starts the app on the site and in the extension: a strict content security policy has no room for
// the inline script that Trunk would write.
import { recover } from './recovery.js';

const { js, wasm } = document.querySelector('script[data-wasm]').dataset;
const isFramed = window.top !== window;

// The app says so itself, since a program that panicked can do nothing any more.
addEventListener('gatehouse-stopped', ({ detail }) => {
  const [version, place] = detail.split('\n');
  recover({ what: 'It met a mistake of its own. Reload it to go on.', version, build: js, place });
});

// An extension that was updated or removed leaves its documents without anyone to talk to.
if (globalThis.chrome?.runtime?.id) {
  const look = () => {
    if (chrome.runtime?.id) return;
    const next = isFramed ? 'Reload the page around it.' : 'Reload this page.';
    recover({ what: `The extension was updated or switched off. ${next}`, canReload: !isFramed, build: js, place: 'the extension is gone' });
  };
  for (const name of ['focusin', 'pointerdown', 'keydown', 'input']) addEventListener(name, look, true);
}

try {
  const app = await import(new URL(js, document.baseURI));
  await app.default({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  recover({ what: "It couldn't start.", build: js, place: 'before the start' });
  throw error;
}
