// Owns the pieces that pages of the fake GitHub are put together from: icons, labels, and people's words as text.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAwaitingReview, placeOf } from './world.mjs';

const require = createRequire(import.meta.url);

const icons = new Map();

export function icon(name) {
  if (!icons.has(name)) icons.set(name, drawn(name));
  return icons.get(name);
}

const drawn = (name) => readFileSync(require.resolve(`@primer/octicons/build/svg/${name}-16.svg`), 'utf8').replace('<svg ', '<svg class="octicon" fill="currentColor" aria-hidden="true" ');

// Rows are the world's: a request as the API has it, or one of another kind.
export const pageOf = (row) => (row.html_url ? placeOf(row).path : `/${row.repository}/exemptions/${row.page}`);
export const repositoryOf = (row) => pageOf(row).split('/').slice(1, 3).join('/');
export const requesterOf = (row) => row.requester?.actor_name ?? row.requester ?? 'ghost';
export const titleOf = (row) => row.title ?? `Push protection bypass: ${row.data?.[0]?.secret_type ?? 'unknown secret'}`;
export const isOpen = (row, now) => (row.expires_at ? isAwaitingReview(row, now) : row.status === 'pending');

export function label(row, now) {
  const open = isOpen(row, now);
  const word = open ? 'Open' : ['pending', 'open'].includes(row.status) ? 'expired' : row.status;
  const colour = open ? 'success' : { approved: 'done', completed: 'done', denied: 'danger' }[row.status] ?? 'neutral';
  return `<span class="state state-${colour}">${text(word)}</span>`;
}

// What a page shows of a person's words can't become markup.
export const text = (value) => String(value).replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]);
