// Owns github.com's pages that list requests: which rows, by what kind of link, shown, hidden, scrolled or loaded later.

import { icon, isOpen, label, pageOf, repositoryOf, requesterOf, text, titleOf } from './markup.mjs';

// What `world.listPages` may set.
const PLAIN = {
  // Rows on a page; the others are on `?page=2` and so on.
  rows: 25,
  // Every so-many-th link is absolute; 0 for none.
  absolute: 0,
  // So many rows, the last, are not in the document until `laterAfter` milliseconds after hydration.
  later: 0,
  laterAfter: 400,
  // The rows at 2, 4, 6 and 8 can't be seen, each in another way.
  hidden: false,
  // The rows are in a box of their own that scrolls.
  scrolling: false,
  // Links that name no request on this page, though they look like it.
  strays: false,
  // Milliseconds between two times that React renders everything anew; 0 for never.
  rerenderEvery: 0,
};

// A list that makes it hard to draw marks beside its links.
export const LIVELY = { absolute: 3, later: 5, hidden: true, scrolling: true, strays: true };

const HIDING = {
  2: (row) => row.replace('<li ', '<li hidden '),
  4: (row) => row.replace('<li ', '<li style="display:none" '),
  6: (row) => row.replace('<li ', '<li style="visibility:hidden" '),
  8: (row) => row.replace(/<div>(.*)<\/div>/s, '<details><summary>One more</summary><div>$1</div></details>'),
};

// {title, scope, main}. `rows` is the world's list that the page shows, `includes` says of a repository whether it belongs to the scope.
export function listPage(world, scope, { title, rows }, includes, number) {
  const options = { ...PLAIN, ...world.listPages };
  const found = (world[rows] ?? []).filter((row) => includes(repositoryOf(row)));
  const shown = found.slice((number - 1) * options.rows, number * options.rows);
  const now = Date.now();
  const items = shown.map((row, at) => item(row, at, now, options));
  const [first, later] = [items.slice(0, items.length - options.later), items.slice(items.length - options.later)];
  const list = `<ul class="rows"${options.scrolling ? ' style="max-height:420px;overflow:auto" tabindex="0"' : ''}>${first.join('')}${later.length > 0 ? `<template data-later="${options.laterAfter}">${later.join('')}</template>` : ''}</ul>`;
  return {
    title,
    scope,
    main: `<react-app app-name="delegated-bypass" initial-path="${scope.home}" data-rerender-every="${options.rerenderEvery}"><div data-target="react-app.reactRoot">
      <h1>${title}</h1><div class="card"><div class="card-header"><span>${found.filter((row) => isOpen(row, now)).length} Open</span><span class="muted">Repository · Approver · Requester · Timeframe · Status</span></div>${items.length > 0 ? list : '<p class="blank">There are no requests.</p>'}</div>
      ${pagination(number, Math.ceil(found.length / options.rows))}${options.strays && shown.length > 0 ? strays(shown[0]) : ''}
      </div></react-app>`,
  };
}

function item(row, at, now, { absolute, hidden }) {
  const path = pageOf(row);
  const address = `${absolute > 0 && at % absolute === absolute - 1 ? 'https://github.com' : ''}${path}`;
  // As bundlers make them: another one in every build.
  const hash = Math.random().toString(36).slice(2, 8);
  const answers = row.responses?.length ?? 0;
  const made = `<li class="row Row-module__row--${hash}">${icon(isOpen(row, now) ? 'shield-lock' : 'shield')}
      <div><a class="row-title Title-module__link--${hash}" href="${address}">${text(titleOf(row))}</a> ${label(row, now)}
      <div class="muted">${text(repositoryOf(row))} #${path.split('/').at(-1)} · requested by ${text(requesterOf(row))}${absolute > 0 && answers > 0 ? ` · <a href="${path}?tab=responses#response">${answers} response${answers > 1 ? 's' : ''}</a>` : ''}</div></div></li>`;
  return hidden && HIDING[at] ? HIDING[at](made) : made;
}

function pagination(number, last) {
  if (last < 2) return '';
  const link = (to, rel, words) => (to < 1 || to > last ? '' : `<a rel="${rel}" href="?page=${to}">${words}</a>`);
  return `<nav aria-label="Pagination">${link(number - 1, 'prev', 'Previous')} ${link(number + 1, 'next', 'Next')}</nav>`;
}

function strays(row) {
  const path = pageOf(row);
  const addresses = [
    `https://github.example.test${path}`, `https://github.com.example.test${path}`, `http://github.com${path}`, `${path}/events`, path.replace(/\d+$/, 'new'), path.replace(/\d+$/, ''),
    path.replace(/\d+$/, '999999'), `/orgs/${path.split('/')[1]}/exemptions/1`, `?return_to=${path}`, `javascript:void('${path}')`,
  ];
  return `<p class="muted">See also: ${addresses.map((address, at) => `<a href="${text(address)}">no request ${at + 1}</a>`).join(', ')}</p>`;
}
