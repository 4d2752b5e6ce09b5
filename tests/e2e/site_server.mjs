// Owns a static host for the built site: as plain as any, below any path, with pages of its own that frame it.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.png': 'image/png', '.svg': 'image/svg+xml' };

// Serves `folder` below each of `bases` ('/', '/a/path/'); `/framing?PATH` is a page that shows PATH in a frame.
export async function startSite(folder, bases = ['/']) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, 'http://site.invalid');
    requests.push({ method: request.method, path: pathname, search });
    if (pathname === '/framing') {
      response.writeHead(200, { 'content-type': TYPES['.html'] });
      response.end(`<!doctype html><title>Framing</title><iframe title="framed" width="800" height="600" src="${decodeURIComponent(search.slice(1))}"></iframe>`);
      return;
    }
    // The longest base first: '/' is the start of all.
    const base = [...bases].sort((left, right) => right.length - left.length).find((one) => pathname.startsWith(one));
    const inside = base && normalize(pathname.slice(base.length)).replace(/^(\.\.[/\\])+/, '');
    const file = base && join(folder, inside === '.' || inside === '' ? 'index.html' : inside);
    const found = file && (await stat(file).catch(() => undefined));
    if (!found?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    requests,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
