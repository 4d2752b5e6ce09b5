// Owns what github.com shows: the pages of requests and lists, ordinary pages, and the static files they load.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { listPage } from './list_page.mjs';
import { icon, label, repositoryOf, requesterOf, text, titleOf } from './markup.mjs';
import { requestOfPage } from './world.mjs';

const require = createRequire(import.meta.url);
const read = (url) => readFileSync(url, 'utf8');
const tokens = (name) => read(require.resolve(`@primer/primitives/dist/css/${name}.css`));

const THEMES = ['light', 'light-high-contrast', 'dark', 'dark-dimmed', 'dark-high-contrast'];

const lazily = (make) => {
  let made;
  return () => (made ??= make());
};

const asset = (type, make) => ({ type, content: lazily(make) });
const ASSETS = {
  '/assets/primer.css': asset('text/css', () =>
    ['base/size/size', 'base/typography/typography', 'functional/size/border', 'functional/typography/typography', ...THEMES.map((name) => `functional/themes/${name}`)].map(tokens).join('\n')),
  '/assets/github.css': asset('text/css', () => read(new URL('assets/github.css', import.meta.url))),
  '/assets/turbo.js': asset('application/javascript', () => read(new URL('assets/turbo.js', import.meta.url))),
  '/assets/react.js': asset('application/javascript', () => read(new URL('assets/react.js', import.meta.url))),
  '/favicons/favicon.svg': asset('image/svg+xml', () => icon('mark-github')),
};

export function serveAsset(path) {
  const found = ASSETS[path];
  if (!found) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not Found' };
  return {
    status: 200,
    headers: { 'content-type': `${found.type}; charset=utf-8`, 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=31536000', 'x-content-type-options': 'nosniff' },
    body: found.content(),
  };
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "base-uri 'self'",
  'child-src github.githubassets.com github.com/assets-cdn/worker/ github.com/assets/ gist.github.com/assets-cdn/worker/',
  "connect-src 'self' uploads.github.com www.githubstatus.com collector.github.com raw.githubusercontent.com api.github.com github-cloud.s3.amazonaws.com *.rel.tunnels.api.visualstudio.com wss://*.rel.tunnels.api.visualstudio.com objects-origin.githubusercontent.com copilot-proxy.githubusercontent.com proxy.individual.githubcopilot.com api.githubcopilot.com wss://alive.github.com",
  'font-src github.githubassets.com',
  "form-action 'self' github.com gist.github.com copilot-workspace.githubnext.com objects-origin.githubusercontent.com",
  "frame-ancestors 'none'",
  'frame-src viewscreen.githubusercontent.com notebooks.githubusercontent.com',
  "img-src 'self' data: blob: github.githubassets.com media.githubusercontent.com camo.githubusercontent.com identicons.github.com avatars.githubusercontent.com private-avatars.githubusercontent.com github-cloud.s3.amazonaws.com objects.githubusercontent.com user-images.githubusercontent.com *.githubusercontent.com",
  "manifest-src 'self'",
  'media-src github.com user-images.githubusercontent.com secured-user-images.githubusercontent.com private-user-images.githubusercontent.com',
  'script-src github.githubassets.com',
  "style-src 'unsafe-inline' github.githubassets.com",
  'upgrade-insecure-requests',
  'worker-src github.githubassets.com github.com/assets-cdn/worker/ github.com/assets/ gist.github.com/assets-cdn/worker/',
].join('; ');

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-frame-options': 'deny',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'origin-when-cross-origin, strict-origin-when-cross-origin',
  'cache-control': 'max-age=0, private, must-revalidate',
  vary: 'X-PJAX, X-PJAX-Container, Turbo-Visit, Turbo-Frame, X-Requested-With, Accept-Encoding, Accept',
};

// List pages by kind: [path of the scope, then this] and what GitHub calls it. `rows` are the world's lists they show.
const LISTS = {
  'security/bypass-requests/secret-scanning': { title: 'Push protection bypass requests', rows: 'requests' },
  'security/bypass-requests/code-scanning': { title: 'Code scanning alert dismissal requests' },
  'security/closure-requests/secret-scanning': { title: 'Secret scanning alert dismissal requests' },
  'security/dismissal-requests/secret-scanning': { title: 'Secret scanning alert dismissal requests' },
  'security/dismissal-requests/code-scanning': { title: 'Code scanning alert dismissal requests' },
  'security/dismissal-requests/dependabot': { title: 'Dependabot alert dismissal requests' },
  'security/metrics/secret-scanning': { title: 'Secret scanning metrics' },
  'settings/rules/bypass_requests': { title: 'Push rule bypass requests', rows: 'otherRequests' },
};

export function servePage(world, url, { method, headers }) {
  if (method !== 'GET') return { status: 405, headers: { allow: 'GET' }, body: '' };
  const content = contentOf(world, decodeURI(url.pathname), Math.max(1, Number(url.searchParams.get('page')) || 1));
  return {
    status: content ? 200 : 404,
    headers: { ...PAGE_HEADERS },
    body: layout(world, themeOf(world, url, headers.cookie), content ?? { title: 'Page not found', main: '<h1>404</h1><p>This is not the web page you are looking for.</p>' }),
  };
}

// `number` is which page of a list.
function contentOf(world, path, number) {
  const segments = path.split('/').filter(Boolean);
  const [first, second] = segments;
  if (['orgs', 'organizations'].includes(first) && second) {
    const organization = world.organizations.find(({ name }) => same(name, second));
    return organization && scopePage(world, { name: organization.name, home: `/${organization.name}` }, segments.slice(2), (repository) => repository.startsWith(`${organization.name}/`), number);
  }
  if (first === 'enterprises' && second) {
    const enterprise = world.enterprises.find(({ slug }) => same(slug, second));
    return enterprise && scopePage(world, { name: enterprise.name, home: `/enterprises/${enterprise.slug}` }, segments.slice(2), (repository) => enterprise.organizations.includes(repository.split('/')[0]), number);
  }
  const repository = world.repositories.find(({ full_name }) => same(full_name, `${first}/${second}`));
  if (repository) {
    const scope = { name: repository.full_name, home: `/${repository.full_name}`, repository };
    if (segments[2] === 'exemptions' && /^\d+$/.test(segments[3] ?? '')) return exemptionPage(world, scope, segments[3]);
    return scopePage(world, scope, segments.slice(2), (name) => name === repository.full_name, number);
  }
  const organization = segments.length === 1 && world.organizations.find(({ name }) => same(name, first));
  if (organization) return ordinaryPage({ name: organization.name, home: `/${organization.name}` }, '');
  // Everything else on github.com that isn't somebody's repository: the dashboard, settings, notifications.
  return segments.length < 2 || ['settings', 'notifications', 'login', 'features'].includes(first) ? ordinaryPage({ name: 'Dashboard', home: '/' }, segments.join('/')) : undefined;
}

function scopePage(world, scope, rest, includes, number) {
  const list = LISTS[rest.join('/')];
  return list ? listPage(world, scope, list, includes, number) : ordinaryPage(scope, rest.join('/'));
}

function ordinaryPage(scope, rest) {
  const title = rest || scope.name;
  const readme = `<article class="card readme"><h1>${text(title)}</h1><p>Somebody's work. Nothing here is about bypass requests.</p>
    <p>${Array.from({ length: 12 }, (_, at) => `Paragraph ${at + 1} makes the page long enough to scroll.`).join('</p><p>')}</p></article>`;
  return { title, scope, main: `<div class="columns"><div>${readme}</div>${sidebar(scope)}</div>` };
}

const sidebar = ({ repository }) =>
  repository
    ? `<aside class="about"><h2>About</h2><p>${text(repository.full_name)}</p><p><a href="/${repository.full_name}/issues">Issues</a> · <a href="/${repository.full_name}/security/bypass-requests/secret-scanning">Requests</a></p></aside>`
    : '';

function exemptionPage(world, scope, number) {
  const request = requestOfPage(world, scope.repository.full_name, number)
    ?? world.otherRequests.find(({ repository, page }) => same(repository, scope.repository.full_name) && page === Number(number));
  if (!request) return undefined;
  const now = Date.now();
  const title = titleOf(request);
  const entries = (request.data ?? []).map(({ secret_type, bypass_reason, path, branch }) =>
    `<tr><td><code>${text(secret_type)}</code></td><td>${text(bypass_reason ?? '')}</td><td><code>${text(path ?? '')}</code></td><td><code>${text((branch ?? '').replace('refs/heads/', ''))}</code></td></tr>`);
  const answers = (request.responses ?? []).map(({ reviewer, status, created_at }) =>
    `<li>${icon(status === 'approved' ? 'check' : 'x')} <b>${text(reviewer?.actor_name ?? 'ghost')}</b> ${text(status)} this request <span class="muted">on ${text(created_at)}</span></li>`);
  return {
    title: `${title} · ${scope.name}`,
    scope,
    main: `<react-app app-name="delegated-bypass" initial-path="/${scope.repository.full_name}/exemptions/${number}"><div data-target="react-app.reactRoot">
      <h1>${text(title)} <span class="muted">#${number}</span></h1>
      <p>${label(request, now)} <b>${text(requesterOf(request))}</b> wants to bypass push protection${request.expires_at ? ` <span class="muted">· expires ${text(request.expires_at)}</span>` : ''}</p>
      <div class="columns"><div>
        <div class="card"><div class="card-header"><b>${text(requesterOf(request))}</b> commented</div><p class="comment">${text(request.requester_comment ?? 'No comment was left.')}</p></div>
        ${entries.length > 0 ? `<div class="card"><div class="card-header">Detected secrets</div><div class="scroll"><table><tr><th>Secret</th><th>Reason</th><th>Path</th><th>Branch</th></tr>${entries.join('')}</table></div></div>` : ''}
        ${answers.length > 0 ? `<ul class="timeline">${answers.join('')}</ul>` : ''}
      </div><aside class="about"><h2>Request</h2><p class="muted">Commit</p><p><code>${text((request.resource_identifier ?? '').slice(0, 7))}</code></p>
        <p><a href="/${scope.repository.full_name}/security/bypass-requests/secret-scanning">All requests</a></p></aside></div>
      </div></react-app>`,
  };
}

const same = (left, right) => left?.toLowerCase() === right?.toLowerCase();

// `?theme=NAME` or a cookie `theme=NAME`; `auto` follows the system, a named theme is shown in its own mode.
function themeOf(world, url, cookie) {
  const name = url.searchParams.get('theme') ?? /(?:^|;\s*)theme=(\w+)/.exec(cookie ?? '')?.[1];
  if (!name) return world.pageTheme;
  if (name === 'auto') return { ...world.pageTheme, mode: 'auto' };
  const mode = name.startsWith('dark') ? 'dark' : 'light';
  return { ...world.pageTheme, mode, [mode]: name };
}

const tab = (href, name, iconName, current) => `<a class="tab" href="${href}"${current ? ' aria-current="page"' : ''}>${icon(iconName)} ${name}</a>`;

function tabsOf(scope) {
  if (!scope || scope.home === '/') return '';
  const { home, repository } = scope;
  const requests = repository ? `${home}/security/bypass-requests/secret-scanning` : home.startsWith('/enterprises/') ? `${home}/security/bypass-requests/secret-scanning` : `/orgs${home}/security/bypass-requests/secret-scanning`;
  const tabs = repository
    ? [tab(home, 'Code', 'code'), tab(`${home}/issues`, 'Issues', 'issue-opened'), tab(`${home}/pulls`, 'Pull requests', 'git-pull-request'), tab(requests, 'Security', 'shield', true), tab(`${home}/settings`, 'Settings', 'gear')]
    : [tab(home, 'Overview', 'home'), tab(requests, 'Security', 'shield', true)];
  return `<nav class="tabs" aria-label="Scope">${tabs.join('')}</nav>`;
}

function layout(world, theme, { title, scope, main }) {
  const login = world.pageLogin === null ? '' : `<meta name="user-login" content="${text(world.pageLogin)}">`;
  const crumbs = scope ? scope.name.split('/').map((name) => `<b>${text(name)}</b>`).join(' / ') : '';
  return `<!DOCTYPE html>
<html lang="en" data-color-mode="${text(theme.mode)}" data-light-theme="${text(theme.light)}" data-dark-theme="${text(theme.dark)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(title)} · GitHub</title>
${login}
<meta name="turbo-cache-control" content="no-preview">
<link rel="icon" class="js-site-favicon" type="image/svg+xml" href="https://github.githubassets.com/favicons/favicon.svg">
<link crossorigin="anonymous" rel="stylesheet" href="https://github.githubassets.com/assets/primer.css">
<link crossorigin="anonymous" rel="stylesheet" href="https://github.githubassets.com/assets/github.css">
<script crossorigin="anonymous" defer src="https://github.githubassets.com/assets/turbo.js"></script>
<script crossorigin="anonymous" defer src="https://github.githubassets.com/assets/react.js"></script>
</head>
<body class="logged-in env-production page-responsive">
<div class="page" data-server-rendered>
<header class="app-header"><a class="mark" href="/" aria-label="Homepage">${icon('mark-github')}</a><span class="crumbs">${crumbs}</span>
<input class="search" type="search" placeholder="Type / to search" aria-label="Search"></header>
${tabsOf(scope)}
<main>${main}</main>
<footer>© 2026 GitHub, Inc. (not really)</footer>
</div>
</body>
</html>`;
}
