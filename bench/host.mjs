// Owns a static host as pages are published on: files with a type, a tag and ten minutes in the browser's cache, from memory.

import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, relative } from 'node:path';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.png': 'image/png', '.svg': 'image/svg+xml' };

// Serves each of `folders` ({'/path/': folder}).
export async function startHost(folders) {
  const files = new Map();
  for (const [base, folder] of Object.entries(folders)) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const body = await readFile(file);
      const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
      const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'max-age=600', etag };
      files.set(base + relative(folder, file), { body, headers });
    }
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://host.invalid');
    const found = files.get(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!found) return response.writeHead(404).end();
    if (request.headers['if-none-match'] === found.headers.etag) return response.writeHead(304, found.headers).end();
    response.writeHead(200, found.headers).end(found.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
