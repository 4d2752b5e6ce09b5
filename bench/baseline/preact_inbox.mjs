// Owns the inbox's first screen as a minimal Preact page: the demo's number of requests, counted, sorted, in a window of rows, to be filtered.
//
// Fair, because it shows what the app's first screen shows (the head, the box to filter by, the values with their counts, the rows in view with
// the same columns and the app's own style sheet), is written with the smallest of the well-known libraries as its documentation teaches it,
// minified, and does none of what the app can do besides. Its requests are in a file beside it, as the app's are in its wasm.

import { h, render } from 'preact';
import { useMemo, useState } from 'preact/hooks';

const ROW_HEIGHT = 40;

const requests = await (await fetch('requests.json')).json();

const text = (request) => [request.requester?.actor_name, request.repository?.full_name, request.status, ...(request.data ?? []).flatMap((one) => [one.secret_type, one.bypass_reason, one.path])].join(' ').toLowerCase();
const indexed = requests.map((request) => ({ request, text: text(request) }));

const FACETS = [
  ['Status', ({ status }) => status],
  ['Organization', ({ repository }) => repository?.full_name.split('/')[0]],
  ['Repository', ({ repository }) => repository?.full_name],
  ['Secret type', ({ data }) => data?.[0]?.secret_type],
  ['Reason', ({ data }) => data?.[0]?.bypass_reason],
  ['Requester', ({ requester }) => requester?.actor_name],
];

function Facet({ title, valueOf, rows, choose }) {
  const counts = useMemo(() => {
    const found = new Map();
    for (const { request } of rows) found.set(valueOf(request), (found.get(valueOf(request)) ?? 0) + 1);
    return [...found].filter(([value]) => value).sort((left, right) => right[1] - left[1]).slice(0, 6);
  }, [rows]);
  return h('div', { class: 'facets-facet', role: 'group', 'aria-label': title },
    h('h2', { class: 'facets-heading' }, title),
    h('ul', null, counts.map(([value, count]) => h('li', { class: 'facets-value', key: value },
      h('button', { class: 'facets-choice', onClick: () => choose(value) }, h('bdi', { class: 'facets-name' }, value), ' ', h('span', { class: 'facets-count' }, count))))));
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
function ago(instant) {
  const hours = (Date.parse(instant) - Date.now()) / 3_600_000;
  return Math.abs(hours) < 48 ? relative.format(Math.round(hours), 'hour') : relative.format(Math.round(hours / 24), 'day');
}

function Row({ request, index }) {
  const page = request.html_url?.split('/').at(-1);
  const [first] = request.data ?? [];
  const cell = (name, value) => h('bdi', { class: `request-row-${name}`, role: 'gridcell', title: value }, value);
  return h('div', { class: 'request-row', role: 'row', 'aria-rowindex': index + 2, style: { position: 'absolute', top: `${index * ROW_HEIGHT}px`, height: `${ROW_HEIGHT}px` } },
    h('div', { class: 'request-row-check', role: 'gridcell' }, h('input', { type: 'checkbox', 'aria-label': `Select #${page}` })),
    h('div', { class: 'request-row-request', role: 'gridcell' }, h('a', { class: 'request-row-link', href: `#/request/${request.repository?.full_name}/${page}` }, `#${page}`)),
    h('div', { class: 'request-row-status', role: 'gridcell' }, h('span', { class: 'status-label' }, h('bdi', null, request.status))),
    h('div', { class: 'request-row-expires', role: 'gridcell' }, request.expires_at && h('time', { datetime: request.expires_at }, ago(request.expires_at))),
    cell('requester', request.requester?.actor_name), cell('repository', request.repository?.full_name), cell('type', first?.secret_type),
    cell('reason', first?.bypass_reason), cell('path', first?.path), cell('answered', request.responses?.at(-1)?.reviewer?.actor_name ?? 'Nobody'));
}

function Inbox() {
  const [words, setWords] = useState('');
  const [top, setTop] = useState(0);
  const rows = useMemo(() => {
    const terms = words.toLowerCase().split(/\s+/).filter(Boolean);
    return indexed.filter((one) => terms.every((term) => one.text.includes(term))).sort((left, right) => Date.parse(left.request.expires_at) - Date.parse(right.request.expires_at));
  }, [words]);
  const from = Math.max(0, Math.floor(top / ROW_HEIGHT) - 4);
  const shown = rows.slice(from, from + 20);
  return h('div', { class: 'app' },
    h('header', { class: 'app-header' }, h('a', { class: 'app-name', href: '#/' }, 'Inbox'), h('nav', { class: 'app-nav' }, ['Inbox', 'Summary', 'Settings'].map((name) => h('a', { href: `#/${name}`, key: name }, name)))),
    h('main', { class: 'app-main' }, h('section', { class: 'inbox' },
      h('header', { class: 'inbox-head' }, h('h1', null, 'Bypass requests')),
      h('div', { class: 'inbox-toolbar' }, h('input', { class: 'field search-box-field', type: 'search', 'aria-label': 'Filter requests', value: words, onInput: ({ target }) => setWords(target.value) }), h('button', { class: 'button' }, 'Columns'), h('button', { class: 'button' }, 'Reload')),
      h('div', { class: 'inbox-state' }, h('p', { role: 'status', 'aria-label': 'Requests shown' }, `${rows.length} of ${requests.length} requests`), h('button', { class: 'button' }, 'Export…')),
      h('div', { class: 'inbox-body' },
        h('aside', { class: 'facets facets-beside', 'aria-label': 'Filters' }, FACETS.map(([title, valueOf]) => h(Facet, { key: title, title, valueOf, rows, choose: setWords }))),
        h('div', { class: 'request-grid', role: 'grid', 'aria-label': 'Requests', style: { overflowY: 'auto', height: '620px' }, onScroll: ({ target }) => setTop(target.scrollTop) },
          h('div', { role: 'rowgroup', style: { position: 'relative', height: `${rows.length * ROW_HEIGHT}px` } }, shown.map(({ request }, at) => h(Row, { key: request.id, request, index: from + at }))))))));
}

render(h(Inbox), document.body);
