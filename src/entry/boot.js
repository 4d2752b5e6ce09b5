// Starts the app on the site and in the extension: a strict content security policy has no room for
// the inline script that Trunk would write.
const { js, wasm } = document.querySelector('script[data-wasm]').dataset;
const app = await import(new URL(js, document.baseURI));
await app.default({ module_or_path: new URL(wasm, document.baseURI) });
